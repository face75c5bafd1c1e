"""What the owner has begun to write about somebody and not saved yet, kept for the next time the window is open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.services import settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace

_DRAFT = "_draft."
"""Before the id of the contact: the setting with its draft. `store/erasing` erases those of whom it erases."""


def of(ws: Workspace, contacts: Sequence[int]) -> tuple[str, str] | None:
    """The kind and the text of what was begun about a profile, by any of the ids joined in it; None for nothing."""
    for contact in contacts:
        kept = settings.get(ws, f"{_DRAFT}{contact}")
        if isinstance(kept, list) and len(kept) == 2:
            return str(kept[0]), str(kept[1])
    return None


def keep(ws: Workspace, drafts: Mapping[int, tuple[str, str] | None]) -> Outcome[None]:
    """Keeps what was begun about some contacts, or with None forgets it.

    No operation: what is not saved is said of nobody yet.
    """
    with ws.database.write() as connection:
        for contact, draft in drafts.items():
            connection.execute("DELETE FROM setting WHERE key = ?", (f"{_DRAFT}{contact}",))
            if draft is not None and draft[1].strip():
                text = orjson.dumps(draft).decode()
                connection.execute("INSERT INTO setting (key, value) VALUES (?, ?)", (f"{_DRAFT}{contact}", text))
    return Outcome(None, Changes())
