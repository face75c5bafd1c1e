"""What is special to SQLite's full-text search: words typed into expressions, and the hits in a telling order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.hiding import Hidden
from deskcrm.domain.searching import MOST_WORDS, looks_like_phone, marks, phone_prefix
from deskcrm.domain.views import Hit
from deskcrm.languages import tr
from deskcrm.store.loading import IN, ids
from deskcrm.store.vocabulary import Vocabulary

_CANDIDATES = 400  # rows that are looked at to rank one page of hits
_GLANCED = 400  # rows of a list that are looked through before the index is asked
_WALKED = 2000  # the same for what is common
_COMMON = 0.02  # of the rows that are glanced at
_FEW = 5000
TOKENIZER = "tokenize = 'unicode61 remove_diacritics 0'"
"""How the search indexes cut texts into words."""
BEYOND = "\U0010ffff"
"""Sorts behind every text: the end of the range of what begins with something."""


def words_of(text: str, country: str) -> list[str]:
    """What is looked for: folded words, each the beginning of one, or the digits with which a phone begins."""
    return [phone_prefix(text, country)] if looks_like_phone(text) else fold(text).split()[:MOST_WORDS]


def expression(text: str, country: str) -> str | None:
    """The FTS5 expression for words typed, all of them wanted; None when there is nothing to look for.

    Everything is quoted, so that no typed character has a meaning to the index.
    """
    return " AND ".join(map(beginning, words_of(text, country))) or None


def beginning(word: str) -> str:
    """The FTS5 expression for what begins with a folded word, or has it whole where the index cuts it to pieces."""
    return " AND ".join(f'"{token}"*' for token in pieces(word))


def pieces(word: str) -> list[str]:
    """A folded word as the index cuts it: at the vowel signs of Thai and Hindi, at letters younger than its Unicode.

    Only the tokenizer itself knows, and a quoted word of two tokens would be a phrase, of which the index knows none.
    """
    if word.isascii():
        return [word]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE cut USING fts5(word, {TOKENIZER})")
        connection.execute("CREATE VIRTUAL TABLE pieces USING fts5vocab(cut, instance)")
        connection.execute("INSERT INTO cut (word) VALUES (?)", (word,))
        found = [token for (token,) in connection.execute("SELECT term FROM pieces ORDER BY offset")]
    return found or [_NOWHERE]


_NOWHERE = "\U0010ffff"


def few(connection: sqlite3.Connection, words: str) -> list[int] | None:
    """All that an expression finds, where that is few enough for looking each of them up; else None."""
    found = connection.execute("SELECT rowid FROM finder WHERE finder MATCH ? LIMIT ?", (words, _FEW)).fetchall()
    return [root for (root,) in found] if len(found) < _FEW else None


def begins(connection: sqlite3.Connection, kind: str, typed: str, limit: int) -> list[int]:
    """Those whose name begins with what is typed, by name, straight from the list's own index."""
    rows = connection.execute(
        "SELECT root FROM profile WHERE kind = ? AND removed = 0 AND sort_name >= ? AND sort_name < ? "
        "ORDER BY sort_name, root LIMIT ?",
        (kind, typed, typed + BEYOND, limit),
    )
    return [root for (root,) in rows]


def walk(
    connection: sqlite3.Connection, kind: str, typed: str, words: list[str], limit: int, found: list[int]
) -> list[int]:
    """`found`, filled up to `limit` with the next of a list by name that have all these words.

    They are looked for among the list's first rows alone: what is common is found there at once, where the index would
    have to gather hundreds of thousands before the first. A glance tells whether it is common.
    """
    glanced = _among(connection, kind, typed, words, limit - len(found), _GLANCED)
    if len(glanced) == limit - len(found) or len(glanced) < _GLANCED * _COMMON:
        return [*found, *glanced]
    return [*found, *_among(connection, kind, typed, words, limit - len(found), _WALKED)]


def _among(connection: sqlite3.Connection, kind: str, typed: str, words: list[str], limit: int, rows: int) -> list[int]:
    """Those of a list's first rows that have all these words, and whose name does not begin with what is typed."""
    conditions = " AND ".join("instr(' ' || search, ?)" for _ in words)
    found = connection.execute(
        f"SELECT root FROM (SELECT root, search, sort_name FROM profile WHERE kind = ? AND removed = 0 "
        f"ORDER BY sort_name, root LIMIT ?) WHERE {conditions} AND NOT (sort_name >= ? AND sort_name < ?) "
        "ORDER BY sort_name, root LIMIT ?",
        (kind, rows, *(f" {word}" for word in words), typed, typed + BEYOND, limit),
    )
    return [root for (root,) in found]


