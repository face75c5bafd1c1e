"""The import wizard: files, their fields, who is who, a dry run, the run, what it did. Nothing is written before it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import ImportResult, Progress
from deskcrm.languages import tr, trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.import_process import run_import
from deskcrm.ui.jobs import Job
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.importing.done_page import DonePage
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.importing.dry_run import DryRun
from deskcrm.ui.screens.importing.fields_page import FieldsPage
from deskcrm.ui.screens.importing.file_bar import FileBar
from deskcrm.ui.screens.importing.file_page import FilePage
from deskcrm.ui.screens.importing.file_set import FileSet
from deskcrm.ui.screens.importing.intake import Intake
from deskcrm.ui.screens.importing.mapping_menu import MappingMenu
from deskcrm.ui.screens.importing.page import Page
from deskcrm.ui.screens.importing.preview_page import PreviewPage
from deskcrm.ui.screens.importing.results import Results
from deskcrm.ui.screens.importing.row_work import RowWork
from deskcrm.ui.screens.importing.steps import Steps
from deskcrm.ui.screens.importing.who_page import WhoPage
from deskcrm.ui.screens.importing.who_work import WhoWork
from deskcrm.ui.screens.importing.work_page import WorkPage
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, row
from deskcrm.ui.widgets.flow import INSET

if TYPE_CHECKING:
    from deskcrm.services.import_files import ReadOptions
    from deskcrm.services.importing import FileReport
    from deskcrm.services.preparing import Prepared

FILE, FIELDS, WHO, PREVIEW, DONE = range(5)
_PATIENCE_MS: Final = 200
"""How long a page waits for a dry run before the bar takes its place."""


class ImportWizard(Screen):
    """One or several files, which go in together; others that are dropped while they do come after them."""

    title = tr("Import")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.later: list[Path] = []
        self._step = FILE
        self._planning = False
        self._job: Job | None = None
        self.heading = Label(tr("Import a file"), Type.TITLE, Type.BOLD, elide=True)
        self.steps = Steps()
        self.files = FileBar()
        self.file_page, self.fields_page, self.who_page = FilePage(), FieldsPage(), WhoPage()
        self.preview_page, self.done_page, self.work_page = PreviewPage(), DonePage(), WorkPage()
        self.pages: tuple[Page, ...] = (
            self.file_page, self.fields_page, self.who_page, self.preview_page, self.done_page,
        )  # fmt: skip
        self.stack = QStackedWidget()
        self.intake = Intake(desk, self)
        self.file_set = FileSet(desk, self)
        self.dry_run = DryRun(desk, self)
        self.results = Results(desk, window, self.done_page, self)
        self.mappings = MappingMenu(desk, self.fields_page)
        self.who = WhoWork(desk, self.who_page)
        self.rows = RowWork(desk, self.dry_run, self.preview_page, self)
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
        bar = row(self.files)
        bar.setContentsMargins(-INSET, 0, -INSET, 0)
        layout.addLayout(bar)
        layout.addWidget(self.stack, 1)

    def _connect(self) -> None:
        self.intake.came.connect(self._came)
        self.file_page.chosen.connect(self.intake.choose)
        self.file_page.pasted.connect(self.paste)
        self.file_page.removed.connect(self._remove)
        self.file_page.options_changed.connect(self._read_otherwise)
        self.file_page.forward.connect(lambda: self._go(FIELDS))
        self.fields_page.back.connect(lambda: self._go(FILE))
        self.fields_page.change_file.connect(lambda: self._go(FILE))
        self.fields_page.reexamine.connect(self._examine_again)
        self.fields_page.forward.connect(lambda: self._go(WHO))
        self.who_page.back.connect(lambda: self._go(FIELDS))
        self.who_page.forward.connect(self._plan)
        self.preview_page.back.connect(self._back_from_preview)
        self.preview_page.forward.connect(self._run)
        self.work_page.cancelled.connect(self.cancel)
        self.done_page.again_asked.connect(self.start_over)
        self.done_page.forward.connect(self._leave_done)
        self.files.picked.connect(lambda number: self._look_at(self.drafts[number]))
        self.file_set.understood.connect(self._understood)
        self.file_set.refused.connect(self._unreadable)
        self.dry_run.ready.connect(self._ready)
        self.dry_run.refused.connect(self._not_planned)
        self.dry_run.progressed.connect(self._progress)
        self.results.to_mend.connect(self.mend)
        self._soon.timeout.connect(self._show_work)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self, self.paste, context=within)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._go_on, context=within)

    @property
    def drafts(self) -> list[Draft]:
        """The files of this import."""
        return self.file_set.drafts

    @property
    def draft(self) -> Draft | None:
        """The file that is looked at."""
        return self.file_set.current

    # what the window tells

    def take(self, paths: Sequence[Path]) -> None:
        """Take files, and those in folders: into the import that is begun, or after the one that is being written."""
        self.intake.take(paths)

    def _came(self, paths: Sequence[Path], others: int) -> None:
        if others or not paths:
            self.nav.toast(
                trn(
                    "{count} other file in there can’t be imported, and was left alone",
                    "{count} other files in there can’t be imported, and were left alone",
                    others,
                )
            )
        if self._job is not None:
            self.later += paths
            self.nav.toast(
                trn(
                    "{count} file will come after this import",
                    "{count} files will come after this import",
                    len(paths),
                )
            )
        elif paths:
            if self._step == DONE:
                self.start_over()
            self._add([Draft(path) for path in paths])

    def leaving(self) -> None:
        """Leave no dry run behind."""
        self.dry_run.leave()

    def focus_first(self) -> None:
        """Put the keyboard where work goes on."""
        page = self.stack.currentWidget()
        if isinstance(page, Page | WorkPage):
            page.focus_first()

    def header_widgets(self) -> list[QWidget]:
        """Offer to leave."""
        return [Button(tr("Close"), icon="x", hint=tr("Leave the import; nothing is written"), click=self.leave)]

    def leave(self) -> None:
        """Go to the list of imports, and forget what was begun unless it is being written."""
        if self._job is None:
            self.start_over()
        self.nav.open_screen("imports")

    def hideEvent(self, event: QHideEvent) -> None:
        """A finished import makes room for the next one."""
        super().hideEvent(event)
        if not event.spontaneous() and self._step == DONE and not self.later:
            self.start_over()

    def on_changed(self, changes: Changes) -> None:
        """See whether the import that shows was undone elsewhere, or a dry run is no longer true."""
        if self._step == DONE:
            self.results.changed(changes)
        elif self._step == PREVIEW and self._job is None and changes.kinds & {"contacts", "activities", "batches"}:
            self.dry_run.begin_soon(self.file_set.reports)

    # files

    def start_over(self) -> None:
        """Wait for a file."""
        self.cancel()
        self.file_set.clear()
        self.dry_run.forget()
        self._planning = False
        self.preview_page.clear()
        self.file_page.show_nothing()
        self._go(FILE)

    def paste(self) -> None:
        """Take what was copied elsewhere as a file, if none is under way."""
        if self._step == FILE and self.draft is None:
            self.intake.paste(lambda why: self.file_page.show_refusal(why, False))

    def mend(self, reports: Sequence[FileReport]) -> None:
        """Take rows that couldn't go in with an earlier import: they are known already, so the dry run comes first."""
        self.start_over()
        self.file_set.take_known(reports)
        if self.draft is not None and self.draft.report is not None:
            self.file_page.show_report(self.draft.report)
            self._plan()

    def _add(self, drafts: Sequence[Draft]) -> None:
        if self.draft is None or self.draft.report is None or self._step in (FILE, PREVIEW):
            self.file_set.current = drafts[0]
            self._go(FILE)
        self.file_set.add(drafts)
        self._name()

    def _remove(self) -> None:
        """Leave out the file that shows; another one does then."""
        if self.draft is not None and len(self.drafts) > 1:
            self.file_set.remove(self.draft)
            self._look_at(self.draft)

    def _look_at(self, draft: Draft) -> None:
        """Look at another of the files."""
        self.fields_page.commit()
        self.file_set.current = draft
        if self._step == FILE and draft.report is not None:
            self.file_page.show_report(draft.report)
        elif self._step == PREVIEW and self.dry_run.prepared is not None:
            self._show_prepared(self.dry_run.prepared)
        elif draft.report is not None:
            self._go(self._step)
        self._name()

    def _read_otherwise(self, options: ReadOptions) -> None:
        if self.draft is not None:
            self.draft.read_otherwise(options)
            self._examine_again()

    def _examine_again(self) -> None:
        self.file_set.examine(self.draft)

    def _understood(self, draft: Draft, first: bool) -> None:
        if draft is self.draft:
            if draft.report is not None:
                self.file_page.show_report(draft.report)
            if self._step == FIELDS:
                self.fields_page.show_draft(draft)
            elif first and self.isVisible():
                self.focus_first()
        self._name()

    def _unreadable(self, draft: Draft, why: str) -> None:
        if draft.report is not None:
            self.file_set.current = draft
            self._go(FILE)
            self.file_page.show_refusal(why, True)
            return
        self.file_set.remove(draft)
        self._go(FILE)
        if self.draft is not None and self.draft.report is not None:
            self.file_page.show_report(self.draft.report)
            self.file_page.trouble.say(why)
        else:
            self.file_page.show_refusal(why, False)
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
        if self.draft is not None and self.draft.report is not None:
            if step == FIELDS:
                self.fields_page.show_draft(self.draft)
            elif step == WHO:
                self.who.show(self.draft)
        self.stack.setCurrentWidget(self.pages[step])
        self._name()
        if self.isVisible():
            self.focus_first()

    def _name(self) -> None:
        several = len(self.drafts) > 1
        if self._step == DONE:
            self.heading.setText(tr("Imported {name}", name=self._called()))
        elif self.draft is None and not several:
            self.heading.setText(tr("Import a file"))
        else:
            self.heading.setText(tr("Import {name}", name=self._called()))
        self.files.show_files(self.drafts if self._step != DONE else (), self.draft)
        self.file_page.remove.setVisible(several)

    def _called(self) -> str:
        """What is imported, in words: the name of the one file, or how many there are."""
        if len(self.drafts) == 1:
            return self.drafts[0].path.name
        return trn("{count} file", "{count} files", len(self.drafts)) if self.drafts else tr("a file")

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
        reports = self.file_set.reports()
        if self.dry_run.is_of(reports) and self.dry_run.prepared is not None:
            self._show_prepared(self.dry_run.prepared)
            self._go(PREVIEW)
            return
        self._planning = True
        self.preview_page.clear()
        self._begin(tr("Looking at what would change"), tr("Nothing is written yet."))
        self.dry_run.begin(reports)

    def _ready(self, prepared: Prepared) -> None:
        wanted = self._planning or self._step == PREVIEW
        self._end()
        if wanted and self._job is None:
            self._show_prepared(prepared)
            if self._step != PREVIEW or self.stack.currentWidget() is not self.preview_page:
                self._go(PREVIEW)

    def _show_prepared(self, prepared: Prepared) -> None:
        if self.draft is None or self.draft not in self.file_set.ordered:
            return
        number = self.file_set.ordered.index(self.draft)
        if number < len(prepared.files) and self.draft.report is not None:
            self.rows.show(prepared, number, self.draft, self.file_set.reports)

    def _not_planned(self, why: str, asked: bool) -> None:
        planning = self._planning
        self._end()
        if not planning:
            self.preview_page.trouble.say(why)
            return
        self._go(WHO)
        if not asked:
            self.who_page.trouble.say(why)

    def _back_from_preview(self) -> None:
        if self._planning:
            self.cancel()
        else:
            self._go(WHO)

    # the run

    def _run(self) -> None:
        """Import the files, as they were looked at if nothing was changed since."""
        reports = self.file_set.reports()
        if self._job is not None or not reports:
            return
        self.dry_run.cancel()
        prepared = self.dry_run.prepared if self.dry_run.is_of(reports) else None
        calm = tr("You can go on working meanwhile. Cancel leaves nothing behind.")
        self._begin(tr("Importing {name}", name=self._called()), calm)
        self._job = run_import(
            self.desk,
            reports,
            prepared,
            progress=self._progress,
            done=self._done,
            failed=self._not_run,
            owner=self,
        )

    def _done(self, result: ImportResult) -> None:
        self._job = None
        self._end()
        self.dry_run.forget()
        self.preview_page.clear()
        self.results.show(result, self.file_set.ordered, self.later[0].name if self.later else "")
        self._go(DONE)

    def _not_run(self, why: str) -> None:
        asked = self._job is not None and self._job.cancelled()
        self._job = None
        self._end()
        self._go(PREVIEW)
        if asked:
            self.preview_page.note.say(tr("Cancelled. Nothing was written."))
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
        if self._job is not None or self._planning:
            self.stack.setCurrentWidget(self.work_page)
            if self.isVisible():
                self.work_page.focus_first()

    def _progress(self, progress: Progress) -> None:
        """Show how far it is; of a dry run, its first rows as soon as there are some."""
        if self._job is None and self._planning and self.draft is not None and self.draft.report is not None:
            self.preview_page.show_reading(progress, self.draft.report)
            if self.preview_page.plan is not None and self.stack.currentWidget() is self.work_page:
                self._go(PREVIEW)
        self.work_page.show_progress(progress)

    def _end(self) -> None:
        """Clear up after a job."""
        self._planning = False
        self._soon.stop()
        for page in (self.fields_page, self.who_page, self.preview_page):
            page.next_button.setEnabled(True)
            page.back_button.setEnabled(True)

    def cancel(self) -> None:
        """Have the job under way stop."""
        if self._job is not None:
            self._job.cancel()
            self.work_page.stopping()
        elif self._planning:
            self.dry_run.cancel()
            self.work_page.stopping()

    def _leave_done(self) -> None:
        if self.later:
            paths, self.later = self.later, []
            self.start_over()
            self.take(paths)
            return
        companies = bool(self.drafts) and self.drafts[0].mapping.shape == "companies"
        self.nav.open_screen("companies" if companies else "people")

    def save_problems(self, path: Path) -> None:
        """Save the rows that weren't taken in."""
        self.results.save_problems(path)
