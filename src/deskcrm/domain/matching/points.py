"""Emails, phones and birthdays of two people compared; identifiers of many are named, and count for nothing."""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import OSA

from deskcrm.domain.matching import weights as w
from deskcrm.domain.matching.commonness import Commonness, Shared
from deskcrm.domain.matching.mailboxes import PRIVATE, WORK, kind_of
from deskcrm.domain.matching.reasons import Reason
from deskcrm.domain.matching.subjects import Subject, is_household, is_role

_LETTERS: Final = re.compile("[^a-z]+")
_SHORTEST_LOCAL: Final = 5


def identifier_worth(
    shared: Shared, key: str, alone: float, start: float, a: str, b: str, namesakes: bool = False
) -> float:
    """What an identifier in common is worth: it makes up for the odds to begin with, less for each further name.

    `a`, `b`: the codes of the two who are compared; that their own names differ is judged elsewhere. `namesakes`: they
    are called the same, so that whoever else has it is less likely to be one of them.
    """
    others = shared.other_names(key, a, b)
    if (others and shared.names(key) >= w.SHARED_BY) or shared.profiles(key) >= w.SHARED_BY_PROFILES:
        return 0.0
    return alone - start + (w.EACH_BESIDE_NAMESAKES if namesakes else w.EACH_OTHER_NAME) * others


def email_reason(a: Subject, b: Subject, common: Commonness, namesakes: bool = False) -> Reason | None:
    """What the mailboxes of two people say; `namesakes`: who are called the same."""
    if not a.emails or not b.emails:
        return None
    mine = [email for email in a.emails if email in b.emails]
    if mine:
        return max((_same_email(email, a, b, common, namesakes) for email in mine), key=lambda r: r.weight)
    best = _other_email(a, b)
    for one in a.emails:
        for other in b.emails:
            found = _like_email(one, other, a, b, common)
            if found is not None and found.weight > best.weight:
                best = found
    return best


def _other_email(a: Subject, b: Subject) -> Reason:
    """People have a private mailbox, one at work and one with their family: only two of a kind speak against them."""
    kinds = {kind_of(email) for email in a.emails} & {kind_of(email) for email in b.emails}
    weight = w.EMAIL_DIFFERS if PRIVATE in kinds else w.WORK_EMAIL_DIFFERS if WORK in kinds else w.OTHER_KIND_OF_EMAIL
    return Reason("email differs", weight, a.emails[0], b.emails[0])


def _same_email(email: str, a: Subject, b: Subject, common: Commonness, namesakes: bool) -> Reason:
    if is_role(email):
        return Reason("email role", w.ROLE_MAILBOX, email, email)
    if is_household(email):
        worth = w.NAMED_IN_FAMILY - common.start if namesakes else w.FAMILY_MAILBOX
        return Reason("email family", worth, email, email)
    worth = identifier_worth(common.emails, email, w.EMAIL, common.start, a.code, b.code, namesakes)
    if not worth:
        return Reason("email ignored", 0.0, email, email, common.emails.profiles(email))
    names = common.emails.names(email)
    return Reason(
        "email of several" if common.emails.other_names(email, a.code, b.code) else "email", worth, email, email, names
    )


def _like_email(one: str, other: str, a: Subject, b: Subject, common: Commonness) -> Reason | None:
    local, _, domain = one.partition("@")
    second, _, host = other.partition("@")
    if local == second:
        names = _is_only_name(local, a) or _is_only_name(local, b)
        if len(local) >= _SHORTEST_LOCAL and not is_role(one) and not names and common.locals[local] <= w.SHARED_BY:
            return Reason("email local", w.SAME_LOCAL, one, other)
        return None
    if domain != host and OSA.distance(domain, host, score_cutoff=2) > 2:
        return None
    if len(local) < _SHORTEST_LOCAL or _digits(local) != _digits(second):
        return None
    if _ends(local) != _ends(second):  # where initials stand: p.weber and h.weber are two people
        return None
    if any(is_role(email) or is_household(email) for email in (one, other)):
        return None
    if OSA.distance(local, second, score_cutoff=1) > 1:
        return None
    return Reason("email typo", w.EMAIL_TYPO - common.start, one, other)


