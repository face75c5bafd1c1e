"""Erasing for good: every fact of some contacts, whatever else carries their text, and what remains (MODEL rule 16)."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import orjson

from deskcrm.domain.erasure import Traits, has_name, skipped_words, speaks_of
from deskcrm.domain.errors import BackupFailed
from deskcrm.languages import tr
from deskcrm.store import erased, erased_views, matches, measures, reminders, said, scrubbing
from deskcrm.store.derived import organization_key, refresh, rejoin
from deskcrm.store.engine import connect
from deskcrm.store.events import refresh_events
from deskcrm.store.loading import IN, Loader, ids
from deskcrm.store.operations import begin

_FILE_ERASED = "a file of somebody erased"
_SOURCE = "Source {}"


def erase(connection: sqlite3.Connection, contacts: Collection[int], operation: int, at: str) -> dict[str, int]:
    """Erases these contacts, all the members of a root or several; answers how many rows went, by table.

    Other people keep all that is theirs. What is derived is up to date then; the bytes are gone once `scrubbing.scrub`
    has run.
    """
    loader = Loader(connection)
    return _Erasing(connection, loader, set(contacts), records_at(loader, contacts), operation, at).run()


def reapply(connection: sqlite3.Connection, carried: erased.Carried, at: str) -> int:
    """Erases in a copy of the workspace, such as a backup, whoever was erased since; answers how many contacts.

    A copy of another workspace is left alone. Contacts that are younger than the copy are kept as empty ids, so that
    nobody else is given them.
    """
    gone = erased.put(connection, carried)
    maker = erased.marks(connection)
    if not gone or maker is None:
        return 0
    hashes = {mark for mark, contact, _ in carried.rows if contact in gone}
    operation = begin(connection, "erase", at, {"contacts": sorted(gone)})
    made = _made_at(connection, gone)
    here = {contact for contact in made if maker.contact(contact, made[contact]) in hashes}
    connection.execute(f"UPDATE erased SET contact = 0 WHERE contact {IN}", (ids(made.keys() - here),))  # others' ids
    connection.executemany(
        "INSERT INTO contact (id, kind, operation) VALUES (?, 'person', ?)",
        [(c, operation) for c in gone - made.keys()],
    )
    loader = Loader(connection)
    names = erased.source_names(connection)
    records = {
        record
        for record, source, key in connection.execute("SELECT id, source, key FROM record")
        if any(maker.key(name, key) in hashes for name in names[source])
    }
    _Erasing(connection, loader, here, records | records_at(loader, here), operation, at).run()
    return len(here)


def reapply_to_file(path: Path, carried: erased.Carried, at: str) -> int:
    """Erases in a closed copy of the workspace whoever was erased since, down to its bytes; answers how many contacts.

    Raises BackupFailed.
    """
    with closing(connect(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        count = reapply(connection, carried, at)
        connection.execute("COMMIT")
    if not scrubbing.scrub(path):
        raise BackupFailed(tr("{name} is in use or has no room, so nobody was erased in it.", name=path.name))
    return count


def _made_at(connection: sqlite3.Connection, contacts: Collection[int]) -> dict[int, str]:
    """When the operations were that made these contacts; unknown ones are missing."""
    sql = f"SELECT c.id, o.at FROM contact c JOIN operation o ON o.id = c.operation WHERE c.id {IN}"
    return dict(connection.execute(sql, (ids(contacts),)))


def records_at(loader: Loader, contacts: Collection[int]) -> set[int]:
    """The records that lie on these contacts now, live or not; what was moved to others is theirs."""
    rows = loader.connection.execute(f"SELECT id FROM record WHERE contact {IN}", (ids(contacts),))
    own = {record for (record,) in rows}
    away = {record for record, contact in loader.placed.items() if contact not in contacts}
    here = {record for record, contact in loader.placed.items() if contact in contacts}
    return own - away | here


class _Erasing:
    """One erasure within its transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        loader: Loader,
        contacts: set[int],
        records: set[int],
        operation: int,
        at: str,
    ) -> None:
        self.connection = connection
        self.loader = loader
        self.contacts = contacts
        self.records = records
        self.operation = operation
        self.at = at
        self.counts: Counter[str] = Counter()
        self.traits = traits_of(connection, contacts, records)
        self._lost: set[int] = set()  # operations that lost facts
        self._referring = _referring(connection)
        self._told = _tables_with(connection, "operation") - {"contact"}

    def run(self) -> dict[str, int]:
        measures.forget(self.connection, self.contacts)
        neighbours = self._neighbours()
        batches = self._batches()
        self._move_away()
        activities = self._activities()
        self._forget_images()
        self._delete_facts(activities)
        self._problem_rows()
        self._file_names(batches)
        self._forget_params()
        refresh(self.connection, neighbours - self.contacts, self.operation)  # the people of an erased company first
        around = rejoin(self.connection, self.contacts) | refresh_events(self.connection, activities)
        refresh(self.connection, around | neighbours | self.contacts, self.operation)
        self._consents()
        self._company_names()
        said.forget(self.connection)
        reminders.forget_lost(self.connection)
        matches.forget_figures(self.connection, self.contacts)
        self._settings()
        erased_views.forget(self.connection, self.traits)
        self._keep_marks()
        scrubbing.begin(self.connection)
        return dict(self.counts)

    def _rows(self, sql: str, *given: Any) -> list[Any]:
        return self.connection.execute(sql, given).fetchall()

    def _ids(self, sql: str, *given: Any) -> set[int]:
        return {value for row in self._rows(sql, *given) for value in row if value is not None}

    # Whom it touches --------------------------------------------------------------------------------------------------

    def _neighbours(self) -> set[int]:
        """Others whose profiles depend on what is erased: people of a company, companies, whose records lie here."""
        given, records = ids(self.contacts), ids(self.records)
        return (
            self._ids(f"SELECT root FROM profile WHERE company {IN}", given)
            | self._ids(f"SELECT company FROM profile WHERE root {IN}", given)
            | self._ids(f"SELECT contact FROM record WHERE id {IN}", records)
            | self._ids(f"SELECT contact FROM placement WHERE record {IN}", records)
            | self._ids(f"SELECT a, b FROM link WHERE a {IN} OR b {IN}", given, given)
        )

    def _batches(self) -> set[int]:
        return self._ids(f"SELECT DISTINCT batch FROM row WHERE record {IN}", ids(self.records))

    # Facts ------------------------------------------------------------------------------------------------------------

    def _move_away(self) -> None:
        """Records that the owner moved from here to others begin there now; no undo brings them back here."""
        for (record,) in self._rows(f"SELECT id FROM record WHERE contact {IN}", ids(self.contacts)):
            if record not in self.records:
                there = self.loader.placed[record]
                self.connection.execute("UPDATE record SET contact = ? WHERE id = ?", (there, record))

    def _activities(self) -> set[int]:
        """Those that are theirs: logged with them, or whose newest standing row is of their records (rule 11).

        Others' rows that once told of one let go of it; what is others' now loses only what their rows said of it.
        """
        given = ids(self.records)
        rows = self._rows(
            "SELECT activity, batch, line, record, activity_version FROM row WHERE activity IN "
            f"(SELECT activity FROM row WHERE record {IN}) ORDER BY batch, line",
            given,
        )
        by_activity: dict[int, list[tuple[int, int, int, int, int]]] = defaultdict(list)
        for row in rows:
            by_activity[row[0]].append(row)
        own = self._ids(f"SELECT id FROM activity WHERE contact {IN}", ids(self.contacts))
        for activity, told in by_activity.items():
            standing = [row for row in told if row[1] in self.loader.standing] or told
            if standing[-1][3] in self.records:
                own.add(activity)
            else:
                self._part_versions(told)
        self.connection.execute(
            "UPDATE row SET activity = NULL, activity_version = NULL "
            f"WHERE activity {IN} AND record NOT {IN}", (ids(own), given)
        )  # fmt: skip
        return own

    def _part_versions(self, told: list[tuple[int, int, int, int, int]]) -> None:
        """Of an activity that stays: versions that only their rows said go; those of others lose the cells."""
        theirs = {row[4]: row[1] for row in told if row[3] in self.records}
        others = {row[4] for row in told if row[3] not in self.records}
        for version in theirs.keys() & others:
            self.connection.execute("UPDATE activity_version SET raw = NULL WHERE id = ?", (version,))
        alone = theirs.keys() - others
        self.connection.execute(
            f"UPDATE row SET activity = NULL, activity_version = NULL WHERE activity_version {IN}", (ids(alone),)
        )
        self._delete("activity_version", alone)

    def _delete_facts(self, activities: set[int]) -> None:
        self._delete("record", self.records)
        self._delete("activity", activities)
        self._delete_referring("contact", self.contacts)

    def _delete(self, table: str, found: Collection[int]) -> None:
        """Deletes facts by id with all that refers to them, and the words that withdrew them."""
        if not found:
            return
        self._delete_referring(table, found)
        given = ids(found)
        if table in self._told:
            self._lost |= self._ids(f"SELECT DISTINCT operation FROM {table} WHERE id {IN}", given)
        self._lost |= self._ids(f"SELECT operation FROM withdrawal WHERE fact_table = ? AND fact {IN}", table, given)
        self.connection.execute(f"DELETE FROM withdrawal WHERE fact_table = ? AND fact {IN}", (table, given))
        self.counts[table] += self.connection.execute(f"DELETE FROM {table} WHERE id {IN}", (given,)).rowcount

    def _delete_referring(self, table: str, found: Collection[int]) -> None:
        given = ids(found)
        for child, column, has_id in self._referring[table]:
            if has_id:
                self._delete(child, self._ids(f"SELECT id FROM {child} WHERE {column} {IN}", given))
            else:
                gone = self.connection.execute(f"DELETE FROM {child} WHERE {column} {IN}", (given,)).rowcount
                self.counts[child] += gone

    def _consents(self) -> None:
        """The owner's words on points that nobody else has; of a shared one they go on holding."""
        gone = self.traits.points - self._owners().keys()
        self._delete("consent", self._ids(f"SELECT id FROM consent WHERE key {IN}", ids(gone)))

    def _owners(self) -> dict[str, set[int]]:
        """The others who have an identifier of theirs, by identifier."""
        found: dict[str, set[int]] = defaultdict(set)
        for key, contact in self._rows(f"SELECT key, contact FROM point WHERE key {IN}", ids(self.traits.points)):
            found[key].add(contact)
        return found

    def _settings(self) -> None:
        """How lists were left, which may name them, and what was begun to be written about them."""
        keys = [f"_draft.{contact}" for contact in self.contacts]
        self.connection.execute(
            "DELETE FROM setting WHERE key GLOB '_list.*' OR key IN (SELECT value FROM json_each(?))",
            (orjson.dumps(keys).decode(),),
        )

    # Their text elsewhere ---------------------------------------------------------------------------------------------

    def _forget_images(self) -> None:
        """The images of their mutable rows (tasks) and of sources called after them, in any operation."""
        for operation, text in self._rows("SELECT id, images FROM operation WHERE images IS NOT NULL"):
            images = orjson.loads(text)
            kept = [image for image in images if not self._is_of_theirs(image)]
            if len(kept) < len(images):
                self._lost.add(operation)
                said = orjson.dumps(kept).decode() if kept else None
                self.connection.execute("UPDATE operation SET images = ? WHERE id = ?", (said, operation))

    def _is_of_theirs(self, image: dict[str, Any]) -> bool:
        table, states = image["table"], [state for state in (image["before"], image["after"]) if state]
        if table == "source":
            return any(self._is_called_after(state["name"]) for state in states)
        if table == "saved_view":
            return any(erased_views.speaks(state, self.traits) for state in states)
        columns = [column for child, column, _ in self._referring["contact"] if child == table]
        return any(state.get(column) in self.contacts for state in states for column in columns)

    def _is_called_after(self, name: str) -> bool:
        return speaks_of([name], "", self.traits)

    def _problem_rows(self) -> None:
        """Rows that were not taken in and speak of them keep their place in the file, and nothing else."""
        rows = self._rows(
            "SELECT row.batch, row.line, row.problem, row.value, row.raw, s.name FROM row "
            "JOIN batch b ON b.id = row.batch JOIN source s ON s.id = b.source WHERE row.problem IS NOT NULL"
        )
        for batch, line, problem, value, raw, source in rows:
            cells = [str(cell) for cell in orjson.loads(raw)] if raw else []
            if speaks_of([*cells, value or ""], source, self.traits) or has_name(problem, self.traits):
                self.counts["problem_row"] += 1
                self.connection.execute(
                    "UPDATE row SET problem = ?, field = '', value = '', raw = NULL WHERE batch = ? AND line = ?",
                    (skipped_words(self.at), batch, line),
                )

    def _file_names(self, batches: Collection[int]) -> None:
        """A file called after them ("Anna Weber.vcf"), or a source called so by its file, is called so no more."""
        rows = self._rows(
            "SELECT b.id, b.file, s.id, s.name FROM batch b JOIN source s ON s.id = b.source "
            f"WHERE b.id {IN}", ids(batches),
        )  # fmt: skip
        for batch, file, source, name in rows:
            if self._is_called_after(file):
                self.connection.execute("UPDATE batch SET file = ? WHERE id = ?", (_FILE_ERASED, batch))
            if self._is_called_after(name):
                self.traits.keys |= {(_SOURCE.format(source), key) for known, key in self.traits.keys if known == name}
                self.connection.execute("UPDATE source SET name = ? WHERE id = ?", (_SOURCE.format(source), source))

    def _forget_params(self) -> None:
        """Operations of which nothing is left lose the words they carried."""
        for operation in self._lost:
            facts = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE operation = :id" for table in sorted(self._told))
            params, left = self.connection.execute(
                f"SELECT params, images IS NOT NULL OR EXISTS ({facts}) FROM operation WHERE id = :id",
                {"id": operation},
            ).fetchone()
            if not left and operation != self.operation:
                kept = {k: v for k, v in orjson.loads(params).items() if k == "kind" or not isinstance(v, str)}
                said = orjson.dumps({**kept, "erased": True}).decode()
                self.connection.execute("UPDATE operation SET params = ? WHERE id = ?", (said, operation))

    def _company_names(self) -> None:
        """The names of companies that only they worked for stand for nobody any more."""
        keys = {organization_key(name) for name in self.traits.organizations}
        companies = self._ids(f"SELECT contact FROM organization WHERE name_key {IN}", ids(keys))
        known = self._ids(
            f"SELECT root FROM profile WHERE root {IN} UNION SELECT company FROM profile WHERE company {IN}",
            ids(companies), ids(companies),
        )  # fmt: skip
        for company in Loader(self.connection).bare(companies - known):
            self.connection.execute("DELETE FROM organization WHERE contact = ?", (company,))

    # What remains -----------------------------------------------------------------------------------------------------

    def _keep_marks(self) -> None:
        maker = erased.make_marks(self.connection)
        others = {
            point: traits_of(self.connection, contacts, records_at(self.loader, contacts)).surnames
            for point, contacts in self._owners().items()
        }
        for contact, at in _made_at(self.connection, self.contacts).items():
            erased.add(self.connection, contact, self.at, [maker.contact(contact, at)])
        if self.contacts:
            erased.add(self.connection, min(self.contacts), self.at, maker.all(self.traits, others))


