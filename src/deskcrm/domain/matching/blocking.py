"""Which pairs are worth comparing: profiles that share one of several keys; blocks that explode are capped and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from deskcrm.domain.matching.companies import domains
from deskcrm.domain.matching.script import sound
from deskcrm.domain.matching.subjects import Subject, is_role

_SHORTEST_LOCAL: Final = 5


class Capped(NamedTuple):
    """A block too big to compare everybody in it with everybody: which key, how many, and the pairs left out."""

    key: str
    size: int
    left_out: int


class Way(NamedTuple):
    """One way to bring profiles together: its keys, and how many profiles a block may have."""

    name: str
    keys: Callable[[Subject], Iterable[str]]
    cap: int


def _emails(one: Subject) -> Iterator[str]:
    for email in one.emails:
        if not is_role(email):
            yield email


def _locals(one: Subject) -> Iterator[str]:
    for email in one.emails:
        local = email.partition("@")[0]
        if len(local) >= _SHORTEST_LOCAL and not is_role(email):
            yield local


def _phones(one: Subject) -> Iterable[str]:
    return one.phones


def _sounds(one: Subject) -> list[str]:
    """How given and family name sound, the first words alone, in the order of the alphabet: swapped names meet."""
    return sorted(sound(name.split()[0]) for name in (one.given, one.family or one.hint) if name)


def _whole_names(one: Subject) -> Iterator[str]:
    if one.given and (one.family or one.hint):
        yield "|".join(_sounds(one))


def _full_names(one: Subject) -> Iterator[str]:
    if one.given and one.family:
        yield "|".join(sorted((one.given, one.family)))


def _wheres(one: Subject) -> set[str]:
    return {where for a in one.addresses for where in (a.postcode, a.city) if where}


def _names_and_wheres(one: Subject) -> Iterator[str]:
    """Family name by sound and the initial of the given name, or the other way round, in one place."""
    wheres = _wheres(one)
    if not wheres:
        return
    given, family = one.given, one.family or one.hint
    marks = {f"{sound(word)}|{given[:1]}" for word in family.split()} if family else set()
    if given:
        marks.add(f"{sound(given.split()[0])}|{family[:1]}")
    for where in wheres:
        for mark in marks:
            yield f"{where}|{mark}"


def _houses(one: Subject) -> Iterator[str]:
    for address in one.addresses:
        if address.key:
            for name in (one.given, one.family):
                if name:
                    yield f"{address.key}|{name[0]}"


def _birthdays(one: Subject) -> Iterator[str]:
    if one.birthday:
        yield one.birthday


def _birthdays_and_names(one: Subject) -> Iterator[str]:
    if one.birthday:
        for name in (one.given, one.family):
            if name:
                yield f"{one.birthday}|{name[0]}"


def _streets(one: Subject) -> Iterator[str]:
    """Street and number, whatever the town's name and postcode; or what else is said of the house."""
    for address in one.addresses:
        if address.street and address.house:
            yield f"{address.street[:10]}|{address.house}"
        if address.extended and address.postcode:
            yield f"{address.extended}|{address.postcode}"


def _colleagues(one: Subject) -> Iterator[str]:
    if one.company:
        for name in (one.given, one.family):
            if name:
                yield f"{one.company}|{sound(name)}"


def _initials(one: Subject) -> Iterator[str]:
    """Family names with what is known of the given name: for abbreviated and missing ones."""
    for word in one.family.split():
        yield f"{word}|{one.given[:1]}"


PEOPLE: Final = (
    Way("email", _emails, 60),
    Way("phone", _phones, 60),
    Way("email before the @", _locals, 20),
    Way("full name", _full_names, 60),
    Way("name by sound", _whole_names, 25),
    Way("name and place", _names_and_wheres, 25),
    Way("address", _houses, 30),
    Way("birthday", _birthdays, 12),
    Way("birthday and initial", _birthdays_and_names, 30),
    Way("street and number", _streets, 8),
    Way("name and company", _colleagues, 25),
    Way("name and initial", _initials, 12),
)


def _company_names(one: Subject) -> Iterator[str]:
    if one.company:
        yield one.company
        yield "".join(sorted(one.company.replace(" ", "")))[:12]


def _company_words(one: Subject) -> Iterator[str]:
    words = one.company.split()
    for word in words:
        yield f"{sound(word)}|{len(words)}"
    for where in _wheres(one):
        if words:
            yield f"{where}|{sound(words[0])}"


COMPANIES: Final = (
    Way("website", domains, 30),
    Way("phone", _phones, 30),
    Way("name", _company_names, 40),
    Way("word of the name", _company_words, 12),
    Way("address", lambda one: (a.key for a in one.addresses if a.key), 20),
)


def ways(kind: str) -> Sequence[Way]:
    """The ways for people or for companies."""
    return PEOPLE if kind == "person" else COMPANIES


def pairs_of(
    subjects: Sequence[Subject], way: Way, capped: list[Capped], changed: set[int] | None = None
) -> Iterator[tuple[int, int]]:
    """The pairs, as places in `subjects`, that one way brings together; blocks that were cut are told in `capped`.

    `changed`: only pairs with one of these places in them. A block over its cap is compared with each one's nearest
    neighbours in it alone, in the order of their names, so that the likeliest pairs stay.
    """
    blocks: dict[str, list[int]] = {}
    for place, one in enumerate(subjects):
        for key in set(way.keys(one)):
            blocks.setdefault(key, []).append(place)
    for key, places in blocks.items():
        if len(places) < 2 or (changed is not None and changed.isdisjoint(places)):
            continue
        if len(places) <= way.cap:
            found: Iterable[tuple[int, int]] = combinations(places, 2)
        else:
            found = list(_neighbours(subjects, places))
            left_out = len(places) * (len(places) - 1) // 2 - len(found)
            capped.append(Capped(f"{way.name}: {key}", len(places), left_out))
        for a, b in found:
            if changed is None or a in changed or b in changed:
                yield (a, b) if a < b else (b, a)


_NEAR: Final = 3


def _neighbours(subjects: Sequence[Subject], places: list[int]) -> Iterator[tuple[int, int]]:
    """Each one with the few that stand next in the order of names and places."""

    def order(place: int) -> tuple[str, str, str, str]:
        one = subjects[place]
        where = min(_wheres(one), default="")
        return (one.family, one.given, where, one.emails[0] if one.emails else "")

    ordered = sorted(places, key=order)
    for at, place in enumerate(ordered):
        for other in ordered[at + 1 : at + 1 + _NEAR]:
            yield place, other
