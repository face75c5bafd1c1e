"""What the values of a column look like: emails, phones, dates, numbers ..., counted over sample rows.

These are quick guesses over many cells, to choose or doubt a target; reading a value properly is cleaning's work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from deskcrm.domain.cleaning.dates import decide_order, parse_date
from deskcrm.domain.cleaning.yesno import parse_yes_no
from deskcrm.domain.mapping.words import fold_header
from deskcrm.languages import tr

ROWS_LOOKED_AT: Final = 1000
DISTINCT_LOOKED_AT: Final = 60
CELL_LOOKED_AT: Final = 400  # characters

_EMAIL: Final = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+\.[^@\s<>,;:\"]+")
_PHONE: Final = re.compile(
    r"'?(?:tel:)?\s*(?:\+|00|\(|0|\d)[\d\s().\-/\u00a0\u2011]{5,22}\d(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?"
)
_URL: Final = re.compile(r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+[a-z]{2,12}(?:/\S*)?", re.IGNORECASE)
_LINK: Final = re.compile(r"https?://|www\.", re.IGNORECASE)
_NUMERIC_DATE: Final = re.compile(r"'?(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{1,4})(?:$|[T\s,])")
_CLOCK: Final = re.compile(
    r"\d{1,2}(?::[0-5]\d){1,2}(?:\.\d+)?(?: ?[ap]\.?m\.?)?(?: uhr| h)?(?: ?[A-Z]{3,4}|[+-]\d\d:?\d\d)?"
    r"|\d{1,2} ?[ap]\.?m\.?|\d{1,2}[h.][0-5]\d(?: uhr| h)?",
    re.IGNORECASE,
)
_YEARLESS: Final = re.compile(r"--\d\d-?\d\d|\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.?")
_WORD_DATE: Final = re.compile(
    r"(?:\w{2,10},? )?\d{1,2}\.?[ -](?:de )?[^\W\d_]{3,10}\.?,?[ -](?:de )?\d{2,4}\b"
    r"|[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b"
)
_NUMBER: Final = re.compile(r"[-+(]?\s?\d{1,3}(?:[., '\u00a0\u202f]\d{3})*(?:[.,]\d+)?\)?%?|[-+]?\d+(?:[.,]\d+)?%?")
_CURRENCY_SIGN: Final = re.compile(
    r"[€$£¥₹]|\b(?:EUR|USD|GBP|CHF|PLN|CZK|SEK|NOK|DKK|JPY|CAD|AUD|BRL|zł|Kč)\b|(?:zł|Kč|kr\.?)$"
)
_MACHINE: Final = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}|[0-9a-f]{16,}"  # a UUID, a hash
    r"|(?=[A-Za-z_-]*\d)[A-Za-z0-9_-]{20,}|\d{9,}"  # a token, a long number
    r"|\d{1,3}(?:\.\d{1,3}){3}|[{\[].*[}\]]"  # an internet address, JSON
)
_POSTCODE: Final = re.compile(
    r"'?(?:[A-Z]{1,2}-)?(?:\d{3} ?\d{2}|\d{4}(?:-\d{3})?|\d{2}-\d{3}|\d{5}(?:-\d{4})?|\d{4} ?[A-Z]{2}"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)"
)
_PERSON_TITLE: Final = re.compile(
    r"(?:mrs?|ms|miss|mx|dr|prof|herr|frau|hr|fr|mme|mlle|m|sr|sra|srta|sig|dhr|mevr|mw|pan|pani|ing|mgr|bc|dott|sir|rev"
    r"|madame|monsieur)\b\.?(?: ?(?:dr|prof|med|ing)\.?)*",
    re.IGNORECASE,
)
_NEITHER: Final = frozenset(
    {"pending", "cleaned", "bounced", "junk", "implicit", "explicit", "unconfirmed"}
    | {"never subscribed", "never_subscribed", "not_subscribed", "non subscribed"}
)
SUBSCRIPTION_WORDS: Final = frozenset(
    {"subscribed", "unsubscribed", "opted in", "opted out", "opted_in", "opted_out", "not subscribed", "abgemeldet"}
)
"""What a column of newsletter states has in it, and no other."""
_CURRENCIES: Final = {
    "€": "EUR",
    "$": "",  # a dozen countries' dollars
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "zł": "PLN",
    "Kč": "CZK",
    "kr": "",
    "kr.": "",
}
CURRENCY_NAMES: Final = {
    "EUR": tr("euro"),
    "USD": tr("US dollars"),
    "GBP": tr("pounds"),
    "CHF": tr("francs"),
    "PLN": tr("złoty"),
    "CZK": tr("koruna"),
    "JPY": tr("yen"),
    "INR": tr("rupees"),
}
_YEAR: Final = re.compile(r"(?:\d{1,2}[./-])?(?:19|20)\d\d|(?:19|20)\d\d-\d\d")  # or a month and a year
_DIGIT: Final = re.compile(r"\d")
_GROUPED_NUMBER: Final = re.compile(r"\d+[.,]\d{1,2}|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?")
_MONTH: Final = re.compile(r"(?:0?[1-9]|1[0-2])[/.\-](?:19|20)\d\d")  # 10/2022
_PARTING: Final = re.compile(r"\s*(?::::|[;,\n|])\s*")


@dataclass(frozen=True, slots=True)
class Look:
    """What one column's sample cells look like. Shares are of its first distinct values, 0.0 to 1.0."""

    rows: int
    filled: int
    values: tuple[str, ...]  # distinct, as met
    shares: dict[str, float]

    @property
    def first(self) -> tuple[str, ...]:
        """As many of the values as slower questions are asked of."""
        return self.values[:DISTINCT_LOOKED_AT]

    @property
    def distinct(self) -> int:
        """How many different values there are."""
        return len(self.values)

    def share(self, kind: str) -> float:
        """How much of the column looks like this kind; 0.0 where it does not."""
        return self.shares.get(kind, 0.0)

    @property
    def samples(self) -> tuple[str, ...]:
        """The first values, short enough for a table cell."""
        return tuple(v if len(v) <= 80 else v[:79] + "…" for v in self.values[:3])


