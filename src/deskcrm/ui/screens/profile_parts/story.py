"""The middle of the profile: the journey, the composer, what narrows the timeline, and the timeline itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.timeline import TimelineModel
from deskcrm.ui.screen import Navigator
from deskcrm.ui.screens.profile_parts.composer import Composer
from deskcrm.ui.screens.profile_parts.journey_card import JourneyCard
from deskcrm.ui.screens.profile_parts.narrowing import Narrowing
from deskcrm.ui.screens.profile_parts.reading import Opened
from deskcrm.ui.screens.profile_parts.timeline_delegate import PAD
from deskcrm.ui.screens.profile_parts.timeline_view import TimelineView
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Label, row


class Story(QWidget):
    """What happened with one contact, and where more of it is written down."""

    def __init__(self, desk: Desk, nav: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = TimelineModel(desk, self)
        self.journey = JourneyCard(desk, nav)
        self.composer = Composer()
        self.narrowing = Narrowing(self.timeline)
        self.view = TimelineView(self.timeline)
        self._quiet = Label("", tone="muted", wrap=True)
        self._quiet.setContentsMargins(PAD, Space.L, 0, 0)
        self._quiet.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._quiet.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._quiet.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L + Space.XS - PAD, Space.L, Space.M, 0)
        layout.setSpacing(Space.S)
        for card in (self.journey, self.composer):
            line = row(card)
            line.setContentsMargins(PAD, 0, Space.S, 0)
            layout.addLayout(line)
        layout.addWidget(self.narrowing)
        layout.addWidget(self._quiet)
        layout.addWidget(self.view, 1)
        self.timeline.loaded.connect(self._loaded)
        self.journey.chosen.connect(self.timeline.reach)

    def show_opened(self, opened: Opened) -> None:
        """Show a contact's timeline, and its journey as soon as that is read."""
        profile = opened.profile
        company = profile.kind == "company"
        self.timeline.names = {link.contact: link.name for link in profile.links} if company else {}
        self.timeline.files = opened.files
        self.timeline.show(profile.id, profile.tasks, opened.entries, opened.whole, opened.history, opened.pinned)
        self.composer.setEnabled(not profile.removed)
        self.journey.show_contact(profile.id, profile.name)

    def show_only(self, channel: str) -> None:
        """Show one channel of the timeline."""
        self.narrowing.show_only(channel)

    def _loaded(self) -> None:
        self.narrowing.follow()
        empty = self.timeline.rowCount() == 0
        self._quiet.setVisible(empty)
        self.view.setVisible(not empty)
        if self.timeline.filter:
            self._quiet.setText(tr("Nothing in the timeline fits."))
        else:
            self._quiet.setText(tr("Nothing has happened yet. Write down a note or a call, or plan a task."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the journey where the timeline needs the room."""
        super().resizeEvent(event)
        self.journey.fit_into(event.size().height())
