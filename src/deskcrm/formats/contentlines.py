"""Lines of the form NAME;PARAMETER=x:VALUE, of which vCards and calendars consist, read as a stream and forgivingly.

Python's readers of these formats take a whole file as text and stop at its first broken line; files of phones and mail
programs have raw code pages, folds within a letter, quoted-printable breaks and lines that were never folded.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import text as text_rules

MOST_BYTES: Final = 1024 * 1024
"""Bytes that are kept of one value; what is beyond them is left out and told."""
MOST_OF_BINARY: Final = 4 * 1024
"""Bytes that are kept of a picture where nobody asks for more: enough to tell its kind."""
_SHORT_HEAD: Final = 300
_BLOCK: Final = 512 * 1024
_ENDS: Final = re.compile(rb"\r*\n|\r")
_PROPERTY: Final = re.compile(rb"[ \t]*(?:[A-Za-z0-9_-]+\.)?[A-Za-z][A-Za-z0-9_-]*[ \t]*[;:]")
_BLANKS: Final = b" \t"
_BARE_NAME: Final = re.compile(rb"[A-Za-z][A-Za-z0-9-]*")
_CARD_END: Final = re.compile(rb"[ \t]*END[ \t]*:", re.IGNORECASE)
_BINARY_NAMES: Final = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "ATTACH", "X-MS-CARDPICTURE", "X-MS-OL-DESIGN"})
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PARAMETER_ESCAPES: Final = re.compile(r"\^(['n^])")
_MOST_HEADS: Final = 4096
_Head = tuple[str, str, Mapping[str, tuple[str, ...]]]
_NO_PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({})


class ByteLines:
    """The physical lines of a file with their numbers from 1, UTF-16 and -32 as UTF-8.

    Each has at most MOST_BYTES; `cut` has the numbers of those that had more.
    """

    def __init__(self, path: Path, encoding: str) -> None:
        self.bytes_read = 0
        self.cut = set[int]()
        self._path = path
        wide = text_rules.codec(encoding).startswith(("utf-16", "utf-32"))
        self._decoder = text_rules.decoder_for(path, encoding) if wide else None

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Raises UnreadableFile where the file can't be read to its end."""
        number, rest, skipping = 1, b"", False
        for block in self._blocks():
            data = block
            if skipping:
                end = _ENDS.search(data)
                if end is None:
                    continue
                yield number, rest
                number, rest, skipping, data = number + 1, b"", False, data[end.end() :]
            lines = _ENDS.split(rest + data)
            rest = lines.pop()
            for line in lines:
                if len(line) > MOST_BYTES:
                    self.cut.add(number)
                yield number, line[:MOST_BYTES]
                number += 1
            if len(rest) > MOST_BYTES:
                rest, skipping = rest[:MOST_BYTES], True
                self.cut.add(number)
        if rest:
            yield number, rest

    def _blocks(self) -> Iterator[bytes]:
        """Blocks as they come, none of which ends within a line end."""
        held = b""
        for block in text_rules.byte_blocks(self._path, _BLOCK):
            self.bytes_read += len(block)
            data = self._decoder.decode(block).encode("utf-8", "replace") if self._decoder else block
            data = (held + data).replace(b"\0", b"")
            if self.bytes_read == len(block):
                data = data.removeprefix(codecs.BOM_UTF8)
            whole = data.rstrip(b"\r")
            held = data[len(whole) :]
            yield whole
        yield held


@dataclass(slots=True)
class Property:
    """One logical line. `size`: bytes that it had; `cut`: not all of them are in `raw`."""

    line: int
    group: str
    name: str
    parameters: Mapping[str, tuple[str, ...]]
    raw: bytes
    size: int
    cut: bool
    charset: str

    @property
    def types(self) -> tuple[str, ...]:
        """Its TYPE parameters, bare ones (vCard 2.1) among them, in small letters."""
        return self.parameters.get("TYPE", ())

    def first(self, parameter: str) -> str:
        """The first value of a parameter, "" where it has none."""
        return self.parameters.get(parameter, ("",))[0]

    @property
    def text(self) -> str:
        """The value as text, still with its backslashes."""
        data = self.raw
        encoding = self.first("ENCODING").upper() if self.parameters else ""
        if encoding == "QUOTED-PRINTABLE":
            data = quopri.decodestring(data)
        elif encoding in ("B", "BASE64"):
            data = _from_base64(data)
        if data.isascii():
            return data.decode("ascii").strip()
        return _decoded(data, self.first("CHARSET"), self.charset).strip()

    @property
    def binary(self) -> bool:
        """Whether it is a picture, sound or key, of which only the beginning is kept."""
        return self.name in _BINARY_NAMES


