"""The right side of the profile: worth, company or people, last orders, where it is known from, what was changed."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from deskcrm.domain.activities import NOT_SOLD
from deskcrm.domain.links import EMPLOYER
from deskcrm.domain.views import HistoryEntry, LinkView, ListRow, MergeView, ProfileView, RecordView, TimelineEntry
from deskcrm.languages import inside, regional, tr, trn
from deskcrm.languages import number as grouped
from deskcrm.ui import words
from deskcrm.ui.models.timeline_words import headline, month_of
from deskcrm.ui.screens.profile_parts.reading import Opened
from deskcrm.ui.screens.profile_parts.saying import short
from deskcrm.ui.screens.profile_parts.section import LinkLabel, Section
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.avatar import Avatar
from deskcrm.ui.widgets.basic import Button, Icon, Label, column, row

_PEOPLE: Final = 6
_CHANGES: Final = 3


class Related(QWidget):
    """Cards, each there only where it has something to say."""

    contact_asked = Signal(int)
    orders_asked = Signal()
    records_asked = Signal()
    history_asked = Signal()
    undo_asked = Signal(int)
    redo_asked = Signal(int)
    take_back_asked = Signal(object)
    """A `MergeView` that stands."""

    link_asked = Signal()
    link_change_asked = Signal(object)
    link_remove_asked = Signal(object)
    """A `LinkView` with an id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Related"))
        self._all_people = False
        self._all_changes = False
        self._opened: Opened | None = None
        self.worth, self.company, self.orders = Section(tr("Worth")), Section(tr("Company")), Section(tr("Orders"))
        self.links = Section(tr("Links"))
        self.known, self.merges, self.history = Section(tr("Known from")), Section(tr("Merged")), Section(tr("Changes"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        for section in (self.worth, self.company, self.links, self.orders, self.known, self.merges, self.history):
            layout.addWidget(section)
        layout.addStretch(1)

    def show_contact(self, opened: Opened) -> None:
        """Show what belongs to a contact."""
        if self._opened is None or self._opened.profile.id != opened.profile.id:
            self._all_people = self._all_changes = False
        self._opened = opened
        profile = opened.profile
        self._show_worth(profile, opened.orders, opened.rhythm)
        self._show_links(profile, opened.company)
        self._show_orders(profile, opened.orders)
        self._show_known(profile)
        self._show_merges(profile)
        self._show_history(opened.history)

    def _show_worth(self, profile: ProfileView, orders: list[TimelineEntry], rhythm: int | None) -> None:
        measures = profile.measures
        currency = str(measures.get("currency") or "")
        number = int(measures.get("orders") or 0)
        body = self.worth.begin(bool(number or measures.get("last_at")))
        if number:
            value = Label(words.money(int(measures.get("value") or 0), currency), Type.TITLE, Type.BOLD, tabular=True)
            body.addWidget(value)
            average = words.money(int(measures.get("average") or 0), currency)
            said = trn("{count} order", "{count} orders", number)
            if number > 1:
                said = tr("{orders}, {average} on average", orders=said, average=average)
            body.addWidget(Label(said, Type.SMALL, tone="muted", wrap=True))
        self.worth.title.setText(tr("Worth") if number else tr("In touch"))
        if orders:
            body.addWidget(_since(tr("Last order"), orders[0].at))
            if rhythm:
                every = trn("Usually every day", "Usually every {count} days", rhythm)
                body.addWidget(Label(every, Type.SMALL, tone="muted", wrap=True))
        elif measures.get("last_at"):
            body.addWidget(_since(tr("Last"), str(measures["last_at"])))
        if measures.get("first_at"):
            first = Label(
                tr("First seen in {month}", month=month_of(str(measures["first_at"]))),
                Type.SMALL,
                tone="muted",
                wrap=True,
            )
            first.set_hint(words.exact(str(measures["first_at"])))
            body.addWidget(first)

    def _show_links(self, profile: ProfileView, company: ListRow | None) -> None:
        people = profile.kind == "company"
        works = [link for link in profile.links if link.relation == EMPLOYER]
        body = self.company.begin(bool(works))
        self.company.title.setText(tr("People") if people else tr("Company") if len(works) == 1 else tr("Companies"))
        self.company.say(grouped(len(works)) if people and len(works) > 1 else "")
        shown = works if self._all_people else works[:_PEOPLE]
        for link in shown:
            figures = _figures(company) if company is not None and company.id == link.contact else ""
            body.addLayout(self._link(link, figures))
        if len(works) > len(shown):
            self.company.more(tr("All {count}", count=grouped(len(works))), tr("All people"), self._more_people)
        others = [link for link in profile.links if link.relation != EMPLOYER]
        body = self.links.begin(not profile.removed or bool(others))
        for link in others:
            body.addLayout(self._link(link, "", link.words))
        if not profile.removed:
            self.links.more(tr("Add a link"), tr("Add a link"), self.link_asked.emit)

    def _link(self, link: LinkView, figures: str, what: str = "") -> QHBoxLayout:
        mark = Avatar(Size.AVATAR)
        mark.set_contact(link.contact, link.name)
        name = LinkLabel(link.name or tr("No name"), partial(self.contact_asked.emit, link.contact))
        lines: list[QWidget] = [name]
        for said in (link_words(link, what), figures):
            if said:
                under = Label(short(said), Type.SMALL, tone="muted", wrap=True)
                under.setContentsMargins(Space.XS, 0, 0, 0)
                lines.append(under)
        line = row(mark, column(*lines, spacing=0), spacing=Space.XS)
        line.setStretch(1, 1)
        if link.id is not None:
            more = Button(kind="quiet", icon="ellipsis", name=tr("Change the link with {name}", name=link.name))
            more.clicked.connect(partial(self._offer, link, more))
            line.addWidget(more)
        return line

    def _offer(self, link: LinkView, button: QWidget, _on: bool = False) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Role and dates…"), partial(self.link_change_asked.emit, link))
        menu.addAction(tr("Remove this link"), partial(self.link_remove_asked.emit, link))
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _more_people(self) -> None:
        self._all_people = True
        if self._opened is not None:
            self._show_links(self._opened.profile, self._opened.company)

    def _show_orders(self, profile: ProfileView, orders: list[TimelineEntry]) -> None:
        body = self.orders.begin(bool(orders))
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS + 2)
        grid.setColumnStretch(0, 1)
        body.addLayout(grid)
        for n, order in enumerate(orders):
            void = order.status.casefold() in NOT_SOLD
            name = Label(headline(order).removeprefix(tr("Order") + " "), elide=True)
            said = order.status.casefold() if void else _short_day(order.at)  # of a refund that matters more
            when = Label(said, Type.SMALL, tone="muted", tabular=True)
            when.set_hint(words.exact(order.at))
            text = words.money(order.amount, order.currency) if order.amount is not None else ""
            amount = Label(text, tone="muted" if void else "", tabular=True)
            amount.setAlignment(Qt.AlignmentFlag.AlignRight)
            amount.set_hint(order.status[:1].upper() + order.status[1:] if void else "")
            for place, label in enumerate((name, when, amount)):
                grid.addWidget(label, n, place)
        number_of = int(profile.measures.get("orders") or 0)
        if number_of > len(orders):
            self.orders.more(tr("All {count}", count=grouped(number_of)), tr("All orders"), self.orders_asked.emit)

    def _show_known(self, profile: ProfileView) -> None:
        live = [record for record in profile.records if record.live]
        own = any(v.source == "You" for values in profile.values.values() for v in values)
        body = self.known.begin(bool(live or own))
        sources: dict[str, list[RecordView]] = {}
        for record in live:
            sources.setdefault(record.source, []).append(record)
        for source, records in sources.items():
            place = (
                tr("row {row}", row=grouped(records[0].row))
                if len(records) == 1
                else tr("{count} rows", count=grouped(len(records)))
            )
            body.addLayout(_known_line(source, "file-text", place, "\n".join(where_of(r) for r in records)))
        if own:
            body.addLayout(_known_line(tr("You"), "user", tr("by hand"), ""))
        if live:
            self.known.more(tr("See the records"), tr("All records"), self.records_asked.emit)

    def _show_merges(self, profile: ProfileView) -> None:
        standing, parted = told_merges(profile)
        body = self.merges.begin(bool(standing or parted))
        self.merges.title.setText(tr("Merged") if standing else tr("Not the same"))
        for merge in standing:
            name = Label(merge.loser_name or tr("No name"), elide=True)
            name.set_hint(
                tr(
                    "{name} was merged into {survivor}",
                    name=merge.loser_name,
                    survivor=merge.survivor_name,
                )
            )
            act = Button(tr("Take back"), "link", name=tr("Take back: {name}", name=merge.loser_name))
            act.clicked.connect(partial(self.take_back_asked.emit, merge))
            body.addLayout(_person_line(merge.loser, merge.loser_name, name, _when(merge.at), act))
        for contact, called, at in parted:
            link = LinkLabel(called or tr("No name"), partial(self.contact_asked.emit, contact))
            body.addLayout(_person_line(contact, called, link, _when(at, tr("Taken back"))))

    def _show_history(self, history: list[HistoryEntry]) -> None:
        body = self.history.begin(bool(history))
        shown = history if self._all_changes else history[:_CHANGES]
        for entry in shown:
            body.addLayout(self._change(entry))
        if len(history) > len(shown):
            self.history.more(tr("All {count}", count=grouped(len(history))), tr("All changes"), self._more_changes)

    def _more_changes(self) -> None:
        self._all_changes = True
        if self._opened is not None:
            self._show_history(self._opened.history)

    def _change(self, entry: HistoryEntry) -> QVBoxLayout:
        what, hint = change_words(entry, self._opened.profile.name if self._opened else "")
        summary = Label(short(what), tone="muted" if entry.undone_at else "", wrap=True)
        summary.set_hint(hint)
        ago = words.long_ago(entry.at)
        when = Label(tr("{when} · undone", when=ago) if entry.undone_at else ago, Type.SMALL, tone="muted", wrap=True)
        when.set_hint(words.exact(entry.at))
        line = row(when)
        line.setStretch(0, 1)
        if entry.undone_at:
            act = Button(
                tr("Redo"), "link", name=tr("Redo: {what}", what=what), click=partial(self.redo_asked.emit, entry.id)
            )
            line.addWidget(act)
        elif entry.kind == "import":  # undoing it here would change many others
            line.addWidget(
                Button(tr("History"), "link", name=tr("History: {what}", what=what), click=self.history_asked.emit)
            )
        elif entry.undoable:
            act = Button(
                tr("Undo"), "link", name=tr("Undo: {what}", what=what), click=partial(self.undo_asked.emit, entry.id)
            )
            line.addWidget(act)
        return column(summary, line, spacing=0)


def told_merges(profile: ProfileView) -> tuple[list[MergeView], list[tuple[int, str, str]]]:
    """Return the merges that stand, and who was taken back out: contact, name and since when; each once."""
    standing = [merge for merge in profile.merges if merge.ended_at is None]
    parted: dict[int, tuple[int, str, str]] = {}
    for merge in profile.merges:
        other, name = (merge.loser, merge.loser_name)
        if merge.loser in profile.ids:
            other, name = (merge.survivor, merge.survivor_name)
        if merge.ended_at is not None and other not in profile.ids:
            parted.setdefault(other, (other, name, merge.ended_at))
    return standing, list(parted.values())


def link_words(link: LinkView, what: str = "") -> str:
    """Return what is said of a link: "Referred by", "Adviser, since May 2025", "until Jan 2026"."""
    since = tr("since {day}", day=words.plain_day(link.since)) if link.since else ""
    until = tr("until {day}", day=words.plain_day(link.until)) if link.until else ""
    return ", ".join(part for part in (what, link.role, since, until) if part)


def _person_line(contact: int, called: str, name: QWidget, when: Label, act: QWidget | None = None) -> QHBoxLayout:
    mark = Avatar(Size.AVATAR)
    mark.set_contact(contact, called)
    below = row(when, None, *([act] if act is not None else []))
    line = row(mark, column(name, below, spacing=0), spacing=Space.S)
    line.setStretch(1, 1)
    line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    return line


def _when(at: str, what: str = "") -> Label:
    ago = words.long_ago(at)
    label = Label(tr("{what} {when}", what=what, when=ago) if what else ago, Type.SMALL, tone="muted")
    label.set_hint(words.exact(at))
    return label


def _since(what: str, iso: str) -> Label:
    label = Label(tr("{what} {when}", what=what, when=words.long_ago(iso)), Type.SMALL, tone="muted", wrap=True)
    label.set_hint(words.exact(iso))
    return label


def _known_line(source: str, icon: str, place: str, hint: str) -> QHBoxLayout:
    name = Label(source, elide=True)
    name.set_hint(hint)
    line = row(Icon(icon), name, Label(place, Type.SMALL, tone="muted", tabular=True))
    line.setStretch(1, 1)
    return line


def _short_day(iso: str) -> str:
    """Return "30 Aug" of this year, "Aug 2025" of others."""
    at = words.moment(iso)
    this_year = at.year == date.today().year
    return regional.day(at, year=False) if this_year else regional.month_year(at, short=True)


def _figures(company: ListRow) -> str:
    """Return "3 people, €4,120.00"."""
    parts = [trn("{count} person", "{count} people", company.people)] if company.people else []
    if company.currency and company.value:
        parts.append(words.money(company.value, company.currency))
    return ", ".join(parts)


def where_of(record: RecordView) -> str:
    """Return where a record stands: "webshop_customers.csv row 57"."""
    return tr("{file} row {row}", file=record.file, row=grouped(record.row)) if record.file else ""


def change_words(entry: HistoryEntry, name: str) -> tuple[str, str]:
    """Return an operation on the contact `name` in a few words, and all of it: "Phone: 030 1 → 030 2"."""
    blank = tr("(blank)")
    lines = [f"{label}: {before or blank} → {after or blank}" for label, before, after in entry.changes]
    hint = "\n".join([entry.summary, *([entry.detail] if entry.detail else []), *lines])
    if entry.kind == "edit" and entry.changes:
        names = list(dict.fromkeys(label for label, _, _ in entry.changes))
        fields = ", ".join(inside(name) for name in names[:2]) + "…" * (len(names) > 2)
        return tr("Changed {fields}", fields=fields), hint
    return entry.summary.removesuffix(f" with {name}"), hint