# What there is to know ------------------------------------------------------------------------------------------------


def traits_of(connection: sqlite3.Connection, contacts: Iterable[int], records: Iterable[int]) -> Traits:
    """By what some contacts can be told, from all that these records and the owner's edits ever said, live or not."""
    traits = Traits()
    given = ids(records)
    for (data,) in connection.execute(f"SELECT data FROM version WHERE record {IN}", (given,)):
        traits.hear(orjson.loads(data))
    names = erased.source_names(connection)
    for source, key in connection.execute(f"SELECT source, key FROM record WHERE id {IN}", (given,)):
        traits.keys.update((name, key) for name in names[source])
    traits.hear_edits(_edits(connection, contacts))
    return traits


def _edits(connection: sqlite3.Connection, contacts: Iterable[int]) -> Iterator[tuple[str, Any, Any]]:
    rows = connection.execute(f"SELECT field, value, old FROM edit WHERE contact {IN}", (ids(contacts),))
    for field, value, old in rows:
        yield field, orjson.loads(value or "null"), orjson.loads(old or "null")


def _referring(connection: sqlite3.Connection) -> dict[str, list[tuple[str, str, bool]]]:
    """For each table, those that refer to it: (table, column, whether its rows have an id).

    Read from the file itself, so that a table that is added later is reached too.
    """
    with_id = _tables_with(connection, "id")
    found: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for child, column, table in connection.execute(
        'SELECT m.name, f."from", f."table" FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f '
        "WHERE m.type = 'table' ORDER BY m.name, f.id"
    ):
        found[table].append((child, column, child in with_id))
    return found


def _tables_with(connection: sqlite3.Connection, column: str) -> set[str]:
    rows = connection.execute(
        "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = ?",
        (column,),
    )
    return {table for (table,) in rows}
