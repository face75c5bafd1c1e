"""Everything the owner can do by name or key, in one registry: the palette lists it, the window's menus show it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject
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
    screen: QWidget | None = None  # whose command it is; None for the window's


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
        screen: QWidget | None = None,
    ) -> QAction:
        """Register a command; its action belongs to the window, so the shortcut works everywhere in it.

        `shortcut` may name several keys with "; " between them. A command of a `screen` exists only while that
        screen shows, so screens may share keys. Raises ValueError where a key is taken.
        """
        if key in self._all:
            raise ValueError(f"two commands called {key}")
        action = QAction(name, self._window)
        keys = [QKeySequence(text) for text in shortcut.split("; ") if text]
        beside = [c for c in self._all.values() if None in (screen, c.screen) or c.screen is screen]
        taken = {s.toString(): c.key for c in beside for s in c.action.shortcuts()}
        for sequence in keys:
            if sequence.toString() in taken:
                raise ValueError(f"{sequence.toString()} is the key of {taken[sequence.toString()]}")
        action.setShortcuts(keys)
        action.triggered.connect(lambda _checked=False: run() if available() else None)
        self._window.addAction(action)
        self._all[key] = Command(key, name, action, icon, available, palette, screen)
        if screen is not None:
            action.setEnabled(screen.isVisible())
            screen.installEventFilter(self)
        return action

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give a screen its keys when it comes to sight, and take them back when it goes."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            for command in self._all.values():
                if command.screen is watched:
                    command.action.setEnabled(event.type() == QEvent.Type.Show)
        return super().eventFilter(watched, event)

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
            if c.palette and c.action.isEnabled() and c.available() and all(_begins(c.name, word) for word in wanted)
        ]


def _begins(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in name.casefold().split())


def key_text(action: QAction) -> str:
    """Return the action's first shortcut as the system writes it: "Ctrl+K"."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def on_mac(usual: str, mac: str) -> str:
    """Return the keys that mean a thing on this system, where those of a Mac are others ("Ctrl" is its ⌘)."""
    return mac if sys.platform == "darwin" else usual
