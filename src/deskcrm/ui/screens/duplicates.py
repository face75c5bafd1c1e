"""Duplicates: who may be there twice, the surest first, each decided with one key."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.matching.groups import Group
from deskcrm.domain.views import Progress
from deskcrm.languages import listed, number, tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.models import comparison
from deskcrm.ui.models.merge_draft import joined_words
from deskcrm.ui.models.queue import UNNAMED, QueueModel, percent, sure_ones
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.operations.flipping import flip
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Icon, Label, row
from deskcrm.ui.widgets.decided import Decided
from deskcrm.ui.widgets.empty import EmptyState
from deskcrm.ui.widgets.evidence import EvidenceChips
from deskcrm.ui.widgets.key_button import KeyButton
from deskcrm.ui.widgets.member_chips import MemberChips
from deskcrm.ui.widgets.merge_board import MergeBoard
from deskcrm.ui.widgets.queue_view import QueueView

if TYPE_CHECKING:
    from deskcrm.services.threshold import Decisions
    from deskcrm.services.workspace import Workspace

_QUEUE: Final = 250
_QUEUE_NARROW: Final = 168
_NARROW: Final = 900
"""A screen narrower than this gives the queue less room."""
_WITH_KEYS: Final = 720
"""A screen narrower than this shows no keys on its buttons."""
_LOW: Final = 440
"""A screen lower than this leaves out what a merge brings together."""


def _decisions(ws: Workspace) -> Decisions:
    from deskcrm.services import threshold

    return threshold.decisions(ws)


class Decision(NamedTuple):
    """What the owner decided here last: about whom, and the operation; None where it was skipped."""

    contacts: tuple[int, ...]
    operation: int | None


class DuplicatesScreen(Screen):
    """The queue at the left, the group under its cursor at the right. M, N, S and U decide wherever the keyboard is."""

    title = tr("Duplicates")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.pairs = window.pairs
        self.queue = QueueModel(self)
        self.view = QueueView(self.queue)
        self.view.setAccessibleName(tr("Who may be one"))
        self.view.setAccessibleDescription(tr("M merges, N says not the same, S skips, U takes the last decision back"))
        self.board = MergeBoard(desk)
        self._open: Group | None = None  # whose people the board shows; None while they are being read
        self._decided: list[Decision] = []
        self._back_to: tuple[int, ...] = ()
        self._build()
        self._add_keys()
        self.view.selectionModel().currentChanged.connect(lambda *_: self._read())
        self.view.activated.connect(lambda _index: self._enter_board())
        self.board.shown.connect(self._show_board)
        self.board.refused.connect(self._refuse)
        self.pairs.changed.connect(self._pairs_changed)
        self.pairs.progressed.connect(self._progressed)
        self._pairs_changed()

    # building

    def _build(self) -> None:
        self.empty = EmptyState()
        self.stack = QStackedWidget()
        self._both = QWidget()
        sides = QHBoxLayout(self._both)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(0)
        sides.addWidget(self._left())
        sides.addLayout(self._right(), 1)
        self.stack.addWidget(self._both)
        self.stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)

    def _left(self) -> QWidget:
        self._pane = QFrame()
        self._pane.setProperty("pane", "left")
        self._pane.setFixedWidth(_QUEUE)
        self.count = Label("", Type.SMALL, tone="muted", tabular=True, wrap=True)
        self.stop_button = Button(tr("Stop"), "link", name=tr("Stop comparing"), click=self.pairs.stop)
        self.stop_button.hide()
        counts = row(self.count, self.stop_button)
        counts.setStretch(0, 1)
        self.all_button = Button("", "link", click=self.merge_sure_ones)
        self.all_button.hide()
        head = QVBoxLayout()
        head.setContentsMargins(Space.L, Space.L, Space.M, Space.M)
        head.setSpacing(2)
        head.addWidget(Label(self.title, Type.TITLE, Type.BOLD))
        head.addLayout(counts)
        head.addWidget(self.all_button)
        layout = QVBoxLayout(self._pane)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        self.decided = Decided(self.choose_threshold)
        self._decisions: Decisions | None = None
        layout.addWidget(self.decided)
        return self._pane

    def _right(self) -> QVBoxLayout:
        self.question = Label("", Type.HEADING, Type.BOLD, elide=True)
        self.number = Label("", Type.SMALL, tone="muted", tabular=True)
        self.members = MemberChips()
        self.members.toggled.connect(self._read_chosen)
        self.weakest = Label("", Type.SMALL, tone="warning", wrap=True)
        self.evidence = EvidenceChips()
        self.warning = Banner("warning")
        self.joined = Label("", tone="muted", wrap=True)
        self._together = QWidget()
        self._together.setLayout(together := row(Icon("layers"), self.joined, spacing=Space.S))
        head = row(self.question, self.number)
        head.setStretch(0, 1)
        together.setStretch(1, 1)
        right = QVBoxLayout()
        right.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        right.setSpacing(Space.M)
        right.addLayout(head)
        right.addWidget(self.members)
        right.addWidget(self.weakest)
        right.addWidget(self.evidence)
        right.addWidget(self.warning)
        right.addWidget(self.board, 1)
        right.addWidget(self._together)
        right.addLayout(self._buttons())
        return right

    def _buttons(self) -> QHBoxLayout:
        self.merge_button = KeyButton("M", tr("Same"), "primary", "git-merge", tr("Merge them (M)"), click=self.merge)
        self.not_same_button = KeyButton(
            "N", tr("Not the same"), "", "split", tr("Not the same (N)"), click=self.say_not_same
        )
        self.skip_button = KeyButton("S", tr("Skip"), hint=tr("Look at them later (S)"), click=self.skip)
        self.undo_button = Button(
            kind="quiet",
            icon="undo-2",
            name=tr("Take the last decision back"),
            hint=tr("Undo (U)"),
            click=self.take_back,
        )
        return row(self.merge_button, self.not_same_button, self.skip_button, None, self.undo_button)

    def _add_keys(self) -> None:
        for key, act in (("M", self.merge), ("N", self.say_not_same), ("S", self.skip), ("U", self.take_back)):
            shortcut = QShortcut(QKeySequence(key), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)

    # what the window tells

    def shown(self) -> None:
        """Look for pairs the first time."""
        if self.pairs.state == "unknown":
            self.pairs.look()

    def focus_first(self) -> None:
        """Put the keyboard on the queue."""
        (self.view if self.queue.groups else self.empty).setFocus()

    def on_changed(self, changes: Changes) -> None:
        """Remember what was decided here, and forget what was undone elsewhere."""
        if changes.initiator is self.queue and changes.operation is not None:
            self._decided.append(Decision(tuple(changes.contacts), changes.operation))
        else:
            self._decided = [d for d in self._decided if d.operation is None or d.operation != changes.operation]
        self.undo_button.setEnabled(bool(self._decided))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the queue its room, and the table what there is."""
        super().resizeEvent(event)
        self._together.setVisible(self.height() >= _LOW)
        for button in (self.merge_button, self.not_same_button, self.skip_button):
            button.show_key(self.width() >= _WITH_KEYS)
        self._say_state()
        self._pane.setFixedWidth(_QUEUE_NARROW if self.width() < _NARROW else _QUEUE)

    # the queue

    def _pairs_changed(self) -> None:
        """Show the queue as it is now; the cursor stays with its group, or else in its place."""
        before = self._group()
        at = max(self.view.currentIndex().row(), 0)
        here = self.isAncestorOf(self.focusWidget() or self)
        self.queue.show_groups(self.pairs.groups)
        self._say_state()
        self._ask_decisions()
        looked_at = self._back_to or (before.contacts if before is not None else ())
        kept = self.queue.row_of(looked_at)
        if kept >= 0:
            self._back_to = ()
        self._go_to(kept if kept >= 0 else at)
        was_empty = self.stack.currentWidget() is self.empty
        self.stack.setCurrentWidget(self._both if self.queue.groups else self.empty)
        if self.isVisible() and here and was_empty != (self.stack.currentWidget() is self.empty):
            self.focus_first()

    def _go_to(self, at: int) -> None:
        if self.queue.groups:
            self.view.go_to(at)
        else:
            self._open = None
            self.board.forget()

    @property
    def foot(self) -> int:
        """How high the decision's buttons stand."""
        button = self.merge_button
        return self.height() - button.mapTo(self, button.rect().topLeft()).y() if button.isVisible() else 0

    def _group(self) -> Group | None:
        """Return the group under the cursor."""
        at = self.view.currentIndex()
        return self.queue.groups[at.row()] if at.isValid() and at.row() < len(self.queue.groups) else None

    def _say_state(self) -> None:
        looking = self.pairs.state == "looking"
        many = number(len(self.queue.groups))
        self.count.setText(
            tr("{count} to look at. Comparing…", count=many) if looking else tr("{count} to look at.", count=many)
        )
        self.stop_button.setVisible(looking)
        sure = len(sure_ones(self.pairs.groups))
        name = tr("Merge all {count} sure ones…", count=number(sure))
        self.all_button.set_text(
            tr("All {count} sure ones…", count=number(sure)) if self.width() < _NARROW else name, name
        )
        self.all_button.setVisible(sure > 1)
        self.undo_button.setEnabled(bool(self._decided))
        if looking:
            self.empty.say(
                "search", tr("Comparing everybody"), tr("You can go on with other work."), tr("Stop"), self.pairs.stop
            )
        elif self.pairs.state == "known":
            words_ = tr(
                "Everybody in this workspace was compared with everybody else. It is done again after each import."
            )
            again = partial(self.pairs.look, whole=True)
            self.empty.say("circle-check", tr("Nobody twice"), words_, tr("Compare again"), again)
        else:
            self.empty.say(
                "git-merge",
                tr("Who is there twice?"),
                tr("Compare everybody with everybody else. Nothing is changed until you decide."),
                tr("Compare now"),
                self.pairs.look,
            )

    def _ask_decisions(self) -> None:
        if self.pairs.state in ("known", "stopped"):
            self.desk.ask(_decisions, done=self._show_decisions, key="decisions", owner=self)

    def _show_decisions(self, found: Decisions) -> None:
        self._decisions = found
        self.decided.show_decisions(found)

    def choose_threshold(self) -> None:
        """Show what each threshold would leave to look at, and let the owner choose."""
        from deskcrm.services import threshold
        from deskcrm.ui.dialogs.threshold import ThresholdDialog

        if self._decisions is not None:
            take = partial(self.desk.do, threshold.put, owner=self)
            ThresholdDialog(self._decisions, take, self).open()

    def _progressed(self, progress: Progress) -> None:
        done = (
            tr(
                "{step}, {done} of {total}.",
                step=progress.step,
                done=number(progress.done),
                total=number(progress.total),
            )
            if progress.total
            else f"{progress.step}."
        )
        self.count.setText(tr("{count} to look at. {step}", count=number(len(self.queue.groups)), step=done))
        self.empty.say(
            "search",
            tr("Comparing everybody"),
            tr("{step} You can go on with other work.", step=done),
            tr("Stop"),
            self.pairs.stop,
        )

    # the group under the cursor

    def _read(self) -> None:
        """Read what the group's people say, unless they show already; nothing can be decided until they do."""
        group, shown = self._group(), self._open
        if group is not None and shown is not None and group.contacts == shown.contacts:
            self._open = group
            self._show_group()
            return
        self._open = None
        if group is not None:
            self.members.show_members(group)
            self._read_chosen()

    def _read_chosen(self) -> None:
        """Read those of the group who are not left out."""
        group, self._open = self._group(), None
        if group is not None:
            done = partial(self._opened, group)
            chosen = self.members.chosen
            self.desk.ask(comparison.begin, chosen, done=done, failed=self._refuse, key="group", owner=self)

    def _opened(self, group: Group, opened: comparison.Opened) -> None:
        now = self._group()
        if now is not None and now.contacts == group.contacts:
            self._open = now
            self.members.tell_apart(opened.heads)
            self.board.open(opened)
            self.board.view.begin()
            self._show_group()

    def _show_group(self) -> None:
        group = self._open
        if group is None:
            return
        chosen = self.members.chosen
        many = len(chosen)
        if group.kind == "company":
            pair, more = tr("Are these the same company?"), tr("Are these {count} companies the same?", count=many)
            same = tr("Same company")
        else:
            pair, more = tr("Are these the same person?"), tr("Are these {count} people the same?", count=many)
            same = tr("Same person")
        self.question.setText(pair if many == 2 else more)
        self.merge_button.set_text(same)
        place = number(self.view.currentIndex().row() + 1)
        self.number.setText(tr("{place} of {all}", place=place, all=number(len(self.queue.groups))))
        held = group.only(chosen)
        self.evidence.show_evidence(held.weakest.evidence if held is not None else ())
        self.weakest.setVisible(len(group.contacts) > 2)
        if held is None:
            self.weakest.setText(tr("Nothing was found that these have in common."))
        else:
            names = listed([name or UNNAMED for name in held.weakest.names])
            link = tr("The link") if many == 2 else tr("The weakest link")
            self.weakest.setText(
                tr("{link} is between {names}: {share}.", link=link, names=names, share=percent(held.score))
            )

    def _show_board(self) -> None:
        preview = self.board.preview
        self.joined.setText(
            tr(
                "Brings together {parts}. Nothing is lost: take it back at any time, from the profile or from History.",
                parts=joined_words(preview),
            )
        )
        self.warning.setVisible(preview.not_same)
        if preview.not_same:
            self.warning.say(tr("You said before that they are not the same. Merging them takes that back."))

    def _enter_board(self) -> None:
        self.board.view.setFocus(Qt.FocusReason.TabFocusReason)

    # what the owner decides

    def merge(self) -> None:
        """Make one of those who show, as the board says."""
        from deskcrm.services import merging

        group = self._open
        if group is None:
            return
        draft = self.board.draft
        held = group.only(draft.contacts)
        self._take_out(group)
        self.desk.do(
            merging.merge, draft.keep, draft.others, choices=draft.choices, drops=draft.drops,
            score=held.score if held is not None else None,
            evidence=[one.text for one in held.weakest.evidence[:-1]] if held is not None else (),
            failed=partial(self._failed, group.contacts), initiator=self.queue, owner=self,
        )  # fmt: skip

    def merge_sure_ones(self) -> None:
        """Show a sample of the sure ones, then merge all of them as one operation."""
        from deskcrm.ui.dialogs.merge_sure import MergeSure

        MergeSure(sure_ones(self.pairs.groups), self._merge_all, self).open()

    def _merge_all(self, groups: Sequence[Group]) -> None:
        from deskcrm.services import merging

        wanted = [
            merging.Together(group.contacts, group.score, tuple(one.text for one in group.weakest.evidence[:-1]))
            for group in groups
        ]
        everybody = [contact for group in groups for contact in group.contacts]
        self.pairs.set_aside(pair for group in groups for pair in group.pairs)
        self.desk.do(
            merging.merge_all, wanted,
            failed=partial(self._failed, everybody), initiator=self.queue, owner=self,
        )  # fmt: skip

    def say_not_same(self) -> None:
        """Note that those who show are different people, each from each."""
        from deskcrm.services import merging

        group = self._open
        if group is None:
            return
        chosen = self.members.chosen
        self._take_out(group)
        self.desk.do(
            merging.not_same, *chosen,
            failed=partial(self._failed, group.contacts), initiator=self.queue, owner=self,
        )  # fmt: skip

    def _take_out(self, group: Group) -> None:
        """Go on to the next at once; what is decided is written meanwhile. Those left out may still be one."""
        chosen = set(self.members.chosen)
        self._open = None
        self.pairs.set_aside(pair for pair in group.pairs if chosen & {pair.a, pair.b})

    def skip(self) -> None:
        """Look at this group again after all others."""
        group = self._open
        if group is not None:
            self._decided.append(Decision(group.contacts, None))
            at = self.view.currentIndex().row()
            self.queue.skip(group.contacts)
            self._go_to(at)
            self._say_state()

    def take_back(self) -> None:
        """Take back the last thing that was decided here."""
        if not self._decided:
            return
        last = self._decided.pop()
        self._back_to = last.contacts
        if last.operation is None:
            self.queue.skip(last.contacts, skipped=False)
            self._pairs_changed()
        else:
            flip(self.desk, last.operation, True, owner=self, refused=lambda said, _in_the_way: self._refuse(said))
        self.undo_button.setEnabled(bool(self._decided))

    def _failed(self, contacts: Sequence[int], said: str) -> None:
        self.pairs.recheck(contacts)
        self._refuse(said)

    def _refuse(self, said: str) -> None:
        self._back_to = ()
        self.nav.toast(said)
