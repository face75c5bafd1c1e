"""Two people compared: reasons with their weights, then the guards that hold back family, colleagues and namesakes."""

from __future__ import annotations

from deskcrm.domain.matching import weights as w
from deskcrm.domain.matching.commonnames import COMMON_FAMILIES, COMMON_GIVEN
from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.personnames import (
    ALIKE,
    BLANK,
    DIFFERENT,
    INITIAL,
    NAMES,
    NICKNAME,
    PART,
    SAME,
    SEX,
    SHORT,
    NameVerdict,
    compare_names,
)
from deskcrm.domain.matching.places import place_reason
from deskcrm.domain.matching.points import birthday_reason, email_reason, phone_reason
from deskcrm.domain.matching.reasons import HOPELESS, START, Reason, Verdict
from deskcrm.domain.matching.subjects import Subject

_LOOSELY_NAMED = frozenset({ALIKE, SHORT, NICKNAME, PART, INITIAL, NAMES, SEX})
_MOST_LEAKS = 1.0  # through a guard: no pair comes to fifty


def judge_people(a: Subject, b: Subject, common: Commonness, least: float = HOPELESS) -> Verdict | None:
    """What two people come to; None as soon as they can't reach `least` (log-odds)."""
    start = common.start
    name = compare_names(a, b, common)
    if name.given == DIFFERENT and least > w.OTHER_PERSON + _MOST_LEAKS:
        return None
    namesakes = name.given == SAME and name.family == SAME
    email = email_reason(a, b, common, namesakes)
    phone = phone_reason(a, b, common, namesakes)
    total = start + name.worth
    if email is not None:
        total += email.weight
    if phone is not None:
        total += phone.weight
    if total + _most_beside(a, b) < least:
        return None
    place = place_reason(a, b, common)
    birthday = birthday_reason(a, b, common)
    if email is not None and email.kind == "email role" and place is not None and place.kind.startswith("company"):
        total -= email.weight  # the mailbox of a company that counts already
        email = email._replace(weight=0.0)
    if place is not None:
        total += place.weight
    if birthday is not None:
        total += birthday.weight
    if total < least:
        return None
    cap, guard = _guard(a, b, name, email, phone, place, birthday)
    if cap + w.LEAK * (total - cap) < least:
        return None
    reasons = [
        Reason(START, start, figure=common.size),
        *(one for one in (email, phone, _name_reason(a, b, name), place, birthday) if one is not None),
    ]
    if total > cap:
        held = cap + w.LEAK * (total - cap)
        reasons.append(Reason(guard, held - total))
        total = held
    return Verdict(total, tuple(reasons))


def _most_beside(a: Subject, b: Subject) -> float:
    """The most that place and birthday can add."""
    place = w.MOST_PLACE if a.addresses and b.addresses else w.COMPANY if a.company and b.company else 0.0
    both = w.COMPANY if a.company and b.company else 0.0
    return max(place, both) + w.BOTH_PLACES + (w.BIRTHDAY if a.birthday and b.birthday else 0.0)


def _guard(
    a: Subject, b: Subject, name: NameVerdict, email: Reason | None, phone: Reason | None, place: Reason | None,
    birthday: Reason | None,
) -> tuple[float, str]:  # fmt: skip
    """The log-odds that this pair may reach at most, and by which rule."""
    own_email = email is not None and email.kind in ("email", "email typo")
    own_phone = phone is not None and phone.kind in ("phone", "phone typo")
    same_day = birthday is not None and birthday.weight > 0
    caps = [(99.0, "")]
    slip_of_a_name = name.given in (NAMES, SEX) and own_email  # Marta and Martha with one mailbox
    if (name.other_given and not slip_of_a_name) or (name.given == BLANK and name.family in (DIFFERENT, NAMES)):
        caps.append((w.OTHER_PERSON, "other person"))
    if name.family in (DIFFERENT, NAMES) and name.given in (BLANK, INITIAL, SHORT):
        caps.append((w.OTHER_PERSON, "other person"))
    if a.generation and b.generation and a.generation != b.generation:
        caps.append((w.GENERATION, "generation"))
    if birthday is not None and birthday.kind == "birthday differs":
        caps.append((w.OTHER_BIRTHDAY, "other birthday"))
    if name.given == BLANK and name.family == BLANK:
        caps.append((w.NO_NAME, "no name"))
    if not own_email and not own_phone and not same_day:
        caps.append(_guard_of_names(a, b, name, email, place))
    if not own_email and not same_day:
        caps.append((w.HOUSEHOLD, "household"))
    loosely = name.given in _LOOSELY_NAMED or _is_half_named(a) or _is_half_named(b)
    if loosely and (name.given == SEX or (not own_email and not own_phone)):
        caps.append((w.ONE_FAMILY, "one family"))
    return min(caps)


def _guard_of_names(
    a: Subject, b: Subject, name: NameVerdict, email: Reason | None, place: Reason | None
) -> tuple[float, str]:
    """The same where nothing that belongs to one person alone is in common."""
    nearby = place is not None and place.weight > 0
    local = email is not None and email.weight > 0
    if not local and (not nearby or (place is not None and place.kind == "town")) and _is_common(a, b):
        return w.COMMON_NAME, "common name"
    if not nearby and not local:
        if BLANK in (name.given, name.family):
            return w.FIRST_NAME_ALONE, "first name alone"
        if place is not None and place.weight < 0:
            return w.OTHER_TOWN, "other town"
        return w.NAME_ALONE, "name alone"
    return 99.0, ""


def _is_half_named(one: Subject) -> bool:
    """Whether all that is said of the given name fits a twin, or a sister: an initial, or nothing."""
    return len(one.given) < 2 or not one.family


def _is_common(a: Subject, b: Subject) -> bool:
    """Whether both carry names that many people carry."""
    return all((one.given in COMMON_GIVEN or len(one.given) == 1) and (one.family in COMMON_FAMILIES) for one in (a, b))


def _name_reason(a: Subject, b: Subject, name: NameVerdict) -> Reason | None:
    if name.given == BLANK and name.family == BLANK:
        return None
    return Reason(_name_kind(name), name.worth, a.name, b.name, name.likeness(a, b))


def _name_kind(name: NameVerdict) -> str:
    if name.swapped:
        return "swapped"
    if name.spelled:
        return "spelled differs" if name.other_given or name.family == NAMES else "spelled"
    if name.given == SAME and name.family == SAME:
        return "same name"
    if BLANK in (name.given, name.family) and SAME in (name.given, name.family):
        return "one name"
    if name.family in (SAME, ALIKE, PART):
        by_given = {NICKNAME: "nickname", INITIAL: "initial", PART: "part"}
        if name.given in by_given:
            return by_given[name.given]
        if name.other_given and name.family == SAME:
            return "same last name"
    if name.given == SAME and name.family in (DIFFERENT, NAMES):
        return "same first name"
    if DIFFERENT in (name.given, name.family):
        return "different name"
    return "name"
