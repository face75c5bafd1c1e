"""The question before somebody is erased for good: the one thing that nothing brings back, so it is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from deskcrm.domain.cleaning.text import fold
from deskcrm.languages import tr, trc, trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Type
from deskcrm.ui.widgets.basic import Banner, Label, restyle

if TYPE_CHECKING:
    from deskcrm.services.erasing import Doomed, Erasure

_NAMELESS = trc("to be typed", "erase")


class EraseDialog(FormDialog):
    """Says what goes and what can't be reached; the name has to be typed. Then it erases."""

    def __init__(self, desk: Desk, contact: int, parent: QWidget | None = None) -> None:
        from deskcrm.services import erasing

        super().__init__(tr("Erase for good?"), tr("Erase"), parent)
        self._desk, self._contact = desk, contact
        self._doomed: Doomed | None = None
        self._finished = False
        self.save_button.setProperty("kind", "danger")
        restyle(self.save_button)
        self.save_button.setEnabled(False)
        self.what = Label("", wrap=True)
        self.more = Label("", Type.SMALL, tone="muted", wrap=True)
        self.away = Banner("warning")
        self.typed = QLineEdit()
        self.typed.textChanged.connect(lambda _text: self.save_button.setEnabled(self.may_erase))
        for widget in (self.what, self.more, self.away):
            self.rows.addWidget(widget)
        self._asked = Label("", wrap=True)
        self._asked.setBuddy(self.typed)
        self.rows.addWidget(self._asked)
        self.rows.addWidget(self.typed)
        desk.ask(erasing.before, contact, done=self._show, failed=self.refuse, owner=self)

    @property
    def may_erase(self) -> bool:
        """Whether the name has been typed."""
        return self._doomed is not None and fold(self.typed.text()) == fold(self._name)

    @property
    def _name(self) -> str:
        return self._doomed.name if self._doomed is not None and fold(self._doomed.name) else _NAMELESS

    def _show(self, doomed: Doomed) -> None:
        self._doomed = doomed
        self.what.setText(_what_goes(doomed))
        self.more.setText(" ".join(_notes(doomed)))
        if doomed.away:
            self.away.say(
                tr(
                    "Backups in {away} can’t be reached now. When it is connected again, they are erased there too.",
                    away=doomed.away,
                )
            )
        asked = (
            tr("Type the name to go on: {name}", name=self._name)
            if doomed.name
            else tr("Type “{word}” to go on", word=_NAMELESS)
        )
        self._asked.setText(asked)
        self.typed.setAccessibleName(asked)
        self.typed.setFocus(Qt.FocusReason.OtherFocusReason)

    def save(self) -> None:
        """Erase; then close, or stay to say what could not be reached."""
        from deskcrm.services import erasing

        if self._finished:
            self.accept()
        elif self.may_erase:
            self.save_button.setEnabled(False)
            self.typed.setEnabled(False)
            self.trouble.hide()
            self.more.setText(tr("Erasing, and rewriting the backups…"))
            self._desk.do(erasing.erase, self._contact, done=self._erased, failed=self._failed, owner=self)

    def _failed(self, reason: str) -> None:
        self.typed.setEnabled(True)
        self.refuse(reason)

    def _erased(self, done: Erasure) -> None:
        if not done.out_of_reach and not done.pending:
            self.accept()
            return
        self._finished = True
        self.what.setText(tr("Erased. One thing is left:"))
        self.more.setText(
            tr("Something still reads the workspace, so the last traces go when it is opened next.")
            if done.pending
            else ""
        )
        if done.out_of_reach:
            self.away.say(
                tr(
                    "These backups couldn’t be reached. Connect their disk, and they are erased there too; what "
                    "is damaged is for you to delete: {files}",
                    files=", ".join(done.out_of_reach),
                )
            )
        else:
            self.away.hide()
        self._asked.hide()
        self.typed.hide()
        self.save_button.set_text(tr("Close"))
        self.save_button.setEnabled(True)


def _what_goes(doomed: Doomed) -> str:
    name = doomed.name or trc("everything about", "this contact")
    if not doomed.words:
        return tr(
            "Everything about {name} goes, with the imported rows that it came from. Nothing brings it back, and later "
            "imports leave these rows out.",
            name=name,
        )
    return tr(
        "Everything about {name} goes: {what}, with the imported rows that it came from. Nothing brings it back, and "
        "later imports leave these rows out.",
        name=name,
        what=doomed.words,
    )


def _notes(doomed: Doomed) -> list[str]:
    """What else the owner should know before."""
    notes = []
    if len(doomed.ids) > 1:
        notes.append(
            trn(
                "{count} contact that were merged are erased together.",
                "{count} contacts that were merged are erased together.",
                len(doomed.ids),
            )
        )
    if doomed.people:
        notes.append(
            trn(
                "{count} person who works there stays, with the company’s name.",
                "{count} people who work there stay, with the company’s name.",
                doomed.people,
            )
        )
    if doomed.backups:
        notes.append(
            trn(
                "{count} backup is rewritten without them.",
                "{count} backups are rewritten without them.",
                doomed.backups,
            )
        )
    notes.append(tr("If they asked for their data, save everything we know first."))
    return notes
