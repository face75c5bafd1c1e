"""Names of two people compared: equal, short, initial, slip, swapped; each with what it is worth in this book."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from deskcrm.domain.cleaning.nicknames import NICKNAMES
from deskcrm.domain.matching import weights as w
from deskcrm.domain.matching.commonness import Commonness, full_key
from deskcrm.domain.matching.mailboxes import spelled_given
from deskcrm.domain.matching.script import latin
from deskcrm.domain.matching.subjects import Subject

SAME, INITIAL, NICKNAME, SHORT, PART, ALIKE, SEX, NAMES, DIFFERENT, BLANK = range(10)
"""How two names stand to each other. NAMES: alike, but each a name of its own. SEX: but for the ending of a sex."""

DIFFERENT_PEOPLE: Final = frozenset({SEX, NAMES, DIFFERENT})
_SHORTEST_PART: Final = 5
_SHORTEST_SURNAME: Final = 4
_ALIKE: Final = 0.86
_SURELY_ALIKE: Final = 0.96
_FEMALE: Final = ("a", "e", "ne", "na", "la", "le", "lle", "tte", "te", "ine", "ina", "sa", "ka")
_ENDS_OF_PAIRS: Final = ({"an", "na"}, {"an", "ne"})  # Christian, Christina, Christine
_NICKNAMES: Final = frozenset(tuple(sorted(map(latin, pair))) for pair in NICKNAMES)
"""As names are compared: "michal" and "mike"."""
_SHORT_ENDS: Final = ("i", "y", "ie", "o", "e", "a", "s", "z", "ze", "chen")


@lru_cache(maxsize=131_072)
def given_likeness(a: str, b: str) -> tuple[int, float]:
    """How two folded given names stand to each other, and their likeness from 0 to 1."""
    if a == b:
        return (SAME, 1.0) if a else (BLANK, 0.0)
    if not a or not b:
        return BLANK, 0.0
    if len(a) > len(b):
        a, b = b, a
    if len(a) == 1:
        return (INITIAL, 1.0) if b[0] == a else (DIFFERENT, 0.0)
    if ((a, b) if a < b else (b, a)) in _NICKNAMES:
        return NICKNAME, 0.9
    words_a, words_b = a.split(), b.split()
    if len(words_a) + len(words_b) > 2:
        return _several(words_a, words_b)
    likeness = JaroWinkler.similarity(a, b)
    if _differ_by_sex(a, b):
        return SEX, likeness
    if _is_short_form(a, b):
        return SHORT, likeness
    if likeness >= _ALIKE or OSA.distance(a, b, score_cutoff=1) == 1:
        return ALIKE, max(likeness, _ALIKE)
    return DIFFERENT, likeness


def _several(a: list[str], b: list[str]) -> tuple[int, float]:
    """Names of several words: "Anna Lena" has "Anna" as a part, and is "Annalena" run together."""
    if "".join(a) == "".join(b):
        return SAME, 1.0
    if set(a) <= set(b) or set(b) <= set(a):
        return PART, 0.9
    if all(any(x == y or (y.startswith(x) and len(x) == 1) for y in b) for x in a):
        return PART, 0.9
    kind, likeness = given_likeness(a[0], b[0])
    if kind in (SAME, NICKNAME):  # "Anna Lena" and "Anna Maria": as often sisters
        return (DIFFERENT, 0.8) if len(a) > 1 and len(b) > 1 else (PART, 0.9)
    likeness = JaroWinkler.similarity(" ".join(a), " ".join(b))
    return (ALIKE, likeness) if likeness >= 0.92 or kind == ALIKE else (DIFFERENT, likeness)


def _differ_by_sex(a: str, b: str) -> bool:
    """Whether only the ending of a sex parts them, as Paul and Paula, Mario and Maria; `a` is not the longer."""
    if len(a) == len(b):
        if a[:-1] == b[:-1]:
            return {a[-1], b[-1]} == {"a", "o"}
        return a[:-2] == b[:-2] and {a[-2:], b[-2:]} in _ENDS_OF_PAIRS
    if b.startswith(a):
        return (b[len(a) :] in _FEMALE and len(a) > 2) or (b[len(a) :] == "s" and a.endswith("a"))
    return a[:-2] == b[: len(a) - 2] and len(a) > 4 and a.endswith("an") and b.endswith(("ina", "ine", "iane", "iana"))


def _is_short_form(a: str, b: str) -> bool:
    """Whether `a` looks like a short form of `b`, though no list knows it: Franzi of Franziska, Hannes of Johannes."""
    if len(a) < 3 or len(b) - len(a) < 2:
        return len(a) >= 4 and len(b) > len(a) and a[:3] == b[:3] and a[-1] in "iy" and b[-1] not in "iy"
    return b.startswith(a) or b.endswith(a) or (a[:3] == b[:3] and a.endswith(_SHORT_ENDS))


@lru_cache(maxsize=131_072)
def family_likeness(a: str, b: str) -> tuple[int, float]:
    """How two folded family names stand to each other, and their likeness from 0 to 1."""
    if a == b:
        return (SAME, 1.0) if a else (BLANK, 0.0)
    if not a or not b:
        return BLANK, 0.0
    if len(a) == 1 or len(b) == 1:
        return (INITIAL, 1.0) if a[0] == b[0] else (DIFFERENT, 0.0)
    words_a, words_b = a.split(), b.split()
    if len(words_a) + len(words_b) > 2:
        if "".join(words_a) == "".join(words_b):
            return SAME, 1.0
        if set(words_a) <= set(words_b) or set(words_b) <= set(words_a):
            return PART, 0.9
        best = (
            max(JaroWinkler.similarity(x, y) for x in words_a for y in words_b if len(x) > 3 and len(y) > 3)
            if any(len(x) > 3 for x in words_a) and any(len(y) > 3 for y in words_b)
            else 0.0
        )
        likeness = max(JaroWinkler.similarity(a, b), best if len(words_a) != len(words_b) else 0.0)
    else:
        likeness = JaroWinkler.similarity(a, b)
    if likeness >= _ALIKE or OSA.distance(a, b, score_cutoff=1) == 1:
        return ALIKE, max(likeness, _ALIKE)
    return DIFFERENT, likeness


def given_worth(a: str, b: str, common: Commonness) -> tuple[int, float, float]:
    """How two given names stand to each other, their likeness, and what that is worth."""
    kind, likeness = given_likeness(a, b)
    if kind == SAME:
        return kind, likeness, common.given_weight(a)
    if kind == DIFFERENT:
        return kind, likeness, w.GIVEN_DIFFERS
    if kind == BLANK:
        return kind, likeness, 0.0
    if kind == INITIAL:
        return kind, likeness, w.INITIAL
    if kind == SEX:
        return kind, likeness, w.ONLY_SEX_DIFFERS
    if kind == ALIKE:
        if common.both_are_given_names(a, b):
            return NAMES, likeness, w.BOTH_ARE_NAMES
        return kind, likeness, _slip(likeness, min(common.given_weight(a), common.given_weight(b)))
    full = min(common.given_weight(a), common.given_weight(b))
    if kind == PART:
        return kind, likeness, max(0.5, full + w.PART)
    if kind == NICKNAME:
        return kind, likeness, max(0.5, full + w.NICKNAME)
    return kind, likeness, w.SHORT_OF_OTHERS if common.both_are_given_names(a, b) else full * 0.3


def family_worth(a: str, b: str, common: Commonness) -> tuple[int, float, float]:
    """How two family names stand to each other, their likeness, and what that is worth."""
    kind, likeness = family_likeness(a, b)
    if kind == SAME:
        return kind, likeness, common.family_weight(a)
    if kind == DIFFERENT:
        return kind, likeness, w.FAMILY_DIFFERS
    if kind == BLANK:
        return kind, likeness, 0.0
    if kind == INITIAL:
        return kind, likeness, w.INITIAL
    if kind == ALIKE:
        if likeness < _SURELY_ALIKE and common.both_are_family_names(a, b):
            return NAMES, likeness, w.BOTH_ARE_NAMES
        return kind, likeness, _slip(likeness, min(common.family_weight(a), common.family_weight(b)))
    words = set(a.split()) & set(b.split())
    worth = max(0.5, max((common.family_weight(word) for word in words), default=0.0) + w.PART)
    return kind, likeness, worth if a.split()[0] == b.split()[0] else worth + w.OTHER_PART


def _hinted_worth(a: Subject, b: Subject, common: Commonness) -> tuple[int, float, float]:
    """The same where one of them has no family name, but an email that may spell it; if that doesn't fit: nothing."""
    one, other = a.family or a.hint, b.family or b.hint
    if not one or not other:
        return BLANK, 0.0, 0.0
    short, long = sorted((one.replace(" ", ""), other.replace(" ", "")), key=len)
    if short == long or (len(short) >= _SHORTEST_PART and long.startswith(short)):
        said = a.family or b.family
        worth = common.family_weight(said) if said else min(common.family_weight(one), common.family_weight(other))
        return PART, 0.9, max(0.5, worth + w.SPELLED)
    return BLANK, 0.0, 0.0


