"""Dates, money and counts as the window says them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from deskcrm.domain.fields import STAGES
from deskcrm.languages import number as grouped
from deskcrm.languages import regional, tr, trn

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


def source(name: str) -> str:
    """Return what a source is called; the owner's own word, kept as "You", in the owner's language."""
    return tr("You") if name == "You" else name


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
    from deskcrm.domain.activities import kind_label  # not needed for the first paint

    return _kinds.get(key) or kind_label(key)


def money(minor: int, currency: str) -> str:
    """Return an amount in minor units as text: (128400, "EUR") is "€1,284.00", (-5, "SEK") is "SEK -0.05"."""
    from deskcrm.domain.cleaning.money import from_minor  # not needed for the first paint

    return regional.money(from_minor(minor, currency), currency)


def short_money(minor: int, currency: str) -> str:
    """Return a large amount in few letters: (123456789012, "EUR") is "€1.23 bn"."""
    from deskcrm.domain.cleaning.money import from_minor

    return regional.short_money(from_minor(minor, currency), currency)


def quoted(text: str) -> str:
    """Return somebody's words in quotation marks, cut where they would fill the screen."""
    line = " ".join(text.split())
    return tr("“{text}”", text=line if len(line) <= _QUOTED else line[: _QUOTED - 1].rstrip() + "…")


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
    days, size, far = _distance(iso, today)
    if far <= 1 and size == "day":
        return _near(days)
    if days > 0:
        return {
            "day": tr("{count} d ago", count=far),
            "week": tr("{count} wk ago", count=far),
            "month": tr("{count} mo ago", count=far),
            "year": tr("{count} y ago", count=far),
        }[size]
    return {
        "day": tr("in {count} d", count=far),
        "week": tr("in {count} wk", count=far),
        "month": tr("in {count} mo", count=far),
        "year": tr("in {count} y", count=far),
    }[size]


def long_ago(iso: str | None, today: date | None = None) -> str:
    """Return `ago` written out: "2 days ago", "in 3 weeks"."""
    if not iso:
        return ""
    days, size, far = _distance(iso, today)
    if far <= 1 and size == "day":
        return _near(days)
    if days > 0:
        return {
            "day": trn("{count} day ago", "{count} days ago", far),
            "week": trn("{count} week ago", "{count} weeks ago", far),
            "month": trn("{count} month ago", "{count} months ago", far),
            "year": trn("{count} year ago", "{count} years ago", far),
        }[size]
    return {
        "day": trn("in {count} day", "in {count} days", far),
        "week": trn("in {count} week", "in {count} weeks", far),
        "month": trn("in {count} month", "in {count} months", far),
        "year": trn("in {count} year", "in {count} years", far),
    }[size]


def _distance(iso: str, today: date | None) -> tuple[int, str, int]:
    """Return how many days ago a moment was, the unit that says so best, and how many of these it is."""
    days = ((today or date.today()) - moment(iso).date()).days
    far = abs(days)
    if far < _WEEKS_FROM:
        return days, "day", far
    if far < _MONTHS_FROM:
        return days, "week", far // 7
    if far < _YEARS_FROM:
        return days, "month", min(round(far / 30.44), 11)
    return days, "year", int(far / 365.25) or 1


def _near(days: int) -> str:
    return {0: tr("today"), 1: tr("yesterday"), -1: tr("tomorrow")}[days]


def day(iso: str, today: date | None = None) -> str:
    """Return a day in short: "Sat 21 Nov", with the year where it isn't this one."""
    at = moment(iso)
    return regional.weekday(at, year=at.year != (today or date.today()).year)


def plain_day(iso: str) -> str:
    """Return a day without its weekday: "2 Mar 1980", "15 Mar" where the year is unknown; other text as it stands."""
    try:
        at = date.fromisoformat(iso.replace("--", "2000-", 1) if iso.startswith("--") else iso[:10])
    except ValueError:
        return iso
    return regional.day(at, year=not iso.startswith("--"))


def exact(iso: str | None) -> str:
    """Return a moment in full: "Saturday, 21 November 2026, 10:00"; "" for None."""
    if not iso:
        return ""
    at = moment(iso)
    whole = regional.full_day(at)
    return tr("{day}, {clock}", day=whole, clock=regional.clock(at)) if has_time(iso) else whole


def due(iso: str, today: date | None = None) -> str:
    """Return when something is due: "Today, 10:00", "Tomorrow", "Sat 21 Nov, 14:30"."""
    at = moment(iso)
    days = (at.date() - (today or date.today())).days
    head = {0: tr("Today"), 1: tr("Tomorrow"), -1: tr("Yesterday")}.get(days) or day(iso, today)
    return tr("{day}, {clock}", day=head, clock=regional.clock(at)) if has_time(iso) else head


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
            return f"{regional.decimal(number / least)} {unit}"
    return f"{grouped(-(-number // 1000))} kB"
