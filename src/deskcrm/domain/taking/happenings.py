"""The program for what happened: orders, payments, visits, calls, with their lines and amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import Any, Final

from deskcrm.domain.activities import kind_for
from deskcrm.domain.cleaning.money import parse_money, to_minor
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.taking.cells import Cells, Dated, Money, Options, Read, list_reader
from deskcrm.domain.taking.columns import Chunk
from deskcrm.languages import tr

KIND_OF_SHAPE: Final[Mapping[str, str]] = {
    "orders": "order",
    "payments": "payment",
    "invoices": "invoice",
    "attendees": "event",
    "appointments": "appointment",
    "tickets": "support",
    "activities": "event",
}
_LARGEST: Final = 2**63 - 1  # what the file's whole numbers hold
_DAY_LONG: Final = len("2026-05-01")
Item = dict[str, Any]
"""One line of an order as it is kept: name, sku, quantity, and price in minor units."""
Values = tuple[str | Decimal, ...]
Line = dict[str, str | Decimal]
"""One line of an order as it is read: its price is not in minor units yet, for want of the currency."""


@dataclass(slots=True)
class Happening:
    """What happened in each row of a file."""

    kind: str
    currency: str
    words: list[tuple[str, Cells[str]]] = field(default_factory=list)
    keys: Cells[str] | None = None
    kinds: Cells[str] | None = None
    at: tuple[str, Cells[Dated]] | None = None
    clock: tuple[int, str, Callable[[str, str], Dated]] | None = None  # a time in a column of its own
    currencies: Cells[str] | None = None
    amounts: list[tuple[str, str, Cells[Money]]] = field(default_factory=list)
    items: list[tuple[str, Cells[Values]]] = field(default_factory=list)
    packed: list[Cells[list[Line]]] = field(default_factory=list)
    _running: tuple[str, str] = ("", "")  # key and currency of the last row: an order's further lines don't repeat it

    def run(self, chunk: Chunk) -> None:
        """Read the activity of each row."""
        rows = len(chunk.datas)
        kinds = self.kinds.values(chunk.columns) if self.kinds else [""] * rows
        chunk.activity_keys = self.keys.values(chunk.columns) if self.keys else [""] * rows
        chunk.activities = [{"kind": kind or self.kind} for kind in kinds]
        for part, cells in self.words:
            for activity, value in zip(chunk.activities, cells.values(chunk.columns), strict=True):
                if value and part not in activity:
                    activity[part] = value
        self._run_at(chunk)
        currencies = self._said_currencies(chunk)
        self._run_money(chunk, currencies)
        if self.items or self.packed:
            self._run_items(chunk, currencies)

    def _said_currencies(self, chunk: Chunk) -> list[str]:
        """The currency that each row says, or a row of the same order right before it; "" where none does."""
        if self.currencies is None:
            return [""] * len(chunk.datas)
        said = []
        for key, currency in zip(chunk.activity_keys, self.currencies.values(chunk.columns), strict=True):
            last_key, last = self._running
            self._running = (key, currency or (last if key and key == last_key else ""))
            said.append(self._running[1])
        return said

    def _run_at(self, chunk: Chunk) -> None:
        if self.at is None:
            return
        header, cells = self.at
        for row, (moment, why) in enumerate(cells.values(chunk.columns)):
            if moment:
                chunk.activities[row]["at"] = moment
            elif why:
                chunk.blame(row, header, tidy(chunk.columns[cells.index][row]), why)
        if self.clock is not None:
            self._run_clock(chunk, *self.clock)

    def _run_clock(self, chunk: Chunk, index: int, header: str, read: Callable[[str, str], Dated]) -> None:
        """Give each day its time; a date that has one itself keeps it."""
        for row, (activity, cell) in enumerate(zip(chunk.activities, chunk.columns[index], strict=True)):
            day = activity.get("at", "")
            if cell and len(day) == _DAY_LONG:
                moment, why = read(day, cell)
                if why:
                    chunk.blame(row, header, tidy(cell), why)
                else:
                    activity["at"] = moment

    def _run_money(self, chunk: Chunk, said: list[str]) -> None:
        for part, header, cells in self.amounts:
            for row, (amount, named, why) in enumerate(cells.values(chunk.columns)):
                if why:
                    chunk.blame(row, header, tidy(chunk.columns[cells.index][row]), why)
                if amount is None:
                    continue
                activity = chunk.activities[row]
                currency = activity.setdefault("currency", said[row] or named or self.currency)
                minor = to_minor(amount, currency)
                if abs(minor) > _LARGEST:
                    value = tidy(chunk.columns[cells.index][row])
                    chunk.blame(
                        row, header, value, tr("“{value}” is too large an amount; correct it in the file", value=value)
                    )
                else:
                    activity[part] = minor

    def _run_items(self, chunk: Chunk, said: list[str]) -> None:
        parts = tuple(part for part, _ in self.items)
        read = [cells.values(chunk.columns) for _, cells in self.items]
        plain: Iterable[tuple[Values, ...]] = zip(*read, strict=True) if read else repeat(())
        packed = [cells.values(chunk.columns) for cells in self.packed]
        for row, (activity, cells) in enumerate(zip(chunk.activities, plain, strict=False)):
            currency = activity.get("currency") or said[row] or self.currency
            items = [*_items(parts, cells, currency)]
            items += [_item(line, currency) for column in packed for line in column[row]]
            if items:
                activity["items"] = items


@lru_cache(maxsize=8192)
def _items(parts: tuple[str, ...], cells: tuple[Values, ...], currency: str) -> tuple[Item, ...]:
    """The items of a row: the first values of its columns belong together, then the second ones, and so on."""
    values: dict[str, Values] = {}
    for part, several in zip(parts, cells, strict=True):
        values[part] = values.get(part, ()) + several
    longest = max(map(len, values.values()), default=0)
    lines = ({part: several[n] for part, several in values.items() if n < len(several)} for n in range(longest))
    return tuple(_item(line, currency) for line in lines if _is_named(line))


def _is_named(line: Line) -> bool:
    return bool(line.get("name") or line.get("sku"))


def _item(line: Line, currency: str) -> Item:
    """A line of an order with its price in minor units."""
    item: Item = {part: line[part] for part in ("name", "sku") if line.get(part)}
    quantity, price = line.get("quantity"), line.get("price")
    if isinstance(quantity, Decimal):
        item["quantity"] = int(quantity) if quantity == quantity.to_integral_value() else float(quantity)
    if isinstance(price, Decimal) and abs(minor := to_minor(price, currency)) <= _LARGEST:
        item["price"] = minor
    return item


def values_reader(options: Options, part: str) -> Read[Values]:
    """The values of a cell that says something of the items: names, or numbers by the column's decimal mark."""
    several, decimal = list_reader(options), options.get("decimal")
    if part in ("name", "sku"):
        return lambda cell: tuple(several(cell)) if cell else ()

    def read(cell: str) -> Values:
        numbers = (_number(value, decimal) for value in several(cell)) if cell else ()
        return tuple("" if number is None else number for number in numbers)

    return read


