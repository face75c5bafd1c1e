"""What a use case changed: the one message that every view listens to."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """The kinds of thing and the ids that one operation touched.

    `contacts` are profile ids (roots). `everything` is said instead of ids when very many changed (an import).
    `initiator` is whoever asked for the change, so that a view can tell its own from others'.
    """

    operation: int | None = None
    kinds: frozenset[str] = frozenset()  # "contacts", "activities", "tasks", "history", "settings", "batches"
    contacts: frozenset[int] = frozenset()
    everything: bool = False
    initiator: object = field(default=None, compare=False)
    summary: str = ""  # in words, for the toast: "Changed Anna Weber"
    undoable: bool = False
