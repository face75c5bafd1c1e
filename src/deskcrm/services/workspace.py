"""An open workspace: the file, the clock, and who it belongs to. What every use case is given first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import platformdirs

from deskcrm.store import rules, scrubbing
from deskcrm.store.engine import Database
from deskcrm.store.vocabulary import Vocabulary


def default_path() -> Path:
    """Where the workspace lives unless the owner says otherwise: the platform's data folder."""
    return Path(platformdirs.user_data_dir("DeskCRM", appauthor=False)) / "workspace.deskcrm"


def _system_clock() -> datetime:
    return datetime.now(UTC)


class Workspace:
    """One open file. Reads may come from any thread; writes are one at a time.

    `make_small`: what makes a picture small enough to keep (it raises UnreadableFile), where this process has such.
    """

    make_small: Callable[[bytes], bytes] | None = None

    def __init__(self, database: Database, clock: Callable[[], datetime] = _system_clock) -> None:
        self.database = database
        self.vocabulary = Vocabulary()
        self._clock = clock

    @classmethod
    def open(
        cls, path: Path, *, write: bool = True, lent: bool = False, clock: Callable[[], datetime] = _system_clock
    ) -> Workspace:
        """Opens the workspace at `path`, or makes it. `lent`: for a child process of the one that has it open.

        Raises WorkspaceBusy when another process writes to it, WorkspaceUnusable when it can't be opened.
        """
        database = Database(path, write=write, lent=lent)
        try:
            if write and not lent:
                rules.keep(database)
                scrubbing.resume(database)
        except BaseException:
            database.close()  # or its lock would keep the next try out
            raise
        return cls(database, clock)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.database.path

    @property
    def clock(self) -> Callable[[], datetime]:
        """What tells the time here."""
        return self._clock

    def now(self) -> str:
        """This moment, ISO 8601 in UTC to the second."""
        return self._clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def today(self) -> date:
        """The day that it is where the owner is."""
        return self._clock().astimezone().date()

    def close(self) -> None:
        """Closes the file."""
        self.database.close()
