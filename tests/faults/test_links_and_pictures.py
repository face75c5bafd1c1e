"""What a file can smuggle in: links of dangerous kinds, and pictures that unpack to more than a computer has."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QMenu

from deskcrm.domain.errors import UnreadableFile
from deskcrm.services import contacts, reads
from deskcrm.services.workspace import Workspace
from deskcrm.ui.screens.profile_parts import reaching
from deskcrm.ui.widgets import photo

DANGEROUS = (
    "file:///etc/passwd",
    "javascript:alert(1)",
    "\\\\server\\share\\run.exe",
    "ms-msdt:/id",
    "vbscript:x",
    "data:,x",
)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(tmp_path / "w.deskcrm")
    yield workspace
    workspace.close()


class Opener(QObject):
    """Hears every address that would be opened, and opens none."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.asked.append(url.toString())


@pytest.fixture
def opener(qapp: object) -> Iterator[Opener]:
    found = Opener()
    schemes = ("file", "javascript", "ms-msdt", "vbscript", "data", "http", "https", "mailto", "tel", "")
    for scheme in schemes:
        QDesktopServices.setUrlHandler(scheme, found, "open")
    yield found
    for scheme in schemes:
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.mark.parametrize("link", DANGEROUS)
def test_f57_a_dangerous_link_in_any_field_opens_nothing_but_mail_and_telephone(
    link: str, opener: Opener, ws: Workspace
) -> None:
    fields = {"given": link, "emails": [{"value": link}], "phones": [{"value": link}], "urls": [{"value": link}]}
    profile = reads.profile(ws, contacts.add(ws, "person", fields).value)
    menu = QMenu()
    reaching.add_ways(menu, profile)
    actions: list[QAction] = menu.actions()
    assert actions
    for action in actions:
        action.trigger()
    assert {url.partition(":")[0] for url in opener.asked} <= {"mailto", "tel"}
    menu.deleteLater()


def test_f58_a_picture_of_900_megapixels_in_a_few_kilobytes_is_refused_by_its_header(ws: Workspace) -> None:
    with pytest.raises(UnreadableFile, match="30,000 × 30,000"):
        photo.small(ws, _bomb(30_000, 30_000))


def _bomb(width: int, height: int) -> bytes:
    """A PNG of one colour, as large as its header says."""
    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) + _chunk(
        b"IDAT", body
    ) + _chunk(b"IEND", b"")  # fmt: skip


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
