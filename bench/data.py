"""Big CSV files for the benchmarks: seeded, written in bounded memory, the same bytes for the same arguments.

Every person is computed from the seed and their number alone, so a second source or a file of orders can speak of the
people of the first without anything being kept. Phone numbers are valid by form and belong to nobody we know; they
never leave the benchmark's folder. Run as `python bench/data.py people 100000 people.csv`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice
from math import gcd
from pathlib import Path
from typing import Final, NamedTuple

from deskcrm.services.samplebusiness.names import LANGUAGES
from deskcrm.services.samplebusiness.people import plain

PEOPLE_HEADER: Final = "ID,First Name,Last Name,Company,Email,Phone,Street,Postcode,City,Country,Birthday,Tags"
SECOND_HEADER: Final = (
    "Email,Full Name,Mobile,Company,Job Title,Street Address,City,Zip,Country,Language,Newsletter,Last Contact"
)
ORDERS_HEADER: Final = "Order Number,Email,Phone,Customer,Ordered At,Status,Total,Currency,Item,Quantity"
HAPPENINGS_HEADER: Final = "Activity ID,Email,Phone,Customer,Kind,Date,Subject,Text"

MOST_PEOPLE: Final = 4_000_000
"""People of the first source have numbers below this; those whom only the second knows have numbers from it up."""

_LARGEST: Final = 8_000_000  # numbers below this have phones of their own
_MASK: Final = 2**64 - 1
_GIVEN: Final = [name for one in LANGUAGES for name in (*one.women, *one.men)]
_FAMILY: Final = [name for one in LANGUAGES for name in one.families]
_PLAIN: Final = {name: plain(name).lower().replace(" ", "").replace("'", "") for name in (*_GIVEN, *_FAMILY)}
_DOMAINS: Final = ["post.example", "mailbox.example", "webpost.example", "example.com", "example.org", "example.net"]
_STREETS: Final = [
    "Holunderstraße", "Spatzenweg", "Laternenstraße", "Zeisigstraße", "Korbmachergasse", "Schlehenweg", "Quittenstraße",
    "Juniper Rise", "Heronsgate Lane", "Cobblers Row", "rue des Hirondelles", "quai des Tisserands", "Lantern Avenue",
]  # fmt: skip
_CITIES: Final = {
    "DE": ["Berlin", "Hamburg", "Köln", "München", "Leipzig", "Bremen", "Dresden", "Kassel", "Ulm", "Jena", "Lübeck"],
    "GB": ["London", "Leeds", "Bristol", "Glasgow", "Norwich", "York", "Cardiff"],
    "US": ["Boston", "Portland", "Denver", "Austin", "Madison", "Tucson", "Albany"],
    "FR": ["Paris", "Lyon", "Nantes", "Lille", "Rennes", "Dijon", "Tours"],
}
_COUNTRIES: Final = ["DE"] * 12 + ["GB"] * 3 + ["US"] * 3 + ["FR"] * 2
_LANGUAGE_OF: Final = {"DE": "de", "GB": "en", "US": "en", "FR": "fr"}
_US_AREAS: Final = ["212", "617", "415", "312", "206", "303", "503", "512"]
_TAGS: Final = ["", "", "", "", "", "newsletter", "newsletter", "wholesale", "VIP", '"VIP, newsletter"', "trade fair"]
_COMPANY_FIRST: Final = [
    "Nord", "Süd", "Alt", "Neu", "Berg", "Tal", "See", "Feld", "Wald", "Stein", "Sonnen", "Mond", "Stern", "Fluss",
    "Insel", "Hafen", "Brücken", "Turm", "Linden", "Eichen", "Birken", "Kranich", "Falken", "Schwanen", "Silber",
    "Kupfer", "Quarz", "Bernstein", "Anker", "Kompass", "Laternen", "Mühlen",
]  # fmt: skip
_COMPANY_SECOND: Final = [
    "werk", "bau", "haus", "hof", "logistik", "technik", "druck", "verlag", "medien", "design", "optik", "garten",
    "möbel", "papier", "glas", "holz", "metall", "energie", "wasser", "klima", "licht", "ton", "foto", "reisen",
    "praxis", "labor", "kontor", "handel", "markt", "service", "beratung", "software",
]  # fmt: skip
_COMPANY_FORMS: Final = ["GmbH", "AG", "KG", "Ltd", "Inc", "SARL", "eG", "UG"]
_JOBS: Final = ["", "", "Owner", "Office manager", "Buyer", "Accounts", "Engineer", "Assistant", "Director"]
_ITEMS: Final = ["City bike", "Cargo bike", "Helmet", "Folding lock", "Pannier pair", "Light set", "Annual service"]
_KINDS: Final = ["Email", "Email", "Email", "Email", "Call", "Call", "Meeting", "Note", "Note"]
_SUBJECTS: Final = ["the offer", "the last invoice", "a city bike", "the repair", "the summer party", "sizes"]
_SAID: Final = [
    "Asked when it comes.", "Wants to think it over until Friday.", "Was glad about the quick answer.",
    "Likes tea better than coffee.", "The old lock does not close any more.", "Sent the figures once more.",
    "Moves house in autumn.", "Would like an invoice on paper.", "Knows the neighbour from the club.",
    "Pays as soon as the parcel is there.", "Will call again.",
]  # fmt: skip
_EPOCH: Final = date(2026, 1, 1)
_BIRTHDAYS: Final = [(date(1940, 1, 1) + timedelta(days=n)).isoformat() for n in range(25_000)]
_LATELY: Final = [(_EPOCH - timedelta(days=n)).isoformat() for n in range(1_200)]


class Bulk(NamedTuple):
    """One made-up person: phone in its national and its E.164 spelling, or both blank."""

    number: int
    given: str
    family: str
    company: str
    email: str
    national: str
    e164: str
    country: str
    chance: int  # more seeded chance, for what is written about them


def people_csv(path: Path, rows: int, *, seed: int = 1, start: int = 0) -> None:
    """People numbered from `start`, 12 columns, 12.7 MB for 100,000; half of them work at one of rows / 8 companies."""
    if start + rows > MOST_PEOPLE:
        raise ValueError(f"at most {MOST_PEOPLE:,} people")
    _write(path, PEOPLE_HEADER, (_person_line(seed, number) for number in range(start, start + rows)))


def second_source_csv(path: Path, rows: int, *, overlap: float = 0.6, people: int | None = None, seed: int = 1) -> int:
    """Another system's 12 columns; the number of rows that are about people of the first source.

    That share (`overlap`) is about different people among the first `people` (default: as many as rows) of
    `people_csv` with the same seed. They can be known by a name that fits and an email (9 of 10) or a phone; streets,
    jobs and spellings differ for some. The other rows are about people whom the first source does not have.
    """
    people = rows if people is None else people
    if people > MOST_PEOPLE or rows > _LARGEST - MOST_PEOPLE or int(rows * overlap) > people:
        raise ValueError("more rows than there are people")
    _write(path, SECOND_HEADER, _second_lines(seed, rows, overlap, people))
    return int(rows * overlap)


def orders_csv(path: Path, rows: int, people: int, *, seed: int = 1, start: int = 0) -> None:
    """One order a row, numbered from `start`, by the first `people` of `people_csv` with the same seed.

    A few people order a lot, most little.
    """
    _write(path, ORDERS_HEADER, (line for _, line in orders(rows, people, seed=seed, start=start)))


def happenings_csv(path: Path, rows: int, people: int, *, seed: int = 1, start: int = 0, heavy: int = 0) -> None:
    """Emails, calls, meetings and notes, one a row, numbered from `start`, with people as in `orders_csv`.

    Those that are numbered below `heavy` are all with one person, the first of all.
    """
    _write(path, HAPPENINGS_HEADER, (line for _, line in happenings(rows, people, seed=seed, start=start, heavy=heavy)))


def orders(rows: int, people: int, *, seed: int = 1, start: int = 0, first: int = 0) -> Iterator[tuple[int, str]]:
    """The lines of `orders_csv`, each with the number of its person, of whom there are so many from `first` on."""
    return (_order(seed, number, first, people) for number in range(start, start + rows))


def happenings(
    rows: int, people: int, *, seed: int = 1, start: int = 0, first: int = 0, heavy: int = 0
) -> Iterator[tuple[int, str]]:
    """The lines of `happenings_csv`, as `orders` has those of orders."""
    return (_happening(seed, number, first, people, heavy) for number in range(start, start + rows))


def person(seed: int, number: int) -> Bulk:
    """The person of that number, the same whenever asked."""
    chance = _mix(seed, number)
    more = _mix(seed + 1, number)
    given, family = _GIVEN[chance % len(_GIVEN)], _FAMILY[(chance >> 16) % len(_FAMILY)]
    country = _COUNTRIES[(chance >> 32) % 20]
    employer = (number >> 10) * 128 + (more & 127) if chance >> 63 else -1
    kind = (more >> 8) % 100
    email = "" if kind < 3 else f"{_PLAIN[given]}.{_PLAIN[family]}{number}@{_DOMAINS[(more >> 16) % 6]}"
    if kind == 3 and number & 1:
        email = person(seed, number - 1).email or email
    if 4 <= kind < 14:
        national = e164 = ""
    elif kind == 14 and employer >= 0:
        e164 = f"+4930{20_000_000 + employer}"
        national = f"030 {20_000_000 + employer}" if country == "DE" else e164
    else:
        national, e164 = _phone(country, number, (more >> 24) % 8)
    company = _company(employer) if employer >= 0 else ""
    return Bulk(number, given, family, company, email, national, e164, country, more >> 28)


def _mix(seed: int, number: int) -> int:
    """64 well-spread bits from two numbers (the finish of splitmix64)."""
    z = (number * 0x9E3779B97F4A7C15 + (seed + 1) * 0xD1342543DE82EF95) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def _phone(country: str, number: int, area: int) -> tuple[str, str]:
    """A mobile of that country that no other number gets: national and E.164."""
    own = number * 7_654_321 % _LARGEST
    if country == "DE":
        return f"01520 {own:07d}", f"+491520{own:07d}"
    if country == "GB":
        return f"0740{own // 1_000_000} {own % 1_000_000:06d}", f"+44740{own:07d}"
    if country == "FR":
        d = f"061{own:07d}"
        return f"{d[:2]} {d[2:4]} {d[4:6]} {d[6:8]} {d[8:]}", f"+33{d[1:]}"
    exchange, line = 200 + own // 10_000, own % 10_000
    return f"({_US_AREAS[area]}) {exchange}-{line:04d}", f"+1{_US_AREAS[area]}{exchange}{line:04d}"


def _company(employer: int) -> str:
    rest, first = divmod(employer, 32)
    rest, second = divmod(rest, 32)
    town, form = divmod(rest, 8)
    place = f" {_CITIES['DE'][town % 11]}" if town else ""
    branch = f" {town // 11}" if town > 10 else ""
    return f"{_COMPANY_FIRST[first]}{_COMPANY_SECOND[second]}{place}{branch} {_COMPANY_FORMS[form]}"


def _postcode(country: str, chance: int) -> str:
    return f"LS{chance % 30 + 1} {chance % 9 + 1}AA" if country == "GB" else f"{10_000 + chance % 80_000}"


def _person_line(seed: int, number: int) -> str:
    one = person(seed, number)
    chance = one.chance
    phone = one.e164 if chance & 1 else one.national
    street = f"{_STREETS[chance % 13]} {chance % 197 + 1}"
    cities = _CITIES[one.country]
    postcode = _postcode(one.country, chance)
    birthday = _BIRTHDAYS[(chance >> 3) % 25_000] if chance & 6 else ""
    return (
        f"P{number:07d},{one.given},{one.family},{one.company},{one.email},{phone},{street},"
        f"{postcode},{cities[chance % len(cities)]},{one.country},{birthday},{_TAGS[chance % 11]}\n"
    )


def _second_lines(seed: int, rows: int, overlap: float, people: int) -> Iterator[str]:
    step = next(n for n in range(7919, 2 * people + 7919) if gcd(n, people) == 1) if people else 1
    known = 0
    for row in range(rows):
        if int((row + 1) * overlap) > known:
            yield _known_line(seed, known * step % people)
            known += 1
        else:
            yield _newcomer_line(seed, MOST_PEOPLE + row - known)


def _known_line(seed: int, number: int) -> str:
    """Somebody of the first source as another system knows them: by email and phone, or by one of the two."""
    one = person(seed, number)
    chance = _mix(seed + 2, number)
    kind = chance % 100
    email, e164, national = one.email, one.e164, one.national
    own_german_mobile = e164.startswith("+491520")
    if kind < 25 and email:
        national = e164 = ""
    elif kind < 40 and own_german_mobile:
        email = f"{_PLAIN[one.family]}{number}@briefkasten.example"
    given = f"{one.given[0]}." if (chance >> 8) % 12 == 0 else one.given
    moved = 1 if (chance >> 16) % 7 == 0 else 0
    return _second_line(one, email, f"{given} {one.family}", national if chance >> 63 else e164, chance, moved)


def _newcomer_line(seed: int, number: int) -> str:
    one = person(seed, number)
    chance = _mix(seed + 2, number)
    return _second_line(one, one.email, f"{one.given} {one.family}", one.national if chance >> 63 else one.e164, chance)


def _second_line(one: Bulk, email: str, name: str, phone: str, chance: int, moved: int = 0) -> str:
    home = one.chance + moved * 5
    cities = _CITIES[one.country]
    company = one.company.upper() if (chance >> 24) % 10 == 0 else one.company
    return (
        f"{email},{name},{phone},{company},{_JOBS[(chance >> 28) % 9]},{_STREETS[home % 13]} {home % 197 + 1},"
        f"{cities[home % len(cities)]},{_postcode(one.country, home)},{one.country},{_LANGUAGE_OF[one.country]},"
        f"{'yes' if chance & 64 else 'no'},{_LATELY[(chance >> 32) % 1_200]}\n"
    )


def _order(seed: int, number: int, first: int, people: int) -> tuple[int, str]:
    chance = _mix(seed + 3, number)
    one = person(seed, first + _often_low(chance, people))
    cents = 500 + (chance >> 32) % 90_000
    status = "refunded" if (chance >> 50) % 40 == 0 else "paid"
    return one.number, (
        f"A{number + 1:07d},{one.email},{one.e164},{one.given} {one.family},{_moment(chance)},{status},"
        f"{cents // 100}.{cents % 100:02d},EUR,{_ITEMS[(chance >> 44) % 7]},{1 + (chance >> 56) % 3}\n"
    )


def _happening(seed: int, number: int, first: int, people: int, heavy: int) -> tuple[int, str]:
    chance = _mix(seed + 4, number)
    one = person(seed, 0 if number < heavy else first + _often_low(chance, people))
    kind = _KINDS[(chance >> 32) % len(_KINDS)]
    subject = f"About {_SUBJECTS[(chance >> 44) % len(_SUBJECTS)]}" if kind != "Note" else ""
    text = " ".join(_SAID[(chance >> shift) % len(_SAID)] for shift in (3, 13, 23))
    return one.number, (
        f"N{number + 1:07d},{one.email},{one.e164},{one.given} {one.family},{kind},{_moment(chance)},{subject},{text}\n"
    )


def _often_low(chance: int, people: int) -> int:
    """One of so many people: the first ones often, the last ones seldom."""
    even = (chance & 0xFFFFFFFF) / 2**32
    return int(people * even * even)


def _moment(chance: int) -> str:
    return f"{_LATELY[(chance >> 36) % 1_200]} {8 + (chance >> 8) % 13:02d}:{(chance >> 16) % 60:02d}"


def _write(path: Path, header: str, lines: Iterable[str]) -> None:
    waiting = iter(lines)
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(header + "\n")
        while batch := "".join(islice(waiting, 5_000)):
            out.write(batch)


def _main() -> None:
    parser = argparse.ArgumentParser(description="Write a big CSV file for a benchmark.")
    parser.add_argument("what", choices=("people", "second", "orders", "happenings"))
    parser.add_argument("rows", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first row (not: second)")
    parser.add_argument("--people", type=int, help="how many people the first file has (default: ROWS; not: people)")
    parser.add_argument(
        "--overlap", type=float, default=0.6, help="second: the share of rows about people of the first"
    )
    asked = parser.parse_args()
    if asked.what == "people":
        people_csv(asked.path, asked.rows, seed=asked.seed, start=asked.start)
    elif asked.what == "second":
        second_source_csv(asked.path, asked.rows, overlap=asked.overlap, people=asked.people, seed=asked.seed)
    elif asked.what == "orders":
        orders_csv(asked.path, asked.rows, asked.people or asked.rows, seed=asked.seed, start=asked.start)
    else:
        happenings_csv(asked.path, asked.rows, asked.people or asked.rows, seed=asked.seed, start=asked.start)


if __name__ == "__main__":
    _main()
