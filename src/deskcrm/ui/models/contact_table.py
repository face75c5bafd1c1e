"""The list of contacts: an array of ids, and pages of rows that are read when they come to sight."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from deskcrm.domain.views import ListQuery, ListRow, Progress
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.columns import Column

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex

PAGE: Final = 256
KEPT_PAGES: Final = 64
FIRST: Final = 64  # rows that are painted before the rest of a list is read: a tall window shows as many
_AT_ONCE: Final = 3  # pages in one read
_QUEUED: Final = 6  # pages that are still worth reading when the owner scrolls on

ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The whole `ListRow`, or None until it is read."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """A whole new order of the list, and the rows around where the owner is."""

    ids: array[int]
    page: int
    rows: list[ListRow]
    whole: bool  # else there are more after these
    cells: tuple[str, ...]  # what the rows say beyond what every row does
    near: tuple[str, ...] = ()  # nobody has what was typed; these words stand instead


class ContactTable(QAbstractTableModel):
    """Contacts of one kind in the order of `query`; never holds more than a few thousand of them."""

    loaded = Signal()
    """A new order is in place (after the model's reset)."""

    counted = Signal(int)

    gathering = Signal(int)
    """A new order waits for what is read of everybody for the first time: how far that is, in percent."""

    def __init__(self, desk: Desk, columns: Sequence[Column], query: ListQuery, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.columns = tuple(columns)
        self.query = query
        self.ready = False
        """Whether the list has been read at all."""
        self.whole = True
        """Whether all of the list is known, not just its first page."""
        self.near: tuple[str, ...] = ()
        """The folded words of who is shown because nobody has what was typed; () where somebody has."""
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, ListRow]] = OrderedDict()
        self._wanted: list[int] = []
        self._reading = False
        self._generation = 0

    # what a view asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many contacts there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Return what a cell says for a role."""
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role not in _TEXT_ROLES:
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE:
            return row
        if row is None:
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) or None
        text = column.text(row)
        return f"{column.label}: {text or 'none'}" if role == Qt.ItemDataRole.AccessibleTextRole else text

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> Any:
        """Return what a heading says."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.label
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column."""
        key = self.columns[column].sort
        if key:
            self.show_query(replace(self.query, sort=key, descending=order == Qt.SortOrder.DescendingOrder, then=()))

    # what the screen asks

    def id_at(self, row: int) -> int | None:
        """Return the contact in a row; None outside the list."""
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, contact: int) -> int:
        """Return where a contact stands, -1 if it isn't in the list."""
        try:
            return self._ids.index(contact)
        except ValueError:
            return -1

    def row_at(self, row: int) -> ListRow | None:
        """Return a row of the list, or None and have it read."""
        page = self._pages.get(row // PAGE)
        if page is None:
            self._want(row // PAGE)
            return None
        self._pages.move_to_end(row // PAGE)
        return page.get(self._ids[row])

    def ids_between(self, ranges: Sequence[tuple[int, int]]) -> array[int]:
        """Return the contacts of ranges of rows, first and last included."""
        found: array[int] = array("q")
        for first, last in ranges:
            found.extend(self._ids[first : last + 1])
        return found

    def show_columns(self, columns: Sequence[Column]) -> bool:
        """Show other columns; say whether the rows must be read again for them (until then those cells are blank)."""
        if [column.key for column in columns] == [column.key for column in self.columns]:
            self.columns = tuple(columns)  # wider or narrower
            return False
        more = {column.cell for column in columns} - {column.cell for column in self.columns} - {""}
        self.beginResetModel()
        self.columns = tuple(columns)
        self._generation += bool(more)  # what is being read lacks them
        self.endResetModel()
        if self.ready:
            self.loaded.emit()
        return bool(more) and self.ready

    @property
    def _cells(self) -> tuple[str, ...]:
        """What the rows must say beyond what every row does."""
        return tuple(column.cell for column in self.columns if column.cell)

    def show_query(self, query: ListQuery) -> None:
        """Show another selection or order; the present one stays until the new one, or its first page, is read."""
        self.query = query
        if query.text:
            self.desk.ask(_begin, query, self._cells, done=self._begun, key="ids", owner=self)
        else:
            self.reload()

    def reload(self, near: int | None = None) -> None:
        """Read the order again; `near` is a row whose page is read along, so that nothing flickers."""
        page = (near or 0) // PAGE
        self.desk.ask(
            _open, self.query, page, self._cells, done=self._opened, progress=self._gathered, key="ids", owner=self
        )  # fmt: skip

    def _gathered(self, progress: Progress) -> None:
        self.gathering.emit(100 * progress.done // max(1, progress.total))

    def _begun(self, opening: _Opening) -> None:
        self._opened(opening)
        if not opening.whole:
            self.reload()

    def _opened(self, opening: _Opening) -> None:
        first = not self.ready
        if not self.whole and opening.whole and opening.ids[: len(self._ids)] == self._ids:
            self._grow(opening)
            return
        self.whole = opening.whole
        self.near = opening.near
        self.ready = True
        self._generation += 1
        same = opening.ids == self._ids
        if not same:
            self.beginResetModel()
        self._ids = opening.ids
        self._pages.clear()
        self._wanted.clear()
        self._keep(opening)
        if not same:
            self.endResetModel()
        elif self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(self.columns) - 1))
        if first or not same:
            self.counted.emit(len(self._ids))
        self.loaded.emit()

    def _grow(self, opening: _Opening) -> None:
        """Add to the first page what comes after it."""
        self.whole = True
        ids, known = opening.ids, len(self._ids)
        if len(ids) > known:
            self.beginInsertRows(QModelIndex(), known, len(ids) - 1)
            self._ids = ids
            self.endInsertRows()
        self._keep(opening)
        self.dataChanged.emit(self.index(0, 0), self.index(known - 1, len(self.columns) - 1))
        self.counted.emit(len(ids))
        self.loaded.emit()

    def _keep(self, opening: _Opening) -> None:
        """Keep the page that came along, unless other columns were asked for meanwhile."""
        if set(self._cells) <= set(opening.cells):
            self._pages[opening.page] = {row.id: row for row in opening.rows}

    def _want(self, page: int) -> None:
        if page in self._wanted:
            return
        self._wanted.append(page)
        del self._wanted[:-_QUEUED]
        self._read_on()

    def _read_on(self) -> None:
        """Read the pages that were asked for last, one read at a time."""
        if self._reading or not self._wanted:
            return
        self._reading = True
        pages = self._wanted[-_AT_ONCE:]
        ids = [self._ids[p * PAGE : (p + 1) * PAGE] for p in pages]
        generation = self._generation
        self.desk.ask(
            _read_pages,
            ids,
            self._cells,
            done=lambda rows: self._arrived(generation, pages, rows),
            failed=lambda _words: self._arrived(-1, pages, []),
            owner=self,
        )

    def _arrived(self, generation: int, pages: list[int], read: list[list[ListRow]]) -> None:
        self._reading = False
        if generation == self._generation:
            for page, rows in zip(pages, read, strict=True):
                self._pages[page] = {row.id: row for row in rows}
                if page in self._wanted:
                    self._wanted.remove(page)
                last = min((page + 1) * PAGE, len(self._ids)) - 1
                self.dataChanged.emit(self.index(page * PAGE, 0), self.index(last, len(self.columns) - 1))
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._read_on()

    def prefetch(self, first: int, last: int) -> None:
        """Read the pages just before and after the rows in sight."""
        highest = (len(self._ids) - 1) // PAGE
        for page in (first // PAGE - 1, last // PAGE + 1):
            if 0 <= page <= highest and page not in self._pages and page not in self._wanted:
                self._wanted.insert(0, page)
        self._read_on()


_TEXT_ROLES: Final = frozenset(
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.UserRole,
    )
)


def _open(
    workspace: Workspace,
    query: ListQuery,
    page: int,
    cells: tuple[str, ...],
    cancelled: Callable[[], bool],
    progress: Callable[[Progress], None] | None = None,
) -> _Opening:
    from deskcrm.services import reads

    def tell(done: int, whole: int) -> None:
        if progress is not None:
            progress(Progress("", done, whole))

    ids, near = reads.list_ids(workspace, query, progress=tell, cancelled=cancelled), tuple[str, ...]()
    if not ids and query.text:
        ids, near = reads.nearly(workspace, query, cancelled=cancelled)
    page = min(page, max(0, (len(ids) - 1) // PAGE))
    rows = reads.rows(workspace, ids[page * PAGE : (page + 1) * PAGE], cells)
    return _Opening(ids, page, rows, True, cells, near if len(ids) else ())


def _begin(
    workspace: Workspace, query: ListQuery, cells: tuple[str, ...], cancelled: Callable[[], bool]
) -> _Opening:  # fmt: skip
    from deskcrm.services import reads

    ids = reads.first_ids(workspace, query, FIRST)
    if not ids:
        return _open(workspace, query, 0, cells, cancelled)
    return _Opening(ids, 0, reads.rows(workspace, ids, cells), len(ids) < FIRST, cells)


def _read_pages(workspace: Workspace, pages: list[Sequence[int]], cells: tuple[str, ...]) -> list[list[ListRow]]:
    from deskcrm.services import reads

    return [reads.rows(workspace, ids, cells) for ids in pages]
