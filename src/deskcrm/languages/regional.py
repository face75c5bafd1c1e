"""Days, clocks and amounts as the owner's region writes them (Unicode CLDR, through Babel).

British English, which is what an unknown region gets, is written out here, so that the first paint waits for no table.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from deskcrm.languages import choice, locale_name

if TYPE_CHECKING:
    from decimal import Decimal

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_DAY_NAMES: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "UAH": "₴"}
_SIZES: Final = ((10**9, "bn"), (10**6, "m"), (10**3, "k"))
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True, eq=False)
class _Style:
    """A way to write a day, and how British English has it.

    `parts`: a skeleton, for which the region has its order; a whole `pattern` where there is none of that kind (both of
    Unicode Technical Standard 35, part 4).
    """

    parts: str
    english: Callable[[date], str]
    pattern: bool = False


_DAY: Final = _Style("MMMd", lambda at: f"{at.day} {_MONTHS[at.month - 1]}")
_DAY_YEAR: Final = _Style("yMMMd", lambda at: f"{at.day} {_MONTHS[at.month - 1]} {at.year}")
_WEEKDAY: Final = _Style("MMMEd", lambda at: f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]}")
_WEEKDAY_YEAR: Final = _Style("yMMMEd", lambda at: f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}")
_FULL: Final = _Style(
    "full", lambda at: f"{_DAY_NAMES[at.weekday()]}, {at.day} {_MONTH_NAMES[at.month - 1]} {at.year}", pattern=True
)
_LONG: Final = _Style("MMMMd", lambda at: f"{at.day} {_MONTH_NAMES[at.month - 1]}")
_LONG_YEAR: Final = _Style("yMMMMd", lambda at: f"{at.day} {_MONTH_NAMES[at.month - 1]} {at.year}")
_MONTH: Final = _Style("MMM", lambda at: _MONTHS[at.month - 1])
_MONTH_YEAR: Final = _Style("yMMMM", lambda at: f"{_MONTH_NAMES[at.month - 1]} {at.year}")
_SHORT_MONTH_YEAR: Final = _Style("yMMM", lambda at: f"{_MONTHS[at.month - 1]} {at.year}")
_WEEKDAY_NAME: Final = _Style("EEEE", lambda at: _DAY_NAMES[at.weekday()], pattern=True)


def day(at: date, *, year: bool) -> str:
    """A day in short: "21 Nov", with its year "21 Nov 2026"."""
    return _said(_DAY_YEAR if year else _DAY, at)


def weekday(at: date, *, year: bool) -> str:
    """A day in short with its weekday: "Sat 21 Nov", with its year "Sat 21 Nov 2026"."""
    return _said(_WEEKDAY_YEAR if year else _WEEKDAY, at)


def full_day(at: date) -> str:
    """A day written out: "Saturday, 21 November 2026"."""
    return _said(_FULL, at)


def full_day_of_this_year(at: date) -> str:
    """A day written out without its year: "Saturday, 21 November"."""
    if _is_british():
        return full_day(at).removesuffix(f" {at.year}")
    from babel import Locale
    from babel.dates import format_date

    pattern = Locale.parse(locale_name()).date_formats["full"].pattern
    without = re.sub(r"('[^']*'|[\s,./-])*y+('[^']*'|[\s,./-])*$", "", pattern)  # the year stands last or not at all
    return format_date(at, without, locale=locale_name())


def long_day(at: date, *, year: bool = False) -> str:
    """A day with its month written out: "21 November", with its year "21 November 2026"."""
    return _said(_LONG_YEAR if year else _LONG, at)


def month(at: date) -> str:
    """A month in short: "Nov"."""
    return _said(_MONTH, at)


def month_year(at: date, *, short: bool = False) -> str:
    """A month of a year: "November 2026", short "Nov 2026"."""
    return _said(_SHORT_MONTH_YEAR if short else _MONTH_YEAR, at)


def weekday_name(at: date) -> str:
    """A day of the week: "Saturday"."""
    return _said(_WEEKDAY_NAME, at)


def clock(at: time | datetime) -> str:
    """A time of day: "15:05", or "3:05 PM" where the region counts to twelve."""
    if _is_british():
        return f"{at:%H:%M}"
    from babel.dates import format_time

    wall = at.replace(tzinfo=None) if isinstance(at, datetime) else at
    return format_time(wall, "short", locale=locale_name())


def decimal(figure: float | Decimal, digits: int = 1) -> str:
    """A number with so many digits behind its mark: 1234.56 is "1,234.6"."""
    if _is_british():
        return f"{figure:,.{digits}f}"
    from babel.numbers import format_decimal

    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return format_decimal(figure, pattern, locale=locale_name())


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage: 0.64 is "64 %"."""
    figures = decimal(share * 100, digits)
    return f"{figures} %"


