"""What is done with many contacts at once: each says beforehand to how many, and shows how far it is."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QProgressBar, QWidget

from deskcrm.domain.fields import BY_KEY, FIELDS, NAME_PARTS, FieldKind
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import Progress
from deskcrm.languages import inside, number, tr, trc, trn
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.jobs import Job
from deskcrm.ui.models.catalogue import Catalogue
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import Label, column

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

LONG: Final = 2000
"""Contacts from which on a change shows how far it is."""

_TAGS: Final = "tags"
_SOME_TAGS: Final = 500
_SETTABLE: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.DATE, FieldKind.POINT})


@dataclass(frozen=True, slots=True)
class Marked:
    """Whom it is about: the contacts, and how they are called ("3 people")."""

    ids: array[int]
    words: str
    catalogue: Catalogue


class BulkDialog(FormDialog):
    """A form with a line that says what will be; Cancel stops what runs, and then nothing was changed."""

    def __init__(self, desk: Desk, marked: Marked, title: str, save: str, parent: QWidget) -> None:
        super().__init__(title, save, parent)
        self._desk, self._marked = desk, marked
        self._job: Job | None = None
        self.preview = Label("", tone="muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("How far it is"))
        self.bar.hide()

    def finish(self) -> None:
        """Put the line that says what will be below the fields."""
        self.rows.addLayout(column(self.preview, self.bar, spacing=Space.S))
        self.say()

    def say(self) -> None:
        """Say what will be."""
        raise NotImplementedError

    def run(self, use_case: Callable[..., Any], *args: Any, **kw: Any) -> None:
        """Do it with all of them, and close when it is done."""
        self.save_button.setEnabled(False)
        self.trouble.hide()
        if len(self._marked.ids) > LONG:
            self.bar.setRange(0, len(self._marked.ids))
            self.bar.show()
        self._job = self._desk.do(
            use_case, self._marked.ids, *args, done=self._over, failed=self._refused, progress=self._tell,
            initiator=self.parent(), owner=self, **kw,
        )  # fmt: skip

    def _over(self, _value: object) -> None:
        self._job = None
        self.accept()

    def _refused(self, why: str) -> None:
        self._job = None
        self.bar.hide()
        self.refuse(why)
        self.say()

    def _tell(self, progress: Progress) -> None:
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)
        self.preview.setText(tr("{done} of {total}…", done=number(progress.done), total=number(progress.total)))

    def reject(self) -> None:
        """Stop what runs; where nothing runs, close."""
        if self._job is not None and not self._job.finished:
            self._job.cancel()
            self.preview.setText(tr("Stopping…"))
        else:
            super().reject()


class TagMany(BulkDialog):
    """A tag, added or taken off."""

    def __init__(self, desk: Desk, marked: Marked, parent: QWidget) -> None:
        super().__init__(
            desk, marked, tr("Tag {people}", people=marked.words), trc("to put a tag on them", "Tag"), parent
        )
        self._have: tuple[str, int] = ("", 0)
        self.way = QComboBox()
        self.way.addItems([tr("Add the tag"), tr("Take off the tag")])
        self.tag = QLineEdit()
        self.tag.setPlaceholderText("VIP")
        self.add_row(tr("What"), self.way)
        self.add_row(tr("Tag"), self.tag)
        self.finish()
        self.way.currentIndexChanged.connect(lambda _index: self.say())
        self.tag.textChanged.connect(self._typed)
        desk.ask(_tags, marked.catalogue.kind, done=self._offer, key="tags", owner=self)
        self.tag.setFocus()

    @property
    def adds(self) -> bool:
        """Whether the tag is added."""
        return self.way.currentIndex() == 0

    @property
    def word(self) -> str:
        """The tag."""
        return " ".join(self.tag.text().split())

    def _offer(self, tags: list[str]) -> None:
        completer = QCompleter(tags, self.tag)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tag.setCompleter(completer)

    def _typed(self, _text: str) -> None:
        self.say()
        if self.word:
            self._desk.ask(_having, self.word, self._marked.ids, done=self._know, key="having", owner=self)

    def _know(self, have: tuple[str, int]) -> None:
        self._have = have
        self.say()

    def say(self) -> None:
        """Say what will be."""
        tag, have = self._have
        many = len(self._marked.ids)
        if not self.word:
            self.preview.setText(tr("One step of History, undone as one."))
        elif tag != self.word:
            text = tr("Adds “{tag}”.", tag=self.word) if self.adds else tr("Takes off “{tag}”.", tag=self.word)
            self.preview.setText(text)
        elif self.adds:
            self.preview.setText(
                tr(
                    "Adds “{tag}” to {others}; {have} of {many} have it already.",
                    tag=tag,
                    others=number(many - have),
                    have=number(have),
                    many=number(many),
                )
            )
        else:
            self.preview.setText(
                tr(
                    "Takes “{tag}” off {have} of {many}; the others don’t have it.",
                    tag=tag,
                    have=number(have),
                    many=number(many),
                )
            )

    def save(self) -> None:
        """Tag them, and close."""
        from deskcrm.services import bulk

        if not self.word:
            self.refuse(tr("Type the tag first."))
        elif self.save_button.isEnabled():
            self.run(bulk.change, [Patch(_TAGS, "add" if self.adds else "remove", self.word)])


class StageMany(BulkDialog):
    """One stage for all."""

    def __init__(self, desk: Desk, marked: Marked, parent: QWidget) -> None:
        super().__init__(desk, marked, tr("Stage of {people}", people=marked.words), tr("Set stage"), parent)
        self.stage = QComboBox()
        for key, label in words.stages().items():
            self.stage.addItem(label, key)
        self.stage.addItem(tr("As their orders say"), "")
        self.add_row(tr("Stage"), self.stage)
        self.finish()
        self.stage.currentIndexChanged.connect(lambda _index: self.say())
        self.stage.setFocus()

    def say(self) -> None:
        """Say what will be."""
        if self.stage.currentData():
            self.preview.setText(
                tr(
                    "{people} become “{stage}”, until an order says more.",
                    people=self._marked.words,
                    stage=self.stage.currentText(),
                )
            )
        else:
            self.preview.setText(tr("The stage that was stated of {people} is taken back.", people=self._marked.words))

    def save(self) -> None:
        """Set the stage, and close."""
        from deskcrm.services import bulk

        key = self.stage.currentData()
        if self.save_button.isEnabled():
            self.run(bulk.change, [Patch("stage", "set", key) if key else Patch("stage", "clear")])


class FieldMany(BulkDialog):
    """One value in one field for all, or none; in a field of several values it is added, or taken out."""

    def __init__(self, desk: Desk, marked: Marked, parent: QWidget) -> None:
        super().__init__(desk, marked, tr("Set a field of {people}", people=marked.words), tr("Set field"), parent)
        self.field = QComboBox()
        for key, label in _settable(marked.catalogue):
            self.field.addItem(label, key)
        self.value = QLineEdit()
        self.value.setPlaceholderText(tr("Leave it blank to empty the field"))
        self.way = QComboBox()
        self.way.addItems([tr("Add the value"), tr("Take out the value")])
        self.add_row(tr("Field"), self.field)
        self._way_row = QWidget()
        self._way_row.setLayout(column(self.label_for(tr("What"), self.way), self.way, spacing=Space.XS))
        self.rows.addWidget(self._way_row)
        self.add_row(tr("Value"), self.value)
        self.finish()
        self.field.currentIndexChanged.connect(lambda _index: self._offer())
        self.way.currentIndexChanged.connect(lambda _index: self.say())
        self.value.textChanged.connect(lambda _text: self.say())
        self._offer()
        self.field.setFocus()

    @property
    def _plural(self) -> bool:
        """Whether the field has several values."""
        key = self.field.currentData()
        return key in BY_KEY and BY_KEY[key].plural

    def _offer(self) -> None:
        self._way_row.setVisible(self._plural)
        choices = [words for _, words in self._marked.catalogue.choices(self.field.currentData())]
        self.value.setCompleter(QCompleter(choices, self.value))
        self.say()

    def say(self) -> None:
        """Say what will be."""
        label, value = self.field.currentText(), self.value.text().strip()
        if value and self._plural:
            adds = self.way.currentIndex() == 0
            self.preview.setText(
                tr(
                    "“{value}” is added to {field} of {people}, beside what is there.",
                    value=value,
                    field=inside(label),
                    people=self._marked.words,
                )
                if adds
                else tr(
                    "“{value}” is taken out of {field} of {people}, where it is there.",
                    value=value,
                    field=inside(label),
                    people=self._marked.words,
                )
            )
        elif value:
            self.preview.setText(
                tr(
                    "{field} of {people} becomes “{value}”, whatever it was.",
                    field=label,
                    people=self._marked.words,
                    value=value,
                )
            )
        else:
            self.preview.setText(
                tr(
                    "{field} of {people} becomes empty. What files said stays findable.",
                    field=label,
                    people=self._marked.words,
                )
            )

    def save(self) -> None:
        """Set the field, and close."""
        from deskcrm.services import bulk

        if self.save_button.isEnabled():
            self.run(bulk.change, [self._patch()])

    def _patch(self) -> Patch:
        key, value = self.field.currentData(), self.value.text().strip()
        if not value:
            return Patch(key, "clear")
        if not self._plural:
            return Patch(key, "set", value)
        return Patch(key, "add", value) if self.way.currentIndex() == 0 else Patch(key, "remove", value)


class RemoveMany(BulkDialog):
    """Out of the lists, with everything kept."""

    def __init__(self, desk: Desk, marked: Marked, parent: QWidget) -> None:
        super().__init__(desk, marked, tr("Remove {people}", people=marked.words), tr("Remove"), parent)
        self.finish()
        self.save_button.setFocus()

    def say(self) -> None:
        """Say what will be."""
        self.preview.setText(
            tr(
                "{people} leave the lists and the search. Everything known of them is kept: Undo brings them "
                "back, and so does Removed, at any time.",
                people=self._marked.words,
            )
        )

    def save(self) -> None:
        """Remove them, and close."""
        from deskcrm.services import bulk

        if self.save_button.isEnabled():
            self.run(bulk.remove)


class ArchiveMany(BulkDialog):
    """Out of the lists, and found by search."""

    def __init__(self, desk: Desk, marked: Marked, parent: QWidget) -> None:
        super().__init__(desk, marked, tr("Archive {people}", people=marked.words), tr("Archive"), parent)
        self.finish()
        self.save_button.setFocus()

    def say(self) -> None:
        """Say what will be."""
        self.preview.setText(
            tr(
                "{people} leave the lists. Search still finds them, and what they bought still counts. Undo "
                "brings them back, and so does Archived, at any time.",
                people=self._marked.words,
            )
        )

    def save(self) -> None:
        """Archive them, and close."""
        from deskcrm.services import bulk

        if self.save_button.isEnabled():
            self.run(bulk.archive)


class TaskMany(BulkDialog):
    """The same task for each."""

    def __init__(self, desk: Desk, marked: Marked, parent: QWidget) -> None:
        super().__init__(desk, marked, tr("A task for {people}", people=marked.words), tr("Add"), parent)
        from deskcrm.ui.dialogs.add_task import WhenField

        self.title = QLineEdit()
        self.when = WhenField()
        self.add_row(tr("What is to be done?"), self.title)
        self.add_row(tr("When?"), self.when)
        self.finish()
        self.title.setFocus()

    def say(self) -> None:
        """Say what will be."""
        self.preview.setText(
            trn(
                "Adds {count} task, one for each. Undone as one.",
                "Adds {count} tasks, one for each. Undone as one.",
                len(self._marked.ids),
            )
        )

    def save(self) -> None:
        """Add the tasks, and close."""
        from deskcrm.services import bulk

        title = self.title.text().strip()
        if not title:
            self.refuse(tr("Say in a few words what is to be done."))
        elif self.save_button.isEnabled():
            self.run(bulk.add_tasks, title, due=self.when.due())


def _settable(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Fields that can be the same for many; nobody gives many people one name."""
    plain = [
        (field.key, field.label) for field in FIELDS
        if field.kind in _SETTABLE and field.key not in (*NAME_PARTS, "nickname", "stage")
        and (field.for_companies if catalogue.kind == "company" else field.for_people)
    ]  # fmt: skip
    if catalogue.kind == "company":
        plain = [(key, label) for key, label in plain if key != "organization"]
    return plain + [(own.column, own.label) for own in catalogue.own]


def _tags(ws: Workspace, kind: str) -> list[str]:
    from deskcrm.services import tags

    return [tag for tag, _ in tags.every(ws, kind, _SOME_TAGS)]


def _having(ws: Workspace, tag: str, contacts: Sequence[int]) -> tuple[str, int]:
    from deskcrm.services import reads

    return tag, len(set(reads.holders(ws, _TAGS, tag)).intersection(contacts))
