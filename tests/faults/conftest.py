"""What the fault tests share: the count of kills, told at the end of the run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest.register_assert_rewrite("fault_trials")

from fault_trials import Tally  # noqa: E402

_TALLY = Tally()


@pytest.fixture(scope="session")
def tally() -> Tally:
    """Where all kills of this run fell."""
    return _TALLY


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _TALLY.trials:
        terminalreporter.write_line(_TALLY.words())
