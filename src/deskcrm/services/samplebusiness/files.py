"""The sample business as its systems export it: web shop, newsletter, phone, hand-kept list, and a book of visits."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from deskcrm.services.samplebusiness import headers, stories
from deskcrm.services.samplebusiness.people import Address, Person, Phone, System, invent, plain

SHOP_CUSTOMERS: Final = "webshop_customers.csv"
SHOP_ORDERS: Final = "webshop_orders.csv"
SUBSCRIBED: Final = "newsletter_subscribed.csv"
UNSUBSCRIBED: Final = "newsletter_unsubscribed.csv"
PHONE_CONTACTS: Final = "phone_contacts.csv"
CUSTOMER_LIST: Final = "customer_list.csv"
VISITS: Final = "visits.csv"
FILES: Final = (SHOP_CUSTOMERS, SHOP_ORDERS, SUBSCRIBED, UNSUBSCRIBED, PHONE_CONTACTS, CUSTOMER_LIST, VISITS)
"""All files, in the order in which an owner would import them."""

_NEWS_TAGS: Final = ("Spring sale", "Cargo bikes", "Repair class", "Families", "Gravel, and touring")
_LIST_NOTES: Final = (
    "zahlt immer bar",
    "ruft lieber an\nnicht vor 10 Uhr",
    'sagt "bis Samstag", meint Montag',
    "Rahmenhöhe 54\nReifen 28 Zoll",
    "Stammkunde; Kaffee schwarz",
    "will Angebot für Lastenrad\n\n(Leasing über Firma?)",
    "Probefahrt gemacht",
)


@dataclass(frozen=True, slots=True)
class Business:
    """The true customers and what happened with them."""

    people: tuple[Person, ...]
    orders: tuple[stories.Order, ...]
    happenings: tuple[stories.Happening, ...]
    today: date


@dataclass(slots=True)
class Sheet:
    """One file to be: its rows, each with the number of the person it is about (None: nobody can tell)."""

    name: str
    header: tuple[str, ...]
    rows: list[tuple[Sequence[str], int | None]] = field(default_factory=list)
    delimiter: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"

    def add(self, person: int | None, cells: Mapping[str, str]) -> None:
        """A row from cells by header; what is not named stays blank."""
        self.rows.append(([cells.get(name, "") for name in self.header], person))

    def lines(self) -> list[tuple[str, int | None]]:
        """Each row as it stands in the file, header first, with its person."""
        return [(self._line(cells), person) for cells, person in [(self.header, None), *self.rows]]

    def _line(self, cells: Sequence[str]) -> str:
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.newline).writerow(cells)
        return out.getvalue()

    def encoded(self) -> bytes:
        """The bytes of the file; letters its code page lacks lose their accents, as old programs make them."""
        text = "".join(line for line, _ in self.lines())
        return "".join(c if _fits(c, self.encoding) else plain(c) for c in text).encode(self.encoding)

    def people_by_line(self) -> dict[int, int]:
        """Physical line (from 1, the header's) on which a row begins, to the person it is about."""
        found: dict[int, int] = {}
        number = 1
        for line, person in self.lines():
            if person is not None:
                found[number] = person
            number += line.count("\n")
        return found


def business(seed: int, customers: int, today: date) -> Business:
    """The whole business, the same for the same three arguments."""
    people = invent(Random(f"people {seed}"), customers, today)
    return Business(
        people,
        stories.orders(Random(f"orders {seed}"), people, today),
        stories.happenings(Random(f"visits {seed}"), people, today),
        today,
    )


def sheets(told: Business, seed: int) -> tuple[Sheet, ...]:
    """All files of the business, in the order of `FILES`."""
    makers: tuple[Callable[[Business, Random], Sheet], ...] = (
        _shop_customers,
        _shop_orders,
        _subscribed,
        _unsubscribed,
        _phone_contacts,
        _customer_list,
        _visits,
    )
    return tuple(make(told, Random(f"{name} {seed}")) for name, make in zip(FILES, makers, strict=True))


def write(folder: Path, made: Iterable[Sheet]) -> list[Path]:
    """Write the files into a folder, made where it is missing; the paths in their order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for sheet in made:
        path = folder / sheet.name
        path.write_bytes(sheet.encoded())
        paths.append(path)
    return paths


# web shop


def _shop_customers(told: Business, rng: Random) -> Sheet:
    sheet = Sheet(SHOP_CUSTOMERS, headers.SHOP_CUSTOMERS)
    bought: defaultdict[int, list[stories.Order]] = defaultdict(list)
    for order in told.orders:
        bought[order.person].append(order)
    members = [p for p in told.people if System.SHOP in p.systems]
    for place, person in enumerate(sorted(members, key=lambda p: (p.since, p.number))):
        orders = bought[person.number]
        spent = sum(o.total - o.refunded for o in orders)
        address = _address_in_use(rng, person, stale=0.5)
        phone = person.phones[0].e164 if person.phones and rng.random() < 0.6 else ""
        reached_by_phone_only = bool(phone) and not orders and rng.random() < 0.25
        sheet.add(
            person.number,
            {
                "Customer ID": f"'{_shop_id(place)}",
                "First Name": person.given,
                "Last Name": _surname_in_use(rng, person, stale=0.3),
                "Email": "" if reached_by_phone_only else _email_in_use(rng, person, stale=0.25),
                "Accepts Email Marketing": "yes" if System.NEWS in person.systems or rng.random() < 0.2 else "no",
                "Default Address Company": person.company,
                "Default Address Address1": address.street if orders else "",
                "Default Address City": address.city if orders else "",
                "Default Address Country Code": address.country,
                "Default Address Zip": f"'{address.postcode}" if orders else "",
                "Default Address Phone": f"'{phone}" if phone and orders else "",
                "Phone": f"'{phone}" if phone else "",
                "Accepts SMS Marketing": "yes" if phone and rng.random() < 0.2 else "no",
                "Total Spent": _money(spent),
                "Total Orders": str(len(orders)),
                "Note": "Called about the invoice address.\nNow correct." if rng.random() < 0.03 else "",
                "Tax Exempt": "no",
                "Tags": _shop_tags(person, spent),
            },
        )
    guest = {"Accepts Email Marketing": "no", "Accepts SMS Marketing": "no", "Total Spent": "0.00", "Tax Exempt": "no"}
    last = len(members)
    sheet.add(None, {"Customer ID": f"'{_shop_id(last)}", **guest, "Total Orders": "0", "Tags": "abandoned cart"})
    return sheet


def _shop_id(place: int) -> int:
    return 7201840000113 + place * 32768


def _shop_tags(person: Person, spent: int) -> str:
    tags = ["VIP"] if spent > 250000 else []
    tags += ["business"] if person.company else []
    return ", ".join(tags)


def _shop_orders(told: Business, rng: Random) -> Sheet:
    sheet = Sheet(SHOP_ORDERS, headers.SHOP_ORDERS)
    for order in reversed(told.orders):
        person = told.people[order.person]
        for place, (quantity, product) in enumerate(order.lines):
            cells = {
                "Name": f"#{order.number}",
                "Email": order.email,
                "Created at": _stamp(order.at),
                "Lineitem quantity": str(quantity),
                "Lineitem name": product.name,
                "Lineitem price": _money(product.price),
                "Lineitem sku": product.sku,
                "Lineitem requires shipping": str(product.ships).lower(),
                "Lineitem taxable": "true",
                "Lineitem fulfillment status": "fulfilled",
                "Vendor": "Juniper Bikes",
                "Lineitem discount": "0.00",
            }
            sheet.add(person.number, {**cells, **(_order_cells(rng, order, person) if place == 0 else {})})
    return sheet


def _order_cells(rng: Random, order: stories.Order, person: Person) -> dict[str, str]:
    """What stands only on the first row of an order."""
    address = person.old_address if person.old_address and order.number % 3 == 0 else person.address
    phone = f"'{person.phones[0].e164}" if person.phones and rng.random() < 0.5 else ""
    place = {
        "Name": person.name,
        "Street": address.street,
        "Address1": address.street,
        "Company": person.company,
        "City": address.city,
        "Zip": f"'{address.postcode}",
        "Country": address.country,
        "Phone": phone,
    }
    ships = any(product.ships for _, product in order.lines)
    return {
        "Financial Status": order.status,
        "Paid at": "" if order.status == "pending" else _stamp(order.at + timedelta(seconds=48)),
        "Fulfillment Status": "unfulfilled" if order.status == "pending" else "fulfilled",
        "Fulfilled at": "" if order.status == "pending" else _stamp(order.at + timedelta(minutes=2)),
        "Accepts Marketing": "yes" if System.NEWS in person.systems else "no",
        "Currency": "EUR",
        "Subtotal": _money(order.subtotal),
        "Shipping": _money(order.shipping),
        "Taxes": _money(round(order.total * 19 / 119)),
        "Total": _money(order.total),
        "Discount Code": order.code,
        "Discount Amount": _money(order.discount),
        "Shipping Method": "Standard" if ships else "",
        **{f"Billing {part}": value for part, value in place.items()},
        **({f"Shipping {part}": value for part, value in place.items()} if ships else {}),
        "Notes": order.note,
        "Payment Method": order.method,
        "Payment Reference": f"ref-{order.number * 7919 % 1000003:06d}",
        "Refunded Amount": _money(order.refunded),
        "Id": str(5891200000000 + order.number * 32768),
        "Risk Level": "Low",
        "Source": "web",
        "Tax 1 Name": "VAT 19%",
        "Tax 1 Value": _money(round(order.total * 19 / 119)),
    }


# newsletter


def _leaves(person: Person) -> bool:
    """Every eighth reader has unsubscribed."""
    return (person.number * 5 + 3) % 8 == 0


def _subscribed(told: Business, rng: Random) -> Sheet:
    sheet = Sheet(SUBSCRIBED, headers.SUBSCRIBED)
    readers = [p for p in told.people if System.NEWS in p.systems and not _leaves(p)]
    for person in _shuffled(rng, readers):
        sheet.add(person.number, _reader_cells(rng, person))
    sheet.add(None, {"Email Address": "newsletter-test(at)juniper", "MEMBER_RATING": "1", "LEID": "10000001"})
    return sheet


def _unsubscribed(told: Business, rng: Random) -> Sheet:
    sheet = Sheet(UNSUBSCRIBED, headers.UNSUBSCRIBED)
    gone = [p for p in told.people if System.NEWS in p.systems and _leaves(p)]
    for person in _shuffled(rng, gone):
        cells = _reader_cells(rng, person)
        days = (told.today - person.since).days
        left = datetime.combine(told.today - timedelta(days=rng.randint(1, days - 1)), datetime.min.time())
        leaving = f"{left + timedelta(seconds=rng.randint(25000, 80000)):%Y-%m-%d %H:%M:%S}"
        extra = {
            "LAST_CHANGED": leaving,
            "UNSUB_TIME": leaving,
            "UNSUB_CAMPAIGN_TITLE": rng.choice(("Spring sale", "Winter check", "Cargo bike days")),
            "UNSUB_REASON": rng.choice(("NORMAL", "NORMAL", "NO LONGER INTERESTED", "DID NOT SIGN UP")),
        }
        sheet.add(person.number, {**cells, **extra})
    return sheet


def _reader_cells(rng: Random, person: Person) -> dict[str, str]:
    optin = datetime.combine(person.since, datetime.min.time()) + timedelta(seconds=rng.randint(25000, 80000))
    named = rng.random()
    address = _address_in_use(rng, person, stale=0.5)
    parts = (address.street, address.city, address.postcode, address.country)
    tags = rng.sample(_NEWS_TAGS, rng.choice((0, 0, 1, 1, 2)))
    cells = {
        "Email Address": _email_in_use(rng, person, stale=0.6),
        "First Name": person.given if named > 0.12 else "",
        "Last Name": _surname_in_use(rng, person, stale=0.9) if named > 0.2 else "",
        "Address": "  ".join(parts) if rng.random() < 0.2 else "",
        "Phone Number": person.phones[0].spelled(rng) if person.phones and rng.random() < 0.12 else "",
        "Birthday": f"{person.birthday:%m/%d}" if person.birthday and rng.random() < 0.3 else "",
        "MEMBER_RATING": str(rng.randint(1, 5)),
        "OPTIN_TIME": f"{optin:%Y-%m-%d %H:%M:%S}",
        "OPTIN_IP": f"198.51.100.{rng.randint(1, 254)}",
        "CONFIRM_TIME": f"{optin + timedelta(minutes=3):%Y-%m-%d %H:%M:%S}",
        "CONFIRM_IP": f"198.51.100.{rng.randint(1, 254)}",
        "TIMEZONE": "Europe/Berlin" if address.country == "DE" else "",
        "CC": address.country,
        "LAST_CHANGED": f"{optin + timedelta(minutes=3):%Y-%m-%d %H:%M:%S}",
        "LEID": str(10000100 + person.number),
        "EUID": f"{person.number * 2654435761 % 2**40:010x}",
        "TAGS": ",".join(f'"{tag}"' for tag in tags),
    }
    return {k: v.upper() if k == "Email Address" and rng.random() < 0.04 else v for k, v in cells.items()}


# phone


def _phone_contacts(told: Business, rng: Random) -> Sheet:
    sheet = Sheet(PHONE_CONTACTS, headers.PHONE)
    members = [p for p in told.people if System.PHONE in p.systems and (p.phones or p.email)]
    for person in sorted(members, key=lambda p: (p.given, p.family, p.number)):
        sheet.add(person.number, _phone_cells(rng, person))
    for person in members[:2]:  # saved a second time, as phones do after a call
        if person.phones:
            second = {"Labels": "* myContacts", "Phone 1 - Label": "Mobile", "Phone 1 - Value": person.phones[0].e164}
            sheet.add(person.number, {"First Name": person.given, "Last Name": person.family, **second})
    sheet.add(None, {"First Name": "Fahrradladen", "Labels": "* myContacts"})
    sheet.add(None, {"Labels": "* Other contacts", "E-mail 1 - Label": "* Other", "E-mail 1 - Value": "werkstatt@"})
    return sheet


def _phone_cells(rng: Random, person: Person) -> dict[str, str]:
    given, family, nickname = _name_on_phone(rng, person)
    personal = [p for p in (person.mobile, person.landline) if p is not None]
    numbers = [("Mobile" if person.mobile else "Home", personal)] if personal else []
    numbers += [("Work", [person.office])] if person.office else []
    if len(personal) > 1 and len(numbers) == 1 and rng.random() < 0.5:
        numbers = [("Mobile", personal[:1]), ("Home", personal[1:])]
    labels = ["* myContacts", *(["Kunden"] if rng.random() < 0.4 else []), *(["Firma"] if person.company else [])]
    cells = {
        "First Name": given,
        "Last Name": family,
        "Nickname": nickname,
        "Organization Name": _company_in_use(rng, person),
        "Organization Title": person.job if rng.random() < 0.5 else "",
        "Birthday": _phone_birthday(rng, person),
        "Notes": rng.choice(("", "", "", "", 'Ruft "wegen Licht" zurück\nSchlüssel liegt im Laden', "Lastenrad?")),
        "Labels": " ::: ".join(labels),
    }
    for place, (label, phones) in enumerate(numbers, 1):
        cells[f"Phone {place} - Label"] = label
        cells[f"Phone {place} - Value"] = " ::: ".join(phone.spelled(rng) for phone in phones)
    if person.email and (rng.random() < 0.4 or not numbers):
        both = bool(person.old_email) and rng.random() < 0.5
        cells["E-mail 1 - Label"] = "* Work" if person.company else "* Home"
        cells["E-mail 1 - Value"] = f"{person.email} ::: {person.old_email}" if both else person.email
    if rng.random() < 0.15:
        cells |= _phone_address(_address_in_use(rng, person, stale=0.7))
    return cells


def _name_on_phone(rng: Random, person: Person) -> tuple[str, str, str]:
    """Given, family and nick name as somebody in a hurry types them."""
    family = _surname_in_use(rng, person, stale=0.8)
    chance = rng.random()
    if chance < 0.10 and person.nickname:
        return person.nickname, family, ""
    if chance < 0.15:
        return f"{person.given[0]}.", family, ""
    if chance < 0.19:
        return "", family, ""
    if chance < 0.23:
        return person.given, "", ""
    if chance < 0.28:
        return plain(person.given), plain(family), ""
    return person.given, family, person.nickname if rng.random() < 0.1 else ""


def _phone_birthday(rng: Random, person: Person) -> str:
    if person.birthday is None or rng.random() > 0.2:
        return ""
    return f"{person.birthday:--%m-%d}" if rng.random() < 0.4 else person.birthday.isoformat()


def _phone_address(address: Address) -> dict[str, str]:
    formatted = f"{address.street}\n{address.postcode} {address.city}\n{address.country}"
    values = {
        "Label": "Home",
        "Formatted": formatted,
        "Street": address.street,
        "City": address.city,
        "Postal Code": address.postcode,
        "Country": address.country,
    }
    return {f"Address 1 - {part}": value for part, value in values.items()}


# the hand-kept list


def _customer_list(told: Business, rng: Random) -> Sheet:
    sheet = Sheet(CUSTOMER_LIST, headers.LIST, delimiter=";", encoding="cp1252", newline="\r\n")
    members = [p for p in told.people if System.LIST in p.systems]
    rows = [(person, _list_cells(rng, person)) for person in sorted(members, key=lambda p: (p.since, p.number))]
    for person, cells in rows:
        sheet.add(person.number, cells)
    for person, cells in rows[:: max(1, len(rows) // 4)][1:4]:  # entered twice, years apart
        sheet.add(person.number, {**cells, "Bemerkung": "neu aufgenommen", "Kunde seit": str(told.today.year)})
    sheet.add(None, {})
    for cells in _list_problems():
        sheet.add(None, cells)
    return sheet


def _list_problems() -> tuple[dict[str, str], ...]:
    """Rows that need a human: no such address, no such day, nobody at all."""
    return (
        {"Anrede": "Frau", "Vorname": "Sigrun", "Nachname": "Altendorf", "E-Mail": "sigrun.altendorf.at.post.example"},
        {"Anrede": "Herr", "Vorname": "Eckart", "Nachname": "Moorhof", "Telefon": "0", "Geburtstag": "31.02.1971"},
        {"Vorname": "Ortrun", "Nachname": "Feldhege", "Ort": "Berlin", "Geburtstag": "um Ostern"},
        {"Bemerkung": "wer war das mit dem grünen Rad?"},
    )


def _list_cells(rng: Random, person: Person) -> dict[str, str]:
    given, family = _name_in_list(rng, person)
    address = _address_in_use(rng, person, stale=0.4)
    fixed, mobile = person.landline or person.office, person.mobile
    has_address, has_email = rng.random() < 0.75, bool(person.email) and rng.random() < 0.65
    reached = has_email or rng.random() < 0.8
    return {
        "Anrede": ("Frau" if person.woman else "Herr") if rng.random() < 0.8 else "",
        "Vorname": given,
        "Nachname": family,
        "Firma": _company_in_use(rng, person),
        "Straße": _street_in_list(rng, address) if has_address else "",
        "PLZ": address.postcode if has_address else "",
        "Ort": address.city if has_address or rng.random() < 0.3 else "",
        "Telefon": _spelled(rng, fixed),
        "Mobil": _spelled(rng, mobile) if reached else "",
        "E-Mail": _email_in_use(rng, person, stale=0.4) if has_email or not (fixed or (mobile and reached)) else "",
        "Geburtstag": _birthday_in_list(rng, person),
        "Kunde seit": str(person.since.year) if rng.random() < 0.7 else f"{person.since:%m/%Y}",
        "Bemerkung": rng.choice(_LIST_NOTES) if rng.random() < 0.25 else "",
    }


def _name_in_list(rng: Random, person: Person) -> tuple[str, str]:
    given, family = person.given, _surname_in_use(rng, person, stale=0.4)
    chance = rng.random()
    if chance < 0.08 and person.nickname:
        return person.nickname, family
    if chance < 0.12:
        return f"{given[0]}.", family
    if chance < 0.20:
        return plain(given), plain(family)
    if chance < 0.25 and len(family) > 4:
        return given, _typo(rng, family)
    return given, family.upper() if chance > 0.97 else family


def _birthday_in_list(rng: Random, person: Person) -> str:
    """The birthday as misheard once in fifty times: a year off."""
    if person.birthday is None or rng.random() > 0.6:
        return ""
    misheard = person.birthday.year + (1 if rng.random() < 0.02 else 0)
    return f"{person.birthday:%d.%m.}{misheard}"


def _typo(rng: Random, word: str) -> str:
    """Two inner letters swapped, or one doubled where they are the same."""
    at = rng.randint(1, len(word) - 3)
    a, b = word[at], word[at + 1]
    return word[:at] + (b + a if a != b else a + b + b) + word[at + 2 :]


def _street_in_list(rng: Random, address: Address) -> str:
    if rng.random() < 0.5:
        return re.sub("straße", "str.", address.street)
    return address.street


def _spelled(rng: Random, phone: Phone | None) -> str:
    return phone.spelled(rng) if phone else ""


# visits


def _visits(told: Business, rng: Random) -> Sheet:
    sheet = Sheet(VISITS, headers.VISITS)
    for one in told.happenings:
        person = told.people[one.person]
        by_email = bool(person.email) and (not person.phones or one.kind == "support" or rng.random() < 0.4)
        number = (person.mobile or person.landline or person.office) if not by_email else None
        sheet.add(
            person.number,
            {
                "Date": f"{one.at:%Y-%m-%d %H:%M}" if one.at.hour else f"{one.at:%Y-%m-%d}",
                "Kind": one.kind,
                "Name": person.name,
                "Email": person.email if by_email else "",
                "Phone": _spelled(rng, number),
                "Text": one.text,
            },
        )
    lost = {"Kind": "visit", "Text": "Asked for the brass bell. Paid cash."}
    sheet.add(None, {"Date": "before Easter", "Email": "sigrun.altendorf@post.example", **lost})
    sheet.add(None, {"Date": f"{told.today - timedelta(days=12)}", **lost})
    return sheet


# what systems still believe


def _email_in_use(rng: Random, person: Person, stale: float) -> str:
    return person.old_email if person.old_email and rng.random() < stale else person.email


def _address_in_use(rng: Random, person: Person, stale: float) -> Address:
    return person.old_address if person.old_address and rng.random() < stale else person.address


def _surname_in_use(rng: Random, person: Person, stale: float) -> str:
    return person.former_family if person.former_family and rng.random() < stale else person.family


def _company_in_use(rng: Random, person: Person) -> str:
    short = re.sub(r" (GmbH|eG|GbR|PartG mbB|e\. V\.)$", "", person.company)
    return rng.choice((person.company, person.company, short, person.company.upper()))


# spelling


def _fits(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _stamp(at: datetime) -> str:
    """A shop time with Berlin's offset: +0200 between the last Sundays of March and October, else +0100."""
    summer = _last_sunday(at.year, 3) <= at.date() < _last_sunday(at.year, 10)
    return f"{at:%Y-%m-%d %H:%M:%S} {'+0200' if summer else '+0100'}"


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _shuffled(rng: Random, people: Sequence[Person]) -> list[Person]:
    return rng.sample(people, len(people))
