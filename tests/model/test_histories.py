"""Random histories: after each step the real workspace shows what the plain book predicts, and nothing is ever lost."""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from plain_facts import LISTS, SINGLES
from retelling import check_take_back_is_as_if_never, check_undo_is_as_if_never
from sightings import Sightings
from twins import Twins

SLOW = bool(os.environ.get("DESKCRM_SLOW"))
STEPS_IN_ALL = int(os.environ.get("DESKCRM_HISTORIES", 20_000 if SLOW else 200)) * 50
SEQUENCES, STEPS = STEPS_IN_ALL * 14 // 500, 60
"""What hypothesis is asked for: so many sequences of so many steps at most; some end early."""
MEMORY = Path("/dev/shm")
"""Where there is a folder in memory, the workspaces are there: the disk's part is proven elsewhere."""

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
BY_WHICH_KNOWN = [("given", "family", "emails"), ("given", "family"), ("given", "emails"), ("family", "emails"),
                  ("emails",), ("given",), ("family",)]  # fmt: skip
ABOUT = ["organization", "phones", "tags", "birthday", "city"]
FIXED = {"Shop": ["id"], "Newsletter": [], "Till": ["order", "at", "total"], "Salon": ["at", "visit"]}
VALUES = {name: sorted({c for c in CELLS[name] if c and ";" not in c}) for name in (*SINGLES, *LISTS)}
CARDS = st.fixed_dictionaries(
    {"given": st.sampled_from(VALUES["given"])},
    optional={n: st.sampled_from(VALUES[n]) for n in ("family", "organization", "emails", "phones", "tags")},
)
OFTEN = {
    "import_file": 4, "import_again": 3, "add": 1, "edit": 6, "remove_or_bring_back": 2, "log_or_plan": 2,
    "delete_log": 1, "merge": 6, "take_back": 4, "detach": 2, "move": 2, "say_not_the_same": 1, "undo": 5, "redo": 3,
    "undo_and_redo": 1, "ask_whether_they_are_kept_apart": 1,
}  # fmt: skip
EDITABLE_LISTS = ("emails", "phones", "tags")


@st.composite
def files(draw: st.DrawFn) -> tuple[str, list[str], list[list[str]]]:
    """A source, some columns, a few rows of which none is blank."""
    source = draw(st.sampled_from(["Shop", "Shop", "Newsletter", "Newsletter", "Till", "Salon"]))
    chosen = set(draw(st.sampled_from(BY_WHICH_KNOWN)))
    if source == "Salon":
        chosen = {"given", "family", "emails"}
    if source in ("Shop", "Newsletter"):
        chosen |= {column for column in ABOUT if draw(st.booleans())}
    columns = FIXED[source] + [c for c in CELLS if c in chosen]
    chance = random.Random(draw(st.integers(0, 9999)))  # each cell drawn by itself would leave room for few steps
    rows = [[chance.choice(CELLS[c]) for c in columns] for _ in range(draw(st.integers(1, 4)))]
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


