"""Mappings under a name: kept, used, passed on to another desk as a file, undone like anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_people import a_workspace

from deskcrm.domain.errors import InvalidValue, NotFound, UnreadableFile
from deskcrm.domain.views import ListQuery
from deskcrm.services import history, importing, inspecting, mappings, reads
from deskcrm.services.importing import FileReport, with_columns
from deskcrm.services.workspace import Workspace


@pytest.fixture
def report(ws: Workspace, tmp_path: Path) -> FileReport:
    path = tmp_path / "members.csv"
    path.write_text("Who,Zorp,Colour\nAnna Weber,anna@example.com,red\n", encoding="utf-8")
    report = importing.examine(ws, path, source="Club", country="AT")
    chosen = with_columns(report.mapping, {"Who": "name", "Zorp": "emails.work", "Colour": "custom.Colour"})
    return FileReport(path, report.inspection, chosen, "Club", report.sha256, "AT")


def targets(report: FileReport) -> dict[str, str]:
    return {column.header: column.target for column in report.mapping.columns}


def test_a_mapping_is_kept_and_found_again_whatever_the_case(ws, report):
    kept = mappings.save(ws, " Club members ", report).value
    assert (kept.name, kept.source, kept.columns) == ("Club members", "Club", 3)
    assert mappings.every(ws) == [kept]
    mappings.save(ws, "CLUB MEMBERS", report)
    assert [one.name for one in mappings.every(ws)] == ["Club members"]


def test_a_kept_mapping_is_laid_on_another_file_of_the_kind(ws, report, tmp_path):
    mappings.save(ws, "Club", report)
    other = tmp_path / "other.csv"
    other.write_text("Colour,Who,Zorp,More\nblue,Béla Nagy,bela@example.com,x\n", encoding="utf-8")
    applied = mappings.applied(ws, importing.examine(ws, other), "club")
    assert targets(applied) == {"Colour": "custom.Colour", "Who": "name", "Zorp": "emails.work", "More": "-"}
    assert (applied.source, applied.country) == ("Club", "AT")
    assert applied.mapping.columns[1].samples == ("Béla Nagy",)
    assert targets(inspecting.examine_with(ws, other, "Club")) == targets(applied)


def test_another_desk_takes_it_in_as_a_file_and_reads_the_same(ws, report, tmp_path):
    mappings.save(ws, "Club", report)
    file = mappings.export(ws, "Club", tmp_path / "club")
    assert file.suffix == ".toml"
    with a_workspace() as other:
        assert mappings.bring(other, file).value.name == "club"
        assert mappings.text_of(other, "club") == mappings.text_of(ws, "Club")
        importing.run(other, [inspecting.examine_with(other, report.path, "club")])
        (anna,) = reads.list_ids(other, ListQuery("person"))
        assert reads.profile(other, anna).fields["emails"] == [{"value": "anna@example.com", "label": "work"}]


def test_a_removed_mapping_comes_back_by_undo_and_history_says_what_it_was(ws, report):
    mappings.save(ws, "Club", report)
    mappings.remove(ws, "club")
    assert mappings.every(ws) == []
    with pytest.raises(NotFound, match="none yet"):
        mappings.text_of(ws, "Club")
    assert reads.history(ws)[0].summary == "Changed the mapping “Club”"
    history.undo(ws)
    assert [one.name for one in mappings.every(ws)] == ["Club"]


def test_what_is_no_mapping_is_refused_and_nothing_is_kept(ws, report, tmp_path):
    with pytest.raises(InvalidValue, match="needs a name"):
        mappings.save(ws, "  ", report)
    file = tmp_path / "wrong.toml"
    with pytest.raises(UnreadableFile, match="can't be read"):
        mappings.bring(ws, file)
    for content in (b"columns = 3", b"\xff\xfe", b"[columns]\nA = 'no field'", b"not toml"):
        file.write_bytes(content)
        with pytest.raises((InvalidValue, UnreadableFile)):
            mappings.bring(ws, file)
    assert mappings.every(ws) == []
    assert reads.history(ws) == []
