"""Excel and OpenDocument workbooks: what they are and the rows of one sheet, read by a child of limited memory."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from deskcrm.domain.errors import UnreadableFile
from deskcrm.formats import packed
from deskcrm.formats import text as text_rules
from deskcrm.formats.confined import ChildDied, ask
from deskcrm.formats.sheettable import FillDown, Layout, Sheet, lay_out, likeliest, sheet_of
from deskcrm.formats.table import Chunk, Inspection, ReadOptions, shortened
from deskcrm.languages import tr, trn

FORMATS: Final = ("xlsx", "xlsb", "xls", "ods")

_CHILD: Final = "deskcrm.formats.workbook"
_SECONDS: Final = 30.0
_SECONDS_A_MEGABYTE: Final = 1.0
_LOSES_ZEROS: Final = re.compile(
    r"\b(?:zip|post|postal|plz|postleitzahl|postnummer|cap|phone|tel|telefon\w*|téléphone|telephone|mobile|mobil|handy)",
    re.IGNORECASE,
)


def inspect(path: Path, sample: text_rules.Bytes, options: ReadOptions) -> Inspection:
    """Find the sheet, its table and a sample of it. Raises UnreadableFile."""
    told = _look(path, sample.size, options.sheet or "")
    names = tuple(told["names"])
    sheets = [sheet_of(sheet) for sheet in told["sheets"]]
    if not sheets:
        if options.sheet:
            said = tr(
                "“{file}” has no sheet called “{sheet}”. Choose another sheet or file.",
                file=path.name,
                sheet=options.sheet,
            )
        else:
            said = tr("“{file}” has no sheet with rows in it. Choose another sheet or file.", file=path.name)
        raise UnreadableFile(said)
    sheet = likeliest(sheets)
    layout = _laid_out(path, sheet, options)
    rows = _body(sheet, layout)
    above = sum(1 for number, _ in sheet.head if number < layout.first_row)
    return Inspection(
        format=told["kind"],
        encoding="",
        delimiter="",
        quote="",
        escape="",
        header_row=layout.header_row,
        headers=layout.headers,
        sample=tuple((number + 1, tuple(cells)) for number, cells in rows),
        size=sample.size,
        estimated_rows=sheet.count - above - len(layout.notes),
        warnings=tuple(_warnings(sheet, layout, names, rows)),
        sheet=sheet.name,
        sheets=names,
        header_lines=layout.header_lines,
        last_row=layout.last_row,
    )


def _laid_out(path: Path, sheet: Sheet, options: ReadOptions) -> Layout:
    wanted = options.header_row
    last = sheet.head[-1][0] if sheet.head else 0
    if isinstance(wanted, int) and not 0 <= wanted <= last:
        raise UnreadableFile(
            tr("“{file}” has no row {row} at its start that could hold column names.", file=path.name, row=wanted + 1)
        )
    return lay_out(sheet, wanted)


def _look(path: Path, size: int, sheet: str) -> dict[str, Any]:
    with closing(_asked(path, size, ["look", str(path), sheet])) as messages:
        return next(message for message in messages if message is not None)


def _asked(path: Path, size: int, arguments: list[str]) -> Generator[dict[str, Any] | None, None, None]:
    """What the child says; raises UnreadableFile where it refuses the file, or dies of it."""
    text_rules.open_file(path).close()
    seconds = _SECONDS + _SECONDS_A_MEGABYTE * size / 2**20
    try:
        with closing(ask(_CHILD, arguments, seconds=seconds)) as messages:
            for message in messages:
                if message is not None and "refused" in message:
                    raise UnreadableFile(tr("“{file}” {what}", file=path.name, what=message["refused"]))
                yield message
    except ChildDied:
        raise UnreadableFile(
            tr(
                "“{file}” can't be read: it is damaged, or it takes more memory or time than a spreadsheet should. "
                "Nothing was changed. {save_as_csv}",
                file=path.name,
                save_as_csv=packed.SAVE_AS_CSV,
            )
        ) from None


def _body(sheet: Sheet, layout: Layout) -> list[tuple[int, list[str]]]:
    """The table's rows among those shown, as `read` gives them."""
    seen = sheet.seen
    filler = FillDown(sheet.merged, None if layout.header_row is None else layout.first_row)
    rows = []
    for number in sorted(seen):
        if number >= layout.first_row and (layout.last_row is None or number <= layout.last_row):
            filler.fill(number, seen[number])
            rows.append((number, _fitted(seen[number], len(layout.headers))))
    return rows


