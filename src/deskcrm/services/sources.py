"""Sources in one place: their names and how much each is trusted, which decides whose value shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.facts import DEFAULT_TRUST, YOU
from deskcrm.domain.trust import RULES, is_ruled, ruled_field
from deskcrm.languages import tr
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations, writes
from deskcrm.store import sources as kept

LEAST, MOST = 1, 99
TRUST: Final = {30: tr("Less than others"), 50: tr("Like others"), 70: tr("More than others")}
"""The levels of trust that are offered, with their words."""
_KINDS = frozenset({"contacts", "sources", "history"})


@dataclass(frozen=True, slots=True)
class SourceView:
    """One source: how much it is trusted (1 to 99; the owner's word is 100), and how many records it has.

    `rules`: for fields that go by a rule of their own ("never", "empty", "always": see `domain/trust`).
    """

    id: int
    name: str
    trust: int
    records: int
    rules: Mapping[str, str] = field(default_factory=dict)


def every(ws: Workspace) -> list[SourceView]:
    """The sources that files came from, the most trusted first."""
    with ws.database.read() as connection:
        return [SourceView(*row) for row in kept.every(connection)]


def named(ws: Workspace, name: str) -> SourceView:
    """The source of this name; one that no file came from yet has the id 0 and the usual trust."""
    return next((source for source in every(ws) if source.name == name), SourceView(0, name, DEFAULT_TRUST, 0))


def fields_of(ws: Workspace, source: int) -> list[str]:
    """The fields of which the files of a source speak, and that can have a rule; those of its latest file first."""
    with ws.database.read() as connection:
        mappings = kept.mappings(connection, source)
    columns = [column for mapping in mappings for column in orjson.loads(mapping)["columns"]]
    return [field for field in dict.fromkeys(ruled_field(column["target"]) for column in columns) if field]


def change(
    ws: Workspace,
    source: int,
    *,
    name: str | None = None,
    trust: int | None = None,
    rules: Mapping[str, str] | None = None,
) -> Outcome[int]:
    """Renames a source, or trusts it more or less: profiles then show the values of whom is trusted most.

    `rules`: for which fields its word counts otherwise; they take the place of those before. Raises InvalidValue for a
    name that another source has, for a trust or a rule that is none; NotFound.
    """
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = tidy(name)
    if trust is not None:
        wanted["trust"] = trust
    if rules is not None:
        _check_rules(rules)
        wanted["rules"] = kept.rules_text(rules)
    with ws.database.write() as connection:
        names = kept.names(connection)
        if source not in names:
            raise NotFound(tr("This source is no more."))
        _check(names, source, wanted)
        operation = _change(connection, ws.now(), source, wanted.get("name", names[source]), wanted)
    summary = tr("Changed the source {name}", name=wanted.get("name", names[source]))
    return Outcome(source, Changes(operation, _KINDS, everything=True, summary=summary, undoable=True))


def trust_within(connection: Any, at: str, name: str, trust: int, rules: Mapping[str, str]) -> None:
    """Has a source, made where it is new, be trusted so: within the caller's transaction, as an operation of its own.

    It is one of its own so that an import can be undone when the trust was changed again since. Raises InvalidValue.
    """
    _check_rules(rules)
    known = kept.trust_of(connection, name)
    if known is None:
        kept.add(connection, name, trust, rules)
    elif known[0] != YOU and known[1:] != (trust, dict(rules)):
        _change(connection, at, known[0], name, {"trust": trust, "rules": kept.rules_text(rules)})


def _change(connection: Any, at: str, source: int, name: str, wanted: Mapping[str, Any]) -> int:
    operation = operations.begin(connection, "source", at, {"name": name})
    writes.change_row(connection, operation, "source", "id", source, dict(wanted))
    operations.settle(connection, operations.touched(connection, operation), operation)
    return operation


def _check_rules(rules: Mapping[str, str]) -> None:
    for key, rule in rules.items():
        if not is_ruled(key) or rule not in RULES:
            raise InvalidValue(
                tr(
                    "“{key}” can't have the rule “{rule}”: it must be one of {rules}.",
                    key=key,
                    rule=rule,
                    rules=", ".join(RULES),
                )
            )


def _check(names: Mapping[int, str], source: int, wanted: Mapping[str, Any]) -> None:
    if not wanted or wanted.get("name") == "":
        raise InvalidValue(tr("A source needs a name."))
    if not LEAST <= wanted.get("trust", LEAST) <= MOST:
        raise InvalidValue(tr("Trust is a number from {least} to {most}.", least=LEAST, most=MOST))
    others = (other for number, other in names.items() if number != source and "name" in wanted)
    if any(fold(other) == fold(wanted["name"]) for other in others):
        raise InvalidValue(tr("There is a source “{name}” already.", name=wanted["name"]))
