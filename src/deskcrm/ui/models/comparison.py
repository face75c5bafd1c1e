"""What is read of two to five profiles that are compared: what the services answer, and who each column is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskcrm.languages import tr, trn
from deskcrm.ui.models.merge_draft import Compared
from deskcrm.ui.models.merge_grid import Head

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Opened:
    """What a comparison begins with."""

    compared: Compared
    heads: tuple[Head, ...]
    country: str


def begin(ws: Workspace, contacts: Sequence[int]) -> Opened:
    """Read what a comparison begins with. Raises NotFound, InvalidValue."""
    from deskcrm.services import merging, settings

    first = merging.compare(ws, contacts)
    named = zip(first.contacts, first.names, strict=True)
    heads = tuple(Head(contact, name or tr("No name"), _detail(ws, contact)) for contact, name in named)
    return Opened(Compared(first, first), heads, settings.country(ws))


def again(ws: Workspace, contacts: Sequence[int], choices: Mapping[str, int], keep: int) -> Compared:
    """Compare with what was chosen so far. Raises NotFound, InvalidValue."""
    from deskcrm.services import merging

    ruled = merging.compare(ws, contacts, None, keep)
    return Compared(merging.compare(ws, contacts, choices, keep) if choices else ruled, ruled)


def _detail(ws: Workspace, contact: int) -> str:
    """Return what tells a profile from another of its name: "Web shop, 14 orders"; of a company "3 people"."""
    from deskcrm.services import reads

    profile = reads.profile(ws, contact)
    sources = list(dict.fromkeys(record.source for record in profile.records if record.live))
    people = sum(link.kind == "person" for link in profile.links) if profile.kind == "company" else 0
    orders = int(profile.measures.get("orders") or 0)
    parts = [trn("{count} person", "{count} people", people)] * bool(people)
    parts += [trn("{count} order", "{count} orders", orders)] * bool(orders)
    if sources:
        parts.insert(0, sources[0] if len(sources) == 1 else f"{sources[0]} +{len(sources) - 1}")
    return ", ".join(parts) or tr("You")
