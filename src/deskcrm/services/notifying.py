"""Native notifications of a Linux desktop, by org.freedesktop.Notifications on the session bus, with their buttons.

Without Qt, so that the agent can stay small. Other systems have no such bus; there `show` says that it could not.
"""

from __future__ import annotations

import html
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import Queue
from typing import TYPE_CHECKING, Any, Final

from deskcrm.domain.reminder_words import LABELS, Notice

if TYPE_CHECKING:
    from jeepney.io.threading import DBusRouter  # type: ignore[import-untyped]

_NAME: Final = "org.freedesktop.Notifications"
_PATH: Final = "/org/freedesktop/Notifications"
_ANSWERS_IN: Final = 3.0
"""Seconds after which a desktop that says nothing is taken for none."""
_KEPT: Final = 200

Pressed = Callable[[Notice, str], None]


def available() -> bool:
    """Whether this desktop has a notification service that answers."""
    line = _Line.open(lambda _number, _action: None)
    if line is not None:
        line.close()
    return line is not None


class DesktopNotifier:
    """Talks to the desktop's notification service. `show` is for one thread at a time; `pressed` comes on another."""

    def __init__(self, pressed: Pressed) -> None:
        self._pressed = pressed
        self._line: _Line | None = None
        self._shown: dict[int, Notice] = {}

    def show(self, notice: Notice) -> bool:
        """Shows one, on a new line to the bus where the old one broke; False where nobody shows it."""
        for fresh in (False, True):
            if fresh or self._line is None:
                self._connect()
            if self._line is None:
                return False
            number = self._line.notify(notice)
            if number is not None:
                self._shown[number] = notice
                while len(self._shown) > _KEPT:
                    del self._shown[next(iter(self._shown))]
                return True
        return False

    def close(self) -> None:
        """Leaves the bus; what is shown stays, and its buttons do nothing any more."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _connect(self) -> None:
        self.close()
        self._line = _Line.open(self._heard)

    def _heard(self, number: int, action: str) -> None:
        notice = self._shown.pop(number, None)
        if notice is not None:
            self._pressed(notice, action)


class _Line:
    """One connection to the session bus."""

    def __init__(self, router: DBusRouter, heard: Callable[[int, str], None]) -> None:
        self._router = router
        self._heard = heard
        self._signals: Queue[Any] = Queue()
        self._listener = threading.Thread(target=self._listen, name="deskcrm-notifications", daemon=True)
        self._able = frozenset[str]()

    @classmethod
    def open(cls, heard: Callable[[int, str], None]) -> _Line | None:
        """A line on which the desktop's service answers; None where there is no bus or no such service."""
        if sys.platform in ("win32", "darwin"):
            return None
        from jeepney.io.threading import DBusRouter, open_dbus_connection

        class Router(DBusRouter):  # type: ignore[misc]
            """Ends quietly with the bus; whoever asks next is told that it is closed."""

            def _receiver(self) -> None:
                with suppress(OSError):
                    super()._receiver()

        try:
            connection = open_dbus_connection(bus="SESSION")
        except (OSError, KeyError, ValueError, StopIteration):  # no address, nobody there, not let in
            return None
        line = cls(Router(connection), heard)
        if not line._begin():
            line.close()
            return None
        return line

    def _begin(self) -> bool:
        from jeepney import MatchRule, message_bus  # type: ignore[import-untyped]

        rule = MatchRule(type="signal", interface=_NAME, member="ActionInvoked", path=_PATH)
        if self._ask(message_bus.AddMatch(rule)) is None:
            return False
        able = self._call("GetCapabilities")
        if able is None:
            return False
        self._able = frozenset(able[0])
        self._router.filter(rule, queue=self._signals)
        self._listener.start()
        return True

    def notify(self, notice: Notice) -> int | None:
        """Shows one; answers its number, None where that failed."""
        actions = [word for action in notice.actions for word in (action, LABELS[action])]
        text = html.escape(notice.text, quote=False) if "body-markup" in self._able else notice.text
        hints = {"urgency": ("y", 1), "desktop-entry": ("s", "deskcrm"), "category": ("s", "x-deskcrm.reminder")}
        never = 0
        body = ("DeskCRM", 0, "deskcrm", notice.title, text, actions if "actions" in self._able else [], hints, never)
        answer = self._call("Notify", "susssasa{sv}i", body)
        return int(answer[0]) if answer is not None else None

    def close(self) -> None:
        """Ends the line."""
        self._signals.put(None)
        self._router.close()
        self._router.conn.close()
        if self._listener.is_alive() and self._listener is not threading.current_thread():
            self._listener.join()

    def _call(self, method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> tuple[Any, ...] | None:
        from jeepney import DBusAddress, new_method_call

        service = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
        return self._ask(new_method_call(service, method, signature, body))

    def _ask(self, message: Any) -> tuple[Any, ...] | None:
        from jeepney import MessageType
        from jeepney.io.common import RouterClosed  # type: ignore[import-untyped]

        try:
            reply = self._router.send_and_get_reply(message, timeout=_ANSWERS_IN)
        except (OSError, TimeoutError, RouterClosed):
            return None
        return tuple(reply.body) if reply.header.message_type is MessageType.method_return else None

    def _listen(self) -> None:
        while (signal := self._signals.get()) is not None:
            number, action = signal.body
            self._heard(int(number), str(action))
