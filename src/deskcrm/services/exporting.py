"""People and companies as a file: one row a profile, its lists as numbered columns, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import orjson

from deskcrm.domain.cleaning.text import tidy_lines
from deskcrm.domain.errors import UserError
from deskcrm.domain.explain import shown_fields
from deskcrm.domain.fields import ADDRESS_PARTS, BY_KEY, CUSTOM_PREFIX, FIELDS, STAGES, FieldKind
from deskcrm.domain.unify import unify
from deskcrm.domain.views import ListQuery, ListRow, Progress
from deskcrm.formats.csvwrite import write_csv
from deskcrm.formats.vcardwrite import write_cards
from deskcrm.services import reads
from deskcrm.services.workspace import Workspace
from deskcrm.store.loading import Loader

ID: Final = "DeskCRM id"
MARK: Final = "DeskCRM mark"
KIND: Final = "Kind"
_AT_A_TIME: Final = 2000
_ALWAYS: Final = frozenset({"given", "family", "organization"})
CARDS: Final = ".vcf"
DELIMITERS: Final = {".csv": ",", ".tsv": "\t"}
_PART_WORDS: Final = {
    "label": "label",
    "street": "street", "extended": "line 2", "city": "city", "region": "region", "postcode": "postcode",
    "country": "country",
}  # fmt: skip
_PARTS: Final = {words: part for part, words in _PART_WORDS.items()}
_KEYS: Final = {one.label: one.key for one in FIELDS}
_HEADER: Final = re.compile(rf"(?P<label>.*?)(?: (?P<number>[1-9][0-9]*)(?: (?P<part>{'|'.join(_PARTS)}))?)?").fullmatch

Shown = Mapping[str, Any]
"""What a profile shows, by field key, as `explain.shown_fields` tells it, with `id`, `kind` and `stage` of its own."""


def is_for_reimport(headers: Sequence[str]) -> bool:
    """Whether a file with these headers is an export that was made to be brought back."""
    return {ID, MARK} <= set(headers)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a field, which of its values (from 1) where it has several, and which part of that."""

    key: str
    number: int = 0
    part: str = ""

    @property
    def header(self) -> str:
        """The words over the column: "First name", "Email 2", "Email 2 label", "Address 1 city", "custom.Size"."""
        if self.key not in BY_KEY:
            return self.key
        words = f"{BY_KEY[self.key].label} {self.number}" if self.number else BY_KEY[self.key].label
        return f"{words} {_PART_WORDS[self.part]}" if self.part else words

    def cell(self, shown: Shown) -> str:
        """What one profile has in this column."""
        if self.key == ID:
            return str(shown.get("id", ""))
        if self.key == KIND:
            return str(shown.get("kind", ""))
        if self.key.startswith(CUSTOM_PREFIX):
            return str(shown.get("custom", {}).get(self.key[len(CUSTOM_PREFIX) :], ""))
        value = shown.get(self.key, "")
        if not self.number:
            return join_words(value or ()) if BY_KEY[self.key].plural else _words(self.key, str(value))
        if len(value) < self.number:
            return ""
        return str(value[self.number - 1].get(self.part or "value", ""))


def _words(key: str, value: str) -> str:
    return STAGES.get(value, value) if key == "stage" else value


def column_of(header: str) -> Column | None:
    """The column that a header of an own export names; None for any other header."""
    if header in (ID, KIND) or header.startswith(CUSTOM_PREFIX):
        return Column(header)
    found = _HEADER(header)
    if found is None or found["label"] not in _KEYS:
        return None
    key, number, part = _KEYS[found["label"]], int(found["number"] or 0), _PARTS.get(found["part"] or "", "")
    kind = BY_KEY[key].kind
    if kind is FieldKind.ADDRESS:
        fits = number > 0 and part != ""
    elif kind is FieldKind.POINT:
        fits = number > 0 and part in ("", "label")
    else:
        fits = number == 0
    return Column(key, number, part) if fits else None


