"""Candidate pairs as they are kept: what was compared, what came of it, and who was computed since.

They are a snapshot, since each score goes by figures about everybody: made when first wanted, then brought up to date
by `services/candidate_pairs`. `touched` is told of each profile that is computed; a digest tells whether what the
matcher sees of it is another. `problems` holds each kept pair against the facts and the kept figures.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Final, NamedTuple

import orjson

from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.reasons import Reason, Verdict
from deskcrm.domain.matching.scan import verdict_of
from deskcrm.domain.matching.subjects import Subject
from deskcrm.domain.matching.thirds import KINDS as THIRDS
from deskcrm.domain.matching.thirds import with_third
from deskcrm.domain.matching.weights import WEIGHTS_VERSION
from deskcrm.languages import english, number, tr
from deskcrm.store.bulk import no_cycle_search
from deskcrm.store.candidates import said_to_differ, subjects
from deskcrm.store.loading import IN, ids, live

TABLES: Final = ("match_pair", "match_subject", "match_touched", "match_book")
RULES: Final = str(WEIGHTS_VERSION)

Pair = tuple[int, int, str, float, str]
"""A row of `match_pair`: a, b, kind, score, reasons as JSON."""


class Book(NamedTuple):
    """What was compared last among people, or among companies; `match_book` says what each is."""

    kind: str
    turn: int = 0
    rules: str = ""
    size: int = 0
    last: int = 0
    compared: int = 0
    counted: int = 0
    left_out: str = "[]"

    @property
    def is_whole(self) -> bool:
        """Whether everybody was compared, by the weights of now."""
        return self.rules == RULES


_BOOK: Final = ", ".join(Book._fields)


def books(connection: sqlite3.Connection) -> dict[str, Book]:
    """The books there are, by kind; none where nothing was ever compared."""
    return {row[0]: Book(*row) for row in connection.execute(f"SELECT {_BOOK} FROM match_book")}


def figures(connection: sqlite3.Connection, kind: str) -> Commonness:
    """The figures that the kept scores of one kind go by; of a book that was counted."""
    (text,) = connection.execute("SELECT figures FROM match_book WHERE kind = ?", (kind,)).fetchone()
    return Commonness.unpacked(orjson.loads(text))


def turns(connection: sqlite3.Connection) -> dict[str, int]:
    """The turn of each book: whether a comparison was overtaken by another one, or by an erasure."""
    return dict(connection.execute("SELECT kind, turn FROM match_book"))


# Who was computed since -----------------------------------------------------------------------------------------------


def begin(connection: sqlite3.Connection, kinds: Iterable[str]) -> None:
    """Opens the books, so that `touched` notes from now on who is computed while the first comparison is made."""
    connection.executemany(
        f"INSERT OR IGNORE INTO match_book ({_BOOK}, figures) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
        [Book(kind) for kind in kinds],
    )


def touched(connection: sqlite3.Connection, contacts: Iterable[int]) -> None:
    """Notes that these profiles were computed anew, where anybody was ever compared."""
    if not connection.execute("SELECT EXISTS (SELECT 1 FROM match_book)").fetchone()[0]:
        return
    connection.execute(
        "INSERT INTO match_touched (root, turn) SELECT value, (SELECT coalesce(max(turn), 0) + 1 FROM match_touched) "
        "FROM json_each(?) WHERE true ON CONFLICT (root) DO UPDATE SET turn = excluded.turn",
        (ids(contacts),),
    )


class Since(NamedTuple):
    """Who was computed, or is new, since the last comparison; `top`: the latest turn of it, `last`: the youngest."""

    roots: frozenset[int]
    top: int
    last: int


def since(connection: sqlite3.Connection, known: Mapping[str, Book]) -> Since:
    """Who may have to be compared again."""
    oldest = min((one.last for one in known.values()), default=0)
    rows = connection.execute("SELECT root, turn FROM match_touched").fetchall()
    fresh = connection.execute("SELECT root FROM profile WHERE root > ?", (oldest,))
    roots = frozenset(root for root, _ in rows).union(root for (root,) in fresh)
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM contact").fetchone()
    return Since(roots, max((turn for _, turn in rows), default=0), int(last))


def later(connection: sqlite3.Connection, top: int) -> set[int]:
    """Who was computed after `since` was asked."""
    return {root for (root,) in connection.execute("SELECT root FROM match_touched WHERE turn > ?", (top,))}


def sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """How many profiles of each kind are listed and not hidden."""
    return dict(connection.execute("SELECT kind, count(*) FROM profile WHERE removed = 0 GROUP BY kind"))


# What was compared ----------------------------------------------------------------------------------------------------


def digests_of(subjects: Iterable[Subject], different: Iterable[tuple[int, int]]) -> dict[int, str]:
    """A digest, for each profile, of all that the matcher sees of it, and of whom it was said to differ from."""
    others: dict[int, list[int]] = {}
    for a, b in sorted(different):
        others.setdefault(a, []).append(b)
        others.setdefault(b, []).append(a)
    return {one.id: _digest(one, others.get(one.id, ())) for one in subjects}


def _digest(one: Subject, others: Sequence[int]) -> str:
    seen = orjson.dumps(one) + orjson.dumps(others)
    return blake2b(seen, digest_size=9).hexdigest()


def digests(connection: sqlite3.Connection, kind: str, roots: Collection[int] | None = None) -> dict[int, str]:
    """The digests of profiles as they were compared, of all or of these."""
    where, given = ("", []) if roots is None else (f" AND root {IN}", [ids(roots)])
    return dict(connection.execute(f"SELECT root, digest FROM match_subject WHERE kind = ?{where}", [kind, *given]))


def packed(a: Subject, b: Subject, verdict: Verdict) -> Pair:
    """A pair as it is kept."""
    return a.id, b.id, a.kind, verdict.score, orjson.dumps([list(reason) for reason in verdict.reasons]).decode()


def reasons(text: str) -> tuple[Reason, ...]:
    """The reasons of a pair that was kept."""
    return tuple(Reason(*one) for one in orjson.loads(text))


Line = tuple[int, int, str, str, str, float, str]
"""A pair that is shown: a, b, kind, both names, score, reasons as JSON."""


def pairs(connection: sqlite3.Connection, least: float, roots: Collection[int] | None = None) -> list[Line]:
    """The kept pairs from a score on, of all or of these, the most certain first; hidden profiles are left out."""
    some = "" if roots is None else f"AND (p.a {IN} OR p.b {IN}) "
    given = [] if roots is None else [ids(roots)] * 2
    return connection.execute(
        "SELECT p.a, p.b, p.kind, a.name, b.name, p.score, p.reasons FROM match_pair p "
        "JOIN profile a ON a.root = p.a AND a.removed = 0 JOIN profile b ON b.root = p.b AND b.removed = 0 "
        f"WHERE p.score >= ? {some}ORDER BY p.score DESC, p.a, p.b",
        [least, *given],
    ).fetchall()


def around(connection: sqlite3.Connection, kind: str, roots: Collection[int]) -> set[tuple[int, int]]:
    """Whom the kept pairs of one kind are about that have one of these in them."""
    given = ids(roots)
    rows = connection.execute(
        "SELECT a, b FROM match_pair WHERE kind = :kind AND a IN (SELECT value FROM json_each(:roots)) UNION "
        "SELECT a, b FROM match_pair WHERE kind = :kind AND b IN (SELECT value FROM json_each(:roots))",
        {"kind": kind, "roots": given},
    )
    return set(rows)


def ends(connection: sqlite3.Connection, kind: str) -> list[tuple[int, int]]:
    """Whom the kept pairs of one kind are about."""
    return connection.execute("SELECT a, b FROM match_pair WHERE kind = ?", (kind,)).fetchall()


def accepted(connection: sqlite3.Connection) -> list[float | None]:
    """The scores with which contacts were merged that still are one; None where none was said."""
    return [score for (score,) in connection.execute(f"SELECT score FROM merge WHERE {live('merge')}")]


def drop(connection: sqlite3.Connection, kind: str, roots: Collection[int] | None) -> None:
    """Forgets what was compared of one kind, of all or of these."""
    if roots is None:
        connection.execute("DELETE FROM match_pair WHERE kind = ?", (kind,))
        connection.execute("DELETE FROM match_subject WHERE kind = ?", (kind,))
        return
    given = ids(roots)
    connection.execute(f"DELETE FROM match_pair WHERE kind = ? AND a {IN}", (kind, given))
    connection.execute(f"DELETE FROM match_pair WHERE kind = ? AND b {IN}", (kind, given))
    connection.execute(f"DELETE FROM match_subject WHERE kind = ? AND root {IN}", (kind, given))


def keep(connection: sqlite3.Connection, kind: str, compared: Mapping[int, str], found: Iterable[Pair]) -> None:
    """Keeps digests of whom was compared, and pairs."""
    connection.executemany(
        "INSERT OR REPLACE INTO match_subject (root, kind, digest) VALUES (?, ?, ?)",
        [(root, kind, digest) for root, digest in compared.items()],
    )
    connection.executemany(
        "INSERT OR REPLACE INTO match_pair (a, b, kind, score, reasons) VALUES (?, ?, ?, ?, ?)", found
    )


def put_book(connection: sqlite3.Connection, one: Book, counted: Commonness | None) -> None:
    """Writes what a book is now, with new figures where they were counted."""
    names = [name for name in Book._fields if name != "kind"]
    sets = ", ".join(f"{name} = :{name}" for name in names)
    connection.execute(f"UPDATE match_book SET {sets} WHERE kind = :kind", one._asdict())
    if counted is not None:
        text = orjson.dumps(counted.packed()).decode()
        connection.execute(
            "UPDATE match_book SET figures = ?, counted = turn, size = ? WHERE kind = ?", (text, counted.size, one.kind)
        )


def settle(connection: sqlite3.Connection, top: int) -> None:
    """Lets go of the notes about whom was compared."""
    connection.execute("DELETE FROM match_touched WHERE turn <= ?", (top,))


# Rebuilt, erased, checked ---------------------------------------------------------------------------------------------


def clear(connection: sqlite3.Connection) -> None:
    """Drops all of it; whoever wants pairs next has everybody compared."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table}")


