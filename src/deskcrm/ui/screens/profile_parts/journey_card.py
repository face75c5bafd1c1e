"""The card above the timeline: the journey as a picture, with its heading, which folds it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSizePolicy, QWidget

from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.journey import Plot, second_of
from deskcrm.ui.screen import Navigator
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Card, Label, row
from deskcrm.ui.widgets.journey.view import JourneyView

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

FOLDED: Final = "_journey.folded"
"""The setting in which the card is remembered as it was left."""

_LEAST_ROOM: Final = 620
"""In a screen lower than this the timeline needs the room: the card is folded there, whatever was chosen."""

_ZOOM: Final = 1.25


@dataclass(frozen=True, slots=True)
class Told:
    """What the card reads at once."""

    plot: Plot
    folded: bool


def read_plot(workspace: Workspace, contact: int) -> Told:
    """Read a contact's journey and make it ready to be laid out, off the GUI thread."""
    from deskcrm.services import journey, settings

    now = second_of(datetime.now().isoformat())
    return Told(Plot(journey.of(workspace, contact), now), bool(settings.get(workspace, FOLDED, False)))


class JourneyCard(Card):
    """The journey of one contact; there only where something has happened."""

    chosen = Signal(int)
    """An activity is to be found in the list."""

    def __init__(self, desk: Desk, nav: Navigator, parent: QWidget | None = None) -> None:
        super().__init__((Space.L, Space.S, Space.L, Space.S), parent)
        self._desk, self._nav = desk, nav
        self._contact: int | None = None
        self._name = ""
        self._folded = False
        self._low = False
        self.setAccessibleName(tr("Journey"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.view = JourneyView()
        self.view.chosen.connect(self.chosen)
        self.view.spanned.connect(self._follow)
        self.body.setSpacing(Space.XS)
        self.body.addLayout(self._heading())
        self.body.addWidget(self.view)
        self.hide()

    def _heading(self) -> QHBoxLayout:
        self.fold_button = Button(icon="chevron-down", kind="quiet", name=tr("Hide the journey"), click=self.toggle)
        self._title = Label(tr("Journey"), weight=Type.BOLD)
        self.summary = Label("", Type.SMALL, tone="muted", elide=True)
        self._rings = Label("", Type.SMALL, tone="muted")
        self.fit_button = Button(tr("Fit"), "link", name=tr("Fit the whole journey"), click=self.view.fit)
        self.more_button = Button(icon="ellipsis", kind="quiet", name=tr("More of the journey"))
        self.more_button.clicked.connect(self._menu)
        line = row(self._title, self.summary, self._rings, self.fit_button, self.more_button, self.fold_button)
        line.setStretch(1, 1)
        return line

    # what it shows

    def show_contact(self, contact: int, name: str) -> None:
        """Read the journey of a contact and show it as soon as it is there."""
        if contact != self._contact:
            self.hide()
        self._contact, self._name = contact, name
        self._desk.ask(read_plot, contact, done=self._show, failed=self._none, key="journey", owner=self)

    def _show(self, told: Told) -> None:
        self._folded = told.folded
        self.view.show_plot(told.plot)
        self.summary.setText(told.plot.summary())
        self._rings.setText(tr("○ came by a merge") if told.plot.has_merged else "")
        self._rings.setToolTip(tr("Rings stand for what another contact brought in"))
        self.setVisible(bool(told.plot.touchpoints))
        self._follow()
        self._fold()

    def _none(self, _reason: str) -> None:
        self.hide()

    def _follow(self) -> None:
        self.fit_button.setVisible(self.open and not self.view.fitted)

    # folding

    @property
    def open(self) -> bool:
        """Whether the picture shows."""
        return not (self._folded or self._low)

    def toggle(self) -> None:
        """Fold the picture away, or show it again; the next contact's looks the same."""
        from deskcrm.services import settings

        self._folded = self.open
        self._low = False
        self._fold()
        self._desk.do(settings.remember, FOLDED, self._folded, initiator=self)

    def fit_into(self, height: int) -> None:
        """Leave the room to the timeline in a low screen."""
        low = height < _LEAST_ROOM
        if low != self._low:
            self._low = low
            self._fold()

    def _fold(self) -> None:
        self.view.setVisible(self.open)
        self.more_button.setVisible(self.open)
        name = tr("Hide the journey") if self.open else tr("Show the journey")
        self.fold_button.set_icon("chevron-up" if self.open else "chevron-down", name)
        self._follow()

    # the menu

    def _menu(self) -> None:
        menu = QMenu(self)
        menu.addAction(f"{tr('Closer')}\t+", lambda: self.view.zoom(1 / _ZOOM))
        menu.addAction(f"{tr('Further away')}\t-", lambda: self.view.zoom(_ZOOM))
        menu.addAction(f"{tr('Fit')}\t0", self.view.fit)
        menu.addSeparator()
        menu.addAction(tr("Save as PNG…"), lambda: self._ask_where(".png"))
        menu.addAction(tr("Save as SVG…"), lambda: self._ask_where(".svg"))
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.more_button.rect().bottomRight()
        menu.popup(self.more_button.mapToGlobal(QPoint(corner.x() - menu.sizeHint().width(), corner.y())))

    def _ask_where(self, ending: str) -> None:
        name = tr("{name} journey", name=self._name).replace("/", "-") + ending
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Save the journey"), name, tr("Picture (*{ending})", ending=ending)
        )
        if path:
            self.save(Path(path if path.casefold().endswith(ending) else path + ending))

    def save(self, path: Path) -> None:
        """Save what is in sight as PNG or SVG, by the ending of the name."""
        from deskcrm.ui.widgets.journey.saving import save  # SVG is not needed before

        if self.view.plot is None:
            return
        heading = f"{self._name}: {self.view.plot.summary()}"
        problem = save(path, self.view.plot, self.view.span, max(self.view.width(), 480), heading)
        self._nav.toast(problem or tr("Saved {name}", name=path.name))
