"""What can be done once an import is in: undo it, save or mend its problem rows, look at what waited for its people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import ImportResult
from deskcrm.languages import tr, trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator
from deskcrm.ui.screens.importing.done_page import DonePage
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.operations.flipping import explain, flip

if TYPE_CHECKING:
    from deskcrm.domain.views import HistoryEntry
    from deskcrm.services.importing import FileReport
    from deskcrm.services.workspace import Workspace


class Results(QObject):
    """Serves the last page of the wizard."""

    to_mend = Signal(object)
    """Rows of earlier imports, as `FileReport`s, are to go through the wizard."""

    def __init__(self, desk: Desk, nav: Navigator, page: DonePage, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._nav, self._page, self._window = desk, nav, page, parent
        self._drafts: tuple[Draft, ...] = ()
        self.result: ImportResult | None = None
        page.flip_asked.connect(self._flip)
        page.save_asked.connect(self.ask_where)
        page.mend_asked.connect(lambda: self._mend(self._with_problems()))
        page.bring_back_asked.connect(self._bring_back)

    def show(self, result: ImportResult, drafts: Sequence[Draft], next_file: str) -> None:
        """Show what an import did."""
        self.result, self._drafts = result, tuple(drafts)
        self._page.show_result(result, drafts[0].mapping.shape, next_file)
        from deskcrm.services.import_files import waiting

        ours = {file.batch for file in result.files}
        if result.counts.created or result.counts.updated:
            self._desk.ask(waiting, done=lambda found: self._say_waiting(found, ours), key="waiting", owner=self)

    def _say_waiting(self, found: Sequence[tuple[int, str, int]], ours: set[int]) -> None:
        others = [(batch, rows) for batch, _, rows in found if batch not in ours]
        batches = [batch for batch, _ in others]
        self._page.say_waiting(sum(rows for _, rows in others), lambda: self._mend(batches))

    def changed(self, changes: Changes) -> None:
        """See whether the import that shows was undone elsewhere."""
        if self.result is not None and self.result.files and changes.operation == self.result.operation:
            batch = self.result.files[0].batch
            self._desk.ask(_is_undone, batch, done=self._page.show_undone, key="state", owner=self)

    def _flip(self, undo: bool) -> None:
        assert self.result is not None
        assert self.result.operation is not None
        self._page.trouble.hide()
        flip(self._desk, self.result.operation, undo, owner=self._window, done=self._flipped, refused=self._refused)

    def _flipped(self, entry: HistoryEntry) -> None:
        self._page.show_undone(entry.undone_at is not None)

    def _refused(self, why: str, in_the_way: tuple[int, ...]) -> None:
        explain(self._page.trouble, why, in_the_way, lambda _operation: self._nav.open_screen("history"))

    def _bring_back(self, hidden: tuple[int, ...]) -> None:
        from deskcrm.services import bulk

        self._desk.do(bulk.bring_back, hidden, initiator=self._window)

    # problem rows

    def _with_problems(self) -> list[int]:
        assert self.result is not None
        files = {problem.file for problem in self.result.problems}
        return [file.batch for file in self.result.files if file.file in files]

    def ask_where(self) -> None:
        """Ask for a file name and save the problem rows there."""
        path = self._drafts[0].path
        name = path.with_name(tr("{file} problems", file=path.stem) + ".csv")
        dialog = QFileDialog(self._window, tr("Save problem rows"), str(name), "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_problems(Path(chosen)))
        dialog.open()

    def save_problems(self, path: Path) -> None:
        """Save the rows that weren't taken in, as they stand in their file, with what is wrong."""
        from deskcrm.services.import_files import save_all_kept, save_problem_rows

        assert self.result is not None
        report = self._drafts[0].report
        several = len(self._drafts) > 1
        work = (save_all_kept, self._with_problems()) if several else (save_problem_rows, report, self.result.problems)
        self._desk.ask(
            *work,
            path,
            done=lambda number: self._page.good.say(saved_words(number, path)),
            failed=lambda why: self._page.trouble.say(why),
            owner=self,
        )

    def _mend(self, batches: Sequence[int]) -> None:
        mend_rows(self._desk, batches, self.to_mend.emit, self._page.trouble.say, self)


def saved_words(rows: int, path: Path) -> str:
    """How many problem rows are where now, as a sentence."""
    return trn("{count} row saved in {file}.", "{count} rows saved in {file}.", rows, file=path.name)


def mend_rows(
    desk: Desk,
    batches: Sequence[int],
    done: Callable[[list[FileReport]], None],
    failed: Callable[[str], None],
    owner: QObject,
) -> None:
    """Have the rows of imports that weren't taken in ready for the wizard: `done(reports)`."""
    desk.ask(_to_mend, tuple(batches), done=done, failed=failed, key="mend", owner=owner)


def _to_mend(workspace: Workspace, batches: Sequence[int]) -> list[FileReport]:
    from deskcrm.services.import_files import to_mend

    return [to_mend(workspace, batch) for batch in batches]


def _is_undone(workspace: Workspace, batch: int) -> bool:
    from deskcrm.services import reads

    return any(b.undone for b in reads.batches(workspace) if b.id == batch)
