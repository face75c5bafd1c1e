"""Filters of lists: a small tree of rules over columns, as JSON and back, in words, and what it means in plain Python.

`matches` is the meaning; `store/filters.py` says the same in SQL, and a test holds the two together. Segments grow
from this tree.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.columns import CONSENT_WORDS, CONSENTS, Column, ColumnKind, column
from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.fields import STAGES
from deskcrm.domain.measures import SEGMENTS
from deskcrm.languages import tr, trc, trn
from deskcrm.languages.regional import decimal

MOST: Final = 100
"""Conditions that one filter may have: a saved view is written by hand, not by programs."""
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one column. `value`: text, a number, a pair of them, days, or nothing, as the test wants it."""

    column: str
    test: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold; without parts it does."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part must hold; without parts none does."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: Node


Node = Condition | All | AnyOf | Not

_TEXT = ("is", "is_not", "contains", "contains_not", "begins", "empty", "filled")
_NUMBER = ("equals", "less", "more", "between", "empty", "filled")
_DATE = ("on", "before", "after", "between", "last_days", "not_last_days", "next_days", "yearly", "empty", "filled")
_CHOICE = ("is", "is_not", "empty", "filled")
TESTS: Final[Mapping[ColumnKind, tuple[str, ...]]] = {
    ColumnKind.TEXT: _TEXT, ColumnKind.NUMBER: _NUMBER, ColumnKind.MONEY: _NUMBER, ColumnKind.DATE: _DATE,
    ColumnKind.CHOICE: _CHOICE,
}  # fmt: skip
"""The tests that each kind of column knows, in the order in which they are offered."""

WORDS: Final[Mapping[str, str]] = {
    "is": trc("a filter", "is"),
    "is_not": trc("a filter", "is not"),
    "contains": trc("a filter", "contains"),
    "contains_not": trc("a filter", "does not contain"),
    "begins": trc("a filter", "begins with"),
    "empty": trc("a filter", "is empty"),
    "filled": trc("a filter", "is filled"),
    "equals": trc("a filter", "is"),
    "less": trc("a filter", "is less than"),
    "more": trc("a filter", "is more than"),
    "between": trc("a filter", "is between"),
    "on": trc("a filter", "is on"),
    "before": trc("a filter", "is before"),
    "after": trc("a filter", "is after"),
    "last_days": trc("a filter", "in the last"),
    "not_last_days": trc("a filter", "not in the last"),
    "next_days": trc("a filter", "in the next"),
    "yearly": trc("a filter", "comes round in the next"),
}
_NEGATIONS: Final = {"is_not": "is", "contains_not": "contains", "not_last_days": "last_days", "empty": "filled"}
_BARE = frozenset({"empty", "filled"})
_DAYS = frozenset({"last_days", "not_last_days", "next_days", "yearly"})


# What may be said -----------------------------------------------------------------------------------------------------


def checked(node: Node, own_kinds: Mapping[str, ColumnKind] | None = None) -> Node:
    """The node itself, where every column, test and value in it makes sense. Raises InvalidValue."""
    if len(conditions(node)) > MOST:
        raise InvalidValue(tr("A filter has at most {count} conditions.", count=MOST))
    for condition in conditions(node):
        _check(condition, own_kinds or {})
    return node


def _check(condition: Condition, own_kinds: Mapping[str, ColumnKind]) -> None:
    found = column(condition.column, dict(own_kinds))
    if found is None:
        raise InvalidValue(tr("There is no column “{column}” to filter by.", column=condition.column))
    if condition.test not in TESTS[found.kind]:
        raise InvalidValue(tr("{label} can't be tested by “{test}”.", label=found.label, test=condition.test))
    if not _fits(found.kind, condition.test, condition.value):
        raise InvalidValue(
            tr("“{value}” is nothing that {label} can be compared with.", value=condition.value, label=found.label)
        )


