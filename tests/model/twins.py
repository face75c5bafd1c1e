"""A real workspace and the plain book side by side: each step is done in both, and both must agree.

A step is a tuple, its verb first; it names what earlier steps made by their number: contacts, records and edges as
"number:n", the n-th of that step; operations and log entries by the number alone. So a history can be told again
without one of its steps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from owners_desk import OwnersDesk, shown
from plain_book import Book
from plain_facts import LISTS, SINGLES, Edge, Happening, InTheWay, Log, Record, Row
from sightings import Sightings

from deskcrm.domain.errors import InvalidValue, Refused
from deskcrm.services import merging, reads

Step = tuple[Any, ...]
E = TypeVar("E", bound=Exception)
SHAPES = {"Shop": "people", "Newsletter": "people", "Till": "orders", "Salon": "appointments"}
FIELD_OF = {"city": "addresses"}


class Gone(Exception):
    """A step speaks of something that isn't there in this history."""


def plain_rows(source: str, columns: list[str], rows: list[list[str]]) -> list[Row]:
    """The rows of a file as the book has them."""
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


class Names(dict[str, Any]):
    """What steps made, by name."""

    def __missing__(self, name: str) -> Any:
        raise Gone(name)

    def of(self, thing: Any) -> str:
        """The name of a thing."""
        return next(name for name, other in self.items() if other is thing or other == thing)


