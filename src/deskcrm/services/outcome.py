"""What every use case that writes answers: its value, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from deskcrm.domain.changes import Changes

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """The value of a use case and the changes that views are told of."""

    value: T
    changes: Changes
