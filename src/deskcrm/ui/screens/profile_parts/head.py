"""The top of the profile: photo, name, what stands under it, the stage."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from deskcrm.domain.fields import NAME_PARTS
from deskcrm.domain.later import NowSays
from deskcrm.domain.views import ProfileView
from deskcrm.languages import tr, trn
from deskcrm.ui import words
from deskcrm.ui.screens.profile_parts import saying
from deskcrm.ui.screens.profile_parts.photo_button import PhotoButton
from deskcrm.ui.screens.profile_parts.saying import Shown
from deskcrm.ui.screens.profile_parts.stage_button import StageButton
from deskcrm.ui.screens.profile_parts.terms import Terms
from deskcrm.ui.screens.profile_parts.value_button import PAD, ValueButton
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Label, row
from deskcrm.ui.widgets.fitted_link import FittedLink

_NAME_LINES: Final = 6
_UNDER: Final = 120


class Head(QWidget):
    """Shows who somebody is; what is pressed is for the pane to act on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo = PhotoButton()
        self.name = ValueButton(Type.TITLE, Type.BOLD, _NAME_LINES)
        self.under = Label("", Type.SMALL, tone="muted", wrap=True)
        self.under.setContentsMargins(PAD, 0, 0, 0)
        self.others = FittedLink(tr("Other names"))
        self.stage = StageButton()
        more = row(self.others)
        more.setContentsMargins(PAD - Space.XS, 0, 0, 0)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.name)
        names.addWidget(self.under)
        names.addLayout(more)
        names.addStretch(1)
        side = QWidget()  # else its cell takes no more room than the photo's
        side.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        names.setContentsMargins(0, 0, 0, 0)
        side.setLayout(names)
        top = row(self.photo, side, spacing=Space.XS)
        top.setStretch(1, 1)
        top.setAlignment(self.photo, Qt.AlignmentFlag.AlignTop)
        top.setContentsMargins(PAD, 0, 0, 0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.S)
        whole.addLayout(top)
        whole.addWidget(self.stage)

    def show_profile(
        self, profile: ProfileView, terms: Terms, news: dict[str, NowSays], picture: bytes | None
    ) -> None:  # fmt: skip
        """Show a profile's head; `news`: the quiet flags by field."""
        self.photo.set_contact(profile.id, profile.name, picture)
        self.name.show_value(
            Shown(profile.name, profile.name or tr("No name"), hint=tr("Edit the name (E)")), tr("Name")
        )
        under = _under(profile)
        self.under.setText(saying.short(under, _UNDER))
        self.under.set_hint(under if len(under) > _UNDER else "")
        self.under.setVisible(bool(under))
        company = profile.kind == "company"
        others = len(saying.others(profile, "organization", terms) if company else saying.other_names(profile))
        flag = next((news[part] for part in (("organization",) if company else NAME_PARTS[::-1]) if part in news), None)
        counted = trn("{count} other name", "{count} other names", others) if others else ""
        self.others.say(saying.news(flag, terms) if flag else counted)
        self.others.setVisible(others > 0)
        hint = "\n".join(f"{words.source(v.source)}: {v.why}" for v in profile.values.get("stage", ())[:1])
        self.stage.show_stage(profile.stage, profile.stage_since, hint)
        self.stage.setVisible(not company or bool(profile.stage))


def _under(profile: ProfileView) -> str:
    fields = profile.fields
    if profile.kind == "person":
        return ", ".join(str(p) for p in (fields.get("title"), fields.get("organization")) if p)
    place = (fields.get("addresses") or [{}])[0]
    return ", ".join(str(p) for p in (place.get("city"), place.get("country")) if p) or tr("Company")
