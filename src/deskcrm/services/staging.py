"""From the rows of one file to staged facts: each row's record, version and activity, and whom it belongs to.

Works a chunk at a time on one view of the workspace, and writes nothing there (MODEL rules 9, 10, 11 and 18).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from deskcrm.domain.erasure import Erasures, skipped_words
from deskcrm.domain.facts import Data
from deskcrm.domain.recognition import (
    Match,
    Owner,
    conflicts,
    content_key,
    derived_key,
    digest_of,
    kind_of,
    name_of,
    recognise,
)
from deskcrm.domain.summary import summary_of_version
from deskcrm.domain.taking import taken as reasons
from deskcrm.domain.taking.decisions import Decisions
from deskcrm.domain.taking.taken import UNKNOWN_ID, Taken, is_id_alone, merge_lines
from deskcrm.domain.unify import consents_among, version_points
from deskcrm.domain.views import ImportCounts
from deskcrm.languages import tr
from deskcrm.services.staged import (
    ATTACHED,
    CREATED,
    LEFT_OUT,
    PROBLEM,
    UNCHANGED,
    UPDATED,
    WAITING,
    Unit,
)
from deskcrm.services.staging_activities import ActivityStager, counted
from deskcrm.services.telling import Teller
from deskcrm.store.derived import organization_key, profile_row
from deskcrm.store.lookups import KnownRecord, Lookups
from deskcrm.store.recall import Recall, Seen, SeenRecords
from deskcrm.store.sales import NO_SALES
from deskcrm.store.scratch import Scratch


@dataclass(slots=True)
class Stager:
    """Stages one file. `at`: the moment of the import (ISO 8601 UTC); `decisions`: the owner's about single rows.

    `source`: the name of its source, by which it is known whose keys were erased; `hides`: whether some of what it says
    never shows, so that nobody's profile can be told from the row alone.
    """

    lookups: Lookups
    scratch: Scratch
    teller: Teller
    kind: str
    at: str
    with_activities: bool
    source: str = ""
    decisions: Decisions = field(default_factory=Decisions)
    hides: bool = False
    _seen: SeenRecords = field(init=False)
    _contents: Recall[int] = field(init=False)
    _numbers: Counter[str] = field(default_factory=Counter)
    _staged: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))  # of this chunk
    _skipped: dict[str, str] = field(default_factory=dict)  # keys of rows of erased people: when they were erased
    _held: Unit | None = None
    _happenings: ActivityStager = field(init=False)
    _erasures: Erasures | None = field(init=False)
    _source_names: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self._seen = SeenRecords(self.scratch, "seen")
        self._contents = Recall(self.scratch, "content")
        self._happenings = ActivityStager(self.scratch, self.teller)
        self._erasures = self.lookups.erasures()
        self._source_names = {self.source} | self.lookups.source_names() if self._erasures else set()

    # Rows into units --------------------------------------------------------------------------------------------------

    def take(self, lines: Sequence[int], rows: Sequence[list[str]], takens: Sequence[Taken]) -> None:
        """Stages some rows of the file, in file order."""
        units = [Unit([line], [row], taken) for line, row, taken in zip(lines, rows, takens, strict=True)]
        self.teller.counts["rows"] += len(units)
        self._stage(list(self._grouped(units)) if self.with_activities else units)

    def finish(self) -> ImportCounts:
        """Stages what was held back; answers the figures."""
        if self._held is not None:
            held, self._held = self._held, None
            self._stage([held])
        self._match_several()
        self._part_rivals()
        self._settle_repeats()
        self.scratch.flush()
        return self.teller.figures()

    def _grouped(self, units: list[Unit]) -> Iterator[Unit]:
        """Joins neighbouring rows of one order. The last one is held back: the next chunk may go on with it."""
        for unit in units:
            held = self._held
            if held is not None and unit.taken.activity_key and unit.taken.activity_key == held.taken.activity_key:
                held.lines += unit.lines
                held.rows += unit.rows
                held.taken = merge_lines([held.taken, unit.taken])
                continue
            if held is not None:
                yield held
            self._held = unit

    # Units into facts -------------------------------------------------------------------------------------------------

    def _stage(self, units: list[Unit]) -> None:
        out = self.decisions.left_out
        good = [unit for unit in units if unit.taken.problem is None and unit.lines[0] not in out]
        for unit in good:
            unit.key = self._key(unit)
            self._digest(unit)
        keys = {unit.key for unit in good}
        self._seen.bring(keys)
        fresh = {key for key in keys if self._seen.get(key) is None}
        known = self.lookups.records(fresh)
        unknown = [u for u in good if u.key in fresh and not any(k.is_live for k in known.get(u.key, ()))]
        owners = self.lookups.owners({point for u in unknown for point in u.taken.points})
        said = self._said(good, known)
        activities = self.lookups.activities(self._happenings.keys(good)) if self.with_activities else {}
        for unit in units:
            if unit.lines[0] in out:
                self._refuse(unit, LEFT_OUT, "", "", reasons.LEFT_OUT)
                continue
            if unit.taken.problem is not None:
                self._refuse(unit, PROBLEM, *unit.taken.problem)
                continue
            erased = self._erased_at(unit, known.get(unit.key, []), owners) if self._erasures else ""
            if erased:
                self._skip(unit, erased)
                continue
            seen = self._person(unit, known.get(unit.key, []), owners, said)
            if seen is not None and unit.taken.activity is not None:
                version = seen.versions[seen.latest]
                self._staged["row"] += self._happenings.stage(unit, seen.record, version, seen.contact, activities)
        self._put_away()

    def _erased_at(self, unit: Unit, known: list[KnownRecord], owners: dict[str, list[Owner]]) -> str:
        """When the person was erased whom a row is about, or "". A record that stands is of somebody who is there."""
        seen = self._seen.get(unit.key)
        if (seen is not None and seen.record > 0) or any(record.is_live for record in known):
            return ""
        assert self._erasures is not None
        taken = unit.taken
        return self._skipped.get(unit.key) or self._erasures.of_row(
            self._source_names, unit.key, taken.data, taken.points, owners
        )

    def _skip(self, unit: Unit, erased: str) -> None:
        """Counts the rows of somebody erased, and keeps nothing of them (rule 16)."""
        self._skipped[unit.key] = erased
        self._refuse(unit, PROBLEM, "", "", skipped_words(erased), keep=False)

    def _put_away(self) -> None:
        """Gives what this chunk came to to the scratch file."""
        self.scratch.extend("version", self._staged.pop("version", []))
        for kind, rows in self._staged.items():
            self.scratch.block(kind, rows)
        self._staged.clear()
        self._seen.settle()
        self._contents.settle()
        self._happenings.settle()

    def _key(self, unit: Unit) -> str:
        taken = unit.taken
        key = taken.given_key or derived_key(taken.data, taken.points, self.kind)
        if key:
            return key
        content = orjson.dumps(unit.rows)
        return content_key(content, counted(self._contents, content))

    def _digest(self, unit: Unit) -> None:
        """Puts the unit's data into the form in which it is kept and compared; an order keeps its cells elsewhere."""
        unit.said = orjson.dumps(unit.taken.data)
        if not self.with_activities:
            unit.raw = orjson.dumps(unit.rows[0])
        unit.digest = digest_of(unit.said, unit.raw or b"")

    def _said(self, units: list[Unit], known: dict[str, list[KnownRecord]]) -> dict[int, Data]:
        """What the versions of those records say with which a row has to be compared."""
        wanted: set[int] = set()
        for unit in units if known else ():
            for record in known.get(unit.key, ()):
                if not record.is_live or record.versions.get(unit.digest) != record.asserted[-1]:
                    wanted.update(record.asserted or record.versions.values())
        return self.lookups.data(wanted) if wanted else {}

    def _person(
        self, unit: Unit, known: list[KnownRecord], owners: dict[str, list[Owner]], said: dict[int, Data]
    ) -> Seen | None:
        """The record of a unit, staged with its version and rows; None where the row is a problem."""
        seen = self._seen.get(unit.key)
        if seen is not None:
            return self._again(unit, seen, unit.digest)
        for record in sorted(known, key=lambda r: (r.is_live, r.id), reverse=True):  # the live one, then the latest
            versions = [said[v] for v in record.asserted or record.versions.values() if v in said]
            if not versions or not conflicts(unit.taken.data, versions):
                return self._known(unit, record, unit.digest, versions)
            if record.is_live:
                self._clash(unit, versions[-1])
                return None
        if not unit.taken.points and is_id_alone(unit.taken):
            self._refuse(unit, PROBLEM, "", unit.taken.given_key, UNKNOWN_ID)
            return None
        kind = self.kind if self.kind == "company" else kind_of(unit.taken.data)
        match = self._decided(unit) or recognise(
            unit.taken.data, kind, bool(unit.taken.given_key), unit.taken.points, owners
        )
        if match is None and kind != "person":
            match = self._company_by_name(unit)
        if match is None and self.decisions.waits and unit.taken.activity is not None:
            self._refuse(unit, WAITING, "", unit.taken.given_key or name_of(unit.taken.data), reasons.WAITING)
            return None
        kind = kind or "company"
        contact = match.contact if match else self._new_contact(kind)
        seen = self._new_record(unit, contact, match)
        self._new_version(unit, seen, unit.digest)
        if match:
            self._attach(unit, seen, match)
        else:
            self._tell(unit, CREATED, seen)
            if self.with_activities or self.hides:
                self.scratch.touch(contact, loose=False)
            else:
                self._derive(unit, seen, kind)
        self._find_by(unit, seen, owners)
        self._rows(unit, seen)
        return seen

    def _again(self, unit: Unit, seen: Seen, digest: int) -> Seen | None:
        """A further row of a record that this file spoke of already."""
        if digest != seen.latest and unit.taken.given_key:
            earlier = [self._data_of(version) for version in seen.versions.values() if version not in seen.silent]
            if conflicts(unit.taken.data, earlier):
                self._clash(unit, earlier[-1])
                return None
        how = UNCHANGED
        if digest != seen.latest:
            if digest in seen.versions:
                seen.versions[digest] = seen.versions.pop(digest)  # it is what was said last
            else:
                self._new_version(unit, seen, digest)
            seen.latest = digest
            seen.silent.discard(seen.versions[digest])
            if seen.versions[digest] in seen.last_file:
                seen.before = seen.known_latest
            else:
                self.scratch.touch(seen.contact, loose=True)
                how = UPDATED if seen.record > 0 else UNCHANGED
            seen.several = seen.record < 0
        self._tell(unit, how, seen)
        self._rows(unit, seen)
        return seen

    def _data_of(self, version: int) -> Data:
        if version > 0:
            return self.lookups.data([version])[version]
        self.scratch.extend("version", self._staged.pop("version", []))
        return orjson.loads(self.scratch.one("version", -version)[3])  # type: ignore[no-any-return]

    def _known(self, unit: Unit, record: KnownRecord, digest: int, versions: list[Data]) -> Seen:
        """A row of a record that the workspace has."""
        latest_version = record.asserted[-1] if record.asserted else None
        latest = next((d for d, v in record.versions.items() if v == latest_version), 0)
        seen = Seen(record.id, record.contact, dict(record.versions), latest)
        seen.known_latest, seen.last_file = latest, record.last_file
        if record.is_live:
            seen.silent = set(record.versions.values()) - {*record.asserted, record.versions.get(digest)}
        self._seen.put(unit.key, seen)
        if digest == latest and record.is_live:
            self._tell(unit, UNCHANGED, seen)
        elif record.versions.get(digest) in record.last_file:
            seen.before, seen.latest = latest, digest
            self._tell(unit, UNCHANGED, seen)
        else:
            now: Data = {slot: value for data in versions for slot, value in data.items()}
            changed = any(now.get(slot) != value for slot, value in unit.taken.data.items())
            if changed or not record.is_live:
                self.scratch.touch(record.contact, loose=True)
            how = CREATED if not record.is_live else UPDATED if changed else UNCHANGED
            if digest not in seen.versions:
                self._new_version(unit, seen, digest)
            seen.latest = digest
            self._tell(unit, how, seen)
        self._rows(unit, seen)
        return seen

    def _decided(self, unit: Unit) -> Match | None:
        """Whom the owner said that this row is about."""
        contact = self.decisions.same_as.get(unit.lines[0])
        return None if contact is None else Match(contact, self.lookups.root_of(contact), "you")

    def _company_by_name(self, unit: Unit) -> Match | None:
        name = unit.taken.data.get("organization", "")
        if not name:
            return None
        found = self.lookups.company_contacts([organization_key(name)])
        for contact in found.values():
            (root,) = self.lookups.loader.roots([contact])
            return Match(contact, root, "name")
        return None

    def _number(self, table: str) -> int:
        self._numbers[table] += 1
        return self._numbers[table]

    def _new_contact(self, kind: str) -> int:
        self.scratch.contacts += 1
        if kind == "company":
            self.scratch.companies.add(self.scratch.contacts)
        return -self.scratch.contacts

    def _new_record(self, unit: Unit, contact: int, match: Match | None) -> Seen:
        number = self._number("record")
        self._staged["record"].append((number, unit.key, int(bool(unit.taken.given_key)), contact))
        seen = Seen(-number, contact, {}, 0, match.root if match else 0)
        seen.decided = unit.lines[0] in self.decisions.same_as
        seen.given = bool(unit.taken.given_key)
        self._seen.put(unit.key, seen)
        return seen

    def _new_version(self, unit: Unit, seen: Seen, digest: int) -> None:
        number = self._number("version")
        raw = unit.raw.decode() if unit.raw is not None else None
        self._staged["version"].append((number, seen.record, digest, unit.said.decode(), raw))
        seen.versions[digest] = -number
        seen.latest = digest

    def _attach(self, unit: Unit, seen: Seen, match: Match) -> None:
        self._tell(unit, ATTACHED, seen, by=match.by)
        self.scratch.touch(match.contact, loose=False)

    def _match_several(self) -> None:
        """A new record of several rows is matched by all of them together, so that their order does not matter."""
        for seen in self._seen.several():
            datas = [self._data_of(version) for version in seen.versions.values()]
            points = list(dict.fromkeys(point for data in datas for point in version_points(data)))
            data = {slot: value for one in datas for slot, value in one.items()}
            kind = self.kind if self.kind == "company" else kind_of(data)
            match = recognise(data, kind, seen.given, points, self.lookups.owners(set(points)))
            if (match.contact if match else 0) == max(seen.contact, 0):
                continue
            was_new = seen.contact < 0
            self.scratch.touch(seen.contact, loose=True)
            seen.contact = match.contact if match else self._new_contact(kind or "company")
            self.scratch.place(seen.record, seen.contact)
            self.scratch.touch(seen.contact, loose=True)
            seen.root = match.root if match else 0
            if was_new == bool(match):
                before, how = (CREATED, ATTACHED) if match else (ATTACHED, CREATED)
                self.teller.retell(seen.told, before, how, seen.contact)

    def _part_rivals(self) -> None:
        """Where two ids of one source fit one root, neither is attached (rule 9): each becomes a contact of its own."""
        for seen in self._seen.rivals():
            self.scratch.touch(seen.contact, loose=True)
            seen.contact = self._new_contact(self.kind)
            self.scratch.place(seen.record, seen.contact)
            self.scratch.touch(seen.contact, loose=True)
            self.teller.retell(seen.told, ATTACHED, CREATED, seen.contact)

    def _settle_repeats(self) -> None:
        """A record of which the last file said several things is unchanged when this one ends with the same."""
        for seen in self._seen.repeats():
            self.scratch.touch(seen.contact, loose=True)
            self.teller.retell(seen.told_last, UNCHANGED, UPDATED, seen.contact)

    def _derive(self, unit: Unit, seen: Seen, kind: str) -> None:
        """The profile of somebody met first, of whom this row is all that is known."""
        line = summary_of_version(kind, unit.taken.data)
        row = profile_row(seen.contact, line, NO_SALES, None, False, self.at if line.stage else "")
        employer = kind == "person" and line.organization
        self._staged["profile"].append((row, organization_key(line.organization) if employer else ""))

    def _find_by(self, unit: Unit, seen: Seen, owners: dict[str, list[Owner]]) -> None:
        """The identifiers and consents that a new record brings to its contact, which may have some of them already."""
        data, contact = unit.taken.data, seen.contact
        points = unit.taken.points if len(unit.lines) == 1 else tuple(version_points(data))  # of two lines' one wins
        known = {point for point in points if any(owner.contact == contact for owner in owners.get(point, ()))}
        self._staged["point"] += [(point, contact) for point in points if point not in known]
        if "consent.email" in data or "consent.phone" in data:
            said = consents_among(points, data)
            self._staged["consent"] += [(point, contact, seen.record, state) for point, state in said]

    def _rows(self, unit: Unit, seen: Seen) -> None:
        if unit.taken.activity is None:
            self._staged["said"].append((unit.lines[0], seen.record, seen.versions[seen.latest]))

    # Telling ----------------------------------------------------------------------------------------------------------

    def _clash(self, unit: Unit, known: Data) -> None:
        name = name_of(known) or tr("somebody else")
        self._refuse(
            unit, PROBLEM, "", unit.taken.given_key or name_of(unit.taken.data),
            tr("this id is {name}'s, but name and contact details are somebody else's: check the id", name=name),
        )  # fmt: skip

    def _refuse(self, unit: Unit, how: str, header: str, value: str, why: str, *, keep: bool = True) -> None:
        """Takes nothing in of a unit; its cells are kept, unless they are of somebody erased."""
        self.teller.refuse(unit, how, header, value, why)
        for line, row in zip(unit.lines, unit.rows, strict=True):
            raw = orjson.dumps(row).decode() if keep else None
            self._staged["row"].append((line, None, None, None, None, why, header, value, raw))

    def _tell(self, unit: Unit, how: str, seen: Seen, by: str = "") -> None:
        version = seen.versions.get(seen.latest, 0)
        seen.told_last = self.teller.tell(unit, how, seen.contact, max(seen.record, 0), version, by)
        seen.told = seen.told or seen.told_last
