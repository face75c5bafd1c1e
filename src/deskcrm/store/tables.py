"""The tables of a workspace, declared once: facts first, then what is derived from them and can be rebuilt.

Facts are added, and withdrawn by later operations; never overwritten. The hot paths speak SQL through the driver
(docs/decisions/0003); these declarations are what the migrations, the schema check and the small tables go by.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

_NO_ROWID: dict[str, Any] = {"sqlite_with_rowid": False}


# Facts --------------------------------------------------------------------------------------------------------------


class Source(SQLModel, table=True):
    """Where facts come from: "Web shop", "Newsletter", "You" (id 1, the highest trust).

    `rules` (JSON): for some fields, when its word counts, as `domain/trust` has it.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    trust: int
    rules: str = "{}"


class Operation(SQLModel, table=True):
    """What the owner did. It stands while `undone_at` is null; undo and redo flip that, and nothing else.

    `params` (JSON) names what it was about by ids; `images` (JSON) holds mutable rows before and after.
    `undone_turn` grows with each undo, so that redo takes the latest.
    """

    id: int | None = Field(default=None, primary_key=True)
    at: str
    kind: str
    params: str = "{}"
    images: str | None = None
    undone_at: str | None = None
    undone_turn: int | None = None


class Batch(SQLModel, table=True):
    """One import of one file. `mapping`, `headers`, `options` and `counts` are JSON."""

    __table_args__ = (Index("batch_operation", "operation"),)
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    source: int = Field(foreign_key="source.id")
    at: str
    file: str
    sha256: str
    size: int
    shape: str
    signature: str
    headers: str
    mapping: str
    options: str
    counts: str


class Contact(SQLModel, table=True):
    """An identity, and no more. It never dies, its id resolves for ever and is never reused."""

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    operation: int = Field(foreign_key="operation.id")


class Organization(SQLModel, table=True):
    """The company contact that a name stands for; case and spacing aside, Weber GmbH is not Weber AG."""

    __table_args__ = (Index("organization_contact", "contact"), _NO_ROWID)
    name_key: str = Field(primary_key=True)
    contact: int = Field(foreign_key="contact.id")


class Record(SQLModel, table=True):
    """One source's key for one contact. `given`: the key is the source's own id, else it is derived (rule 10)."""

    __table_args__ = (Index("record_key", "source", "key"), Index("record_contact", "contact"))
    id: int | None = Field(default=None, primary_key=True)
    source: int = Field(foreign_key="source.id")
    key: str
    given: bool
    contact: int = Field(foreign_key="contact.id")


class Version(SQLModel, table=True):
    """What a record said: `data` (JSON) as mapped, `raw` (JSON) the cells as read, named by the batch's headers."""

    __table_args__ = (Index("version_record", "record"),)
    id: int | None = Field(default=None, primary_key=True)
    record: int = Field(foreign_key="record.id")
    batch: int = Field(foreign_key="batch.id")
    digest: int
    data: str
    raw: str | None = None


class Row(SQLModel, table=True):
    """One raw row of a batch and what it asserts. A row with a `problem` asserts nothing and keeps its `raw` cells."""

    __table_args__ = (Index("row_record", "record"), Index("row_activity", "activity"), _NO_ROWID)
    batch: int = Field(primary_key=True, foreign_key="batch.id")
    line: int = Field(primary_key=True)
    record: int | None = Field(default=None, foreign_key="record.id")
    version: int | None = Field(default=None, foreign_key="version.id")
    activity: int | None = Field(default=None, foreign_key="activity.id")
    activity_version: int | None = Field(default=None, foreign_key="activity_version.id")
    problem: str | None = None
    field: str | None = None
    value: str | None = None
    raw: str | None = None


