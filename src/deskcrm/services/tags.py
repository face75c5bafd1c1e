"""Tags in one place: which there are and on how many contacts; renamed, joined and removed on all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import Progress
from deskcrm.languages import tr
from deskcrm.services import bulk, colours, reads
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace

TAGS = "tags"


def every(ws: Workspace, kind: str = "person", limit: int = 1000) -> list[tuple[str, int]]:
    """The tags that people (or companies) have, the most frequent first, each with how many have it."""
    return reads.suggestions(ws, TAGS, kind, limit=limit)


def rename(
    ws: Workspace, old: str, new: str, *, progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """Gives a tag another name wherever it stands; a name that another tag has joins the two. Its colour goes along.

    One operation, undone as one; answers on how many. Raises InvalidValue, NotFound where nobody has the tag.
    """
    if not tidy(new):
        raise InvalidValue(tr("A tag needs a name."))
    patch = Patch(TAGS, "replace", tidy(new), old)

    def hand_on(connection: Any, operation: int) -> None:
        colours.hand_on(connection, operation, old, new)

    return bulk.change(ws, _holders(ws, old), [patch], also=hand_on, progress=progress, cancelled=cancelled)


def remove(
    ws: Workspace, tag: str, *, progress: Callable[[Progress], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Outcome[int]:  # fmt: skip
    """Takes a tag off everybody, as one operation; answers off how many. Raises NotFound where nobody has it."""
    return bulk.change(ws, _holders(ws, tag), [Patch(TAGS, "remove", tag)], progress=progress, cancelled=cancelled)


def _holders(ws: Workspace, tag: str) -> list[int]:
    found = reads.holders(ws, TAGS, tag)
    if not found:
        raise NotFound(tr("Nobody has the tag “{tag}”.", tag=tag))
    return found
