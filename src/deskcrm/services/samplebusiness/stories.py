"""What happened at the sample business: what it sells, who ordered what when, and who came by or called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from deskcrm.services.samplebusiness.people import Habit, Person, System


@dataclass(frozen=True, slots=True)
class Product:
    """Something on sale; its price in cents, VAT included."""

    sku: str
    name: str
    price: int
    ships: bool = True


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the web shop. Amounts are cents, times are Berlin's wall clock."""

    number: int
    person: int
    email: str
    at: datetime
    lines: tuple[tuple[int, Product], ...]
    shipping: int
    code: str
    discount: int
    status: str  # paid, pending, refunded, partially_refunded
    refunded: int
    method: str
    note: str

    @property
    def subtotal(self) -> int:
        """Goods less the discount."""
        return sum(quantity * product.price for quantity, product in self.lines) - self.discount

    @property
    def total(self) -> int:
        """What was charged, before any refund."""
        return self.subtotal + self.shipping


@dataclass(frozen=True, slots=True)
class Happening:
    """A visit, a support question or a call that somebody noted down at the counter."""

    person: int
    at: datetime
    kind: str  # visit, support, call
    text: str


BIKES: Final[tuple[Product, ...]] = (
    Product("JB-TOWN7", "Juniper Town 7 city bike", 89900),
    Product("JB-TOWN3", "Juniper Town 3 city bike", 64900),
    Product("JB-GRAVEL", "Juniper Heath gravel bike", 174900),
    Product("JB-ETOUR", "Juniper Glide e-bike", 329900),
    Product("JB-CARGO", "Juniper Wagon cargo bike", 489000),
    Product("JB-FOLD", "Juniper Pocket folding bike", 119900),
    Product("JB-KID20", "Juniper Sprout 20 children's bike", 34900),
)
_EXTRAS: Final[tuple[Product, ...]] = (
    Product("HLM-CITY", "Helmet Cirrus, matt green", 7990),
    Product("HLM-KID", "Children's helmet Ladybird", 4490),
    Product("LCK-FOLD", "Folding lock Bastion 90 cm", 8990),
    Product("LCK-CHAIN", "Chain lock Harbour", 5490),
    Product("BAG-PAN", "Pannier pair Ferry 40 l, waterproof", 12900),
    Product("BAG-BAR", "Handlebar bag Postcard", 4950),
    Product("SEAT-KID", "Child seat Magpie", 13900),
    Product("PUMP-FLR", "Floor pump with gauge", 3990),
    Product("TUBE-28", "Inner tube 28 inch", 790),
    Product("TYRE-28", "Puncture-proof tyre 28 inch", 3490),
    Product("BELL-BRS", "Brass bell Lark", 2450),
    Product("SADDLE-L", "Leather saddle Chestnut", 9900),
    Product("OIL-CHN", "Chain oil and cloth", 1290),
    Product("GIFT-50", "Gift voucher 50 euro", 5000, ships=False),
)
_WINTER: Final[tuple[Product, ...]] = (
    Product("LGT-SET", "Light set Firefly, USB", 5990),
    Product("GLV-WIN", "Winter gloves Hoarfrost", 3990),
    Product("RAIN-CAPE", "Rain cape Drizzle", 6900),
    Product("TYRE-SPK", "Spiked winter tyre 28 inch", 5490),
)
_SERVICES: Final[tuple[Product, ...]] = (
    Product("SRV-YEAR", "Annual service", 8900, ships=False),
    Product("SRV-BRK", "Brake pads, fitted", 4500, ships=False),
    Product("SRV-CHN", "New chain and cassette, fitted", 11900, ships=False),
    Product("SRV-WHL", "Wheel truing", 2900, ships=False),
)
_METHODS: Final[tuple[str, ...]] = ("Card", "Card", "PayPal", "Bank transfer", "Invoice")
_ORDER_NOTES: Final[tuple[str, ...]] = (
    "Please leave it with the neighbour.",
    "It is a present: no invoice in the box, please.",
    "Will collect on Saturday.",
    "Ring twice, the bell is shy.",
    "Invoice to the company, please.",
)