def _spelled_given_worth(a: Subject, b: Subject, common: Commonness) -> tuple[int, float, float] | None:
    """The same of given names where only initials are said, but a mailbox spells what they stand for."""
    one, other = spelled_given(a) or a.given, spelled_given(b) or b.given
    if len(one) < 2 or len(other) < 2:
        return None
    kind, likeness, worth = given_worth(one, other, common)
    if kind in DIFFERENT_PEOPLE:
        return DIFFERENT, likeness, w.GIVEN_DIFFERS
    return PART, likeness, max(w.INITIAL, worth + w.SPELLED)


def _by_mailbox(a: Subject, b: Subject, kind: int, common: Commonness) -> tuple[int, float] | None:
    """What mailboxes say of two family names: a name before marriage, another second surname; None where nothing."""
    if kind == DIFFERENT:
        for hint, said in ((a.hint, b.family), (b.hint, a.family), (a.hint, b.hint)):
            if hint == said.replace(" ", "") and len(hint) >= _SHORTEST_SURNAME:
                return PART, max(0.5, common.family_weight(said) + w.SPELLED)
        return None
    one, other = a.family.replace(" ", ""), b.family.replace(" ", "")
    mine, second = _whole(one, a.hint), _whole(other, b.hint)
    if (mine, second) == (one, other) or mine.startswith(second) or second.startswith(mine):
        return None
    return NAMES, w.BOTH_ARE_NAMES


