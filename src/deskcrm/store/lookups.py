"""What an import asks of the workspace about many rows at once: known keys, owners of identifiers, latest versions."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import orjson

from deskcrm.domain.erasure import Erasures
from deskcrm.domain.facts import Data
from deskcrm.domain.recognition import Owner
from deskcrm.domain.unify import NAME, member_side, unify
from deskcrm.store.erased import erasures, source_names
from deskcrm.store.loading import IN, Loader, ids
from deskcrm.store.writes import root_of


@dataclass(slots=True)
class KnownRecord:
    """A record that the workspace has for a key: its versions by digest, and what standing batches assert, in order.

    `last_file`: the versions that the latest of those batches asserts; a file can speak of one record in several rows.
    """

    id: int
    contact: int
    versions: dict[int, int] = field(default_factory=dict)  # digest → version
    asserted: list[int] = field(default_factory=list)  # versions, the latest assertion last
    last_file: set[int] = field(default_factory=set)
    _last_batch: int = 0

    def assert_in(self, batch: int, version: int) -> None:
        """Notes an assertion; batches come in order."""
        self.asserted.append(version)
        if batch != self._last_batch:
            self._last_batch, self.last_file = batch, set()
        self.last_file.add(version)

    @property
    def is_live(self) -> bool:
        """Whether any standing batch asserts it."""
        return bool(self.asserted)


@dataclass(slots=True)
class KnownActivity:
    """An activity that the workspace has for a key. `latest` is the digest that stands, None when it isn't live."""

    id: int
    versions: dict[int, int] = field(default_factory=dict)
    latest: int | None = None
    record: int | None = None
    raws: dict[int, str] = field(default_factory=dict)  # version → the cells of its rows (JSON)

    def keeps(self, version: int, rows: list[list[str]]) -> bool:
        """Whether the cells of these rows are kept with a version."""
        raw = self.raws.get(version)
        if raw is None:
            return False
        kept = orjson.loads(raw)
        return all(row in kept for row in rows)


