"""An import in the making: the file as it was understood, and all that the owner decided about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm.domain.mapping.model import Column, FileMapping, is_single, split_target, with_target
from deskcrm.domain.taking.decisions import Decisions
from deskcrm.languages import tr
from deskcrm.services.identifying import choose
from deskcrm.services.import_files import ReadOptions
from deskcrm.services.importing import with_columns

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport


class Draft:
    """One file on its way in. What the owner chose is kept by header, so that it outlives another reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.options = ReadOptions()
        self.shape: str | None = None
        self.country: str | None = None
        self.source: str | None = None
        self.report: FileReport | None = None
        self._targets: dict[str, str] = {}
        self._lost: dict[str, str] = {}
        self._options: dict[str, dict[str, str]] = {}
        self._answered: set[str] = set()
        self._identity: str | None = None
        self._trust: tuple[int, dict[str, str]] | None = None
        self._named: FileMapping | None = None

    @property
    def trusted(self) -> tuple[int, dict[str, str]] | None:
        """How far the source is trusted from now on, where the owner said so: its trust, and rules for fields."""
        return self._trust

    @property
    def mapping(self) -> FileMapping:
        """The columns as they stand."""
        assert self.report is not None, "the file is not examined yet"
        return self.report.mapping

    def understood(self, report: FileReport) -> None:
        """Take a new reading of the file, with the owner's choices laid over it."""
        before, self.report = self.report, report if self.source is None else replace(report, source=self.source)
        if before is not None and before.decisions != report.decisions:
            self.report = replace(self.report, decisions=before.decisions)
        self._lay_over()

    def map_as(self, report: FileReport) -> None:
        """Take the mapping that was kept under a name; what was chosen before gives way to it."""
        self._named = report.mapping
        self.source, self.country, self.shape = report.source, report.country, report.mapping.shape
        self._targets.clear()
        self._lost.clear()
        self._options.clear()
        self._identity = None
        self._answered.add("source")
        self.report = report

    def identify_by(self, header: str) -> None:
        """Know rows by a column; "" by what stands in the row."""
        self._identity = header
        self._lay_over()

    def trust_so(self, trust: int, rules: dict[str, str]) -> None:
        """Trust the source so from now on."""
        self._trust = (trust, rules)
        self._lay_over()

    def decide(self, decisions: Decisions) -> None:
        """Take what the owner decided about single rows."""
        assert self.report is not None
        self.report = replace(self.report, decisions=decisions)

    def read_otherwise(self, options: ReadOptions) -> None:
        """Have the file read by other options: what was decided about rows was about others then."""
        self.options = options
        if self.report is not None:
            self.decide(Decisions(waits=self.report.decisions.waits))

    def rename_source(self, name: str) -> None:
        """Call the source otherwise."""
        self.source = " ".join(name.split()) or self.path.stem
        self._answered.add("source")
        if self.report is not None:
            self.report = replace(self.report, source=self.source)

    def send(self, header: str, target: str) -> None:
        """Send a column elsewhere; another one that had a target which only one can have gives it up."""
        if is_single(target):
            for column in self.mapping.columns:
                if column.target == target and column.header != header:
                    self._targets.pop(column.header, None)
                    self._lost[column.header] = header
        self._targets[header] = target
        if target == "source_id":
            self._identity = None
        self._lost.pop(header, None)
        self._lay_over()

    def set_option(self, header: str, key: str, value: str) -> None:
        """Decide how a column's cells are read."""
        self._options.setdefault(header, {})[key] = value
        self._answered.add(f"{key} {header}")
        self._lay_over()

    def set_consent(self, said: str) -> None:
        """Decide what the whole file says about its emails: "yes" or "no"."""
        for column in self.mapping.columns:
            if split_target(column.target)[0] == "emails":
                self._options.setdefault(column.header, {})["consent"] = said
        self._answered.add("consent")
        self._lay_over()

    def answered(self, question: str) -> bool:
        """Whether the owner has answered: "source", "consent", "order HEADER"."""
        return question in self._answered

    def taken(self) -> dict[str, str]:
        """Which header has which target."""
        return {c.target: c.header for c in self.mapping.columns if c.target not in ("", "-")}

    def _lay_over(self) -> None:
        if self.report is None:
            return
        named = self._named
        if named is not None and [c.header for c in named.columns] == list(self.report.inspection.headers):
            self.report = replace(self.report, mapping=named)
        mapping = with_columns(self.report.mapping, self._targets)
        columns = tuple(self._with_options(column) for column in mapping.columns)
        mapping = replace(mapping, columns=columns)
        if self._identity is not None:
            mapping = choose(mapping, self._identity)
        self.report = replace(self.report, mapping=mapping)
        if self._trust is not None:
            self.report = replace(self.report, trust=self._trust[0], rules=self._trust[1])

    def _with_options(self, column: Column) -> Column:
        if column.header in self._lost:
            column = with_target(column, "-", tr("“{column}” goes there now", column=self._lost[column.header]))
        more = self._options.get(column.header)
        if not more:
            return column
        words = {"dmy": tr("dates, day first: your choice"), "mdy": tr("dates, month first: your choice")}
        why = words.get(more.get("order", ""), column.why)
        return replace(column, options={**column.options, **more}, why=why, sure=column.sure or "order" in more)
