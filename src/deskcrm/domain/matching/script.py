"""Names of any script in the Latin form by which they are compared, and how they roughly sound."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from deskcrm.domain.cleaning.text import fold

# Cyrillic as passports and web forms write it most (ICAO Doc 9303, with "y" as "i" alike), Greek by ISO 843 without
# marks. Scripts that have no letters to take over one by one (Chinese, Arabic, Thai) stay as they are: they are
# compared within themselves.
_CYRILLIC: Final = (
    "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh "
    "щ shch ы y э e ю yu я ya і i ї i є ye ґ g ў u ј j љ lj њ nj ћ c ђ d џ dz ѓ g ќ k ѕ dz"
)
_GREEK: Final = "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o"


def _table(*alphabets: str) -> dict[int, str]:
    words = " ".join(alphabets).split()
    return {ord(letter): latin for letter, latin in zip(words[::2], words[1::2], strict=True)}


_LATIN: Final = {**_table(_CYRILLIC, _GREEK), ord("ъ"): "", ord("ь"): ""}
# A letter's two spellings where a keyboard lacks it: Müller is Mueller, Sørensen Soerensen, Åkesson Aakesson.
_TWO_FOR_ONE: Final = re.compile(r"(?<=[aou])e(?!$)|(?<=a)a")
_LONG_I: Final = re.compile("i[ijy]|yi")  # Dmitrij, Dmitriy; Meijer
_GREEK_PAIRS: Final = (("ου", "ou"), ("μπ", "b"), ("ντ", "d"), ("γγ", "ng"))


@lru_cache(maxsize=65_536)
def latin(text: str) -> str:
    """The folded text in Latin letters: "Дмитрий" is "dmitri", "Müller" and "Mueller" both "muller".

    >>> latin("Παπαδόπουλος"), latin("Łukasz O'Neill")
    ('papadopoulos', 'lukasz oneill')
    """
    folded = fold(text)
    if not folded.isascii():
        for pair, letters in _GREEK_PAIRS:
            folded = folded.replace(pair, letters)
        folded = folded.translate(_LATIN)
    return _LONG_I.sub("i", _TWO_FOR_ONE.sub("", folded))


_SOUNDS: Final = (
    ("sch", "s"), ("tsch", "s"), ("sh", "s"), ("ch", "k"), ("ph", "f"), ("th", "t"), ("ck", "k"), ("dt", "t"),
    ("cz", "s"), ("sz", "s"), ("rz", "s"), ("zh", "s"), ("ts", "s"), ("qu", "k"), ("x", "ks"), ("gn", "n"),
)  # fmt: skip
_LETTER_SOUNDS: Final = str.maketrans(
    {"z": "s", "c": "k", "q": "k", "w": "v", "f": "v", "d": "t", "b": "p", "y": "i", "j": "i", "h": "", "g": "k"}
)
_VOWELS: Final = str.maketrans("", "", "aeiou ")
_DOUBLED: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def sound(name: str) -> str:
    """A short key that names of like sound share, whatever language wrote them: Meyer, Maier and Mayr are "mr".

    It only brings candidates together; likeness itself is measured on the letters.

    >>> sound("schmidt") == sound("smith") == sound("schmitt")
    True
    """
    text = name
    for letters, heard in _SOUNDS:
        if letters in text:
            text = text.replace(letters, heard)
    text = text.translate(_LETTER_SOUNDS)
    if not text:
        return name
    first = "a" if text[0] in "aeiou" else text[0]
    return _DOUBLED.sub(r"\1", first + text[1:].translate(_VOWELS))[:6]
