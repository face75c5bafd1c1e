"""The lines of the housekeeping lists: tags, own fields, sources, each with how many use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.colours import SOURCE, STAGE, TAG
from deskcrm.languages import inside, tr, trn
from deskcrm.ui.theme import theme
from deskcrm.ui.widgets import dot

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex
HEADS: Final = (tr("Name"), "", tr("Used by"))
_MOST: Final = 5000


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is kept in order: its name, what it is, how many have it, and the thing itself."""

    name: str
    what: str
    many: int
    thing: Any
    fixed: bool = False  # it can't be deleted or moved
    counted: str = "contact"  # what uses it
    coloured: str = ""  # as what it can have a colour: "tag", "source" or "stage"

    @property
    def used(self) -> str:
        """How many use it, in words."""
        if not self.many:
            return tr("Nobody") if self.counted == "contact" else tr("Never")
        if self.counted == "entry":
            return trn("{count} entry", "{count} entries", self.many)
        return trn("{count} contact", "{count} contacts", self.many)


class LinesModel(QAbstractTableModel):
    """Lines, narrowed by what is typed."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.all: list[Line] = []
        self.lines: list[Line] = []
        self._typed = ""

    def replace(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.all = list(lines)
        self._fit()

    def narrow(self, typed: str) -> None:
        """Show those with what is typed in their name."""
        self._typed = fold(typed)
        self._fit()

    def _fit(self) -> None:
        self.beginResetModel()
        self.lines = [line for line in self.all if self._typed in fold(line.name)]
        self.endResetModel()

    @property
    def narrowed(self) -> bool:
        """Whether something may be hidden by what is typed."""
        return bool(self._typed)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, _parent: Index | None = None) -> int:
        """Return how many columns there are."""
        return len(HEADS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is shown."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.name, line.what, line.used)[index.column()]
        if role == Qt.ItemDataRole.DecorationRole and line.coloured and not index.column():
            return dot.icon(_colour_of(line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.name, line.what, line.used) if part)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == len(HEADS) - 1:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the headings."""
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None


def _colour_of(line: Line) -> QColor | None:
    if line.coloured == STAGE:
        return theme().color(f"stage.{line.thing.key}")
    return theme().own(line.coloured, line.name)


def stage_lines(workspace: Workspace) -> list[Line]:
    """Read the stages in the owner's order, each with how many stand in it."""
    from deskcrm.services import stages

    used = stages.used(workspace)
    return [
        Line(
            stage.label, tr("By orders") if stage.key in stages.BY_FACTS else "", used.get(stage.key, 0), stage,
            stage.key in stages.BY_FACTS, coloured=STAGE,
        )
        for stage in stages.order(workspace)
    ]  # fmt: skip


def kind_lines(workspace: Workspace) -> list[Line]:
    """Read the owner's kinds of activity in their order, each with how often it was logged."""
    from deskcrm.services import kinds

    used = kinds.used(workspace)
    return [
        Line(kind.label, tr("Like a {kind}", kind=inside(kind.like)), used.get(kind.key, 0), kind, counted="entry")
        for kind in kinds.own(workspace)
    ]


def tag_lines(workspace: Workspace) -> list[Line]:
    """Read the tags of people and companies."""
    from deskcrm.services import tags

    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for kind in ("person", "company"):
        for tag, many in tags.every(workspace, kind, _MOST):
            counts[spelled.setdefault(fold(tag), tag)] += many
    return [Line(tag, "", many, tag, coloured=TAG) for tag, many in counts.most_common()]


def field_lines(workspace: Workspace) -> list[Line]:
    """Read the owner's own fields in their order, then those that files brought."""
    from deskcrm.services import own_fields

    used = own_fields.used(workspace)
    own = [
        Line(field.label, _kind(field.kind, field.choices), used.get(field.column, 0), field)
        for field in own_fields.every(workspace)
    ]
    brought = [
        Line(field.label, tr("From files"), used.get(field.column, 0), field, fixed=True)
        for field in own_fields.brought(workspace)
    ]
    return own + brought


def _kind(kind: str, choices: Sequence[str]) -> str:
    from deskcrm.services import own_fields

    said = own_fields.KINDS[kind]
    return f"{said}: {', '.join(choices)}" if choices else said


def source_lines(workspace: Workspace) -> list[Line]:
    """Read the sources, the most trusted first."""
    from deskcrm.services import sources

    def _trusted(trust: int) -> str:
        return tr("Trusted: {level}", level=inside(trust_words(trust, sources.TRUST)))

    return [
        Line(
            source.name, _trusted(source.trust), source.records, source, True,
            coloured=SOURCE,
        )
        for source in sources.every(workspace)
    ]  # fmt: skip


def trust_words(trust: int, levels: Mapping[int, str]) -> str:
    """Return how much a source is trusted, in words."""
    return levels.get(trust, tr("{trust} of 100", trust=trust))
