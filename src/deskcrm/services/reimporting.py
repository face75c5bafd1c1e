"""DeskCRM's own export brought back: the cells that differ are the owner's edits (MODEL rule 12)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

from deskcrm.domain import editing
from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import fold, tidy, tidy_lines
from deskcrm.domain.editing import MemberEdit
from deskcrm.domain.erasure import skipped_words
from deskcrm.domain.errors import Cancelled, NotFound
from deskcrm.domain.fields import ADDRESS_PARTS, BY_KEY, CUSTOM_PREFIX, LIST_FIELDS, NAME_PARTS, FieldKind, label_of
from deskcrm.domain.patches import Patch
from deskcrm.domain.points import item_key
from deskcrm.domain.taking.taken import LEFT_OUT
from deskcrm.domain.views import FieldChange, ImportCounts, ImportPlan, ImportResult, Problem, Progress, RowChange
from deskcrm.formats import registry, vcard
from deskcrm.formats.csvwrite import strip_guard
from deskcrm.languages import number as grouped
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.exportcolumns import ID, KIND, MARK, Column, Shown, column_of, mark_of
from deskcrm.services.exporting import profiles
from deskcrm.services.importing import FileReport
from deskcrm.services.outcome import Outcome
from deskcrm.services.preview import show
from deskcrm.services.workspace import Workspace
from deskcrm.store import derived, operations, writes
from deskcrm.store.erased import erased_among, erased_at
from deskcrm.store.loading import Loader

_UNKNOWN: Final = tr("nobody in this workspace has this id: empty the cell to add them as somebody new")
_TWICE: Final = tr("this id stands in an earlier row, too: leave it in one of them")
_SOMEBODY_ELSE: Final = tr("in this workspace the id is {name}'s, who has neither this name nor these contact details")
_MANY: Final = 5
_ALIKE: Final = 0.6  # from here on a changed name is a corrected one
_WHY: Final = tr("your change in the file")


@dataclass(slots=True)
class Row:
    """One row of the file with what it means: `contact` None for somebody new."""

    line: int
    contact: int | None
    kind: str
    name: str
    shown: Shown
    patches: list[Patch]


@dataclass(slots=True)
class Found:
    """All rows of the file, judged."""

    rows: int = 0
    changed: list[Row] = field(default_factory=list)
    new: list[Row] = field(default_factory=list)
    same: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    erased: dict[int | str, str] = field(default_factory=dict)  # ids of the file: when they were erased

    def counts(self) -> ImportCounts:
        """The figures."""
        return ImportCounts(
            self.rows, len(self.new), len(self.changed), 0, len(self.same), 0, len(self.problems), 0, len(self.left_out)
        )  # fmt: skip


def plan(
    ws: Workspace,
    report: FileReport,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportPlan:
    """A dry run: which cells would change. Raises UnreadableFile, Cancelled."""
    found = _judge(ws, report, progress, cancelled)
    told = [(row, "new") for row in found.new] + [(row, "changed") for row in found.changed]
    changes = [_change(row, kind) for row, kind in told + [(row, "same") for row in found.same]]
    changes += [_left_out(line) for line in found.left_out]
    counts = found.counts()
    ordered = tuple(sorted(changes, key=lambda c: c.row))
    return ImportPlan(counts, ordered, tuple(found.problems), tuple(_cautions(found, counts)))


def _left_out(line: int) -> RowChange:
    return RowChange(line, None, "", "left_out", (FieldChange("", "", "", LEFT_OUT),))


def _cautions(found: Found, counts: ImportCounts) -> Iterator[str]:
    """Columns that the file would empty: here a blank cell clears what the profile says."""
    cleared = Counter(patch.field for row in found.changed for patch in row.patches if patch.verb == "clear")
    for key, many in cleared.items():
        if many >= _MANY and many * 2 >= counts.rows:
            yield (
                tr(
                    "This would empty “{field}” of {count} of {rows} contacts, because the column is blank "
                    "in the file. If that isn't meant, leave the column out of the file.",
                    field=label_of(key),
                    count=grouped(many),
                    rows=grouped(counts.rows),
                )
            )


def run(
    ws: Workspace,
    report: FileReport,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[ImportResult]:
    """Takes the cells that differ as the owner's edits, in one operation; none where nothing differs.

    Raises UnreadableFile, Cancelled.
    """
    with ws.database.write() as connection:  # what differs must still differ when it is written
        found = _judge(ws, report, progress, cancelled)
        if not found.changed and not found.new:
            return Outcome(ImportResult(None, found.counts(), tuple(found.problems), ()), Changes())
        operation = operations.begin(connection, "edit", ws.now())
        touched = writes.add_edits(connection, operation, _edits(ws, connection, found.changed))
        for row in found.new:
            contact = writes.add_contact(connection, operation, row.kind, _organization(row))
            wanted = _normalised(ws, row.patches)
            edits = [MemberEdit(contact, p.field, p.verb, p.value) for p in wanted if p.verb != "clear"]
            touched |= writes.add_edits(connection, operation, edits) | {contact}
        roots = derived.refresh(connection, sorted(touched), operation)
    summary = tr("Brought back {name}", name=report.path.name)
    changes = Changes(operation, frozenset({"contacts", "history"}), frozenset(roots), summary=summary, undoable=True)
    return Outcome(ImportResult(operation, found.counts(), tuple(found.problems), ()), changes)


def _organization(row: Row) -> str:
    return next((str(patch.value) for patch in row.patches if patch.field == "organization"), "")


def _normalised(ws: Workspace, patches: Sequence[Patch]) -> list[Patch]:
    country = settings.country(ws)
    return [normal for patch in patches for normal in editing.normalised(patch, country)]


def _edits(ws: Workspace, connection: Any, rows: Sequence[Row]) -> Iterator[MemberEdit]:
    for row in rows:
        assert row.contact is not None
        facts = writes.facts_of(connection, row.contact)
        for patch in _normalised(ws, row.patches):
            yield from editing.distribute(facts, patch)


# Judging the rows -----------------------------------------------------------------------------------------------------


def _judge(
    ws: Workspace,
    report: FileReport,
    progress: Callable[[Progress], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Found:
    columns = [column_of(header) for header in report.inspection.headers]
    found, seen = Found(), set[int]()
    for chunk in registry.read(report.path, report.inspection):
        if cancelled is not None and cancelled():
            raise Cancelled(tr("Bringing the file back was cancelled. Nothing was written."))
        bare = report.inspection.format == vcard.FORMAT  # the only one without guards
        read = [report.decisions.mended(line, cells) for line, cells in zip(chunk.lines, chunk.rows, strict=True)]
        rows = read if bare else [[strip_guard(cell) for cell in cells] for cells in read]
        ids = [_id(report, cells) for cells in rows]
        with ws.database.read() as connection:
            roots = _roots(connection, {one for one in ids if isinstance(one, int)})
            gone = erased_among(connection, [one for one in ids if isinstance(one, int) and one not in roots])
            found.erased |= {one: erased_at(connection, one) for one in gone}
        shown = {profile["id"]: profile for profile in profiles(ws, sorted(set(roots.values())))}
        for line, cells, contact in zip(chunk.lines, rows, ids, strict=True):
            found.rows += 1
            if line in report.decisions.left_out:
                found.left_out.append(line)
                continue
            _judge_row(report, columns, found, seen, line, cells, contact, shown, roots)
        if progress is not None:
            progress(Progress(tr("Comparing"), found.rows, max(found.rows, report.inspection.estimated_rows)))
    return found


def _id(report: FileReport, cells: Sequence[str]) -> int | str:
    """The contact's id in a row; text that is none as it stands, "" for somebody new."""
    text = tidy(cells[report.inspection.headers.index(ID)])
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else text


