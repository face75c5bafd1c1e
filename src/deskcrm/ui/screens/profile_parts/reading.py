"""What the Profile screen asks the workspace: one read for all it shows at first, a page at a time for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Final

from deskcrm.domain.activities import NOT_SOLD
from deskcrm.domain.links import EMPLOYER
from deskcrm.domain.views import Attachment, HistoryEntry, ListRow, ProfileView, TimelineEntry
from deskcrm.ui.models.timeline import PAGE
from deskcrm.ui.screens.profile_parts.terms import Terms

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

LAST_ORDERS: Final = 3
_HISTORY: Final = 50
_RHYTHM_FROM: Final = 3


@dataclass(frozen=True, slots=True)
class Opened:
    """A contact as the screen shows it, with the first entries of its timeline."""

    profile: ProfileView
    entries: list[TimelineEntry]
    whole: bool  # there are no entries after these
    orders: list[TimelineEntry]
    history: list[HistoryEntry]
    terms: Terms
    photo: bytes | None = None
    company: ListRow | None = None  # that a person works for
    rhythm: int | None = None  # days between orders, where there are enough to tell
    files: Mapping[int, tuple[Attachment, ...]] = field(default_factory=dict)  # by the entries on which they hang
    pinned: Sequence[TimelineEntry] = ()
    draft: tuple[str, str] | None = None  # kind and text of what was begun when the window was closed


def read_contact(workspace: Workspace, contact: int, entries: int = PAGE) -> Opened:
    """Read a contact and the first `entries` of its timeline. Raises NotFound."""
    from deskcrm.services import drafts, files, own_fields, photos, pins, reads, settings

    profile = reads.profile(workspace, contact)
    own = {field.column: field for field in own_fields.every(workspace)}
    first = reads.timeline(workspace, contact, entries)
    works = [link.contact for link in profile.links if link.relation == EMPLOYER and link.kind == "company"]
    return Opened(
        profile,
        first,
        len(first) < entries,
        _orders(workspace, profile, first),
        reads.history(workspace, _HISTORY, profile.id),
        Terms(settings.country(workspace), own),
        photos.of(workspace, contact),
        next(iter(reads.rows(workspace, works[:1])), None),
        rhythm_of(first) if len(first) < entries else None,
        files.of(workspace, profile.id),
        pins.of(workspace, profile.id),
        drafts.of(workspace, [profile.id, *profile.ids]),
    )


def rhythm_of(entries: list[TimelineEntry]) -> int | None:
    """Return the days that usually lie between two orders; None with fewer than three, or all on one day."""
    sold = sorted(e.at[:10] for e in entries if e.kind == "order" and e.status.casefold() not in NOT_SOLD)
    if len(sold) < _RHYTHM_FROM or sold[0] == sold[-1]:
        return None
    days = (date.fromisoformat(sold[-1]) - date.fromisoformat(sold[0])).days
    return max(1, round(days / (len(sold) - 1)))


def _orders(workspace: Workspace, profile: ProfileView, first: list[TimelineEntry]) -> list[TimelineEntry]:
    from deskcrm.services import reads

    wanted = min(LAST_ORDERS, int(profile.measures.get("orders") or 0))
    found = [e for e in first if e.kind == "order"][:LAST_ORDERS]
    offset = len(first)
    page = first
    while len(found) < wanted and len(page) >= PAGE:
        page = reads.timeline(workspace, profile.id, PAGE, offset)
        offset += len(page)
        found += [e for e in page if e.kind == "order"]
    return found[:LAST_ORDERS]


_SUGGESTED: Final = 20


def suggestions(workspace: Workspace, key: str, kind: str, typed: str) -> list[tuple[str, int]]:
    """Return what else stands in a field and begins with what is typed, with how many have it."""
    from deskcrm.services import reads

    return reads.suggestions(workspace, key, kind, typed, _SUGGESTED)
