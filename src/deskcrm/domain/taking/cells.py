"""Readers of single cells: each makes, from a column's options, a pure function from the raw cell to its value."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from typing import Final, Generic, TypeVar

from deskcrm.domain.cleaning.addresses import split_address
from deskcrm.domain.cleaning.countries import country_code
from deskcrm.domain.cleaning.dates import at_clock, excel_serial, parse_date, parse_moment
from deskcrm.domain.cleaning.emails import clean_email
from deskcrm.domain.cleaning.money import parse_money
from deskcrm.domain.cleaning.phones import clean_phone
from deskcrm.domain.cleaning.text import fold, is_filler, tidy, tidy_lines
from deskcrm.domain.cleaning.yesno import parse_yes_no
from deskcrm.domain.points import strong_key
from deskcrm.languages import tr

T = TypeVar("T")
Read = Callable[[str], T]
Options = Mapping[str, str]
Points = tuple[str, ...]
Reached = tuple[list[str], Points]
"""The values of one cell, and the strong identifiers among them."""
Dated = tuple[str, str]
"""A moment in ISO 8601, or "" and why there is none; both "" for a blank cell."""
Money = tuple[Decimal | None, str, str]
"""An amount with its currency ("" unknown), or None and why there is none; all blank for a blank cell."""

NOT_REACHED: Final[Reached] = ([], ())
_NO_MONEY: Final[Money] = (None, "", "")
_MOST_REMEMBERED: Final = 50_000  # cells of a column
_TRIED_ON: Final = 10_000  # cells, before a column may stop remembering: birthdays come again late
_SHARE_OF_NEWS: Final = 0.75
_PARTING: Final = re.compile(r"\s*(?::::|[;,|/\n]|\s(?:or|oder|ou|o|und|and|et|y)\s)\s*|(?<=\S)\s+(?=\S+@)")
"""What people write between two emails or two phones of one cell."""
_TWO_PHONES: Final = 12  # characters that two phones have at least
_SERIAL: Final = re.compile(r"[0-9]{4,5}(?:\.[0-9]+)?").fullmatch


class Cells(Generic[T]):
    """Reads a column, chunk by chunk, and remembers its cells for as long as enough of them come again."""

    def __init__(self, index: int, read: Read[T]) -> None:
        self.index = index
        self._read = read
        self._known: _Known[T] | None = _Known(read)
        self._asked = 0

    def values(self, columns: list[tuple[str, ...]]) -> list[T]:
        """The value of each cell of this column."""
        column, known = columns[self.index], self._known
        if known is None:
            return list(map(self._read, column))
        values = list(map(known.__getitem__, column))
        self._asked += len(column)
        if self._asked >= _TRIED_ON and len(known) > self._asked * _SHARE_OF_NEWS:
            self._known = None
        elif len(known) > _MOST_REMEMBERED:
            known.clear()
            self._asked = 0
        return values


class _Known(dict[str, T]):
    """Cells with their values; a new one is read when it is asked for."""

    def __init__(self, read: Read[T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: str) -> T:
        value = self[cell] = self._read(cell)
        return value


# Text ---------------------------------------------------------------------------------------------------------------


def text_reader(options: Options, clean: Read[str] = tidy) -> Read[str]:
    """Text without what is no data: fillers, the column's `skip` and `skip_prefix`, its `guard` in front."""
    read = _line if clean is tidy else partial(_cleaned, clean)
    return _with_options(options, read)


def lines_reader(options: Options) -> Read[str]:
    """Text that may have several lines."""
    return text_reader(options, tidy_lines)


def _line(cell: str) -> str:
    if not cell or cell.isdecimal():
        return cell
    value = tidy(cell)
    return "" if is_filler(value) else value


def _cleaned(clean: Read[str], cell: str) -> str:
    if not cell:
        return ""
    value = clean(cell)
    return "" if is_filler(value) else value


