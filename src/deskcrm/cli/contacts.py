"""The commands about people and companies: list, find, show, records, timeline, add, edit."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from deskcrm.cli import documents
from deskcrm.cli.terminal import Terminal, plain
from deskcrm.languages import number, tr

if TYPE_CHECKING:
    from deskcrm.domain.views import ListRow, ProfileView, TimelineEntry
    from deskcrm.services.workspace import Workspace

_SHOWN_ON_A_TERMINAL = 50
_TIMELINE_SHOWN = 20
_DIGITS = 18
"""Longer numbers don't fit into SQLite's integers."""


# Lists ----------------------------------------------------------------------------------------------------------------


def list_arguments(parser: argparse.ArgumentParser) -> None:
    """Which list, in which order, which part of it."""
    from deskcrm.domain.views import SORTABLE

    parser.add_argument("--kind", choices=("person", "company"), help=tr("people only, or companies only"))
    parser.add_argument("--sort", metavar="FIELD", choices=SORTABLE, default="name", help=", ".join(SORTABLE))
    parser.add_argument("--descending", action="store_true", help=tr("from the end"))
    hidden = parser.add_mutually_exclusive_group()
    hidden.add_argument("--removed", action="store_true", help=tr("those who were removed instead"))
    hidden.add_argument("--archived", action="store_true", help=tr("those who are archived instead"))
    _page_arguments(parser)


def _page_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=whole, metavar="N", help=tr("at most so many"))
    parser.add_argument("--offset", type=whole, metavar="N", default=0, help=tr("leave out the first so many"))


def whole(text: str) -> int:
    """A whole number of the command line, such as an id. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(tr("“{text}” is no number", text=text))
    if len(text) > _DIGITS:
        raise argparse.ArgumentTypeError(tr("“{text}” is too large a number", text=text))
    return int(text)


def list_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """People and companies as lines."""
    import sys

    from deskcrm.domain.views import ListQuery
    from deskcrm.services import reads, stages

    limit = arguments.limit
    if limit is None and not terminal.as_json and sys.stdout.isatty():
        limit = _SHOWN_ON_A_TERMINAL
    with terminal.reading() as ws:
        query = ListQuery(
            arguments.kind, "", arguments.sort, arguments.descending,
            removed=arguments.removed, archived=arguments.archived,
        )  # fmt: skip
        ids = reads.list_ids(ws, query)
        labels = stages.labels(ws)
        page = ids[arguments.offset :] if limit is None else ids[arguments.offset : arguments.offset + limit]
        rows = reads.rows(ws, page)
    left = len(ids) - arguments.offset - len(page)
    _print_rows(
        terminal,
        rows,
        labels,
        tr("… and {number} more; --limit and --offset show them.", number=number(left)) if left > 0 else "",
    )


def find_arguments(parser: argparse.ArgumentParser) -> None:
    """What to search for."""
    parser.add_argument("text", metavar="TEXT", nargs="+", help=tr("a name, email, phone, town, tag ..."))
    parser.add_argument("--limit", type=whole, metavar="N", default=50, help=tr("at most so many (50)"))


def find_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """The people and companies meant by a text, best first."""
    from deskcrm.services import reads, stages

    with terminal.reading() as ws:
        hits = reads.search(ws, " ".join(arguments.text), arguments.limit, near=True)
        rows = reads.rows(ws, [hit.id for hit in hits])
        labels = stages.labels(ws)
    _print_rows(terminal, rows, labels, "")


def _print_rows(terminal: Terminal, rows: Sequence[ListRow], labels: Mapping[str, str], last: str) -> None:
    def lines() -> Iterator[str]:
        if not rows:
            yield tr("Nobody.")
            return
        cells = [
            (r.id, r.name or "–", r.organization, r.email, r.phone, r.city, labels.get(r.stage, r.stage)) for r in rows
        ]
        yield from terminal.table(
            (tr("ID"), tr("NAME"), tr("COMPANY"), tr("EMAIL"), tr("PHONE"), tr("TOWN"), tr("STAGE")), cells, right=(0,)
        )
        if last:
            yield terminal.styled(last, "quiet")

    terminal.answer([documents.list_row(row) for row in rows], lines)


def records_arguments(parser: argparse.ArgumentParser) -> None:
    """Of which source."""
    parser.add_argument("--source", metavar="NAME", help=tr("of this source only"))


def records_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Every current record and whose profile it is in."""
    from deskcrm.services import reads

    with terminal.reading() as ws:
        records = reads.records(ws, arguments.source)
    keys = ("id", "contact", "profile", "source", "external_key", "batch", "row")
    found = [{key: getattr(record, key) for key in keys} for record in records]

    def lines() -> Iterator[str]:
        headers = (tr("RECORD"), tr("CONTACT"), tr("PROFILE"), tr("SOURCE"), tr("KEY"), tr("BATCH"), tr("ROW"))
        yield from terminal.table(headers, [tuple(one.values()) for one in found], right=(0, 1, 2, 5, 6))

    terminal.answer(found, lines)


# One contact ----------------------------------------------------------------------------------------------------------


def show_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom."""
    parser.add_argument("contact", metavar="CONTACT", type=whole, help=tr("the id of a contact"))


