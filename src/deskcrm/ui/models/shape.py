"""How a list looks: its rules, orders and columns; what a saved view keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskcrm.domain.views import ListQuery, Order

if TYPE_CHECKING:
    from deskcrm.domain.filters import Node
    from deskcrm.services.views import View


@dataclass(frozen=True, slots=True)
class Shape:
    """`columns`: key and width (0: as wide as it likes) of each; none are the usual ones."""

    where: Node | None = None
    orders: tuple[Order, ...] = (Order("name"),)
    columns: tuple[tuple[str, int], ...] = ()

    @classmethod
    def of_view(cls, view: View) -> Shape:
        """Return what a saved view looks like."""
        return cls(view.where, view.orders, tuple((column.key, column.width) for column in view.columns))

    @classmethod
    def of_query(cls, query: ListQuery) -> Shape:
        """Return what a query asks for, with the usual columns."""
        return cls(query.where, (Order(query.sort, query.descending), *query.then))

    def as_view(self, kind: str, name: str = "", icon: str = "list-filter", number: int = 0) -> View:
        """Return a view that looks like this."""
        from deskcrm.services.views import ShownColumn, View

        columns = tuple(ShownColumn(key, width) for key, width in self.columns)
        return View(name, kind, self.where, self.orders, columns, icon, number)

    def query(self, kind: str, text: str = "") -> ListQuery:
        """Return what is to be listed."""
        first, *then = self.orders or (Order("name"),)
        return ListQuery(kind, text, first.column, first.descending, self.where, tuple(then))