def packed_reader(options: Options) -> Read[list[Line]]:
    """Lines of an order packed into a cell: "name:Mug|sku:MUG|quantity:2|total:50.00"."""
    several, mark, decimal = list_reader(options, str), options["pairs"], options.get("decimal")

    def read(cell: str) -> list[Line]:
        lines = (_unpacked(text, mark, decimal) for text in several(cell)) if cell else ()
        return [line for line in lines if _is_named(line)]

    return read


def _unpacked(text: str, mark: str, decimal: str | None) -> Line:
    pairs = (pair.partition(":") for pair in text.split(mark))
    said = {key.strip().casefold(): value.strip() for key, _, value in pairs}
    line: Line = {part: said[part] for part in ("name", "sku") if said.get(part)}
    quantity, price = _number(said.get("quantity", ""), decimal), _number(said.get("price", ""), decimal)
    total = _number(said.get("total", "") or said.get("subtotal", ""), decimal)
    if price is None and total is not None:
        price = total / quantity if quantity else total
    if quantity is not None:
        line["quantity"] = quantity
    if price is not None:
        line["price"] = price
    return line


def _number(text: str, decimal: str | None) -> Decimal | None:
    found = parse_money(text, decimal) if text else None
    return found[0] if found else None


def kind_reader(text: Callable[[str], str], own: Mapping[str, str]) -> Callable[[str], str]:
    """The kind of activity that a cell's word means, "" for a blank one. `own`: the owner's kinds by folded word."""

    def read(cell: str) -> str:
        word = text(cell) if cell else ""
        return (own.get(word.strip().casefold()) or kind_for(word)) if word else ""

    return read