def _with_options(options: Options, read: Read[str]) -> Read[str]:
    """A reader of text that heeds `guard`, `skip` and `skip_prefix`."""
    skip = frozenset(tidy(word).casefold() for word in options.get("skip", "").split("|")) - {""}
    prefix, guard = options.get("skip_prefix", "").lstrip(), options.get("guard", "")
    if not (skip or prefix or guard):
        return read

    def read_with_options(cell: str) -> str:
        value = read(cell.removeprefix(guard))
        said = value.strip()
        return "" if said.casefold() in skip or (prefix and said.startswith(prefix)) else value

    return read_with_options


def list_reader(options: Options, clean: Read[str] = tidy) -> Read[list[str]]:
    """The values of a cell, each once: several where the column has a `split`, and a `quote` around them."""
    one = text_reader(options, clean)
    mark, quote, guard = options.get("split", ""), options.get("quote", ""), options.get("guard", "")

    def read_one(cell: str) -> list[str]:
        value = one(cell)
        return [value] if value else []

    def read_several(cell: str) -> list[str]:
        values = (one(piece) for piece in _pieces(cell.removeprefix(guard), mark, quote))
        return list(dict.fromkeys(value for value in values if value))

    return read_several if mark else read_one


def _pieces(cell: str, mark: str, quote: str) -> list[str]:
    if quote and len(mark) == len(quote) == 1 and quote in cell:
        try:
            return next(csv.reader([tidy(cell)], delimiter=mark, quotechar=quote, skipinitialspace=True), [])
        except csv.Error:
            pass
    return cell.split(mark)


# How to reach somebody ----------------------------------------------------------------------------------------------


def email_reader(options: Options) -> Read[Reached]:
    """Cleaned emails with their strong keys."""
    return _reached_reader(options, _email)


def phone_reader(options: Options, country: str) -> Read[Reached]:
    """Phones, in E.164 where they are valid in this country, with their strong keys."""
    return _reached_reader(options, partial(_phone, country))


def _reached_reader(options: Options, one: Read[Reached]) -> Read[Reached]:
    """A reader of the one value of a cell, or of several where the column has a `split`."""
    if options.get("split"):
        several = list_reader(options, str)
        return lambda cell: _united([one(value) for value in several(cell)]) if cell else NOT_REACHED
    heeding = _with_options(options, str)
    if heeding is str:
        return one
    return lambda cell: one(heeding(cell)) if cell else NOT_REACHED


def _email(cell: str) -> Reached:
    if not cell:
        return NOT_REACHED
    value = clean_email(cell)
    key = strong_key("emails", value)
    if key:
        return [value], (key,)
    return (cell.count("@") > 1 and _all_of_several(cell, _email)) or _as_text(value)


def _phone(country: str, cell: str) -> Reached:
    if not cell:
        return NOT_REACHED
    value = clean_phone(cell, country)
    key = strong_key("phones", value)
    if key:
        return [value], (key,)
    return (len(cell) > _TWO_PHONES and _all_of_several(cell, partial(_phone, country))) or _as_text(value)


def _all_of_several(cell: str, one: Read[Reached]) -> Reached | None:
    """The values of a cell that holds several, in a column that elsewhere has one; None unless each is a good one."""
    parts = [part for part in _PARTING.split(cell.strip()) if part]
    if len(parts) < 2:
        return None
    several = [one(part) for part in parts]
    return _united(several) if all(points for _, points in several) else None


def _as_text(value: str) -> Reached:
    """What is no email or phone and yet says something: "ask Ben", but not "-", "∞" or "n/a"."""
    return NOT_REACHED if not fold(value) or is_filler(value) else ([value], ())


def _united(several: list[Reached]) -> Reached:
    values = dict.fromkeys(value for values, _ in several for value in values)
    points = dict.fromkeys(point for _, points in several for point in points)
    return list(values), tuple(points)


def plain_reader(options: Options) -> Read[Reached]:
    """Web addresses, handles, tags and the like: values that identify nobody for certain."""
    several = list_reader(options)

    def read(cell: str) -> Reached:
        values = several(cell) if cell else None
        return (values, ()) if values else NOT_REACHED

    return read


