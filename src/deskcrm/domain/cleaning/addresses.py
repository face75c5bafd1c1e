"""Postal addresses: one cell taken apart as far as that is safe, put on one line, and their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from deskcrm.domain.cleaning.countries import country_code
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.fields import ADDRESS_PARTS

_POSTCODE: Final = (
    r"(?:[A-Z]{1,2}-)?(?:[0-9]{4} ?[A-Z]{2}(?= )|[0-9]{5}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{2}-[0-9]{3}"
    r"|[0-9]{3} [0-9]{2}|[0-9]{4,5})"
)
_POSTCODE_CITY: Final = re.compile(rf"(?P<postcode>{_POSTCODE}) (?P<city>[^\W\d_][^\d]*)").fullmatch
_CITY_COMMA_POSTCODE: Final = re.compile(rf"(?P<city>[^\W\d_][^\d,]*), (?P<postcode>{_POSTCODE})").fullmatch
_ONLY_POSTCODE: Final = re.compile(rf"(?P<postcode>{_POSTCODE})").fullmatch
_REGION_POSTCODE: Final = re.compile(
    r"(?P<region>[A-Z]{2,3}),? (?P<postcode>[0-9]{5}(?:-[0-9]{4})?|[0-9]{4}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])"
).fullmatch
_CITY_REGION_POSTCODE: Final = re.compile(
    r"(?P<city>[^\W\d_][^\d,]*?),? (?P<region>[A-Z]{2,3}),? "
    r"(?P<postcode>[0-9]{5}(?:-[0-9]{4})?|[0-9]{4}|[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9])"
).fullmatch
_BRITISH: Final = re.compile(
    r"(?:(?P<city>[^\W\d_][^\d,]*?),? )?(?P<postcode>(?:GIR ?0AA|[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}))"
).fullmatch
_ANY_POSTCODE: Final = re.compile(r"(?=[^0-9]*[0-9])[A-Z0-9][A-Z0-9 -]{2,9}", re.IGNORECASE).fullmatch
_COUNTRY_MARK: Final = re.compile(r"^[a-z]{1,2}(?=[0-9]{4,5}\Z)")
_PARTS_BY_BLANKS: Final = re.compile(r" {2,}|\t+")
# The last word of what looks like a town is a street's: "1234 Main Street" is no postcode and town.
_STREET_END: Final = re.compile(
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|highway|hwy|square|sq|close"
    r"|terrace|parkway|pkwy|circle|cir|trail|broadway|row|north|south|east|west|n|s|e|w)\.?",
    re.IGNORECASE,
).fullmatch
_STREET_WORDS: Final = (
    (re.compile(r"strasse\b"), "str"),
    (re.compile(r"\bstreet\b"), "st"),
    (re.compile(r"\broad\b"), "rd"),
    (re.compile(r"\bavenue\b"), "ave"),
    (re.compile(r"\bboulevard\b"), "blvd"),
    (re.compile(r"\bdrive\b"), "dr"),
    (re.compile(r"\blane\b"), "ln"),
    (re.compile(r"(?<=str)(?=[0-9])"), " "),
)


def split_address(text: str) -> dict[str, str]:
    """A whole address in one cell, as the filled parts street, city, region, postcode, country.

    Split off the end is only what is safe: a country, then "12045 Berlin", "Berlin, 12045", "Berlin, BE 12045" or
    "London SW1A 1AA", in lines, after commas, or in Mailchimp's layout (two blanks between parts). Whatever else
    there is stays in street, its lines joined by commas; where nothing is safe, that is all.
    """
    if "\n" in text or "\r" in text:
        pieces = [tidy(line).strip(",") for line in text.splitlines()]
    elif len(_PARTS_BY_BLANKS.split(text.strip())) >= 3:
        pieces = [tidy(part).strip(",") for part in _PARTS_BY_BLANKS.split(text.strip())]
        if by_blanks := _mailchimp([piece for piece in pieces if piece]):
            return by_blanks
    else:
        pieces = [tidy(part) for part in text.split(",")]
    pieces = [piece for piece in pieces if piece]
    found = _from_the_end(pieces)
    return _filled({**found, "street": ", ".join(pieces)}) if found else _filled({"street": ", ".join(pieces)})


def _filled(parts: Mapping[str, str]) -> dict[str, str]:
    """The parts that say something, in their usual order."""
    return {part: parts[part] for part in ADDRESS_PARTS if parts.get(part)}


def _mailchimp(pieces: list[str]) -> dict[str, str] | None:
    """Street, (second line,) city, (region,) postcode and country code in the order that Mailchimp writes them."""
    pieces = list(pieces)
    parts: dict[str, str] = {}
    if re.fullmatch("[A-Z]{2}", pieces[-1]) and country_code(pieces[-1]) and _ANY_POSTCODE(pieces[-2]):
        parts["country"] = pieces.pop()
    if not _ANY_POSTCODE(pieces[-1]) or len(pieces) < 3:
        return None
    parts["postcode"] = pieces.pop()
    if len(pieces) >= 3 and re.fullmatch("[A-Z]{2,3}", pieces[-1]):
        parts["region"] = pieces.pop()
    parts["city"] = pieces.pop()
    parts["street"] = pieces[0]
    parts["extended"] = ", ".join(pieces[1:])
    return _filled(parts)


def _from_the_end(pieces: list[str]) -> dict[str, str]:
    """Country, town and postcode taken off the end of the pieces; the pieces as they were where there are none."""
    parts: dict[str, str] = {}
    rest = list(pieces)
    code = country_code(rest[-1].rstrip(".")) if len(rest) > 1 else None
    # "CA", "DE" and "Georgia" are American states too: a country only behind a town with its postcode.
    sure = code and len(rest[-1]) > 3 and fold(rest[-1]) != "georgia"
    if sure or (code and _town(rest[:-1])[0]):
        parts["country"] = rest.pop()
    town, used = _town(rest)
    if town and (len(rest) > used or "country" in parts or "region" in town):
        parts.update(town)
        del rest[len(rest) - used :]
    pieces[:] = rest
    return parts


def _town(pieces: list[str]) -> tuple[dict[str, str], int]:
    """Town, region and postcode at the end of the pieces, and how many pieces they take."""
    if not pieces:
        return {}, 0
    last = pieces[-1]
    if (found := _POSTCODE_CITY(last)) and not _STREET_END(found["city"].split()[-1]):
        return found.groupdict(), 1
    if found := _CITY_COMMA_POSTCODE(last):
        return found.groupdict(), 1
    if (found := _CITY_REGION_POSTCODE(last)) and not _STREET_END(found["city"].split()[-1]):
        return found.groupdict(), 1
    if len(pieces) > 1 and not any(char.isdigit() for char in pieces[-2]):
        found = _REGION_POSTCODE(last) or _ONLY_POSTCODE(last)
        if found is None and (british := _BRITISH(last)) and not british["city"]:
            found = british
        if found:
            return {**found.groupdict(), "city": pieces[-2]}, 2
    if (found := _BRITISH(last)) and found["city"]:
        return found.groupdict(), 1
    return {}, 0


def join_address(parts: Mapping[str, str]) -> str:
    """The address on one line: "Hauptstr. 5, 12045 Berlin, Germany", or "5 Main St, Springfield, IL 62704"."""
    city, region, postcode = (tidy(parts.get(part, "")) for part in ("city", "region", "postcode"))
    if region:
        town = ", ".join(piece for piece in (city, f"{region} {postcode}".strip()) if piece)
    elif re.match("[A-Z]{1,2}[0-9]", postcode):
        town = f"{city} {postcode}".strip()
    else:
        town = f"{postcode} {city}".strip()
    street = ", ".join(tidy(line) for line in parts.get("street", "").splitlines() if line.strip())
    pieces = (street, tidy(parts.get("extended", "")), town, tidy(parts.get("country", "")))
    return ", ".join(piece for piece in pieces if piece)


def address_key(parts: Mapping[str, str]) -> str:
    """The form that addresses are compared by, "" for a blank one.

    Folded, with the usual short forms of street; country and region count only where there is no postcode, as
    sources leave them out. "Hauptstraße 5, 12045 Berlin" and "Hauptstr. 5, 12045 berlin, Germany" have one key.
    """
    street = fold(parts.get("street", ""))
    for pattern, short in _STREET_WORDS:
        street = pattern.sub(short, street)
    country = parts.get("country", "")
    postcode = _COUNTRY_MARK.sub("", fold(parts.get("postcode", "")).replace(" ", ""))
    where = (
        [postcode] if postcode else [fold(parts.get("region", "")), (country_code(country) or fold(country)).lower()]
    )
    key = [street, fold(parts.get("extended", "")), fold(parts.get("city", "")), *where]
    return "|".join(key) if any(key) else ""
