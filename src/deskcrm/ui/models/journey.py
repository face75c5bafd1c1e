"""Where all stands in the picture of a journey: lanes, dots, bins, bands and ticks. Pure figures, no painting."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from deskcrm.domain.activities import kind_of
from deskcrm.domain.journey import Journey, Touchpoint, conversions
from deskcrm.languages import inside, regional, tr, trn
from deskcrm.languages import number as grouped
from deskcrm.ui import words

MOST_LANES: Final = 6
"""Channels beyond the busiest of these share one lane."""

OTHER: Final = tr("Other")
DOT: Final = 3.5
DOT_MOST: Final = 7.0
BIN: Final = 6.0
"""How wide a bin of many is, and how near dots stand before a lane becomes bins."""

_DENSE: Final = 3.5  # dots in the room of one bin, on average over the busiest places, make a lane bins
_DAY: Final = 86400.0
_EPOCH: Final = datetime(1970, 1, 1)
_FIRST: Final = (datetime(1, 1, 1) - _EPOCH).total_seconds()
_LAST: Final = (datetime(9999, 1, 1) - _EPOCH).total_seconds()
LEAST_SPAN: Final = _DAY
_LANES: Final = (
    tr("Newsletter"), tr("Visits"), tr("Orders"), tr("Calls"), tr("Emails"), tr("Meetings"), tr("Messages"),
    tr("Support"),
)  # fmt: skip
"""The usual order, from the first news to the questions after; others come behind."""


class Dot(NamedTuple):
    """One touchpoint, or several at one spot. `touches`: places in `Plot.touchpoints`, the oldest first."""

    x: float
    lane: int
    radius: float
    touches: tuple[int, ...]
    merged: bool  # brought in by another contact than the survivor


class Bin(NamedTuple):
    """Many touchpoints of a lane. `weight`: 0 to 1 of the fullest bin in sight."""

    x: float
    width: float
    lane: int
    weight: float
    touches: range | tuple[int, ...]
    merged: bool


class Band(NamedTuple):
    """From where to where a stage lasted."""

    x: float
    width: float
    stage: str
    label: str


class Mark(NamedTuple):
    """A moment that counts: the first touch, or a conversion."""

    x: float
    label: str
    first: bool


class Tick(NamedTuple):
    """A day, month or year on the axis; the first of a year says the year."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is to be painted, in a box of `width`, measured from its left end."""

    dots: tuple[Dot, ...]
    bins: tuple[Bin, ...]
    bands: tuple[Band, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]


