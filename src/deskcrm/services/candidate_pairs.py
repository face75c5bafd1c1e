"""Candidate pairs that are kept: read at once, and brought up to date by comparing only who changed since.

The first time, and when the weights are others, everybody is compared. After that it goes by how many changed: a few
are looked up one by one as somebody new would be; of many, everybody is read, but compared are only pairs with one of
them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, overload
from weakref import WeakKeyDictionary

import orjson

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.reasons import Reason, Verdict, in_words
from deskcrm.domain.matching.scan import beside_thirds, judge, log_odds, scan, verdict_of
from deskcrm.domain.matching.subjects import Subject
from deskcrm.domain.matching.thirds import RIVAL, rival_of
from deskcrm.domain.matching.weights import KEPT_SCORE
from deskcrm.domain.views import CandidatePair, Evidence, LeftOut, Progress, ScanResult
from deskcrm.languages import tr
from deskcrm.services.workspace import Workspace
from deskcrm.store import candidates, matches, merges
from deskcrm.store.bulk import no_cycle_search

KINDS: Final = ("person", "company")
COMPARING: Final = {"person": tr("Comparing people"), "company": tr("Comparing companies")}
FEW: Final = 200
_FEW_OF: Final = 50
"""Up to so many, or one in fifty, are looked up one by one; of more it is quicker to read everybody."""
SMALL: Final = 500
"""In a book no bigger than this everybody is compared anew, which takes no longer."""
_GROWN: Final = 0.05
_TRIES: Final = 3

Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What was compared again: `roots`, None for everybody; and all the kept pairs that have one of them."""

    roots: frozenset[int] | None
    pairs: tuple[CandidatePair, ...]


@dataclass(slots=True)
class _Work:
    """What one kind came to: what is to be kept, or was looked up."""

    book: matches.Book
    changed: frozenset[int] | None
    common: Commonness | None = None
    compared: dict[int, str] = field(default_factory=dict)
    pairs: list[matches.Pair] = field(default_factory=list)


def known(ws: Workspace, min_score: float) -> ScanResult | None:
    """The kept pairs from a score on, most certain first, with what was left out; None where nobody was compared yet.

    What the owner said to differ is left out, and whoever is hidden. Scores below KEPT_SCORE are not kept.
    """
    with ws.database.read() as connection:
        books = matches.books(connection)
        if not _are_whole(books):
            return None
        found = _shown(connection, min_score)
    left_out = [LeftOut(*one) for book in books.values() for one in orjson.loads(book.left_out)]
    left_out.sort(key=lambda one: -one.pairs)
    return ScanResult(found, sum(book.compared for book in books.values()), tuple(left_out))


def behind(ws: Workspace) -> int | None:
    """How many profiles may have to be compared again; None where everybody has to."""
    with ws.database.read() as connection:
        books = matches.books(connection)
        if not _are_whole(books):
            return None
        since = matches.since(connection, books)
        sizes = matches.sizes(connection)
    must = any(_is_other_book(books[kind], sizes.get(kind, 0)) for kind in KINDS)
    return len(since.roots) if not must or not since.roots else max(len(since.roots), FEW + 1)


