"""How commands are measured: time by the clock and of the processors, peak memory, the best of some rounds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

_IN_MIB = 1024 * 1024 if sys.platform == "darwin" else 1024  # units of ru_maxrss


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by the clock and of the processors (user and system), and the most memory of one process in MiB."""

    wall: float
    cpu: float
    memory: float

    def __add__(self, other: Cost) -> Cost:
        """One after the other."""
        return Cost(self.wall + other.wall, self.cpu + other.cpu, max(self.memory, other.memory))

    def rounded(self) -> dict[str, float]:
        """For reports."""
        return {name: round(value, 2) for name, value in asdict(self).items()}


_LAUNCHER = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss]))
"""


def run(*command: str | Path) -> Cost:
    """Runs a command to its end, started by a small process so that memory is its own. Ends the program on failure."""
    words = [str(word) for word in command]
    answer = subprocess.run([sys.executable, "-c", _LAUNCHER, *words], capture_output=True, text=True, check=True)
    code, wall, cpu, memory = json.loads(answer.stdout)
    if code:
        raise SystemExit(f"{' '.join(words)} failed:\n{answer.stderr}")
    return Cost(wall, cpu, memory / _IN_MIB)


def best(rounds: int, sides: Mapping[str, Callable[[], Cost]]) -> dict[str, Cost]:
    """The cheapest of some rounds for each side, by processor time; sides take turns, so that both meet the same."""
    found: dict[str, list[Cost]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            found[name].append(side())
    return {name: min(costs, key=lambda cost: cost.cpu) for name, costs in found.items()}


def outside_tool(given: Path | None) -> Path:
    """The `sqlite-utils` to compare with: the one named, or the one on PATH. Says so and ends where there is none."""
    found = str(given) if given else shutil.which("sqlite-utils")
    if not found or not Path(found).exists():
        raise SystemExit(
            "sqlite-utils isn't here: install the `bench` dependency group, or name it with --sqlite-utils PATH."
        )
    return Path(found)


class Peak:
    """The most memory of this process since the last `begin`; where the system can't begin anew, since its start."""

    _STATUS = Path("/proc/self/status")
    _REFERENCES = Path("/proc/self/clear_refs")

    def begin(self) -> None:
        """Forgets what was."""
        if self._REFERENCES.exists():
            self._REFERENCES.write_text("5")

    def read(self) -> float:
        """In MiB, 0.0 where nobody tells."""
        if not self._STATUS.exists():
            return 0.0
        line = next(line for line in self._STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return round(int(line.split()[1]) / 1024, 1)
