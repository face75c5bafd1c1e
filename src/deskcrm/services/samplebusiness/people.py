"""The customers of the sample business as they truly are, before any system writes them down its own way."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from deskcrm.services.samplebusiness import names


class Habit(StrEnum):
    """How somebody buys."""

    LOYAL = "loyal"
    REGULAR = "regular"
    ONCE = "once"
    LAPSED = "lapsed"
    CURIOUS = "curious"  # asked, subscribed, never bought


class System(StrEnum):
    """Where the business keeps people."""

    SHOP = "web shop"
    NEWS = "newsletter"
    PHONE = "phone"
    LIST = "customer list"


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone number, kept in parts so that it can be spelled in every usual way."""

    country: str
    area: str
    local: str

    @property
    def e164(self) -> str:
        """The number as machines write it: `+493023125042`."""
        return f"+{self.country}{self.area}{self.local}"

    def spelled(self, rng: Random) -> str:
        """One of the ways people in Germany write the number down; foreign ones always carry their country."""
        ways = [f"+{self.country} {self.area} {self.local}", f"00{self.country} {self.area} {self.local}", self.e164]
        if self.country == "49":
            home = f"0{self.area}"
            ways += [
                f"{home}/{self.local}",
                f"{home} {self.local}",
                f"{home} {self.local[:-3]} {self.local[-3:]}",
                f"({home}) {self.local}",
                f"{home}-{self.local}",
                f"{home}{self.local}",
                f"+49 (0){self.area} {self.local}",
            ]
        return rng.choice(ways)


@dataclass(frozen=True, slots=True)
class Address:
    """Where somebody lives or works."""

    street: str
    city: str
    postcode: str
    country: str  # ISO 3166 alpha-2


@dataclass(frozen=True, slots=True)
class Person:
    """One true customer. Blank text or None: nobody knows."""

    number: int
    given: str
    family: str
    woman: bool
    language: str
    habit: Habit
    systems: frozenset[System]
    address: Address
    since: date  # first bought, or first heard of
    former_family: str = ""
    company: str = ""
    job: str = ""
    email: str = ""
    old_email: str = ""
    mobile: Phone | None = None
    landline: Phone | None = None  # shared within a family
    office: Phone | None = None  # shared within a company
    old_address: Address | None = None
    birthday: date | None = None

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def nickname(self) -> str:
        """The usual short form of the given name, or blank."""
        return names.NICKNAMES.get(self.given, "")

    @property
    def phones(self) -> tuple[Phone, ...]:
        """All numbers, the most personal first."""
        return tuple(p for p in (self.mobile, self.landline, self.office) if p is not None)


_SHOP, _NEWS, _PHONE, _LIST = System
_MEETINGS: Final[tuple[tuple[int, tuple[System, ...]], ...]] = (
    (14, (_SHOP, _NEWS)),
    (10, (_SHOP, _LIST)),
    (7, (_SHOP, _PHONE)),
    (13, (_SHOP, _NEWS, _LIST)),
    (6, (_SHOP, _NEWS, _PHONE)),
    (9, (_SHOP, _PHONE, _LIST)),
    (10, (_SHOP, _NEWS, _PHONE, _LIST)),
    (5, (_NEWS, _LIST)),
    (3, (_NEWS, _PHONE)),
    (9, (_PHONE, _LIST)),
    (6, (_SHOP,)),
    (5, (_NEWS,)),
    (3, (_PHONE,)),
    (4, (_LIST,)),
)
"""How many of a hundred customers are kept in which systems."""

_HABITS: Final[dict[Habit, int]] = {
    Habit.LOYAL: 14,
    Habit.REGULAR: 27,
    Habit.ONCE: 32,
    Habit.LAPSED: 15,
    Habit.CURIOUS: 12,
}

_KNOWN_FOR: Final[dict[Habit, tuple[int, int]]] = {
    Habit.LOYAL: (700, 1500),
    Habit.REGULAR: (250, 900),
    Habit.ONCE: (5, 900),
    Habit.LAPSED: (700, 1500),
    Habit.CURIOUS: (5, 400),
}
"""For how many days they have been known, at least and at most."""

_FOLDED: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ł": "l", "Ł": "L", "ı": "i"}
)


