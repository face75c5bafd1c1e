"""The catalogue of faults names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
CATALOGUE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


def is_there(path: str, name: str) -> bool:
    """Whether a file of tests has a test, or, where the catalogue names none, whether there is the file or folder."""
    file = ROOT / path
    return file.exists() and (not name or f"def {name}(" in file.read_text(encoding="utf-8"))


def test_every_test_that_the_catalogue_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`", CATALOGUE)
    beside = [(f"tests/faults/{name}.py", "") for name in re.findall(r"`(test_\w+)`", CATALOGUE)]
    assert len(named) > 50
    assert beside
    assert [each for each in [*named, *beside] if not is_there(*each)] == []


def test_no_fault_is_told_twice() -> None:
    ids = re.findall(r"^\| (F\d\d) \|", CATALOGUE, re.MULTILINE)
    assert ids == sorted(set(ids))
