"""Keeps reminders while the window is open: looks at the clock, shows what is due, notes it, does what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from deskcrm.domain.reminder_words import OPEN, Notice, Showing, notices
from deskcrm.domain.reminders import LONGEST, Key, pause
from deskcrm.ui.desk import Desk
from deskcrm.ui.notifying import Notifying

if TYPE_CHECKING:
    from pathlib import Path

    from deskcrm.domain.changes import Changes
    from deskcrm.services.reminders import Glance
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.main_window import MainWindow

_OF_TASKS = frozenset({"tasks", "contacts", "history", "settings"})


class Reminding(QObject):
    """One short timer; each time it asks the workspace what the clock says, so nothing is counted down and lost."""

    def __init__(self, desk: Desk, window: MainWindow, notifying: Notifying) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self.notifying = notifying
        self._in_hand: set[Key] = set()  # begun here, and not noted yet
        self._unnoted: set[Key] = set()  # shown, though that could not be written
        self._doing: set[Path] = set()  # what was pressed on a notification of the agent
        self._beginning = False
        self._trouble = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)
        notifying.pressed.connect(self._answer)
        desk.opened.connect(self.look)
        desk.changed.connect(self._changed)
        if desk.workspace is not None:
            self.look()

    def look(self) -> None:
        """Ask what the clock says."""
        self._timer.start(int(LONGEST * 1000))  # should no answer come
        if self._window.isHidden():  # closed, and busy with its last backup: nobody would see a card
            return
        self._desk.ask(
            _look, frozenset(self._in_hand), done=self._seen, failed=self._say_once, key="reminders", owner=self
        )

    def close(self) -> None:
        """Look no more: the window is gone."""
        self._timer.stop()
        self.notifying.close()

    def _changed(self, changes: Changes) -> None:
        if changes.kinds & _OF_TASKS or changes.everything:
            self.look()

    def _seen(self, found: tuple[Glance, float, list[Path]]) -> None:
        glance, seconds, pressed = found
        self._timer.start(int(seconds * 1000))
        self.notifying.cards.keep(glance.unanswered)
        QGuiApplication.instance().setBadgeNumber(len(glance.unanswered))  # type: ignore[union-attr]
        self._do_pressed(pressed)
        if self._unnoted:
            self._note(sorted(self._unnoted))
        if glance.due and not self._beginning:
            from deskcrm.services import reminders

            self._beginning = True
            self._desk.do(
                reminders.begin, skip=frozenset(self._in_hand), done=self._show, failed=self._not_begun, owner=self
            )

    def _do_pressed(self, pressed: list[Path]) -> None:
        """Do what was pressed on notifications of the agent, which may not write now."""
        from deskcrm.services import answers

        for answer in set(pressed) - self._doing:
            self._doing.add(answer)
            ended = partial(self._pressed_done, answer)
            if answers.opens(answer):
                self._desk.do(answers.opened, answer, done=partial(self._open, answer), failed=ended, owner=self)
            else:
                self._desk.do(answers.do, answer, done=ended, failed=ended, owner=self)

    def _pressed_done(self, answer: Path, _said: object) -> None:
        self._doing.discard(answer)

    def _open(self, answer: Path, contact: int | None) -> None:
        self._doing.discard(answer)
        if contact is not None:
            self._come_forward_to(contact)

    def _come_forward_to(self, contact: int | None) -> None:
        """Show somebody, or else Today."""
        self._window.come_forward()
        if contact:
            self._window.open_contact(contact)
        else:
            self._window.open_screen("today")

    def _not_begun(self, words: str) -> None:
        self._beginning = False
        self._say_once(words)

    def _say_once(self, words: str) -> None:
        """Say what is wrong, and not again at each look."""
        if words != self._trouble:
            self._trouble = words
            self._window.toast(words)

    def _show(self, showings: tuple[Showing, ...]) -> None:
        from datetime import date

        self._beginning = False
        self._trouble = ""
        self._in_hand.update(showing.key for showing in showings)
        for notice in notices(showings, date.today()):
            self.notifying.show(notice, partial(self._note, notice.keys))

    def _note(self, keys: Sequence[Key]) -> None:
        from deskcrm.services import reminders

        self._unnoted.update(keys)
        self._desk.do(reminders.noted, list(keys), done=partial(self._noted, keys), failed=self._say_once, owner=self)

    def _noted(self, keys: Sequence[Key], _nothing: None) -> None:
        self._in_hand.difference_update(keys)
        self._unnoted.difference_update(keys)

    # answers

    def _answer(self, notice: Notice, action: str) -> None:
        from deskcrm.services import reminders

        one = notice.single
        if action != OPEN and one is not None:
            self._desk.do(reminders.answer, one.task, action)
            return
        self._come_forward_to(one.contact if one is not None else None)


def _look(workspace: Workspace, skip: frozenset[Key]) -> tuple[Glance, float, list[Path]]:
    """What the clock says, in how many seconds to look again, and which answers the agent left."""
    from deskcrm.services import answers, reminders

    now = workspace.clock()
    glance = reminders.glance(workspace, now=now, skip=skip)
    return glance, pause(glance.next_at, now), answers.waiting(workspace.path)
