"""vCards 2.1, 3.0 and 4.0, as phones and mail programs really write them: one row a card."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from deskcrm.domain import pictures as pictures_rules
from deskcrm.formats import text as text_rules
from deskcrm.formats.addressbook import (
    ADDRESS_PARTS,
    EMAIL,
    HANDLE,
    KEY,
    OWN_ID,
    PHONE,
    WEBSITE,
    WHOLE_NAME,
    Person,
    Told,
    in_one_cell,
    inspect_book,
    large_photos_of_cards,
    read_book,
)
from deskcrm.formats.contentlines import MOST_OF_BINARY, ByteLines, Property, properties, split, unescape
from deskcrm.formats.table import Chunk, Inspection, ReadOptions
from deskcrm.formats.vcardlabels import (
    HANDLES,
    address_label,
    email_label,
    handle_label,
    phone_label,
)
from deskcrm.formats.vcardwriters import Writers
from deskcrm.languages import number, trn

FORMAT: Final = "vcard"
OPENING: Final = re.compile(r"BEGIN[ \t]*:[ \t]*VCARD", re.IGNORECASE)
MOST_PROPERTIES: Final = 5000
"""Lines of one card that are kept."""
_NAME_PARTS: Final = ("Last name", "First name", "Middle name", "Title of address", "Suffix")
_NOT_SAID: Final = frozenset({"VERSION", "PRODID", "REV", "X-ABADR", "X-ABLABEL", "X-ABSHOWAS", "CLASS", "PROFILE"})
"""Lines about the card, not the person."""
_SINGLE: Final = {
    "TITLE": "Job title", "LANG": "Language", "X-ANNIVERSARY": "Anniversary", "ANNIVERSARY": "Anniversary",
    "BDAY": "Birthday", "X-EVOLUTION-ANNIVERSARY": "Anniversary", "X-MS-ANNIVERSARY": "Anniversary",
    "X-DESKCRM-ID": OWN_ID, "X-DESKCRM-KIND": "Kind", "X-DESKCRM-STAGE": "Stage", "UID": KEY,
}  # fmt: skip
_MARKS: Final = frozenset({"BEGIN", "END"})
_STATED: Final = re.compile(rb"(?<![^\r\n])[^\r\n:]{1,200}?;[ \t]*CHARSET=[^\r\n]*", re.IGNORECASE)
_DAYS: Final = frozenset({"Birthday", "Anniversary"})
_DAY: Final = re.compile(r"(?P<year>\d{4}|--?)-?(?P<month>\d\d)-?(?P<day>\d\d)(?!\d)(?:[T ].*)?")
_GENDERS: Final = {"M": "male", "F": "female", "O": "other", "N": "none", "U": ""}
_MOST_PHOTO: Final = pictures_rules.MOST_READ * 4 // 3 + 1000
"""Bytes that the line of a photo may have: base64, and what is before it."""
_BUILT_IN_TAGS: Final = frozenset({"mycontacts", "starred", "my contacts", "default group"})
_BUILT_IN_URLS: Final = re.compile(r"https?://www\.google\.com/profiles/", re.IGNORECASE)
_YEAR_UNKNOWN: Final = "1604"  # what Apple writes
_PLACEHOLDER_LABEL: Final = re.compile(r"_?\$!<(.+)>!\$_?", re.DOTALL)


def inspect(path: Path, sample: text_rules.Bytes, options: ReadOptions) -> Inspection:
    """Which columns the cards of a file need, and its first cards. Raises UnreadableFile."""
    encoding = _without_stated(sample).encoding(options.encoding)
    return inspect_book(path.name, Cards(path, encoding.name), FORMAT, encoding.name, sample, encoding.warnings)


def read(path: Path, inspection: Inspection, chunk: int = 4096) -> Iterator[Chunk]:
    """One row a card. Raises UnreadableFile."""
    return read_book(Cards(path, inspection.encoding), inspection, chunk)


def pictures(path: Path, inspection: Inspection) -> Iterator[tuple[int, bytes]]:
    """The photos of a file, each with the line on which its card begins. Raises UnreadableFile."""
    for person in Cards(path, inspection.encoding, _MOST_PHOTO):
        if person.picture:
            yield person.line, person.picture


def _without_stated(sample: text_rules.Bytes) -> text_rules.Bytes:
    """The bytes without the lines that name their own character set: those say nothing about the file's."""
    probes = tuple((at, _STATED.sub(b"", piece)) for at, piece in sample.probes)
    return text_rules.Bytes(sample.size, _STATED.sub(b"", sample.head), probes)


