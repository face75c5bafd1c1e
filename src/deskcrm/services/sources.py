"""Sources in one place: their names and how much each is trusted, which decides whose value shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.facts import YOU
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations, writes

LEAST, MOST = 1, 99
TRUST: Final = {30: "Less than others", 50: "Like others", 70: "More than others"}
"""The levels of trust that are offered, with their words."""
_KINDS = frozenset({"contacts", "sources", "history"})


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source: how much it is trusted (1 to 99; the owner's word is 100), and how many records it has."""

    id: int
    name: str
    trust: int
    records: int


def every(ws: Workspace) -> list[SourceView]:
    """The sources that files came from, the most trusted first."""
    with ws.database.read() as connection:
        rows = connection.execute(
            "SELECT s.id, s.name, s.trust, (SELECT count(*) FROM record r WHERE r.source = s.id) FROM source s "
            "WHERE s.id <> ? ORDER BY s.trust DESC, s.name",
            (YOU,),
        ).fetchall()
    return [SourceView(*row) for row in rows]


def change(ws: Workspace, source: int, *, name: str | None = None, trust: int | None = None) -> Outcome[int]:
    """Renames a source, or trusts it more or less: profiles then show the values of whom is trusted most.

    Raises InvalidValue for a name that another source has, or a trust that is none; NotFound.
    """
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = tidy(name)
    if trust is not None:
        wanted["trust"] = trust
    with ws.database.write() as connection:
        row = connection.execute("SELECT name FROM source WHERE id = ? AND id <> ?", (source, YOU)).fetchone()
        if row is None:
            raise NotFound("This source is no more.")
        _check(connection, source, wanted)
        operation = operations.begin(connection, "source", ws.now(), {"name": wanted.get("name", row[0])})
        writes.change_row(connection, operation, "source", "id", source, wanted)
        operations.settle(connection, operations.touched(connection, operation), operation)
    summary = f"Changed the source {wanted.get('name', row[0])}"
    return Outcome(source, Changes(operation, _KINDS, everything=True, summary=summary, undoable=True))


def _check(connection: Any, source: int, wanted: dict[str, Any]) -> None:
    if not wanted or wanted.get("name") == "":
        raise InvalidValue("A source needs a name.")
    if not LEAST <= wanted.get("trust", LEAST) <= MOST:
        raise InvalidValue(f"Trust is a number from {LEAST} to {MOST}.")
    others = connection.execute("SELECT name FROM source WHERE id <> ?", (source,))
    if any(fold(other) == fold(wanted["name"]) for (other,) in others if "name" in wanted):
        raise InvalidValue(f"There is a source “{wanted['name']}” already.")
