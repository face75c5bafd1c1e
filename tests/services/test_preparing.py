"""Dry runs that the owner looks at at leisure: what is shown is what goes in, with what was decided about rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from deskcrm.domain.errors import Cancelled, InvalidValue
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult, ListQuery, Progress, RowChange
from deskcrm.services import checking, contacts, exporting, history, import_files, importing, preparing, reads
from deskcrm.services.importing import FileReport
from deskcrm.services.preparing import Prepared
from deskcrm.services.workspace import Workspace

HEADER = "Email,First name,Last name,Job title,Phone\n"
ANNA = "anna@x.example,Anna,Weber,Buyer,+49 30 1234567\n"
BERT = "bert@x.example,Bert,Mulder,Baker,+49 30 7654321\n"
CLEO = "cleo@x.example,Cleo,Roy,Nurse,+49 30 5555555\n"
NOBODY = ",,,Cook,\n"
ORDERS = "Order ID,Email,Order Date,Total,Currency\n"
ANNAS = "A-1,anna@x.example,2026-03-13,64.00,EUR\n"
UNKNOWN = "A-2,zoe@x.example,2026-03-14,20.00,EUR\n"
EVERY = tuple(preparing.preview.KINDS.values())


class Desk:
    """A workspace, and files that come in from its web shop."""

    def __init__(self, ws: Workspace) -> None:
        self.ws = ws

    def file(self, name: str, text: str, source: str = "Shop") -> FileReport:
        path = self.ws.path.with_name(name)
        path.write_text(text, encoding="utf-8")
        return replace(importing.examine(self.ws, path, country="DE"), source=source)

    def prepare(self, *reports: FileReport) -> Prepared:
        return preparing.prepare(self.ws, reports, preparing.folder_for(self.ws))

    def write(self, prepared: Prepared) -> ImportResult:
        return importing.run(self.ws, prepared.reports, prepared=prepared).value

    def take_in(self, *reports: FileReport) -> ImportResult:
        return importing.run(self.ws, reports).value

    def rows(self, prepared: Prepared, *kinds: str, text: str = "", number: int = 0) -> list[RowChange]:
        return list(preparing.page(self.ws, prepared, number, kinds or EVERY, text)[0])

    def people(self) -> list[str]:
        return [row.name for row in reads.rows(self.ws, reads.list_ids(self.ws, ListQuery()))]

    def titles(self) -> dict[str, str]:
        ids = reads.list_ids(self.ws, ListQuery())
        return {
            row.name: str(reads.profile(self.ws, row.id).fields.get("title", "")) for row in reads.rows(self.ws, ids)
        }


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    ws = Workspace.open(tmp_path / "w.deskcrm")
    yield Desk(ws)
    assert checking.check(ws) == []
    ws.close()
    assert [p.name for p in tmp_path.iterdir() if ".staging-" in p.name and p.is_file()] == []


def kinds(rows: list[RowChange]) -> list[tuple[int, str]]:
    return [(row.row, row.kind) for row in rows]


# what is shown is what goes in


def test_what_was_looked_at_is_written_as_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.take_in(desk.file("a.csv", HEADER + ANNA + BERT))
    prepared = desk.prepare(desk.file("b.csv", HEADER + ANNA.replace("Buyer", "Boss") + BERT + CLEO + NOBODY))
    assert kinds(desk.rows(prepared)) == [(2, "changed"), (3, "same"), (4, "new"), (5, "problem")]
    assert desk.people() == ["Anna Weber", "Bert Mulder"], "nothing is written before"
    (desk.ws.path.with_name("b.csv")).unlink()
    result = desk.write(prepared)
    assert result.counts == prepared.counts
    assert [p.row for p in result.problems] == [5]
    assert desk.titles() == {"Anna Weber": "Boss", "Bert Mulder": "Baker", "Cleo Roy": "Nurse"}


def test_it_is_staged_anew_when_something_was_changed_meanwhile(desk: Desk):
    desk.take_in(desk.file("a.csv", HEADER + ANNA))
    prepared = desk.prepare(desk.file("b.csv", HEADER + BERT))
    assert prepared.counts.created == 1
    desk.take_in(desk.file("c.csv", HEADER + BERT))
    result = desk.write(prepared)
    assert (result.counts.created, result.counts.unchanged) == (0, 1)


def test_the_file_as_decided_differs_from_what_was_staged_and_is_staged_anew(desk: Desk):
    report = desk.file("a.csv", HEADER + ANNA + BERT)
    prepared = desk.prepare(report)
    fewer = replace(report, decisions=report.decisions.leave_out(2, True))
    importing.run(desk.ws, [fewer], prepared=prepared)
    assert desk.people() == ["Bert Mulder"]


def test_a_page_shows_each_cell_before_and_after_with_the_reason(desk: Desk):
    desk.take_in(desk.file("a.csv", HEADER + ANNA))
    prepared = desk.prepare(desk.file("b.csv", HEADER + ANNA.replace("Buyer", "Boss"), source="Letter"))
    (row,) = desk.rows(prepared)
    assert row.kind == "attached"
    (change,) = row.fields
    assert (change.field, change.before, change.after) == ("Job title", "Buyer", "Boss")
    assert change.why == "same email: anna@x.example"


def test_rows_are_found_by_what_stands_in_them_and_read_on_page_by_page(desk: Desk):
    many = "".join(f"p{n}@x.example,Person,Number{n:03},Title {n % 7},\n" for n in range(450))
    prepared = desk.prepare(desk.file("a.csv", HEADER + many))
    first, total = preparing.page(desk.ws, prepared, 0, ["new"])
    assert (len(first), total) == (preparing.PAGE, 450)
    second, _ = preparing.page(desk.ws, prepared, 0, ["new"], after=first[-1].number)
    third, _ = preparing.page(desk.ws, prepared, 0, ["new"], after=second[-1].number)
    assert [row.row for row in (*first, *second, *third)] == list(range(2, 452))
    found, total = preparing.page(desk.ws, prepared, 0, EVERY, "NÚMBER123 person")
    assert ([row.name for row in found], total) == (["Person Number123"], 1)
    assert preparing.page(desk.ws, prepared, 0, ["same"], "number123") == ((), 0)


def test_the_first_rows_come_while_the_rest_is_read(desk: Desk):
    many = "".join(f"p{n}@x.example,Person,N{n:05},Title,\n" for n in range(20_000))
    said: list[Progress] = []
    report = desk.file("a.csv", HEADER + many)
    preparing.prepare(desk.ws, [report], preparing.folder_for(desk.ws), progress=said.append)
    assert said[0].plan is not None
    assert said[0].done < 20_000
    assert said[0].plan.changes[0].name == "Person N00000"
    assert said[0].plan.counts.created == said[0].extra["created"] == said[0].done
    glanced: list[Progress] = []
    preparing.glance(desk.ws, report, progress=glanced.append)
    assert [(one.done, one.plan) for one in glanced] == [(said[0].done, said[0].plan)]
    assert desk.people() == []


def test_a_dry_run_that_is_cancelled_leaves_what_is_forgotten_at_once(desk: Desk):
    folder = preparing.folder_for(desk.ws)
    with pytest.raises(Cancelled):
        preparing.prepare(desk.ws, [desk.file("a.csv", HEADER + ANNA)], folder, cancelled=lambda: True)
    preparing.forget(folder)
    assert not folder.exists()
    assert desk.people() == []


def test_two_ids_of_one_person_are_told_as_the_new_people_that_they_become(desk: Desk):
    desk.take_in(desk.file("a.csv", HEADER + ANNA))
    twice = "Customer ID,Email,First name,Last name\n7,anna@x.example,Anna,Weber\n8,anna@x.example,Anna,Weber\n"
    prepared = desk.prepare(desk.file("b.csv", twice, source="Till"))
    assert kinds(desk.rows(prepared)) == [(2, "new"), (3, "new")]
    assert desk.write(prepared).counts.created == 2


# what the owner decides about rows


def test_a_row_that_is_left_out_is_kept_counted_and_found_again(desk: Desk):
    report = desk.file("a.csv", HEADER + ANNA + BERT)
    prepared = desk.prepare(replace(report, decisions=report.decisions.leave_out(3, True)))
    assert kinds(desk.rows(prepared)) == [(2, "new"), (3, "left_out")]
    result = desk.write(prepared)
    assert (result.counts.rows, result.counts.created, result.counts.left_out) == (2, 1, 1)
    assert result.problems == ()
    assert desk.people() == ["Anna Weber"]
    (kept,) = reads.problems(desk.ws, result.files[0].batch)
    assert (kept.row, kept.why) == (3, "you left this row out")


def test_an_order_of_two_lines_is_left_out_as_a_whole(desk: Desk):
    text = (
        "Order ID,Email,Order Date,Total,Product\nA-1,anna@x.example,2026-03-13,64.00,Tea\nA-1,,,,Cup\n"
        + UNKNOWN[:-5]
        + ",Pot\n"
    )
    report = desk.file("o.csv", text)
    prepared = desk.prepare(replace(report, decisions=report.decisions.leave_out(2, True)))
    assert (prepared.counts.rows, prepared.counts.left_out, prepared.counts.created) == (3, 2, 1)


def test_a_cell_is_mended_before_it_goes_in(desk: Desk):
    report = desk.file("a.csv", HEADER + ANNA + NOBODY)
    mended = report.decisions.mend(3, {1: "Dora"}).mend(3, {0: "dora@x.example"})
    prepared = desk.prepare(replace(report, decisions=mended))
    assert kinds(desk.rows(prepared)) == [(2, "new"), (3, "new")]
    desk.write(prepared)
    assert desk.titles()["Dora"] == "Cook"


def test_the_owner_says_whom_a_row_is_about(desk: Desk):
    desk.take_in(desk.file("a.csv", HEADER + ANNA))
    (anna,) = reads.list_ids(desk.ws, ListQuery())
    report = desk.file("b.csv", HEADER + "aw@home.example,A.,Weber-Lind,Boss,\n", source="Letter")
    assert kinds(desk.rows(desk.prepare(report))) == [(2, "new")]
    decided = replace(report, decisions=report.decisions.say_who(2, anna))
    prepared = desk.prepare(decided)
    (row,) = desk.rows(prepared)
    assert (row.kind, row.contact, row.fields[0].why) == ("attached", anna, "you said so")
    desk.write(prepared)
    assert list(reads.list_ids(desk.ws, ListQuery())) == [anna]
    assert len(reads.profile(desk.ws, anna).fields["emails"]) == 2
    history.undo(desk.ws)
    assert len(reads.profile(desk.ws, anna).fields["emails"]) == 1


@pytest.mark.parametrize("waits", [False, True])
def test_what_happened_with_people_who_are_unknown_makes_them_or_waits(desk: Desk, waits: bool):
    desk.take_in(desk.file("a.csv", HEADER + ANNA))
    report = desk.file("o.csv", ORDERS + ANNAS + UNKNOWN, source="Till")
    prepared = desk.prepare(replace(report, decisions=replace(report.decisions, waits=waits)))
    result = desk.write(prepared)
    assert (result.counts.created, result.counts.waiting) == ((0, 1) if waits else (1, 0))
    assert result.counts.activities == (1 if waits else 2)
    assert sum(v for k, v in asdict(result.counts).items() if k not in ("rows", "activities")) == result.counts.rows


def test_what_waits_goes_in_when_its_people_are_here(desk: Desk):
    report = desk.file("o.csv", ORDERS + UNKNOWN, source="Till")
    batch = desk.take_in(replace(report, decisions=replace(report.decisions, waits=True))).files[0].batch
    with desk.ws.database.read() as connection:
        assert import_files.batches.waiting(connection) == [(batch, "o.csv", 1)]
    desk.take_in(desk.file("a.csv", HEADER + "zoe@x.example,Zoe,Lind,,\n"))
    again = import_files.to_mend(desk.ws, batch)
    result = desk.write(desk.prepare(replace(again, decisions=replace(again.decisions, waits=True))))
    assert (result.counts.attached, result.counts.waiting, result.counts.activities) == (1, 0, 1)
    with desk.ws.database.read() as connection:
        assert import_files.batches.waiting(connection) == []
    import_files.forget_kept(desk.ws, again.path)
    assert not again.path.parent.exists()


# problem rows


def test_problem_rows_come_in_cleanly_once_they_are_mended(desk: Desk, tmp_path: Path):
    report = desk.file("a.csv", HEADER + ANNA + NOBODY)
    result = desk.take_in(report)
    out = tmp_path / "problems.csv"
    import_files.save_problem_rows(desk.ws, report, result.problems, out)
    out.write_text(out.read_text(encoding="utf-8-sig").replace(",,,Cook,", "dora@x.example,Dora,Lind,Cook,"))
    mended = importing.examine(desk.ws, out)
    assert (mended.source, mended.mends) == ("Shop", 0)
    assert {c.header: c.target for c in mended.mapping.columns}["Problem"] == "-"
    assert desk.take_in(mended).counts.created == 1
    fields = reads.profile(desk.ws, reads.list_ids(desk.ws, ListQuery(text="dora"))[0]).fields
    assert "custom" not in fields


def test_problem_rows_of_long_ago_are_mended_without_their_file(desk: Desk, tmp_path: Path):
    batch = desk.take_in(desk.file("a.csv", HEADER + ANNA + NOBODY)).files[0].batch
    desk.ws.path.with_name("a.csv").unlink()
    assert import_files.save_kept_rows(desk.ws, batch, tmp_path / "p.csv") == 1
    report = import_files.to_mend(desk.ws, batch)
    report = replace(report, decisions=report.decisions.mend(2, {1: "Dora"}))
    assert desk.write(desk.prepare(report)).counts.created == 1
    assert desk.titles()["Dora"] == "Cook"


# several files in one go


def test_orders_find_the_customers_of_the_file_before_as_one_operation(desk: Desk):
    customers, orders = desk.file("c.csv", HEADER + ANNA), desk.file("o.csv", ORDERS + ANNAS, source="Till")
    prepared = desk.prepare(customers, orders)
    assert kinds(desk.rows(prepared, number=0)) == [(2, "new")]
    assert kinds(desk.rows(prepared, number=1)) == [(2, "attached")]
    assert desk.people() == []
    result = desk.write(prepared)
    assert result.counts == prepared.counts
    assert desk.people() == ["Anna Weber"]
    assert len(reads.history(desk.ws)) == 1
    preparing.forget(prepared.folder)
    assert not prepared.folder.exists()


def test_the_cells_of_each_of_several_files_are_told_against_those_before_it(desk: Desk):
    first, second = desk.file("1.csv", HEADER + ANNA), desk.file("2.csv", HEADER + ANNA.replace("Buyer", "Boss"))
    third = desk.file("3.csv", HEADER + ANNA.replace("Buyer", "Head"))
    prepared = desk.prepare(first, second, third)
    told = [
        [(f.before, f.after) for f in desk.rows(prepared, number=n)[0].fields if f.field == "Job title"]
        for n in (0, 1, 2)
    ]
    assert told == [[("", "Buyer")], [("Buyer", "Boss")], [("Boss", "Head")]]


def test_an_own_export_comes_back_by_itself(desk: Desk, tmp_path: Path):
    desk.take_in(desk.file("a.csv", HEADER + ANNA + BERT))
    exporting.export(desk.ws, tmp_path / "own.csv", for_reimport=True)
    text = (tmp_path / "own.csv").read_text(encoding="utf-8-sig").replace("Buyer", "Boss").replace("Baker", "Cook")
    (tmp_path / "own.csv").write_text(text)
    own = importing.examine(desk.ws, tmp_path / "own.csv")
    with pytest.raises(InvalidValue, match="by itself"):
        desk.prepare(own, desk.file("b.csv", HEADER + CLEO))
    whole = desk.prepare(own)
    assert [row.kind for row in desk.rows(whole)] == ["changed", "changed"]
    assert [row.name for row in desk.rows(whole, text="cook")] == ["Bert Mulder"]
    bert = desk.rows(whole, text="cook")[0].row
    desk.write(desk.prepare(replace(own, decisions=own.decisions.leave_out(bert, True))))
    assert desk.titles() == {"Anna Weber": "Boss", "Bert Mulder": "Baker"}


# said before anything is written


def cautions(desk: Desk, report: FileReport) -> tuple[str, ...]:
    return desk.prepare(report).files[0].plan.cautions


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (ORDERS + ANNAS.replace("2026-03-13", "2025-11-02").replace("A-1", "A-0"), "looks older than o.csv"),
        (ORDERS + "A-3,anna@x.example,2026-03-15,,EUR\n", "“Total” has nothing in this file"),
        (ORDERS + "A-3,anna@x.example,2026-03-15,1.00,EUR\n", "has 1 row; the last one from Till had 12"),
    ],
)
def test_a_file_that_is_odd_beside_the_last_one_of_its_source_is_told(desk: Desk, text: str, said: str):
    rows = "".join(f"B-{n},p{n}@x.example,2026-03-{n + 1:02},9.00,EUR\n" for n in range(12))
    desk.take_in(desk.file("o.csv", ORDERS + rows, source="Till"))
    assert any(said in sentence for sentence in cautions(desk, desk.file("next.csv", text, source="Till")))
    more = ORDERS + rows.replace("B-", "C-")
    assert cautions(desk, desk.file("more.csv", more, source="Till")) == ()
    assert cautions(desk, desk.file("other.csv", text, source="Another shop")) == ()


def test_a_column_that_an_own_export_would_clear_is_told(desk: Desk, tmp_path: Path):
    many = "".join(f"p{n}@x.example,Person,N{n},Title {n},\n" for n in range(6))
    desk.take_in(desk.file("a.csv", HEADER + many))
    exporting.export(desk.ws, tmp_path / "own.csv", for_reimport=True)
    text = (tmp_path / "own.csv").read_text(encoding="utf-8-sig")
    for n in range(6):
        text = text.replace(f"Title {n}", "")
    (tmp_path / "own.csv").write_text(text)
    (said,) = cautions(desk, importing.examine(desk.ws, tmp_path / "own.csv"))
    assert said.startswith("This would empty “Job title” of 6 of 6 contacts")


def test_files_in_a_folder_are_told_by_what_is_in_them(desk: Desk, tmp_path: Path):
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, text in (("b.csv", HEADER + BERT), ("a.dat", HEADER + ANNA), (".hidden.csv", HEADER + CLEO)):
        (folder / name).write_text(text)
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    (folder / "inner").mkdir()
    files, others = import_files.files_in([tmp_path / "c.csv", folder])
    assert ([path.name for path in files], others) == (["c.csv", "a.dat", "b.csv"], 1)


def test_an_edit_beside_it_is_not_lost(desk: Desk):
    desk.take_in(desk.file("a.csv", HEADER + ANNA))
    prepared = desk.prepare(desk.file("b.csv", HEADER + ANNA.replace("Buyer", "Boss")))
    (anna,) = reads.list_ids(desk.ws, ListQuery())
    contacts.edit(desk.ws, anna, [Patch("title", "set", "Owner")])
    desk.write(prepared)
    assert desk.titles() == {"Anna Weber": "Owner"}


def test_a_new_person_who_looks_like_somebody_is_told_with_the_reason_and_is_not_joined(desk: Desk):
    desk.take_in(desk.file("a.csv", HEADER + ANNA + BERT))
    text = HEADER + "a.weber@home.example,Ana,Weber,Buyer,+49 30 1234567\n" + CLEO
    prepared = desk.prepare(desk.file("b.csv", text, source="Letter"))
    rows = desk.rows(prepared, "new")
    found = preparing.lookalikes(desk.ws, prepared, 0, rows)
    assert {number: one.name for number, one in found.items()} == {1: "Anna Weber"}
    assert any("phone" in reason.text for reason in found[1].evidence)


def test_a_row_is_shown_as_it_stands_in_its_file_with_what_was_mended(desk: Desk):
    report = desk.file("a.csv", HEADER + ANNA + BERT)
    report = replace(report, decisions=report.decisions.mend(3, {3: "Cook"}))
    assert preparing.row_of(desk.ws, report, 3) == ["bert@x.example", "Bert", "Mulder", "Cook", "+49 30 7654321"]
    assert preparing.row_of(desk.ws, report, 99) == []
