"""Profiles and all else that is computed from facts: brought up to date for the contacts touched, or rebuilt whole.

`refresh` is the one incremental path; `rebuild` drops everything and computes it from facts alone. `check` compares.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from operator import itemgetter
from typing import Any, NamedTuple

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.facts import Facts, RecordFacts
from deskcrm.domain.hiding import Hidden, hidden
from deskcrm.domain.lifecycle import ORDER, standing
from deskcrm.domain.points import strong_key
from deskcrm.domain.summary import Summary, is_plain, search_text, summarise
from deskcrm.domain.unify import record_claims, strong_points, version_consents
from deskcrm.store import links, matches, measures, plain, shown, stages
from deskcrm.store.bulk import chunks, no_cycle_search
from deskcrm.store.events import refresh_events
from deskcrm.store.idset import IdSet
from deskcrm.store.loading import IN, Loader, ids, live
from deskcrm.store.plain import Line
from deskcrm.store.sales import NO_SALES, Sales, add_sales, sales_of

COLUMNS = (
    "root, kind, name, sort_name, given, family, organization, title, email, phone, city, country, birthday, stage, "
    "stage_since, tags, company, orders, value, currency, activities, first_at, last_at, created_at, removed, search"
)
INSERT_PROFILE = f"INSERT INTO profile ({COLUMNS}) VALUES ({', '.join('?' * 26)})"
_NAMES = [name.strip() for name in COLUMNS.split(",")]
KIND, ORGANIZATION, COMPANY = (_NAMES.index(name) for name in ("kind", "organization", "company"))
"""Where these stand in a profile row."""
_SEARCH = -1
_INDEXED = [_NAMES.index(name) for name in ("kind", "sort_name", "company", "removed")]
_indexed_of = itemgetter(*_INDEXED)
"""Most changes leave the indexed columns as they are; naming them would write the indexes anew (a third of it)."""


# Refresh ------------------------------------------------------------------------------------------------------------


def refresh(
    connection: sqlite3.Connection,
    contacts: Iterable[int],
    operation: int,
    settled: Set[int] = frozenset(),
    tell: Callable[[int], None] | None = None,
) -> set[int]:
    """Brings profiles, points and search up to date for the roots of these contacts, and for their companies.

    Answers the roots touched. `operation` is who gets the identity of a company that is met for the first time.
    `settled`: contacts whose points and consents are up to date already, where facts about them are plain.
    `tell` hears how many roots are done, and may raise to end it.
    """
    return set(refresh_many(connection, IdSet(contacts), operation, settled, tell))


def refresh_many(
    connection: sqlite3.Connection,
    contacts: IdSet,
    operation: int,
    settled: Set[int] = frozenset(),
    tell: Callable[[int], None] | None = None,
) -> IdSet:
    """As `refresh`, in memory that does not grow with the number of contacts."""
    with no_cycle_search():
        roots = _refresh(Loader(connection), contacts, operation, settled, tell)
    for part in chunks(IdSet((*roots, *contacts)) if roots != contacts else roots):
        matches.touched(connection, part)
        measures.touched(connection, part)
    return roots


def _refresh(
    loader: Loader, contacts: IdSet, operation: int, settled: Set[int], tell: Callable[[int], None] | None
) -> IdSet:
    roots = _roots(loader, contacts)
    companies = IdSet()
    done = 0
    for part in chunks(roots):
        companies.update(_refresh_part(loader, part, operation, settled))
        done += len(part)
        if tell is not None:
            tell(done)
    companies = _roots(loader, companies)
    later = companies.without(roots)  # those computed before their people were, again
    again = companies.without(later)
    for part in chunks(later):
        bare = loader.bare(part)
        _refresh_bare_companies(loader, bare)
        again.update(set(part).difference(bare))
    for part in chunks(again):
        _refresh_part(loader, part, operation)
    roots.update(companies)
    return roots


def _roots(loader: Loader, contacts: IdSet) -> IdSet:
    roots = IdSet()
    for part in chunks(contacts):
        roots.update(loader.roots(part))
    return roots


def _refresh_part(loader: Loader, roots: list[int], operation: int, settled: Set[int] = frozenset()) -> set[int]:
    """Computes some roots; answers the companies whose people changed."""
    connection = loader.connection
    columns = shown.watched(connection)
    old = _profiles(connection, roots)
    people = [root for root, row in old.items() if root in settled and row[KIND] == "person"]
    quick = plain.lines(loader, people) if not columns else {}
    facts = loader.facts([root for root in roots if root not in quick])
    root_of = {m.contact: root for root, f in facts.items() for m in f.members}
    old |= _profiles(connection, root_of.keys() - old.keys())  # who was joined lists no more
    new = _rows(loader, facts, quick | _lines(loader, facts), root_of | {root: root for root in quick}, operation)
    claim_names(connection, new.values())
    replace_profiles(connection, old, new)
    loose = {root: f for root, f in facts.items() if root not in settled or not is_plain(f)}
    if loose:
        _replace_points(connection, loose)
        _replace_consents(connection, loose)
    columns = shown.watched(connection)
    if columns:
        shown.replace(connection, facts, columns)
    companies = {row[COMPANY] for table in (old, new) for row in table.values() if row[COMPANY] is not None}
    if loader.any("link"):
        companies |= links.employers_of(connection, [*root_of, *quick])
    return companies


def _lines(loader: Loader, facts: dict[int, Facts]) -> dict[int, Line]:
    """The lines of the roots that are listed, from their facts."""
    lines = {root: summarise(f) for root, f in facts.items()}
    return {
        root: Line(line, hidden(facts[root]), loader.stated_at(line.stage_claim))
        for root, line in lines.items()
        if line is not None
    }


def _rows(
    loader: Loader, facts: dict[int, Facts], lines: dict[int, Line], root_of: dict[int, int], operation: int
) -> dict[int, tuple[Any, ...]]:
    """The rows of `profile` for roots, from their lines and what belongs to them. Companies have facts, or are bare."""
    names = [line.organization for line, _, _ in lines.values() if line.kind == "person" and line.organization]
    company_of = company_ids(loader.connection, names, operation)
    sales = sales_of(loader, root_of)
    people = _people_of(loader, [root for root, f in facts.items() if f.members and f.members[0].kind == "company"])
    order = stages.positions(loader.connection)
    new: dict[int, tuple[Any, ...]] = {}
    for root, line in lines.items():
        if root not in people:
            name = line.summary.organization
            company = company_of.get(organization_key(name)) if name else None
            new[root] = profile_row(
                root, line.summary, sales.get(root, NO_SALES), company, line.hidden, line.stated_at, order
            )
    for root, theirs in people.items():
        new[root] = _company_row(root, lines.get(root), sales.get(root, NO_SALES), theirs, order)
    return new


def _profiles(connection: sqlite3.Connection, roots: Collection[int]) -> dict[int, tuple[Any, ...]]:
    rows = connection.execute(f"SELECT {COLUMNS} FROM profile WHERE root {IN}", (ids(roots),))
    return {row[0]: row for row in rows}


def _refresh_bare_companies(loader: Loader, companies: list[int]) -> None:
    """Computes companies of which nothing is known but their people: a third of the work of `_refresh_part`."""
    people = _people_of(loader, companies)
    order = stages.positions(loader.connection)
    new = {company: _company_row(company, None, NO_SALES, theirs, order) for company, theirs in people.items()}
    claim_names(loader.connection, new.values())
    replace_profiles(loader.connection, _profiles(loader.connection, companies), new)


def profile_row(
    root: int,
    line: Summary,
    sales: Sales,
    company: int | None,
    removed: int,
    stated_at: str,
    order: Mapping[str, int] = ORDER,
) -> tuple[Any, ...]:
    """The row of `profile` for one listed root; `removed`: how it is hidden; `stated_at`: when its stage was stated.

    `order`: the place of each stage; it matters only where there are sales.
    """
    stage = standing(line.stage, stated_at, line.subscribed, sales.sale_days, order)
    return (
        root, line.kind, line.name, fold(line.name), line.given, line.family, line.organization, line.title, line.email,
        line.phone, line.city, line.country, line.birthday, stage.stage, stage.since, line.tags, company, sales.orders,
        sales.value, sales.currency, sales.activities, sales.first_at, sales.last_at, line.created_at, int(removed),
        line.search,
    )  # fmt: skip


def organization_key(name: str) -> str:
    """What makes two organization names one: case and spacing only (Weber GmbH is not Weber AG)."""
    return " ".join(name.casefold().split())


def company_ids(connection: sqlite3.Connection, names: Iterable[str], operation: int) -> dict[str, int]:
    """The root of the company for each organization name, by key; identities are made for names not met before."""
    keys = {organization_key(name) for name in names}
    if not keys:
        return {}
    known = dict(
        connection.execute(
            "SELECT name_key, coalesce(m.root, o.contact) FROM organization o "
            f"LEFT JOIN member m ON m.contact = o.contact WHERE name_key {IN}",
            (ids(keys),),
        )
    )
    missing = sorted(keys - known.keys())
    if missing:
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM contact").fetchone()
        fresh = [(last + n, key) for n, key in enumerate(missing, 1)]
        connection.executemany(
            "INSERT INTO contact (id, kind, operation) VALUES (?, 'company', ?)", [(c, operation) for c, _ in fresh]
        )
        connection.executemany("INSERT INTO organization (contact, name_key) VALUES (?, ?)", fresh)
        known.update((key, contact) for contact, key in fresh)
    return known


def claim_names(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    """A company contact stands for its own name, where no other does already."""
    own = [(organization_key(row[2]), row[0]) for row in rows if row[KIND] == "company"]
    connection.executemany("INSERT OR IGNORE INTO organization (name_key, contact) VALUES (?, ?)", own)


# Companies ----------------------------------------------------------------------------------------------------------


class People(NamedTuple):
    """What the listed people of one company come down to."""

    name: str  # as the first of them writes it
    sales: Sales


_REMOVED = int(Hidden.REMOVED)
"""Who is archived goes on counting: what a company bought is no less for it."""


def _people_of(loader: Loader, companies: Sequence[int]) -> dict[int, People]:
    """For the companies that have listed people: how they write it, and what they bought together."""
    if not companies:
        return {}
    given = ids(companies)
    found: dict[int, People] = {}
    buyers: list[int] = []
    for company, _, name, activities in loader.connection.execute(
        "SELECT company, min(root), organization, max(activities) FROM profile "
        f"WHERE company {IN} AND removed <> {_REMOVED} GROUP BY company",
        (given,),
    ):
        found[company] = People(name, NO_SALES)
        if activities:
            buyers.append(company)
    for company, *figures in loader.connection.execute(
        "SELECT company, orders, value, currency, activities, first_at, last_at FROM profile "
        f"WHERE company {IN} AND activities AND removed <> {_REMOVED} ORDER BY company, root",
        (ids(buyers),),
    ):
        _add_person(found, company, Sales(*figures))
    if loader.any("link"):
        _add_linked(loader.connection, found, companies)
    return found


def _add_person(found: dict[int, People], company: int, sales: Sales) -> None:
    name, known = found.get(company, People("", NO_SALES))
    found[company] = People(name, sales if known is NO_SALES else add_sales(known, sales))


def _add_linked(connection: sqlite3.Connection, found: dict[int, People], companies: Sequence[int]) -> None:
    """Those whom the owner linked with a company whose name they don't bear."""
    pairs = sorted(links.people_at(connection, companies))
    lines = {
        row[0]: row[1:]
        for row in connection.execute(
            "SELECT root, company, orders, value, currency, activities, first_at, last_at FROM profile "
            f"WHERE root {IN} AND removed <> {_REMOVED}",
            (ids(person for _, person in pairs),),
        )
    }
    for company, person in pairs:
        if person in lines and lines[person][0] != company:
            _add_person(found, company, Sales(*lines[person][1:]))


