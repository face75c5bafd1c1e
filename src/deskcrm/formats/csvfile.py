"""Comma, semicolon, tab and pipe separated text: what a file is, and its rows in chunks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import footers
from deskcrm.formats import headers as header_rules
from deskcrm.formats import text as text_rules
from deskcrm.formats.dialect import find_dialect, separator_line
from deskcrm.formats.records import MAX_CELL, CellTooLongError, Dialect, Records, Splitter, raise_cell_limit
from deskcrm.formats.table import Chunk, Inspection, ReadOptions, shortened, unique_headers
from deskcrm.languages import number, tr, trn

FORMAT = "csv"
_SAMPLE_ROWS = 200
_PROBE_ROWS = 12
_SHOWN_WARNINGS = 20
_MAX_COLUMNS = 16_384


def inspect(path: Path, sample: text_rules.Bytes, options: ReadOptions) -> Inspection:
    """Find encoding, dialect, headers and a sample of a text file, from its start and a few probes.

    Raises UnreadableFile for options that don't fit the file.
    """
    raise_cell_limit()
    encoding = sample.encoding(options.encoding)
    lines = _head_lines(sample, encoding.name)
    if options.delimiter is not None and not _usable_delimiter(options.delimiter):
        raise UnreadableFile(tr("The separator must be one character, and neither a quote nor a line end."))
    dialect = find_dialect(lines, options.delimiter)
    skipped = _first_line(lines, None)
    records = _split_head(path, lines[skipped:], dialect, sample.whole)
    table = header_rules.find_table([start + skipped for start in records.starts], records.rows, lines)
    header_row = _header_row(path, options, table, lines)
    draft = Inspection(
        format=FORMAT,
        encoding=encoding.name,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        header_row=header_row,
        headers=_names(path, lines, dialect, header_row, table, sample.whole),
        sample=(),
        size=sample.size,
        estimated_rows=0,
        warnings=(),
        skip_space=dialect.skip_space,
    )
    tidier = _Tidier(path, draft)
    tidier.take(lines, final=sample.whole)
    if sample.whole:
        tidier.end()
    if not sample.whole and len(tidier.pending) * 2 > len(lines):
        tidier.take([], final=True)
    return _finished(draft, sample, lines, tidier, encoding.warnings)


def _usable_delimiter(delimiter: str) -> bool:
    return len(delimiter) == 1 and delimiter not in "\"'\r\n\0\\"


def _head_lines(sample: text_rules.Bytes, encoding: str) -> list[str]:
    """The complete lines at the file's start, or what there is of the only one."""
    lines = text_rules.lines_of(text_rules.decode(sample.head, encoding))
    return lines if sample.whole or len(lines) < 3 else lines[:-1]


def _first_line(lines: list[str], header_row: int | None) -> int:
    """The physical line with which reading begins."""
    if header_row is not None:
        return header_row
    return 1 if separator_line(lines) else 0


def _split_head(path: Path, lines: list[str], dialect: Dialect, whole: bool) -> Records:
    """Records of the file's start; a quote left open there doesn't hide most of it."""
    try:
        records = Splitter(dialect).split(lines, final=whole)
        if records.used * 2 <= len(lines):
            records = Splitter(dialect).split(lines, final=True)
    except CellTooLongError as error:
        raise _too_long(path, error.start + 1) from None
    return records


def _too_long(path: Path, line: int) -> UnreadableFile:
    return UnreadableFile(
        tr(
            "“{file}” has a cell of more than {count} million characters in line {line}. Shorten or remove it and "
            "try again.",
            file=path.name,
            count=MAX_CELL // 2**20,
            line=line,
        )
    )


def _header_row(path: Path, options: ReadOptions, table: header_rules.Table, lines: list[str]) -> int | None:
    wanted = options.header_row
    if wanted == "auto":
        return table.header_row
    if wanted is not None and not 0 <= wanted < max(1, len(lines)):
        raise UnreadableFile(
            tr(
                "“{file}” has no line {line} at its start that could hold column names.",
                file=path.name,
                line=wanted + 1,
            )
        )
    return wanted


