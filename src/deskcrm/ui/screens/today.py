"""Today: whom to get back to, why now, and one key for each thing to do about it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.languages import number, regional, tr, trn
from deskcrm.services.today import Line, Today
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.today_parts.acts import Acts
from deskcrm.ui.screens.today_parts.following import Following
from deskcrm.ui.screens.today_parts.model import TodayModel
from deskcrm.ui.screens.today_parts.quickline import QuickLine
from deskcrm.ui.screens.today_parts.view import TodayView
from deskcrm.ui.screens.today_parts.week import WeekCard
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Button, Label
from deskcrm.ui.widgets.empty import EmptyState

_MAIN: Final = ("overdue", "today", "next", "later")
_NARROW: Final = ("overdue", "today", "next", "quiet", "later")
_ASIDE: Final = 320
_BESIDE: Final = 880
"""A screen narrower than this shows who goes quiet in the list, and no week."""

_FIRST: Final = 30
"""So many lines the first look has; no window shows more."""

_AGAIN_MS: Final = 60_000
"""How often what is due is looked at anew while nothing else happens."""

_KINDS: Final = frozenset({"tasks", "contacts", "activities", "views", "settings"})


class TodayScreen(Screen):
    """Late, today, the next week, who goes quiet; a line to add a task in words."""

    title = tr("Today")

    refreshed = Signal()
    """What shows is up to date."""

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._today: Today | None = None
        self._settled = False  # the day was read since the screen came to the front
        self.acts = Acts(desk, window, self)
        self.model = TodayModel(_MAIN, self)
        self.quiet_model = TodayModel(("quiet",), self, heads=False)
        self.view = TodayView(self.model, tr("What to do"))
        self.quiet = TodayView(self.quiet_model, tr("Going quiet"), tall=True)
        self.line = QuickLine(desk)
        self.following = Following()
        self.week = WeekCard()
        self.empty = EmptyState()
        self._build()
        self._connect()
        self._clock = QTimer(self)
        self._clock.setInterval(_AGAIN_MS)
        self._clock.timeout.connect(self._ask)

    def _build(self) -> None:
        self._day = Label("", Type.TITLE, Type.BOLD)
        self._sum = Label("", tone="muted", elide=True)
        self._stack = QStackedLayout()
        main = QVBoxLayout()
        main.setSpacing(Space.S)
        for widget in (self._day, self._sum, self.line, self.following):
            main.addWidget(widget)
        main.addLayout(self._stack, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, 0)
        layout.setSpacing(Space.XL)
        layout.addLayout(main, 1)
        layout.addWidget(self._aside())
        self._stack.addWidget(self.view)  # only now: a stack without a parent would show it as a window
        self._stack.addWidget(self.empty)

    def _aside(self) -> QWidget:
        self._beside = QWidget()
        self._beside.setFixedWidth(_ASIDE)
        self._quiet_head = Label(tr("Going quiet"), Type.SMALL, Type.BOLD, "warning")
        keys = Label(tr("D done   S snooze   L log   E email   N new"), Type.SMALL, tone="muted")
        layout = QVBoxLayout(self._beside)
        layout.setContentsMargins(0, Space.XL * 2 + Space.XS, 0, Space.L)
        layout.setSpacing(Space.S)
        for widget in (self._quiet_head, self.quiet, self.week, keys):
            layout.addWidget(widget)
        layout.addStretch(1)
        return self._beside

    def _connect(self) -> None:
        self.view.acted.connect(self._act)
        self.quiet.acted.connect(self._act)
        self.line.left.connect(self._to_list)
        self.following.log_asked.connect(lambda line: self.acts.log([line]))
        self.following.again_asked.connect(self._follow_up)
        self.acts.finished.connect(self.following.offer)

    # what the window tells

    def shown(self) -> None:
        """Read the day, and go on looking at it."""
        self._settled = False
        self._clock.start()
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more, and offer nothing that is past."""
        super().hideEvent(event)
        self._clock.stop()
        self.following.hide()

    def on_changed(self, changes: Changes) -> None:
        """Read again what may be otherwise now; what is not in sight is read when it is."""
        if self.isVisible() and (changes.everything or changes.kinds & _KINDS):
            self._ask()

    def focus_first(self) -> None:
        """Put the keyboard on the list, which may be on its way, or into the line where there is none."""
        on_its_way = not self._settled and self._stack.currentWidget() is self.view
        (self.view if self.model.rows or on_its_way else self.line.field).setFocus()

    def header_widgets(self) -> list[QWidget]:
        """Offer to add a task."""
        return [Button(tr("Add task"), "primary", "plus", hint=tr("Add a task (N)"), click=lambda: self.line.begin())]

    def forget(self) -> None:
        """Show nothing until the day is read again."""
        self._today = None
        self.model.show(Today(""))
        self.quiet_model.show(Today(""))

    # reading

    def _ask(self) -> None:
        from deskcrm.services import today

        if self._today is None:
            self.desk.ask(today.first_look, _FIRST, done=self._show_tasks, key="tasks", owner=self)
        else:
            self.desk.ask(today.tasks_only, done=self._show_tasks, key="tasks", owner=self)

    def _show_tasks(self, found: Today) -> None:
        """Show the tasks at once, with those to think of as they were; then read all of the day."""
        from deskcrm.services import today

        before = self._today or Today("")
        kept = {name: tuple(one for one in getattr(before, name) if one.task is None) for name in ("today", "next")}
        self._show(
            replace(found, today=found.today + kept["today"], next=found.next + kept["next"], quiet=before.quiet),
            whole=False,
        )
        self.desk.ask(today.today, done=self._show_all, key="today", owner=self)

    def _show_all(self, found: Today) -> None:
        self._show(found, whole=True)
        self.refreshed.emit()

    def _show(self, found: Today, *, whole: bool) -> None:
        held = self._holds_keyboard()
        self._today = found
        self._settled = self._settled or whole
        self._day.setText(_day_words(found.at))
        self._sum.setText(_sum_words(found))
        self.model.show(found)
        self.quiet_model.show(found)
        self.week.show_moved(found.moved)
        self._place_quiet()
        if whole or self.model.rows:
            self._show_list_or_empty(found, held)

    def _holds_keyboard(self) -> bool:
        """Whether the keyboard is in the list, or has only come to the line since there was no list yet."""
        focus = self.window().focusWidget()
        waits = not self._settled and focus is self.line.field and not (self.line.begun or self.line.field.text())
        return waits or focus is self.view or (focus is not None and self.empty.isAncestorOf(focus))

    def _show_list_or_empty(self, found: Today, held: bool) -> None:
        if self.model.rows:
            self._stack.setCurrentWidget(self.view)
        else:
            head, text = _empty_words(found)
            self.empty.say("sun", head, text, tr("Add a task"), lambda: self.line.begin())
            self._stack.setCurrentWidget(self.empty)
        if held:
            self.focus_first()

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show who goes quiet beside the list or in it."""
        super().resizeEvent(event)
        self.model.set_sections(_MAIN if self.width() >= _BESIDE else _NARROW)
        self._place_quiet()

    def _place_quiet(self) -> None:
        """Make the list of who goes quiet as high as it is, or as there is room; beside an empty day stands nothing."""
        some = bool(self.quiet_model.rows)
        lived = self._today is not None and sum(self._today.moved.week) > 0
        self._beside.setVisible(self.width() >= _BESIDE and (some or lived or bool(self.model.rows)))
        self._quiet_head.setVisible(some)
        self.quiet.setVisible(some)
        room = self.height() - self.week.sizeHint().height() - 6 * Space.XL
        self.quiet.setFixedHeight(max(min(self.quiet.content_height() + 2, room), Size.ROW * 2))
        layout = self._beside.layout()
        if layout is not None:
            layout.activate()  # at once: the list is higher already, and would lie over what is below it

    # what the owner does

    def _act(self, act: str, lines: list[Line]) -> None:
        view = self.quiet if self.quiet.hasFocus() else self.view
        if act == "new":
            self.line.begin()
        elif act == "snooze":
            self.acts.snooze(lines, view.menu_point())
        else:
            getattr(self.acts, act)(lines)

    def _follow_up(self, line: Line) -> None:
        """Begin a task after one that is done, with the same person."""
        when = tr("in 2 weeks")
        begun = tr("Follow up: {title} {when}", title=line.title, when=when)
        self.line.begin(begun, line.contact, line.name)
        at = begun.rindex(when)
        self.line.field.setSelection(at, len(begun) - at)

    def _to_list(self) -> None:
        (self.view if self.model.rows else self.empty).setFocus()


def _day_words(at: str) -> str:
    """The day in full: "Monday, 23 November"."""
    return regional.full_day_of_this_year(words.moment(at[:10]))


def _sum_words(found: Today) -> str:
    """The day in a sentence: "5 things today, 2 of them late. 3 done, 1 put off."."""
    waiting, late = found.waiting, found.in_all("overdue")
    if waiting:
        if late == waiting:
            said = trn("{count} thing, and it is late.", "{count} things today, all of them late.", waiting)
        elif late:
            said = tr("{count} things today, {late} of them late.", count=number(waiting), late=number(late))
        else:
            said = trn("{count} thing today.", "{count} things today.", waiting)
    else:
        said = tr("Nothing is waiting.")
    return f"{said} {moved_words(found)}".strip()


def moved_words(found: Today) -> str:
    """What moved today: "3 done, 1 put off."; "" where nothing did."""
    moved = found.moved
    parts = [tr("{count} done", count=number(moved.done))] * bool(moved.done)
    parts += [tr("{count} put off", count=number(moved.put_off))] * bool(moved.put_off)
    return tr("{moved} today.", moved=", ".join(parts)) if parts else ""


def _empty_words(found: Today) -> tuple[str, str]:
    """What an empty day says: that all is done, or how it begins."""
    if found.moved.done:
        done = trn(
            "You got {count} thing done. Whatever comes next will stand here.",
            "You got {count} things done. Whatever comes next will stand here.",
            found.moved.done,
        )
        return tr("All done for today"), done
    return (
        tr("Nothing to do today"),
        tr(
            "What is due will stand here, and whom to get back in touch with. Type what you want to be "
            "reminded of above."
        ),
    )