def _company_row(root: int, line: Line | None, own: Sales, people: People, order: Mapping[str, int]) -> tuple[Any, ...]:
    """A company is listed for its own facts or for its people's sake, and its figures are theirs and its own."""
    if line is None:
        name = people.name or "No name"
        line = Line(Summary("company", name=name, organization=people.name, search=search_text([name])), Hidden.NOT, "")
    return profile_row(root, line.summary, add_sales(own, people.sales), None, line.hidden, line.stated_at, order)


# Writing ------------------------------------------------------------------------------------------------------------


def replace_profiles(
    connection: sqlite3.Connection, old: dict[int, tuple[Any, ...]], new: dict[int, tuple[Any, ...]]
) -> None:
    """Puts `new` in the place of `old`, in the table and in the search index; equal rows are left alone."""
    gone = [row for root, row in old.items() if root not in new]
    changed = [(old[root], row) for root, row in new.items() if root in old and old[root] != row]
    fresh = [row for root, row in new.items() if root not in old]
    said = [(was, now) for was, now in changed if was[_SEARCH] != now[_SEARCH]]
    moved = [(was, now) for was, now in changed if _indexed_of(was) != _indexed_of(now)]
    stayed = [(was, now) for was, now in changed if _indexed_of(was) == _indexed_of(now)]
    unsaid = [(row[0], row[_SEARCH]) for row in (*gone, *(was for was, _ in said))]
    connection.executemany("INSERT INTO finder (finder, rowid, search) VALUES ('delete', ?, ?)", unsaid)
    connection.executemany(
        "DELETE FROM profile WHERE root = ?", [(row[0],) for row in (*gone, *(was for was, _ in moved))]
    )
    connection.executemany(INSERT_PROFILE, [now for _, now in moved])
    _update_profiles(connection, stayed)
    connection.executemany(_INSERT_FINDER, [(now[0], now[_SEARCH]) for _, now in said])
    add_profiles(connection, fresh)


