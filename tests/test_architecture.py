"""The shape of the code: who may import whom, and what appears nowhere."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import checks
import pytest

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "src"
PACKAGE = SOURCES / "deskcrm"
CONTRACTS = ROOT / ".importlinter"


def contract_names() -> list[str]:
    parser = configparser.ConfigParser()
    parser.read(CONTRACTS)
    return [parser[section]["name"] for section in parser.sections() if section.startswith("importlinter:contract:")]


def verdicts(sources: Path) -> tuple[dict[str, bool], str]:
    """Whether each contract is kept by the package in `sources`, and all that import-linter said."""
    answer = subprocess.run(
        [sys.executable, "-c", checks.LINT_IMPORTS, "--config", CONTRACTS, "--no-logo", "--no-cache"],
        env={**os.environ, "PYTHONPATH": str(sources), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = answer.stdout + answer.stderr
    found = re.findall(r"^(.*) (KEPT|BROKEN)", said, re.MULTILINE)
    return {name: verdict == "KEPT" for name, verdict in found}, said


@cache
def of_the_real_code() -> tuple[dict[str, bool], str]:
    return verdicts(SOURCES)


@cache
def parsed() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def offenders(pattern: str, *, outside: Path | None = None, folder: Path = PACKAGE) -> list[str]:
    """Every place under `folder` whose text fits the pattern, but for what lies `outside` of interest."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted(folder.rglob("*.py"))
        if path != Path(__file__) and (outside is None or not path.is_relative_to(outside))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(pattern, line)
    ]


# --- Imports -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", contract_names())
def test_contract(sentence):
    kept, said = of_the_real_code()
    assert kept.get(sentence), said


def test_each_contract_notices_when_it_is_broken(tmp_path):
    copy = shutil.copytree(PACKAGE, tmp_path / "deskcrm", ignore=shutil.ignore_patterns("__pycache__", "assets"))
    spoilers = {
        "domain/spoiler.py": "import os\nimport deskcrm.services\n",
        "services/spoiler.py": "import sqlite3\nimport PySide6.QtCore\n",
        "ui/spoiler.py": "import deskcrm.store\n",
    }
    for name, text in spoilers.items():
        (copy / name).write_text(text)
    with (copy / "cli.py").open("a") as cli:
        cli.write("import deskcrm.ui\n")
    assert verdicts(tmp_path)[0] == dict.fromkeys(contract_names(), False)


@pytest.mark.parametrize(
    ("module", "too_slow"),
    [
        ("deskcrm.cli", {"PySide6", "alembic", "phonenumbers", "numpy"}),
        ("deskcrm.app", {"alembic", "phonenumbers", "numpy", "pyqtgraph"}),
    ],
)
def test_starting_does_not_import_what_only_some_need(module, too_slow):
    program = f"import sys, {module}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert set(answer.stdout.split()) & too_slow == set()


def test_migrations_never_import_live_code():
    for path in sorted((PACKAGE / "store" / "migrations" / "versions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in names if name.startswith("deskcrm")], path.name


# --- What appears nowhere ----------------------------------------------------------------------------------------


def test_colours_stand_in_the_theme_only():
    assert offenders(r"#[0-9a-fA-F]{6}\b|QColor\(\s*\d", outside=PACKAGE / "ui" / "theme") == []


def test_the_event_loop_is_never_turned_by_hand():
    assert offenders(r"processEvents\(") == []


def test_sql_names_what_it_is_given_more_than_once():
    """Python 3.14 refuses a sequence for numbered placeholders (?1); a dict for named ones works everywhere."""
    assert offenders(r"\?\d", folder=PACKAGE / "store") == []


def test_nothing_read_from_outside_is_ever_run():
    assert offenders(r"^\s*(import|from) (pickle|marshal|shelve|dill)\b|yaml\.load\(|os\.system\(|shell=True") == []
    for path, tree in parsed().items():
        called = {
            node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not called & {"eval", "exec"}, path


def test_nothing_is_left_for_later():
    assert offenders(r"\b(TODO|FIXME|XXX)\b") == []


def test_no_test_sleeps():
    assert offenders(r"\bsleep\(|\bqWait\(|qtbot\.wait\(", folder=ROOT / "tests") == []


def test_every_module_opens_with_a_sentence_on_what_lives_in_it():
    assert [str(path.relative_to(ROOT)) for path, tree in parsed().items() if not ast.get_docstring(tree)] == []
