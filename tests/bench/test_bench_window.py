"""How the benchmarks of the window measure: what is typed, what counts as painted, what is told of many times."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from deskcrm.services import contacts
from deskcrm.services.workspace import Workspace

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture
def bench(monkeypatch) -> None:
    """The modules of the benchmarks can be imported."""
    monkeypatch.syspath_prepend(str(BENCH))


@pytest.fixture
def play(bench, tmp_path):
    """Plays a scenario in the real window over a workspace with Anna and Ben Adler."""
    workspace = Workspace.open(tmp_path / "book.deskcrm")
    for given in ("Anna", "Ben"):
        contacts.add(workspace, "person", {"given": given, "family": "Adler"})
    workspace.close()

    def play(*lines: str) -> dict[str, Any]:
        from window import in_window

        script = tmp_path / "scenario.py"
        body = "\n    ".join(lines)
        script.write_text(f"from window import *\ndef scenario(live):\n    {body}\nplay(scenario)\n", encoding="utf-8")
        return in_window(script, tmp_path / "book.deskcrm")

    return play


@pytest.mark.usefixtures("bench")
def test_the_same_is_typed_each_time_a_key_at_a_time():
    from searching import typed

    words = typed(5000)
    assert words == typed(5000)
    assert {key.kind for word in words for key in word} == {"letter", "name", "family", "email", "phone", "miss"}
    for word in words:
        assert [len(key.text.replace(" ", "")) for key in word] == list(range(1, len(word) + 1))
        assert all(after.text.startswith(before.text) for before, after in pairwise(word))


@pytest.mark.usefixtures("bench")
def test_a_spread_is_told_for_each_clock_and_beside_another():
    from window import Took, middle, ratio, spread

    ours = spread([Took(wall, wall / 2) for wall in range(1, 101)])
    assert ours["wall"] == {"p50": 51, "p95": 96, "longest": 100}
    assert ours["cpu"] == {"p50": 25.5, "p95": 48, "longest": 50}
    assert ratio(ours, spread([Took(25.5, 51.0)])) == {
        "wall": {"p50": 2.0, "p95": 3.76},
        "cpu": {"p50": 0.5, "p95": 0.94},
    }
    assert middle([Took(1, 9), Took(3, 7), Took(2, 8)]) == Took(2, 8)


def test_a_key_counts_as_answered_when_the_list_with_its_answer_is_painted(play):
    told = play(
        "screen = live.people",
        "live.quiet()",
        "screen.focus_filter()",
        "loads = []",
        "screen.table.loaded.connect(lambda: loads.append(screen.table.rowCount()))",
        "paints = Paints(screen.view.viewport())",
        "done = paints.once(lambda: bool(loads))",
        "before = done()",
        "live.key(screen.filter, 'a')",
        "screen.view.viewport().repaint()",
        "at_once = done()",
        "live.until(done)",
        "return {'before': before, 'at once': at_once, 'text': screen.table.query.text, 'loads': loads[:1]}",
    )
    assert told == {"before": False, "at once": False, "text": "a", "loads": [2]}


def test_a_window_that_does_nothing_is_seen_to_stall(play):
    told = play(
        "import time",
        "live.quiet()",
        "with Stalls() as stalls:",
        "    live.rest(0.02)",
        "    until = time.perf_counter() + 0.2",
        "    while time.perf_counter() < until: pass",
        "    live.rest(0.02)",
        "return {'longest': stalls.longest}",
    )
    assert told["longest"] > 190


def test_a_scenario_that_fails_ends_the_benchmark_with_its_error(play):
    with pytest.raises(SystemExit, match="no such thing"):
        play("raise KeyError('no such thing')")


def test_the_benchmarks_that_the_readme_names_are_those_that_run(bench):
    from run import BENCHMARKS

    told = (BENCH / "README.md").read_text(encoding="utf-8").partition("# Benchmark data")[0]
    named = {line.split("|")[1].strip() for line in told.splitlines() if line.startswith("| ") and line.count("|") == 5}
    assert named - {"benchmark"} == BENCHMARKS.keys()
