"""Orders and other activities by the million, staged for the store's own bulk write without being matched row by row.

The rows are read as an import reads them; whom each is about is known, so that nobody need be looked for. What is
written is what the import of a file with these rows leaves, but for the file: its mark and size are those of a sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any, Final

import orjson

from deskcrm.domain.recognition import derived_key, digest_of
from deskcrm.domain.taking.taken import Taken
from deskcrm.domain.taking.taker import Taker
from deskcrm.domain.views import ImportCounts
from deskcrm.services import importing, settings
from deskcrm.services.file_staging import Heard, StagedFile
from deskcrm.services.importing import FileReport
from deskcrm.services.preview import Telling
from deskcrm.services.workspace import Workspace
from deskcrm.store import scratch, sources
from deskcrm.store.events import event_row

_AT_A_TIME: Final = 1_000


class Streaming:
    """Stages rows of one header, each about a contact that is there."""

    def __init__(self, ws: Workspace, report: FileReport, room: scratch.Scratch, points: set[tuple[str, int]]) -> None:
        """`points`: the identifiers that contacts have already."""
        headers = report.inspection.headers
        self._taker = Taker(report.mapping, headers, country=report.country, currency=settings.currency(ws))
        self._room = room
        self._points = points
        self._records: dict[str, tuple[int, int]] = {}  # key -> record and version
        self._met: dict[str, list[tuple[Any, ...]]] = {}
        self.rows = 0

    def take(self, contacts: list[int], rows: list[list[str]]) -> None:
        """Stages some rows."""
        told: list[tuple[Any, ...]] = []
        self._met = {"record": [], "point": []}
        for contact, row, taken in zip(contacts, rows, self._taker.take(rows), strict=True):
            assert taken.problem is None
            record, version = self._said_by(taken, contact)
            self.rows += 1
            activity = self._happened(taken, contact, row)
            told.append((self.rows + 1, -record, -version, -activity, -activity, None, None, None, None))
        for kind, staged in (*self._met.items(), ("row", told)):
            self._room.block(kind, staged)

    def _said_by(self, taken: Taken, contact: int) -> tuple[int, int]:
        """The record of the person, made when they are met first, and what it says."""
        key = derived_key(taken.data, taken.points, "person")
        known = self._records.get(key)
        if known is None:
            number = len(self._records) + 1
            known = self._records[key] = (number, number)
            said = orjson.dumps(taken.data)
            self._met["record"].append((number, key, 0, contact))
            self._room.add("version", number, -number, digest_of(said), said.decode(), None)
            self._met["point"] += [(p, contact) for p in taken.points if (p, contact) not in self._points]
            self._room.touch(contact, loose=False)
        return known

    def _happened(self, taken: Taken, contact: int, row: list[str]) -> int:
        data, number = taken.activity or {}, self.rows
        text = orjson.dumps(data)
        self._room.add("activity", number, taken.activity_key)
        self._room.add(
            "activity_version", number, -number, digest_of(text), text.decode(), orjson.dumps([row]).decode()
        )
        self._room.add("event", *event_row(-number, contact, -number, data))
        return number

    @property
    def counts(self) -> ImportCounts:
        """What an import would tell."""
        attached = len(self._records)
        return ImportCounts(self.rows, attached=attached, unchanged=self.rows - attached, activities=self.rows)


def take_in(
    ws: Workspace, source: str, header: str, lines: Iterable[tuple[int, str]], contacts: Mapping[int, int], file: Path
) -> None:
    """Takes in lines of a CSV file without commas in cells, each with the number of its person.

    `contacts`: the contact of each number; `file`: where a sample may be written, which says how the lines are read.
    """
    waiting = iter(lines)
    sample = list(islice(waiting, _AT_A_TIME))
    file.write_text("".join([f"{header}\n", *(line for _, line in sample)]), encoding="utf-8")
    report = importing.examine(ws, file, source=source)
    with scratch.scratch_file(ws.path) as place:
        with ws.database.read() as connection, scratch.staging(place) as room:
            streaming = Streaming(ws, report, room, set(connection.execute("SELECT key, contact FROM point")))
            every = chain(sample, waiting)
            while part := list(islice(every, _AT_A_TIME)):
                rows = [line.rstrip("\n").split(",") for _, line in part]
                streaming.take([contacts[number] for number, _ in part], rows)
            room.flush()
            known = sources.trust_of(connection, source) or (0, report.trust, {})
        staged = StagedFile(report, room, Telling(*known, "person"), ws.now(), streaming.counts, (), Heard())
        with ws.database.write(place) as connection:
            importing._write(ws, connection, staged, None)


def contacts_of(ws: Workspace, source: str) -> dict[int, int]:
    """The contact of each person of `people_csv` that a source brought, by the person's number."""
    with ws.database.read() as connection:
        rows = connection.execute(
            "SELECT r.key, r.contact FROM record r JOIN source s ON s.id = r.source WHERE s.name = ? AND r.given",
            (source,),
        )
        return {int(key[1:]): contact for key, contact in rows}
