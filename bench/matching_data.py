"""Labelled customers for judging the matcher: who they are, and how several sources write them, with what goes wrong.

Everything follows from the seed. People live in households and work in companies, so the hard cases come by themselves:
father and son of one name at one address, twins, colleagues with one phone, street and info@ mailbox, namesakes in
other towns. Names come from eleven languages; common ones are drawn as often as such names are, rare ones are composed.
Nothing here was taken from the matcher's own tables, and its weights were never fitted on the seeds for judging.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final

from matching_names import COMPANY_WORDS, CYRILLIC, FORMS, FREEMAIL, GREEK, LOCALES, SHORT_FORMS, TRADES, Locale

TUNING_SEEDS: Final = (101, 102)
JUDGING_SEEDS: Final = (901, 902)


@dataclass(slots=True)
class Row:
    """One row of a source, as written there, and who it is about. `household`, `company`: what tells false joins."""

    number: int
    person: int
    source: str
    given: str = ""
    family: str = ""
    email: str = ""
    phone: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    company: str = ""
    birthday: str = ""
    household: int = -1
    employer: int = -1


HEADER: Final = "ID,First Name,Last Name,Email,Phone,Street,Postcode,City,Country,Company,Birthday"


def cells(row: Row) -> list[str]:
    """The row as a line of a CSV file under HEADER."""
    return [
        f"R{row.number}", row.given, row.family, row.email, row.phone, row.street, row.postcode, row.city, row.country,
        row.company, row.birthday,
    ]  # fmt: skip


@dataclass(slots=True)
class _Home:
    street: str
    postcode: str
    city: str
    landline: str
    mailbox: str


@dataclass(slots=True)
class _Firm:
    number: int
    name: str
    home: _Home
    domain: str


@dataclass(slots=True)
class _Person:
    number: int
    locale: Locale
    given: str
    family: str
    household: int
    home: _Home
    before: _Home | None  # where they lived
    emails: list[str]
    mobile: str
    birthday: str
    firm: _Firm | None = None
    other_family: str = ""  # before or after marriage
    work_email: str = ""
    rows: int = 1


def rows(count: int, seed: int) -> list[Row]:
    """`count` rows of four sources about somewhat fewer than two thirds as many people, in mixed order."""
    chance = random.Random(seed)
    world = _World(chance, count)
    found: list[Row] = []
    for person in world.people():
        for _ in range(person.rows):
            found.append(_written(person, chance, world.mailboxes))
        if len(found) >= count:
            break
    del found[count:]
    chance.shuffle(found)
    for number, row in enumerate(found):
        row.number = number
    return found


def kind_of_false_join(a: Row, b: Row) -> str:
    """What the two people of a false pair are to each other."""
    if a.household == b.household:
        return "family"
    if a.employer == b.employer >= 0:
        return "colleagues"
    if plain(a.family) == plain(b.family) and plain(a.given)[:1] == plain(b.given)[:1]:
        return "namesakes"
    return "others"


def plain(text: str) -> str:
    """Latin letters without accents, lower case."""
    letters = "".join(CYRILLIC.get(c, GREEK.get(c, c)) for c in _bare(text.lower()))
    return letters.replace("ß", "ss").replace("ł", "l").replace("ı", "i").replace("ø", "o")


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", c) if c in "йЙ" else unicodedata.normalize("NFKD", c)[0] for c in text)


class _World:
    """The people that there are, household by household."""

    def __init__(self, chance: random.Random, count: int) -> None:
        self.chance = chance
        self.count = count
        self.people_so_far = 0
        self.households = 0
        self.mailboxes: set[str] = set()
        self.locales = [one for one in LOCALES for _ in range(one.weight)]
        self.cumulative = {
            one.country: list(accumulate(1 / (n + 8) for n in range(len(one.families)))) for one in LOCALES
        }
        self.given = {one.country: list(accumulate(1 / (n + 10) for n in range(len(one.given)))) for one in LOCALES}
        self.firms = [self._firm(n) for n in range(max(4, count // 40))]

    def people(self) -> Iterator[_Person]:
        while True:
            yield from self._household()

    def _family_name(self, locale: Locale) -> str:
        c = self.chance
        if c.random() < 0.45:
            (name,) = c.choices(locale.families, cum_weights=self.cumulative[locale.country])
        else:
            name = c.choice(locale.stems) + c.choice(locale.endings)
        if locale.doubles and c.random() < 0.7:
            name += " " + c.choice(locale.families)
        elif c.random() < 0.02:
            name += "-" + c.choice(locale.families)
        return name

    def _given_name(self, locale: Locale) -> str:
        (name,) = self.chance.choices(locale.given, cum_weights=self.given[locale.country])
        return name

    def _digits(self, count: int) -> str:
        return "".join(self.chance.choices("0123456789", k=count))

    def _home(self, locale: Locale) -> _Home:
        c = self.chance
        town = c.choice(locale.towns)
        number = max(1, int(c.expovariate(1 / 30)))
        start = f"{locale.towns.index(town) + 10}"
        postcode = f"{start}{c.randint(100, 139)}"
        if locale.country == "GB":
            postcode = (
                f"{town[:2].upper()}{c.randint(1, 20)} {c.randint(1, 9)}{c.choice('ABDEFGHJ')}{c.choice('LNPQRS')}"
            )
        streets = locale.streets
        street = c.choice(streets) if c.random() < 0.5 else self._composed_street(locale)
        street = f"{number} {street}" if locale.country in ("GB", "FR") else f"{street} {number}"
        landline = locale.code + c.choice(locale.areas) + self._digits(7)
        return _Home(street, postcode, town, landline, "")

    def _composed_street(self, locale: Locale) -> str:
        c = self.chance
        stem = c.choice(locale.stems) + c.choice(locale.endings)
        sample = locale.streets[0]
        if locale.country == "DE":
            return f"{stem}{c.choice(('straße', 'weg', 'gasse'))}"
        if locale.country in ("GB",):
            return f"{stem} {c.choice(('Road', 'Street', 'Lane', 'Avenue'))}"
        return f"{sample.split()[0]} {stem}" if " " in sample else f"{stem}{sample[-5:]}"

    def _firm(self, number: int) -> _Firm:
        c = self.chance
        locale = c.choice(self.locales)
        one, other = c.choice(COMPANY_WORDS), c.choice(TRADES)
        owner = self._family_name(locale).split()[-1]
        core = f"{one} {other}" if c.random() < 0.6 else f"{owner} {other}"
        name = f"{core} {c.choice(FORMS[locale.country])}"
        home = self._home(locale)
        domain = f"{plain(core).replace(' ', '-').replace(chr(39), '')}{number}.example"
        home.mailbox = f"{c.choice(('info', 'office', 'kontakt', 'sales', 'hello'))}@{domain}"
        return _Firm(number, name, home, domain)

    def _household(self) -> list[_Person]:
        c = self.chance
        locale = c.choice(self.locales)
        family = self._family_name(locale)
        home = self._home(locale)
        size = c.choices((1, 2, 3, 4), (62, 22, 9, 7))[0]
        self.households += 1
        members: list[_Person] = []
        while len(members) < size:  # within a household nobody is called like another by chance
            one = self._person(locale, family, home)
            if all(plain(one.given).split()[0] != plain(known.given).split()[0] for known in members):
                members.append(one)
        if size > 1 and c.random() < 0.25:
            home.mailbox = f"familie.{plain(family).replace(' ', '')}{c.randint(1, 99)}@{c.choice(FREEMAIL)}"
        if size >= 3 and c.random() < 0.1:  # father and son of one name
            members[2].given = members[0].given
            members[2].birthday = f"{int(members[0].birthday[:4]) + c.randint(22, 38)}{members[2].birthday[4:]}"
            members[2].emails = self._emails(members[2].given, family)
        elif size >= 4 and c.random() < 0.3:  # twins
            members[3].birthday = members[2].birthday
        if c.random() < 0.15:
            members[-1].family = self._family_name(locale)  # they did not marry
            members[-1].emails = self._emails(members[-1].given, members[-1].family)
        return members

    def _person(self, locale: Locale, family: str, home: _Home) -> _Person:
        c = self.chance
        given = self._given_name(locale)
        if c.random() < 0.05:
            given += " " + self._given_name(locale)
        born = f"{c.randint(1940, 2006)}-{c.randint(1, 12):02}-{c.randint(1, 28):02}"
        mobile = locale.code + locale.mobile + self._digits(9 - len(locale.mobile))
        number, self.people_so_far = self.people_so_far, self.people_so_far + 1
        person = _Person(
            number, locale, given, family, self.households, home, None, self._emails(given, family), mobile, born
        )
        if c.random() < 0.12:
            person.before = self._home(locale)
        if c.random() < 0.04:
            person.other_family = self._family_name(locale)
        if c.random() < 0.35:
            person.firm = firm = self.firms[int(c.random() ** 1.5 * len(self.firms))]
            person.work_email = f"{plain(given).split()[0]}.{_joined(family)}@{firm.domain}"
        person.rows = c.choices((1, 2, 3, 4), (55, 28, 11, 6))[0]
        return person

    def _emails(self, given: str, family: str) -> list[str]:
        c = self.chance
        first, last = _joined(given.split()[0]), _joined(family)
        found: list[str] = []
        while len(found) < 2:
            digits = str(c.choice((c.randint(1, 99), c.randint(1950, 2005)))) if c.random() < 0.6 else ""
            local = c.choice(
                (f"{first}.{last}", f"{first}{last}", f"{first[0]}.{last}", f"{last}{first[:1]}", f"{first}")
            )
            mailbox = f"{local}{digits or c.choice(('', str(c.randint(100, 999))))}@{c.choice(FREEMAIL)}"
            if mailbox.replace(".", "") not in self.mailboxes:  # nobody gets a mailbox that somebody has
                self.mailboxes.add(mailbox.replace(".", ""))
                found.append(mailbox)
        return found


def _joined(name: str) -> str:
    return plain(name).replace(" ", "").replace("-", "").replace("'", "")


# How a source writes somebody ---------------------------------------------------------------------------------------

_SOURCES: Final = ("shop", "newsletter", "phone", "sheet")
_KNOWS: Final[dict[str, dict[str, float]]] = {
    "shop": {"family": 0.99, "email": 0.97, "phone": 0.8, "street": 0.95, "city": 0.97, "company": 0.3,
    "birthday": 0.2},
    "newsletter": {"family": 0.9, "email": 1.0, "phone": 0.2, "street": 0.1, "city": 0.6, "company": 0.15,
    "birthday": 0.3},
    "phone": {"family": 0.95, "email": 0.6, "phone": 0.98, "street": 0.4, "city": 0.6, "company": 0.5, "birthday": 0.3},
    "sheet": {"family": 0.99, "email": 0.85, "phone": 0.8, "street": 0.75, "city": 0.9, "company": 0.7,
    "birthday": 0.4},
}  # fmt: skip


def _written(person: _Person, c: random.Random, mailboxes: set[str]) -> Row:
    source = c.choices(_SOURCES, (40, 20, 20, 20))[0]
    knows = {name: c.random() < share for name, share in _KNOWS[source].items()}
    home = person.before if person.before and c.random() < 0.3 else person.home
    at_work = person.firm is not None and c.random() < (0.4 if source == "sheet" else 0.15)
    place = person.firm.home if at_work and person.firm else home
    row = Row(0, person.number, source, household=person.household, country=person.locale.country)
    row.employer = person.firm.number if person.firm else -1
    row.given, row.family = _name(person, c)
    if not knows["family"]:
        row.family = ""
    if knows["email"]:
        row.email = _email(person, at_work, c, mailboxes)
    if knows["phone"]:
        row.phone = _phone(person, at_work, home, c)
    if knows["city"]:
        row.city, row.postcode = place.city, place.postcode if c.random() < 0.85 else ""
    if knows["street"]:
        row.street = _street(place.street, c)
    if knows["company"] and person.firm:
        row.company = _company(person.firm.name, c)
    if knows["birthday"]:
        row.birthday = _birthday(person.birthday, c)
    return _careless(row, c)


def _name(person: _Person, c: random.Random) -> tuple[str, str]:
    given, family = person.given, person.family
    if person.other_family and c.random() < 0.5:
        family = person.other_family if c.random() < 0.7 else f"{family}-{person.other_family}"
    if given in SHORT_FORMS and c.random() < 0.2:
        given = SHORT_FORMS[given]
    elif c.random() < 0.05:
        given = f"{given[0]}."
    elif " " in given and c.random() < 0.6:
        given = given.split()[0]
    if " " in family and person.locale.doubles and c.random() < 0.35:
        family = family.split()[0]
    if c.random() < 0.05:
        given = typo(given, c)
    if c.random() < 0.06:
        family = typo(family, c)
    if person.locale.country in ("BG", "GR") and c.random() < 0.4:
        given, family = plain(given).title(), plain(family).title()
    elif c.random() < 0.2:
        given, family = _without_accents(given, c), _without_accents(family, c)
    return (family, given) if c.random() < 0.03 else (given, family)


def _without_accents(text: str, c: random.Random) -> str:
    if c.random() < 0.4:
        for letter, two in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ö", "Oe"), ("ß", "ss")):
            text = text.replace(letter, two)
    latin = "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))
    return latin.replace("ł", "l").replace("Ł", "L").replace("ı", "i").replace("ß", "ss")


def typo(text: str, c: random.Random) -> str:
    """One slip of the fingers: a letter swapped, dropped, doubled or another one."""
    if len(text) < 3:
        return text
    at = c.randrange(1, len(text))
    kind = c.randrange(4)
    if kind == 0 and at < len(text) - 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + c.choice("aeiounrtslm") + text[at + 1 :]


def _email(person: _Person, at_work: bool, c: random.Random, mailboxes: set[str]) -> str:
    if at_work and person.firm:
        email = person.firm.home.mailbox if c.random() < 0.15 else person.work_email
    elif person.home.mailbox and c.random() < 0.5:
        email = person.home.mailbox
    else:
        email = person.emails[0] if c.random() < 0.88 else person.emails[1]
    if c.random() < 0.02:
        slip = typo(email.partition("@")[0], c) + "@" + email.partition("@")[2]
        if slip.replace(".", "") not in mailboxes:  # nor by a slip
            mailboxes.add(slip.replace(".", ""))
            email = slip
    return email.upper() if c.random() < 0.02 else email.title() if c.random() < 0.02 else email


def _phone(person: _Person, at_work: bool, home: _Home, c: random.Random) -> str:
    if at_work and person.firm:
        number = person.firm.home.landline if c.random() < 0.6 else person.mobile
    else:
        number = person.mobile if c.random() < 0.75 else home.landline
    if c.random() < 0.02:
        at = c.randrange(5, len(number))
        number = number[:at] + c.choice("0123456789") + number[at + 1 :]
    code = person.locale.code
    rest = number[len(code) :]
    trunk = "" if code in ("+34", "+39", "+48", "+30") else "0"
    way: Callable[[], str] = c.choice(
        (
            lambda: number,
            lambda: f"{code} {rest[:3]} {rest[3:]}",
            lambda: f"{trunk}{rest[:3]} {rest[3:6]} {rest[6:]}",
            lambda: f"00{code[1:]} {rest}",
            lambda: f"{trunk}{rest[:3]}/{rest[3:]}",
        )
    )
    return way()


def _street(street: str, c: random.Random) -> str:
    if c.random() < 0.25:
        for whole, short in (("straße", "str."), ("Street", "St"), ("Road", "Rd"), ("Avenue", "Ave"), ("Calle", "C/")):
            street = street.replace(whole, short)
    return typo(street, c) if c.random() < 0.05 else street


def _company(name: str, c: random.Random) -> str:
    words = name.split()
    for form in ("GmbH & Co. KG", "Sp. z o.o."):
        if name.endswith(form):
            words = [*name[: -len(form)].split(), form]
    if c.random() < 0.35:
        words = words[:-1]
    return typo(" ".join(words), c) if c.random() < 0.04 else " ".join(words)


def _birthday(day: str, c: random.Random) -> str:
    if c.random() < 0.03 and int(day[8:]) <= 12:
        return f"{day[:4]}-{day[8:]}-{day[5:7]}"
    if c.random() < 0.02:
        return f"{day[:3]}{c.randint(0, 9)}{day[4:]}"
    return "1970-01-01" if c.random() < 0.02 else day


def _careless(row: Row, c: random.Random) -> Row:
    """Capitals, and the junk that people type where they have to type something."""
    if c.random() < 0.06:
        row = replace(row, given=row.given.upper(), family=row.family.upper(), city=row.city.upper())
    elif c.random() < 0.05:
        row = replace(row, given=row.given.lower(), family=row.family.lower())
    if row.phone and c.random() < 0.01:
        row.phone = c.choice(("000000", "0000000000", "123456789", "n/a"))
    if row.email and c.random() < 0.005:
        row.email = c.choice(("test@test.com", "noemail@noemail.com", "none@none.com"))
    return row


@dataclass(slots=True)
class Truth:
    """Which rows are one person's."""

    people: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, found: list[Row]) -> Truth:
        """The truth about these rows."""
        truth = cls()
        for row in found:
            truth.people.setdefault(row.person, []).append(row.number)
        return truth

    @property
    def pairs(self) -> int:
        """How many pairs of rows are one person's."""
        return sum(len(mine) * (len(mine) - 1) // 2 for mine in self.people.values())
