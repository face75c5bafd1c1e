"""The screens of the window, and where each is found; they are imported when they are first opened."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

from deskcrm.languages import tr

if TYPE_CHECKING:
    from deskcrm.ui.desk import Desk
    from deskcrm.ui.screen import Navigator, Screen


class Place(NamedTuple):
    """A screen's name in code, its words and icon in the sidebar, and the class that shows it."""

    name: str
    label: str
    icon: str
    where: str  # "module:Class" below deskcrm.ui.screens
    shortcut: str = ""
    listed: bool = True  # in the sidebar
    foot: bool = False  # at the sidebar's foot
    under: tuple[str, ...] = ()  # where in the sidebar an unlisted screen belongs

    def make(self, desk: Desk, window: Navigator) -> Screen:
        """Import and build the screen."""
        module, _, name = self.where.partition(":")
        screen: Screen = getattr(import_module(f"deskcrm.ui.screens.{module}"), name)(desk, window)
        return screen


PLACES: Final[tuple[Place, ...]] = (
    Place("today", tr("Today"), "sun", "today:TodayScreen", "Ctrl+0"),
    Place("people", tr("People"), "users", "people:PeopleScreen", "Ctrl+1"),
    Place("companies", tr("Companies"), "building-2", "people:CompaniesScreen", "Ctrl+2"),
    Place("duplicates", tr("Duplicates"), "git-merge", "duplicates:DuplicatesScreen", "Ctrl+3"),
    Place("imports", tr("Imports"), "import", "imports:ImportsScreen", "Ctrl+4"),
    Place("reports", tr("Reports"), "chart-column", "reports:ReportsScreen", "Ctrl+6"),
    Place("history", tr("History"), "history", "history:HistoryScreen", "Ctrl+5"),
    Place("settings", tr("Settings"), "settings", "settings:SettingsScreen", "Ctrl+,", foot=True),
    Place(
        "housekeeping",
        tr("Fields and tags"),
        "tags",
        "housekeeping:HousekeepingScreen",
        listed=False,
        under=("settings",),
    ),
    Place("backups", tr("Backups"), "archive", "backups:BackupsScreen", listed=False, under=("settings",)),
    Place("workspace", tr("Workspace"), "folder-open", "workspace:WorkspaceScreen", listed=False, under=("settings",)),
    Place("removed", tr("Removed"), "trash-2", "removed:RemovedScreen", listed=False, under=("people", "companies")),
    Place("archived", tr("Archived"), "archive", "removed:ArchivedScreen", listed=False, under=("people", "companies")),
    Place(
        "profile", tr("Profile"), "user", "profile:ProfileScreen", listed=False, under=("people", "companies", "today")
    ),
    Place("welcome", tr("Welcome"), "sun", "welcome:WelcomeScreen", listed=False, under=("people",)),
    Place("import", tr("Import"), "import", "import_wizard:ImportWizard", listed=False, under=("imports",)),
)
"""`profile:ProfileScreen` has `show_contact(contact)`; `import_wizard:ImportWizard` has `take(paths)`."""

BY_NAME: Final[dict[str, Place]] = {place.name: place for place in PLACES}
