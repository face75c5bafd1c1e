"""The third step: by what rows are known, what becomes of people nobody knows, how far the source is trusted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QButtonGroup, QComboBox, QRadioButton, QWidget

from deskcrm.domain.mapping.model import ACTIVITY_SHAPES
from deskcrm.domain.trust import ruled_field
from deskcrm.languages import number, tr
from deskcrm.ui import words
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.importing.file_page import facts_words, what_words
from deskcrm.ui.screens.importing.page import Chip, Page
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, clear, column, row
from deskcrm.ui.widgets.field_rules import FieldRules

if TYPE_CHECKING:
    from deskcrm.services.identifying import Identity
    from deskcrm.services.sources import SourceView

_WIDE: Final = 240
_WHOLE: Final = tr("Email or phone, with the name")
_UNKNOWN: Final = ((tr("Add them as new people"), False), (tr("Let their rows wait until they are here"), True))


class WhoPage(Page):
    """What the owner chooses goes into the draft at once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Next: preview"), parent=parent)
        self.draft: Draft | None = None
        self.ways: list[QRadioButton] = []
        self._group = QButtonGroup(self)
        self._open = False
        self.chip = Chip()
        self.facts = Label("", tone="muted", elide=True)
        self.trust = QComboBox()
        self.trust.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.trust.setMaximumWidth(_WIDE)
        self.unknown = QComboBox()
        self.unknown.setMaximumWidth(_WIDE + Space.XL * 2)
        for text, waits in _UNKNOWN:
            self.unknown.addItem(text, waits)
        self.by_field = Button(tr("Field by field"), "link", click=self._toggle)
        self._ways = column(spacing=Space.XS)
        self.fields = FieldRules(columns=2, lines=3)
        self._build()
        self.trust.activated.connect(self._trusted)
        self.fields.changed.connect(self._trusted)
        self.unknown.activated.connect(self._waits)

    def _build(self) -> None:
        what = row(self.chip, self.facts)
        what.setStretch(1, 1)
        known = Card((Space.L, Space.M, Space.L, Space.M))
        known.body.addWidget(Label(tr("What tells who a row is about"), Type.HEADING, Type.BOLD))
        known.body.addLayout(self._ways)
        self._known_hint = Label("", Type.SMALL, tone="muted", wrap=True)
        known.body.addWidget(self._known_hint)
        self._unknown_row = self._labelled(tr("People whom nobody here knows"), self.unknown)
        known.body.addWidget(self._unknown_row)
        trusted = Card((Space.L, Space.M, Space.L, Space.M))
        self._trust_head = Label("", Type.HEADING, Type.BOLD, elide=True)
        trusted.body.addWidget(self._trust_head)
        trusted.body.addLayout(
            row(self._labelled(tr("Where sources differ, it counts"), self.trust), self.by_field, None)
        )
        self.fields.hide()
        trusted.body.addWidget(self.fields)
        self.body.addLayout(what)
        self.body.addWidget(known)
        self.body.addWidget(trusted)

    def _labelled(self, words_: str, combo: QComboBox) -> QWidget:
        label = Label(words_, Type.SMALL, Type.MEDIUM, "muted")
        label.setBuddy(combo)
        combo.setAccessibleName(words_)
        both = QWidget()
        layout = row(label, combo, None)
        layout.setContentsMargins(0, 0, 0, 0)
        both.setLayout(layout)
        return both

    # what shows

    def show_draft(self, draft: Draft) -> None:
        """Show a file; what its rows are known by is counted meanwhile."""
        self.draft = draft
        report = draft.report
        assert report is not None
        self.trouble.hide()
        self.chip.say(what_words(report))
        self.facts.setText(facts_words(report))
        happened = report.mapping.shape in ACTIVITY_SHAPES
        self._unknown_row.setVisible(happened)
        self.unknown.setCurrentIndex(self.unknown.findData(report.decisions.waits))
        self._trust_head.setText(tr("How far “{source}” is trusted", source=report.source))
        clear(self._ways)
        self.ways = []
        self._known_hint.setText(tr("Counting…"))
        self.say_hint(tr("Nobody is joined because names are alike: that is asked, among the duplicates."))

    def show_identities(self, draft: Draft, found: Sequence[Identity]) -> None:
        """Show the ways to know rows by."""
        if draft is not self.draft or draft.report is None:
            return
        from deskcrm.services.identifying import chosen

        now = chosen(draft.mapping)
        clear(self._ways)
        self.ways = []
        for identity in found:
            way = QRadioButton(f"{identity.header or _WHOLE}  ·  {coverage_words(identity)}")
            way.setAccessibleName(way.text())
            way.setChecked(identity.header == now)
            way.toggled.connect(self._identifier(identity.header))
            self._group.addButton(way)
            self._ways.addWidget(way)
            self.ways.append(way)
        self._known_hint.setText(
            tr(
                "A row without it is known by its email or phone with the name, else by all that stands in "
                "it. A number of the source’s own is best: people stay the same with it when their name or "
                "email changes."
            )
        )

    def show_source(self, draft: Draft, source: SourceView) -> None:
        """Show how far the source is trusted now."""
        if draft is not self.draft or draft.report is None:
            return
        from deskcrm.services.sources import TRUST

        chosen = draft.trusted
        trust, rules = chosen if chosen is not None else (source.trust, dict(source.rules))
        self.trust.clear()
        for level, text in sorted({**TRUST, trust: TRUST.get(trust, tr("{trust} of 100", trust=trust))}.items()):
            self.trust.addItem(text, level)
        self.trust.setCurrentIndex(self.trust.findData(trust))
        self._fill(draft, rules)

    def _fill(self, draft: Draft, rules: dict[str, str]) -> None:
        targets = (c.target for c in draft.mapping.columns if c.target not in ("", "-"))
        self.fields.show_rules(filter(None, map(ruled_field, targets)), rules)
        self._show_fields(self._open or bool(rules))

    def _show_fields(self, shown: bool) -> None:
        self._open = shown
        self.fields.setVisible(shown)
        self.by_field.set_text(tr("Hide the fields") if shown else tr("Field by field"))

    # what the owner does

    def _identifier(self, header: str) -> Callable[[bool], None]:
        def choose(on: bool) -> None:
            if on and self.draft is not None:
                self.draft.identify_by(header)

        return choose

    def _waits(self) -> None:
        assert self.draft is not None
        assert self.draft.report is not None
        self.draft.decide(replace(self.draft.report.decisions, waits=bool(self.unknown.currentData())))

    def _trusted(self) -> None:
        assert self.draft is not None
        self.draft.trust_so(self.trust.currentData(), self.fields.rules)

    def _toggle(self) -> None:
        self._show_fields(not self._open)


def coverage_words(identity: Identity) -> str:
    """How well a way is filled and who shares it: "98 % filled, 3 shared: info@weber.example"."""
    share = identity.filled / identity.rows if identity.rows else 0
    percent = int(share * 100) if share < 1 else 100
    filled = tr("{percent} % filled", percent=percent) if identity.filled or not identity.rows else tr("empty")
    if not identity.header:
        return filled
    if not identity.shared:
        return tr("{filled}, nobody shares one", filled=filled)
    examples = ", ".join(words.quoted(example) for example in identity.examples[:2])
    shared = number(identity.shared)
    return tr(
        "{filled}, {shared} shared by different people: {examples}", filled=filled, shared=shared, examples=examples
    )
