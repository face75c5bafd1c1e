"""What is special to SQLite's full-text search: words typed into expressions, and the hits in a telling order."""

from __future__ import annotations

import sqlite3

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.searching import looks_like_phone, marks, phone_prefix
from deskcrm.domain.views import Hit
from deskcrm.store.loading import IN, ids

_CANDIDATES = 400  # rows that are looked at to rank one page of hits


def expression(text: str, country: str) -> str | None:
    """The FTS5 expression for words typed, each a prefix, all of them wanted; None when there is nothing to look for.

    Everything is quoted, so that no typed character has a meaning to the index.
    """
    if looks_like_phone(text):
        return f'"{phone_prefix(text, country)}"*'
    words = fold(text).split()
    return " ".join(f'"{word}"*' for word in words) if words else None


def hits(connection: sqlite3.Connection, text: str, limit: int, country: str) -> list[Hit]:
    """The people and companies that are meant by what is typed, best first: names that begin so before all else."""
    words = expression(text, country)
    if words is None:
        return []
    roots = _begins(connection, fold(text), limit)
    if len(roots) < limit:
        found = connection.execute("SELECT rowid FROM finder WHERE finder MATCH ? LIMIT ?", (words, _CANDIDATES))
        known = set(roots)
        roots += [root for (root,) in found if root not in known]
    rows = connection.execute(
        "SELECT root, kind, name, organization, email, phone, city, sort_name FROM profile "
        f"WHERE root {IN} AND removed = 0",
        (ids(roots),),
    )
    typed = fold(text)
    tokens = typed.split()
    ranked = sorted(rows, key=lambda row: (_rank(row[7], typed, tokens), row[7], row[0]))
    return [_hit(row, tokens) for row in ranked[:limit]]


def _begins(connection: sqlite3.Connection, typed: str, limit: int) -> list[int]:
    """Those whose name begins with what is typed, straight from the list's own index."""
    if not typed:
        return []
    roots: list[int] = []
    for kind in ("person", "company"):
        rows = connection.execute(
            "SELECT root FROM profile WHERE kind = ? AND removed = 0 AND sort_name >= ? AND sort_name < ? "
            "ORDER BY sort_name LIMIT ?",
            (kind, typed, typed + "\U0010ffff", limit),
        )
        roots += [root for (root,) in rows]
    return roots


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
