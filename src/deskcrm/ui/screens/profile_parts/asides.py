"""What pops up beside something on the profile: other values of a field, all records, one entry of the timeline."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QRect
from PySide6.QtWidgets import QWidget

from deskcrm.domain.views import ActivityVersion, TaskView
from deskcrm.languages import tr
from deskcrm.ui.models.timeline_words import Line, headline
from deskcrm.ui.screens.profile_parts import changes, details, saying
from deskcrm.ui.screens.profile_parts.acts import Acts
from deskcrm.ui.screens.profile_parts.changes import NAME
from deskcrm.ui.screens.profile_parts.parting import Parting
from deskcrm.ui.screens.profile_parts.popover import Popover
from deskcrm.ui.screens.profile_parts.properties import PropertyPane
from deskcrm.ui.screens.profile_parts.reading import Opened
from deskcrm.ui.screens.profile_parts.related import Related
from deskcrm.ui.screens.profile_parts.saying import Other
from deskcrm.ui.screens.profile_parts.timeline_view import TimelineView
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Button
from deskcrm.ui.widgets.sides import seen_within


class Asides(QObject):
    """One popover of a screen, and what it is opened with."""

    def __init__(
        self, screen: QWidget, pane: PropertyPane, view: TimelineView, related: Related, acts: Acts, parting: Parting
    ) -> None:  # fmt: skip
        super().__init__(screen)
        self.popover = Popover(screen)
        self._screen, self._pane, self._view, self._related = screen, pane, view, related
        self._acts, self._parting = acts, parting
        self._opened: Opened | None = None
        self._shown: Line | None = None
        self._at = QRect()

    def turn_to(self, opened: Opened) -> None:
        """Speak of this contact from now on."""
        self._opened = opened

    # other values

    def show_others(self, key: str) -> None:
        """Show what else was said for a field ("name": for the whole name), each to be used instead."""
        if self._opened is None:
            return
        profile, terms = self._opened.profile, self._opened.terms
        if key == NAME and profile.kind == "company":
            key = "organization"
        found = saying.other_names(profile) if key == NAME else saying.others(profile, key, terms)
        named = key in (NAME, "organization")
        self.popover.begin(tr("Other names") if named else tr("Other values: {label}", label=terms.label(key)))
        details.fill_others(self.popover.body, found, partial(self._use, key))
        flags = self._pane.flags(key)
        if flags:
            details.add_keep(self.popover.body, flags[0].source, partial(self._keep, key))
        line = self._pane.rows.get(key)
        self.popover.open_under(line.others if line is not None else self._pane.other_names)

    def _use(self, key: str, other: Other) -> None:
        self.popover.leave()
        if self._opened is not None:
            self._acts.patch(changes.used(self._opened.profile, key, other))

    def _keep(self, key: str) -> None:
        self.popover.leave()
        if self._opened is not None:
            self._acts.patch(changes.kept(self._opened.profile, key))

    # records

    def show_records(self) -> None:
        """Show every record, each to be detached or moved."""
        if self._opened is None:
            return
        came_from = self._screen.window().focusWidget() or self._view
        profile = self._opened.profile
        self.popover.begin(tr("Known from"))
        details.fill_records(
            self.popover.body, profile.records, partial(self._parting.offer, profile, self.popover.leave)
        )
        anchor = self._pane.see_how
        if self._related.known.isAncestorOf(came_from) or not anchor.isVisible():
            anchor = self._related.known.findChildren(Button)[-1]
        self.popover.open_under(anchor)

    # the timeline

    def show_line(self, line: Line) -> None:
        """Show all of an entry or a task."""
        where = self._view.rect_of_line(line)
        beside = seen_within(where, where.translated(Space.XL + Space.L, 0), mirrored=self._view.isRightToLeft())
        top = self._view.viewport().mapTo(self._screen, beside.topLeft())
        if line.entry is not None:
            self.popover.begin(headline(line.entry))
            details.fill_entry(self.popover.body, line.entry)
            attached = self._opened.files.get(line.entry.id, ()) if self._opened is not None else ()
            self._acts.files.fill(self.popover.body, line.entry.id, attached, self.popover.leave)
            if line.entry.own:
                acts = partial(self.edit, line), partial(self.move, line), partial(self.delete, line)
                details.add_ends(self.popover.body, *acts)
            self._acts.ask_versions(line.entry.id, partial(self._show_versions, line))
        elif line.task is not None:
            self.popover.begin(line.task.title)
            change = partial(self.change_task, line.task)
            details.fill_task(self.popover.body, line.task, partial(self.finish, line.task.id), change)
        elif line.change is not None:
            self.popover.begin(line.change.summary)
            details.fill_change(self.popover.body, line.change, partial(self.undo, line.change.id))
        self._at = QRect(top, where.size())
        self.popover.open_at(self._at, self._view)
        self._shown = line

    def _show_versions(self, line: Line, versions: list[ActivityVersion]) -> None:
        """Add what an entry said before, if it is still the one in sight."""
        earlier = [one for one in versions if not one.shown]
        if earlier and self.popover.isVisible() and self._shown is line:
            self.popover.hide()  # what is added to a visible one counts for its height only after the next event
            details.add_versions(self.popover.body, earlier)
            self.popover.open_at(self._at, self._view)

    def undo(self, operation: int) -> None:
        """Take a change back."""
        self.popover.leave()
        self._acts.undo(operation)

    def pin(self, line: Line) -> None:
        """Let an entry stand on top, or no more."""
        if line.entry is not None:
            self._acts.pin(line.entry.id, not self._view.timeline.is_pinned(line.entry))

    def edit(self, line: Line) -> None:
        """Ask what an own entry should say."""
        self.popover.leave()
        if line.entry is not None:
            self._acts.edit_entry(line.entry)

    def move(self, line: Line) -> None:
        """Ask to whom an own entry belongs."""
        self.popover.leave()
        if line.entry is not None and self._opened is not None:
            self._acts.ask_whose(line.entry.id, self._opened.profile)

    def finish(self, task: int) -> None:
        """Mark a task as done."""
        self.popover.leave()
        self._acts.finish(task)

    def change_task(self, task: TaskView) -> None:
        """Show the whole of a task, to be changed."""
        self.popover.leave()
        self._acts.change_task(task)

    def delete(self, line: Line) -> None:
        """Take an entry out, where it is the owner's own."""
        self.popover.leave()
        self._acts.delete(line)