def _roots(connection: Any, contacts: set[int]) -> dict[int, int]:
    """The profile that each id stands for; unknown ids are missing."""
    loader = Loader(connection)
    found: dict[int, int] = {}
    for contact in contacts:
        try:
            found[contact] = writes.root_of(loader.connection, contact)
        except NotFound:
            continue
    return found


def _judge_row(
    report: FileReport,
    columns: Sequence[Column | None],
    found: Found,
    seen: set[int],
    line: int,
    cells: Sequence[str],
    contact: int | str,
    shown: dict[int, dict[str, Any]],
    roots: dict[int, int],
) -> None:
    def blame(why: str) -> None:
        found.problems.append(Problem(report.path.name, line, ID, str(contact), why))

    said = _Said.of(columns, cells)
    if contact == "":
        patches = list(_patches(said, {}))
        kind = "company" if said.kind.casefold() == "company" else "person"
        (found.new if patches else found.same).append(Row(line, None, kind, said.name, {}, patches))
        return
    root = roots.get(contact) if isinstance(contact, int) else None
    if root is None or root not in shown:
        blame(skipped_words(found.erased[contact]) if contact in found.erased else _UNKNOWN)
    elif root in seen:
        blame(_TWICE)
    else:
        seen.add(root)
        now = shown[root]
        patches = [] if _untouched(report, columns, cells) else list(_patches(said, now))
        if _is_somebody_else(said, now):
            blame(_SOMEBODY_ELSE.format(name=_name(now) or tr("somebody else")))
        else:
            row = Row(line, root, str(now["kind"]), _name(now), now, patches)
            (found.changed if patches else found.same).append(row)


def _untouched(report: FileReport, columns: Sequence[Column | None], cells: Sequence[str]) -> bool:
    """Whether a row is as it was exported, by its mark; then what came into the workspace since then stays."""
    mark = cells[report.inspection.headers.index(MARK)]
    exported = [cell for column, cell in zip(columns, cells, strict=False) if column is not None and column.key != ID]
    return mark == mark_of(exported)


