"""A screen reader's ears: what a program tells of itself on the accessibility bus of a desktop (AT-SPI).

The bus and its registry are the desktop's own (Debian's at-spi2-core); they are asked over D-Bus, as Orca asks them
(https://gnome.pages.gitlab.gnome.org/at-spi2-core/devel-docs/).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
LACKING = [name for name in (LAUNCHER, "dbus-daemon") if shutil.which(name) is None]
SECONDS = 10.0
ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
REGISTRY = ("org.a11y.atspi.Registry", ROOT)
ENABLED, FOCUSABLE, FOCUSED, SENSITIVE, SHOWING = 8, 11, 12, 24, 25
"""Bits of a state (at-spi2-core, atspi-constants.h: AtspiStateType)."""
LONG = frozenset({"table", "list", "list box", "tree", "tree table"})
FIRST = 60
"""Of what may have a million rows so many children are read."""

Ref = tuple[str, str]
Question = tuple[Ref, str, str, str | None, tuple[Any, ...]]


@dataclass(frozen=True)
class Told:
    """One thing as it is told: what it is, what it is called, whether it can be used, where on the screen it is."""

    ref: Ref
    role: str
    name: str
    about: str
    state: int
    place: tuple[int, int, int, int]
    under: str
    many: int
    children: list[Told] = field(default_factory=list)

    def is_(self, bit: int) -> bool:
        return bool(self.state >> bit & 1)

    @property
    def usable(self) -> bool:
        """Whether it is in sight, and not greyed out."""
        return self.is_(SHOWING) and self.is_(SENSITIVE) and self.place[2] > 0

    @property
    def middle(self) -> tuple[int, int]:
        x, y, width, height = self.place
        return x + width // 2, y + height // 2

    def all(self) -> Iterator[Told]:
        yield self
        for child in self.children:
            yield from child.all()


class ScreenReader:
    """Asks programs on the bus; hears what has the keyboard."""

    def __init__(self, address: str) -> None:
        self._bus: DBusConnection = open_dbus_connection(address)
        self.heard: list[Ref] = []
        self._listen()

    def close(self) -> None:
        self._bus.close()

    def _listen(self) -> None:
        """Hear focus, which programs tell only where somebody asked to hear it."""
        rule = "type='signal',interface='org.a11y.atspi.Event.Object',member='StateChanged',arg0='focused'"
        driver = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
        self._send(new_method_call(driver, "AddMatch", "s", (rule,)))
        place = DBusAddress("/org/a11y/atspi/registry", REGISTRY[0], "org.a11y.atspi.Registry")
        self._send(new_method_call(place, "RegisterEvent", "s", ("object:state-changed:focused",)))

    def _send(self, message: Any) -> tuple[Any, ...]:
        (answer,) = self._gather([message])
        return answer

    def _gather(self, messages: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Ask all at once, and return the answers in their order; () for whoever has gone meanwhile."""
        serials = []
        for message in messages:
            serial = next(self._bus.outgoing_serial)
            self._bus.send(message, serial=serial)
            serials.append(serial)
        waiting, answers = set(serials), {}
        while waiting:
            heard = self._bus.receive(timeout=SECONDS)
            number = heard.header.fields.get(5)  # REPLY_SERIAL
            if number in waiting:
                waiting.discard(number)
                answers[number] = heard.body if heard.header.message_type == MessageType.method_return else ()
            else:
                self._hear(heard)
        return [answers[serial] for serial in serials]

    def _hear(self, message: Any) -> None:
        fields = message.header.fields
        if message.header.message_type == MessageType.signal and fields.get(3) == "StateChanged":
            kind, now, *_ = message.body
            if kind == "focused" and now:
                self.heard.append((fields[7], fields[1]))  # its sender, its path

    def _ask(self, questions: Sequence[Question]) -> list[tuple[Any, ...]]:
        return self._gather(
            [
                new_method_call(DBusAddress(path, bus, interface), member, signature, body)
                for (bus, path), interface, member, signature, body in questions
            ]
        )

    # what is there

    def programs(self) -> list[Ref]:
        """The programs that have said that they are there."""
        (answer,) = self._ask([(REGISTRY, ACCESSIBLE, "GetChildren", None, ())])
        return [(bus, path) for bus, path in answer[0]]

    def read(self) -> list[Told]:
        """All that shows, of every program, from the outside in."""
        programs = level = self._told([(ref, "") for ref in self.programs()])
        while level:
            parents, refs = [], []
            for parent, found in zip(level, self._children(level), strict=True):
                parents += [parent] * len(found)
                refs += [(ref, parent.name or parent.under) for ref in found]
            below = self._told(refs)
            for parent, child in zip(parents, below, strict=True):
                if child.is_(SHOWING):
                    parent.children.append(child)
            level = [child for child in below if child.is_(SHOWING)]
        return programs

    def everything(self) -> list[Told]:
        """The same in one list."""
        return [told for program in self.read() for told in program.all()]

    def _told(self, refs: Sequence[tuple[Ref, str]]) -> list[Told]:
        """What is told of each; somebody who has gone meanwhile is nothing that shows."""
        asked = [question for ref, _ in refs for question in _about(ref)]
        answers = iter(self._ask(asked))
        found = []
        for ref, under in refs:
            role, state, place, name, about, many = (next(answers) for _ in range(6))
            bits = state[0][0] if state else 0
            found.append(
                Told(
                    ref, role[0] if role else "", name[0][1] if name else "", about[0][1] if about else "", bits,
                    tuple(place[0]) if place else (0, 0, 0, 0), under, many[0][1] if many else 0,
                )
            )  # fmt: skip
        return found

    def _children(self, parents: Sequence[Told]) -> list[list[Ref]]:
        """The children of each; the first ones of what may have very many."""
        asked: list[Question] = []
        for parent in parents:
            if parent.role in LONG:
                numbers = range(min(parent.many, FIRST))
                asked += [(parent.ref, ACCESSIBLE, "GetChildAtIndex", "i", (number,)) for number in numbers]
            else:
                asked.append((parent.ref, ACCESSIBLE, "GetChildren", None, ()))
        answers = iter(self._ask(asked))
        found = []
        for parent in parents:
            if parent.role in LONG:
                each = [next(answers) for _ in range(min(parent.many, FIRST))]
                found.append([answer[0] for answer in each if answer])
            else:
                answer = next(answers)
                found.append(list(answer[0]) if answer else [])
        return found


