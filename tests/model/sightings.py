"""Which of the situations that matter came up in a history."""

from __future__ import annotations

from typing import Any

from plain_book import Book
from plain_facts import LISTS, SINGLES


class Sightings:
    """Notes what comes up before each step."""

    ALL = (
        "an email of several people", "a shared email", "a missing column", "a chain of merges", "a repeated key",
        "a removed person in a file", "undone and imported again", "a choice", "a drop", "a merge of several",
    )  # fmt: skip

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def before(self, step: tuple[Any, ...], book: Book, steps: list[tuple[Any, ...]]) -> None:
        if step[0] == "imports":
            self._import(step, book, steps)
        elif step[0] == "merges":
            self._merge(step, book)

    def _import(self, step: tuple[Any, ...], book: Book, steps: list[tuple[Any, ...]]) -> None:
        _, _, columns, rows = step
        points = {c for row in rows for c in row if "@" in c or c.startswith("+")}
        owners = {point: {book.root(c) for c in book.owners(point)} for point in points}
        self._note("an email of several people", any(len(roots) > 1 for roots in owners.values()))
        self._note("a shared email", any(map(book.is_shared, points)))
        self._note("a missing column", not {*SINGLES, *LISTS} <= set(columns) and bool(book.records))
        ids = [row[columns.index("id")] for row in rows] if "id" in columns else []
        self._note("a repeated key", len(set(ids)) < len(ids))
        self._note("a removed person in a file", any(book.hidden(r) for roots in owners.values() for r in roots))
        before = [b for b, s in zip(book.batches, (s for s in steps if s[0] == "imports"), strict=True) if s == step]
        self._note("undone and imported again", any(not book.stands(b.operation) for b in before))

    def _merge(self, step: tuple[Any, ...], book: Book) -> None:
        _, _, others, choices, drops = step
        self._note("a choice", bool(choices))
        self._note("a drop", bool(drops))
        self._note("a merge of several", len(others) > 1)
        edges = book.live_edges()
        self._note("a chain of merges", any(e.loser == other.survivor for e in edges for other in edges))

    def _note(self, what: str, so: bool) -> None:
        if so:
            self.seen.add(what)
