"""How History puts an import into words: its files and its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskcrm.services import importing, reads
from deskcrm.services.workspace import Workspace


def told(ws: Workspace, folder: Path, *files: str) -> tuple[str, str]:
    """The line of an import of these files, one new person each and one row of nobody."""
    paths = [folder / name for name in files]
    for path in paths:
        path.write_text(f"Name,Email,Note\n{path.stem},{path.stem}@x.example,\n,,nobody\n", encoding="utf-8")
    importing.run(ws, [importing.examine(ws, path, source="List") for path in paths])
    entry = reads.history(ws)[0]
    return entry.summary, entry.detail


@pytest.mark.parametrize(
    ("files", "summary"),
    [
        (["a.csv"], "Imported a.csv"),
        (["a.csv", "b.csv", "c.csv"], "Imported a.csv, b.csv, c.csv"),
        (["a.csv", "b.csv", "c.csv", "d.csv"], "Imported a.csv, b.csv and 2 more files"),
    ],
)
def test_many_files_are_named_by_the_first_two(ws, tmp_path, files, summary):
    assert told(ws, tmp_path, *files)[0] == summary


def test_one_of_a_kind_is_said_in_the_singular(ws, tmp_path):
    assert told(ws, tmp_path, "a.csv")[1] == "1 new, 1 problem · List"
    assert told(ws, tmp_path, "b.csv", "c.csv")[1] == "2 new, 2 problems · List"