class Cards:
    """The cards of a file; what was odd about them is counted in `odd`."""

    def __init__(self, path: Path, encoding: str, most_binary: int = MOST_OF_BINARY) -> None:
        self._lines = ByteLines(path, encoding)
        self._most_binary = most_binary
        wide = text_rules.codec(encoding).startswith(("utf-16", "utf-32"))
        self._charset = "utf-8" if wide else encoding
        self._writers = Writers()
        self.odd: Counter[str] = Counter()

    @property
    def bytes_read(self) -> int:
        """How far into the file the reading has come."""
        return self._lines.bytes_read

    def __iter__(self) -> Iterator[Person]:
        """Each card as a person. A card that is not ended ends where the next one begins, or the file."""
        found: list[Property] | None = None
        line = depth = left_out = 0
        for one in properties(self._lines, self._charset, self._most_binary):
            mark = one.name in _MARKS and one.raw[:20].split(b"\n")[0].strip().upper() == b"VCARD"
            if mark and one.name == "BEGIN":
                if found and (depth or found[-1].name == "AGENT"):
                    depth += 1
                    continue
                if found is not None:
                    self.odd["unended"] += 1
                    yield self._person(line, found, left_out)
                found, line, left_out = [], one.line, 0
            elif mark and depth:
                depth -= 1
            elif mark:
                if found is not None:
                    yield self._person(line, found, left_out)
                found = None
            elif found is None:
                self.odd["outside"] += 1
            elif len(found) >= MOST_PROPERTIES:
                left_out += 1
            elif not depth:
                found.append(one)
        if found is not None:
            self.odd["unended"] += 1
            yield self._person(line, found, left_out)

    def told(self) -> Told:
        """Who wrote the file, and what is to be said about it."""
        exporter, source = self._writers.likeliest()
        return Told(exporter, source, tuple(_sentences(self.odd)))

    def _person(self, line: int, found: list[Property], left_out: int) -> Person:
        self._writers.see(found)
        card = _Card(line, found)
        person = card.person
        self.odd["photos"] += not card.photo_fits
        if left_out:
            self.odd["too long"] += 1
            person.left_over.append(f"{left_out:,} more lines of this card were left out")
        if any(one.cut and not one.binary for one in found):
            self.odd["cut"] += 1
        return person


def _sentences(odd: Counter[str]) -> Iterator[str]:
    if odd["photos"]:
        yield large_photos_of_cards(odd["photos"])
    if odd["unended"]:
        yield trn(
            "{count} card is not ended properly; what is there was read. Check the last lines.",
            "{count} cards are not ended properly; what is there was read. Check the last lines.",
            odd["unended"],
        )
    if odd["too long"]:
        yield trn(
            "{count} card has more than {most} lines; the rest is left out.",
            "{count} cards have more than {most} lines; the rest is left out.",
            odd["too long"],
            most=number(MOST_PROPERTIES),
        )
    if odd["cut"]:
        yield trn(
            "{count} card has a text of over a million letters, of which only the start is kept.",
            "{count} cards have a text of over a million letters, of which only the start is kept.",
            odd["cut"],
        )


