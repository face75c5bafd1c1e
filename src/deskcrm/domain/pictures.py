"""Which pictures can be kept as photos: small ones of two kinds."""

from __future__ import annotations

from typing import Final

MOST_BYTES: Final = 200_000
"""A photo may have so many: 256 pixels square take a tenth of it."""
MOST_READ: Final = 8_000_000
"""Pictures up to so many bytes are read from address books, to be made small where something can."""
_BEGINNINGS: Final = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def kind_of(picture: bytes) -> str | None:
    """The MIME type of a JPEG or PNG, told by how it begins; None for anything else."""
    return next((mime for beginning, mime in _BEGINNINGS.items() if picture.startswith(beginning)), None)


def can_be_kept(picture: bytes) -> bool:
    """Whether a picture can be a photo as it is."""
    return len(picture) <= MOST_BYTES and kind_of(picture) is not None