def _from_base64(data: bytes) -> bytes:
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def _decoded(data: bytes, named: str, charset: str) -> str:
    """By the character set that the line names, if there is one of that name and it fits, else by the file's."""
    if named:
        try:
            return data.decode(text_rules.codec(named))
        except (UnreadableFile, UnicodeDecodeError):
            pass
    return text_rules.decode(data, charset)


def properties(lines: ByteLines, charset: str, most_binary: int = MOST_OF_BINARY) -> Iterator[Property]:
    """The logical lines of a file: folds, soft breaks and lines that were never folded are joined.

    most_binary: how many bytes of a picture, sound or key are kept.
    """
    heads: dict[bytes, _Head] = {}  # of lines that were met before and need no second look
    plain: Property | None = None  # a line of such a head, which the next one may still continue, and its bytes
    whole = b""
    current: _Growing | None = None
    name: tuple[int, bytes] | None = None  # a line that may be the name of what the next one continues
    for number, data in lines:
        if not data or data.isspace():
            continue
        begin, _, value = data.partition(b":")
        head = heads.get(begin)
        if head is not None and name is None and len(data) < MOST_BYTES and (current is None or not current.soft):
            if plain is not None:
                yield plain
            elif current is not None:
                yield current.done(charset)
                current = None
            plain, whole = Property(number, *head, value, len(data), False, charset), data
            continue
        if plain is not None:
            current, plain = _Growing(plain.line, whole, most_binary, cut=False), None
        if name is not None:
            (begun, bare), name = name, None
            if data[0] in _BLANKS and _PROPERTY.match(bare + data[1:]):
                if current is not None:
                    yield current.done(charset)
                current = _Growing(begun, bare + data[1:], most_binary, cut=False)
                continue
            if current is not None:
                current.continued(bare)
        if current is not None and (current.soft or data[0] in _BLANKS):
            soft = current.soft and not _CARD_END.match(data)
            if soft or data[0] in _BLANKS:
                current.add(data if soft else data[1:])
                continue
        if _PROPERTY.match(data):
            if current is not None:
                yield current.done(charset)
            current = _Growing(number, data, most_binary, cut=number in lines.cut)
            if _is_plain(begin) and len(heads) < _MOST_HEADS:
                heads[begin] = _head(begin, charset)
        elif _BARE_NAME.fullmatch(data):
            name = number, data
        elif current is not None and data[:1] != b"#":
            current.continued(data)
    if current is not None and name is not None:
        current.continued(name[1])
    if plain is not None:
        yield plain
    elif current is not None:
        yield current.done(charset)


def _is_plain(head: bytes) -> bool:
    """Whether what is before a line's first colon is all that there is to know of it, folds aside."""
    return len(head) < _SHORT_HEAD and b'"' not in head and head[0] not in _BLANKS and not any(_traits(head))


@lru_cache(maxsize=4096)
def _traits(head: bytes) -> tuple[bool, bool]:
    """Whether a line holds a picture, sound or key, and whether it is quoted-printable."""
    upper = head.upper()
    name = upper.split(b";", 1)[0].rpartition(b".")[2].strip()
    return name.decode("ascii", "replace") in _BINARY_NAMES, b"QUOTED-PRINTABLE" in upper