def join_words(words: Sequence[str]) -> str:
    """Several tags in one cell: "VIP; Berlin", those with a semicolon in quotes."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow(words)
    text = out.getvalue()
    return text if '"' in text else "; ".join(words)


@dataclass(slots=True)
class _Needs:
    """What the profiles need columns for."""

    singles: set[str] = field(default_factory=lambda: set(_ALWAYS))
    lists: Counter[str] = field(default_factory=lambda: Counter({"emails": 1, "phones": 1}))
    labelled: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    custom: dict[str, None] = field(default_factory=dict)

    def see(self, shown: Shown) -> None:
        """Make room for one more profile."""
        for key, value in shown.items():
            if key == "custom":
                self.custom.update(dict.fromkeys(value))
            elif key in BY_KEY and BY_KEY[key].plural:
                self._see_list(key, value)
            elif key in BY_KEY and value:
                self.singles.add(key)

    def _see_list(self, key: str, items: Sequence[Any]) -> None:
        plain = BY_KEY[key].kind is FieldKind.TAGS
        self.lists[key] = max(self.lists[key], 1 if plain and items else len(items))
        for item in items:
            if isinstance(item, dict):
                if item.get("label"):
                    self.labelled.add(key)
                self.parts.update(part for part in ADDRESS_PARTS if key == "addresses" and item.get(part))

    def columns(self, for_reimport: bool) -> list[Column]:
        """The columns that all of them fit into."""
        found = [Column(ID)] if for_reimport else []
        found.append(Column(KIND))
        for one in FIELDS:
            if one.key in self.singles or (one.kind is FieldKind.TAGS and self.lists[one.key]):
                found.append(Column(one.key))
            elif one.plural and one.kind is not FieldKind.TAGS:
                for number in range(1, self.lists[one.key] + 1):
                    found += [Column(one.key, number, part) for part in self._parts(one.key)]
        return found + [Column(f"{CUSTOM_PREFIX}{name}") for name in sorted(self.custom)]

    def _parts(self, key: str) -> list[str]:
        label = ["label"] if key in self.labelled else []
        if key == "addresses":
            return label + [part for part in ADDRESS_PARTS if part in self.parts]
        return ["", *label]


def export(
    ws: Workspace,
    path: Path,
    *,
    search: str = "",
    for_reimport: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> int:
    """Writes the people and companies that a search finds (all of them where it is empty); answers how many.

    `for_reimport`: with DeskCRM's own ids and without guards around phones, so that the file can come back as the
    owner's edits. Raises UserError where the format is unknown or the file can't be written.
    """
    delimiter = DELIMITERS.get(path.suffix.lower())
    if delimiter is None and path.suffix.lower() != CARDS:
        endings = " or ".join([*DELIMITERS, CARDS])
        raise UserError(f"“{path.name}” can't be written: name a file that ends in {endings}.")
    ids = reads.list_ids(ws, ListQuery(None, search))
    if delimiter is None:
        return write_cards(path, _told_of(profiles(ws, ids), len(ids), progress), own=for_reimport)
    needs = _Needs()
    with _spool(path) as file:
        for done, shown in enumerate(profiles(ws, ids), 1):
            needs.see(shown)
            file.write(orjson.dumps(shown) + b"\n")
            if progress is not None and done % _AT_A_TIME == 0:
                progress(Progress("Gathering", done, len(ids)))
        file.seek(0)
        columns = needs.columns(for_reimport)
        rows = ([column.cell(shown) for column in columns] for shown in map(orjson.loads, file))
        if not for_reimport:
            headers = [column.header.removeprefix(CUSTOM_PREFIX) for column in columns]
            return write_csv(path, headers, rows, delimiter=delimiter)
        headers = [ID, MARK, *(column.header for column in columns[1:])]
        marked = ([row[0], mark_of(row[1:]), *row[1:]] for row in rows)
        return write_csv(path, headers, marked, delimiter=delimiter, guard=False)


def _told_of(
    shown: Iterator[dict[str, Any]], total: int, progress: Callable[[Progress], None] | None
) -> Iterator[dict[str, Any]]:
    """The profiles, told of as they pass."""
    for done, one in enumerate(shown, 1):
        yield one
        if progress is not None and done % _AT_A_TIME == 0:
            progress(Progress("Writing", done, total))


def mark_of(cells: Sequence[str]) -> str:
    """A mark of a row as it was exported, by which a row that nobody changed is known when it comes back."""
    text = "\x1f".join(tidy_lines(cell) for cell in cells)
    return "m" + hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()


@contextmanager
def _spool(path: Path) -> Iterator[IO[bytes]]:
    """A file without a name on the same disk, for what does not fit into memory."""
    try:
        with TemporaryFile(dir=path.parent) as file:
            yield file
    except FileNotFoundError as error:
        raise UserError(f"There is no folder {path.parent}. Nothing was written.") from error
    except PermissionError as error:
        raise UserError(f"Nothing may be written to {path.parent}. Choose another folder.") from error


def profiles(ws: Workspace, ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    """What these profiles show, in their order."""
    for start in range(0, len(ids), _AT_A_TIME):
        wanted = list(ids[start : start + _AT_A_TIME])
        with ws.database.read() as connection:
            facts = Loader(connection).facts(wanted)
            lines = {row.id: row for row in reads.rows(ws, wanted)}
        for root in wanted:
            if root in lines and facts[root].members:
                yield _shown(lines[root], shown_fields(unify(facts[root]), {}))


def _shown(line: ListRow, fields: dict[str, Any]) -> dict[str, Any]:
    stage = {"stage": line.stage} if line.stage else {}
    if line.kind == "company":
        fields.setdefault("organization", line.name)  # of one that only its people name
    return {**fields, **stage, "id": line.id, "kind": line.kind}