def _update_profiles(connection: sqlite3.Connection, pairs: Sequence[tuple[tuple[Any, ...], tuple[Any, ...]]]) -> None:
    """Writes what rows are now over what they were; an index for sorting is written only where its column changes.

    (Such an index cost a second source of 100,000 half a second, though most of its rows changed nothing in it.)
    """
    indexed = _indexed_columns(connection)
    places = [place for place in range(1, len(_NAMES)) if place not in _INDEXED]
    sorting = [place for place in places if _NAMES[place] in indexed]
    always = [place for place in places if place not in sorting]
    alike: dict[tuple[int, ...], list[tuple[Any, ...]]] = defaultdict(list)  # by the columns for sorting that change
    for was, now in pairs:
        alike[tuple(place for place in sorting if was[place] != now[place])].append(now)
    for changed, rows in alike.items():
        written = (*always, *changed)
        columns = ", ".join(f"{_NAMES[place]} = ?" for place in written)
        connection.executemany(f"UPDATE profile SET {columns} WHERE root = ?", map(itemgetter(*written, 0), rows))


def _indexed_columns(connection: sqlite3.Connection) -> set[str]:
    """The columns of `profile` that any index has."""
    rows = connection.execute(
        "SELECT column.name FROM pragma_index_list('profile') one, pragma_index_info(one.name) column"
    )
    return {name for (name,) in rows}


