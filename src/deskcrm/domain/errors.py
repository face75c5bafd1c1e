"""Errors a user can meet: each says what happened, what was not lost, and what to do."""

from __future__ import annotations

from collections.abc import Sequence


class UserError(Exception):
    """Something a user can meet and mend; its text is shown as it stands, without a traceback."""


class UnreadableFile(UserError):
    """A file that can't be taken in: says which, where in it, and what to do."""


class WorkspaceBusy(UserError):
    """Another process is writing to this workspace."""


class WorkspaceUnusable(UserError):
    """The workspace can't be opened: newer version, damaged, not ours, or not permitted."""


class WorkspaceDamaged(WorkspaceUnusable):
    """The workspace's file is not whole any more; a backup can take its place."""


class BackupFailed(UserError):
    """A backup could not be written or is not sound; the workspace and the other backups are as they were."""


class NotFound(UserError):
    """No such contact, operation or task."""


class InvalidValue(UserError):
    """A value or field name that makes no sense; nothing was changed."""


class Refused(UserError):
    """An undo or redo that would break what must always hold; names what stands in the way."""

    def __init__(self, text: str, stands_in_the_way: Sequence[int] = ()) -> None:
        super().__init__(text)
        self.stands_in_the_way = tuple(stands_in_the_way)


class Cancelled(UserError):
    """The owner cancelled; nothing was written."""
