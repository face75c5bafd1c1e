"""The lines of plain people, straight from the tables: nobody edited or joined them, each record says one thing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import orjson

from deskcrm.domain.hiding import Hidden
from deskcrm.domain.summary import Summary, summary_of_versions
from deskcrm.store.loading import IN, Loader, ids

_SAID = (
    "SELECT record.contact, record.id, record.source, row.batch, version.id, version.data FROM json_each(?) c "
    "CROSS JOIN record ON record.contact = c.value CROSS JOIN row ON row.record = record.id "
    "CROSS JOIN version ON version.id = row.version"
)


class Line(NamedTuple):
    """A profile in one line, how it is hidden, and when somebody stated its stage (ISO 8601, "" for nobody)."""

    summary: Summary
    hidden: Hidden
    stated_at: str


def lines(loader: Loader, people: Collection[int]) -> dict[int, Line]:
    """The lines of those of these contacts, all of them persons, who are plain; the others are missing.

    Whoever has a record of a source with rules for fields is not, nor anybody while the owner prefers fields otherwise.

    They are what `summarise` gives, at a third of the cost of loading facts and looking at them.
    """
    found: dict[int, list[tuple[int, int, int, str]]] = {person: [] for person in people}
    for contact in _of_whom_more_is_said(loader, people):
        del found[contact]
    heard: dict[int, tuple[int, int]] = {}
    trust, standing, ranks = loader.trust, loader.standing, loader.ranks
    for contact, record, source, batch, version, data in loader.connection.execute(_SAID, (ids(found),)):
        if batch not in standing or heard.get(record) == (batch, version):  # as each of many orders says it
            continue
        if record in heard or source in ranks or loader.wins:
            found.pop(contact, None)
        elif contact in found:
            heard[record] = (batch, version)
            found[contact].append((-trust[source], -batch, record, data))
    return {contact: _line(loader, said) for contact, said in found.items() if said}


def _line(loader: Loader, said: list[tuple[int, int, int, str]]) -> Line:
    said.sort()
    datas = [orjson.loads(entry[3]) for entry in said]
    line = summary_of_versions("person", datas)
    stated = next((-said[at][1] for at, data in enumerate(datas) if "stage" in data), 0) if line.stage else 0
    return Line(line, Hidden.NOT, loader.batch_at(stated) if stated else "")


def _of_whom_more_is_said(loader: Loader, people: Collection[int]) -> set[int]:
    """Those who are joined, were ever edited, or have or had records of others."""
    given = ids(people)
    found: set[int] = set()
    for table, column in (("member", "contact"), ("member", "root"), ("edit", "contact")):
        if loader.any(table):
            query = f"SELECT DISTINCT {column} FROM {table} WHERE {column} {IN}"
            found.update(contact for (contact,) in loader.connection.execute(query, (given,)))
    if loader.placed:
        moved = ids(loader.placed)
        rows: Any = loader.connection.execute(f"SELECT contact FROM record WHERE id {IN}", (moved,))
        found.update(contact for (contact,) in rows)
        found.update(loader.placed.values())
    return found.intersection(people)
