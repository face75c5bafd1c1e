"""Backups: when one is made by itself, where it goes, which are kept, what is said of them; and rewriting all of them.

They stand in the folder `backups` beside the workspace and, where the owner chose one, in a second folder. Both
choices (the second folder, on or off) are kept with the backups, not in the workspace: they belong to this computer,
survive a restore, and are known while the workspace can't be read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from deskcrm.domain.backups import Aged, kept
from deskcrm.domain.errors import BackupFailed, UserError, WorkspaceDamaged
from deskcrm.domain.views import Progress
from deskcrm.languages import tr
from deskcrm.services.workspace import Workspace
from deskcrm.store import backups as copies
from deskcrm.store import operations, restoring, schema, shelf
from deskcrm.store.backups import Watch
from deskcrm.store.shelf import Entry, Shelf

Report = Callable[[Progress], None]
IsCancelled = Callable[[], bool]

MANY_ROWS: Final = 1000
"""An import of more rows than this is preceded by a backup."""
DAILY: Final = timedelta(hours=24)
UNREACHED_DAYS: Final = 14
"""After so many days without the second folder the owner is told."""

_SECOND, _FAILED, _OFF, _KEPT = "second", "failed", "off", "kept"


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup as a list shows it. `verified`: it is as it was when it was written and checked.

    `why` is a key of `domain.backups.REASONS`; `also`: the same backup in the other folder, where
    it is sound there too. `sequence` grows with each
    backup of a workspace, whatever its clock says; 0 for a file that a restore replaced.
    """

    file: Path
    at: str
    why: str
    bytes: int
    verified: bool
    schema: int = 0
    program: str = ""
    sha256: str = ""
    sequence: int = 0
    also: Path | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """How it stands with the backups. `warnings`: sentences that the owner must see; `second`: the folder chosen."""

    automatic: bool
    folder: Path
    second: Path | None
    second_reached: str
    newest: Backup | None
    warnings: tuple[str, ...]


# Making ---------------------------------------------------------------------------------------------------------------


def make(
    ws: Workspace, why: str = "asked", *, progress: Report | None = None, cancelled: IsCancelled | None = None
) -> Backup:
    """Makes a verified backup in both folders; where the newest one says the same and is sound, answers that one.

    Works beside other use cases, and for a workspace opened for reading. Raises BackupFailed, WorkspaceDamaged,
    Cancelled: then the earlier backups are as they were, and `status` tells of the failure.
    """
    return _make(ws, why, Watch(progress, cancelled))


def _make(ws: Workspace, why: str, watch: Watch, viewed: Callable[[], None] = lambda: None) -> Backup:
    home = _home(ws.path)
    with shelf.guard(ws.path, watch=watch):
        home.sweep()
        home.adopt()
        try:
            entry = _keep(ws, home, why, watch, viewed)
        except (BackupFailed, WorkspaceDamaged) as failure:
            with suppress(BackupFailed):
                home.put_note(_FAILED, {"at": ws.now(), "words": str(failure)})
            if isinstance(failure, BackupFailed):
                _keep_elsewhere(ws, home, why, watch)
            raise
        home.put_note(_FAILED, None)
        _thin(home, entry.workspace)
        _bring_to_second(ws, home, watch)
        return _shown(home, entry)


def make_by_itself(
    ws: Workspace, why: str, *, progress: Report | None = None, cancelled: IsCancelled | None = None
) -> Backup | None:
    """The same where backups are on and there is something to lose, else None."""
    if not is_automatic(ws.path) or _is_blank(ws):
        return None
    return make(ws, why, progress=progress, cancelled=cancelled)


def make_when_due(ws: Workspace, *, cancelled: IsCancelled | None = None) -> Backup | None:
    """Makes the daily backup where the newest is a day old; else only brings the newest to the second folder."""
    newest = _newest(_home(ws.path), _identity(ws))
    if newest is None or abs(_moment(ws.now()) - _moment(newest.at)) >= DAILY:
        return make_by_itself(ws, "daily", cancelled=cancelled)
    if is_automatic(ws.path):
        watch = Watch(None, cancelled)
        with shelf.guard(ws.path, watch=watch):
            _bring_to_second(ws, _home(ws.path), watch)
    return None