class _Growing:
    """A logical line to which physical ones are added."""

    __slots__ = ("_cut", "_kept", "_most", "_parts", "_size", "binary", "line", "quoted", "soft")

    def __init__(self, line: int, data: bytes, most_binary: int, *, cut: bool) -> None:
        self.line = line
        self._cut = cut
        self.binary, self.quoted = _traits(data.partition(b":")[0][:_SHORT_HEAD])
        self.soft = self.quoted and data.endswith(b"=")
        self._most = most_binary if self.binary else MOST_BYTES
        self._parts = [data[:-1] if self.soft else data]
        self._kept = self._size = len(data)

    def add(self, data: bytes) -> None:
        """A further physical line."""
        self._size += len(data)
        if self._kept <= self._most:
            self._parts.append(data)
            self._kept += len(data)
        self.soft = False
        if self.quoted and data.endswith(b"="):
            self.soft = True
            self._parts[-1] = self._parts[-1].removesuffix(b"=")

    def continued(self, data: bytes) -> None:
        """A line that should have been folded; a picture's further lines are not kept."""
        self.add(b"" if self.binary else b"\n" + data)

    def done(self, charset: str) -> Property:
        """What has grown."""
        data = b"".join(self._parts) if len(self._parts) > 1 else self._parts[0]
        head, value = _head_and_value(data)
        group, name, parameters = (_head if len(head) < _SHORT_HEAD else _read_head)(head, charset)
        cut = self._cut or self._kept < self._size
        if len(value) > self._most:
            value, cut = value[: self._most], True
        return Property(self.line, group, name, parameters, value, self._size, cut, charset)


def _head_and_value(data: bytes) -> tuple[bytes, bytes]:
    """What is before and behind the first colon outside quotes."""
    head, _, value = data.partition(b":")
    if b'"' not in head or head.count(b'"') % 2 == 0:
        return head, value
    quoted = False
    for position, sign in enumerate(data[:MOST_BYTES]):
        if sign == 0x22:
            quoted = not quoted
        elif sign == 0x3A and not quoted:
            return data[:position], data[position + 1 :]
    return head, value


@lru_cache(maxsize=4096)
def _head(head: bytes, charset: str) -> _Head:
    """What a short head says, remembered: most lines of a file have one of few."""
    return _read_head(head, charset)


def _read_head(head: bytes, charset: str) -> _Head:
    """Group, name and parameters of a line; bare parameters are types, but for those that name an encoding."""
    text = text_rules.decode(head, charset)
    first, *rest = _parted(text, ";")
    group, _, name = first.strip().rpartition(".")
    if not rest:
        return group.lower(), name.upper(), _NO_PARAMETERS
    found: dict[str, tuple[str, ...]] = {}
    for parameter in rest:
        key, equals, value = parameter.partition("=")
        key = key.strip().upper()
        values = tuple(_PARAMETER_ESCAPES.sub(_parameter_sign, one.strip().strip('"')) for one in _parted(value, ","))
        if not equals:
            word, key = key, "ENCODING" if key in ("QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT") else "TYPE"
            values = (word,)
        if key == "TYPE":
            values = tuple(word.lower() for one in values for word in one.split(",") if word)
        found[key] = found.get(key, ()) + values
    return group.lower(), name.upper(), found


def _parameter_sign(found: re.Match[str]) -> str:
    return {"n": "\n", "'": '"', "^": "^"}[found[1]]


def _parted(text: str, mark: str) -> list[str]:
    """Pieces between marks outside quotes."""
    if '"' not in text:
        return text.split(mark)
    return re.findall(rf'(?:^|{mark})((?:"[^"]*"?|[^"{mark}])*)', text)


# Values ---------------------------------------------------------------------------------------------------------------


def unescape(text: str) -> str:
    r"""Text without its backslashes; a backslash before any other sign than `n`, `;`, `,`, `:` and itself stays.

    >>> unescape(r"Berg\, Anna\nKiel"), unescape(r"C\Temp")
    ('Berg, Anna\nKiel', 'C\\Temp')
    """
    return _ESCAPED.sub(_sign, text) if "\\" in text else text


def _sign(found: re.Match[str]) -> str:
    sign = found[1]
    if sign in "nN\n":
        return "\n"
    return sign if sign in '\\;,:"' else found[0]


def split(text: str, mark: str, *, old: bool = False) -> list[str]:
    r"""Pieces between marks that no backslash guards, still with their backslashes.

    old: vCard 2.1, where any backslash right before a mark guards it, also one that is guarded itself.

    >>> split(r"Berg\;er;Anna", ";")
    ['Berg\\;er', 'Anna']
    """
    if "\\" not in text:
        return text.split(mark)
    if old:
        return re.split(rf"(?<!\\){mark}", text)
    pieces, start, position = [], 0, 0
    while position < len(text):
        if text[position] == "\\":
            position += 1
        elif text[position] == mark:
            pieces.append(text[start:position])
            start = position + 1
        position += 1
    return [*pieces, text[start:]]
