"""A task said in one line: "call the florist Fri 3pm about the quote", "invoice every first Monday", taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from deskcrm.domain import recurrence, saidclocks, saidgerman, saidrules, saidtimes
from deskcrm.domain.cleaning.text import tidy
from deskcrm.domain.saidtimes import NUMBER, UNIT, Said

MORNING: Final = time(9)
"""When the reminder of a task comes that has a day and no time."""

_KINDS: Final = (
    (re.compile(r"(?:call|phone|ring|telephone)\b", re.IGNORECASE), "call"),
    (re.compile(r"(?:e-?mail|mail|write)\b", re.IGNORECASE), "email"),
    (re.compile(r"(?:meet|meeting|lunch|dinner|coffee|visit|appointment)\b", re.IGNORECASE), "meet"),
    (re.compile(r".*\b(?:anrufen|anruf|zurückrufen|rückruf|telefonieren)\b", re.IGNORECASE), "call"),
    (re.compile(r".*\b(?:mailen|anschreiben)\b|.*\bschreiben$", re.IGNORECASE), "email"),
    (re.compile(r".*\b(?:treffen|besuchen|besprechung|termin)\b", re.IGNORECASE), "meet"),
)
_BEFORE: Final = (
    rf"(?:(?P<many>{NUMBER}|half\s+an)\s+(?P<unit>{UNIT})s?|(?:the|am)\s+(?P<day>day|tag))"
    r"\s+(?:before|earlier|ahead|vorher|davor)"
)
_AHEAD: Final = re.compile(rf"\s*{_BEFORE}\s*", re.IGNORECASE)
_AT_ONCE: Final = re.compile(r"\s*(?:then|at\s+(?:its|the|that)\s+time)\s*", re.IGNORECASE)
_REMIND_TO: Final = re.compile(
    r"^\s*(?:remind\s+me\s+(?:to\s+)?|erinnere?\s+mich\s+(?:daran,?\s+|an\s+)?)", re.IGNORECASE
)
_REMIND: Final = re.compile(
    rf"(?P<mark>[,;])?\s*\b(?:remind(?:er)?(?P<me>\s+me)?|erinnerung)(?:\s+{_BEFORE})?(?=\s*(?P<end>$|[,;])|\s)",
    re.IGNORECASE,
)
_LONGEST: Final = 400
_URGENT: Final = re.compile(r"(?:^|\s)(!{1,2})(?=\s|$)")
_LOOSE: Final = re.compile(r"^[\s,;:–-]+|[\s,;:–-]+$")
_APART: Final = re.compile(r"\s+([,;])(?=\s)")
_JOINT: Final = re.compile(r"(?:^|\s)(?:on|at|by|due|for|before|from|starting|beginning)\s*$", re.IGNORECASE)
_JOINT_OF_TIME: Final = re.compile(r"(?:^|\s)(?:at\s+)?(?:after|around|about|by|before|for)\s*$", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrom\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line says. `due` and `remind_at`: a day, or a moment of the clock on the wall (ISO 8601).

    `spans`: the pieces of the line (start, end) that say when; the rest is the title.
    """

    title: str
    kind: str = "todo"
    due: str | None = None
    remind_at: str | None = None
    repeat: str | None = None
    priority: int = 0
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def repeats(self) -> str:
        """How it comes again, in words; "" where it doesn't."""
        return recurrence.words(recurrence.parse(self.repeat)) if self.repeat else ""


