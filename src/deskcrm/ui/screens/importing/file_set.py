"""The files of one import: examined as they come, in the order in which they go in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from deskcrm.domain.mapping.model import ACTIVITY_SHAPES
from deskcrm.ui.desk import Desk
from deskcrm.ui.screens.importing.draft import Draft

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport


class FileSet(QObject):
    """The drafts of the wizard, and which of them is looked at."""

    understood = Signal(object, bool)
    """A `Draft` that was read, and whether for the first time."""

    refused = Signal(object, str)
    """A `Draft` that can't be read so, and why."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.drafts: list[Draft] = []
        self.current: Draft | None = None

    @property
    def ordered(self) -> list[Draft]:
        """The files in the order in which they go in: people before what happened with them."""
        known = [draft for draft in self.drafts if draft.report is not None]
        return sorted(known, key=lambda draft: draft.mapping.shape in ACTIVITY_SHAPES)

    def reports(self) -> list[FileReport]:
        """The files as they are decided now, in that order."""
        return [draft.report for draft in self.ordered if draft.report is not None]

    def add(self, drafts: Sequence[Draft]) -> None:
        """Take further files, and find out what they are."""
        self.drafts += drafts
        for draft in drafts:
            self.examine(draft)

    def take_known(self, reports: Sequence[FileReport]) -> None:
        """Take files that are understood already, in the place of all others."""
        self.drafts = [Draft(report.path) for report in reports]
        for draft, report in zip(self.drafts, reports, strict=True):
            draft.map_as(report)
        self.current = next(iter(self.drafts), None)

    def remove(self, draft: Draft) -> None:
        """Leave a file out; the next one is looked at where it was."""
        place = self.drafts.index(draft)
        self.drafts.remove(draft)
        if draft is self.current:
            self.current = self.drafts[min(place, len(self.drafts) - 1)] if self.drafts else None

    def clear(self) -> None:
        """Have no files any more; what was kept of them beside the workspace goes, too."""
        from deskcrm.services.import_files import forget_kept

        for draft in self.drafts:
            self._desk.ask(forget_kept, draft.path, done=lambda _: None, owner=self)
        self.drafts, self.current = [], None

    def examine(self, draft: Draft | None) -> None:
        """Find out what a file is, with all that the owner said about it."""
        from deskcrm.services import importing

        if draft is not None:
            self._desk.ask(
                importing.examine,
                draft.path,
                draft.options,
                shape=draft.shape,
                country=draft.country,
                done=lambda report: self._examined(draft, report),
                failed=lambda why: self._failed(draft, why),
                key=("examine", draft.path),
                owner=self,
            )

    def _examined(self, draft: Draft, report: FileReport) -> None:
        if draft in self.drafts:
            first = draft.report is None
            draft.understood(report)
            self.understood.emit(draft, first)

    def _failed(self, draft: Draft, why: str) -> None:
        if draft in self.drafts:
            self.refused.emit(draft, why)
