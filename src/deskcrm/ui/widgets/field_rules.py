"""How far a source counts field by field, where that differs from the source as a whole: a choice for each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QScrollArea, QWidget

from deskcrm.domain.trust import RULES, ruled_label
from deskcrm.languages import tr
from deskcrm.ui.theme import Size, Space
from deskcrm.ui.widgets.basic import Label, clear

_AS_SOURCE = tr("Like the source")


class FieldRules(QScrollArea):
    """Fields in columns, some lines of them at once."""

    changed = Signal()

    def __init__(self, columns: int, lines: int, parent: QWidget | None = None) -> None:
        """`lines`: how many are in sight without scrolling."""
        super().__init__(parent)
        self._columns, self._lines = columns, lines
        self.combos: dict[str, QComboBox] = {}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(Space.L)
        self._grid.setVerticalSpacing(Space.XS)
        inner = QWidget()
        inner.setLayout(self._grid)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        for ground in (inner, self.viewport()):
            ground.setAutoFillBackground(False)

    @property
    def rules(self) -> dict[str, str]:
        """The rule of each field that has one."""
        return {field: combo.currentData() for field, combo in self.combos.items() if combo.currentData()}

    def show_rules(self, fields: Iterable[str], rules: Mapping[str, str]) -> None:
        """Show a choice for each of the fields, and for those that have a rule."""
        clear(self._grid)
        self.combos = {}
        for number, field in enumerate(dict.fromkeys([*fields, *rules])):
            combo = QComboBox()
            combo.addItem(_AS_SOURCE, "")
            for rule, text in RULES.items():
                combo.addItem(text, rule)
            combo.setCurrentIndex(max(0, combo.findData(rules.get(field, ""))))
            combo.setAccessibleName(tr("{field} counts", field=ruled_label(field)))
            combo.activated.connect(self.changed)
            label = Label(ruled_label(field), elide=True)
            label.setBuddy(combo)
            place, side = divmod(number, self._columns)
            self._grid.addWidget(label, place, side * 2)
            self._grid.addWidget(combo, place, side * 2 + 1)
            self.combos[field] = combo
        lines = -(-len(self.combos) // self._columns)
        height = min(self._grid.sizeHint().height(), Size.ROW * min(lines, self._lines) + Space.S)
        self.setMinimumHeight(height)
        self.setMaximumHeight(height)
