"""The keys that lists and fields know by themselves, beside the commands of the registry, as the sheet of keys says."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtGui import QKeySequence


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
        "In the search field",
        (
            Key("Up; Down", "Choose"),
            Key("Return", "Open"),
            Key("Ctrl+Return", "Show beside its list"),
            Key("Esc", "Back to the screen"),
        ),
    ),
    (
        "In Today",
        (
            Key("D; Space", "Done"),
            Key("S", "Put off"),
            Key("L", "Log a call"),
            Key("E", "Write an email"),
            Key("Return", "Open the profile"),
            Key("F2", "Change the task"),
            Key("N", "Add a task"),
            Key("Delete", "Delete the task"),
        ),
    ),
    (
        "In a list of people or companies",
        (
            Key("Return", "Open"),
            Key("Space", "Select this one too"),
            Key("Shift+Down; Shift+Up", "Select several"),
            Key("Ctrl+A", "Select all"),
            Key("Ctrl+C", "Copy as a table"),
            Key("Delete", "Remove"),
            Key("Menu", "What can be done"),
            Key("Esc", "Leave the selection, or the filter"),
        ),
    ),
    (
        "In a timeline",
        (
            Key("Return", "Open"),
            Key("Space; D", "Mark a task as done"),
            Key("P", "Pin an entry on top, or let it go"),
            Key("Delete", "Delete"),
        ),
    ),
    (
        "In a journey",
        (
            Key("Left; Right", "The touchpoint before, or after"),
            Key("Up; Down", "The nearest one in another lane"),
            Key("+; -", "Look closer, or from further away"),
            Key("0", "Show all of it"),
            Key("Return", "Find it in the timeline"),
        ),
    ),
    (
        "In a report",
        (
            Key("Left; Right; Up; Down", "The next bar or cell"),
            Key("Return", "Who stands behind it"),
        ),
    ),
    (
        "In the preview of an import",
        (
            Key("Space", "Leave the row out, or take it in"),
            Key("Return", "Show and mend the row"),
            Key("Ctrl+Return", "Import"),
            Key("Esc", "Back"),
        ),
    ),
    (
        "In Duplicates",
        (
            Key("M", "Merge them"),
            Key("N", "Not the same"),
            Key("S", "Skip, to look at later"),
            Key("U", "Take the last decision back"),
            Key("Return", "Choose in the table"),
        ),
    ),
    (
        "In History",
        (
            Key("Return", "Whom it was about"),
            Key("U", "Undo this"),
            Key("R", "Do this again"),
        ),
    ),
    (
        "In a form",
        (
            Key("Tab; Shift+Tab", "Next field, or the one before"),
            Key("Ctrl+Return", "Save"),
            Key("Esc", "Close, changing nothing"),
        ),
    ),
)
"""Where, and which keys there."""
