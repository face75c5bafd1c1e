"""Bytes to text: which encoding a file has, judged from its start and a few places further on, and its lines."""

from __future__ import annotations

import codecs
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from deskcrm.domain.errors import UnreadableFile
from deskcrm.languages import tr, trn

HEAD = 64 * 1024
LONG_HEAD = 1024 * 1024
"""Bytes looked at where the first ones hold only a few, very long lines."""
_FEW_LINES = 8
_LONG_WORD = 60
_WORD = re.compile(rb"['@-~\x80-\xff]+")
_SUGGESTION_WORDS = 5
PROBES = 8
PROBE = 4 * 1024
BLOCK = 512 * 1024
MAX_LINE = 64 * 1024 * 1024
"""Characters a single line may have; what is longer is no table."""

BAD_BYTES = "deskcrm_bad_bytes"
"""Error handler: a byte that is no UTF-8 is read as the Windows-1252 letter it most likely was."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Decoders that know more characters than the one named, with the same meaning for all that both know.
_WIDER = {
    "latin-1": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}
_UNICODE = {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}


def _letters_for_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return bad.decode("cp1252", errors="replace"), error.end


codecs.register_error(BAD_BYTES, _letters_for_bad_bytes)


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding's name as shown, and what the owner should know about it."""

    name: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bytes:
    """A file's start and some pieces from further on: enough to judge it without reading it whole."""

    size: int
    head: bytes
    probes: tuple[tuple[int, bytes], ...]

    @cached_property
    def likeliest_encoding(self) -> Encoding:
        """What the bytes look like."""
        return find_encoding(self)

    def encoding(self, wanted: str | None) -> Encoding:
        """The encoding the owner wants, else the likeliest; raises UnreadableFile if there is none of that name."""
        if wanted is None:
            return self.likeliest_encoding
        codec(wanted)
        return Encoding(wanted)

    @property
    def whole(self) -> bool:
        """Whether the head is the whole file."""
        return self.size <= len(self.head)

    def estimated_lines(self) -> float:
        """How many lines the file has, by the line ends in the head and the probes."""
        known = _line_ends(self.head)
        probed = sum(len(piece) for _, piece in self.probes)
        if not probed:
            return known * self.size / max(1, len(self.head))
        density = sum(_line_ends(piece) for _, piece in self.probes) / probed
        return known + density * (self.size - len(self.head))

    def pieces(self) -> Iterator[bytes]:
        """The head, then the probes."""
        yield self.head
        for _, piece in self.probes:
            yield piece


def _line_ends(data: bytes) -> int:
    return data.count(b"\n") or data.count(b"\r")


def look(path: Path) -> Bytes:
    """Read the head and the probes of a file; raises UnreadableFile where it can't be opened."""
    with open_file(path) as file:
        head = _read(file, path, HEAD)
        if head.count(b"\n") + head.count(b"\r") < _FEW_LINES or not head.strip():
            head += _read(file, path, LONG_HEAD - HEAD)
        size = file.seek(0, io.SEEK_END)
        probes = []
        if size > len(head):
            step = max(1, (size - len(head) - PROBE) // PROBES)
            for number in range(1, PROBES + 1):
                # A multiple of four keeps UTF-16 and UTF-32 in step.
                at = max(len(head), len(head) + number * step & ~3)
                file.seek(at)
                probes.append((at, _read(file, path, PROBE)))
        return Bytes(size, head, tuple(probes))


def open_file(path: Path) -> BinaryIO:
    """Open for reading; raises UnreadableFile with a sentence for each way that can fail."""
    try:
        if path.is_dir():
            raise UnreadableFile(tr("“{name}” is a folder. Choose a file inside it.", name=path.name))
        if path.exists() and not path.is_file():
            raise UnreadableFile(
                tr("“{name}” is not an ordinary file. Choose a file that was saved to disk.", name=path.name)
            )
        return path.open("rb")
    except FileNotFoundError:
        raise UnreadableFile(tr("There is no file “{path}”. Check its name and folder.", path=path)) from None
    except PermissionError:
        raise UnreadableFile(
            tr(
                "“{name}” may not be read by you. Change its permissions, or copy it to a folder of yours.",
                name=path.name,
            )
        ) from None
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            tr("“{name}” can't be opened: {why}. Nothing was changed.", name=path.name, why=_why(error))
        ) from error


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def codec(name: str) -> str:
    """The decoder for an encoding's name; raises UnreadableFile if there is none."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        raise UnreadableFile(tr("There is no encoding called “{name}”. Try utf-8 or cp1252.", name=name)) from None
    if not getattr(info, "_is_text_encoding", True):
        raise UnreadableFile(tr("“{name}” is not an encoding of text. Try utf-8 or cp1252.", name=name))
    plain = info.name.replace("_", "-")
    return _WIDER.get(name.lower(), _WIDER.get(info.name, plain if plain in _UNICODE else info.name))


def decode(data: bytes, name: str) -> str:
    """Text of a piece of a file, marks and NUL characters dropped; bytes that fit nothing never raise."""
    return data.decode(codec(name), errors=error_handler(name)).replace("\0", "").removeprefix("\ufeff")


def error_handler(name: str) -> str:
    """What happens to bytes that an encoding doesn't know."""
    return BAD_BYTES if codec(name) in {"utf-8", "utf-8-sig"} else "replace"


