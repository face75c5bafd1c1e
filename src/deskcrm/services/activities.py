"""What happened with a customer, as the owner tells it: logged, corrected, given to another contact, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from deskcrm.domain.activities import KINDS, LineItem, kind_of
from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.dates import parse_moment
from deskcrm.domain.cleaning.text import tidy, tidy_lines
from deskcrm.domain.errors import InvalidValue, Refused
from deskcrm.domain.views import ActivityVersion
from deskcrm.languages import english, tr
from deskcrm.services import files, kinds
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import activities as store
from deskcrm.store import operations, writes

_KINDS = frozenset({"contacts", "activities", "history"})


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
    duration: int | None = None,
    outcome: str = "",
    status: str = "",
    items: Sequence[LineItem] = (),
    attached: files.Contents = (),
) -> Outcome[int]:
    """Logs something with the survivor of a profile; answers the activity's id.

    `kind`: a key of `domain/activities`, or the name of one of the owner's kinds; `at`: ISO 8601, now where it is None;
    `amount` in minor units of `currency`; `duration` in minutes; `attached`: files that belong to it.
    Raises NotFound, InvalidValue.
    """
    kind, moment = kinds.key_of(ws, kind), ws.now() if at is None else at
    said = _checked(
        {
            "kind": kind, "at": moment, "title": title, "text": text, "amount": amount, "currency": currency,
            "duration": duration, "outcome": outcome, "status": status, "items": [item.said() for item in items],
        }
    )  # fmt: skip
    files.check(attached)
    with ws.database.write() as connection:
        root = writes.root_of(connection, contact)
        operation = operations.begin(connection, "log", ws.now(), {"kind": kind})
        activity = writes.add_activity(connection, operation, root, said)
        if list(files.keep(connection, operation, root, activity, attached)):
            operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(activity, Changes(operation, _KINDS, frozenset({root}), summary=tr("Logged"), undoable=True))


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be said of an activity from now on; None leaves a part as it is, "" takes it away."""

    kind: str | None = None
    text: str | None = None
    title: str | None = None
    at: str | None = None
    amount: int | None = None
    currency: str | None = None
    duration: int | None = None
    outcome: str | None = None
    status: str | None = None
    items: tuple[LineItem, ...] | None = None

    def said(self) -> dict[str, Any]:
        """The parts that are told."""
        parts = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) is not None}
        if self.items is not None:
            parts["items"] = [item.said() for item in self.items]
        return parts


def edit(ws: Workspace, activity: int, correction: Correction) -> Outcome[int]:
    """Corrects what the owner logged: a new version, the old one kept. Raises NotFound, InvalidValue, Refused."""
    with ws.database.write() as connection:
        own = _own(store.standing(connection, activity), _CORRECT)
        said = _checked(own.data | correction.said())
        operation = operations.begin(connection, "edit_activity", ws.now(), {"contact": own.contact})
        store.add_version(connection, operation, activity, said)
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(activity, Changes(operation, _KINDS, frozenset(roots), summary=tr("Changed"), undoable=True))


def move(ws: Workspace, activity: int, contact: int) -> Outcome[int]:
    """Gives what the owner logged, with its files, to another contact; answers its id there.

    What stood with the first contact is withdrawn, so that undo puts it back. Raises NotFound, Refused.
    """
    with ws.database.write() as connection:
        own = _own(store.standing(connection, activity), _MOVE)
        root = writes.root_of(connection, contact)
        if root == writes.root_of(connection, own.contact):
            raise Refused(tr("This entry is with that contact already. Nothing was changed."))
        operation = operations.begin(connection, "move_activity", ws.now(), {"contact": own.contact})
        moved = writes.add_activity(connection, operation, root, own.data)
        store.take_files(connection, operation, activity, moved, root)
        writes.withdraw(connection, operation, "activity", [activity])
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(moved, Changes(operation, _KINDS, frozenset(roots), summary=tr("Moved"), undoable=True))


def delete(ws: Workspace, activity: int) -> Outcome[int]:
    """Takes what the owner logged off the timeline; undo brings it back. Raises NotFound, Refused."""
    with ws.database.write() as connection:
        _own(store.standing(connection, activity), _DELETE)
        operation = operations.begin(connection, "delete_activity", ws.now())
        writes.withdraw(connection, operation, "activity", [activity])
        roots = operations.settle(connection, operations.touched(connection, operation), operation)
    return Outcome(activity, Changes(operation, _KINDS, frozenset(roots), summary=tr("Deleted"), undoable=True))


def versions(ws: Workspace, activity: int) -> list[ActivityVersion]:
    """All that was ever said of an activity, the newest first: a pending order that was paid, then refunded.

    Raises NotFound.
    """
    with ws.database.read() as connection:
        return store.versions(connection, activity)


_CORRECT = english(
    "This entry came in from {source}, so it can't be corrected here. Correct it there and import the file again; the "
    "entry then shows what is new and keeps what was."
)
_MOVE = english(
    "This entry came in from {source}, so it can't be moved here. Correct it there and import the file again; the "
    "entry then shows what is new and keeps what was."
)
_DELETE = english(
    "This entry came in from {source}, so it can't be deleted here. Correct it there and import the file again; the "
    "entry then shows what is new and keeps what was."
)


def _own(found: store.Standing, refusal: str) -> store.Standing:
    """What may be changed here: the owner's own. A source goes on saying what it says."""
    if not found.own:
        raise Refused(tr(refusal, source=found.source))
    return found


def _checked(said: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an activity, blank parts left out. Raises InvalidValue."""
    if kind_of(said["kind"]) is None:
        raise InvalidValue(
            tr("There is no kind of activity “{kind}”. There are: {kinds}.", kind=said["kind"], kinds=", ".join(KINDS))
        )
    moment = parse_moment(said["at"], None)
    if moment is None:
        raise InvalidValue(
            tr("“{text}” is no date or time. Write it like 2026-05-01 or 2026-05-01T09:30.", text=said["at"])
        )
    duration = said.get("duration")
    if duration is not None and not 0 <= duration <= 7 * 24 * 60:
        raise InvalidValue(tr("Write how long it took in minutes, up to a week."))
    kept = said | {"at": moment, "text": tidy_lines(said.get("text", ""))}
    kept |= {part: tidy(said[part]) for part in ("title", "outcome", "status") if said.get(part)}
    if not (kept.get("title") or kept["text"] or kept.get("outcome")) and kept.get("amount") is None:
        raise InvalidValue(tr("There is nothing to log yet: write a few words first."))
    if kept.get("amount") is None:
        kept["currency"] = ""
    return {part: value for part, value in kept.items() if value not in ("", None, [])}