class Twins:
    """The two of them, and what each calls what the other has."""

    def __init__(self, folder: Path) -> None:
        self.desk = OwnersDesk(folder)
        self.book = Book()
        self.steps: list[Step] = []
        self.decided: list[Any] = []
        self.seen = Sightings()
        self.contacts, self.records, self.edges = Names(), Names(), Names()
        self.real: dict[int, int] = {}
        self.real_records: dict[Record, int] = {}
        self.real_edges: dict[Edge, int] = {}
        self.operations: dict[int, int] = {}
        self.told: Counter[int] = Counter()
        self.logs: dict[int, tuple[int, Log]] = {}

    def close(self) -> None:
        self.desk.close()

    def looks(self) -> dict[str, Any]:
        """What lists and profiles show, by the names of people; companies by their own."""
        who = {real: self.contacts.of(contact) for contact, real in self.real.items()}
        found = {}
        for contact, (*look, links) in self.desk.looks().items():
            linked = sorted(who.get(link.contact, link.name.casefold()) for link in links)
            found[who.get(contact, look[1].casefold())] = (*look, linked)
        return found

    # --- Steps -----------------------------------------------------------------------------------------------

    def do(self, step: Step, number: int | None = None) -> Any:
        """Does one step in both; answers what was decided, in names. Raises Gone, writing nothing.

        `number`: the step's, where it is not the next one.
        """
        number = len(self.steps) if number is None else number
        self.seen.before(step, self.book, self.steps)
        self.desk.now_is(number)
        decided = getattr(self, f"_{step[0]}")(number, *step[1:])
        self.steps.append(step)
        self.decided.append(decided)
        self.told[number] += 1
        return decided

    def _operation(self, number: int) -> int:
        if number not in self.operations:
            raise Gone(number)
        return self.operations[number]

    def _new_contact(self, number: int, contact: int, real: int) -> None:
        made = sum(name.startswith(f"{number}:") for name in self.contacts)
        self.contacts[f"{number}:{made}"] = contact
        assert real not in self.real.values()
        self.real[contact] = self.book.numbers[contact] = real

    def _imports(self, number: int, source: str, columns: list[str], rows: list[list[str]]) -> Any:
        done = self.desk.imports_table(columns, rows, source, SHAPES[source])
        self.operations[number] = done.operation
        plain = plain_rows(source, columns, rows)
        homes = self.book.imports(done.operation, source, plain)
        problems = [row.line for row, home in zip(plain, homes, strict=True) if home is None]
        assert sorted(p.row for p in done.problems) == sorted(problems)
        self._meet(number, done.batch)
        return [h and (self.records.of(h), self.contacts.of(self.book.contact_of(h))) for h in homes]

    def _meet(self, number: int, batch: int) -> None:
        """Notes which real record and contact each new one of the book is, by the row that told of it."""
        at = {r.row: r for r in reads.records(self.desk.ws) if r.batch == batch}
        latest = {record: row.line for row, record in self.book.batches[-1].placed}
        made = 0
        for record, line in latest.items():
            if record in self.real_records:
                continue
            self.records[f"{number}:{made}"] = record
            made += 1
            self.real_records[record] = at[line].id
            contact = self.book.contact_of(record)
            if contact not in self.real:
                self._new_contact(number, contact, at[line].contact)

    def _adds(self, number: int, cells: dict[str, str]) -> Any:
        real = self.desk.adds(**{n: [v] if n in LISTS else v for n, v in cells.items()})
        self.operations[number] = self.desk.last()
        self._new_contact(number, self.book.add(self.desk.last(), cells.items()), real)

    def _edits(self, number: int, who: str, name: str, verb: str, value: str = "", old: str = "") -> Any:
        contact = self.contacts[who]
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
            self.operations[number] = operation
            self.book.edit(operation, contact, name, verb, value, old)
        return sorted((self.contacts.of(member), *said) for member, *said in meant)

    def _hides(self, number: int, who: str, hidden: bool) -> Any:
        contact = self.contacts[who]
        operation = self.desk.removes(self.real[contact]) if hidden else self.desk.brings_back(self.real[contact])
        assert operation is not None
        self.operations[number] = operation
        self.book.hide(operation, contact, hidden)
        return sorted(map(self.contacts.of, self.book.members(contact)))

    def _logs(self, number: int, who: str, kind: str) -> Any:
        contact = self.contacts[who]
        real = self.real[contact]
        made = self.desk.logs(real, "rang up") if kind == "log" else self.desk.plans("ring up", real)
        self.operations[number] = self.desk.last()
        self.logs[number] = (made, self.book.log(self.desk.last(), contact, kind))
        return self.contacts.of(self.book.root(contact))

    def _deletes(self, number: int, log: int) -> Any:
        if log not in self.logs:
            raise Gone(log)
        activity, plain = self.logs[log]
        operation = self.desk.deletes(activity)
        assert operation is not None
        self.operations[number] = operation
        self.book.delete(operation, plain)

    def _merges(
        self, number: int, keep: str, others: list[str], choices: dict[str, str], drops: list[tuple[str, str]]
    ) -> Any:  # fmt: skip
        contacts = [self.contacts[who] for who in (keep, *others)]
        chosen = {name: self.contacts[who] for name, who in choices.items()}
        if len({self.book.root(c) for c in contacts}) < len(contacts):
            raise Gone("they are one already")
        if any(self.book.shown_claim(c, name) is None for name, c in chosen.items()):
            raise Gone("nothing to choose")
        chosen = {name: self.book.root(c) for name, c in chosen.items()}
        real, *others_real = (self.real[c] for c in contacts)
        edges = self.desk.merges(real, others_real, {n: self.real[c] for n, c in chosen.items()}, drops)
        self.operations[number] = self.desk.last()
        made = self.book.merge(self.desk.last(), contacts[0], contacts[1:], chosen, drops)
        for n, (edge, real_edge) in enumerate(zip(made, edges, strict=True)):
            self.edges[f"{number}:{n}"] = edge
            self.real_edges[edge] = real_edge
        removed = [e for e in self.book.edits if e.operation == self.desk.last()]
        names = [(self.contacts.of(e.survivor), self.contacts.of(e.loser)) for e in made]
        return names, sorted((self.contacts.of(e.contact), e.field, e.value) for e in removed)

    def _parts(self, number: int, name: str) -> Any:
        """A merge is taken back; decided is which of the values that its dialog dropped come back."""
        edge = self.edges[name]
        real = self.real_edges[edge]
        if not self.book.is_live(edge):
            refused(lambda: merging.take_back(self.desk.ws, real))
            return "refused"
        self.desk.parts(real)
        self.operations[number] = self.desk.last()
        freed = self.book.take_back(self.desk.last(), edge)
        return sorted((self.contacts.of(edit.contact), edit.field, edit.value) for edit in freed)

    def _detaches(self, number: int, name: str) -> Any:
        record = self.records[name]
        if not self.book.asserting(record):
            raise Gone("not live")
        real = self.real_records[record]
        if self.book.is_all(record):
            refused(lambda: merging.detach(self.desk.ws, real))
            return "refused"
        left = self.book.contact_of(record)
        new = self.desk.detaches(real)
        self.operations[number] = self.desk.last()
        self._new_contact(number, self.book.detach(self.desk.last(), record), new)
        return self.contacts.of(left)

    def _moves(self, number: int, name: str, who: str) -> Any:
        record, contact = self.records[name], self.contacts[who]
        if not self.book.asserting(record):
            raise Gone("not live")
        left, root = self.book.contact_of(record), self.book.root(contact)
        if self.book.root(left) == root:
            raise Gone("it is there already")
        self.desk.moves(self.real_records[record], self.real[contact])
        self.operations[number] = self.desk.last()
        self.book.move(self.desk.last(), record, contact)
        return self.contacts.of(left), self.contacts.of(root)

    def _differs(self, number: int, one: str, other: str) -> Any:
        """They are not the same."""
        a, b = self.contacts[one], self.contacts[other]
        if self.book.root(a) == self.book.root(b):
            with_error(InvalidValue, lambda: merging.not_same(self.desk.ws, self.real[a], self.real[b]))
            return "refused"
        self.operations[number] = self.desk.tells_apart(self.real[a], self.real[b])
        self.book.tell_apart(self.desk.last(), a, b)
        return self.contacts.of(self.book.root(a)), self.contacts.of(self.book.root(b))

    def _asks(self, number: int, one: str, other: str) -> Any:
        """Whether two are said not to be the same."""
        a, b = self.contacts[one], self.contacts[other]
        if self.book.root(a) == self.book.root(b):
            return None
        said = bool(self.book.kept_apart([self.book.members(a), self.book.members(b)]))
        assert merging.compare(self.desk.ws, [self.real[a], self.real[b]]).not_same == said
        return said

    def _undoes(self, number: int, step: int) -> Any:
        return self._flip(self._operation(step), self.book.undo, self.desk.undoes)

    def _redoes(self, number: int, step: int) -> Any:
        return self._flip(self._operation(step), self.book.redo, self.desk.redoes)

    def _flip(self, operation: int, plain: Callable[[int], None], real: Callable[[int], None]) -> Any:
        """Both do it, or both refuse and name what stands in the way."""
        in_the_way: set[int] = set()
        try:
            plain(operation)
        except InTheWay as way:
            in_the_way = way.operations
        if not in_the_way:
            real(operation)
            return None
        named = set(with_error(Refused, lambda: real(operation)).stands_in_the_way)
        assert named, "names nothing"
        assert named <= in_the_way
        return "refused"

    # --- Both agree ------------------------------------------------------------------------------------------

    def check(self) -> None:
        """The same people are listed with the same values, and everything that came in is where it should be."""
        desk, book = self.desk, self.book
        assert set(desk.people()) == {self.real[root] for root in book.listed()}
        for contact, root in book.all_roots().items():
            assert merging.survivor(desk.ws, self.real[contact]) == self.real[root]
        self._check_records()
        happened = book.happenings()
        for root in book.roots():
            members = book.members(root)
            profile = desk.profile(self.real[members[-1]])
            assert profile.id == self.real[root]
            assert set(profile.ids) == {self.real[member] for member in members}
            seen = {name: shown(profile, FIELD_OF.get(name, name)) for name in (*SINGLES, *LISTS)}
            assert {n: v for n, v in seen.items() if v} == book.profile(root), root
            assert profile.removed == book.hidden(root) or not book.filled(root)
            self._check_findable(profile, members)
            self._check_happened(profile, members, [h for m in members for h in happened[m]])
        self._check_companies()

    def _check_records(self) -> None:
        seen = {(r.id, r.contact, r.profile, r.row) for r in reads.records(self.desk.ws)}
        plain = set()
        for record in self.book.live_records():
            contact = self.book.contact_of(record)
            lines = [row.line for row, placed in self.book.asserting(record)[-1].placed if placed is record]
            root = self.real[self.book.root(contact)]
            plain.add((self.real_records[record], self.real[contact], root, max(lines)))
        assert seen == plain

    def _check_findable(self, profile: Any, members: list[int]) -> None:
        """Every value that ever came in by what stands is among the profile's values: shown, formerly or removed."""
        edits = [edit for member in members for edit in self.book.live_edits(member)]
        said = {(edit.field, edit.value) for edit in edits if edit.verb in ("set", "add")}
        for record in (r for m in members for r in self.book.live_records(m)):
            for row in self.book.sayings(record, self.book.asserting(record)):
                said |= {(name, value) for name, values in row.items() for value in values}
        found = {name: set[str]() for name in (*SINGLES, *LISTS)}
        for name in found:
            for key in (FIELD_OF.get(name, name), *(["name"] if name in ("given", "family") else [])):
                for value in profile.values.get(key, ()):
                    found[name].add(plain_text(value.value))
        lost = {(name, value) for name, value in said if value not in found[name]}
        assert not lost, (profile.id, lost)

    def _check_happened(self, profile: Any, members: list[int], happened: list[Happening]) -> None:
        notes = sum(log.kind == "log" for m in members for log in self.book.live_logs(m))
        plain = sorted([(h.kind, h.at) for h in happened])
        seen = self.desk.happened(profile.id)
        assert [entry for entry in seen if entry[0] != "note"] == plain
        assert len(seen) - len(plain) == notes
        assert profile.measures["activities"] == len(seen)
        assert len(profile.tasks) == sum(log.kind == "task" for m in members for log in self.book.live_logs(m))

    def _check_companies(self) -> None:
        seen: dict[str, Any] = {}
        for company in self.desk.companies():
            profile = self.desk.profile(company)
            seen[profile.name.casefold()] = {link.contact for link in profile.links}
        assert seen == {n: {self.real[c] for c in people} for n, people in self.book.companies().items()}

    def check_raw_rows(self) -> None:
        """Each row of each file that was ever read is kept as it was, whatever was undone since."""
        files = Counter(tuple(row) for step in self.steps if step[0] == "imports" for row in step[3])
        assert set(self.desk.raw_rows()) >= set(files)

    def check_whole(self) -> None:
        """Everything derived is what a rebuild makes of the facts."""
        assert self.desk.complaints() == []

    # --- Undo and redo ---------------------------------------------------------------------------------------

    def standing(self) -> list[int]:
        """The steps whose operations stand."""
        return [number for number, operation in self.operations.items() if self.book.stands(operation)]

    def undone(self) -> list[int]:
        return [number for number, operation in self.operations.items() if not self.book.stands(operation)]

    def check_there_and_back(self, number: int) -> None:
        """Undo and then redo of a step give exactly the state before."""
        before = self.desk.everything()
        if self.do(("undoes", number)) is None:
            self.do(("redoes", number))
            assert self.desk.everything() == before

    def check_all_undone_and_redone(self, order: list[int]) -> None:
        """In whatever order, those refused tried again: the first state, and then the last one."""
        before = self.desk.everything()
        self._flip_all("undoes", order)
        assert self.desk.people() == self.desk.companies() == []
        assert reads.records(self.desk.ws) == []
        self._flip_all("redoes", order)
        assert self.desk.everything() == before

    def _flip_all(self, verb: str, left: list[int]) -> None:
        while left:
            refused = [number for number in left if self.do((verb, number)) == "refused"]
            assert len(refused) < len(left), f"nothing more {verb}"
            left = refused


def plain_text(value: Any) -> str:
    """A value without its label; of an address the city."""
    if isinstance(value, dict):
        return str(value["value"] if "value" in value else value.get("city", ""))
    return str(value)


def with_error(kind: type[E], do: Callable[[], object]) -> E:
    """The error of that kind that it raises."""
    try:
        do()
    except kind as error:
        return error
    raise AssertionError(f"no {kind.__name__}")


def refused(do: Callable[[], object]) -> None:
    with_error(Refused, do)
