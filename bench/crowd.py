"""A whole workspace for the benchmarks: many people, five times as many activities, and what owners do with them.

People are taken in by imports of the usual kind, activities by the write of one (`streaming.py`), and both changed by
the usual use cases, so that the file is in the state that an owner's would be in. Run as
`python bench/crowd.py 100000 crowd.deskcrm`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from data import HAPPENINGS_HEADER, ORDERS_HEADER, happenings, orders, people_csv, second_source_csv
from streaming import contacts_of, take_in

from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery
from deskcrm.services import backups, bulk, importing, measures, merging, own_fields, reads, settings
from deskcrm.services.merging import Together
from deskcrm.services.workspace import Workspace

ACTIVITIES_EACH: Final = 5
"""Half of them are orders, the others emails, calls, meetings and notes."""
HEAVY: Final = 10_000
"""So many of the activities that are no orders are the first person's, however many people there are (from 20,000)."""

_AT_ONCE: Final = 500_000  # rows of one file
_TASKS: Final = 5_000  # at most: what one office has open
_OWN: Final = {"Size": ("choice", ["S", "M", "L"]), "Member no": ("text", []), "Visits a year": ("number", [])}


def crowd(path: Path, people: int, *, seed: int = 1) -> None:
    """Makes the workspace at `path` with so many people, the same facts for the same arguments.

    Four fifths of the people are of a web shop; a newsletter, a third of whose rows each are about known people, adds
    the others, with who wants letters and who does not. One in a thousand is merged with another by hand, one in
    twenty has own fields, one in fifty a tag of the owner's, some are removed or archived.
    """
    with _Making(path) as making:
        making.take_in(people, seed)
        making.decide()


class _Making:
    """A workspace while it is filled; the files that it is filled from are gone when they are taken in."""

    def __init__(self, path: Path) -> None:
        self._file = path.with_name(f"{path.stem}-part.csv")
        self._ws = Workspace.open(path)
        self._began = time.perf_counter()

    def __enter__(self) -> _Making:
        settings.put(self._ws, "country", "DE")
        backups.set_automatic(self._ws, False)
        return self

    def __exit__(self, *_: object) -> None:
        self._ws.close()
        self._file.unlink(missing_ok=True)

    def take_in(self, people: int, seed: int) -> None:
        """Imports people, their second source, their orders, and what else happened with them."""
        shop = people * 4 // 5
        known = people - shop
        for start, rows in _parts(shop):
            people_csv(self._file, rows, seed=seed, start=start)
            self._import("Web shop")
        second_source_csv(self._file, 2 * known, overlap=0.5, people=shop, seed=seed)
        self._import("Newsletter")
        self.happen(people * ACTIVITIES_EACH, shop, seed)

    def happen(self, activities: int, people: int, seed: int) -> None:
        """Orders, and what else happened, with people of the web shop."""
        contacts, sold = contacts_of(self._ws, "Web shop"), activities // 2
        for part in _shared(sold, people):
            lines = orders(part.rows, part.people, seed=seed, start=part.start, first=part.first)
            take_in(self._ws, "Web shop", ORDERS_HEADER, lines, contacts, self._file)
            self._say(f"{part.rows:,} orders taken in")
        for part in _shared(activities - sold, people):
            lines = happenings(
                part.rows,
                part.people,
                seed=seed,
                start=part.start,
                first=part.first,
                heavy=min(HEAVY, activities // 10),
            )
            take_in(self._ws, "Mail and phone", HAPPENINGS_HEADER, lines, contacts, self._file)
            self._say(f"{part.rows:,} emails, calls, meetings and notes taken in")

    def _import(self, source: str) -> None:
        importing.run(self._ws, [importing.examine(self._ws, self._file, source=source)], ahead=True, beside=False)
        self._say(f"{source}: {self._file.stat().st_size / 1e6:.0f} MB taken in")

    def decide(self) -> None:
        """What the owner does: merges, tags, own fields, tasks, who is hidden; and the figures of all are reckoned."""
        ws = self._ws
        everybody = list(reads.list_ids(ws, ListQuery(sort="created_at")))
        pairs = everybody[: max(1, len(everybody) // 1000) * 2]
        merging.merge_all(ws, [Together(pair) for pair in zip(pairs[::2], pairs[1::2], strict=True)])
        bulk.change(ws, everybody[7::50], [Patch("tags", "add", "Summer party")])
        fields = [own_fields.add(ws, label, kind, choices).value.column for label, (kind, choices) in _OWN.items()]
        bulk.change(ws, everybody[3::20], [Patch(fields[0], "set", "M"), Patch(fields[2], "set", "12")])
        bulk.remove(ws, everybody[11::400])
        bulk.archive(ws, everybody[13::400])
        self._say("merged, tagged, hidden")
        self._plan(everybody)
        measures.renew_outlook(ws)
        self._say("figures reckoned")

    def _plan(self, everybody: list[int]) -> None:
        """Open tasks, half of them late, each day's as one operation."""
        many, days = min(_TASKS, len(everybody) // 4), 20
        for n in range(days):
            due = date.today() + timedelta(n - days // 2)
            bulk.add_tasks(self._ws, everybody[1 : 4 * many : 4][n::days], "Ask how it goes", due=due.isoformat())

    def _say(self, what: str) -> None:
        print(f"{time.perf_counter() - self._began:7.0f} s  {what}", flush=True)


def _parts(rows: int) -> Iterator[tuple[int, int]]:
    """Where each file begins and how many rows it has."""
    return ((start, min(_AT_ONCE, rows - start)) for start in range(0, rows, _AT_ONCE))


class _Share(NamedTuple):
    """The rows of one file, and whose they are: each person is in one file alone, so that nobody is computed twice."""

    start: int
    rows: int
    first: int
    people: int


def _shared(rows: int, people: int) -> Iterator[_Share]:
    parts = [*_parts(rows)]
    bounds = [people * part // len(parts) for part in range(len(parts) + 1)]
    for (start, size), first, beyond in zip(parts, bounds, bounds[1:], strict=False):
        yield _Share(start, size, first, beyond - first)


def _main() -> None:
    parser = argparse.ArgumentParser(description="Make a workspace of many people and five times as many activities.")
    parser.add_argument("people", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    crowd(asked.path, asked.people, seed=asked.seed)


if __name__ == "__main__":
    _main()
