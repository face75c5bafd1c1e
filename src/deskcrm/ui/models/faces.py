"""The photos of whoever is in sight in a list, read a few at a time and kept small."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from deskcrm.ui.desk import Desk
from deskcrm.ui.widgets import photo

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

KEPT: Final = 2000
_AT_ONCE: Final = 100


class Faces(QObject):
    """`of` answers at once with what is known; `arrived` says when there is more."""

    arrived = Signal()

    def __init__(self, desk: Desk, size: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._size = desk, size
        self._known: OrderedDict[int, bytes] = OrderedDict()  # b"" for nobody's
        self._shown: dict[tuple[int, float], QPixmap | None] = {}
        self._unsure: set[int] = set()
        self._wanted: dict[int, None] = {}
        self._anybody: bool | None = None  # whether anybody has a photo; None until it is known
        self._reading = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._read)

    def of(self, contact: int, ratio: float) -> QPixmap | None:
        """Return the round photo of a contact, None where there is none or it is not read yet."""
        if self._anybody is False:
            return None
        if contact not in self._known or contact in self._unsure:
            self._wanted[contact] = None
            if not self._reading and not self._soon.isActive():
                self._soon.start()
        picture = self._known.get(contact)
        if not picture:
            return None
        key = (contact, ratio)
        if key not in self._shown:
            self._shown[key] = photo.rounded(picture, self._size, ratio)
        return self._shown[key]

    def doubt(self, contacts: Collection[int] | None) -> None:
        """Read again when they are wanted, all of them for None; until then the known ones show."""
        self._anybody = None
        self._unsure.update(self._known if contacts is None else contacts)

    def _read(self) -> None:
        wanted = list(self._wanted)[-_AT_ONCE:]
        self._wanted.clear()  # what has gone out of sight is asked for again when it comes back
        if wanted:
            self._reading = True
            self._desk.ask(_photos, wanted, done=self._take, failed=self._failed, owner=self)

    def _failed(self, _words: str) -> None:
        self._reading = False

    def _take(self, found: tuple[bool, dict[int, bytes]]) -> None:
        self._reading = False
        self._anybody, pictures = found
        news = False
        for contact, picture in pictures.items():
            if self._known.get(contact, b"") != picture:
                news = True
                for key in [key for key in self._shown if key[0] == contact]:
                    del self._shown[key]
            self._known[contact] = picture
            self._known.move_to_end(contact)
            self._unsure.discard(contact)
        while len(self._known) > KEPT:
            gone, _ = self._known.popitem(last=False)
            self._shown = {key: image for key, image in self._shown.items() if key[0] != gone}
        if news:
            self.arrived.emit()
        if self._wanted:
            self._soon.start()


def _photos(workspace: Workspace, contacts: Sequence[int]) -> tuple[bool, dict[int, bytes]]:
    """Whether anybody has a photo, and the photos of these, blank for who has none."""
    from deskcrm.services import photos

    if not photos.has_any(workspace):
        return False, dict.fromkeys(contacts, b"")
    found = photos.of_several(workspace, contacts)
    return True, {contact: found.get(contact, b"") for contact in contacts}
