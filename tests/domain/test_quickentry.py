"""One line taken apart: what is to be done, when, how often, with which reminder; names are no days."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain import quickentry, recurrence

NOW = datetime(2026, 11, 25, 10, 0)  # a Wednesday

LINES = (
    ("call the florist Fri 3pm about the quote", "call the florist about the quote", "2026-11-27T15:00", ""),
    ("every first Monday", "", "2026-12-07", "on the first Monday of every month"),
    ("tomorrow 9", "", "2026-11-26T09:00", ""),
    ("in 2 weeks", "", "2026-12-09", ""),
    ("pay rent every first Monday", "pay rent", "2026-12-07", "on the first Monday of every month"),
    ("pay rent every first Monday at 9", "pay rent", "2026-12-07T09:00", "on the first Monday of every month"),
    ("ask May about the summer sale", "ask May about the summer sale", None, ""),
    ("call Sun Li tomorrow", "call Sun Li", "2026-11-26", ""),
    ("send Monday's report Tuesday", "send Monday's report", "2026-12-01", ""),
    ("call Fri 3pm about Monday", "call about Monday", "2026-11-27T15:00", ""),
    ("lunch with Karla next Friday noon", "lunch with Karla", "2026-12-04T12:00", ""),
    ("send the weekly report Friday", "send the weekly report", "2026-11-27", ""),
    ("water the plants every 3 days", "water the plants", "2026-11-25", "every 3 days"),
    ("service the bike again 3 weeks after done", "service the bike", "2026-11-25", "3 weeks after done"),
    ("review every 2 weeks until March", "review", "2026-11-25", "every 2 weeks, until 1 March 2027"),
    ("invoice Juniper on the 15th", "invoice Juniper", "2026-12-15", ""),
    ("invoice Juniper every 15th at 8:30", "invoice Juniper", "2026-12-15T08:30", "on day 15 of every month"),
    ("write to Anna in 2 hours", "write to Anna", "2026-11-25T12:00", ""),
    ("call Anna at 3", "call Anna", "2026-11-25T15:00", ""),
    ("call Anna 15:30", "call Anna", "2026-11-25T15:30", ""),
    ("email Ben 1 Dec", "email Ben", "2026-12-01", ""),
    ("email Ben Dec 1 at 9am remind me 1 day before", "email Ben", "2026-12-01T09:00", ""),
    ("remind me to call Anna tomorrow", "call Anna", "2026-11-26", ""),
    ("pick up 3 boxes tomorrow", "pick up 3 boxes", "2026-11-26", ""),
    ("tomorrow 9 boxes", "9 boxes", "2026-11-26", ""),
    ("order 20 lamps by Friday", "order 20 lamps", "2026-11-27", ""),
    ("meeting Wed 9am", "meeting", "2026-12-02T09:00", ""),
    ("meeting Wed", "meeting", "2026-12-02", ""),
    ("tax return by end of month !!", "tax return", "2026-11-30", ""),
    ("2026-12-01 send catalogue", "send catalogue", "2026-12-01", ""),
    ("call Anna tonight", "call Anna", "2026-11-25T20:00", ""),
    (
        "yoga every Monday and Thursday 18:00 for 6 weeks",
        "yoga",
        "2026-11-26T18:00",
        "every Monday and Thursday, until 5 January 2027",
    ),
    ("pay rent on days 1 and 15 of every month", "pay rent", "2026-12-01", "on days 1 and 15 of every month"),
    ("standup every weekday 9:15", "standup", "2026-11-26T09:15", "every weekday"),
    ("newsletter monthly", "newsletter", "2026-11-25", "every month"),
    ("check stock every month on the 1st", "check stock", "2026-12-01", "on day 1 of every month"),
    ("plan 2027 next week", "plan 2027", "2026-11-30", ""),
    ("call 3pm", "call", "2026-11-25T15:00", ""),
    ("birthday party 24.12.", "birthday party", "2026-12-24", ""),
    ("24/12/2026 gift", "gift", "2026-12-24", ""),
    ("dentist Saturday at 11am, remind me 2 hours before", "dentist", "2026-11-28T11:00", ""),
    ("talk about the March sale in March", "talk about the March sale", "2027-03-01", ""),
    ("every year on 3 March", "", "2027-03-03", "every year"),
    ("renew every March 3", "renew", "2027-03-03", "every year on 3 March"),
    ("Fri", "", "2026-11-27", ""),
    ("call Friedrich", "call Friedrich", None, ""),
    ("sat nav repair", "sat nav repair", None, ""),
    ("visit Frida on Sunday morning", "visit Frida", "2026-11-29T09:00", ""),
    ("send quote asap", "send quote asap", None, ""),
    ("buy 2 weeks of supplies", "buy 2 weeks of supplies", None, ""),
    ("call in half an hour", "call", "2026-11-25T10:30", ""),
    ("chase invoice 5 times every week", "chase invoice", "2026-11-25", "every week, 5 times"),
    ("pay rent on the 1st of every month", "pay rent", "2026-12-01", "on day 1 of every month"),
    ("pay staff every 1st and 15th", "pay staff", "2026-12-01", "on days 1 and 15 of every month"),
    ("update the window on Mondays", "update the window", "2026-11-30", "every Monday"),
    ("post on weekdays at 9", "post", "2026-11-26T09:00", "every weekday"),
    ("every morning check mail", "check mail", "2026-11-26T09:00", "every day"),
    ("every evening at 7 lock up", "lock up", "2026-11-25T19:00", "every day"),
    ("every day at 9 take stock", "take stock", "2026-11-26T09:00", "every day"),
    ("backup every Sunday night", "backup", "2026-11-29T20:00", "every Sunday"),
    ("every quarter file the VAT return", "file the VAT return", "2026-11-25", "every 3 months"),
    ("newsletter fortnightly", "newsletter", "2026-11-25", "every 2 weeks"),
    ("every second week call", "call", "2026-11-25", "every 2 weeks"),
    ("once a month review", "review", "2026-11-25", "every month"),
    ("quarterly report every 3 months from 10 January", "quarterly report", "2027-01-10", "every 3 months"),
    ("meet Julia on 3 December at half past 2", "meet Julia", "2026-12-03T14:30", ""),
    ("call at quarter to five", "call", "2026-11-25T16:45", ""),
    ("call at 11h30", "call", "2026-11-25T11:30", ""),
    ("call Nina this evening at 7", "call Nina", "2026-11-25T19:00", ""),
    ("call Nina tonight at 8", "call Nina", "2026-11-25T20:00", ""),
    ("at 7 tomorrow evening call Nina", "call Nina", "2026-11-26T19:00", ""),
    ("at 3 call the bank", "call the bank", "2026-11-25T15:00", ""),
    ("call at 5 in the morning", "call", "2026-11-26T05:00", ""),
    ("call the bank first thing tomorrow", "call the bank", "2026-11-26T09:00", ""),
    ("send the offer EOD", "send the offer", "2026-11-25T17:00", ""),
    ("call Paul after 5pm", "call Paul", "2026-11-25T17:00", ""),
    ("call Paul before noon tomorrow", "call Paul", "2026-11-26T12:00", ""),
    ("meeting Friday 10:00-11:30", "meeting 10:00-11:30", "2026-11-27T10:00", ""),
    ("call Ben tomorrow between 11 and 1pm", "call Ben between 11 and 1pm", "2026-11-26T11:00", ""),
    ("end of next month invoice", "invoice", "2026-12-31", ""),
    ("close the books end of December", "close the books", "2026-12-31", ""),
    ("start of next week plan", "plan", "2026-11-30", ""),
    ("end of next week plan", "plan", "2026-12-04", ""),
    ("call Lee on Tuesday week", "call Lee", "2026-12-08", ""),
    ("call Lee a week from tomorrow", "call Lee", "2026-12-03", ""),
    ("call Lee two days after Friday", "call Lee", "2026-11-29", ""),
    ("Monday send the offer", "send the offer", "2026-11-30", ""),
    ("Fri call Tom", "call Tom", "2026-11-27", ""),
    ("prepare the agenda for Monday", "prepare the agenda", "2026-11-30", ""),
    ("call Tom on Friday, not Monday", "call Tom, not Monday", "2026-11-27", ""),
    ("remind me tomorrow at 9 to call Peter", "call Peter", "2026-11-26T09:00", ""),
    ("remind Bob to pay tomorrow", "remind Bob to pay", "2026-11-26", ""),
    ("send 2nd reminder to Meyer", "send 2nd reminder to Meyer", None, ""),
    ("call Bob on Friday, reminder", "call Bob", "2026-11-27", ""),
    # what is not surely meant stays in the title
    ("ask Ben about Friday", "ask Ben about Friday", None, ""),
    ("answer mail from Friday", "answer mail from Friday", None, ""),
    ("call after Monday", "call after Monday", None, ""),
    ("3 days before Friday call", "3 days before Friday call", None, ""),
    ("call Tom Friday or Saturday", "call Tom Friday or Saturday", None, ""),
    ("book hotel 3-5 December", "book hotel 3-5 December", None, ""),
    ("closed Mon-Fri", "closed Mon-Fri", None, ""),
    ("meet at 5 Main Street on Friday", "meet at 5 Main Street", "2026-11-27", ""),
    ("look at 3 offers tomorrow", "look at 3 offers", "2026-11-26", ""),
    ("send good morning card tomorrow", "send good morning card", "2026-11-26", ""),
    ("movie night tomorrow", "movie night", "2026-11-26", ""),
    ("ask Sunday Times for rates", "ask Sunday Times for rates", None, ""),
)


@pytest.mark.parametrize(("line", "title", "due", "repeats"), LINES, ids=[one[0] for one in LINES])
def test_a_line_is_understood(line: str, title: str, due: str | None, repeats: str) -> None:
    said = quickentry.parse(line, NOW)
    assert (said.title, said.due, said.repeats) == (title, due, repeats)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("call Anna", "call"), ("Phone the printer", "call"), ("ring Ben tomorrow", "call"), ("email Ben", "email"),
        ("write to Ben", "email"), ("lunch with Karla", "meet"), ("remind me to call Anna", "call"),
        ("send the quote", "todo"), ("callous remark", "todo"), ("meetings are dull", "todo"),
    ],
)  # fmt: skip
def test_the_first_word_says_the_kind(line: str, kind: str) -> None:
    assert quickentry.parse(line, NOW).kind == kind


@pytest.mark.parametrize(
    ("line", "remind_at"),
    [
        ("call Anna tomorrow", None),
        ("call Anna tomorrow at 9", "2026-11-26T09:00"),
        ("remind me to call Anna tomorrow", "2026-11-26T09:00"),
        ("call Anna Fri 3pm remind me 30 minutes before", "2026-11-27T14:30"),
        ("call Anna Fri 3pm remind me half an hour before", "2026-11-27T14:30"),
        ("call Anna Fri 3pm, reminder 2 days before", "2026-11-25T15:00"),
        ("call Anna on Friday remind me the day before", "2026-11-26T09:00"),
        ("call Anna on Friday, remind me a week earlier", "2026-11-20T09:00"),
    ],
)
def test_a_reminder_is_asked_for_or_comes_with_the_time(line: str, remind_at: str | None) -> None:
    said = quickentry.parse(line, NOW)
    assert said.remind_at == remind_at
    assert said.title == "call Anna"


def test_exclamation_marks_say_how_urgent_it_is() -> None:
    assert [quickentry.parse(f"call Anna{marks}", NOW).priority for marks in ("", " !", " !!", "!")] == [0, 1, 2, 0]


def test_figures_are_read_as_the_owner_writes_them() -> None:
    assert quickentry.parse("gift 3/4", NOW).due == "2027-04-03"
    assert quickentry.parse("gift 3/4", NOW, "mdy").due == "2027-03-04"
    assert quickentry.parse("gift 3.4.", NOW, "mdy").due == "2027-04-03"


def test_today_is_meant_while_its_time_is_to_come() -> None:
    assert quickentry.parse("call Wed 3pm", NOW).due == "2026-11-25T15:00"
    assert quickentry.parse("call Wed 9am", NOW).due == "2026-12-02T09:00"
    assert quickentry.parse("call at 9am", NOW).due == "2026-11-26T09:00"
    assert quickentry.parse("every Wednesday", NOW).due == "2026-11-25"
    assert quickentry.parse("every Wednesday 9am", NOW).due == "2026-12-02T09:00"


def test_a_series_begins_on_the_day_that_is_said() -> None:
    said = quickentry.parse("water the plants every 3 days starting 1 Dec", NOW)
    assert (said.title, said.due, said.repeats) == ("water the plants", "2026-12-01", "every 3 days")


def test_a_text_that_is_no_line_is_all_title() -> None:
    pasted = "mon 3pm " * 5000
    assert quickentry.parse(pasted, NOW) == quickentry.Entry(pasted.strip())


def test_a_day_that_does_not_exist_stays_in_the_title() -> None:
    said = quickentry.parse("call 31 Feb about 29.2.2027", NOW)
    assert (said.title, said.due) == ("call 31 Feb about 29.2.2027", None)
    assert quickentry.parse("leap party 29 Feb", NOW).due == "2028-02-29"


IN_GERMAN = (
    ("Anna morgen um 10 anrufen", "Anna anrufen", "call", "2026-11-26T10:00", ""),
    ("übermorgen Angebot schicken", "Angebot schicken", "todo", "2026-11-27", ""),
    ("jeden Montag Kasse prüfen", "Kasse prüfen", "todo", "2026-11-30", "every Monday"),
    ("in zwei Wochen nachfassen", "nachfassen", "todo", "2026-12-09", ""),
    ("nächsten Freitag Angebot senden", "Angebot senden", "todo", "2026-12-04", ""),
    ("am 3. März Anna treffen", "Anna treffen", "meet", "2027-03-03", ""),
    ("Steuer bis Ende des Monats", "Steuer", "todo", "2026-11-30", ""),
    ("Inventur Ende März", "Inventur", "todo", "2027-03-31", ""),
    ("alle 3 Monate Wartung", "Wartung", "todo", "2026-11-25", "every 3 months"),
    ("Miete jeden Monat am ersten Montag", "Miete", "todo", "2026-12-07", "on the first Monday of every month"),
    ("alle 2 Wochen am Dienstag und Donnerstag Kurs", "Kurs", "todo", "2026-11-26",
     "every 2 weeks on Tuesday and Thursday"),
    ("jede zweite Woche Bad putzen", "Bad putzen", "todo", "2026-11-25", "every 2 weeks"),
    ("Rechnung am 15. schicken", "Rechnung schicken", "todo", "2026-12-15", ""),
    ("Freitag 15 Uhr Zahnarzt", "Zahnarzt", "todo", "2026-11-27T15:00", ""),
    ("Treffen mit Ben am Donnerstag um halb 3", "Treffen mit Ben", "meet", "2026-11-26T14:30", ""),
    ("heute Abend Anna schreiben", "Anna schreiben", "email", "2026-11-25T18:00", ""),
    ("morgen früh Bestellung prüfen", "Bestellung prüfen", "todo", "2026-11-26T09:00", ""),
    ("in einer halben Stunde los", "los", "todo", "2026-11-25T10:30", ""),
    ("Newsletter jeden ersten Montag um 9", "Newsletter", "todo", "2026-12-07T09:00",
     "on the first Monday of every month"),
    ("montags und donnerstags 18:00 Yoga", "Yoga", "todo", "2026-11-26T18:00", "every Monday and Thursday"),
    ("Miete jeden 1.", "Miete", "todo", "2026-12-01", "on day 1 of every month"),
    ("Rechnung am letzten Tag des Monats", "Rechnung", "todo", "2026-11-30", "on the last day of every month"),
    ("jedes Jahr am 3. März gratulieren", "gratulieren", "todo", "2027-03-03", "every year on 3 March"),
    ("Bericht jeden Werktag um 9:15", "Bericht", "todo", "2026-11-26T09:15", "every weekday"),
    ("Filter wechseln 3 Wochen nach Erledigung", "Filter wechseln", "todo", "2026-11-25", "3 weeks after done"),
    ("Kurs jeden Mittwoch bis März", "Kurs", "todo", "2026-11-25", "every Wednesday, until 1 March 2027"),
    ("Kurs jeden Mittwoch 5 mal", "Kurs", "todo", "2026-11-25", "every Wednesday, 5 times"),
    ("am 24.12. Geschenk für Mo", "Geschenk für Mo", "todo", "2026-12-24", ""),
    ("Guten Morgen sagen", "Guten Morgen sagen", "todo", None, ""),
    ("über Freitag reden", "über Freitag reden", "todo", None, ""),
    ("um 3 Prozent erhöhen", "um 3 Prozent erhöhen", "todo", None, ""),
    ("Do the dishes so. do it", "Do the dishes so. do it", "todo", None, ""),
)  # fmt: skip


@pytest.mark.parametrize(("line", "title", "kind", "due", "repeats"), IN_GERMAN)
def test_german_is_understood_beside_english(line: str, title: str, kind: str, due: str | None, repeats: str) -> None:
    said = quickentry.parse(line, NOW)
    assert (said.title, said.kind, said.due, said.repeats) == (title, kind, due, repeats)


def test_a_reminder_is_asked_for_in_german() -> None:
    said = quickentry.parse("Ben um 10:30 anrufen, Erinnerung 1 Stunde vorher", NOW)
    assert (said.title, said.due, said.remind_at) == ("Ben anrufen", "2026-11-25T10:30", "2026-11-25T09:30")
    assert quickentry.reminder("am Tag vorher", "2026-12-01T09:00") == "2026-11-30T09:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01", "2026-12-01"), ("2026-12-01T09:30", "2026-12-01T09:30"), ("2026-12-01 9:30", "2026-12-01T09:30"),
        ("fri 3pm", "2026-11-27T15:00"), ("tomorrow", "2026-11-26"), ("in 3 days", "2026-11-28"), ("soonish", None),
        ("2026-13-01", None), ("2026-12-01T25:00", None), ("every monday", None), ("", None), ("friday cake", None),
    ],
)  # fmt: skip
def test_a_moment_alone_is_that_and_nothing_else(text: str, moment: str | None) -> None:
    assert quickentry.when(text, NOW) == moment


PIECES = (
    "call every first Monday the 15th of month until March 5 times at 9 3pm in 2 weeks after done remind me before ! ",
    "!! Fri next 31 Feb 2026-02-30 29.2. 24/12 today tonight for a year other day weekly half an hour minutes",
    "quarter past twelve evening night 10:00-11:30 between 2 and 3pm 13-24 0 week from Friday end of December ",
    "quarterly, jeden ersten Montag um halb 3 Uhr morgen früh abends am 31. Februar nächste Woche in einem Jahr bis ",
    "Ende März",
)
LETTERS = st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=("C", "Z"), include_characters=" ")
WORDS = st.sampled_from(" ".join(PIECES).split())


@given(st.one_of(st.text(LETTERS, max_size=60), st.lists(WORDS, max_size=10).map(" ".join)))
def test_any_line_is_taken_apart_and_what_comes_of_it_makes_sense(line: str) -> None:
    said = quickentry.parse(line, NOW)
    assert all(0 <= start < end <= len(line) for start, end in said.spans)
    assert said.due is not None or (said.remind_at, said.repeat) == (None, None)
    for moment in (said.due, said.remind_at):
        assert moment is None or recurrence.like(recurrence.wall(moment), moment) == moment
    for word in said.title.split():
        assert word.rstrip(",;") in line
