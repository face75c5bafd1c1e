"""A dry run's rows in words: what shows now, what would show, and why; a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from deskcrm.domain.cleaning.addresses import join_address
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.explain import shown_fields
from deskcrm.domain.facts import Assertion, Data, Facts, MemberFacts, RecordFacts
from deskcrm.domain.fields import label_of
from deskcrm.domain.trust import ranks_of
from deskcrm.domain.unify import unify
from deskcrm.domain.views import FieldChange, Problem, RowChange
from deskcrm.languages import english, tr
from deskcrm.services.staged import ATTACHED, CREATED, LEFT_OUT, PROBLEM, UNCHANGED, UPDATED, WAITING
from deskcrm.store import told
from deskcrm.store.loading import Loader
from deskcrm.store.told import ToldRow

KINDS: Final = {
    CREATED: "new",
    UPDATED: "changed",
    ATTACHED: "attached",
    UNCHANGED: "same",
    PROBLEM: "problem",
    WAITING: "waiting",
    LEFT_OUT: "left_out",
}
NOT_TAKEN: Final = frozenset({"problem", "waiting", "left_out"})
_TELLING: Final = ("given", "additional", "family", "organization", "birthday", "emails", "phones", "addresses")
_LATER = 1 << 60


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told of one staged file: its source, how far that is to be trusted, and what its rows are about.

    `not_yet`: batches of the workspace that count as not there, because they come after this file.
    """

    source: int
    trust: int
    rules: Mapping[str, str]
    kind: str
    not_yet: frozenset[int] = field(default_factory=frozenset)


def page(
    workspace: Any,
    staged: Any,
    telling: Telling,
    kinds: Sequence[str],
    text: str = "",
    after: int = 0,
    limit: int = 200,
) -> tuple[RowChange, ...]:
    """Some rows of these kinds ("new", "changed"...) that have all words of `text`, each with what it would change."""
    rows = told.page(staged, hows_of(kinds), words_of(text), after, limit)
    return _Words(workspace, staged, telling).of(rows)


def fields_of_new(workspace: Any, staged: Any, telling: Telling, numbers: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What the profiles of new people would show, by their rows' numbers; identifiers, names and the like alone."""
    rows = [row for row in told.rows(staged, numbers) if row.how == CREATED]
    return _Words(workspace, staged, telling).profiles(rows)


def count(staged: Any, kinds: Sequence[str], text: str) -> int:
    """How many rows of these kinds have all words of `text`."""
    return told.count(staged, hows_of(kinds), words_of(text))


def refused(problem: Problem) -> RowChange:
    """A row that can't be taken in."""
    why = FieldChange(problem.field, problem.value, "", problem.why)
    return RowChange(problem.row, None, "", "problem", (why,))


def words_of(text: str) -> list[str]:
    """What is looked for, as it is compared."""
    return fold(text).split()


def folded(change: RowChange) -> str:
    """All that a row says, as it is compared."""
    return fold(" ".join([change.name, *(f"{f.before} {f.after}" for f in change.fields)]))


def hows_of(kinds: Sequence[str]) -> list[str]:
    """What staging calls these kinds."""
    return [how for how, kind in KINDS.items() if kind in kinds]


class _Words:
    """Puts rows into words by one view of the workspace."""

    def __init__(self, workspace: Any, staged: Any, telling: Telling) -> None:
        self._staged = staged
        self._telling = telling
        self._ranks = ranks_of(telling.rules) or None
        self._loader = Loader(workspace)
        self._loader.standing -= telling.not_yet

    def of(self, rows: Sequence[ToldRow]) -> tuple[RowChange, ...]:
        facts: dict[int, Facts] = {}
        roots = self._loader.roots(row.contact for row in rows if row.contact > 0)
        for found in self._loader.facts(sorted(roots)).values():
            facts.update((member.contact, found) for member in found.members)
        versions = {row.version for row in rows if row.how != UNCHANGED}
        said = told.staged_data(self._staged, [v for v in versions if v < 0])
        said |= self._loader.said([v for v in versions if v > 0])
        return tuple(self._change(row, facts.get(row.contact), said.get(row.version, {})) for row in rows)

    def profiles(self, rows: Sequence[ToldRow]) -> dict[int, dict[str, Any]]:
        said = told.staged_data(self._staged, [row.version for row in rows])
        shown = {
            row.number: shown_fields(unify(self._with_row(row, None, said.get(row.version, {}))), {}) for row in rows
        }
        return {number: {key: fields[key] for key in _TELLING if key in fields} for number, fields in shown.items()}

    def _change(self, row: ToldRow, facts: Facts | None, data: Data) -> RowChange:
        contact = facts.root if facts else None
        change = RowChange(row.line, contact, row.name, KINDS[row.how], (), row.number, row.activity)
        if change.kind in NOT_TAKEN:
            return replace(change, fields=(FieldChange(row.field, row.value, "", row.why),))
        if row.how == UNCHANGED:
            return change
        before = shown_fields(unify(facts), {}) if facts else {}
        after = shown_fields(unify(self._with_row(row, facts, data)), {})
        why = _why(row)
        fields = tuple(
            FieldChange(label_of(key), show(before.get(key)), show(after.get(key)), why)
            for key in {**before, **after}
            if before.get(key) != after.get(key)
        )
        return replace(change, fields=fields)

    def _with_row(self, row: ToldRow, facts: Facts | None, data: Data) -> Facts:
        """The facts as they would be with this row in: a later assertion of its record, by a source so trusted."""
        told_, heard = self._telling, Assertion(_LATER, row.line, 0, data)
        fresh = RecordFacts(_LATER, told_.source, told_.trust, [heard], ranks=self._ranks, wins=self._loader.wins)
        if facts is None:
            return Facts(0, [MemberFacts(0, told_.kind, [fresh])])
        return Facts(facts.root, list(self._members(row, facts, heard, fresh)), facts.edges)

    def _members(self, row: ToldRow, facts: Facts, heard: Assertion, fresh: RecordFacts) -> Iterator[MemberFacts]:
        for member in facts.members:
            records = [self._record(record, row, heard) for record in member.records]
            if member.contact == row.contact and all(r.id != row.record for r in member.records):
                records.append(fresh)
            yield MemberFacts(member.contact, member.kind, records, member.edits, member.busy)

    def _record(self, record: RecordFacts, row: ToldRow, heard: Assertion) -> RecordFacts:
        if record.source != self._telling.source:
            return record
        assertions = [*record.assertions, heard] if record.id == row.record else record.assertions
        return RecordFacts(
            record.id, record.source, self._telling.trust, assertions, record.key, self._ranks, record.wins
        )


_SAME = {"email": english("same email: {value}"), "phone": english("same phone: {value}")}
_SAME_KEY = english("same {kind}: {value}")


def _why(row: ToldRow) -> str:
    if row.how == ATTACHED:
        kind, _, value = row.why.partition(":")
        if row.why == "you":
            return tr("you said so")
        return tr(_SAME.get(kind, _SAME_KEY), kind=kind, value=value) if value else tr("same name")
    return tr("new") if row.how == CREATED else tr("same id")


def show(value: Any) -> str:
    """A field's value on one line."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(show(item) for item in value)
    if isinstance(value, dict):
        if "value" in value:
            return str(value["value"])
        if any(part in value for part in ("street", "city", "postcode", "country", "region", "extended")):
            return join_address(value)
        return ", ".join(f"{key}: {text}" for key, text in value.items() if key != "label")
    return str(value)
