"""Facts out of the tables, by the thousand roots at a time, as the domain reads them."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import orjson

from deskcrm.domain.facts import Assertion, Data, Edge, Edit, Facts, MemberFacts, RecordFacts
from deskcrm.domain.trust import ranks_of
from deskcrm.domain.unify import Claim

STANDING = "(SELECT undone_at FROM operation WHERE operation.id = {table}.operation) IS NULL"
NOT_WITHDRAWN = (
    "NOT EXISTS (SELECT 1 FROM withdrawal w JOIN operation o ON o.id = w.operation "
    "WHERE o.undone_at IS NULL AND w.fact_table = '{table}' AND w.fact = {table}.id)"
)


def live(table: str) -> str:
    """The SQL condition that a fact of `table` is live: its operation stands and no standing one withdraws it."""
    return f"{STANDING.format(table=table)} AND {NOT_WITHDRAWN.format(table=table)}"


def ids(values: Iterable[Any]) -> str:
    """A list as one bound parameter, for `IN (SELECT value FROM json_each(?))`."""
    return orjson.dumps(list(values)).decode()


IN = "IN (SELECT value FROM json_each(?))"


class Loader:
    """Reads facts within one transaction; what is the same for all roots (batches, trust, placements) is read once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.trust: dict[int, int] = {}
        self.ranks: dict[int, dict[str, int]] = {}  # of the sources that have rules
        for source, trust, rules in connection.execute("SELECT id, trust, rules FROM source"):
            self.trust_in(source, trust, orjson.loads(rules))
        self.wins: Mapping[str, str] | None = preferences(connection) or None
        self.standing: set[int] = {
            b for (b,) in connection.execute(f"SELECT id FROM batch WHERE {STANDING.format(table='batch')}")
        }
        self.placed: dict[int, int] = dict(
            connection.execute(
                f"SELECT record, contact FROM placement WHERE {live('placement')} ORDER BY operation, id"
            )
        )
        self._batch_at: dict[int, str] = dict(connection.execute("SELECT id, at FROM batch"))
        self._any: dict[str, bool] = {}

    def trust_in(self, source: int, trust: int, rules: Mapping[str, str]) -> None:
        """Has facts carry this trust in a source, whatever the tables say: for seeing what would be."""
        self.trust[source] = trust
        self.ranks.pop(source, None)
        if rules:
            self.ranks[source] = ranks_of(rules)

    def any(self, table: str) -> bool:
        """Whether a table holds anything at all: most workspaces lack most kinds of fact."""
        if table not in self._any:
            self._any[table] = bool(self.connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0])
        return self._any[table]

    def stated_at(self, claim: Claim | None) -> str:
        """When a claim was first made (ISO 8601 UTC), or "" for none."""
        if claim is None:
            return ""
        if claim.operation:
            found = self.connection.execute("SELECT at FROM operation WHERE id = ?", (claim.operation,)).fetchone()
            return str(found[0])
        return self.batch_at(claim.since)

    def batch_at(self, batch: int) -> str:
        """When a batch came in (ISO 8601 UTC), or "" for none."""
        return self._batch_at.get(batch, "")

    def roots(self, contacts: Iterable[int]) -> set[int]:
        """The roots of these contacts."""
        wanted = set(contacts)
        if not self.any("member"):
            return wanted
        joined = dict(self.connection.execute(f"SELECT contact, root FROM member WHERE contact {IN}", (ids(wanted),)))
        return {joined.get(contact, contact) for contact in wanted}

    def joined(self, contact: int) -> bool:
        """Whether a contact is joined with another one, as the survivor or not."""
        found = "SELECT EXISTS (SELECT 1 FROM member WHERE contact = :contact OR root = :contact)"
        return self.any("member") and bool(self.connection.execute(found, {"contact": contact}).fetchone()[0])

    def bare(self, companies: Collection[int]) -> list[int]:
        """Those of these contacts of which nobody ever said anything: companies known by their people alone."""
        tables = ("record", "placement", "edit", "event", "task", "file")
        said = " UNION ALL ".join(
            f"SELECT 1 FROM {table} WHERE contact = c.value" for table in tables if self.any(table)
        )
        joined = "SELECT 1 FROM member WHERE contact = c.value OR root = c.value"
        where = f"NOT EXISTS ({said}) AND NOT EXISTS ({joined})" if said else "TRUE"
        return [
            c
            for (c,) in self.connection.execute(f"SELECT c.value FROM json_each(?) c WHERE {where}", (ids(companies),))
        ]

    def facts(self, roots: Sequence[int]) -> dict[int, Facts]:
        """All that is live about these roots."""
        found = self.outline(roots)
        self._fill({member.contact: member for facts in found.values() for member in facts.members})
        return found

    def outline(self, roots: Sequence[int]) -> dict[int, Facts]:
        """Who is joined in these roots, and how; nothing of what their members say."""
        found = {root: Facts(root, []) for root in roots}
        root_of = {root: root for root in roots}
        if self.any("member"):
            root_of.update(self.connection.execute(f"SELECT contact, root FROM member WHERE root {IN}", (ids(roots),)))
        for contact, member in self._bare_members(root_of).items():
            root = root_of[contact]
            if contact == root:
                found[root].members.insert(0, member)
            else:
                found[root].members.append(member)
        if len(root_of) > len(found):
            self._edges(found, root_of)
        return found

    def members(self, contacts: Iterable[int]) -> dict[int, MemberFacts]:
        """What is live about each of these contacts by itself, whoever it is joined with; the oldest first."""
        members = self._bare_members(contacts)
        self._fill(members)
        return members

    def _bare_members(self, contacts: Iterable[int]) -> dict[int, MemberFacts]:
        kinds = self.connection.execute(f"SELECT id, kind FROM contact WHERE id {IN} ORDER BY id", (ids(contacts),))
        return {contact: MemberFacts(contact, kind) for contact, kind in kinds}

    def _fill(self, members: dict[int, MemberFacts]) -> None:
        self._records(members)
        self._edits(members)
        self._busy(members)

    def _records(self, members: dict[int, MemberFacts]) -> None:
        where, given = f"record.contact {IN}", ids(members)
        if self.placed:
            here = [record for record, contact in self.placed.items() if contact in members]
            where, given = f"(record.contact {IN} OR record.id IN ({','.join(map(str, here)) or 'NULL'}))", ids(members)
        rows = self.connection.execute(
            "SELECT record.contact, record.id, record.source, record.key, row.batch, max(row.line) AS last, "
            "row.version FROM record JOIN row ON row.record = record.id "
            f"WHERE {where} AND row.version IS NOT NULL "
            "GROUP BY record.id, row.batch, row.version ORDER BY record.id, row.batch, last",
            (given,),
        ).fetchall()  # the same in several rows of a file counts once, where it is last
        records: dict[int, RecordFacts] = {}
        heard: list[tuple[int, int, int, int]] = []
        standing, placed, ranks = self.standing, self.placed, self.ranks
        for contact, record, source, key, batch, line, version in rows:
            if batch not in standing:
                continue
            if record not in records:
                member = members.get(placed.get(record, contact) if placed else contact)
                if member is None:
                    continue
                records[record] = RecordFacts(record, source, self.trust[source], [], key, ranks.get(source), self.wins)
                member.records.append(records[record])
            heard.append((record, batch, line, version))
        said = self.said({version for _, _, _, version in heard})
        for record, batch, line, version in heard:
            records[record].assertions.append(Assertion(batch, line, version, said[version]))

    def said(self, versions: Collection[int]) -> dict[int, Data]:
        """What these versions say."""
        rows = self.connection.execute(f"SELECT id, data FROM version WHERE id {IN}", (ids(versions),))
        loads = orjson.loads
        return {version: loads(data) for version, data in rows}

    def _edits(self, members: dict[int, MemberFacts]) -> None:
        if not self.any("edit"):
            return
        rows = self.connection.execute(
            "SELECT contact, id, operation, field, verb, value, old FROM edit "
            f"WHERE contact {IN} AND {live('edit')} ORDER BY operation, id",
            (ids(members),),
        )
        for contact, edit, operation, field, verb, value, old in rows:
            members[contact].edits.append(Edit(edit, operation, field, verb, _value(value), _value(old)))

    def _busy(self, members: dict[int, MemberFacts]) -> None:
        given = ids(members)
        for table, query in (
            ("event", f"SELECT DISTINCT contact FROM event WHERE contact {IN}"),
            ("task", f"SELECT DISTINCT contact FROM task WHERE contact {IN} AND NOT deleted"),
            (
                "file",  # an import's photo is nothing that the owner did
                f"SELECT DISTINCT contact FROM file JOIN operation o ON o.id = file.operation AND o.kind <> 'import' "
                f"WHERE contact {IN} AND {live('file')}",
            ),
        ):
            if self.any(table):
                for (contact,) in self.connection.execute(query, (given,)):
                    members[contact].busy = True

    def _edges(self, found: dict[int, Facts], root_of: dict[int, int]) -> None:
        rows = self.connection.execute(
            f"SELECT id, operation, survivor, loser, choices FROM merge WHERE loser {IN} AND {live('merge')}",
            (ids(root_of),),
        )
        for edge, operation, survivor, loser, choices in rows:
            found[root_of[loser]].edges.append(Edge(edge, operation, survivor, loser, orjson.loads(choices)))


PREFERENCES = "survivorship"
"""The setting that says for which fields the owner prefers another word than the most trusted."""


def preferences(connection: sqlite3.Connection) -> dict[str, str]:
    """For which fields the most recent or complete word wins (`domain/winning`); the others go by trust."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (PREFERENCES,)).fetchone()
    return dict(orjson.loads(row[0])) if row else {}


def of_several_words(connection: sqlite3.Connection, most: int) -> list[int]:
    """The listed roots of which several records tell, at most so many."""
    rows = connection.execute(
        "SELECT coalesce(m.root, r.contact) AS root FROM record r LEFT JOIN member m ON m.contact = r.contact "
        "JOIN profile p ON p.root = coalesce(m.root, r.contact) WHERE p.removed = 0 "
        "GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT ?",
        (most,),
    )
    return [root for (root,) in rows]


def _value(text: str | None) -> Any:
    return None if text is None else orjson.loads(text)
