"""Random histories: after each step the real workspace shows what the plain model predicts."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from owners_desk import OwnersDesk, shown
from plain_book import LISTS, SINGLES, Book, Happening, Log, Row, Standing

from deskcrm.domain.errors import Refused
from deskcrm.services import reads

SLOW = bool(os.environ.get("DESKCRM_SLOW"))
SEQUENCES, STEPS = (1500, 30) if SLOW else (40, 20)

CELLS = {
    "id": ["1", "2", "3"],
    "given": ["anna", "anna", "a", "bob", "robert", ""],
    "family": ["weber", "weber", "miller", ""],
    "organization": ["acme", "ACME", "zeta", ""],
    "emails": ["a@x.example", "a@x.example", "b@x.example", "c@x.example", ""],
    "phones": ["+493012345671", "+493012345672", ""],
    "tags": ["vip", "new", "vip;new", "", ""],
    "birthday": ["1980-02-03", "1990-05-06", "", ""],
    "city": ["berlin", "hamburg", ""],
    "order": ["701", "702", "703"],
    "at": ["2026-01-05", "2026-02-06"],
    "total": ["10.00", "25.50"],
    "visit": ["haircut", "shave"],
}
ABOUT = ["organization", "phones", "tags", "birthday", "city"]
FIXED = {
    "Shop": ("people", ["id"]),
    "Newsletter": ("people", []),
    "Till": ("orders", ["order", "at", "total"]),
    "Salon": ("appointments", ["at", "visit"]),
}
FIELD_OF = {"city": "addresses"}
VALUES = {name: sorted({c for c in CELLS[name] if c and ";" not in c}) for name in (*SINGLES, *LISTS)}
EDITABLE_LISTS = ("emails", "phones", "tags")


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[str], list[list[str]]]:
    """A source, some columns, a few rows of which none is blank."""
    source = draw(st.sampled_from(["Shop", "Shop", "Newsletter", "Newsletter", "Till", "Salon"]))
    _, fixed = FIXED[source]
    chosen = draw(st.sets(st.sampled_from(["given", "family", "emails"]), min_size=1))
    if source == "Salon":
        chosen = {"given", "family", "emails"}
    if source in ("Shop", "Newsletter"):
        chosen |= draw(st.sets(st.sampled_from(ABOUT)))
    columns = fixed + [c for c in CELLS if c in chosen]
    cells = st.tuples(*(st.sampled_from(CELLS[c]) for c in columns)).map(list)
    rows = draw(st.lists(cells.filter(any), min_size=1, max_size=4))
    _somebody_in_each(columns, rows)
    if source == "Till":
        orders = [row[0] for row in rows]
        rows = [row for n, row in enumerate(rows) if row[0] not in orders[:n]]
    return source, columns, rows


def _somebody_in_each(columns: list[str], rows: list[list[str]]) -> None:
    """Each row names or reaches a person: one with a company alone would be the company's own."""
    at = {column: n for n, column in enumerate(columns)}
    names = [at[column] for column in ("given", "family") if column in at]
    for row in rows:
        if "organization" in at and not any(row[n] for n in names):
            row[at["organization"]] = ""
        if not any(row[at[column]] for column in ("given", "family", "emails", "phones") if column in at):
            column = next(column for column in ("emails", "given", "family") if column in at)
            row[at[column]] = CELLS[column][0]


def plain_rows(source: str, columns: list[str], rows: list[list[str]]) -> list[Row]:
    """The rows as the model has them."""
    found = []
    for line, cells in enumerate(rows, 2):
        row = dict(zip(columns, cells, strict=True))
        said = tuple((name, tuple(row[name].split(";"))) for name in (*SINGLES, *LISTS) if row.get(name))
        happening = None
        if source in ("Till", "Salon"):
            kind = "order" if source == "Till" else "appointment"
            happening = Happening(row.get("order", ""), kind, row["at"], row.get("total") or row.get("visit", ""))
        found.append(Row(line, row.get("id", ""), tuple(cells), said, happening))
    return found


