"""Everything the owner can do by name or key, in one registry: the palette lists it, the window's menus show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """A named thing to do. `available` says whether it makes sense now; a command that doesn't is not offered."""

    key: str
    name: str
    action: QAction
    icon: str
    available: Callable[[], bool]
    palette: bool


class Commands(QObject):
    """The commands of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._all: dict[str, Command] = {}

    def add(
        self,
        key: str,
        name: str,
        run: Callable[[], object],
        shortcut: str = "",
        *,
        icon: str = "command",
        available: Callable[[], bool] = lambda: True,
        palette: bool = True,
    ) -> QAction:
        """Register a command; its action belongs to the window, so the shortcut works everywhere in it.

        `shortcut` may name several keys with "; " between them. Raises ValueError where a key is taken.
        """
        if key in self._all:
            raise ValueError(f"two commands called {key}")
        action = QAction(name, self._window)
        keys = [QKeySequence(text) for text in shortcut.split("; ") if text]
        taken = {s.toString(): c.key for c in self._all.values() for s in c.action.shortcuts()}
        for sequence in keys:
            if sequence.toString() in taken:
                raise ValueError(f"{sequence.toString()} is the key of {taken[sequence.toString()]}")
        action.setShortcuts(keys)
        action.triggered.connect(lambda _checked=False: run() if available() else None)
        self._window.addAction(action)
        self._all[key] = Command(key, name, action, icon, available, palette)
        return action

    def __getitem__(self, key: str) -> QAction:
        return self._all[key].action

    def all(self) -> list[Command]:
        """Return every command, in the order of registration."""
        return list(self._all.values())

    def matching(self, text: str) -> list[Command]:
        """Return what the palette offers for `text`: commands with a word that begins with each word of it."""
        wanted = text.casefold().split()
        return [
            c
            for c in self._all.values()
            if c.palette and c.available() and all(_begins(c.name, word) for word in wanted)
        ]


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in name.casefold().split())


def key_text(action: QAction) -> str:
    """Return the action's first shortcut as the system writes it: "Ctrl+K"."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
