"""Who somebody was that is erased: what tells them, the keyed hashes that remain, and the words for it (rule 16)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from deskcrm.domain.cleaning.names import join_name
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.editing import bare
from deskcrm.domain.facts import Data
from deskcrm.domain.points import strong_key
from deskcrm.domain.unify import name_parts, version_points
from deskcrm.languages import tr
from deskcrm.languages.regional import day

_NOT_DIGITS: Final = re.compile(r"\D")
_OWNERS_S: Final = re.compile(r"['’]s\b|[_.]")
_BETWEEN_EMAILS: Final = re.compile(r"[\s<>,;:\"'()\[\]|]+")
_PHONE_DIGITS: Final = 7
"""A cell with fewer digits than this is no phone number."""


# Words ----------------------------------------------------------------------------------------------------------------


def day_words(at: str) -> str:
    """The day of a moment (ISO 8601): "25 Nov 2026"."""
    return day(date.fromisoformat(at[:10]), year=True)


def gone_words(contact: int, at: str) -> str:
    """What an id answers whose person was erased."""
    return tr(
        "Contact {contact} was erased on {day}. Nothing is kept about them, and nothing brings them back.",
        contact=contact,
        day=day_words(at),
    )


def skipped_words(at: str) -> str:
    """Why a row of a file is not taken in."""
    return tr(
        "belongs to somebody who was erased on {day}; if they are a customer again, add them by hand first",
        day=day_words(at),
    )


# What tells them ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Traits:
    """By what somebody can be told, from all that was ever said of them, live or not.

    `keys` are (source name, key); `surnames` are folded, of a row that names nobody the organization's; `names` are
    whole personal names, folded.
    """

    points: set[str] = field(default_factory=set)
    surnames: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    organizations: set[str] = field(default_factory=set)
    keys: set[tuple[str, str]] = field(default_factory=set)

    def hear(self, data: Data) -> None:
        """Takes in what one version says."""
        self.points.update(version_points(data))
        self.surnames.add(surname(data))
        self.names.add(fold(join_name({k: v for k, v in name_parts(data).items() if k != "prefix"})))
        self.organizations.add(str(data.get("organization", "")))
        for blanks in (self.surnames, self.names, self.organizations):
            blanks.discard("")

    def hear_edits(self, edits: Iterable[tuple[str, Any, Any]]) -> None:
        """Takes in the owner's edits: (field, value, old) of each."""
        said: dict[str, list[str]] = {}
        for key, value, old in edits:
            for text in (bare(value), bare(old)):
                point = strong_key(key, text) if isinstance(text, str) else None
                if point:
                    self.points.add(point)
                elif isinstance(text, str):
                    said.setdefault(key, []).append(text)
        for family in said.get("family", [""]):
            for given in said.get("given", [""]):
                self.hear({k: v for k, v in (("given", given), ("family", family)) if v})
        for organization in said.get("organization", ()):
            self.hear({"organization": organization})


def surname(data: Data) -> str:
    """The folded family name that a version says, or the organization's where it names nobody."""
    return fold(name_parts(data).get("family", "")) or fold(str(data.get("organization", "")))


def speaks_of(cells: Sequence[str], source: str, traits: Traits) -> bool:
    """Whether a row that was not taken in is about them: by a key, an email or a phone of theirs.

    Their whole name tells too, where the row has no email of somebody else.
    """
    phones = [point.partition(":+")[2] for point in traits.points if point.startswith("phone:")]
    keys = {key for name, key in traits.keys if name == source}
    for cell in cells:
        if cell.strip() in keys or has_email(cell, traits):
            return True
        digits = _NOT_DIGITS.sub("", cell).lstrip("0")
        if len(digits) >= _PHONE_DIGITS and any(phone.endswith(digits) for phone in phones):
            return True
    return not any("@" in cell for cell in cells) and has_name(" ".join(cells), traits)


def has_email(text: str, traits: Traits) -> bool:
    """Whether an email of theirs stands in a text."""
    return "@" in text and any(strong_key("emails", word) in traits.points for word in _BETWEEN_EMAILS.split(text))


def has_name(text: str, traits: Traits) -> bool:
    """Whether their whole name stands in a text, the family name last or first."""
    words = f" {fold(_OWNERS_S.sub(' ', text))} "
    for name in traits.names:
        first, _, last = name.rpartition(" ")
        if first and (f" {name} " in words or f" {last} {first} " in words):
            return True
    return False


# Keyed hashes ---------------------------------------------------------------------------------------------------------


class Marks:
    """The keyed hashes of one workspace. Without its secret nobody can tell whom a hash stands for."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _of(self, *parts: str) -> str:
        return hashlib.blake2b("\0".join(parts).encode(), key=self._secret, digest_size=16).hexdigest()

    def contact(self, contact: int, made_at: str) -> str:
        """Of a contact, by its id and the moment it was made: a copy of the workspace has the same."""
        return self._of("contact", str(contact), made_at)

    def key(self, source: str, key: str) -> str:
        """Of one source's key."""
        return self._of("key", source.casefold(), key)

    def point(self, point: str) -> str:
        """Of an identifier alone."""
        return self._of("point", point)

    def named(self, point: str, surname: str) -> str:
        """Of an identifier with a folded family name."""
        return self._of("named", point, surname)

    def all(self, traits: Traits, others: Mapping[str, Collection[str]]) -> set[str]:
        """What remains of somebody. `others`: the surnames of other people who have an identifier of theirs too."""
        found = {self.key(source, key) for source, key in traits.keys}
        for point in traits.points:
            if point not in others:
                found.add(self.point(point))
            found.update(self.named(point, name) for name in traits.surnames if name not in others.get(point, ()))
        return found


@dataclass(frozen=True, slots=True)
class Erasures:
    """Whom a workspace has erased: hash to the moment of it (ISO 8601 UTC)."""

    marks: Marks
    at: Mapping[str, str]

    def of_row(
        self, sources: Collection[str], key: str, data: Data, points: Sequence[str], known: Collection[str]
    ) -> str:
        """When the person was erased that a row is about, or "". `sources`: all the names that its source has had.

        `known`: the identifiers that somebody in the workspace has. One that is marked alone was nobody else's when
        its person was erased; so the owner has added that person again since, and the row is welcome.
        """
        name = surname(data)
        moments = [self.at.get(self.marks.key(source, key), "") for source in sources]
        for point in points:
            alone = self.at.get(self.marks.point(point), "")
            if alone and point in known:
                return ""
            moments.append(alone or self.at.get(self.marks.named(point, name), ""))
        return max(moments, default="")
