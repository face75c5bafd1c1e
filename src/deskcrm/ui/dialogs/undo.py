"""Before an undo that has consequences: what stays of what was decided since, and what has to be undone with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from deskcrm.domain.views import Decided, HistoryEntry, UndoPreview
from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, Line, clear, column, row

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_HIGHEST: Final = 260
_LEAST: Final = 72
"""How high a list may be, and how low it gets in a low window before it is scrolled."""

_REST: Final = 320
"""What the dialog has besides its lists."""

_WIDTH: Final = Size.DIALOG - 2 * Space.XL


class UndoDialog(FormDialog):
    """Ctrl+Enter undoes, Escape leaves it. What stays can be undone or detached here, one by one."""

    def __init__(
        self,
        desk: Desk,
        preview: UndoPreview,
        entry: HistoryEntry,
        done: Callable[[HistoryEntry], None],
        parent: QWidget,
    ) -> None:
        super().__init__(tr("Undo this import?") if entry.kind == "import" else tr("Undo this?"), tr("Undo"), parent)
        self._desk, self._preview, self._done, self._over = desk, preview, done, parent
        self.warning = Banner("warning")
        self._sections = QVBoxLayout()
        self._sections.setSpacing(Space.M)
        what = Label(entry.summary, weight=Type.MEDIUM, wrap=True)
        when = Label(words.exact(entry.at), Type.SMALL, tone="muted")
        self.rows.addLayout(column(what, when, spacing=Size.LINE))
        self.rows.addWidget(self.warning)
        self.rows.addLayout(self._sections)
        self._show(preview)
        self.save_button.setFocus()

    @classmethod
    def begin(cls, desk: Desk, preview: UndoPreview, parent: QWidget, done: Callable[[HistoryEntry], None]) -> None:
        """Open it over a screen."""

        def show(entry: HistoryEntry) -> None:
            cls(desk, preview, entry, done, parent).open()

        desk.ask(_entry, preview.operation, done=show, key="undo", owner=parent)

    def _show(self, preview: UndoPreview) -> None:
        self._preview = preview
        if preview.warning:
            self.warning.say(preview.warning)
        else:
            self.warning.hide()
        number = len(preview.in_the_way)
        both_or_all = tr("Undo both") if number == 1 else tr("Undo all {count}", count=number + 1)
        self.save_button.set_text(both_or_all if number else tr("Undo"))
        room = self._over.window().height() - _REST
        self._highest = max(_LEAST, min(_HIGHEST, room // (2 if number and preview.stays else 1)))
        clear(self._sections)
        if number:
            built = (
                tr("A later change builds on it and is undone too:")
                if number == 1
                else tr("Later changes build on it:")
            )
            self._section(built, [_line(entry.summary, words.long_ago(entry.at)) for entry in preview.in_the_way])
        if preview.stays:
            self._section(
                tr("Decided since, and stays as it is:"), [self._decided(decided) for decided in preview.stays]
            )
        if not number and not preview.stays:
            self._sections.addWidget(Label(tr("Nothing else depends on it."), tone="muted", wrap=True))

    def _section(self, heading: str, lines: Sequence[QWidget]) -> None:
        self._sections.addWidget(Label(heading, Type.SMALL, Type.MEDIUM, "muted", wrap=True))
        inner = QWidget()
        body = column(spacing=Space.S)
        for number, line in enumerate(lines):
            if number:
                body.addWidget(Line())
            body.addWidget(line)
        inner.setLayout(body)
        inner.setFixedWidth(_WIDTH - Size.SCROLLBAR)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        area.viewport().setAutoFillBackground(False)
        inner.setAutoFillBackground(False)
        area.setFixedHeight(min(body.totalHeightForWidth(_WIDTH - Size.SCROLLBAR), self._highest))
        inner.setFixedHeight(body.totalHeightForWidth(_WIDTH - Size.SCROLLBAR))
        self._sections.addWidget(area)

    def _decided(self, decided: Decided) -> QWidget:
        line = _line(decided.text)
        if decided.operation is not None:
            act = Button(
                tr("Undo"),
                "link",
                name=tr("Undo: {text}", text=decided.text),
                click=partial(self._undo, decided.operation),
            )
        elif decided.record is not None:
            act = Button(
                tr("Detach"),
                "link",
                name=tr("Detach: {text}", text=decided.text),
                click=partial(self._detach, decided.record),
            )
        else:
            return line
        layout: Any = line.layout()
        layout.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        return line

    # doing

    def _undo(self, operation: int) -> None:
        from deskcrm.services import history

        self._desk.do(history.undo, operation, done=self._look, failed=self.refuse, initiator=self.parent(), owner=self)

    def _detach(self, record: int) -> None:
        from deskcrm.services import merging

        self._desk.do(merging.detach, record, done=self._look, failed=self.refuse, initiator=self.parent(), owner=self)

    def _look(self, _value: object) -> None:
        from deskcrm.services import history

        self._desk.ask(
            history.before_undo, self._preview.operation, done=self._show, failed=self.refuse, key="look", owner=self
        )

    def save(self) -> None:
        """Undo it, and what stands in its way, and close."""
        from deskcrm.services import history

        self.save_button.setEnabled(False)
        self._desk.do(
            history.undo, self._preview.operation, with_later=bool(self._preview.in_the_way),
            done=self._undone, failed=self.refuse, initiator=self.parent(), owner=self,
        )  # fmt: skip

    def _undone(self, entry: HistoryEntry) -> None:
        self.accept()
        self._done(entry)


def _line(text: str, aside: str = "") -> QWidget:
    said = Label(text, wrap=True)
    parts = [said, *([Label(aside, Type.SMALL, tone="muted")] if aside else [])]
    layout = row(*parts)
    layout.setStretch(0, 1)
    line = QWidget()
    line.setLayout(layout)
    return line


def _entry(ws: Workspace, operation: int) -> HistoryEntry:
    from deskcrm.services import reads

    (entry,) = reads.history(ws, 1, before=operation + 1)
    return entry
