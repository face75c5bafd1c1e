"""The queue of Duplicates as Qt sees it: a row is a group of profiles that may be one, the most certain first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from deskcrm.domain.matching.groups import Group
from deskcrm.domain.matching.weights import SURE_SCORE
from deskcrm.languages import listed, tr

Index = QModelIndex | QPersistentModelIndex

UNNAMED: Final = tr("No name")


def percent(score: float) -> str:
    """Return a score in words: whole percents, rounded down, since nothing is 100 % sure."""
    return f"{int(score * 100)} %"


def names_of(group: Group) -> tuple[str, str]:
    """Return the first one's name, and the others'."""
    first, *others = [group.names[contact] or UNNAMED for contact in group.contacts]
    return first, ", ".join(others)


def sure_ones(groups: Sequence[Group]) -> list[Group]:
    """Return those that may be merged all at once, the surest first."""
    return [group for group in groups if group.score >= SURE_SCORE]


def sample(groups: Sequence[Group], number: int) -> list[Group]:
    """Return so many of them: the surest, the least sure, and what lies between at even distances."""
    if len(groups) <= number:
        return list(groups)
    return [groups[round(place * (len(groups) - 1) / (number - 1))] for place in range(number)]


class QueueModel(QAbstractListModel):
    """Groups that were skipped stand at the end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.groups: list[Group] = []
        self._all: list[Group] = []
        self._skipped: set[tuple[int, ...]] = set()

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show these."""
        self.beginResetModel()
        self._all = list(groups)
        self.groups = sorted(groups, key=self.is_skipped)
        self.endResetModel()

    def is_skipped(self, group: Group) -> bool:
        """Whether the owner wanted to see it later."""
        return group.contacts in self._skipped

    def skip(self, contacts: tuple[int, ...], skipped: bool = True) -> None:
        """Put a group at the end, or back in its place."""
        (self._skipped.add if skipped else self._skipped.discard)(contacts)
        self.show_groups(self._all)

    def row_of(self, contacts: Collection[int]) -> int:
        """Return the row of the first group that has two of these in it; -1 where none has."""
        wanted = set(contacts)
        rows = (row for row, group in enumerate(self.groups) if len(wanted.intersection(group.contacts)) > 1)
        return next(rows, -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.groups)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a row says: "Anna Weber and A. Weber, 97 % sure"."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        group = self.groups[index.row()]
        sure = tr("{names}, {share} sure", names=listed(names_of(group)), share=percent(group.score))
        return tr("{pair}, skipped", pair=sure) if self.is_skipped(group) else sure