def _names(
    path: Path, lines: list[str], dialect: Dialect, header_row: int | None, table: header_rules.Table, whole: bool
) -> tuple[str, ...]:
    """Column names; columns that most rows fill but the header row doesn't name are numbered."""
    if header_row is None:
        names: list[str] = []
        width = table.width
    else:
        records = _split_head(path, lines[header_row:], dialect, whole)
        names = records.rows[0] if records.rows else []
        width = max(len(names), header_rules.filled_width(records.rows[1:]))
    if width > _MAX_COLUMNS:
        raise UnreadableFile(
            tr(
                "“{file}” would have {count} columns with the separator “{separator}”. Choose another one.",
                file=path.name,
                count=number(width),
                separator=dialect.delimiter,
            )
        )
    return unique_headers(names, width)


def _finished(
    draft: Inspection,
    sample: text_rules.Bytes,
    lines: list[str],
    tidier: _Tidier,
    found: tuple[str, ...],
) -> Inspection:
    """The inspection with its sample, its estimate and its warnings."""
    body = tidier.chunk
    rows = [(line, tuple(row)) for line, row in zip(body.lines, body.rows, strict=True)][:_SAMPLE_ROWS]
    if not sample.whole:
        for _, piece in sample.probes:
            rows.extend((0, tuple(row)) for row in _probe_rows(piece, draft))
    warnings = [*found, *body.warnings]
    if body.comments:
        warnings.append(
            trn(
                "{count} line that begins with # is left out as remarks.",
                "{count} lines that begin with # are left out as remarks.",
                body.comments,
            )
        )
    if not draft.headers:
        warnings.append(tr("There is nothing in this file but blank lines."))
    elif draft.header_row is None:
        warnings.append(tr("No line of column names was found; the columns are numbered."))
    estimate = len(body.rows)
    if not sample.whole:
        used = max(1, len(lines) - len(tidier.pending))
        estimate = int(float(f"{estimate / used * sample.estimated_lines():.3g}"))
    return replace(draft, sample=tuple(rows), estimated_rows=estimate, warnings=tuple(warnings), counted=sample.whole)


def _probe_rows(piece: bytes, draft: Inspection) -> list[list[str]]:
    """Rows from somewhere in the file that have the table's width; its first and last line may be cut and are left."""
    lines = text_rules.lines_of(text_rules.decode(piece, draft.encoding))[1:-1]
    try:
        records = Splitter(dialect_of(draft)).split(lines, final=False)
    except CellTooLongError:
        return []
    width = len(draft.headers)
    return [row for row in records.rows if len(row) == width and any(cell.strip() for cell in row)][:_PROBE_ROWS]


def dialect_of(inspection: Inspection) -> Dialect:
    """How the inspected file's cells are told apart."""
    return Dialect(inspection.delimiter, inspection.quote, inspection.escape, inspection.skip_space)


# --- Rows


def read(path: Path, inspection: Inspection, chunk: int = 4096) -> Iterator[Chunk]:
    """Rows after the headers in chunks of up to `chunk`; holds a block of the file and a chunk, never the file."""
    raise_cell_limit()
    tidier = _Tidier(path, inspection)
    for block in text_rules.blocks(path, inspection.encoding):
        if block.mended:
            tidier.warn_of_letters()
        tidier.take(block.lines, final=False)
        tidier.chunk.bytes_read = block.bytes_read
        yield from tidier.full_chunks(chunk)
    tidier.end()
    yield from tidier.full_chunks(chunk)
    if tidier.chunk.rows or tidier.chunk.warnings or tidier.chunk.comments:
        yield tidier.chunk