_INSERT_FINDER = "INSERT INTO finder (rowid, search) VALUES (?, ?)"


def add_profiles(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds the profiles of roots that had none."""
    connection.executemany(INSERT_PROFILE, rows)
    connection.executemany(_INSERT_FINDER, [(row[0], row[_SEARCH]) for row in rows])


def _replace_points(connection: sqlite3.Connection, facts: dict[int, Facts]) -> None:
    members = [m for f in facts.values() for m in f.members]
    given = ids(m.contact for m in members)
    old = set(connection.execute(f"SELECT key, contact FROM point WHERE contact {IN}", (given,)))
    new = {(key, m.contact) for m in members for key in strong_points(m)}
    connection.executemany("DELETE FROM point WHERE key = ? AND contact = ?", old - new)
    connection.executemany("INSERT INTO point (key, contact) VALUES (?, ?)", sorted(new - old))


def _replace_consents(connection: sqlite3.Connection, facts: dict[int, Facts]) -> None:
    given = ids(m.contact for f in facts.values() for m in f.members)
    old = set(
        connection.execute(f"SELECT key, contact, record, state, batch FROM consent_now WHERE contact {IN}", (given,))
    )
    new = {row for f in facts.values() for m in f.members for r in m.records for row in consents_of(r, m.contact)}
    connection.executemany(
        "DELETE FROM consent_now WHERE key = ? AND contact = ? AND record = ?", [c[:3] for c in old - new]
    )
    connection.executemany(
        "INSERT INTO consent_now (key, contact, record, state, batch) VALUES (?, ?, ?, ?, ?)", sorted(new - old)
    )


def consents_of(record: RecordFacts, contact: int) -> set[tuple[str, int, int, str, int]]:
    """What a record says of the consent for each of its points: rows of `consent_now`."""
    if not any("consent.email" in a.data or "consent.phone" in a.data for a in record.assertions):
        return set()
    if len(record.assertions) == 1:
        batch, _, _, data = record.assertions[0]
        return {(key, contact, record.id, state, batch) for key, state in version_consents(data)}
    claims = list(record_claims(record, contact))
    states = {claim.field: claim for claim in claims if claim.field.startswith("consent.")}
    found = set()
    for claim in claims:
        said = states.get(f"consent.{claim.field[:-1]}")
        key = strong_key(claim.field, claim.value) if said else None
        if said and key:
            found.add((key, contact, record.id, str(said.value), said.since))
    return found


# Joins ----------------------------------------------------------------------------------------------------------


def rejoin(connection: sqlite3.Connection, contacts: Iterable[int]) -> set[int]:
    """Computes anew who is joined with whom around these contacts, from live edges; answers everybody it touched."""
    touched, border = set(), set(contacts)
    edges: dict[int, int] = {}
    while border:
        touched |= border
        rows = connection.execute(
            f"SELECT survivor, loser FROM merge WHERE (survivor {IN} OR loser {IN}) AND {live('merge')}",
            (ids(border), ids(border)),
        ).fetchall()
        edges.update((loser, survivor) for survivor, loser in rows)
        near = {contact for row in rows for contact in row}
        near |= {r for (r,) in connection.execute(f"SELECT root FROM member WHERE contact {IN}", (ids(border),))}
        near |= {c for (c,) in connection.execute(f"SELECT contact FROM member WHERE root {IN}", (ids(border),))}
        border = near - touched
    connection.execute(f"DELETE FROM member WHERE contact {IN}", (ids(touched),))
    for contact in touched:
        root, met = contact, {contact}
        while root in edges and edges[root] not in met:  # a circle is a fault that `check` names
            root = edges[root]
            met.add(root)
        if root != contact:
            connection.execute("INSERT INTO member (contact, root) VALUES (?, ?)", (contact, root))
    _move_people(connection, touched)
    return touched


def _move_people(connection: sqlite3.Connection, companies: Iterable[int]) -> None:
    """The people of companies that were joined or parted belong to the root that their employer's name stands for."""
    rows = connection.execute(
        f"SELECT root, organization, company FROM profile WHERE company {IN}", (ids(companies),)
    ).fetchall()
    company_of = company_ids(connection, {name for _, name, _ in rows}, 0)
    moved = [
        (company_of[organization_key(name)], person)
        for person, name, company in rows
        if company_of[organization_key(name)] != company
    ]
    connection.executemany("UPDATE profile SET company = ? WHERE root = ?", moved)


# Rebuild and check ----------------------------------------------------------------------------------------------------

DERIVED = ("member", "event", "profile", "point", "consent_now", "shown")


def rebuild(connection: sqlite3.Connection) -> None:
    """Drops all that is derived and computes it from the facts alone; candidate pairs are made when next wanted."""
    matches.clear(connection)
    for table in DERIVED:
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO finder (finder) VALUES ('rebuild')")
    rejoin(
        connection,
        (c for (c,) in connection.execute("SELECT survivor FROM merge UNION SELECT loser FROM merge").fetchall()),
    )
    refresh_events(connection, [a for (a,) in connection.execute("SELECT id FROM activity ORDER BY id").fetchall()])
    contacts = [c for (c,) in connection.execute("SELECT id FROM contact ORDER BY kind DESC, id").fetchall()]
    (operation,) = connection.execute("SELECT coalesce(max(id), 0) FROM operation").fetchone()
    refresh(connection, contacts, operation)
    shown.rebuilt(connection)
    measures.rebuild(connection)
