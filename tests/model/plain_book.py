"""The rules of the model in plain Python: facts in lists, and everything else computed from all of them, each time.

It shares no code with DeskCRM and is as slow as it is short. It knows a small grammar: names of lowercase letters,
emails like a@x.example, phones in E.164. Merges are not in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SINGLES = ("given", "family", "organization", "birthday")
LISTS = ("emails", "phones", "tags", "city")
NICKNAMES = {frozenset({"bob", "robert"})}

Said = dict[str, tuple[str, ...]]
"""What a row says: field to values, one for a single field; blanks are missing."""


@dataclass(frozen=True)
class Happening:
    """What happened, as a row says it; without a key it is known by what it says."""

    key: str
    kind: str
    at: str
    about: str


@dataclass(frozen=True)
class Row:
    """One row of a file."""

    line: int
    id: str
    cells: tuple[str, ...]
    said: tuple[tuple[str, tuple[str, ...]], ...]
    happening: Happening | None = None

    @property
    def points(self) -> frozenset[str]:
        said = dict(self.said)
        return frozenset(said.get("emails", ()) + said.get("phones", ()))


@dataclass(eq=False)
class Record:
    """One source's key for one contact; `age` orders records by their making."""

    source: str
    key: object
    contact: int
    age: int
    has_id: bool


@dataclass(eq=False)
class Batch:
    """One import and where its rows went; problem rows are not in it."""

    operation: int
    source: str
    placed: list[tuple[Row, Record]]


@dataclass(frozen=True)
class Edit:
    """The owner's word on one contact. Verbs: set, clear; add, remove for lists; hide, show."""

    operation: int
    turn: int
    contact: int
    field: str
    verb: str
    value: str = ""


@dataclass(frozen=True)
class Log:
    """What the owner wrote down; `kind` is "log" or "task"."""

    operation: int
    contact: int
    kind: str


class Standing(Exception):
    """A redo would leave a key with two live records; names the operations in the way."""


