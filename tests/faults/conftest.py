"""What the fault tests share: the count of kills, told at the end of the run."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

pytest.register_assert_rewrite("fault_trials")

from fault_operations import BY_NAME  # noqa: E402
from fault_trials import Rehearsal, Tally, rehearse  # noqa: E402

_TALLY = Tally()


@pytest.fixture(scope="session")
def tally() -> Tally:
    """Where all kills of this run fell."""
    return _TALLY


@pytest.fixture(scope="session")
def rehearsed(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Rehearsal]:
    """Each operation's rehearsal, made when it is first asked for."""
    made: dict[str, Rehearsal] = {}
    prepared: dict[Callable[[Path], None], Path] = {}

    def ask(name: str) -> Rehearsal:
        operation = BY_NAME[name]
        if operation.prepare not in prepared:
            prepared[operation.prepare] = tmp_path_factory.mktemp("prepared")
            operation.prepare(prepared[operation.prepare])
        if name not in made:
            made[name] = rehearse(operation, prepared[operation.prepare], tmp_path_factory.mktemp("rehearsal"))
        return made[name]

    return ask


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _TALLY.trials:
        terminalreporter.write_line(_TALLY.words())
