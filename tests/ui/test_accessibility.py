"""What a screen reader is told of each screen and dialog, and whether one sees where the keyboard is.

The accessibility tree is walked as assistive programs walk it. A control has a name and a role; what takes the
keyboard by Tab is a control, and looks otherwise while it has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from deskcrm.domain.patches import Patch
from deskcrm.services import activities, contacts, history, keeping, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.ui.dialogs.add_task import AddTask
from deskcrm.ui.dialogs.edit_task import EditTask
from deskcrm.ui.dialogs.erase import EraseDialog
from deskcrm.ui.dialogs.keep_in_touch import KeepInTouch
from deskcrm.ui.dialogs.labels import LabelsDialog
from deskcrm.ui.dialogs.log_contact import LogContact
from deskcrm.ui.dialogs.merge import begin_merge
from deskcrm.ui.dialogs.told import Told
from deskcrm.ui.screens import PLACES

Role = QAccessible.Role
CONTROLS = frozenset(
    {Role.Button, Role.ButtonMenu, Role.ButtonDropDown, Role.CheckBox, Role.RadioButton, Role.EditableText}
    | {Role.ComboBox, Role.SpinBox, Role.Slider, Role.Link, Role.PageTab, Role.MenuItem}
    | {Role.Table, Role.List, Role.Tree}
)
CONTAINERS = frozenset({Role.Table, Role.List, Role.Tree, Role.ComboBox, Role.SpinBox})
"""Their children are the toolkit's own, or rows that tests of their own look at."""
ROLELESS = frozenset({Role.NoRole, Role.Client, Role.Border, Role.Pane, Role.LayeredPane, Role.Grouping})
AROUND = 16
RING = 24
"""Pixels that differ where something has the keyboard: more than a caret's, less than the smallest ring's."""


