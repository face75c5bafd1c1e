"""What can be done with a list, by name in the palette and by key."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

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
        ("rule", "Filter by a field…", screen.add_rule, "Ctrl+Shift+F", "list-filter", ready),
        ("chips", "Go to the filter’s rules", tools.bar.focus_first, "", "list-filter", ready),
        ("columns", "Columns…", tools.choose_columns, "Ctrl+Shift+C", "table-2", ready),
        ("sort", "Sort by…", screen.headings.ask_sort, "", "arrow-down", ready),
        ("then", "Then sort by…", partial(screen.headings.ask_sort, add=True), "", "arrow-down", ready),
        ("save", "Save the view", tools.save, "Ctrl+S", "star", lambda: keeper.ready and keeper.differs),
        ("save_as", "Save this list as a view…", tools.save_as, "Ctrl+Shift+S", "star", ready),
        ("revert", "Revert the view", keeper.revert, "", "rotate-ccw", lambda: keeper.differs),
        ("rename", "Rename the view…", tools.rename, "", "pencil", lambda: bool(keeper.view)),
        (
            "keep",
            "Keep in touch with everybody in the view…",
            tools.keep_in_touch,
            "",
            "hand-heart",
            lambda: bool(keeper.view),
        ),
        ("delete", "Delete the view", tools.delete, "", "trash-2", lambda: bool(keeper.view)),
        ("next", "Next view", partial(tools.tabs.step, 1), "Ctrl+PgDown", "chevron-right", has_views),
        ("before", "Previous view", partial(tools.tabs.step, -1), "Ctrl+PgUp", "chevron-left", has_views),
        ("all", "Mark the whole list", screen.view.mark_all, "", "check", screen.can_merge),
        ("copy", "Copy the marked rows", bulk.copy, "", "copy", screen.can_merge),
        ("tag", "Tag those marked…", partial(bulk.begin, "tag"), "Ctrl+T", "tag", screen.can_merge),
        ("stage", "Set the stage of those marked…", partial(bulk.begin, "stage"), "", "circle-dot", screen.can_merge),
        ("field", "Set a field of those marked…", partial(bulk.begin, "field"), "", "pencil", screen.can_merge),
        ("task", "Add a task for each marked…", partial(bulk.begin, "task"), "", "circle-check", screen.can_merge),
        ("archive", "Archive those marked…", partial(bulk.begin, "archive"), "", "archive", screen.can_merge),
        ("remove", "Remove those marked…", partial(bulk.begin, "remove"), "", "trash-2", screen.can_merge),
        ("export", "Export this list…", bulk.export, "Ctrl+E", "download", screen.can_merge),
    )
    for key, name, run, shortcut, icon, can in offered:
        commands.add(f"{prefix}.{key}", name, run, shortcut, icon=icon, available=can, screen=screen)
