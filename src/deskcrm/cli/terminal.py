"""`Terminal`: what a command is given: the workspace it works on, and the way its answer is printed."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.languages import number, tr

if TYPE_CHECKING:
    from deskcrm.domain.views import Progress
    from deskcrm.services.workspace import Workspace

_STYLES: Final = {"strong": "1", "quiet": "2", "good": "32", "warn": "33", "bad": "31"}
_SHORTEST_CELL: Final = 6


class WrongUse(Exception):
    """A command line that says nothing sensible; ends with exit status 2."""


@dataclass(slots=True)
class Terminal:
    """One call of one command. `file`: the workspace asked for, None for the owner's own; `as_json`: for programs."""

    file: Path | None = None
    as_json: bool = False
    _progress_shows: bool = False

    # The workspace ----------------------------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The workspace that the command works on."""
        if self.file is not None:
            return self.file
        from deskcrm.services.workspace import default_path

        return default_path()

    @contextmanager
    def reading(self) -> Iterator[Workspace]:
        """The workspace, to be read only: works beside an open window. Raises WorkspaceUnusable where there is none."""
        from deskcrm.services.workspace import Workspace

        workspace = Workspace.open(self.path, write=False)
        try:
            yield workspace
        finally:
            workspace.close()

    @contextmanager
    def writing(self) -> Iterator[Workspace]:
        """The workspace, to be changed; made where there is none. Raises WorkspaceBusy while a window has it open."""
        from deskcrm.services.workspace import Workspace

        workspace = Workspace.open(self.path)
        try:
            yield workspace
            _keep_calendar(workspace)
        finally:
            workspace.close()

    @contextmanager
    def reading_or_blank(self) -> Iterator[Workspace]:
        """The workspace to be read or, where there is none yet, an empty one that is gone afterwards."""
        if self.path.exists():
            with self.reading() as workspace:
                yield workspace
            return
        from tempfile import TemporaryDirectory

        from deskcrm.services.workspace import Workspace

        with TemporaryDirectory() as folder:
            workspace = Workspace.open(Path(folder) / "blank.deskcrm")
            try:
                yield workspace
            finally:
                workspace.close()

    # Answers ----------------------------------------------------------------------------------------------------------

    def answer(self, document: Any, lines: Callable[[], Iterable[str]]) -> None:
        """Prints the one answer of a command: the document as JSON, or the lines for people."""
        if self.as_json:
            import json  # the window passes here too, and its first paint does without

            print(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for line in lines():
                print(line)

    def styled(self, text: str, style: str) -> str:
        """The text in a style where the answer goes to a terminal that shows it."""
        if not text or not _coloured():
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"

    def table(
        self, headers: Sequence[str], rows: Sequence[Sequence[object]], *, right: Sequence[int] = ()
    ) -> list[str]:
        """Aligned lines; on a terminal each fits into its width. `right`: the columns that are aligned right."""
        cells = [[plain(str(cell)) for cell in row] for row in rows]
        widths = [max(map(width_of, column)) for column in zip(headers, *cells, strict=True)]
        widths = _fitted(widths)
        lines = [self.styled(_line(headers, widths, right), "quiet")]
        return lines + [_line(row, widths, right) for row in cells]

    def progress(self) -> Callable[[Progress], None] | None:
        """What long work tells how far it is; None where nobody watches."""
        if not sys.stderr.isatty():
            return None

        def show(progress: Progress) -> None:
            done, total = number(progress.done), number(progress.total)
            line = tr("{step}: {done} of {total}", step=progress.step, done=done, total=total)
            if progress.seconds_left:
                left = tr("{time} left", time=_seconds(progress.seconds_left))
                line = f"{line}, {left}"
            self._progress_shows = True
            print(f"\r{line:<70}", end="", file=sys.stderr, flush=True)

        return show

    def progress_done(self) -> None:
        """Takes the line of progress away."""
        if self._progress_shows:
            self._progress_shows = False
            print(f"\r{'':<70}\r", end="", file=sys.stderr, flush=True)


def _keep_calendar(workspace: Workspace) -> None:
    """The calendar file that is kept up to date says what was changed; where it can't, the change stands."""
    from deskcrm.services import settings

    if settings.get(workspace, settings.CALENDAR_FOLDER) is None:
        return  # most have none, and loading what writes it takes time
    from deskcrm.domain.errors import UserError
    from deskcrm.services import calendarfile

    try:
        calendarfile.refresh(workspace)
    except UserError as error:
        said = tr("The calendar file is not up to date. {why}", why=error)
        print(f"deskcrm: {said}", file=sys.stderr)


def _coloured() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _seconds(seconds: float) -> str:
    return (
        tr("{number} min", number=f"{seconds / 60:.0f}")
        if seconds >= 100
        else tr("{number} s", number=f"{seconds:.0f}")
    )


# Text in a terminal ---------------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """Text on one line without what would steer a terminal.

    >>> plain("Anna\\n\\x1b[31mWeber")
    'Anna [31mWeber'
    """
    if text.isprintable():
        return text
    shown = "".join(char if char.isprintable() else " " if char.isspace() else "" for char in text)
    return " ".join(shown.split())


def width_of(text: str) -> int:
    """How many columns a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def cut(text: str, width: int) -> str:
    """The text, shortened with "…" where it is wider."""
    if width_of(text) <= width:
        return text
    kept, taken = "", 0
    for char in text:
        taken += width_of(char)
        if taken > width - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def _fitted(widths: list[int]) -> list[int]:
    """The widths made narrower, the widest first, until a line fits into the terminal; a pipe takes any width."""
    if not sys.stdout.isatty():
        return widths
    widths = list(widths)
    room = shutil.get_terminal_size().columns - 2 * (len(widths) - 1)
    while sum(widths) > room and max(widths) > _SHORTEST_CELL:
        widths[widths.index(max(widths))] -= 1
    return widths


def _line(cells: Sequence[object], widths: Sequence[int], right: Sequence[int]) -> str:
    parts = []
    for index, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        text = cut(str(cell), width)
        blanks = " " * (width - width_of(text))
        parts.append(blanks + text if index in right else text + blanks)
    return "  ".join(parts).rstrip()
