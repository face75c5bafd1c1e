"""An owner at work: what the tests of the model do with a real workspace, and what they see in it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportCounts, ListQuery, Problem, ProfileView, TimelineEntry
from deskcrm.services import activities, checking, contacts, history, importing, merging, reads, settings, tasks
from deskcrm.services.workspace import Workspace

HEADERS = {
    "id": "Customer ID",
    "given": "First name",
    "family": "Last name",
    "organization": "Company",
    "emails": "Email",
    "phones": "Phone",
    "tags": "Tags",
    "birthday": "Birthday",
    "city": "City",
    "order": "Order ID",
    "at": "Date",
    "total": "Total",
    "visit": "Visit",
}
TARGETS = {
    "id": "source_id",
    "city": "addresses.default.city",
    "order": "activity.key",
    "at": "activity.at",
    "total": "activity.amount",
    "visit": "activity.title",
}


@dataclass(frozen=True)
class Imported:
    """What an import did."""

    operation: int
    batch: int
    counts: ImportCounts
    problems: tuple[Problem, ...]


class OwnersDesk:
    """A workspace whose clock goes on by one minute whenever it is asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._now = datetime(2026, 1, 1, tzinfo=UTC)
        self.ws = Workspace.open(folder / "book.deskcrm", clock=self._clock)
        settings.put(self.ws, "country", "DE")
        settings.put(self.ws, "currency", "EUR")

    def _clock(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now

    def now_is(self, step: int) -> None:
        """A step has its own hour, whatever came before it."""
        self._now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=step)

    def close(self) -> None:
        self.ws.close()

    # --- What the owner does ---------------------------------------------------------------------------------

    def imports(
        self, text: str, source: str = "Shop", *, shape: str = "people", targets: dict[str, str] | None = None,
        during: Callable[[], object] | None = None,
    ) -> Imported:  # fmt: skip
        """Imports a CSV file of that text; `targets` are the owner's choice for some headers."""
        path = self.folder / f"{source}.csv"
        path.write_text(text, encoding="utf-8")
        report = importing.examine(self.ws, path, shape=shape, source=source)
        if targets:
            report = importing.replace(report, mapping=importing.with_columns(report.mapping, targets))
        if during is not None:
            during()
        result = importing.run(self.ws, [report]).value
        assert result.operation is not None
        return Imported(result.operation, result.files[0].batch, result.counts, result.problems)

    def imports_table(
        self, columns: Sequence[str], rows: Iterable[Sequence[str]], source: str = "Shop", shape: str = "people"
    ) -> Imported:
        """Imports rows of the small grammar: each column, a key of HEADERS, goes where its header says."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([HEADERS[column] for column in columns])
        writer.writerows(rows)
        targets = {HEADERS[column]: TARGETS.get(column, column) for column in columns}
        return self.imports(file.getvalue(), source, shape=shape, targets=targets)

    def adds(self, kind: str = "person", **fields: Any) -> int:
        return contacts.add(self.ws, kind, fields).value

    def edits(self, contact: int, *patches: Patch) -> int | None:
        """The operation, or None where nothing was to be changed."""
        return contacts.edit(self.ws, contact, patches).changes.operation

    def sets(self, contact: int, field: str, value: Any) -> int | None:
        return self.edits(contact, Patch(field, "set", value))

    def clears(self, contact: int, field: str) -> int | None:
        return self.edits(contact, Patch(field, "clear"))

    def adds_value(self, contact: int, field: str, value: Any) -> int | None:
        return self.edits(contact, Patch(field, "add", value))

    def takes_out(self, contact: int, field: str, value: Any) -> int | None:
        return self.edits(contact, Patch(field, "remove", value))

    def swaps(self, contact: int, field: str, old: Any, new: Any) -> int | None:
        return self.edits(contact, Patch(field, "replace", new, old))

    def removes(self, contact: int) -> int | None:
        return contacts.remove(self.ws, contact).changes.operation

    def brings_back(self, contact: int) -> int | None:
        return contacts.bring_back(self.ws, contact).changes.operation

    def logs(self, contact: int, text: str, kind: str = "note") -> int:
        """The activity."""
        return activities.log(self.ws, contact, kind, text).value

    def deletes(self, activity: int) -> int | None:
        return activities.delete(self.ws, activity).changes.operation

    def plans(self, title: str, contact: int | None = None) -> int:
        """The task."""
        return tasks.add(self.ws, title, contact=contact).value

    def finishes(self, task: int) -> int | None:
        return tasks.finish(self.ws, task).changes.operation

    def merges(
        self, keep: int, others: Sequence[int], choices: dict[str, int] | None = None,
        drops: Iterable[tuple[str, Any]] = (),
    ) -> list[int]:  # fmt: skip
        """The edges."""
        return merging.merge(self.ws, keep, others, choices=choices, drops=drops).value

    def parts(self, edge: int) -> list[int]:
        """Takes one edge back; answers who stays and who leaves."""
        return merging.take_back(self.ws, edge).value

    def detaches(self, record: int) -> int:
        """The new contact."""
        return merging.detach(self.ws, record).value[1]

    def moves(self, record: int, contact: int) -> None:
        merging.move(self.ws, record, contact)

    def tells_apart(self, one: int, other: int) -> int:
        """The operation that says that two are not the same."""
        operation = merging.not_same(self.ws, one, other).changes.operation
        assert operation is not None
        return operation

    def undoes(self, operation: int | None = None) -> None:
        history.undo(self.ws, operation)

    def redoes(self, operation: int | None = None) -> None:
        history.redo(self.ws, operation)

    def last(self) -> int:
        """The latest operation."""
        return reads.history(self.ws, 1)[0].id

    # --- What the owner sees ---------------------------------------------------------------------------------

    def people(self) -> list[int]:
        return sorted(reads.list_ids(self.ws, ListQuery(kind="person")))

    def companies(self) -> list[int]:
        return sorted(reads.list_ids(self.ws, ListQuery(kind="company")))

    def profile(self, contact: int) -> ProfileView:
        return reads.profile(self.ws, contact)

    def names(self) -> list[str]:
        """The names in the list of people, in alphabetical order."""
        return sorted(self.profile(contact).name for contact in self.people())

    def company_names(self) -> list[str]:
        return sorted(self.profile(contact).name for contact in self.companies())

    def the(self, name: str) -> int:
        """The one person of that name in the list."""
        (found,) = [contact for contact in self.people() if self.profile(contact).name == name]
        return found

    def shows(self, contact: int, field: str) -> Any:
        """What a profile shows: text, or the set of a list's values; "" where there is none."""
        return shown(self.profile(contact), field)

    def formerly(self, contact: int, field: str) -> list[Any]:
        values = self.profile(contact).values.get(field, ())
        return [plain(field, value.value) for value in values if value.formerly and not value.shown]

    def timeline(self, contact: int) -> list[TimelineEntry]:
        return reads.timeline(self.ws, contact)

    def happened(self, contact: int) -> list[tuple[str, str]]:
        """Kind and day of what happened, oldest first."""
        return sorted((entry.kind, entry.at[:10]) for entry in self.timeline(contact) if entry.kind != "task")

    def placed(self) -> dict[tuple[str, str], int]:
        """Source and key of each live record, and whose it is."""
        found = {(r.source, r.external_key): r.profile for r in reads.records(self.ws)}
        assert len(found) == len(reads.records(self.ws)), "a key has more than one live record"
        return found

    def partition(self) -> Counter[tuple[tuple[str, str], ...]]:
        """Which records are together, whatever the ids."""
        groups: dict[int, list[tuple[str, str]]] = {}
        for record, contact in self.placed().items():
            groups.setdefault(contact, []).append(record)
        return Counter(tuple(sorted(group)) for group in groups.values())

    def everything(self) -> dict[int, Any]:
        """All that is listed, as it shows, with its timeline."""
        found: dict[int, Any] = {}
        for contact in [*self.people(), *self.companies()]:
            p = self.profile(contact)
            found[contact] = (p.kind, p.name, p.fields, p.values, p.records, p.stage, p.stage_since, p.measures,
                              p.links, self.timeline(contact))  # fmt: skip
        return found

    def looks(self) -> dict[int, Any]:
        """What lists and profiles show, without where it came from."""
        found: dict[int, Any] = {}
        for contact in [*self.people(), *self.companies()]:
            p = self.profile(contact)
            found[contact] = (p.kind, p.name, p.fields, p.stage, p.stage_since, p.measures, p.links)
        return found

    def raw_rows(self) -> Iterator[tuple[str, ...]]:
        """The cells of every row that was ever read, as they are kept."""
        for table in ("version", "row", "activity_version"):
            with self.ws.database.read() as connection:
                kept = connection.execute(f"SELECT raw FROM {table} WHERE raw IS NOT NULL").fetchall()
            for (text,) in kept:
                raw = json.loads(text)
                yield from map(tuple, raw if raw and isinstance(raw[0], list) else [raw])

    def complaints(self) -> list[str]:
        """What the workspace's own check finds wrong."""
        return checking.check(self.ws)


def plain(field: str, value: Any) -> Any:
    """A value of a list without its label."""
    if field == "addresses":
        return value.get("city", "")
    return value["value"] if isinstance(value, dict) else value


def shown(profile: ProfileView, field: str) -> Any:
    """What a profile shows: text, or the set of a list's values; "" where there is none."""
    value = profile.fields.get(field, "")
    return {plain(field, item) for item in value} if isinstance(value, (list, tuple)) else value
