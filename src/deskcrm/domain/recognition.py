"""Who is who, for one row of a file (MODEL rules 9 and 10): keys, compatible names, conflicts, and the one who fits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskcrm.domain.cleaning.names import compatible, join_name
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.facts import Data
from deskcrm.domain.unify import name_parts, version_points

KEY_VERSION = "k1"
"""Version of the derived keys; it stands in front of each, so that other rules never change old keys."""

_CALLED = ("given", "additional", "family")  # titles come and go
_PERSONAL = frozenset({"given", "family", "additional", "name", "nickname", "birthday", "title"})

SHARED = 3
"""An identifier on this many roots or more belongs to nobody in particular (rule 9)."""


def derived_key(data: Data, points: Sequence[str], kind: str) -> str:
    """The key of a row that has no id: its first identifier and its name; "" when it has no identifier (rule 10).

    A person's name is their own: an employer that changes, or a file without that column, makes no other key.
    """
    if not points:
        return ""
    if kind == "company":
        name = fold(data.get("organization", ""))
    else:
        parts = name_parts(data)
        name = " ".join(called for part in _CALLED if (called := fold(parts.get(part, ""))))  # each known from others
    return f"{KEY_VERSION} {points[0]} {name}"


def kind_of(data: Data) -> str:
    """What a row of a file of people is about: "person", or "" where it names an organization and nobody in it.

    Such a row may be somebody's of whom more is known, else it is the company's own.
    """
    if "organization" not in data or not _PERSONAL.isdisjoint(data):
        return "person"
    return ""


def content_key(cells: bytes, count: int) -> str:
    """The key of a row without any identifier: the whole row, and how often it came before in the file (from 1)."""
    return f"{KEY_VERSION} #{hashlib.blake2b(cells, digest_size=12).hexdigest()} {count}"


def digest_of(*parts: bytes) -> int:
    """A signed 64-bit mark of some bytes, to see whether two versions say the same."""
    hashed = hashlib.blake2b(digest_size=8)
    for part in parts:
        hashed.update(part)
    return int.from_bytes(hashed.digest(), "big", signed=True)


def name_of(data: Data) -> str:
    """The name that a version says, in words and without its title; a company's is its organization."""
    parts = {part: text for part, text in name_parts(data).items() if part != "prefix"}
    return join_name(parts) or str(data.get("organization", ""))


def conflicts(row: Data, known: Iterable[Data]) -> bool:
    """Whether a row is somebody else than its record: no name of the record's is compatible, no identifier shared."""
    versions = list(known)
    mine = set(version_points(row))
    theirs = {point for data in versions for point in version_points(data)}
    if not mine or not theirs or mine & theirs:
        return False
    parts = name_parts(row)
    return not any(compatible(parts, name_parts(data)) for data in versions)


@dataclass(slots=True)
class Owner:
    """A contact that owns an identifier: the name it has by itself, its root and the birthday that shows there."""

    contact: int
    root: int
    kind: str
    name: Mapping[str, str]
    organization: str = ""
    birthday: str = ""
    has_id_of_source: bool = False  # its root has a live record with another id of the row's source


@dataclass(slots=True)
class Match:
    """The contact that a row is attached to, and the identifier that told."""

    contact: int
    root: int
    by: str


def recognise(
    data: Data, kind: str, has_given_key: bool, points: Sequence[str], owners: Mapping[str, Sequence[Owner]]
) -> Match | None:
    """The one contact that a row with an unknown key belongs to, or None (rule 9 b).

    An identifier on three roots or more tells nothing. A root fits when the member that owns the identifier has a
    compatible name and nothing conflicts; exactly one must. Within it: most identifiers, then the survivor, the oldest.
    `kind`: "person" or "company", "" for either (`kind_of`).
    """
    if not any(point in owners for point in points):  # so with most rows, and names take long to part
        return None
    parts = name_parts(data)
    fitting: dict[int, dict[int, int]] = {}  # root → contact → how many identifiers
    told: dict[int, str] = {}
    for point in points:
        found = owners.get(point, ())
        if len({owner.root for owner in found}) >= SHARED:
            continue
        for owner in found:
            if kind in ("", owner.kind) and _fits(parts, data, has_given_key, owner):
                counts = fitting.setdefault(owner.root, {})
                counts[owner.contact] = counts.get(owner.contact, 0) + 1
                told.setdefault(owner.root, point)
    if len(fitting) != 1:
        return None
    ((root, counts),) = fitting.items()
    best = min(counts, key=lambda contact: (-counts[contact], contact != root, contact))
    return Match(best, root, told[root])


def _fits(parts: Mapping[str, str], data: Data, has_given_key: bool, owner: Owner) -> bool:
    if has_given_key and owner.has_id_of_source:
        return False
    birthday = data.get("birthday", "")
    if birthday and owner.birthday and birthday != owner.birthday:
        return False
    if owner.kind == "company":
        mine = fold(data.get("organization", ""))
        return not mine or not owner.organization or mine == fold(owner.organization)
    return compatible(parts, owner.name)
