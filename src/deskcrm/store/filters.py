"""Filters as SQL over `profile` and `shown`: the same meaning as `domain.filters.matches`, which a test holds it to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from deskcrm.domain import filters
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.columns import CONSENTS, FIGURES, MEASURES, ColumnKind, column
from deskcrm.domain.filters import All, Condition, Node, Not
from deskcrm.store import consents, measures

Sql = tuple[str, list[Any]]
"""A condition on a row of `profile`, and the values bound in it."""

_NUMBERS: Final = frozenset({ColumnKind.NUMBER, ColumnKind.MONEY})


def wanted(node: Node) -> frozenset[str]:
    """The columns that `shown` must have for this filter."""
    return frozenset(condition.column for condition in filters.conditions(node)) - MEASURES - CONSENTS.keys() - FIGURES


def compiled(node: Node, today: date, own_kinds: Mapping[str, ColumnKind] | None = None) -> Sql:
    """The SQL of a filter that was checked; every value is bound, every name is ours."""
    if isinstance(node, Condition):
        bare, denied = filters.positive(node)
        sql, given = _condition(bare, today, own_kinds or {})
        return (f"NOT ({sql})" if denied else sql), given
    if isinstance(node, Not):
        sql, given = compiled(node.part, today, own_kinds)
        return f"NOT ({sql})", given
    parts = [compiled(part, today, own_kinds) for part in node.parts]
    if not parts:
        return ("1" if isinstance(node, All) else "0"), []
    word = " AND " if isinstance(node, All) else " OR "
    return word.join(f"({sql})" for sql, _ in parts), [value for _, given in parts for value in given]


def _condition(condition: Condition, today: date, own_kinds: Mapping[str, ColumnKind]) -> Sql:
    found = column(condition.column, dict(own_kinds))
    assert found is not None, "checked() lets no other through"
    if condition.column in MEASURES:
        expression = f"profile.{condition.column}"
        sql, given = _test(found.kind, condition, expression, expression, expression, today)
        return (f"{expression} <> '' AND {sql}" if found.kind not in _NUMBERS else sql), given
    if condition.column in CONSENTS:
        sql, given = _test(found.kind, condition, "state", "state", "state", today)
        said = f"SELECT root FROM ({consents.OF_ROOTS}) WHERE {sql}"
        return f"profile.root IN ({said})", [*consents.bounds(CONSENTS[condition.column]), *given]
    if condition.column in FIGURES:
        sql, given = _test(found.kind, condition, "key", "value", "value", today)
        return f"profile.root IN (SELECT root FROM ({measures.OF_ROOTS[condition.column]}) WHERE {sql})", given
    sql, given = _test(found.kind, condition, "key", "value", "number", today)
    return f"profile.root IN (SELECT root FROM shown WHERE field = ? AND {sql})", [condition.column, *given]


def _test(kind: ColumnKind, condition: Condition, key: str, value: str, number: str, today: date) -> Sql:
    """One test of a value that is there: its folded text, itself, and the number it is."""
    test, wanted_value = condition.test, condition.value
    if test == "filled":
        return "1", []
    if kind is ColumnKind.TEXT:
        sought = fold(wanted_value)
        if test == "is":
            return f"{key} = ?", [sought]
        if test == "begins":
            return f"substr({key}, 1, ?) = ?", [len(sought), sought]
        return f"instr({key}, ?) > 0", [sought]
    if kind is ColumnKind.CHOICE:
        return f"{value} = ?", [wanted_value]
    if kind is ColumnKind.DATE:
        return _day_test(test, wanted_value, value, today)
    if test == "between":
        return f"{number} >= ? AND {number} <= ?", list(wanted_value)
    return f"{number} {({'equals': '=', 'less': '<', 'more': '>'})[test]} ?", [wanted_value]


def _day_test(test: str, wanted_value: Any, value: str, today: date) -> Sql:
    first, last = filters.days(test, wanted_value, today)
    if test != "yearly":
        return f"substr({value}, 1, 10) >= ? AND substr({value}, 1, 10) <= ?", [first, last]
    stretches = filters.yearly(first, last)
    inside = " OR ".join(f"substr({value}, -5) BETWEEN ? AND ?" for _ in stretches)
    looks = f"({value} GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR {value} GLOB '--[0-9][0-9]-[0-9][0-9]')"
    return f"({inside}) AND {looks}", [bound for stretch in stretches for bound in stretch]
