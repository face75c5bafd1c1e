"""What the services answer to screens and terminal: plain, immutable pictures of the data, ready to show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from deskcrm.domain.filters import Node


class Order(NamedTuple):
    """One order of a list: a column's key, and whether the greatest come first. Blank ones are last either way."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which contacts a list shows, and in which order.

    `sort` is any column's key ("name", "last_at", "tags", "custom.Size"), `then` what orders those that are equal in
    it. `text` filters by search, `where` by rules; `kind` is "person", "company" or None for both; `removed` shows
    those that the owner removed instead, `archived` those that are archived.
    """

    kind: str | None = "person"
    text: str = ""
    sort: str = "name"
    descending: bool = False
    where: Node | None = None
    then: tuple[Order, ...] = ()
    removed: bool = False
    archived: bool = False


SORTABLE: tuple[str, ...] = (
    "name",
    "organization",
    "email",
    "phone",
    "city",
    "stage",
    "last_at",
    "value",
    "orders",
    "created_at",
)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line of the people or companies table (and of `deskcrm list`)."""

    id: int
    kind: str  # "person" | "company"
    name: str
    organization: str
    email: str
    phone: str
    city: str
    stage: str  # key of fields.STAGES, or ""
    last_at: str | None  # ISO 8601 UTC of the last activity
    orders: int
    value: int  # minor units of `currency`
    currency: str
    people: int = 0  # a company's people
    cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # the columns beyond these that were asked for


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result; `marks` are (start, length) in `name` or `detail` to be marked as matched.

    `near`: it has what was typed but nearly, or within a word.
    """

    id: int
    kind: str
    name: str
    detail: str
    name_marks: tuple[tuple[int, int], ...] = ()
    detail_marks: tuple[tuple[int, int], ...] = ()
    near: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a field with where it came from and why it shows or doesn't.

    `value` is text for single fields; {"value", "label", "consent"?} for points; a dict of ADDRESS_PARTS plus
    "label" for addresses. `formerly`: superseded in its own record. `removed`: taken out by the owner.
    """

    value: Any
    shown: bool
    why: str  # in words: "newest", "your edit", "Web shop is trusted more"
    source: str  # the source's name, "You" for the owner's
    formerly: bool = False
    removed: bool = False
    record: int | None = None
    batch: int | None = None
    row: int | None = None
    file: str = ""
    at: str = ""  # ISO 8601 UTC: since when it is said
    operation: int = 0  # the edit's, or that of the batch from which its record has said it


@dataclass(frozen=True, slots=True)
class RecordView:
    """What one source knows of this contact, and where it stands in its file."""

    id: int
    contact: int
    source: str
    external_key: str
    batch: int
    file: str
    row: int
    live: bool
    at: str


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that happened (or is planned: kind "task")."""

    id: int
    kind: str  # key of activities.KINDS
    at: str  # ISO 8601 with zone
    title: str
    text: str
    amount: int | None
    currency: str
    source: str
    own: bool  # logged by the owner, so it can be edited and deleted
    status: str = ""
    contact: int = 0
    items: tuple[dict[str, Any], ...] = ()
    batch: int | None = None
    file: str = ""
    row: int | None = None
    duration: int | None = None  # in minutes
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ActivityVersion:
    """What was said of an activity once. `at`: since when (ISO 8601 UTC); `shown`: this one shows now."""

    id: int
    at: str
    source: str
    data: dict[str, Any]
    shown: bool


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that hangs on an entry of the timeline, without what is in it. `size` in bytes."""

    id: int
    activity: int
    name: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True)
class TaskView:
    """A to-do. `due` and `remind_at`: a day, or what the clock on the wall of `zone` shows then; `repeat`: its rule."""

    id: int
    title: str
    contact: int | None
    name: str
    due: str | None
    done_at: str | None
    kind: str = "todo"  # key of tasks.KINDS
    notes: str = ""
    priority: int = 0
    remind_at: str | None = None
    zone: str = ""
    repeat: str | None = None
    outcome: str = ""
    starts: str | None = None  # the first of its series
    slot: str | None = None  # which of its series it is


@dataclass(frozen=True, slots=True)
class LinkView:
    """Somebody who belongs to a profile: a person of a company, a company of a person, or whom the owner linked.

    `relation` is a kind of `domain.links`, `words` what the other one is from here ("Referred by"). `id` is the link's,
    None where the organization's name alone tells. `since`, `until`: days (ISO 8601) or "".
    """

    contact: int
    kind: str
    name: str
    role: str
    relation: str = "employer"
    words: str = ""
    id: int | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class MergeView:
    """One edge: the loser is the survivor. `ended_at`: since when it doesn't stand (undone or taken back), or None."""

    id: int
    operation: int
    survivor: int
    loser: int
    survivor_name: str
    loser_name: str
    at: str
    ended_at: str | None


