"""Data health put right in bulk: what would change is shown first, and all of it is one operation with one Undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from deskcrm.domain import editing, health
from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.unify import unify
from deskcrm.domain.views import Progress
from deskcrm.languages import tr, trn
from deskcrm.services import bulk, disposable
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store.loading import Loader

MENDABLE: Final = frozenset({"capitals", "small", "swapped", "bad_email", "disposable"})
"""The rows of the report that are put right without asking what the right value is."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would change of a contact: what shows now, and then ("" where it goes)."""

    contact: int
    before: str
    after: str


def proposals(ws: Workspace, trouble: str, contacts: Sequence[int]) -> list[Proposal]:
    """What would put these contacts right; whoever is right already is left out."""
    with ws.database.read() as connection:
        found = Loader(connection).facts(contacts)
    mends = {root: health.mend(trouble, unify(facts), disposable.domains()) for root, facts in found.items()}
    return [Proposal(root, mend.before, mend.after) for root, mend in mends.items() if mend is not None]


def put_right(
    ws: Workspace, trouble: str, contacts: Sequence[int], *, progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """Puts a trouble (of `MENDABLE`) of many contacts right; what they were told to be stays findable.

    Answers how many there were. Raises InvalidValue, and Cancelled, where nothing was written.
    """
    if trouble not in MENDABLE or not contacts:
        raise InvalidValue(tr("Choose somebody, and what to put right. Nothing was changed."))

    def edits(_: Any, loader: Loader, roots: list[int]) -> Iterator[MemberEdit]:
        for facts in loader.facts(roots).values():
            mend = health.mend(trouble, unify(facts), disposable.domains())
            for patch in mend.patches if mend is not None else ():
                yield from editing.distribute(facts, patch)

    return bulk.each(ws, "edit_many", contacts, edits, _put_right, progress, cancelled)


def _put_right(many: int) -> str:
    return trn("Put {count} contact right", "Put {count} contacts right", many)
