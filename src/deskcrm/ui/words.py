"""Dates, money and counts as the window says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from deskcrm.domain.activities import kind_label
from deskcrm.domain.fields import STAGES

_SIGNS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "UAH": "₴"}
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTH_NAMES: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS: Final = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DAY_NAMES: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

_QUOTED = 40
_WEEKS_FROM = 14
_MONTHS_FROM = 60
_YEARS_FROM = 365


_stages: dict[str, str] = {}


def set_stages(labels: Mapping[str, str]) -> bool:
    """Take over what the owner calls the stages of the workspace, in their order; answer whether that is news."""
    if list(labels.items()) == list(stages().items()):
        return False
    _stages.clear()
    _stages.update(labels)
    return True


def stages() -> Mapping[str, str]:
    """Return the stages that can be chosen, each with its words, in the owner's order."""
    return _stages or STAGES


def stage(key: str) -> str:
    """Return the words for a stage, also for one that is no more in the list; "" for none."""
    return stages().get(key) or STAGES.get(key, key)


_kinds: dict[str, str] = {}


def set_kinds(labels: Mapping[str, str]) -> bool:
    """Take over what the owner calls kinds of activity of the owner's own; answer whether that is news."""
    if list(labels.items()) == list(_kinds.items()):
        return False
    _kinds.clear()
    _kinds.update(labels)
    return True


def own_kinds() -> Mapping[str, str]:
    """Return the owner's kinds of activity that can be chosen, each with its words, in their order."""
    return _kinds


def kind(key: str) -> str:
    """Return the words for a kind of activity."""
    return _kinds.get(key) or kind_label(key)


def money(minor: int, currency: str) -> str:
    """Return an amount in minor units as text: (128400, "EUR") is "€1,284.00", (-5, "SEK") is "SEK -0.05"."""
    from deskcrm.domain.cleaning.money import from_minor  # not needed for the first paint

    figures = f"{abs(from_minor(minor, currency)):,}"
    minus = "-" if minor < 0 else ""
    if currency in _SIGNS:
        return f"{minus}{_SIGNS[currency]}{figures}"
    return f"{currency} {minus}{figures}" if currency else minus + figures


def short_money(minor: int, currency: str) -> str:
    """Return a large amount in few letters: (123456789012, "EUR") is "€1.23 bn"."""
    from deskcrm.domain.cleaning.money import from_minor

    amount = from_minor(minor, currency)
    for size, unit in ((10**9, "bn"), (10**6, "m"), (10**3, "k")):
        if abs(amount) >= size:
            figures = f"{abs(amount) / size:.3g} {unit}"
            minus = "-" if amount < 0 else ""
            sign = _SIGNS.get(currency, "")
            return f"{minus}{sign}{figures}" if sign or not currency else f"{currency} {minus}{figures}"
    return money(minor, currency)


def count(number: int, one: str = "", many: str = "") -> str:
    """Return a number with its noun: (4218, "person", "people") is "4,218 people"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if one else f"{number:,}"


def quoted(text: str) -> str:
    """Return somebody's words in quotation marks, cut where they would fill the screen."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + '…'}”"


def moment(iso: str) -> datetime:
    """Return an ISO 8601 moment or day in this computer's zone."""
    at = datetime.fromisoformat(iso)
    return at.astimezone() if at.tzinfo is not None else at


def has_time(iso: str) -> bool:
    """Whether the text says a time of day and not just a day."""
    return "T" in iso or " " in iso


def ago(iso: str | None, today: date | None = None) -> str:
    """Return how long ago in a word or two: "today", "2 d ago", "3 wk ago", "in 4 d"; "" for None."""
    if not iso:
        return ""
    days = ((today or date.today()) - moment(iso).date()).days
    if days in (0, 1, -1):
        return {0: "today", 1: "yesterday", -1: "tomorrow"}[days]
    far = abs(days)
    if far < _WEEKS_FROM:
        length = f"{far} d"
    elif far < _MONTHS_FROM:
        length = f"{far // 7} wk"
    elif far < _YEARS_FROM:
        length = f"{min(round(far / 30.44), 11)} mo"
    else:
        length = f"{int(far / 365.25) or 1} y"
    return f"{length} ago" if days > 0 else f"in {length}"


def long_ago(iso: str | None, today: date | None = None) -> str:
    """Return `ago` written out: "2 days ago", "in 3 weeks"."""
    short = ago(iso, today)
    for brief, whole in ((" d", " day"), (" wk", " week"), (" mo", " month"), (" y", " year")):
        head, found, tail = short.partition(brief)
        if found and (not tail or tail == " ago"):
            return f"{head}{whole}{'' if head.removeprefix('in ') == '1' else 's'}{tail}"
    return short


def day(iso: str, today: date | None = None) -> str:
    """Return a day in short: "Sat 21 Nov", with the year where it isn't this one."""
    at = moment(iso)
    year = "" if at.year == (today or date.today()).year else f" {at.year}"
    return f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]}{year}"


def plain_day(iso: str) -> str:
    """Return a day without its weekday: "2 Mar 1980", "15 Mar" where the year is unknown; other text as it stands."""
    try:
        at = date.fromisoformat(iso.replace("--", "2000-", 1) if iso.startswith("--") else iso[:10])
    except ValueError:
        return iso
    return f"{at.day} {_MONTHS[at.month - 1]}" + ("" if iso.startswith("--") else f" {at.year}")


def exact(iso: str | None) -> str:
    """Return a moment in full: "Saturday, 21 November 2026, 10:00"; "" for None."""
    if not iso:
        return ""
    at = moment(iso)
    words = f"{_DAY_NAMES[at.weekday()]}, {at.day} {_MONTH_NAMES[at.month - 1]} {at.year}"
    return f"{words}, {at:%H:%M}" if has_time(iso) else words


def due(iso: str, today: date | None = None) -> str:
    """Return when something is due: "Today, 10:00", "Tomorrow", "Sat 21 Nov, 14:30"."""
    at = moment(iso)
    days = (at.date() - (today or date.today())).days
    head = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}.get(days) or day(iso, today)
    return f"{head}, {at:%H:%M}" if has_time(iso) else head


def overdue(iso: str, now: datetime | None = None) -> bool:
    """Whether a due day or moment has passed."""
    at = moment(iso)
    now = now or datetime.now()
    if has_time(iso):
        return at.timestamp() < now.timestamp()
    return at.date() < now.date()


def size(number: int) -> str:
    """Return how large a file is: 950 is "1 kB", 1_234_567 is "1.2 MB"."""
    for least, unit in ((10**9, "GB"), (10**6, "MB")):
        if number >= least:
            return f"{number / least:,.1f} {unit}"
    return f"{-(-number // 1000):,} kB"
