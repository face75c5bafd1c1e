"""Who belongs to whom: a link added from a profile, and its role and days changed."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from deskcrm.domain.cleaning.dates import parse_date
from deskcrm.domain.links import EMPLOYER, words
from deskcrm.domain.views import LinkView, ProfileView
from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.dialogs.pick_contact import ContactPicker
from deskcrm.ui.screens.profile_parts.saying import said_day
from deskcrm.ui.theme import Space
from deskcrm.ui.widgets.basic import column, row


class Way(NamedTuple):
    """One way to be linked, seen from a profile: the link's kind, whether it leads from here, whom it can be with."""

    kind: str
    forward: bool
    other: str | None = None  # "person" or "company"; None for both

    @property
    def text(self) -> str:
        """What the other one is from here."""
        return words(self.kind, forward=self.forward)


_ANY: Final = (Way("referred_by", True), Way("referred_by", False), Way("partner", True))
WAYS: Final = {
    "person": (
        Way(EMPLOYER, True, "company"), Way("household", True, "person"), *_ANY, Way("parent", True, "person"),
        Way("parent", False, "person"),
    ),
    "company": (
        Way(EMPLOYER, False, "person"), Way("part_of", True, "company"), Way("part_of", False, "company"), *_ANY,
    ),
}  # fmt: skip
"""What is offered, by the kind of the profile; any other word is a kind of the owner's own."""


class Said(NamedTuple):
    """What is said of a link; days as ISO 8601 where they can be read."""

    role: str
    since: str
    until: str


class Details:
    """The role and the days of a link, as rows of a form."""

    def __init__(self, form: FormDialog, link: LinkView | None = None, date_order: str = "dmy") -> None:
        self._order = date_order
        self.role = QLineEdit(link.role if link is not None else "")
        self.since = QLineEdit(said_day(link.since) if link is not None else "")
        self.until = QLineEdit(said_day(link.until) if link is not None else "")
        form.add_row(tr("Role"), self.role)
        self.role.setPlaceholderText(tr("Owner, sister, adviser"))
        days = row(spacing=Space.S)
        for field, label, hint in (
            (self.since, tr("Since"), tr("1 May 2024")),
            (self.until, tr("Until"), tr("Still so")),
        ):
            field.setPlaceholderText(hint)
            days.addLayout(column(form.label_for(label, field), field, spacing=Space.XS))
        form.rows.addLayout(days)

    @property
    def said(self) -> Said:
        """What was typed."""
        return Said(self.role.text().strip(), self._day(self.since), self._day(self.until))

    def _day(self, field: QLineEdit) -> str:
        text = field.text().strip()
        return parse_date(text, self._order) or text


class AddLink(FormDialog):
    """What it is, with whom, as what and since when."""

    def __init__(self, desk: Desk, profile: ProfileView, parent: QWidget, date_order: str = "dmy") -> None:
        super().__init__(tr("Link {name}", name=profile.name), tr("Link"), parent)
        self._desk, self._here = desk, profile.id
        self._ways = WAYS[profile.kind]
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.kind.addItems([way.text for way in self._ways])
        self.picker = ContactPicker(desk, without=profile.ids)
        self.add_row(tr("What are they?"), self.kind)
        edit = self.kind.lineEdit()
        if edit is not None:
            edit.setAccessibleName(tr("What are they?"))
        self.rows.addWidget(self.picker)
        self.details = Details(self, date_order=date_order)
        self.picker.found.connect(lambda: self.save_button.setEnabled(self.picker.chosen is not None))
        self.kind.currentTextChanged.connect(lambda _text: self.picker.look_for(self.way.other))
        self.save_button.setEnabled(False)
        self.picker.look_for(self.way.other)
        self.picker.setFocus()

    @property
    def way(self) -> Way:
        """What is chosen; a word of the owner's own leads both ways."""
        text = self.kind.currentText().strip()
        return next((way for way in self._ways if way.text.casefold() == text.casefold()), Way(text, True))

    def save(self) -> None:
        """Add the link, and close when it is there."""
        from deskcrm.services import links

        if self.picker.chosen is None:
            return
        way, (other, _name) = self.way, self.picker.chosen
        a, b = (self._here, other) if way.forward else (other, self._here)
        said = self.details.said
        self.save_button.setEnabled(False)
        self._desk.do(
            links.add, a, b, way.kind, role=said.role, since=said.since, until=said.until,
            done=lambda _link: self.accept(), failed=self.refuse, owner=self,
        )  # fmt: skip


class ChangeLink(FormDialog):
    """The role and days of a link that is there."""

    def __init__(self, desk: Desk, link: LinkView, parent: QWidget, date_order: str = "dmy") -> None:
        super().__init__(f"{link.words}: {link.name}", tr("Save"), parent)
        self._desk, self._link = desk, link
        self.details = Details(self, link, date_order)
        self.details.role.setFocus()

    def save(self) -> None:
        """Change the link, and close when it is changed."""
        from deskcrm.services import links

        said = self.details.said
        self.save_button.setEnabled(False)
        self._desk.do(
            links.change, self._link.id, role=said.role, since=said.since, until=said.until,
            done=lambda _link: self.accept(), failed=self.refuse, owner=self,
        )  # fmt: skip