def catch_up(
    ws: Workspace,
    min_score: float,
    *,
    whole: bool = False,
    also: Collection[int] = (),
    progress: Report | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> CaughtUp:
    """Compares whoever changed since the last time, or everybody where `whole`, and keeps what comes of it.

    `also`: profiles of which the answer has all pairs too, as those of which something was decided.
    A workspace that is open for reading only is answered in the same way, and nothing is kept. What is changed
    meanwhile is compared the next time. Raises Cancelled, and then nothing of it is kept.
    """
    _begin(ws)
    for _ in range(_TRIES):
        works, since = _compare(ws, whole, progress, cancelled)
        if _roots_of(works) == frozenset() and not since.roots:
            break
        if not ws.database.may_write:
            return _answer_unkept(ws, works, min_score)
        if _keep(ws, works, since):
            break
    changed = _roots_of(works)
    roots = None if changed is None else changed.union(also)
    with ws.database.read() as connection:
        return CaughtUp(roots, _shown(connection, min_score, roots))


def _begin(ws: Workspace) -> None:
    with ws.database.read() as connection:
        begun = bool(matches.books(connection))
    if not begun and ws.database.may_write:
        with ws.database.write() as connection:
            matches.begin(connection, KINDS)


def _are_whole(books: dict[str, matches.Book]) -> bool:
    return all(kind in books and books[kind].is_whole for kind in KINDS)


def _roots_of(works: Iterable[_Work]) -> frozenset[int] | None:
    changed = [work.changed for work in works]
    return None if None in changed else frozenset[int]().union(*(one for one in changed if one is not None))


# What is compared -----------------------------------------------------------------------------------------------------


def _compare(
    ws: Workspace, whole: bool, progress: Report | None, cancelled: Callable[[], bool]
) -> tuple[list[_Work], matches.Since]:
    """Compares what has to be, of both kinds, in one view of the workspace."""
    works = []
    with no_cycle_search(), ws.database.read() as connection:
        books = matches.books(connection)
        since = matches.since(connection, books)
        sizes = matches.sizes(connection)
        for kind in KINDS:

            def step(done: int, of: int, kind: str = kind) -> None:
                stop_if(cancelled)
                if progress is not None:
                    progress(Progress(COMPARING[kind], done, of))

            book = books.get(kind) or matches.Book(kind)
            size = sizes.get(kind, 0)
            if whole or not book.is_whole or (since.roots and size <= SMALL):
                works.append(_everybody(connection, book, since, step))
            elif since.roots and (len(since.roots) > max(FEW, size // _FEW_OF) or _is_other_book(book, size)):
                works.append(_many(connection, book, since, step))
            else:
                works.append(_few(ws, connection, book, since, cancelled))
    return works, since


def _is_other_book(book: matches.Book, size: int) -> bool:
    """Whether the figures about everybody have to be counted anew."""
    return not book.counted or abs(size - book.size) > book.size * _GROWN


def stop_if(cancelled: Callable[[], bool]) -> None:
    """Raises Cancelled where the owner wants no more of it."""
    if cancelled():
        raise Cancelled(tr("The search for duplicates was stopped. Nothing was changed."))


def _everybody(connection: Any, book: matches.Book, since: matches.Since, step: Callable[[int, int], None]) -> _Work:
    everybody = candidates.subjects(connection, book.kind)
    common = Commonness.of(everybody)
    different = candidates.said_to_differ(connection)
    found = scan(everybody, common, KEPT_SCORE, different=different, step=step)
    left_out = orjson.dumps([list(one) for one in found.capped]).decode()
    new = book._replace(rules=matches.RULES, last=since.last, compared=found.compared, left_out=left_out)
    compared = matches.digests_of(everybody, different)
    return _Work(new, None, common, compared, [matches.packed(*one) for one in found.pairs])


def _many(connection: Any, book: matches.Book, since: matches.Since, step: Callable[[int, int], None]) -> _Work:
    """Everybody is read and counted; kept pairs are judged by the new figures, and compared is who is another."""
    everybody = candidates.subjects(connection, book.kind)
    common = Commonness.of(everybody)
    here = {one.id: one for one in everybody}
    before = matches.digests(connection, book.kind)
    different = candidates.said_to_differ(connection)
    now = matches.digests_of(everybody, different)
    changed = {root for root in before.keys() | now.keys() if before.get(root) != now.get(root)}
    found = scan(everybody, common, KEPT_SCORE, changed=changed & now.keys(), step=step)
    unchanged = (key for key in matches.ends(connection, book.kind) if changed.isdisjoint(key))
    by_themselves = [*found.pairs, *_judged(here, unchanged, common)]
    pairs = [matches.packed(*one) for one in beside_thirds(by_themselves, common, KEPT_SCORE, different)]
    compared = book.compared + found.compared
    left_out = _heavier(orjson.loads(book.left_out), [list(one) for one in found.capped])
    new = book._replace(last=since.last, compared=compared, left_out=orjson.dumps(left_out).decode())
    return _Work(new, None, common, now, pairs)


def _judged(
    here: Mapping[int, Subject], keys: Iterable[tuple[int, int]], common: Commonness
) -> Iterator[tuple[Subject, Subject, Verdict]]:
    """Kept pairs judged by themselves; who is hidden by now is left out."""
    for a, b in keys:
        if a in here and b in here:
            yield here[a], here[b], verdict_of(here[a], here[b], common)


def _heavier(before: list[list[Any]], now: list[list[Any]]) -> list[list[Any]]:
    """What was left out, before or now; of one block what is said now."""
    return list({one[0]: one for one in (*before, *now)}.values())


def _few(
    ws: Workspace, connection: Any, book: matches.Book, since: matches.Since, cancelled: Callable[[], bool]
) -> _Work:
    """Each one who is another now is looked up as somebody new would be; whoever is near them is seen beside them."""
    different = candidates.said_to_differ(connection)
    before = matches.digests(connection, book.kind, since.roots)
    now = matches.digests_of(candidates.listed(connection, book.kind, since.roots), different)
    changed = {root for root in before.keys() | now.keys() if before.get(root) != now.get(root)}
    if not changed:
        return _Work(book._replace(last=since.last), frozenset())
    common = kept_figures(ws, connection, book)
    found = list(near_pairs(connection, changed & now.keys(), book.kind, common, KEPT_SCORE, cancelled))
    left = matches.around(connection, book.kind, changed)
    again = changed.union(*left, *((a.id, b.id) for a, b, _ in found))
    beyond = again.union(*matches.around(connection, book.kind, again))
    kept = {key for key in matches.around(connection, book.kind, beyond) if changed.isdisjoint(key)}
    here = {one.id: one for one in candidates.listed(connection, book.kind, again.union(*kept))}
    by_themselves = [*found, *_judged(here, kept, common)]
    pairs = [
        matches.packed(a, b, verdict)
        for a, b, verdict in beside_thirds(by_themselves, common, KEPT_SCORE, different)
        if a.id in again or b.id in again
    ]
    compared = matches.digests_of((here[root] for root in again & here.keys()), different)
    book = book._replace(last=since.last, compared=book.compared + len(found))
    return _Work(book, frozenset(again), None, compared, pairs)


_figures: WeakKeyDictionary[Workspace, dict[str, tuple[int, Commonness]]] = WeakKeyDictionary()


def kept_figures(ws: Workspace, connection: Any, book: matches.Book) -> Commonness:
    """The figures that kept scores go by; read once as long as they are not counted anew."""
    cached = _figures.setdefault(ws, {}).get(book.kind)
    if cached is None or cached[0] != book.counted:
        cached = (book.counted, matches.figures(connection, book.kind))
        _figures[ws][book.kind] = cached
    return cached[1]


def near_pairs(
    connection: Any,
    contacts: Collection[int],
    kind: str,
    common: Commonness,
    min_score: float,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Subject, Subject, Verdict]]:
    """The pairs that have one of these contacts in them, each looked up by what it is known by."""
    near: dict[int, set[int]] = {}
    for one, unified in candidates.unified_subjects(connection, contacts):
        if one.kind == kind:
            stop_if(cancelled)
            near[one.id] = set(candidates.near(connection, one, unified)) - {one.id}
    wanted = near.keys() | {other for others in near.values() for other in others}
    here = {one.id: one for one in candidates.listed(connection, kind, wanted)}
    least = log_odds(min_score)
    done = set()
    for root, others in near.items():
        for other in others & here.keys():
            a, b = (root, other) if root < other else (other, root)
            if (a, b) not in done:
                done.add((a, b))
                verdict = judge(here[a], here[b], common, least)
                if verdict is not None:
                    yield here[a], here[b], verdict


# What is kept ---------------------------------------------------------------------------------------------------------


def _keep(ws: Workspace, works: list[_Work], since: matches.Since) -> bool:
    """Writes what was compared; False where another comparison, or an erasure, came in between."""
    with ws.database.write() as connection:
        turns = matches.turns(connection)
        if any(turns.get(work.book.kind) != work.book.turn for work in works):
            return False
        changed_since = matches.later(connection, since.top)  # compared the next time; perhaps they are no more
        for work in works:
            kind = work.book.kind
            matches.drop(connection, kind, work.changed)
            compared = {root: digest for root, digest in work.compared.items() if root not in changed_since}
            pairs = [pair for pair in work.pairs if pair[0] not in changed_since and pair[1] not in changed_since]
            matches.keep(connection, kind, compared, pairs)
            matches.put_book(connection, work.book._replace(turn=work.book.turn + 1), work.common)
        matches.settle(connection, since.top)
    return True


# What is shown --------------------------------------------------------------------------------------------------------


def _shown(connection: Any, min_score: float, roots: Collection[int] | None = None) -> tuple[CandidatePair, ...]:
    different = candidates.said_to_differ(connection)
    with no_cycle_search():
        lines = matches.pairs(connection, min_score, roots)
        return tuple(_candidate(line) for line in lines if (line[0], line[1]) not in different)


def _candidate(line: matches.Line) -> CandidatePair:
    a, b, kind, name, other, score, why = line
    rival = rival_of(matches.reasons(why)) if RIVAL in why else None  # of tens of thousands few have one
    return CandidatePair(a, b, kind, (name, other), score, KeptEvidence(why), rival)


class KeptEvidence(Sequence[Evidence]):
    """The evidence of a kept pair, put in words when it is looked at: of tens of thousands only few are."""

    __slots__ = ("_kept",)

    def __init__(self, kept: str) -> None:
        self._kept = kept

    def _read(self) -> tuple[Evidence, ...]:
        return evidence_of(matches.reasons(self._kept))

    @overload
    def __getitem__(self, at: int) -> Evidence: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Evidence, ...]: ...
    def __getitem__(self, at: int | slice) -> Evidence | tuple[Evidence, ...]:
        return self._read()[at]

    def __len__(self) -> int:
        return len(self._read())

    def __iter__(self) -> Iterator[Evidence]:
        return iter(self._read())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._read() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._read())


