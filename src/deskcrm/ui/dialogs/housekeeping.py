"""The small forms of housekeeping: a new name, a field with its kind and choices, a source with its trust."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from deskcrm.domain.activities import KINDS, OWN_LIKE
from deskcrm.domain.cleaning.text import fold
from deskcrm.languages import number, tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.models.housekeeping import trust_words
from deskcrm.ui.theme import Space, Type, theme
from deskcrm.ui.widgets.basic import Banner, Button, Label, column, row
from deskcrm.ui.widgets.field_rules import FieldRules

if TYPE_CHECKING:
    from deskcrm.services.kinds import OwnKind
    from deskcrm.services.own_fields import OwnField
    from deskcrm.services.sources import SourceView
    from deskcrm.services.stages import Stage
    from deskcrm.services.workspace import Workspace

_CHOICES_HEIGHT: Final = 96


class RenameTag(FormDialog):
    """A tag's new name; one that is taken joins the two, which is said before it is done."""

    def __init__(self, desk: Desk, tag: str, taken: Mapping[str, int], parent: QWidget) -> None:
        """`taken`: the other tags, each with how many have it."""
        super().__init__(tr("Rename the tag “{tag}”", tag=tag), tr("Rename"), parent)
        self._desk, self._tag = desk, tag
        self._taken = {fold(name): (name, many) for name, many in taken.items() if name != tag}
        self.name = QLineEdit(tag)
        self.joins = Banner("accent")
        self.add_row(tr("Name"), self.name)
        self.rows.addWidget(self.joins)
        self.name.textChanged.connect(self._look)
        self.name.selectAll()
        self.name.setFocus()

    def _look(self, text: str) -> None:
        name, many = self._taken.get(fold(text), ("", 0))
        self.save_button.set_text(tr("Join") if name else tr("Rename"))
        if name:
            self.joins.say(
                tr("There is a tag “{name}” already, on {many}. The two become one.", name=name, many=number(many))
            )
        else:
            self.joins.hide()

    def save(self) -> None:
        """Rename the tag wherever it stands."""
        from deskcrm.services import tags

        name = self.name.text().strip()
        if name == self._tag:
            self.accept()
            return
        self.save_button.setEnabled(False)
        self._desk.do(
            tags.rename, self._tag, name, done=lambda _many: self.accept(), failed=self.refuse, owner=self
        )  # fmt: skip


class _NameForm(FormDialog):
    """A thing's name; without one, of a new thing."""

    def __init__(self, desk: Desk, title: str, name: str, parent: QWidget) -> None:
        super().__init__(title, tr("Rename") if name else tr("Add"), parent)
        self._desk = desk
        self.name = QLineEdit(name)
        self.add_row(tr("Name"), self.name)
        self.name.selectAll()
        self.name.setFocus()

    def _hint(self, text: str) -> None:
        self.rows.addWidget(Label(text, Type.SMALL, tone="muted", wrap=True))

    def said(self) -> str:
        """The name as it is typed, without spaces that nobody sees."""
        return " ".join(self.name.text().split())

    def keep(self, act: Callable[..., Any], *what: Any, **more: Any) -> None:
        """Have it written, and close; a refusal is told."""
        self.save_button.setEnabled(False)
        self._desk.do(act, *what, **more, done=lambda _none: self.accept(), failed=self.refuse, owner=self)


class StageForm(_NameForm):
    """A stage's name; without a `stage` it is a new one."""

    def __init__(self, desk: Desk, stage: Stage | None, parent: QWidget) -> None:
        title = tr("Rename the stage “{label}”", label=stage.label) if stage else tr("Add a stage")
        super().__init__(desk, title, stage.label if stage else "", parent)
        self._stage = stage
        self._hint(
            tr("Whoever stands in it keeps it.") if stage else tr("Move it with Alt and the arrow keys to its place.")
        )

    def save(self) -> None:
        """Add or rename the stage."""
        from deskcrm.services import stages

        if self._stage is None:
            self.keep(stages.add, self.said())
        else:
            self.keep(stages.change, self._stage.key, label=self.said())


class KindForm(_NameForm):
    """A kind of activity of the owner's own: its name, and what it is like; without a `kind` it is a new one."""

    def __init__(self, desk: Desk, kind: OwnKind | None, parent: QWidget) -> None:
        title = tr("Rename the kind “{label}”", label=kind.label) if kind else tr("Add a kind of activity")
        super().__init__(desk, title, kind.label if kind else "", parent)
        self._kind = kind
        self.like = QComboBox()
        for key in OWN_LIKE:
            self.like.addItem(theme().icon(KINDS[key].icon), KINDS[key].label, key)
        if kind is None:
            self.add_row(tr("It is like a…"), self.like)
            self._hint(
                tr("It gets its icon and its lane in the journey, and counts as being in touch where that does.")
            )

    def save(self) -> None:
        """Add or rename the kind."""
        from deskcrm.services import kinds

        if self._kind is None:
            self.keep(kinds.add, self.said(), self.like.currentData())
        else:
            self.keep(kinds.rename, self._kind.key, self.said())


