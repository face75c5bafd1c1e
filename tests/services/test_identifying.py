"""By what the rows of a file are known: coverage, clashes, and that the owner's choice is what the import goes by."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.views import ListQuery
from deskcrm.services import identifying, importing, reads
from deskcrm.services.identifying import Identity
from deskcrm.services.importing import FileReport
from deskcrm.services.workspace import Workspace

ROWS = """Customer ID,Email,Phone,First name,Last name,Badge,City,Visits
1,info@x.example,+49 30 1234567,Anna,Weber,B-11,Berlin,11
2,INFO@x.example,+49 30 1234567,Bert,Mulder,B-12,Ghent,12
3,cleo@x.example,,Cleo,Roy,B-13,Paris,13
4,,,Dora,Lind,B-14,Rome,12
3,cleo@x.example,,C.,Roy,B-15,Paris,14
"""


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "w.deskcrm")


@pytest.fixture
def report(ws: Workspace) -> FileReport:
    path = ws.path.with_name("people.csv")
    path.write_text(ROWS)
    return replace(importing.examine(ws, path, country="DE"), source="Club")


def test_each_way_has_its_coverage_and_who_shares_a_value(ws: Workspace, report: FileReport):
    found = {one.header: one for one in identifying.identities(ws, report)}
    assert found["Customer ID"] == Identity("Customer ID", 5, 5, 0)
    assert found["Email"] == Identity("Email", 5, 4, 1, ("info@x.example",))
    assert found["Phone"] == Identity("Phone", 5, 2, 1, ("+49 30 1234567",))
    assert (found["Badge"].filled, found[""].filled) == (5, 4)
    assert not {"City", "Visits"} & found.keys()


def test_the_file_s_own_id_is_proposed(report: FileReport):
    assert identifying.chosen(report.mapping) == "Customer ID"


def test_another_choice_is_what_rows_are_known_by(ws: Workspace, report: FileReport):
    by_email = replace(report, mapping=identifying.choose(report.mapping, "Email"))
    assert identifying.chosen(by_email.mapping) == "Email"
    result = importing.run(ws, [by_email]).value
    assert (result.counts.created, result.counts.rows) == (3, 5), "one address, one person: so it was chosen"
    cleo = next(iter(reads.list_ids(ws, ListQuery(text="cleo"))))
    assert "3" in reads.profile(ws, cleo).fields["source_ids"], "the id that it isn't known by is kept"


def test_an_email_is_the_same_however_it_is_written(ws: Workspace, report: FileReport):
    by_email = replace(report, mapping=identifying.choose(report.mapping, "Email"))
    importing.run(ws, [by_email])
    keys = {row.external_key for row in reads.records(ws)}
    assert "info@x.example" in keys
    assert "INFO@x.example" not in keys


def test_what_stands_in_the_row_can_be_chosen_and_the_id_again(report: FileReport):
    whole = identifying.choose(report.mapping, "")
    assert identifying.chosen(whole) == ""
    assert identifying.chosen(identifying.choose(whole, "Customer ID")) == "Customer ID"


def test_a_cancel_is_heard(ws: Workspace, report: FileReport):
    with pytest.raises(Cancelled):
        identifying.identities(ws, report, cancelled=lambda: True)
