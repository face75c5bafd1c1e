"""The owner's word on many contacts at once: one change, one operation, undone as one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from deskcrm.domain import editing
from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.errors import Cancelled, InvalidValue
from deskcrm.domain.hiding import Hidden, hiding
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import Progress
from deskcrm.languages import tr, trn
from deskcrm.services import tasks, typed
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import derived, erased, operations, writes
from deskcrm.store.bulk import chunks
from deskcrm.store.history import MANY
from deskcrm.store.loading import Loader

Report = Callable[[Progress], None]
Also = Callable[[Any, int], None]
_KINDS = frozenset({"contacts", "history"})
_PLAIN_VERBS = frozenset({"set", "add"})
"""What goes to a contact that stands alone without a look at what it has (MODEL rule 5)."""


def change(
    ws: Workspace, contacts: Sequence[int], patches: Sequence[Patch], *, also: Also | None = None,
    progress: Report | None = None, cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """Changes the same fields of many profiles (a tag, a stage, an own field); answers how many there were.

    `also` writes what belongs to the same operation, given the connection and the operation.
    Raises InvalidValue, and Cancelled, where nothing was written.
    """
    wanted = typed.normalised(ws, patches)
    if not contacts or not wanted:
        raise InvalidValue(tr("Choose somebody, and what to change."))

    def edits(connection: Any, loader: Loader, roots: list[int]) -> Iterator[MemberEdit]:
        joined = _joined(connection, roots)
        needs_a_look = roots if any(p.verb not in _PLAIN_VERBS for p in wanted) else sorted(joined)
        looked = loader.facts(needs_a_look)
        for root in roots:
            for patch in wanted:
                if root in looked:
                    yield from editing.distribute(looked[root], patch)
                else:
                    yield MemberEdit(root, patch.field, patch.verb, patch.value)

    return each(ws, "edit_many", contacts, edits, MANY["edit_many"], progress, cancelled, also)


def remove(
    ws: Workspace, contacts: Sequence[int], *, progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """Hides many contacts; everything known stays. Raises InvalidValue, Cancelled."""
    if not contacts:
        raise InvalidValue(tr("Choose somebody to remove."))
    return each(ws, "remove_many", contacts, _hiding(Hidden.REMOVED), MANY["remove_many"], progress, cancelled)


def archive(
    ws: Workspace, contacts: Sequence[int], *, progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """Takes many contacts out of the lists, where search still finds them. Raises InvalidValue, Cancelled."""
    if not contacts:
        raise InvalidValue(tr("Choose somebody to archive."))
    return each(ws, "archive_many", contacts, _hiding(Hidden.ARCHIVED), MANY["archive_many"], progress, cancelled)


def bring_back(
    ws: Workspace, contacts: Sequence[int], *, progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """Shows many removed or archived contacts again. Raises InvalidValue, Cancelled."""
    if not contacts:
        raise InvalidValue(tr("Choose somebody to bring back."))
    return each(ws, "bring_back_many", contacts, _hiding(Hidden.NOT), MANY["bring_back_many"], progress, cancelled)


def add_tasks(
    ws: Workspace, contacts: Sequence[int], title: str, *, due: str | None = None, progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """The same task for each of many contacts, as one operation; answers for how many.

    `due` is ISO 8601. Raises InvalidValue, and Cancelled, where nothing was written.
    """
    if not contacts or not tidy(title):
        raise InvalidValue(tr("Choose somebody, and say in a few words what is to be done."))
    moment = tasks.moment(ws, due) if due else None
    with ws.database.write() as connection:
        roots = sorted(Loader(connection).roots(contacts) - erased.erased_among(connection, contacts))
        said = {"title": tidy(title), "contacts": len(roots)}
        operation = operations.begin(connection, "task_many", ws.now(), said)
        rows = [{**tasks.row(title, root, moment), "operation": operation} for root in roots]
        operations.save_images(connection, operation, writes.added_rows(connection, "task", "id", rows))
        derived.refresh(connection, roots, operation, tell=_teller(tr("Adding"), len(roots), progress, cancelled))
    summary = trn("Added a task for {count} contact", "Added a task for {count} contacts", len(roots))
    changes = Changes(operation, _KINDS | {"tasks"}, everything=True, summary=summary, undoable=True)
    return Outcome(len(roots), changes)


def _hiding(how: Hidden) -> Callable[[Any, Loader, list[int]], Iterator[MemberEdit]]:
    def edits(_: Any, loader: Loader, roots: list[int]) -> Iterator[MemberEdit]:
        for facts in loader.outline(roots).values():
            yield from hiding(facts, how)

    return edits


def each(
    ws: Workspace,
    kind: str,
    contacts: Sequence[int],
    edits: Callable[[Any, Loader, list[int]], Iterator[MemberEdit]],
    told: Callable[[int], str],
    progress: Report | None,
    cancelled: Callable[[], bool] | None,
    also: Also | None = None,
) -> Outcome[int]:
    """One operation whose edits are written by the thousand; a cancel takes all of it back.

    `edits` says what is written of some thousand roots; `told` says what was done with so many. Raises Cancelled.
    """
    with ws.database.write() as connection:
        roots = sorted(Loader(connection).roots(contacts) - erased.erased_among(connection, contacts))
        operation = operations.begin(connection, kind, ws.now(), {"contacts": len(roots)})
        if also is not None:
            also(connection, operation)
        touched: set[int] = set()
        for part in chunks(roots):
            _go_on(cancelled)
            touched |= writes.add_edits(connection, operation, edits(connection, Loader(connection), part))
        derived.refresh(connection, touched, operation, tell=_teller(tr("Changing"), len(roots), progress, cancelled))
    changes = Changes(operation, _KINDS, everything=True, summary=told(len(roots)), undoable=True)
    return Outcome(len(roots), changes)


def _teller(
    step: str, total: int, progress: Report | None, cancelled: Callable[[], bool] | None
) -> Callable[[int], None]:  # fmt: skip
    def tell(done: int) -> None:
        _go_on(cancelled)
        if progress is not None:
            progress(Progress(step, done, total))

    return tell


def _go_on(cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled(tr("Cancelled. Nothing was changed."))


def _joined(connection: Any, roots: list[int]) -> set[int]:
    loader = Loader(connection)
    return (
        {root for root, facts in loader.outline(roots).items() if len(facts.members) > 1}
        if loader.any("member")
        else set()
    )
