"""What the matcher knows of one person or company: values in the form in which they are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from deskcrm.domain.cleaning.countries import country_code
from deskcrm.domain.cleaning.emails import is_junk_email
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.matching.companynames import core_and_form
from deskcrm.domain.matching.script import latin

PARTICLES: Final = frozenset(
    [
        "van",
        "von",
        "vom",
        "zu",
        "zur",
        "de",
        "del",
        "della",
        "delle",
        "dello",
        "degli",
        "dei",
        "der",
        "den",
        "des",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "lo",
        "ter",
        "ten",
        "tot",
        "te",
        "op",
        "t",
        "het",
        "af",
        "av",
        "bin",
        "bint",
        "ibn",
        "ben",
        "al",
        "el",
        "ap",
        "st",
        "san",
        "y",
        "e",
        "und",
        "dos",
    ]
)
_GENERATIONS: Final = {
    "jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr", "ii": "ii", "iii": "iii",
    "iv": "iv",
}  # fmt: skip
ROLES: Final = frozenset(
    [
        "info",
        "office",
        "kontakt",
        "contact",
        "contacto",
        "contatto",
        "mail",
        "email",
        "post",
        "hello",
        "hallo",
        "hi",
        "sales",
        "verkauf",
        "vertrieb",
        "ventas",
        "vendite",
        "support",
        "service",
        "team",
        "admin",
        "administration",
        "buchhaltung",
        "accounts",
        "accounting",
        "billing",
        "rechnung",
        "rechnungen",
        "invoice",
        "invoices",
        "finance",
        "buero",
        "praxis",
        "shop",
        "order",
        "orders",
        "bestellung",
        "bestellungen",
        "einkauf",
        "purchasing",
        "reception",
        "empfang",
        "zentrale",
        "hr",
        "jobs",
        "press",
        "presse",
        "marketing",
        "welcome",
        "enquiries",
        "inquiries",
        "help",
        "reservations",
        "booking",
        "bookings",
        "kundenservice",
        "club",
        "verein",
        "vorstand",
        "verwaltung",
        "secretary",
        "sekretariat",
        "studio",
        "newsletter",
        "webmaster",
        "it",
        "home",
        "general",
    ]
)
FREEMAIL: Final = frozenset(
    [
        "gmail.com",
        "gmx.de",
        "gmx.net",
        "gmx.at",
        "gmx.ch",
        "web.de",
        "outlook.com",
        "outlook.de",
        "hotmail.com",
        "hotmail.de",
        "hotmail.co.uk",
        "hotmail.fr",
        "yahoo.com",
        "yahoo.de",
        "yahoo.co.uk",
        "yahoo.fr",
        "yahoo.es",
        "icloud.com",
        "me.com",
        "mac.com",
        "live.com",
        "live.de",
        "aol.com",
        "t-online.de",
        "freenet.de",
        "mail.ru",
        "yandex.ru",
        "orange.fr",
        "wanadoo.fr",
        "free.fr",
        "laposte.net",
        "libero.it",
        "virgilio.it",
        "wp.pl",
        "onet.pl",
        "o2.pl",
        "interia.pl",
        "proton.me",
        "protonmail.com",
        "mail.com",
        "btinternet.com",
        "sky.com",
        "ziggo.nl",
        "kpnmail.nl",
        "hetnet.nl",
        "telia.com",
        "posteo.de",
        "mailbox.org",
        "seznam.cz",
        "abv.bg",
    ]
)
_DIGITS: Final = re.compile(r"\D+")
_NUMBER: Final = re.compile(r"\b[0-9]+[a-z]?\b")
_STREET_WORDS: Final = re.compile(
    r"(strasse|straat|street|road|avenue|avenida|boulevard|drive|lane|calle|place|court|close|crescent|terrace|ulica|via"
    r"|gasse|platz|weg)\b"
)
_SHORT: Final = {
    "strasse": "str", "straat": "str", "street": "st", "road": "rd", "avenue": "ave", "avenida": "ave", "calle": "c",
    "boulevard": "blvd", "drive": "dr", "lane": "ln", "place": "pl", "court": "ct", "close": "cl", "crescent": "cr",
    "terrace": "tce", "ulica": "ul", "via": "v", "gasse": "g", "platz": "pl", "weg": "w",
}  # fmt: skip
_SHORTEST_PHONE: Final = 7
_COMPARED_DIGITS: Final = 9
_LEAST_DIFFERENT_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class Address:
    """One address, part by part; `key` names the house, "" where that isn't known.

    `shown`, and `town` alone, are as somebody wrote them.
    """

    street: str
    house: str
    extended: str
    postcode: str
    city: str
    region: str
    country: str
    key: str
    shown: str
    town: str


@dataclass(slots=True)
class Subject:
    """One profile as the matcher sees it. Texts are folded and in Latin letters; `name` and `shown_company` are not.

    `phones`: the last nine digits; `form`: the legal form of `company`; `generation`: "jr", "sr", "ii"...; `hint`: the
    family name that an email spells beside the given one, where it is another or the only one.
    """

    id: int
    kind: str
    name: str = ""
    given: str = ""
    family: str = ""
    middle: str = ""
    generation: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    company: str = ""
    form: str = ""
    shown_company: str = ""
    birthday: str = ""
    websites: tuple[str, ...] = ()
    hint: str = ""

    @property
    def code(self) -> str:
        """By which it is told whether an identifier goes by several names: both initials; "" if one isn't known."""
        if self.kind == "company":
            return self.company[:4]
        if not self.given or not self.family:
            return ""
        one, other = self.given[0], self.family[0]
        return one + other if one < other else other + one


