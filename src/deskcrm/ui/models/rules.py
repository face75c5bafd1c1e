"""The rules of a list as its bar shows them: a chip a part, each in words, changed, denied and grouped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from deskcrm.domain.columns import ColumnKind
from deskcrm.domain.filters import WORDS, All, AnyOf, Condition, Node, Not, words_of_choice
from deskcrm.languages import regional, tr, trc, trn
from deskcrm.ui import words
from deskcrm.ui.models.catalogue import Catalogue

_OPPOSITES: Final = {
    "is": "is_not", "contains": "contains_not", "empty": "filled", "last_days": "not_last_days",
}  # fmt: skip
OPPOSITES: Final = {**_OPPOSITES, **{b: a for a, b in _OPPOSITES.items()}}
"""Tests that deny each other."""

_DENIED_WORDS: Final = {
    "begins": tr("does not begin with"),
    "equals": trc("a filter", "is not"),
    "less": tr("is not less than"),
    "more": tr("is not more than"),
    "between": tr("is not between"),
    "on": tr("is not on"),
    "before": tr("is not before"),
    "after": tr("is not after"),
    "next_days": tr("not in the next"),
    "yearly": tr("does not come round in the next"),
}
_DAYS: Final = frozenset({"last_days", "not_last_days", "next_days", "yearly"})
_SEVERAL: Final = frozenset({"is", "is_not"})
"""Tests that a chip may have several values for."""

_NAMED: Final = 2


@dataclass(frozen=True, slots=True)
class Rule:
    """One chip that the editor can change: a test of a column; `values` has several for "is any of"."""

    column: str
    test: str
    values: tuple[Any, ...] = ()
    denied: bool = False

    @property
    def node(self) -> Node:
        """The rule as a part of a filter."""
        if self.test in _SEVERAL and len(self.values) > 1:
            either = AnyOf(tuple(Condition(self.column, "is", value) for value in self.values))
            return Not(either) if (self.test == "is_not") != self.denied else either
        condition = Condition(self.column, self.test, self.values[0] if self.values else None)
        return Not(condition) if self.denied else condition

    @classmethod
    def of(cls, node: Node) -> Rule | None:
        """Return the rule that a part of a filter is; None for groups, which the editor doesn't know."""
        if isinstance(node, Condition):
            return cls(node.column, node.test, () if node.value is None else (node.value,))
        if isinstance(node, Not):
            inner = cls.of(node.part)
            if inner is None or inner.denied:
                return None
            return replace(inner, test="is_not") if len(inner.values) > 1 else replace(inner, denied=True)
        if isinstance(node, AnyOf) and len(node.parts) > 1:
            parts = [part for part in node.parts if isinstance(part, Condition) and part.test == "is"]
            if len(parts) == len(node.parts) and len({part.column for part in parts}) == 1:
                return cls(parts[0].column, "is", tuple(part.value for part in parts))
        return None


def negated(node: Node) -> Node:
    """Return what holds for everybody else."""
    if isinstance(node, Not):
        return node.part
    if isinstance(node, Condition) and node.test in OPPOSITES:
        return replace(node, test=OPPOSITES[node.test])
    return Not(node)


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole filter: its parts, of which all must hold, or at least one (`either`)."""

    parts: tuple[Node, ...] = ()
    either: bool = False

    @classmethod
    def of(cls, node: Node | None) -> Rules:
        """Return the rules that a filter is."""
        if node is None:
            return cls()
        if isinstance(node, All):
            return cls(node.parts)
        if isinstance(node, AnyOf) and Rule.of(node) is None:
            return cls(node.parts, True)
        return cls((node,))

    @property
    def node(self) -> Node | None:
        """The filter; None for no rules."""
        if not self.parts:
            return None
        return AnyOf(self.parts) if self.either and len(self.parts) > 1 else All(self.parts)

    def put(self, at: int, node: Node) -> Rules:
        """Return them with another part at a place, or one more at the end."""
        return replace(self, parts=(*self.parts[:at], node, *self.parts[at + 1 :]))

    def without(self, at: int) -> Rules:
        """Return them without a part."""
        return replace(self, parts=self.parts[:at] + self.parts[at + 1 :])

    def grouped(self, at: int) -> Rules:
        """Return them with a part and the next as one: either of two where all must hold, both where one is enough."""
        kind = All if self.either else AnyOf
        return replace(self, parts=(*self.parts[:at], kind(self.parts[at : at + 2]), *self.parts[at + 2 :]))

    def split(self, at: int) -> Rules:
        """Return them with a group's parts by themselves."""
        group = self.parts[at]
        assert isinstance(group, (All, AnyOf)), "only a group can be split"
        return replace(self, parts=self.parts[:at] + group.parts + self.parts[at + 1 :])