def money(amount: Decimal, currency: str) -> str:
    """An amount with its currency (ISO 4217, "" for none): "€1,284.00", "SEK -0.05"."""
    if _is_british() or not currency:
        minus = "-" if amount < 0 else ""
        figures = f"{abs(amount):,}" if _is_british() else decimal(abs(amount), _digits_of(amount))
        if currency in _SIGNS:
            return f"{minus}{_SIGNS[currency]}{figures}"
        return f"{currency} {minus}{figures}" if currency else minus + figures
    from babel.numbers import format_currency

    return format_currency(amount, currency, locale=locale_name(), currency_digits=False, format=_pattern(amount))


def short_money(amount: Decimal, currency: str) -> str:
    """A large amount in few letters: "€1.23 bn"."""
    if not _is_british() and currency:
        from babel.numbers import format_compact_currency

        return format_compact_currency(amount, currency, locale=locale_name(), fraction_digits=1)
    for size, unit in _SIZES:
        if abs(amount) >= size:
            figures = f"{abs(amount) / size:.3g} {unit}"
            minus = "-" if amount < 0 else ""
            sign = _SIGNS.get(currency, "")
            return f"{minus}{sign}{figures}" if sign or not currency else f"{currency} {minus}{figures}"
    return money(amount, currency)


def country_names() -> dict[str, str]:
    """The countries and their names in the owner's language, by code (ISO 3166-1 alpha-2), in the order of names."""
    from babel import Locale

    named = Locale.parse(locale_name()).territories
    found = {code: str(name) for code, name in named.items() if len(code) == 2 and code.isalpha() and code not in _NONE}
    return dict(sorted(found.items(), key=lambda one: _plain(one[1])))


def regions(language: str) -> dict[str, str]:
    """The regions whose formats a language can be written with, and their names in it, in the order of names."""
    from babel import Locale
    from babel.localedata import locale_identifiers

    places = {name.rpartition("_")[2] for name in locale_identifiers() if name.startswith(f"{language}_")}
    named = Locale.parse(language).territories
    found = {place: str(named[place]) for place in places if len(place) == 2 and place in named}
    return dict(sorted(found.items(), key=lambda one: _plain(one[1])))


def example(name: str) -> str:
    """A day, a time and an amount as a locale writes them, whichever one the process uses: for choosing it."""
    from decimal import Decimal

    from babel.dates import format_date, format_time
    from babel.localedata import exists
    from babel.numbers import format_decimal

    known = name if exists(name) else name.partition("_")[0]
    at = datetime(2026, 3, 31, 15, 5)
    clocked = format_time(at, "short", locale=known)
    return (
        f"{format_date(at, 'medium', locale=known)}, {clocked}, {format_decimal(Decimal('1234.50'), '#,##0.00', known)}"
    )


_NONE: Final = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})
"""Codes of the table that are no country: unions and places for tests."""


def _said(style: _Style, at: date) -> str:
    if _is_british():
        return style.english(at)
    return _by_table(style, at.date() if isinstance(at, datetime) else at)


@lru_cache(_REMEMBERED)
def _by_table(style: _Style, at: date) -> str:
    from babel.dates import format_date, format_skeleton

    if style.pattern:
        return format_date(at, style.parts, locale=locale_name())
    return format_skeleton(style.parts, at, locale=locale_name())


@cache
def _is_british() -> bool:
    return locale_name() == choice.DEFAULT_LOCALE


def _digits_of(amount: Decimal) -> int:
    exponent = amount.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


@lru_cache(_REMEMBERED)
def _pattern(amount: Decimal) -> str:
    """The locale's own pattern for money, with the digits that the amount itself has."""
    from babel import Locale

    pattern = str(Locale.parse(locale_name()).currency_formats["standard"].pattern)
    digits = _digits_of(amount)
    return pattern.replace("0.00", "0." + "0" * digits if digits else "0")


def _plain(name: str) -> str:
    """A name as it is sorted: its letters without marks."""
    import unicodedata

    return unicodedata.normalize("NFKD", name).casefold()
