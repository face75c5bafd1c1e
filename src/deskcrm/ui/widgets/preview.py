"""The pane beside the list: who the contact under the cursor is, at a glance, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from deskcrm.domain.activities import NOT_SOLD, kind_icon, kind_of
from deskcrm.domain.errors import NotFound
from deskcrm.domain.views import ProfileView, TaskView, TimelineEntry
from deskcrm.languages import number, tr, trn
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.avatar import Avatar
from deskcrm.ui.widgets.basic import Button, Card, Icon, Label, StageDot, clear, column, row, tip

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_LATELY = 4
_PEOPLE = 5


@dataclass(frozen=True, slots=True)
class Glance:
    """What the pane shows of one contact."""

    profile: ProfileView
    lately: list[TimelineEntry]
    photo: bytes | None = None


class Preview(QFrame):
    """Follows the cursor of a list; reads in the background, the newest contact wins."""

    opened = Signal(int)
    task_asked = Signal(int, str)
    merge_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._contact: int | None = None
        self._shown: ProfileView | None = None
        self.setProperty("pane", "raised")
        self.setFixedWidth(Size.PREVIEW)
        self.setAccessibleName(tr("Preview"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._content = QWidget()
        self._area = _scrolled(self._content)
        outer.addWidget(self._area)
        layout = QVBoxLayout(self._content)
        layout.setContentsMargins(20, 20, 20, 20)
        layout.setSpacing(Space.L)
        layout.addLayout(self._head())
        layout.addLayout(self._reach())
        self._figures = Card()
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(Space.M)
        self._figures.body.addLayout(self._grid)
        layout.addWidget(self._figures)
        self._sections = QVBoxLayout()
        self._sections.setSpacing(Space.S)
        layout.addLayout(self._sections)
        layout.addStretch(1)
        self._content.hide()
        self._several = self._for_several()
        outer.addWidget(self._several)

    def _for_several(self) -> QWidget:
        self._number = Label("", Type.HEADING, Type.BOLD, wrap=True)
        self._number.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._asked = asked = Label("", tone="muted", wrap=True)
        asked.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._merge = merge = Button(
            tr("Merge…"), "primary", "git-merge", hint=tr("Merge (Ctrl+M)"), click=self.merge_asked.emit
        )
        inner = column(None, self._number, asked, Space.S, row(None, merge, None), None)
        inner.setContentsMargins(20, 20, 20, 20)
        several = QWidget()
        several.setLayout(inner)
        several.hide()
        return several

    def _head(self) -> QVBoxLayout:
        self._avatar = Avatar(Size.AVATAR_LARGE)
        self._name = Label("", Type.HEADING, Type.BOLD, elide=True)
        self._under = Label("", Type.SMALL, tone="muted", elide=True)
        self._dot = StageDot()
        self._stage = Label("")
        names = column(self._name, self._under, spacing=2)
        self._stage_line = QWidget()
        line = row(self._dot, self._stage, None, spacing=6)
        self._stage_line.setLayout(line)
        top = row(self._avatar, names, spacing=10)
        top.setStretch(1, 1)
        top.setAlignment(names, Qt.AlignmentFlag.AlignVCenter)
        return column(top, self._stage_line, spacing=Space.M)

    def _reach(self) -> Any:
        self._call = Button(icon="phone", name=tr("Call"), click=lambda: self._reach_by("phones", "tel"))
        self._mail = Button(icon="mail", name=tr("Write an email"), click=lambda: self._reach_by("emails", "mailto"))
        self._plan = Button(icon="calendar", name=tr("Add a task"), click=self._ask_task)
        self._open = Button(tr("Open"), "primary", name=tr("Open profile"), click=self._ask_open)
        return row(self._call, self._mail, self._plan, None, self._open, spacing=Space.S)

    # what it shows

    def show_contact(self, contact: int | None) -> None:
        """Show a contact as soon as it is read; None clears the pane at once."""
        self._several.hide()
        self._area.show()
        self._contact = contact
        if contact is None:
            self._shown = None
            self._content.hide()
            return
        self._desk.ask(_glance, contact, done=self._show, failed=self._gone, key="preview", owner=self)

    def show_several(self, marked: str, *, can_merge: bool = True) -> None:
        """Show how many are marked, and what can be done with them: "3 people"."""
        self._contact = self._shown = None
        self._area.hide()
        self._number.setText(tr("{marked} marked", marked=marked))
        same = tr("Are they the same? Merged, they are one profile with everything.")
        self._asked.setText(same if can_merge else tr("Tag, change or export them by the buttons above the list."))
        self._merge.setVisible(can_merge)
        self._several.show()

    @property
    def name(self) -> str:
        """Whom it shows; "" for nobody."""
        return self._shown.name if self._shown else ""

    def _gone(self, _words: str) -> None:
        self._shown = None
        self._content.hide()

    def _show(self, glance: Glance) -> None:
        profile = glance.profile
        if self._contact is None:  # while it was read, several were marked
            return
        self._shown = profile
        self._avatar.set_contact(profile.id, profile.name, glance.photo)
        self._name.setText(profile.name or tr("No name"))
        self._under.setText(_under_name(profile))
        self._under.setVisible(bool(_under_name(profile)))
        self._dot.set_stage(profile.stage)
        self._stage.setText(words.stage(profile.stage))
        self._stage_line.setVisible(bool(profile.stage))
        phone, mail = _first(profile, "phones"), _first(profile, "emails")
        self._offer(self._call, phone, tr("Call {point}", point=phone) if phone else tr("Call"))
        self._offer(self._mail, mail, tr("Write to {point}", point=mail) if mail else tr("Write to"))
        self._show_figures(profile)
        clear(self._sections)
        self._show_tasks(profile.tasks)
        self._show_people(profile)
        self._show_lately(glance.lately)
        self._content.show()

    def _offer(self, button: Button, point: str, name: str) -> None:
        button.setEnabled(bool(point))
        button.setAccessibleName(name)
        button.setToolTip(tip(name if point else ""))

    def _show_figures(self, profile: ProfileView) -> None:
        clear(self._grid)
        measures = profile.measures
        currency = measures.get("currency") or ""
        cells: list[tuple[str, str, str]] = []
        if measures.get("orders"):
            cells = [
                (tr("Orders"), number(measures["orders"]), ""),
                (tr("Value"), words.money(measures.get("value") or 0, currency), ""),
                (tr("On average"), words.money(measures.get("average") or 0, currency), ""),
                _last(measures),
            ]
        elif measures.get("last_at"):
            cells = [
                (tr("Activities"), number(measures.get("activities") or 0), ""),
                (tr("Last contact"), *_when(measures.get("last_at"))),
            ]
        self._figures.setVisible(bool(cells))
        for i, (name, figure, hint) in enumerate(cells):
            shown = Label(figure, weight=Type.BOLD, tabular=True, elide=True)
            shown.set_hint(hint)
            self._grid.addLayout(column(Label(name, Type.SMALL, tone="muted"), shown, spacing=1), i // 2, i % 2)
        for side in (0, 1):
            self._grid.setColumnStretch(side, 1)

    def _show_tasks(self, tasks: tuple[TaskView, ...]) -> None:
        waiting = sorted((t for t in tasks if t.done_at is None), key=lambda t: (t.due is None, t.due or ""))
        if not waiting:
            return
        self._section(tr("Next"))
        task = waiting[0]
        card = Card((Space.S, Space.S, Space.S, Space.S))
        done = Button(
            kind="quiet",
            icon="circle",
            name=tr("Done: {title}", title=task.title),
            hint=tr("Mark as done"),
            click=lambda: self._finish(task),
        )
        late = bool(task.due) and words.overdue(task.due or "")
        due = Label(words.due(task.due), Type.SMALL, tone="bad" if late else "warning") if task.due else None
        lines = column(Label(task.title, wrap=True), *([due] if due else []), spacing=1)
        line = row(done, lines, spacing=Space.XS)
        line.setStretch(1, 1)
        card.body.addLayout(line)
        self._sections.addWidget(card)
        if len(waiting) > 1:
            more = trn("{count} more task", "{count} more tasks", len(waiting) - 1)
            self._sections.addWidget(Button(more, "link", click=self._ask_open))
        self._sections.addSpacing(Space.S)

    def _show_people(self, profile: ProfileView) -> None:
        people = [link for link in profile.links if link.kind == "person"]
        if profile.kind != "company" or not people:
            return
        self._section(tr("People"))
        for link in people[:_PEOPLE]:
            mark = Avatar(Size.AVATAR)
            mark.set_contact(link.contact, link.name)
            name = Button(link.name, "link", name=tr("Open {name}", name=link.name), click=_opener(self, link.contact))
            self._sections.addLayout(row(mark, name, Label(link.role, Type.SMALL, tone="muted"), None))
        if len(people) > _PEOPLE:
            more = number(len(people) - _PEOPLE)
            named = tr("{count} more: open profile", count=more)
            self._sections.addWidget(Button(tr("{count} more", count=more), "link", name=named, click=self._ask_open))
        self._sections.addSpacing(Space.S)

    def _show_lately(self, entries: list[TimelineEntry]) -> None:
        if not entries:
            return
        self._section(tr("Lately"))
        for entry in entries:
            title = _title(entry, words.kind(entry.kind) if kind_of(entry.kind) else "")
            when = Label(words.day(entry.at), Type.SMALL, tone="muted")
            when.set_hint(words.exact(entry.at))
            lines = column(Label(title, elide=True), when, spacing=1)
            icon = Icon(kind_icon(entry.kind))
            line = row(icon, lines, spacing=10)
            line.setStretch(1, 1)
            line.setAlignment(icon, Qt.AlignmentFlag.AlignTop)
            self._sections.addLayout(line)

    def _section(self, title: str) -> None:
        self._sections.addWidget(Label(title, Type.SMALL, Type.MEDIUM, "muted"))

    # what it does

    def _reach_by(self, field: str, scheme: str) -> None:
        point = _first(self._shown, field) if self._shown else ""
        if point:
            QDesktopServices.openUrl(QUrl(f"{scheme}:{quote(point, safe='+@')}"))

    def _ask_open(self) -> None:
        if self._shown is not None:
            self.opened.emit(self._shown.id)

    def _ask_task(self) -> None:
        if self._shown is not None:
            self.task_asked.emit(self._shown.id, self._shown.name)

    def _finish(self, task: TaskView) -> None:
        from deskcrm.services import tasks

        self._desk.do(tasks.finish, task.id, initiator=self)


def _opener(preview: Preview, contact: int) -> Any:
    return lambda: preview.opened.emit(contact)


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def _under_name(profile: ProfileView) -> str:
    fields = profile.fields
    parts = [fields.get("title"), fields.get("organization")] if profile.kind == "person" else _places(fields)
    return ", ".join(str(p) for p in parts if p)


def _places(fields: dict[str, Any]) -> list[Any]:
    addresses = fields.get("addresses") or [{}]
    return [addresses[0].get("city"), addresses[0].get("country")]


def _first(profile: ProfileView, field: str) -> str:
    points = profile.fields.get(field) or []
    return str(points[0]["value"]) if points else ""


def _title(entry: TimelineEntry, label: str) -> str:
    """Say in a line what happened: "Call: wants a quote", "Order #10482, €89.00"."""
    said = (entry.text.splitlines() or [""])[0]
    title = entry.title or label
    if said and title in ("", label):
        title = f"{label}: {said}" if label else said
    if entry.amount:
        title = f"{title}, {words.money(entry.amount, entry.currency)}"
    return f"{title}, {entry.status.casefold()}" if entry.status.casefold() in NOT_SOLD else title


def _last(measures: dict[str, Any]) -> tuple[str, str, str]:
    """Say when the last order was, or the last contact where that isn't known."""
    ordered = measures.get("last_order_at")
    name = tr("Last order") if ordered else tr("Last contact")
    return name, *_when(ordered or measures.get("last_at"))


def _when(iso: str | None) -> tuple[str, str]:
    return words.long_ago(iso) or tr("never"), words.exact(iso)


def _glance(workspace: Workspace, contact: int) -> Glance:
    from deskcrm.services import photos, reads

    profile = reads.profile(workspace, contact)
    if profile.removed:
        raise NotFound(tr("This contact was removed."))
    return Glance(profile, reads.timeline(workspace, profile.id, _LATELY), photos.of(workspace, profile.id))
