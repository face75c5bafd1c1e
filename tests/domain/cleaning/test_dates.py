"""Dates and moments of every form met are read, and nothing is guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.cleaning.dates import decide_order, excel_serial, parse_date, parse_moment


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["01-01-2000", "02-03-2000", "21-03-2000"], "dmy"),
        (["01/02/2000", "12/31/1979"], "mdy"),
        (["03/15", "01/02"], "mdy"),
        (["1/2/20 10:00", "2/30/20 10:00"], "mdy"),
        (["05.03.2020"], "dmy"),
        (["2020-01-02", "2021-12-31"], "ymd"),
        (["2020-01-02", "31/12/2020"], "dmy"),
        (["", "n/a", "0/0/00", "5 Mar 2020"], None),
        (["01/02/2000", "03/04/2001"], None),
        (["13/01/2000", "01/13/2000"], None),
        (["13/01/2000"] * 19 + ["01/13/2000"], "dmy"),
        ([], None),
    ],
)
def test_a_column_tells_its_order(values, order):
    assert decide_order(values) == order


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05",
        "2024/3/5",
        "2024.03.05",
        "20240305",
        "05 Mar 2024",
        "5-Mar-24",
        "5. März 2024",
        "March 5, 2024",
        "Mar 5th, 2024",
        "5 mars 2024",
        "5 de marzo de 2024",
        "5 marzo 2024",
        "5 maart 2024",
        "5 marca 2024",
        "5 de março de 2024",
        "Tue, 05 Mar 2024 10:00:00 +0100",
        "2024-03-05T10:00:00Z",
        "2024-03-05 10:00:00 +0200",
        "2024年3月5日",
        "5.3.2024 10:00 Uhr",
        "5.3.24",
        " 2024-03-05 ",
        "2024-03-05 00:00:00.000",
        "Dienstag, 5. März 2024",
    ],
)
def test_a_day_that_can_be_read_in_one_way_needs_no_order(text):
    assert parse_date(text, None) == "2024-03-05"


@pytest.mark.parametrize("text", ["05/06/2020", "5/6/20", "05-06-2020", "05/06/2020 0:00:00", "5 / 6 / 2020"])
def test_the_order_of_the_column_decides_the_others(text):
    assert parse_date(text, "dmy") == "2020-06-05"
    assert parse_date(text, "mdy") == "2020-05-06"
    assert parse_date(text, None) is None


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("--03-15", None),
        (" --03-15", None),
        ("--0315", None),
        ("03/15", "mdy"),
        ("15.03.", None),
        ("15 March", None),
        ("March 15", None),
        ("1604-03-15", None),
        ("0000-03-15", None),
        ("15/3", "dmy"),
    ],
)
def test_a_day_without_a_year(text, order):
    assert parse_date(text, order) == "--03-15"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0/0/00",
        "00/00/0000",
        "0000-00-00",
        "4501-01-01",
        "1/1/4501",
        "31/02/2020",
        "2023-02-29",
        "12",
        "2024",
        "Mar 2024",
        "Anna",
        "5 Anna 2024",
        "5 Mar Apr 2024",
        "1/2/3/4",
        "12/31/197",
        "2024-W10-1",
        "--02-30",
        "10:30",
        "24-13-45",
        "19851345",
        "5 Mar 2024 2025",
        "² March 2024",
    ],
)
def test_what_is_no_day_is_none(text):
    assert parse_date(text, "dmy") is None


def test_a_value_against_the_order_of_its_column_is_not_turned_round():
    assert parse_date("12/31/1979", "dmy") is None
    assert parse_date("31/12/1979", "mdy") is None


def test_two_digits_of_a_year_are_1930_to_2029():
    assert parse_date("14-Mar-14", None) == "2014-03-14"
    assert parse_date("1/2/29", "dmy") == "2029-02-01"
    assert parse_date("1/2/30", "dmy") == "1930-02-01"


DAYS = st.dates(min_value=date(1931, 1, 1), max_value=date(2029, 12, 31)).filter(lambda day: day.year != 1604)


@given(DAYS)
def test_every_day_is_read_back_in_every_form(day):
    iso = day.isoformat()
    for order, form in (
        (None, "%Y-%m-%d"),
        (None, "%Y%m%d"),
        (None, "%d %b %Y"),
        (None, "%B %d, %Y"),
        (None, "%d-%b-%y"),
        ("dmy", "%d/%m/%Y"),
        ("dmy", "%d.%m.%y"),
        ("dmy", "%d-%m-%Y %H:%M"),
        ("mdy", "%m/%d/%Y"),
        ("mdy", "%m/%d/%Y %I:%M:%S %p"),
        ("mdy", "%m/%d/%y"),
    ):
        assert parse_date(datetime(day.year, day.month, day.day, 9, 5).strftime(form), order) == iso


@given(st.lists(DAYS, min_size=1))
def test_the_order_told_is_never_wrong(days):
    assert decide_order([day.strftime("%d/%m/%Y") for day in days]) in ("dmy", None)
    assert decide_order([day.strftime("%m/%d/%Y") for day in days]) in ("mdy", None)


@given(st.text() | st.text(alphabet="0123456789/-.: TZ+APMar"), st.sampled_from((None, "dmy", "mdy", "ymd")))
def test_whatever_is_read_is_a_day_and_is_read_again(text, order):
    read = parse_date(text, order)
    if read is not None:
        date.fromisoformat(read if not read.startswith("--") else f"2000{read[1:]}")
        assert parse_date(read, order) == read
    moment = parse_moment(text, order)
    if moment is not None:
        assert parse_moment(moment, order) == moment


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-05-01 09:59:00 +0200", "2026-05-01T07:59:00Z"),
        ("2026-05-01T09:59:00+02:00", "2026-05-01T07:59:00Z"),
        ("2026-05-01T09:59:00Z", "2026-05-01T09:59:00Z"),
        ("2026-05-01T09:59:00.123Z", "2026-05-01T09:59:00Z"),
        ("2026-05-01 09:59", "2026-05-01T09:59:00Z"),
        ("2026-05-01 09:59 UTC", "2026-05-01T09:59:00Z"),
        ("20260501T095900Z", "2026-05-01T09:59:00Z"),
        ("05/01/2026 9:59 PM", "2026-05-01T21:59:00Z"),
        ("05/01/2026 12:30 AM", "2026-05-01T00:30:00Z"),
        ("05/01/2026 12:30 PM", "2026-05-01T12:30:00Z"),
        ("May 1, 2026 9:59 am", "2026-05-01T09:59:00Z"),
        ("Fri, 01 May 2026 09:59:00 +0200", "2026-05-01T07:59:00Z"),
        ("2026-01-01 00:30:00 +0100", "2025-12-31T23:30:00Z"),
    ],
)
def test_a_moment_is_told_in_utc(text, utc):
    assert parse_moment(text, "mdy") == utc


def test_a_clock_without_a_zone_hung_in_the_given_one():
    assert parse_moment("2026-05-01 09:59", None, "Europe/Berlin") == "2026-05-01T07:59:00Z"
    assert parse_moment("2026-01-01 09:59", None, "Europe/Berlin") == "2026-01-01T08:59:00Z"
    assert parse_moment("2026-05-01 09:59 +0000", None, "Europe/Berlin") == "2026-05-01T09:59:00Z"


def test_a_day_without_a_time_stays_a_day():
    assert parse_moment("2026-05-01", None, "Asia/Tokyo") == "2026-05-01"
    assert parse_moment("1 May 2026", None) == "2026-05-01"


@pytest.mark.parametrize(
    "text", ["", "--05-01", "2026-02-30 10:00", "2026-05-01 25:00", "2026-05-01 24:00", "05/01/2026 13:00 PM", "soon"]
)
def test_what_is_no_moment_is_none(text):
    assert parse_moment(text, "mdy") is None


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(2100, 1, 1), timezones=ZONES)


@given(MOMENTS)
def test_every_moment_is_read_back_in_every_form(moment):
    utc = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for form in ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%d %b %Y %H:%M:%S %z", "%m/%d/%Y %I:%M:%S %p %z"):
        assert parse_moment(moment.strftime(form), "mdy") == utc
    assert parse_moment(moment.isoformat(), None) == utc


def test_a_spreadsheets_day_numbers():
    assert excel_serial(1) == "1900-01-01"
    assert excel_serial(59) == "1900-02-28"
    assert excel_serial(60) is None
    assert excel_serial(61) == "1900-03-01"
    assert excel_serial(45000) == "2023-03-15"
    assert excel_serial(45000.5) == "2023-03-15 12:00:00"
    assert excel_serial(0, epoch_1904=True) == "1904-01-01"
    assert excel_serial(43538, epoch_1904=True) == "2023-03-15"
    assert excel_serial(-1) is None
    assert excel_serial(3_000_000) is None
    assert excel_serial(float("nan")) is None
