"""JSON as rows: one object a line, an array of objects, or such an array within an object; read as a stream."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import text as text_rules
from deskcrm.formats.addressbook import LEFT_OVER, SCANNED, Told, in_chunks
from deskcrm.formats.table import Chunk, Inspection, ReadOptions
from deskcrm.languages import tr, trn

FORMAT: Final = "json"
OPENING: Final = re.compile(r"(\[\s*)?\{\s*(\"(?:[^\"\\]|\\.)*\"\s*:|\}|$)|\[\s*(\]\s*)?$")
MOST_COLUMNS: Final = 1000
MOST_VALUES: Final = 20
"""How many values of one list get columns of their own."""
MOST_LETTERS: Final = 8 * 1024 * 1024
"""Letters that one object may have."""
_SAMPLE_ROWS: Final = 200
_DEEPEST: Final = 4
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[{}\[\]]', re.DOTALL)
_SINGLY: Final = re.compile(r"@|^\+?[\d\s()./-]{6,}$")  # emails and phones: values that need columns of their own


def inspect(path: Path, sample: text_rules.Bytes, options: ReadOptions) -> Inspection:
    """Which columns the objects of a file need (its first SCANNED bytes), and its first ones.

    Raises UnreadableFile, also where there is no object in it.
    """
    encoding = sample.encoding(options.encoding)
    records = _Records(path, encoding.name)
    columns: dict[str, None] = {}
    first, count, whole = list[tuple[int, dict[str, str]]](), 0, True
    for line, cells in records:
        count += 1
        columns.update(dict.fromkeys(cells))
        if len(first) < _SAMPLE_ROWS:
            first.append((line, cells))
        if records.bytes_read > SCANNED:
            whole = False
            break
    if not any(columns):
        raise UnreadableFile(
            tr("“{file}” is JSON without a list of objects in it. Export it again, or as CSV.", file=path.name)
        )
    names = [name for name in columns if name and name != LEFT_OVER][:MOST_COLUMNS]
    if not whole or LEFT_OVER in columns or len(columns) > MOST_COLUMNS:
        names.append(LEFT_OVER)
    headers = tuple(names)
    return Inspection(
        format=FORMAT,
        encoding=encoding.name,
        delimiter="",
        quote="",
        escape="",
        header_row=None,
        headers=headers,
        sample=tuple((line, tuple(_row(cells, headers))) for line, cells in first),
        size=sample.size,
        estimated_rows=count if whole else int(float(f"{count * sample.size / records.bytes_read:.3g}")),
        warnings=(*encoding.warnings, *records.told().warnings),
        counted=whole,
    )


def read(path: Path, inspection: Inspection, chunk: int = 4096) -> Iterator[Chunk]:
    """One row an object. Raises UnreadableFile."""
    records = _Records(path, inspection.encoding)
    rows = ((line, _row(cells, inspection.headers)) for line, cells in records)
    return in_chunks(rows, chunk, lambda: records.bytes_read, records.told)


def _row(cells: dict[str, str], headers: tuple[str, ...]) -> list[str]:
    row = [cells.get(header, "") for header in headers]
    if headers[-1] == LEFT_OVER:
        known = set(headers)
        more = (f"{name}: {text}" for name, text in cells.items() if text and name not in known)
        row[-1] = "\n".join([*filter(None, [cells.get(LEFT_OVER, "")]), *more])
    return row


class _Records:
    """The objects of a file with the lines on which they begin; objects that can't be read are counted."""

    def __init__(self, path: Path, encoding: str) -> None:
        self.bytes_read = 0
        self._path = path
        self._encoding = encoding
        self._decoder = text_rules.decoder_for(path, encoding)
        self._decoder.errors = text_rules.error_handler(encoding)
        self._bad: list[int] = []
        self._bad_count = 0

    def told(self) -> Told:
        """Which objects could not be read."""
        if not self._bad_count:
            return Told()
        said = trn(
            "{count} object is no proper JSON and left out (line {lines}). Correct them and import again.",
            "{count} objects are no proper JSON and left out (line {lines}). Correct them and import again.",
            self._bad_count,
            lines=", ".join(map(str, self._bad)),
        )
        return Told(warnings=(said,))

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Raises UnreadableFile where an object is longer than MOST_LETTERS."""
        head = text_rules.decode(text_rules.look(self._path).head, self._encoding).lstrip("\ufeff \t\r\n")
        last = 0
        for line, text in self._lines() if _is_object(head.split("\n")[0]) else self._objects(_depth_of_records(head)):
            try:
                found = json.loads(text, parse_float=str, parse_int=str)
            except (ValueError, RecursionError):
                found = None
            if not isinstance(found, dict):
                self._bad_count += 1
                self._bad += [line] if len(self._bad) < 5 else []
                continue
            cells: dict[str, str] = {}
            _flatten("", found, cells, 0)
            last = max(last + 1, line)
            yield last, cells

    def _lines(self) -> Iterator[tuple[int, str]]:
        """Each line that is not blank: what is broken in one spoils no other."""
        line = 0
        for block in text_rules.blocks(self._path, self._encoding):
            self.bytes_read = block.bytes_read
            for text in block.lines:
                line += 1
                if text.strip():
                    yield line, text

    def _objects(self, depth: int) -> Iterator[tuple[int, str]]:
        """The text of each object that stands `depth` brackets deep, and its line."""
        buffer, position, line, counted, stack, start = "", 0, 1, 0, 0, -1
        for block in self._blocks():
            kept = start if start >= 0 else position
            line += buffer.count("\n", counted, kept)
            buffer, position, counted, start = buffer[kept:] + block, position - kept, 0, min(start, 0)
            if len(buffer) > MOST_LETTERS + text_rules.BLOCK:
                raise UnreadableFile(
                    tr(
                        "“{file}” has an object of more than {count} million letters. Split it up, or export it as "
                        "CSV.",
                        file=self._path.name,
                        count=MOST_LETTERS // 2**20,
                    )
                )
            while token := _TOKEN.search(buffer, position):
                sign = token[0]
                if sign[0] == '"' and not _is_closed(sign):
                    position = token.start()
                    break
                position = token.end()
                if sign in ("{", "["):
                    start = token.start() if sign == "{" and stack == depth else start
                    stack += 1
                elif sign in ("}", "]"):
                    stack = max(0, stack - 1)
                    if sign == "}" and stack == depth and start >= 0:
                        line += buffer.count("\n", counted, start)
                        yield line, buffer[start:position]
                        counted, start = start, -1
            else:
                position = len(buffer)
        if start >= 0:
            yield line + buffer.count("\n", counted, start), buffer[start:]

    def _blocks(self) -> Iterator[str]:
        for data in text_rules.byte_blocks(self._path, 64 * 1024):
            self.bytes_read += len(data)
            yield self._decoder.decode(data).removeprefix("\ufeff")


def _is_closed(text: str) -> bool:
    """Whether a text that begins with a quote also ends with one that no backslash guards."""
    if len(text) < 2 or not text.endswith('"'):
        return False
    bare = text[:-1].rstrip("\\")
    return (len(text) - 1 - len(bare)) % 2 == 0


def _is_object(line: str) -> bool:
    """Whether a line is an object by itself, so that lines are the rows (unless it is the whole, and holds them)."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(found, dict) and _depth_of_records(line) == 0