def _ends(local: str) -> tuple[str, str]:
    """The first and the last letter of what stands before the @."""
    letters = local.rstrip("0123456789")
    return letters[:1], letters[-1:]


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _is_only_name(local: str, a: Subject) -> bool:
    """Whether the part before the @ says no more than the name: anna.weber, aweber, weber.a."""
    if any(char.isdigit() for char in local):
        return False
    rest = _LETTERS.sub("", local)
    for word in sorted({*a.family.split(), *a.given.split()}, key=len, reverse=True):
        rest = rest.replace(word, "", 1)
    return len(rest) <= 2


def phone_reason(a: Subject, b: Subject, common: Commonness, namesakes: bool = False) -> Reason | None:
    """What the phones of two people say; `namesakes`: who are called the same."""
    if not a.phones or not b.phones:
        return None
    mine = [phone for phone in a.phones if phone in b.phones]
    if mine:
        return max((_same_phone(phone, a, b, common, namesakes) for phone in mine), key=lambda r: r.weight)
    for one in a.phones:
        for other in b.phones:
            if _is_slip(one, other):
                return Reason("phone typo", w.PHONE_TYPO - common.start, one, other)
    return Reason("phone differs", w.PHONE_DIFFERS, a.phones[0], b.phones[0])


def _same_phone(phone: str, a: Subject, b: Subject, common: Commonness, namesakes: bool) -> Reason:
    worth = identifier_worth(common.phones, phone, w.PHONE, common.start, a.code, b.code, namesakes)
    if not worth:
        return Reason("phone ignored", 0.0, phone, phone, common.phones.profiles(phone))
    names = common.phones.names(phone)
    return Reason(
        "phone of several" if common.phones.other_names(phone, a.code, b.code) else "phone", worth, phone, phone, names
    )


def _is_slip(one: str, other: str) -> bool:
    """Whether one digit is wrong or two are swapped; not in the last two, where the numbers of one office differ."""
    if len(one) != len(other) or len(one) < 8 or one[-2:] != other[-2:]:
        return False
    return OSA.distance(one, other, score_cutoff=1) == 1


def birthday_reason(a: Subject, b: Subject, common: Commonness) -> Reason | None:
    """What two birthdays say; days that forms put in by themselves (1970-01-01) are known by how many have them."""
    one, other = a.birthday, b.birthday
    if not one or not other:
        return None
    if _is_stand_in(one, common) or _is_stand_in(other, common):
        return None
    if one == other:
        return Reason("birthday", w.BIRTHDAY if not one.startswith("--") else w.BIRTHDAY_SLIP, one, other)
    if one.startswith("--") or other.startswith("--"):
        if one[-5:] == other[-5:]:
            return Reason("birthday", w.BIRTHDAY_SLIP, one, other)
        return Reason("birthday differs", w.BIRTHDAY_DIFFERS, one, other)
    return _unlike_birthdays(one, other)


def _unlike_birthdays(one: str, other: str) -> Reason:
    swapped = one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]
    if swapped or OSA.distance(one, other, score_cutoff=1) <= 1:
        return Reason("birthday slip", w.BIRTHDAY_SLIP, one, other)
    if one[5:] == other[5:] or OSA.distance(one, other, score_cutoff=2) == 2:
        return Reason("birthday close", w.BIRTHDAY_CLOSE, one, other)
    return Reason("birthday differs", w.BIRTHDAY_DIFFERS, one, other)


_STAND_INS: Final = frozenset({"1900-01-01", "1970-01-01", "2000-01-01", "1899-12-30", "1904-01-01", "1980-01-01"})


def _is_stand_in(day: str, common: Commonness) -> bool:
    count = common.birthdays[day]
    return day in _STAND_INS or count > 20 + common.size // 1_000
