"""Taking a merge back: what each of the two gets, and where goes what came since, before the owner says yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskcrm.domain.views import MergeView, TakeBackPreview, TakeBackSide
from deskcrm.languages import listed, tr, trn
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
        name = preview.leaves.name or tr("somebody")
        super().__init__(tr("Take back the merge of {name}?", name=name), tr("Take back"), parent)
        self._desk, self._preview = desk, preview
        self.rows.addWidget(_side(preview.stays, tr("Keeps this profile")))
        self.rows.addWidget(_side(preview.leaves, tr("Has a profile again")))
        said = tr(
            "Each gets back what was theirs. It is noted that they are not the same, so no import joins them again."
        )
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
    name = Label(side.name or tr("No name"), weight=Type.BOLD, elide=True)
    names = column(name, Label(what, Type.SMALL, tone="muted"), spacing=1)
    head = row(mark, names, spacing=Space.M)
    head.setStretch(1, 1)
    head.setAlignment(names, Qt.AlignmentFlag.AlignVCenter)
    card.body.addLayout(head)
    card.body.addWidget(Label(holdings(side), wrap=True))
    if side.later:
        card.body.addWidget(
            Label(tr("Since the merge: {happened}.", happened=listed(side.later)), Type.SMALL, tone="muted", wrap=True)
        )
    return card


def holdings(side: TakeBackSide) -> str:
    """Return what one of them has: "2 records, 14 activities, 1 task"."""
    parts = (
        (side.records, trn("{count} record", "{count} records", side.records)),
        (side.activities, trn("{count} activity", "{count} activities", side.activities)),
        (side.tasks, trn("{count} task", "{count} tasks", side.tasks)),
    )
    return ", ".join(said for number, said in parts if number) or tr("Only what you wrote")
