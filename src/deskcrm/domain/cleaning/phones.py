"""Phone numbers: cleaned to E.164 where valid, their keys, and how people read them.

What counts as valid is decided by phonenumbers (Google's libphonenumber). Plain numbers take a quick way that
follows the same steps over patterns compiled from the library's own metadata; whatever it is not sure of goes to
the library itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from deskcrm.domain.cleaning.text import tidy_lines

if TYPE_CHECKING:
    from phonenumbers import PhoneMetadata

_SEPARATORS: Final = dict.fromkeys(map(ord, " ()./-\u00a0"))
_COMPACT: Final = re.compile(r"\+?[0-9]{4,17}").fullmatch
_FROM_NUMBER_CELL: Final = re.compile(r"([0-9]{6,17})[.,]0+").fullmatch
_SCIENTIFIC: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE).fullmatch
_E164: Final = re.compile(r"\+[1-9][0-9]{3,16}").fullmatch
_LABEL: Final = re.compile(
    r"(?:tel|telephone|telefon|telefono|teléfono|téléphone|tél|phone|fon|mobile|mobil|móvil|mob|handy|cell|office"
    r"|home|work|büro|privat|fax|call|nr)\b[.:\s]*(?=[+(0-9])",
    re.IGNORECASE,
)
_EXTENSION: Final = re.compile(
    r"(?<=[0-9)\s])[\s,;(]*\b(?:ext(?:ension|n)?|durchwahl|durchw|dw|apparat|app|klappe|kl|nst|poste|interno|int"
    r"|toestel|wew|ramal|anexo|x)[.:\s]*([0-9]{1,8})",
    re.IGNORECASE,
)
_GLUED_EXTENSION: Final = re.compile(r"(?<=[0-9])x([0-9]{1,8})", re.IGNORECASE)
_RFC_EXTENSION: Final = re.compile(r";ext=[0-9]{1,20}\Z")
_VANITY: Final = re.compile(r"[+0-9][-0-9 ()./]*[A-Z][-A-Z0-9 ]+").fullmatch
# A second number behind the first, which the library would take for an extension.
_SECOND_NUMBER: Final = re.compile(r"[,;][^0-9]*(?:[0-9][ ()./-]*){6,}").search
_LETTER: Final = re.compile(r"[^\W\d_]")


class _Plan:
    """The numbering plan of one region, compiled from the library's metadata."""

    __slots__ = (
        "_by_length", "_kinds", "calling_code", "general", "idd", "leading", "lengths", "local", "longest", "mobile",
        "prefix", "rewrites", "trunk",
    )  # fmt: skip

    def __init__(self, metadata: PhoneMetadata) -> None:
        general = metadata.general_desc
        if general is None:
            raise ValueError(f"no numbering plan in the metadata of {metadata.id}")
        self.calling_code = str(metadata.country_code)
        self.general = re.compile(f"(?:{general.national_number_pattern})").fullmatch
        self.lengths = frozenset(general.possible_length)
        self.longest = max(general.possible_length)
        self.local = frozenset(general.possible_length_local_only)
        self.idd = re.compile(metadata.international_prefix or "(?!)").match
        self.trunk = metadata.national_prefix or ""
        self.mobile = re.compile((metadata.mobile and metadata.mobile.national_number_pattern) or "(?!)").fullmatch
        prefix = re.compile(metadata.national_prefix_for_parsing or "(?!)")
        self.prefix = prefix.match
        self.rewrites = prefix.groups > 0 or bool(metadata.national_prefix_transform_rule)
        self.leading = re.compile(metadata.leading_digits).match if metadata.leading_digits else None
        kinds = (
            metadata.fixed_line, metadata.mobile, metadata.toll_free, metadata.premium_rate, metadata.shared_cost,
            metadata.voip, metadata.personal_number, metadata.pager, metadata.uan, metadata.voicemail,
        )  # fmt: skip
        self._kinds = [
            (frozenset(kind.possible_length), kind.national_number_pattern)
            for kind in kinds
            if kind is not None and kind.national_number_pattern
        ]
        self._by_length: dict[int, Callable[[str], object]] = {}

    def has(self, national: str) -> bool:
        """Whether the national number is of some kind that the plan knows."""
        length = len(national)
        of_kind = self._by_length.get(length)
        if of_kind is None:
            fitting = [f"(?:{pattern})" for lengths, pattern in self._kinds if not lengths or length in lengths]
            fits = not self.lengths or length in self.lengths
            of_kind = re.compile("|".join(fitting) if fitting and fits else "(?!)").fullmatch
            self._by_length[length] = of_kind
        return of_kind(national) is not None and self.general(national) is not None

    def without_prefix(self, number: str) -> str | None:
        """The number without the prefix of calls inside the country; None where the plan rewrites numbers."""
        found = self.prefix(number)
        if found is None:
            return number
        if self.rewrites:
            return None
        rest = number[found.end() :]
        if self.general(rest) is None and self.general(number) is not None:
            return number
        return rest

    def national(self, number: str) -> str | None:
        """The national significant number in what was dialled; None where the library has to say."""
        rest = self.without_prefix(number)
        if rest is None:
            return None
        length = len(rest)
        return rest if (length in self.lengths and length not in self.local) or length > self.longest else number