def parse(text: str, now: datetime, order: str = "dmy") -> Entry:
    """Takes a line apart. `now` is what the clock on the wall shows; `order`: what "3/4" means, "dmy" or "mdy".

    Whatever is not understood stays in the title; a text that is longer than any line is all title.
    """
    if len(text) > _LONGEST:
        return Entry(tidy(text))
    spans: list[tuple[int, int]] = []
    asked, urgent = _REMIND_TO.match(text), _URGENT.search(text)
    remind = _reminder_said(text, asked.end() if asked else 0)
    rule = saidrules.find(text, now, order)
    spans += [found.span() for found in (asked, urgent, remind) if found is not None]
    spans += rule.spans if rule else ()
    said = _when(text, now, order, spans, series=rule is not None)
    spans += [(one.start, one.end) for one in said if one is not None and not one.stays]
    day, clock, _ = said
    spans = [_with_joint(text, span, _JOINT_OF_TIME if clock and span[0] == clock.start else _JOINT) for span in spans]
    due = _due(day, clock, now, rule.rule if rule else None)
    title = _without(text, spans)
    title = title[len("to ") :] if asked and title.startswith("to ") else title
    return Entry(
        title,
        _kind(title),
        due,
        _remind_at(due, remind, asked=bool(asked)),
        rule.rule.text if rule and due else None,
        len(urgent[1]) if urgent else 0,
        tuple(sorted(spans)),
    )


def when(text: str, now: datetime, order: str = "dmy") -> str | None:
    """The day or moment that a text says and nothing else: "fri 3pm", "tomorrow", "2026-12-01T09:30"; else None."""
    exact = re.fullmatch(r"\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d?:\d\d)(?::\d\d)?)?\s*", text)
    if exact is not None:
        return _iso(exact[1], exact[2])
    found = parse(text, now, order)
    return found.due if not found.title and not found.repeat else None


def reminder(text: str, due: str) -> str | None:
    """When a task that is due then reminds by what a text says: "1 hour before", "the day before", "at its time".

    None for any other text.
    """
    ahead = _AHEAD.fullmatch(text)
    return _remind_at(due, ahead, asked=True) if ahead is not None or _AT_ONCE.fullmatch(text) else None


def _iso(day: str, clock: str | None) -> str | None:
    try:
        begin = date.fromisoformat(day)
        return f"{begin.isoformat()}T{time.fromisoformat(clock.zfill(5)):%H:%M}" if clock else begin.isoformat()
    except ValueError:
        return None


# When it is -----------------------------------------------------------------------------------------------------------


def _reminder_said(text: str, start: int) -> re.Match[str] | None:
    """Where a line asks for a reminder: "remind me", "reminder 1 hour before", ", reminder"; not "send a reminder"."""
    return next(
        (
            one
            for one in _REMIND.finditer(text, start)
            if one["me"] or one["many"] or one["day"] or (one["mark"] and one["end"] is not None)
        ),
        None,
    )


def _when(
    text: str, now: datetime, order: str, taken: Sequence[tuple[int, int]], *, series: bool
) -> tuple[Said | None, Said | None, Said | None]:
    """The day, the time and the part of the day of a line: what has a time beside it first, then the later.

    A part of the day that nothing leads to counts behind a day and beside a time only: not in "movie night tomorrow".
    """
    in_german = saidgerman.times(text, saidclocks.by_daylight)
    found = [one for one in (*in_german, *saidclocks.times(text)) if _is_free(one, taken)]
    days = [
        one
        for one in (*saidtimes.days(text, now, order), *saidgerman.days(text, now))
        if _is_free(one, taken) and (one.sure or (series and _FROM.search(text, 0, one.start)))
    ]
    behind = [*taken, *((one.start, one.end) for one in (*days, *found) if one.part or one.day)]
    clocks = [one for one in found if not one.part and (one.sure or _is_behind(text, one, behind))]
    day = max(days, key=lambda one: (_beside(text, one, found), one.end - one.start, one.end), default=None)
    clock = next((one for one in clocks if day is None or _is_free(one, [(day.start, day.end)])), None)
    if clock is None and day is not None and day.clock is None:
        clock = saidclocks.bare_hour(text, day.end)
    part = _part(text, found, day, clock, taken)
    if clock is not None and clock.clock is not None and clock.guessed:
        of_day = part.clock if part is not None else day.clock if day is not None else None
        clock = replace(clock, clock=saidclocks.in_part(clock.clock, of_day)) if of_day is not None else clock
    return (day, clock, part) if clock is not None else (day, part, None)


