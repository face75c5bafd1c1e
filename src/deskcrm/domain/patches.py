"""What the owner changes on a contact: one patch a field, as forms, terminal and bulk edits send it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Verb = Literal["set", "clear", "add", "remove", "replace"]


@dataclass(frozen=True, slots=True)
class Patch:
    """One change of one field.

    `set` and `clear` are for single fields (and `clear` empties a list of what it shows now); `add`, `remove` and
    `replace` are for lists, where a value is text, {"value", "label"} for points, or a dict of address parts.
    `replace` takes `old` out and puts `value` in its place.
    """

    field: str
    verb: Verb
    value: Any = None
    old: Any = None