class _Card:
    """One card in the making."""

    def __init__(self, line: int, found: list[Property]) -> None:
        self.person = Person(line)
        self.photo_fits = True
        self._labels = {
            one.group: _label_of(unescape(one.text)) for one in found if one.group and one.name == "X-ABLABEL"
        }
        version = next((one.raw.strip() for one in found if one.name == "VERSION"), b"")
        self._old = version in (b"", b"2.1")
        self._labelled: list[Property] = []
        notes: list[str] = []
        for one in found:
            if one.name == "NOTE":
                notes.append(unescape(one.text))
            elif one.name not in _NOT_SAID:
                self._take(one)
        if any(notes):
            self.person.singles["Notes"] = "\n\n".join(note.strip() for note in notes if note.strip())
        self._take_formatted_addresses()
        self._drop_what_is_no_name()

    def _drop_what_is_no_name(self) -> None:
        """Who has no name but that of their company, or an email or phone in its place, has none."""
        singles, points = self.person.singles, self.person.points
        if not any(part in singles for part in _NAME_PARTS):
            values = {value for kind in (EMAIL, PHONE) for value, _ in points.get(kind, ())}
            if singles.get(WHOLE_NAME, "") in {*values, singles.get("Company", "")}:
                singles.pop(WHOLE_NAME, None)

    def _take(self, one: Property) -> None:
        reader = _READERS.get(one.name)
        if one.binary:
            self._take_binary(one)
        elif reader is not None:
            reader(self, one)
        elif one.name in _SINGLE:
            self._take_single(one)
        elif one.name in HANDLES:
            self.person.add_point(HANDLE, unescape(one.text), HANDLES[one.name])
        else:
            self._keep(one)

    def _keep(self, one: Property) -> None:
        """What no column is for stays with the row, in the file's own words."""
        text = unescape(one.text)
        if text.strip("; "):
            label = self._labels.get(one.group, "")
            self.person.left_over.append(f"{one.name}{f' ({label})' if label else ''}: {text}")

    def _set(self, column: str, text: str, one: Property) -> None:
        """The first value of a column stays; a further, other one is kept with the row."""
        if text and self.person.singles.setdefault(column, text) != text:
            self._keep(one)

    def _take_single(self, one: Property) -> None:
        column, text = _SINGLE[one.name], unescape(one.text)
        if column in _DAYS:
            text = _day(text, one)
        self._set(column, text, one)

    def _take_binary(self, one: Property) -> None:
        if one.name == "PHOTO":
            link = one.raw[:8].lower().startswith((b"http:", b"https:")) or one.first("VALUE").lower() in ("uri", "url")
            if link and not one.raw[:5].lower().startswith(b"data:"):
                self._keep(one)
            elif one.raw.strip():
                picture = _picture(one)
                size = len(picture) if not one.cut else one.size * 3 // 4
                self.photo_fits = self.person.add_picture(picture, size, cut=one.cut)

    # Names and work

    def _parts(self, one: Property, mark: str = ";") -> list[str]:
        return [unescape(part).strip() for part in split(one.text, mark, old=self._old)]

    def _listed(self, one: Property, joint: str) -> list[str]:
        """Components of which each may be a list (from vCard 3.0 on), its members joined."""
        pieces = split(one.text, ";", old=self._old)
        if self._old:
            return [unescape(piece).strip() for piece in pieces]
        return [
            joint.join(filter(None, (unescape(part).strip() for part in split(piece, ","))))
            if "," in piece
            else unescape(piece).strip()
            for piece in pieces
        ]

    def _take_name(self, one: Property) -> None:
        *names, suffix = [*self._listed(one, " "), "", "", "", "", ""][:5]
        degrees = self._listed(one, ", ")[4:5] if suffix else [""]
        for column, text in zip(_NAME_PARTS, [*names, *degrees], strict=True):
            self._set(column, text, one)

    def _take_whole_name(self, one: Property) -> None:
        self._set(WHOLE_NAME, unescape(one.text), one)

    def _take_organization(self, one: Property) -> None:
        company, *units = self._parts(one)
        self._set("Company", company, one)
        if company == self.person.singles.get("Company", ""):
            self._set("Department", ", ".join(filter(None, units)), one)

    def _take_kind(self, one: Property) -> None:
        """Whether it is a person or a company, which a name and what stands under ORG tell already; or a group."""
        if one.text.lower() not in ("individual", "org"):
            self._keep(one)

    def _take_role(self, one: Property) -> None:
        self._set("Job title", unescape(one.text), one)

    def _take_nickname(self, one: Property) -> None:
        text = ", ".join(filter(None, self._parts(one, ",")))
        self._set("Nickname", text, one)

    def _take_custom(self, one: Property) -> None:
        """Android's own lines, of which the first word says what they are."""
        kind, value, *more = [*self._parts(one), "", ""]
        if kind.endswith("/nickname"):
            self._set("Nickname", value, one)
        elif kind.endswith("/contact_event") and more[0] == "1":
            self._set("Anniversary", _day(value, one), one)
        else:
            self._keep(one)

    def _take_labelled_day(self, one: Property) -> None:
        if self._labels.get(one.group, "") == "anniversary":
            self._set("Anniversary", _day(unescape(one.text), one), one)
        else:
            self._keep(one)

    def _take_gender(self, one: Property) -> None:
        sex, *text = self._parts(one)
        self._set("Gender", next(filter(None, text), "") or _GENDERS.get(sex.upper(), sex), one)

    def _take_categories(self, one: Property) -> None:
        words = (word.removeprefix("* ") for word in self._parts(one, ","))
        known = self.person.tags
        known[:] = dict.fromkeys([*known, *(word for word in words if word and word.lower() not in _BUILT_IN_TAGS)])

    # How to reach somebody

    def _label(self, one: Property, from_types: str) -> str:
        return self._labels.get(one.group, "") or from_types

    def _take_email(self, one: Property) -> None:
        value = unescape(one.text).removeprefix("mailto:")
        self.person.add_point(EMAIL, value, self._label(one, email_label(one)))

    def _take_phone(self, one: Property) -> None:
        value = unescape(one.text)
        if value[:4].lower() == "tel:":
            value = unquote(value[4:])
        self.person.add_point(PHONE, value, self._label(one, phone_label(one)))

    def _take_url(self, one: Property) -> None:
        value = unescape(one.text)
        if not _BUILT_IN_URLS.match(value):
            self.person.add_point(WEBSITE, value, self._label(one, email_label(one)))

    def _take_handle(self, one: Property) -> None:
        value, label = handle_label(unescape(one.text), one)
        self.person.add_point(HANDLE, value, self._label(one, label))

    def _take_address(self, one: Property) -> None:
        box, extended, *rest = [*self._listed(one, ", "), "", ""]
        label = self._label(one, address_label(one))
        filled = [text for text in (box, extended, *rest) if text]
        if len(filled) == 1 and "\n" in extended:
            address = {"": extended}  # the whole of it, as Google writes it
        else:
            second = ", ".join(filter(None, (box, extended)))
            parts = dict(zip(("street", "city", "region", "postcode", "country"), rest, strict=False))
            address = {part: text for part in ADDRESS_PARTS if (text := {**parts, "line 2": second}.get(part, ""))}
        if not address and one.first("LABEL"):
            address = {"": one.first("LABEL")}
        if address:
            self.person.addresses.append({"label": label, **address} if label else address)

    def _take_formatted(self, one: Property) -> None:
        self._labelled.append(one)

    def _take_formatted_addresses(self) -> None:
        """Addresses in one piece count where the card has none of that label in parts."""
        for one in self._labelled:
            label, text = address_label(one), unescape(one.text)
            if text and all(address.get("label", "") != label for address in self.person.addresses):
                self.person.addresses.append({"label": label, "": text} if label else {"": text})

    def _take_own_field(self, one: Property) -> None:
        name = one.first("NAME")
        if name:
            self._set(f"custom.{name}", unescape(one.text), one)

    def _take_source_ids(self, one: Property) -> None:
        self._set("Source ids", in_one_cell(list(filter(None, self._parts(one, ",")))), one)


