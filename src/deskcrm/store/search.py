"""What is special to SQLite's full-text search: words typed into expressions, and the hits in a telling order."""

from __future__ import annotations

import sqlite3

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.searching import looks_like_phone, marks, phone_prefix
from deskcrm.domain.views import Hit
from deskcrm.store.loading import IN, ids

_CANDIDATES = 400  # rows that are looked at to rank one page of hits
_GLANCED = 400  # rows of a list that are looked through before the index is asked
_WALKED = 2000  # the same for what is common
_COMMON = 0.02  # of the rows that are glanced at
_FEW = 5000
BEYOND = "\U0010ffff"
"""Sorts behind every text: the end of the range of what begins with something."""


def words_of(text: str, country: str) -> list[str]:
    """What is looked for: folded words, each the beginning of one, or the digits with which a phone begins."""
    return [phone_prefix(text, country)] if looks_like_phone(text) else fold(text).split()


def expression(text: str, country: str) -> str | None:
    """The FTS5 expression for words typed, all of them wanted; None when there is nothing to look for.

    Everything is quoted, so that no typed character has a meaning to the index.
    """
    return " ".join(f'"{word}"*' for word in words_of(text, country)) or None


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


def hits(connection: sqlite3.Connection, text: str, limit: int, country: str) -> list[Hit]:
    """The people and companies that are meant by what is typed, best first: names that begin so before all else."""
    words = words_of(text, country)
    if not words:
        return []
    typed = fold(text)
    roots = [root for kind in ("person", "company") for root in begins(connection, kind, typed, limit) if typed]
    if len(roots) < limit:
        roots = walk(connection, "person", typed, words, limit, roots)
    if len(roots) < limit:
        given = (expression(text, country), _CANDIDATES)
        roots += [
            root for (root,) in connection.execute("SELECT rowid FROM finder WHERE finder MATCH ? LIMIT ?", given)
        ]
    rows = connection.execute(
        "SELECT root, kind, name, organization, email, phone, city, sort_name FROM profile "
        f"WHERE root {IN} AND removed = 0",
        (ids(set(roots)),),
    )
    tokens = typed.split()
    ranked = sorted(rows, key=lambda row: (_rank(row[7], typed, tokens), row[7], row[0]))
    return [_hit(row, tokens) for row in ranked[:limit]]


def _rank(name: str, typed: str, tokens: list[str]) -> int:
    if name.startswith(typed):
        return 0
    words = name.split()
    return 1 if all(any(word.startswith(token) for word in words) for token in tokens) else 2


def _hit(row: tuple[int, str, str, str, str, str, str, str], tokens: list[str]) -> Hit:
    root, kind, name, organization, email, phone, city, _ = row
    details = [text for text in (organization if organization != name else "", email, phone, city) if text]
    telling = next((d for d in details if marks(d, tokens)), "")
    ordered = [telling, *(d for d in details if d != telling)] if telling else details
    detail = " · ".join(ordered[:2])
    return Hit(root, kind, name, detail, marks(name, tokens), marks(detail, tokens))