@contextmanager
def beside_import(ws: Workspace, rows: int, *, cancelled: IsCancelled | None = None) -> Iterator[None]:
    """Makes a backup of what was there before many rows come in, while they are read and matched.

    Entered when the backup's view of the workspace is taken, left when the backup is complete. One that fails does not
    stop the import, which can be undone anyway; `status` tells of it.
    """
    if rows <= MANY_ROWS or not is_automatic(ws.path) or _is_blank(ws):
        yield
        return
    viewed = threading.Event()
    bugs: list[BaseException] = []

    def work() -> None:
        try:
            with suppress(UserError):
                _make(ws, "import", Watch(cancelled=cancelled), viewed.set)
        except BaseException as bug:
            bugs.append(bug)
        finally:
            viewed.set()

    worker = threading.Thread(target=work, name="deskcrm-backup")
    worker.start()
    viewed.wait()
    try:
        yield
    finally:
        worker.join()
    if bugs:
        raise bugs[0]


def save_as(
    ws: Workspace, file: Path, *, progress: Report | None = None, cancelled: IsCancelled | None = None
) -> Backup:
    """Writes a verified backup to a file of the owner's choice; an older backup there is replaced, nothing else is.

    Raises BackupFailed (also where another workspace stands there), WorkspaceUnusable (another program's file does),
    WorkspaceDamaged, Cancelled.
    """
    if file.exists():
        if file.samefile(ws.path):
            raise BackupFailed(tr("{file} is the workspace itself. Name another file for its backup.", file=file))
        schema.examine(file)
    with ws.database.read() as connection:
        if file.exists() and not copies.is_of_the_past(connection, file):
            raise BackupFailed(
                tr(
                    "{file} is another workspace, or has changes that are not in this one, so it was left as it "
                    "is. Choose another name.",
                    file=file,
                )
            )
        copy = copies.write(connection, file, Watch(progress, cancelled))
    return Backup(file, ws.now(), "asked", copy.bytes, True, copy.schema, sha256=copy.sha256)


def _keep(ws: Workspace, place: Shelf, why: str, watch: Watch, viewed: Callable[[], None] = lambda: None) -> Entry:
    """A backup of what the workspace holds now: the newest, where that says the same and is sound, else a new one.

    `viewed` is called when it is settled what the backup holds, whatever is written meanwhile.
    """
    newest = _newest(place, _identity(ws))
    with ws.database.read() as connection:
        content = copies.content_of(connection)
        viewed()
        if newest is not None and newest.content == content and place.is_sound(newest, thorough=True):
            return newest
        return place.add(connection, ws.now(), why, watch)


def _keep_elsewhere(ws: Workspace, home: Shelf, why: str, watch: Watch) -> None:
    """Where the first folder takes nothing (its disk is full), the second one may."""
    second = _second(ws.path, home)
    if second is not None and second.folder.is_dir():
        with suppress(BackupFailed):
            _keep(ws, second, why, watch)


def _bring_to_second(ws: Workspace, home: Shelf, watch: Watch) -> None:
    """Copies the newest backup to the second folder where that is there and lacks it, and notes that it was reached."""
    second, newest = _second(ws.path, home), _newest(home, _identity(ws))
    if second is None or not second.folder.is_dir():
        return
    with suppress(BackupFailed):  # counts as not reached, which the owner is told of in time
        second.sweep()
        if newest is not None:
            there = {entry.sha256: entry for entry in second.entries()}.get(newest.sha256)
            if there is None or not second.is_sound(there):
                second.take(home.path(newest), newest, watch)
            _thin(second, newest.workspace)
        home.put_note(_SECOND, {**home.note(_SECOND), "reached": ws.now()})


def _thin(place: Shelf, workspace: str) -> None:
    """Removes what the rules of thinning do not keep, of this workspace's own backups."""
    own = [entry for entry in place.entries() if entry.workspace == workspace]
    stay = kept(Aged(e.sequence, _day(e.at), e.why, e.schema) for e in own)
    for entry in own:
        if entry.sequence not in stay:
            with suppress(OSError):  # somebody has it open: next time
                place.drop(entry)


