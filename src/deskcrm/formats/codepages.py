"""Which code page makes words of a file's letters: one language must own all the odd letters of a word.

Code pages can't be told apart by what decodes (most bytes mean something in each), only by whether the outcome looks
like writing. A word counts for a page if some language written in it has all the word's letters, and against it if
signs stand inside the word, or capitals behind small letters. Asian encodings are judged by how common their
characters are, which shows in the byte values: the standards list common characters first.
"""

from __future__ import annotations

import codecs
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from deskcrm.languages import tr


@dataclass(frozen=True, slots=True)
class Page:
    """An encoding that is not Unicode: Python's name, the name people know, and the letters of its languages."""

    name: str
    label: str
    languages: tuple[frozenset[str], ...] = ()
    script: str = ""


def _languages(*alphabets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(alphabet) for alphabet in alphabets)


_WESTERN = _languages(
    "àâçéèêëîïôöûùüœæ",  # French
    "äöüßé",  # German
    "áéíóúñüçàèòï",  # Spanish, Catalan
    "ãõçáéíóúâêôàü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "æøåéèóü",  # Danish, Norwegian
    "åäöéüà",  # Swedish, Finnish
    "áéíóúýþæöð",  # Icelandic
    "éèëïóöüáíúê",  # Dutch
    "õäöüšž",  # Estonian
)
_CENTRAL = _languages(
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "ąćęłńóśźż",  # Polish
    "áéíóöőúüű",  # Hungarian
    "čćđšž",  # Croatian, Slovene
    "ăâîşţ",  # Romanian
    "äöüß",  # German
)
_TURKISH = _languages("çğıöşüâîûi\u0307")
_BALTIC = _languages("ąčęėįšųūž", "āčēģīķļņšūž", "õäöüšž")

SINGLE = (
    Page("cp1252", tr("Western European (Windows 1252)"), _WESTERN),
    Page("cp1250", tr("Central European (Windows 1250)"), _CENTRAL),
    Page("iso8859-2", tr("Central European (ISO 8859-2)"), _CENTRAL),
    Page("cp1254", tr("Turkish (Windows 1254)"), _TURKISH),
    Page("cp1251", tr("Cyrillic (Windows 1251)"), script="CYRILLIC"),
    Page("koi8-r", tr("Cyrillic (KOI8-R)"), script="CYRILLIC"),
    Page("cp1253", tr("Greek (Windows 1253)"), script="GREEK"),
    Page("cp1255", tr("Hebrew (Windows 1255)"), script="HEBREW"),
    Page("cp1256", tr("Arabic (Windows 1256)"), script="ARABIC"),
    Page("cp1257", tr("Baltic (Windows 1257)"), _BALTIC),
    Page("cp874", tr("Thai (Windows 874)"), script="THAI"),
    Page("mac_roman", tr("Western European (old Macintosh)"), _WESTERN),
    Page("cp850", tr("Western European (DOS 850)"), _WESTERN),
    Page("cp866", tr("Cyrillic (DOS 866)"), script="CYRILLIC"),
)
DOUBLE = (
    Page("shift_jis", tr("Japanese (Shift_JIS)")),
    Page("euc_jp", tr("Japanese (EUC-JP)")),
    Page("gb18030", tr("Chinese, simplified (GB 18030)")),
    Page("big5", tr("Chinese, traditional (Big5)")),
    Page("euc_kr", tr("Korean (EUC-KR)")),
)
_DECODER = {"shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950"}
# Signs that stand beside words in ordinary writing; any other sign next to a letter speaks against a page.
_EDGE = set("“”„‘’‚«»‹›–—…€£©®™°ºª§¿¡·•\xa0´`")
_MOST_WORDS = 400
# Korean's common characters lie within Chinese's and Japanese's: where all of them fit, the narrower is likelier.
_SLIGHTLY_RATHER = {"euc_kr": 1.02, "gb18030": 1.01}
_ENOUGH = 0.3


def likeliest(words: Counter[bytes]) -> Page | None:
    """The page that makes the most of these words; None if none makes sense of them.

    Windows 1252 is by far the commonest and holds signs besides: any other page must make actual words.
    """
    if not words:
        return None
    common = words.most_common(_MOST_WORDS)
    total = sum(count for _, count in common)
    default = SINGLE[0]
    best_score = max(_mean_single(common, total, default), _ENOUGH - 0.5)
    best = default if best_score > _ENOUGH - 0.5 else None
    for page in SINGLE[1:]:
        score = _mean_single(common, total, page)
        if score > max(best_score, _ENOUGH):
            best, best_score = page, score
    for page in DOUBLE:
        mean = _double(common, page)
        if mean is not None and mean > max(best_score, _ENOUGH):
            best, best_score = page, mean
    return best