class Histories(RuleBasedStateMachine):
    """Whatever the owner does in whatever order, the workspace and the book stay alike."""

    runs = 0
    steps = 0
    sightings: ClassVar[Counter[str]] = Counter()
    retold: ClassVar[Counter[tuple[str, bool]]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="deskcrm-histories-", dir=MEMORY if MEMORY.is_dir() else None))
        self.twins = Twins(self._place("here"))
        self.book = self.twins.book

    def _place(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder

    def do(self, *step):
        return self.twins.do(step)

    def _roots(self):
        return [self.twins.contacts.of(root) for root in self.book.listed()]

    def _somebody(self, data):
        """Anybody, those who are joined with others twice as often."""
        joined = {c for edge in self.book.live_edges() for c in (edge.survivor, edge.loser)}
        everybody = list(self.twins.contacts)
        return data.draw(st.sampled_from([*everybody, *(w for w in everybody if self.twins.contacts[w] in joined)]))

    def _value(self, data, who, name):
        """Any value of a field, those that show twice as often."""
        shown = self.book.profile(self.twins.contacts[who]).get(name, ())
        return data.draw(st.sampled_from([*VALUES[name], *(sorted(shown) if name in LISTS else [])]))

    @rule(data=st.data())
    def step(self, data):
        """One thing that the owner does, of those that are possible."""
        moves = [move for move, often in OFTEN.items() if self._is_possible(move) for _ in range(often)]
        getattr(self, data.draw(st.sampled_from(moves)))(data)

    def _is_possible(self, move):
        return {
            "delete_log": lambda: self._deletable(),
            "merge": lambda: len(self.book.listed()) > 1,
            "take_back": lambda: self.twins.edges,
            "detach": lambda: self.book.live_records(),
            "move": lambda: self.book.live_records() and len(self.book.roots()) > 1,
            "undo": lambda: self.twins.standing(),
            "undo_and_redo": lambda: self.twins.standing(),
            "redo": lambda: self.twins.undone(),
        }.get(move, lambda: True)()

    # --- Steps -----------------------------------------------------------------------------------------------

    @initialize(file=files())
    def first_import(self, file):
        self.do("imports", *file)

    def import_file(self, data):
        self.do("imports", *data.draw(files()))

    def import_again(self, data):
        before = [step for step in self.twins.steps if step[0] == "imports"]
        self.do(*data.draw(st.sampled_from(before)))

    def add(self, data):
        self.do("adds", data.draw(CARDS))

    def edit(self, data):
        name = data.draw(st.sampled_from([*SINGLES, *EDITABLE_LISTS]))
        verb = data.draw(st.sampled_from(["add", "remove", "replace", "clear"] if name in LISTS else ["set", "clear"]))
        who = self._somebody(data)
        value = self._value(data, who, name) if verb != "clear" else ""
        old = self._value(data, who, name) if verb == "replace" else ""
        self.do("edits", who, name, "add" if verb == "replace" and old == value else verb, value, old)

    def remove_or_bring_back(self, data):
        self.do("hides", self._somebody(data), data.draw(st.booleans()))

    def log_or_plan(self, data):
        self.do("logs", self._somebody(data), data.draw(st.sampled_from(["log", "task"])))

    def _deletable(self):
        return [n for n, (_, log) in self.twins.logs.items() if log.kind == "log" and self.book.is_live(log)]

    def delete_log(self, data):
        self.do("deletes", data.draw(st.sampled_from(self._deletable())))

    def merge(self, data):
        who = data.draw(st.lists(st.sampled_from(self._roots()), min_size=2, max_size=5, unique=True))
        self.do("merges", who[0], who[1:], *self._dialog(data, who))

    def _dialog(self, data, who):
        """Choices for single values, and list values that are dropped."""
        if not data.draw(st.booleans()):
            return {}, []
        shown = {one: self.book.profile(self.twins.contacts[one]) for one in who}
        choosable = [
            (name, one)
            for one in who
            for name in ("name", *SINGLES[2:])
            if self.book.shown_claim(self.twins.contacts[one], name) is not None
        ]
        droppable = sorted({(n, v) for p in shown.values() for n in EDITABLE_LISTS for v in p.get(n, ())})
        choices = dict(data.draw(st.lists(st.sampled_from(choosable), max_size=3)) if choosable else [])
        drops = data.draw(st.lists(st.sampled_from(droppable), max_size=2, unique=True)) if droppable else []
        return choices, drops

    def take_back(self, data):
        live = [name for name, edge in self.twins.edges.items() if self.book.is_live(edge)]
        self.do("parts", data.draw(st.sampled_from(live or list(self.twins.edges))))

    def _live_records(self):
        return [self.twins.records.of(record) for record in self.book.live_records()]

    def detach(self, data):
        self.do("detaches", data.draw(st.sampled_from(self._live_records())))

    def move(self, data):
        record = data.draw(st.sampled_from(self._live_records()))
        left = self.book.root(self.book.contact_of(self.twins.records[record]))
        others = [name for name, contact in self.twins.contacts.items() if self.book.root(contact) != left]
        self.do("moves", record, data.draw(st.sampled_from(others)))

    def say_not_the_same(self, data):
        self.do("differs", self._somebody(data), self._somebody(data))

    def undo(self, data):
        self.do("undoes", data.draw(st.sampled_from(self.twins.standing())))

    def redo(self, data):
        self.do("redoes", data.draw(st.sampled_from(self.twins.undone())))

    def undo_and_redo(self, data):
        self.twins.check_there_and_back(data.draw(st.sampled_from(self.twins.standing())))

    def ask_whether_they_are_kept_apart(self, data):
        self.do("asks", self._somebody(data), self._somebody(data))

    # --- What must be so -------------------------------------------------------------------------------------

    @invariant()
    def both_agree(self):
        if len(self.twins.steps) % 8 == 0:
            self.twins.check()

    def teardown(self):
        try:
            if sys.exc_info()[0] is None and self.twins.steps:
                self._check_the_end()
        finally:
            self.twins.close()
            shutil.rmtree(self.folder)

    def _check_the_end(self):
        """In the end the workspace is whole, and everything can be undone, and redone to the same state."""
        Histories.runs += 1
        Histories.steps += len(self.twins.steps)
        chance = random.Random(len(self.twins.steps))
        self.twins.check()
        self.twins.check_whole()
        self.twins.check_raw_rows()
        if len(self.twins.steps) % 4 == 0:  # told by the history itself, so that a difference comes again
            self._look_back(chance)
        order = self.twins.standing()
        chance.shuffle(order)
        self.twins.check_all_undone_and_redone(order)
        self.twins.check_whole()
        self.sightings.update(self.twins.seen.seen)

    def _look_back(self, chance):
        standing = self.twins.standing()
        if standing:
            same = check_undo_is_as_if_never(self.twins, chance.choice(standing), self._place("undone"))
            self.retold["undo", same] += 1
        live = [name for name, edge in self.twins.edges.items() if self.book.is_live(edge)]
        if live:
            same = check_take_back_is_as_if_never(self.twins, chance.choice(live), self._place("parted"))
            self.retold["take back", same] += 1


@pytest.mark.slow
@pytest.mark.timeout(40_000 if SLOW else 900)
class TestHistories(Histories.TestCase):
    settings = settings(
        max_examples=SEQUENCES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=not SLOW,  # the ordinary run is the same every time; the whole one looks further each time
        suppress_health_check=list(HealthCheck),
    )

    def runTest(self):
        super().runTest()
        counted = {what: Histories.sightings[what] for what in Sightings.ALL}
        assert min(counted.values()) >= Histories.runs / 100, counted
        assert Histories.steps >= STEPS_IN_ALL
        assert min(Histories.retold["undo", True], Histories.retold["take back", True]) > 0
