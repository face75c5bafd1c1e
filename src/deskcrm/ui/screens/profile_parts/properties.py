"""The left side of the profile: who it is, and every field, edited where it stands."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from deskcrm.domain.editing import bare
from deskcrm.domain.fields import CUSTOM_PREFIX, FIELDS, NAME_PARTS, STAGES, label_of
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ProfileView
from deskcrm.ui import words
from deskcrm.ui.models.timeline import month_of
from deskcrm.ui.screens.profile_parts import saying
from deskcrm.ui.screens.profile_parts.editors import Editor, LineEditor, PartsEditor, editor_for
from deskcrm.ui.screens.profile_parts.saying import Other, Shown
from deskcrm.ui.screens.profile_parts.value_button import PAD, Flow, GhostButton, Pressable, Tag, ValueButton
from deskcrm.ui.theme import Size, Space, Type, theme
from deskcrm.ui.widgets.avatar import Avatar
from deskcrm.ui.widgets.basic import Banner, Button, Label, row, tip

ORDER: Final = (
    "emails", "phones", "addresses", "organization", "title", "department", "urls", "handles", "birthday",
    "anniversary", "language", "gender", "nickname", "tags", "notes", "source_ids",
)  # fmt: skip
"""The fields that have a row, in their order; the name and the stage stand above them."""

_OFFERED: Final = {"person": ("emails", "phones"), "company": ("emails", "phones", "addresses")}
"""Fields that show even when they are blank."""

_CHIPS: Final = frozenset({"tags", "source_ids"})
_NAME: Final = "name"
_NAME_LINES: Final = 6
_SHORT_MONTH: Final = 3


def fields_of(kind: str) -> list[str]:
    """Return the keys of the rows that a person or a company can have."""
    fits = {f.key for f in FIELDS if (f.for_people if kind == "person" else f.for_companies)}
    return [key for key in ORDER if key in fits and not (kind == "company" and key == "organization")]


class FieldRow(QWidget):
    """One field: its label, its values, what else was said, and a line beneath."""

    pressed = Signal(str, int)
    """A value is to be edited: field and place (-1: a new one)."""

    removed = Signal(str, int)
    """A value is to go: field and place."""

    others_asked = Signal(str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.values: list[ValueButton | Tag] = []
        self._label = Label(label_of(key), Type.SMALL, tone="muted", elide=True)
        self.add = GhostButton("plus", f"Add: {label_of(key)}", self)
        self.add.clicked.connect(lambda: self.pressed.emit(key, -1))
        head = row(self._label, self.add, spacing=Space.XS)
        head.setStretch(0, 1)
        head.setContentsMargins(PAD, 0, 0, 0)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, Space.S, 0, Space.S)
        self._box.setSpacing(0)
        self._box.addLayout(head)
        self._flow = Flow() if key in _CHIPS else None
        if self._flow is not None:
            self._box.addWidget(self._flow)
        self.others = Button("Others", "link", click=lambda: self.others_asked.emit(key))
        foot = row(self.others, None)
        foot.setContentsMargins(PAD - Space.XS, 0, 0, 0)
        self._box.addLayout(foot)
        self._first = 1

    @property
    def blank(self) -> bool:
        """Whether it shows nothing but an invitation."""
        return not self.values or self.values[0].shown.value is None

    def show_values(self, values: list[Shown], others: int) -> None:
        """Show these; buttons are kept, so that focus and an editor over one stay."""
        label = label_of(self.key)
        shown = values or [Shown(None, _invitation(self.key))]
        while len(self.values) > len(shown):
            self.values.pop().deleteLater()
        while len(self.values) < len(shown):
            self._make_value()
        for button, value in zip(self.values, shown, strict=True):
            button.show_value(value, label if values else "", "text" if values else "muted")
        if self._flow is not None:
            self._flow.set_items(list(self.values))
        self.others.set_text(f"{others} other" if others else "", f"{others} other: {label}")
        self.others.setVisible(others > 0)
        self.add.setVisible(saying.is_list(self.key) and bool(values))

    def _make_value(self) -> None:
        place = len(self.values)
        button: ValueButton | Tag = ValueButton() if self._flow is None else Tag()
        button.clicked.connect(lambda: self.pressed.emit(self.key, -1 if self.blank else place))
        button.delete_pressed.connect(lambda: self.removed.emit(self.key, place))
        self.values.append(button)
        if self._flow is None:
            self._box.insertWidget(self._first + place, button)

    def anchor(self, place: int) -> QWidget:
        """Return the widget that an editor is laid over."""
        if 0 <= place < len(self.values):
            return self.values[place]
        return self.values[-1] if self.values else self._label

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show what can be done here."""
        self.add.set_near(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide it again."""
        self.add.set_near(False)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the line beneath."""
        QPainter(self).fillRect(
            PAD, self.height() - Size.LINE, self.width() - 2 * PAD, Size.LINE, theme().color("line")
        )


def _invitation(key: str) -> str:
    label = label_of(key).lower()
    return f"Add {'an' if label[0] in 'aeiou' else 'a'} {label}" if saying.is_list(key) else f"Add {label}"


class StageButton(Pressable):
    """The dot, the stage in words, and since when."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage, self._since = "", ""
        self._font, self._small = theme().font(), theme().font(Type.SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_stage(self, stage: str, since: str | None, hint: str) -> None:
        """Show a stage."""
        self._stage = stage
        month, _, year = month_of(since).partition(" ") if since else ("", "", "")
        self._since = f"since {month[:_SHORT_MONTH]} {year}" if stage and since else ""
        self.setAccessibleName(f"Stage: {STAGES.get(stage, 'none')} {self._since}".rstrip())
        self.setToolTip(tip("\n".join(part for part in (words.exact(since), hint) if part)))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size it would like."""
        return QSize(Space.XL, QFontMetrics(self._font).height() + Space.S)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        t = theme()
        painter = QPainter(self)
        self.paint_ground(painter)
        left = float(PAD)
        if self._stage:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(t.color(f"stage.{self._stage}"))
            painter.drawEllipse(QRectF(left, (self.height() - Size.DOT) / 2, Size.DOT, Size.DOT))
            left += Size.DOT + Space.S - 2
        metrics = QFontMetrics(self._font)
        base = (self.height() - metrics.height()) / 2 + metrics.ascent()
        text = STAGES.get(self._stage, "No stage yet")
        painter.setFont(self._font)
        painter.setPen(t.color("text" if self._stage else "muted"))
        painter.drawText(QPointF(left, base), text)
        left += metrics.horizontalAdvance(text) + Space.XS
        painter.setFont(self._small)
        painter.setPen(t.color("muted"))
        room = round(self.width() - PAD - left)
        since = QFontMetrics(self._small).elidedText(self._since, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(QPointF(left, base), since)


class PropertyPane(QFrame):
    """Who the contact is. It shows what it is given and says what the owner wants changed."""

    patched = Signal(object)
    """The owner's changes: a list of `Patch`."""

    others_asked = Signal(str)
    """The owner wants to see what else was said for a field ("name" for the whole name)."""

    bring_back_asked = Signal()
    records_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("pane", "left")
        self.setAccessibleName("Properties")
        self._profile: ProfileView | None = None
        self._country = ""
        self.rows: dict[str, FieldRow] = {}
        self._wanted: set[str] = set()  # blank fields that the owner has asked for
        self._chain: list[QWidget] = []
        self.editor: Editor | None = None
        self._at: tuple[str, int] = ("", 0)
        self._before: Any = None
        self._build()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_moved)

    def _build(self) -> None:
        self.content = QWidget()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.content)
        self.area.viewport().setAutoFillBackground(False)
        self.content.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(self.area)
        layout = QVBoxLayout(self.content)
        layout.setContentsMargins(Space.M, Space.L, Space.M, Space.L)
        layout.setSpacing(0)
        self.banner = Banner("warning")
        layout.addWidget(self.banner)
        self._gap = QWidget()
        self._gap.setFixedHeight(Space.M)
        layout.addWidget(self._gap)
        layout.addLayout(self._head())
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout.addLayout(self._list)
        self.add_field = Button("Add a field", "link", "plus", click=self._ask_field)
        foot = row(self.add_field, None)
        foot.setContentsMargins(PAD - Space.XS, Space.S, 0, 0)
        layout.addLayout(foot)
        layout.addSpacing(Space.M)
        self.records = Label("", Type.SMALL, tone="muted", wrap=True)
        self.records.setContentsMargins(PAD, 0, PAD, 0)
        layout.addWidget(self.records)
        self.see_how = Button("See how", "link", name="See the records", click=self.records_asked.emit)
        how = row(self.see_how, None)
        how.setContentsMargins(PAD - Space.XS, 0, 0, 0)
        layout.addLayout(how)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(PAD, Space.L, PAD, 0)
        layout.addLayout(self.below)
        layout.addStretch(1)

    def _head(self) -> QVBoxLayout:
        self.avatar = Avatar(Size.AVATAR_PROFILE)
        self.name = ValueButton(Type.TITLE, Type.BOLD, _NAME_LINES)
        self.name.clicked.connect(lambda: self.edit(_NAME))
        self.under = Label("", Type.SMALL, tone="muted", wrap=True)
        self.under.setContentsMargins(PAD, 0, 0, 0)
        self.other_names = Button("Other names", "link", click=lambda: self.others_asked.emit(_NAME))
        self.stage = StageButton()
        self.stage.clicked.connect(self.ask_stage)
        more = row(self.other_names, None)
        more.setContentsMargins(PAD - Space.XS, 0, 0, 0)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.name)
        names.addWidget(self.under)
        names.addLayout(more)
        names.addStretch(1)
        top = row(self.avatar, names, spacing=Space.XS)
        top.setStretch(1, 1)
        top.setAlignment(self.avatar, Qt.AlignmentFlag.AlignTop)
        top.setContentsMargins(PAD, 0, 0, 0)
        whole = QVBoxLayout()
        whole.setSpacing(Space.S)
        whole.addLayout(top)
        whole.addWidget(self.stage)
        return whole

    # what it shows

    def show_profile(self, profile: ProfileView, country: str) -> None:
        """Show a profile; a value that is being edited goes on being edited."""
        if self._profile is None or profile.id not in (self._profile.id, *self._profile.ids):
            self.close_editor()
            self._wanted.clear()
            self.area.verticalScrollBar().setValue(0)
        self._profile, self._country = profile, country
        self._show_head(profile)
        keys = [*fields_of(profile.kind), *saying.own_fields(profile)]
        for key in [k for k in self.rows if k not in keys]:
            self.rows.pop(key).deleteLater()
        for key in keys:
            self._show_row(profile, key)
        self._show_records(profile)
        self._order_tabs()
        if self.editor is not None:
            QTimer.singleShot(0, self, self._lay_editor)

    def _show_row(self, profile: ProfileView, key: str) -> None:
        values = saying.shown(profile, key, self._country)
        others = len(saying.others(profile, key, self._country))
        being_edited = self.editor is not None and self._at[0] == key
        offered = key in _OFFERED.get(profile.kind, ()) or key in self._wanted or being_edited
        if not values and not others and not offered:
            if key in self.rows:
                self.rows[key].hide()
            return
        if key not in self.rows:
            line = FieldRow(key)
            line.pressed.connect(self.edit)
            line.removed.connect(self._remove_at)
            line.others_asked.connect(self.others_asked)
            self.rows[key] = line
            before = [k for k in self._keys() if k in self.rows]
            self._list.insertWidget(before.index(key), line)
        self.rows[key].show_values(values, others)
        self.rows[key].show()

    def _order_tabs(self) -> None:
        """Have Tab visit the values in the order in which they stand, whenever they were made."""
        chain: list[QWidget] = [self.name, self.other_names, self.stage]
        for key in self._keys():
            if key in self.rows:
                line = self.rows[key]
                chain += [*line.values, line.others, line.add]
        chain += [self.add_field, self.see_how]
        if chain != self._chain:
            self._chain = chain
            for before, after in pairwise(chain):
                QWidget.setTabOrder(before, after)

    def _keys(self) -> list[str]:
        profile = self._profile
        if profile is None:
            return []
        return [*fields_of(profile.kind), *saying.own_fields(profile)]

    def _show_head(self, profile: ProfileView) -> None:
        self.banner.setVisible(profile.removed)
        self._gap.setVisible(profile.removed)
        if profile.removed:
            self.banner.say("Removed. Everything known is kept.", "Bring back", self.bring_back_asked.emit)
        self.avatar.set_contact(profile.id, profile.name)
        self.name.show_value(Shown(profile.name, profile.name or "No name", hint="Edit the name (E)"), "Name")
        under = _under(profile)
        self.under.setText(under)
        self.under.setVisible(bool(under))
        others = len(saying.other_names(profile)) if profile.kind == "person" else 0
        if profile.kind == "company":
            others = len(saying.others(profile, "organization", self._country))
        many = "other names" if others > 1 else "other name"
        self.other_names.set_text(f"{others} {many}" if others else "")
        self.other_names.setVisible(others > 0)
        hint = "\n".join(f"{v.source}: {v.why}" for v in profile.values.get("stage", ())[:1])
        self.stage.show_stage(profile.stage, profile.stage_since, hint)
        self.stage.setVisible(profile.kind == "person" or bool(profile.stage))

    def _show_records(self, profile: ProfileView) -> None:
        live = [record for record in profile.records if record.live]
        sources = len({record.source for record in live})
        text = ""
        if len(live) > 1:
            text = f"One profile from {words.count(len(live), 'record')} in {words.count(sources, 'source')}."
            if len(profile.ids) > 1:
                text = text[:-1] + f", merged from {len(profile.ids)} contacts."
        self.records.setText(text)
        self.records.setVisible(bool(text))
        self.see_how.setVisible(bool(text))

    # editing

    def edit(self, key: str, place: int = 0) -> None:
        """Lay an editor over a value; place -1 is a new one."""
        profile = self._profile
        if profile is None:
            return
        self.commit()
        if key == _NAME:
            self._edit_name(profile)
            return
        values = saying.current(profile, key)
        if place >= len(values):
            place = -1
        if key not in self.rows or self.rows[key].isHidden():
            self._wanted.add(key)
            self._show_row(profile, key)
        if place >= 0 or (values and not saying.is_list(key)):
            self._before = values[max(place, 0)]
        else:
            self._before = None
        name = label_of(key) if self._before is not None else f"New: {label_of(key)}"
        self._open(editor_for(key, self._before, name, self.content), key, place)

    def _edit_name(self, profile: ProfileView) -> None:
        if profile.kind == "company":
            self._before = str(profile.fields.get("organization", ""))
            self._open(LineEditor(_NAME, self._before, "Name", self.content), _NAME, 0)
            return
        self._before = {part: str(profile.fields.get(part, "")) for part in NAME_PARTS}
        parts = [(part, label_of(part), self._before[part]) for part in NAME_PARTS]
        self._open(PartsEditor(parts, "Name", self.content), _NAME, 0)

    def _edit_own_field(self) -> None:
        self.commit()
        self._before = None
        parts = [("name", "Name of the field", ""), ("value", "Value", "")]
        self._open(PartsEditor(parts, "New field", self.content), CUSTOM_PREFIX, -1)

    def _open(self, editor: Editor, key: str, place: int) -> None:
        self.editor, self._at = editor, (key, place)
        editor.accepted.connect(self._accept)
        editor.rejected.connect(self._reject)
        editor.removed.connect(self._remove)
        self._lay_editor()
        editor.show()
        editor.raise_()
        editor.focus()
        self.area.ensureWidgetVisible(editor, 0, Space.L)

    def _anchor(self) -> QWidget:
        key, place = self._at
        if key == _NAME:
            return self.name
        if key in self.rows:
            return self.rows[key].anchor(place)
        return self.add_field

    def _lay_editor(self) -> None:
        editor = self.editor
        if editor is None:
            return
        layout = self.content.layout()
        if layout is not None:
            layout.activate()
        anchor = self._anchor()
        where = QRect(anchor.mapTo(self.content, QPoint(0, 0)), anchor.size())
        height = editor.sizeHint().height()
        left, width = Space.S, self.content.width() - 2 * Space.S
        top = where.top() - 2  # the label above stays in sight
        if editor.over:
            left, width = (where.left() - 2, self.content.width() - where.left() - Space.S + 2)
        elif self._at[1] < 0 and self._at[0] in self.rows and not self.rows[self._at[0]].blank:
            top = where.bottom() + 2
        top = max(Space.XS, min(top, self.content.height() - height - Space.XS))
        editor.setGeometry(left, top, width, height)

    def commit(self) -> None:
        """Save what is being edited, if anything is."""
        if self.editor is not None:
            self._accept(0)

    def close_editor(self) -> None:
        """Take the editor away without saving."""
        if self.editor is not None:
            editor, self.editor = self.editor, None
            if editor.holds(QApplication.focusWidget()):  # hidden, it would give the keyboard to the sidebar
                self._anchor().setFocus(Qt.FocusReason.OtherFocusReason)
            editor.hide()
            editor.deleteLater()

    def _reject(self) -> None:
        key, _ = self._at
        self.close_editor()
        self._focus_back()
        if self._profile is not None and key in self._wanted:
            self._wanted.discard(key)
            self._show_row(self._profile, key)

    def _remove(self) -> None:
        key, _ = self._at
        before = self._before
        self.close_editor()
        if before is not None:
            self.patched.emit([Patch(key, "remove", before)])
        self._focus_back()

    def _remove_at(self, key: str, place: int) -> None:
        """Take a value out without editing it."""
        values = saying.current(self._profile, key) if self._profile is not None else []
        if place < len(values):
            self.patched.emit([Patch(key, "remove", values[place]) if saying.is_list(key) else Patch(key, "clear")])

    def _accept(self, move: int) -> None:
        editor = self.editor
        if editor is None:
            return
        value, before, (key, place) = editor.value(), self._before, self._at
        self.close_editor()
        patches = self._patches(key, before, value)
        if patches:
            self._show_pending(key, place, value)
            self.patched.emit(patches)
        if move:
            self._go_on(key, place, move)
        else:
            self._focus_back()

    def _patches(self, key: str, before: Any, value: Any) -> list[Patch]:
        if key == CUSTOM_PREFIX:
            name = value["name"].strip()
            return [Patch(f"{CUSTOM_PREFIX}{name}", "set", value["value"])] if name and value["value"] else []
        if key == _NAME and isinstance(value, dict):
            return [
                Patch(part, "set", text) if text else Patch(part, "clear")
                for part, text in value.items()
                if text != before.get(part, "")
            ]
        if key == _NAME:
            key = "organization"
        if saying.is_list(key):
            return _list_patches(key, before, value)
        text = str(before or "")
        if value in (text, saying.text_of(key, text, self._country)):
            return []
        return [Patch(key, "set", value)] if value else [Patch(key, "clear")]

    def _show_pending(self, key: str, place: int, value: Any) -> None:
        """Show what was typed until the change comes back from the workspace."""
        if key in self.rows and value and self.rows[key].values and (place >= 0 or self.rows[key].blank):
            self.rows[key].values[max(place, 0)].show_pending(saying.text_of(key, value, self._country))

    def _go_on(self, key: str, place: int, move: int) -> None:
        """Edit the value that Tab comes to next."""
        stops = [(_NAME, 0)]
        for name in self._keys():
            if name in self.rows and not self.rows[name].isHidden():
                stops += [(name, n) for n in range(len(self.rows[name].values))]
        here = (key, max(place, 0))
        after = stops.index(here) + move if here in stops else -1
        if 0 <= after < len(stops):
            self.edit(*stops[after])
        else:
            self._focus_back()

    def _focus_back(self) -> None:
        """Give the keyboard back to the value, unless it has gone elsewhere."""
        held = QApplication.focusWidget()
        if held is None or self.isAncestorOf(held):
            self._anchor().setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        """Save when the keyboard goes elsewhere in the window."""
        editor = self.editor
        if editor is None or now is None or editor.holds(now) or now.window() is not self.window():
            return
        self.commit()

    # stage and new fields

    def ask_stage(self) -> None:
        """Offer the stages."""
        profile = self._profile
        if profile is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key, label in STAGES.items():
            action = menu.addAction(label, self._patcher(Patch("stage", "set", key)))
            action.setCheckable(True)
            action.setChecked(key == profile.stage)
        if profile.fields.get("stage"):
            menu.addSeparator()
            menu.addAction("Let what happens decide", self._patcher(Patch("stage", "clear")))
        menu.popup(self.stage.mapToGlobal(self.stage.rect().bottomLeft()))

    def _patcher(self, patch: Patch) -> Callable[[], None]:
        return lambda: self.patched.emit([patch])

    def _ask_field(self) -> None:
        profile = self._profile
        if profile is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in fields_of(profile.kind):
            if key not in self.rows or self.rows[key].isHidden():
                menu.addAction(label_of(key), self._field_adder(key))
        menu.addSeparator()
        menu.addAction("A field of your own…", self._edit_own_field)
        menu.popup(self.add_field.mapToGlobal(self.add_field.rect().topLeft()))

    def _field_adder(self, key: str) -> Callable[[], None]:
        return lambda: self.edit(key, -1)