def whole_address_reader(options: Options) -> Read[list[dict[str, str]]]:
    """Whole addresses in one cell, taken apart as far as that is safe."""
    several = list_reader({key: value for key, value in options.items() if key != "guard"}, str)
    mark = options.get("lines", "")
    breaks = mark if mark.strip() else ""
    guard = options.get("guard", "")

    def read(cell: str) -> list[dict[str, str]]:
        if not cell:
            return []
        pieces = several(cell.removeprefix(guard))
        parts = (split_address(piece.replace(breaks, "\n") if breaks else piece) for piece in pieces)
        return [found for found in parts if found]

    return read


def country_reader(options: Options) -> Read[str]:
    """The ISO 3166 code of a cell such as "Austria" or "at"; "" for what is no country."""
    one = text_reader(options)
    return lambda cell: (country_code(one(cell)) or "") if cell else ""


def whole_country_reader(options: Options) -> Read[str]:
    """The one country that the whole addresses of a cell name; "" for none or several."""
    addresses = whole_address_reader(options)

    def read(cell: str) -> str:
        codes = {country_code(address.get("country", "")) for address in addresses(cell)} if cell else set()
        return (codes.pop() or "") if len(codes) == 1 else ""

    return read


# Days, moments, money -----------------------------------------------------------------------------------------------


def day_reader(options: Options) -> Read[str]:
    """A day in ISO 8601, or the tidy text where it cannot be understood."""
    one, order = _dated_reader(options), options.get("order")

    def read(cell: str) -> str:
        value = one(cell) if cell else ""
        return (parse_date(value, order) or value) if value else ""

    return read


def _dated_reader(options: Options) -> Read[str]:
    """Text, in which a column with `serial` has the day numbers of spreadsheets, 44197 for 2021-01-01."""
    one = text_reader(options)
    if not options.get("serial"):
        return one

    def read(cell: str) -> str:
        value = one(cell)
        return (excel_serial(float(value)) if _SERIAL(value) else None) or value

    return read


def moment_reader(options: Options, zone: str) -> Read[Dated]:
    """A moment in UTC, or a day, in ISO 8601."""
    one, order, zone = _dated_reader(options), options.get("order"), options.get("zone", zone)

    def read(cell: str) -> Dated:
        value = one(cell) if cell else ""
        if not value:
            return "", ""
        moment = parse_moment(value, order, zone)
        return (moment, "") if moment else ("", _no_date(value, zone))

    return read


def clock_reader(options: Options, zone: str) -> Callable[[str, str], Dated]:
    """The moment of a day at the time of a cell; the day alone where the cell has no figures, as "all day" has none."""
    one = text_reader(options)

    @lru_cache(maxsize=_MOST_REMEMBERED)
    def read(day: str, cell: str) -> Dated:
        value = one(cell)
        if not any(map(str.isdigit, value)):
            return day, ""
        moment = at_clock(day, value, zone)
        return (moment, "") if moment else ("", tr("“{value}” is no time; write it as 14:30", value=value))

    return read


def _no_date(value: str, zone: str) -> str:
    if parse_moment(value, "dmy", zone) or parse_moment(value, "mdy", zone):
        return tr(
            "“{value}” can be read as two dates; say for this column whether the day or the month comes first",
            value=value,
        )
    return tr("“{value}” is no date; write it as 2026-02-28", value=value)


def money_reader(options: Options) -> Read[Money]:
    """An amount, with the currency that the cell names."""
    one, decimal = text_reader(options), options.get("decimal")

    def read(cell: str) -> Money:
        value = one(cell) if cell else ""
        if not value:
            return _NO_MONEY
        found = parse_money(value, decimal)
        return (*found, "") if found else (None, "", tr("“{value}” is no amount; write it as 1234.50", value=value))

    return read


def currency_reader(options: Options) -> Read[str]:
    """The ISO 4217 code of a cell such as "eur" or "€"; "" for what is none."""
    one = text_reader(options)

    def read(cell: str) -> str:
        value = one(cell) if cell else ""
        found = parse_money(f"1 {value}") if value else None
        return found[1] if found else ""

    return read


def yes_no_reader(options: Options, yes: str, no: str) -> Read[str]:
    """The word for a yes or a no, "" where the cell says neither."""
    one = text_reader(options)
    words = {True: yes, False: no, None: ""}
    return lambda cell: words[parse_yes_no(one(cell))]