def _about(ref: Ref) -> list[Question]:
    get = "org.freedesktop.DBus.Properties"
    return [
        (ref, ACCESSIBLE, "GetRoleName", None, ()),
        (ref, ACCESSIBLE, "GetState", None, ()),
        (ref, "org.a11y.atspi.Component", "GetExtents", "u", (0,)),
        *((ref, get, "Get", "ss", (ACCESSIBLE, what)) for what in ("Name", "Description", "ChildCount")),
    ]


@contextmanager
def accessibility_bus(folder: Path) -> Iterator[dict[str, str]]:
    """A session of its own with an accessibility bus: the variables by which programs find both, and ADDRESS, its own.

    `folder`: a home that is nobody's.
    """
    environment = {**os.environ, "HOME": str(folder), "XDG_CACHE_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    command = ["dbus-daemon", "--session", "--nofork", "--print-address=1"]
    daemon = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert daemon.stdout is not None
    try:
        session = daemon.stdout.readline().strip()
        with closing(open_dbus_connection(session)) as asking:
            door = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")
            (address,) = asking.send_and_get_reply(new_method_call(door, "GetAddress"), timeout=SECONDS).body
        yield {
            "DBUS_SESSION_BUS_ADDRESS": session, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "AT_SPI_BUS_ADDRESS": address,
            # Qt remarks on each question about something that closed before it was asked.
            "QT_LOGGING_RULES": "qt.accessibility.atspi.warning=false",
        }  # fmt: skip
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()