def _warnings(sheet: Sheet, layout: Layout, names: tuple[str, ...], rows: list[tuple[int, list[str]]]) -> Iterator[str]:
    if len(names) > 1:
        yield tr(
            "This workbook has {count} sheets; “{sheet}” is read. Choose another one if you mean that.",
            count=len(names),
            sheet=sheet.name,
        )
    if not layout.headers:
        yield tr("There is nothing in this sheet.")
    elif layout.header_row is None:
        yield tr("No row of column names was found; the columns are numbered.")
    if layout.notes:
        yield trn(
            "{count} row below the table is left out as notes: “{text}”.",
            "{count} rows below the table are left out as notes: “{text}”.",
            len(layout.notes),
            text=shortened(" / ".join(layout.notes)),
        )
    if sheet.hidden_rows:
        yield trn(
            "{count} row is hidden in this sheet, by a filter perhaps; hidden rows are read like all others.",
            "{count} rows are hidden in this sheet, by a filter perhaps; hidden rows are read like all others.",
            sheet.hidden_rows,
        )
    if sheet.errors:
        yield trn(
            "{count} cell holds an error of the spreadsheet, such as #N/A; such cells count as blank.",
            "{count} cells hold an error of the spreadsheet, such as #N/A; such cells count as blank.",
            sheet.errors,
        )
    for column, header in enumerate(layout.headers):
        if _LOSES_ZEROS.search(header) and _lost_zeros([cells[column] for _, cells in rows]):
            yield tr(
                "“{header}” holds numbers, and numbers lose the zeros they begin with. If some are too short, make "
                "that column text and type them in again.",
                header=header,
            )


def _lost_zeros(values: list[str]) -> bool:
    """Whether most values are bare digits and not all equally long, as when some began with a zero."""
    filled = [value for value in values if value]
    bare = [value for value in filled if value.isdigit()]
    return len(bare) * 2 > len(filled) and len({len(value) for value in bare}) > 1 and not _any_zero(bare)


def _any_zero(values: list[str]) -> bool:
    return any(value.startswith("0") for value in values)


# --- Rows


def read(path: Path, inspection: Inspection, chunk: int = 4096) -> Iterator[Chunk]:
    """The table's rows in chunks of up to `chunk`; empty chunks while the child is opening the workbook."""
    width = len(inspection.headers)
    header_row, last_row = inspection.header_row, inspection.last_row
    below = None if header_row is None else header_row + inspection.header_lines
    first = below or 0
    filler, height = FillDown((), below), 1
    with closing(_asked(path, inspection.size, ["rows", str(path), inspection.sheet, str(chunk)])) as messages:
        for message in messages:
            if message is None:
                yield Chunk([], [])
                continue
            if "merged" in message:
                filler, height = FillDown(message["merged"], below), max(1, message["height"])
                continue
            taken = Chunk([], [], inspection.size * (message["numbers"][-1] + 1) // height)
            for number, cells in zip(message["numbers"], message["rows"], strict=True):
                if number < first or (last_row is not None and number > last_row):
                    continue
                filler.fill(number, cells)
                taken.lines.append(number + 1)
                taken.rows.append(_fitted(cells, width))
            if taken.rows:
                yield taken


def _fitted(cells: list[str], width: int) -> list[str]:
    """Padded to the width, blank surplus cut; surplus content stays, for the caller to report."""
    if len(cells) > width and not any(cells[width:]):
        return cells[:width]
    return cells + [""] * (width - len(cells)) if len(cells) < width else cells