class Span(NamedTuple):
    """What of the time is in sight, in seconds since 1970."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """How long it is."""
        return self.end - self.start

    def x_of(self, at: float, width: float) -> float:
        """Return where a moment stands."""
        return (at - self.start) / self.length * width

    def at_x(self, x: float, width: float) -> float:
        """Return the moment that stands there."""
        return self.start + x / width * self.length

    def zoomed(self, factor: float, around: float) -> Span:
        """Return a span `factor` times as long in which a moment stays where it is."""
        length = max(self.length * factor, LEAST_SPAN)
        share = (around - self.start) / self.length
        return Span(around - share * length, around + (1 - share) * length)

    def moved(self, seconds: float) -> Span:
        """Return the same length later, or earlier."""
        return Span(self.start + seconds, self.end + seconds)

    def within(self, whole: Span) -> Span:
        """Return the nearest span that shows nothing beyond the whole."""
        if self.length >= whole.length:
            return whole
        start = min(max(self.start, whole.start), whole.end - self.length)
        return Span(start, start + self.length)


class Plot:
    """A journey made ready once, so that each span of it is laid out in a blink."""

    def __init__(self, journey: Journey, now: float) -> None:
        self.journey = journey
        self.touchpoints: Sequence[Touchpoint] = journey.touchpoints
        self.times = [second_of(t.at) if t.second is None else float(t.second) for t in self.touchpoints]
        order = sorted(range(len(self.times)), key=self.times.__getitem__)
        if order != list(range(len(order))):  # days without an hour sort by text before any hour of another zone
            self.touchpoints = [self.touchpoints[n] for n in order]
            self.times = [self.times[n] for n in order]
        self.lanes = _lanes(self.touchpoints)
        lane_of_kind = {touch.kind: self._lane(touch) for touch in {t.kind: t for t in self.touchpoints}.values()}
        self.lane_of = [lane_of_kind[touch.kind] for touch in self.touchpoints]
        self._in_lane: dict[int, list[int]] = defaultdict(list)
        for number, lane in enumerate(self.lane_of):
            self._in_lane[lane].append(number)
        self._radius = _radii(self.touchpoints)
        self._merged = [touch.contact != journey.survivor for touch in self.touchpoints]
        self.whole = _whole(self.times, now)

    @property
    def has_merged(self) -> bool:
        """Whether something was brought in by another contact."""
        return any(self._merged)

    def layout(self, span: Span, width: float) -> Picture:
        """Return where everything stands while a span is in sight."""
        dots: list[Dot] = []
        rough: list[Bin] = []
        for lane in range(len(self.lanes)):
            seen = self._seen(lane, span, width)
            xs = [span.x_of(self.times[n], width) for n in seen]
            if _crowded(xs):
                rough += self._bins(lane, seen, xs)
            else:
                dots += self._dots(lane, seen, xs)
        most = max((one.weight for one in rough), default=1.0)
        bins = tuple(one._replace(weight=math.sqrt(one.weight / most)) for one in rough)
        return Picture(tuple(dots), bins, self._bands(span, width), self._marks(span, width), ticks(span, width))

    def _lane(self, touch: Touchpoint) -> int:
        channel = channel_of(touch.kind)
        return self.lanes.index(channel) if channel in self.lanes else len(self.lanes) - 1

    def _seen(self, lane: int, span: Span, width: float) -> list[int]:
        """Return the touchpoints of a lane that are in sight, the halves of dots at the edges included."""
        edge = DOT_MOST / width * span.length
        mine = self._in_lane[lane]
        first = bisect_left(mine, bisect_left(self.times, span.start - edge))
        return mine[first : bisect_left(mine, bisect_right(self.times, span.end + edge))]

    def _dots(self, lane: int, seen: Iterable[int], xs: Iterable[float]) -> list[Dot]:
        spots: dict[tuple[int, bool], list[tuple[int, float]]] = defaultdict(list)
        for number, x in zip(seen, xs, strict=True):
            spots[round(x / 2), self._merged[number]].append((number, x))
        return [
            Dot(
                sum(x for _, x in found) / len(found), lane, max(self._radius[n] for n, _ in found),
                tuple(n for n, _ in found), merged,
            )
            for (_, merged), found in spots.items()
        ]  # fmt: skip

    def _bins(self, lane: int, seen: Iterable[int], xs: Iterable[float]) -> list[Bin]:
        found: dict[int, list[int]] = defaultdict(list)
        for number, x in zip(seen, xs, strict=True):
            found[math.floor(x / BIN)].append(number)
        return [
            Bin(
                place * BIN, BIN, lane, float(len(touches)), tuple(touches),
                sum(self._merged[n] for n in touches) * 2 > len(touches),
            )
            for place, touches in found.items()
        ]  # fmt: skip

    def _bands(self, span: Span, width: float) -> tuple[Band, ...]:
        moves = self.journey.moves
        found: list[Band] = []
        for number, move in enumerate(moves):
            start = second_of(move.at)
            end = second_of(moves[number + 1].at) if number + 1 < len(moves) else max(span.end, start)
            left, right = max(span.x_of(start, width), 0.0), min(span.x_of(end, width), width)
            if right > left:
                found.append(Band(left, right - left, move.stage, words.stage(move.stage)))
        return tuple(found)

    def _marks(self, span: Span, width: float) -> tuple[Mark, ...]:
        found = [
            Mark(span.x_of(second_of(move.at), width), f"{words.stage(move.stage)}{_because(move.cause)}", False)
            for move in conversions(self.journey.moves)
        ]
        if self.times and not (found and abs(found[0].x - span.x_of(self.times[0], width)) < BIN):
            found.insert(0, Mark(span.x_of(self.times[0], width), tr("First touch"), True))
        return tuple(mark for mark in found if 0 <= mark.x <= width)

    # words

    def summary(self) -> str:
        """Return the picture in a line: "41 touchpoints in 22 months, first seen through the newsletter"."""
        if not self.touchpoints:
            return tr("Nothing has happened yet")
        told = trn("{count} touchpoint", "{count} touchpoints", len(self.touchpoints))
        if len(self.times) > 1 and self.times[-1] - self.times[0] >= _DAY:
            told = tr("{touchpoints} in {months}", touchpoints=told, months=length(self.times[-1] - self.times[0]))
        channel = channel_of(self.touchpoints[0].kind)
        through = _THROUGH.get(channel, tr("through {channel}", channel=inside(channel)) if channel != OTHER else "")
        return tr("{touchpoints}, first seen {how}", touchpoints=told, how=through) if through else told

    def told(self, touches: Sequence[int]) -> list[str]:
        """Return what stands at a spot, a line each: what, how much, when, whence, whose."""
        if len(touches) > 1:
            return self._told_many(touches)
        touch = self.touchpoints[touches[0]]
        kind = words.kind(touch.kind)
        amount = words.money(touch.amount, touch.currency) if touch.amount is not None else ""
        head = " · ".join(part for part in (touch.title or kind, amount) if part)
        source = "" if touch.own else touch.source
        whose = self.journey.names.get(touch.contact, "") if touch.contact != self.journey.survivor else ""
        lines = [
            head,
            words.exact(touch.at),
            ", ".join(part for part in (source, whose and tr("from {name}", name=whose)) if part),
        ]
        return [line for line in lines if line]

    def _told_many(self, touches: Sequence[int]) -> list[str]:
        found = [self.touchpoints[n] for n in touches]
        channel = self.lanes[self.lane_of[touches[0]]]
        money: Counter[str] = Counter()
        for touch in found:
            if touch.amount is not None:
                money[touch.currency] += touch.amount
        sums = ", ".join(words.money(amount, currency) for currency, amount in money.most_common())
        first, last = words.plain_day(found[0].at), words.plain_day(found[-1].at)
        days = first if first == last else tr("{first} to {last}", first=first, last=last)
        return [" · ".join(part for part in (f"{channel}: {grouped(len(found))}", sums) if part), days]

    def story(self) -> str:
        """Return the whole picture as text for who does not see it."""
        lines = [self.summary()]
        lines += [
            tr("{stage} since {day}", stage=words.stage(m.stage), day=words.plain_day(m.at)) + _because(m.cause)
            for m in self.journey.moves
        ]
        counts = Counter(self.lane_of)
        lines += [f"{self.lanes[lane]}: {grouped(many)}" for lane, many in sorted(counts.items())]
        return ". ".join(lines) + "."

    def step(self, number: int, steps: int, *, lane: bool = False) -> int:
        """Return the touchpoint so many steps later, or the one nearest in time so many lanes further down."""
        if not self.touchpoints:
            return -1
        if not 0 <= number < len(self.touchpoints):
            return len(self.touchpoints) - 1
        if not lane:
            return min(max(number + steps, 0), len(self.touchpoints) - 1)
        other = self.lane_of[number] + steps
        if not 0 <= other < len(self.lanes):
            return number
        return min(self._in_lane[other], key=lambda n: abs(self.times[n] - self.times[number]))


_THROUGH: Final = {
    tr("Newsletter"): tr("through the newsletter"),
    tr("Visits"): tr("by a visit"),
    tr("Orders"): tr("by an order"),
    tr("Calls"): tr("by a call"),
    tr("Emails"): tr("by an email"),
    tr("Meetings"): tr("at a meeting"),
    tr("Messages"): tr("by a message"),
    tr("Support"): tr("by a question"),
    tr("Notes"): tr("in a note"),
    tr("Payments"): tr("by a payment"),
    tr("Invoices"): tr("by an invoice"),
}


def channel_of(kind: str) -> str:
    """Return the channel of a kind of activity."""
    found = kind_of(kind)
    return found.channel if found is not None else OTHER


def second_of(iso: str) -> float:
    """Return a moment on the wall's clock in seconds since 1970; a day without an hour is its noon."""
    at = words.moment(iso).replace(tzinfo=None)
    if not words.has_time(iso):
        at += timedelta(hours=12)
    return (at - _EPOCH).total_seconds()


