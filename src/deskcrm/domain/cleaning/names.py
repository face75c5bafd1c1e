"""Names of people: taken apart, put together, compared by rule 9 of the model, and their initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from deskcrm.domain.cleaning.nicknames import same_by_nickname
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.fields import NAME_PARTS


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


_TITLES: Final = _words(
    # English, German, French, Spanish, Italian, Dutch, Portuguese, Polish, Scandinavian; without dots, lower case
    "mr mrs ms miss mx master sir madam dame lord lady dr doctor prof professor rev reverend fr father capt captain "
    "col colonel maj major sgt lt gen hon judge rabbi imam sheikh herr frau hr fr frl fräulein familie fam dipl-ing "
    "dipl-kfm dipl-kffr dipl-psych dipl-inf ing mag magister "
    "mme mlle mm mmes monsieur madame mademoiselle maître sr sra srta señor señora señorita don doña "
    "dra ingeniero sig sigra sigrina signor signora signorina dott dottssa dottoressa dottore avv arch geom "
    "rag dhr mevr mw mevrouw meneer heer drs mr ir ds snr senhor senhora pan pani inż mgr fru frøken herra"
)
_TITLES_OF_GIVEN: Final = _words("sir dame don doña father fr rabbi imam")
# Only behind another title: "Dr. med.", but Phil Weber.
_TITLES_BEHIND: Final = _words("med phil jur rer nat habil hc theol oec vet dent pol publ mult mont hab")
# Short forms that are words or names as well, unless a dot makes them titles.
_TITLES_WITH_DOT: Final = _words("fr fam ing mag arch gen hon lt ds ir sr pan don col mm")
_SUFFIXES: Final = _words(
    "jr sr jnr snr ii iii iv phd md mba dds dvm esq jd llm llb msc bsc ba bs ma mphil edd dphil rn cpa cfa pmp pe cpp "
    "obe mbe cbe kc qc frcs mrcp fca aca acca cissp shrm-cp phr sphr msw lcsw do dmd od pharmd ra aia rla mpa mph "
    "meng beng bed med mfa dba junior senior ltd ret usn usaf usmc"
)
# Suffixes certain enough to stand without a comma; the others ("Jo Ma", "Kim Do", "Li Ba") are people's names too.
_SUFFIXES_BARE: Final = _words("jr jnr ii iii iv phd md mba dds dvm esq junior msc bsc cpa llm")
_PARTICLES: Final = _words(
    "van von vom zu zur zum de del della delle dello degli dei der den des di da do dos das du la le lo ter ten tot te "
    "op 't het af av bin bint ibn ben al el ap st d'"
)
# Particles that are given or middle names too when they start with a capital ("Al", "Ben", "Le", "Do", "La").
_SMALL_ONLY: Final = _words("la le lo do dos das te op al el ben bin bint ibn af av ap st ten ter den der zu des")
_JOINTS: Final = frozenset({"&", "+", "und", "and", "et", "y", "e", "en", "i", "u."})
_COUPLE: Final = frozenset({"&", "+", "und", "and", "et"})
_EAST_ASIAN: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_NO_NAME: Final = re.compile(r"[=<>{}\[\]|\\]|://")  # a formula, a web address, a piece of code
_SPECIAL: Final = _TITLES | _SUFFIXES | _PARTICLES | _JOINTS
_PLAIN_PAIR: Final = re.compile(r"([A-Za-zÀ-ɏ]{2,}) ([A-Za-zÀ-ɏ]{2,})").fullmatch


def split_name(whole: str) -> dict[str, str]:
    """A whole name taken apart into the filled ones of prefix, given, additional, family, suffix.

    "Dr. Anna Maria von der Heide, MBA" and "von der Heide, Dr. Anna Maria, MBA" come out alike. The last word is the
    family name, with the particles before it (van, de, bin ...); one word alone is a given name; the words between
    are additional. Of two Spanish surnames the first becomes additional, since where they part cannot be told; for the
    same reason Chinese, Japanese and Korean names are kept whole as given, as are email addresses, formulas and the
    like, which are no names.
    """
    if pair := _PLAIN_PAIR(whole):
        given, family = pair.groups()
        if given.lower() not in _SPECIAL and family.lower() not in _SPECIAL:
            return {"given": given, "family": family}
    return dict(_split_odd(whole))


def split_family(family: str) -> tuple[str, str]:
    """What stands in a family name's place, parted into the family name and the degrees behind its first comma.

    "Wei, MBA" is ("Wei", "MBA"); where anything else follows a comma, all of it is the name.
    """
    name, comma, behind = family.partition(",")
    suffixes = [piece for piece in (part.strip() for part in behind.split(",")) if piece]
    if not comma or not name.strip() or not all(_is_suffix(word) for piece in suffixes for word in piece.split()):
        return family, ""
    return name.strip(), ", ".join(suffixes)


@lru_cache(maxsize=4096)
def _split_odd(whole: str) -> tuple[tuple[str, str], ...]:
    """`split_name` for whatever is not two plain words."""
    whole = tidy(whole).strip(" ,;")
    if not whole:
        return ()
    if "@" in whole or _EAST_ASIAN.search(whole) or _NO_NAME.search(whole):
        return (("given", whole),)
    pieces = [piece for piece in (part.strip() for part in whole.split(",")) if piece]
    prefix: list[str] = []
    suffix: list[str] = []
    names: list[list[str]] = []
    for index, piece in enumerate(pieces):
        words = piece.split()
        if index and all(_is_suffix(word) for word in words):
            suffix.append(piece)
        elif all(_is_title(word) for word in words) and len(pieces) > 1:
            prefix.append(piece)
        else:
            names.append(words)
    if not names:
        return tuple(_filled(" ".join(prefix), whole if not prefix else "", "", "", ", ".join(suffix)))
    if len(names) > 2:
        return (("given", whole),)
    words = names[-1]
    while len(words) > 1 and (_is_title(words[0]) or (prefix and _is_title_behind(words[0]))):
        prefix.append(words.pop(0))
    trailing: list[str] = []
    while len(words) > 1 and _is_bare_suffix(words[-1]):
        trailing.insert(0, words.pop())
    suffix[:0] = [" ".join(trailing)] if trailing else []
    if len(names) == 2:
        family_words = names[0]
        while len(family_words) > 1 and _is_bare_suffix(family_words[-1]):
            suffix.insert(0, family_words.pop())
        while len(family_words) > 1 and _is_title(family_words[0]):
            prefix.append(family_words.pop(0))
        family, start = " ".join(family_words), len(words)
        # "Heide, Anna von der": the particles at the end belong to the family name.
        while start > 1 and words[start - 1] in _PARTICLES:
            start -= 1
        family = " ".join([*words[start:], family])
        given, additional = _given(words[:start])
    else:
        given, additional, family = _in_order(words)
        if not family and prefix and _plain_title(prefix[-1]) not in _TITLES_OF_GIVEN:
            given, family = "", given  # "Frau Weber", "Dr. Weber", but "Sir John"
    return tuple(_filled(" ".join(prefix), given, additional, family, ", ".join(suffix)))


def _filled(*values: str) -> list[tuple[str, str]]:
    """The name parts that have a value, in their order."""
    return [(part, value) for part, value in zip(NAME_PARTS, values, strict=True) if value]


def _in_order(words: list[str]) -> tuple[str, str, str]:
    """Given, additional and family of words that stand in that order."""
    if len(words) == 1:
        return words[0], "", ""
    start = len(words) - 1
    for index in range(1, len(words) - 1):
        if is_particle(words[index]):
            start = index
            break
        if words[index] in {"y", "e", "i"} and index > 1:
            start = index - 1
            break
    if is_particle(words[0]) and words[0].islower():
        return "", "", " ".join(words)  # "von der Heide"
    given, additional = _given(words[:start])
    return given, additional, " ".join(words[start:])


def _given(words: list[str]) -> tuple[str, str]:
    """Given and additional names; a couple ("Anna und Peter") stays together."""
    if any(word.lower() in _COUPLE for word in words):
        return " ".join(words), ""
    return (words[0], " ".join(words[1:])) if words else ("", "")


def _is_title(word: str) -> bool:
    plain = _plain_title(word)
    if plain in _TITLES_WITH_DOT:
        return word.endswith(".")
    return plain in _TITLES or (
        len(plain) > 2 and "." in word[:-1] and all(bit in _TITLES for bit in word.lower().split(".") if bit)
    )


def _is_title_behind(word: str) -> bool:
    return word.islower() and _plain_title(word) in _TITLES_BEHIND


def _plain_title(word: str) -> str:
    return word.lower().replace(".", "").rstrip(":")


def _is_suffix(word: str) -> bool:
    return word.lower().replace(".", "") in _SUFFIXES


def _is_bare_suffix(word: str) -> bool:
    return word.lower().replace(".", "") in _SUFFIXES_BARE


def is_particle(word: str) -> bool:
    """Whether a word is a particle of family names as it is written: "van", "de", "bin"."""
    lower = word.lower()
    return lower in _PARTICLES and (word == lower or lower not in _SMALL_ONLY)


def join_name(parts: Mapping[str, str]) -> str:
    """The name parts on one line in their usual order; a suffix that is a degree follows a comma."""
    line = " ".join(value for part in NAME_PARTS[:4] if (value := parts.get(part, "")))
    suffix = parts.get("suffix", "")
    if not suffix or not line:
        return line or suffix
    generation = fold(suffix.partition(",")[0]) in {"jr", "sr", "jnr", "snr", "ii", "iii", "iv", "junior", "senior"}
    return f"{line} {suffix}" if generation else f"{line}, {suffix}"


def compatible(a: Mapping[str, str], b: Mapping[str, str]) -> bool:
    """Whether two names may be one person's (rule 9 of the model).

    The folded family names are the same, and the given names are equal, one is the other's initial or nickname, or
    one is missing. A wholly blank name fits everybody. "Anna-Lena" and "Anna" do not fit: they may be sisters.
    """
    if a.get("family") == b.get("family") and a.get("given") == b.get("given"):
        return True
    family_a, family_b = fold(a.get("family", "")), fold(b.get("family", ""))
    given_a, given_b = fold(a.get("given", "")), fold(b.get("given", ""))
    if family_a == family_b:
        if not given_a or not given_b:
            return bool(family_a) or given_a == given_b or _blank(a) or _blank(b)
        return _given_fits(given_a, given_b) or _given_fits(_all_given(a), _all_given(b))
    return _blank(a) or _blank(b)


def _all_given(parts: Mapping[str, str]) -> str:
    """Given and additional names together, as sources part them differently."""
    return fold(f"{parts.get('given', '')} {parts.get('additional', '')}")


def _given_fits(a: str, b: str) -> bool:
    """Whether two folded given names are equal, or one is the other's initials or nickname."""
    if a == b or _initial_of(a, b) or _initial_of(b, a) or same_by_nickname(a, b):
        return True
    words_a, words_b = a.split(), b.split()
    return len(words_a) == len(words_b) > 1 and all(
        one == other or _initial_of(one, other) or _initial_of(other, one)
        for one, other in zip(words_a, words_b, strict=True)
    )


