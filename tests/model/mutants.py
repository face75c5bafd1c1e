"""Planted faults: each breaks one rule of the model in the real code, by a small patch, while a test runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby
from typing import Any

import orjson
from pytest import MonkeyPatch  # noqa: PT013

from deskcrm.domain import editing, recognition, unify
from deskcrm.domain.errors import Refused
from deskcrm.domain.hiding import Hidden, member_hidden
from deskcrm.domain.summary import member_is_filled
from deskcrm.services import contacts, merging, staging
from deskcrm.store import checking, derived, events, loading, lookups, merges, operations

Plant = Callable[[MonkeyPatch], None]
MUTANTS: dict[str, Plant] = {}


def mutant(name: str) -> Callable[[Plant], Plant]:
    def keep(plant: Plant) -> Plant:
        MUTANTS[name] = plant
        return plant

    return keep


# Live (rule 1) --------------------------------------------------------------------------------------------------------


def _with_live(patch: MonkeyPatch, live: Callable[[str], str]) -> None:
    for module in (loading, merges, operations, derived, checking):
        patch.setattr(module, "live", live)


@mutant("a bit on each fact: undoing what withdrew it makes it live")
def _a_bit(patch: MonkeyPatch) -> None:
    withdrawn = "EXISTS (SELECT 1 FROM withdrawal w WHERE w.fact_table = '{table}' AND w.fact = {table}.id)"
    both = f"CASE WHEN {withdrawn} THEN {loading.NOT_WITHDRAWN} ELSE {loading.STANDING} END"
    _with_live(patch, lambda table: both.format(table=table))


@mutant("what was withdrawn once stays so when the withdrawal is undone")
def _withdrawn_for_ever(patch: MonkeyPatch) -> None:
    withdrawn = "EXISTS (SELECT 1 FROM withdrawal w WHERE w.fact_table = '{table}' AND w.fact = {table}.id)"
    _with_live(patch, lambda table: f"({loading.STANDING} AND NOT {withdrawn})".format(table=table))


# What a record says (rule 2) ------------------------------------------------------------------------------------------


@mutant("newest by version")
def _by_version(patch: MonkeyPatch) -> None:
    def rank(self: Any) -> Any:
        return (self.family, self.operation, self.trust, self.version, -self.record)

    patch.setattr(unify.Claim, "rank", rank)


def _with_fold(patch: MonkeyPatch, fold: Callable[[Any], Any]) -> None:
    patch.setattr(unify, "fold_record", fold)


@mutant("newest by last assertion")
def _by_last_assertion(patch: MonkeyPatch) -> None:
    real = unify.fold_record

    def fold(record: Any) -> Any:
        now, before = real(record)
        for heard in now.values():
            heard.batch = max(assertion.batch for assertion in record.assertions)
        return now, before

    _with_fold(patch, fold)


@mutant("a file folded first: what an earlier row of it said is lost")
def _file_first(patch: MonkeyPatch) -> None:
    real = unify.fold_record

    def fold(record: Any) -> Any:
        folded = []
        ordered = sorted(record.assertions, key=lambda a: (a.batch, a.line))
        for _, group in groupby(ordered, key=lambda a: a.batch):
            rows = list(group)
            folded.append(rows[-1]._replace(data={k: v for row in rows for k, v in row.data.items()}))
        return real(replace(record, assertions=folded))

    _with_fold(patch, fold)


@mutant("a blank overwrites")
def _blank_overwrites(patch: MonkeyPatch) -> None:
    real = unify.fold_record

    def fold(record: Any) -> Any:
        now, before = real(record)
        last = max(assertion.batch for assertion in record.assertions)
        said = {slot for a in record.assertions if a.batch == last for slot in a.data}
        return {slot: heard for slot, heard in now.items() if slot in said}, before

    _with_fold(patch, fold)


@mutant("superseded values are forgotten")
def _nothing_formerly(patch: MonkeyPatch) -> None:
    real = unify.fold_record
    _with_fold(patch, lambda record: (real(record)[0], []))


@mutant("blanks are filled from earlier rows when a version is made")
def _copied_forward(patch: MonkeyPatch) -> None:
    real = staging.Stager._known

    def known(self: Any, unit: Any, record: Any, digest: int, versions: list[Any]) -> Any:
        unit.taken.data = {slot: value for data in [*versions, unit.taken.data] for slot, value in data.items()}
        unit.said = orjson.dumps(unit.taken.data)
        return real(self, unit, record, digest, versions)

    patch.setattr(staging.Stager, "_known", known)


# Keys and who is who (rules 9 and 10) ---------------------------------------------------------------------------------


@mutant("a key is kept for ever by who had it first")
def _key_for_ever(patch: MonkeyPatch) -> None:
    real = lookups.Lookups.records

    def records(self: Any, keys: Any) -> Any:
        found = real(self, keys)
        for record in (record for known in found.values() for record in known):
            record.asserted = record.asserted or list(record.versions.values())
        return found

    patch.setattr(lookups.Lookups, "records", records)


@mutant("a redo may give a key a second live record")
def _two_records(patch: MonkeyPatch) -> None:
    real = operations._must_hold
    patch.setattr(
        operations, "_must_hold", lambda connection, touch, before, redone: real(connection, touch, before, None)
    )


@mutant("an identifier on many roots still tells")
def _shared_tells(patch: MonkeyPatch) -> None:
    patch.setattr(recognition, "SHARED", 99)


@mutant("rows are matched with contacts, not with roots")
def _matched_with_contacts(patch: MonkeyPatch) -> None:
    real = lookups.Lookups.owners

    def owners(self: Any, points: Any) -> Any:
        return {point: [replace(o, root=o.contact) for o in found] for point, found in real(self, points).items()}

    patch.setattr(lookups.Lookups, "owners", owners)


@mutant("a row is attached to the survivor, not to the member that owns the identifier")
def _attached_to_survivor(patch: MonkeyPatch) -> None:
    real = recognition.recognise

    def recognise(*given: Any) -> Any:
        match = real(*given)
        return match and replace(match, contact=match.root)

    patch.setattr(staging, "recognise", recognise)


@mutant("an identifier that the owner removed still tells")
def _removed_tells(patch: MonkeyPatch) -> None:
    real = derived.strong_points

    def points(member: Any) -> Any:
        return real(replace(member, edits=[e for e in member.edits if e.verb != "remove"]))

    patch.setattr(derived, "strong_points", points)


@mutant("two ids of one source in a file are both attached to one root")
def _rivals(patch: MonkeyPatch) -> None:
    patch.setattr(staging.Stager, "_part_rivals", lambda self: None)


# The owner's word (rule 5) --------------------------------------------------------------------------------------------


def _with_distribute(patch: MonkeyPatch, distribute: Callable[[Any, Any], Any]) -> None:
    patch.setattr(editing, "distribute", distribute)


@mutant("clearing reaches only what shows")
def _clear_shown(patch: MonkeyPatch) -> None:
    real = editing.distribute

    def distribute(facts: Any, patch: Any) -> Any:
        found = real(facts, patch)
        if patch.verb != "clear" or patch.field in unify._LISTS:
            return found
        own = {m.contact: editing._own(unify.member_side(m), patch.field) for m in facts.members}
        return [edit for edit in found if own[edit.contact] == edit.old]

    _with_distribute(patch, distribute)


@mutant("a value is set on the survivor only")
def _set_on_survivor(patch: MonkeyPatch) -> None:
    real = editing.distribute

    def distribute(facts: Any, patch: Any) -> Any:
        found = real(facts, patch)
        return [replace(found[0], contact=facts.root)] if patch.verb == "set" else found

    _with_distribute(patch, distribute)


@mutant("a list value is removed on the survivor only")
def _remove_on_survivor(patch: MonkeyPatch) -> None:
    real = editing.distribute

    def distribute(facts: Any, patch: Any) -> Any:
        found = real(facts, patch)
        return [e for e in found if e.contact == facts.root] if patch.verb == "remove" else found

    _with_distribute(patch, distribute)


@mutant("what somebody holds already is added to the survivor")
def _add_to_survivor(patch: MonkeyPatch) -> None:
    real = editing.distribute

    def distribute(facts: Any, patch: Any) -> Any:
        found = real(facts, patch)
        return [replace(found[0], contact=facts.root)] if patch.verb == "add" else found

    _with_distribute(patch, distribute)


@mutant("removing hides the survivor only")
def _hide_survivor(patch: MonkeyPatch) -> None:
    real = contacts.hiding
    patch.setattr(contacts, "hiding", lambda facts, how: [e for e in real(facts, how) if e.contact == facts.root])


@mutant("a profile is hidden when any of its members is removed")
def _hidden_by_any(patch: MonkeyPatch) -> None:
    def hidden(facts: Any) -> Hidden:
        return max(map(member_hidden, filter(member_is_filled, facts.members)), default=Hidden.NOT)

    patch.setattr(derived, "hidden", hidden)


@mutant("a note is taken along by who was merged")
def _note_on_loser(patch: MonkeyPatch) -> None:
    def add(connection: Any, operation: int, contact: int, data: Any) -> int:
        row = connection.execute("SELECT max(contact) FROM member WHERE root = ?", (contact,)).fetchone()
        return real(connection, operation, row[0] or contact, data)

    real = merging.writes.add_activity
    patch.setattr(merging.writes, "add_activity", add)


# Merges (rules 3, 4 and 6) --------------------------------------------------------------------------------------------


@mutant("a choice of a side that has nothing shows a blank")
def _blank_choice(patch: MonkeyPatch) -> None:
    real = unify._join

    def join(survivor: Any, loser: Any, edge: Any) -> Any:
        side = real(survivor, loser, edge)
        for key, name in edge.choices.items():
            if key not in (survivor if name == "survivor" else loser).singles:
                side.singles.pop(key, None)
        return side

    patch.setattr(unify, "_join", join)


@mutant("a choice beats every later edit")
def _choice_for_ever(patch: MonkeyPatch) -> None:
    real = unify._join
    patch.setattr(unify, "_join", lambda s, lo, edge: real(s, lo, edge._replace(operation=edge.operation + (1 << 40))))


@mutant("a circle is allowed")
def _circle(patch: MonkeyPatch) -> None:
    _without(patch, "circle")


@mutant("somebody may have two survivors")
def _two_survivors(patch: MonkeyPatch) -> None:
    _without(patch, "somebody else meanwhile")


def _without(patch: MonkeyPatch, words: str) -> None:
    real = operations._edges_must_hold

    def must_hold(now: Any, before: Any) -> None:
        try:
            real(now, before)
        except Refused as refusal:
            if words not in str(refusal):
                raise

    patch.setattr(operations, "_edges_must_hold", must_hold)


@mutant("a refusal names what came back")
def _names_itself(patch: MonkeyPatch) -> None:
    real = operations._edges_must_hold

    def must_hold(now: Any, before: Any) -> None:
        try:
            real(now, before)
        except Refused as refusal:
            raise Refused(str(refusal), [e.operation for merge, e in now.items() if merge not in before]) from refusal

    patch.setattr(operations, "_edges_must_hold", must_hold)


@mutant("the root stays when a merge is taken back")
def _stale_root(patch: MonkeyPatch) -> None:
    real = operations._withdrawn

    def withdrawn(connection: Any, operation: int, touch: Any) -> None:
        edges = touch.edges
        real(connection, operation, touch)
        touch.edges = edges

    patch.setattr(operations, "_withdrawn", withdrawn)


@mutant("the stage stays when what it came from is taken back")
def _stale_stage(patch: MonkeyPatch) -> None:
    real, at = derived.replace_profiles, derived._NAMES.index("stage")

    def replace_profiles(connection: Any, old: Any, new: Any) -> None:
        for root in old.keys() & new.keys():
            if old[root][at] == "customer" and new[root][at] != "customer":
                new[root] = (*new[root][:at], "customer", *new[root][at + 1 :])
        real(connection, old, new)

    patch.setattr(derived, "replace_profiles", replace_profiles)


@mutant("a take-back leaves dropped values dropped")
def _not_freed(patch: MonkeyPatch) -> None:
    patch.setattr(merges, "dropped_by", lambda *given: [])


@mutant("a take-back frees what was dropped on those who stay")
def _all_freed(patch: MonkeyPatch) -> None:
    real = merges.dropped_by
    patch.setattr(merges, "dropped_by", lambda connection, operation, loser=None: real(connection, operation))


@mutant("a dropped value goes from the survivor only")
def _drop_on_survivor(patch: MonkeyPatch) -> None:
    real = merging.rules.removals

    def removals(profiles: Any, drops: Any) -> Any:
        return [edit for edit in real(profiles, drops) if edit.contact == profiles[0].root]

    patch.setattr(merging.rules, "removals", removals)


@mutant("taking back and detaching do not say that they differ")
def _says_nothing(patch: MonkeyPatch) -> None:
    patch.setattr(merges, "add_not_same", lambda *given: 0)


@mutant("a later merge does not withdraw that they differ")
def _differs_for_ever(patch: MonkeyPatch) -> None:
    real = merging.writes.withdraw

    def withdraw(connection: Any, operation: int, table: str, facts: Any) -> None:
        if table != "not_same":
            real(connection, operation, table, facts)

    patch.setattr(merging.writes, "withdraw", withdraw)


@mutant("a detached record leaves its activities behind")
def _activities_left(patch: MonkeyPatch) -> None:
    real = events._event_rows

    def event_rows(loader: Any, activities: Any) -> Any:
        placed, loader.placed = loader.placed, {}
        try:
            return list(real(loader, activities))
        finally:
            loader.placed = placed

    patch.setattr(events, "_event_rows", event_rows)


@mutant("a record stays where it was moved first")
def _first_placement(patch: MonkeyPatch) -> None:
    real = loading.Loader.__init__

    def init(self: Any, connection: Any) -> None:
        real(self, connection)
        self.placed = dict(
            connection.execute(
                f"SELECT record, contact FROM placement WHERE {loading.live('placement')} ORDER BY id DESC"
            )
        )

    patch.setattr(loading.Loader, "__init__", init)


@mutant("an import asks for ids where records lay first")
def _ids_left_behind(patch: MonkeyPatch) -> None:
    real = lookups.Lookups._with_id_of_source

    def with_id(self: Any, given: Any) -> Any:
        placed, self.loader.placed = self.loader.placed, {}
        try:
            return real(self, given)
        finally:
            self.loader.placed = placed

    patch.setattr(lookups.Lookups, "_with_id_of_source", with_id)


# Undo (rule 14) -------------------------------------------------------------------------------------------------------


@mutant("an undo undoes later edits too")
def _later_edits(patch: MonkeyPatch) -> None:
    real = operations.turn

    def turn(connection: Any, operation: int, at: str, *, undo: bool) -> Any:
        touch = real(connection, operation, at, undo=undo)
        if undo:
            connection.execute(
                "UPDATE operation SET undone_at = ?, undone_turn = 0 "
                "WHERE kind = 'edit' AND id > ? AND undone_at IS NULL "
                f"AND id IN (SELECT operation FROM edit WHERE contact {loading.IN})",
                (at, operation, loading.ids(touch.contacts)),
            )
        return touch

    patch.setattr(operations, "turn", turn)


@mutant("an undone import's activities stay")
def _stale_activities(patch: MonkeyPatch) -> None:
    real = operations.settle

    def settle(connection: Any, touch: Any, operation: int) -> Any:
        (undone,) = connection.execute("SELECT undone_at FROM operation WHERE id = ?", (operation,)).fetchone()
        if undone:
            touch.activities.clear()
        return real(connection, touch, operation)

    patch.setattr(operations, "settle", settle)
    patch.setattr(merging.operations, "settle", settle)


@mutant("an edit of a removed value brings nothing to find")
def _removed_forgotten(patch: MonkeyPatch) -> None:
    real = unify._edit_list
    patch.setattr(unify, "_edit_list", lambda items, edit, contact, told: real(items, edit, contact, None))