# Choices --------------------------------------------------------------------------------------------------------------


def is_automatic(path: Path) -> bool:
    """Whether backups are made by themselves; the one before an update of DeskCRM always is."""
    return not _home(path).note(_OFF)


def set_automatic(ws: Workspace, on: bool) -> Status:
    """Switches backups that are made by themselves on or off."""
    with shelf.guard(ws.path):
        _home(ws.path).put_note(_OFF, None if on else True)
    return status(ws)


def choose_second(
    ws: Workspace, folder: Path | None, *, progress: Report | None = None, cancelled: IsCancelled | None = None
) -> Status:
    """Keeps each backup in a second folder too, from now on (None: no more), and brings the newest there at once.

    Raises BackupFailed where nothing can be written there; then the choice is as it was.
    """
    home = _home(ws.path)
    with shelf.guard(ws.path):
        if folder is None:
            home.put_note(_SECOND, None)
            return status(ws)
        if not folder.is_dir():
            raise BackupFailed(tr("{folder} is not there. Connect its disk, or choose another folder.", folder=folder))
        place = folder.absolute() / f"{ws.path.stem}-{_identity(ws)[:8]}"
        if place.is_relative_to(home.folder.absolute()):
            raise BackupFailed(tr("That is the first folder's own. Choose one on another disk, or one that is synced."))
        Shelf(place, ws.path).make()
        home.put_note(_SECOND, {"folder": str(folder.absolute()), "place": str(place), "reached": ws.now()})
        _bring_to_second(ws, home, Watch(progress, cancelled))
    return status(ws)


# Telling --------------------------------------------------------------------------------------------------------------


def backups_of(path: Path) -> list[Backup]:
    """The backups of the workspace at `path`, newest first, those that restores replaced among them. Never raises."""
    home = _home(path)
    found: dict[tuple[str, str], Backup] = {}
    for place in filter(None, (home, _second(path, home))):
        for entry in place.entries():
            shown, key = _shown(place, entry), (entry.file, entry.sha256)
            first = found.get(key)
            if first is not None:
                better, other = (first, shown) if first.verified or not shown.verified else (shown, first)
                shown = replace(better, also=other.file if other.verified else None)
            found[key] = shown
    every = [*found.values(), *_replaced(path, home)]
    return sorted(every, key=lambda backup: (backup.at, backup.file.name), reverse=True)


def listed(ws: Workspace) -> list[Backup]:
    """The same for an open workspace."""
    return backups_of(ws.path)


def status(ws: Workspace) -> Status:
    """How it stands with this workspace's backups."""
    home = _home(ws.path)
    chosen = home.note(_SECOND) or {}
    newest = _newest(home, _identity(ws))
    return Status(
        is_automatic(ws.path),
        home.folder,
        Path(chosen["folder"]) if chosen else None,
        chosen.get("reached", ""),
        _shown(home, newest) if newest is not None else None,
        tuple(_warnings(ws, home, chosen)),
    )


def _warnings(ws: Workspace, home: Shelf, chosen: dict[str, str]) -> Iterator[str]:
    failed = home.note(_FAILED)
    if failed:
        yield tr("The last backup failed: {why}", why=failed["words"])
    if chosen:
        days = (_moment(ws.now()) - _moment(chosen["reached"])).days
        if days >= UNREACHED_DAYS:
            yield (
                tr(
                    "The second folder for backups ({folder}) could not be reached for {days} days. Connect its "
                    "disk, or choose another folder.",
                    folder=chosen["folder"],
                    days=days,
                )
            )


def _shown(place: Shelf, entry: Entry) -> Backup:
    return Backup(
        place.path(entry), entry.at, entry.why, entry.bytes, place.is_sound(entry), entry.schema, entry.program,
        entry.sha256, entry.sequence,
    )  # fmt: skip


