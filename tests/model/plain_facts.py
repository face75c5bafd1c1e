"""What somebody said or did, in plain Python: facts in lists, and which of them are live (rules 1 to 3).

Shares no code with DeskCRM. It knows a small grammar: names of lowercase letters, emails like a@x.example, phones in
E.164. Contacts are numbered from 1 in the order in which they were met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
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
        return points_of(dict(self.said))


@dataclass(eq=False)
class Record:
    """One source's key for one contact, where it was first put; `age` orders records by their making."""

    source: str
    key: object
    first_contact: int
    age: int
    has_id: bool


@dataclass(eq=False)
class Batch:
    """One import and where its rows went; problem rows are not in it."""

    operation: int
    source: str
    placed: list[tuple[Row, Record]]

    def says(self, record: Record) -> list[Said]:
        return [dict(row.said) for row, placed in self.placed if placed is record]


@dataclass(eq=False)
class Edit:
    """The owner's word on one contact. Verbs: set, clear; add, remove for lists; hide, show."""

    operation: int
    contact: int
    field: str
    verb: str
    value: str = ""


@dataclass(eq=False)
class Log:
    """What the owner wrote down; `kind` is "log" or "task"."""

    operation: int
    contact: int
    kind: str


@dataclass(eq=False)
class Edge:
    """One root was another, at its moment. `choices`: field to the contact of the two whose side was chosen.

    `side`: who came with the loser then.
    """

    operation: int
    survivor: int
    loser: int
    choices: dict[str, int]
    side: list[int]


@dataclass(eq=False)
class Placement:
    """The owner's word that a record is a contact's."""

    operation: int
    record: Record
    contact: int


@dataclass(eq=False)
class NotSame:
    """Two contacts are different people."""

    operation: int
    one: int
    other: int


class InTheWay(Exception):
    """What can't be, because these operations stand."""

    def __init__(self, operations: Iterable[int] = ()) -> None:
        super().__init__()
        self.operations = set(operations)


Fact = Edit | Log | Edge | NotSame | Placement


