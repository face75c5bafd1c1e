"""Erasing somebody for good (GDPR Art. 17): the facts, their bytes, what lies beside the workspace, its backups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import BackupFailed
from deskcrm.languages import tr, trn
from deskcrm.services import backups, calendarfile
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import erased, leftovers, merges, operations, restoring, scrubbing, writes
from deskcrm.store import erasing as store_erasing

_KINDS = frozenset({"contacts", "activities", "tasks", "history", "batches"})


@dataclass(frozen=True, slots=True)
class Doomed:
    """Whom an erasure would be for, and how much of them: what is asked about before it is done."""

    contact: int
    name: str
    kind: str
    ids: tuple[int, ...]
    records: int
    activities: int
    tasks: int
    people: int  # who work for a company, and stay
    backups: int  # that would be rewritten
    away: str  # the second folder of backups, where it is not connected

    @property
    def words(self) -> str:
        """What would go: "2 records, 14 timeline entries, 1 task"; "" where there is nothing but the contact."""
        counted = (
            (self.records, trn("{count} record", "{count} records", self.records)),
            (self.activities, trn("{count} timeline entry", "{count} timeline entries", self.activities)),
            (self.tasks, trn("{count} task", "{count} tasks", self.tasks)),
        )
        return ", ".join(said for count, said in counted if count)


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure did. `erased`: rows by table; `pending`: the old bytes go when the workspace is opened next.

    `out_of_reach`: backups that could not be rewritten, as paths.
    """

    contact: int
    contacts: tuple[int, ...]
    erased: dict[str, int]
    rewritten: int = 0
    out_of_reach: tuple[str, ...] = ()
    pending: bool = False


def before(ws: Workspace, contact: int) -> Doomed:
    """What erasing somebody would take. Raises NotFound."""
    second = backups.status(ws).second
    away = str(second) if second is not None and not second.is_dir() else ""
    with ws.database.read() as connection:
        facts = writes.facts_of(connection, contact)
        members = tuple(m.contact for m in facts.members)
        name = merges.names_of(connection, [facts.root]).get(facts.root) or next(
            iter(merges.own_names(connection, [facts.root]).values())
        )
        kind = facts.members[0].kind
        return Doomed(
            facts.root, name, kind, members, sum(len(m.records) for m in facts.members),
            merges.activities_of(connection, members), merges.tasks_of(connection, members),
            merges.people_of(connection, [facts.root]) if kind == "company" else 0, len(backups.listed(ws)), away,
        )  # fmt: skip


def erase(ws: Workspace, contact: int, *, patience: int = scrubbing.PATIENCE) -> Outcome[Erasure]:
    """Erases the whole joined person or company: facts, raw rows, images, search, unused bytes, backups.

    Nothing brings them back; the ids that were theirs answer "erased", and imports skip their rows. Of somebody erased
    already, what was out of reach then goes now. `patience`: how long, in milliseconds, those who read the file or make
    a backup are waited for. Raises NotFound.
    """
    with ws.database.read() as connection:
        again = erased.erased_at(connection, contact)
    gone, operation = (Erasure(contact, (contact,), {}), None) if again else _erase_facts(ws, contact)
    _sweep(ws.path)
    done = scrubbing.scrub(ws.path, patience)
    rewritten, out_of_reach = catch_up(ws, patience=patience)
    out_of_reach += calendarfile.forget(ws)
    changes = Changes(operation, _KINDS, everything=True, summary=tr("Erased for good"))
    return Outcome(replace(gone, rewritten=rewritten, out_of_reach=out_of_reach, pending=not done), changes)


def _erase_facts(ws: Workspace, contact: int) -> tuple[Erasure, int]:
    with ws.database.write() as connection:
        facts = writes.facts_of(connection, contact)
        members = tuple(m.contact for m in facts.members)
        at = ws.now()
        operation = operations.begin(connection, "erase", at, {"contacts": list(members)})
        counts = store_erasing.erase(connection, members, operation, at)
    return Erasure(facts.root, members, counts), operation


def catch_up(ws: Workspace, *, patience: int = scrubbing.PATIENCE) -> tuple[int, tuple[str, ...]]:
    """Erases whoever was erased here in each backup that does not know of it, such as one that was out of reach then.

    Answers how many were rewritten, and which are still out of reach: all where one is being made for longer than
    `patience` milliseconds.
    """
    with ws.database.read() as connection:
        carried = erased.carry(connection)
    if carried is None:
        return 0, ()
    done: list[Path] = []

    def change(path: Path) -> None:
        store_erasing.reapply_to_file(path, carried, ws.now())
        done.append(path)

    def wanted(path: Path) -> bool:
        return restoring.lacks_erasures(path, carried)

    try:
        missed = backups.rewrite_all(ws, change, wanted=wanted, patience=patience / 1000)
    except BackupFailed:
        missed = [backup.file for backup in backups.listed(ws)]
    return len(done), tuple(str(path) for path in missed)


def _sweep(workspace: Path) -> None:
    """Deletes what may speak of anybody beside the workspace: what a crash left half done, and bug reports."""
    leftovers.sweep(workspace)
    workspace.with_name(f"{workspace.name}.bug.txt").unlink(missing_ok=True)
