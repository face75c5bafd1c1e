"""Search: slips of the finger, accents, word order, phones in any spelling, parts of emails; never an error."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.searching import phone_prefix
from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, contacts, demo, duplicates, erasing, history, merging, reads, searching, tasks
from deskcrm.services.workspace import Workspace

LETTERS = "abcdefghijklmnopqrstuvwxyz"
Finds = Callable[[str], list[str]]


@pytest.fixture
def finds(ws, bring_in) -> Finds:
    bring_in(
        "shop.csv",
        "First Name,Last Name,Company,Email,Phone,City",
        "Anna,Weber,Weber Gartenbau,anna.weber@post.example,+49 30 5550 1287,Berlin",
        "Zoë,Łukasiewicz,,zoe77@web.example,030 5550 4471,Kraków",
        "Émile,Schmidtbauer,,e.schmidtbauer@mail.example,,Lyon",
        "Ben,Ott,,ben@ott.example,,Ulm",
    )
    return lambda text: [hit.name for hit in reads.search(ws, text, 10, near=True) if hit.kind == "person"]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("zoe lukasiewicz", "Zoë Łukasiewicz"),
        ("weber anna", "Anna Weber"),
        ("anna web", "Anna Weber"),
        ("lukasiewcz", "Zoë Łukasiewicz"),  # a letter missing
        ("webber", "Anna Weber"),  # one too many
        ("wener anna", "Anna Weber"),  # another one
        ("ewber", "Anna Weber"),  # two that changed places
        ("shcmidtbuaer", "Émile Schmidtbauer"),  # two slips in a long word
        ("schmitdb", "Émile Schmidtbauer"),  # on the way to the word
        ("Zoé Lukasewicz Krakow", "Zoë Łukasiewicz"),
        ("030 5550 1287", "Anna Weber"),
        ("+49 (0)30 5550-1287", "Anna Weber"),
        ("0049 030/55501287", "Anna Weber"),
        ("5550 1287", "Anna Weber"),
        ("4471", "Zoë Łukasiewicz"),
        ("anna.weber@po", "Anna Weber"),
        ("oe77", "Zoë Łukasiewicz"),
        ("dtbauer@mail", "Émile Schmidtbauer"),
    ],
)
def test_what_is_typed_finds_the_person(finds: Finds, typed: str, name: str) -> None:
    assert finds(typed)[:1] == [name]


def test_short_words_are_taken_as_typed(finds: Finds) -> None:
    assert finds("bem") == []
    assert finds("otx") == []


def test_the_matched_part_of_a_mistyped_name_is_marked(ws, finds: Finds) -> None:
    (hit,) = [hit for hit in reads.search(ws, "anna weberr", near=True) if hit.kind == "person"]
    assert [hit.name[start : start + length] for start, length in hit.name_marks] == ["Anna", "Weber"]


def test_who_is_found_as_typed_comes_before_who_is_nearly_so(ws, finds: Finds, bring_in) -> None:
    bring_in("more.csv", "First Name,Last Name", "Carla,Webers", "Dora,Wber", "Emil,Wber")
    assert finds("wber") == ["Dora Wber", "Emil Wber", "Anna Weber", "Carla Webers"]


def test_near_words_follow_what_is_done(ws, finds: Finds) -> None:
    assert finds("quintessenz") == []
    outcome = contacts.add(ws, "person", {"given": "Tim", "family": "Quintessens"})
    assert finds("quintesenz") == ["Tim Quintessens"]
    history.undo(ws, outcome.changes.operation)
    assert finds("quintesenz") == []


def test_nothing_of_an_erased_name_is_near(ws, finds: Finds) -> None:
    (anna,) = [hit.id for hit in reads.search(ws, "anna") if hit.kind == "person"]
    assert finds("anna webr") == ["Anna Weber"]
    erasing.erase(ws, anna)
    assert finds("anna webr") == []
    assert ws.vocabulary.near("annaa") == []


@pytest.mark.parametrize("name", ["राम कुमार", "สมชาย คำแก้ว", "王小明", "Юлия Щукина", "أحمد", "ꟲꟳ"])
def test_names_of_every_script_are_found(ws, name: str) -> None:
    contacts.add(ws, "person", {"given": name.split()[0], "family": name.split()[-1]})
    assert len(reads.search(ws, name)) == len(reads.search(ws, name.split()[-1])) == 1
    assert len(reads.list_ids(ws, ListQuery("person", text=name))) == 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.text(alphabet="\"*^():+-{}~ANDORNEAR'\0 @.", max_size=40))
def test_any_text_is_searched_without_an_error(finds: Finds, text: str) -> None:
    finds(text)


@pytest.mark.parametrize("text", ["a " * 5000, "anna" * 2500, '"' * 10_000, " ".join(f"w{n}" for n in range(4000))])
def test_a_pasted_page_is_searched_without_an_error(finds: Finds, text: str) -> None:
    finds(text)


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("030 555", "4930555"),
        ("+49 (0)30 555", "4930555"),
        ("0049 030 555", "4930555"),
        ("+39 06 698", "3906698"),
        ("+1 415 555", "1415555"),
        ("+3530155", "353155"),
        ("555 01", "55501"),
    ],
)
def test_a_phone_begins_with_these_digits(typed: str, prefix: str) -> None:
    assert phone_prefix(typed, "DE") == prefix


# The sample business ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    path = demo.make(tmp_path_factory.mktemp("business") / "demo.deskcrm", today=date(2026, 3, 2)).workspace
    workspace = Workspace.open(path, write=False)
    yield workspace
    workspace.close()


def slipped(word: str, chance: random.Random) -> str:
    """The word with one slip of the finger."""
    at = chance.randrange(len(word))
    letter = chance.choice(LETTERS)
    other = chance.randrange(len(word) - 1)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:other] + word[other + 1] + word[other] + word[other + 2 :],
        )
    )


def test_a_slip_in_a_name_still_finds_the_person_among_the_first_ten(business: Workspace) -> None:
    chance = random.Random(7)
    people = reads.rows(business, reads.list_ids(business, ListQuery("person")))
    tried, missed = 0, []
    for line in people:
        words = fold(line.name).split()
        long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isascii()]
        if len(words) < 2 or not long:
            continue
        for at in long:
            typed = " ".join([*words[:at], slipped(words[at], chance), *words[at + 1 :]])
            tried += 1
            if line.id not in [hit.id for hit in reads.search(business, typed, 10, near=True)]:
                missed.append((typed, line.name))
    assert tried > 500
    assert len(missed) <= tried * 0.05, missed[:20]


# What was written, what is to be done ---------------------------------------------------------------------------------


@pytest.fixture
def anna(ws, finds: Finds) -> int:
    return next(hit.id for hit in reads.search(ws, "anna") if hit.kind == "person")


def said(ws: Workspace, text: str) -> list[str]:
    searching.prepare(ws)
    return [one.text for one in searching.everything(ws, text, 10, 10).said]


def test_what_was_written_is_found_by_its_words(ws, anna: int) -> None:
    activities.log(ws, anna, "call", "Wants an offer for the Café’s new shelves.")
    activities.log(ws, anna, "note", "Prefers mornings.")
    assert said(ws, "cafe offer") == ["Wants an offer for the Café’s new shelves."]
    assert said(ws, "shelv") == ["…offer for the Café’s new shelves."]
    assert said(ws, "offer mornings") == []


def test_only_what_stands_of_it_is_found(ws, anna: int) -> None:
    first = activities.log(ws, anna, "note", "Likes marzipan.")
    assert said(ws, "marzipan") == ["Likes marzipan."]
    history.undo(ws, first.changes.operation)
    assert said(ws, "marzipan") == []
    history.redo(ws, first.changes.operation)
    assert said(ws, "marzipan") == ["Likes marzipan."]
    contacts.remove(ws, anna)
    assert said(ws, "marzipan") == []


def test_orders_are_found_by_number_and_by_what_was_bought(ws, bring_in) -> None:
    bring_in(
        "orders.csv",
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Created at,"
        "Lineitem quantity,Lineitem name,Lineitem price,Billing Name,Id",
        "#1042,anna@post.example,paid,2026-01-02,fulfilled,EUR,10,0,0,10,2026-01-02,2,Brass lantern,5,Anna Weber,77",
    )
    assert said(ws, "1042") == said(ws, "lantern brass") != []


def test_a_long_text_shows_the_place_that_matches(ws, anna: int) -> None:
    activities.log(ws, anna, "note", "word " * 500 + "marzipan " + "word " * 500)
    (text,) = said(ws, "marzi")
    assert "marzipan" in text
    assert len(text) < 200


def test_of_an_erased_person_nothing_that_was_written_stays(ws, anna: int) -> None:
    activities.log(ws, anna, "note", "Likes marzipan.")
    assert said(ws, "marzipan")
    erasing.erase(ws, anna)
    assert said(ws, "marzipan") == []
    assert b"marzipan" not in ws.path.read_bytes()


def test_notes_on_a_joined_person_lead_to_whom_they_show_on(ws, anna: int) -> None:
    other = contacts.add(ws, "person", {"given": "Anna", "family": "Weber"}).value
    activities.log(ws, other, "note", "Likes marzipan.")
    merging.merge(ws, anna, [other])
    searching.prepare(ws)
    (found,) = searching.everything(ws, "marzipan", 10, 10).said
    assert (found.contact, found.name) == (anna, "Anna Weber")


def test_open_tasks_are_found_by_their_words(ws, anna: int) -> None:
    first = tasks.add(ws, "Send the lantern catalogue", contact=anna).value
    tasks.add(ws, "Order lanterns")
    found = searching.everything(ws, "lant", 10, 10).todo
    assert [(task.title, task.name) for task in found] == [
        ("Send the lantern catalogue", "Anna Weber"),
        ("Order lanterns", ""),
    ]
    tasks.finish(ws, first)
    assert [task.title for task in searching.everything(ws, "lant", 10, 10).todo] == ["Order lanterns"]
    for title, due in (("Hang lanterns", "2026-03-09"), ("Count the lanterns", "2026-03-05")):
        tasks.add(ws, title, due=due)
    in_time = ["Count the lanterns", "Hang lanterns", "Order lanterns"]
    assert [task.title for task in searching.everything(ws, "lant", 10, 10).todo] == in_time
    assert [task.title for task in searching.everything(ws, "lant", 10, 2).todo] == in_time[:2]


@pytest.mark.parametrize("name", ["राम कुमार", "สมชาย คำแก้ว", "王小明"])
def test_a_newcomer_of_any_script_is_compared_with_who_is_there(ws, name: str) -> None:
    fields = {"given": name.split()[0], "family": name.split()[-1], "birthday": "1980-02-03"}
    known = contacts.add(ws, "person", fields).value
    assert [one.contact for one in duplicates.check_new(ws, fields)] == [known]
