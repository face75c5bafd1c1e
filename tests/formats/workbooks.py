"""Workbooks made by hand for the tests, XLSX and ODS, with what spreadsheet programs put into them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
# Styles 1 to 3: a day, a moment, a postal code.
STYLES = (
    f'{HEAD}<styleSheet xmlns="{MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="00000"/></numFmts>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/></cellXfs>'
    "</styleSheet>"
)
EPOCH = datetime(1899, 12, 30)


class Error(str):
    """A cell with an error, as `#N/A`."""

    __slots__ = ()


class Padded(int):
    """A number that is shown with five digits."""

    __slots__ = ()


def letters(column: int) -> str:
    """The name of a column, counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(row: int, column: int, value: Any) -> str:
    """One cell, row and column from 0."""
    at = f'r="{letters(column)}{row + 1}"'
    if value is None or value == "":
        return ""
    if isinstance(value, Error):
        return f'<c {at} t="e"><v>{escape(value)}</v></c>'
    if isinstance(value, bool):
        return f'<c {at} t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime | date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
        style = 2 if isinstance(value, datetime) else 1
        return f'<c {at} s="{style}"><v>{(moment - EPOCH).total_seconds() / 86_400!r}</v></c>'
    if isinstance(value, Padded):
        return f'<c {at} s="3"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f"<c {at}><v>{value!r}</v></c>"
    return f'<c {at} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def sheet_xml(
    rows: Iterable[Sequence[Any]], merged: Sequence[str] = (), hidden: Sequence[int] = (), dimension: str = ""
) -> Iterable[str]:
    """The XML of a sheet in pieces; `hidden` rows count from 0."""
    yield f'{HEAD}<worksheet xmlns="{MAIN}">'
    if dimension:
        yield f'<dimension ref="{dimension}"/>'
    yield "<sheetData>"
    for number, values in enumerate(rows):
        mark = ' hidden="1"' if number in hidden else ""
        cells = "".join(cell(number, column, value) for column, value in enumerate(values))
        yield f'<row r="{number + 1}"{mark}>{cells}</row>'
    yield "</sheetData>"
    if merged:
        yield f'<mergeCells count="{len(merged)}">' + "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
        yield "</mergeCells>"
    yield "</worksheet>"


def xlsx(path: Path, sheets: dict[str, Iterable[str]], hidden: Sequence[str] = ()) -> Path:
    """Write a workbook of sheets given as XML, in `sheet_xml`'s pieces; `hidden` names sheets."""
    listed, related = [], []
    for number, name in enumerate(sheets, start=1):
        state = ' state="hidden"' if name in hidden else ""
        listed.append(f'<sheet name={quoteattr(name)} sheetId="{number}"{state} r:id="rId{number}"/>')
        related.append(
            f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels",
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{"".join(listed)}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{"".join(related)}'
            f'<Relationship Id="rId999" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", STYLES)
        for number, pieces in enumerate(sheets.values(), start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for piece in pieces:
                    part.write(piece.encode())
    return path


def one_sheet(path: Path, rows: Iterable[Sequence[Any]], **how: Any) -> Path:
    """Write a workbook of one sheet, called Customers."""
    return xlsx(path, {"Customers": sheet_xml(rows, **how)})


def ods(path: Path, rows: Iterable[Sequence[Any]], blank_rows_behind: int = 0) -> Path:
    """Write an OpenDocument workbook of one sheet; LibreOffice says how many blank rows follow."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    if blank_rows_behind:
        body += (
            f'<table:table-row table:number-rows-repeated="{blank_rows_behind}">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/manifest.xml",
            f'{HEAD}<manifest:manifest xmlns:manifest="{office}:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'{HEAD}<office:document-content xmlns:office="{office}:office:1.0" xmlns:table="{office}:table:1.0" '
            f'xmlns:text="{office}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Customers">'
            f"{body}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return path


def _ods_cell(value: Any) -> str:
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    text = f"<text:p>{escape(value)}</text:p>" if value else ""
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'
