"""What can be done with a list, by name in the palette and by key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from deskcrm.languages import tr
from deskcrm.ui.commands import Commands

if TYPE_CHECKING:
    from deskcrm.ui.screens.people import ContactsScreen


def offer(commands: object, screen: ContactsScreen, prefix: str) -> None:
    """Register what can be done with the list; the keys are this screen's only while it shows."""
    if not isinstance(commands, Commands):
        return
    tools, bulk, keeper = screen.tools, screen.bulk, screen.keeper

    def ready() -> bool:
        return keeper.ready

    def has_views() -> bool:
        return bool(keeper.views)

    offered: tuple[tuple[str, str, Callable[[], object], str, str, Callable[[], bool]], ...] = (
        ("rule", tr("Filter by a field…"), screen.add_rule, "Ctrl+Shift+F", "list-filter", ready),
        ("chips", tr("Go to the filter’s rules"), tools.bar.focus_first, "", "list-filter", ready),
        ("columns", tr("Columns…"), tools.choose_columns, "Ctrl+Shift+C", "table-2", ready),
        ("sort", tr("Sort by…"), screen.headings.ask_sort, "", "arrow-down", ready),
        ("then", tr("Then sort by…"), partial(screen.headings.ask_sort, add=True), "", "arrow-down", ready),
        ("save", tr("Save the view"), tools.save, "Ctrl+S", "star", lambda: keeper.ready and keeper.differs),
        ("save_as", tr("Save this list as a view…"), tools.save_as, "Ctrl+Shift+S", "star", ready),
        ("revert", tr("Revert the view"), keeper.revert, "", "rotate-ccw", lambda: keeper.differs),
        ("rename", tr("Rename the view…"), tools.rename, "", "pencil", lambda: bool(keeper.view)),
        (
            "keep",
            tr("Keep in touch with everybody in the view…"),
            tools.keep_in_touch,
            "",
            "hand-heart",
            lambda: bool(keeper.view),
        ),
        ("delete", tr("Delete the view"), tools.delete, "", "trash-2", lambda: bool(keeper.view)),
        ("next", tr("Next view"), partial(tools.tabs.step, 1), "Ctrl+PgDown", "chevron-right", has_views),
        ("before", tr("Previous view"), partial(tools.tabs.step, -1), "Ctrl+PgUp", "chevron-left", has_views),
        ("all", tr("Mark the whole list"), screen.view.mark_all, "", "check", screen.can_merge),
        ("copy", tr("Copy the marked rows"), bulk.copy, "", "copy", screen.can_merge),
        ("tag", tr("Tag those marked…"), partial(bulk.begin, "tag"), "Ctrl+T", "tag", screen.can_merge),
        (
            "stage",
            tr("Set the stage of those marked…"),
            partial(bulk.begin, "stage"),
            "",
            "circle-dot",
            screen.can_merge,
        ),
        ("field", tr("Set a field of those marked…"), partial(bulk.begin, "field"), "", "pencil", screen.can_merge),
        ("task", tr("Add a task for each marked…"), partial(bulk.begin, "task"), "", "circle-check", screen.can_merge),
        ("archive", tr("Archive those marked…"), partial(bulk.begin, "archive"), "", "archive", screen.can_merge),
        ("remove", tr("Remove those marked…"), partial(bulk.begin, "remove"), "", "trash-2", screen.can_merge),
        ("export", tr("Export this list…"), bulk.export, "Ctrl+E", "download", screen.can_merge),
    )
    for key, name, run, shortcut, icon, can in offered:
        commands.add(f"{prefix}.{key}", name, run, shortcut, icon=icon, available=can, screen=screen)
