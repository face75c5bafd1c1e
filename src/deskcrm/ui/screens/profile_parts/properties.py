"""The left side of the profile: who it is, and every field, edited where it stands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from deskcrm.domain.fields import CUSTOM_PREFIX, FIELDS, NAME_PARTS
from deskcrm.domain.later import NowSays, said_since
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ProfileView
from deskcrm.languages import tr, trn
from deskcrm.ui import words
from deskcrm.ui.screens.profile_parts import changes, saying
from deskcrm.ui.screens.profile_parts.changes import NAME
from deskcrm.ui.screens.profile_parts.editors import Editor, LineEditor, PartsEditor, editor_for
from deskcrm.ui.screens.profile_parts.field_row import FieldRow
from deskcrm.ui.screens.profile_parts.head import Head
from deskcrm.ui.screens.profile_parts.terms import Terms
from deskcrm.ui.screens.profile_parts.value_button import PAD
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Label, row
from deskcrm.ui.widgets.completion import Suggest

ORDER: Final = (
    "emails", "phones", "addresses", "organization", "title", "department", "urls", "handles", "birthday",
    "anniversary", "keep_in_touch", "language", "gender", "nickname", "tags", "notes", "source_ids",
)  # fmt: skip
"""The fields that have a row, in their order; the name and the stage stand above them."""

_OFFERED: Final = {"person": ("emails", "phones"), "company": ("emails", "phones", "addresses")}
"""Fields that show even when they are blank."""

_MOST_OWN: Final = 30
"""So many own fields show until the owner asks for all."""


def fields_of(kind: str) -> list[str]:
    """Return the keys of the rows that a person or a company can have."""
    fits = {f.key for f in FIELDS if (f.for_people if kind == "person" else f.for_companies)}
    return [key for key in ORDER if key in fits and not (kind == "company" and key == "organization")]


class PropertyPane(QFrame):
    """Who the contact is. It shows what it is given and says what the owner wants changed."""

    patched = Signal(object)
    """The owner's changes: a list of `Patch`."""

    others_asked = Signal(str)
    """The owner wants to see what else was said for a field ("name" for the whole name)."""

    coloured = Signal(str, str)
    bring_back_asked = Signal()
    records_asked = Signal()

    suggest: Suggest | None = None
    """Asks for values to complete by; the screen sets it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("pane", "left")
        self.setAccessibleName(tr("Properties"))
        self._profile: ProfileView | None = None
        self._terms = Terms()
        self._news: dict[str, NowSays] = {}
        self._all_own = False
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
        self.head = Head()
        self.photo, self.name, self.stage, self.other_names = (
            self.head.photo, self.head.name, self.head.stage, self.head.others,
        )  # fmt: skip
        self.name.clicked.connect(lambda: self.edit(NAME))
        self.other_names.clicked.connect(lambda: self.others_asked.emit(NAME))
        self.stage.clicked.connect(self.ask_stage)
        layout.addWidget(self.head)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout.addLayout(self._list)
        self.more_own = Button(tr("All fields"), "link", click=self._show_all_own)
        more = row(self.more_own, None)
        more.setContentsMargins(PAD - Space.XS, 0, 0, 0)
        layout.addLayout(more)
        self.add_field = Button(tr("Add a field"), "link", "plus", click=self._ask_field)
        foot = row(self.add_field, None)
        foot.setContentsMargins(PAD - Space.XS, Space.S, 0, 0)
        layout.addLayout(foot)
        layout.addSpacing(Space.M)
        self.records = Label("", Type.SMALL, tone="muted", wrap=True)
        self.records.setContentsMargins(PAD, 0, PAD, 0)
        layout.addWidget(self.records)
        self.see_how = Button(tr("See how"), "link", name=tr("See the records"), click=self.records_asked.emit)
        how = row(self.see_how, None)
        how.setContentsMargins(PAD - Space.XS, 0, 0, 0)
        layout.addLayout(how)
        self.below = QVBoxLayout()
        self.below.setContentsMargins(PAD, Space.L, PAD, 0)
        layout.addLayout(self.below)
        layout.addStretch(1)

    # what it shows

    def show_profile(self, profile: ProfileView, terms: Terms, picture: bytes | None = None) -> None:
        """Show a profile and its photo; a value that is being edited goes on being edited."""
        if self._profile is None or profile.id not in (self._profile.id, *self._profile.ids):
            self.close_editor()
            self._wanted.clear()
            self._all_own = False
            self.area.verticalScrollBar().setValue(0)
        self._profile, self._terms, self._news = profile, terms, said_since(profile.values)
        out = profile.removed or profile.archived
        self.banner.setVisible(out)
        self._gap.setVisible(out)
        if out:
            said = (
                tr("Removed. Everything known is kept.") if profile.removed else tr("Archived: search still finds it.")
            )
            self.banner.say(said, tr("Bring back"), self.bring_back_asked.emit)
        self.head.show_profile(profile, terms, self._news, picture)
        self._show_rows(profile)
        self._show_records(profile)
        self._order_tabs()
        if self.editor is not None:
            QTimer.singleShot(0, self, self._lay_editor)

    def flags(self, key: str) -> list[NowSays]:
        """Return what sources have come to say since against a field, or a part of the name."""
        return [self._news[part] for part in (NAME_PARTS if key == NAME else (key,)) if part in self._news]

    def _show_rows(self, profile: ProfileView) -> None:
        keys = self._keys()
        for key in [k for k in self.rows if k not in keys]:
            self.rows.pop(key).deleteLater()
        for key in keys:
            self._show_row(profile, key)
        hidden = len(self._own_keys(profile, whole=True)) - len(self._own_keys(profile))
        self.more_own.set_text(trn("{count} more field", "{count} more fields", hidden))
        self.more_own.setVisible(hidden > 0)

    def _show_all_own(self) -> None:
        self._all_own = True
        if self._profile is not None:
            self._show_rows(self._profile)
            self._order_tabs()

    def _show_row(self, profile: ProfileView, key: str) -> None:
        values = saying.shown(profile, key, self._terms)
        others = len(saying.others(profile, key, self._terms))
        being_edited = self.editor is not None and self._at[0] == key
        offered = key in _OFFERED.get(profile.kind, ()) or key in self._wanted or being_edited
        if not values and not others and not offered:
            if key in self.rows:
                self.rows[key].hide()
            return
        if key not in self.rows:
            self._make_row(key)
        flag = self._news.get(key)
        said = saying.news(flag, self._terms) if flag is not None else ""
        self.rows[key].show_values(self._terms.label(key), values, others, said)
        self.rows[key].show()

    def _make_row(self, key: str) -> None:
        line = FieldRow(key, self._terms.label(key))
        line.pressed.connect(self.edit)
        line.removed.connect(self._remove_at)
        line.moved.connect(self._move)
        line.others_asked.connect(self.others_asked)
        line.coloured.connect(self.coloured)
        self.rows[key] = line
        before = [k for k in self._keys() if k in self.rows]
        self._list.insertWidget(before.index(key), line)

    def _order_tabs(self) -> None:
        """Have Tab visit the values in the order in which they stand, whenever they were made."""
        chain: list[QWidget] = [self.photo, self.name, self.other_names, self.stage]
        for key in self._keys():
            if key in self.rows:
                line = self.rows[key]
                chain += [*line.values, line.more, line.others, line.add]
        chain += [self.more_own, self.add_field, self.see_how]
        if chain != self._chain:
            self._chain = chain
            for before, after in pairwise(chain):
                QWidget.setTabOrder(before, after)

    def _keys(self) -> list[str]:
        profile = self._profile
        if profile is None:
            return []
        return [*fields_of(profile.kind), *self._own_keys(profile)]

    def _own_keys(self, profile: ProfileView, *, whole: bool = False) -> list[str]:
        """The own fields that have a row; those that the owner has asked for are never cut off."""
        filled = self._terms.own_keys(profile)
        asked = [key for key in self._wanted if key.startswith(CUSTOM_PREFIX) and key not in filled]
        return [*(filled if whole or self._all_own else filled[:_MOST_OWN]), *asked]

    def _show_records(self, profile: ProfileView) -> None:
        live = [record for record in profile.records if record.live]
        sources = len({record.source for record in live})
        text = ""
        if len(live) > 1:
            records, named = (
                trn("{count} record", "{count} records", len(live)),
                trn("{count} source", "{count} sources", sources),
            )
            text = tr("One profile from {records} in {sources}.", records=records, sources=named)
            if len(profile.ids) > 1:
                text = tr(
                    "One profile from {records} in {sources}, merged from {count} contacts.",
                    records=records,
                    sources=named,
                    count=len(profile.ids),
                )
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
        if key == NAME:
            self._edit_name(profile)
            return
        values = saying.current(profile, key)
        if place >= len(values):
            place = -1
        if key not in self.rows or self.rows[key].isHidden():
            self._wanted.add(key)
            self._show_row(profile, key)
            self._order_tabs()
        if place >= 0 or (values and not saying.is_list(key)):
            self._before = values[max(place, 0)]
        else:
            self._before = None
        label = self._terms.label(key)
        name = label if self._before is not None else tr("New: {label}", label=label)
        self._open(editor_for(key, self._before, name, self._terms, self.content, self.suggest), key, place)

    def _edit_name(self, profile: ProfileView) -> None:
        if profile.kind == "company":
            self._before = str(profile.fields.get("organization", ""))
            self._open(LineEditor(NAME, self._before, tr("Name"), self.content), NAME, 0)
            return
        self._before = {part: str(profile.fields.get(part, "")) for part in NAME_PARTS}
        parts = [(part, self._terms.label(part), self._before[part]) for part in NAME_PARTS]
        self._open(PartsEditor(parts, tr("Name"), self.content), NAME, 0)

    def _edit_own_field(self) -> None:
        self.commit()
        self._before = None
        parts = [("name", tr("Name of the field"), ""), ("value", tr("Value"), "")]
        self._open(PartsEditor(parts, tr("New field"), self.content), CUSTOM_PREFIX, -1)

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
        if key == NAME:
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

    def _move(self, key: str, source: int, target: int) -> None:
        """Have a value stand elsewhere, and keep the keyboard on it."""
        values = saying.current(self._profile, key) if self._profile is not None else []
        if source < len(values) and target < len(values):
            self.rows[key].values[target].setFocus(Qt.FocusReason.OtherFocusReason)
            self.patched.emit(changes.moved(key, values, source, target))

    def _accept(self, move: int) -> None:
        editor = self.editor
        if editor is None:
            return
        value, before, (key, place) = editor.value(), self._before, self._at
        self.close_editor()
        patches = changes.typed(key, before, value, self._terms)
        if patches:
            self._show_pending(key, place, value)
            self.patched.emit(patches)
        if move:
            self._go_on(key, place, move)
        else:
            self._focus_back()

    def _show_pending(self, key: str, place: int, value: Any) -> None:
        """Show what was typed until the change comes back from the workspace."""
        if key in self.rows and value and self.rows[key].values and (place >= 0 or self.rows[key].blank):
            self.rows[key].values[max(place, 0)].show_pending(saying.said(key, value, self._terms))

    def _go_on(self, key: str, place: int, move: int) -> None:
        """Edit the value that Tab comes to next."""
        stops = [(NAME, 0)]
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
        for key, label in words.stages().items():
            action = menu.addAction(label, self._patcher(Patch("stage", "set", key)))
            action.setCheckable(True)
            action.setChecked(key == profile.stage)
        if profile.fields.get("stage"):
            menu.addSeparator()
            menu.addAction(tr("Let what happens decide"), self._patcher(Patch("stage", "clear")))
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
                menu.addAction(self._terms.label(key), partial(self.edit, key, -1))
        menu.addSeparator()
        blank = [key for key in self._terms.own if key not in self.rows or self.rows[key].isHidden()]
        if blank:
            own = menu.addMenu(tr("Your own fields"))
            for key in blank:
                own.addAction(self._terms.label(key).replace("&", "&&"), partial(self.edit, key, -1))
        menu.addAction(tr("A new field of your own…"), self._edit_own_field)
        menu.popup(self.add_field.mapToGlobal(self.add_field.rect().topLeft()))
