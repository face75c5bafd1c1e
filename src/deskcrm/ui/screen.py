"""What a screen is to the window, and the window to a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from deskcrm.domain.changes import Changes
    from deskcrm.services.importing import FileReport
    from deskcrm.ui.desk import Desk
    from deskcrm.ui.pairs import Pairs


class Navigator(Protocol):
    """The window as a screen sees it."""

    pairs: Pairs
    """Who may be there twice."""

    def open_screen(self, name: str) -> None:
        """Show a screen by its name: "people", "companies", "imports", "history", "settings"."""

    def open_contact(self, contact: int) -> None:
        """Show a contact's profile."""

    def import_files(self, paths: Sequence[Path] = ()) -> None:
        """Open the import wizard, with files already in it."""

    def mend_rows(self, reports: Sequence[FileReport]) -> None:
        """Open the import wizard with rows that couldn't go in with an earlier import."""

    def add_contact(self, kind: str = "person", name: str = "") -> None:
        """Ask for a new person or company, with its name already typed."""

    def show_contact_in_list(self, contact: int, kind: str) -> None:
        """Show the list of people or companies with the cursor on a contact."""

    def open_workspace(self, file: Path) -> None:
        """Go over to another workspace, which is there or is to be made."""

    def start_again(self) -> None:
        """End DeskCRM and start it anew, on the same workspace."""

    def show_history(self, contact: int, name: str) -> None:
        """Show what was done with a contact."""

    def toast(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Say something in passing, with at most one button."""

    def go_back(self) -> None:
        """Return to the screen before."""

    def mark_section(self, name: str) -> None:
        """Mark in the sidebar the screen that what shows belongs to."""


class Screen(QWidget):
    """One screen of the window. It reads through `desk`, goes elsewhere through `nav`, and listens to `on_changed`.

    The window makes screens when they are first opened: `SomeScreen(desk, window)`.
    """

    title = ""
    """What the window calls it; what a screen reader says on arrival."""

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.nav = window

    def shown(self) -> None:
        """Come to the front; load what has to be loaded."""

    def on_changed(self, changes: Changes) -> None:
        """Bring up to date what `changes` touches; called for every change, shown or not."""

    def leaving(self) -> None:
        """Write what is still being typed here: the window closes."""

    @property
    def foot(self) -> int:
        """How high the buttons at the foot are, in pixels, which nothing said in passing may cover."""
        return 0

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus()

    def header_widgets(self) -> list[QWidget]:
        """Return buttons for the header's right end while this screen shows; none means Import and Add person."""
        return []
