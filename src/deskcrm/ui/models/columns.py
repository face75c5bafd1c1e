"""The columns that lists of people and companies can show: the usual ones, and any other field or measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from deskcrm.domain.views import ListRow
from deskcrm.languages import number, tr
from deskcrm.ui import words


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key and sort order, its heading, how wide it likes to be and which go first in a small window."""

    key: str
    label: str
    text: Callable[[ListRow], str]
    tip: Callable[[ListRow], str]
    least: int  # device-independent pixels
    share: int  # of the room that is left
    keeps: int  # columns with the lowest number leave first
    sort: str = ""  # a column of `domain.columns` or of views.SORTABLE; "" can't be sorted
    right: bool = False
    falling: bool = False  # sorts from the greatest down at the first click
    cell: str = ""  # what `ListRow.cells` must have for it
    marked: str = ""  # its values are of what the owner gave colours: "tag" or "source"
    width: int = 0  # as the owner wants it; 0: as wide as it likes to be


def _value(row: ListRow) -> str:
    return words.money(row.value, row.currency) if row.currency else ""


def _people(row: ListRow) -> str:
    return number(row.people) if row.people else ""


def _orders(row: ListRow) -> str:
    return number(row.orders) if row.orders else ""


def _stage(row: ListRow) -> str:
    return words.stage(row.stage)


NAME: Final = Column("name", tr("Name"), lambda r: r.name, lambda r: r.name, 180, 30, 9, "name")
_COMPANY: Final = Column(
    "organization", tr("Company"), lambda r: r.organization, lambda r: r.organization, 104, 20, 3, "organization"
)
_EMAIL: Final = Column("email", tr("Email"), lambda r: r.email, lambda r: r.email, 118, 22, 4, "email")
_PHONE: Final = Column("phone", tr("Phone"), lambda r: r.phone, lambda r: r.phone, 120, 14, 2, "phone")
_CITY: Final = Column("city", tr("City"), lambda r: r.city, lambda r: r.city, 96, 12, 4, "city")
_STAGE: Final = Column("stage", tr("Stage"), _stage, _stage, 150, 2, 7, "stage")
_LAST: Final = Column(
    "last_at",
    tr("Contact"),
    lambda r: words.ago(r.last_at),
    lambda r: words.exact(r.last_at),
    88,
    0,
    5,
    "last_at",
    True,
    True,
)
_ORDERS: Final = Column("orders", tr("Orders"), _orders, _orders, 76, 0, 5, "orders", True, True)
_VALUE: Final = Column("value", tr("Value"), _value, _value, 102, 2, 8, "value", True, True)
_PEOPLE: Final = Column("people", tr("People"), _people, _people, 76, 0, 6, right=True)

PEOPLE_COLUMNS: Final = (NAME, _COMPANY, _EMAIL, _STAGE, _LAST, _VALUE)
COMPANY_COLUMNS: Final = (replace(NAME, least=220), _CITY, _EMAIL, _PHONE, _PEOPLE, _LAST, _VALUE)
"""The usual ones. (Companies have long names.)"""

KNOWN: Final = {c.key: c for c in (NAME, _COMPANY, _EMAIL, _PHONE, _CITY, _STAGE, _LAST, _ORDERS, _VALUE, _PEOPLE)}
"""The columns that every row of a list has the value of."""

SORTS: Final = tuple({c.sort: c for c in PEOPLE_COLUMNS + COMPANY_COLUMNS if c.sort}.values())
"""One column of each order that the usual columns can have."""

_TEXT_LEAST, _FIGURES_LEAST, _DAY_LEAST = 120, 84, 108


def text_column(key: str, label: str, say: Callable[[str], str] = str, marked: str = "") -> Column:
    """Return a column of texts; several values stand beside each other, each as `say` has it."""

    def text(row: ListRow) -> str:
        return ", ".join(map(say, row.cells.get(key, ())))

    return Column(key, label, text, text, _TEXT_LEAST, 14, 1, key, cell=key, marked=marked)


def number_column(key: str, label: str) -> Column:
    """Return a column of numbers."""

    def text(row: ListRow) -> str:
        return ", ".join(_figures(value) for value in row.cells.get(key, ()) if value != "0")

    return Column(key, label, text, text, _FIGURES_LEAST, 0, 1, key, True, True, cell=key)


def money_column(key: str, label: str) -> Column:
    """Return a column of amounts in the row's currency."""

    def text(row: ListRow) -> str:
        return ", ".join(words.money(int(value), row.currency) for value in row.cells.get(key, ()))

    return Column(key, label, text, text, _FIGURES_LEAST, 0, 1, key, True, True, cell=key)


def moment_column(key: str, label: str) -> Column:
    """Return a column of moments: how long ago, and exactly when on hover."""

    def moments(row: ListRow, say: Callable[[str], str]) -> str:
        return ", ".join(say(value) for value in row.cells.get(key, ()))

    return Column(
        key, label, lambda r: moments(r, words.ago), lambda r: moments(r, words.exact), _DAY_LEAST, 0, 1, key,
        right=True, falling=True, cell=key,
    )  # fmt: skip


def day_column(key: str, label: str) -> Column:
    """Return a column of days, such as birthdays."""

    def text(row: ListRow) -> str:
        return ", ".join(words.plain_day(value) for value in row.cells.get(key, ()))

    return Column(key, label, text, text, _DAY_LEAST, 0, 1, key, True, cell=key)


def _figures(value: str) -> str:
    try:
        return number(int(value))
    except ValueError:
        return value
