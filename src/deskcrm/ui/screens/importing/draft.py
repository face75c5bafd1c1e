"""An import in the making: the file as it was understood, and all that the owner decided about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from deskcrm.domain.mapping.model import Column, FileMapping, is_single, split_target, with_target
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

    @property
    def mapping(self) -> FileMapping:
        """The columns as they stand."""
        assert self.report is not None, "the file is not examined yet"
        return self.report.mapping

    def understood(self, report: FileReport) -> None:
        """Take a new reading of the file, with the owner's choices laid over it."""
        self.report = report if self.source is None else replace(report, source=self.source)
        self._lay_over()

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
        mapping = with_columns(self.report.mapping, self._targets)
        columns = tuple(self._with_options(column) for column in mapping.columns)
        self.report = replace(self.report, mapping=replace(mapping, columns=columns))

    def _with_options(self, column: Column) -> Column:
        if column.header in self._lost:
            column = with_target(column, "-", f"“{self._lost[column.header]}” goes there now")
        more = self._options.get(column.header)
        if not more:
            return column
        words = {"dmy": "dates, day first: your choice", "mdy": "dates, month first: your choice"}
        why = words.get(more.get("order", ""), column.why)
        return replace(column, options={**column.options, **more}, why=why, sure=column.sure or "order" in more)