def _fits(kind: ColumnKind, test: str, value: Any) -> bool:
    if test in _BARE:
        return value is None
    if test in _DAYS:
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 36_600
    if test == "between":
        return isinstance(value, (list, tuple)) and len(value) == 2 and all(_is_one(kind, one) for one in value)
    return _is_one(kind, value)


def _is_one(kind: ColumnKind, value: Any) -> bool:
    if kind in (ColumnKind.NUMBER, ColumnKind.MONEY):
        return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST:
        return False
    return kind is not ColumnKind.DATE or _is_day(value)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def conditions(node: Node) -> list[Condition]:
    """Every condition of a tree, from left to right."""
    if isinstance(node, Condition):
        return [node]
    parts = (node.part,) if isinstance(node, Not) else node.parts
    return [condition for part in parts for condition in conditions(part)]


# As JSON --------------------------------------------------------------------------------------------------------------


def to_plain(node: Node) -> dict[str, Any]:
    """The tree as plain data: {"column", "test", "value"}, {"all": [...]}, {"any": [...]}, {"not": ...}."""
    if isinstance(node, Condition):
        return {"column": node.column, "test": node.test, "value": node.value}
    if isinstance(node, Not):
        return {"not": to_plain(node.part)}
    return {"all" if isinstance(node, All) else "any": [to_plain(part) for part in node.parts]}


def from_plain(data: Any, own_kinds: Mapping[str, ColumnKind] | None = None) -> Node:
    """The tree that plain data describes. Raises InvalidValue for anything else: saved filters are not trusted."""
    return checked(_node(data, 0), own_kinds)


def _node(data: Any, depth: int) -> Node:
    if not isinstance(data, dict) or depth > 20:
        raise InvalidValue(tr("This filter can't be read."))
    if set(data) == {"column", "test", "value"} and isinstance(data["column"], str) and isinstance(data["test"], str):
        value = data["value"]
        return Condition(data["column"], data["test"], tuple(value) if isinstance(value, list) else value)
    if set(data) == {"not"}:
        return Not(_node(data["not"], depth + 1))
    for word, kind in (("all", All), ("any", AnyOf)):
        if set(data) == {word} and isinstance(data[word], list):
            return kind(tuple(_node(part, depth + 1) for part in data[word]))
    raise InvalidValue(tr("This filter can't be read."))


# In words -------------------------------------------------------------------------------------------------------------


def in_words(condition: Condition, own_kinds: Mapping[str, ColumnKind] | None = None) -> str:
    """A condition as its chip says it: "City is Berlin", "Last contact not in the last 90 days"."""
    found = column(condition.column, dict(own_kinds or {}))
    label = found.label if found else condition.column
    words = f"{label} {WORDS.get(condition.test, condition.test)}"
    if condition.test in _BARE:
        return words
    if condition.test in _DAYS:
        return trn("{words} {count} day", "{words} {count} days", condition.value, words=words)
    if condition.test == "between":
        first, last = (_said(found, one) for one in condition.value)
        return tr("{words} {first} and {last}", words=words, first=first, last=last)
    return f"{words} {_said(found, condition.value)}"


def _said(found: Column | None, value: Any) -> str:
    if found is not None and found.kind is ColumnKind.MONEY:
        return decimal(value / 100, 2)
    return words_of_choice(found.key, value) if found is not None else str(value)


def words_of_choice(key: str, value: Any, stages: Mapping[str, str] = STAGES) -> str:
    """A value of a column in words: of a choice those that the screen has for it, else itself.

    `stages`: what the owner calls each stage.
    """
    words = {"stage": stages, "segment": SEGMENTS}.get(key, CONSENT_WORDS if key in CONSENTS else {})
    return words.get(str(value), str(value))


# What it means --------------------------------------------------------------------------------------------------------

Values = Callable[[str], Sequence[str]]
"""The values of a contact in a column: none for blank, several for lists; measures as text too."""


