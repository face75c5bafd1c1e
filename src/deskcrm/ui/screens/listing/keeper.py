"""How a list looks now, what its saved views are, and what is remembered of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import Order
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.catalogue import Catalogue, read_catalogue
from deskcrm.ui.models.rules import Rules
from deskcrm.ui.models.shape import Shape

if TYPE_CHECKING:
    from deskcrm.services.views import Last, View
    from deskcrm.services.workspace import Workspace

_REMEMBER_MS: Final = 800
"""How long a list rests before it is remembered: a filter is built in several steps."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the workspace keeps for a list."""

    catalogue: Catalogue
    views: tuple[View, ...]
    last: Last | None


class ListKeeper(QObject):
    """`shaped` when the list is to look otherwise, `told` when there are other views or columns to choose from."""

    shaped = Signal()
    told = Signal()

    def __init__(self, desk: Desk, kind: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._kind = desk, kind
        self.catalogue = Catalogue(kind)
        self.views: tuple[View, ...] = ()
        self.view = 0
        """The saved view that shows, 0 for all."""
        self.shape = Shape()
        self.ready = False
        self._asked = False
        self._all = Shape()  # how "All" was left while a view showed
        self._remember = QTimer(self)
        self._remember.setSingleShot(True)
        self._remember.setInterval(_REMEMBER_MS)
        self._remember.timeout.connect(self.remember)

    # what is kept

    def begin(self) -> None:
        """Read views and columns, and how the list was left; then `shaped` tells."""
        if not self._asked:
            self._asked = True
            self._desk.ask(_read, self._kind, done=self._begun, failed=self._plain, owner=self)

    def _begun(self, kept: Kept) -> None:
        self.catalogue, self.views = kept.catalogue, kept.views
        self.ready = True
        if kept.last is not None:
            self.view = kept.last.view if self._known(kept.last.view) else 0
            self.shape = Shape.of_view(kept.last.shape)
        self.told.emit()
        self.shaped.emit()

    def _plain(self, _why: str) -> None:
        """Show the list as it comes: what was kept of it can't be read."""
        self.ready = True
        self.told.emit()
        self.shaped.emit()

    def on_changed(self, changes: Changes) -> None:
        """Read views and columns again where they changed."""
        if self.ready and (changes.everything or changes.kinds & {"views", "fields", "settings"}):
            self._desk.ask(_read, self._kind, done=self._again, key="kept", owner=self)

    def _again(self, kept: Kept) -> None:
        before = self.base
        same = not self.differs
        self.catalogue, self.views = kept.catalogue, kept.views
        if self.view and not self._known(self.view):
            self.view = 0
        elif same and self.base != before:  # an undo, say
            self._set(self.base)
        self.told.emit()

    def remember(self) -> None:
        """Note how the list is left."""
        from deskcrm.services import views

        self._remember.stop()
        if self.ready and self._desk.workspace is not None:
            shape = self.shape.as_view(self._kind)
            self._desk.do(views.keep_last, self._kind, self.view, shape, failed=lambda _why: None, owner=self)

    # what shows

    @property
    def base(self) -> Shape:
        """What the view that shows looks like as it is saved."""
        view = self.saved(self.view)
        return Shape.of_view(view) if view is not None else Shape(columns=self.shape.columns)

    @property
    def differs(self) -> bool:
        """Whether the list looks other than its view; "All" keeps whatever columns it has."""
        return self.shape != self.base

    def saved(self, number: int) -> View | None:
        """Return a saved view."""
        return next((view for view in self.views if view.id == number), None)

    def _known(self, number: int) -> bool:
        return number == 0 or self.saved(number) is not None

    def choose(self, number: int) -> None:
        """Show a view, 0 for all."""
        if number == self.view:
            return
        if not self.view:
            self._all = Shape(columns=self.shape.columns)
        self.view = number
        self._set(self.base if number else self._all)
        self.told.emit()

    def show_everybody(self) -> None:
        """Leave the view and every rule, for somebody whom they would hide."""
        self.view = 0
        self._set(Shape(columns=self.shape.columns))
        self.told.emit()

    def set_rules(self, rules: Rules) -> None:
        """Filter the list by other rules."""
        self._set(replace(self.shape, where=rules.node))

    def set_orders(self, orders: Sequence[Order]) -> None:
        """Order the list by other columns."""
        self._set(replace(self.shape, orders=tuple(orders)))

    def set_columns(self, columns: Sequence[tuple[str, int]]) -> None:
        """Show other columns, or the same with other widths."""
        self._set(replace(self.shape, columns=tuple(columns)))

    def revert(self) -> None:
        """Let the list look as its view is saved; "All" without rules, by name."""
        self._set(self.base)

    def step_back(self) -> bool:
        """Take away the last rule that the view does not have; say whether there was one."""
        now, saved = Rules.of(self.shape.where), Rules.of(self.base.where)
        if now == saved:
            return False
        more = [n for n, part in enumerate(now.parts) if part not in saved.parts]
        if more and len(now.parts) > len(saved.parts):
            self.set_rules(now.without(more[-1]))
        else:
            self.set_rules(saved)
        return True

    def _set(self, shape: Shape) -> None:
        if shape != self.shape:
            self.shape = shape
            self._remember.start()
            self.shaped.emit()

    # what the owner does with views

    def save(self) -> None:
        """Keep in the view what shows."""
        view = self.saved(self.view)
        if view is not None:
            self._write(self.shape.as_view(self._kind, view.name, view.icon, view.id))

    def save_as(self, name: str, icon: str) -> None:
        """Keep what shows as a view of its own, and show that."""
        self._write(self.shape.as_view(self._kind, name, icon))

    def rename(self, number: int, name: str, icon: str) -> None:
        """Give a view another name and icon; what it shows stays."""
        view = self.saved(number)
        if view is not None:
            self._write(replace(view, name=name, icon=icon))

    def _write(self, view: View) -> None:
        from deskcrm.services import views

        self._desk.do(views.save, view, done=self._written, owner=self)

    def _written(self, view: View) -> None:
        known = self.saved(view.id) is not None
        if known:
            self.views = tuple(view if one.id == view.id else one for one in self.views)
        else:
            self.views = (*self.views, view)
            self.view = view.id
            self._remember.start()
        self.told.emit()

    def delete(self, number: int) -> None:
        """Take a view away; the toast offers to undo it."""
        from deskcrm.services import views

        if number == self.view:
            self.choose(0)
        self._desk.do(views.delete, number, owner=self)

    def reorder(self, numbers: Sequence[int]) -> None:
        """Put the views into another order."""
        from deskcrm.services import views

        if list(numbers) != [view.id for view in self.views]:
            place = {number: n for n, number in enumerate(numbers)}
            self.views = tuple(sorted(self.views, key=lambda view: place.get(view.id, len(place))))
            self._desk.do(views.reorder, list(numbers), owner=self)


def _read(ws: Workspace, kind: str) -> Kept:
    from deskcrm.services import views

    return Kept(read_catalogue(ws, kind), tuple(views.saved(ws, kind)), views.last(ws, kind))