def forget_figures(connection: sqlite3.Connection, erased: Collection[int]) -> None:
    """Drops figures and what was left out, which may spell what was erased; a comparison under way is not kept.

    Pairs that name one of the erased as a third go too, and their people are compared again.
    """
    rows = connection.execute(
        "SELECT a, b, reasons FROM match_pair WHERE instr(reasons, ?) OR instr(reasons, ?)",
        [f'["{kind}"' for kind in sorted(THIRDS)],
    )
    named = [(a, b) for a, b, text in rows if reasons(text)[-1].figure in erased]
    ends_of = {end for pair in named for end in pair}
    connection.executemany("DELETE FROM match_pair WHERE a = ? AND b = ?", named)
    connection.execute(f"UPDATE match_subject SET digest = '' WHERE root {IN}", (ids(ends_of),))
    touched(connection, ends_of)
    connection.execute("UPDATE match_book SET figures = '', counted = 0, left_out = '[]', turn = turn + 1")


_NAMED: Final = 3
_STRAYS: Final = (
    "SELECT a, b FROM match_pair p WHERE kind = ? AND (NOT EXISTS (SELECT 1 FROM match_subject WHERE root = p.a) "
    "OR NOT EXISTS (SELECT 1 FROM match_subject WHERE root = p.b))"
)


