"""The catalogues of `deskcrm.languages`: gathered from the source, kept as .po, compiled to .mo; with Babel."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parent.parent
SOURCE: Final = ROOT / "src" / "deskcrm"
LANGUAGES: Final = SOURCE / "languages"
KEYWORDS: Final = {"tr": None, "english": None, "trn": (1, 2), "trc": ((1, "c"), 2)}
"""The functions that say a sentence, and which of their arguments are the sentence, its plural and its context."""

_WIDTH: Final = 120
_BEGUN: Final = datetime(2026, 11, 26, tzinfo=UTC)
"""The date in the head of a catalogue; git knows the others."""


Found = tuple[str, int, str | tuple[str, ...], list[str], str | None]
"""File, line, the sentence (with its plural), comments, context."""


def said_in_source() -> list[Found]:
    """Every place in the source that says a sentence, by file and line."""
    found = extract_from_dir(SOURCE, [("**.py", "python")], {"**.py": {"encoding": "utf-8"}}, KEYWORDS)
    return sorted(found, key=lambda one: (one[0], one[1]))


def gathered() -> Catalog:
    """Every sentence in the source, with the files that say it."""
    catalog = Catalog(project="DeskCRM", charset="utf-8")
    for file, line, message, _comments, context in said_in_source():
        catalog.add(message, locations=[(file.replace("\\", "/"), line)], context=context)
    return catalog


def catalogue_file(language: str) -> Path:
    """Where the sentences of a language are kept."""
    return LANGUAGES / language / "LC_MESSAGES" / "deskcrm.po"


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(file.parent.parent.name for file in LANGUAGES.glob("*/LC_MESSAGES/deskcrm.po"))


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept."""
    with catalogue_file(language).open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as the program reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """The sentences that have no translation, or one that is only a guess."""
    return [str(one.id) for one in catalog if one.id and (one.fuzzy or not said(one.string))]


def said(string: str | Sequence[str] | None) -> bool:
    """Whether a translation is whole, with all its plurals."""
    return bool(string) and (isinstance(string, str) or all(string or ()))


def main(arguments: Sequence[str]) -> int:
    """Bring every catalogue, or those of the languages named, up to date; the exit code says whether all is said."""
    template = gathered()
    left = 0
    for language in arguments or languages():
        catalog = brought_up_to_date(language, template)
        lacking = missing(catalog)
        left += len(lacking)
        print(f"{language}: {len(catalog) - len(lacking)} of {len(catalog)} sentences")
        for sentence in lacking:
            print(f"  not yet: {sentence}")
    return 1 if left else 0


def brought_up_to_date(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with the sentences of the source, written where that changes it, and compiled."""
    file = catalogue_file(language)
    before = read(language) if file.exists() else Catalog(locale=language)
    catalog = _empty(language)
    for one in template:
        if one.id:
            known = before.get(one.id, context=one.context)
            catalog.add(one.id, known.string if known else one.string, locations=one.locations, context=one.context)
    file.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, catalog, width=_WIDTH, include_lineno=False)
    file.write_bytes(written.getvalue())
    file.with_suffix(".mo").write_bytes(compiled(read(language)))
    return catalog


def _empty(language: str) -> Catalog:
    """A catalogue with nothing but its head, the same whenever it is written."""
    us = "DeskCRM"
    return Catalog(
        locale=language, project=us, version="1", msgid_bugs_address=us, last_translator=us, language_team=us,
        header_comment="# The sentences of DeskCRM; docs/extending.md says how to add one.",
        creation_date=_BEGUN, revision_date=_BEGUN, charset="utf-8", fuzzy=False,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