class Activity(SQLModel, table=True):
    """Something that happened. An imported one has a source and key; the owner's own has an operation and a contact."""

    __table_args__ = (
        Index("activity_key", "source", "key"),
        Index("activity_contact", "contact"),
        Index("activity_operation", "operation", sqlite_where=text("operation IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    source: int = Field(foreign_key="source.id")
    key: str | None = None
    operation: int | None = Field(default=None, foreign_key="operation.id")
    contact: int | None = Field(default=None, foreign_key="contact.id")


class ActivityVersion(SQLModel, table=True):
    """What is said of an activity: `data` (JSON) has kind, at, title, text, amount, currency, status, items."""

    __tablename__ = "activity_version"
    __table_args__ = (
        Index("activity_version_activity", "activity"),
        Index("activity_version_operation", "operation", sqlite_where=text("operation IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    activity: int = Field(foreign_key="activity.id")
    batch: int | None = Field(default=None, foreign_key="batch.id")
    operation: int | None = Field(default=None, foreign_key="operation.id")
    digest: int
    data: str
    raw: str | None = None


class Edit(SQLModel, table=True):
    """A patch by the owner on one contact; fields that begin with "_" are its state: `_removed`, `_record` (placement).

    `value` and `old` are JSON.
    """

    __table_args__ = (
        Index("edit_contact", "contact"),
        Index("edit_operation", "operation"),
        Index("edit_kept", "field", "contact", sqlite_where=text("field IN ('keep_in_touch', 'anniversary')")),
    )
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    contact: int = Field(foreign_key="contact.id")
    field: str
    verb: str
    value: str | None = None
    old: str | None = None


class Placement(SQLModel, table=True):
    """The owner's word that a record belongs to another contact; the latest standing one counts."""

    __table_args__ = (Index("placement_record", "record"), Index("placement_contact", "contact"))
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    record: int = Field(foreign_key="record.id")
    contact: int = Field(foreign_key="contact.id")


class Merge(SQLModel, table=True):
    """An edge: "this contact is that one". `choices` and `evidence` are JSON."""

    __table_args__ = (
        Index("merge_survivor", "survivor"),
        Index("merge_loser", "loser"),
        Index("merge_operation", "operation"),
    )
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    survivor: int = Field(foreign_key="contact.id")
    loser: int = Field(foreign_key="contact.id")
    choices: str = "{}"
    score: float | None = None
    evidence: str | None = None


class NotSame(SQLModel, table=True):
    """These two are different people."""

    __tablename__ = "not_same"
    __table_args__ = (Index("not_same_a", "a"), Index("not_same_b", "b"))
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    a: int = Field(foreign_key="contact.id")
    b: int = Field(foreign_key="contact.id")


class Withdrawal(SQLModel, table=True):
    """A later operation takes back one fact: while it stands, the fact is not live (rule 1)."""

    __table_args__ = (Index("withdrawal_fact", "fact_table", "fact"), Index("withdrawal_operation", "operation"))
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    fact_table: str
    fact: int


class Consent(SQLModel, table=True):
    """An opt-in or opt-out that the owner noted for one point; imported ones are said by their versions."""

    __table_args__ = (Index("consent_key", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    key: str
    state: str
    at: str
    by: str = ""


class Link(SQLModel, table=True):
    """How two contacts belong together: employer, household, referred by..., with a role and dates."""

    __table_args__ = (Index("link_a", "a"), Index("link_b", "b"))
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    a: int = Field(foreign_key="contact.id")
    b: int = Field(foreign_key="contact.id")
    kind: str
    role: str = ""
    since: str | None = None
    until: str | None = None


class Task(SQLModel, table=True):
    """A to-do. Mutable: each change keeps its before and after in its operation's images.

    `due` and `remind_at` are a day, or a moment as the clock on the wall of `zone` (IANA) shows it. `repeat`: the rule
    (`domain/recurrence`) of the series that begins at `starts`; `slot`: which of its days or moments this one is.
    """

    __table_args__ = (
        Index("task_contact", "contact"),
        Index("task_due", "done_at", "due"),
        Index("task_operation", "operation"),
    )
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    contact: int | None = Field(default=None, foreign_key="contact.id")
    title: str
    kind: str = "todo"
    notes: str = ""
    priority: int = 0
    due: str | None = None
    remind_at: str | None = None
    zone: str = ""
    repeat: str | None = None
    done_at: str | None = None
    outcome: str = ""
    deleted: bool = False
    starts: str | None = None
    slot: str | None = None


class File(SQLModel, table=True):
    """A photo or attachment, kept inside the workspace."""

    __table_args__ = (
        Index("file_contact", "contact"),
        Index("file_activity", "activity", sqlite_where=text("activity IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    contact: int | None = Field(default=None, foreign_key="contact.id")
    activity: int | None = Field(default=None, foreign_key="activity.id")
    name: str
    mime: str
    sha256: str
    bytes: bytes


class OwnField(SQLModel, table=True):
    """A field of the owner's own: text, number, date, choice or yes/no. `choices` is JSON."""

    __tablename__ = "own_field"
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    key: str
    label: str
    kind: str
    choices: str = "[]"
    position: int = 0
    deleted: bool = False


class SavedView(SQLModel, table=True):
    """A list that the owner keeps: its rules, columns and order, as JSON; how often to be in touch with all in it."""

    __tablename__ = "saved_view"
    id: int | None = Field(default=None, primary_key=True)
    operation: int = Field(foreign_key="operation.id")
    name: str
    kind: str
    body: str
    position: int = 0
    deleted: bool = False
    keep_in_touch: str = ""


class Setting(SQLModel, table=True):
    """One setting of this workspace; `value` is JSON."""

    __table_args__ = (_NO_ROWID,)
    key: str = Field(primary_key=True)
    value: str


class Erased(SQLModel, table=True):
    """A keyed hash of what was erased, so that imports and restores skip it (rule 16)."""

    __table_args__ = (_NO_ROWID,)
    hash: str = Field(primary_key=True)
    contact: int
    at: str


class Reminder(SQLModel, table=True):
    """That a task's reminder was shown: no fact of the owner's, so no undo touches it.

    `moment`: which of its reminders, as the task said it (`domain/reminders`). `shown_at` is missing between the two
    transactions around the showing; `again`: it was begun twice, since the first time nobody could note it.
    There is no reference to the task, which an undo may take away and a redo bring back.
    """

    __table_args__ = (_NO_ROWID,)
    task: int = Field(primary_key=True)
    moment: str = Field(primary_key=True)
    begun_at: str
    shown_at: str | None = None
    again: bool = False


# Derived: dropped and rebuilt to the same rows ------------------------------------------------------------------------


class Member(SQLModel, table=True):
    """The root of each contact that is joined under another one; contacts that stand alone have no row."""

    __table_args__ = (Index("member_root", "root"), _NO_ROWID)
    contact: int = Field(primary_key=True)
    root: int


class Profile(SQLModel, table=True):
    """One row for each listed root: what lists, filters and sorts read. `search` is the folded text that is searched.

    `value` is in minor units of `currency`, the one in which most was bought; `removed`: how it is hidden, 0 not, 1
    removed, 2 archived (`domain/hiding`).
    """

    __table_args__ = (Index("profile_list", "kind", "removed", "sort_name"), Index("profile_company", "company"))
    root: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    sort_name: str
    given: str
    family: str
    organization: str
    title: str
    email: str
    phone: str
    city: str
    country: str
    birthday: str
    stage: str
    stage_since: str
    tags: str
    company: int | None = None
    orders: int = 0
    value: int = 0
    currency: str = ""
    activities: int = 0
    first_at: str = ""
    last_at: str = ""
    created_at: str = ""
    removed: bool = False
    search: str = ""


class Shown(SQLModel, table=True):
    """What a profile shows in a column that some filter or order wants; `key` is folded, `number` where it is one.

    Only columns that were ever wanted are in it (the setting `_watched`), so that nobody pays for the others.
    """

    __table_args__ = (Index("shown_root", "root", "field"), _NO_ROWID)
    field: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    root: int = Field(primary_key=True)
    value: str
    number: float | None = None


class Point(SQLModel, table=True):
    """A strong identifier ("email:anna@x.de") and the contact that owns it, for finding who is who."""

    __table_args__ = (Index("point_contact", "contact"), _NO_ROWID)
    key: str = Field(primary_key=True)
    contact: int = Field(primary_key=True)


class ConsentNow(SQLModel, table=True):
    """What one source says of the consent for one point; the latest by `at` counts, at a tie the opt-out (rule 15)."""

    __tablename__ = "consent_now"
    __table_args__ = (Index("consent_now_contact", "contact"), _NO_ROWID)
    key: str = Field(primary_key=True)
    contact: int = Field(primary_key=True)
    record: int = Field(primary_key=True)
    state: str
    batch: int


class Event(SQLModel, table=True):
    """Where each live activity stands in the timeline, and what it shows there. `sale`: an order that counts."""

    __table_args__ = (Index("event_contact", "contact", "at"),)
    activity: int | None = Field(default=None, primary_key=True)
    contact: int
    version: int
    at: str
    kind: str
    title: str
    amount: int | None = None
    currency: str = ""
    status: str = ""
    sale: bool = False


# Candidate pairs: a snapshot, made when first wanted, since scores go by figures about everybody (store/matches) ------


class MatchBook(SQLModel, table=True):
    """What was compared last among people, or among companies; the snapshot is taken back by dropping its row.

    `turn` grows with each comparison that is kept; `rules`: by which weights ("" while the first one is made); `last`:
    the youngest contact that it knew; `figures` (JSON): how common what is; `counted`: the turn of which they are, 0
    where they have to be counted anew.
    """

    __tablename__ = "match_book"
    __table_args__ = (_NO_ROWID,)
    kind: str = Field(primary_key=True)
    turn: int = 0
    rules: str = ""
    size: int = 0
    last: int = 0
    compared: int = 0
    counted: int = 0
    figures: str = ""
    left_out: str = "[]"


class MatchSubject(SQLModel, table=True):
    """A profile that was compared; `digest` is of what was compared, so that whatever else changes costs nothing."""

    __tablename__ = "match_subject"
    __table_args__ = (_NO_ROWID,)
    root: int = Field(primary_key=True, foreign_key="contact.id")
    kind: str
    digest: str


class MatchPair(SQLModel, table=True):
    """A candidate pair, `a` before `b`, with its score; `reasons` is JSON, put in words when it is shown."""

    __tablename__ = "match_pair"
    __table_args__ = (Index("match_pair_b", "b"), _NO_ROWID)
    a: int = Field(primary_key=True, foreign_key="contact.id")
    b: int = Field(primary_key=True, foreign_key="contact.id")
    kind: str
    score: float
    reasons: str


class MatchTouched(SQLModel, table=True):
    """A profile that was computed since the last comparison; `turn` tells what came in while the next one is made."""

    __tablename__ = "match_touched"
    __table_args__ = (_NO_ROWID,)
    root: int = Field(primary_key=True)
    turn: int


# Figures: derived, made when first wanted, and brought up to date for whoever was touched since (store/measures) ------


class Figure(SQLModel, table=True):
    """What the activities of a root come down to, beyond what its profile has. `gap`: days between orders, on average.

    `cohort`: the month of its first order; `favourite_key` is folded. Moments are ISO 8601, "" for never; `average` is
    in the profile's currency.
    """

    __table_args__ = (_NO_ROWID,)
    root: int = Field(primary_key=True, foreign_key="contact.id")
    first_order: str = ""
    last_order: str = ""
    contacted_at: str = ""
    order_days: int = 0
    gap: float | None = None
    average: int = 0
    favourite: str = ""
    favourite_key: str = ""
    cohort: str = ""


class Turnover(SQLModel, table=True):
    """What a root bought in a month, by currency."""

    __table_args__ = (_NO_ROWID,)
    root: int = Field(primary_key=True, foreign_key="contact.id")
    month: str = Field(primary_key=True)
    currency: str = Field(primary_key=True)
    orders: int
    amount: int


class TurnoverTotal(SQLModel, table=True):
    """What all who first bought in one month (`cohort`) bought in another, by currency; `customers`: how many did."""

    __tablename__ = "turnover_total"
    __table_args__ = (_NO_ROWID,)
    cohort: str = Field(primary_key=True)
    month: str = Field(primary_key=True)
    currency: str = Field(primary_key=True)
    customers: int
    orders: int
    amount: int


class StageMove(SQLModel, table=True):
    """A step of a root from a stage to the next, with its true date and its cause (`domain.measures.Move`)."""

    __tablename__ = "stage_move"
    __table_args__ = (_NO_ROWID,)
    root: int = Field(primary_key=True, foreign_key="contact.id")
    position: int = Field(primary_key=True)
    at: str
    stage: str
    before: str
    cause: str
    days: float | None = None


class StageTotal(SQLModel, table=True):
    """How many went from one stage (`before`, "" for none) to another on a day ("" where it isn't known)."""

    __tablename__ = "stage_total"
    __table_args__ = (_NO_ROWID,)
    day: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    before: str = Field(primary_key=True)
    people: int


class FigureTouched(SQLModel, table=True):
    """A profile that was computed since its figures were."""

    __tablename__ = "figure_touched"
    __table_args__ = (_NO_ROWID,)
    root: int = Field(primary_key=True)


class OutlookNow(SQLModel, table=True):
    """How each customer stands among all on the day of the snapshot (the setting `_outlook`): RFM and BG/NBD.

    `worth`: what they bought in all, in minor units of the base currency.
    """

    __tablename__ = "outlook"
    __table_args__ = (_NO_ROWID,)
    root: int = Field(primary_key=True, foreign_key="contact.id")
    recency: int
    frequency: int
    monetary: int
    worth: int
    segment: str
    alive: float | None = None
    expected: float | None = None
