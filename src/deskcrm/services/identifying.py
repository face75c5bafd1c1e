"""Who is who in a file: by which column its rows could be known, how well that is filled, and who shares a value."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from deskcrm.domain.cleaning.names import compatible, split_name
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.errors import Cancelled
from deskcrm.domain.mapping.model import ACTIVITY_SHAPES, Column, FileMapping, is_single, split_target, with_target
from deskcrm.domain.recognition import name_of
from deskcrm.domain.views import Progress
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.reading import Reading, TakenChunk
from deskcrm.services.workspace import Workspace

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport

MOST_ROWS: Final = 100_000
"""How many rows are looked at: what is so of them is so of the rest."""
_EXAMPLES: Final = 3
_POINTS: Final = ("emails", "phones")
_OTHERS: Final = 3
_KEY: Final = "key"


@dataclass(frozen=True, slots=True)
class Identity:
    """One way to know rows by: the column `header`, or "" for an email or phone together with the name.

    `filled` of `rows` have it. `shared`: how many of its values stand with different names; `examples` are some.
    """

    header: str
    rows: int
    filled: int
    shared: int
    examples: tuple[str, ...] = ()


def chosen(mapping: FileMapping) -> str:
    """The header of the column by which rows are known; "" where it is what stands in the row."""
    return next((column.header for column in mapping.columns if _is_key(column)), "")


def choose(mapping: FileMapping, header: str) -> FileMapping:
    """The mapping with another way to know rows by. An id that isn't it any more is kept among the person's ids."""
    columns = []
    for column in mapping.columns:
        is_key = column.header == header != ""
        options = {key: value for key, value in column.options.items() if key != _KEY}
        if is_key and column.target != "source_id":
            options[_KEY] = "yes"
        column = replace(column, options=options)
        if column.target == "source_id" and not is_key:
            column = with_target(column, "source_ids", tr("an id; rows are known by something else"))
        columns.append(column)
    return replace(mapping, columns=tuple(columns))


def identities(
    ws: Workspace,
    report: FileReport,
    *,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Identity, ...]:
    """The ways to know the rows of a file by, with how well each is filled. Raises UnreadableFile, Cancelled.

    A column that only looks like an id isn't one if different people share a value, or most have none.
    """
    places = {header: place for place, header in reversed(list(enumerate(report.inspection.headers)))}
    columns = [column for column in candidates(report.mapping) if column.header in places]
    counts = [_Column(column.header, places[column.header], _is_email(column)) for column in columns]
    whole = _Whole()
    reading = Reading(report.path, report.inspection, report.mapping, report.country, settings.currency(ws))
    with closing(reading.chunks()) as chunks:
        for chunk in chunks:
            if cancelled is not None and cancelled():
                raise Cancelled(tr("Nothing was written."))
            names = [name_of(taken.data) for taken in chunk.takens]
            whole.take(chunk)
            for count in counts:
                count.take(chunk, names)
            if progress is not None:
                progress(Progress(tr("Reading"), whole.rows, max(whole.rows, report.inspection.estimated_rows)))
            if whole.rows >= MOST_ROWS:
                break
    sure = {column.header for column in columns if not _looks_like_id(column) or _is_key(column)}
    kept = [count for count in counts if count.header in sure or (not count.shared and count.filled * 2 > whole.rows)]
    return (*(count.identity(whole.rows) for count in kept), whole.identity())


def candidates(mapping: FileMapping) -> list[Column]:
    """The columns by which rows could be known: ids, emails, phones, and others that look like ids."""
    keys = [c for c in mapping.columns if _is_key(c)]
    points = [c for field in _POINTS for c in mapping.columns if split_target(c.target)[0] == field][:_OTHERS]
    others = [c for c in mapping.columns if _looks_like_id(c)]
    if mapping.shape in ACTIVITY_SHAPES:
        others = [c for c in others if c.target == "source_ids"]
    return list({c.header: c for c in (*keys, *points, *others[:_OTHERS])}.values())


def _is_key(column: Column) -> bool:
    return column.target == "source_id" or column.options.get(_KEY) == "yes"


def _looks_like_id(column: Column) -> bool:
    """Whether each sample is another one, short and with a figure in it: of columns that go nowhere else."""
    if is_single(column.target) and not column.target.startswith("custom."):
        return False
    if column.target in ("tags", "item.name") or split_target(column.target)[0] in (*_POINTS, "urls", "addresses"):
        return False
    samples = column.samples
    return len(samples) > 1 and all(_is_number(sample) for sample in samples) and len(set(samples)) == len(samples)


def _is_number(sample: str) -> bool:
    text = sample.strip()
    return 0 < len(text) <= 40 and " " not in text and any(c.isdigit() for c in text) and not set(text) & set(",.:@")


def _is_email(column: Column) -> bool:
    return split_target(column.target)[0] == "emails"


@dataclass(slots=True)
class _Column:
    """Counts one column."""

    header: str
    place: int
    folds: bool
    filled: int = 0
    names: dict[str, str] = field(default_factory=dict)
    shared: dict[str, None] = field(default_factory=dict)

    def take(self, chunk: TakenChunk, names: Sequence[str]) -> None:
        """Counts some rows."""
        for value, name in zip(self._values(chunk), names, strict=True):
            if not value:
                continue
            self.filled += 1
            other = self.names.setdefault(value, name)
            if name != other and value not in self.shared and not _may_be_one(name, other):
                self.shared[value] = None

    def _values(self, chunk: TakenChunk) -> Iterator[str]:
        for row in chunk.rows:
            value = tidy(row[self.place]) if self.place < len(row) else ""
            yield value.casefold() if self.folds else value

    def identity(self, rows: int) -> Identity:
        """What was found."""
        return Identity(self.header, rows, self.filled, len(self.shared), tuple(self.shared)[:_EXAMPLES])


@dataclass(slots=True)
class _Whole:
    """Counts in how many rows there is an email or a phone: with the name, it tells the row's person."""

    rows: int = 0
    filled: int = 0

    def take(self, chunk: TakenChunk) -> None:
        """Counts some rows."""
        self.rows += len(chunk.rows)
        self.filled += sum(bool(taken.points) for taken in chunk.takens)

    def identity(self) -> Identity:
        """What was found: nobody shares it, because the name is part of it."""
        return Identity("", self.rows, self.filled, 0)


def _may_be_one(name: str, other: str) -> bool:
    return not name or not other or compatible(split_name(name), split_name(other))
