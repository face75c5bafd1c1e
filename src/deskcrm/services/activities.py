"""What happened with a customer, logged by the owner."""

from __future__ import annotations

from typing import Any

from deskcrm.domain.activities import KINDS
from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.dates import parse_moment
from deskcrm.domain.cleaning.text import tidy, tidy_lines
from deskcrm.domain.errors import InvalidValue
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations, writes


def log(
    ws: Workspace,
    contact: int,
    kind: str,
    text: str,
    *,
    title: str = "",
    at: str | None = None,
    amount: int | None = None,
    currency: str = "",
) -> Outcome[int]:
    """Logs something with the survivor of a profile; answers the activity's id.

    `at`: ISO 8601, now where it is None; `amount` in minor units of `currency`. Raises NotFound, InvalidValue.
    """
    if kind not in KINDS:
        raise InvalidValue(f"There is no kind of activity “{kind}”. There are: {', '.join(KINDS)}.")
    moment = ws.now() if at is None else parse_moment(at, None)
    if moment is None:
        raise InvalidValue(f"“{at}” is no date or time. Write it like 2026-05-01 or 2026-05-01T09:30.")
    said: dict[str, Any] = {"kind": kind, "at": moment, "title": tidy(title), "text": tidy_lines(text)}
    if amount is not None:
        said |= {"amount": amount, "currency": currency}
    if not said["title"] and not said["text"] and amount is None:
        raise InvalidValue("There is nothing to log yet: write a few words first.")
    with ws.database.write() as connection:
        root = writes.root_of(connection, contact)
        operation = operations.begin(connection, "log", ws.now(), {"kind": kind})
        activity = writes.add_activity(connection, operation, root, {k: v for k, v in said.items() if v != ""})
    kinds = frozenset({"contacts", "activities", "history"})
    return Outcome(activity, Changes(operation, kinds, frozenset({root}), summary="Logged", undoable=True))


def delete(ws: Workspace, activity: int) -> Outcome[int]:
    """Takes a logged activity off the timeline; undo brings it back."""
    with ws.database.write() as connection:
        operation = operations.begin(connection, "delete_activity", ws.now())
        writes.withdraw(connection, operation, "activity", [activity])
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    kinds = frozenset({"contacts", "activities", "history"})
    return Outcome(activity, Changes(operation, kinds, frozenset(roots), summary="Deleted", undoable=True))
