"""Writing vCards (3.0 or 4.0) that phones and mail programs open, and that DeskCRM reads back unchanged."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from deskcrm.domain.fields import ADDRESS_PARTS, ENGLISH_STAGES, NAME_PARTS
from deskcrm.formats.writing import write_whole

Shown = Mapping[str, Any]
"""What a profile shows, by field key, with `id`, `kind` and `stage` of its own."""
_WIDTH: Final = 75
"""Bytes of a line; longer ones are folded."""
_N: Final = ("family", "given", "additional", "prefix", "suffix")
_TYPES: Final = {
    "home": "HOME", "work": "WORK", "mobile": "CELL", "fax": "FAX", "work fax": "WORK,FAX", "home fax": "HOME,FAX",
    "pager": "PAGER", "main": "MAIN",
}  # fmt: skip
_PLACES: Final = frozenset({"home", "work"})
_LINES: Final = {"nickname": "NICKNAME", "title": "TITLE", "language": "LANG", "notes": "NOTE"}
_DAY: Final = re.compile(r"(?:\d{4}|-)-\d\d-\d\d")
_E164: Final = re.compile(r"\+[1-9]\d{6,14}")


def write_cards(path: Path, people: Iterable[Shown], *, own: bool, version: str = "3.0") -> int:
    """Write one card for each profile; returns how many.

    own: with what DeskCRM needs to take the file back as the owner's edits. version: "3.0", which everything opens, or
    "4.0". A profile's `photo` is JPEG or PNG. Raises UserError where it can't be written.
    """
    count = 0
    card = _Card(own, version == "4.0")

    def pieces() -> Iterator[bytes]:
        nonlocal count
        for count, shown in enumerate(people, 1):  # noqa: B007 - the last one is how many there were
            yield b"".join(_folded(line) for line in card.lines(shown))

    write_whole(path, pieces())
    return count


@dataclass(frozen=True, slots=True)
class _Card:
    """How cards are written: with our own lines or without, as vCard 4.0 (`new`) or 3.0."""

    own: bool
    new: bool

    def lines(self, shown: Shown) -> Iterator[str]:
        """The lines of one card, not folded yet."""
        yield from ("BEGIN:VCARD", f"VERSION:{'4.0' if self.new else '3.0'}", "PRODID:-//DeskCRM//DeskCRM//EN")
        if self.own:
            yield f"X-DESKCRM-ID:{shown['id']}"
            yield f"X-DESKCRM-KIND:{shown['kind']}"
            if shown.get("stage"):
                yield f"X-DESKCRM-STAGE:{_escaped(ENGLISH_STAGES.get(str(shown['stage']), str(shown['stage'])))}"
        yield f"FN:{_escaped(_full_name(shown))}"
        yield "N:" + ";".join(_escaped(str(shown.get(part, ""))) for part in _N)
        if shown.get("organization") or shown.get("department"):
            units = [str(shown["department"])] if shown.get("department") else []
            yield "ORG:" + ";".join(map(_escaped, (str(shown.get("organization", "")), *units)))
        if shown.get("kind") == "company":
            yield "KIND:org" if self.new else "X-ABShowAs:COMPANY"
        for key, name in _LINES.items():
            if shown.get(key):
                yield f"{name}:{_escaped(str(shown[key]))}"
        yield from self._days(shown)
        if shown.get("gender"):
            yield f"{'' if self.new else 'X-'}GENDER:;{_escaped(str(shown['gender']))}"
        yield from self._points(shown)
        if shown.get("tags"):
            yield "CATEGORIES:" + ",".join(map(_escaped, shown["tags"]))
        if shown.get("source_ids"):
            yield "X-DESKCRM-SOURCE-IDS:" + ",".join(map(_escaped, shown["source_ids"]))
        for name, value in shown.get("custom", {}).items():
            yield f'X-DESKCRM-FIELD;NAME="{_parameter(str(name))}":{_escaped(str(value))}'
        if shown.get("photo"):
            yield self._photo(shown["photo"])
        yield "END:VCARD"

    def _days(self, shown: Shown) -> Iterator[str]:
        for key, name in (("birthday", "BDAY"), ("anniversary", "ANNIVERSARY" if self.new else "X-ANNIVERSARY")):
            day = str(shown.get(key, ""))
            if _DAY.fullmatch(day):
                yield f"{name}:{_basic(day) if self.new else day}"
            elif day:
                yield f"{name};VALUE=text:{_escaped(day)}"

    def _photo(self, picture: bytes) -> str:
        kind, data = "PNG" if picture.startswith(b"\x89PNG") else "JPEG", base64.b64encode(picture).decode()
        return f"PHOTO:data:image/{kind.lower()};base64,{data}" if self.new else f"PHOTO;ENCODING=b;TYPE={kind}:{data}"

    def _points(self, shown: Shown) -> Iterator[str]:
        """Lines with a label: those that other programs know as a type, any other in a line of its own beside it."""
        group = 0
        for name, value, label, types in _labelled(shown):
            if name == "TEL" and self.new and _E164.fullmatch(value):
                name, value = "TEL;VALUE=uri", f"tel:{value}"
            if not label or types:
                yield f"{name}{self._type(types)}:{value}"
            else:
                group += 1
                yield f"item{group}.{name}:{value}"
                yield f"item{group}.X-ABLabel:{_escaped(label)}"

    def _type(self, types: str) -> str:
        if not types:
            return ""
        if self.new:
            return f';TYPE="{types.lower()}"' if "," in types else f";TYPE={types.lower()}"
        return f";TYPE={types}"


def _basic(day: str) -> str:
    """A day in the one form that vCard 4.0 has: 19800203, --0203."""
    return f"--{day[2:].replace('-', '')}" if day.startswith("--") else day.replace("-", "")


def _full_name(shown: Shown) -> str:
    """What every card must have: the name, else the company, else how to reach them."""
    words = " ".join(filter(None, (str(shown.get(part, "")) for part in NAME_PARTS)))
    reached = (point["value"] for key in ("emails", "phones") for point in shown.get(key, ()))
    return words or str(shown.get("organization", "")) or next(reached, "")


def _labelled(shown: Shown) -> Iterator[tuple[str, str, str, str]]:
    """Name, value, label and types of each line."""
    for point in shown.get("emails", ()):
        label = point.get("label", "")
        yield "EMAIL", _escaped(point["value"]), label, label.upper() if label in _PLACES else ""
    for point in shown.get("phones", ()):
        label = point.get("label", "")
        yield "TEL", _escaped(point["value"]), label, _TYPES.get(label, "")
    for address in shown.get("addresses", ()):
        label = address.get("label", "")
        street, extended, *rest = (_escaped(str(address.get(part, ""))) for part in ADDRESS_PARTS)
        yield "ADR", ";".join(["", extended, street, *rest]), label, label.upper() if label in _PLACES else ""
    for point in shown.get("urls", ()):
        label = point.get("label", "")
        yield "URL", _escaped(point["value"]), label, label.upper() if label in _PLACES else ""
    for point in shown.get("handles", ()):
        yield "IMPP", "x-apple:" + quote(point["value"], safe="@+ "), point.get("label", ""), ""


def _escaped(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _parameter(text: str) -> str:
    """Text within the quotes of a parameter (RFC 6868)."""
    return text.replace("^", "^^").replace('"', "^'").replace("\n", "^n").replace("\r", "")


def _folded(line: str) -> bytes:
    """A line in UTF-8 with its end, folded between letters."""
    data = line.encode("utf-8", "replace")
    if len(data) <= _WIDTH:
        return data + b"\r\n"
    pieces, start = [], 0
    while start < len(data):
        end = min(start + _WIDTH - (1 if start else 0), len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(data[start:end])
        start = end
    return b"\r\n ".join(pieces) + b"\r\n"
