"""The commands of the window: where to go, what to add, undo, how to look. Imported once the window is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from deskcrm.languages import tr
from deskcrm.ui import memory, window_acts
from deskcrm.ui.commands import on_mac
from deskcrm.ui.models.columns import SORTS
from deskcrm.ui.screens import PLACES
from deskcrm.ui.theme import Mode

if TYPE_CHECKING:
    from deskcrm.ui.main_window import MainWindow

_LOOKS: Final[tuple[tuple[Mode, str, str], ...]] = (
    ("system", tr("Appearance: as the system"), "monitor"),
    ("light", tr("Appearance: light"), "sun"),
    ("dark", tr("Appearance: dark"), "moon"),
)
_SORTS: Final = {
    "name": tr("Sort by name"),
    "organization": tr("Sort by company"),
    "email": tr("Sort by email"),
    "phone": tr("Sort by phone"),
    "city": tr("Sort by city"),
    "stage": tr("Sort by stage"),
    "value": tr("Sort by value"),
    "last_at": tr("Sort by contact"),
}
"""The orders of the usual columns."""


def add_commands(window: MainWindow) -> None:
    """Register all that the window can do by itself, and what it asks of the screen that shows."""
    _add_places(window)
    _add_doings(window)
    _add_doings_of_lists(window)
    for mode, look, icon in _LOOKS:
        window.commands.add(f"look.{mode}", look, partial(memory.choose_look, mode), icon=icon)
    window_acts.add_commands(window)
    window.commands.add("quit", tr("Quit"), window.close, "Ctrl+Q", icon="log-out")


def _add_places(window: MainWindow) -> None:
    add = window.commands.add
    for place in PLACES:
        if place.listed:
            show = partial(window.open_screen, place.name)
            add(f"go.{place.name}", place.label, show, place.shortcut, icon=place.icon)
    add("go.housekeeping", tr("Fields and tags"), partial(window.open_screen, "housekeeping"), icon="tags")
    add("go.backups", tr("Backups"), partial(window.open_screen, "backups"), icon="archive")
    add("go.removed", tr("Removed people and companies"), partial(window.open_screen, "removed"), icon="trash-2")
    add("go.archived", tr("Archived people and companies"), partial(window.open_screen, "archived"), icon="archive")
    add("go.workspace", tr("What is in this workspace"), partial(window.open_screen, "workspace"), icon="info")
    back, forward = on_mac("Alt+Left", "Ctrl+["), on_mac("Alt+Right", "Ctrl+]")
    add("back", tr("Go back"), window.go_back, back, icon="arrow-left", available=window.can_go_back)
    add("forward", tr("Go forward"), window.go_forward, forward, icon="chevron-right", available=window.can_go_forward)


def _add_doings(window: MainWindow) -> None:
    add = window.commands.add
    add("search", tr("Search"), window.search.begin, "Ctrl+K", icon="search", palette=False)
    add("add.person", tr("Add a person"), window.add_contact, "Ctrl+N", icon="user-plus")
    add("add.company", tr("Add a company"), partial(window.add_contact, "company"), "Ctrl+Shift+N", icon="building-2")
    add("import", tr("Import a file"), window.import_files, "Ctrl+I", icon="import")
    add("undo", tr("Undo the last change"), window.undo, "Ctrl+Z", icon="undo-2")
    add("redo", tr("Redo"), window.redo, "Ctrl+Shift+Z; Ctrl+Y", icon="redo-2")
    add("backup", tr("Back up now"), window.back_up, icon="archive")


def _add_doings_of_lists(window: MainWindow) -> None:
    add = window.commands.add
    can_merge, can_filter = partial(_can_merge, window), partial(_can_filter, window)
    add("merge", tr("Merge…"), partial(_merge, window), "Ctrl+M", icon="git-merge", available=can_merge)
    add("filter", tr("Filter the list"), partial(_filter, window), "Ctrl+F", icon="list-filter", available=can_filter)
    for sort in (column.sort for column in SORTS):
        can = partial(_can_sort, window, sort)
        add(f"sort.{sort}", _SORTS[sort], partial(_sort, window, sort), icon="arrow-down", available=can)


def _can_merge(window: MainWindow) -> bool:
    screen: Any = window.current
    return hasattr(screen, "can_merge") and bool(screen.can_merge())


def _merge(window: MainWindow) -> None:
    screen: Any = window.current
    screen.merge()


def _can_filter(window: MainWindow) -> bool:
    return hasattr(window.current, "focus_filter")


def _filter(window: MainWindow) -> None:
    getattr(window.current, "focus_filter", window.search.begin)()


def _can_sort(window: MainWindow, sort: str) -> bool:
    return any(column.sort == sort for column in getattr(window.current, "columns", ()))


def _sort(window: MainWindow, sort: str) -> None:
    screen: Any = window.current
    screen.sort_by(sort)
