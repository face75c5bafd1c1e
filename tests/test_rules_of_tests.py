"""The rules that conftest.py lays on every test do bite."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
CULPRITS = """
import logging
import os
import threading
from pathlib import Path

import platformdirs
import pytest

held = threading.Event()


def test_passes():
    logging.warning("only a warning")


def test_logs_an_error():
    logging.getLogger("somewhere").error("it broke")


@pytest.mark.logs_errors
def test_means_to_log_an_error():
    logging.error("as expected")


def test_leaves_a_thread():
    threading.Thread(target=held.wait, name="stray", daemon=True).start()


def test_gets_a_qt_warning(qtbot):
    from PySide6.QtCore import qWarning

    qWarning("something about a layout")


def test_stays_away_from_the_users_folders(own_home):
    assert Path(platformdirs.user_data_dir("deskcrm")).is_relative_to(own_home)
    assert Path.home() == own_home


@pytest.mark.slow
@pytest.mark.parametrize("case", range(50))
def test_takes_long(case):
    pass
"""


def outcome_of_culprits(folder: Path, **environment: str) -> str:
    rules = (ROOT / "tests" / "conftest.py").read_text()
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "conftest.py").write_text(rules.replace("SECONDS_TO_END = 5.0", "SECONDS_TO_END = 0.01"))
    (folder / "tests" / "test_culprits.py").write_text(CULPRITS)
    shutil.copy(ROOT / "pyproject.toml", folder)
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:cacheprovider"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "QT_QPA_PLATFORM": "offscreen", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout


def test_each_culprit_is_found(tmp_path):
    said = outcome_of_culprits(tmp_path)
    results = {
        test: result for result, test in re.findall(r"^([A-Z]+) tests/test_culprits.py::(\w+)", said, re.MULTILINE)
    }
    assert results["test_passes"] == "PASSED"
    assert results["test_means_to_log_an_error"] == "PASSED"
    assert results["test_stays_away_from_the_users_folders"] == "PASSED"
    assert results["test_logs_an_error"] == "FAILED"
    assert results["test_leaves_a_thread"] == "ERROR"
    assert results["test_gets_a_qt_warning"] == "FAILED"


def test_slow_cases_are_sampled_unless_asked_for(tmp_path):
    sampled = outcome_of_culprits(tmp_path).count("PASSED tests/test_culprits.py::test_takes_long")
    assert 1 <= sampled < 25
    assert outcome_of_culprits(tmp_path, DESKCRM_SLOW="1").count("PASSED tests/test_culprits.py::test_takes_long") == 50
