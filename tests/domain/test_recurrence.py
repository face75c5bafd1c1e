"""How tasks come again, against RFC 5545's own examples (section 3.8.5.3) and against dateutil."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain import recurrence
from deskcrm.domain.errors import InvalidValue

START = "1997-09-02T09:00"  # a Tuesday, where RFC 5545's examples begin

# Each rule with the days on which it comes first, as RFC 5545 lists them.
RFC_5545 = (
    ("FREQ=DAILY;COUNT=10", START, "1997-09-02 1997-09-03 1997-09-04 1997-09-05 1997-09-06"),
    ("FREQ=DAILY;INTERVAL=2", START, "1997-09-02 1997-09-04 1997-09-06 1997-09-08"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", START, "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12 -"),
    ("FREQ=WEEKLY;COUNT=10", START, "1997-09-02 1997-09-09 1997-09-16 1997-09-23"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", START, "1997-09-02 1997-09-16 1997-09-30 1997-10-14"),
    ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", START, "1997-09-02 1997-09-04 1997-09-09 1997-09-11"),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        START,
        "1997-09-02 1997-09-04 1997-09-16 1997-09-18 1997-09-30 1997-10-02 1997-10-14 1997-10-16 -",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01T09:00",
        "1997-09-01 1997-09-03 1997-09-05 1997-09-15 1997-09-17 1997-09-19 1997-09-29",
    ),
    ("FREQ=MONTHLY;COUNT=10;BYDAY=1FR", "1997-09-05T09:00", "1997-09-05 1997-10-03 1997-11-07 1997-12-05"),
    ("FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "1997-09-22T09:00", "1997-09-22 1997-10-20 1997-11-17 1997-12-22 1998-01-19"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28T09:00", "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29"),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", START, "1997-09-02 1997-09-15 1997-10-02 1997-10-15"),
    ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10", "1997-09-10T09:00", "1997-09-10 1999-03-10 2000-09-10"),
    ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998-02-13T09:00", "1998-02-13 1998-03-13 1998-11-13 1999-08-13"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "1997-09-29T09:00", "1997-09-29 1997-10-30 1997-11-27"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04T09:00", "1997-09-04 1997-10-07 1997-11-06 -"),
    ("FREQ=YEARLY;COUNT=10;BYMONTH=6,7", "1997-06-10T09:00", "1997-06-10 1997-07-10 1998-06-10 1998-07-10"),
    ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19T09:00", "1997-05-19 1998-05-18 1999-05-17"),
    ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12T09:00", "1997-05-12 1998-05-11 1999-05-17"),
    (
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996-11-05T09:00",
        "1996-11-05 2000-11-07 2004-11-02",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05T09:00", "1997-08-05 1997-08-10 1997-08-19"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05T09:00", "1997-08-05 1997-08-17 1997-08-19"),
)


@pytest.mark.parametrize(("text", "starts", "days"), RFC_5545, ids=[one[0] for one in RFC_5545])
def test_a_series_finished_in_time_comes_as_rfc_5545_says(text: str, starts: str, days: str) -> None:
    rule = recurrence.parse(text)
    expected = days.split()
    slot: str | None = recurrence.first(rule, starts, "America/New_York")
    for day in expected:
        assert (slot or "-")[:10] == day
        if slot is not None:
            slot = recurrence.following(rule, starts, slot, recurrence.wall(slot), "America/New_York")


RULES = st.one_of(
    st.builds("FREQ=DAILY;INTERVAL={}".format, st.integers(1, 9)),
    st.builds(
        "FREQ=WEEKLY;INTERVAL={};BYDAY={}".format, st.integers(1, 4), st.sampled_from(["MO", "TU,FR", "SA,SU,WE"])
    ),
    st.builds("FREQ=MONTHLY;INTERVAL={};BYMONTHDAY={}".format, st.integers(1, 5), st.sampled_from([1, 15, 29, 31, -1])),
    st.builds("FREQ=MONTHLY;BYDAY={}{}".format, st.sampled_from(["1", "3", "5", "-1"]), st.sampled_from(["MO", "FR"])),
    st.builds("FREQ=YEARLY;INTERVAL={}".format, st.integers(1, 3)),
    st.builds("FREQ=WEEKLY;COUNT={}".format, st.integers(1, 30)),
    st.builds("FREQ=DAILY;UNTIL=2027{:02}{:02}".format, st.integers(1, 12), st.integers(1, 28)),
)
STARTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))


@given(RULES, STARTS, st.integers(0, 800), st.booleans())
def test_the_next_is_the_first_of_dateutil_after_both_what_it_stood_for_and_what_is_past(
    text: str, starts: datetime, late: int, whole_days: bool
) -> None:
    rule = recurrence.parse(text)
    begin = starts.date().isoformat() if whole_days else starts.isoformat(timespec="minutes")
    slot = recurrence.first(rule, begin)
    if slot is None:
        return
    done = recurrence.wall(slot) + timedelta(days=late - 10, hours=5)
    found = recurrence.following(rule, begin, slot, done)
    end = recurrence.wall(begin) + timedelta(days=365 * 15)
    every = rrulestr(text + ("T235959" if "UNTIL" in text else ""),
                     dtstart=recurrence.wall(begin)).between(recurrence.wall(begin), end, inc=True)  # fmt: skip
    threshold = datetime(done.year, done.month, done.day, 23, 59, 59) if whole_days else done
    later = [one for one in every if one > max(recurrence.wall(slot), threshold)]
    assert found == (recurrence.like(later[0], begin) if later else None)


def test_what_is_done_early_does_not_come_again_for_the_same_day() -> None:
    rule = recurrence.parse("FREQ=WEEKLY;BYDAY=FR")
    assert recurrence.following(rule, "2026-11-27", "2026-11-27", datetime(2026, 11, 25, 10)) == "2026-12-04"


def test_what_was_missed_three_times_is_done_once() -> None:
    rule = recurrence.parse("FREQ=WEEKLY;BYDAY=FR")
    assert recurrence.following(rule, "2026-11-06", "2026-11-06", datetime(2026, 11, 25, 10)) == "2026-11-27"


def test_the_thirty_first_stays_the_thirty_first_and_the_leap_day_the_leap_day() -> None:
    monthly = recurrence.parse("FREQ=MONTHLY")
    assert recurrence.following(monthly, "2026-01-31", "2026-01-31", datetime(2026, 2, 3)) == "2026-03-31"
    yearly = recurrence.parse("FREQ=YEARLY")
    assert recurrence.following(yearly, "2024-02-29", "2024-02-29", datetime(2024, 3, 1)) == "2028-02-29"


def test_nine_on_the_wall_stays_nine_over_the_change_of_clocks() -> None:
    rule = recurrence.parse("FREQ=DAILY")
    said = recurrence.following(
        rule, "2026-10-24T09:00", "2026-10-24T09:00", datetime(2026, 10, 24, 9), "Europe/Berlin"
    )
    assert said == "2026-10-25T09:00"


def test_again_after_done_counts_from_the_day_it_was_done_and_keeps_its_time() -> None:
    rule = recurrence.parse("AFTER-DONE;FREQ=WEEKLY;INTERVAL=3")
    assert recurrence.following(rule, "2026-11-01", "2026-11-01", datetime(2026, 11, 25, 18)) == "2026-12-16"
    timed = recurrence.following(rule, "2026-11-01T08:30", "2026-11-01T08:30", datetime(2026, 11, 25, 18))
    assert timed == "2026-12-16T08:30"
    assert rule.rrule == ""
    monthly = recurrence.parse("after-done;freq=monthly")
    assert recurrence.following(monthly, "2026-01-01", "2026-01-01", datetime(2026, 1, 31, 9)) == "2026-02-28"


def test_again_after_done_ends() -> None:
    twice = recurrence.parse("AFTER-DONE;FREQ=DAILY;COUNT=2")
    rest = recurrence.rest(twice)
    assert rest is not None
    assert rest.text == "AFTER-DONE;FREQ=DAILY;COUNT=1"
    assert recurrence.following(twice, "2026-11-01", "2026-11-01", datetime(2026, 11, 1)) == "2026-11-02"
    assert recurrence.following(rest, "2026-11-02", "2026-11-02", datetime(2026, 11, 2)) is None
    until = recurrence.parse("AFTER-DONE;FREQ=WEEKLY;UNTIL=20261110")
    assert recurrence.following(until, "2026-11-01", "2026-11-01", datetime(2026, 11, 3)) == "2026-11-10"
    assert recurrence.following(until, "2026-11-01", "2026-11-01", datetime(2026, 11, 4)) is None


@pytest.mark.parametrize(
    "text",
    ["", "every monday", "FREQ=HOURLY", "FREQ=WEEKLY;INTERVAL=0", "FREQ=DAILY;COUNT=0",
     "FREQ=DAILY;COUNT=2;UNTIL=20270101",
     "FREQ=WEEKLY;BYDAY=XX", "FREQ=DAILY;UNTIL=20271301", "FREQ=DAILY;FREQ=WEEKLY", "AFTER-DONE", "FREQ=DAILY;FOO=1",
     "AFTER-DONE;FREQ=WEEKLY;BYDAY=MO", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;INTERVAL=x", "DTSTART=1;FREQ=DAILY"],
)  # fmt: skip
def test_what_is_no_rule_for_tasks_is_refused_in_words(text: str) -> None:
    with pytest.raises(InvalidValue, match="is no rule"):
        recurrence.parse(text)


def test_a_rule_that_never_comes_true_is_given_up() -> None:
    assert recurrence.first(recurrence.parse("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "2026-01-01") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("RRULE:FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3", "every 3 days"),
        ("FREQ=WEEKLY;BYDAY=MO", "every Monday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every 2 weeks on Friday"),
        ("FREQ=MONTHLY;BYDAY=1MO", "on the first Monday of every month"),
        ("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "on the last Friday of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "on day 15 of every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of every month"),
        ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1", "every year on 1 March"),
        ("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "on the fourth Thursday of November of every year"),
        ("FREQ=WEEKLY;COUNT=5", "every week, 5 times"),
        ("FREQ=WEEKLY;UNTIL=20270301", "every week, until 1 March 2027"),
        ("AFTER-DONE;FREQ=WEEKLY;INTERVAL=3", "3 weeks after done"),
        ("AFTER-DONE;FREQ=MONTHLY;COUNT=1", "1 month after done, once more"),
    ],
)
def test_a_rule_says_itself_in_words(text: str, said: str) -> None:
    assert recurrence.words(recurrence.parse(text)) == said