def _whole(family: str, hint: str) -> str:
    """A family name with the second surname that a mailbox has beside it."""
    return hint if len(hint) >= len(family) + _SHORTEST_SURNAME and hint.startswith(family) else family


def _slip(likeness: float, full: float) -> float:
    """What a name is worth that is only like the other: from a little up to two thirds of the whole."""
    share = (likeness - _ALIKE) / (1 - _ALIKE)
    return w.TYPO_FLOOR + share * max(0.0, full * 0.75 - w.TYPO_FLOOR)


class NameVerdict:
    """What two names come to: how the given and the family names stand to each other, how like they are, the worth."""

    __slots__ = ("family", "given", "like_family", "like_given", "spelled", "swapped", "worth")

    def __init__(
        self, given: int, like_given: float, family: int, like_family: float, worth: float, swapped: bool = False
    ) -> None:
        self.given = given
        self.like_given = like_given
        self.family = family
        self.like_family = like_family
        self.worth = worth
        self.swapped = swapped
        self.spelled = False

    @property
    def other_given(self) -> bool:
        """Whether the given names are two names."""
        return self.given in DIFFERENT_PEOPLE

    def likeness(self, a: Subject, b: Subject) -> float:
        """The likeness of the whole names from 0 to 1: each part by its length."""
        long_given = 0 if self.given == BLANK else max(len(a.given), len(b.given))
        long_family = 0 if self.family == BLANK else max(len(a.family), len(b.family))
        total = long_given + long_family
        return (self.like_given * long_given + self.like_family * long_family) / total if total else 0.0


