"""Which zone a calendar means by a name: a real one, Windows' word for it, the file's own definition, or its ending."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from dateutil.tz import tzical

_WINDOWS: Final[Mapping[str, str]] = {
    "AUS Eastern Standard Time": "Australia/Sydney", "Arabian Standard Time": "Asia/Dubai",
    "Argentina Standard Time": "America/Argentina/Buenos_Aires", "Atlantic Standard Time": "America/Halifax",
    "Central America Standard Time": "America/Guatemala", "Central Europe Standard Time": "Europe/Budapest",
    "Central European Standard Time": "Europe/Warsaw", "Central Standard Time": "America/Chicago",
    "Central Standard Time (Mexico)": "America/Mexico_City", "China Standard Time": "Asia/Shanghai",
    "E. Australia Standard Time": "Australia/Brisbane", "E. South America Standard Time": "America/Sao_Paulo",
    "Eastern Standard Time": "America/New_York", "Egypt Standard Time": "Africa/Cairo",
    "FLE Standard Time": "Europe/Kiev", "GMT Standard Time": "Europe/London", "GTB Standard Time": "Europe/Bucharest",
    "Greenwich Standard Time": "Atlantic/Reykjavik", "Hawaiian Standard Time": "Pacific/Honolulu",
    "India Standard Time": "Asia/Kolkata", "Israel Standard Time": "Asia/Jerusalem",
    "Korea Standard Time": "Asia/Seoul", "Mountain Standard Time": "America/Denver",
    "New Zealand Standard Time": "Pacific/Auckland", "Pacific Standard Time": "America/Los_Angeles",
    "Romance Standard Time": "Europe/Paris", "Russian Standard Time": "Europe/Moscow",
    "SA Pacific Standard Time": "America/Bogota", "SE Asia Standard Time": "Asia/Bangkok",
    "Singapore Standard Time": "Asia/Singapore", "South Africa Standard Time": "Africa/Johannesburg",
    "Tokyo Standard Time": "Asia/Tokyo", "Turkey Standard Time": "Europe/Istanbul",
    "US Mountain Standard Time": "America/Phoenix", "W. Australia Standard Time": "Australia/Perth",
    "W. Europe Standard Time": "Europe/Berlin",
}  # fmt: skip
_MOST_UNKNOWN: Final = 3  # names that are told
_KEPT_IN_A_DEFINITION: Final = frozenset(
    {"BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE", "RDATE"}
)


class Zones:
    """The zones of one file, with the definitions that it brings; `unknown`: names that mean none."""

    def __init__(self) -> None:
        self.unknown: set[str] = set()
        self._defined: dict[str, tzinfo] = {}

    def define(self, name: str, lines: list[tuple[str, str]]) -> None:
        """Take in the file's own definition; one that makes no sense is passed over."""
        if not all(_is_a_zones_rule(value) for key, value in lines if key == "RRULE"):
            return
        body = "\r\n".join(f"{key}:{value}" for key, value in lines if key in _KEPT_IN_A_DEFINITION)
        text = f"BEGIN:VTIMEZONE\r\nTZID:zone\r\n{body}\r\nEND:VTIMEZONE\r\n"
        try:
            zone = tzical(io.StringIO(text)).get("zone")
        except (ValueError, KeyError, IndexError, OverflowError):
            return
        if zone is not None:
            self._defined[name] = zone

    def find(self, name: str) -> tzinfo | None:
        """The zone of this name; None where nothing says what it is."""
        plain = name.strip().strip('"').lstrip("/")
        known = _real(_WINDOWS.get(plain, plain))
        return known or self._defined.get(name) or _by_ending(plain)

    def in_utc(self, moment: datetime, name: str) -> datetime:
        """A local time as one in UTC; it stays local where its zone is unknown."""
        zone = self.find(name) if name else None
        if zone is None:
            if name and len(self.unknown) < _MOST_UNKNOWN:
                self.unknown.add(name)
            return moment
        try:
            return moment.replace(tzinfo=zone).astimezone(UTC).replace(tzinfo=UTC)
        except (OverflowError, ValueError, IndexError):  # of a rule beyond its month or year
            return moment


def _is_a_zones_rule(text: str) -> bool:
    """Whether a rule is one by which clocks are changed: once a year. Others could be reckoned for hours."""
    parts = dict(part.split("=", 1) for part in text.upper().split(";") if "=" in part)
    return parts.get("FREQ") == "YEARLY" and not {"BYHOUR", "BYMINUTE", "BYSECOND"} & set(parts)


def _real(name: str) -> tzinfo | None:
    return ZoneInfo(name) if name in _names() else None


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones())


@lru_cache(maxsize=256)
def _by_ending(name: str) -> tzinfo | None:
    """`custom_America/New_York` and `/example.org/Europe/Berlin` end in what they mean."""
    endings = [known for known in _names() if "/" in known and name.endswith(known)]
    return ZoneInfo(max(endings, key=len)) if endings else None


def parse(text: str) -> datetime | date | None:
    """`20240102T030405Z` in UTC, `20240102T0304` without a zone, `20240102` as a day; None for what is none of them."""
    plain = text.strip().upper().replace("-", "").replace(":", "")
    utc = plain.endswith("Z")
    plain = plain.removesuffix("Z")
    try:
        if "T" not in plain:
            return datetime.strptime(plain, "%Y%m%d").date()
        moment = datetime.strptime(plain, "%Y%m%dT%H%M%S" if len(plain) > 13 else "%Y%m%dT%H%M")
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if utc else moment
