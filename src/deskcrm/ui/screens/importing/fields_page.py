"""The second step: where the file comes from, what it holds, and where each of its columns goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from deskcrm.domain.mapping.model import split_target
from deskcrm.domain.mapping.questions import SUBSCRIBED, WHENCE, WHICH_COUNTRY, asks_for_order
from deskcrm.languages import tr, trn
from deskcrm.languages.regional import country_names
from deskcrm.ui import words
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.importing.fields_table import FieldsTable, is_in
from deskcrm.ui.screens.importing.file_page import facts_words, what_words
from deskcrm.ui.screens.importing.page import Chip, Page
from deskcrm.ui.screens.importing.table import in_card
from deskcrm.ui.screens.importing.target_picker import TargetPicker
from deskcrm.ui.screens.importing.targets import SHAPES
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Icon, Label, clear, column, row

_SOURCE: Final = 200
_COUNTRY: Final = 190
_LETTERS: Final = 10
_GREEDY: Final = 100
"""The stretch of fields that grow to their widest before the gap behind them does."""
_ORDERS: Final = ((tr("Day first"), "dmy"), (tr("Month first"), "mdy"))


class FieldsPage(Page):
    """Columns and their fields. Changes of shape or country have the file examined again."""

    reexamine = Signal()
    change_file = Signal()
    mappings_asked = Signal(object)
    """The mappings that are kept, dropping down from this point of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Next: who is who"), parent=parent)
        self.draft: Draft | None = None
        self._all = False
        self.chip = Chip()
        self.facts = Label("", tone="muted", elide=True)
        self.mappings = Button(tr("Mapping"), "link", name=tr("Mappings that are kept"), click=self._ask_mappings)
        self.note = Banner("good")
        self.change = Button(tr("Change"), "link", name=tr("Change how the file is read"), click=self.change_file.emit)
        self.source = QLineEdit()
        self.source.setMinimumWidth(_SOURCE // 2)
        self.source.setMaximumWidth(_SOURCE)
        self.shape = QComboBox()
        self.shape.setMaximumWidth(_COUNTRY)
        for key, text in SHAPES.items():
            self.shape.addItem(text, key)
        self.country = QComboBox()
        self.country.setMaximumWidth(_COUNTRY)
        for code, text in country_names().items():
            self.country.addItem(text, code)
        for combo in (self.shape, self.country):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(_LETTERS)
        self.questions = QVBoxLayout()
        self.questions.setSpacing(Space.S)
        self.table = FieldsTable()
        self._picker: TargetPicker | None = None
        self._build()
        self._connect()

    def _build(self) -> None:
        what = row(self.chip, self.facts, self.mappings, self.change)
        what.setStretch(1, 1)
        self._country_label = Label(tr("Local phones are from"), Type.SMALL, Type.MEDIUM, "muted")
        fields = (
            (Label(tr("Comes from"), Type.SMALL, Type.MEDIUM, "muted"), self.source),
            (Label(tr("Holds"), Type.SMALL, Type.MEDIUM, "muted"), self.shape),
            (self._country_label, self.country),
        )
        line = row(spacing=Space.L)
        for label, field in fields:
            label.setBuddy(field)
            field.setAccessibleName(label.whole_text())
            line.addLayout(column(label, field, spacing=Space.XS))
        line.addStretch(1)
        for number in range(len(fields)):
            line.setStretch(number, _GREEDY)
        self.body.addWidget(self.note)
        self.body.addLayout(what)
        self.body.addLayout(line)
        self.body.addLayout(self.questions)
        self.body.addWidget(in_card(self.table))
        self.more.clicked.connect(self._show_all)

    def _connect(self) -> None:
        self.source.editingFinished.connect(self._renamed)
        self.shape.activated.connect(self._reshape)
        self.country.activated.connect(self._recountry)
        self.table.pick_asked.connect(self._pick)
        self.table.left_out.connect(lambda number: self._send(number, "-"))

    def show_draft(self, draft: Draft) -> None:
        """Show a file's columns."""
        if draft is not self.draft:
            self._all = False
        self.note.hide()
        self.draft = draft
        report = draft.report
        assert report is not None
        self.chip.say(what_words(report))
        self.facts.setText(" · ".join((facts_words(report), *_last_time(report.seen_before))))
        self.source.setText(report.source)
        self.shape.setCurrentIndex(self.shape.findData(report.mapping.shape))
        self.country.setCurrentIndex(self.country.findData(report.country))
        self._refresh()

    def _refresh(self) -> None:
        draft = self.draft
        assert draft is not None
        columns = list(enumerate(draft.mapping.columns))
        filled = [(number, c) for number, c in columns if c.samples]
        shown = columns if self._all or not filled else filled
        self.table.show_columns(shown)
        phones = any(split_target(c.target)[0] == "phones" for _, c in columns)
        for widget in (self._country_label, self.country):
            widget.setVisible(phones)
        some = len(filled) < len(columns)
        columns_ = trn("{count} column", "{count} columns", len(columns))
        self.say_hint(
            trn(
                "{count} of {columns} has something in it. The others are kept with each record.",
                "{count} of {columns} have something in them. The others are kept with each record.",
                len(filled),
                columns=columns_,
            )
            if some
            else tr("What isn’t imported is kept.")
        )
        self.more.set_text(tr("Show only those") if self._all else tr("Show all"))
        self.more.setVisible(some and bool(filled))
        self.next_button.setEnabled(any(is_in(c) for _, c in columns))
        self._ask()

    # what is asked

    def _ask(self) -> None:
        clear(self.questions)
        draft = self.draft
        assert draft is not None
        assert draft.report is not None
        for question in draft.mapping.questions:
            asked = self._question(draft, question)
            if asked is not None:
                self.questions.addWidget(asked)

    def _question(self, draft: Draft, question: str) -> QWidget | None:
        """The question with its answers; None where the owner has answered it."""
        assert draft.report is not None
        if question == WHENCE:
            if draft.answered("source"):
                return None
            words_ = tr("{question} It is called “{source}” for now.", question=question, source=draft.report.source)
            return _Question(words_, [(tr("Change the name"), self._name_source)])
        if question == SUBSCRIBED:
            answers = [(tr("Subscribed"), "yes"), (tr("Unsubscribed"), "no")]
            if draft.answered("consent"):
                return None
            return _Question(question, [(text, self._consent(said)) for text, said in answers])
        if question == WHICH_COUNTRY:
            return _Question(question, [(tr("Choose the country"), self.country.setFocus)])
        header = next((c.header for c in draft.mapping.columns if asks_for_order(question, c.header)), None)
        if header is None:
            return _Question(question, [])
        if draft.answered(f"order {header}"):
            return None
        return _Question(question, [(text, self._order(header, order)) for text, order in _ORDERS])

    def _name_source(self) -> None:
        self.source.setFocus()
        self.source.selectAll()

    def _consent(self, said: str) -> Callable[[], None]:
        def answer() -> None:
            assert self.draft is not None
            self.draft.set_consent(said)
            self._refresh()

        return answer

    def _order(self, header: str, order: str) -> Callable[[], None]:
        def answer() -> None:
            assert self.draft is not None
            self.draft.set_option(header, "order", order)
            self._refresh()

        return answer

    # what the owner does

    def _renamed(self) -> None:
        if self.draft is not None and self.draft.report is not None and self.source.text() != self.draft.report.source:
            self.draft.rename_source(self.source.text())
            self.source.setText(self.draft.report.source)
            self._refresh()

    def _reshape(self) -> None:
        assert self.draft is not None
        if self.shape.currentData() != self.draft.mapping.shape:
            self.draft.shape = self.shape.currentData()
            self._renamed()
            self.reexamine.emit()

    def _recountry(self) -> None:
        assert self.draft is not None
        assert self.draft.report is not None
        if self.country.currentData() != self.draft.report.country:
            self.draft.country = self.country.currentData()
            self._renamed()
            self.reexamine.emit()

    def _ask_mappings(self) -> None:
        self.commit()
        self.mappings_asked.emit(self.mappings.mapToGlobal(self.mappings.rect().bottomLeft()))

    def _show_all(self) -> None:
        self._all = not self._all
        self._refresh()

    def picker(self) -> TargetPicker:
        """Return the list of fields, made when it is first needed."""
        if self._picker is None:
            self._picker = TargetPicker(self.window())
            self._picker.picked.connect(self._send)
            self._picker.closed.connect(self.table.setFocus)
        return self._picker

    def _pick(self, number: int, cell: QRect, typed: str) -> None:
        draft = self.draft
        assert draft is not None
        found = draft.mapping.columns[number]
        self.picker().open_for(number, found.header, found.target, draft.mapping.shape, draft.taken(), cell, typed)

    def _send(self, number: int, target: str) -> None:
        assert self.draft is not None
        found = self.draft.mapping.columns[number]
        if found.target != target:
            self.draft.send(found.header, target)
            self._refresh()

    def focus_first(self) -> None:
        """Put the keyboard on the columns."""
        self.table.setFocus()

    def commit(self) -> None:
        """Take what is being typed."""
        self._renamed()
        if self._picker is not None:
            self._picker.put_away()


class _Question(QFrame):
    """A question with its answers as chips."""

    def __init__(self, question: str, answers: list[tuple[str, Callable[[], None]]]) -> None:
        super().__init__()
        self.setProperty("banner", "warning")
        self.setAccessibleName(question)
        label = Label(question, Type.SMALL, tone="warning", wrap=True)
        chips = [Button(text, "chip", name=f"{text}: {question}", click=act) for text, act in answers]
        layout = row(Icon("circle-alert", "warning"), label, *chips)
        layout.setStretch(1, 1)
        layout.setContentsMargins(Space.M, 6, Space.S, 6)
        self.setLayout(layout)


def _last_time(seen: str) -> list[str]:
    return [tr("imported before, {ago}", ago=words.long_ago(seen))] if seen else []