_VISITS: Final[tuple[str, ...]] = (
    "Brought the {bike} in for its annual service. Chain worn to 0.75 %, front pads nearly gone.",
    "Collected the {bike} after service. Happy with the brakes.",
    "Test ride on the Juniper Wagon cargo bike, half an hour. Wants to sleep on it.",
    "Test ride on the Juniper Glide e-bike; asked about company leasing.",
    "Had the saddle of the {bike} raised and the headset tightened. No charge.",
    "Flat tyre on the {bike}, changed the tube while they waited.",
    "Bought a helmet and a bell at the counter, 104.40 euro, card.",
    "Came by for winter lights; Firefly sold out, put one aside.",
    "Looked at children's bikes for a birthday; measured the child, 20 inch fits.",
    "Saturday repair class: learned to true a wheel.",
    "Dropped off the {bike} for puncture-proof tyres, wants it back by Friday.",
)
_BROWSING: Final[tuple[str, ...]] = (
    "Looked round the shop, took the cargo bike brochure.",
    "Test ride on the Juniper Town 7. Liked it, compares with another shop.",
    "Asked for a quote for three bikes for the office.",
    "Interested in a used bike; told them about the sale in spring.",
)
_SUPPORT: Final[tuple[str, ...]] = (
    "Display of the {bike} stays dark after charging. Sent reset steps, works again.",
    "Rear light flickers on the {bike}. Loose plug, explained by email.",
    "Wrong size delivered, exchange for L on its way.",
    "Asks whether the Magpie child seat fits the {bike}. It does, with the long bracket.",
    "Parcel shown as delivered, but nothing there. Carrier found it with the neighbour.",
    "Warranty question: creaking bottom bracket on the {bike}. Offered an appointment.",
    "Invoice needed with the company's address. Sent a corrected one.",
)
_ENQUIRIES: Final[tuple[str, ...]] = (
    "Asks whether the cargo bike can be leased through the employer.",
    "Wants to know when the folding bike is back in stock.",
    "Asks for the frame sizes of the Heath gravel bike.",
)
_CALLS: Final[tuple[str, ...]] = (
    "Called to say that the {bike} is ready to collect.",
    "No answer, left a message about the service date.",
    "Asked for an appointment next week; Tuesday 9:30 agreed.",
    "Called about the delivery of the pannier pair. On backorder until next month.",
    "Reminder of the annual service; will come after the holidays.",
)


def orders(rng: Random, people: Sequence[Person], today: date) -> tuple[Order, ...]:
    """All orders of the web shop from the oldest to the newest, the last one today, numbered from 1001."""
    told = [order for person in people for order in _orders_of(rng, person, today)]
    told.sort(key=lambda order: (order.at, order.person))
    if told:
        told[-1] = replace(told[-1], at=datetime.combine(today, time(0, 7, 31)), status="paid", refunded=0)
    return tuple(replace(order, number=1001 + place) for place, order in enumerate(told))


def happenings(rng: Random, people: Sequence[Person], today: date) -> tuple[Happening, ...]:
    """What was noted at the counter, from the oldest to the newest, the last one today."""
    told = [one for person in people for one in _happenings_of(rng, person, today)]
    told.sort(key=lambda one: (one.at, one.person))
    if told:
        told[-1] = replace(told[-1], at=datetime.combine(today, time(0, 0)))
    return tuple(told)


def _days_ago(rng: Random, person: Person, today: date) -> list[int]:
    """How many days ago somebody bought, the first purchase first."""
    first = (today - person.since).days
    if person.habit is Habit.LOYAL:
        last, times = rng.randint(1, 80), rng.randint(4, 9)
    elif person.habit is Habit.REGULAR:
        last, times = rng.randint(5, 240), rng.randint(2, 4)
    elif person.habit is Habit.LAPSED:
        last, times = rng.randint(430, 690), rng.randint(2, 4)
    else:
        return [first] if person.habit is Habit.ONCE else []
    between = [rng.randint(last, first) for _ in range(times - 2)]
    return sorted([first, last, *between], reverse=True)


def _bike_of(person: Person) -> Product:
    """The bike somebody rides: always the same one, whichever story asks."""
    return BIKES[(person.number * 37 + 11) % len(BIKES)]