def plain(text: str) -> str:
    """Text in ASCII letters, umlauts written out as Germans do ("Jürgen Weiß" becomes "Juergen Weiss")."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_FOLDED))
    return decomposed.encode("ascii", "ignore").decode("ascii")


def invent(rng: Random, customers: int, today: date) -> tuple[Person, ...]:
    """That many customers, numbered from 0, with families, colleagues, namesakes and changed surnames among them."""
    maker = _Maker(rng, today)
    people = [maker.person(number) for number in range(customers)]
    few = max(1, customers // 75)
    spots = iter(rng.sample(range(customers), customers))
    _make_namesakes(people, _pairs(spots, few), maker)
    _make_families(people, _groups(spots, few * 2, rng), maker)
    _make_teams(people, _groups(spots, min(len(names.TEAMS), few * 2), rng), maker)
    _marry(people, _some(spots, few), maker)
    return tuple(people)


class _PhoneBook:
    """Hands each number of the fictional ranges out once, in a shuffled order."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._left: dict[tuple[names.PhoneRange, ...], list[Phone]] = {}

    def take(self, *ranges: names.PhoneRange) -> Phone | None:
        """A number nobody has yet, or None when the ranges are used up."""
        if ranges not in self._left:
            numbers = [number for one in ranges for number in _numbers(one)]
            self._rng.shuffle(numbers)
            self._left[ranges] = numbers
        return self._left[ranges].pop() if self._left[ranges] else None


def _numbers(one: names.PhoneRange) -> Iterable[Phone]:
    last = 10**one.free - 1 if one.last is None else one.last
    for number in range(one.first, last + 1):
        yield Phone(one.country, one.area, f"{one.stem}{number:0{one.free}d}")


