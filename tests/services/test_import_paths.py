"""However rows come in, all that is computed on the way in is what the facts alone give, and undo leaves no trace."""

from __future__ import annotations

import csv
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskcrm.domain.views import ListQuery, ListRow
from deskcrm.services import history, import_files, importing, reads
from deskcrm.services.checking import check
from deskcrm.services.workspace import Workspace
from deskcrm.store import leftovers

HEADER = ["ID", "First Name", "Last Name", "Email", "Phone", "Company", "City", "Newsletter", "Stage"]
PEOPLE = [("Anna", "Weber"), ("A.", "Weber"), ("Anna", ""), ("Bo", "Lind"), ("Zoë", "Ek")]
EMAILS = ["", "anna@firma.example", "ANNA@firma.example", "bo@lind.example", "office@firma.example"]
PHONES = ["", "+49 30 1234567", "030 1234567", "+46 8 123 456 78"]
COMPANIES = ["", "Weber GmbH", "WEBER GmbH", "Weber AG"]

ROW = st.tuples(
    st.sampled_from(["", "1", "2", "3"]),
    st.sampled_from(PEOPLE),
    st.sampled_from(EMAILS),
    st.sampled_from(PHONES),
    st.sampled_from(COMPANIES),
    st.sampled_from(["", "Ulm", "Köln"]),
    st.sampled_from(["", "yes", "no"]),
    st.sampled_from(["", "Lead", "Customer"]),
).map(lambda row: [row[0], *row[1], *row[2:]])
FILES = st.lists(st.tuples(st.sampled_from(["Shop", "List"]), st.lists(ROW, min_size=1, max_size=6)), max_size=3)


class Ticking:
    """A clock that moves on at each look, as it may between the staging and the writing of an import."""

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *rows])
    return path


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES, undone=st.integers(0, 2))
def test_what_imports_compute_is_what_the_facts_give(
    files: list[tuple[str, list[list[str]]]], undone: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("imports")
    ws = Workspace.open(folder / "w.deskcrm", clock=Ticking())
    try:
        operations = []
        for number, (source, rows) in enumerate(files):
            report = importing.examine(ws, write(folder / f"{number}.csv", rows), source=source, country="DE")
            operations.append(importing.run(ws, [report]).value.operation)
            assert check(ws) == []
        if undone < len(operations):
            history.undo(ws, operations[undone])
            assert check(ws) == []
            history.redo(ws, operations[undone])
            assert check(ws) == []
    finally:
        ws.close()


def shown(ws: Workspace) -> list[ListRow]:
    """The list as it stands: everybody with every figure."""
    return reads.rows(ws, list(reads.list_ids(ws, ListQuery())))


def test_undoing_an_import_takes_its_people_companies_and_values_back(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path / "w.deskcrm", clock=Ticking())
    try:
        first = ["1", "Anna", "Weber", "anna@firma.example", "", "Weber GmbH", "Ulm", "yes", ""]
        second = ["", "Anna", "Weber", "anna@firma.example", "+49 30 1234567", "Weber AG", "Köln", "no", "Lead"]
        new = ["", "Bo", "Lind", "bo@lind.example", "", "Lind AB", "", "", ""]
        importing.run(ws, [importing.examine(ws, write(tmp_path / "a.csv", [first]), source="Shop", country="DE")])
        before = shown(ws)
        report = importing.examine(ws, write(tmp_path / "b.csv", [second, new]), source="List", country="DE")
        outcome = importing.run(ws, [report]).value
        assert (outcome.counts.attached, outcome.counts.created) == (1, 1)
        assert shown(ws) != before
        assert check(ws) == []  # the phone that the second source brings too
        history.undo(ws, outcome.operation)
        assert shown(ws) == before
        assert check(ws) == []
    finally:
        ws.close()


def test_an_id_alone_is_good_for_whom_it_is_known_of_and_nobody_else(tmp_path: Path) -> None:
    ws = Workspace.open(tmp_path / "w.deskcrm", clock=Ticking())
    try:
        anna = ["1", "Anna", "Weber", "anna@firma.example", "", "", "", "", ""]
        importing.run(ws, [importing.examine(ws, write(tmp_path / "a.csv", [anna]), source="Shop", country="DE")])
        ids = [["1", "", "", "", "", "", "Ulm", "", ""], ["2", "", "", "", "", "", "Köln", "", ""]]
        report = importing.examine(ws, write(tmp_path / "b.csv", ids), source="Shop", country="DE")
        outcome = importing.run(ws, [report]).value
        assert (outcome.counts.updated, outcome.counts.created, outcome.counts.problems) == (1, 0, 1)
        (problem,) = outcome.problems
        assert (problem.row, problem.value) == (3, "2")
        assert [(row.name, row.city) for row in shown(ws)] == [("Anna Weber", "Ulm")]
        assert check(ws) == []
    finally:
        ws.close()


def test_what_was_pasted_is_a_file_for_its_owner_alone_and_gone_when_it_is_forgotten(ws, tmp_path):
    path = import_files.keep_pasted(ws, "name\temail\nAnna\tanna@example.com\n")
    assert importing.run(ws, [importing.examine(ws, path)]).value.counts.created == 1
    if os.name == "posix":
        assert path.parent.stat().st_mode & 0o777 == 0o700
    import_files.forget_kept(ws, path)
    assert not path.parent.exists()


def test_forgetting_what_was_not_pasted_removes_nothing(ws, tmp_path):
    path = tmp_path / import_files.PASTED
    path.write_text("a")
    import_files.forget_kept(ws, path)
    assert path.exists()


def test_what_a_killed_process_had_pasted_is_swept(ws, tmp_path):
    folder = ws.path.with_name(f".{ws.path.name}.pasted-999999999-a")
    folder.mkdir()
    (folder / import_files.PASTED).write_text("a")
    leftovers.sweep(ws.path)
    assert not folder.exists()
