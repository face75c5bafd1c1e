"""Header texts as plain words: case, accents, camelCase, underscores and numbering taken out of the way."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_SPECIAL: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})
_APOSTROPHES: Final = re.compile(r"['’`´]")
_CAMEL: Final = re.compile(
    r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])"
)
_EMAIL_WORD: Final = re.compile(r"(?<![^\W_])e[\s_-]?mail", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+")
_UMLAUTS: Final = re.compile(r"(?<=[bcdfghjklmnprstvwxyz])(ae|oe|ue)(?=[bcdfghjklmnprstvwxyz])")


@lru_cache(maxsize=4096)
def fold_header(header: str) -> str:
    """A header as lower-case words parted by single spaces, without accents and signs.

    >>> fold_header("E-mail 2 Address"), fold_header("billing_postCode"), fold_header("Prénom")
    ('email 2 address', 'billing post code', 'prenom')
    """
    text = _EMAIL_WORD.sub("email", _APOSTROPHES.sub("", header[:200]))
    text = _CAMEL.sub(" ", text.replace("#", " no "))
    text = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(_WORD.findall(text))


def plain_umlauts(folded: str) -> str:
    """A folded header with ae, oe, ue written as a, o, u, so that "Geschaeft" and "Geschäft" meet."""
    return _UMLAUTS.sub(lambda found: found.group()[0], folded)
