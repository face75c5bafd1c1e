"""Taking a merge back: what each of the two gets, and where goes what came since, before the owner says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskcrm.domain.views import MergeView, TakeBackPreview, TakeBackSide
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.avatar import Avatar
from deskcrm.ui.widgets.basic import Card, Label, column, row

if TYPE_CHECKING:
    from deskcrm.ui.screen import Navigator


def begin_take_back(desk: Desk, nav: Navigator, merge: MergeView, over: QWidget) -> None:
    """Show what taking a merge back would leave, and take it back when the owner says so."""
    from deskcrm.services import merging

    def show(preview: TakeBackPreview) -> None:
        TakeBack(desk, preview, over).open()

    desk.ask(merging.before_take_back, merge.id, done=show, failed=nav.toast, key="take back", owner=over)


class TakeBack(FormDialog):
    """The two as they will be. Ctrl+Enter takes back, Escape leaves it."""

    def __init__(self, desk: Desk, preview: TakeBackPreview, parent: QWidget) -> None:
        name = preview.leaves.name or "somebody"
        super().__init__(f"Take back the merge of {name}?", "Take back", parent)
        self._desk, self._preview = desk, preview
        self.rows.addWidget(_side(preview.stays, "Keeps this profile"))
        self.rows.addWidget(_side(preview.leaves, "Has a profile again"))
        said = "Each gets back what was theirs. It is noted that they are not the same, so no import joins them again."
        self.rows.addWidget(Label(said, Type.SMALL, tone="muted", wrap=True))
        self.save_button.setFocus()

    def save(self) -> None:
        """Take the merge back and close."""
        from deskcrm.services import merging

        self.save_button.setEnabled(False)
        self._desk.do(
            merging.take_back, self._preview.merge,
            done=lambda _profiles: self.accept(), failed=self.refuse, initiator=self.parent(), owner=self,
        )  # fmt: skip


def _side(side: TakeBackSide, what: str) -> Card:
    card = Card()
    mark = Avatar(Size.AVATAR_LARGE)
    mark.set_contact(side.contact, side.name)
    name = Label(side.name or "No name", weight=Type.BOLD, elide=True)
    names = column(name, Label(what, Type.SMALL, tone="muted"), spacing=1)
    head = row(mark, names, spacing=Space.M)
    head.setStretch(1, 1)
    head.setAlignment(names, Qt.AlignmentFlag.AlignVCenter)
    card.body.addLayout(head)
    card.body.addWidget(Label(holdings(side), wrap=True))
    if side.later:
        card.body.addWidget(Label(f"Since the merge: {_listed(side.later)}.", Type.SMALL, tone="muted", wrap=True))
    return card


def holdings(side: TakeBackSide) -> str:
    """Return what one of them has: "2 records, 14 activities, 1 task"."""
    nouns = (
        (side.records, "record", "records"),
        (side.activities, "activity", "activities"),
        (side.tasks, "task", "tasks"),
    )
    return ", ".join(words.count(number, one, many) for number, one, many in nouns if number) or "Only what you wrote"


def _listed(parts: tuple[str, ...]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
