"""The import wizard: a file, its fields, a dry run, the run, what it did. Nothing is written before the run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import ImportPlan, ImportResult, Progress
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.import_process import plan_import, run_import
from deskcrm.ui.jobs import Job
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.importing.done_page import DonePage
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.importing.drop_zone import FILTERS
from deskcrm.ui.screens.importing.fields_page import FieldsPage
from deskcrm.ui.screens.importing.file_page import FilePage
from deskcrm.ui.screens.importing.page import Page
from deskcrm.ui.screens.importing.preview_page import PreviewPage
from deskcrm.ui.screens.importing.steps import Steps
from deskcrm.ui.screens.importing.work_page import WorkPage
from deskcrm.ui.screens.operations.flipping import explain, flip
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row

if TYPE_CHECKING:
    from deskcrm.domain.views import HistoryEntry
    from deskcrm.services.import_files import ReadOptions
    from deskcrm.services.importing import FileReport
    from deskcrm.services.workspace import Workspace

FILE, FIELDS, PREVIEW, DONE = range(4)
_PATIENCE_MS: Final = 200
"""How long a page waits for a dry run before the bar takes its place."""


class ImportWizard(Screen):
    """One file at a time; others that were dropped wait their turn."""

    title = "Import"

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.draft: Draft | None = None
        self.result: ImportResult | None = None
        self.queue: list[Path] = []
        self._last_folder: Path | None = None
        self._step = FILE
        self._planned: FileReport | None = None
        self._job: Job | None = None
        self._running = False
        self.heading = Label("Import a file", Type.TITLE, Type.BOLD, elide=True)
        self.steps = Steps()
        self.file_page = FilePage()
        self.fields_page = FieldsPage()
        self.preview_page = PreviewPage()
        self.done_page = DonePage()
        self.work_page = WorkPage()
        self.pages: tuple[Page, ...] = (self.file_page, self.fields_page, self.preview_page, self.done_page)
        self.stack = QStackedWidget()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PATIENCE_MS)
        self._build()
        self._connect()

    def _build(self) -> None:
        head = row(self.heading, self.steps, spacing=Space.XL)
        head.setStretch(0, 1)
        for page in (*self.pages, self.work_page):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, 0)
        layout.setSpacing(Space.M)
        layout.addLayout(head)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.file_page.chosen.connect(self.choose)
        self.file_page.pasted.connect(self.paste)
        self.file_page.options_changed.connect(self._read_otherwise)
        self.file_page.forward.connect(lambda: self._go(FIELDS))
        self.fields_page.back.connect(lambda: self._go(FILE))
        self.fields_page.change_file.connect(lambda: self._go(FILE))
        self.fields_page.reexamine.connect(self._examine)
        self.fields_page.forward.connect(self._plan)
        self.preview_page.back.connect(lambda: self._go(FIELDS))
        self.preview_page.forward.connect(self._run)
        self.work_page.cancelled.connect(self.cancel)
        self.done_page.flip_asked.connect(self._flip)
        self.done_page.save_asked.connect(self.ask_where)
        self.done_page.bring_back_asked.connect(self._bring_back)
        self.done_page.again_asked.connect(self._again)
        self.done_page.forward.connect(self._leave_done)
        self._soon.timeout.connect(self._show_work)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste, context=within)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._go_on, context=within)

    # what the window tells

    def take(self, paths: Sequence[Path]) -> None:
        """Take files: the first now, unless one is under way, the others after it."""
        self.queue += paths
        if self._job is None and (self.draft is None or self.draft.report is None or self._step in (FILE, DONE)):
            self._next_file()
        elif self.draft is not None:
            self.nav.toast(f"{words.count(len(paths), 'file')} will come after {self.draft.path.name}")

    def focus_first(self) -> None:
        """Put the keyboard where work goes on."""
        page = self.stack.currentWidget()
        if isinstance(page, Page | WorkPage):
            page.focus_first()

    def header_widgets(self) -> list[QWidget]:
        """Offer to leave."""
        return [Button("Close", icon="x", hint="Leave the import; nothing is written", click=self.leave)]

    def leave(self) -> None:
        """Go to the list of imports, and forget what was begun unless it is being written."""
        if not self._running:
            self.start_over()
        self.nav.open_screen("imports")

    def hideEvent(self, event: QHideEvent) -> None:
        """A finished import makes room for the next one."""
        super().hideEvent(event)
        if not event.spontaneous() and self._step == DONE and not self.queue:
            self.start_over()

    def on_changed(self, changes: Changes) -> None:
        """See whether the import that shows was undone elsewhere, or a dry run is no longer true."""
        if self._step == DONE and self.result is not None and changes.operation == self.result.operation:
            batch = self.result.files[0].batch
            self.desk.ask(_is_undone, batch, done=self.done_page.show_undone, key="state", owner=self)
        elif self._step == PREVIEW and self._job is None and changes.kinds & {"contacts", "activities", "batches"}:
            self._plan_again()

    # files

    def start_over(self) -> None:
        """Wait for a file."""
        self.cancel()
        if self.draft is not None:
            from deskcrm.services.import_files import forget_kept

            self.desk.ask(forget_kept, self.draft.path, done=lambda _: None, owner=self)
        self.draft = self.result = self._planned = None
        self.queue.clear()
        self.file_page.show_nothing()
        self._go(FILE)

    def choose(self) -> None:
        """Ask for files."""
        dialog = QFileDialog(self, "Import", str(self._folder()), FILTERS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    def paste(self) -> None:
        """Take what was copied elsewhere as a file, if none is under way."""
        from deskcrm.services.import_files import keep_pasted

        if self._step == FILE and self.draft is None:
            text, refuse = QGuiApplication.clipboard().text(), self.file_page.show_refusal
            done, failed = lambda path: self.take([path]), lambda why: refuse(why, False)
            self.desk.ask(keep_pasted, text, done=done, failed=failed, key="pasted", owner=self)

    def _folder(self) -> Path:
        """Where the last file came from, or else where a browser puts what was exported."""
        downloads = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        folders = (self._last_folder, Path(downloads))
        return next((folder for folder in folders if folder is not None and folder.is_dir()), Path.home())

    def _next_file(self) -> None:
        self.result = self._planned = None
        self.draft = Draft(self.queue.pop(0))
        self._last_folder = self.draft.path.parent
        self._go(FILE)
        self._examine()

    def _read_otherwise(self, options: ReadOptions) -> None:
        if self.draft is not None:
            self.draft.options = options
            self._examine()

    def _examine(self) -> None:
        """Find out what the file is, with all that the owner said about it."""
        from deskcrm.services import importing

        draft = self.draft
        assert draft is not None
        self.desk.ask(
            importing.examine,
            draft.path,
            draft.options,
            shape=draft.shape,
            country=draft.country,
            done=lambda report: self._examined(draft, report),
            failed=lambda why: self._unreadable(draft, why),
            key="examine",
            owner=self,
        )

    def _examined(self, draft: Draft, report: FileReport) -> None:
        if draft is not self.draft:
            return
        first = draft.report is None
        draft.understood(report)
        self._planned = None
        self._show_file(report)
        if self._step == FIELDS:
            self.fields_page.show_draft(draft)
        elif first and self.isVisible():
            self.focus_first()

    def _show_file(self, report: FileReport) -> None:
        self.file_page.show_report(report, [path.name for path in self.queue])
        self._name()

    def _unreadable(self, draft: Draft, why: str) -> None:
        if draft is not self.draft:
            return
        known = draft.report is not None
        if self._step != FILE:
            self._go(FILE)
        self.file_page.show_refusal(why, known)
        if not known:
            self.draft = None
            self._name()
            self.focus_first()

    # steps

    def _go(self, step: int) -> None:
        """Show a step."""
        if self._step == FIELDS:
            self.fields_page.commit()
        self._step = step
        self._soon.stop()
        self.steps.show_step(step)
        if step == FIELDS and self.draft is not None:
            self.fields_page.show_draft(self.draft)
        self.stack.setCurrentWidget(self.pages[step])
        self._name()
        if self.isVisible():
            self.focus_first()

    def _name(self) -> None:
        name = self.draft.path.name if self.draft is not None else "a file"
        self.heading.setText(f"Imported {name}" if self._step == DONE else f"Import {name}")

    def _go_on(self) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.go_on()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus, or else leads on; Escape goes back or cancels."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focus = self.focusWidget()
            if isinstance(focus, QAbstractButton) and focus.isVisible():
                focus.click()
            else:
                self._go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def _escape(self) -> None:
        page = self.stack.currentWidget()
        if page is self.work_page:
            self.cancel()
        elif isinstance(page, Page) and page.back_button.isVisible():
            page.back_button.click()

    # the dry run

    def _plan(self) -> None:
        """Go to the preview; a dry run that is still true isn't made again."""
        self.fields_page.commit()
        assert self.draft is not None
        assert self.draft.report is not None
        if self._planned is self.draft.report:
            self._go(PREVIEW)
        else:
            self._begin("Looking at what would change", "Nothing is written yet.")
            self._job = plan_import(
                self.desk,
                self.draft.report,
                progress=self._progress,
                done=self._planned_now,
                failed=self._not_planned,
                owner=self,
            )

    def _plan_again(self) -> None:
        self._planned = None
        self._plan()

    def _planned_now(self, plan: ImportPlan) -> None:
        self._end()
        assert self.draft is not None
        assert self.draft.report is not None
        self._planned = self.draft.report
        self.preview_page.show_plan(plan, self.draft.report)
        self._go(PREVIEW)

    def _not_planned(self, why: str) -> None:
        asked = self._end()
        self._go(FIELDS)
        if not asked:
            self.fields_page.trouble.say(why)

    # the run

    def _run(self) -> None:
        """Import the file."""
        assert self.draft is not None
        assert self.draft.report is not None
        if self._job is not None:
            return
        self._running = True
        self._begin(
            f"Importing {self.draft.path.name}", "You can go on working meanwhile. Cancel leaves nothing behind."
        )
        self._job = run_import(
            self.desk,
            [self.draft.report],
            progress=self._progress,
            done=self._done,
            failed=self._not_run,
            owner=self,
        )

    def _done(self, result: ImportResult) -> None:
        self._end()
        assert self.draft is not None
        self.result = result
        waiting = self.queue[0].name if self.queue else ""
        self.done_page.show_result(result, self.draft.mapping.shape, waiting)
        self._go(DONE)

    def _not_run(self, why: str) -> None:
        asked = self._end()
        self._go(PREVIEW)
        if asked:
            self.preview_page.note.say("Cancelled. Nothing was written.")
        else:
            self.preview_page.trouble.say(why)

    def _begin(self, head: str, calm: str) -> None:
        page = self.stack.currentWidget()
        if isinstance(page, Page):
            page.trouble.hide()
            page.next_button.setEnabled(False)
            page.back_button.setEnabled(False)
        self.work_page.begin(head, calm)
        self._soon.start()

    def _show_work(self) -> None:
        if self._job is not None:
            self.stack.setCurrentWidget(self.work_page)
            if self.isVisible():
                self.work_page.focus_first()

    def _progress(self, progress: Progress) -> None:
        self.work_page.show_progress(progress)

    def _end(self) -> bool:
        """Clear up after a job; say whether the owner had cancelled it."""
        asked = self._job is not None and self._job.cancelled()
        self._job = None
        self._running = False
        self._soon.stop()
        for page in (self.fields_page, self.preview_page):
            page.next_button.setEnabled(True)
            page.back_button.setEnabled(True)
        return asked

    def cancel(self) -> None:
        """Have the job under way stop."""
        if self._job is not None:
            self._job.cancel()
            self.work_page.stopping()

    # the result

    def _flip(self, undo: bool) -> None:
        assert self.result is not None
        self.done_page.trouble.hide()
        flip(self.desk, self.result.operation, undo, owner=self, done=self._flipped, refused=self._refused)

    def _flipped(self, entry: HistoryEntry) -> None:
        self.done_page.show_undone(entry.undone_at is not None)

    def _bring_back(self, hidden: tuple[int, ...]) -> None:
        from deskcrm.services import bulk

        self.desk.do(bulk.bring_back, hidden, initiator=self)

    def _refused(self, why: str, in_the_way: tuple[int, ...]) -> None:
        explain(self.done_page.trouble, why, in_the_way, lambda _operation: self.nav.open_screen("history"))

    def _again(self) -> None:
        self.start_over()

    def _leave_done(self) -> None:
        if self.queue:
            self._next_file()
            return
        companies = self.draft is not None and self.draft.mapping.shape == "companies"
        self.nav.open_screen("companies" if companies else "people")

    def ask_where(self) -> None:
        """Ask for a file name and save the problem rows there."""
        assert self.draft is not None
        name = self.draft.path.with_name(f"{self.draft.path.stem} problems.csv")
        dialog = QFileDialog(self, "Save problem rows", str(name), "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.save_problems(Path(chosen)))
        dialog.open()

    def save_problems(self, path: Path) -> None:
        """Save the rows that weren't taken in, as they stand in their file, with what is wrong."""
        from deskcrm.services.import_files import save_problem_rows

        assert self.draft is not None
        assert self.draft.report is not None
        assert self.result is not None
        self.desk.ask(
            save_problem_rows,
            self.draft.report,
            self.result.problems,
            path,
            done=lambda number: self.done_page.good.say(f"{words.count(number, 'row')} saved in {path.name}."),
            failed=lambda why: self.done_page.trouble.say(why),
            owner=self,
        )


def _is_undone(workspace: Workspace, batch: int) -> bool:
    from deskcrm.services import reads

    return any(b.undone for b in reads.batches(workspace) if b.id == batch)
