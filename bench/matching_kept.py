"""What kept pairs cost: everybody compared and kept, then an edit, a small import and a big one caught up with.

`python bench/matching_kept.py --rows 100000` prints JSON: seconds by the clock and of the processor, the file's growth,
and how much of what a whole scan finds is kept after each change.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matching import make_workspace
from matching_data import HEADER, JUDGING_SEEDS, cells, rows

Answer = dict[str, Any]


def timed(work: Callable[[], Any]) -> tuple[Any, Answer]:
    """What work answers, and what it cost."""
    wall, cpu = time.perf_counter(), time.process_time()
    answer = work()
    return answer, {"s": round(time.perf_counter() - wall, 3), "cpu_s": round(time.process_time() - cpu, 3)}


def run(count: int, seed: int) -> Answer:
    """All of it on one workspace."""
    from deskcrm.domain.patches import Patch
    from deskcrm.domain.views import ListQuery
    from deskcrm.services import candidate_pairs, contacts, duplicates, importing, reads
    from deskcrm.services.workspace import Workspace

    found: Answer = {"rows": count}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.deskcrm"
        make_workspace(path, count, seed)
        before = path.stat().st_size
        ws = Workspace.open(path)

        def catch_up() -> Any:
            return candidate_pairs.catch_up(ws, 0.5)

        def held() -> Answer:
            whole = {(pair.a, pair.b) for pair in duplicates.scan(ws)}
            known = candidate_pairs.known(ws, 0.5)
            kept = {(pair.a, pair.b) for pair in known.pairs} if known is not None else set()
            return {"whole": len(whole), "missing": len(whole - kept), "more": len(kept - whole)}

        _, found["everybody"] = timed(catch_up)
        found["file_growth_mb"] = round((path.stat().st_size - before) / 1e6, 1)
        known, found["read_kept"] = timed(lambda: candidate_pairs.known(ws, 0.5))
        found["kept"] = len(known.pairs)
        _, found["nothing_changed"] = timed(catch_up)
        people = reads.list_ids(ws, ListQuery(kind="person"))
        chance = random.Random(7)
        for what, number in (("an_edit", 1), ("edits_of_50", 50)):
            for contact in chance.sample(list(people), number):
                contacts.edit(ws, contact, [Patch("birthday", "set", "1971-02-03")])
            _, found[what] = timed(catch_up)
        for what, number in (("import_of_100", 100), ("import_of_5000", 5_000)):
            table = Path(folder) / f"{what}.csv"
            with table.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file)
                writer.writerow(HEADER.split(","))
                writer.writerows(
                    ["N" + cell if at == 0 else cell for at, cell in enumerate(cells(row))]
                    for row in rows(number, seed + number)
                )
            importing.run(ws, [importing.examine(ws, table, source=what, country="DE")])
            found[what] = timed(catch_up)[1] | held()
        ws.close()
    return found


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    wanted = parser.parse_args()
    print(json.dumps(run(wanted.rows, JUDGING_SEEDS[0]), indent=2))


if __name__ == "__main__":
    main()