@cache
def _plan(region: str, calling_code: int) -> _Plan | None:
    """The plan of a region, or of a calling code that belongs to none; None where the library knows none."""
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region)
    return _Plan(metadata) if metadata is not None else None


@cache
def _home_plan(country: str) -> _Plan | None:
    """The plan of the default country, None where there is no such country."""
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(country, None) if country else None
    return _Plan(metadata) if metadata is not None else None


@cache
def _calling_codes() -> dict[str, tuple[str, ...]]:
    """The regions of each calling code, the main one first."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    return {str(code): tuple(regions) for code, regions in COUNTRY_CODE_TO_REGION_CODE.items()}


def _in_plan(code: str, national: str, regions: tuple[str, ...]) -> bool:
    """Whether a region of the calling code has the number, looked up in the library's order."""
    for region in regions:
        plan = _plan(region, int(code))
        if plan is None:
            continue
        if len(regions) > 1 and plan.leading is not None:
            if plan.leading(national):
                return plan.has(national)
        elif plan.has(national):
            return True
    return False


def _from_abroad(digits: str) -> str | None:
    """E.164 of digits that start with a calling code, None where that is not certain."""
    codes = _calling_codes()
    for length in (2, 1, 3):
        code = digits[:length]
        if (regions := codes.get(code)) is None:
            continue
        plan = _plan(regions[0], int(code))
        national = plan.national(digits[length:]) if plan else None
        if national and _in_plan(code, national, regions):
            return f"+{code}{national}"
        return None
    return None


def _quick(compact: str, country: str) -> str | None:
    """E.164 of a number without separators, None where that is not certain."""
    if compact[0] == "+":
        return _from_abroad(compact[1:])
    home = _home_plan(country)
    if home is None:
        return None
    if (idd := home.idd(compact)) and compact[idd.end() : idd.end() + 1] != "0":
        return _from_abroad(compact[idd.end() :])
    code = home.calling_code
    if compact.startswith(code):
        rest = home.without_prefix(compact[len(code) :])
        if rest is None:
            return None
        if (not home.general(compact) and home.general(rest)) or len(compact) > home.longest:
            return _from_abroad(code + rest)
    national = home.national(compact)
    if national and _in_plan(code, national, _calling_codes()[code]):
        return f"+{code}{national}"
    return None


def _with_plus(compact: str, country: str) -> str:
    """A mobile number behind its own country's calling code with the plus that some programs leave out.

    In Germany "4915112345678" is a possible number inside the country too, but there it would begin with a 0.
    """
    if compact[0] in "+0" or (home := _home_plan(country)) is None or home.trunk != "0":
        return compact
    code = home.calling_code
    return f"+{compact}" if compact.startswith(code) and home.mobile(compact[len(code) :]) else compact