def matches(node: Node, values: Values, today: date, own_kinds: Mapping[str, ColumnKind] | None = None) -> bool:
    """Whether a contact with these values is meant.

    A test holds where any value passes it; a test that denies holds where none passes its opposite, so that who has
    no city at all "is not Berlin" too.
    """
    if isinstance(node, All):
        return all(matches(part, values, today, own_kinds) for part in node.parts)
    if isinstance(node, AnyOf):
        return any(matches(part, values, today, own_kinds) for part in node.parts)
    if isinstance(node, Not):
        return not matches(node.part, values, today, own_kinds)
    if node.test in _NEGATIONS:
        return not matches(Condition(node.column, _NEGATIONS[node.test], node.value), values, today, own_kinds)
    found = column(node.column, dict(own_kinds or {}))
    assert found is not None, "checked() lets no other through"
    return any(_passes(found.kind, node.test, value, node.value, today) for value in values(node.column))


def positive(condition: Condition) -> tuple[Condition, bool]:
    """A condition without denial, and whether it was denied."""
    if condition.test in _NEGATIONS:
        return Condition(condition.column, _NEGATIONS[condition.test], condition.value), True
    return condition, False


def _passes(kind: ColumnKind, test: str, value: str, wanted: Any, today: date) -> bool:
    if test == "filled":
        return True
    if kind is ColumnKind.TEXT:
        key, sought = fold(value), fold(wanted)
        return {"is": key == sought, "contains": sought in key, "begins": key.startswith(sought)}[test]
    if kind is ColumnKind.CHOICE:
        return bool(value == wanted)
    if kind is ColumnKind.DATE:
        first, last = days(test, wanted, today)
        if test == "yearly":
            return any(start <= value[-5:] <= end for start, end in yearly(first, last)) and _has_day(value)
        return first <= value[:10] <= last
    number = number_of(value)
    if number is None:
        return False
    if test == "between":
        return bool(wanted[0] <= number <= wanted[1])
    return bool({"equals": number == wanted, "less": number < wanted, "more": number > wanted}[test])


_DAY = re.compile(r"(?:\d{4}|-)-\d\d-\d\d").fullmatch
"""What a day looks like, its year unknown ("--03-15") or not."""


def _has_day(value: str) -> bool:
    return _DAY(value) is not None


def days(test: str, wanted: Any, today: date) -> tuple[str, str]:
    """The first and the last day (ISO 8601) that pass a test of dates; "" and "9" stand for no bound."""
    if test == "on":
        return wanted, wanted
    if test == "before":
        return "0", _iso(date.fromisoformat(wanted) - timedelta(1)) if wanted > "0001-01-01" else "0"
    if test == "after":
        return (_iso(date.fromisoformat(wanted) + timedelta(1)) if wanted < "9999-12-31" else "9"), "9"
    if test == "between":
        return wanted[0], wanted[1]
    if test == "last_days":
        return _iso(today - timedelta(wanted - 1)), _iso(today)
    return _iso(today), _iso(today + timedelta(wanted - 1))


def _iso(day: date) -> str:
    return day.isoformat()


def yearly(first: str, last: str) -> list[tuple[str, str]]:
    """The stretches of a year ("MM-DD" to "MM-DD") that some days cover, one or two."""
    if date.fromisoformat(last) - date.fromisoformat(first) >= timedelta(365):
        return [("01-01", "12-31")]
    start, end = first[5:], last[5:]
    return [(start, end)] if first[:4] == last[:4] else [(start, "12-31"), ("01-01", end)]


_NUMBER_TEXT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?").fullmatch


def number_of(text: str) -> float | None:
    """The number that a value is, or None where it is none: "12", "3.50", "1,234.50"."""
    bare = text.strip().replace(",", "") if text.count(".") <= 1 else text
    return float(bare) if _NUMBER_TEXT(bare) and math.isfinite(float(bare)) else None
