"""Who may be there twice: scans for duplicates, why two are proposed or not, and who a newcomer may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from deskcrm.domain import editing
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.facts import Edit, Facts, MemberFacts
from deskcrm.domain.matching import weights
from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.reasons import GUARDS, Reason, Verdict, in_words
from deskcrm.domain.matching.scan import judge, log_odds, verdict_of
from deskcrm.domain.matching.scan import scan as scan_subjects
from deskcrm.domain.matching.subjects import Subject
from deskcrm.domain.matching.thirds import RIVAL, rival_of, with_thirds
from deskcrm.domain.unify import unify
from deskcrm.domain.views import Candidate, CandidatePair, Explanation, LeftOut, Progress, ScanResult
from deskcrm.languages import tr
from deskcrm.services import candidate_pairs, settings, threshold
from deskcrm.services.candidate_pairs import COMPARING, KINDS, SMALL, evidence_of, kept_figures, near_pairs, stop_if
from deskcrm.services.contacts import patches_of
from deskcrm.services.workspace import Workspace
from deskcrm.store import candidates, matches, merges, operations, writes
from deskcrm.store.bulk import no_cycle_search

DEFAULT_SCORE = weights.DEFAULT_SCORE
_SHOWN_OF_NEW = 10
_LEAST_OF_NEW = 0.1


def scan(
    ws: Workspace,
    min_score: float = DEFAULT_SCORE,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[CandidatePair]:
    """The pairs of profiles that are probably one, most certain first; what the owner said to differ is left out.

    Reads one view of the workspace and writes nothing. Takes a processor to itself: screens run it in a process of
    its own. Raises Cancelled.
    """
    return list(scan_whole(ws, min_score, progress, cancelled).pairs)


def scan_whole(
    ws: Workspace,
    min_score: float = DEFAULT_SCORE,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ScanResult:
    """`scan`, with how much was compared, and which blocks were too big to compare everybody in them."""
    pairs: list[CandidatePair] = []
    left_out: list[LeftOut] = []
    compared = 0

    def step(done: int, of: int) -> None:
        stop_if(cancelled)
        if progress is not None:
            progress(Progress(COMPARING[kind], done, of))

    for kind in KINDS:
        with no_cycle_search():
            with ws.database.read() as connection:
                everybody = candidates.subjects(connection, kind)
                different = candidates.said_to_differ(connection)
            found = scan_subjects(everybody, Commonness.of(everybody), min_score, different=different, step=step)
        compared += found.compared
        left_out += [LeftOut(*one) for one in found.capped]
        pairs += [_pair(a, b, verdict) for a, b, verdict in found.pairs if (a.id, b.id) not in different]
    pairs.sort(key=lambda pair: (-pair.score, pair.a, pair.b))
    left_out.sort(key=lambda one: -one.pairs)
    return ScanResult(tuple(pairs), compared, tuple(left_out))


def up_to_date(
    ws: Workspace,
    min_score: float,
    *,
    whole: bool = False,
    progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ScanResult:
    """`scan_whole` at the cost of comparing who changed since the last time, or everybody where `whole`.

    Pairs below the score from which they are kept are looked for among everybody. Raises Cancelled.
    """
    kept = candidate_pairs.known(ws, min_score)
    unkept = not ws.database.may_write and (whole or kept is None)
    if unkept or min_score < weights.KEPT_SCORE:
        return scan_whole(ws, min_score, progress, cancelled)
    caught = candidate_pairs.catch_up(ws, min_score, whole=whole, progress=progress, cancelled=cancelled)
    now = candidate_pairs.known(ws, min_score)
    if now is None:
        raise AssertionError("everybody was compared just now")
    return now if ws.database.may_write or caught.roots == frozenset() else replace(now, pairs=caught.pairs)


def said_to_differ(ws: Workspace) -> set[tuple[int, int]]:
    """The pairs of profiles, the smaller id first, of which the owner said that they are not the same."""
    with ws.database.read() as connection:
        return candidates.said_to_differ(connection)


def _pair(a: Subject, b: Subject, verdict: Verdict) -> CandidatePair:
    evidence, rival = evidence_of(verdict.reasons), rival_of(verdict.reasons)
    return CandidatePair(a.id, b.id, a.kind, (a.name, b.name), verdict.score, evidence, rival)


# Why ------------------------------------------------------------------------------------------------------------------


def why(ws: Workspace, a: int, b: int) -> Explanation:
    """Why two contacts are proposed as one, or why not; joined or not. Raises NotFound, InvalidValue."""
    if a == b:
        raise InvalidValue(tr("Name two contacts: nobody has to be compared with themselves."))
    with ws.database.read() as connection:
        one, other = writes.root_of(connection, a), writes.root_of(connection, b)
        if one == other:
            return _why_joined(connection, a, b)
        found = {s.id: s for s in candidates.subjects(connection, roots=[one, other])}
        said = candidates.said_to_differ(connection)
    for root in (one, other):
        if root not in found:
            return Explanation(
                a, b, None, (), False, tr("Nothing is known of contact {root} that could be compared.", root=root)
            )
    if found[one].kind != found[other].kind:
        return Explanation(a, b, None, (), False, tr("A person and a company can't be one."))
    verdict = _beside_thirds(ws, found[one], found[other], said)
    different = (min(one, other), max(one, other)) in said
    proposed, reason = _decision(verdict, different, threshold.get(ws))
    return Explanation(a, b, verdict.score, evidence_of(verdict.reasons), proposed, reason)


def _beside_thirds(ws: Workspace, one: Subject, other: Subject, different: set[tuple[int, int]]) -> Verdict:
    """What two come to, seen beside whoever else is near one of them."""
    common = common_figures(ws, one.kind)
    ends = {one.id, other.id}
    with ws.database.read() as connection:
        near = list(near_pairs(connection, ends, one.kind, common, weights.LEG_SCORE))
    beside = [pair for pair in near if {pair[0].id, pair[1].id} != ends]
    seen = with_thirds(
        [(one, other, verdict_of(one, other, common)), *beside], partial(verdict_of, common=common), different
    )
    return next(verdict for a, b, verdict in seen if {a.id, b.id} == ends)


def _why_joined(connection: Any, a: int, b: int) -> Explanation:
    """Two contacts of one profile: what each says by itself, compared."""
    members = candidates.members(connection, (a, b))
    reason = tr("They are one already: merged, or recognised at an import.")
    if len(members) < 2 or members[0].kind != members[1].kind:
        return Explanation(a, b, None, (), False, reason)
    verdict = verdict_of(members[0], members[1], Commonness.of(members))
    return Explanation(a, b, verdict.score, evidence_of(verdict.reasons), False, reason)


def percent(score: float) -> str:
    """A score in words: whole percents, rounded down, since nothing is 100 % sure."""
    return f"{int(score * 100)} %"


def _decision(verdict: Verdict, different: bool, least: float) -> tuple[bool, str]:
    if different:
        return False, tr("You said that they are not the same.")
    if verdict.score >= least:
        return True, tr("Proposed: {score} is above {least}.", score=percent(verdict.score), least=percent(least))
    last = verdict.reasons[-1]
    if last.kind == RIVAL:
        return False, tr("Not proposed: {why}.", why=in_words(last))
    held: Reason | None = next((r for r in verdict.reasons if r.kind in GUARDS), None)
    if held is not None:
        return False, tr("Not proposed: {why}.", why=GUARDS[held.kind])
    against = min((r for r in verdict.reasons[1:]), key=lambda r: r.weight, default=None)
    if against is None:
        return False, tr("Not proposed: they have nothing in common.")
    if against.weight < 0:
        return False, tr(
            "Not proposed: {score} is below {least}; most against it: {why}.",
            score=percent(verdict.score),
            least=percent(least),
            why=in_words(against),
        )
    return False, tr(
        "Not proposed: {score} is below {least}; too little is in common.",
        score=percent(verdict.score),
        least=percent(least),
    )


# Somebody new ---------------------------------------------------------------------------------------------------------


def check_new(ws: Workspace, fields: dict[str, Any], kind: str = "person") -> list[Candidate]:
    """Who in the workspace somebody may be who isn't in it yet, most certain first; at most ten.

    `fields` as a profile shows them (`contacts.add` takes the same). Raises InvalidValue for a field that isn't one.
    The figures about the whole workspace are counted at the first call, and again when it has grown.
    """
    country = settings.country(ws)
    wanted = [p for patch in patches_of(fields) for p in editing.normalised(patch, country) if p.verb != "clear"]
    edits = [Edit(n, n, p.field, p.verb, p.value) for n, p in enumerate(wanted, 1)]
    unified = unify(Facts(0, [MemberFacts(0, kind, [], edits)]))
    newcomer = candidates.from_unified(0, kind, _called(unified.name, unified.text("organization")), unified)
    common = common_figures(ws, kind)
    with ws.database.read() as connection:
        near = candidates.listed(connection, kind, candidates.near(connection, newcomer, unified))
        names = merges.names_of(connection, (one.id for one in near))
    least = log_odds(_LEAST_OF_NEW)
    verdicts = [(one, verdict) for one in near if (verdict := judge(newcomer, one, common, least)) is not None]
    verdicts.sort(key=lambda found: (-found[1].total, found[0].id))
    return [
        Candidate(one.id, names[one.id], verdict.score, evidence_of(verdict.reasons))
        for one, verdict in verdicts[:_SHOWN_OF_NEW]
    ]


def _called(name: dict[str, str], organization: str) -> str:
    words = [name[part] for part in ("given", "additional", "family") if part in name]
    return " ".join(words) or organization


# Figures about everybody ----------------------------------------------------------------------------------------------

_GROWN = 0.05


@dataclass(slots=True)
class _Counted:
    """The figures of one kind, and what the workspace was like when they were counted."""

    common: Commonness
    contacts: int
    stamp: tuple[int, object]


_counted: WeakKeyDictionary[Workspace, dict[str, _Counted]] = WeakKeyDictionary()


def common_figures(ws: Workspace, kind: str) -> Commonness:
    """How common names and identifiers are here: as kept with the pairs, or counted where none are.

    Counted anew when a twentieth has come in, in small books always.
    """
    with ws.database.read() as connection:
        contacts, stamp = candidates.extent(connection), operations.stamp(connection)
        book = matches.books(connection).get(kind)
        if book is not None and book.is_whole and book.counted and book.size > SMALL:
            return kept_figures(ws, connection, book)
        kept = _counted.setdefault(ws, {}).get(kind)
        if kept is not None and kept.stamp == stamp:
            return kept.common
        if kept is not None and contacts > SMALL and abs(contacts - kept.contacts) < contacts * _GROWN:
            return kept.common
        with no_cycle_search():
            common = Commonness.of(candidates.subjects(connection, kind))
    _counted[ws][kind] = _Counted(common, contacts, stamp)
    return common
