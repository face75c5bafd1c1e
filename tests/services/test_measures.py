"""The figures of customers follow every import, merge, edit and undo, and are those that the facts give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.filters import Condition
from deskcrm.domain.measures import Measures
from deskcrm.domain.patches import Patch
from deskcrm.domain.reporting import Rates
from deskcrm.domain.views import ImportResult
from deskcrm.services import activities, bulk, contacts, erasing, history, measures, merging, reads, settings, stages
from deskcrm.services.stages import Stage
from deskcrm.services.workspace import Workspace

HEADER = "Order ID,Customer email,Customer name,Date,Status,Total,Currency,Item,Quantity"
ORDERS = (
    "A1,anna@x.de,Anna Roth,2025-01-05,paid,20.00,EUR,Helmet,1",
    "A2,anna@x.de,Anna Roth,2025-02-04,paid,40.00,EUR,Lock,3",
    "A3,anna@x.de,Anna Roth,2025-03-06,refunded,99.00,EUR,Bike,1",
    "A4,anna@x.de,Anna Roth,2025-03-06,paid,60.00,EUR,Helmet,1",
    "A5,ben@x.de,Ben Kurz,2025-02-10,paid,10.00,USD,Light,1",
)


@pytest.fixture
def shop(ws: Workspace, bring_in: Callable[..., ImportResult]) -> dict[str, int]:
    bring_in("orders.csv", HEADER, *ORDERS, source="Shop")
    return {row.name.split()[0]: row.id for row in reads.rows(ws, reads.list_ids(ws, reads.ListQuery()))}


def rows(ws: Workspace, sql: str) -> list[Any]:
    with ws.database.read() as connection:
        return connection.execute(sql).fetchall()


def test_figures_of_one_profile_are_exact_before_anybody_asked_for_all(ws: Workspace, shop: dict[str, int]) -> None:
    activities.log(ws, shop["Anna"], "call", "Hello", at="2025-06-01T10:00:00Z")
    assert measures.of(ws, shop["Anna"]) == Measures(
        shop["Anna"], "2025-01-05", "2025-06-01T10:00:00Z", "2025-06-01T10:00:00Z", 3, 12000, "EUR", 4000,
        "2025-01-05", "2025-03-06", 30.0, "2025-04-05", "Lock",
    )  # fmt: skip
    assert not measures.are_settled(ws)


def test_rollups_follow_imports_merges_removals_and_undo(
    ws: Workspace, shop: dict[str, int], bring_in: Callable[..., ImportResult]
) -> None:
    total = "SELECT cohort, month, currency, customers, orders, amount FROM turnover_total ORDER BY 1, 2, 3"
    measures.settle(ws)
    before = rows(ws, total)
    assert before == [
        ("2025-01", "2025-01", "EUR", 1, 1, 2000), ("2025-01", "2025-02", "EUR", 1, 1, 4000),
        ("2025-01", "2025-03", "EUR", 1, 1, 6000), ("2025-02", "2025-02", "USD", 1, 1, 1000),
    ]  # fmt: skip
    merging.merge(ws, shop["Anna"], [shop["Ben"]])
    measures.settle(ws)
    assert ("2025-01", "2025-02", "USD", 0, 1, 1000) in rows(ws, total)  # the month's customer is counted once
    assert ("2025-01", "2025-02", "EUR", 1, 1, 4000) in rows(ws, total)
    history.undo(ws)
    bring_in("more.csv", HEADER, "B1,cleo@x.de,Cleo Lang,2025-03-01,paid,5.00,EUR,Bell,1", source="Shop")
    measures.settle(ws)
    assert ("2025-03", "2025-03", "EUR", 1, 1, 500) in rows(ws, total)
    history.undo(ws)
    bulk.remove(ws, [shop["Ben"]])
    measures.settle(ws)
    assert rows(ws, total) == [row for row in before if row[2] == "EUR"]
    history.undo(ws)
    measures.settle(ws)
    assert rows(ws, total) == before


def test_who_is_erased_is_in_no_figure_at_once(ws: Workspace, shop: dict[str, int]) -> None:
    measures.renew_outlook(ws)
    erasing.erase(ws, shop["Anna"])
    for table in ("figure", "turnover", "stage_move", "outlook"):
        assert rows(ws, f"SELECT root FROM {table} WHERE root = {shop['Anna']}") == []
    assert [row[2] for row in rows(ws, "SELECT * FROM turnover_total")] == ["USD"]


def test_stages_move_by_orders_with_their_days_and_go_with_a_merge(ws: Workspace, shop: dict[str, int]) -> None:
    contacts.edit(ws, shop["Ben"], [Patch("stage", "set", "lead")])
    assert [(m.stage, m.cause) for m in measures.moves(ws, shop["Anna"])] == [
        ("customer", "first order"), ("repeat", "second order"),
    ]  # fmt: skip
    assert [m.stage for m in measures.moves(ws, shop["Ben"])] == ["customer", "lead"]
    history.undo(ws)
    assert [m.stage for m in measures.moves(ws, shop["Ben"])] == ["customer"]


def test_a_snapshot_says_how_customers_stand_and_what_rates_make_of_it(ws: Workspace, shop: dict[str, int]) -> None:
    assert measures.outlook_day(ws) is None
    settings.put(ws, "currency", "EUR")
    measures.set_rates(ws, {"USD": 20.0})
    assert measures.renew_outlook(ws) == ws.today()
    anna, ben = measures.of(ws, shop["Anna"]).outlook, measures.of(ws, shop["Ben"]).outlook
    assert anna is not None
    assert ben is not None
    assert (anna.recency, anna.frequency, anna.monetary) == (3, 3, 1)
    assert (ben.recency, ben.frequency, ben.monetary) == (1, 1, 3)  # 10 dollars are 200 euros here
    for wrong in ({"USD": 0}, {"XX?": 1.0}, {"EUR": 2.0}, {"USD": float("nan")}):
        with pytest.raises(InvalidValue):
            measures.set_rates(ws, wrong)
    settings.put(ws, "currency", "USD")
    assert measures.rates(ws) == Rates("USD", {"EUR": 0.05}), "turned into the new base currency"
    assert measures.currencies(ws) == ["EUR"]
    settings.put(ws, "currency", "GBP")
    assert measures.rates(ws) == Rates("GBP"), "nobody said what a pound is worth"
    assert measures.currencies(ws) == ["EUR", "USD"]
    settings.put(ws, "currency", "EUR")
    assert not measures.outlook_is_old(ws)
    history.undo(ws, measures.set_rates(ws, {"USD": 20.0}).changes.operation)
    assert not measures.outlook_is_old(ws)
    measures.set_rates(ws, {})
    assert measures.outlook_is_old(ws)  # what amounts are worth is another now
    assert anna.alive is None  # two customers are too few to foretell anything


def test_figures_are_columns_that_filter_order_and_show(ws: Workspace, shop: dict[str, int]) -> None:
    anna, ben = shop["Anna"], shop["Ben"]

    def listed(where: Condition | None = None, sort: str = "name", *, descending: bool = False) -> list[int]:
        return list(reads.list_ids(ws, reads.ListQuery("person", where=where, sort=sort, descending=descending)))

    assert listed(Condition("favourite", "contains", "LOCK")) == [anna]
    assert listed(Condition("gap", "between", (29, 31))) == [anna]
    assert listed(Condition("next_order", "on", "2025-04-05")) == [anna]
    assert listed(Condition("gap", "empty")) == [ben]
    assert listed(Condition("segment", "is", "lost")) == [ben]
    assert listed(sort="average") == [ben, anna]
    assert listed(sort="last_order", descending=True) == [anna, ben]
    first, _ = reads.rows(ws, [anna, ben], ["gap", "favourite", "segment", "average", "alive"])
    assert first.cells == {
        "gap": ("30.0",), "favourite": ("Lock",), "segment": ("need_attention",), "average": ("4000",), "alive": (),
    }  # fmt: skip
    assert reads.suggestions(ws, "favourite", typed="l") == [("Light", 1), ("Lock", 1)]
    activities.log(ws, ben, "order", "", amount=5000, currency="USD", at="2026-02-01")
    assert listed(Condition("last_order", "after", "2026-01-01")) == [ben]
    assert listed(Condition("segment", "is", "lost")) == []


def test_orders_move_by_the_owners_order_of_stages_and_nobody_back_until_undo(
    ws: Workspace, shop: dict[str, int]
) -> None:
    anna = shop["Anna"]
    contacts.edit(ws, anna, [Patch("stage", "set", "Patron")])
    measures.settle(ws)
    activities.log(ws, anna, "order", "", amount=100, currency="EUR", at="2025-01-02")
    own = [*stages.order(ws)[:5], Stage("Patron", "Patron"), *stages.order(ws)[5:]]
    assert reads.profile(ws, shop["Ben"]).stage == "customer"
    contacts.edit(ws, shop["Ben"], [Patch("stage", "set", "Patron")])
    activities.log(ws, shop["Ben"], "order", "", amount=100, currency="EUR", at="2027-01-02")
    assert reads.profile(ws, shop["Ben"]).stage == "repeat"
    stages.save(ws, own)
    assert reads.profile(ws, shop["Ben"]).stage == "Patron"
    assert measures.moves(ws, shop["Ben"])[-1].stage == "Patron"
    history.undo(ws)
    assert reads.profile(ws, shop["Ben"]).stage == "repeat"


def test_a_list_that_shows_figures_does_not_wait_for_who_writes(ws: Workspace, shop: dict[str, int]) -> None:
    with ws.database.write():
        (line,) = reads.rows(ws, [shop["Anna"]], ["gap"])
        assert line.cells == {"gap": ()}
    (line,) = reads.rows(ws, [shop["Anna"]], ["gap"])
    assert line.cells == {"gap": ("30.0",)}


def test_who_took_the_newsletter_before_buying_was_a_subscriber_since_then(
    ws: Workspace, bring_in: Callable[..., ImportResult]
) -> None:
    bring_in(
        "subscribed_members.csv", "Email Address,First Name,Last Name,OPTIN_TIME,CONFIRM_TIME,LEID,EUID",
        "anna@x.example,Anna,Weber,2025-01-02 10:00:00,2025-01-02 10:05:00,1,a1",
        "ben@x.example,Ben,Braun,2025-06-02 10:00:00,2025-06-02 10:05:00,2,b2", source="Mailchimp",
    )  # fmt: skip
    anna, ben = (reads.search(ws, name)[0].id for name in ("anna", "ben"))
    for contact in (anna, ben):
        activities.log(ws, contact, "order", "Lamp", at="2025-04-01", amount=100, currency="EUR")
    assert [(m.stage, m.at[:10], m.cause, m.days) for m in measures.moves(ws, anna)] == [
        ("subscriber", "2025-01-02", "newsletter", None), ("customer", "2025-04-01", "first order", 89.0),
    ]  # fmt: skip
    assert [m.stage for m in measures.moves(ws, ben)] == ["customer"], "who bought first was never a mere subscriber"
    history.undo(ws, 1)
    assert [m.stage for m in measures.moves(ws, anna)] == ["customer"]