class FieldForm(FormDialog):
    """An own field: its name, its kind, what can be chosen. Without a `field` it is a new one."""

    def __init__(self, desk: Desk, field: OwnField | None, kinds: Mapping[str, str], parent: QWidget) -> None:
        """`kinds`: the kinds of field, key to words. A field of id 0 came with files and becomes the owner's."""
        known = field is not None
        super().__init__(
            tr("Change the field “{label}”", label=field.label) if field else tr("Add a field"),
            tr("Save") if known else tr("Add"),
            parent,
        )
        self._desk, self._field = desk, field
        self.name = QLineEdit(field.label if field else "")
        self.name.setReadOnly(field is not None and not field.id)
        self.kind = QComboBox()
        for key, words in kinds.items():
            self.kind.addItem(words, key)
        self.kind.setCurrentIndex(max(self.kind.findData(field.kind if field else "text"), 0))
        self.choices = QPlainTextEdit("\n".join(field.choices) if field else "")
        self.choices.setFixedHeight(_CHOICES_HEIGHT)
        self.choices.setTabChangesFocus(True)
        self._choices = QWidget()
        words_of = self.label_for(tr("Choices, one on each line"), self.choices)
        self._choices.setLayout(column(words_of, self.choices, spacing=Space.XS))
        self.add_row(tr("Name"), self.name)
        self.add_row(tr("Kind"), self.kind)
        self.rows.addWidget(self._choices)
        hint = tr("Values stay as they are, whatever the kind; those that don’t fit are marked on the profile.")
        self.rows.addWidget(Label(hint, Type.SMALL, tone="muted", wrap=True))
        self.kind.currentIndexChanged.connect(lambda _index: self._follow())
        self._follow()
        self.name.setFocus()

    def _follow(self) -> None:
        self._choices.setVisible(self.kind.currentData() == "choice")

    def save(self) -> None:
        """Add or change the field."""
        from deskcrm.services import own_fields

        lines = (line.strip() for line in self.choices.toPlainText().splitlines())
        choices = list(dict.fromkeys(line for line in lines if line)) if self.kind.currentData() == "choice" else []
        name, kind = self.name.text().strip(), self.kind.currentData()
        self.save_button.setEnabled(False)
        if self._field is None or not self._field.id:
            self._desk.do(
                own_fields.add, name, kind, choices, done=lambda _field: self.accept(), failed=self.refuse, owner=self
            )  # fmt: skip
        else:
            self._desk.do(
                own_fields.change, self._field.id, label=name, kind=kind, choices=choices,
                done=lambda _field: self.accept(), failed=self.refuse, owner=self,
            )  # fmt: skip


class SourceForm(FormDialog):
    """A source's name, and how much it is trusted, field by field where the owner wants that."""

    def __init__(self, desk: Desk, source: SourceView, levels: Mapping[int, str], parent: QWidget) -> None:
        """`levels`: the degrees of trust that are offered, with their words."""
        super().__init__(tr("Change the source “{name}”", name=source.name), tr("Save"), parent)
        self._desk, self._source = desk, source
        self.name = QLineEdit(source.name)
        self.trust = QComboBox()
        for trust, words in sorted({**levels, source.trust: trust_words(source.trust, levels)}.items()):
            self.trust.addItem(words, trust)
        self.trust.setCurrentIndex(self.trust.findData(source.trust))
        self.add_row(tr("Name"), self.name)
        self.add_row(
            tr("Trust"), self.trust, tr("Where sources differ, the value of the one that is trusted more shows.")
        )
        self.fields = FieldRules(columns=1, lines=6)
        self.by_field = Button(tr("Field by field"), "link", click=self._show_fields)
        self.rows.addLayout(row(self.by_field, None))
        self.rows.addWidget(self.fields)
        self.fields.setVisible(bool(source.rules))
        self.by_field.setVisible(not source.rules)
        self.fields.show_rules((), source.rules)
        desk.ask(_fields_of, source.id, done=self._fill, key="fields", owner=self)
        self.name.setFocus()

    def _fill(self, fields: list[str]) -> None:
        self.fields.show_rules(fields, self.fields.rules)
        self.by_field.setEnabled(bool(self.fields.combos))

    def _show_fields(self) -> None:
        self.by_field.hide()
        self.fields.show()
        for combo in list(self.fields.combos.values())[:1]:
            combo.setFocus()

    def save(self) -> None:
        """Change the source."""
        from deskcrm.services import sources

        self.save_button.setEnabled(False)
        self._desk.do(
            sources.change, self._source.id, name=self.name.text(), trust=self.trust.currentData(),
            rules=self.fields.rules,
            done=lambda _source: self.accept(), failed=self.refuse, owner=self,
        )  # fmt: skip


def _fields_of(ws: Workspace, source: int) -> list[str]:
    from deskcrm.services import sources

    return sources.fields_of(ws, source)


class JoinField(FormDialog):
    """Which field another one is to become part of."""

    def __init__(self, desk: Desk, field: OwnField, others: list[OwnField], parent: QWidget) -> None:
        super().__init__(tr("Join “{label}” with", label=field.label), tr("Join"), parent)
        self._desk, self._field = desk, field
        self.into = QComboBox()
        for other in others:
            self.into.addItem(other.label, other.id)
        self.add_row(tr("Field"), self.into, tr("What stands in both stays as this field has it."))
        self.into.setFocus()

    def save(self) -> None:
        """Join them."""
        from deskcrm.services import own_fields

        self.save_button.setEnabled(False)
        self._desk.do(
            own_fields.join, self._field.id, self.into.currentData(), done=lambda _many: self.accept(),
            failed=self.refuse, owner=self,
        )  # fmt: skip
