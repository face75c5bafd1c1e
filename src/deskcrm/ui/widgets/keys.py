"""The keys that lists and fields know by themselves, beside the commands of the registry, as the sheet of keys says."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtGui import QKeySequence

from deskcrm.languages import tr


class Key(NamedTuple):
    """What some keys do; "; " stands between keys that do the same."""

    keys: str
    words: str

    @property
    def shown(self) -> str:
        """The keys as the system writes them: "Ctrl+C", or with its signs on a Mac."""
        return " or ".join(native(key) for key in self.keys.split("; "))


def native(key: str) -> str:
    """Return a key as the system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


WITHIN: Final[tuple[tuple[str, tuple[Key, ...]], ...]] = (
    (
        tr("In the search field"),
        (
            Key("Up; Down", tr("Choose")),
            Key("Return", tr("Open")),
            Key("Ctrl+Return", tr("Show beside its list")),
            Key("Esc", tr("Back to the screen")),
        ),
    ),
    (
        tr("In Today"),
        (
            Key("D; Space", tr("Done")),
            Key("S", tr("Put off")),
            Key("L", tr("Log a call")),
            Key("E", tr("Write an email")),
            Key("Return", tr("Open the profile")),
            Key("F2", tr("Change the task")),
            Key("N", tr("Add a task")),
            Key("Delete", tr("Delete the task")),
        ),
    ),
    (
        tr("In a list of people or companies"),
        (
            Key("Return", tr("Open")),
            Key("Space", tr("Select this one too")),
            Key("Shift+Down; Shift+Up", tr("Select several")),
            Key("Ctrl+A", tr("Select all")),
            Key("Ctrl+C", tr("Copy as a table")),
            Key("Delete", tr("Remove")),
            Key("Menu", tr("What can be done")),
            Key("Esc", tr("Leave the selection, or the filter")),
        ),
    ),
    (
        tr("In a timeline"),
        (
            Key("Return", tr("Open")),
            Key("Space; D", tr("Mark a task as done")),
            Key("P", tr("Pin an entry on top, or let it go")),
            Key("Delete", tr("Delete")),
        ),
    ),
    (
        tr("In a journey"),
        (
            Key("Left; Right", tr("The touchpoint before, or after")),
            Key("Up; Down", tr("The nearest one in another lane")),
            Key("+; -", tr("Look closer, or from further away")),
            Key("0", tr("Show all of it")),
            Key("Return", tr("Find it in the timeline")),
        ),
    ),
    (
        tr("In a report"),
        (
            Key("Left; Right; Up; Down", tr("The next bar or cell")),
            Key("Return", tr("Who stands behind it")),
        ),
    ),
    (
        tr("In the preview of an import"),
        (
            Key("Space", tr("Leave the row out, or take it in")),
            Key("Return", tr("Show and mend the row")),
            Key("Ctrl+Return", tr("Import")),
            Key("Esc", tr("Back")),
        ),
    ),
    (
        tr("In Duplicates"),
        (
            Key("M", tr("Merge them")),
            Key("N", tr("Not the same")),
            Key("S", tr("Skip, to look at later")),
            Key("U", tr("Take the last decision back")),
            Key("Return", tr("Choose in the table")),
        ),
    ),
    (
        tr("In History"),
        (
            Key("Return", tr("Whom it was about")),
            Key("U", tr("Undo this")),
            Key("R", tr("Do this again")),
        ),
    ),
    (
        tr("In a form"),
        (
            Key("Tab; Shift+Tab", tr("Next field, or the one before")),
            Key("Ctrl+Return", tr("Save")),
            Key("Esc", tr("Close, changing nothing")),
        ),
    ),
)
"""Where, and which keys there."""