def problems(connection: sqlite3.Connection) -> Iterator[str]:
    """What kept pairs have that neither facts nor figures give, a sentence for each kind of fault.

    Whoever was computed since the last comparison is left alone: it is known to be behind.
    """
    known = {kind: one for kind, one in books(connection).items() if one.is_whole}
    behind = since(connection, known).roots
    for kind, one in known.items():
        kept = {root: digest for root, digest in digests(connection, kind).items() if root not in behind}
        with no_cycle_search():
            here = {subject.id: subject for subject in subjects(connection, kind, kept)}
        now = digests_of(here.values(), said_to_differ(connection))
        other = [(root,) for root, digest in kept.items() if now.get(root) != digest]
        yield from _sentence(other, _OTHER)
        yield from _sentence(_misjudged(connection, one, here), _MISJUDGED)
        strays = connection.execute(_STRAYS, (kind,)).fetchall()
        yield from _sentence(strays, _STRAY)


def _misjudged(connection: sqlite3.Connection, one: Book, here: Mapping[int, Subject]) -> list[tuple[int, int]]:
    """The kept pairs among these that the kept figures judge otherwise, but for what thirds say of them."""
    if not one.counted:
        return []
    common = figures(connection, one.kind)
    wrong = []
    rows = connection.execute("SELECT a, b, kind, score, reasons FROM match_pair WHERE kind = ?", (one.kind,))
    for row in rows.fetchall():
        a, b = here.get(row[0]), here.get(row[1])
        if a is not None and b is not None:
            verdict, last = verdict_of(a, b, common), reasons(row[4])[-1]
            if packed(a, b, with_third(verdict, last) if last.kind in THIRDS else verdict) != row:
                wrong.append((a.id, b.id))
    return wrong


_OTHER = english(
    "Duplicates has {count} profiles that were compared as they are no more ({named}). `deskcrm duplicates --scan` "
    "mends it."
)
_MISJUDGED = english(
    "Duplicates has {count} pairs whose score or evidence is another ({named}). `deskcrm duplicates --scan` mends it."
)
_STRAY = english(
    "Duplicates has {count} pairs about somebody who was not compared ({named}). `deskcrm duplicates --scan` mends it."
)


def _sentence(found: Sequence[tuple[int, ...]], said: str) -> Iterator[str]:
    if found:
        named = ", ".join("/".join(map(str, one)) for one in found[:_NAMED])
        yield tr(said, count=number(len(found)), named=named)