def show_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Everything known of one contact."""
    with terminal.reading() as ws:
        _print_contact(terminal, ws, arguments.contact)


def _print_contact(terminal: Terminal, ws: Workspace, contact: int, **more: Any) -> None:
    from deskcrm.domain.measures import as_plain
    from deskcrm.services import measures, reads, stages

    profile, labels = reads.profile(ws, contact), stages.labels(ws)
    profile.measures.update(as_plain(measures.of(ws, contact), ws.today()))
    timeline = reads.timeline(ws, contact)
    terminal.answer(
        {**documents.profile(profile, timeline), **more}, lambda: _profile_lines(terminal, profile, timeline, labels)
    )


def _profile_lines(
    terminal: Terminal, profile: ProfileView, timeline: Sequence[TimelineEntry], labels: Mapping[str, str]
) -> Iterator[str]:  # fmt: skip
    facts = [tr("contact {number}", number=profile.id), tr("company") if profile.kind == "company" else tr("person")]
    facts += [labels.get(profile.stage, profile.stage)] if profile.stage else []
    facts += [tr("removed")] if profile.removed else [tr("archived")] if profile.archived else []
    name = plain(profile.name) or tr("No name")
    yield f"{terminal.styled(name, 'strong')}  {' · '.join(facts)}"
    fields = list(documents.field_lines(profile))
    width = max((len(label) for label, _, _ in fields), default=0)
    for label, value, source in fields:
        told = terminal.styled(f"  ({plain(source)})", "quiet") if source else ""
        yield f"  {terminal.styled(f'{label:<{width}}', 'quiet')}  {plain(value)}{told}"
    for task in profile.tasks:
        title = plain(task.title)
        what = tr("{task} (due {day})", task=title, day=task.due) if task.due else title
        to_do = terminal.styled(tr("To do"), "warn")
        yield f"  {to_do}  {what}"
    if timeline:
        yield ""
        yield from timeline_lines(terminal, timeline[:_TIMELINE_SHOWN])
        if len(timeline) > _TIMELINE_SHOWN:
            left = number(len(timeline) - _TIMELINE_SHOWN)
            more = tr("… and {number} more: deskcrm timeline {contact}", number=left, contact=profile.id)
            yield terminal.styled(more, "quiet")
    yield from _joined_lines(terminal, profile)


def _joined_lines(terminal: Terminal, profile: ProfileView) -> Iterator[str]:
    """What a profile is made of, with the ids by which `detach`, `move` and `takeback` part it again."""
    from deskcrm.domain.recognition import KEY_VERSION

    derived = f"{KEY_VERSION} "  # made by us of what a row says, which stands above
    records = [
        (r.id, r.contact, r.source, "" if r.external_key.startswith(derived) else r.external_key, r.file, r.row)
        for r in profile.records
        if r.live
    ]
    if records:
        yield ""
        headers = (tr("RECORD"), tr("CONTACT"), tr("SOURCE"), tr("KEY"), tr("FILE"), tr("ROW"))
        yield from terminal.table(headers, records, right=(0, 1, 5))
    merges = [
        (m.id, _numbered(m.loser_name, m.loser), _numbered(m.survivor_name, m.survivor), m.at[:10])
        for m in profile.merges
        if not m.ended_at
    ]
    if merges:
        yield ""
        yield from terminal.table((tr("MERGE"), tr("WHO"), tr("INTO"), tr("WHEN")), merges, right=(0,))


def _numbered(name: str, contact: int) -> str:
    return tr("{name} (contact {number})", name=name, number=contact)


def timeline_arguments(parser: argparse.ArgumentParser) -> None:
    """Of whom, and which part."""
    show_arguments(parser)
    _page_arguments(parser)


def timeline_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """What happened with a contact, newest first."""
    from deskcrm.services import reads

    with terminal.reading() as ws:
        entries = reads.timeline(ws, arguments.contact, arguments.limit, arguments.offset)
    terminal.answer(
        [documents.activity(entry) for entry in entries],
        lambda: timeline_lines(terminal, entries) if entries else [tr("Nothing yet.")],
    )


def timeline_lines(terminal: Terminal, entries: Sequence[TimelineEntry]) -> Iterator[str]:
    """A timeline as aligned lines."""
    rows = [
        (
            entry.at[:16].replace("T", " "),
            entry.kind,
            entry.title if not entry.text or entry.text == entry.title else f"{entry.title}: {entry.text}",
            documents.money(entry.amount, entry.currency),
            entry.source,
        )
        for entry in entries
    ]
    yield from terminal.table((tr("WHEN"), tr("KIND"), tr("WHAT"), tr("AMOUNT"), tr("SOURCE")), rows, right=(3,))


# By hand --------------------------------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What is known of the new contact."""
    parser.add_argument(
        "fields", metavar="FIELD=VALUE", nargs="+", help="name=, emails.work=, addresses.home.city= ..."
    )
    parser.add_argument("--kind", choices=("person", "company"), default="person", help=tr("a person (or: company)"))


def add_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Adds a person or a company."""
    from deskcrm.cli.assignments import new_contact, parse
    from deskcrm.services import contacts

    kind, fields = new_contact(parse(arguments.fields), arguments.kind)
    with terminal.writing() as ws:
        outcome = contacts.add(ws, kind, fields)
        _print_contact(terminal, ws, outcome.value, operation=outcome.changes.operation)


def edit_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, and what is to be said of them."""
    show_arguments(parser)
    parser.add_argument(
        "fields",
        metavar="FIELD=VALUE",
        nargs="+",
        help=tr("FIELD= clears; emails+=x adds, emails-=x removes, both replace"),
    )


def edit_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Changes what is known of a contact."""
    from deskcrm.cli.assignments import parse, patches
    from deskcrm.services import contacts, reads

    assignments = parse(arguments.fields)
    with terminal.writing() as ws:
        outcome = contacts.edit(ws, arguments.contact, patches(assignments, reads.profile(ws, arguments.contact)))
        _print_contact(terminal, ws, outcome.value, operation=outcome.changes.operation)
