"""Address labels: the sheets one can buy, and how an address stands on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from deskcrm.languages import tr
from deskcrm.languages.regional import decimal

_INCH: Final = 25.4
PAPERS: Final[dict[str, tuple[float, float]]] = {"A4": (210.0, 297.0), "Letter": (8.5 * _INCH, 11 * _INCH)}
"""Width and height of the papers, in millimetres."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of labels, in millimetres. What its labels leave free is the same on both sides, above and below."""

    key: str
    paper: str  # of PAPERS
    columns: int
    rows: int
    width: float
    height: float
    gap: float  # between columns; rows follow one another without

    @property
    def count(self) -> int:
        """Labels on a sheet."""
        return self.columns * self.rows

    @property
    def words(self) -> str:
        """What it is called where one chooses: "Avery L7160: 21 a sheet, 63.5 × 38.1 mm (A4)"."""
        size = tr("{width} × {height} mm", width=decimal(self.width), height=decimal(self.height))
        if self.paper == "Letter":
            size = f"{self.width / _INCH:.3g} × {self.height / _INCH:.3g} in"
        return tr(
            "Avery {key}: {count} a sheet, {size} ({paper})",
            key=self.key,
            count=self.count,
            size=size,
            paper=self.paper,
        )

    def place(self, number: int) -> tuple[float, float]:
        """Where the label of a number (from 0) begins on its sheet: from the left and from the top."""
        width, height = PAPERS[self.paper]
        row, column = divmod(number % self.count, self.columns)
        left = (width - self.columns * self.width - (self.columns - 1) * self.gap) / 2
        top = (height - self.rows * self.height) / 2
        return left + column * (self.width + self.gap), top + row * self.height


SHEETS: Final[tuple[Sheet, ...]] = (
    Sheet("L7160", "A4", 3, 7, 63.5, 38.1, 2.54),
    Sheet("L7159", "A4", 3, 8, 63.5, 33.9, 2.54),
    Sheet("L7161", "A4", 3, 6, 63.5, 46.6, 2.54),
    Sheet("L7162", "A4", 2, 8, 99.1, 33.9, 2.54),
    Sheet("L7163", "A4", 2, 7, 99.1, 38.1, 2.54),
    Sheet("L7165", "A4", 2, 4, 99.1, 67.7, 2.54),
    Sheet("L7651", "A4", 5, 13, 38.1, 21.2, 2.54),
    Sheet("5160", "Letter", 3, 10, 2.625 * _INCH, 1 * _INCH, 0.125 * _INCH),
    Sheet("5161", "Letter", 2, 10, 4 * _INCH, 1 * _INCH, 0.1875 * _INCH),
    Sheet("5162", "Letter", 2, 7, 4 * _INCH, 4 / 3 * _INCH, 0.1875 * _INCH),
    Sheet("5163", "Letter", 2, 5, 4 * _INCH, 2 * _INCH, 0.1875 * _INCH),
    Sheet("5164", "Letter", 2, 3, 4 * _INCH, 10 / 3 * _INCH, 0.1875 * _INCH),
)
"""The usual sheets by their maker's published measures; others sell the same under these numbers."""

BY_KEY: Final[dict[str, Sheet]] = {sheet.key: sheet for sheet in SHEETS}

_CITY_FIRST: Final = frozenset({"US", "CA", "AU", "NZ", "IN", "SG", "TW", "PR"})
_OWN_LINE: Final = frozenset({"GB", "IE", "UA", "RU", "KZ"})


def block(name: str, organization: str, address: Mapping[str, str], home: str, country_name: str) -> tuple[str, ...]:
    """The lines of an address as its country writes them, the country in capitals where it is not `home`.

    `address` has the parts of fields.ADDRESS_PARTS, of which the country is an ISO 3166 code or the words of a source;
    `country_name` are its words.
    """
    said = {part: " ".join(str(value).split()) for part, value in address.items() if value}
    country = said.get("country", "")
    lines = [name, organization if organization != name else "", said.get("street", ""), said.get("extended", "")]
    lines += _place(said, country or home)
    if country and country != home:
        lines.append((country_name or country).upper())
    return tuple(line for line in lines if line)


def _place(said: Mapping[str, str], country: str) -> list[str]:
    city, region, postcode = said.get("city", ""), said.get("region", ""), said.get("postcode", "")
    if country in _OWN_LINE:
        return [city, region, postcode]
    if country in _CITY_FIRST:
        return [", ".join(part for part in (city, " ".join(p for p in (region, postcode) if p)) if part)]
    return [" ".join(part for part in (postcode, city) if part)]


def is_enough(address: Mapping[str, str]) -> bool:
    """Whether a letter could come by it: a street or a box, and a town or a postcode."""
    return bool(address.get("street")) and bool(address.get("city") or address.get("postcode"))
