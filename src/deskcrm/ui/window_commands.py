"""The commands of the window: where to go, what to add, undo, how to look. Imported once the window is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from deskcrm.ui import memory, window_acts
from deskcrm.ui.commands import on_mac
from deskcrm.ui.models.columns import SORTS
from deskcrm.ui.screens import PLACES
from deskcrm.ui.theme import Mode

if TYPE_CHECKING:
    from deskcrm.ui.main_window import MainWindow

_LOOKS: Final[tuple[tuple[Mode, str, str], ...]] = (
    ("system", "as the system", "monitor"),
    ("light", "light", "sun"),
    ("dark", "dark", "moon"),
)


def add_commands(window: MainWindow) -> None:
    """Register all that the window can do by itself, and what it asks of the screen that shows."""
    _add_places(window)
    _add_doings(window)
    _add_doings_of_lists(window)
    for mode, look, icon in _LOOKS:
        window.commands.add(f"look.{mode}", f"Appearance: {look}", partial(memory.choose_look, mode), icon=icon)
    window_acts.add_commands(window)
    window.commands.add("quit", "Quit", window.close, "Ctrl+Q", icon="log-out")


def _add_places(window: MainWindow) -> None:
    add = window.commands.add
    for place in PLACES:
        if place.listed:
            show = partial(window.open_screen, place.name)
            add(f"go.{place.name}", place.label, show, place.shortcut, icon=place.icon)
    add("go.housekeeping", "Fields and tags", partial(window.open_screen, "housekeeping"), icon="tags")
    add("go.backups", "Backups", partial(window.open_screen, "backups"), icon="archive")
    add("go.removed", "Removed people and companies", partial(window.open_screen, "removed"), icon="trash-2")
    add("go.archived", "Archived people and companies", partial(window.open_screen, "archived"), icon="archive")
    add("go.workspace", "What is in this workspace", partial(window.open_screen, "workspace"), icon="info")
    back, forward = on_mac("Alt+Left", "Ctrl+["), on_mac("Alt+Right", "Ctrl+]")
    add("back", "Go back", window.go_back, back, icon="arrow-left", available=window.can_go_back)
    add("forward", "Go forward", window.go_forward, forward, icon="chevron-right", available=window.can_go_forward)


def _add_doings(window: MainWindow) -> None:
    add = window.commands.add
    add("search", "Search", window.search.begin, "Ctrl+K", icon="search", palette=False)
    add("add.person", "Add a person", window.add_contact, "Ctrl+N", icon="user-plus")
    add("add.company", "Add a company", partial(window.add_contact, "company"), "Ctrl+Shift+N", icon="building-2")
    add("import", "Import a file", window.import_files, "Ctrl+I", icon="import")
    add("undo", "Undo the last change", window.undo, "Ctrl+Z", icon="undo-2")
    add("redo", "Redo", window.redo, "Ctrl+Shift+Z; Ctrl+Y", icon="redo-2")
    add("backup", "Back up now", window.back_up, icon="archive")


def _add_doings_of_lists(window: MainWindow) -> None:
    add = window.commands.add
    can_merge, can_filter = partial(_can_merge, window), partial(_can_filter, window)
    add("merge", "Merge…", partial(_merge, window), "Ctrl+M", icon="git-merge", available=can_merge)
    add("filter", "Filter the list", partial(_filter, window), "Ctrl+F", icon="list-filter", available=can_filter)
    for column in SORTS:
        name, can = f"Sort by {column.label.lower()}", partial(_can_sort, window, column.sort)
        add(f"sort.{column.sort}", name, partial(_sort, window, column.sort), icon="arrow-down", available=can)


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
