"""Brings measures up to date while nobody waits, where they were ever wanted: so the next report is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskcrm.ui.working_ahead import WorkingAhead

if TYPE_CHECKING:
    from deskcrm.ui.jobs import Job


class MeasuringAhead(WorkingAhead):
    """Looks after the figures of all customers and how they stand among all; it stops between two transactions."""

    pause_ms = 8_000

    def _ask(self) -> Job:
        from deskcrm.services import measures

        return self._desk.ask(measures.keep_up, done=self._done, owner=self)
