"""Saved views: lists that the owner keeps, each with its rules, orders, columns and icon; shown as tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from deskcrm.domain import filters
from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.filters import Node
from deskcrm.domain.views import ListQuery, Order
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import lists, operations, writes

_KINDS = frozenset({"views", "history"})
_LAST = "_list."
"""Before the kind: the setting in which a list is remembered as it was left."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column of a view; `width` in device-independent pixels, 0 as wide as it likes to be."""

    key: str
    width: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A saved list of people or of companies. No `columns` are the usual ones; `id` 0 is not saved yet.

    `trouble`: why its rules can't be read any more (an own field that is gone), in words; it lists everybody then.
    """

    name: str
    kind: str  # "person" | "company"
    where: Node | None = None
    orders: tuple[Order, ...] = (Order("name"),)
    columns: tuple[ShownColumn, ...] = ()
    icon: str = "list-filter"
    id: int = 0
    trouble: str = ""

    @property
    def query(self) -> ListQuery:
        """What it lists."""
        first, *then = self.orders or (Order("name"),)
        return ListQuery(self.kind, "", first.column, first.descending, self.where, tuple(then))


def saved(ws: Workspace, kind: str) -> list[View]:
    """The views of people or of companies, in the owner's order."""
    with ws.database.read() as connection:
        own = lists.own_kinds(connection)
        rows = connection.execute(
            "SELECT id, name, kind, body FROM saved_view WHERE kind = ? AND NOT deleted ORDER BY position, id", (kind,)
        ).fetchall()
    return [_read(row, own) for row in rows]


def _read(row: Sequence[Any], own: dict[str, Any]) -> View:
    view, name, kind, text = row
    body = orjson.loads(text)
    where, trouble = None, ""
    try:
        where = filters.from_plain(body["where"], own) if body["where"] is not None else None
    except InvalidValue as error:
        trouble = str(error)
    return View(
        name, kind, where, tuple(Order(*order) for order in body["orders"]),
        tuple(ShownColumn(*column) for column in body["columns"]), body["icon"], view, trouble,
    )  # fmt: skip


def save(ws: Workspace, view: View) -> Outcome[View]:
    """Keeps a view, new (id 0) or changed. Raises InvalidValue for a view without a name, NotFound."""
    if not tidy(view.name):
        raise InvalidValue(tr("A view needs a name."))
    row: dict[str, Any] = {"name": tidy(view.name), "kind": view.kind, "body": orjson.dumps(_body(view)).decode()}
    with ws.database.write() as connection:
        if view.where is not None:
            filters.checked(view.where, lists.own_kinds(connection))
        operation = operations.begin(connection, "view", ws.now(), {"name": row["name"]})
        if view.id:
            _there(connection, view.id)
        else:
            (last,) = connection.execute("SELECT coalesce(max(position), 0) FROM saved_view").fetchone()
            row |= {"operation": operation, "position": last + 1, "deleted": 0}
        number = writes.change_row(connection, operation, "saved_view", "id", view.id or None, row)
    return Outcome(replace(view, id=int(number)), _changes(operation, tr("Saved the view {name}", name=row["name"])))


def _body(view: View) -> dict[str, Any]:
    return {
        "where": filters.to_plain(view.where) if view.where is not None else None,
        "orders": [list(order) for order in view.orders],
        "columns": [[column.key, column.width] for column in view.columns],
        "icon": view.icon,
    }


@dataclass(frozen=True, slots=True)
class Last:
    """How a list was left: the view (0 for all), and what stood in it, saved or not."""

    view: int
    shape: View


def last(ws: Workspace, kind: str) -> Last | None:
    """How the list of people or companies was left; None where it never was, or where its rules can't be read now."""
    kept = settings.get(ws, _LAST + kind)
    if not isinstance(kept, dict):
        return None
    with ws.database.read() as connection:
        own = lists.own_kinds(connection)
    shape = _read((kept["view"], "", kind, orjson.dumps(kept["shape"])), own)
    return None if shape.trouble else Last(kept["view"], shape)


def keep_last(ws: Workspace, kind: str, view: int, shape: View) -> Outcome[None]:
    """Remembers how a list is left. No operation: how the owner looks at the book is no change of it."""
    text = orjson.dumps({"view": view, "shape": _body(shape)}).decode()
    with ws.database.write() as connection:
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_LAST + kind, text))
    return Outcome(None, Changes())


def delete(ws: Workspace, view: int) -> Outcome[int]:
    """Takes a view away; undo brings it back. Raises NotFound."""
    with ws.database.write() as connection:
        name = _there(connection, view)
        operation = operations.begin(connection, "view_deleted", ws.now(), {"name": name})
        writes.change_row(connection, operation, "saved_view", "id", view, {"deleted": 1})
    return Outcome(view, _changes(operation, tr("Deleted the view {name}", name=name)))


def reorder(ws: Workspace, views: Sequence[int]) -> Outcome[None]:
    """Puts views into this order, as one operation. Raises NotFound."""
    with ws.database.write() as connection:
        operation = operations.begin(connection, "view", ws.now(), {"name": _there(connection, views[0])})
        for view in views:
            _there(connection, view)
        writes.put_in_order(connection, operation, "saved_view", views)
    return Outcome(None, _changes(operation, tr("Moved a view")))


def _there(connection: Any, view: int) -> str:
    row = connection.execute("SELECT name FROM saved_view WHERE id = ? AND NOT deleted", (view,)).fetchone()
    if row is None:
        raise NotFound(tr("This view is no more."))
    return str(row[0])


def _changes(operation: int, summary: str) -> Changes:
    return Changes(operation, _KINDS, summary=summary, undoable=True)