def lines_of(text: str) -> list[str]:
    """Physical lines with their ends; CR, LF and CR LF end a line, and nothing else does."""
    return io.StringIO(text, newline="").readlines()


@dataclass(frozen=True, slots=True)
class Block:
    """Physical lines, the bytes read so far, and whether letters had to be guessed or replaced in them."""

    lines: list[str]
    bytes_read: int
    mended: bool


def blocks(path: Path, name: str) -> Iterator[Block]:
    """Physical lines in blocks of about half a megabyte.

    Only one block and one unfinished line are ever held. Raises UnreadableFile when the file goes away while it is
    read, or has a line that no table has.
    """
    decoder = decoder_for(path, name)
    done = 0
    rest: list[str] = []
    length = 0
    with open_file(path) as file:
        while True:
            data = _read(file, path)
            done += len(data)
            text, mended = _decode_block(decoder, data, name)
            if done == len(data):
                text = text.removeprefix("\ufeff")
            if data and "\n" not in text and "\r" not in text:
                rest.append(text)
                length += len(text)
                if length > MAX_LINE:
                    raise UnreadableFile(
                        tr(
                            "“{name}” has a line of more than {count} million characters. That is no table; check what "
                            "kind of file it is.",
                            name=path.name,
                            count=MAX_LINE // 2**20,
                        )
                    )
                continue
            lines = lines_of("".join(rest) + text)
            rest, length = [], 0
            # A lone CR at the end may be half of a CR LF, and a line without an end goes on in the next block.
            if data and lines and not lines[-1].endswith("\n"):
                rest = [lines.pop()]
                length = len(rest[0])
            yield Block(lines, done, mended)
            if not data:
                return


def byte_blocks(path: Path, size: int = BLOCK) -> Iterator[bytes]:
    """The bytes of a file in blocks; raises UnreadableFile where it can't be read to its end."""
    with open_file(path) as file:
        while data := _read(file, path, size):
            yield data


def decoder_for(path: Path, name: str) -> codecs.IncrementalDecoder:
    """A decoder of the whole file; UTF-16 and UTF-32 without a mark are read as Intel's machines write them."""
    known = codec(name)
    if known in {"utf-16", "utf-32"}:
        with open_file(path) as file:
            start = _read(file, path, 4)
        known = known if any(start.startswith(mark) for mark, marked in _BOMS if marked == known) else f"{known}-le"
    return codecs.getincrementaldecoder(known)(errors=_first_try(name))


def _first_try(name: str) -> str:
    return "strict" if error_handler(name) == BAD_BYTES else "replace"


def _decode_block(decoder: codecs.IncrementalDecoder, data: bytes, name: str) -> tuple[str, bool]:
    """Text of a block without NUL characters, and whether any byte in it fitted nothing."""
    mended = False
    try:
        text = decoder.decode(data, final=not data)
    except UnicodeDecodeError:
        decoder.errors = error_handler(name)
        text = decoder.decode(data, final=not data)
        decoder.errors = _first_try(name)
        mended = True
    if decoder.errors == "replace":
        mended = "\ufffd" in text
    return text.replace("\0", "") if "\0" in text else text, mended


def _read(file: BinaryIO, path: Path, size: int = BLOCK) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        raise UnreadableFile(
            tr("“{name}” can't be read to its end: {why}.", name=path.name, why=_why(error))
        ) from error


# --- Which encoding


def find_encoding(sample: Bytes) -> Encoding:
    """Judge a file's encoding: its mark, else UTF-8 if it is that, else NUL positions, else the likeliest code page."""
    for mark, name in _BOMS:
        if sample.head.startswith(mark):
            return Encoding(name)
    wide = _wide(sample.head)
    if wide:
        return Encoding(wide)
    texts = list(_trimmed(sample))
    good, bad = _utf8_counts(texts)
    if not bad:
        return Encoding("utf-8", _lost_letters(texts))
    return _utf8_or_page(texts, good, bad)


