"""Mapping files: a file's mapping as TOML that people can read, keep and edit, and back.

``source``, ``shape`` and the options of the file stand at the top, ``[columns]`` has ``"Header" = "field"``, and
``[options."Header"]`` how that column is to be read. A header that comes again is ``"Header [2]"``.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.mapping.model import NOT_IMPORTED, SHAPES, Column, FileMapping, is_single, is_target
from deskcrm.domain.mapping.words import fold_header
from deskcrm.languages import tr

DATE_ORDERS: Final = ("dmy", "mdy", "ymd")
_FROM_FILE: Final = tr("from the mapping file")
_TOP: Final = ("source", "shape", "exporter", "delimiter", "encoding", "dates", "country", "columns", "options")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\b": "\\b", "\f": "\\f"}


@dataclass(frozen=True, slots=True)
class FileOptions:
    """How the file itself is to be read; "" leaves it to the reader."""

    delimiter: str = ""
    encoding: str = ""
    dates: str = ""  # "dmy", "mdy" or "ymd", for columns that don't say
    country: str = ""


def write_mapping(mapping: FileMapping, options: FileOptions | None = None) -> str:
    """The mapping file for a mapping, as TOML text."""
    options = options or FileOptions()
    top = {
        "source": mapping.source,
        "shape": mapping.shape,
        "exporter": mapping.exporter,
        "delimiter": options.delimiter,
        "encoding": options.encoding,
        "dates": options.dates,
        "country": options.country,
    }
    lines = [f"{key} = {_text(value)}" for key, value in top.items() if value or key in ("source", "shape")]
    names = column_names(column.header for column in mapping.columns)
    lines += ["", "[columns]"]
    lines += [f"{_text(n)} = {_text(c.target or NOT_IMPORTED)}" for n, c in zip(names, mapping.columns, strict=True)]
    for name, column in zip(names, mapping.columns, strict=True):
        if column.options:
            lines += ["", f"[options.{_text(name)}]"]
            lines += [f"{_text(key)} = {_text(value)}" for key, value in sorted(column.options.items())]
    return "\n".join(lines) + "\n"


def read_mapping(text: str) -> tuple[FileMapping, FileOptions]:
    """The mapping and the file's options that a mapping file states.

    A header that the file has twice keeps its `[2]` here; `fit` puts it where it belongs.
    Raises InvalidValue, saying where, for anything that is no mapping file or names no field.
    """
    try:
        stated = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidValue(
            tr("The mapping file is not valid TOML: {error}. Nothing was imported.", error=error)
        ) from error
    for key in stated:
        if key not in _TOP:
            raise InvalidValue(
                f"The mapping file says “{key}”, which means nothing here. It may say {', '.join(_TOP)}."
            )
    columns = _table(stated, "columns")
    options = _table(stated, "options")
    shape = _string(stated, "shape")
    if shape and shape not in SHAPES:
        raise InvalidValue(
            tr("The mapping file's shape is “{shape}”; it must be one of {join}.", shape=shape, join=", ".join(SHAPES))
        )
    dates = _string(stated, "dates")
    if dates and dates not in DATE_ORDERS:
        raise InvalidValue(
            tr(
                "The mapping file's dates are “{dates}”; they must be one of {join}.",
                dates=dates,
                join=", ".join(DATE_ORDERS),
            )
        )
    for header in options:
        if header not in columns:
            raise InvalidValue(
                tr("The mapping file has options for “{header}”, which is not among its columns.", header=header)
            )
    mapping = FileMapping(
        shape=shape or "people",
        exporter=_string(stated, "exporter"),
        source=_string(stated, "source"),
        columns=tuple(
            Column(header, _target(header, target), _FROM_FILE, sure=True, options=_column_options(options, header))
            for header, target in columns.items()
        ),
        questions=(),
    )
    _check_single(mapping.columns)
    told = FileOptions(_string(stated, "delimiter"), _string(stated, "encoding"), dates, _string(stated, "country"))
    return mapping, told


def fit(mapping: FileMapping, headers: Sequence[str]) -> FileMapping:
    """A remembered or written mapping laid on a file's headers: one column each, in the file's order.

    Headers match by their words when not to the letter; one that the mapping doesn't know is kept with the record.
    Raises InvalidValue when the mapping speaks of columns that go somewhere and the file has none of them.
    """
    known = {column.header: column for column in mapping.columns}
    by_words = {fold_header(column.header): column for column in reversed(mapping.columns)}
    used: set[str] = set()
    columns = []
    for header, name in zip(headers, column_names(headers), strict=True):
        column = known.get(name) or by_words.get(fold_header(name))
        if column is None or column.header in used:
            columns.append(Column(header, NOT_IMPORTED, tr("not in the mapping"), sure=False))
            continue
        used.add(column.header)
        columns.append(replace(column, header=header))
    wanted = [c.header for c in mapping.columns if c.target not in ("", NOT_IMPORTED)]
    missing = [header for header in wanted if header not in used]
    if wanted and len(missing) == len(wanted):
        raise InvalidValue(
            tr("None of the mapping's columns is in the file; it looks for “{join}”.", join="”, “".join(missing[:5]))
        )
    questions = tuple(
        tr("The mapping speaks of “{header}”, but the file has no such column.", header=header) for header in missing
    )
    return replace(mapping, columns=tuple(columns), questions=(*mapping.questions, *questions))


def column_names(headers: Iterable[str]) -> list[str]:
    """Headers made unique, for a file that has one twice: "Phone", "Phone [2]"."""
    headers = list(headers)
    taken = set(headers)
    seen: Counter[str] = Counter()
    names = []
    for header in headers:
        seen[header] += 1
        name = header
        while seen[header] > 1 and (name := f"{header} [{seen[header]}]") in taken:
            seen[header] += 1
        taken.add(name)
        names.append(name)
    return names


def _text(value: str) -> str:
    """A TOML basic string; control characters and lone surrogates are written so that they come back or do no harm."""
    out = []
    for char in value:
        if char in _ESCAPES:
            out.append(_ESCAPES[char])
        elif ord(char) < 0x20 or ord(char) == 0x7F:
            out.append(f"\\u{ord(char):04x}")
        elif 0xD800 <= ord(char) <= 0xDFFF:
            out.append("\ufffd")
        else:
            out.append(char)
    return f'"{"".join(out)}"'


def _table(stated: Mapping[str, object], key: str) -> dict[str, object]:
    value = stated.get(key, {})
    if not isinstance(value, dict):
        raise InvalidValue(
            tr("The mapping file's “{key}” must be a table: write [{key}] on a line of its own.", key=key)
        )
    return value


def _string(stated: Mapping[str, object], key: str) -> str:
    value = stated.get(key, "")
    if not isinstance(value, str):
        raise InvalidValue(tr("The mapping file's “{key}” must be a text in quotes.", key=key))
    return value


def _target(header: str, target: object) -> str:
    if not isinstance(target, str):
        raise InvalidValue(
            tr("The mapping file sends “{header}” to something that is no field: write it in quotes.", header=header)
        )
    if not is_target(target):
        raise InvalidValue(
            tr(
                "The mapping file sends “{header}” to “{target}”, which is no field of a contact or activity.",
                header=header,
                target=target,
            )
        )
    return target or NOT_IMPORTED


def _column_options(options: Mapping[str, object], header: str) -> dict[str, str]:
    table = options.get(header, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise InvalidValue(tr("The mapping file's options for “{header}” must be texts in quotes.", header=header))
    return dict(table)


def _check_single(columns: Iterable[Column]) -> None:
    holders: dict[str, str] = {}
    for column in columns:
        if not is_single(column.target):
            continue
        if column.target in holders:
            raise InvalidValue(
                tr(
                    "The mapping file sends both “{value}” and “{header}” to “{target}”, which takes one column.",
                    value=holders[column.target],
                    header=column.header,
                    target=column.target,
                )
            )
        holders[column.target] = column.header
