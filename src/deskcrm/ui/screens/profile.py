"""The profile of a person or company: properties on the left, what happened in the middle, what belongs to it right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from deskcrm.domain.changes import Changes
from deskcrm.domain.views import LinkView
from deskcrm.languages import tr
from deskcrm.ui.commands import Commands
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.timeline import PAGE
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.screens.profile_parts.acts import Acts
from deskcrm.ui.screens.profile_parts.asides import Asides
from deskcrm.ui.screens.profile_parts.composer import Written
from deskcrm.ui.screens.profile_parts.drafts import Drafts
from deskcrm.ui.screens.profile_parts.parting import Parting
from deskcrm.ui.screens.profile_parts.properties import PropertyPane
from deskcrm.ui.screens.profile_parts.reaching import add_ways
from deskcrm.ui.screens.profile_parts.reading import Opened, read_contact, suggestions
from deskcrm.ui.screens.profile_parts.related import Related, told_merges
from deskcrm.ui.screens.profile_parts.spots import Spots
from deskcrm.ui.screens.profile_parts.story import Story
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button, Line
from deskcrm.ui.widgets.empty import EmptyState

_LEFT: Final = 262
_LEFT_LEAST: Final = 224
_RIGHT: Final = 232
_FOLD_RIGHT: Final = 1150
"""A window narrower than this shows the related cards below the properties."""

_FOLD_LEFT: Final = 960

_KINDS: Final = frozenset({"contacts", "activities", "tasks", "settings", "batches"})


class ProfileScreen(Screen):
    """One contact. `show_contact` says which."""

    title = tr("Profile")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._contact: int | None = None
        self._opened: Opened | None = None
        self._stale = False
        self.pane = PropertyPane()
        self.story = Story(desk, window)
        self.composer, self.timeline, self.view = self.story.composer, self.story.timeline, self.story.view
        self._drafts = Drafts(self.composer)
        self.related = Related()
        self.empty = EmptyState()
        self._build()
        self._spots = Spots(self.view, (self.view, self.pane.area, self._side_area))
        self._parting = Parting(desk, window, self)
        self._acts = Acts(desk, window, self, self._read)
        self._asides = Asides(self, self.pane, self.view, self.related, self._acts, self._parting)
        self.popover = self._asides.popover
        self._connect()
        self._add_commands(getattr(window, "commands", None))

    # building

    def _build(self) -> None:
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pane)
        layout.addWidget(self.story, 1)
        layout.addWidget(self._right())
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._blank = QWidget()
        for page in (self._blank, whole, self.empty):
            self._stack.addWidget(page)
        self._whole = whole

    def _right(self) -> QFrame:
        self._side = QFrame()
        self._side.setFixedWidth(_RIGHT)
        self._side_area = QScrollArea()
        self._side_area.setWidgetResizable(True)
        self._side_area.setFrameShape(QFrame.Shape.NoFrame)
        self._side_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._side_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder = QWidget()
        self._side_box = QVBoxLayout(holder)
        self._side_box.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        self._side_box.addWidget(self.related)
        self._side_area.setWidget(holder)
        self._side_area.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        layout = QHBoxLayout(self._side)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(Line(vertical=True))
        layout.addWidget(self._side_area)
        return self._side

    def _connect(self) -> None:
        self.pane.patched.connect(self._acts.patch)
        self.pane.coloured.connect(self._acts.paint_tag)
        self.pane.photo.given.connect(self._acts.put_photo)
        self.pane.photo.crop_asked.connect(self._acts.crop_photo)
        self.pane.photo.removed.connect(self._acts.remove_photo)
        self.pane.suggest = self._suggest
        self.pane.others_asked.connect(self._asides.show_others)
        self.pane.bring_back_asked.connect(self._acts.bring_back)
        self.pane.records_asked.connect(self._asides.show_records)
        self.composer.saved.connect(self._log)
        self.composer.left.connect(self.focus_first)
        self.view.opened.connect(self._asides.show_line)
        self.view.done_asked.connect(self._asides.finish)
        self.view.delete_asked.connect(self._asides.delete)
        self.view.undo_asked.connect(self._acts.undo)
        self.view.edit_asked.connect(self._asides.edit)
        self.view.pin_asked.connect(self._asides.pin)
        self.related.contact_asked.connect(self.nav.open_contact)
        self.related.orders_asked.connect(self._show_orders)
        self.related.records_asked.connect(self._asides.show_records)
        self.related.history_asked.connect(self._show_history)
        self.related.undo_asked.connect(self._acts.undo)
        self.related.redo_asked.connect(self._acts.redo)
        self.related.take_back_asked.connect(self._parting.take_back)
        self.related.link_asked.connect(self.add_link)
        self.related.link_change_asked.connect(self._change_link)
        self.related.link_remove_asked.connect(self._acts.remove_link)
        self.story.narrowing.left.connect(self.focus_first)

    def _add_commands(self, commands: object) -> None:
        """Register what can be done here; the keys are this screen's only while it shows."""
        if not isinstance(commands, Commands):
            return
        offered: tuple[tuple[str, str, Callable[[], object], str, str], ...] = (
            ("note", tr("Write a note"), partial(self.composer.start, "note"), "N", "sticky-note"),
            ("call", tr("Log a call"), partial(self.composer.start, "call"), "C", "phone"),
            ("email", tr("Log an email"), partial(self.composer.start, "email"), "M", "mail"),
            ("meeting", tr("Log a meeting"), partial(self.composer.start, "meeting"), "G", "calendar"),
            ("task", tr("Add a task"), partial(self.composer.start, "task"), "T", "circle-check"),
            ("name", tr("Edit the name"), partial(self.pane.edit, "name"), "E", "pencil"),
            ("stage", tr("Change the stage"), self.pane.ask_stage, "S", "circle-dot"),
            ("seek", tr("Search in the timeline"), self.focus_filter, "", "search"),
            ("link", tr("Link with somebody"), self.add_link, "L", "link"),
            ("archive", tr("Archive this contact"), self._acts.archive, "", "archive"),
            ("remove", tr("Remove this contact"), self.remove, "Delete", "trash-2"),
            ("dossier", tr("Save everything we know…"), self.save_dossier, "", "download"),
            ("erase", tr("Erase this contact for good…"), self.erase, "", "trash-2"),
        )
        for key, name, run, shortcut, icon in offered:
            commands.add(f"profile.{key}", name, run, shortcut, icon=icon, available=self._ready, screen=self)
        last, can = self._take_last_back, self._has_merge
        commands.add("profile.part", tr("Take back the last merge"), last, icon="split", available=can, screen=self)

    def _ready(self) -> bool:
        return self._opened is not None

    # what the window tells

    def show_contact(self, contact: int) -> None:
        """Show a contact as soon as it is read."""
        if contact == self._contact:
            return
        self.pane.commit()
        self._leave_contact()
        self.popover.hide()
        self._contact = contact
        self._acts.turn_to(contact)
        self._opened = None
        self.title = tr("Profile")
        self.story.narrowing.seek.clear()
        self._read()

    def shown(self) -> None:
        """Read again what has changed meanwhile."""
        if self._stale:
            self._read()

    def on_changed(self, changes: Changes) -> None:
        """Read again if the contact is touched."""
        if self._contact is None or not (changes.everything or changes.kinds & _KINDS):
            return
        if not (changes.everything or "settings" in changes.kinds or self._mine() & changes.contacts):
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    def focus_first(self) -> None:
        """Put the keyboard on the timeline."""
        held = self.view if self.timeline.rowCount() else self
        held.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard into the search of the timeline."""
        self.story.narrowing.begin()

    def header_widgets(self) -> list[QWidget]:
        """Return Undo and a menu of the rest."""
        more = Button(icon="ellipsis", name=tr("More"))
        more.clicked.connect(lambda: self._menu(more))
        return [Button(tr("Undo"), icon="undo-2", hint=tr("Undo the last change (Ctrl+Z)"), click=self._undo), more]

    def _mine(self) -> set[int]:
        mine = {self._contact} if self._contact is not None else set()
        if self._opened is not None:
            profile = self._opened.profile
            mine |= {profile.id, *profile.ids, *(link.contact for link in profile.links)}
        return {contact for contact in mine if contact is not None}

    # reading

    def _read(self) -> None:
        self._stale = False
        entries = PAGE
        if self._opened is not None and not self.timeline.filter:
            entries = self._loaded()
        elif self._opened is None:
            entries = self._spots.loaded(self._contact, PAGE)
        self.desk.ask(
            read_contact, self._contact, entries, done=self._show, failed=self._gone, key="profile", owner=self
        )

    def _show(self, opened: Opened) -> None:
        first = self._opened is None
        self._opened = opened
        self._asides.turn_to(opened)
        profile = opened.profile
        if not profile.name:  # what is listed has a name, if only "No name"
            self._gone(tr("What made it known was undone. Redo brings it back."), tr("Redo"), self._acts.redo)
            return
        self.title = profile.name
        if self.isVisible():
            self.window().setWindowTitle(tr("{title} – DeskCRM", title=self.title))
            self.nav.mark_section("companies" if profile.kind == "company" else "people")
        self.composer.date_order = opened.terms.date_order
        self.pane.show_profile(profile, opened.terms, opened.photo)
        self.related.show_contact(opened)
        self.story.show_opened(opened)
        if first:
            self._drafts.come_back(opened)
        self._stack.setCurrentWidget(self._whole)
        if self.isVisible() and ((first and not self._typing()) or self.hasFocus()):
            self.focus_first()
        if first:
            self._spots.come_back(profile.id)

    def _loaded(self) -> int:
        return max(PAGE, -(-self.timeline.entry_count // PAGE) * PAGE)

    def _typing(self) -> bool:
        held = self.window().focusWidget()
        return isinstance(held, QLineEdit)

    def _gone(self, reason: str, second: str = "", other: Callable[[], None] | None = None) -> None:
        self._opened = None
        self.pane.close_editor()
        self.empty.say("user", tr("This contact is no more"), reason, tr("Go back"), self.nav.go_back, second, other)
        self._stack.setCurrentWidget(self.empty)
        if self.isVisible():
            self.empty.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_contact(self) -> None:
        """Keep what is being written and where the owner is, for coming back."""
        if self._opened is not None:
            self._drafts.hold(self._opened)
            self.composer.clear()
            if not self.timeline.filter:
                self._spots.keep(self._opened.profile.id, self._loaded())

    def leaving(self) -> None:
        """Save the value that is being edited, and keep what is begun in the composer for the next time."""
        self.pane.commit()
        if self._opened is not None:
            self._drafts.hold(self._opened)
        self._drafts.write(self.desk)

    # the timeline

    def _show_orders(self) -> None:
        self.story.narrowing.show_only(tr("Orders"))
        self.focus_first()

    # what the owner does

    def _log(self, written: Written) -> None:
        self._acts.log(written, self._logged)

    def _logged(self) -> None:
        """Empty the composer and leave it, so that the single keys and Undo work at once."""
        had_keys = self.composer.isAncestorOf(QApplication.focusWidget() or self)
        self.composer.clear()
        if had_keys:
            self.focus_first()

    def remove(self) -> None:
        """Take the contact out of lists and search; the toast offers to undo it."""
        if self._opened is not None and not self._opened.profile.removed:
            self._acts.remove()

    def add_link(self) -> None:
        """Ask with whom and as what the contact is to be linked."""
        if self._opened is not None and not self._opened.profile.removed:
            self._acts.add_link(self._opened.profile, self._opened.terms.date_order)

    def _change_link(self, link: LinkView) -> None:
        if self._opened is not None:
            self._acts.change_link(link, self._opened.terms.date_order)

    def can_merge(self) -> bool:
        """Whether there is somebody to merge."""
        return self._opened is not None and not self._opened.profile.removed

    def merge(self) -> None:
        """Merge this contact with one who is looked for."""
        from deskcrm.ui.dialogs.merge import begin_merge

        if self._contact is not None:
            begin_merge(self.desk, self.nav, [self._contact], self, self.nav.open_contact)

    def save_dossier(self) -> None:
        """Ask for a file, and save everything that is known of the contact there."""
        if self._opened is not None:
            self._acts.save_dossier(self._opened.profile)

    def erase(self) -> None:
        """Ask whether the contact is to be erased for good."""
        if self._opened is not None:
            self._acts.erase(self._opened.profile)

    def _has_merge(self) -> bool:
        return self._opened is not None and bool(told_merges(self._opened.profile)[0])

    def _take_last_back(self) -> None:
        if self._opened is not None:
            self._parting.take_back(told_merges(self._opened.profile)[0][0])

    def _show_history(self) -> None:
        if self._opened is not None:
            self.nav.show_history(self._opened.profile.id, self._opened.profile.name)

    def _undo(self) -> None:
        self._acts.undo()

    def _suggest(self, key: str, typed: str, answer: Callable[[Sequence[tuple[str, int]]], None]) -> None:
        kind = self._opened.profile.kind if self._opened is not None else "person"
        self.desk.ask(suggestions, key, kind, typed, done=answer, key="suggestions", owner=self)

    def _menu(self, button: QWidget) -> None:
        if self._opened is None:
            return
        profile = self._opened.profile
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_ways(menu, profile)
        menu.addSeparator()
        menu.addAction(tr("Show history"), self._show_history)
        menu.addAction(tr("Show in the list"), partial(self.nav.show_contact_in_list, profile.id, profile.kind))
        menu.addSeparator()
        if profile.removed:
            menu.addAction(tr("Bring back"), self._acts.bring_back)
        else:
            menu.addAction(tr("Merge with…"), self.merge)
            if profile.archived:
                menu.addAction(tr("Bring back"), self._acts.bring_back)
            else:
                menu.addAction(tr("Archive"), self._acts.archive)
            menu.addAction(tr("Remove"), self.remove)
        menu.addSeparator()
        menu.addAction(tr("Save everything we know…"), self.save_dossier)
        menu.addAction(tr("Erase for good…"), self.erase)
        corner = button.rect().bottomRight()
        menu.popup(button.mapToGlobal(QPoint(corner.x() - menu.sizeHint().width(), corner.y())))

    # room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the narrow window's room to the timeline."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        width = self.window().width()
        beside = width >= _FOLD_RIGHT
        self.pane.setFixedWidth(_LEFT if width >= _FOLD_LEFT else _LEFT_LEAST)
        if beside == self._side.isHidden():
            (self._side_box if beside else self.pane.below).addWidget(self.related)
            self._side.setVisible(beside)
            self.related.show()

    def showEvent(self, event: QShowEvent) -> None:
        """Fit the content to the window of now."""
        super().showEvent(event)
        self._fold()

    def hideEvent(self, event: QHideEvent) -> None:
        """Close what hangs over it."""
        super().hideEvent(event)
        self.popover.hide()