class _Tidier:
    """Turns lines into rows of the table's width, remembering where in the file they stand."""

    def __init__(self, path: Path, inspection: Inspection) -> None:
        self.chunk = Chunk([], [])
        self.pending: list[str] = []
        self._path = path
        self._width = len(inspection.headers)
        self._splitter = Splitter(dialect_of(inspection), self._width)
        self._header_row = inspection.header_row
        self._header_due = inspection.header_row is not None
        self._base = 0
        self._begun = False
        self._ended = False
        self._warned = 0
        self._letters_warned = False
        self._blank: deque[int] = deque(maxlen=footers.LOOKED_AT)  # the last blank lines, from 1

    def take(self, lines: list[str], final: bool) -> None:
        """Add the rows of some more lines to the chunk; at the end of the file also the unfinished ones."""
        self.pending += lines
        if not self._begun and not self._begin(final):
            return
        try:
            records = self._splitter.split(self.pending, final)
        except CellTooLongError as error:
            raise _too_long(self._path, self._base + error.start + 1) from None
        for start, what in records.oddities:
            self._warn(self._base + start + 1, what)
        if self._header_due and records.rows:
            del records.rows[0], records.starts[0]
            self._header_due = False
        self._add(records)
        del self.pending[: records.used]
        self._base += records.used

    def _begin(self, final: bool) -> bool:
        """Drop the lines above the table; False until the first of its lines is there."""
        first = _first_line(self.pending, self._header_row)
        cut = min(first, len(self.pending))
        if len(self.pending) <= first and not final:
            if self._header_row is not None:
                del self.pending[:cut]
                self._header_row -= cut
                self._base += cut
            return False
        del self.pending[:cut]
        self._base += cut
        self._begun = True
        return True

    def _add(self, records: Records) -> None:
        width, base = self._width, self._base + 1
        lines, rows = self.chunk.lines, self.chunk.rows
        for start, row in zip(records.starts, records.rows, strict=True):
            if row and len(row) == width and "$" < row[0] < "\x7f":
                lines.append(base + start)
                rows.append(row)
                continue
            if not any(map(str.strip, row)):
                self._blank.append(base + start)
                continue
            if row[0][:1] == "#" and header_rules.is_comment(self.pending[start], row, width):
                self.chunk.comments += 1
                continue
            lines.append(base + start)
            rows.append(_fitted(row, width))

    def end(self) -> None:
        """At the file's end: add what is unfinished, leave out notes below the table, sum up the warnings."""
        self.take([], final=True)
        self._ended = True
        self._leave_out_notes()
        more = self._warned - _SHOWN_WARNINGS
        if more > 0:
            self.chunk.warnings.append(
                trn(
                    "{count} more lines have quotes that don't pair up.",
                    "{count} more lines have quotes that don't pair up.",
                    more,
                )
            )

    def _leave_out_notes(self) -> None:
        if self._header_row is None:
            return
        lines, rows = self.chunk.lines[-footers.LOOKED_AT :], self.chunk.rows[-footers.LOOKED_AT :]
        apart = [place for place, line in enumerate(lines) if place and self._is_blank_between(lines[place - 1], line)]
        notes = footers.notes_below(rows, apart)
        if notes:
            text = " / ".join(" ".join(cell for cell in row if cell.strip()) for row in rows[-notes:])
            self.chunk.warnings.append(
                trn(
                    "{count} line below the table is left out as notes: “{text}”.",
                    "{count} lines below the table are left out as notes: “{text}”.",
                    notes,
                    text=shortened(text),
                )
            )
            del self.chunk.lines[-notes:], self.chunk.rows[-notes:]
            self.chunk.notes = notes

    def _is_blank_between(self, before: int, line: int) -> bool:
        return any(before < blank < line for blank in self._blank)

    def full_chunks(self, size: int) -> Iterator[Chunk]:
        """Hand over whole chunks, keeping the rest."""
        whole = self.chunk
        held = 0 if self._ended else footers.LOOKED_AT
        ready = (len(whole.rows) - held) // size * size
        if ready <= 0:
            return
        self.chunk = Chunk(whole.lines[ready:], whole.rows[ready:], whole.bytes_read)
        for at in range(0, ready, size):
            first = at == 0
            yield Chunk(
                whole.lines[at : at + size],
                whole.rows[at : at + size],
                whole.bytes_read,
                whole.comments if first else 0,
                whole.notes if first else 0,
                whole.warnings if first else [],
            )

    def warn_of_letters(self) -> None:
        """Say once that some bytes fitted no letter of the encoding."""
        if not self._letters_warned:
            self._letters_warned = True
            self.chunk.warnings.append(
                tr("Some bytes don't fit the file's encoding; their letters were guessed or replaced. Check them.")
            )

    def _warn(self, line: int, what: str) -> None:
        self._warned += 1
        if self._warned <= _SHOWN_WARNINGS:
            self.chunk.warnings.append(tr("Line {line}: {what}.", line=line, what=what))


def _fitted(row: list[str], width: int) -> list[str]:
    """Padded to the width, blank surplus cut; surplus content stays, for the caller to report."""
    if len(row) < width:
        return row + [""] * (width - len(row))
    if len(row) > width and not any(map(str.strip, row[width:])):
        return row[:width]
    return row
