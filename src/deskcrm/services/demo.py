"""The sample business as a workspace: its files imported as an owner would, and a few notes and tasks by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from deskcrm.domain.errors import UserError, WorkspaceUnusable
from deskcrm.domain.views import ListQuery
from deskcrm.languages import tr
from deskcrm.services import activities, importing, keeping, reads, samplebusiness, settings, tasks
from deskcrm.services import workspace as workspaces
from deskcrm.services.samplebusiness.files import CUSTOMER_LIST, VISITS
from deskcrm.services.workspace import Workspace

_COUNTRY: Final = "DE"
_SOURCES: Final = {CUSTOMER_LIST: "Customer list", VISITS: "Shop diary"}
# With the how-maniest best customer, how many days ago and at what hour, what kind of thing, what was said.
_LOGGED: Final = (
    (0, 12, 10, "call", "Asked about a second cargo bike for the workshop; wants an offer by the end of the month."),
    (0, 3, 15, "note", "Prefers to be called in the morning."),
    (1, 9, 11, "meeting", "Test ride with the new touring frame. Size 56 fits; thinking about the belt drive."),
    (2, 20, 16, "email", "Sent the offer for the company bikes, three of them with child seats."),
    (2, 6, 9, "call", "Has the offer, decides together with the partner."),
    (4, 2, 17, "visit", "Brought the bike in: the rear brake squeals. Ready on Friday."),
    (7, 30, 14, "note", "Brought two friends along to the repair class. A coupon is due."),
    (11, 1, 12, "support", "Which tyres fit the 2019 model? Answered: 40 mm at most."),
)
# With whom (None: nobody), in how many days, what.
_TO_DO: Final = (
    (0, 0, "Call back about the second cargo bike"),
    (2, -2, "Ask whether the offer is all right"),
    (1, 1, "Order the belt drive in size 56"),
    (4, 3, "Brake ready? Send a message"),
    (7, 6, "Send the coupon"),
    (None, 5, "Write the newsletter for the repair class"),
)
_WEEKLY: Final = "Order spare parts"  # every Friday, first on the next one
_RHYTHMS: Final = ((3, "6 weeks"), (5, "3 months"))  # with whom to keep in touch how often


@dataclass(frozen=True, slots=True)
class Made:
    """The sample business: its workspace, what is in it, and the files it was imported from."""

    workspace: Path
    people: int
    companies: int
    activities: int
    files: tuple[Path, ...]


def default_path() -> Path:
    """Where the sample business lives: beside the owner's own workspace."""
    return workspaces.default_path().with_name("demo.deskcrm")


def files_folder(path: Path) -> Path:
    """The folder beside a demo's workspace with its files."""
    return path.with_name(f"{path.stem} files")


def make(path: Path, *, fresh: bool = False, today: date | None = None) -> Made:
    """Makes the sample business at `path` where it is missing, or anew; else only tells what is in it.

    Raises UserError where something else than a sample business is at `path`: that is never touched.
    """
    if path.exists():
        if not fresh:
            return _tell(path)
        _must_be_demo(path)
    new = path.with_name(f"{path.name}.new")
    _remove(new)
    files = _write_files(path, today)
    ws = Workspace.open(new)
    try:
        _fill(ws, files, today or date.today())
    finally:
        ws.close()
    _remove(path)
    new.replace(path)
    _remove(new)
    return _tell(path)


def _tell(path: Path) -> Made:
    ws = Workspace.open(path, write=False)
    try:
        _check_name(ws)
        counts = reads.counts(ws)
    finally:
        ws.close()
    folder = files_folder(path)
    files = tuple(folder / name for name in samplebusiness.FILES if (folder / name).exists())
    return Made(path, counts["people"], counts["companies"], counts["activities"], files)


def _must_be_demo(path: Path) -> None:
    """Raises where the workspace is somebody's own, or open in a window."""
    ws = Workspace.open(path)
    try:
        _check_name(ws)
    finally:
        ws.close()


def _check_name(ws: Workspace) -> None:
    if settings.get(ws, "name") != samplebusiness.NAME:
        raise WorkspaceUnusable(
            tr("{path} is a workspace of your own. Name a new file for the sample business.", path=ws.path)
        )


def _remove(path: Path) -> None:
    for end in ("", "-wal", "-shm", ".lock"):
        Path(f"{path}{end}").unlink(missing_ok=True)


def _write_files(path: Path, today: date | None) -> list[Path]:
    folder = files_folder(path)
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        return samplebusiness.write_files(folder, today=today)
    except OSError as error:
        raise UserError(
            tr("The sample files can't be written to {folder}: {why}.", folder=folder, why=error.strerror or error)
        ) from error


def _fill(ws: Workspace, files: list[Path], today: date) -> None:
    settings.put(ws, "name", samplebusiness.NAME)
    settings.put(ws, "country", _COUNTRY)
    for file in files:
        importing.run(ws, [importing.examine(ws, file, source=_SOURCES.get(file.name))])
    people = reads.rows(ws, reads.list_ids(ws, ListQuery("person")))
    best = [line.id for line in sorted(people, key=lambda line: -line.value)]
    for who, days, hour, kind, text in _LOGGED:
        activities.log(ws, best[who], kind, text, at=_moment(today, -days, hour))
    for with_whom, days, title in _TO_DO:
        contact = None if with_whom is None else best[with_whom]
        tasks.add(ws, title, contact=contact, due=(today + timedelta(days)).isoformat())
    tasks.add(ws, _WEEKLY, due=today.isoformat(), repeat="FREQ=WEEKLY;BYDAY=FR")
    for who, rhythm in _RHYTHMS:
        keeping.keep(ws, best[who], rhythm)


def _moment(today: date, days: int, hour: int) -> str:
    day = today + timedelta(days)
    return datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC).isoformat()