def told(root: QWidget) -> Iterator[QAccessibleInterface]:
    """What a screen reader finds in a window, in its order."""

    def walk(one: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
        if one is None or not one.isValid() or one.state().invisible:
            return
        yield one
        if one.role() not in CONTAINERS:
            for number in range(one.childCount()):
                yield from walk(one.child(number))

    yield from walk(QAccessible.queryAccessibleInterface(root))


def path_of(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{type(widget).__name__} in {type(parent).__name__}"


def nameless(root: QWidget) -> list[str]:
    """The controls that a screen reader has no name for."""
    return [
        f"{one.role().name} {path_of(one.object())}"
        for one in told(root)
        if one.role() in CONTROLS and not one.text(QAccessible.Text.Name).strip() and isinstance(one.object(), QWidget)
    ]


def stops(root: QWidget) -> list[QWidget]:
    """What Tab stops at."""
    found = []
    for widget in root.findChildren(QWidget):
        by_tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        own = widget.window() is root.window() and not widget.objectName().startswith("qt_")
        if by_tab and own and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None:
            found.append(widget)
    return found


def roleless(root: QWidget) -> list[str]:
    """What takes the keyboard and is no control to a screen reader."""
    return [
        f"{role.name} {path_of(widget)}"
        for widget in stops(root)
        if (role := QAccessible.queryAccessibleInterface(widget).role()) in ROLELESS
    ]


def unseen(root: QWidget) -> list[str]:
    """What does not look otherwise when it gets the keyboard."""
    found = []
    for widget in stops(root):
        (root.focusWidget() or root).clearFocus()
        before = picture(root, widget)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        if widget.hasFocus() and not_alike(before, picture(root, widget)) < RING:
            found.append(path_of(widget))
    return found


def picture(root: QWidget, widget: QWidget) -> QImage:
    QApplication.sendPostedEvents()
    place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    return root.grab(place.intersected(root.rect())).toImage()


def not_alike(a: QImage, b: QImage) -> int:
    """How many pixels differ, up to what is enough to see."""
    if a.size() != b.size():
        return RING
    differ = 0
    for y in range(a.height()):
        for x in range(a.width()):
            differ += a.pixel(x, y) != b.pixel(x, y)
            if differ >= RING:
                return differ
    return differ


def all_is_told(root: QWidget) -> None:
    found = {"without a name": nameless(root), "without a role": roleless(root), "unseen focus": unseen(root)}
    assert not any(found.values()), found


# Screens --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def lived_in(few, workspace: Workspace) -> Workspace:
    """Somebody with a timeline, tasks, tags; somebody removed; something undone."""
    anna = reads.search(workspace, "anna")[0].id
    activities.log(workspace, anna, "call", "Asked about marzipan")
    tasks.add(workspace, "Send the catalogue", contact=anna, due="2026-03-01")
    contacts.edit(workspace, anna, [Patch("tags", "add", "VIP"), Patch("birthday", "set", "1980-02-03")])
    contacts.remove(workspace, reads.search(workspace, "grace")[0].id)
    outcome = contacts.add(workspace, "person", {"given": "Undone"})
    history.undo(workspace, outcome.changes.operation)
    return workspace


SCREENS = [place.name for place in PLACES if place.name != "profile"]


@pytest.mark.parametrize("name", SCREENS)
def test_a_screen_tells_all_of_itself(lived_in, window, settle, name):
    window.open_screen(name)
    settle()
    all_is_told(window)


@pytest.mark.parametrize("name", SCREENS)
def test_an_empty_screen_tells_all_of_itself(window, settle, name):
    window.open_screen(name)
    settle()
    all_is_told(window)


@pytest.mark.parametrize("who", ["anna", "weber gartenbau"])
def test_a_profile_tells_all_of_itself(lived_in, window, settle, who):
    window.open_contact(reads.search(lived_in, who)[0].id)
    settle()
    all_is_told(window)


def test_the_steps_of_an_import_tell_all_of_themselves(window, settle, tmp_path: Path):
    file = tmp_path / "more.csv"
    file.write_text("Name,Email,Shoe size\nAnna Weber,anna@weber.example,38\n,,\n", encoding="utf-8")
    window.import_files([file])
    settle()
    wizard = window.current
    for page in (wizard.file_page, wizard.fields_page, wizard.who_page):
        all_is_told(window)
        page.next_button.click()
        settle()
    all_is_told(window)


def test_what_search_offers_is_told(qtbot, lived_in, window, settle):
    window.open_screen("people")
    window.search.begin()
    qtbot.keyClicks(window.search, "anna")
    settle()
    offers = window.search.results.findChildren(QWidget)
    assert any(widget.accessibleName() == "Search results" for widget in offers)
    assert nameless(window) == []


# Dialogs --------------------------------------------------------------------------------------------------------------


def merge_two(window, ws: Workspace) -> None:
    begin_merge(window.desk, window, [reads.search(ws, name)[0].id for name in ("anna", "carmen")], window, print)


def erase_anna(window, ws: Workspace) -> None:
    EraseDialog(window.desk, reads.search(ws, "anna")[0].id, window).open()


def add_task(window, ws: Workspace) -> None:
    AddTask(window.desk, reads.search(ws, "anna")[0].id, "Anna", window).open()


def labels(window, ws: Workspace) -> None:
    LabelsDialog(window.desk, window, [reads.search(ws, "anna")[0].id], window).open()


def edit_task(window, ws: Workspace) -> None:
    EditTask(window.desk, reads.tasks(ws)[0], window).open()


def log_contact(window, ws: Workspace) -> None:
    LogContact(window.desk, reads.search(ws, "anna")[0].id, "Anna", parent=window).open()


def keep_in_touch(window, _ws: Workspace) -> None:
    KeepInTouch(window.desk, "Keep in touch with all", "Who is in it.", "", keeping.keep_view, 1, window).open()


DIALOGS: dict[str, Callable[..., object]] = {
    "keys": lambda window, _ws: window.commands["keys"].trigger(),
    "add a person": lambda window, _ws: window.add_contact("person", "Anna Weber"),
    "add a company": lambda window, _ws: window.add_contact("company"),
    "crash": lambda window, _ws: window.show_crash("Traceback"),
    "told": lambda window, _ws: Told("Ready to move", "All of it is in one file.", window).open(),
    "merge": merge_two,
    "erase": erase_anna,
    "task": add_task,
    "change a task": edit_task,
    "log": log_contact,
    "keep in touch": keep_in_touch,
    "labels": labels,
    "whose value shows": lambda window, _ws: window.screen_named("settings").survivorship.click(),
    "about": lambda window, _ws: window.commands["about"].trigger(),
    "export": lambda window, _ws: window.screen_named("people").bulk.export(),
}


@pytest.mark.parametrize("name", DIALOGS)
def test_a_dialog_tells_all_of_itself(qtbot, lived_in, window, settle, name):
    window.open_screen("people")
    settle()
    DIALOGS[name](window, lived_in)
    settle()
    (dialog,) = [d for d in window.findChildren(QDialog) if d.isVisible() and not isinstance(d, QFileDialog)]
    qtbot.waitUntil(dialog.isActiveWindow)
    assert dialog.accessibleName()
    all_is_told(dialog)


def test_a_control_without_a_name_would_be_found(qtbot, window, settle):
    from PySide6.QtWidgets import QPushButton

    window.open_screen("people")
    settle()
    button = QPushButton(window)
    button.setGeometry(0, 0, 30, 30)
    button.show()
    bare = QWidget(window)
    bare.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    bare.setGeometry(40, 0, 30, 30)
    bare.show()
    assert nameless(window) == ["Button QPushButton in MainWindow"]
    assert roleless(window) == ["Client QWidget in MainWindow"]
    assert unseen(window) == ["QWidget in MainWindow"]
