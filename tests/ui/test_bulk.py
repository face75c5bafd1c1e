"""Many at once: tagged, staged, changed, given tasks, exported, copied, removed; one step of History each."""

from __future__ import annotations

import csv
import threading

import pytest
from list_helpers import city, form, key, names, press, tag
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from deskcrm.domain.changes import Changes
from deskcrm.domain.errors import Cancelled
from deskcrm.domain.views import ListQuery, Progress
from deskcrm.services import reads
from deskcrm.services.outcome import Outcome
from deskcrm.ui import export_process
from deskcrm.ui.dialogs import bulk as forms
from deskcrm.ui.dialogs.export import ExportDialog
from deskcrm.ui.import_process import in_child
from deskcrm.ui.models.rules import Rules

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # menus without a display want more of it

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(few, window, workspace, settle):
    tag(workspace, "Anna Weber", "VIP")
    window.open_screen("people")
    settle()
    return window.screen_named("people")


@pytest.fixture
def three(people, qtbot):
    """Anna, Benoît and Carmen are marked."""
    for _ in range(2):
        qtbot.keyClick(people.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    return people


def tags_of(workspace) -> dict[str, tuple[str, ...]]:
    ids = reads.list_ids(workspace, ListQuery())
    return {row.name: row.cells["tags"] for row in reads.rows(workspace, ids, ["tags"])}


def steps(workspace) -> int:
    return len(reads.history(workspace))


def test_the_bar_takes_the_place_of_the_chips_while_several_are_marked(qtbot, three):
    assert three.tools.bulk.isVisible()
    assert not three.tools.bar.isVisible()
    assert three.tools.bulk.number.whole_text() == "3 people marked"
    assert three.tools.bulk.all.text() == "Mark all 4"
    three.tools.bulk.all.click()
    assert three.tools.bulk.number.whole_text() == "All 4 people"
    key(qtbot, Qt.Key.Key_Escape)
    assert not three.tools.bulk.isVisible()
    assert three.tools.bar.isVisible()


def test_a_tag_says_beforehand_how_many_have_it_and_is_one_step(qtbot, three, window, settle, workspace):
    before = steps(workspace)
    press(qtbot, window, "Ctrl+T")
    asked = form(window, forms.TagMany)
    assert asked.windowTitle() == "Tag 3 people"
    qtbot.keyClicks(asked.tag, "VIP")
    settle()
    assert asked.preview.whole_text() == "Adds “VIP” to 2; 1 of 3 have it already."
    qtbot.keyClick(asked.tag, Qt.Key.Key_Return, CTRL)
    settle()
    assert [name for name, tags in tags_of(workspace).items() if tags] == [
        "Anna Weber", "Benoît Lefèvre", "Carmen Ruiz Ortega",
    ]  # fmt: skip
    assert steps(workspace) == before + 1
    qtbot.waitUntil(window.message.isVisible)
    assert window.message.text == "Changed 3 contacts"
    window.message.press()
    settle()
    assert tags_of(workspace)["Benoît Lefèvre"] == ()
    assert three.view.marks.count == 3, "they are still marked for what comes next"


def test_a_tag_is_taken_off(qtbot, three, window, settle, workspace):
    three.tools.bulk.buttons["tag"].click()
    asked = form(window, forms.TagMany)
    asked.way.setCurrentIndex(1)
    asked.tag.setText("vip")
    settle()
    assert asked.preview.whole_text() == "Takes “vip” off 1 of 3; the others don’t have it."
    asked.save()
    settle()
    assert not any(tags_of(workspace).values())


def test_a_stage_and_a_field_are_set_and_emptied(qtbot, three, window, settle, workspace):
    three.tools.bulk.buttons["stage"].click()
    asked = form(window, forms.StageMany)
    asked.stage.setCurrentIndex(asked.stage.findData("lead"))
    assert "become “Lead”" in asked.preview.whole_text()
    asked.save()
    settle()
    three.tools.bulk.buttons["field"].click()
    field = form(window, forms.FieldMany)
    field.field.setCurrentIndex(field.field.findData("language"))
    field.value.setText("French")
    assert field.preview.whole_text() == "Language of 3 people becomes “French”, whatever it was."
    field.save()
    settle()
    rows = reads.rows(workspace, reads.list_ids(workspace, ListQuery()), ["language"])
    assert [(row.stage, row.cells["language"]) for row in rows] == [("lead", ("French",))] * 3 + [("", ())]
    three.bulk.begin("field")
    field = form(window, forms.FieldMany)
    field.field.setCurrentIndex(field.field.findData("language"))
    assert "becomes empty" in field.preview.whole_text()
    field.save()
    settle()
    rows = reads.rows(workspace, reads.list_ids(workspace, ListQuery()), ["language"])
    assert not any(row.cells["language"] for row in rows)


def test_nobody_gives_many_people_one_name(three, window):
    three.bulk.begin("field")
    field = form(window, forms.FieldMany).field
    keys = {field.itemData(n) for n in range(field.count())}
    assert {"organization", "language", "notes", "birthday", "phones", "urls"} <= keys
    assert not keys & {"given", "family", "tags", "stage", "addresses"}


def test_a_value_is_added_to_a_list_of_many_taken_out_and_all_emptied(three, window, settle, workspace):
    def phones() -> list[tuple[str, ...]]:
        rows = reads.rows(workspace, reads.list_ids(workspace, ListQuery()), ["phones"])
        return [row.cells["phones"] for row in rows]

    def ask(value: str, way: int = 0) -> str:
        three.bulk.begin("field")
        asked = form(window, forms.FieldMany)
        assert not asked.way.isVisible(), "the first field has one value"
        asked.field.setCurrentIndex(asked.field.findData("phones"))
        assert asked.way.isVisible()
        asked.way.setCurrentIndex(way)
        asked.value.setText(value)
        said = asked.preview.whole_text()
        asked.save()
        settle()
        return said

    before = phones()
    assert ask("+49 30 5550 9999") == "“+49 30 5550 9999” is added to phone of 3 people, beside what is there."
    assert [set(now) - set(was) for now, was in zip(phones(), before, strict=True)] == [{"+493055509999"}] * 3 + [set()]
    assert "is taken out of phone of 3 people" in ask("+49 30 5550 9999", 1)
    assert phones() == before
    ask("+49 30 5550 9999")
    assert "becomes empty" in ask("")
    assert phones() == [(), (), (), before[3]]


def test_a_task_for_each(qtbot, three, window, settle, workspace):
    three.tools.bulk.buttons["task"].click()
    asked = form(window, forms.TaskMany)
    asked.save()
    assert asked.trouble.isVisible()
    qtbot.keyClicks(asked.title, "Say thanks")
    assert asked.preview.whole_text() == "Adds 3 tasks, one for each. Undone as one."
    asked.when.choice.setCurrentIndex(0)
    asked.save()
    settle()
    assert {task.name for task in reads.tasks(workspace)} == {"Anna Weber", "Benoît Lefèvre", "Carmen Ruiz Ortega"}
    assert window.message.text == "Added the task “Say thanks” for 3 contacts"
    window.undo()
    settle()
    assert reads.tasks(workspace) == []


def test_many_are_removed_after_it_was_said_how_many_and_undone_as_one(qtbot, three, window, settle, workspace):
    qtbot.keyClick(three.view, Qt.Key.Key_Delete)
    asked = form(window, forms.RemoveMany)
    assert asked.windowTitle() == "Remove 3 people"
    qtbot.waitUntil(asked.save_button.hasFocus)
    asked.save()
    settle()
    assert names(three) == ["Grace O'Neill"]
    window.undo()
    settle()
    assert len(names(three)) == 4


def test_all_of_a_view_are_those_of_its_rules(qtbot, people, window, settle, workspace):
    people.keeper.set_rules(Rules((city("Berlin"), city("Lyon")), True))
    settle()
    people.view.setFocus()
    key(qtbot, Qt.Key.Key_A, CTRL)
    people.bulk.begin("tag")
    asked = form(window, forms.TagMany)
    assert asked.windowTitle() == "Tag all 2 people"
    asked.tag.setText("near")
    asked.save()
    settle()
    assert [name for name, tags in tags_of(workspace).items() if "near" in tags] == ["Anna Weber", "Benoît Lefèvre"]


def test_marking_all_while_the_list_is_still_read_marks_the_rest_too(qtbot, people, settle, many):
    people.view.refresh()
    settle()
    with qtbot.waitSignal(people.table.loaded):
        people.filter.setText("given")
    assert not people.table.whole
    people.view.mark_all()
    settle()
    assert people.view.marks.count == many
    assert len(people.view.marked_ids()) == many


def test_more_than_five_cannot_be_merged(qtbot, people, settle, many):
    people.view.refresh()
    settle()
    key(qtbot, Qt.Key.Key_A, CTRL)
    assert not people.tools.bulk.buttons["merge"].isEnabled()
    assert not people.preview._merge.isVisible()


def test_a_long_change_shows_how_far_it_is(qtbot, people, window, settle, workspace, many):
    people.view.refresh()
    settle()
    key(qtbot, Qt.Key.Key_A, CTRL)
    people.bulk.begin("tag")
    asked = form(window, forms.TagMany)
    asked.tag.setText("soon")
    settle()
    told: list[str] = []
    asked._tell(Progress("Changing", 1000, many + 4))
    told.append(asked.preview.whole_text())
    assert told == [f"1,000 of {many + 4:,}…"]
    assert asked.bar.value() == 1000
    asked.save()
    settle()
    assert sum("soon" in tags for tags in tags_of(workspace).values()) == many + 4


def test_a_change_that_is_cancelled_changes_nothing_and_says_so(qtbot, three, window, settle, workspace):
    writing = threading.Event()

    def busy(_workspace) -> Outcome[None]:
        writing.wait(60)
        return Outcome(None, Changes())

    window.desk.do(busy)
    three.bulk.begin("tag")
    asked = form(window, forms.TagMany)
    asked.tag.setText("soon")
    asked.save()
    asked.reject()
    assert asked.isVisible(), "it stays until it is known what was done"
    writing.set()
    settle()
    assert asked.trouble.text == "Cancelled; nothing was changed."
    assert asked.save_button.isEnabled()
    assert not any("soon" in tags for tags in tags_of(workspace).values())
    asked.reject()
    assert asked.isHidden()


def test_what_refuses_says_so_in_the_form_and_can_be_tried_again(qtbot, three, window, settle, workspace):
    three.bulk.begin("tag")
    asked = form(window, forms.TagMany)
    asked.tag.setText("x")
    asked._refused(str(Cancelled("Cancelled. Nothing was changed.")))
    assert asked.trouble.text == "Cancelled. Nothing was changed."
    assert asked.save_button.isEnabled()


def test_marked_rows_are_copied_as_a_table(qtbot, three, window, settle):
    key(qtbot, Qt.Key.Key_C, CTRL)
    settle()
    head, *lines = QGuiApplication.clipboard().text().split("\n")
    assert head == "Name\tCompany\tEmail\tStage\tContact\tValue\tCurrency"
    assert [line.split("\t")[:3] for line in lines] == [
        ["Anna Weber", "Weber Gartenbau", "anna@weber.example"],
        ["Benoît Lefèvre", "", "benoit@lefevre.example"],
        ["Carmen Ruiz Ortega", "Taller Ruiz", "carmen@ruiz.example"],
    ]
    assert window.message.text == "Copied 3 rows, to be pasted as a table"


def test_what_is_shown_is_exported_in_its_columns_order_and_filter(people, window, settle, tmp_path, monkeypatch):
    people.keeper.set_rules(Rules((city("Berlin"), city("Lyon")), True))
    people.keeper.set_columns([("name", 0), ("city", 0)])
    people.sort_by("name")
    settle()
    path = tmp_path / "near.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    people.bulk.export()
    asked = form(window, ExportDialog)
    asked.choose("shown", ".csv")
    asked.save()
    settle()
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [["Name", "City"], ["Benoît Lefèvre", "Lyon"], ["Anna Weber", "Berlin"]]
    assert window.message.text == "Exported 2 people to near.csv"


def exported(three, window, settle, monkeypatch, path, purpose, **how):
    """The file of the three marked, asked for as the owner does."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path.with_suffix("")), ""))
    three.tools.bulk.buttons["export"].click()
    asked = form(window, ExportDialog)
    asked.choose(purpose, path.suffix, **how)
    asked.save()
    settle()
    return path


def test_only_those_marked_are_exported_where_several_are(three, window, settle, tmp_path, monkeypatch):
    path = exported(three, window, settle, monkeypatch, tmp_path / "three.csv", "shown", bom=False)
    assert len(path.read_text("utf-8").splitlines()) == 4
    assert path.read_bytes().startswith(b'"Name"')


@pytest.mark.parametrize(
    ("name", "purpose", "how", "begins"),
    [
        ("three.xlsx", "everything", {}, b"PK"),
        ("three.json", "everything", {}, b'[\n{"id":'),
        ("three.vcf", "everything", {"card": "4.0"}, b"BEGIN:VCARD\r\nVERSION:4.0"),
        ("three.csv", "back", {}, b'\xef\xbb\xbf"DeskCRM id"'),
    ],
)
def test_everything_goes_out_in_the_format_chosen(
    three, window, settle, tmp_path, monkeypatch, name, purpose, how, begins
):
    path = exported(three, window, settle, monkeypatch, tmp_path / name, purpose, **how)
    assert path.read_bytes().startswith(begins)
    assert window.message.text == f"Exported 3 people to {name}"


def test_no_file_is_written_over_that_nobody_was_asked_about(three, window, settle, tmp_path, monkeypatch):
    path = tmp_path / "three.csv"
    path.write_text("mine", encoding="utf-8")
    exported(three, window, settle, monkeypatch, path, "shown")
    assert path.read_text(encoding="utf-8") == "mine"
    assert "three.csv" in form(window, ExportDialog).trouble.text


def test_a_mailing_tells_whom_it_leaves_out(three, window, settle, tmp_path, monkeypatch):
    path = exported(three, window, settle, monkeypatch, tmp_path / "mailing.csv", "mailing")
    assert len(path.read_text("utf-8-sig").splitlines()) == 4
    assert window.message.text == "Exported 3 addresses to mailing.csv"


def test_many_are_written_by_a_process_of_their_own(few, workspace, tmp_path):
    ids = reads.list_ids(workspace, ListQuery("person"))
    for purpose, name in (("everything", "all.vcf"), ("mailing", "mail.csv"), ("shown", "list.xlsx")):
        order = export_process.Order(tmp_path / name, purpose, ids, [("name", "Name")], True, "")
        seen: list[Progress] = []
        done = in_child(export_process.write_here, (workspace.path, order), seen.append, lambda: False)
        assert done == export_process.write(workspace, order, seen.append, lambda: False)
        assert order.path.stat().st_size > 0


def test_cards_are_offered_only_where_a_file_can_be_cards(three, window):
    three.tools.bulk.buttons["export"].click()
    asked = form(window, ExportDialog)
    counts = {}
    for place in range(asked.purpose.count()):
        asked.purpose.setCurrentIndex(place)
        counts[asked.purpose.currentData()] = asked.format.count()
    assert counts == {"shown": 4, "everything": 6, "mailing": 4, "back": 6}


def test_the_buttons_leave_their_words_away_in_a_narrow_window(three, window, qtbot):
    window.resize(700, 600)
    qtbot.waitUntil(lambda: three.tools.bulk.buttons["tag"].text() == "")
    assert three.tools.bulk.buttons["tag"].accessibleName() == "Tag"
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: three.tools.bulk.buttons["tag"].text().strip() == "Tag")


def test_whoever_is_under_the_cursor_alone_can_be_tagged_too(qtbot, people, window):
    press(qtbot, window, "Ctrl+T")
    assert form(window, forms.TagMany).windowTitle() == "Tag 1 person"


def test_in_a_narrow_window_the_first_acts_keep_their_words(qtbot, three, window):
    def words() -> list[str]:
        return [button.text() for button in three.tools.bulk.buttons.values()]

    window.resize(1900, 800)
    qtbot.waitUntil(lambda: all(words()))
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not all(words()))
    said = words()
    kept = next(n for n, word in enumerate(said) if not word)
    assert kept >= 3
    assert not any(said[kept:]), "from the last"
    assert all(button.accessibleName() for button in three.tools.bulk.buttons.values())
