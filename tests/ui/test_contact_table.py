"""The list of contacts: ids in order, rows by the page, and the cursor that stays with its contact."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from deskcrm.domain.filters import Condition
from deskcrm.domain.views import SORTABLE, ListQuery
from deskcrm.services import contacts, reads
from deskcrm.store import shown as store_shown
from deskcrm.ui.models.columns import COMPANY_COLUMNS, PEOPLE_COLUMNS
from deskcrm.ui.models.contact_table import FIRST, PAGE, ROW_ROLE, ContactTable
from deskcrm.ui.widgets import contact_delegate
from deskcrm.ui.widgets.contact_view import ContactView

pytestmark = pytest.mark.usefixtures("qtbot")


@pytest.fixture
def table(desk) -> Iterator[ContactTable]:
    """The table of people, watched by Qt's own tester of models."""
    table = ContactTable(desk, PEOPLE_COLUMNS, ListQuery())
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield table
    del tester


def shown(table: ContactTable, column: int = 0) -> list[str | None]:
    return [table.index(row, column).data() for row in range(table.rowCount())]


@pytest.fixture
def loaded(table, settle) -> ContactTable:
    table.reload()
    settle()
    return table


@pytest.mark.usefixtures("few")
def test_it_shows_everybody_by_name(loaded):
    assert shown(loaded) == ["Anna Weber", "Benoît Lefèvre", "Carmen Ruiz Ortega", "Grace O'Neill"]


@pytest.mark.usefixtures("few")
def test_it_tells_how_far_it_is_where_it_reads_something_of_everybody_first(table, settle, monkeypatch):
    monkeypatch.setattr(store_shown, "AT_ONCE", 2)
    told: list[int] = []
    table.gathering.connect(told.append)
    table.show_query(ListQuery(where=Condition("tags", "is", "nobody has this")))
    settle()
    assert told[-1] == 100
    told.clear()
    table.reload()
    settle()
    assert told == []


@pytest.mark.usefixtures("few")
def test_every_column_that_sorts_is_one_the_services_sort_by():
    for column in PEOPLE_COLUMNS + COMPANY_COLUMNS:
        assert column.sort == "" or column.sort in SORTABLE


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize("column", range(len(PEOPLE_COLUMNS)), ids=[c.key for c in PEOPLE_COLUMNS])
def test_it_sorts_by_any_column_both_ways(loaded, settle, workspace, column):
    for order in Qt.SortOrder:
        loaded.sort(column, order)
        settle()
        down = order == Qt.SortOrder.DescendingOrder
        wanted = reads.list_ids(workspace, ListQuery(sort=PEOPLE_COLUMNS[column].sort, descending=down))
        assert [loaded.id_at(row) for row in range(loaded.rowCount())] == list(wanted)
        assert None not in shown(loaded)


@pytest.mark.usefixtures("few")
def test_a_cell_says_its_heading_to_screen_readers_and_the_whole_on_hover(loaded):
    email = next(i for i, c in enumerate(PEOPLE_COLUMNS) if c.key == "email")
    index = loaded.index(0, email)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Email: anna@weber.example"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "anna@weber.example"
    assert loaded.index(0, 0).data(ROW_ROLE).city == "Berlin"


def test_a_row_is_empty_until_its_page_is_read_and_then_says_so(qtbot, table, settle, many):
    table.reload()
    settle()
    far = table.index(many - 1, 0)
    assert far.data() is None
    with qtbot.waitSignal(table.dataChanged) as changed:
        settle()
    first, last = changed.args[:2]
    assert first.row() <= many - 1 <= last.row()
    assert far.data() == "Given1499 Family"


def test_scrolling_through_everything_shows_every_row_in_its_place(qtbot, table, settle, many):
    table.reload()
    settle()
    for top in range(0, many, 100):
        for row in range(top, min(top + 100, many)):
            table.index(row, 0).data()
        settle()
    ready = [table.index(row, 0).data() for row in range(many)]
    settle()
    ready = [table.index(row, 0).data() for row in range(many)]
    assert ready == [f"Given{n:04d} Family" for n in range(many)]