# What a row says ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Said:
    """The cells of a row by what they mean; `lists` has, for each list, the values by their number."""

    kind: str = ""
    singles: dict[str, str] = field(default_factory=dict)
    lists: dict[str, dict[int, dict[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, columns: Sequence[Column | None], cells: Sequence[str]) -> _Said:
        """The cells of one row."""
        said = cls()
        for column, cell in zip(columns, cells, strict=False):
            if column is None or column.key == ID:
                continue
            if column.key == KIND:
                said.kind = tidy(cell)
            elif column.number:
                item = said.lists.setdefault(column.key, {}).setdefault(column.number, {})
                item[column.part or "value"] = tidy_lines(cell)
            else:
                said.singles[column.key] = tidy_lines(cell)
        return said

    @property
    def name(self) -> str:
        """The name in words, or the company's."""
        words = " ".join(self.singles.get(part, "") for part in NAME_PARTS)
        return tidy(words) or self.singles.get("organization", "")


def _name(shown: Shown) -> str:
    words = " ".join(str(shown.get(part, "")) for part in NAME_PARTS)
    return tidy(words) or str(shown.get("organization", ""))


def _is_somebody_else(said: _Said, now: Shown) -> bool:
    """Whether a row shares nothing by which people are known with the contact whose id it has: another workspace's."""
    mine = {fold(said.singles.get(part, "")) for part in ("given", "family", "organization")}
    theirs = {fold(str(now.get(part, ""))) for part in ("given", "family", "organization")}
    for key in ("emails", "phones"):
        mine |= {item_key(key, item.get("value", "")) for item in said.lists.get(key, {}).values()}
        theirs |= {item_key(key, item["value"]) for item in now.get(key, ())}
    mine, theirs = mine - {""}, theirs - {""}
    if not mine or not theirs or mine & theirs:
        return False
    return SequenceMatcher(None, fold(said.name), fold(_name(now))).ratio() < _ALIKE


def _patches(said: _Said, now: Shown) -> Iterator[Patch]:
    """The patches that make a profile say what the row says; columns that the file lacks say nothing."""
    for key, text in said.singles.items():
        before = Column(key).cell(now)
        if tidy_lines(before) == text:
            continue
        if key in LIST_FIELDS:
            yield from _words_patches(key, text, now.get(key, ()))
        elif not key.startswith(CUSTOM_PREFIX) and key not in BY_KEY:
            continue
        else:
            yield Patch(key, "set", text) if text else Patch(key, "clear")
    for key, items in said.lists.items():
        yield from _items_patches(key, items, now.get(key, ()))


def _words_patches(key: str, text: str, now: Sequence[str]) -> Iterator[Patch]:
    words = next(csv.reader([" ".join(text.splitlines())], delimiter=";", skipinitialspace=True), [])
    wanted = {item_key(key, word): word for word in map(tidy, words) if word}
    standing = {item_key(key, word): word for word in now}
    yield from (Patch(key, "remove", word) for one, word in standing.items() if one not in wanted)
    yield from (Patch(key, "add", word) for one, word in wanted.items() if one not in standing)


def _items_patches(key: str, items: dict[int, dict[str, str]], now: Sequence[dict[str, str]]) -> Iterator[Patch]:
    """Value by value: those that the row no longer has give way to the new ones, in their order."""
    visible = [now[number - 1] for number in sorted(items) if number <= len(now)]
    wanted = [_whole(key, item, now[number - 1] if number <= len(now) else {}) for number, item in items.items()]
    wanted = [item for item in wanted if any(text for part, text in item.items() if part != "label")]
    gone = [item for item in visible if not any(_alike(item, other) for other in wanted)]
    new = [item for item in wanted if not any(_alike(item, other) for other in visible)]
    for old, item in zip(gone, new, strict=False):
        yield Patch(key, "replace", item, old)
    for old in gone[len(new) :]:
        yield Patch(key, "remove", old)
    for item in new[len(gone) :]:
        yield Patch(key, "add", item)


def _whole(key: str, item: dict[str, str], standing: dict[str, str]) -> dict[str, str]:
    """A value of the row with what the file has no column for."""
    parts = (*ADDRESS_PARTS, "label") if BY_KEY[key].kind is FieldKind.ADDRESS else ("value", "label")
    whole = {part: item[part] if part in item else str(standing.get(part, "")) for part in parts}
    return {part: text for part, text in whole.items() if text or part == "label"}


def _alike(one: dict[str, str], other: dict[str, str]) -> bool:
    keys = {*one, *other} - {"consent"}
    return all(tidy_lines(str(one.get(key, ""))) == tidy_lines(str(other.get(key, ""))) for key in keys)


# Telling --------------------------------------------------------------------------------------------------------------


def _change(row: Row, kind: str) -> RowChange:
    fields = tuple(_field_change(patch, row.shown) for patch in row.patches)
    return RowChange(row.line, row.contact, row.name, kind, fields)


def _field_change(patch: Patch, now: Shown) -> FieldChange:
    before: Any = Column(patch.field).cell(now) if patch.verb in ("set", "clear") else patch.old
    after = "" if patch.verb in ("clear", "remove") else show(patch.value)
    if patch.verb == "remove":
        before = patch.value
    return FieldChange(label_of(patch.field), show(before), after, _WHY)
