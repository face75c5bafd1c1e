"""What is wrong with a profile's name or address by the look of it, and what would put it right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Set
from typing import Final, NamedTuple

from deskcrm.domain.cleaning.emails import email_key
from deskcrm.domain.cleaning.names import is_particle, join_name
from deskcrm.domain.editing import bare
from deskcrm.domain.patches import Patch
from deskcrm.domain.unify import Unified

_OFTEN: Final = 3
"""So many others bear a name in its usual place, and so many times as often, where another place looks wrong."""
_RECASED: Final = ("given", "additional", "family")
_WORD: Final = re.compile(r"(mc)?([^\W\d_]{2,})|[^\W\d_]")


class Mend(NamedTuple):
    """What would put a profile right, and what shows of it before and after ("": it goes)."""

    patches: list[Patch]
    before: str
    after: str


def swapped(names: Iterable[tuple[int, str, str]]) -> list[int]:
    """Whose given and family name stand in each other's place, of (root, given, family) of a whole book, read twice.

    The book itself tells: the family name is many others' given name and hardly anybody's family name, and the given
    name the other way round. So Martin Walter and Walter Martin are both left alone.
    """
    given, family = Counter[str](), Counter[str]()
    for _, one, other in names:
        given[one.casefold()] += 1
        family[other.casefold()] += 1

    def belongs(name: str, there: Counter[str], here: Counter[str]) -> bool:
        return there[name] >= _OFTEN * max(here[name], 1)

    first = {name for name in family.keys() & given.keys() if belongs(name, given, family)}
    if not first:
        return []
    return [root for root, one, other in names if other.casefold() in first and belongs(one.casefold(), family, given)]


def recased(name: str, *, family: bool = False) -> str:
    """A name in capitals or small letters as it is usually written: "Anna-Lena", "van der Berg", "O'Brien", "McKay"."""
    *first, last = name.lower().split() or [""]
    return " ".join([*(one if family and is_particle(one) else _capital(one) for one in first), _capital(last)])


def _capital(word: str) -> str:
    return _WORD.sub(lambda m: (m[1] or "").capitalize() + (m[2] or m[0]).capitalize(), word)


def mend(trouble: str, profile: Unified, disposable: Set[str]) -> Mend | None:
    """What puts a trouble of a profile right; None where only the owner can know."""
    if trouble in ("capitals", "small"):
        odd = (part for part, value in profile.name.items() if part in _RECASED and value in _one_case(value))
        told = {part: profile.name[part] for part in odd}
        return _renamed(profile, {part: recased(value, family=part == "family") for part, value in told.items()})
    if trouble == "swapped":
        name = profile.name
        return _renamed(profile, {"given": name.get("family", ""), "family": name.get("given", "")})
    if trouble == "bad_email":
        return _without(profile, "emails", lambda value: email_key(value) is None)
    if trouble == "disposable":
        return _without(profile, "emails", lambda value: value.rpartition("@")[2].lower() in disposable)
    return None


def _one_case(value: str) -> tuple[str, str]:
    return value.upper(), value.lower()


def _renamed(profile: Unified, parts: dict[str, str]) -> Mend | None:
    before, after = join_name(profile.name), join_name(profile.name | parts)
    changed = {part: value for part, value in parts.items() if value and value != profile.name.get(part)}
    return Mend([Patch(part, "set", value) for part, value in changed.items()], before, after) if changed else None


def _without(profile: Unified, field: str, wrong: Callable[[str], bool]) -> Mend | None:
    found = [claim.value for claim in profile.lists.get(field, ()) if wrong(str(bare(claim.value)))]
    said = ", ".join(str(bare(value)) for value in found)
    return Mend([Patch(field, "remove", value) for value in found], said, "") if found else None