class Histories(RuleBasedStateMachine):
    """Whatever the owner does in whatever order, the workspace and the model stay alike."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="deskcrm-histories-"))
        self.desk = OwnersDesk(self.folder)
        self.book = Book()
        self.real: dict[int, int] = {}
        self.activities: dict[int, Log] = {}
        self.imported: list[tuple[str, list[str], list[list[str]]]] = []

    # --- Steps -----------------------------------------------------------------------------------------------

    @initialize(file=files())
    def first_import(self, file):
        self.import_file(file)

    @rule(file=files())
    def import_file(self, file):
        source, columns, rows = file
        self.imported.append(file)
        done = self.desk.imports_table(columns, rows, source, FIXED[source][0])
        plain = plain_rows(source, columns, rows)
        homes = self.book.imports(done.operation, source, plain)
        problems = [row.line for row, home in zip(plain, homes, strict=True) if home is None]
        assert sorted(p.row for p in done.problems) == sorted(problems)
        self.meet_new_contacts()

    def meet_new_contacts(self):
        """Notes which real contact each new one of the model is, by the row that told of it."""
        batch = self.book.batches[-1]
        latest = {id(record): row.line for row, record in batch.placed}
        newest = max((r.batch for r in reads.records(self.desk.ws)), default=0)
        at = {r.row: r.contact for r in reads.records(self.desk.ws) if r.batch == newest}
        for _, record in batch.placed:
            contact = at.get(latest[id(record)])
            if record.contact not in self.real and contact not in self.real.values():
                self.real[record.contact] = contact

    @precondition(lambda self: self.imported)
    @rule(data=st.data())
    def import_again(self, data):
        self.import_file(data.draw(st.sampled_from(self.imported)))

    @rule(cells=st.fixed_dictionaries({"given": st.sampled_from(VALUES["given"])},
                                      optional={n: st.sampled_from(VALUES[n]) for n in ("family", "organization",
                                                "emails", "phones", "tags")}))  # fmt: skip
    def add(self, cells):
        contact = self.desk.adds(**{n: [v] if n in LISTS else v for n, v in cells.items()})
        self.real[self.book.add(self.desk.last(), cells.items())] = contact

    @precondition(lambda self: self.real)
    @rule(data=st.data(), name=st.sampled_from([*SINGLES, *EDITABLE_LISTS]))
    def edit(self, data, name):
        contact = data.draw(st.sampled_from(sorted(self.real)))
        verb = data.draw(st.sampled_from(["add", "remove", "replace", "clear"] if name in LISTS else ["set", "clear"]))
        value = data.draw(st.sampled_from(VALUES[name])) if verb != "clear" else ""
        old = data.draw(st.sampled_from([v for v in VALUES[name] if v != value])) if verb == "replace" else ""
        desk, real = self.desk, self.real[contact]
        operation = {
            "set": lambda: desk.sets(real, name, value),
            "clear": lambda: desk.clears(real, name),
            "add": lambda: desk.adds_value(real, name, value),
            "remove": lambda: desk.takes_out(real, name, value),
            "replace": lambda: desk.swaps(real, name, old, value),
        }[verb]()
        meant = self.book.meant(contact, name, verb, value, old)
        assert (operation is not None) == bool(meant), (verb, name, value, old)
        if operation is not None:
            self.book.edit(operation, contact, name, verb, value, old)

    @precondition(lambda self: self.real)
    @rule(data=st.data(), hidden=st.booleans())
    def remove_or_bring_back(self, data, hidden):
        contact = data.draw(st.sampled_from(sorted(self.real)))
        real = self.real[contact]
        operation = self.desk.removes(real) if hidden else self.desk.brings_back(real)
        if operation is not None:
            self.book.hide(operation, contact, hidden)

    @precondition(lambda self: self.real)
    @rule(data=st.data(), kind=st.sampled_from(["log", "task"]))
    def log_or_plan(self, data, kind):
        contact = data.draw(st.sampled_from(sorted(self.real)))
        if kind == "log":
            activity = self.desk.logs(self.real[contact], "rang up")
            self.activities[activity] = self.book.log(self.desk.last(), contact, kind)
        else:
            self.desk.plans("ring up", self.real[contact])
            self.book.log(self.desk.last(), contact, kind)

    @precondition(lambda self: self.activities)
    @rule(data=st.data())
    def delete_log(self, data):
        activity = data.draw(st.sampled_from(sorted(self.activities)))
        operation = self.desk.deletes(activity)
        assert operation is not None
        self.book.delete(operation, self.activities.pop(activity))

    @precondition(lambda self: any(map(self.book.stands, self.book.operations)))
    @rule(data=st.data())
    def undo(self, data):
        operation = data.draw(st.sampled_from([o for o in self.book.operations if self.book.stands(o)]))
        self.desk.undoes(operation)
        self.book.undo(operation)

    @precondition(lambda self: self.book.undone)
    @rule(data=st.data())
    def redo(self, data):
        operation = data.draw(st.sampled_from(sorted(self.book.undone)))
        try:
            self.book.redo(operation)
        except Standing:
            with pytest.raises(Refused):
                self.desk.redoes(operation)
        else:
            self.desk.redoes(operation)

    # --- What must be so after each --------------------------------------------------------------------------

    @invariant()
    def the_same_people_are_listed(self):
        assert set(self.desk.people()) == {self.real[contact] for contact in self.book.listed()}

    @invariant()
    def every_profile_shows_what_the_rules_say(self):
        for contact, real in self.real.items():
            profile = self.desk.profile(real)
            seen = {name: shown(profile, FIELD_OF.get(name, name)) for name in (*SINGLES, *LISTS)}
            assert {n: v for n, v in seen.items() if v} == self.book.profile(contact), (contact, real)
            assert profile.removed == self.book.hidden(contact) or not self.book.is_filled(contact)

    @invariant()
    def every_record_lies_where_it_should(self):
        real = sorted((r.source, r.contact, r.row) for r in reads.records(self.desk.ws))
        plain = []
        for record in self.book.live_records():
            batches = [[row.line for row, placed in b.placed if placed is record] for b in self.book.standing_batches()]
            line = max([lines for lines in batches if lines][-1])
            plain.append((record.source, self.real[record.contact], line))
        assert real == sorted(plain)

    @invariant()
    def everything_that_happened_is_there(self):
        for contact, real in self.real.items():
            plain = [(h.kind, h.at) for h in self.book.happenings(contact)]
            seen = [(kind, at) for kind, at in self.desk.happened(real) if kind != "note"]
            assert seen == sorted(plain), (contact, real)
            logs = sum(log.kind == "log" for log in self.book.live_logs(contact))
            assert len(self.desk.happened(real)) - len(seen) == logs
            assert self.desk.profile(real).measures["activities"] == len(plain) + logs

    @invariant()
    def the_same_companies_have_the_same_people(self):
        seen: dict[str, Any] = {}
        for company in self.desk.companies():
            profile = self.desk.profile(company)
            seen[profile.name.casefold()] = {link.contact for link in profile.links}
        assert seen == {n: {self.real[c] for c in people} for n, people in self.book.companies().items()}

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:
                self.undo_everything_and_redo_it()
        finally:
            self.desk.close()
            shutil.rmtree(self.folder)

    def undo_everything_and_redo_it(self):
        """In the end the workspace is whole; everything can be undone, and redone to the same state."""
        assert self.desk.complaints() == []
        before = self.desk.everything()
        standing = [o for o in self.book.operations if self.book.stands(o)]
        for operation in reversed(standing):
            self.desk.undoes(operation)
        assert self.desk.people() == self.desk.companies() == []
        assert reads.records(self.desk.ws) == []
        for operation in standing:
            self.desk.redoes(operation)
        assert self.desk.everything() == before
        assert self.desk.complaints() == []


TestHistories = pytest.mark.slow(pytest.mark.timeout(7200 if SLOW else 300)(Histories.TestCase))
TestHistories.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