def subject(
    id: int, kind: str, name: Mapping[str, str], organization: str, birthday: str, lists: Mapping[str, Iterable[Any]],
    shown: str,
) -> Subject:  # fmt: skip
    """A subject from a profile's values: the parts of its name, and list fields with their values as kept."""
    core, form = core_and_form(organization) if organization else ("", "")
    found = Subject(id, kind, shown, company=core, form=form, shown_company=organization, birthday=birthday)
    if kind == "person":
        found.given, found.middle = latin(name.get("given", "")), latin(name.get("additional", ""))
        found.family = family_core(name.get("family", ""))
        if "suffix" in name:
            found.generation = _GENERATIONS.get(fold(name["suffix"].partition(",")[0]), "")
    found.emails = _unique(match_email(value) for value in lists.get("emails", ()))
    found.phones = _unique(match_phone(value) for value in lists.get("phones", ()))
    found.addresses = tuple(dict.fromkeys(match_address(a) for a in lists.get("addresses", ())))
    found.websites = _unique(_domain_of(value) for value in lists.get("urls", ()))
    if found.given:
        hints = (spelled_family(e, found.given) for e in found.emails if not is_role(e) and not is_household(e))
        found.hint = next((hint for hint in hints if hint and hint != found.family), "")
    return found


_LETTERS: Final = re.compile("[^a-z]+")
_SHORTEST_HINT: Final = 3


def spelled_family(email: str, given: str) -> str:
    """The family name that a mailbox spells beside the given one, or "": "weber" in a.weber@ and anna_weber82@."""
    first = given.split()[0]
    words = latin(_LETTERS.sub(" ", email.partition("@")[0])).split()
    rest = [word for word in words if word not in (first, first[0])]
    if len(words) > len(rest):
        found = "".join(rest)
    elif len(words) != 1:
        return ""
    elif first in words[0]:
        found = words[0].replace(first, "", 1)
    elif words[0].startswith(first[0]):
        found = words[0][1:]
    elif words[0].endswith(first[0]):
        found = words[0][:-1]
    else:
        return ""
    return found if len(found) >= _SHORTEST_HINT else ""


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))


@lru_cache(maxsize=65_536)
def family_core(family: str) -> str:
    """A family name without its particles: "van den Berg" is "berg"; a name of nothing else stays whole."""
    words = latin(family).split()
    core = [word for word in words if word not in PARTICLES]
    return " ".join(core or words)


def match_email(value: str) -> str:
    """The mailbox that an address goes to: lower case, without Gmail's dots and tags; "" for junk and no address."""
    local, at, domain = value.strip().lower().rpartition("@")
    if not at or not local or "." not in domain or is_junk_email(f"{local}@{domain}"):
        return ""
    if domain in ("gmail.com", "googlemail.com"):
        return f"{local.partition('+')[0].replace('.', '')}@gmail.com"
    return f"{local.partition('+')[0] or local}@{domain}"


def match_phone(value: str) -> str:
    """The last nine digits of a number, by which spellings with and without its country are one; "" for junk."""
    digits = _DIGITS.sub("", value.partition(";")[0])
    if len(digits) < _SHORTEST_PHONE or len(set(digits[-8:])) < _LEAST_DIFFERENT_DIGITS or digits in _COUNTED:
        return ""
    return digits[-_COMPARED_DIGITS:].lstrip("0")


_COUNTED: Final = frozenset(
    run[at : at + length] for run in ("01234567890123", "98765432109876") for length in range(7, 13) for at in range(3)
)


def is_role(email: str) -> bool:
    """Whether a mailbox is an office's, not a person's: info@, office@, sales@."""
    return email.partition("@")[0].split("-")[0].split(".")[0].rstrip("0123456789") in ROLES


_HOUSEHOLDS: Final = re.compile(
    "(?:familie|family|famille|familia|famiglia|familjen|rodzina|fam)(?![a-z])|famil(?:ie|y)"
)


def is_household(email: str) -> bool:
    """Whether a mailbox is a family's, not a person's: familie.weber@, fam-jansen@."""
    return _HOUSEHOLDS.match(email) is not None


def match_address(parts: Mapping[str, str]) -> Address:
    """An address part by part; the number of the house stands apart wherever it was written."""
    return _address(*(parts.get(part, "") for part in ("street", "extended", "city", "region", "postcode", "country")))


@lru_cache(maxsize=8_192)
def _address(street: str, extended: str, city: str, region: str, postcode: str, country: str) -> Address:
    folded = latin(street)
    numbers = _NUMBER.findall(folded)
    house = numbers[0] if numbers else ""
    name = _STREET_WORDS.sub(lambda found: _SHORT[found[1]], _NUMBER.sub("", folded, count=1))
    name = " ".join(name.split())
    code = fold(postcode).replace(" ", "")
    town = latin(city)
    where = code or town
    key = f"{name.replace(' ', '')}|{house}|{where}" if name and house and where else ""
    state = (country_code(country) or "").lower() if country else ""
    shown = ", ".join(part for part in (street, f"{postcode} {city}".strip()) if part)
    return Address(name, house, latin(extended), code, town, latin(region), state, key, shown, city or postcode)


def _domain_of(url: str) -> str:
    bare = url.strip().lower().partition("://")[2] or url.strip().lower()
    return bare.removeprefix("www.").partition("/")[0]