class _Maker:
    """Makes people who share nothing by chance but names and streets."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng = rng
        self.today = today
        self._phones = _PhoneBook(rng)
        self._emails: set[str] = set()
        self._names: set[tuple[str, str]] = set()
        self._sole_companies = rng.sample(names.SOLE_COMPANIES, len(names.SOLE_COMPANIES))

    def person(self, number: int) -> Person:
        """A customer who has nothing to do with the others."""
        rng = self.rng
        town = rng.choices(names.TOWNS, [t.weight for t in names.TOWNS])[0]
        language, woman, given, family = self._name(town)
        systems = frozenset(rng.choices([s for _, s in _MEETINGS], [w for w, _ in _MEETINGS])[0])
        habit = rng.choices(list(_HABITS), list(_HABITS.values()))[0]
        mobile, landline = self._numbers_for(town, systems)
        nameable = bool(systems & {System.SHOP, System.NEWS}) or rng.random() < 0.6 or not (mobile or landline)
        email = self.email(given, family) if nameable else ""
        at_work = rng.random() < 0.06 and bool(self._sole_companies)
        return Person(
            number=number,
            given=given,
            family=family,
            woman=woman,
            language=language,
            habit=habit,
            systems=systems,
            address=self.address(town),
            since=self.today - timedelta(days=rng.randint(*_KNOWN_FOR[habit])),
            company=self._sole_companies.pop() if at_work else "",
            job="Owner" if at_work else "",
            email=email,
            old_email=self.email(given, family) if email and rng.random() < 0.12 else "",
            mobile=mobile,
            landline=landline,
            old_address=self.address(town) if rng.random() < 0.15 else None,
            birthday=self.birthday() if rng.random() < 0.75 else None,
        )

    def email(self, given: str, family: str, domain: str = "") -> str:
        """An address nobody has yet; at a company it is always `given.family@`."""
        rng = self.rng
        first, last = (plain(part).lower().replace(" ", "").replace("'", "") for part in (given, family))
        usual = f"{first}.{last}"
        rarer = (f"{first[0]}.{last}", f"{last}.{first}", f"{first}{last}", f"{first}_{last}")
        shape = usual if domain or rng.random() < 0.5 else rng.choice(rarer)
        at = domain or rng.choice(names.MAIL_DOMAINS)
        email = f"{shape}@{at}"
        while email in self._emails:
            email = f"{shape}{rng.randint(2, 99)}@{at}"
        self._emails.add(email)
        return email

    def address(self, town: names.Town) -> Address:
        """A made-up street in a real town."""
        rng = self.rng
        street, house = rng.choice(names.STREETS[town.country]), rng.randint(1, 120)
        line = f"{street} {house}" if town.country in ("DE", "SE") else f"{house} {street}"
        return Address(line, town.name, rng.choice(town.postcodes), town.country)

    def birthday(self) -> date:
        """Somebody between 18 and 82 years old."""
        return self.today - timedelta(days=self.rng.randint(18 * 366, 82 * 365))

    def landline(self, city: str) -> Phone | None:
        """A free landline number of a town."""
        return self._phones.take(next(t.landline for t in names.TOWNS if t.name == city))

    def _name(self, town: names.Town) -> tuple[str, bool, str, str]:
        rng = self.rng
        fitting = [one for one in names.LANGUAGES if not town.languages or one.code in town.languages]
        for _ in range(40):
            language = rng.choices(fitting, [one.weight for one in fitting])[0]
            woman = rng.random() < 0.5
            given = rng.choice(language.women if woman else language.men)
            family = rng.choice(language.families)
            if (given, family) not in self._names:
                break
        self._names.add((given, family))
        return language.code, woman, given, family

    def _numbers_for(self, town: names.Town, systems: frozenset[System]) -> tuple[Phone | None, Phone | None]:
        rng = self.rng
        wanted = System.PHONE in systems or rng.random() < 0.7
        mobile = None
        if wanted and town.mobile and rng.random() < 0.85:
            mobile = self._phones.take(*names.MOBILES[town.mobile])
        landline = None
        if (wanted and mobile is None) or rng.random() < 0.12:
            landline = self._phones.take(town.landline)
        return mobile, landline


def _some(spots: Iterable[int], count: int) -> list[int]:
    return [spot for spot, _ in zip(spots, range(count), strict=False)]


def _pairs(spots: Iterable[int], count: int) -> list[list[int]]:
    return [pair for pair in (_some(spots, 2) for _ in range(count)) if len(pair) == 2]


def _groups(spots: Iterable[int], count: int, rng: Random) -> list[list[int]]:
    return [group for group in (_some(spots, rng.randint(2, 4)) for _ in range(count)) if len(group) > 1]


def _make_namesakes(people: list[Person], pairs: Sequence[Sequence[int]], maker: _Maker) -> None:
    """Two different people of one name, each with an email and a birthday of their own."""
    for one, other in pairs:
        model = people[one]
        people[one] = replace(model, birthday=maker.birthday())
        people[other] = replace(
            people[other],
            given=model.given,
            family=model.family,
            woman=model.woman,
            language=model.language,
            email=maker.email(model.given, model.family),
            old_email="",
            birthday=maker.birthday(),
        )


def _make_families(people: list[Person], groups: Sequence[Sequence[int]], maker: _Maker) -> None:
    """One family name, address and landline; in every other family the second member writes from the first's email.

    Web shops and newsletters keep one person an email, so that the second is not in them.
    """
    for position, (head, *others) in enumerate(groups):
        shared = people[head].landline or maker.landline(people[head].address.city)
        people[head] = replace(people[head], landline=shared)
        first = people[head]
        unlike = [member for member in others if people[member].given != first.given]
        for place, member in enumerate(unlike):
            person = people[member]
            own = maker.email(person.given, first.family) if person.email else ""
            shares = bool(first.email and person.email) and position % 2 == 0 and place == 0
            alone = person.systems - {System.SHOP, System.NEWS} or frozenset({System.LIST})
            people[member] = replace(
                person,
                family=first.family,
                address=first.address,
                old_address=None,
                landline=shared,
                systems=alone if shares else person.systems,
                email=first.email if shares else own,
                old_email="",
            )


def _make_teams(people: list[Person], groups: Sequence[Sequence[int]], maker: _Maker) -> None:
    """Colleagues share their company and its office phone, and have emails at its domain."""
    for company, group in zip(names.TEAMS, groups, strict=False):
        office = maker.landline("Berlin")
        words = [word for word in plain(company).lower().split() if word not in ("gmbh", "eg", "gbr", "partg", "mbb")]
        domain = "-".join(words) + ".example"
        for member in group:
            person = people[member]
            people[member] = replace(
                person,
                company=company,
                job=maker.rng.choice(names.JOBS),
                office=office,
                email=maker.email(person.given, person.family, domain) if person.email else "",
                old_email=person.email,
            )


def _marry(people: list[Person], spots: Sequence[int], maker: _Maker) -> None:
    """A new surname, mostly with a new email made from it; the old ones live on in some systems."""
    for spot in spots:
        person = people[spot]
        family = maker.rng.choice(names.LANGUAGES[0].families)
        moved = bool(person.email) and maker.rng.random() < 0.6
        people[spot] = replace(
            person,
            family=family,
            former_family=person.family if family != person.family else "",
            email=maker.email(person.given, family) if moved else person.email,
            old_email=person.email if moved else person.old_email,
        )
