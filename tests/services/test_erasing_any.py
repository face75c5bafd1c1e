"""Whatever was done before: erasing one person takes all of that person, and nothing of anybody else's."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskcrm.domain.errors import UserError
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, checking, contacts, erasing, history, importing, merging, reads, tasks
from deskcrm.services.workspace import Workspace

SLOW = bool(os.environ.get("DESKCRM_SLOW"))
MEMORY = Path("/dev/shm")
"""Where there is a folder in memory, the workspaces are there: the disk's part is proven elsewhere."""

GIVEN = ("Anna", "Ben", "Cleo")
FAMILY = ("Weber", "Braun")
EMAILS = ("", "a@one.example", "b@two.example", "c@three.example")
PHONES = ("", "030 23125043", "030 23125044")
COMPANIES = ("", "Braun GmbH")

rows = st.tuples(*map(st.sampled_from, (("1", "2", "3"), GIVEN, FAMILY, EMAILS, PHONES, COMPANIES)))
orders = st.tuples(*map(st.sampled_from, (("91", "92", "93"), ("1", "2", "3"), EMAILS)))
pick = st.integers(0, 7)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("people"), st.sampled_from(("Shop", "Club")), st.lists(rows, min_size=1, max_size=4)),
        st.tuples(st.just("orders"), st.lists(orders, min_size=1, max_size=3)),
        st.tuples(st.sampled_from(("edit", "note", "task", "remove")), pick),
        st.tuples(st.sampled_from(("merge", "move")), pick, pick),
        st.tuples(st.sampled_from(("take_back", "detach", "undo", "redo")), pick),
    ),
    min_size=3,
    max_size=14,
)


class Story:
    """A workspace in which random things happen; every text that comes in is met nowhere else (`mark17x`)."""

    def __init__(self, ws: Workspace, folder: Path) -> None:
        self.ws = ws
        self.folder = folder
        self.marks = 0

    def mark(self) -> str:
        self.marks += 1
        return f"mark{self.marks}x"

    def do(self, step: tuple[Any, ...]) -> None:
        """One step; one that is refused is none."""
        with suppress(UserError):
            getattr(self, step[0])(*step[1:])

    def people(self, source: str, people: list[tuple[str, ...]]) -> None:
        self.bring(source, "id,first name,last name,email,phone,company,notes", [(*p, self.mark()) for p in people])

    def orders(self, lines: list[tuple[str, ...]]) -> None:
        made = [(*line, "2026-01-03", "5.00", self.mark()) for line in lines]
        self.bring("Shop", "Order,Customer id,Email,Date,Total,Item", made)

    def bring(self, source: str, header: str, lines: list[tuple[str, ...]]) -> None:
        path = self.folder / "brought.csv"
        path.write_text("\n".join([header, *(",".join(line) for line in lines)]) + "\n", encoding="utf-8")
        importing.run(self.ws, [importing.examine(self.ws, path, source=source, country="DE")])
        path.unlink()

    def people_ids(self) -> list[int]:
        return list(reads.list_ids(self.ws, ListQuery(kind="person", sort="created_at")))

    def one(self, number: int) -> int:
        everybody = self.people_ids()
        if not everybody:
            raise UserError("nobody is there yet")
        return everybody[number % len(everybody)]

    def edit(self, who: int) -> None:
        contacts.edit(self.ws, self.one(who), [Patch("nickname", "set", self.mark())])

    def note(self, who: int) -> None:
        activities.log(self.ws, self.one(who), "note", self.mark())

    def task(self, who: int) -> None:
        tasks.finish(self.ws, tasks.add(self.ws, self.mark(), contact=self.one(who)).value)

    def remove(self, who: int) -> None:
        contacts.remove(self.ws, self.one(who))

    def merge(self, keep: int, other: int) -> None:
        merging.merge(self.ws, self.one(keep), [self.one(other)])

    def take_back(self, who: int) -> None:
        for merge in reads.profile(self.ws, self.one(who)).merges[:1]:
            merging.take_back(self.ws, merge.id)

    def records(self) -> list[int]:
        found = [record.id for record in reads.records(self.ws)]
        if not found:
            raise UserError("there are no records yet")
        return found

    def detach(self, which: int) -> None:
        records = self.records()
        merging.detach(self.ws, records[which % len(records)])

    def move(self, which: int, to: int) -> None:
        records = self.records()
        merging.move(self.ws, records[which % len(records)], self.one(to))

    def undo(self, which: int) -> None:
        operations = reads.history(self.ws)
        history.undo(self.ws, operations[which % len(operations)].id if operations else None)

    def redo(self, _which: int) -> None:
        history.redo(self.ws)


@contextmanager
def story() -> Iterator[Story]:
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as name:
        ws = Workspace.open(Path(name) / "w.deskcrm")
        yield Story(ws, Path(name))
        ws.close()


def picture(ws: Workspace, contact: int) -> Any:
    """What is there to read of a person, but that they were once merged, and in which row an order stood first."""
    p = reads.profile(ws, contact)
    timeline = [replace(entry, batch=None, file="", row=None) for entry in reads.timeline(ws, contact)]
    return (p.ids, p.fields, p.values, p.records, p.stage, p.measures, p.tasks, p.removed, timeline)


def their_marks(ws: Workspace, contact: int) -> set[str]:
    """The texts that came in with a person's own records, edits, notes and tasks."""
    profile = reads.profile(ws, contact)
    with ws.database.read() as connection:
        texts = [
            text
            for record in profile.records
            for (text,) in connection.execute("SELECT data FROM version WHERE record = ?", (record.id,))
        ]
        for one in profile.ids:
            texts += [t for (t,) in connection.execute("SELECT value FROM edit WHERE contact = ?", (one,)) if t]
            texts += [t for (t,) in connection.execute("SELECT title FROM task WHERE contact = ?", (one,))]
    texts += [entry.text for entry in reads.timeline(ws, contact)]
    return {mark for mark in (f"mark{n}x" for n in range(1, 200)) if any(mark in text for text in texts)}


@pytest.mark.timeout(3600 if SLOW else 120)
@settings(
    max_examples=settings().max_examples // 4,  # each is a whole workspace, rebuilt several times
    derandomize=not SLOW,  # the whole run looks further each time
)
@given(steps, pick, st.data())
def test_one_person_goes_and_all_others_stay_as_they_were(
    history_of_it: list[tuple[Any, ...]], whom: int, data: st.DataObject
) -> None:
    with story() as told:
        ws = told.ws
        for step in history_of_it:
            told.do(step)
        everybody = told.people_ids()
        if not everybody:
            return
        gone = told.one(whom)
        marks = their_marks(ws, gone)
        before = {contact: picture(ws, contact) for contact in everybody if contact != gone}
        erasing.erase(ws, gone)
        assert {contact: picture(ws, contact) for contact in told.people_ids()} == before
        assert checking.check(ws) == []
        raw = b"".join(path.read_bytes() for path in ws.path.parent.glob("w.deskcrm*"))
        assert [mark for mark in marks if mark.encode() in raw] == []
        for _ in range(data.draw(st.integers(0, 4))):
            told.do(data.draw(st.tuples(st.sampled_from(("undo", "redo")), pick)))
            assert checking.check(ws) == []