def clean_phone(text: str, country: str) -> str:
    """The number in E.164 where it is valid, else the tidied text as written.

    `country` (ISO 3166 alpha-2, or "" for none) is where a number without a country was written down. An extension
    follows as in RFC 3966: "+4930123456;ext=12".
    """
    compact = text.translate(_SEPARATORS)
    if _COMPACT(compact) and not text.endswith((".0", ".00")):
        number = _quick(_with_plus(compact, country), country)
        if number is not None:
            _remember(number)
            return number
    return _read_odd(text, country)


@lru_cache(maxsize=8192)
def _read_odd(text: str, country: str) -> str:
    """`clean_phone` for whatever is not plain."""
    written = tidy_lines(text)
    number = written[1:].lstrip() if written.startswith("'") else written
    if not any(char.isdigit() for char in number) or _SCIENTIFIC(number) or "\n" in number:
        return written
    if found := _FROM_NUMBER_CELL(number):
        number = found[1]
    number = _LABEL.sub("", number, count=1) if _LABEL.match(number) else number
    if number.lower().startswith("tel:"):
        number = number[4:]
    elif not _RFC_EXTENSION.search(number):
        number = _with_rfc_extension(number)
    for attempt in _readings(number):
        if (read := _by_library(attempt, country)) is not None:
            return read
    return written


def _with_rfc_extension(number: str) -> str:
    """The number with its extension written as RFC 3966 has it, whatever word stood before it."""
    for pattern in (_EXTENSION, _GLUED_EXTENSION):
        found = pattern.search(number)
        if found and found.end() == len(number.rstrip(" .)")) and found.start() >= 5:
            return f"{number[: found.start()].rstrip(' ,;(')};ext={found[1]}"
    return number


def _readings(number: str) -> list[str]:
    """The ways to read a number, the likeliest first; none where its letters say that it is more than a number."""
    bare = _RFC_EXTENSION.sub("", number).partition(";phone-context")[0].partition(";isub")[0]
    if _SECOND_NUMBER(bare) or (_LETTER.search(bare) and not _VANITY(bare)):
        return []
    readings = [number]
    if "(0)" in number:
        readings.append(number.replace("(0)", " "))
    digits = bare.translate(_SEPARATORS)
    if digits.startswith("00"):
        readings.append("+" + number.translate(_SEPARATORS)[2:])
    return readings


def _by_library(number: str, country: str) -> str | None:
    """E.164 and extension as phonenumbers reads them, None where it finds no valid number."""
    import phonenumbers

    try:
        found = phonenumbers.parse(number, country or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(found):
        return None
    key = phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
    _remember(key)
    return f"{key};ext={found.extension}" if found.extension else key


_known_valid: set[str] = set()


def _remember(number: str) -> None:
    """Note a number as valid: its key is mostly asked for next."""
    if len(_known_valid) > 20_000:
        _known_valid.clear()
    _known_valid.add(number)


def phone_key(value: str) -> str | None:
    """E.164 without extension of a cleaned phone, None where the value is no valid number."""
    number = value.partition(";")[0]
    if number in _known_valid:
        return number
    if not _E164(number):
        return None
    return number if (_from_abroad(number[1:]) or _by_library(number, "")) == number else None


@lru_cache(maxsize=4096)
def show_phone(value: str, country: str) -> str:
    """A cleaned phone as people read it: national inside `country`, international elsewhere; other text as it is."""
    if phone_key(value) is None:
        return value
    import phonenumbers

    found = phonenumbers.parse(value, None)
    at_home = found.country_code == phonenumbers.country_code_for_region(country)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(found, form.NATIONAL if at_home else form.INTERNATIONAL)


_RUNS: Final = "01234567890123456789", "98765432109876543210"
_JUNK_ENDS: Final = frozenset({run[n : n + 4] for run in _RUNS for n in range(10)} | {d * 4 for d in "0123456789"})


def is_junk_phone(key: str) -> bool:
    """Whether an E.164 key is a made-up number: one digit over and over, or digits counted up or down."""
    if key[-4:] not in _JUNK_ENDS:  # a hundred to one, and a tenth of the time
        return False
    codes = _calling_codes()
    digits = key.lstrip("+")
    national = next((digits[n:] for n in (1, 2, 3) if digits[:n] in codes), digits)
    return len(set(national)) == 1 or (len(national) >= 6 and any(national in run for run in _RUNS))
