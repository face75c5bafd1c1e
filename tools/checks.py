"""All the checks, one after the other, with one answer at the end; with arguments, pytest alone with those."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE = [sys.executable, "-m"]
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
PLACES = ["src", "tests", "tools", "packaging", "bench"]
APART = ["tests/model", "tests/faults", "tests/store", "tests/services", "tests/journeys"]
"""These take as long as all the other tests together, so the two halves run side by side."""

GREEN, RED, PLAIN = "32", "31", "0"


def checks(places: Sequence[str]) -> list[tuple[str, Callable[[], bool]]]:
    """Each check's name and how it is run, quick ones first; `places` are the folders that hold our Python.

    As modules, since a program's own script breaks when the folder is moved.
    """
    return [
        ("ruff check", partial(passes, [*MODULE, "ruff", "check", *places])),
        ("ruff format", partial(passes, [*MODULE, "ruff", "format", "--check", *places])),
        ("mypy", partial(passes, [*MODULE, "mypy"])),
        ("import contracts", partial(passes, [sys.executable, "-c", LINT_IMPORTS, "--no-logo"])),
        ("pytest", tests_pass),
    ]


def main(arguments: Sequence[str]) -> int:
    """Runs the checks; 0 when all passed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    chosen = [absolute(argument) for argument in arguments]
    os.chdir(ROOT)
    if chosen:
        return subprocess.call([*MODULE, "pytest", *chosen])
    failed = []
    for name, run in checks([place for place in PLACES if Path(place).is_dir()]):
        print(f"== {name}", flush=True)
        started = time.monotonic()
        passed = run()
        if not passed:
            failed.append(name)
        seconds = time.monotonic() - started
        print(f"   {name}: {'passed' if passed else 'failed'} in {seconds:.0f} s", flush=True)
    print(verdict(failed), flush=True)
    return 1 if failed else 0


def passes(command: Sequence[str]) -> bool:
    """Whether a command goes well."""
    return subprocess.call(command, stdin=subprocess.DEVNULL) == 0


def tests_pass() -> bool:
    """Runs the tests in two halves side by side; what the one apart says is shown when both have ended."""
    rest = [f"--ignore={place}" for place in APART]
    with tempfile.TemporaryFile() as said:
        apart = subprocess.Popen(
            [*MODULE, "pytest", *APART], stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        try:
            passed = passes([*MODULE, "pytest", *rest])
            passed_apart = apart.wait() == 0
        finally:
            apart.kill()
        said.seek(0)
        print(f"== pytest {' '.join(APART)}", flush=True)
        sys.stdout.buffer.write(said.read())
        sys.stdout.flush()
    return passed and passed_apart


def absolute(argument: str) -> str:
    """A path as seen from the folder where ./test was called; anything else (an option, a test's name) unchanged."""
    path, colons, name = argument.partition("::")
    return f"{Path(path).resolve()}{colons}{name}" if path and Path(path).exists() else argument


def verdict(failed: Sequence[str]) -> str:
    """The one answer, green or red."""
    if failed:
        return coloured(f"FAILED: {', '.join(failed)}", RED)
    return coloured("All checks passed.", GREEN)


def coloured(text: str, colour: str) -> str:
    """The text in colour on a terminal, plain elsewhere."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return text
    return f"\033[1;{colour}m{text}\033[{PLAIN}m"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