def hits(
    connection: sqlite3.Connection, text: str, limit: int, country: str, near: Vocabulary | None = None
) -> list[Hit]:
    """The people and companies that are meant by what is typed, best first: names that begin so before all else.

    With `near`, where few are found so, those too who have a word nearly so, or one that has the typed within.
    """
    words = words_of(text, country)
    if not words:
        return []
    typed = fold(text)
    roots = [root for kind in ("person", "company") for root in begins(connection, kind, typed, limit) if typed]
    if len(roots) < limit:
        roots = walk(connection, "person", typed, words, limit, roots)
    if len(roots) < limit:
        roots += _matching(connection, expression(text, country) or "")
    tokens = typed.split()
    found = sorted(_rows(connection, roots), key=lambda row: (_rank(row[7], typed, tokens), row[7], row[0]))[:limit]
    exact = [_hit(row, tokens) for row in found]
    if near is None or len(exact) >= min(limit, _ENOUGH):
        return exact
    return exact + _nearly(connection, words, {row[0] for row in found}, limit - len(exact), near)


_ENOUGH = 5  # found as typed: then nobody is offered who is nearly so

_Row = tuple[int, str, str, str, str, str, str, str, int]


def _matching(connection: sqlite3.Connection, words: str) -> list[int]:
    found = connection.execute("SELECT rowid FROM finder WHERE finder MATCH ? LIMIT ?", (words, _CANDIDATES))
    return [root for (root,) in found]


def _rows(connection: sqlite3.Connection, roots: Iterable[int]) -> list[_Row]:
    return connection.execute(
        "SELECT root, kind, name, organization, email, phone, city, sort_name, removed FROM profile "
        f"WHERE root {IN} AND removed <> 1",
        (ids(set(roots)),),
    ).fetchall()


def _nearly(
    connection: sqlite3.Connection, words: list[str], known: set[int], limit: int, vocabulary: Vocabulary
) -> list[Hit]:
    """Those who have each word, or one near it, or else one around it; whose names come nearest come first."""
    instead = _instead(words, vocabulary)
    if not instead:
        return []
    roots = set(_matching(connection, _any_of(instead))) - known
    tokens = _tokens(instead)

    place = {one: at for near, _ in instead.values() for at, one in enumerate(near, 1)}

    def rank(row: _Row) -> tuple[int, str, int]:
        own = row[7].split()
        return sum(_farness(word, own, instead[word][0], place) for word in words), row[7], row[0]

    return [_hit(row, tokens, near=True) for row in sorted(_rows(connection, roots), key=rank)[:limit]]


Instead = dict[str, tuple[list[str], list[str]]]
"""For each typed word those near it, or else those that have it within."""


def _instead(words: list[str], vocabulary: Vocabulary) -> Instead:
    """What may be meant by these words; nothing where nothing is near any of them."""
    nearest = {word: vocabulary.near(word) for word in words}
    instead = {word: (near, [] if near else vocabulary.containing(word)) for word, near in nearest.items()}
    return instead if any(near or around for near, around in instead.values()) else {}


def _any_of(instead: Instead) -> str:
    groups = (
        " OR ".join((f"({beginning(word)})", *(f'"{one}"*' for one in near), *(f'"{one}"' for one in around)))
        for word, (near, around) in instead.items()
    )
    return " AND ".join(f"({group})" for group in groups)


def _tokens(instead: Instead) -> list[str]:
    return [*instead, *(one for near, around in instead.values() for one in (*near, *around))]


def nearly(text: str, country: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """The FTS5 expression for what is nearly what was typed, and the folded words it looks for; blank for nothing."""
    instead = _instead(words_of(text, country), vocabulary)
    return (_any_of(instead), tuple(_tokens(instead))) if instead else ("", ())


_FAR = 100


def _farness(word: str, own: list[str], near: list[str], place: dict[str, int]) -> int:
    """How well a name's own words answer a typed one: 0 as typed, then by the order of what is near, `_FAR` not."""
    if any(part.startswith(word) for part in own):
        return 0
    return min(
        (place[one] + (one not in own) for one in near if any(part.startswith(one) for part in own)), default=_FAR
    )


def _rank(name: str, typed: str, tokens: list[str]) -> int:
    if name.startswith(typed):
        return 0
    words = name.split()
    return 1 if all(any(word.startswith(token) for word in words) for token in tokens) else 2


def _hit(row: _Row, tokens: list[str], *, near: bool = False) -> Hit:
    root, kind, name, organization, email, phone, city, _, hidden = row
    details = [text for text in (organization if organization != name else "", email, phone, city) if text]
    telling = next((d for d in details if marks(d, tokens)), "")
    ordered = [telling, *(d for d in details if d != telling)] if telling else details
    detail = " · ".join([*([tr("Archived")] if hidden == Hidden.ARCHIVED else []), *ordered[:2]])
    return Hit(root, kind, name, detail, marks(name, tokens), marks(detail, tokens), near)
