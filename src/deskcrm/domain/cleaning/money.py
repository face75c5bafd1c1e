"""Amounts of money as exports write them, and their minor units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Final

from deskcrm.domain.cleaning.text import tidy


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# ISO 4217: the currencies in use, and some that older orders are in.
CURRENCIES: Final = _words(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD "
    "CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP "
    "GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK "
    "LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL "
    "THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF "
    "YER ZAR ZMW ZWG"
) | _words("HRK LTL LVL EEK DEM ATS FRF ITL ESP SLL ZWL VEF MRO STD CUC")
# Digits behind the mark, where they are not two.
_EXPONENTS: Final = {
    **dict.fromkeys(_words("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF ITL ESP"), 0),
    **dict.fromkeys(_words("BHD IQD JOD KWD LYD OMR TND"), 3),
    **dict.fromkeys(_words("CLF UYW"), 4),
}
_SIGNS: Final = {
    "€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "￥": "JPY", "円": "JPY", "元": "CNY", "₹": "INR", "₽": "RUB",
    "₺": "TRY", "₩": "KRW", "₪": "ILS", "₴": "UAH", "₫": "VND", "₱": "PHP", "₦": "NGN", "฿": "THB", "₸": "KZT",
    "₾": "GEL", "₡": "CRC", "₲": "PYG", "₵": "GHS", "US$": "USD", "$US": "USD", "C$": "CAD", "CA$": "CAD",
    "CAD$": "CAD", "$CA": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "SG$": "SGD",
    "R$": "BRL", "MX$": "MXN", "NT$": "TWD", "CN¥": "CNY", "ZŁ": "PLN", "KČ": "CZK", "FT": "HUF", "LEI": "RON",
    "FR": "CHF", "FR.": "CHF", "SFR": "CHF", "SFR.": "CHF", "RS": "INR", "RS.": "INR", "EURO": "EUR", "EUROS": "EUR",
    "DOLLAR": "USD", "DOLLARS": "USD", "TL": "TRY", "RM": "MYR", "RP": "IDR", "KR": "", "KR.": "", ",-": "",
}  # fmt: skip
_PLAIN: Final = re.compile(r"(-?[0-9]{1,15})(?:[.,]([0-9]{1,2}))?(?: ?(€|[A-Z]{3}))?").fullmatch
_AMOUNT: Final = re.compile(
    r"(?P<before>[^\d.,'’()+\u2212-]*)(?P<sign>[+\u2212-]?)(?P<between>[^\d.,'’()+\u2212-]*)"
    r"(?P<number>[.,]?[0-9](?:[0-9.,'’ ]*[0-9])?)(?P<end>[.,]?(?:[\u2212–—-]{1,2})?)(?P<after>.*)",
).fullmatch
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([.,'’ ])[0-9]{3})(?:\1[0-9]{3})*").fullmatch
_GROUPED_INDIAN: Final = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}").fullmatch
_OF_NUMBERS: Final = frozenset("0123456789.,'’ ")
_LONGEST: Final = 18
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_SHARE_NEEDED: Final = 0.9


def parse_money(text: str, decimal: str | None = None) -> tuple[Decimal, str] | None:
    """Amount and ISO 4217 code ("" where none is said) of a cell such as "1.234,50 €", "USD -12", "(3.50)"; else None.

    `decimal` is the column's decimal mark as `decide_decimal` told it. It settles "1.234" and "1,234", which without
    it read as in English: 1.234 and 1234. "$" reads as US dollars and "¥" as yen; "kr" leaves the currency open.
    """
    if found := _PLAIN(text):
        whole, fraction, code = found.groups()
        if code is None or code == "€" or code in CURRENCIES:
            amount = Decimal(f"{whole}.{fraction}" if fraction else whole)
            return amount, "EUR" if code == "€" else code or ""
    return _parse_odd(text, decimal)


@lru_cache(maxsize=4096)
def _parse_odd(text: str, decimal: str | None) -> tuple[Decimal, str] | None:
    """`parse_money` for whatever is not a plain number."""
    text = tidy(text).removeprefix("'")
    negative = text.startswith("(") and text.endswith(")")
    if negative:
        text = text[1:-1].strip()
    found = _AMOUNT(text)
    if found is None:
        return None
    after = found["after"].strip()
    if after[:1] in ("-", "\u2212"):
        negative, after = True, after[1:].strip()
    elif after[-1:] in ("-", "\u2212"):
        negative, after = True, after[:-1].strip()
    if found["end"] in ("-", "\u2212"):
        negative = True
    if found["sign"] in ("-", "\u2212"):
        negative = True
    codes = [_code(part.strip()) for part in (found["before"], found["between"], after) if part.strip()]
    said = {code for code in codes if code}
    number = _number(found["number"], decimal)
    if None in codes or len(said) > 1 or number is None:
        return None
    return -number if negative else number, said.pop() if said else ""


def _code(mark: str) -> str | None:
    """The currency of a sign or code, "" where it leaves it open, None where it is no currency."""
    mark = mark.upper()
    if mark in CURRENCIES:
        return mark
    if mark in _SIGNS:
        return _SIGNS[mark]
    parts = mark.split()  # "$ 12 USD" names it twice
    codes = {_code(part) for part in parts} if len(parts) > 1 else {None}
    return codes.pop() if len(codes) == 1 else None


def _number(digits: str, decimal: str | None) -> Decimal | None:
    """The number that digits with marks between stand for, None where the marks make no sense."""
    whole, fraction = digits, ""
    mark = _decimal_mark(digits, decimal)
    if mark:
        whole, _, fraction = digits.rpartition(mark)
    if whole and not whole.isdigit() and not _GROUPED(whole) and not _GROUPED_INDIAN(whole):
        return None
    if mark and mark in whole:
        return None
    plain = "".join(char for char in whole if char.isdigit()) or "0"
    if not (fraction.isdigit() or not fraction) or len(plain) + len(fraction) > _LONGEST:
        return None
    return Decimal(f"{plain}.{fraction}" if fraction else plain)


def _decimal_mark(digits: str, decimal: str | None) -> str:
    """The decimal mark in the digits, "" where there is none."""
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return ""
    mark = digits[last]
    other = "," if mark == "." else "."
    if digits.count(mark) > 1:
        return ""
    behind, before = digits[last + 1 :], digits[:last]
    if other in before or len(behind) != 3 or not 1 <= len(before) <= 3 or before == "0":
        # Groups by blanks or apostrophes leave the mark no other meaning, either.
        return mark
    return mark if mark == (decimal or ".") else ""


def decide_decimal(values: Iterable[str]) -> str | None:
    """The decimal mark of a column, "." or ",", None where nothing decides; nine in ten of the telling must agree."""
    points = commas = 0
    for value in values:
        if "." not in value and "," not in value:
            continue
        mark = _telling_mark("".join(char for char in value if char in _OF_NUMBERS).strip(" "))
        points += mark == "."
        commas += mark == ","
    for mark, count in ((".", points), (",", commas)):
        if count and count >= (points + commas) * _SHARE_NEEDED:
            return mark
    return None


def _telling_mark(digits: str) -> str:
    """The decimal mark that one number gives away, "" where it could be either."""
    digits = digits.rstrip(".,")
    by_point, by_comma = _number(digits, "."), _number(digits, ",")
    if by_point is None or by_point != by_comma:
        return ""
    mark = _decimal_mark(digits, None)
    if mark:
        return mark
    return "," if digits.count(".") > 1 else "." if digits.count(",") > 1 else ""


def to_minor(amount: Decimal, currency: str) -> int:
    """The amount in the currency's smallest unit (cents; none for JPY, a thousandth for KWD), halves away from zero."""
    return int(_EXACT.to_integral_exact(amount.scaleb(_EXPONENTS.get(currency, 2), context=_EXACT)))


def from_minor(minor: int, currency: str) -> Decimal:
    """The amount of so many smallest units, with the currency's usual digits: 1250 EUR is 12.50."""
    return Decimal(minor).scaleb(-_EXPONENTS.get(currency, 2), context=_EXACT)