def _part(
    text: str, found: Iterable[Said], day: Said | None, clock: Said | None, taken: Sequence[tuple[int, int]]
) -> Said | None:
    """The part of the day that a line speaks of, if any."""
    spans = [*taken, *((one.start, one.end) for one in (day, clock) if one is not None)]
    leading = [*taken, *([(day.start, day.end)] if day is not None else ())]
    for one in found:
        if not one.part or not _is_free(one, spans):
            continue
        if one.sure or _is_behind(text, one, leading) or (clock is not None and _beside(text, one, [clock])):
            return one
    return None


def _is_behind(text: str, one: Said, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether it stands right behind one of these pieces of the text."""
    return any(end <= one.start and not text[end : one.start].strip(" ,") for _, end in spans)


def _beside(text: str, day: Said, times: Iterable[Said]) -> bool:
    return any(
        not text[day.end : one.start].strip(" ,") if one.start >= day.end else not text[one.end : day.start].strip(" ,")
        for one in times
    )


def _is_free(one: Said, spans: Iterable[tuple[int, int]]) -> bool:
    return all(one.end <= start or one.start >= end for start, end in spans)


def _due(day: Said | None, clock: Said | None, now: datetime, rule: recurrence.Rule | None) -> str | None:
    if day is None and clock is None and rule is None:
        return None
    at = clock.clock if clock is not None else day.clock if day is not None else None
    begin = day.day if day is not None and day.day is not None else now.date()
    if at is not None and datetime.combine(begin, at) <= now and (day is None or day.day is None):
        begin += timedelta(days=1)
    if at is not None and day is not None and rule is None:
        begin = _today_still(day, at, now)
    due = begin.isoformat() if at is None else datetime.combine(begin, at).isoformat(timespec="minutes")
    return recurrence.first(rule, due) if rule is not None else due


def _today_still(day: Said, at: time, now: datetime) -> date:
    """A day of the week that is today's is meant today while its time is still to come."""
    assert day.day is not None
    week_off = day.day - now.date() == timedelta(days=7) and day.weekday
    return now.date() if week_off and datetime.combine(now.date(), at) > now else day.day


def _remind_at(due: str | None, said: re.Match[str] | None, *, asked: bool) -> str | None:
    """A timed task reminds at its time; a day's only when it is asked to; earlier where that is said."""
    if due is None or (said is None and not asked and recurrence.is_day(due)):
        return None
    at = recurrence.wall(due)
    if recurrence.is_day(due):
        at = datetime.combine(at.date(), MORNING)
    if said is not None and said["day"]:
        at -= timedelta(days=1)
    elif said is not None and said["many"]:
        at -= _length(" ".join(said["many"].casefold().split()), said["unit"])
    return at.isoformat(timespec="minutes")


def _length(many: str, unit: str) -> timedelta:
    if saidtimes.number(many) == 0:
        return timedelta(minutes=30)
    days = {"months": 30, "years": 365}.get(saidtimes.unit(unit))
    if days is not None:
        return timedelta(days=days * saidtimes.number(many))
    return timedelta(**{saidtimes.unit(unit): saidtimes.number(many)})


# What remains ---------------------------------------------------------------------------------------------------------


def _with_joint(text: str, span: tuple[int, int], joint: re.Pattern[str]) -> tuple[int, int]:
    """The words that only lead to what is taken out go with it: "starting", "at"."""
    before = joint.search(text, 0, span[0])
    return (before.start(), span[1]) if before is not None else span


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(spans):
        kept.append(text[at : max(at, start)])
        at = max(at, end)
    kept.append(text[at:])
    return _LOOSE.sub("", _APART.sub(r"\1", tidy(" ".join(part.strip() for part in kept))))


def _kind(title: str) -> str:
    return next((kind for begins, kind in _KINDS if begins.match(title)), "todo")