def _mean_single(words: list[tuple[bytes, int]], total: int, page: Page) -> float:
    # Rounded, so that of pages which do equally well the first, commonest one stays.
    return round(sum(count * _single(word, page) for word, count in words) / total, 6)


# --- One letter, one byte


def _single(word: bytes, page: Page) -> float:
    """From -3 (impossible) to 1 (a word of a language of this page)."""
    try:
        text = word.decode(page.name)
    except UnicodeDecodeError:
        return -3.0
    letters = "".join(char if char.isalpha() or char == "_" or unicodedata.combining(char) else " " for char in text)
    odd = {char for char in letters.lower() if char > "\x7f"}
    signs = _signs(text)
    if not odd:
        return signs
    if all(len(word) == 1 for word in letters.split() if not word.isascii()):
        # A letter on its own says nothing: it may as well be a sign.
        return min(0.0, signs)
    known = _in_script(letters, page.script) if page.script else any(odd <= own for own in page.languages)
    return (1.0 if known else -1.0) + signs - (1.0 if _oddly_cased(letters) else 0.0)


def _signs(text: str) -> float:
    """How much the signs in a word speak against the page: 0 to -3."""
    worst = 0.0
    for position, char in enumerate(text):
        if char <= "\x7f" or char.isalpha() or unicodedata.combining(char):
            continue
        if "\x80" <= char <= "\x9f" or unicodedata.category(char) in {"Co", "Cn"}:
            return -3.0
        before = position > 0 and text[position - 1].isalpha()
        behind = position + 1 < len(text) and text[position + 1].isalpha()
        if char == "’":
            continue
        if before and behind:
            worst = min(worst, -1.5)
        elif char not in _EDGE and (before or behind):
            worst = min(worst, -1.0)
        elif char in "£°§©´" and behind and not before:
            worst = min(worst, -0.5)
    return worst


def _in_script(letters: str, script: str) -> bool:
    """Whether each word is all of one script: letters of two scripts don't mix inside a word."""
    own = False
    for word in letters.replace("_", "").split():
        flags = {unicodedata.name(char, "").startswith(script) for char in word if not unicodedata.combining(char)}
        if len(flags) > 1:
            return False
        own = own or True in flags
    return own


def _oddly_cased(letters: str) -> bool:
    """Whether a capital beyond ASCII stands right behind a small letter, which no name does but McÉ… ones."""
    for word in letters.split():
        for before, char in pairwise(word):
            if before.islower() and char.isupper() and (char > "\x7f" or before > "\x7f"):
                return True
    return False


# --- One character, two bytes


def _double(words: list[tuple[bytes, int]], page: Page) -> float | None:
    """Mean commonness of the characters, -1 to 1; None if the bytes don't decode."""
    decoder = _DECODER.get(page.name, page.name)
    score = 0.0
    seen = 0
    for word, count in words:
        try:
            # A long word was cut, perhaps within a character.
            text = codecs.getincrementaldecoder(decoder)().decode(word)
        except UnicodeDecodeError:
            return None
        for char in text:
            if char > "\x7f":
                score += count * _commonness(char.encode(decoder), page.name)
                seen += count
    return score / seen if seen else None


def _commonness(code: bytes, name: str) -> float:
    lead = code[0]
    if len(code) != 2:
        return -0.5
    if name == "shift_jis":
        number = lead << 8 | code[1]
        return 1.0 if 0x829F <= number <= 0x8396 or 0x889F <= number <= 0x9872 or lead == 0x81 else -0.3
    if code[1] < 0xA1 and name != "big5":
        return -1.0
    common, passable = {
        "euc_jp": ((0xA4, 0xCF), (0xA1, 0xF4)),
        "gb18030": ((0xB0, 0xD7), (0xA1, 0xF7)),
        "big5": ((0xA4, 0xC6), (0xA1, 0xF9)),
        "euc_kr": ((0xB0, 0xC8), (0xA1, 0xAC)),
    }[name]
    if name == "euc_jp" and lead in {0xA4, 0xA5}:
        return 1.3
    if common[0] <= lead <= common[1]:
        return _SLIGHTLY_RATHER.get(name, 1.0)
    return 0.0 if passable[0] <= lead <= passable[1] else -1.0