def test_jumping_about_reads_where_the_owner_is_last_first(qtbot, table, settle, many, workspace, monkeypatch):
    table.reload()
    settle()
    asked: list[int] = []
    real = reads.rows
    monkeypatch.setattr(reads, "rows", lambda ws, ids, more=(): (asked.append(ids[0]), real(ws, ids, more))[1])
    order = [PAGE * page for page in (1, 2, 3, 4, 5)]
    for row in order:
        table.index(row, 0).data()
    settle()
    assert asked[0] == table.id_at(order[0]), "one read was under way at once"
    assert table.id_at(order[-1]) in asked[1:4], "then those that were asked for last"


@pytest.mark.usefixtures("few")
def test_a_row_that_changed_is_read_again_without_a_reset(qtbot, loaded, settle, workspace):
    from deskcrm.domain.patches import Patch

    resets: list[None] = []
    loaded.modelReset.connect(lambda: resets.append(None))
    contacts.edit(workspace, loaded.id_at(0), [Patch("organization", "set", "Weber & Co")])
    with qtbot.waitSignal(loaded.dataChanged):
        loaded.reload()
    assert loaded.index(0, 1).data() == "Weber & Co"
    assert resets == []


@pytest.mark.usefixtures("few")
def test_asking_for_what_is_outside_the_list_answers_nothing(loaded):
    assert loaded.id_at(99) is None
    assert loaded.id_at(-1) is None
    assert loaded.row_of(424242) == -1
    assert loaded.rowCount(loaded.index(0, 0)) == 0
    assert loaded.data(QModelIndex()) is None


@pytest.fixture
def view(qtbot, table, settle) -> ContactView:
    view = ContactView(table)
    qtbot.addWidget(view)
    view.resize(800, 400)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    table.reload()
    settle()
    view.setFocus()
    return view


@pytest.mark.usefixtures("few")
def test_the_first_contact_is_under_the_cursor_at_first(view, table):
    assert view.selected == table.id_at(0)


@pytest.mark.usefixtures("few")
def test_the_cursor_stays_with_its_contact_when_the_list_is_read_again(view, table, settle, workspace):
    view.select(table.id_at(2))
    carmen = view.selected
    contacts.add(workspace, "person", {"given": "Aaron", "family": "Ash"})
    view.refresh()
    settle()
    assert table.rowCount() == 5
    assert view.selected == carmen
    assert view.currentIndex().row() == 3


@pytest.mark.usefixtures("few")
def test_where_a_contact_goes_the_cursor_takes_the_next(view, table, settle, workspace):
    view.select(table.id_at(1))
    grace = table.id_at(2)
    contacts.remove(workspace, view.selected)
    view.refresh()
    settle()
    assert view.selected == grace


def test_reading_again_keeps_the_scroll_bar_where_it_is(view, table, settle, workspace, many):
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settle()
    here = bar.value()
    contacts.add(workspace, "person", {"given": "Zoe", "family": "Zed"})
    view.refresh()
    settle()
    assert bar.value() == here
    assert table.rowCount() == many + 1


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ([Qt.Key.Key_Down, Qt.Key.Key_Down], 2),
        ([Qt.Key.Key_End], 1499),
        ([Qt.Key.Key_End, Qt.Key.Key_Home], 0),
        ([Qt.Key.Key_Down, Qt.Key.Key_Up], 0),
    ],
)
@pytest.mark.usefixtures("many")
def test_keys_move_the_cursor(qtbot, view, table, settle, keys, row):
    for key in keys:
        qtbot.keyClick(view, key)
    settle()
    assert view.currentIndex().row() == row
    assert view.selected == table.id_at(row)


@pytest.mark.usefixtures("many")
def test_page_down_moves_by_what_is_in_sight(qtbot, view):
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert 5 <= view.currentIndex().row() <= 12


@pytest.mark.usefixtures("few")
def test_enter_opens_delete_removes_and_a_letter_seeks(qtbot, view):
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [view.selected]
    with qtbot.waitSignal(view.remove_asked) as removed:
        qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert removed.args == [view.selected]
    with qtbot.waitSignal(view.typed) as typed:
        qtbot.keyClick(view, Qt.Key.Key_G)
    assert typed.args == ["g"]


@pytest.mark.usefixtures("few")
def test_tab_leaves_the_list(qtbot, view):
    with qtbot.assertNotEmitted(view.typed):
        qtbot.keyClick(view, Qt.Key.Key_Tab)
    assert view.currentIndex().row() == 0


