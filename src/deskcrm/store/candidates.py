"""What the matcher reads: profiles in the form it compares, who was said to differ, and who is near somebody new."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import orjson

from deskcrm.domain.cleaning.names import join_name
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.facts import Data, Facts
from deskcrm.domain.matching.script import latin
from deskcrm.domain.matching.subjects import Subject, is_role, subject
from deskcrm.domain.points import strong_key
from deskcrm.domain.unify import NAME, Unified, name_parts, unify
from deskcrm.store.bulk import chunks
from deskcrm.store.loading import IN, Loader, ids, live
from deskcrm.store.search import beginning, pieces

_LISTS = ("emails", "phones", "addresses", "urls")
_FEW = 500
"""Of so many roots each is looked up; of more the tables are read whole."""

Line = tuple[int, str, str, str, str, str, str]


def subjects(
    connection: sqlite3.Connection, kind: str | None = None, roots: Collection[int] | None = None
) -> list[Subject]:
    """The profiles of one kind or of both, by their ids; hidden ones only where `roots` names them.

    Whatever live versions say counts, what they formerly said too. Whoever was edited, joined or given a record of
    somebody else's is unified; all others, most people of most workspaces, are read straight from their versions.
    """  # fmt: skip
    where, given = ("removed = 0", []) if roots is None else (f"root {IN}", [ids(roots)])
    if kind is not None:
        kind_of = "kind" if roots is None else "+kind"  # the sign keeps the index of lists away from a few ids
        where, given = f"{where} AND {kind_of} = ?", [*given, kind]
    lines: dict[int, Line] = {
        line[0]: line
        for line in connection.execute(
            f"SELECT root, kind, name, given, family, organization, birthday FROM profile WHERE {where} ORDER BY root",
            given,
        )
    }
    loader = Loader(connection)
    woven = _woven(connection, loader) & lines.keys()
    found = {root: _from_facts(lines[root], facts) for root, facts in _facts(loader, woven)}
    plain = lines.keys() - woven
    said: dict[int, list[Data]] = {}
    for root, data in _said(loader, plain if len(lines) <= _FEW else None):
        if root in plain:
            said.setdefault(root, []).append(data)
    for root in plain:
        found[root] = _from_versions(lines[root], said.pop(root, ()))
    return [found[root] for root in lines]


def _woven(connection: sqlite3.Connection, loader: Loader) -> set[int]:
    """The roots about whom more is to be known than what their own records say."""
    found = {c for (c,) in connection.execute("SELECT contact FROM edit UNION SELECT root FROM member")}
    if loader.placed:
        found |= set(loader.placed.values())
        found |= {c for (c,) in connection.execute(f"SELECT contact FROM record WHERE id {IN}", (ids(loader.placed),))}
    return loader.roots(found)


def _facts(loader: Loader, roots: Iterable[int]) -> Iterator[tuple[int, Facts]]:
    for part in chunks(sorted(roots)):
        yield from loader.facts(part).items()


def _said(loader: Loader, contacts: Collection[int] | None) -> Iterator[tuple[int, Data]]:
    """What the live versions of these contacts, or of all, say."""
    where, given = ("", []) if contacts is None else (f"AND record.contact {IN}", [ids(contacts)])
    standing = ids(loader.standing)
    rows = loader.connection.execute(
        "SELECT record.contact, version.data FROM record JOIN version ON version.record = record.id WHERE EXISTS "
        f"(SELECT 1 FROM row WHERE row.record = record.id AND row.version = version.id AND row.batch {IN}) {where}",
        [standing, *given],
    )
    loads = orjson.loads
    for contact, data in rows:
        yield contact, loads(data)


def _from_versions(line: Line, said: Sequence[Data]) -> Subject:
    root, kind, shown, given, family, organization, birthday = line
    name = {"given": given, "family": family}
    lists: dict[str, list[Any]] = {key: [] for key in _LISTS}
    for data in said:
        for slot, value in data.items():
            field = slot.partition("|")[0].partition(".")[0]
            if field in lists:
                lists[field] += value
            elif field in ("additional", "suffix", NAME):
                parts = name_parts(data)
                name.update({part: parts[part] for part in ("additional", "suffix") if part in parts})
    return subject(root, kind, name, organization, birthday, lists, shown)


def _from_facts(line: Line, facts: Facts) -> Subject:
    root, kind, shown, *_ = line
    return from_unified(root, kind, shown, unify(facts))


def from_unified(root: int, kind: str, shown: str, unified: Unified) -> Subject:
    """The subject of a unified profile."""
    lists = {key: [claim.value for claim in unified.lists.get(key, ())] for key in _LISTS}
    organization = unified.text("organization") or (shown if kind == "company" else "")
    return subject(root, kind, unified.name, organization, unified.text("birthday"), lists, shown)


def listed(connection: sqlite3.Connection, kind: str, roots: Collection[int]) -> list[Subject]:
    """The profiles of one kind among these roots, without hidden ones."""
    rows = connection.execute(f"SELECT root FROM profile WHERE root {IN} AND removed = 0", (ids(roots),))
    return subjects(connection, kind, [root for (root,) in rows])


def unified_subjects(connection: sqlite3.Connection, contacts: Iterable[int]) -> Iterator[tuple[Subject, Unified]]:
    """The listed profiles of these contacts that aren't hidden, each with its unified values."""
    loader = Loader(connection)
    roots = loader.roots(contacts)
    rows = connection.execute(
        f"SELECT root, kind, name FROM profile WHERE root {IN} AND removed = 0 ORDER BY root", (ids(roots),)
    )
    lines = {root: (kind, shown) for root, kind, shown in rows}
    for root, facts in _facts(loader, lines):
        unified = unify(facts)
        kind, shown = lines[root]
        yield from_unified(root, kind, shown, unified), unified


