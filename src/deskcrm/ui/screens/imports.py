"""Imports: every file that came in, with its figures, its problem rows, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QStackedLayout, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import Problem
from deskcrm.languages import number, tr, trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.importing.drop_zone import DropZone
from deskcrm.ui.screens.importing.results import mend_rows, saved_words
from deskcrm.ui.screens.importing.table import PROBLEM_COLUMNS, PlainTable, in_card
from deskcrm.ui.screens.operations.entries import Line
from deskcrm.ui.screens.operations.flipping import explain, flip
from deskcrm.ui.screens.operations.view import OperationView
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, column, row

if TYPE_CHECKING:
    from deskcrm.services import reads
    from deskcrm.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Past:
    """The lines of the list, and the batches of each operation."""

    lines: list[Line]
    batches: dict[int, tuple[int, ...]]


class ImportsScreen(Screen):
    """The past imports; a file dropped on the window is the next one."""

    title = tr("Imports")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._past = _Past([], {})
        self._ready = False
        self._problems: tuple[Problem, ...] = ()
        self._showing: int | None = None
        self.view = OperationView()
        self.view.setAccessibleName(tr("Imports"))
        self.view.setAccessibleDescription(tr("Up and Down choose, U undoes, R does again, Enter shows problem rows"))
        self.empty = DropZone(self.nav.import_files)
        self.trouble = Banner("warning")
        self.saved = Banner("good")
        self._build()
        self.view.flip_asked.connect(self._flip)
        self.view.more_asked.connect(self.show_problems)
        self.view.opened.connect(self.show_problems)
        self.view.chosen.connect(self._chosen)

    def _build(self) -> None:
        self.problem_head = Label("", Type.HEADING, Type.BOLD, elide=True)
        self.problem_table = PlainTable(tr("Problem rows"))
        self.problem_table.show_columns(PROBLEM_COLUMNS)
        self.pane = QWidget()
        buttons = (
            Button(tr("Mend them here"), icon="pencil", click=self.mend),
            Button(tr("Save problem rows as CSV"), icon="download", click=self.ask_where),
            Button(kind="quiet", icon="x", name=tr("Close the problem rows"), click=self.close_problems),
        )
        head = row(self.problem_head, *buttons)
        head.setStretch(0, 1)
        below = column(head, in_card(self.problem_table), None)
        below.setContentsMargins(0, 0, Size.SCROLLBAR, Space.L)
        self.pane.setLayout(below)
        self.pane.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL - Size.SCROLLBAR, 0)
        layout.setSpacing(Space.S)
        head = row(Label(self.title, Type.TITLE, Type.BOLD), None)
        for line in (head, row(self.trouble), row(self.saved)):
            line.setContentsMargins(0, 0, Size.SCROLLBAR, 0)
            layout.addLayout(line)
        self._stack = QStackedLayout()
        layout.addLayout(self._stack, 3)
        self._stack.addWidget(self.view)  # only now: a stack without a parent would show it as a window
        self._nothing = QWidget()
        around = column(self.empty, None)
        around.setContentsMargins(0, 0, Size.SCROLLBAR, 0)
        self._nothing.setLayout(around)
        self._stack.addWidget(self._nothing)
        layout.addWidget(self.pane, 2)

    # what the window tells

    def shown(self) -> None:
        """Read the list the first time."""
        self.trouble.hide()
        self.saved.hide()
        if not self._ready:
            self.reload()

    def on_changed(self, changes: Changes) -> None:
        """Read again when an import came or went."""
        if self._ready and changes.kinds & {"batches"}:
            self.reload()

    def focus_first(self) -> None:
        """Put the keyboard on the list."""
        (self.view if self.view.operations.rows else self.empty.button).setFocus()

    def header_widgets(self) -> list[QWidget]:
        """Offer the next import."""
        return [Button(tr("Import a file"), "primary", "import", click=self.nav.import_files)]

    # reading

    def reload(self) -> None:
        """Read the imports again."""
        self.desk.ask(_read, done=self._arrived, key="imports", owner=self)

    def _arrived(self, past: _Past) -> None:
        focus = self.window().focusWidget()
        here = focus is None or not focus.isVisible() or self.isAncestorOf(focus)
        begins = not self._ready and self.isVisible() and here
        self._ready = True
        self._past = past
        self.view.show_lines(past.lines)
        self._stack.setCurrentWidget(self.view if past.lines else self._nothing)
        if begins:
            self.focus_first()

    # doing

    def _flip(self, operation: int, undo: bool) -> None:
        self.trouble.hide()
        flip(self.desk, operation, undo, owner=self, refused=self._refused)

    def _refused(self, words_: str, in_the_way: tuple[int, ...]) -> None:
        explain(self.trouble, words_, in_the_way, self.go_to)

    def go_to(self, operation: int) -> None:
        """Put the cursor on an import, or show the operation in History."""
        if self.view.select(operation):
            self.view.setFocus()
        else:
            self.nav.open_screen("history")

    def _chosen(self, operation: int | None) -> None:
        if operation != self._showing:
            self.close_problems()

    # problem rows

    def show_problems(self, operation: int) -> None:
        """Show the rows of an import that weren't taken in."""
        batches = self._past.batches.get(operation, ())
        line = self.view.operations.line_at(self.view.operations.row_of(operation))
        if line is None or not line.more:
            return
        self._showing = operation
        self.view.select(operation)
        self.desk.ask(_problems, batches, done=self._show_problems, key="problems", owner=self)

    def _show_problems(self, problems: tuple[Problem, ...]) -> None:
        self._problems = problems
        said = tr("No problem rows")
        if problems:
            said = trn(
                "{count} row wasn’t imported from {file}",
                "{count} rows weren’t imported from {file}",
                len(problems),
                file=problems[0].file,
            )
        self.problem_head.setText(said)
        self.problem_table.show_problems(problems)
        self.pane.show()
        if self._showing is not None:
            self.view.select(self._showing)

    def close_problems(self) -> None:
        """Put the problem rows away."""
        self._showing = None
        self.pane.hide()

    def mend(self) -> None:
        """Take the rows that show into the wizard, to be mended and imported; those that waited are looked at anew."""
        if self._showing is not None:
            self.trouble.hide()
            mend_rows(self.desk, self._past.batches[self._showing], self.nav.mend_rows, self.trouble.say, self)

    def ask_where(self) -> None:
        """Ask for a file name and save the problem rows there."""
        dialog = QFileDialog(self, tr("Save problem rows"), tr("problem rows") + ".csv", "CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(lambda name: self.save_problems(Path(name)))
        dialog.open()

    def save_problems(self, path: Path) -> None:
        """Save the problem rows that show, so that they can be mended and imported again."""
        if self._showing is None:
            return
        from deskcrm.services.import_files import save_all_kept

        self.trouble.hide()
        self.desk.ask(
            save_all_kept,
            self._past.batches[self._showing],
            path,
            done=lambda number: self.saved.say(saved_words(number, path)),
            failed=lambda why: self.trouble.say(why),
            owner=self,
        )


def _read(workspace: Workspace) -> _Past:
    from deskcrm.services import reads

    batches: dict[int, list[reads.BatchView]] = {}
    for batch in reads.batches(workspace):
        batches.setdefault(batch.operation, []).insert(0, batch)
    undone: dict[int, str] = {}
    if any(batch.undone for files in batches.values() for batch in files):
        everything = 1 << 30
        undone = {e.id: e.undone_at for e in reads.history(workspace, everything) if e.undone_at and e.kind == "import"}
    lines = [_line(operation, files, undone.get(operation)) for operation, files in batches.items()]
    return _Past(
        lines,
        {
            operation: tuple(b.id for b in files if b.problems or b.waiting or b.left_out)
            for operation, files in batches.items()
        },
    )


def _line(operation: int, files: list[reads.BatchView], undone_at: str | None) -> Line:
    kept = (
        trn("{count} problem", "{count} problems", problems) if (problems := sum(b.problems for b in files)) else "",
        tr("{number} waiting", number=number(waiting)) if (waiting := sum(b.waiting for b in files)) else "",
        tr("{number} left out", number=number(left_out)) if (left_out := sum(b.left_out for b in files)) else "",
    )
    names = ", ".join(b.file for b in files)
    return Line(
        operation,
        files[0].at,
        "import",
        names,
        _figures(files),
        undone_at=undone_at or (files[0].at if files[0].undone else None),
        more=", ".join(said for said in kept if said),
    )


def _figures(files: list[reads.BatchView]) -> str:
    parts = [
        (sum(b.created for b in files), tr("new")),
        (sum(b.updated for b in files), tr("changed")),
        (sum(b.attached for b in files), tr("recognised")),
        (sum(b.unchanged for b in files), tr("the same")),
        (sum(b.waiting for b in files), tr("waiting")),
        (sum(b.left_out for b in files), tr("left out")),
    ]
    said = ", ".join(f"{number(figure)} {word}" for figure, word in parts if figure)
    activities = sum(b.activities for b in files)
    if activities:
        said += " · " + trn("{count} timeline entry", "{count} timeline entries", activities)
    sources = ", ".join(dict.fromkeys(b.source for b in files))
    rows = trn("{count} row", "{count} rows", sum(b.rows for b in files))
    return " · ".join(part for part in (rows, said, sources) if part)


def _problems(workspace: Workspace, batches: tuple[int, ...]) -> tuple[Problem, ...]:
    from deskcrm.services import reads

    return tuple(problem for batch in batches for problem in reads.problems(workspace, batch))