@pytest.mark.usefixtures("few")
def test_a_double_click_opens_the_row_under_the_pointer(qtbot, view, table):
    at = view.visualRect(table.index(2, 0)).center()
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert opened.args == [table.id_at(2)]


@pytest.mark.usefixtures("few")
def test_a_click_on_a_heading_sorts_and_a_second_turns_it_round(view, table, settle):
    header = view.horizontalHeader()
    header.sectionClicked.emit(2)
    settle()
    assert (table.query.sort, table.query.descending) == ("email", False)
    header.sectionClicked.emit(2)
    settle()
    assert (table.query.sort, table.query.descending) == ("email", True)


@pytest.mark.parametrize("width", [240, 320, 480, 640, 800, 1400])
@pytest.mark.usefixtures("few")
def test_the_columns_in_sight_fill_the_width_and_the_name_is_always_among_them(view, width):
    view.resize(width, 300)
    seen = [i for i in range(len(PEOPLE_COLUMNS)) if not view.isColumnHidden(i)]
    assert seen[0] == 0
    assert sum(view.columnWidth(i) for i in seen) == view.viewport().width()


def test_no_column_comes_or_goes_with_the_scroll_bar(view, table, settle, many):
    def seen() -> list[int]:
        return [i for i in range(len(PEOPLE_COLUMNS)) if not view.isColumnHidden(i)]

    for width in range(600, 800, 4):
        view.resize(width, 300)
        long = seen()
        table.show_query(ListQuery(text="given0001"))
        settle()
        assert (width, seen()) == (width, long)
        table.show_query(ListQuery(text="given"))
        settle()


@pytest.mark.usefixtures("few")
def test_it_paints_light_and_dark_with_marks_and_placeholders(view, table, settle):
    from deskcrm.ui.theme import theme

    view.show_matches("web")
    grabs = []
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        grabs.append(view.grab().toImage())
    theme().set_mode("system")
    assert grabs[0] != grabs[1]
    hit = theme().tokens.hit.lower()
    colors = {grabs[0].pixelColor(x, y).name() for x in range(40, 200) for y in range(40, 70)}
    assert hit in colors


@pytest.mark.parametrize(
    ("text", "word", "at"),
    [
        ("Benoît Lefèvre", "lefevre", 7),
        ("GROSS", "gr", 0),
        ("Marchand Andrea", "and", 9),
        ("Marchand", "and", -1),
        ("Weiß", "weiß", 0),
    ],
)
def test_a_mark_begins_where_a_word_does_whatever_its_accents(text, word, at):
    assert contact_delegate.beginning(contact_delegate.folded(text), contact_delegate.folded(word)) == at


def test_a_filtered_long_list_shows_its_first_page_before_the_rest_is_known(table, settle, many):
    table.reload()
    settle()
    arrivals: list[tuple[int, bool]] = []
    table.loaded.connect(lambda: arrivals.append((table.rowCount(), table.whole)))
    table.show_query(ListQuery(text="given"))
    settle()
    assert arrivals == [(FIRST, False), (many, True)]
    assert table.index(0, 0).data() == "Given0000 Family"


def test_a_cursor_moved_in_the_first_page_stays_when_the_rest_arrives(qtbot, view, table, settle, many):
    view.show_matches("given")
    resets: list[None] = []
    with qtbot.waitSignal(table.loaded):
        table.show_query(ListQuery(text="given"))
    table.modelReset.connect(lambda: resets.append(None))
    qtbot.keyClick(view, Qt.Key.Key_End)
    here = view.verticalScrollBar().value()
    settle()
    assert table.rowCount() == many
    assert view.currentIndex().row() == FIRST - 1
    assert view.verticalScrollBar().value() == here
    assert resets == []


def test_a_short_filtered_list_is_read_once(table, settle, many):
    arrivals: list[int] = []
    table.loaded.connect(lambda: arrivals.append(table.rowCount()))
    table.show_query(ListQuery(text="given0123"))
    settle()
    assert arrivals == [1]
    assert table.whole


def test_opening_a_long_list_reads_one_page(table, settle, many, monkeypatch):
    sizes: list[int] = []
    real: Callable = reads.rows
    monkeypatch.setattr(reads, "rows", lambda ws, ids, more=(): (sizes.append(len(ids)), real(ws, ids, more))[1])
    table.reload()
    settle()
    assert sizes == [PAGE]