def _initial_of(short: str, long: str) -> bool:
    return len(short) == 1 and long.startswith(short)


def _blank(parts: Mapping[str, str]) -> bool:
    return not any(fold(parts.get(part, "")) for part in ("given", "additional", "family"))


def initials(name: str) -> str:
    """One or two capitals for an avatar: "Anna-Lena von Weber" is "AW", "Anna" is "A", "山田太郎" "山", "🙂" none."""
    if "," in name:
        name = join_name(split_name(name))
    words = [word for word in re.split(r"[\s,/&+]+", tidy(name)) if any(char.isalpha() for char in word)]
    core = [
        word for word in words if not _is_title(word) and not is_particle(word) and not _is_bare_suffix(word)
    ] or words
    if not core:
        return next((char for char in name if char.isdigit()), "")
    first = _first_letter(core[0])
    if len(core) == 1 or _EAST_ASIAN.search(name):
        return first
    return first + _first_letter(core[-1])


def _first_letter(word: str) -> str:
    """The first letter with its accent, as a capital where the script has them."""
    composed = unicodedata.normalize("NFC", word)
    letter = next(char for char in composed if char.isalpha())
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


# Forms that are no family name anywhere; those of two capitals count only as written, and not in a name in capitals.
_LEGAL_FORM: Final = re.compile(
    r"(?i:[\s,](?:g?gmbh(?:\s*&\s*co\.?\s*kg)?|ltd\.?|limited|inc\.?|incorporated|corp\.?|corporation|llc|l\.l\.c\.|llp|plc"
    r"|ohg|gbr|e\.\s?v\.|e\.\s?k\.|s\.\s?l\.(?:\s?u\.)?|s\.\s?a\.|sarl|s\.a\.r\.l\.|s\.?r\.l\.?s?|srl|s\.p\.a\.|b\.v\.|n\.v\."
    r"|sp\.\s?z\s?o\.?\s?o\.?|s\.r\.o\.|a\.s\.|ltda\.?|lda\.?|oyj|&\s*co\.?|pty(?:\s+ltd)?\.?))"
    r"|[\s,](?:AG|KG|UG|SE|SA|SL|SAS|BV|NV|AB|AS|ApS|OÜ|Oy|SpA|eV|eK)"
)

_LAST_OF_FORM: Final = _words(
    "gmbh ggmbh kg ltd limited inc incorporated corp corporation llc l.l.c llp plc ohg gbr e.v ev e.k ek v k s.l sl u"
    " s.l.u s.a sa a l sarl s.a.r.l srl srls s.r.l s.r.ls spa s.p.a b.v bv n.v nv o.o o zoo s.r.o a.s ltda lda oyj co"
    " pty ag ug se sas ab as aps oü oy"
)


def has_legal_form(name: str) -> bool:
    """Whether a name ends in what only companies are: "Ruiz S.L.", "Beta AG", "Hay & Co", but not "KIM SE".

    >>> has_legal_form("Holzbau Süd GmbH"), has_legal_form("Maria Sa")
    (True, False)
    """
    if name[name.rfind(" ") + 1 :].rstrip(".").lower() not in _LAST_OF_FORM:  # as nearly all names of people
        return False
    found = _LEGAL_FORM.search(name)
    while found and found.end() != len(name):
        found = _LEGAL_FORM.search(name, found.start() + 1)
    return found is not None and (not name.isupper() or len(found[0]) > 3)
