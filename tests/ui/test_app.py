"""Starting and ending: the window first, one per workspace, an orderly quit."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from deskcrm import app
from deskcrm.services import reads, settings
from deskcrm.services.workspace import Workspace
from deskcrm.ui import memory
from deskcrm.ui.main_window import MainWindow
from deskcrm.ui.theme import theme

STARTED = "started"
SECONDS = 30
LONG_FILE = 20_000

PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from deskcrm import app
from deskcrm.ui.main_window import MainWindow

class Told(MainWindow):
    def __init__(self, desk, **kw):
        super().__init__(desk, **kw)
        desk.opened.connect(lambda: print("started", flush=True))

    def come_forward(self, files=()):
        super().come_forward(files)
        print("came forward with", [file.name for file in files], "to", self.place.screen, flush=True)

app.MainWindow = Told
sys.exit(app.main(sys.argv[1:]))
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace in which something was done, so that nobody is welcomed to it."""
    workspace = Workspace.open(tmp_path / "book.deskcrm")
    settings.put(workspace, "country", "DE")
    workspace.close()
    return workspace.path


@pytest.fixture
def started(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A DeskCRM of its own, with its workspace open."""
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--workspace", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == STARTED
    yield process
    process.kill()
    process.communicate()


def test_sigterm_closes_the_workspace_and_ends_well(started, path):
    started.send_signal(signal.SIGTERM)
    _, errors = started.communicate(timeout=SECONDS)
    assert started.returncode == 0, errors
    assert "Traceback" not in errors
    Workspace.open(path).close()


@pytest.mark.parametrize(("files", "screen"), [([], "people"), (["a ü.csv", "b.csv"], "import")])
def test_a_second_start_brings_the_first_forward_with_its_files_and_ends(started, path, tmp_path, files, screen):
    for name in files:
        (tmp_path / name).write_text("Name,Email\nAnna Weber,anna@weber.example\n", encoding="utf-8")
    second = subprocess.run(
        [sys.executable, "-m", "deskcrm.app", "--workspace", str(path), *files],
        cwd=tmp_path,
        timeout=SECONDS,
        capture_output=True,
        check=False,
    )
    assert second.returncode == 0
    assert started.stdout.readline().strip() == f"came forward with {files} to {screen}"


def test_the_window_is_as_large_as_it_was_left(qtbot, path, own_home):
    window = app.start(path)
    qtbot.addWidget(window)
    window.resize(701, 511)
    memory.keep_place(window)
    window.close()
    again = app.start(path)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (701, 511)
    again.close()
    assert [file.name for file in own_home.rglob("*.ini")] == ["window.ini"], "kept in the home of this test"


@pytest.mark.parametrize(("left_at", "back"), [("history", "history"), ("backups", "settings"), ("import", "imports")])
def test_it_opens_where_it_was_left_or_where_that_belongs(qtbot, qapp, path, left_at, back):
    program = app.Program(qapp)
    program.open(path)
    qtbot.waitUntil(lambda: program.window.desk.workspace is not None)
    program.window.open_screen(left_at)
    qtbot.waitUntil(lambda: program.window.desk.idle)
    program.end()
    program.window.leave = program.window.desk.close
    program.window.close()
    program.window.deleteLater()
    again = app.start(path)
    qtbot.addWidget(again)
    qtbot.waitSignal(again.painted).wait()
    assert again.place.screen == back
    qtbot.waitUntil(lambda: again.desk.idle)
    again.close()


def test_the_window_looks_as_was_chosen_last_before_the_workspace_is_open(qtbot, path, own_home):
    memory.choose_look("dark")
    theme().set_mode("system")
    window = app.start(path)
    qtbot.addWidget(window)
    assert theme().mode == "dark"
    window.close()
    (kept,) = own_home.rglob("*.ini")
    kept.write_text("[General]\nappearance=plaid\n")
    memory.restore_look()
    assert theme().mode == "system", "what nobody chose is not followed"


def test_closing_while_an_import_runs_ends_at_once_and_leaves_nothing_of_it(qtbot, path, tmp_path):
    file = tmp_path / "many.csv"
    rows = "".join(f"Given{n} Family{n},g{n}@many.example\n" for n in range(LONG_FILE))
    file.write_text(f"Name,Email\n{rows}", encoding="utf-8")
    window = app.start(path, [file])
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.place.screen == "import")
    wizard = window.current
    shown = wizard.stack.currentWidget
    for page in wizard.pages[:4]:
        leads_on = page.next_button
        qtbot.waitUntil(lambda b=leads_on: b.isVisible() and b.isEnabled(), timeout=SECONDS * 1000)
        leads_on.click()
    qtbot.waitUntil(lambda: shown() is wizard.work_page, timeout=SECONDS * 1000)
    window.close()
    assert not window.isVisible()
    assert multiprocessing.active_children() == []
    workspace = Workspace.open(path)
    assert reads.counts(workspace)["people"] == 0
    workspace.close()


def test_a_killed_window_does_not_stand_in_the_way_of_the_next(started, path):
    started.kill()
    started.wait()
    again = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--workspace", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert again.stdout.readline().strip() == STARTED
    again.send_signal(signal.SIGTERM)
    again.communicate(timeout=SECONDS)
    assert again.returncode == 0


def test_a_workspace_that_is_being_written_to_is_said_and_can_be_tried_again(qtbot: QtBot, path: Path):
    other = Workspace.open(path)
    window = app.start(path)
    qtbot.addWidget(window)
    qtbot.waitSignal(window.painted).wait()
    qtbot.waitUntil(window.trouble.isVisible)
    assert not window.sidebar.isEnabled()
    other.close()
    with qtbot.waitSignal(window.desk.opened):
        window.trouble.press()
    qtbot.waitUntil(lambda: window.sidebar.isEnabled())
    assert window.current.isVisible()
    qtbot.waitUntil(lambda: window.desk.idle)
    window.close()


def test_where_a_workspace_cannot_be_opened_another_can(qtbot: QtBot, path: Path, tmp_path: Path):
    other = Workspace.open(path)
    Workspace.open(tmp_path / "second.deskcrm").close()
    window = app.start(path)
    qtbot.addWidget(window)
    qtbot.waitSignal(window.painted).wait()
    qtbot.waitUntil(window.trouble.isVisible)
    (button,) = [b for b in window.trouble.findChildren(QAbstractButton) if b.text() == "Open another…"]
    button.click()
    (dialog,) = window.findChildren(QFileDialog)
    with qtbot.waitSignal(window.workspace_asked) as asked:
        dialog.fileSelected.emit(str(tmp_path / "second.deskcrm"))
    assert asked.args == [tmp_path / "second.deskcrm"]
    dialog.close()
    dialog.fileSelected.emit(str(tmp_path / "nothing.deskcrm"))
    qtbot.waitUntil(lambda: window.message.isVisible())
    other.close()
    window.close()


def test_the_window_is_there_before_the_workspace(qtbot: QtBot, path: Path):
    window: MainWindow = app.start(path)
    qtbot.addWidget(window)
    assert window.isVisible()
    assert window.desk.workspace is None
    qtbot.waitSignal(window.painted).wait()
    assert window.current.title == "People"
    assert window.desk.workspace is None
    with qtbot.waitSignal(window.desk.opened):
        pass
    qtbot.waitUntil(lambda: window.desk.idle)
    assert window.current.empty.isVisible()
    window.close()
    assert window.desk.workspace is None


HEAVY = (
    *("sqlmodel", "sqlalchemy", "alembic", "numpy", "pyqtgraph", "phonenumbers", "asyncio", "socket"),
    *("sqlite3", "PySide6.QtNetwork", "deskcrm.store", "deskcrm.domain.views", "deskcrm.ui.commands"),
    *("deskcrm.ui.widgets.search_results", "deskcrm.ui.widgets.toast", "deskcrm.ui.screens.people"),
    *("multiprocessing", "json", "decimal", "locale", "deskcrm.domain.cleaning.text", "deskcrm.domain.activities"),
)


def test_the_first_paint_needs_nothing_heavy(path: Path):
    code = f"""
import sys
from deskcrm import app
from PySide6 import QtWidgets
qt = app.new_application("deskcrm")
window = app.start(__import__("pathlib").Path({str(path)!r}))
window.grab()
there = {{*sys.modules, *vars(QtWidgets)}}
print(sorted(name for name in {HEAVY!r} + ("QStyle",) if name in there), flush=True)
__import__("os")._exit(0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_bug_in_a_slot_is_shown_and_printed(qtbot: QtBot, path: Path, capsys: pytest.CaptureFixture[str]):
    window = app.start(path)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.desk.opened):
        pass
    try:
        raise RuntimeError("a bug")
    except RuntimeError as error:
        app.show_bugs(lambda: window)(type(error), error, error.__traceback__)
    from deskcrm.ui.dialogs.crash import CrashDialog

    (report,) = window.findChildren(CrashDialog)
    assert "RuntimeError: a bug" in report.text.toPlainText()
    assert "RuntimeError: a bug" in capsys.readouterr().err
    qtbot.waitUntil(lambda: window.desk.idle)
    window.close()


def test_the_command_line_takes_a_workspace_and_files():
    options = app.parser().parse_args(["--workspace", "a.deskcrm", "x.csv", "y.csv"])
    assert options.workspace == Path("a.deskcrm")
    assert options.files == [Path("x.csv"), Path("y.csv")]
    assert app.parser().parse_args([]).workspace is None
