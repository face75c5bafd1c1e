"""The colours that the owner gave: a setting for each, so that undoing one never stands in the way of another."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

import orjson

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.colours import SOURCE, TAG
from deskcrm.languages import tr

PREFIX: Final = "colour."


def key_of_tag(tag: str) -> str:
    """The setting that has a tag's colour."""
    return f"{PREFIX}{TAG}.{fold(tag)}"


def key_of_source(source: int) -> str:
    """The setting that has a source's colour: by its number, for its name may change."""
    return f"{PREFIX}{SOURCE}.{source}"


def every(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """What has a colour: "tag" or "source", the folded name or the number, and the colour."""
    rows = connection.execute(
        "SELECT substr(key, ?), value FROM setting WHERE key >= ? AND key < ?",
        (len(PREFIX) + 1, PREFIX, PREFIX[:-1] + "/"),
    )
    for key, value in rows:
        what, _, name = key.partition(".")
        yield what, name, orjson.loads(value)


def of(connection: sqlite3.Connection, key: str) -> str:
    """The colour that a setting has, "" for none."""
    row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return str(orjson.loads(row[0])) if row else ""


def changed_words(key: str, name: str) -> str:
    """That the colour of a tag or a source was changed; `name`: as it was spelled when it got the colour."""
    what, _, folded = key.removeprefix(PREFIX).partition(".")
    said = (
        tr("Changed the colour of the tag “{name}”")
        if what == "tag"
        else tr("Changed the colour of the source “{name}”")
    )
    return said.format(name=name or folded)