def is_email(value: str) -> bool:
    """Whether every part of a cell is shaped like an email."""
    if "@" not in value:
        return False
    return all(_EMAIL.fullmatch(part) for part in _PARTING.split(value.strip()) if part)


def is_phone(value: str) -> bool:
    """Whether every part of a cell could be dialled, and is no date or plain amount."""
    parts = [part for part in _PARTING.split(value.strip()) if part]
    return bool(parts) and all(_one_phone(part) for part in parts)


def _one_phone(text: str) -> bool:
    if not _PHONE.fullmatch(text) or is_date(text) or _GROUPED_NUMBER.fullmatch(text) or _MONTH.fullmatch(text):
        return False
    return 6 <= len(_DIGIT.findall(text)) <= 17


def is_url(value: str) -> bool:
    """Whether a cell is shaped like a web address."""
    return bool(_URL.fullmatch(value.strip()))


def is_link(value: str) -> bool:
    """Whether a cell says itself that it is a web address."""
    return bool(_LINK.match(value.strip()))


def is_date(value: str) -> bool:
    """Whether a cell is shaped like a date, with or without a time."""
    text = value.strip()
    found = _NUMERIC_DATE.match(text)
    if found:
        first, _, second, third = found.groups()
        return (len(first) == 4 or len(third) in (2, 4)) and int(second) <= 31
    return bool(_YEARLESS.fullmatch(text) or _WORD_DATE.match(text))


def is_number(value: str) -> bool:
    """Whether a cell is a plain number, thousands parted or not."""
    return bool(_NUMBER.fullmatch(value.strip()))


def is_money(value: str) -> bool:
    """Whether a cell is a number with a currency, or with exactly two decimals."""
    text = value.strip()
    bare = _CURRENCY_SIGN.sub("", text).strip()
    return is_number(bare) and (bare != text or _two_decimals(bare))


def _two_decimals(number: str) -> bool:
    return len(number) > 3 and number[-3] in ".,"


