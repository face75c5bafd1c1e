"""How common names are in this book, and which identifiers, places and days are so many people's that they tell little.

Counted once over everybody and handed to each comparison. What belongs to one profile alone is not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any, Final

from deskcrm.domain.matching import weights as w
from deskcrm.domain.matching.commonnames import COMMON_FAMILIES, COMMON_GIVEN
from deskcrm.domain.matching.subjects import Subject


class Shared:
    """Keys that several profiles have: how many profiles, and under how many names."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        self._known: dict[str, str | tuple[int, set[str]]] = {}

    def add(self, key: str, code: str) -> None:
        """One more profile has this key, and goes by `code`, "" where that isn't known."""
        known = self._known.get(key)
        if known is None:
            self._known[key] = code
            return
        count, codes = (1, {known}) if isinstance(known, str) else known
        codes.add(code)
        self._known[key] = (count + 1, codes)

    def settle(self) -> None:
        """Forgets what one profile alone has."""
        self._known = {key: found for key, found in self._known.items() if not isinstance(found, str)}

    def packed(self) -> dict[str, list[Any]]:
        """All that is known, as JSON can hold it; what is settled comes back from it as it was."""
        return {k: [found[0], sorted(found[1])] for k, found in self._known.items() if not isinstance(found, str)}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Sequence[Any]]) -> Shared:
        """What `packed` made."""
        shared = cls()
        shared._known = {key: (count, set(codes)) for key, (count, codes) in packed.items()}
        return shared

    def profiles(self, key: str) -> int:
        """On how many profiles the key is."""
        found = self._known.get(key, "")
        return 1 if isinstance(found, str) else found[0]

    def names(self, key: str) -> int:
        """Under how many names it goes; profiles without a whole name are nobody else's."""
        return max(1, len(self._codes(key)))

    def other_names(self, key: str, a: str, b: str) -> int:
        """Under how many names it goes beside those of two profiles, which are compared by themselves."""
        return len(self._codes(key) - {a, b})

    def _codes(self, key: str) -> set[str]:
        found = self._known.get(key, "")
        return set() if isinstance(found, str) else found[1] - {""}


_TELLS_NOTHING: Final = 2
"""Two of a kind are as good as one: they may be the pair at hand."""


_COUNTED: Final = ("given", "family", "full", "locals", "birthdays", "companies")
_SHARED: Final = ("emails", "phones", "houses")


class Commonness:
    """The figures of one book, for people or for companies.

    `start`: the log-odds that two profiles are one before anything is known of them.
    """

    def __init__(self) -> None:
        self.size = 0
        self.start = 0.0
        self.given: Counter[str] = Counter()
        self.family: Counter[str] = Counter()
        self.full: Counter[str] = Counter()
        self.locals: Counter[str] = Counter()
        self.birthdays: Counter[str] = Counter()
        self.companies: Counter[str] = Counter()
        self.emails = Shared()
        self.phones = Shared()
        self.houses = Shared()
        self._given_weights: dict[str, float] = {}
        self._family_weights: dict[str, float] = {}

    @classmethod
    def of(cls, subjects: Iterable[Subject]) -> Commonness:
        """The figures over these."""
        found = cls()
        for one in subjects:
            found.add(one)
        found.settle()
        return found

    def packed(self) -> dict[str, Any]:
        """The settled figures, as JSON can hold them."""
        counted: dict[str, Any] = {name: dict(getattr(self, name)) for name in _COUNTED}
        return {"size": self.size, **counted, **{name: getattr(self, name).packed() for name in _SHARED}}

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> Commonness:
        """What `packed` made."""
        found = cls()
        found.size = packed["size"]
        for name in _COUNTED:
            setattr(found, name, Counter(packed[name]))
        for name in _SHARED:
            setattr(found, name, Shared.unpacked(packed[name]))
        found.settle()
        return found

    def add(self, one: Subject) -> None:
        """Counts one more."""
        self.size += 1
        code = one.code
        self.given[one.given] += 1
        self.family[one.family] += 1
        self.full[full_key(one)] += 1
        self.birthdays[one.birthday] += 1
        self.companies[one.company] += 1
        for email in one.emails:
            self.emails.add(email, code)
            self.locals[email.partition("@")[0]] += 1
        for phone in one.phones:
            self.phones.add(phone, code)
        for address in one.addresses:
            if address.key:
                self.houses.add(address.key, code)

    def settle(self) -> None:
        """When all are counted: forgets what is so rare that its figure changes nothing."""
        self.start = w.START_TEMPER * log(w.TWICE / (self.size + w.TOWN)) + w.START_SHIFT
        for counts in (getattr(self, name) for name in _COUNTED):
            for key in [key for key, count in counts.items() if count <= _TELLS_NOTHING]:
                del counts[key]
        for shared in (getattr(self, name) for name in _SHARED):
            shared.settle()

    def given_weight(self, name: str) -> float:
        """What a given name in common is worth: the rarer, the more."""
        known = self._given_weights.get(name)
        if known is None:
            share = w.COMMON_GIVEN_SHARE if name in COMMON_GIVEN else w.GIVEN_SHARE
            known = min(w.MOST_GIVEN, self._weight(self.given[name], share))
            self._given_weights[name] = known
        return known

    def family_weight(self, name: str) -> float:
        """What a family name in common is worth."""
        known = self._family_weights.get(name)
        if known is None:
            share = w.COMMON_FAMILY_SHARE if name in COMMON_FAMILIES else w.FAMILY_SHARE
            known = min(w.MOST_FAMILY, self._weight(self.family[name], share))
            self._family_weights[name] = known
        return known

    def _weight(self, count: int, share: float) -> float:
        others = max(0, count - 2)  # the two at hand are no sign that others have it
        return w.TEMPER * log((self.size + w.SHARE_FROM) / (others + w.SHARE_FROM * share))

    def is_family_name(self, name: str) -> bool:
        """Whether a word that one has for a given name, and another for a family name, is rather a family name."""
        if name in COMMON_FAMILIES or name in COMMON_GIVEN:
            return name in COMMON_FAMILIES
        return self.family[name] >= self.given[name]

    def most_for_name(self, key: str) -> float:
        """The most that a whole name can be worth: where so many have it, one more namesake is no surprise."""
        namesakes = self.full[key] - 2
        return w.TEMPER * log((self.size + w.SHARE_FROM) / namesakes) if namesakes > 0 else 99.0

    def both_are_given_names(self, a: str, b: str) -> bool:
        """Whether two unlike spellings are names in their own right, not one of them a slip of the other."""
        return _established(self.given[a], self.given[b])

    def both_are_family_names(self, a: str, b: str) -> bool:
        """The same of family names."""
        return _established(self.family[a], self.family[b])


def _established(a: int, b: int) -> bool:
    less, more = (a, b) if a < b else (b, a)
    return less >= 3 and less * 25 >= more


def full_key(one: Subject) -> str:
    """Given and family name, in either order; "" if one is missing."""
    if not one.given or not one.family:
        return ""
    return f"{one.given}|{one.family}" if one.given < one.family else f"{one.family}|{one.given}"
