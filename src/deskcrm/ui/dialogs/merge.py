"""The merge dialog: two to five profiles side by side, what would come of them, and the owner's choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QDialog, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import ProfileView
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.pick_contact import PickContact
from deskcrm.ui.models.merge_draft import Compared, MergeDraft, joined_words
from deskcrm.ui.models.merge_grid import RESULT, Head, MergeGrid
from deskcrm.ui.screen import Navigator
from deskcrm.ui.screens.profile_parts.saying import text_of
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Card, Icon, Label, row
from deskcrm.ui.widgets.merge_view import MergeView

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_WIDTH: Final = 960
_WIDE: Final = 1040
"""With more than two profiles."""

_LEAST: Final = (480, 320)
_AROUND: Final = 2 * Space.XL
_KEEP_WIDTH: Final = 460


@dataclass(frozen=True, slots=True)
class Opened:
    """What the dialog begins with."""

    compared: Compared
    heads: tuple[Head, ...]
    country: str


def begin_merge(
    desk: Desk, nav: Navigator, contacts: Sequence[int], over: QWidget, done: Callable[[int], object]
) -> None:
    """Open the dialog for these profiles; for one, first ask with whom. `done(contact)` when they are one."""

    def show(opened: Opened) -> None:
        MergeDialog(desk, opened, done, over).open()

    def compare(chosen: Sequence[int]) -> None:
        desk.ask(_open, chosen, done=show, failed=nav.toast, key="merge", owner=over)

    def pick(profile: ProfileView) -> None:
        title = f"Merge {profile.name or 'No name'} with"
        PickContact(
            desk, title, "Compare", lambda other, _name: compare((profile.id, other)), over,
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
        self._desk, self._done, self._country = desk, done, opened.country
        preview = opened.compared.chosen
        self._kind = preview.kind
        self.draft = MergeDraft(preview.contacts, preview.contacts[0])
        self.draft.take(opened.compared)
        self.grid = MergeGrid(self)
        self.grid.show_heads(opened.heads)
        self.view = MergeView(self.grid)
        self._dress(len(preview.contacts))
        self._build(opened.heads)
        self._show()
        self.view.begin()
        self._fit(parent.window())
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)
        desk.changed.connect(self._changed)

    def _dress(self, number: int) -> None:
        noun = words.count(number, "company", "companies") if self._kind == "company" else f"{number} people"
        self.heading = f"Merge {noun} into one"
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.heading)
        self.setAccessibleName(self.heading)
        self.setMinimumSize(*_LEAST)
        self.view.setAccessibleName("What each says, and what shows after the merge")
        self.view.setAccessibleDescription(
            "Arrows walk over the cells, Space or Enter chooses one, a number chooses all of a side"
        )
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.merge)

    def _build(self, heads: Sequence[Head]) -> None:
        self.trouble = Banner("bad")
        self.warning = Banner("warning")
        self.view.cell_chosen.connect(self._choose)
        self.view.side_chosen.connect(self._choose_side)
        self.nothing = Label("Nothing is written down of them yet but their name.", tone="muted", wrap=True)
        self.nothing.setContentsMargins(Space.M, Space.S, Space.M, Space.L)
        card = Card((Size.LINE, Size.LINE, Size.LINE, Size.LINE))
        card.body.addWidget(self.view, 1)
        card.body.addWidget(self.nothing)
        self.keep = QComboBox()
        self.keep.setAccessibleName("Keep the profile of")
        self.keep.setMaximumWidth(_KEEP_WIDTH)
        self.keep.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for head in heads:
            self.keep.addItem(f"{head.name}, {head.detail}" if head.detail else head.name)
        self.keep.currentIndexChanged.connect(self._keep)
        self.joined = Label("", tone="muted", wrap=True)
        self.not_same = Button("Not the same", icon="split", click=self.say_not_same)
        self.not_same.setVisible(len(heads) == 2)
        self.merge_button = Button("Merge", "primary", "git-merge", hint="Merge (Ctrl+Enter)", click=self.merge)
        self.merge_button.setDefault(True)
        keeping = row(Label("Keep the profile of", tone="muted"), self.keep, None)
        together = row(Icon("layers"), self.joined, spacing=Space.S)
        together.setStretch(1, 1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(Space.XL, 20, Space.XL, 20)
        self._layout.setSpacing(Space.M)
        self._layout.addWidget(Label(self.heading, Type.TITLE, Type.BOLD))
        self._layout.addWidget(self.trouble)
        self._layout.addWidget(self.warning)
        self._layout.addWidget(card, 1)
        self._layout.addLayout(keeping)
        self._layout.addLayout(together)
        self._layout.addLayout(row(self.not_same, None, Button("Cancel", click=self.reject), self.merge_button))

    def _fit(self, window: QWidget) -> None:
        """Be as high as the lines want, within the window."""
        width = min(_WIDTH if len(self.grid.heads) == 2 else _WIDE, window.width() - _AROUND)
        self.view.fit(width - 2 * Space.XL - 2 * Size.LINE - Size.SCROLLBAR)
        self.resize(width, min(self._layout.totalHeightForWidth(width), window.height() - _AROUND))

    # what it shows

    def _show(self) -> None:
        compared = self.draft.compared
        assert compared is not None
        self.grid.show_lines(self.draft.lines(self._say, self._kind))
        self.nothing.setVisible(not self.grid.lines)
        self.joined.setText(
            f"Brings together {joined_words(compared.chosen)}. Nothing is lost: take it back at any time, "
            "from the profile or from History."
        )
        if compared.chosen.not_same:
            self.warning.say("You said before that they are not the same. Merging them takes that back.")
        self.not_same.setVisible(len(self.grid.heads) == 2 and not compared.chosen.not_same)

    def _say(self, field: str, value: Any) -> str:
        return text_of(field, value, self._country)

    def _compare(self) -> None:
        self._desk.ask(
            _compared, self.draft.contacts, dict(self.draft.choices), self.draft.keep,
            done=self._compared, failed=self._refused, key="compare", owner=self,
        )  # fmt: skip

    def _compared(self, compared: Compared) -> None:
        if set(compared.chosen.contacts) == set(self.draft.contacts):
            self.draft.take(compared)
            self._show()
        else:
            self._refused("One of them was merged elsewhere meanwhile. Close this and begin again.")

    def _changed(self, changes: Changes) -> None:
        """Compare anew when one of them was changed elsewhere."""
        if changes.everything or changes.contacts & set(self.draft.contacts):
            self._compare()

    # what the owner does

    def _choose(self, line: int, place: int) -> None:
        shown = self.grid.lines[line]
        if shown.value is not None:
            self.draft.toggle(shown.field, shown.value)
            self._show()
        elif place != RESULT and self.draft.choose(shown.field, self.draft.contacts[place]):
            self._compare()

    def _choose_side(self, place: int) -> None:
        self.draft.choose_side(self.draft.contacts[place])
        self._compare()

    def _keep(self, place: int) -> None:
        self.draft.keep = self.draft.contacts[place]
        self._compare()

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


def _open(ws: Workspace, contacts: Sequence[int]) -> Opened:
    """Read what the dialog begins with. Raises NotFound, InvalidValue."""
    from deskcrm.services import merging, settings

    first = merging.compare(ws, contacts)
    named = zip(first.contacts, first.names, strict=True)
    heads = tuple(Head(contact, name or "No name", _detail(ws, contact)) for contact, name in named)
    return Opened(Compared(first, first), heads, settings.country(ws))


def _profile(ws: Workspace, contact: int) -> ProfileView:
    from deskcrm.services import reads

    return reads.profile(ws, contact)


def _compared(ws: Workspace, contacts: Sequence[int], choices: Mapping[str, int], keep: int) -> Compared:
    from deskcrm.services import merging

    ruled = merging.compare(ws, contacts, None, keep)
    return Compared(merging.compare(ws, contacts, choices, keep) if choices else ruled, ruled)


def _detail(ws: Workspace, contact: int) -> str:
    """Return what tells a profile from another of its name: "Web shop, 14 orders"; of a company "3 people"."""
    from deskcrm.services import reads

    profile = reads.profile(ws, contact)
    sources = list(dict.fromkeys(record.source for record in profile.records if record.live))
    people = sum(link.kind == "person" for link in profile.links) if profile.kind == "company" else 0
    figures = ((people, "person", "people"), (int(profile.measures.get("orders") or 0), "order", "orders"))
    parts = [words.count(number, one, many) for number, one, many in figures if number]
    if sources:
        parts.insert(0, sources[0] if len(sources) == 1 else f"{sources[0]} +{len(sources) - 1}")
    return ", ".join(parts) or "You"
