"""A profile on paper: what is known of somebody now, and what happened, as text that flows over pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtPrintSupport import QPrinter

from deskcrm.domain import pointlabels
from deskcrm.domain.fields import ADDRESS_PARTS, FIELDS, NAME_PARTS, FieldKind
from deskcrm.domain.views import ProfileView, TimelineEntry
from deskcrm.languages import tr, trn
from deskcrm.ui import words
from deskcrm.ui.printing.paper import INK, PALE
from deskcrm.ui.screens.profile_parts.saying import said_day
from deskcrm.ui.theme import Type, theme

MOST: Final = 500
"""Entries of a timeline that are printed: the newest."""

_TEXT: Final = 9.5
_SMALL: Final = 8.5
_HEADING: Final = 12.0
_TITLE: Final = 18.0
_ABOVE: Final = 10


@dataclass(frozen=True, slots=True)
class PrintedProfile:
    """What a profile prints: `entries` may be the newest of `whole` only."""

    profile: ProfileView
    entries: Sequence[TimelineEntry]
    whole: int
    printed_at: str

    def draw(self, printer: QPrinter) -> None:
        """Paint all its pages."""
        self.document().print_(printer)

    def document(self) -> QTextDocument:
        """Return it as a text, of which nothing is taken for markup."""
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(_font(_TEXT))
        write = _Writer(document)
        write.line(self.profile.name or tr("No name"), _TITLE, Type.BOLD)
        write.line(tr("Printed {when}", when=words.exact(self.printed_at)), _SMALL, pale=True)
        for label, value in facts(self.profile):
            write.pair(label, value)
        to_do = [task for task in self.profile.tasks if not task.done_at]
        if to_do:
            write.line(tr("To do"), _HEADING, Type.BOLD, above=_ABOVE)
            for task in to_do:
                write.pair(words.due(task.due) if task.due else tr("Some day"), task.title)
        if self.entries:
            write.line(tr("What happened"), _HEADING, Type.BOLD, above=_ABOVE)
        for entry in self.entries:
            write.pair(words.day(entry.at), _entry(entry))
        if len(self.entries) < self.whole:
            left = self.whole - len(self.entries)
            write.line(
                trn(
                    "… and {count} older entry, which is not printed.",
                    "… and {count} older entries, which are not printed.",
                    left,
                ),
                _SMALL,
                pale=True,
                above=_ABOVE,
            )
        return document


def facts(profile: ProfileView) -> Iterator[tuple[str, str]]:
    """Return what is known, a label and its words each, in the order of the fields."""
    if profile.stage:
        yield tr("Stage"), words.stage(profile.stage)
    for field in FIELDS:
        value = profile.fields.get(field.key)
        if value and field.key not in (*NAME_PARTS, "stage"):
            yield field.label, said_day(value) if field.kind is FieldKind.DATE else "\n".join(_said(value))
    for name, value in profile.fields.get("custom", {}).items():
        yield name, str(value)


def _said(value: Any) -> Iterator[str]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            yield str(item)
            continue
        parts = [str(item[part]) for part in ADDRESS_PARTS if item.get(part)]
        text = ", ".join(parts) if parts else str(item.get("value", ""))
        yield f"{text} ({pointlabels.said(item['label'])})" if item.get("label") else text


def _entry(entry: TimelineEntry) -> str:
    kind = words.kind(entry.kind)
    amount = words.money(entry.amount, entry.currency) if entry.amount is not None else ""
    title = entry.title if entry.title.startswith(kind) else f"{kind}: {entry.title}"
    head = " · ".join(part for part in (title, amount, entry.status) if part)
    return "\n".join(part for part in (head, entry.text) if part)


class _Writer:
    """Adds paragraphs to a document."""

    def __init__(self, document: QTextDocument) -> None:
        self._cursor = QTextCursor(document)
        self._first = True

    def line(
        self, text: str, points: float, weight: int = Type.REGULAR, *, pale: bool = False, above: float = 0
    ) -> None:
        """Add a paragraph."""
        self._begin(above)
        self._cursor.insertText(text, _format(points, weight, pale=pale))

    def pair(self, label: str, text: str) -> None:
        """Add a small label and the words below it, which keep their lines."""
        self._begin(_ABOVE / 2)
        self._cursor.insertText(label, _format(_SMALL, pale=True))
        for line in text.split("\n"):
            self._begin(0)
            self._cursor.insertText(line, _format(_TEXT))

    def _begin(self, above: float) -> None:
        shape = QTextBlockFormat()
        shape.setTopMargin(above)
        if self._first:
            self._cursor.setBlockFormat(shape)
        else:
            self._cursor.insertBlock(shape)
        self._first = False


def _font(points: float, weight: int = Type.REGULAR) -> QFont:
    font = theme().font(weight=weight)
    font.setPointSizeF(points)
    return font


def _format(points: float, weight: int = Type.REGULAR, *, pale: bool = False) -> QTextCharFormat:
    shape = QTextCharFormat()
    shape.setFont(_font(points, weight))
    shape.setForeground(PALE if pale else INK)
    return shape
