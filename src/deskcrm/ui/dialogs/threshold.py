"""From which score on pairs are shown: each choice with what it would leave to look at, and what was decided there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QRadioButton, QWidget

from deskcrm.languages import number, tr, trn
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.models.queue import percent
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Label, row

if TYPE_CHECKING:
    from deskcrm.domain.matching.advice import Band
    from deskcrm.services.threshold import Decisions


class ThresholdDialog(FormDialog):
    """What the owner's decisions speak for is chosen to begin with; nothing moves before they say so."""

    def __init__(self, found: Decisions, take: Callable[[float], object], parent: QWidget) -> None:
        super().__init__(tr("How sure a pair must be"), tr("Show from there"), parent)
        self._take = take
        self.told = Label(_why(found), tone="muted", wrap=True)
        self.told.setFixedWidth(Size.DIALOG - 2 * Space.XL)
        self.rows.addWidget(self.told)
        self.buttons: dict[float, QRadioButton] = {}
        begin = found.threshold if found.advised is None else found.advised
        for band in reversed(found.bands):
            button = QRadioButton(
                tr(
                    "From {percent} on: {pairs} pairs",
                    percent=percent(band.least),
                    pairs=number(found.waiting_from(band.least)),
                )
            )
            button.setChecked(abs(band.least - begin) < 0.001)
            decided = _decided(band)
            button.setAccessibleDescription(decided)
            line = row(button, Label(decided, Type.SMALL, tone="muted", tabular=True))
            line.setStretch(0, 1)
            self.rows.addLayout(line)
            self.buttons[band.least] = button
        self.buttons[min(self.buttons, key=lambda least: abs(least - begin))].setFocus()

    @property
    def chosen(self) -> float:
        """The score that is chosen."""
        return next(least for least, button in self.buttons.items() if button.isChecked())

    def save(self) -> None:
        """Let it be so, and close."""
        self.accept()
        self._take(self.chosen)


def _decided(band: Band) -> str:
    if not band.accepted + band.refused:
        return ""
    return tr("{accepted} merged, {refused} not the same", accepted=number(band.accepted), refused=number(band.refused))


def _why(found: Decisions) -> str:
    """Say what the figures speak for, and what a choice does."""
    does = tr("Pairs below are kept and not shown; nobody is merged or parted by this.")
    if found.advised is None:
        return tr("Pairs are shown from {percent} on. {does}", percent=percent(found.threshold), does=does)
    up = found.advised > found.threshold
    spoke = [band for band in found.bands if found.threshold - 0.001 <= band.least < max(found.advised, 0.001)]
    band = (spoke or [one for one in found.bands if abs(one.least - found.threshold) < 0.001])[-1]
    figures = {
        "decided": number(band.accepted + band.refused),
        "least": int(band.least * 100),
        "most": percent(band.least + 0.1),
        "does": does,
    }
    if up:
        return trn(
            "Of the {decided} that you decided between {least} and {most}, {count} was not the same. {does}",
            "Of the {decided} that you decided between {least} and {most}, {count} were not the same. {does}",
            band.refused,
            **figures,
        )
    return trn(
        "Of the {decided} that you decided between {least} and {most}, {count} was the same. {does}",
        "Of the {decided} that you decided between {least} and {most}, {count} were the same. {does}",
        band.accepted,
        **figures,
    )