def _list_patches(key: str, before: Any, value: Any) -> list[Patch]:
    if before is None:
        return [Patch(key, "add", value)] if value else []
    if not value:
        return [Patch(key, "remove", before)]
    same = bare(value) == bare(before)
    labels = [v.get("label", "") if isinstance(v, dict) else "" for v in (value, before)]
    if same and labels[0] == labels[1]:
        return []
    return [Patch(key, "replace", value, before)]


def use_patches(profile: ProfileView, key: str, other: Other) -> list[Patch]:
    """Return the changes that make a value show that doesn't."""
    if key == _NAME:
        now = {part: str(profile.fields.get(part, "")) for part in NAME_PARTS}
        return [
            Patch(part, "set", other.value[part]) if part in other.value else Patch(part, "clear")
            for part in NAME_PARTS
            if other.value.get(part, "") != now[part]
        ]
    return [Patch(key, "add" if saying.is_list(key) else "set", other.value)]


def _under(profile: ProfileView) -> str:
    fields = profile.fields
    if profile.kind == "person":
        return ", ".join(str(p) for p in (fields.get("title"), fields.get("organization")) if p)
    place = (fields.get("addresses") or [{}])[0]
    return ", ".join(str(p) for p in (place.get("city"), place.get("country")) if p) or "Company"
