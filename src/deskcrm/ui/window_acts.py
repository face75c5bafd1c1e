"""What the window can do beside going places: other workspaces, printing, the sheet of keys. Imported with its keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from deskcrm import __version__
from deskcrm.languages import tr
from deskcrm.ui import memory
from deskcrm.ui.commands import on_mac

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.main_window import MainWindow

_FILES: Final = (
    ("new", tr("New workspace…"), "plus"),
    ("open", tr("Open a workspace…"), "folder-open"),
    ("copy", tr("Save a copy of this workspace…"), "copy"),
    ("move", tr("Move to a new computer…"), "monitor"),
)
_LISTS: Final = frozenset({"people", "companies", "removed", "archived"})


def add_commands(window: MainWindow) -> None:
    """Register the commands of all this."""
    add, can = window.commands.add, partial(can_print, window)
    for key, name, icon in _FILES:
        add(f"workspace.{key}", name, partial(ask_file, window, key), icon=icon)
    add("print", tr("Print…"), partial(print_current, window), "Ctrl+P", icon="printer", available=can)
    add("pdf", tr("Save as PDF…"), partial(print_current, window, pdf=True), icon="file-text", available=can)
    add("labels", tr("Address labels…"), partial(print_labels, window), icon="tag", available=can)
    add("calendar", tr("Save tasks as a calendar file…"), partial(save_calendar, window), icon="calendar")
    add("about", tr("About DeskCRM"), partial(show_about, window), icon="info")
    add("keys", tr("Keys"), partial(show_keys, window), on_mac("?; F1", "?; Ctrl+?"), icon="command")


def ask_file(window: MainWindow, what: str) -> None:
    """Ask for the file of a "new" workspace, one to "open", a "copy" or a "move"."""
    from deskcrm.ui.dialogs import workspace_files

    workspace_files.ASKS[what](window.desk, window, window)


def can_print(window: MainWindow) -> bool:
    """Whether what shows is a list or a profile."""
    return window.place.contact is not None or window.place.screen in _LISTS


def print_current(window: MainWindow, *, pdf: bool = False) -> None:
    """Show the list or the profile as it will be printed, or write it as a PDF."""
    from deskcrm.ui.printing.asking import print_screen

    print_screen(window.desk, window, window.current, window.place.contact, pdf=pdf)


def print_labels(window: MainWindow) -> None:
    """Ask for the sheet of address labels: for whom the list shows or has marked, or whose profile shows."""
    from deskcrm.ui.dialogs.labels import LabelsDialog
    from deskcrm.ui.printing.asking import chosen

    contact = window.place.contact
    LabelsDialog(window.desk, window, [contact] if contact is not None else chosen(window.current), window).open()


def save_calendar(window: MainWindow) -> None:
    """Ask where tasks and meetings go as a calendar file."""
    from deskcrm.ui import reminding_calendar

    reminding_calendar.save_calendar(window)


def show_keys(window: MainWindow) -> None:
    """Show which keys do what."""
    from deskcrm.ui.dialogs.shortcuts import ShortcutSheet

    window.screen_named("profile")  # its keys are made with it
    ShortcutSheet(window.commands, window).open()


def show_about(window: MainWindow) -> None:
    """Show the version, what is new, and the licences."""
    from deskcrm.ui.dialogs.about import AboutDialog

    AboutDialog(window).open()


def warn_of_place(window: MainWindow) -> None:
    """Where another program copies the workspace about, say so and offer to read what to do."""

    def told(caution: str) -> None:
        if caution:
            said = tr("Another program synchronises the folder of this workspace.")
            window.toast(said, tr("See what to do"), partial(window.open_screen, "workspace"))

    window.desk.ask(caution_of_place, done=told, owner=window)


def caution_of_place(workspace: Workspace) -> str:
    """What the owner should know of where the workspace lies; "" where it lies well."""
    from deskcrm.services import synchronised

    return synchronised.caution(workspace.path)


def tell_of_update(window: MainWindow) -> None:
    """Where DeskCRM is a newer one than when it was open last, say so and offer to read what is new."""
    before = memory.exchange_version(__version__)
    if before and before != __version__:
        window.toast(
            tr("DeskCRM is now version {version}.", version=__version__), tr("What is new"), partial(show_about, window)
        )
