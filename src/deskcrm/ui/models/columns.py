"""The columns of the lists of people and companies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from deskcrm.domain.fields import STAGES
from deskcrm.domain.views import ListRow
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
    sort: str = ""  # of views.SORTABLE; "" can't be sorted
    right: bool = False
    falling: bool = False  # sorts from the greatest down at the first click


def _value(row: ListRow) -> str:
    return words.money(row.value, row.currency) if row.currency else ""


def _people(row: ListRow) -> str:
    return f"{row.people:,}" if row.people else ""


def _stage(row: ListRow) -> str:
    return STAGES.get(row.stage, "")


NAME: Final = Column("name", "Name", lambda r: r.name, lambda r: r.name, 180, 30, 9, "name")
_EMAIL: Final = Column("email", "Email", lambda r: r.email, lambda r: r.email, 118, 22, 4, "email")
_LAST: Final = Column(
    "last_at",
    "Contact",
    lambda r: words.ago(r.last_at),
    lambda r: words.exact(r.last_at),
    88,
    0,
    5,
    "last_at",
    True,
    True,
)
_VALUE: Final = Column("value", "Value", _value, _value, 102, 2, 8, "value", True, True)

PEOPLE_COLUMNS: Final = (
    NAME,
    Column("organization", "Company", lambda r: r.organization, lambda r: r.organization, 104, 20, 3, "organization"),
    _EMAIL,
    Column("stage", "Stage", _stage, _stage, 150, 2, 7, "stage"),
    _LAST,
    _VALUE,
)
COMPANY_COLUMNS: Final = (
    replace(NAME, least=220),  # companies have long names
    Column("city", "City", lambda r: r.city, lambda r: r.city, 96, 12, 4, "city"),
    _EMAIL,
    Column("phone", "Phone", lambda r: r.phone, lambda r: r.phone, 120, 14, 2, "phone"),
    Column("people", "People", _people, _people, 76, 0, 6, right=True),
    _LAST,
    _VALUE,
)

SORTS: Final = tuple({c.sort: c for c in PEOPLE_COLUMNS + COMPANY_COLUMNS if c.sort}.values())
"""One column of each order that a list can have."""