def _replaced(path: Path, home: Shelf) -> Iterator[Backup]:
    """The files that restores have moved away."""
    notes = home.note(_KEPT) or {}
    for file in restoring.kept_files(path):
        note = notes.get(file.name, {})
        state = file.stat()
        sound = note.get("bytes") == state.st_size and (
            note.get("stamp") == state.st_mtime_ns or copies.sha256_of(file) == note.get("sha256")
        )
        at = note.get("at") or _iso(datetime.fromtimestamp(state.st_mtime).astimezone())
        yield Backup(file, at, "restore", state.st_size, sound, sha256=note.get("sha256", ""))


def note_replaced(path: Path, file: Path, at: str) -> None:
    """Enters a file that a restore has moved away into the list, checked. One that is not whole stays unchecked."""
    home = _home(path)
    with suppress(UserError):
        copy = copies.check(file)
        stamp = file.stat().st_mtime_ns
        note = {"at": at, "bytes": copy.bytes, "sha256": copy.sha256, "stamp": stamp}
        with shelf.guard(path):
            home.put_note(_KEPT, {**(home.note(_KEPT) or {}), file.name: note})


# Rewriting ------------------------------------------------------------------------------------------------------------


def rewrite_all(
    ws: Workspace,
    change: Callable[[Path], None],
    *,
    wanted: Callable[[Path], bool] = lambda _file: True,
    patience: float = shelf.PATIENCE,
) -> list[Path]:
    """Lets `change` work on a copy of each backup of this workspace, which is checked and then takes its place.

    `wanted`: which files, if not all. Backups of an older schema are brought up to date first. The files that restores
    replaced are rewritten too. Answers what was out of reach: a second folder that is not connected, and files that are
    damaged. What `change` itself raises but UserErrors passes, and leaves the rest as it was. Raises BackupFailed where
    another backup is being made for longer than `patience` seconds.
    """
    home = _home(ws.path)
    identity = _identity(ws)
    missed: list[Path] = []
    with shelf.guard(ws.path, patience):
        second = _second(ws.path, home)
        for place in filter(None, (home, second)):
            missed += _rewrite_place(place, identity, change, wanted)
        replaced = [file for file in restoring.kept_files(ws.path) if wanted(file)]
        for file in replaced:
            try:
                shelf.rewrite(file, change)
            except UserError:
                missed.append(file)
        again = {file.name for file in replaced}
        home.put_note(_KEPT, {name: n for name, n in (home.note(_KEPT) or {}).items() if name not in again} or None)
    for file in replaced:
        if file not in missed:
            note_replaced(ws.path, file, ws.now())
    return missed + list(restoring.damaged_files(ws.path))


def _rewrite_place(
    place: Shelf, identity: str, change: Callable[[Path], None], wanted: Callable[[Path], bool]
) -> list[Path]:
    if not place.folder.is_dir():
        return [place.folder] if place.is_expected else []
    place.sweep()
    place.adopt()
    missed = []
    for entry in place.entries():
        if entry.workspace in ("", identity) and wanted(place.path(entry)):
            try:
                if not place.is_sound(entry, thorough=True):
                    raise BackupFailed(tr("{file} is damaged.", file=entry.file))
                place.rewrite(entry, change)
            except UserError:
                missed.append(place.path(entry))
    return missed


# Places and times -----------------------------------------------------------------------------------------------------


def _home(path: Path) -> Shelf:
    return Shelf(shelf.folder_of(path), path)


def _second(path: Path, home: Shelf) -> Shelf | None:
    """The second folder's own part for this workspace, which only choosing it makes: an empty mount point has none."""
    chosen = home.note(_SECOND)
    return Shelf(Path(chosen["place"]), path, is_expected=True) if chosen else None


def _newest(place: Shelf, workspace: str) -> Entry | None:
    return next((e for e in reversed(place.entries()) if e.workspace == workspace), None)


def _identity(ws: Workspace) -> str:
    """Which workspace this is, through all its copies; an old file is given its name the first time."""
    with ws.database.read() as connection:
        name = copies.identity_of(connection)
    if not name and ws.database.may_write:
        with ws.database.write() as connection:
            name = copies.identify(connection)
    return name


def _is_blank(ws: Workspace) -> bool:
    with ws.database.read() as connection:
        return operations.stamp(connection)[0] == 0


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(at: str) -> date:
    """The owner's own day of a moment."""
    return _moment(at).astimezone().date()