@dataclass
class Book:
    """All facts of a workspace."""

    undone: set[int] = field(default_factory=set)
    operations: list[int] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    deletions: list[tuple[int, Log]] = field(default_factory=list)
    contacts: int = 0

    # --- Live (rule 1) ---------------------------------------------------------------------------------------

    def stands(self, operation: int) -> bool:
        return operation not in self.undone

    def begin(self, operation: int) -> None:
        assert not self.operations or operation > self.operations[-1]
        self.operations.append(operation)

    def standing_batches(self) -> list[Batch]:
        return [batch for batch in self.batches if self.stands(batch.operation)]

    def is_live(self, record: Record) -> bool:
        return any(record is placed for batch in self.standing_batches() for _, placed in batch.placed)

    def live_records(self, contact: int | None = None) -> list[Record]:
        return [r for r in self.records if contact in (None, r.contact) and self.is_live(r)]

    def undo(self, operation: int) -> None:
        self.undone.add(operation)

    def redo(self, operation: int) -> None:
        self.undone.remove(operation)
        live = Counter((r.source, r.key) for r in self.live_records())
        if any(count > 1 for count in live.values()):
            self.undone.add(operation)
            raise Standing

    # --- What a record says (rule 2) -------------------------------------------------------------------------

    def batch_says(self, batch: Batch, record: Record) -> Said | None:
        """Within a batch the later row's non-blank wins; None where it doesn't assert the record."""
        rows = [dict(row.said) for row, placed in batch.placed if placed is record]
        if not rows:
            return None
        said: Said = {}
        for row in rows:
            said.update(row)
        return said

    def history_of(self, record: Record) -> list[tuple[int, Said]]:
        """What each standing batch says of it, the latest first."""
        found = []
        for batch in reversed(self.standing_batches()):
            said = self.batch_says(batch, record)
            if said is not None:
                found.append((batch.operation, said))
        return found

    def record_says(self, record: Record) -> dict[str, tuple[tuple[str, ...], int]]:
        """Field to its newest non-blank and since when it is said without a break."""
        shown: dict[str, tuple[tuple[str, ...], int]] = {}
        broken: set[str] = set()
        for operation, said in self.history_of(record):
            for name, value in said.items():
                if name not in shown or (name not in broken and shown[name][0] == value):
                    shown[name] = (value, operation)
                else:
                    broken.add(name)
        return shown

    # --- What a contact shows (rules 5 to 7, and "which value shows") ----------------------------------------

    def live_edits(self, contact: int) -> list[Edit]:
        edits = [e for e in self.edits if e.contact == contact and self.stands(e.operation)]
        return sorted(edits, key=lambda e: (e.operation, e.turn))

    def newest(self, contact: int, name: str) -> Record | None:
        """The record whose value of a single field wins: the newest, then the older record."""
        candidates = [(record, self.record_says(record)) for record in self.live_records(contact)]
        having = [(said[name][1], -record.age, record) for record, said in candidates if name in said]
        return max(having, key=lambda h: h[:2])[2] if having else None

    def profile(self, contact: int) -> dict[str, object]:
        """What shows: text for single fields, sets for lists; blanks are missing."""
        shown: dict[str, object] = {}
        namer = self.newest(contact, "family") or self.newest(contact, "given")
        for name in SINGLES:
            record = namer if name in ("given", "family") else self.newest(contact, name)
            if record is not None:
                said = self.record_says(record)
                if name in said:
                    (shown[name],) = said[name][0]
        for name in LISTS:
            values: set[str] = set()
            for record in self.live_records(contact):
                values |= set(self.record_says(record).get(name, ((), 0))[0])
            shown[name] = values
        for edit in self.live_edits(contact):
            if edit.verb == "set":
                shown[edit.field] = edit.value
            elif edit.verb == "clear":
                shown.pop(edit.field, None)
            elif edit.verb == "add":
                shown[edit.field] = self._values(shown, edit.field) | {edit.value}
            elif edit.verb == "remove":
                shown[edit.field] = self._values(shown, edit.field) - {edit.value}
        return {name: value for name, value in shown.items() if value}

    @staticmethod
    def _values(shown: dict[str, object], name: str) -> set[str]:
        values = shown.get(name, set())
        assert isinstance(values, set)
        return values

    # --- The owner's word (rule 5) ---------------------------------------------------------------------------

    def edit(self, operation: int, contact: int, name: str, verb: str, value: str = "", old: str = "") -> None:
        self.begin(operation)
        for turn, (one, said) in enumerate(self.meant(contact, name, verb, value, old)):
            self.edits.append(Edit(operation, turn, contact, name, one, said))

    def meant(self, contact: int, name: str, verb: str, value: str = "", old: str = "") -> list[tuple[str, str]]:
        """What an edit comes to on this contact; nothing where there is nothing to change."""
        shown = self.profile(contact)
        has = shown.get(name, set())
        if verb == "clear" and name in LISTS:
            assert isinstance(has, set)
            return [("remove", item) for item in sorted(has)]
        if verb == "clear":
            return [("clear", "")] if name in shown else []
        if verb == "remove":
            assert isinstance(has, set)
            return [("remove", value)] if value in has else []
        if verb == "replace":
            assert isinstance(has, set)
            return [("remove", old), ("add", value)] if old in has else [("add", value)]
        return [(verb, value)]

    def hide(self, operation: int, contact: int, hidden: bool) -> None:
        self.begin(operation)
        self.edits.append(Edit(operation, 0, contact, "", "hide" if hidden else "show"))

    def hidden(self, contact: int) -> bool:
        said = [e.verb for e in self.live_edits(contact) if e.verb in ("hide", "show")]
        return bool(said) and said[-1] == "hide"

    def add(self, operation: int, values: Iterable[tuple[str, str]]) -> int:
        self.begin(operation)
        self.contacts += 1
        for turn, (name, value) in enumerate(values):
            verb = "add" if name in LISTS else "set"
            self.edits.append(Edit(operation, turn, self.contacts, name, verb, value))
        return self.contacts

    def log(self, operation: int, contact: int, kind: str) -> Log:
        self.begin(operation)
        self.logs.append(Log(operation, contact, kind))
        return self.logs[-1]

    def delete(self, operation: int, log: Log) -> None:
        self.begin(operation)
        self.deletions.append((operation, log))

    def live_logs(self, contact: int) -> list[Log]:
        gone = [log for operation, log in self.deletions if self.stands(operation)]
        return [log for log in self.logs if log.contact == contact and self.stands(log.operation) and log not in gone]

    # --- What happened (rules 10 and 11) ---------------------------------------------------------------------

    def happenings(self, contact: int) -> list[Happening]:
        """The imported ones of a contact."""
        newest: dict[tuple[str, str], tuple[Record, Happening]] = {}
        most: dict[tuple[int, Happening], int] = defaultdict(int)
        by_age = {record.age: record for record in self.records}
        for batch in self.standing_batches():
            met: Counter[tuple[int, Happening]] = Counter()
            for row, record in batch.placed:
                if row.happening is None:
                    continue
                if row.happening.key:
                    newest[batch.source, row.happening.key] = (record, row.happening)
                else:
                    met[record.age, row.happening] += 1
            for what, count in met.items():
                most[what] = max(most[what], count)
        found = [happening for record, happening in newest.values() if record.contact == contact]
        for (age, happening), count in most.items():
            if by_age[age].contact == contact:
                found += [happening] * count
        return found

    # --- Who is listed (rule 13) -----------------------------------------------------------------------------

    def is_filled(self, contact: int) -> bool:
        says = any(e.verb in ("set", "add") for e in self.live_edits(contact))
        return says or bool(self.live_records(contact)) or bool(self.live_logs(contact))

    def listed(self) -> list[int]:
        everybody = range(1, self.contacts + 1)
        return [contact for contact in everybody if self.is_filled(contact) and not self.hidden(contact)]

    def companies(self) -> dict[str, set[int]]:
        """Folded name of each listed company and its listed people."""
        found: dict[str, set[int]] = defaultdict(set)
        for contact in self.listed():
            name = self.profile(contact).get("organization")
            if name:
                found[str(name).casefold()].add(contact)
        return dict(found)

    # --- Who is who (rules 9 and 10) -------------------------------------------------------------------------

    def imports(self, operation: int, source: str, rows: list[Row]) -> list[Record | None]:
        """Where each row went; None for a problem row."""
        self.begin(operation)
        groups: dict[object, list[Row]] = defaultdict(list)
        order: list[object] = []
        seen: Counter[object] = Counter()
        for row in rows:
            order.append(self._key(row, seen))
            groups[order[-1]].append(row)
        accepted: dict[object, list[Row]] = {}
        homes: dict[object, Record | None] = {}
        for key, group in groups.items():
            homes[key], accepted[key] = self._known(source, key, group)
        fits = {key: self._fitting(source, accepted[key]) for key, home in homes.items() if home is None}
        ids = Counter(fits[key] for key in fits if accepted[key][0].id and fits[key] is not None)
        for key, home in homes.items():
            if home is None:
                attached = fits[key]
                if attached is None or (accepted[key][0].id and ids[attached] > 1):
                    self.contacts += 1
                    attached = self.contacts
                homes[key] = Record(source, key, attached, len(self.records), bool(accepted[key][0].id))
                self.records.append(homes[key])
        answer = [homes[key] if row in accepted[key] else None for key, row in zip(order, rows, strict=True)]
        placed = [(row, record) for row, record in zip(rows, answer, strict=True) if record is not None]
        self.batches.append(Batch(operation, source, placed))
        return answer

    @staticmethod
    def _key(row: Row, seen: Counter[object]) -> object:
        said = dict(row.said)
        if row.id:
            return row.id
        name = (said.get("given", ("",))[0], said.get("family", ("",))[0])
        for points in (said.get("emails"), said.get("phones")):
            if points:
                return ("derived", points[0], name)
        seen[row.cells] += 1
        return ("whole row", row.cells, seen[row.cells])

    def _known(self, source: str, key: object, group: list[Row]) -> tuple[Record | None, list[Row]]:
        """The record of a known key (a), or None for a new one, and the rows that are no problem."""
        same = [r for r in self.records if (r.source, r.key) == (source, key)]
        for record in same:
            if self.is_live(record):
                return record, list(self._agreeing(self._sayings(record, live=True), group))
        for record in reversed(same):
            agreeing = list(self._agreeing(self._sayings(record, live=False), group))
            if agreeing and agreeing[0] is group[0]:
                return record, agreeing
        return None, list(self._agreeing([], group))

    def _sayings(self, record: Record, live: bool) -> list[Said]:
        batches = self.standing_batches() if live else self.batches
        return [dict(row.said) for batch in batches for row, placed in batch.placed if placed is record]

    def _agreeing(self, said: list[Said], group: list[Row]) -> Iterator[Row]:
        said = list(said)
        for row in group:
            if not said or not self._conflicts(dict(row.said), said):
                said.append(dict(row.said))
                yield row

    @staticmethod
    def _conflicts(row: Said, before: list[Said]) -> bool:
        """Name and identifiers both speak against it."""
        names = [said for said in before if compatible(row, said)]
        points = {p for said in before for p in said.get("emails", ()) + said.get("phones", ())}
        own = set(row.get("emails", ()) + row.get("phones", ()))
        return not names and bool(own) and bool(points) and not own & points

    def owned(self, contact: int) -> set[str]:
        """Strong points of live versions, older ones included, and the owner's, less what the owner removed."""
        points: set[str] = set()
        for record in self.live_records(contact):
            for said in self._sayings(record, live=True):
                points |= set(said.get("emails", ()) + said.get("phones", ()))
        for edit in self.live_edits(contact):
            if edit.field in ("emails", "phones"):
                points = points | {edit.value} if edit.verb == "add" else points - {edit.value}
        return points

    def _fitting(self, source: str, group: list[Row]) -> int | None:
        """The one contact that the rows of a new key fit (b), or None."""
        owners: dict[str, set[int]] = defaultdict(set)
        for contact in range(1, self.contacts + 1):
            for point in self.owned(contact):
                owners[point].add(contact)
        said: Said = {}
        for row in group:
            said.update(dict(row.said))
        points = {p for row in group for p in row.points}
        fitting = {
            contact
            for point in points
            if len(owners[point]) < 3
            for contact in owners[point]
            if self._fits(source, said, bool(group[0].id), contact)
        }
        return fitting.pop() if len(fitting) == 1 else None

    def _fits(self, source: str, said: Said, has_id: bool, contact: int) -> bool:
        shown = self.profile(contact)
        name = {part: (str(shown[part]),) for part in ("given", "family") if part in shown}
        birthday = shown.get("birthday")
        other_birthday = birthday is not None and said.get("birthday", (birthday,)) != (birthday,)
        other_id = has_id and any(r.source == source and r.has_id for r in self.live_records(contact))
        return compatible(said, name) and not other_birthday and not other_id


def compatible(one: Said, other: Said) -> bool:
    """Same family name, given name equal, initial, nickname or missing; a wholly blank name fits everybody."""
    (given, family), (other_given, other_family) = (
        (said.get("given", ("",))[0], said.get("family", ("",))[0]) for said in (one, other)
    )
    if not (given or family) or not (other_given or other_family):
        return True
    if family != other_family:
        return False
    if not given or not other_given or given == other_given:
        return True
    initial = 1 in (len(given), len(other_given)) and given[0] == other_given[0]
    return initial or frozenset({given, other_given}) in NICKNAMES
