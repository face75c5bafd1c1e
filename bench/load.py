"""The load benchmark: all that an owner does with many people and five times as many activities, beside plain SQLite.

What the window does is in `load_window.py`. Run by itself, this module does one step over a workspace and prints what
it took: `python bench/load.py STEP WORKSPACE WORDS...`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crowd import crowd
from data import people_csv
from measure import Peak
from reports import SQL as REPORTS_SQL
from window import Clock, Took, in_window

from deskcrm.services import backups

if TYPE_CHECKING:
    from imports import Bench

Answer = dict[str, Any]
Step = Callable[..., Answer]

_MORE: Final = 10_000  # rows of the import into what is there
_BEYOND: Final = 3_900_000  # numbers of people whom no crowd has
_LEAST: Final = 0.5  # the score from which pairs count
_OF_ONE: Final = 5  # times that something quick is done


def load(bench: Bench) -> Answer:
    """A workspace of `rows` people and five times as many activities: each act of an owner, its memory, and beside it
    plain SQLite over the same rows. The window's acts by the clock and the processors, in milliseconds, the others
    in seconds; each side in the same run.
    """
    kept = bench.folder / f"crowd-{bench.rows}.deskcrm"
    if not kept.exists():
        crowd(kept, bench.rows)
    path = bench.folder / "load.deskcrm"
    _forget(path)
    copied = Clock()
    shutil.copy(kept, path)
    workspace = _open(path)
    backups.set_automatic(workspace, False)  # else the window makes some meanwhile
    workspace.close()
    answer: Answer = {"file, MB": round(path.stat().st_size / 1e6), "copy of the file": _seconds(copied.read())}
    from load_window import SCENARIO

    answer["window"] = in_window(SCENARIO, path, str(bench.rows), str(time.time()))
    for name, words in (
        ("plain", ()),
        ("reports", ()),
        ("today", ()),
        ("merge", ()),
        ("import", (str(_more(bench)),)),
        ("undo", ()),
        ("backup", ()),
        ("match", ()),
    ):
        answer[name] = _child(name, path, *words)
    empty = bench.folder / "load-empty.deskcrm"
    _forget(empty)
    answer["import into nothing"] = _child("import", empty, str(_more(bench)))
    for made in (path, empty):
        _forget(made)
    return answer


def _more(bench: Bench) -> Path:
    path = bench.folder / "more.csv"
    if not path.exists():
        people_csv(path, _MORE, start=_BEYOND)
    return path


def _forget(path: Path) -> None:
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    for old in (path.parent / "backups").glob(f"{path.stem}*"):
        old.unlink()


def _child(step: str, path: Path, *words: str) -> Answer:
    """One step in a process of its own, so that its memory is its own. Ends the program where it fails."""
    ended = subprocess.run(
        [sys.executable, __file__, step, str(path), *words], capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise SystemExit(f"{step} failed:\n{ended.stderr}")
    found: Answer = json.loads(ended.stdout)
    return found


def _seconds(took: Took) -> Answer:
    return {"wall": round(took.wall / 1000, 3), "cpu": round(took.cpu / 1000, 3)}


# In a process of its own ----------------------------------------------------------------------------------------------


def _measured(work: Callable[[], object], times: int = 1) -> Answer:
    """Seconds of the quickest of some times, and the most memory meanwhile."""
    peak, took = Peak(), []
    peak.begin()
    for _ in range(times):
        clock = Clock()
        work()
        took.append(clock.read())
    return {**_seconds(min(took)), "memory": peak.read()}


def _open(path: Path) -> Any:
    from deskcrm.services.workspace import Workspace

    return Workspace.open(path)


def plain(path: Path) -> Answer:
    """What plain SQL takes for the same rows as the window's acts: lists, searches, filters, a heavy profile."""
    year = (date.today() - timedelta(365)).isoformat()
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:

        def ask(sql: str, *given: Any) -> Answer:
            return _measured(lambda: connection.execute(sql, given).fetchall(), 3)

        people = "FROM profile WHERE kind = 'person' AND NOT removed"
        return {
            "list": ask(f"SELECT root {people} ORDER BY sort_name"),
            "sort by two": ask(f"SELECT root {people} ORDER BY city, last_at DESC"),
            "search": ask("SELECT rowid FROM finder WHERE finder MATCH ? ORDER BY rank LIMIT 8", '"anna" "w"*'),
            "orders and contact": ask(f"SELECT root {people} AND orders > 3 AND last_at >= ? ORDER BY sort_name", year),
            "orders from events": ask(
                f"SELECT root {people} AND root IN (SELECT contact FROM event WHERE sale GROUP BY contact "
                "HAVING count(*) > 3 AND max(at) >= ?)",
                year,
            ),
            "heavy profile": ask(
                "SELECT e.*, v.data FROM event e JOIN activity_version v ON v.id = e.version WHERE e.contact = "
                "(SELECT root FROM profile ORDER BY activities DESC LIMIT 1) ORDER BY e.at DESC"
            ),
            "open tasks": ask(
                "SELECT t.*, p.name FROM task t LEFT JOIN profile p ON p.root = t.contact "
                "WHERE t.done_at IS NULL ORDER BY t.due"
            ),
        }


