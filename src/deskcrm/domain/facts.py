"""Facts about one joined person or company, as `unify` reads them. Plain data, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Data = dict[str, Any]
"""What one version says: slot to value, blanks missing.

A slot is a single field ("given"), or a list field with its label and the column it came from
("emails.work|Email 2"); a list slot holds a list, so that a later file replaces that column's values alone.
"""


class Assertion(NamedTuple):
    """One row of a standing batch, and the version that it asserts."""

    batch: int
    line: int
    version: int
    data: Data


@dataclass(slots=True)
class RecordFacts:
    """One record with its live assertions, in the order (batch, line).

    `ranks`: the trust in its source for fields that have a rule of their own (`domain/trust`). `wins`: for which fields
    the owner prefers the most recent or complete word to the most trusted (`domain/winning`).
    """

    id: int
    source: int
    trust: int
    assertions: list[Assertion]
    key: str = ""
    ranks: Mapping[str, int] | None = None
    wins: Mapping[str, str] | None = None


class Edit(NamedTuple):
    """One live patch by the owner on one contact (MODEL rule 5 decides on which)."""

    id: int
    operation: int
    field: str
    verb: str  # set, clear, add, remove, replace
    value: Any = None
    old: Any = None


class Edge(NamedTuple):
    """One live merge: the loser's side is the survivor's side. `choices`: field to "survivor" or "loser"."""

    id: int
    operation: int
    survivor: int
    loser: int
    choices: dict[str, str]


@dataclass(slots=True)
class MemberFacts:
    """One contact with its own records and edits. `busy`: it has activities, tasks or the like of the owner's."""

    contact: int
    kind: str
    records: list[RecordFacts] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    busy: bool = False


class Sale(NamedTuple):
    """One order that counts: when (ISO 8601) and how much, in minor units."""

    at: str
    amount: int
    currency: str


@dataclass(slots=True)
class Facts:
    """All that is live about one root: the survivor first among its members."""

    root: int
    members: list[MemberFacts]
    edges: list[Edge] = field(default_factory=list)


YOU = 1
"""The id of the source "You", whose trust is the highest."""
YOU_TRUST = 100
DEFAULT_TRUST = 50
REMOVED = "_removed"
"""The field name of edits that remove (set) or bring back (clear) a contact."""
PIN = "_pin"
"""The field name of edits that pin (add) or unpin (remove) an entry of the timeline; the value is its activity."""
