"""The merge dialog: two to five profiles side by side, what would come of them, and the owner's choices."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from deskcrm.domain.views import ProfileView
from deskcrm.languages import tr, trn
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.pick_contact import PickContact
from deskcrm.ui.models import comparison
from deskcrm.ui.models.comparison import Opened
from deskcrm.ui.models.merge_draft import joined_words
from deskcrm.ui.models.merge_grid import Head
from deskcrm.ui.screen import Navigator
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Icon, Label, row
from deskcrm.ui.widgets.merge_board import MergeBoard

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_WIDTH: Final = 960
_WIDE: Final = 1040
"""With more than two profiles."""

_LEAST: Final = (480, 320)
_AROUND: Final = 2 * Space.XL
_KEEP_WIDTH: Final = 460


def begin_merge(
    desk: Desk, nav: Navigator, contacts: Sequence[int], over: QWidget, done: Callable[[int], object]
) -> None:
    """Open the dialog for these profiles; for one, first ask with whom. `done(contact)` when they are one."""

    def show(opened: Opened) -> None:
        MergeDialog(desk, opened, done, over).open()

    def compare(chosen: Sequence[int]) -> None:
        desk.ask(comparison.begin, chosen, done=show, failed=nav.toast, key="merge", owner=over)

    def pick(profile: ProfileView) -> None:
        title = tr("Merge {name} with", name=profile.name or tr("No name"))
        PickContact(
            desk, title, tr("Compare"), lambda other, _name: compare((profile.id, other)), over,
            kind=profile.kind, without=profile.ids, alike=alike(profile),
        ).open()  # fmt: skip

    if len(contacts) == 1:
        desk.ask(_profile, contacts[0], done=pick, failed=nav.toast, key="merge", owner=over)
    else:
        compare(tuple(contacts))


def alike(profile: ProfileView) -> str:
    """Return what finds those who may be the same: the family name, or a company's first word."""
    first = (profile.name.split() or [""])[0]
    return first if profile.kind == "company" else str(profile.fields.get("family") or first)


class MergeDialog(QDialog):
    """Ctrl+Enter merges, Escape leaves. The result's column follows every choice."""

    def __init__(self, desk: Desk, opened: Opened, done: Callable[[int], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._done = desk, done
        self.board = MergeBoard(desk)
        self.board.open(opened)
        self.draft, self.grid, self.view = self.board.draft, self.board.grid, self.board.view
        self._dress(len(self.draft.contacts), self.board.preview.kind)
        self._build(opened.heads)
        self._show()
        self.view.begin()
        self._fit(parent.window())
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)
        self.board.shown.connect(self._show)
        self.board.refused.connect(self._refused)

    def _dress(self, number: int, kind: str) -> None:
        self.heading = (
            trn("Merge {count} company into one", "Merge {count} companies into one", number)
            if kind == "company"
            else trn("Merge {count} person into one", "Merge {count} people into one", number)
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.heading)
        self.setAccessibleName(self.heading)
        self.setMinimumSize(*_LEAST)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.merge)

    def _build(self, heads: Sequence[Head]) -> None:
        self.trouble = Banner("bad")
        self.warning = Banner("warning")
        self.keep = QComboBox()
        self.keep.setAccessibleName(tr("Keep the profile of"))
        self.keep.setMaximumWidth(_KEEP_WIDTH)
        self.keep.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for head in heads:
            self.keep.addItem(f"{head.name}, {head.detail}" if head.detail else head.name)
        self.keep.currentIndexChanged.connect(self._keep)
        self.joined = Label("", tone="muted", wrap=True)
        self.not_same = Button(tr("Not the same"), icon="split", click=self.say_not_same)
        self.not_same.setVisible(len(heads) == 2)
        self.merge_button = Button(tr("Merge"), "primary", "git-merge", hint=tr("Merge (Ctrl+Enter)"), click=self.merge)
        self.merge_button.setDefault(True)
        keeping = row(Label(tr("Keep the profile of"), tone="muted"), self.keep, None)
        together = row(Icon("layers"), self.joined, spacing=Space.S)
        together.setStretch(1, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(Space.XL, 20, Space.XL, 20)
        self._layout.setSpacing(Space.M)
        self._layout.addWidget(Label(self.heading, Type.TITLE, Type.BOLD))
        self._layout.addWidget(self.trouble)
        self._layout.addWidget(self.warning)
        self._layout.addWidget(self.board, 1)
        self._layout.addLayout(keeping)
        self._layout.addLayout(together)
        self._layout.addLayout(row(self.not_same, None, Button(tr("Cancel"), click=self.reject), self.merge_button))

    def _fit(self, window: QWidget) -> None:
        """Be as high as the lines want, within the window."""
        width = min(_WIDTH if len(self.grid.heads) == 2 else _WIDE, window.width() - _AROUND)
        self.view.fit(width - 2 * Space.XL - 2 * Size.LINE - Size.SCROLLBAR)
        self.resize(width, min(self._layout.totalHeightForWidth(width), window.height() - _AROUND))

    # what it shows

    def _show(self) -> None:
        preview = self.board.preview
        self.joined.setText(
            tr(
                "Brings together {everything}. Nothing is lost: take it back at any time, from the profile "
                "or from History.",
                everything=joined_words(preview),
            )
        )
        if preview.not_same:
            self.warning.say(tr("You said before that they are not the same. Merging them takes that back."))
        self.not_same.setVisible(len(self.grid.heads) == 2 and not preview.not_same)

    # what the owner does

    def _keep(self, place: int) -> None:
        self.board.keep(self.draft.contacts[place])

    def merge(self) -> None:
        """Merge them and close."""
        from deskcrm.services import merging

        if not self.merge_button.isEnabled():
            return
        self.merge_button.setEnabled(False)
        draft = self.draft
        self._desk.do(
            merging.merge, draft.keep, draft.others, choices=draft.choices, drops=draft.drops,
            done=self._merged, failed=self._refused, initiator=self.parent(), owner=self,
        )  # fmt: skip

    def _merged(self, _edges: list[int]) -> None:
        self.accept()
        self._done(self.draft.keep)

    def say_not_same(self) -> None:
        """Note that they are two, and close."""
        from deskcrm.services import merging

        self._desk.do(
            merging.not_same, *self.draft.contacts,
            done=lambda _both: self.accept(), failed=self._refused, initiator=self.parent(), owner=self,
        )  # fmt: skip

    def _refused(self, why: str) -> None:
        self.trouble.say(why)
        self.merge_button.setEnabled(True)


def _profile(ws: Workspace, contact: int) -> ProfileView:
    from deskcrm.services import reads

    return reads.profile(ws, contact)
