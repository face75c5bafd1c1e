"""Rows of what happened: kinds, moments, amounts, lines of orders, and rows that become one order."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.domain.taking.files import Meaning, take, take_one, taker

from deskcrm.domain.taking.taken import NO_DATE, NOBODY, Taken, item_text, merge_lines

WHO = {"Email": "emails"}
ORDER = {
    **WHO, "No": "activity.key", "At": "activity.at", "Total": "activity.amount", "Currency": "activity.currency",
    "Item": "item.name", "Sku": "item.sku", "Qty": "item.quantity", "Price": "item.price",
}  # fmt: skip
ANNA = "anna@example.com"
DAY = "2026-05-01"


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        ("orders", "order"),
        ("payments", "payment"),
        ("invoices", "invoice"),
        ("attendees", "event"),
        ("appointments", "appointment"),
        ("tickets", "support"),
        ("activities", "event"),
    ],
)
def test_the_shape_of_the_file_says_what_happened(shape: str, kind: str) -> None:
    row = take_one({**WHO, "At": "activity.at"}, ANNA, DAY, shape=shape)
    assert row.activity == {"kind": kind, "at": DAY}
    assert row.data == {"emails|Email": [ANNA]}


@pytest.mark.parametrize("shape", ["people", "companies", "subscribers"])
def test_lists_of_people_tell_no_activity(shape: str) -> None:
    assert take_one({**WHO, "At": "activity.at"}, ANNA, DAY, shape=shape).activity is None


def test_a_kind_in_words_is_heeded() -> None:
    columns = {**WHO, "At": "activity.at", "What": "activity.kind", "Text": "activity.text"}
    rows = take(
        columns, [ANNA, DAY, "Anruf", "a\nb"], [ANNA, DAY, "Gossip", ""], [ANNA, DAY, "", ""], shape="activities"
    )
    assert [row.activity and row.activity["kind"] for row in rows] == ["call", "event", "event"]
    assert rows[0].activity is not None
    assert rows[0].activity["text"] == "a\nb"


def test_an_order_with_its_line() -> None:
    row = take_one(ORDER, ANNA, "#1", "2026-05-01 09:59:00 +0200", "1.234,50 €", "", "Mug", "M-1", "2", "617.25",
                   shape="orders")  # fmt: skip
    assert row.activity_key == "#1"
    assert row.activity == {
        "kind": "order", "at": "2026-05-01T07:59:00Z", "amount": 123450, "currency": "EUR",
        "items": [{"name": "Mug", "sku": "M-1", "quantity": 2, "price": 61725}],
    }  # fmt: skip


class TestMoney:
    def of(self, amount: str, currency: str = "", options: Mapping[str, str] | None = None) -> Taken:
        columns = {
            **WHO, "At": "activity.at", "Total": ("activity.amount", options or {}), "Cur": "activity.currency",
            "Back": "activity.refunded",
        }  # fmt: skip
        return take_one(columns, ANNA, DAY, amount, currency, "", shape="orders")

    @pytest.mark.parametrize(
        ("amount", "currency", "options", "minor", "code"),
        [
            ("12.50", "usd", {}, 1250, "USD"),
            ("12.50", "", {}, 1250, "EUR"),
            ("$12.50", "", {}, 1250, "USD"),
            ("1,250", "JPY", {}, 1250, "JPY"),
            ("1.250", "", {"decimal": ","}, 125000, "EUR"),
            ("7", "", {"currency": "CHF"}, 700, "CHF"),
            ("-3", "€", {}, -300, "EUR"),
        ],
    )
    def test_amounts_are_in_minor_units(
        self, amount: str, currency: str, options: dict[str, str], minor: int, code: str
    ) -> None:
        activity = self.of(amount, currency, options).activity
        assert activity is not None
        assert (activity["amount"], activity["currency"]) == (minor, code)

    def test_an_amount_that_cannot_be_read_is_a_problem(self) -> None:
        assert self.of("a lot").problem == ("Total", "a lot", "“a lot” is no amount; write it as 1234.50")

    def test_an_amount_beyond_all_measure_is_a_problem(self) -> None:
        assert self.of("9999999999999999").problem is None
        problem = self.of("999999999999999999 €").problem
        assert problem is not None
        assert "too large" in problem[2]

    def test_no_amount_is_none(self) -> None:
        activity = self.of("").activity
        assert activity == {"kind": "order", "at": DAY}


class TestMoments:
    def problem(self, at: str) -> tuple[str, str, str] | None:
        return take_one({**WHO, "At": "activity.at"}, ANNA, at, shape="orders").problem

    def test_what_is_no_date_is_a_problem_that_says_how_to_write_one(self) -> None:
        assert self.problem("31.02.2026") == ("At", "31.02.2026", "“31.02.2026” is no date; write it as 2026-02-28")

    def test_two_readings_ask_for_the_order(self) -> None:
        problem = self.problem("03/04/2026")
        assert problem is not None
        assert "two dates" in problem[2]

    def test_without_a_date_nothing_happened(self) -> None:
        assert self.problem("") == ("", "", NO_DATE)
        assert take_one(WHO, ANNA, shape="orders").problem == ("", "", NO_DATE)

    def test_times_without_a_zone_are_those_of_the_workspace(self) -> None:
        reader = taker({**WHO, "At": "activity.at"}, "orders", zone="Europe/Berlin")
        activity = reader.take([[ANNA, "2026-05-01 10:00"]])[0].activity
        assert activity is not None
        assert activity["at"] == "2026-05-01T08:00:00Z"


def test_a_status_is_lower_case_so_that_it_can_be_compared() -> None:
    row = take_one({**WHO, "At": "activity.at", "S": "activity.status"}, ANNA, DAY, "Refunded", shape="orders")
    assert row.activity is not None
    assert row.activity["status"] == "refunded"


def test_something_that_happened_to_nobody_is_a_problem() -> None:
    assert take_one({**WHO, "At": "activity.at"}, "", DAY, shape="orders").problem == ("", "", NOBODY)


class TestItems:
    def test_packed_lines(self) -> None:
        columns = {
            **WHO, "At": "activity.at", "L1": ("item.name", {"pairs": "|"}),
            "L2": ("item.name", {"pairs": "|", "split": ";"}),
        }  # fmt: skip
        row = take_one(
            columns, ANNA, DAY, "name:Mug: blue|sku:M|quantity:2|total:50.00", "name:Bowl|quantity:1; name:Tea|price:3",
            shape="orders",
        )  # fmt: skip
        assert row.activity is not None
        assert row.activity["items"] == [
            {"name": "Mug: blue", "sku": "M", "quantity": 2, "price": 2500},
            {"name": "Bowl", "quantity": 1},
            {"name": "Tea", "price": 300},
        ]

    def test_several_in_a_cell_keep_their_quantities(self) -> None:
        columns = {
            **WHO, "At": "activity.at", "I": ("item.name", {"split": ";"}), "Q": ("item.quantity", {"split": ";"}),
        }  # fmt: skip
        row = take_one(columns, ANNA, DAY, "Mug; Bowl", "2;2.5", shape="orders")
        assert row.activity is not None
        assert row.activity["items"] == [{"name": "Mug", "quantity": 2}, {"name": "Bowl", "quantity": 2.5}]

    def test_numbers_heed_the_decimal_mark_of_their_column(self) -> None:
        columns = {
            **WHO, "At": "activity.at", "I": "item.name", "Q": ("item.quantity", {"decimal": ","}),
            "P": ("item.price", {"decimal": ","}),
        }  # fmt: skip
        tea, gift = take(columns, [ANNA, DAY, "Tea", "2,500", "1.250"], [ANNA, DAY, "Gift", "1", "0"], shape="orders")
        assert tea.activity is not None
        assert tea.activity["items"] == [{"name": "Tea", "quantity": 2.5, "price": 125000}]
        assert gift.activity is not None
        assert gift.activity["items"] == [{"name": "Gift", "quantity": 1, "price": 0}]

    def test_several_columns_of_products_are_several_items(self) -> None:
        columns = {**WHO, "At": "activity.at", "P 1": "item.name", "P 2": "item.name", "Other": "item.price"}
        row = take_one(columns, ANNA, DAY, "Mug", "Bowl", "", shape="orders")
        assert row.activity is not None
        assert row.activity["items"] == [{"name": "Mug"}, {"name": "Bowl"}]

    def test_in_words(self) -> None:
        items = [{"name": "Brake pads", "quantity": 2}, {"name": "chain oil", "quantity": 1}, {"sku": "X-1"}, {}]
        assert item_text(items) == "Brake pads ×2, chain oil, X-1"
        assert item_text([]) == ""


class TestLinesOfOneOrder:
    def merged(self, *rows: list[str]) -> Taken:
        return merge_lines(take(ORDER, *rows, shape="orders"))

    def test_further_lines_add_their_item_and_lack_nothing(self) -> None:
        order = self.merged(
            [ANNA, "#1", DAY, "30", "USD", "Mug", "", "1", "10"], ["", "#1", "", "", "", "Bowl", "", "2", "10"]
        )
        assert order.problem is None
        assert order.points == (f"email:{ANNA}",)
        assert order.activity_key == "#1"
        assert order.activity == {
            "kind": "order", "at": DAY, "amount": 3000, "currency": "USD",
            "items": [{"name": "Mug", "quantity": 1, "price": 1000}, {"name": "Bowl", "quantity": 2, "price": 1000}],
        }  # fmt: skip

    def test_prices_of_further_lines_are_in_the_currency_of_their_order(self) -> None:
        order = self.merged(
            [ANNA, "#1", DAY, "300", "JPY", "Mug", "", "1", "100"], ["", "#1", "", "", "", "Bowl", "", "2", "100"]
        )
        assert order.activity is not None
        assert [item["price"] for item in order.activity["items"]] == [100, 100]

    def test_the_currency_does_not_run_on_into_the_next_order(self) -> None:
        rows = take(
            ORDER, [ANNA, "#1", DAY, "3", "JPY", "", "", "", ""], [ANNA, "#2", DAY, "3", *[""] * 5], shape="orders"
        )
        assert [row.activity and row.activity["currency"] for row in rows] == ["JPY", "EUR"]

    def test_the_later_filled_value_wins(self) -> None:
        order = self.merged([ANNA, "#1", DAY, "30", *[""] * 5], ["ben@example.com", "#1", "2026-05-02", "", *[""] * 5])
        assert order.data == {"emails|Email": ["ben@example.com"]}
        assert order.points == (f"email:{ANNA}", "email:ben@example.com")
        assert order.activity == {"kind": "order", "at": "2026-05-02", "amount": 3000, "currency": "EUR"}

    def test_what_no_row_has_is_still_lacking(self) -> None:
        assert self.merged(["", "#1", DAY, *[""] * 6], ["", "#1", *[""] * 7]).problem == ("", "", NOBODY)
        assert self.merged([ANNA, "#1", *[""] * 7], ["", "#1", *[""] * 7]).problem == ("", "", NO_DATE)

    def test_an_unreadable_cell_of_any_row_stands_against_the_order(self) -> None:
        problem = self.merged([ANNA, "#1", DAY, *[""] * 6], ["", "#1", "", "much", *[""] * 5]).problem
        assert problem is not None
        assert problem[:2] == ("Total", "much")

    def test_the_rows_themselves_stay_as_they_are(self) -> None:
        rows = take(ORDER, [ANNA, "#1", DAY, "", "", "Mug", "", "", ""], [ANNA, "#1", "", "", "", "Bowl", "", "", ""],
                    shape="orders")  # fmt: skip
        merge_lines(rows)
        assert rows[0].activity == {"kind": "order", "at": DAY, "items": [{"name": "Mug"}]}
        assert rows[1].activity == {"kind": "order", "items": [{"name": "Bowl"}]}

    def test_one_row_is_itself(self) -> None:
        row = take_one(ORDER, ANNA, "#1", DAY, "", "", "", "", "", "", shape="orders")
        assert merge_lines([row]) is row


@pytest.mark.parametrize(
    ("day", "clock", "at"),
    [
        ("01.05.2026", "09:59:00", "2026-05-01T07:59:00Z"),
        ("2026-12-01", "2:30 PM", "2026-12-01T13:30:00Z"),
        ("2026-05-01", "14.30 Uhr", "2026-05-01T12:30:00Z"),
        ("2026-05-01", "14h30", "2026-05-01T12:30:00Z"),
        ("2026-05-01", "14:30 +00:00", "2026-05-01T14:30:00Z"),
        ("2026-05-01", "00:15", "2026-04-30T22:15:00Z"),
        ("2026-05-01", "all day", DAY),
        ("2026-05-01", "", DAY),
        ("2026-05-01 10:00", "14:30", "2026-05-01T08:00:00Z"),
        ("", "14:30", None),
    ],
)
def test_a_time_in_its_own_column_is_joined_to_the_date_of_its_row(day: str, clock: str, at: str | None) -> None:
    columns = {**WHO, "Start time": "activity.time", "At": "activity.at"}
    [row] = taker(columns, "appointments", zone="Europe/Berlin").take([[ANNA, clock, day]])
    assert row.activity is not None
    assert row.activity.get("at") == at


def test_a_time_that_is_none_is_said_and_the_zone_of_the_dates_counts_for_times_too() -> None:
    columns: Mapping[str, Meaning] = {**WHO, "At": ("activity.at", {"zone": "America/New_York"}), "T": "activity.time"}
    good, wrong = take(columns, [ANNA, DAY, "09:00"], [ANNA, DAY, "29:00"], shape="payments")
    assert good.activity == {"kind": "payment", "at": "2026-05-01T13:00:00Z"}
    assert wrong.problem == ("T", "29:00", "“29:00” is no time; write it as 14:30")
