"""What the owner does with the rows of a dry run: read on, find, leave out, mend, say who somebody is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from deskcrm.domain.views import Candidate, RowChange
from deskcrm.ui.desk import Desk
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.importing.dry_run import DryRun
from deskcrm.ui.screens.importing.preview_page import KINDS, PreviewPage
from deskcrm.ui.screens.importing.row_dialog import RowDialog

if TYPE_CHECKING:
    from deskcrm.domain.taking.decisions import Decisions
    from deskcrm.services.importing import FileReport
    from deskcrm.services.preparing import Prepared


class RowWork(QObject):
    """Serves the preview page for one file at a time. What is decided goes into the draft, then the dry run is anew."""

    def __init__(self, desk: Desk, dry_run: DryRun, page: PreviewPage, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._dry_run, self._page, self._window = desk, dry_run, page, parent
        self._number = 0
        self._draft: Draft | None = None
        self._reports: Callable[[], Sequence[FileReport]] = tuple
        self._likes: dict[int, Candidate] = {}
        self._compared: set[int] = set()
        page.page_asked.connect(self._read_on)
        page.tick_asked.connect(self._leave_out)
        page.open_asked.connect(self.open)
        page.new_in_sight.connect(self._compare)

    def show(self, prepared: Prepared, number: int, draft: Draft, reports: Callable[[], Sequence[FileReport]]) -> None:
        """Show the rows of the `number`-th file; `reports` answers all files as they are decided now."""
        if draft is not self._draft or not self._dry_run.is_of(reports()):
            self._likes, self._compared = {}, set()
        self._number, self._draft, self._reports = number, draft, reports
        assert draft.report is not None
        self._page.show_prepared(prepared, number, draft.report.decisions)

    def _read_on(self, kind: str, text: str, after: int) -> None:
        def came(changes: Sequence[RowChange], total: int) -> None:
            self._page.add_page(kind, text, changes, total)

        self._dry_run.page(self._number, KINDS[kind], text, after, came)

    def _compare(self, changes: Sequence[RowChange]) -> None:
        new = [change for change in changes if change.number not in self._compared]

        def came(likes: dict[int, Candidate]) -> None:
            self._compared.update(change.number for change in new)
            self._likes |= likes
            self._page.say_likes(self._likes)

        if new and not self._dry_run.under_way:
            self._dry_run.lookalikes(self._number, new, came)
        elif self._likes:
            self._page.say_likes(self._likes)

    def _leave_out(self, change: RowChange, out: bool) -> None:
        self._decide(self._decisions().leave_out(change.row, out))

    def _decisions(self) -> Decisions:
        assert self._draft is not None
        assert self._draft.report is not None
        return self._draft.report.decisions

    def _decide(self, decisions: Decisions) -> None:
        assert self._draft is not None
        self._draft.decide(decisions)
        self._page.mark(decisions)
        self._dry_run.begin_soon(self._reports)

    def open(self, change: RowChange) -> None:
        """Show a row as it stands in the file."""
        from deskcrm.services import preparing

        assert self._draft is not None
        assert self._draft.report is not None
        self._desk.ask(
            preparing.row_of, self._draft.report, change.row,
            done=lambda cells: self._open(change, cells), failed=self._page.trouble.say, key="row", owner=self,
        )  # fmt: skip

    def _open(self, change: RowChange, cells: Sequence[str]) -> None:
        if self._draft is None or self._draft.report is None:
            return
        headers = self._draft.report.inspection.headers
        filled = [*cells, *[""] * (len(headers) - len(cells))]
        like = self._likes.get(change.number)
        dialog = RowDialog(change, headers, filled, self._decisions(), self._decide, like, self._window)
        dialog.finished.connect(lambda _result: self._page.table.setFocus())
        dialog.open()