def members(connection: sqlite3.Connection, contacts: Iterable[int]) -> list[Subject]:
    """Contacts by what each says itself, whoever it is joined with; those that say nothing are missing."""
    found = []
    for contact, member in Loader(connection).members(contacts).items():
        unified = unify(Facts(contact, [member]))
        if unified.singles or unified.lists:
            shown = join_name(unified.name) or unified.text("organization")
            found.append(from_unified(contact, member.kind, shown, unified))
    return found


def extent(connection: sqlite3.Connection) -> int:
    """About how many contacts there are, without counting them."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM contact").fetchone()
    return int(last)


# Not the same ---------------------------------------------------------------------------------------------------------


def said_to_differ(connection: sqlite3.Connection) -> set[tuple[int, int]]:
    """The pairs of roots, the smaller first, of which any two members were said not to be the same (rule 4)."""
    root_of = dict(connection.execute("SELECT contact, root FROM member"))
    rows = connection.execute(f"SELECT a, b FROM not_same WHERE {live('not_same')}")
    pairs = ((root_of.get(a, a), root_of.get(b, b)) for a, b in rows)
    return {(a, b) if a < b else (b, a) for a, b in pairs}


# Near somebody new ----------------------------------------------------------------------------------------------------

_MOST = 40  # of those whom one question finds
_BEGINNING = 3


def near(connection: sqlite3.Connection, newcomer: Subject, unified: Unified) -> list[int]:
    """The listed roots that could be somebody who isn't in the workspace: by identifiers, and by words of the name."""
    found: dict[int, None] = {}
    for root in _by_points(connection, unified):
        found[root] = None
    for question in _questions(newcomer, unified):
        rows = connection.execute("SELECT rowid FROM finder WHERE finder MATCH ? LIMIT ?", (question, _MOST))
        found.update((root, None) for (root,) in rows)
    return list(found)


def _by_points(connection: sqlite3.Connection, unified: Unified) -> Iterator[int]:
    claims = [claim for key in ("emails", "phones") for claim in unified.lists.get(key, ())]
    keys = {key for claim in claims if (key := strong_key(claim.field, claim.value))}
    for key in sorted(keys):
        rows = connection.execute(
            "SELECT coalesce(m.root, p.contact) FROM point p LEFT JOIN member m ON m.contact = p.contact "
            "WHERE p.key = ? LIMIT ?",
            (key, _MOST),
        )
        yield from (root for (root,) in rows)


def _questions(newcomer: Subject, unified: Unified) -> Iterator[str]:
    """Expressions of the search index, each for one way in which the same person may be written."""
    if newcomer.kind == "company":
        words = fold(newcomer.shown_company).split()
        yield from filter(None, (_all(words), _all(words[:1]) and _begins(words[0], 5)))
        return
    given = _spellings(unified.name.get("given", ""))
    family = _spellings(unified.name.get("family", ""))
    places = [word for a in newcomer.addresses for word in (fold(a.city), a.postcode) if word]
    where = places + fold(newcomer.shown_company).split()[:1]
    for last in family:
        for first in given:
            yield from (_all([first, last, place]) for place in places[:2])
            yield _all([first, last])
            yield f"{_all([first])} AND {_begins(last, _BEGINNING)}"
            yield f"{_all([last])} AND {_begins(first, 1)}"
            yield f"{_begins(first, _BEGINNING)} AND {_begins(last, _BEGINNING)}"
        yield from (_all([last, place]) for place in where)
        yield _all([last])
    yield from (_all([first, place]) for first in given for place in where)
    for claim in unified.lists.get("emails", ()):
        if not is_role(claim.value):
            yield _all([fold(claim.value.partition("@")[0])])


_DIGRAPHS = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"))


def _spellings(name: str) -> list[str]:
    """How a name may stand in the index: folded, in Latin letters, with two letters for one."""
    long = name.lower()
    for letter, two in _DIGRAPHS:
        long = long.replace(letter, two)
    return [one for one in dict.fromkeys((fold(name), latin(name), fold(long))) if one]


def _all(words: Iterable[str]) -> str:
    """An expression for all of these words; quoted, so that nothing in them has a meaning to the index."""
    return " AND ".join(f'"{token}"' for word in words for part in word.split() for token in pieces(part))


def _begins(word: str, letters: int) -> str:
    return beginning(word.split()[0][:letters])