def _wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, known by where the NUL bytes of its ASCII characters stand."""
    usable = head[: len(head) & ~3]
    if len(usable) < 4 or b"\0" not in usable:
        return None
    quarter = len(usable) // 4
    zero = [usable[lane::4].count(0) / quarter for lane in range(4)]
    for name, lanes, text_lane in (("utf-32-le", (2, 3), 0), ("utf-32-be", (0, 1), 3)):
        if all(zero[lane] > 0.95 for lane in lanes) and zero[text_lane] < 0.1:
            return name if _decodes(usable, name) else None
    even, odd = (zero[0] + zero[2]) / 2, (zero[1] + zero[3]) / 2
    usable = head[: len(head) & ~1]
    # Text that isn't ASCII has NULs in its separators only; so has text that NULs were strewn into.
    least = 0.2 if _is_clean(usable.replace(b"\0", b"")) else 0.02
    if odd > least and even < odd / 8:
        return "utf-16-le" if _decodes(usable, "utf-16-le") else None
    if even > least and odd < even / 8:
        return "utf-16-be" if _decodes(usable, "utf-16-be") else None
    return None


def _is_clean(data: bytes) -> bool:
    """Whether bytes are UTF-8 without control characters."""
    return _decodes(data, "utf-8") and not re.search(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]", data)


def _decodes(data: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(data)
    except UnicodeError:
        return False
    return True


def _trimmed(sample: Bytes) -> Iterator[bytes]:
    """The pieces cut at line ends, so that no character is cut in two."""
    for number, piece in enumerate(sample.pieces()):
        data = piece
        if number:
            start = re.search(rb"[\r\n]", data)
            data = data[start.end() :] if start else _without_tail(data.lstrip(bytes(range(0x80, 0xC0))))
        last = number == len(sample.probes)
        if not (last and sample.whole):
            end = max(data.rfind(b"\n"), data.rfind(b"\r"))
            data = data[: end + 1] if end >= 0 else _without_tail(data)
        if data:
            yield data


def _without_tail(data: bytes) -> bytes:
    """Without a UTF-8 character that was cut off at the end."""
    for back in range(1, min(4, len(data)) + 1):
        byte = data[-back]
        if byte >= 0xC0:
            return data[:-back]
        if byte < 0x80:
            break
    return data


def _utf8_counts(texts: list[bytes]) -> tuple[int, int]:
    """In the pieces that are not UTF-8 throughout: how many letters beyond ASCII are, and how many bytes are not."""
    good = bad = 0
    for data in texts:
        if data.isascii():
            continue
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            continue
        text = data.decode("utf-8", errors="surrogateescape")
        wrong = sum("\udc80" <= char <= "\udcff" for char in text)
        bad += wrong
        good += sum(char > "\x7f" for char in text) - wrong
    return good, bad


def _lost_letters(texts: list[bytes]) -> tuple[str, ...]:
    if any(b"\xef\xbf\xbd" in data for data in texts):
        return (tr("Some letters were already lost (�) when this file was written. Export it again if you can."),)
    return ()


def _utf8_or_page(texts: list[bytes], good: int, bad: int) -> Encoding:
    from deskcrm.formats import codepages

    broken = Encoding(
        "utf-8",
        (
            trn(
                "{count} byte is not UTF-8, as the rest of the file is; it was read as Windows letters. Check that.",
                "{count} bytes are not UTF-8, as the rest of the file is; they were read as Windows letters. "
                "Check that.",
                bad,
            ),
        ),
    )
    if good > bad:
        return broken
    words = _odd_parts(texts)
    page = codepages.likeliest(words)
    if page:
        return _guessed(page.name, page.label)
    name = _suggested(words) if not good else None
    return _guessed(name, name) if name else broken


def _guessed(name: str, label: str) -> Encoding:
    return Encoding(
        name,
        (
            tr(
                "The file doesn't say its encoding; it looks like {label}. If letters look wrong, choose another.",
                label=label,
            ),
        ),
    )


def _suggested(words: Counter[bytes]) -> str | None:
    """What charset-normalizer makes of words that no page of ours fits; a few words are not enough for it."""
    if len(words) < _SUGGESTION_WORDS:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(b"\n".join(word for word, _ in words.most_common(200))).best()
    return best.encoding if best else None


def _odd_parts(texts: list[bytes]) -> Counter[bytes]:
    """Words with a letter beyond ASCII, and how often each is met; enough of them, not all."""
    words: Counter[bytes] = Counter()
    for data in texts:
        if not data.isascii():
            found = (word[0] for word in _WORD.finditer(data) if not word[0].isascii())
            words.update(word[:_LONG_WORD] for word in islice(found, 2000))
    return words