def _depth_of_records(text: str) -> int:
    """How deep the objects stand that are the rows: 0 on lines of their own, 1 in an array, 2 in one within an object.

    An object holds the rows if it doesn't end soon, or nothing follows it and an array of objects is most of it.
    """
    if not text.startswith("{"):
        return 1
    stack, opened, longest = 0, 0, 0
    in_array = False
    for token in _TOKEN.finditer(text):
        sign = token[0]
        if sign in ("{", "["):
            if sign == "[" and stack == 1:
                opened, in_array = token.start(), text[token.end() :].lstrip().startswith("{")
            stack += 1
        elif sign in ("}", "]"):
            stack -= 1
            if stack == 1 and in_array:
                longest = max(longest, token.end() - opened)
            if stack == 0:
                alone = not text[token.end() :].strip()
                return 2 if alone and longest * 2 > token.end() else 0
    return 2


def _flatten(name: str, value: Any, cells: dict[str, str], deep: int) -> None:
    """A value as cells: parts of objects as "address.city", lists as one cell or as several, where that would mix."""
    if isinstance(value, dict) and deep < _DEEPEST:
        for key, part in value.items():
            _flatten(f"{name}.{key}".lstrip(".") if name else str(key), part, cells, deep + 1)
    elif isinstance(value, list) and value and deep < _DEEPEST:
        plain = all(not isinstance(one, dict | list) for one in value)
        if plain and not any(isinstance(one, str) and _SINGLY.search(one) for one in value):
            cells[name] = "; ".join(_written(one) for one in value)
            return
        for number, one in enumerate(value[:MOST_VALUES], 1):
            _flatten(f"{name} {number}", one, cells, deep + 1)
        if len(value) > MOST_VALUES:
            cells[LEFT_OVER] = json.dumps(value[MOST_VALUES:], ensure_ascii=False)
    elif name:
        cells[name] = _written(value)


def _written(value: Any) -> str:
    if value is None or value in ({}, []):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