def kinds_of(value: str) -> list[str]:
    """All that one cell looks like; quick, because it is asked of ten thousand cells while somebody waits."""
    text = value.strip()
    letters = text.upper() != text.lower()
    kinds = []
    if letters:
        kinds.append("letters")
    if len(text) <= 30 and "\n" not in text:
        kinds.append("short")
    if len(text) < 20:
        if parse_yes_no(text) is not None or text.casefold() in _NEITHER:
            kinds.append("yes_no")
        if letters and _PERSON_TITLE.fullmatch(text):
            kinds.append("person_title")
    if "@" in text:
        return [*kinds, "email"] if is_email(text) else kinds
    if letters and "." in text and is_url(text):
        kinds.append("url")
    if (len(text) > 8 or text[:1] in "{[") and _MACHINE.fullmatch(text):
        kinds.append("machine")
    return kinds + _digit_kinds(text, letters) if _DIGIT.search(text, 0, 40) else kinds


def _digit_kinds(text: str, letters: bool) -> list[str]:
    kinds = []
    if len(text) <= 40:
        if not letters and _NUMBER.fullmatch(text):
            kinds += ["number", "money"] if _two_decimals(text) else ["number"]
        elif is_money(text):
            kinds.append("money")
        if _CLOCK.fullmatch(text):
            kinds.append("clock")
        if not letters and _YEAR.fullmatch(text):
            kinds.append("year")
        elif (not letters or len(text) > 7) and is_date(text):
            kinds.append("date")
        if len(text) < 12 and _POSTCODE.fullmatch(text.upper()):
            kinds.append("postcode")
    if (not letters or text[:1] in "t+0(") and is_phone(text):
        kinds.append("phone")
    return kinds


def look_at(cells: Sequence[str]) -> Look:
    """Look at a column's sample cells; blank ones count as empty."""
    met = Counter(filter(None, map(str.strip, cells[:ROWS_LOOKED_AT])))
    values = tuple(value[:CELL_LOOKED_AT] for value in met)
    first = values[:DISTINCT_LOOKED_AT]
    counts = Counter(chain.from_iterable(map(kinds_of, first)))
    return Look(len(cells), met.total(), values, {kind: count / len(first) for kind, count in counts.items()})


@dataclass(frozen=True, slots=True)
class DateOrder:
    """The order of day, month and year in a column: "dmy", "mdy", "ymd" or "" where nothing tells; and what told."""

    order: str
    decided_by: str = ""
    open_question: str = ""  # a date that could be read two ways


def date_order(values: Sequence[str]) -> DateOrder:
    """How a column's dates are to be read, and the value that decides it or leaves it open."""
    order = decide_order(values)
    if order:
        deciders = (v for v in values if decide_order([v.replace(".", "/")]) == order)
        return DateOrder(order, next(deciders, values[0]))
    open_ones = (v for v in values if parse_date(v, None) is None and parse_date(v, "dmy") is not None)
    return DateOrder("", open_question=next(open_ones, ""))


def currency_of(header: str, values: Sequence[str]) -> str:
    """The one ISO 4217 currency that a header or all of its column's cells name; "" where none or several."""
    found = {c for v in values for c in _CURRENCY_SIGN.findall(v)} or set(_CURRENCY_SIGN.findall(header))
    codes = {_CURRENCIES.get(sign, sign) for sign in found}
    return codes.pop() if len(codes) == 1 else ""


def separator(values: Sequence[str], kind: str = "") -> str:
    """What parts several values within a cell: " ::: ", ";", ",", "|" or a line break; "" where cells hold one each.

    With a kind ("email", "phone", "url") a sign counts only where the parts on both sides are of that kind.
    """
    test = {"email": is_email, "phone": is_phone, "url": is_url}.get(kind)
    votes: Counter[str] = Counter()
    for value in values:
        if ":::" in value:
            return " ::: "
        for sign in (";", "|", "\n", ","):
            parts = [p.strip() for p in value.split(sign)]
            if len(parts) > 1 and (test is None or all(test(p) for p in parts if p)):
                votes[sign] += 1
                break
    return votes.most_common(1)[0][0] if votes else ""


def words_in(values: Sequence[str]) -> str:
    """The values of a short choice, for a sentence: "red, blue, green"."""
    shown = ", ".join(v for v in values[:3] if fold_header(v))
    return shown + (" …" if len(values) > 3 else "")