def _clock(second: float) -> datetime:
    """Return what the wall's clock shows; the ends of the calendar are the last that it can."""
    return _EPOCH + timedelta(seconds=min(max(second, _FIRST), _LAST))


def length(seconds: float) -> str:
    """Return a length of time in words: "5 days", "22 months", "6 years"."""
    days = max(1, round(seconds / _DAY))
    if days < 60:
        return trn("{count} day", "{count} days", days)
    months = round(days / 30.44)
    return (
        trn("{count} month", "{count} months", months)
        if months < 36
        else trn("{count} year", "{count} years", round(months / 12))
    )


def _because(cause: str) -> str:
    return f" ({cause})" if cause else ""


def _lanes(touchpoints: Sequence[Touchpoint]) -> list[str]:
    counts: Counter[str] = Counter()
    for kind, number in Counter(touch.kind for touch in touchpoints).items():
        counts[channel_of(kind)] += number
    place = {channel: number for number, channel in enumerate(_LANES)}
    kept = [channel for channel, _ in counts.most_common() if channel != OTHER]
    room = MOST_LANES - 1 if len(counts) > MOST_LANES or OTHER in counts else MOST_LANES
    lanes = sorted(kept[:room], key=lambda channel: (place.get(channel, len(place)), channel))
    return [*lanes, OTHER] if len(counts) > len(lanes) else lanes