@dataclass(frozen=True, slots=True)
class ProfileView:
    """Everything the profile screen needs but the timeline's pages."""

    id: int
    ids: tuple[int, ...]
    kind: str
    name: str
    fields: dict[str, Any]  # what shows: text, lists of values, custom: {...}; blank fields are missing
    values: dict[str, tuple[Value, ...]]  # every value that ever came in, shown ones first
    records: tuple[RecordView, ...]
    stage: str
    stage_since: str | None
    measures: dict[str, Any]  # orders, value, currency, average, first_at, last_at, last_order_at, activities
    tasks: tuple[TaskView, ...] = ()
    links: tuple[LinkView, ...] = ()
    merges: tuple[MergeView, ...] = ()
    removed: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class MergeItem:
    """One value of a list field in the merge dialog, and the profiles that hold it."""

    value: Any
    text: str
    contacts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One field in the merge dialog. Single fields have a text for each profile ("" for blank), lists have items.

    `chosen` is the profile whose value shows in the result, None for lists and where nobody has one.
    """

    field: str
    label: str
    plural: bool
    texts: tuple[str, ...]
    result: str
    chosen: int | None
    items: tuple[MergeItem, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What joining some profiles would give: the survivor first, differing rows first.

    `joined`: how many activities, tasks, records and people come together; `not_same`: the owner said before that two
    of them are different.
    """

    contacts: tuple[int, ...]
    names: tuple[str, ...]
    kind: str
    rows: tuple[MergeRow, ...]
    joined: dict[str, int]
    not_same: bool


@dataclass(frozen=True, slots=True)
class TakeBackSide:
    """One of the two that a take-back leaves, as it will be. `later`: in words, what came to it since the merge."""

    contact: int
    name: str
    records: int
    activities: int
    tasks: int
    later: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeBackPreview:
    """What taking back a merge would leave: the one who keeps the profile's id, and the one who leaves."""

    merge: int
    stays: TakeBackSide
    leaves: TakeBackSide


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided after an operation in its light and stays when it is undone (rule 14), in words.

    `operation` undoes it, `record` detaches it; at most one of them is set.
    """

    text: str
    operation: int | None = None
    record: int | None = None


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What the owner sees before an undo: what stays, what stands in the way, and whom it concerns."""

    operation: int
    stays: tuple[Decided, ...]
    in_the_way: tuple[HistoryEntry, ...]
    warning: str = ""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One operation of the owner, in words."""

    id: int
    at: str
    kind: str  # "import", "edit", "add", "log", "task", "remove", "merge"...
    summary: str
    detail: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()  # (field label, before, after), at most a few
    undone_at: str | None = None
    undoable: bool = True
    why_not: str = ""
    contacts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was kept but not taken in, and why."""

    file: str
    row: int
    field: str
    value: str
    why: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell of a dry run: what shows now and what would."""

    field: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """What one row of the file would do.

    A row that isn't taken in has one field: the cell that is at fault, if any, and why.
    """

    row: int
    contact: int | None
    name: str
    kind: str  # "new" | "changed" | "same" | "attached" | "problem" | "waiting" | "left_out"
    fields: tuple[FieldChange, ...] = ()
    number: int = 0  # its place among all that the import tells, to read on from
    happened: Mapping[str, Any] = field(default_factory=dict)  # kind, at, title, amount, currency of what happened


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """The figures of an import; they add up: all but `activities`, which are those that are new or changed, are rows.

    `waiting`: rows of people who are unknown yet; `left_out`: those that the owner left out.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    attached: int = 0
    unchanged: int = 0
    activities: int = 0
    problems: int = 0
    waiting: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """A dry run: what an import would do, with the first changes of each kind to look at.

    `cautions`: what reading it to the end has shown, and what is odd beside the last file of its source, in sentences.
    """

    counts: ImportCounts
    changes: tuple[RowChange, ...]
    problems: tuple[Problem, ...]
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One file of an import and its batch."""

    file: str
    batch: int
    rows: int


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did. `hidden`: removed contacts that it speaks of; they are up to date, and stay removed.

    `warnings`: what had to be guessed in its files, or was left out of them, in sentences.
    """

    operation: int | None
    counts: ImportCounts
    problems: tuple[Problem, ...]
    files: tuple[ImportedFile, ...]
    hidden: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is: `done` of `total` of `what` ("rows"), in which step."""

    step: str
    done: int
    total: int
    seconds_left: float | None = None
    extra: dict[str, int] = field(default_factory=dict)
    plan: ImportPlan | None = None  # of a dry run under way: what is known of it


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against two contacts being one, in words; weights (log-odds) add up to the score."""

    text: str
    weight: float
    a: str = ""  # the values compared
    b: str = ""


@dataclass(frozen=True, slots=True)
class CandidatePair:
    """Two profiles that may be one, with the probability and the reasons; `a` is the older one.

    `rival`: who one of them may as well be, and the other can't be; None where there is nobody.
    """

    a: int
    b: int
    kind: str
    names: tuple[str, str]
    score: float
    evidence: Sequence[Evidence]
    rival: int | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Profiles of which too many share one key to compare each with each: `pairs` were not compared for it."""

    what: str
    profiles: int
    pairs: int


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan for duplicates found, most certain first, how many pairs it compared and what it left out."""

    pairs: tuple[CandidatePair, ...]
    compared: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody in the workspace who may be the one who is about to be added."""

    contact: int
    name: str
    score: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two contacts are proposed as one, or why not; `score` is None where they can't be compared."""

    a: int
    b: int
    score: float | None
    evidence: tuple[Evidence, ...]
    proposed: bool
    reason: str