@dataclass
class Facts:
    """All facts of a workspace."""

    contacts: int = 0
    numbers: dict[int, int] = field(
        default_factory=dict
    )  # of contacts met in one file, which is older is no rule's word
    undone: set[int] = field(default_factory=set)
    operations: list[int] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    logs: list[Log] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    not_same: list[NotSame] = field(default_factory=list)
    withdrawals: list[tuple[int, Fact]] = field(default_factory=list)

    def begin(self, operation: int) -> None:
        assert not self.operations or operation > self.operations[-1]
        self.operations.append(operation)

    def somebody_new(self) -> int:
        self.contacts += 1
        return self.contacts

    # --- Live (rule 1) ---------------------------------------------------------------------------------------

    def stands(self, operation: int) -> bool:
        return operation not in self.undone

    def is_live(self, fact: Fact) -> bool:
        if fact.operation in self.undone:
            return False
        return not any(other is fact and operation not in self.undone for operation, other in self.withdrawals)

    def standing_batches(self) -> list[Batch]:
        return [batch for batch in self.batches if self.stands(batch.operation)]

    def asserting(self, record: Record) -> list[Batch]:
        """The standing batches that assert a record."""
        return [batch for batch in self.standing_batches() if batch.says(record)]

    def live_records(self, contact: int | None = None) -> list[Record]:
        here = [r for r in self.records if contact is None or self.contact_of(r) == contact]
        return [r for r in here if self.asserting(r)]

    def contact_of(self, record: Record) -> int:
        """Where it lies: by the latest placement, else where it was first put."""
        placed = [p.contact for p in self.placements if p.record is record and self.is_live(p)]
        return placed[-1] if placed else record.first_contact

    def live_edits(self, contact: int) -> list[Edit]:
        return [e for e in self.edits if e.contact == contact and self.is_live(e)]

    def live_logs(self, contact: int) -> list[Log]:
        return [log for log in self.logs if log.contact == contact and self.is_live(log)]

    # --- Roots (rule 3) --------------------------------------------------------------------------------------

    def live_edges(self) -> list[Edge]:
        return [edge for edge in self.edges if self.is_live(edge)]

    def all_roots(self) -> dict[int, int]:
        """The root of each contact."""
        above = {edge.loser: edge.survivor for edge in self.live_edges()}
        found = {}
        for contact in range(1, self.contacts + 1):
            root = contact
            while root in above:
                root = above[root]
            found[contact] = root
        return found

    def root(self, contact: int) -> int:
        return self.all_roots()[contact]

    def members(self, contact: int) -> list[int]:
        """Everybody joined with a contact, the survivor first, then the oldest."""
        roots = self.all_roots()
        root = roots[contact]
        return [root, *(c for c, other in roots.items() if other == root and c != root)]

    def joined_by(self, edges: Iterable[Edge], contact: int) -> set[int]:
        """Everybody whom these edges join with a contact."""
        edges, group = list(edges), {contact}
        while True:
            near = {c for e in edges if {e.survivor, e.loser} & group for c in (e.survivor, e.loser)}
            if near <= group:
                return group
            group |= near

    # --- Undo and redo (rules 1 and 3) -----------------------------------------------------------------------

    def undo(self, operation: int) -> None:
        before = self.live_edges()
        self.undone.add(operation)
        blockers = self._against_edges(before)
        if blockers:
            self.undone.remove(operation)
            raise InTheWay(blockers)

    def redo(self, operation: int) -> None:
        before = self.live_edges()
        self.undone.remove(operation)
        blockers = self._against_edges(before) or self._against_keys(operation)
        if blockers:
            self.undone.add(operation)
            raise InTheWay(blockers)

    def _against_edges(self, before: list[Edge]) -> set[int]:
        """The operations because of which edges that just came back can't be: a second way out, or a circle."""
        now = self.live_edges()
        blockers = set()
        for edge in (e for e in now if e not in before):
            blockers |= {e.operation for e in now if e.loser == edge.loser and e is not edge}
            way, here = list[Edge](), edge.survivor
            while here != edge.loser and (up := [e for e in now if e.loser == here and e not in way]):
                way.append(up[0])
                here = up[0].survivor
            if here == edge.loser:
                blockers |= {e.operation for e in way if e in before}
        return blockers

    def _against_keys(self, operation: int) -> set[int]:
        """The imports that have somebody else under a key of this one."""
        live = Counter((r.source, r.key) for r in self.live_records())
        mine = {r for batch in self.batches if batch.operation == operation for _, r in batch.placed}
        return {
            batch.operation
            for batch in self.standing_batches()
            for _, r in batch.placed
            if r not in mine and live[r.source, r.key] > 1 and any((m.source, m.key) == (r.source, r.key) for m in mine)
        }

    # --- What a record says (rule 2) -------------------------------------------------------------------------

    def record_says(self, record: Record) -> dict[str, tuple[tuple[str, ...], int]]:
        """Field to its newest non-blank and since when it is said without a break."""
        shown: dict[str, tuple[tuple[str, ...], int]] = {}
        broken: set[str] = set()
        for batch in reversed(self.asserting(record)):
            for name, value in merged(batch.says(record)).items():
                if name not in shown or (name not in broken and shown[name][0] == value):
                    shown[name] = (value, batch.operation)
                else:
                    broken.add(name)
        return shown

    def sayings(self, record: Record, batches: Iterable[Batch]) -> list[Said]:
        """Each row of these batches about a record, in order."""
        return [said for batch in batches for said in batch.says(record)]


def merged(rows: Iterable[Said]) -> Said:
    """Within a batch the later row's non-blank wins."""
    said: Said = {}
    for row in rows:
        said.update(row)
    return said


def points_of(said: Said) -> frozenset[str]:
    return frozenset(said.get("emails", ()) + said.get("phones", ()))


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
