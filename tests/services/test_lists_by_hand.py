"""What the window asks of long lists: how many, how it was left, as a table, a task for each."""

from __future__ import annotations

import csv
from array import array

import pytest

from deskcrm.domain.errors import Cancelled, InvalidValue, UserError
from deskcrm.domain.filters import Condition
from deskcrm.domain.views import ListQuery, Order
from deskcrm.services import activities, bulk, contacts, history, list_export, merging, reads, views
from deskcrm.services.list_export import Head
from deskcrm.services.views import ShownColumn, View

BERLIN = Condition("city", "is", "berlin")


@pytest.fixture
def three(ws) -> list[int]:
    return [
        contacts.add(ws, "person", {"given": name, "addresses": [{"city": city}], "tags": tags}).value
        for name, city, tags in (("Anna", "Berlin", ["VIP", "new"]), ("=Ben", "Lyon", []), ("Carla", "Berlin", ["VIP"]))
    ]


def test_numbers_count_each_list_whatever_is_typed(ws, three):
    queries = [ListQuery(), ListQuery(where=BERLIN), ListQuery("company"), ListQuery(where=BERLIN, text="nobody")]
    assert reads.numbers(ws, queries) == [3, 2, 0, 2]


def test_a_list_is_remembered_as_it_was_left_and_history_says_nothing_of_it(ws):
    assert views.last(ws, "person") is None
    shape = View("", "person", BERLIN, (Order("value", True), Order("name")), (ShownColumn("tags", 120),))
    views.keep_last(ws, "person", 7, shape)
    kept = views.last(ws, "person")
    assert (kept.view, kept.shape.where, kept.shape.orders, kept.shape.columns) == (
        7, BERLIN, shape.orders, shape.columns,
    )  # fmt: skip
    assert views.last(ws, "company") is None
    assert reads.history(ws) == []


def test_rules_that_cannot_be_read_any_more_are_not_remembered(ws):
    views.keep_last(ws, "person", 0, View("", "person", Condition("nonsense", "is", "x")))
    assert views.last(ws, "person") is None


HEADS = (
    Head("name", "Name"),
    Head("city", "City"),
    Head("tags", "Tags"),
    Head("value", "Value"),
    Head("last_at", "Last"),
)


def test_a_list_is_saved_as_it_is_shown(ws, three, tmp_path):
    activities.log(ws, three[0], "order", "Tubes", at="2026-01-02", amount=1250, currency="EUR")
    path = tmp_path / "list.csv"
    assert list_export.save(ws, path, [three[2], three[0]], HEADS) == 2
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert head == ["Name", "City", "Tags", "Value", "Currency", "Last"]
    assert rows[0][:5] == ["Carla", "Berlin", "VIP", "", ""]
    assert rows[1][:5] == ["Anna", "Berlin", "VIP; new", "12.50", "EUR"]
    assert rows[1][5].startswith("2026-01-02")


def test_a_list_as_text_has_heads_and_no_formula(ws, three):
    assert list_export.text(ws, three[:2], HEADS[:3]) == "Name\tCity\tTags\nAnna\tBerlin\tVIP; new\n'=Ben\tLyon\t"


def test_what_cannot_be_written_is_said_and_a_cancel_leaves_no_file(ws, three, tmp_path):
    with pytest.raises(UserError, match="ends in"):
        list_export.save(ws, tmp_path / "list.doc", three, HEADS)
    with pytest.raises(UserError, match="no folder"):
        list_export.save(ws, tmp_path / "gone" / "list.csv", three, HEADS)
    with pytest.raises(Cancelled):
        list_export.save(ws, tmp_path / "list.csv", three, HEADS, cancelled=lambda: True)
    assert list(tmp_path.glob("list*")) == []


def test_a_task_for_each_is_one_operation_undone_and_done_again_as_one(ws, three):
    changes = bulk.add_tasks(ws, three, "  Say thanks ", due="2026-12-01").changes
    assert [(task.contact, task.title, task.due) for task in reads.tasks(ws)] == [
        (contact, "Say thanks", "2026-12-01") for contact in three
    ]
    assert reads.history(ws, 1)[0].summary == "Added the task “Say thanks” for 3 contacts"
    history.undo(ws, changes.operation)
    assert reads.tasks(ws) == []
    bulk.add_tasks(ws, three, "Another")
    history.redo(ws, changes.operation)
    assert len(reads.tasks(ws)) == 6


def test_a_task_for_nobody_or_without_words_is_refused(ws, three):
    for who, title in (([], "x"), (three, "  ")):
        with pytest.raises(InvalidValue):
            bulk.add_tasks(ws, who, title)
    with pytest.raises(InvalidValue, match="no date"):
        bulk.add_tasks(ws, three, "x", due="soonish")
    assert reads.tasks(ws) == []


def test_a_cancelled_task_for_each_leaves_none(ws, three):
    with pytest.raises(Cancelled):
        bulk.add_tasks(ws, three, "x", cancelled=lambda: True)
    assert reads.tasks(ws) == []


def test_where_nobody_has_what_is_typed_those_are_listed_who_have_it_nearly(ws, three):
    contacts.add(ws, "person", {"name": "Zoë Lindgren", "tags": ["VIP"]})
    contacts.add(ws, "person", {"name": "Aron Lindgren"})
    contacts.remove(ws, contacts.add(ws, "person", {"name": "Bea Lindgren"}).value)
    query = ListQuery(text="lindgrem")
    assert len(reads.list_ids(ws, query)) == 0
    found, words = reads.nearly(ws, query)
    assert [row.name for row in reads.rows(ws, found)] == ["Aron Lindgren", "Zoë Lindgren"], "in the list's order"
    assert words == ("lindgrem", "lindgren")
    vip = ListQuery(text="lindgrem", where=Condition("tags", "is", "vip"), sort="city")
    assert [row.name for row in reads.rows(ws, reads.nearly(ws, vip)[0])] == ["Zoë Lindgren"], "the rules hold"
    assert reads.nearly(ws, ListQuery(text="qqqqqqqq")) == (array("q"), ())
    assert reads.nearly(ws, ListQuery(text='"*')) == (array("q"), ())


def test_consent_is_shown_sorted_by_and_exported(ws, bring_in, tmp_path):
    head = "Customer ID,First name,Email,Accepts Email Marketing"
    bring_in("shop.csv", head, "1,Anna,anna@x.example,yes", "2,Ben,ben@x.example,no", "3,Carla,carla@x.example,")
    ids = reads.list_ids(ws, ListQuery(sort="email_consent"))
    assert [row.cells["email_consent"] for row in reads.rows(ws, ids, ["email_consent"])] == [("in",), ("out",), ()]
    falling = reads.list_ids(ws, ListQuery(sort="email_consent", descending=True))
    assert [row.name for row in reads.rows(ws, falling)] == ["Ben", "Anna", "Carla"]
    merging.merge(ws, ids[0], [ids[1]])
    assert [row.cells["email_consent"] for row in reads.rows(ws, ids[:1], ["email_consent"])] == [("out",)]
    text = list_export.text(ws, ids[:1], [Head("name", "Name"), Head("email_consent", "Email consent")])
    assert text.splitlines()[1] == "Anna\tOpted out"
