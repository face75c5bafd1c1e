"""Company names: what is the name in them, and what only says which form the company has."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from deskcrm.domain.matching.script import latin

# Endings as they come out of folding, with the legal form that they stand for. Sources: the registers' own lists of
# forms (ISO 20275, "Entity Legal Forms"), the everyday short forms of the countries whose names the vocabulary knows.
_FORMS: Final[dict[str, str]] = {
    "gmbh co kg": "kg", "gmbh and co kg": "kg", "gmbh und co kg": "kg", "ag co kg": "kg", "gmbh co kgaa": "kgaa",
    "gesellschaft mit beschrankter haftung": "gmbh", "gmbh": "gmbh", "mbh": "gmbh", "ggmbh": "gmbh", "ges mbh": "gmbh",
    "ug haftungsbeschrankt": "ug", "ug": "ug", "ag": "ag", "aktiengesellschaft": "ag", "kg": "kg", "kgaa": "kgaa",
    "ohg": "ohg", "gbr": "gbr", "ek": "ek", "e k": "ek", "ev": "ev", "e v": "ev", "eg": "eg", "se": "se", "kft": "kft",
    "limited": "ltd", "ltd": "ltd", "plc": "plc", "llp": "llp", "llc": "llc", "inc": "inc", "incorporated": "inc",
    "corp": "inc", "corporation": "inc", "co": "", "company": "", "pty ltd": "ltd", "lp": "lp", "pvt ltd": "ltd",
    "sl": "sl", "s l": "sl", "slu": "sl", "sociedad limitada": "sl", "sa": "sa", "s a": "sa", "sau": "sa", "sas": "sas",
    "sarl": "sarl", "s a r l": "sarl", "eurl": "eurl", "sasu": "sas", "snc": "snc", "srl": "srl", "s r l": "srl",
    "srls": "srl", "spa": "spa", "s p a": "spa", "bv": "bv", "b v": "bv", "nv": "nv", "n v": "nv", "vof": "vof",
    "cv": "cv", "sp z oo": "spzoo", "sp z o o": "spzoo", "spolka z oo": "spzoo", "ab": "ab", "as": "as", "a s": "as",
    "aps": "aps", "oy": "oy", "oyj": "oy", "asa": "as", "sro": "sro", "s r o": "sro", "doo": "doo", "lda": "lda",
    "ltda": "lda", "eirl": "eirl", "ltd sti": "ltd", "ood": "ood", "ooo": "ooo", "ae": "ae", "oe": "oe", "epe": "epe",
}  # fmt: skip
_ARTICLES: Final = frozenset({"the", "die", "der", "das", "le", "la", "les", "el", "los", "firma", "company"})
_JOINTS: Final = re.compile(r"\b(?:and|und|et|y|e|en|i)\b")
_LONGEST: Final = max(form.count(" ") for form in _FORMS) + 1


@lru_cache(maxsize=65_536)
def core_and_form(name: str) -> tuple[str, str]:
    """What distinguishes a company's name, and its legal form or "": "Weber & Söhne GmbH" is ("weber sohne", "gmbh").

    A name that is nothing but a form stays whole.
    """
    words = latin(name).split()
    form = ""
    while len(words) > 1:
        for length in range(min(_LONGEST, len(words) - 1), 0, -1):
            ending = " ".join(words[-length:])
            if ending in _FORMS:
                form = _FORMS[ending] or form
                del words[-length:]
                break
        else:
            break
    if len(words) > 1 and words[0] in _ARTICLES:
        del words[0]
    core = " ".join(_JOINTS.sub(" ", " ".join(words)).split())
    return core or " ".join(words), form
