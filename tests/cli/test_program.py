"""What holds for every command: where options stand, statuses, errors in one line, no traceback."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest

from deskcrm.cli import main, program
from deskcrm.services.workspace import Workspace


def test_common_options_stand_before_or_after_the_command(workspace, capsys):
    assert main(["add", "name=Anna", f"--workspace={workspace}"]) == 0
    capsys.readouterr()
    lists = []
    for words in (["--json", "--workspace", str(workspace), "list"], ["list", "--workspace", str(workspace), "--json"]):
        assert main(words) == 0
        lists.append(capsys.readouterr().out)
    assert lists[0] == lists[1]
    assert '"Anna"' in lists[0]


@pytest.mark.parametrize(
    "words",
    [
        ["fly"],
        ["list", "--sort", "shoe size"],
        ["list", "--limit", "-1"],
        ["show"],
        ["show", "Anna"],
        ["add", "Anna"],
        ["edit", "1", "title+=x"],
        ["task", "done", "soon"],
        ["task", "add"],
        ["import", "x.csv", "--as", "poems"],
        ["inspect", "x.csv", "--country", "Germany"],
        ["list", "--workspace"],
        ["list", "\udcff"],
    ],
)
def test_wrong_usage_ends_with_2_and_says_so_in_one_line(call, words):
    answer = call(*words)
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.startswith("deskcrm: ")
    assert answer.err.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [["show", "1"], ["edit", "9", "title=x"], ["undo", "77"], ["task", "done", "5"], ["import", "missing.csv"]],
)
def test_what_cannot_be_done_ends_with_1_and_is_told_as_a_document_too(call, ask, words):
    ask("add", "name=Anna")
    ask("undo")
    call("add", "name=Béla")
    words = ["show", "99"] if words[0] == "show" else words
    answer = call(*words, "--json")
    assert answer.status == 1
    assert answer.err.count("\n") == 1
    assert answer.json["error"] in answer.err


def test_reading_where_there_is_nothing_makes_nothing(call, workspace):
    answer = call("list")
    assert answer.status == 1
    assert "no workspace" in answer.err
    assert list(workspace.parent.iterdir()) == []


def test_reads_work_beside_an_open_window_and_writes_are_refused(ask, call, workspace):
    ask("add", "name=Anna")
    window = Workspace.open(workspace)
    try:
        assert len(ask("list")) == 1
        assert ask("check")["ok"]
        refused = call("add", "name=Béla")
        assert refused.status == 1
        assert "open in another DeskCRM" in refused.err
    finally:
        window.close()


def spoil(workspace, statement):
    """Changes the file behind the program's back."""
    connection = sqlite3.connect(workspace)
    with connection:
        connection.execute(statement)
    connection.close()


def test_a_bug_is_told_in_one_line_and_kept_beside_the_workspace(call, workspace):
    call("add", "name=Anna")
    spoil(workspace, "ALTER TABLE profile RENAME TO elsewhere")
    answer = call("list")
    assert answer.status == 1
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err
    log = workspace.with_name("w.deskcrm.bug.txt")
    assert str(log) in answer.err
    assert "no such table" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0


def test_help_names_every_command_and_each_explains_itself(call):
    told = call("--help")
    assert told.status == 0
    for name in program.COMMANDS:
        assert f"  {name} " in told.out
        own = call(name, "--help")
        assert own.status == 0
        assert f"deskcrm {name}" in own.out
    assert call("--version").out.startswith("DeskCRM ")


def test_undo_and_redo_answer_what_they_did(ask, call):
    contact = ask("add", "name=Anna")["id"]
    edit = ask("edit", contact, "title=Baker")["operation"]
    undone = ask("undo")
    assert undone["operation"] == edit
    assert "Anna" in undone["summary"]
    assert "title" not in ask("show", contact)["fields"]
    assert ask("redo")["operation"] == edit
    assert ask("show", contact)["fields"]["title"] == "Baker"
    (latest, first) = ask("history")
    assert latest.keys() >= {"id", "at", "kind", "summary", "undoable", "why_not"}
    assert (latest["kind"], first["kind"]) == ("edit", "add")
    assert ask("history", "--limit", "1") == [latest]
    ask("add", "name=Béla")
    assert ask("history", "--contact", contact) == [latest, first]


def test_a_refused_undo_names_what_stands_in_the_way(ask, call):
    task = ask("task", "add", "Call")
    done = ask("task", "done", task["id"])
    refused = call("undo", task["operation"], "--json")
    assert refused.status == 1
    assert refused.json["stands_in_the_way"] == [done["operation"]]
    assert refused.json["error"] in refused.err


def test_check_tells_what_is_wrong_and_rebuild_mends_it(ask, call, workspace):
    ask("add", "name=Anna")
    assert ask("check") == {"ok": True, "problems": []}
    spoil(workspace, "UPDATE profile SET name = 'Berta'")
    answer = call("check", "--json")
    assert answer.status == 1
    assert answer.json["ok"] is False
    assert answer.json["problems"]
    assert call("check").status == 1
    assert ask("rebuild") == {"ok": True, "problems": []}
    assert ask("list")[0]["name"] == "Anna"


def test_without_a_display_the_window_says_so(call, monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    answer = call()
    assert answer.status == 1
    assert "no display" in answer.err


def test_a_reader_that_has_enough_is_no_error(workspace):
    line = f"{sys.executable} -m deskcrm --help | head -1; {sys.executable} -m deskcrm --version"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1].startswith("DeskCRM ")


def test_answers_are_utf8_whatever_the_locale(call, workspace):
    call("add", "name=Žofie")
    environment = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    words = [sys.executable, "-m", "deskcrm", "--workspace", str(workspace), "list", "--json"]
    done = subprocess.run(words, capture_output=True, env={**os.environ, **environment}, check=True)
    assert "Žofie" in done.stdout.decode("utf-8")
    assert done.stderr == b""
