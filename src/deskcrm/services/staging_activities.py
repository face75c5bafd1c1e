"""What happened, row by row of one file, to staged facts: activities, their versions, and the rows that say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson

from deskcrm.domain.recognition import content_key, digest_of
from deskcrm.domain.taking.taken import Taken, merge_lines
from deskcrm.services.staged import Unit
from deskcrm.services.telling import Teller
from deskcrm.store.events import event_row
from deskcrm.store.lookups import KnownActivity
from deskcrm.store.recall import Recall
from deskcrm.store.scratch import Scratch

StagedRow = tuple[Any, ...]


def counted(contents: Recall[int], content: bytes) -> int:
    """How often this content came in the file, this time included."""
    key = content_key(content, 0)
    contents.bring([key])
    times = (contents.get(key) or 0) + 1
    contents.put(key, times)
    return times


class ActivityStager:
    """Stages the activities of one file (MODEL rule 11)."""

    def __init__(self, scratch: Scratch, teller: Teller) -> None:
        self._scratch = scratch
        self._teller = teller
        self._seen: Recall[list[int]] = Recall(scratch, "happened")  # key → record, activity, version
        self._contents: Recall[int] = Recall(scratch, "happening")
        self._numbers: Counter[str] = Counter()

    def keys(self, units: list[Unit]) -> set[str]:
        """The key of each unit's activity, given or derived; keyless ones count by how often they stand in the file."""
        for unit in units:
            taken = unit.taken
            if taken.activity is not None and not taken.activity_key:
                content = unit.key.encode() + orjson.dumps(taken.activity)
                taken.activity_key = content_key(content, counted(self._contents, content))
        keys = {unit.taken.activity_key for unit in units}
        self._seen.bring(keys)
        return keys

    def settle(self) -> None:
        """Some rows are done with."""
        self._seen.settle()
        self._contents.settle()

    def stage(
        self, unit: Unit, record: int, said: int, contact: int, known: Mapping[str, KnownActivity]
    ) -> list[StagedRow]:
        """Stages what a unit says that happened with the contact of `record`, whose version `said` is the row's.

        Answers the unit's rows.
        """
        taken = unit.taken
        assert taken.activity is not None
        data, raw = taken.activity, unit.rows
        earlier = self._seen.get(taken.activity_key)
        if earlier is not None:
            before, activity, version = earlier
            if record != before:
                self._hand_over(taken.activity_key, record, contact, activity, version)
            return self._more_of(unit, record, said, contact, activity, version)
        digest = digest_of(orjson.dumps(data))
        have = known.get(taken.activity_key)
        if have is None:
            activity = -self._number("activity")
            self._scratch.add("activity", -activity, taken.activity_key)
            version = self._new_version(activity, digest, data, raw)
            self._scratch.add("event", *event_row(activity, contact, version, data))
        else:
            activity = have.id
            version = have.versions.get(digest) or self._new_version(activity, digest, data, raw)
        is_kept = version < 0 or (have is not None and have.keeps(version, raw))
        if have is None or have.latest != digest or have.record != record:
            self._teller.counts["activities"] += 1
            self._scratch.touch(contact, loose=False)
            if have is not None:
                self._scratch.moved.add(activity)
        self._seen.put(taken.activity_key, [record, activity, version])
        return _rows(unit, record, said, activity, version, is_kept)

    def _number(self, table: str) -> int:
        self._numbers[table] += 1
        return self._numbers[table]

    def _new_version(self, activity: int, digest: int, data: dict[str, Any], raw: list[list[str]]) -> int:
        number = self._number("activity_version")
        text = orjson.dumps(data).decode()
        self._scratch.add("activity_version", number, activity, digest, text, orjson.dumps(raw).decode())
        return -number

    def _hand_over(self, key: str, record: int, contact: int, activity: int, version: int) -> None:
        """An activity of which a row that stands apart says that it is another's is that one's (rule 11)."""
        self._seen.put(key, [record, activity, version])
        self._scratch.touch(contact, loose=False)
        if activity > 0:
            self._scratch.moved.add(activity)

    def _more_of(
        self, unit: Unit, record: int, said: int, contact: int, activity: int, version: int
    ) -> list[StagedRow]:
        """Rows of an order that stand apart from its first ones: its version, if new here, says them too."""
        if version < 0:
            number, _, _, text, raw = self._scratch.one("activity_version", -version)
            earlier = Taken({}, activity=orjson.loads(text))
            joined = merge_lines([earlier, Taken({}, activity=unit.taken.activity)]).activity or {}
            rows = orjson.loads(raw) + unit.rows
            self._scratch.add(
                "activity_version", number, activity, digest_of(orjson.dumps(joined)), orjson.dumps(joined).decode(),
                orjson.dumps(rows).decode(),
            )  # fmt: skip
            if activity < 0:
                self._scratch.forget_event(activity)
                self._scratch.add("event", *event_row(activity, contact, version, joined))
        return _rows(unit, record, said, activity, version, version < 0)


def _rows(unit: Unit, record: int, said: int, activity: int, version: int, is_kept: bool) -> list[StagedRow]:
    """`is_kept`: the activity's version has the cells of these rows already."""
    return [
        (line, record, said, activity, version, None, None, None, None if is_kept else orjson.dumps(row).decode())
        for line, row in zip(unit.lines, unit.rows, strict=True)
    ]