class Lookups:
    """Questions about one source within one view of the workspace."""

    def __init__(self, connection: sqlite3.Connection, source: int) -> None:
        self.connection = connection
        self.source = source
        self.loader = Loader(connection)
        self.has_records = self._exists("SELECT 1 FROM record WHERE source = ?", source)
        self.has_points = self._exists("SELECT 1 FROM point")
        self.has_activities = self._exists("SELECT 1 FROM activity WHERE source = ?", source)

    def root_of(self, contact: int) -> int:
        """The profile that a contact is in. Raises NotFound."""
        return root_of(self.connection, contact)

    def erasures(self) -> Erasures | None:
        """Whom this workspace has erased; None where that is nobody."""
        return erasures(self.connection)

    def source_names(self) -> set[str]:
        """All the names that the source has and had; none of a new one."""
        return source_names(self.connection).get(self.source, set())

    def _exists(self, query: str, *given: int) -> bool:
        return bool(self.connection.execute(f"SELECT EXISTS ({query})", given).fetchone()[0])

    def records(self, keys: Collection[str]) -> dict[str, list[KnownRecord]]:
        """The records of these keys, oldest first: a key can have several, of which at most one is live."""
        if not self.has_records or not keys:
            return {}
        found: dict[str, list[KnownRecord]] = defaultdict(list)
        by_id: dict[int, KnownRecord] = {}
        for record, key, contact in self.connection.execute(
            f"SELECT id, key, contact FROM record WHERE source = ? AND key {IN} ORDER BY id", (self.source, ids(keys))
        ):
            by_id[record] = KnownRecord(record, self.loader.placed.get(record, contact))
            found[key].append(by_id[record])
        for version, record, digest in self.connection.execute(
            f"SELECT id, record, digest FROM version WHERE record {IN}", (ids(by_id),)
        ):
            by_id[record].versions[digest] = version
        for record, batch, version in self.connection.execute(
            f"SELECT record, batch, version FROM row WHERE record {IN} AND version IS NOT NULL ORDER BY batch, line",
            (ids(by_id),),
        ):
            if batch in self.loader.standing:
                by_id[record].assert_in(batch, version)
        return found

    def data(self, versions: Collection[int]) -> dict[int, Data]:
        """What these versions say."""
        rows = self.connection.execute(f"SELECT id, data FROM version WHERE id {IN}", (ids(versions),))
        return {version: orjson.loads(data) for version, data in rows}

    def owners(self, points: Collection[str]) -> dict[str, list[Owner]]:
        """Who owns these identifiers: the name that the owner has by itself, the birthday that its profile shows."""
        if not self.has_points or not points:
            return {}
        pairs = self.connection.execute(f"SELECT key, contact FROM point WHERE key {IN}", (ids(points),)).fetchall()
        people = self._identities({contact for _, contact in pairs})
        found: dict[str, list[Owner]] = defaultdict(list)
        for key, contact in pairs:
            if contact in people:
                found[key].append(people[contact])
        return found

    def _identities(self, contacts: set[int]) -> dict[int, Owner]:
        if not contacts:
            return {}
        joined = self._joined(contacts)
        with_id = self._with_id_of_source(contacts)
        people = {}
        alone = contacts - joined.keys()
        for contact, kind, given, family, organization, birthday in self.connection.execute(
            f"SELECT root, kind, given, family, organization, birthday FROM profile WHERE root {IN}", (ids(alone),)
        ):
            name = {part: text for part, text in (("given", given), ("family", family)) if text}
            people[contact] = Owner(contact, contact, kind, name, organization, birthday, contact in with_id)
        for root, facts in self.loader.facts(sorted(set(joined.values()))).items():
            birthday = unify(facts).text("birthday")
            for member in facts.members:
                singles = member_side(member).singles
                name = singles[NAME].value if NAME in singles else {}
                organization = str(singles["organization"].value) if "organization" in singles else ""
                has_id = any(m.contact in with_id for m in facts.members)
                people[member.contact] = Owner(member.contact, root, member.kind, name, organization, birthday, has_id)
        return people

    def _joined(self, contacts: Iterable[int]) -> dict[int, int]:
        """Those of the contacts that are joined with others, survivors included, and their roots."""
        if not self.loader.any("member"):
            return {}
        given = ids(contacts)
        found = dict(self.connection.execute(f"SELECT contact, root FROM member WHERE contact {IN}", (given,)))
        roots = self.connection.execute(f"SELECT DISTINCT root, root FROM member WHERE root {IN}", (given,))
        return {**found, **dict(roots)}

    def _with_id_of_source(self, contacts: Iterable[int]) -> set[int]:
        """Those whose root has a live record that carries an id of this source."""
        if not self.has_records:
            return set()
        roots = self._joined(contacts)
        mates = self.connection.execute(
            f"SELECT contact, root FROM member WHERE root {IN}", (ids(set(roots.values())),)
        ).fetchall()
        everybody = set(contacts) | set(roots.values()) | {c for c, _ in mates}
        placed = self.loader.placed
        rows = self.connection.execute(
            "SELECT DISTINCT record.id, record.contact, row.batch FROM record JOIN row ON row.record = record.id "
            f"WHERE (record.contact {IN} OR record.id {IN}) AND record.source = ? AND record.given",
            (ids(everybody), ids(record for record, contact in placed.items() if contact in everybody), self.source),
        )
        return {placed.get(record, contact) for record, contact, batch in rows if batch in self.loader.standing}

    def activities(self, keys: Collection[str]) -> dict[str, KnownActivity]:
        """The activities of these keys."""
        if not self.has_activities or not keys:
            return {}
        found, by_id = {}, {}
        for activity, key in self.connection.execute(
            f"SELECT id, key FROM activity WHERE source = ? AND key {IN}", (self.source, ids(keys))
        ):
            found[key] = by_id[activity] = KnownActivity(activity)
        digests: dict[int, int] = {}
        for version, activity, digest, raw in self.connection.execute(
            f"SELECT id, activity, digest, raw FROM activity_version WHERE activity {IN}", (ids(by_id),)
        ):
            by_id[activity].versions[digest] = version
            if raw is not None:
                by_id[activity].raws[version] = raw
            digests[version] = digest
        for activity, batch, version, record in self.connection.execute(
            f"SELECT activity, batch, activity_version, record FROM row WHERE activity {IN} ORDER BY batch, line",
            (ids(by_id),),
        ):
            if batch in self.loader.standing:
                by_id[activity].latest, by_id[activity].record = digests[version], record
        return found

    def company_contacts(self, name_keys: Collection[str]) -> dict[str, int]:
        """The company contacts that stand for these organization names."""
        rows = self.connection.execute(
            f"SELECT name_key, contact FROM organization WHERE name_key {IN}", (ids(name_keys),)
        )
        return dict(rows)
