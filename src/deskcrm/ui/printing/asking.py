"""From a screen to paper: what is to be printed is read, shown in the system's preview, or written as a PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QMarginsF, QStandardPaths
from PySide6.QtGui import QPageLayout
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QFileDialog, QWidget

from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.printing import lists, profiles
from deskcrm.ui.printing.lists import PrintedList
from deskcrm.ui.printing.paper import Draw, layout, usual_paper
from deskcrm.ui.printing.profiles import PrintedProfile
from deskcrm.ui.theme import Size

if TYPE_CHECKING:
    from deskcrm.domain.views import ListRow
    from deskcrm.services.workspace import Workspace

_MARGIN: Final = 14.0
_PROFILE_MARGIN: Final = 2.0  # a text brings margins of its own
_PDF: Final = "PDF (*.pdf)"


class Printout:
    """Something that can be printed: its title, its page, and how it is painted."""

    def __init__(self, title: str, page: QPageLayout, draw: Draw) -> None:
        self.title = title
        self.page = page
        self.draw = draw

    def printer(self) -> QPrinter:
        """Return a printer of this page: the system's usual one."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(self.page)
        if self.page.margins() == QMarginsF():
            printer.setFullPage(True)
        printer.setDocName(self.title)
        printer.setCreator("DeskCRM")
        return printer

    def preview(self, parent: QWidget) -> QPrintPreviewDialog:
        """Show it as it will be printed; from there the system's own dialog prints it."""
        printer = self.printer()
        dialog = QPrintPreviewDialog(printer, parent)
        dialog.setWindowTitle(tr("Print: {title}", title=self.title))
        dialog.setAccessibleName(dialog.windowTitle())
        dialog.resize(*Size.WINDOW)
        dialog.paintRequested.connect(self.draw)
        dialog.finished.connect(dialog.deleteLater)
        dialog.printer_ = printer  # type: ignore[attr-defined]  # lives as long as the dialog that paints on it
        dialog.open()
        return dialog

    def save(self, file: Path) -> bool:
        """Write it as a PDF; False where the file can't be written."""
        if not _can_write(file):
            return False
        printer = self.printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setPageLayout(self.page)
        printer.setOutputFileName(str(file))
        self.draw(printer)
        return file.is_file() and file.stat().st_size > 0


def _can_write(file: Path) -> bool:
    try:
        with file.open("ab"):
            return True
    except OSError:
        return False


Show = Callable[[Printout], object]


def read_list(desk: Desk, screen: Any, done: Show, owner: QWidget) -> None:
    """Read a list as it is shown, or those of it that are marked, and call `done` with its printout."""
    columns = [column for column, _ in shown_columns(screen.view)]
    widths = [width for _, width in shown_columns(screen.view)]
    ids = chosen(screen)
    cells = [column.cell for column in columns if column.cell]

    def read(found: tuple[str, list[ListRow]]) -> None:
        at, rows = found
        printed = PrintedList(screen.title, columns, widths, rows, len(ids), at)
        page = layout(usual_paper(), _MARGIN, landscape=len(columns) > _NARROW)
        done(Printout(screen.title, page, printed.draw))

    desk.ask(_rows, ids[: lists.MOST], cells, done=read, key="print", owner=owner)


_NARROW: Final = 5
"""Columns that fit upright."""


def chosen(screen: Any) -> Sequence[int]:
    """Return who is to be printed: the several that are marked, else the whole list."""
    marked: Sequence[int] = screen.view.marked_ids() if screen.view.marks.count > 1 else ()
    return marked or screen.table.ids_between([(0, screen.table.rowCount() - 1)])


def shown_columns(view: Any) -> list[tuple[Any, int]]:
    """Return the columns that a list shows, in their order on screen, with their widths."""
    header = view.horizontalHeader()
    sections = [header.logicalIndex(at) for at in range(header.count())]
    return [(view.table.columns[s], header.sectionSize(s)) for s in sections if not header.isSectionHidden(s)]


def read_profile(desk: Desk, contact: int, done: Show, owner: QWidget) -> None:
    """Read a profile and call `done` with its printout."""

    def read(printed: PrintedProfile) -> None:
        title = printed.profile.name or tr("No name")
        done(Printout(title, layout(usual_paper(), _PROFILE_MARGIN), printed.draw))

    desk.ask(_profile, contact, done=read, key="print", owner=owner)


def ask_pdf(printout: Printout, toast: Any, parent: QWidget) -> QFileDialog:
    """Ask for a file, write the printout there as a PDF, and say so in passing."""
    from deskcrm.ui.dialogs.dossier import file_name

    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(parent, tr("Save {title} as a PDF", title=printout.title), folder, _PDF)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(f"{file_name(printout.title)}.pdf")
    dialog.fileSelected.connect(lambda chosen: save_pdf(printout, Path(chosen), toast))
    dialog.open()
    return dialog


def save_pdf(printout: Printout, file: Path, toast: Any) -> None:
    """Write a printout as a PDF, and say so or why not."""
    if printout.save(file):
        toast(tr("Saved {name}", name=file.name))
    else:
        toast(tr("{file} can’t be written. Nothing was saved; choose another place.", file=file))


def print_screen(desk: Desk, window: Any, screen: Any, contact: int | None, *, pdf: bool = False) -> None:
    """Print what a screen shows: the profile of `contact`, or a list."""
    show = partial(_show, window, pdf)
    if contact is not None:
        read_profile(desk, contact, show, window)
    else:
        read_list(desk, screen, show, window)


def _show(window: Any, pdf: bool, printout: Printout) -> None:
    if pdf:
        ask_pdf(printout, window.toast, window)
    else:
        printout.preview(window)


def _rows(workspace: Workspace, ids: Sequence[int], cells: list[str]) -> tuple[str, list[ListRow]]:
    from deskcrm.services import reads

    return workspace.now(), reads.rows(workspace, ids, cells)


def _profile(workspace: Workspace, contact: int) -> PrintedProfile:
    from deskcrm.services import reads

    profile = reads.profile(workspace, contact)
    entries = reads.timeline(workspace, contact, profiles.MOST)
    return PrintedProfile(profile, entries, max(len(entries), profile.measures.get("activities", 0)), workspace.now())