_READERS: Final = {
    "N": _Card._take_name,
    "FN": _Card._take_whole_name,
    "ORG": _Card._take_organization,
    "KIND": _Card._take_kind,
    "ROLE": _Card._take_role,
    "NICKNAME": _Card._take_nickname,
    "X-ANDROID-CUSTOM": _Card._take_custom,
    "X-ABDATE": _Card._take_labelled_day,
    "GENDER": _Card._take_gender,
    "X-GENDER": _Card._take_gender,
    "CATEGORIES": _Card._take_categories,
    "EMAIL": _Card._take_email,
    "TEL": _Card._take_phone,
    "X-MS-TEL": _Card._take_phone,
    "URL": _Card._take_url,
    "IMPP": _Card._take_handle,
    "X-SOCIALPROFILE": _Card._take_handle,
    "ADR": _Card._take_address,
    "LABEL": _Card._take_formatted,
    "X-DESKCRM-FIELD": _Card._take_own_field,
    "X-DESKCRM-SOURCE-IDS": _Card._take_source_ids,
}


def _label_of(text: str) -> str:
    """Apple's and Google's labels in words: `_$!<HomePage>!$_` is "homepage", the owner's own ones stay."""
    found = _PLACEHOLDER_LABEL.fullmatch(text.strip())
    if found is None:
        return text.strip()
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", found[1]).lower()


def _picture(one: Property) -> bytes:
    """The bytes of a picture, or of its beginning: base64 in a line of its own or behind `data:image/...;base64,`."""
    raw = one.raw
    if raw[:5].lower() == b"data:":
        raw = raw.partition(b",")[2]
    letters = raw.translate(None, b" \t\r\n\\")
    try:
        return base64.b64decode(letters[: len(letters) // 4 * 4])
    except binascii.Error:
        return b""


def _day(text: str, one: Property) -> str:
    """A day in ISO 8601, without a year where none is known; text that is none stays."""
    found = _DAY.fullmatch(text.strip())
    if found is None or one.first("VALUE").lower() == "text":
        return text.strip()
    year = found["year"]
    if year.startswith("-") or year in (_YEAR_UNKNOWN, "0000") or one.first("X-APPLE-OMIT-YEAR") == year:
        return f"--{found['month']}-{found['day']}"
    return f"{year}-{found['month']}-{found['day']}"