def _radii(touchpoints: Sequence[Touchpoint]) -> list[float]:
    """Return how large each dot is: its area grows with its amount, beside the largest of the same currency."""
    most: dict[str, int] = defaultdict(int)
    for touch in touchpoints:
        most[touch.currency] = max(most[touch.currency], touch.amount or 0)
    return [
        DOT + (DOT_MOST - DOT) * math.sqrt(max(touch.amount, 0) / most[touch.currency])
        if touch.amount and most[touch.currency]
        else DOT
        for touch in touchpoints
    ]


def _whole(times: Sequence[float], now: float) -> Span:
    """Return all of the journey up to now, with a little room at both ends, and never less than a month."""
    start, end = (times[0], max(times[-1], now)) if times else (now - 30 * _DAY, now)
    least = 30 * _DAY
    if end - start < least:
        start, end = end - least, end
    room = (end - start) * 0.03
    return Span(start - room, end + room)


def _crowded(xs: Sequence[float]) -> bool:
    """Whether dots would hide one another: half of them stand in bins that hold several."""
    counts = Counter(math.floor(x / BIN) for x in xs)
    full = sum(number for number in counts.values() if number > _DENSE)
    return full * 2 > len(xs)


_STEPS: Final = (
    (1, "day"), (2, "day"), (7, "day"), (14, "day"), (1, "month"), (3, "month"), (6, "month"), (1, "year"),
    (2, "year"), (5, "year"), (10, "year"), (20, "year"), (50, "year"), (100, "year"),
)  # fmt: skip
_DAYS_IN: Final = {"day": 1.0, "month": 30.44, "year": 365.25}
TICK_ROOM: Final = 66.0
_LAST_YEAR: Final = 9890  # the longest step further stays in the calendar


def ticks(span: Span, width: float) -> tuple[Tick, ...]:
    """Return the days, months or years of the axis, as many as there is room for."""
    fewest = span.length / _DAY * TICK_ROOM / width
    step, unit = next((one for one in _STEPS if one[0] * _DAYS_IN[one[1]] >= fewest), _STEPS[-1])
    at = _tick_before(_clock(span.start), step, unit)
    found: list[Tick] = []
    year = 0
    while (second := (at - _EPOCH).total_seconds()) <= span.end and at.year < _LAST_YEAR:
        x = span.x_of(second, width)
        if x >= 0:
            found.append(Tick(x, _tick_label(at, unit, at.year != year)))
            year = at.year
        at = _tick_after(at, step, unit)
    return tuple(found)


def _tick_before(at: datetime, step: int, unit: str) -> datetime:
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "day":
        return day - timedelta(days=day.toordinal() % step)
    if unit == "month":
        return day.replace(day=1, month=(day.month - 1) // step * step + 1)
    return day.replace(day=1, month=1, year=max(day.year // step * step, 1))


def _tick_after(at: datetime, step: int, unit: str) -> datetime:
    if unit == "day":
        return at + timedelta(days=step)
    months = at.year * 12 + at.month - 1 + step * (12 if unit == "year" else 1)
    return at.replace(year=months // 12, month=months % 12 + 1)


def _tick_label(at: datetime, unit: str, new_year: bool) -> str:
    if unit == "year":
        return str(at.year)
    if unit == "month":
        return regional.month_year(at, short=True) if new_year else regional.month(at)
    return regional.day(at, year=new_year)