def _orders_of(rng: Random, person: Person, today: date) -> Iterator[Order]:
    guest = System.NEWS in person.systems and rng.random() < 0.15
    if not person.email or not (System.SHOP in person.systems or guest):
        return
    for place, days in enumerate(_days_ago(rng, person, today)):
        day = today - timedelta(days=days)
        at = datetime.combine(day, time(rng.randint(7, 21), rng.randint(0, 59), rng.randint(0, 59)))
        lines = _basket(rng, person, place, day)
        goods = sum(quantity * product.price for quantity, product in lines)
        code = rng.choice(("SPRING10", "WELCOME10")) if rng.random() < 0.08 else ""
        discount = goods // 10 if code else 0
        status, refunded = _outcome(rng, lines, goods - discount)
        ships = any(product.ships for _, product in lines)
        yield Order(
            number=0,
            person=person.number,
            email=person.old_email if person.old_email and place == 0 and days > 300 else person.email,
            at=at,
            lines=lines,
            shipping=490 if ships and goods < 10000 else 0,
            code=code,
            discount=discount,
            status=status if days > 3 else "paid",
            refunded=refunded if days > 3 else 0,
            method=rng.choice(_METHODS),
            note=rng.choice(_ORDER_NOTES) if rng.random() < 0.07 else "",
        )


def _basket(rng: Random, person: Person, place: int, day: date) -> tuple[tuple[int, Product], ...]:
    """The first basket often holds the bike; later ones its service, and what the season asks for."""
    shelf = _EXTRAS + (_WINTER * 3 if day.month in (10, 11, 12, 1) else ())
    if place == 0 and rng.random() < 0.45:
        chosen = [_bike_of(person), *rng.sample(_EXTRAS[:6], rng.choice((0, 1, 1, 2)))]
    elif place and rng.random() < 0.35:
        chosen = [rng.choice(_SERVICES)]
    else:
        chosen = list(dict.fromkeys(rng.choices(shelf, k=rng.choice((1, 1, 1, 2, 2, 3)))))
    return tuple((2 if product.sku in ("TUBE-28", "TYRE-28", "TYRE-SPK") else 1, product) for product in chosen)


def _outcome(rng: Random, lines: Sequence[tuple[int, Product]], subtotal: int) -> tuple[str, int]:
    chance = rng.random()
    if chance < 0.04:
        return "refunded", subtotal
    if chance < 0.07 and len(lines) > 1:
        return "partially_refunded", min(subtotal, lines[-1][0] * lines[-1][1].price)
    return ("pending", 0) if chance > 0.985 else ("paid", 0)


def _happenings_of(rng: Random, person: Person, today: date) -> Iterator[Happening]:
    bike = _bike_of(person).name
    buyer = person.habit is not Habit.CURIOUS
    counts = {Habit.LOYAL: 4, Habit.REGULAR: 2, Habit.ONCE: 1, Habit.LAPSED: 1, Habit.CURIOUS: 1}
    if not (person.email or person.phones):
        return
    if buyer and System.SHOP not in person.systems:
        yield from _counter_sales(rng, person, today)
    for _ in range(rng.randint(0, counts[person.habit] + 1)):
        longest = (today - person.since).days
        shortest = 430 if person.habit is Habit.LAPSED else 1
        day = today - timedelta(days=rng.randint(shortest, longest))
        kind = rng.choice(("visit", "visit", "support", "call") if buyer else ("visit", "support"))
        if not _lives_near(person):
            kind = "support"
        yield Happening(person.number, _opening_hour(rng, day), kind, _text(rng, kind, buyer).format(bike=bike))


def _lives_near(person: Person) -> bool:
    """Only people from the shop's own town come by."""
    return person.address.city == "Berlin"


def _counter_sales(rng: Random, person: Person, today: date) -> Iterator[Happening]:
    """Those without a web shop account buy at the counter."""
    for place, days in enumerate(_days_ago(rng, person, today)):
        day = today - timedelta(days=days)
        lines = _basket(rng, person, place, day)
        goods = ", ".join(product.name for _, product in lines)
        cents = sum(quantity * product.price for quantity, product in lines)
        near = _lives_near(person)
        start, paid = (
            ("At the counter", rng.choice(("card", "cash"))) if near else ("Ordered by phone", "bank transfer")
        )
        text = f"{start}: {goods}. {cents // 100}.{cents % 100:02d} euro, {paid}."
        yield Happening(person.number, _opening_hour(rng, day), "visit" if near else "call", text)


def _text(rng: Random, kind: str, buyer: bool) -> str:
    texts: dict[str, Iterable[str]] = {
        "visit": _VISITS if buyer else _BROWSING,
        "support": _SUPPORT if buyer else _ENQUIRIES,
        "call": _CALLS,
    }
    return rng.choice(tuple(texts[kind]))


def _opening_hour(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(rng.randint(10, 18), rng.choice((0, 5, 10, 15, 20, 30, 40, 45, 50))))