def _answer_unkept(ws: Workspace, works: list[_Work], min_score: float) -> CaughtUp:
    """What would be kept, where nothing can be."""
    with ws.database.read() as connection:
        different = candidates.said_to_differ(connection)
        fresh = [pair for work in works for pair in work.pairs]
        names = merges.names_of(connection, {root for pair in fresh for root in pair[:2]})
        old = _shown(connection, min_score)
    again = {work.book.kind: work.changed for work in works}
    found = [pair for pair in old if _stands(pair, again[pair.kind])]
    for a, b, kind, score, why in fresh:
        if score >= min_score and (a, b) not in different:
            found.append(_candidate((a, b, kind, names.get(a, ""), names.get(b, ""), score, why)))
    found.sort(key=lambda pair: (-pair.score, pair.a, pair.b))
    return CaughtUp(None, tuple(found))


def _stands(pair: CandidatePair, again: frozenset[int] | None) -> bool:
    return again is not None and pair.a not in again and pair.b not in again


def evidence_of(reasons: tuple[Reason, ...]) -> tuple[Evidence, ...]:
    """The reasons in words: the weightiest first, what was so to begin with last."""
    first, *rest = reasons
    rest.sort(key=lambda reason: -abs(reason.weight))
    return tuple(Evidence(in_words(r), r.weight, r.a, r.b) for r in (*rest, first))
