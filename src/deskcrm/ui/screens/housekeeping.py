"""Fields, tags, stages, sources: what the owner keeps in order, each with how many use it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from deskcrm.domain.changes import Changes
from deskcrm.domain.colours import STAGE, TAG
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.housekeeping import (
    Line,
    LinesModel,
    field_lines,
    kind_lines,
    source_lines,
    stage_lines,
    tag_lines,
)
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.widgets.basic import Button, Label, SeekField, row
from deskcrm.ui.widgets.empty import EmptyState
from deskcrm.ui.widgets.flow import Flow
from deskcrm.ui.widgets.lines_view import LinesView

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_KINDS: Final = frozenset({"activities", "contacts", "fields", "settings", "sources", "batches", "history"})
_ADDS: Final = {"fields": tr("Add a field"), "stages": tr("Add a stage"), "kinds": tr("Add a kind")}
_MOVED: Final = frozenset({"stages", "kinds"})
_UNCOLOURED: Final = frozenset({"fields", "kinds"})
_SEEK: Final = 200
_WIDEST: Final = 760


class Part(NamedTuple):
    """One of the lists: its words, how it is read, and what is said where it is empty."""

    label: str
    icon: str
    read: Callable[[Workspace], list[Line]]
    empty: str
    hint: str


PARTS: Final = {
    "tags": Part(
        tr("Tags"), "tags", tag_lines, tr("No tags yet"), tr("Add a tag on a profile, or to many people at once."),
    ),
    "fields": Part(
        tr("Fields"), "table-2", field_lines, tr("No fields of your own yet"),
        tr("Shoe size, member since, allergies: add what your business needs to know."),
    ),
    "stages": Part(tr("Stages"), "circle-dot", stage_lines, tr("No stages"), tr("Add the first one.")),
    "kinds": Part(
        tr("Activities"), "sticky-note", kind_lines, tr("No kinds of activity of your own yet"),
        tr("Calls, emails, meetings and visits are there. Add what else happens with you: a tasting, a "
"fitting."),
    ),
    "sources": Part(
        tr("Sources"), "file-text", source_lines, tr("No sources yet"), tr("Import a file, and it is listed here."),
    ),
}  # fmt: skip


class HousekeepingScreen(Screen):
    """Five lists, one at a time."""

    title = tr("Fields and tags")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self.part = "tags"
        self._again: object = None  # the thing that the cursor goes back to
        self._stale = True
        self.model = LinesModel(self)
        self.view = LinesView(self.model)
        self.empty = EmptyState()
        self.chips: dict[str, Button] = {}
        self._build()
        self.view.renamed.connect(self.rename)
        self.view.deleted.connect(self.delete)
        self.view.moved.connect(self.move_by)
        self.view.menu_asked.connect(self._menu)
        self.seek.textChanged.connect(self._narrow)
        selection = self.view.selectionModel()
        selection.currentRowChanged.connect(lambda _now, _before: self._enable())

    def _build(self) -> None:
        group = QButtonGroup(self)
        for key, part in PARTS.items():
            chip = Button(part.label, "chip", part.icon, checkable=True, click=self._chooser(key))
            group.addButton(chip)
            self.chips[key] = chip
        self.chips[self.part].setChecked(True)
        self.seek = SeekField("search", tr("Find in this list"))
        self.seek.setFixedWidth(_SEEK)
        self.add = Button(tr("Add a field"), icon="plus", click=self.add_line)
        self.change = Button(tr("Rename…"), icon="pencil", click=self.rename)
        self.colour = Button(tr("Colour"), icon="palette", click=self.choose_colour)
        self.joined = Button(tr("Join…"), icon="merge", click=self.join)
        self.gone = Button(tr("Delete"), "danger", "trash-2", click=self.delete)
        head = row(Label(self.title, Type.TITLE, Type.BOLD), None, self.add)
        parts = Flow(inset=0)
        parts.set_items(list(self.chips.values()))
        bar = row(parts, self.seek)
        bar.setStretch(0, 1)
        bar.setAlignment(self.seek, Qt.AlignmentFlag.AlignTop)
        foot = row(None, self.change, self.colour, self.joined, self.gone)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        content = QVBoxLayout(page)
        content.setContentsMargins(20, Space.L, 20, Space.M)
        content.setSpacing(Space.M)
        content.addLayout(head)
        content.addLayout(bar)
        content.addWidget(self._stack, 1)
        content.addLayout(foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(page, 1)
        layout.addStretch(0)

    def _chooser(self, key: str) -> Callable[[], None]:
        return lambda: self.show_part(key)

    # what the window tells

    def shown(self) -> None:
        """Read the list, if something changed meanwhile."""
        if self._stale:
            self._read()

    def on_changed(self, changes: Changes) -> None:
        """Read it again."""
        if not (changes.everything or changes.kinds & _KINDS):
            return
        if self.isVisible():
            self._read()
        else:
            self._stale = True

    def focus_first(self) -> None:
        """Put the keyboard on the list, also while it is being read."""
        held: QWidget = self.view if self._stack.currentWidget() is self.view else self.chips[self.part]
        held.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> None:
        """Put the keyboard into the field that narrows the list."""
        self.seek.setFocus()

    def show_part(self, key: str) -> None:
        """Show tags, fields, stages or sources."""
        self.part = key
        self.chips[key].setChecked(True)
        self.seek.clear()
        self.model.replace(())
        self._read()

    # reading

    def _read(self) -> None:
        self._stale = False
        line = self.line
        if self._again is None and line is not None:
            self._again = _mark(line.thing)
        self.desk.ask(PARTS[self.part].read, done=self._show, key="lines", owner=self)

    def _show(self, lines: list[Line]) -> None:
        row_before = self.view.currentIndex().row()
        self.model.replace(lines)
        marks = [_mark(line.thing) for line in self.model.lines]
        place = marks.index(self._again) if self._again in marks else min(max(row_before, 0), len(marks) - 1)
        self._again = None
        self.view.setCurrentIndex(self.model.index(place, 0))
        self._tell()

    def _narrow(self, text: str) -> None:
        self.model.narrow(text)
        self.view.setCurrentIndex(self.model.index(0, 0))
        self._tell()

    def _tell(self) -> None:
        """Show the list, or what belongs where it is empty; and what can be done with a line."""
        part = PARTS[self.part]
        if not self.model.rowCount():
            if self.model.narrowed:
                self.empty.say("search", tr("Nothing fits"), tr("Nothing in this list has that in its name."))
            elif self.part == "fields":
                self.empty.say(part.icon, part.empty, part.hint, tr("Add a field"), self.add_field)
            else:
                self.empty.say(part.icon, part.empty, part.hint)
        had_keys = self.view.hasFocus()
        self._stack.setCurrentWidget(self.view if self.model.rowCount() else self.empty)
        if had_keys:
            self.focus_first()
        self.view.setAccessibleName(part.label)
        self._enable()

    def _enable(self) -> None:
        line = self.line
        self.add.setVisible(self.part in _ADDS)
        self.add.set_text(_ADDS.get(self.part, ""))
        self.change.set_text(tr("Rename…") if self.part in ("tags", "stages", "kinds") else tr("Change…"))
        self.joined.setVisible(self.part == "fields")
        self.colour.setVisible(self.part not in _UNCOLOURED)
        self.colour.setEnabled(line is not None)
        self.gone.setVisible(self.part != "sources")
        self.change.setEnabled(line is not None)
        free = line is not None and not line.fixed
        self.joined.setEnabled(free and len(self._own()) > 1)
        self.gone.setEnabled(free)

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        place = self.view.currentIndex().row()
        return self.model.lines[place] if 0 <= place < len(self.model.lines) else None

    def _own(self) -> list[Any]:
        return [line.thing for line in self.model.all if not line.fixed]

    # what the owner does

    def add_line(self) -> None:
        """Ask for a new field, stage or kind of activity."""
        from deskcrm.ui.dialogs.housekeeping import KindForm, StageForm

        if self.part == "stages":
            StageForm(self.desk, None, self).open()
        elif self.part == "kinds":
            KindForm(self.desk, None, self).open()
        else:
            self.add_field()

    def add_field(self) -> None:
        """Ask for a new field."""
        from deskcrm.services import own_fields
        from deskcrm.ui.dialogs.housekeeping import FieldForm

        FieldForm(self.desk, None, own_fields.KINDS, self).open()

    def rename(self) -> None:
        """Ask for another name, and whatever else can be changed."""
        from deskcrm.services import own_fields, sources
        from deskcrm.ui.dialogs.housekeeping import FieldForm, KindForm, RenameTag, SourceForm, StageForm

        line = self.line
        if line is None:
            return
        if self.part == "tags":
            RenameTag(self.desk, line.name, {one.name: one.many for one in self.model.all}, self).open()
        elif self.part == "fields":
            FieldForm(self.desk, line.thing, own_fields.KINDS, self).open()
        elif self.part == "stages":
            StageForm(self.desk, line.thing, self).open()
        elif self.part == "kinds":
            KindForm(self.desk, line.thing, self).open()
        else:
            SourceForm(self.desk, line.thing, sources.TRUST, self).open()

    def join(self) -> None:
        """Ask with which field this one is to be joined."""
        from deskcrm.ui.dialogs.housekeeping import JoinField

        line = self.line
        if line is not None and not line.fixed and self.part == "fields":
            JoinField(self.desk, line.thing, [one for one in self._own() if one.id != line.thing.id], self).open()

    def choose_colour(self) -> None:
        """Offer colours for the tag, the stage or the source under the cursor."""
        menu = self._colours()
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.colour.mapToGlobal(self.colour.rect().bottomLeft()))

    def _colours(self) -> QMenu | None:
        from deskcrm.ui.widgets.colour_menu import ColourMenu

        line = self.line
        if line is None or not line.coloured:
            return None
        now = theme().own(line.coloured, line.thing.key if line.coloured == STAGE else line.name)
        return ColourMenu(now.name() if now is not None else "", partial(self.paint_line, line), self)

    def paint_line(self, line: Line, colour: str) -> None:
        """Give a tag, a stage or a source a colour, "" for none."""
        from deskcrm.services import colours, stages

        if line.coloured == STAGE:
            self.desk.do(stages.change, line.thing.key, colour=colour, initiator=self)
        elif line.coloured == TAG:
            self.desk.do(colours.paint_tag, line.name, colour, initiator=self)
        else:
            self.desk.do(colours.paint_source, line.thing.id, colour, initiator=self)

    def delete(self) -> None:
        """Delete a tag from everybody, a field or a stage from forms and lists; the toast offers to undo it."""
        from deskcrm.services import kinds, own_fields, stages, tags

        line = self.line
        if line is None or line.fixed:
            return
        if self.part == "tags":
            self.desk.do(tags.remove, line.name, initiator=self)
        elif self.part == "stages":
            self.desk.do(stages.remove, line.thing.key, initiator=self)
        elif self.part == "kinds":
            self.desk.do(kinds.remove, line.thing.key, initiator=self)
        else:
            self.desk.do(own_fields.delete, line.thing.id, initiator=self)

    def move_by(self, step: int) -> None:
        """Move a field up or down in the order of forms and lists, a stage on the way."""
        from deskcrm.services import kinds, own_fields, stages

        line = self.line
        if line is None or self.model.narrowed:
            return
        if self.part in _MOVED and 0 <= self.model.lines.index(line) + step < len(self.model.lines):
            move = stages.move if self.part == "stages" else kinds.move
            self.desk.do(move, line.thing.key, step, initiator=self)
        if self.part != "fields" or line.fixed:
            return
        order = [field.id for field in self._own()]
        place = order.index(line.thing.id)
        if 0 <= place + step < len(order):
            order.insert(place + step, order.pop(place))
            self.desk.do(own_fields.reorder, order, initiator=self)

    def _menu(self, at: QPoint) -> None:
        line = self.line
        if line is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.change.text().strip(), self.rename)
        colours = self._colours()
        if colours is not None:
            colours.setParent(menu, colours.windowFlags())  # goes with it
            menu.addMenu(colours)
        if self.part == "fields" and not line.fixed:
            menu.addAction(tr("Join…"), self.join).setEnabled(self.joined.isEnabled())
        if self.part in _MOVED or (self.part == "fields" and not line.fixed):
            menu.addAction(tr("Move up"), lambda: self.move_by(-1))
            menu.addAction(tr("Move down"), lambda: self.move_by(1))
        if not line.fixed:
            menu.addSeparator()
            menu.addAction(tr("Delete"), self.delete)
        menu.popup(at)


def _mark(thing: Any) -> object:
    """What tells a line from others however it is renamed: an id where it has one."""
    return (type(thing).__name__, getattr(thing, "id", 0) or getattr(thing, "key", thing))
