"""The program for what happened: orders, payments, visits, calls, with their lines and amounts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import zip_longest
from typing import Any, Final

from deskcrm.domain.activities import kind_for
from deskcrm.domain.cleaning.money import parse_money, to_minor
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.taking.cells import Cells, Dated, Money
from deskcrm.domain.taking.columns import Chunk

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
Item = dict[str, Any]


@dataclass(slots=True)
class Happening:
    """What happened in each row of a file."""

    kind: str
    currency: str
    words: list[tuple[str, Cells[str]]] = field(default_factory=list)
    keys: Cells[str] | None = None
    kinds: Cells[str] | None = None
    at: tuple[str, Cells[Dated]] | None = None
    currencies: Cells[str] | None = None
    amounts: list[tuple[str, str, Cells[Money]]] = field(default_factory=list)
    items: dict[str, list[Cells[list[str]]]] = field(default_factory=dict)
    packed: list[Cells[list[Item]]] = field(default_factory=list)
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
                    chunk.blame(row, header, value, f"“{value}” is too large an amount; correct it in the file")
                else:
                    activity[part] = minor

    def _run_items(self, chunk: Chunk, said: list[str]) -> None:
        plain = {part: [cells.values(chunk.columns) for cells in columns] for part, columns in self.items.items()}
        packed = [cells.values(chunk.columns) for cells in self.packed]
        for row, activity in enumerate(chunk.activities):
            cells = {part: [value for column in columns for value in column[row]] for part, columns in plain.items()}
            items = _lines(cells) + [item for column in packed for item in column[row]]
            if items:
                currency = activity.get("currency") or said[row] or self.currency
                activity["items"] = [_in_minor(item, currency) for item in items]


def _lines(cells: Mapping[str, list[str]]) -> list[Item]:
    """The lines of a row: the first values of its columns belong together, then the second ones, and so on."""
    lines = zip_longest(*([(part, value) for value in values] for part, values in cells.items()))
    items = (_item(dict(entry for entry in line if entry)) for line in lines)
    return [item for item in items if item.get("name") or item.get("sku")]


def _item(cells: Mapping[str, str]) -> Item:
    """One line, its price still in whole money."""
    item: Item = {part: cells[part] for part in ("name", "sku") if cells.get(part)}
    quantity = _number(cells.get("quantity", ""))
    price = _number(cells.get("price", ""))
    total = _number(cells.get("total", "") or cells.get("subtotal", ""))
    if quantity is not None:
        item["quantity"] = int(quantity) if quantity == quantity.to_integral_value() else float(quantity)
    if price is None and total is not None:
        price = total / quantity if quantity else total
    if price is not None:
        item["price"] = price
    return item


def _number(text: str) -> Decimal | None:
    found = parse_money(text) if text else None
    return found[0] if found else None


def _in_minor(item: Item, currency: str) -> Item:
    if "price" not in item:
        return item
    minor = to_minor(item["price"], currency)
    rest = {part: value for part, value in item.items() if part != "price"}
    return {**rest, "price": minor} if abs(minor) <= _LARGEST else rest


def packed_reader(split: Callable[[str], list[str]], mark: str) -> Callable[[str], list[Item]]:
    """Lines of an order packed into a cell: "name:Mug|sku:MUG|quantity:2|total:50.00"."""

    def read(cell: str) -> list[Item]:
        items = []
        for line in split(cell) if cell else ():
            pairs = (pair.partition(":") for pair in line.split(mark))
            item = _item({key.strip().casefold(): value.strip() for key, _, value in pairs})
            if item.get("name") or item.get("sku"):
                items.append(item)
        return items

    return read


def kind_reader(text: Callable[[str], str]) -> Callable[[str], str]:
    """The kind of activity that a cell's word means, "" for a blank one."""

    def read(cell: str) -> str:
        word = text(cell) if cell else ""
        return kind_for(word) if word else ""

    return read