def is_group(node: Node) -> bool:
    """Whether a part is several joined, which no editor shows as one."""
    return isinstance(node, (All, AnyOf)) and Rule.of(node) is None


# In words -------------------------------------------------------------------------------------------------------------


def in_words(node: Node, catalogue: Catalogue) -> str:
    """Return what a chip says: "City is Berlin or Lyon", "Orders is not more than 3"."""
    rule = Rule.of(node)
    if rule is not None:
        return _rule_words(rule, catalogue)
    if isinstance(node, Not):
        return tr("Not ({rules})", rules=in_words(node.part, catalogue))
    assert isinstance(node, (All, AnyOf)), "a condition is a rule"
    return f" {tr('and') if isinstance(node, All) else tr('or')} ".join(
        f"({in_words(part, catalogue)})" if is_group(part) else in_words(part, catalogue) for part in node.parts
    ) or (tr("Everybody") if isinstance(node, All) else tr("Nobody"))


def _rule_words(rule: Rule, catalogue: Catalogue) -> str:
    subject = catalogue.subject(rule.column)
    label = subject.label if subject else rule.column.removeprefix("custom.")
    kind = subject.kind if subject else ColumnKind.TEXT
    if len(rule.values) > 1:
        return f"{label} {_several(rule, catalogue)}"
    test = _denied(rule.test) if rule.denied else WORDS[rule.test]
    if not rule.values:
        return f"{label} {test}"
    (value,) = rule.values
    if rule.test in _DAYS:
        return f"{label} {test} {trn('{count} day', '{count} days', value)}"
    if rule.test == "between":
        first, last = (said(kind, one, rule.column, catalogue) for one in value)
        return f"{label} {test} {tr('{first} and {last}', first=first, last=last)}"
    return f"{label} {test} {said(kind, value, rule.column, catalogue)}"


def _several(rule: Rule, catalogue: Catalogue) -> str:
    named = [said(ColumnKind.TEXT, value, rule.column, catalogue) for value in rule.values]
    without = rule.test == "is_not"
    if len(named) > _NAMED:
        return tr("is none of {number}", number=len(named)) if without else tr("is any of {number}", number=len(named))
    first, last = named
    return (
        tr("is neither {first} nor {last}", first=first, last=last)
        if without
        else tr("is {first} or {last}", first=first, last=last)
    )


def _denied(test: str) -> str:
    if test in OPPOSITES:
        return WORDS[OPPOSITES[test]]
    return _DENIED_WORDS[test]


def said(kind: ColumnKind, value: Any, column: str, catalogue: Catalogue) -> str:
    """Return a value of a filter in words."""
    if kind is ColumnKind.MONEY:
        return words.money(round(value), catalogue.currency)
    if kind is ColumnKind.NUMBER:
        digits = len(f"{value:g}".partition(".")[2]) if abs(value) < 1e6 else 0
        return regional.decimal(value, digits)
    if kind is ColumnKind.DATE:
        return words.plain_day(value)
    return words_of_choice(column, value, words.stages())
