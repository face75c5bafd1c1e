"""Who is one and who is two: merge, take back, detach and move of records, "not the same" (MODEL rules 3 to 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from deskcrm.domain import merging as rules
from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import InvalidValue, Refused
from deskcrm.domain.facts import Facts
from deskcrm.domain.fields import label_of
from deskcrm.domain.summary import member_is_filled, summarise
from deskcrm.domain.views import MergePreview, TakeBackPreview, TakeBackSide
from deskcrm.languages import inside, number, tr, trn
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import merges, operations, writes
from deskcrm.store.loading import Loader

AT_A_TIME = 5
"""How many profiles are merged at once; groups may grow beyond."""

_KINDS = frozenset({"contacts", "activities", "tasks", "history"})


# Merge ----------------------------------------------------------------------------------------------------------------


def compare(
    ws: Workspace, contacts: Sequence[int], choices: Mapping[str, int] | None = None, keep: int | None = None
) -> MergePreview:
    """What merging these profiles would give, with the owner's choices (field to contact) so far. Writes nothing.

    `keep`: who lends the id; None takes the one of whom most is known. Raises NotFound, InvalidValue.
    """
    with ws.database.read() as connection:
        profiles = _profiles(connection, contacts, whole=True)
        survivor = writes.root_of(connection, keep) if keep is not None else _best_known(connection, profiles)
        profiles.sort(key=lambda facts: facts.root != survivor)
        members = [m.contact for facts in profiles for m in facts.members]
        figures = {
            "activities": merges.activities_of(connection, members),
            "tasks": merges.tasks_of(connection, members),
            "records": sum(len(m.records) for facts in profiles for m in facts.members),
            "people": merges.people_of(connection, [facts.root for facts in profiles]),
        }
        not_same = bool(merges.not_same_among(connection, _groups(profiles)))
        names = merges.names_of(connection, (facts.root for facts in profiles))
    rows = rules.rows(profiles, rules.checked_choices(profiles, choices or {}))
    roots = tuple(facts.root for facts in profiles)
    called = tuple(names.get(root, "") for root in roots)
    if profiles[0].members[0].kind == "company":
        rows = rules.with_company_names(rows, roots, called)
    return MergePreview(roots, called, profiles[0].members[0].kind, rows, figures, not_same)


def _profiles(connection: Any, contacts: Sequence[int], *, whole: bool) -> list[Facts]:
    """The different roots that these contacts stand for, two to five of one kind, `whole` with what they say.

    Raises NotFound, InvalidValue.
    """
    roots = list(dict.fromkeys(writes.root_of(connection, contact) for contact in contacts))
    if len(roots) < 2:
        raise InvalidValue(
            tr("They are one already: name two that are not.") if len(contacts) > 1 else tr("Name two to merge.")
        )
    if len(roots) > AT_A_TIME:
        raise InvalidValue(
            tr("Merge at most {count} at a time; whoever is joined can be merged further.", count=AT_A_TIME)
        )
    loader = Loader(connection)
    found = loader.facts(roots) if whole else loader.outline(roots)
    profiles = [found[root] for root in roots]
    if len({facts.members[0].kind for facts in profiles}) > 1:
        raise InvalidValue(
            tr("A person and a company can't be one. Merge people with people, companies with companies.")
        )
    return profiles


def _best_known(connection: Any, profiles: Sequence[Facts]) -> int:
    """Of whom most is known: records, then activities, then the oldest."""

    def known(facts: Facts) -> tuple[int, int, int]:
        contacts = [m.contact for m in facts.members]
        return (-sum(len(m.records) for m in facts.members), -merges.activities_of(connection, contacts), facts.root)

    return min(profiles, key=known).root


def _groups(profiles: Sequence[Facts]) -> list[list[int]]:
    return [[m.contact for m in facts.members] for facts in profiles]


def merge(
    ws: Workspace,
    keep: int,
    others: Sequence[int],
    *,
    choices: Mapping[str, int] | None = None,
    drops: Iterable[tuple[str, Any]] = (),
    score: float | None = None,
    evidence: Sequence[str] = (),
) -> Outcome[list[int]]:
    """Joins 2 to 5 profiles: they are `keep`. Answers the edges' ids, each of which can be taken back alone.

    `choices`: field to the contact whose value shall show. `drops`: (list field, value) that the owner took out in
    the dialog. `score` and `evidence` (in words) say why they are taken for one. A "not the same" that stands between
    them is withdrawn (rule 4). Raises NotFound, InvalidValue; nothing is written then.
    """
    with ws.database.write() as connection:
        dropped = tuple(drops)
        profiles = _profiles(connection, [keep, *others], whole=bool(choices or dropped))
        survivor, *losers = (facts.root for facts in profiles)
        chosen = rules.checked_choices(profiles, choices or {})
        removals = rules.removals(profiles, dropped)
        sides = {str(facts.root): [m.contact for m in facts.members] for facts in profiles[1:]} if removals else {}
        operation = operations.begin(connection, "merge", ws.now(), {"sides": sides} if sides else {})
        edges = [
            merges.add_edge(connection, operation, survivor, edge.loser, edge.choices, score, evidence)
            for edge in rules.edges_for(survivor, losers, chosen)
        ]
        writes.add_edits(connection, operation, removals)
        writes.withdraw(connection, operation, "not_same", merges.not_same_among(connection, _groups(profiles)))
        roots = _settle(connection, operation)
        names = merges.names_of(connection, [survivor])
    summary = tr("Merged {count} into {name}", count=len(profiles), name=names.get(survivor) or tr("one"))
    return Outcome(edges, Changes(operation, _KINDS, roots, summary=summary, undoable=True))


class Together(NamedTuple):
    """Contacts that are to be one, and why they are taken for it."""

    contacts: tuple[int, ...]
    score: float | None = None
    evidence: tuple[str, ...] = ()


def merge_all(ws: Workspace, groups: Sequence[Together]) -> Outcome[list[int]]:
    """Joins many groups in one operation, each into the one of whom most is known; answers the edges' ids.

    Each edge can be taken back alone, or all of them by undoing the operation. A group that was decided meanwhile, or
    that shares somebody with an earlier one, is left as it is. Raises NotFound; Refused where nothing is left to do.
    """
    with ws.database.write() as connection:
        joined = _to_join(connection, groups)
        if not joined:
            raise Refused(tr("All of them were decided meanwhile, so nothing was merged."))
        profiles = sum(len(facts) for facts, _why in joined)
        params = {"groups": len(joined), "profiles": profiles}
        operation = operations.begin(connection, "merge", ws.now(), params)
        edges = []
        for facts, why in joined:
            keep = _best_known(connection, facts)
            others = [one.root for one in facts if one.root != keep]
            edges += [
                merges.add_edge(connection, operation, keep, edge.loser, edge.choices, why.score, why.evidence)
                for edge in rules.edges_for(keep, others, {})
            ]
        roots = _settle(connection, operation)
    summary = tr("Merged {profiles} profiles into {count}", profiles=number(profiles), count=number(len(joined)))
    return Outcome(edges, Changes(operation, _KINDS, roots, summary=summary, undoable=True))


def _to_join(connection: Any, groups: Sequence[Together]) -> list[tuple[list[Facts], Together]]:
    """The profiles of each group that can still be joined; nobody is in two of them."""
    roots = [[*dict.fromkeys(writes.root_of(connection, one) for one in group.contacts)] for group in groups]
    known = Loader(connection).facts([*dict.fromkeys(root for group in roots for root in group)])
    taken: set[int] = set()
    joined = []
    for why, group in zip(groups, roots, strict=True):
        facts = [known[root] for root in group]
        one_kind = len({one.members[0].kind for one in facts}) == 1
        if len(group) < 2 or not one_kind or taken.intersection(group):
            continue
        if not merges.not_same_among(connection, _groups(facts)):
            taken.update(group)
            joined.append((facts, why))
    return joined


def survivor(ws: Workspace, contact: int) -> int:
    """The profile that an id, old or new, stands for. Raises NotFound."""
    with ws.database.read() as connection:
        return writes.root_of(connection, contact)


def _settle(connection: Any, operation: int) -> frozenset[int]:
    """Brings what an operation touched up to date; answers the contacts that views are told of, those gone included."""
    touch = operations.touched(connection, operation)
    return frozenset(operations.settle(connection, touch, operation) | touch.contacts)


# Take back ------------------------------------------------------------------------------------------------------------


def before_take_back(ws: Workspace, merge_id: int) -> TakeBackPreview:
    """What taking this merge back would leave, and where goes what came since. Raises NotFound, Refused."""
    with ws.database.read() as connection:
        edge = _standing_edge(connection, merge_id)
        stays, leaves = rules.parted(writes.facts_of(connection, edge.loser), merge_id)
        return TakeBackPreview(merge_id, _side(connection, stays, edge), _side(connection, leaves, edge))


def _standing_edge(connection: Any, merge_id: int) -> merges.Edge:
    edge = merges.edge(connection, merge_id)
    if not edge.live:
        raise Refused(tr("This merge doesn't stand any more, so there is nothing to take back."))
    return edge


def _side(connection: Any, facts: Facts, edge: merges.Edge) -> TakeBackSide:
    contacts = [m.contact for m in facts.members]
    since = [e for m in facts.members for e in m.edits if e.operation > edge.operation]
    later = [
        tr("your change of {field}", field=inside(label_of(f)))
        for f in dict.fromkeys(e.field for e in since)
        if f[:1] != "_"
    ]
    logged = merges.logged_since(connection, contacts, edge.operation)
    if logged:
        later.append(trn("a logged entry", "{count} logged entries", logged))
    tasks = merges.tasks_since(connection, contacts, edge.operation)
    if tasks:
        later.append(trn("a task", "{count} tasks", tasks))
    line = summarise(facts)
    name = line.name if line else merges.own_names(connection, [facts.root])[facts.root]
    return TakeBackSide(
        facts.root, name, sum(len(m.records) for m in facts.members),
        merges.activities_of(connection, contacts), merges.tasks_of(connection, contacts), tuple(later),
    )  # fmt: skip


def take_back(ws: Workspace, merge_id: int) -> Outcome[list[int]]:
    """Parts what one merge joined, and says that they are not the same (rule 4); answers the two profiles.

    Everything goes back to the contact that it was given to, what came since by rule 5; values that the merge's own
    dialog dropped come back to whoever leaves. Raises NotFound, Refused where it doesn't stand.
    """
    with ws.database.write() as connection:
        edge = _standing_edge(connection, merge_id)
        stays, leaves = rules.parted(writes.outline_of(connection, edge.loser), merge_id)
        operation = operations.begin(connection, "take_back", ws.now())
        writes.withdraw(connection, operation, "merge", [merge_id])
        last = merges.live_edges_of(connection, edge.operation) == []
        dropped = merges.dropped_by(connection, edge.operation, None if last else edge.loser)
        writes.withdraw(connection, operation, "edit", dropped)
        merges.add_not_same(connection, operation, edge.survivor, edge.loser)
        roots = _settle(connection, operation)
        names = merges.names_of(connection, [stays.root, leaves.root])
    summary = tr(
        "Parted {name} from {other}",
        name=names.get(leaves.root) or tr("somebody"),
        other=names.get(stays.root) or tr("somebody"),
    )
    return Outcome([stays.root, leaves.root], Changes(operation, _KINDS, roots, summary=summary, undoable=True))


# Records --------------------------------------------------------------------------------------------------------------


def detach(ws: Workspace, record: int) -> Outcome[list[int]]:
    """Gives a record a contact of its own, with the activities of its rows, and says that the two are not the same.

    Answers the profile that it left and the new one. Raises NotFound, Refused where it is all that is known.
    """
    with ws.database.write() as connection:
        placed = merges.place_of(connection, record)
        _more_than_record(connection, writes.facts_of(connection, placed.contact), record)
        operation = operations.begin(connection, "detach", ws.now(), {"record": record, "from": placed.contact})
        contact = writes.add_contact(connection, operation, placed.kind)
        roots = _replace(connection, operation, placed, contact)
    return _moved([placed.root, contact], operation, roots, tr("Detached a record"))


def move(ws: Workspace, record: int, contact: int) -> Outcome[list[int]]:
    """Gives a record to another profile, and says that it isn't the one whom it leaves.

    Answers both profiles. Raises NotFound, InvalidValue where it is there already, or of the other kind.
    """
    with ws.database.write() as connection:
        placed = merges.place_of(connection, record)
        target = writes.facts_of(connection, contact)
        if target.root == placed.root:
            raise InvalidValue(tr("This record is there already."))
        if target.members[0].kind != placed.kind:
            raise InvalidValue(tr("A person's record can't be a company's, nor the other way round."))
        params = {"record": record, "from": placed.contact, "to": target.root}
        operation = operations.begin(connection, "move", ws.now(), params)
        among = [[m.contact for m in target.members], [placed.contact]]
        writes.withdraw(connection, operation, "not_same", merges.not_same_among(connection, among))
        roots = _replace(connection, operation, placed, target.root)
    return _moved([placed.root, target.root], operation, roots, tr("Moved a record"))


def _more_than_record(connection: Any, facts: Facts, record: int) -> None:
    known = [r.id for m in facts.members for r in m.records]
    if known != [record] or any(_says_more(m) for m in facts.members):
        return
    if not merges.hangs_by_itself(connection, [m.contact for m in facts.members], record):
        raise Refused(tr("This record is all that is known here, so there is nothing to part it from."))


def _says_more(member: Any) -> bool:
    return member_is_filled(type(member)(member.contact, member.kind, [], member.edits))


def _replace(connection: Any, operation: int, placed: merges.Placed, contact: int) -> frozenset[int]:
    merges.place(connection, operation, placed.record, contact)
    merges.add_not_same(connection, operation, placed.contact, contact)
    return _settle(connection, operation)


def _moved(profiles: list[int], operation: int, roots: frozenset[int], word: str) -> Outcome[list[int]]:
    return Outcome(profiles, Changes(operation, _KINDS, roots, summary=word, undoable=True))


# Not the same ---------------------------------------------------------------------------------------------------------


def not_same(ws: Workspace, a: int, b: int, *others: int) -> Outcome[list[int]]:
    """Notes that profiles differ, each from each, which scans and imports heed. Raises NotFound, InvalidValue."""
    with ws.database.write() as connection:
        roots = [writes.root_of(connection, contact) for contact in (a, b, *others)]
        if len(set(roots)) < len(roots):
            raise InvalidValue(tr("They are one profile. Take the merge back, or detach the record, to part them."))
        operation = operations.begin(connection, "not_same", ws.now())
        for one, other in combinations(roots, 2):
            merges.add_not_same(connection, operation, one, other)
    changes = Changes(
        operation, frozenset({"history"}), frozenset(roots), summary=tr("Noted: not the same"), undoable=True
    )
    return Outcome(roots, changes)
