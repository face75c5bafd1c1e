"""Whom to keep in touch with: rhythms of persons and of saved views, birthdays, and who goes quiet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from deskcrm.domain import keeping
from deskcrm.domain.activities import KINDS, plain_kind
from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.keeping import Rhythm
from deskcrm.domain.patches import Patch
from deskcrm.languages import english, tr
from deskcrm.languages.regional import long_day
from deskcrm.services import contacts, reads, views
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import keeping as store
from deskcrm.store import operations, writes

AHEAD_DAYS = 7
_MOST_QUIET = 500
"""Of more who go quiet at once, the best customers are named."""

_DAYS = {"birthday": tr("Birthday"), "anniversary": tr("Anniversary")}
_SPOKE = {
    "call": english("{rhythm}; last spoke on {day}"),
    "meeting": english("{rhythm}; last met on {day}"),
    "appointment": english("{rhythm}; last met on {day}"),
    "visit": english("{rhythm}; last came by on {day}"),
}
"""What was last, by the kind of activity; what is no sale and none of these was written."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is to be thought of on a day, in words. `kind`: "touch", "quiet", "birthday" or "anniversary"."""

    person: store.Person
    kind: str
    day: date
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What was found on a day, before tasks are looked at; good until something else than a task changes."""

    stamp: tuple[Any, ...]
    day: date
    reasons: tuple[Reason, ...]


_snapshots: WeakKeyDictionary[Workspace, _Snapshot] = WeakKeyDictionary()


# Setting a rhythm -----------------------------------------------------------------------------------------------------


def keep(ws: Workspace, contact: int, rhythm: str) -> Outcome[int]:
    """Says how often to be in touch with somebody ("6 weeks", "" for no more). Raises InvalidValue, NotFound."""
    return contacts.edit(ws, contact, [Patch("keep_in_touch", "set", _checked(rhythm))])


def keep_view(ws: Workspace, view: int, rhythm: str) -> Outcome[int]:
    """Says how often to be in touch with everybody in a saved view ("" for no more). Raises InvalidValue, NotFound."""
    said = _checked(rhythm)
    with ws.database.write() as connection:
        row = operations.image(connection, "saved_view", "id", view)
        if row is None or row["deleted"]:
            raise NotFound(tr("There is no view {view}.", view=view))
        operation = operations.begin(connection, "view", ws.now(), {"name": row["name"]})
        writes.change_row(connection, operation, "saved_view", "id", view, {"keep_in_touch": said})
    kinds = frozenset({"views", "tasks", "history"})
    return Outcome(
        view, Changes(operation, kinds, summary=tr("Changed the view {name}", name=row["name"]), undoable=True)
    )


def of_view(ws: Workspace, view: int) -> str:
    """The rhythm for everybody in a saved view, "" for none."""
    with ws.database.read() as connection:
        return dict(store.views_kept(connection)).get(view, "")


def _checked(text: str) -> str:
    rhythm = keeping.rhythm(text) if text.strip() else None
    if text.strip() and rhythm is None:
        raise InvalidValue(tr("“{text}” is no rhythm. Write it like 6 weeks or 3 months.", text=text))
    return rhythm.text if rhythm is not None else ""


# Whom to think of -----------------------------------------------------------------------------------------------------


def forget(ws: Workspace) -> None:
    """Finds everybody anew next time."""
    _snapshots.pop(ws, None)


def reasons(ws: Workspace, at: datetime) -> list[Reason]:
    """Whom to think of up to a week from `at` (wall time), but those for whom a task is planned already.

    Those of a rhythm first, the longest due before others; then who goes quiet, by what they bought in all; then days.
    """
    today = at.date()
    with ws.database.read() as connection:
        stamp = store.stamp(connection)
    known = _snapshots.get(ws)
    if known is None or (known.stamp, known.day) != (stamp, today):
        known = _Snapshot(stamp, today, tuple(_found(ws, at)))
        _snapshots[ws] = known
    with ws.database.read() as connection:
        planned = store.planned(connection)
        kept = store.kept_birthdays(connection, _coming(today))
    return [one for one in known.reasons if not _is_seen_to(one, planned, kept)]


def _is_seen_to(one: Reason, planned: set[int], kept: set[tuple[int, str]]) -> bool:
    if one.kind in ("birthday", "anniversary"):
        return (one.person.contact, one.day.isoformat()) in kept
    return one.person.contact in planned


def _coming(today: date) -> list[str]:
    return [(today + timedelta(days=n)).isoformat() for n in range(AHEAD_DAYS + 1)]


def _found(ws: Workspace, at: datetime) -> Iterator[Reason]:
    rhythms = dict(_of_views(ws))
    with ws.database.read() as connection:
        for contact, text in store.texts(connection, "keep_in_touch").items():
            own = keeping.rhythm(text)
            if own is not None:
                rhythms[contact] = own
            else:
                rhythms.pop(contact, None)  # "never" is the owner's word, too
        yield from sorted(_of_rhythm(connection, rhythms, at), key=lambda one: one.day)
        yield from _of_buying(connection, at.date(), rhythms)
        yield from _of_days(connection, at.date())


def _of_views(ws: Workspace) -> Iterator[tuple[int, Rhythm]]:
    """Everybody in a view with a rhythm, the shortest rhythm last, so that it stays."""
    with ws.database.read() as connection:
        said = {view: keeping.rhythm(text) for view, text in store.views_kept(connection)}
    if not said:
        return
    known = {view.id: view for kind in ("person", "company") for view in views.saved(ws, kind) if not view.trouble}
    kept = [(rhythm, known[view]) for view, rhythm in said.items() if rhythm is not None and view in known]
    for rhythm, view in sorted(kept, key=lambda one: one[0].after(date.min), reverse=True):
        for contact in reads.list_ids(ws, view.query):
            yield contact, rhythm


def _of_rhythm(connection: Any, rhythms: Mapping[int, Rhythm], at: datetime) -> Iterator[Reason]:
    """Whoever is due by their rhythm by the end of the week; from when they were added where there was no contact."""
    people = store.people(connection, rhythms)
    last = store.last_contacts(connection, people, _in_utc(at))
    for contact, person in people.items():
        when, kind = last.get(contact, ("", ""))
        day = local_day(when or person.created_at) or at.date()
        due = rhythms[contact].after(day)
        if due <= at.date() + timedelta(days=AHEAD_DAYS):
            rhythm = rhythms[contact].words
            if when:
                why = tr(_spoke(kind), rhythm=rhythm, day=day_words(day, at.date()))
            else:
                why = tr("{rhythm}; never in touch yet", rhythm=rhythm)
            yield Reason(person, "touch", due, tr("Keep in touch"), why)


def _of_buying(connection: Any, today: date, rhythms: Collection[int]) -> Iterator[Reason]:
    """Who goes quiet by their own rhythm, those aside whom the owner gave one."""
    latest = (today - timedelta(days=keeping.LEAST_LATE_DAYS)).isoformat()
    day_of = cache(local_day)  # they are but a few thousand days
    quiet = {}
    for contact, each in store.purchases(connection, keeping.LEAST_PURCHASES, latest):
        found = keeping.buying([day for text in each if (day := day_of(text)) is not None], today)
        if found is not None and found.quiet and contact not in rhythms:
            quiet[contact] = found
    for person in store.most_valued(connection, quiet, _MOST_QUIET):
        since = today - timedelta(days=quiet[person.contact].since)
        yield Reason(person, "quiet", since, tr("Going quiet"), quiet[person.contact].words)


def _of_days(connection: Any, today: date) -> Iterator[Reason]:
    """The birthdays and anniversaries from today to a week from now, in their order."""
    days = keeping.days_between(today, today + timedelta(days=AHEAD_DAYS))
    said = [("birthday", contact, text) for contact, text in store.birthdays(connection, days)]
    said += [("anniversary", contact, text) for contact, text in store.texts(connection, "anniversary", days).items()]
    people = store.people(connection, {contact for _, contact, _ in said})
    found = []
    for kind, contact, text in said:
        coming = keeping.next_anniversary(text, today)
        if coming is None or contact not in people or (coming[0] - today).days > AHEAD_DAYS:
            continue
        day, turns = coming
        why = tr("Turns {age}", age=turns) if kind == "birthday" else tr("{count} years", count=turns)
        found.append(Reason(people[contact], kind, day, _DAYS[kind], why if turns else ""))
    yield from sorted(found, key=lambda one: (one.day, one.person.name))


# Words ----------------------------------------------------------------------------------------------------------------


def day_words(day: date, today: date) -> str:
    """A day within a sentence: "16 November", with its year where that is another."""
    words = long_day(day)
    return words if day.year == today.year else tr("{day} {year}", day=words, year=day.year)


def _spoke(kind: str) -> str:
    plain = plain_kind(kind)
    if plain in KINDS and KINDS[plain].sale:
        return english("{rhythm}; last bought on {day}")
    return _SPOKE.get(plain, english("{rhythm}; last wrote on {day}"))


def local_day(iso: str) -> date | None:
    """The day of a moment where the owner is."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return None
    return (at.astimezone() if at.tzinfo is not None else at).date()


def _in_utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