def compare_names(a: Subject, b: Subject, common: Commonness) -> NameVerdict:
    """Names as they stand, as mailboxes spell what is left out, and swapped, whichever says more."""
    given, like_given, worth_given, given_spelled = _givens(a, b, common)
    family, like_family, worth_family, family_spelled = _families(a, b, common)
    worth = worth_given + worth_family
    found = NameVerdict(given, like_given, family, like_family, worth)
    found.spelled = given_spelled or family_spelled
    if worth < w.INITIAL and _could_be_swapped(a, b):
        found = _swapped(a, b, common) or found
    if found.given == SAME and found.family == SAME:
        found.worth = min(found.worth, common.most_for_name(full_key(a)))
    if a.middle and b.middle and _middles_differ(a.middle, b.middle):
        found.worth += w.MIDDLE_DIFFERS
    return found


def _givens(a: Subject, b: Subject, common: Commonness) -> tuple[int, float, float, bool]:
    """`given_worth` of two people, and whether it goes by what a mailbox spells."""
    found = given_worth(a.given, b.given, common)
    spelled = _spelled_given_worth(a, b, common) if found[0] in (INITIAL, BLANK) else None
    return (*found, False) if spelled is None else (*spelled, True)


def _families(a: Subject, b: Subject, common: Commonness) -> tuple[int, float, float, bool]:
    """`family_worth` of two people, and whether it goes by what a mailbox spells beside two family names."""
    if not a.family or not b.family:
        return (*_hinted_worth(a, b, common), False)
    kind, likeness, worth = family_worth(a.family, b.family, common)
    spelled = _by_mailbox(a, b, kind, common) if a.hint or b.hint else None
    return (kind, likeness, worth, False) if spelled is None else (spelled[0], likeness, spelled[1], True)


def _could_be_swapped(a: Subject, b: Subject) -> bool:
    if a.given and b.family and a.given[0] == b.family[0]:
        return True
    return bool(a.family and b.given and a.family[0] == b.given[0])


def _swapped(a: Subject, b: Subject, common: Commonness) -> NameVerdict | None:
    """The verdict with one of the names turned round, where they fit like that.

    The family name may differ, as after a marriage, if the given name is the same.
    """
    one, like_one = _crossed(a.given, b.family)
    two, like_two = _crossed(b.given, a.family)
    kinds = {one, two}
    if not kinds & {SAME, ALIKE} or (DIFFERENT in kinds and SAME not in kinds):
        return None
    if DIFFERENT in kinds and common.is_family_name(a.family if one == DIFFERENT else a.given):
        return None  # Anna Weber, and Weber Hans
    worth = w.SWAPPED
    for kind, likeness, given, family in ((one, like_one, a.given, b.family), (two, like_two, b.given, a.family)):
        worth += _swapped_worth(kind, likeness, given, family, common)
    if one == DIFFERENT:
        return NameVerdict(two, like_two, one, like_one, worth, swapped=True)
    return NameVerdict(one, like_one, two, like_two, worth, swapped=True)


def _crossed(given: str, family: str) -> tuple[int, float]:
    """How a given name stands to what stands in the other's place for family names."""
    kind, likeness = family_likeness(given, family)
    if kind == DIFFERENT:
        by_given = given_likeness(given, family)
        if by_given[0] == NICKNAME:
            return by_given
    return kind, likeness


def _swapped_worth(kind: int, likeness: float, given: str, family: str, common: Commonness) -> float:
    """What one name is worth that stands in the other's place."""
    if kind == BLANK:
        return 0.0
    if kind == DIFFERENT:
        return w.FAMILY_DIFFERS
    # Which of the two is the given name isn't known: they count by halves.
    full = (common.given_weight(given) + common.family_weight(family)) / 2
    return full if kind == SAME else full + w.PART if kind in (PART, NICKNAME, INITIAL) else _slip(likeness, full)


def _middles_differ(a: str, b: str) -> bool:
    words_a, words_b = a.split(), b.split()
    return not any(x == y or (x[0] == y[0] and 1 in (len(x), len(y))) for x in words_a for y in words_b)
