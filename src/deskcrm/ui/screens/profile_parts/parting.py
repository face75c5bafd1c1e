"""What parts a profile again: a merge taken back, a record detached or moved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu, QWidget

from deskcrm.domain.views import MergeView, ProfileView, RecordView
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator


class Parting(QObject):
    """Asks and does; dialogs and menus open over a screen."""

    def __init__(self, desk: Desk, nav: Navigator, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._nav, self._over = desk, nav, over

    def take_back(self, merge: MergeView) -> None:
        """Show what taking a merge back leaves, and do it when the owner says so."""
        from deskcrm.ui.dialogs.take_back import begin_take_back

        begin_take_back(self._desk, self._nav, merge, self._over)

    def offer(
        self, profile: ProfileView, first: Callable[[], None], record: RecordView, button: QWidget, _on: bool = False
    ) -> None:
        """Drop down what can be done with a record of a profile; `first` is called before anything is done."""
        menu = QMenu(self._over)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for label, act in ((tr("Detach"), self._detach), (tr("Move to…"), partial(self._ask_where, profile))):
            action = menu.addAction(label, first)
            action.triggered.connect(partial(act, record))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _detach(self, record: RecordView, _on: bool = False) -> None:
        from deskcrm.services import merging

        self._desk.do(merging.detach, record.id, initiator=self._over)

    def _ask_where(self, profile: ProfileView, record: RecordView, _on: bool = False) -> None:
        from deskcrm.ui.dialogs.merge import alike
        from deskcrm.ui.dialogs.pick_contact import PickContact

        title = tr("Move the record of {source} to", source=record.source)
        PickContact(
            self._desk, title, tr("Move"), partial(self._move, record), self._over,
            kind=profile.kind, without=profile.ids, alike=alike(profile),
        ).open()  # fmt: skip

    def _move(self, record: RecordView, contact: int, _name: str) -> None:
        from deskcrm.services import merging

        self._desk.do(merging.move, record.id, contact, initiator=self._over)