def reports(path: Path) -> Answer:
    """Each report from the figures that are kept, beside plain SQL over the events; then with someone touched."""
    from deskcrm.services import activities, measures
    from deskcrm.services import reports as service

    ws = _open(path)
    answer: Answer = {}
    try:
        for name in service.names():
            answer[name] = _measured(lambda name=name: service.run(ws, name), 3)
        with ws.database.read() as connection:
            for name, sql in REPORTS_SQL.items():
                answer[f"{name}, SQL"] = _measured(lambda sql=sql: connection.execute(sql).fetchall())

        def touched() -> None:
            activities.log(ws, 1, "order", "", amount=100, currency="EUR")
            service.run(ws, "revenue")

        answer["after one order"] = _measured(touched, 3)
        answer["snapshot of all"] = _measured(lambda: measures.renew_outlook(ws))
    finally:
        ws.close()
    return answer


def today(path: Path) -> Answer:
    """What is painted first, all of it, and all of it once more."""
    from deskcrm.services import keeping
    from deskcrm.services import today as service

    ws = _open(path)
    try:
        answer = {"tasks": _measured(lambda: service.first_look(ws, 30), _OF_ONE)}
        keeping.forget(ws)
        answer["all"] = _measured(lambda: service.today(ws))
        answer["again"] = _measured(lambda: service.today(ws), _OF_ONE)
    finally:
        ws.close()
    return answer


def merge(path: Path) -> Answer:
    """Two ordinary people, and the heaviest with another: merged, taken back, and both undone."""
    from deskcrm.domain.views import ListQuery
    from deskcrm.services import history, merging, reads

    ws = _open(path)
    answer: Answer = {}
    try:
        busy = list(reads.list_ids(ws, ListQuery(sort="activities", descending=True))[:1])
        others = list(reads.list_ids(ws, ListQuery())[1000:1003])
        edges: list[int] = []
        for name, keep, other in (("two", others[0], others[1]), ("heavy", busy[0], others[2])):
            acts: dict[str, Callable[[], object]] = {
                "merge": lambda pair=(keep, other): edges.extend(merging.merge(ws, pair[0], [pair[1]]).value),
                "take back": lambda: merging.take_back(ws, edges.pop()),
                "undo take back": lambda: history.undo(ws),
                "undo merge": lambda: history.undo(ws),
            }
            taken: dict[str, list[Answer]] = {act: [] for act in acts}
            for _ in range(_OF_ONE):
                for act, work in acts.items():
                    taken[act].append(_measured(work))
            answer[name] = {act: min(found, key=lambda one: one["wall"]) for act, found in taken.items()}
    finally:
        ws.close()
    return answer


def import_(path: Path, file: str) -> Answer:
    """More people in the usual way, from the look at the file on, and how the first pages of the preview come."""
    from deskcrm.services import importing

    ws = _open(path)
    try:
        return _measured(
            lambda: importing.run(ws, [importing.examine(ws, Path(file), source="Fair")], ahead=True, beside=False)
        )
    finally:
        ws.close()


def undo(path: Path) -> Answer:
    """Undoing that import."""
    from deskcrm.services import history

    ws = _open(path)
    try:
        return {"look before": _measured(lambda: history.before_undo(ws)), **_measured(lambda: history.undo(ws))}
    finally:
        ws.close()


def backup(path: Path) -> Answer:
    """A verified backup, beside the backup API of SQLite and a copy of the file."""
    ws = _open(path)
    try:
        answer = {"ours": _measured(lambda: backups.make(ws))}
    finally:
        ws.close()
    copied = path.with_name("load-copied.db")

    def by_api() -> None:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copied)) as target:
            source.backup(target)

    def checked() -> None:
        with closing(sqlite3.connect(copied)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    answer["backup API"] = _measured(by_api)
    answer["integrity check"] = _measured(checked)
    answer["copy of the file"] = _measured(lambda: shutil.copy(path, copied))
    copied.unlink()
    return answer


def match(path: Path) -> Answer:
    """Everybody compared with everybody near, and the pairs kept; then nothing changed."""
    from deskcrm.services import candidate_pairs

    ws = _open(path)
    try:
        pairs: list[Any] = []
        answer = {"everybody": _measured(lambda: pairs.extend(candidate_pairs.catch_up(ws, _LEAST).pairs))}
        answer["again"] = _measured(lambda: candidate_pairs.catch_up(ws, _LEAST))
        return {**answer, "pairs": len(pairs)}
    finally:
        ws.close()


STEPS: Final[dict[str, Step]] = {
    "plain": plain,
    "reports": reports,
    "today": today,
    "merge": merge,
    "import": import_,
    "undo": undo,
    "backup": backup,
    "match": match,
}
"""What is done in a process of its own."""


if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])))
