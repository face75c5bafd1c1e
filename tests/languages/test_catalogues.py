"""The catalogues: every sentence of the source in every language, with the same places, compiled as it is kept."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import gather_words
import pytest

from deskcrm import languages

CATALOGUES = [code for code in languages.LANGUAGES if code != "en"]
SHOWN = (
    "setText", "setToolTip", "setPlaceholderText", "setAccessibleName", "setAccessibleDescription", "Label", "Button",
    "setWindowTitle", "addAction", "addTab", "toast",
)  # fmt: skip
"""What puts its first argument on screen."""


@cache
def gathered() -> Any:
    return gather_words.gathered()


@pytest.mark.parametrize("code", CATALOGUES)
def test_every_sentence_is_there_and_nothing_else(code: str) -> None:
    """Red after a sentence was changed: run `tools/words`."""
    wanted = {(one.context, one.id) for one in gathered() if one.id}
    kept = {(one.context, one.id) for one in gather_words.read(code) if one.id}
    assert (wanted - kept, kept - wanted) == (set(), set())


@pytest.mark.parametrize("code", CATALOGUES)
def test_every_sentence_is_translated(code: str) -> None:
    assert gather_words.missing(gather_words.read(code)) == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_translations_have_the_places_of_their_sentence(code: str) -> None:
    """A plural may leave out its count ("one person"); nothing else may be left out or added."""
    wrong = []
    for one in gather_words.read(code):
        said, kept = _texts(one.id), _texts(one.string)
        wanted = set().union(*map(_places, said)) if one.id else set()
        for text in kept:
            loose = {"count"} if len(said) > 1 else set()
            if one.id and _places(text) - loose != wanted - loose:
                wrong.append(f"{one.id} -> {text}")
    assert wrong == []


@pytest.mark.parametrize("code", CATALOGUES)
def test_what_is_compiled_is_what_is_kept(code: str) -> None:
    """Red after a catalogue was edited: run `tools/words`."""
    file = gather_words.catalogue_file(code)
    assert file.with_suffix(".mo").read_bytes() == gather_words.compiled(gather_words.read(code))


@pytest.mark.parametrize("code", languages.LANGUAGES)
def test_what_is_new_is_told_in_every_language(code: str) -> None:
    versions = (gather_words.LANGUAGES / code / "news.md").read_text("utf-8").count("\n## ")
    assert versions == (gather_words.LANGUAGES / "en" / "news.md").read_text("utf-8").count("\n## ")


def test_a_sentence_has_one_plural_or_none() -> None:
    """A catalogue knows a sentence by its singular, so a second plural, or the same without one, would be lost."""
    plurals: dict[tuple[str | None, str], set[object]] = {}
    for _, _, message, _, context in gather_words.said_in_source():
        plurals.setdefault((context, _texts(message)[0]), set()).add(message)
    assert [one for one, found in plurals.items() if len(found) > 1] == []


def test_words_on_screen_go_through_tr() -> None:
    found = [one for file in sorted((gather_words.SOURCE / "ui").rglob("*.py")) for one in _bare_words(file)]
    assert found == []


def _bare_words(file: Path) -> Iterator[str]:
    """Sentences that a file puts on screen as they stand in the source."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)] if name in SHOWN else []
        inner = {id(part) for call in ast.walk(node.args[0]) if isinstance(call, ast.Call) for part in ast.walk(call)}
        for text in texts:
            if isinstance(text.value, str) and id(text) not in inner and _says_something(text.value):
                yield f"{file.name}:{text.lineno}: {text.value}"


def _says_something(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1 and text.strip(" –") not in ("DeskCRM", "VIP")


def _texts(text: str | Sequence[str]) -> Sequence[str]:
    return (text,) if isinstance(text, str) else text


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} if "{" in text else set()
