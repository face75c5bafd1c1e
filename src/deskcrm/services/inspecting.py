"""Files looked at more closely than a wizard does: with a mapping file (TOML), and with their rows counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from deskcrm.domain.mapping.mappingfile import fit, read_mapping
from deskcrm.domain.mapping.model import Column
from deskcrm.formats import registry
from deskcrm.formats.table import ReadOptions
from deskcrm.services import importing, mappings
from deskcrm.services.importing import FileReport
from deskcrm.services.workspace import Workspace

_DATED: Final = frozenset({"birthday", "anniversary", "created_at", "activity.at"})


def examine_with(
    ws: Workspace,
    path: Path,
    mapping: Path | str,
    reading: ReadOptions = ReadOptions(),  # noqa: B008 - frozen, without state
    *,
    shape: str | None = None,
    source: str | None = None,
    country: str | None = None,
) -> FileReport:
    """What a file is, with its columns as a mapping file says, or the mapping that is kept under a name.

    That also says how the file is read, but for what is left open there; `shape`, `source`, `country` go before it.

    Raises UnreadableFile for either file, NotFound for the name, InvalidValue for a mapping that makes no sense or fits
    nothing.
    """
    stated, options = read_mapping(
        mappings.text_in(mapping) if isinstance(mapping, Path) else mappings.text_of(ws, mapping)
    )
    shape = shape or stated.shape
    reading = replace(
        reading,
        encoding=options.encoding or reading.encoding,
        delimiter=options.delimiter or reading.delimiter,
    )
    report = importing.examine(
        ws,
        path,
        reading,
        shape=shape,
        source=source or stated.source or None,
        country=country or options.country or None,
    )
    fitted = fit(replace(stated, shape=shape), report.inspection.headers)
    if options.dates:
        fitted = replace(fitted, columns=tuple(_ordered(column, options.dates) for column in fitted.columns))
    return replace(report, mapping=fitted, own=False)


def count_rows(report: FileReport) -> int:
    """How many rows a file has, counted to its end. Raises UnreadableFile."""
    return registry.count_rows(report.path, report.inspection)


def _ordered(column: Column, order: str) -> Column:
    """A column of dates with the order that holds for the whole file, where it has none of its own."""
    if column.target not in _DATED or "order" in column.options:
        return column
    return replace(column, options={**column.options, "order": order})
