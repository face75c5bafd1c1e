"""Makes the indexes by which long lists are sorted while nobody waits: so the first click on a heading is quick."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskcrm.ui.working_ahead import WorkingAhead

if TYPE_CHECKING:
    from deskcrm.ui.jobs import Job


class SortingAhead(WorkingAhead):
    """Looks after the indexes for the orders of the list of people; of one that is half-made nothing is kept.

    Companies are fewer: sorting them is quick without.
    """

    pause_ms = 5_000

    def _ask(self) -> Job:
        from deskcrm.services import reads
        from deskcrm.ui.models.columns import PEOPLE_COLUMNS

        return self._desk.ask(reads.make_sortable, [c.sort for c in PEOPLE_COLUMNS], done=self._done, owner=self)
