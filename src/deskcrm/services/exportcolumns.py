"""The columns of an export: one row a profile, its lists numbered, and the headers by which they are known again."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from deskcrm.domain.cleaning.text import tidy_lines
from deskcrm.domain.fields import ADDRESS_PARTS, BY_KEY, CUSTOM_PREFIX, ENGLISH_STAGES, FIELDS, FieldKind
from deskcrm.domain.mapping.model import target_label
from deskcrm.languages import english, tr

ID: Final = "DeskCRM id"
MARK: Final = "DeskCRM mark"
KIND: Final = english("Kind")
CONSENTS: Final = {
    target_label("consent.email", english): "emails",
    target_label("consent.phone", english): "phones",
}
"""Columns of what was said to newsletters and text messages, and the points for which; not to be changed in a file."""
_ALWAYS: Final = frozenset({"given", "family", "organization"})
_PART_WORDS: Final = {
    "": english("{field} {number}"),
    "label": english("{field} {number} label"),
    "street": english("{field} {number} street"),
    "extended": english("{field} {number} line 2"),
    "city": english("{field} {number} city"),
    "region": english("{field} {number} region"),
    "postcode": english("{field} {number} postcode"),
    "country": english("{field} {number} country"),
}
_PARTS: Final = {words.removeprefix(_PART_WORDS[""]).strip(): part for part, words in _PART_WORDS.items() if part}
_KEYS: Final = {one.english: one.key for one in FIELDS}
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
        """The English words by which it is known when it comes back: "Email 2 label", "custom.Size"."""
        return self._said(english)

    @property
    def words(self) -> str:
        """The words over the column in the owner's language: "Email 2 label", "Address 1 city", "Size"."""
        return self._said(tr).removeprefix(CUSTOM_PREFIX)

    def _said(self, say: Callable[[str], str]) -> str:
        if self.key == KIND or self.key in CONSENTS:
            return say(self.key)
        if self.key not in BY_KEY:
            return self.key
        field = say(BY_KEY[self.key].english)
        return say(_PART_WORDS[self.part]).format(field=field, number=self.number) if self.number else field

    def cell(self, shown: Shown, stages: Mapping[str, str] = ENGLISH_STAGES) -> str:
        """What one profile has in this column; `stages`: the words of a stage, those that come back or the owner's."""
        if self.key == ID:
            return str(shown.get("id", ""))
        if self.key == KIND:
            return str(shown.get("kind", ""))
        if self.key in CONSENTS:
            return _consent(shown.get(CONSENTS[self.key], ()))
        if self.key.startswith(CUSTOM_PREFIX):
            return str(shown.get("custom", {}).get(self.key[len(CUSTOM_PREFIX) :], ""))
        value = shown.get(self.key, "")
        if not self.number:
            return join_words(value or ()) if BY_KEY[self.key].plural else _words(self.key, str(value), stages)
        if len(value) < self.number:
            return ""
        return str(value[self.number - 1].get(self.part or "value", ""))


def _consent(points: Sequence[Mapping[str, str]]) -> str:
    """What was said to being written to: "no" where any of the addresses opted out, "yes" where any opted in."""
    said = {point.get("consent") for point in points}
    return "no" if "out" in said else "yes" if "in" in said else ""


def _words(key: str, value: str, stages: Mapping[str, str]) -> str:
    return stages.get(value, value) if key == "stage" else value


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
class Needs:
    """What the profiles need columns for."""

    singles: set[str] = field(default_factory=lambda: set(_ALWAYS))
    lists: Counter[str] = field(default_factory=lambda: Counter({"emails": 1, "phones": 1}))
    labelled: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    custom: dict[str, None] = field(default_factory=dict)
    consents: set[str] = field(default_factory=set)

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
                if item.get("consent"):
                    self.consents.add(key)
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
        if not for_reimport:
            found += [Column(header) for header, key in CONSENTS.items() if key in self.consents]
        return found + [Column(f"{CUSTOM_PREFIX}{name}") for name in sorted(self.custom)]

    def _parts(self, key: str) -> list[str]:
        label = ["label"] if key in self.labelled else []
        if key == "addresses":
            return label + [part for part in ADDRESS_PARTS if part in self.parts]
        return ["", *label]


def mark_of(cells: Sequence[str]) -> str:
    """A mark of a row as it was exported, by which a row that nobody changed is known when it comes back."""
    text = "\x1f".join(tidy_lines(cell) for cell in cells)
    return "m" + hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).hexdigest()
