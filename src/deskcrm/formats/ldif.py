"""LDIF, as Thunderbird and directories export address books: one row an entry that is a person or a company."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from deskcrm.formats import text as text_rules
from deskcrm.formats.addressbook import (
    EMAIL,
    HANDLE,
    KEY,
    PHONE,
    WEBSITE,
    WHOLE_NAME,
    Person,
    Told,
    inspect_book,
    large_photos_of_entries,
    read_book,
)
from deskcrm.formats.contentlines import ByteLines
from deskcrm.formats.table import Chunk, Inspection, ReadOptions
from deskcrm.languages import trn

FORMAT: Final = "ldif"
OPENING: Final = re.compile(r"(#[^\n]*\n\s*)*(version:[^\n]*\n\s*)?(#[^\n]*\n\s*)*dn::?[ \t]", re.IGNORECASE)
_MOST_LINES: Final = 5000
_SINGLES: Final[Mapping[str, str]] = {
    "cn": WHOLE_NAME, "displayname": WHOLE_NAME, "givenname": "First name", "sn": "Last name", "surname": "Last name",
    "o": "Company", "company": "Company", "organizationname": "Company", "ou": "Department", "department": "Department",
    "title": "Job title", "mozillanickname": "Nickname", "description": "Notes", "notes": "Notes",
    "preferredlanguage": "Language", "entryuuid": KEY, "personaltitle": "Title of address",
}  # fmt: skip
_POINTS: Final[Mapping[str, tuple[str, str]]] = {
    "mail": (EMAIL, ""), "mozillasecondemail": (EMAIL, ""), "othermailbox": (EMAIL, ""), "emailaddress": (EMAIL, ""),
    "telephonenumber": (PHONE, "work"), "homephone": (PHONE, "home"), "mobile": (PHONE, "mobile"),
    "cellphone": (PHONE, "mobile"), "facsimiletelephonenumber": (PHONE, "fax"), "fax": (PHONE, "fax"),
    "pager": (PHONE, "pager"), "pagerphone": (PHONE, "pager"), "mozillahomeurl": (WEBSITE, "home"),
    "mozillaworkurl": (WEBSITE, "work"), "labeleduri": (WEBSITE, ""), "workurl": (WEBSITE, "work"),
    "homeurl": (WEBSITE, "home"), "nsaimid": (HANDLE, "aim"),
}  # fmt: skip
_ADDRESSES: Final[Mapping[str, tuple[str, str]]] = {
    "street": ("work", "street"), "streetaddress": ("work", "street"), "mozillaworkstreet2": ("work", "line 2"),
    "postofficebox": ("work", "line 2"), "l": ("work", "city"), "locality": ("work", "city"), "st": ("work", "region"),
    "postalcode": ("work", "postcode"), "c": ("work", "country"), "countryname": ("work", "country"),
    "mozillahomestreet": ("home", "street"), "homepostaladdress": ("home", ""), "postaladdress": ("work", ""),
    "mozillahomestreet2": ("home", "line 2"), "mozillahomelocalityname": ("home", "city"),
    "mozillahomestate": ("home", "region"), "mozillahomepostalcode": ("home", "postcode"),
    "mozillahomecountryname": ("home", "country"),
}  # fmt: skip
_NOT_SAID: Final = frozenset({"dn", "objectclass", "modifytimestamp", "version", "changetype", "mozillausehtmlmail"})
_PHOTOS: Final = frozenset({"jpegphoto", "thumbnailphoto"})
_LISTS: Final = frozenset({"groupofnames", "groupofuniquenames"})
_FOLDERS: Final = frozenset({"organizationalunit", "domain", "dcobject"})


def inspect(path: Path, sample: text_rules.Bytes, options: ReadOptions) -> Inspection:
    """Which columns the entries of a file need, and its first ones. Raises UnreadableFile."""
    encoding = sample.encoding(options.encoding)
    return inspect_book(path.name, _Entries(path, encoding.name), FORMAT, encoding.name, sample, encoding.warnings)


def read(path: Path, inspection: Inspection, chunk: int = 4096) -> Iterator[Chunk]:
    """One row an entry. Raises UnreadableFile."""
    return read_book(_Entries(path, inspection.encoding), inspection, chunk)


def pictures(path: Path, inspection: Inspection) -> Iterator[tuple[int, bytes]]:
    """The photos of a file, each with the line on which its entry begins. Raises UnreadableFile."""
    return ((person.line, person.picture) for person in _Entries(path, inspection.encoding) if person.picture)


class _Entries:
    """The entries of a file; mailing lists and folders are left out and counted."""

    def __init__(self, path: Path, encoding: str) -> None:
        self._lines = ByteLines(path, encoding)
        wide = text_rules.codec(encoding).startswith(("utf-16", "utf-32"))
        self._charset = "utf-8" if wide else encoding
        self._mozilla = False
        self._left_out = 0
        self._large_photos = 0

    @property
    def bytes_read(self) -> int:
        """How far into the file the reading has come."""
        return self._lines.bytes_read

    def told(self) -> Told:
        """Who wrote the file, and how many entries are no people."""
        warnings = []
        if self._left_out:
            warnings.append(
                trn(
                    "{count} mailing list or folder is left out.",
                    "{count} mailing lists or folders are left out.",
                    self._left_out,
                )
            )
        if self._large_photos:
            warnings.append(large_photos_of_entries(self._large_photos))
        if self._mozilla:
            return Told("Thunderbird address book", "Thunderbird", tuple(warnings))
        return Told("LDIF address book", "", tuple(warnings))

    def __iter__(self) -> Iterator[Person]:
        """Each entry as a person."""
        lines: list[bytes] = []
        begun = 0
        for number, data in self._lines:
            if data[:1] == b" " and lines:
                if len(lines[-1]) < text_rules.HEAD * 16:
                    lines[-1] += data[1:]
            elif data.strip():
                begun = begun if lines else number
                if data[:1] != b"#" and len(lines) < _MOST_LINES:
                    lines.append(data)
            else:
                yield from self._people(begun, lines)
                lines = []
        yield from self._people(begun, lines)

    def _people(self, line: int, lines: list[bytes]) -> Iterator[Person]:
        photos = [_bytes_of(one.partition(b":")[2]) for one in lines if _name_of(one) in _PHOTOS]
        said = [self._attribute(one) for one in lines if _name_of(one) not in _PHOTOS]
        kinds = {value.lower() for name, value in said if name == "objectclass"}
        if not any(name == "dn" for name, _ in said):
            return
        if kinds & (_LISTS | _FOLDERS):
            self._left_out += 1
            return
        person, addresses = Person(line), dict[str, dict[str, str]]()
        for name, value in said:
            self._mozilla = self._mozilla or name.startswith("mozilla")
            if value and name not in _NOT_SAID:
                _place(person, addresses, name, value)
        if photos:
            self._large_photos += not person.add_picture(photos[0], len(photos[0]))
        person.addresses = [{"label": label, **parts} for label, parts in addresses.items()]
        yield person

    def _attribute(self, line: bytes) -> tuple[str, str]:
        """Name, without its options, and value of a line."""
        text = text_rules.decode(_bytes_of(line.partition(b":")[2]), self._charset).strip()
        return _name_of(line), text


def _name_of(line: bytes) -> str:
    name = line.partition(b":")[0].split(b";")[0]
    return name.strip().decode("ascii", "replace").lower()


def _bytes_of(value: bytes) -> bytes:
    """A value, out of base64 where it stands behind a second colon."""
    if value[:1] != b":":
        return value
    try:
        return base64.b64decode(value[1:])
    except binascii.Error:
        return value[1:]


def _place(person: Person, addresses: dict[str, dict[str, str]], name: str, value: str) -> None:
    """One attribute into its column; a second value of one, and what has no column, stay with the row."""
    if name in _POINTS:
        kind, label = _POINTS[name]
        person.add_point(kind, value, label)
    elif name in _ADDRESSES:
        label, part = _ADDRESSES[name]
        text = value.replace("$", "\n") if not part else value
        addresses.setdefault(label, {}).setdefault(part, text)
    elif name not in _SINGLES or person.singles.setdefault(_SINGLES[name], value) != value:
        person.left_over.append(f"{name}: {value}")
