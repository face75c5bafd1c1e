"""People and companies from the terminal: what is typed is what is shown, and every answer has the promised keys."""

from __future__ import annotations

import pytest

ROW_KEYS = {"id", "kind", "name", "organization", "email", "phone", "city", "stage"}
SHOW_KEYS = {
    "id", "ids", "kind", "name", "fields", "values", "records", "timeline", "tasks", "merges", "measures",
}  # fmt: skip


def values(shown, field):
    return [(item["value"], item["label"]) for item in shown["fields"].get(field, [])]


def test_who_is_added_is_listed_found_and_shown(ask):
    added = ask("add", "name=Anna Weber", "emails.work=anna@example.com", "custom.Size=M", "tags=VIP")
    assert added.keys() >= SHOW_KEYS | {"operation"}
    assert added["fields"]["name"] == "Anna Weber"
    assert (added["fields"]["given"], added["fields"]["family"]) == ("Anna", "Weber")
    assert added["fields"]["custom"] == {"Size": "M"}
    assert values(added, "emails") == [("anna@example.com", "work")]
    (line,) = ask("list")
    assert line.keys() >= ROW_KEYS
    assert ask("find", "weber") == [line]
    assert ask("find", "nobody") == []
    assert ask("find", "annna webr") == [line]
    shown = ask("show", added["id"])
    assert {key: added[key] for key in shown} == shown
    (email,) = shown["values"]["emails"]
    assert email.keys() >= {"value", "shown", "formerly", "removed", "record", "source", "why"}
    assert (email["source"], email["shown"]) == ("You", True)


def test_a_company_takes_its_name_from_either_word(ask):
    assert ask("add", "--kind", "company", "name=Weber GmbH")["fields"]["organization"] == "Weber GmbH"
    by_field = ask("add", "kind=company", "organization=Nagy AG")
    assert (by_field["kind"], by_field["name"]) == ("company", "Nagy AG")
    assert ask("edit", by_field["id"], "name=Nagy SE")["name"] == "Nagy SE"
    assert [line["name"] for line in ask("list", "--kind", "company")] == ["Nagy SE", "Weber GmbH"]
    assert ask("list", "--kind", "person") == []


def test_list_values_are_added_removed_replaced_set_and_cleared(ask):
    contact = ask("add", "name=Anna", "emails.work=a@example.com")["id"]

    def after(*words):
        return sorted(values(ask("edit", contact, *words), "emails"))

    assert after("emails+=b@example.com") == [("a@example.com", "work"), ("b@example.com", "")]
    assert after("emails-=b@example.com") == [("a@example.com", "work")]
    assert after("emails-=A@example.com", "emails+=c@example.com") == [("c@example.com", "work")]
    assert after("emails.home+=d@example.com") == [("c@example.com", "work"), ("d@example.com", "home")]
    assert after("emails.home=e@example.com") == [("c@example.com", "work"), ("e@example.com", "home")]
    assert after("emails=x@example.com", "emails=y@example.com") == [("x@example.com", ""), ("y@example.com", "")]
    assert after("emails=") == []


def test_both_signs_in_one_command_are_one_change_that_one_undo_takes_back(ask):
    contact = ask("add", "name=Anna", "emails=a@example.com")["id"]
    done = ask("edit", contact, "emails-=a@example.com", "emails+=b@example.com", "title=Baker")
    ask("undo", done["operation"])
    assert values(ask("show", contact), "emails") == [("a@example.com", "")]
    assert "title" not in ask("show", contact)["fields"]


def test_parts_of_an_address_are_set_one_by_one(ask):
    contact = ask("add", "name=Anna", "addresses.home.city=Berlin", "addresses.home.postcode=12045")["id"]
    ask("edit", contact, "addresses.home.street=Sonnenallee 1", "addresses.work.city=Potsdam")
    found = {a["label"]: a for a in ask("show", contact)["fields"]["addresses"]}
    assert found["home"] == {"label": "home", "street": "Sonnenallee 1", "city": "Berlin", "postcode": "12045"}
    assert found["work"] == {"label": "work", "city": "Potsdam"}
    ask("edit", contact, "addresses-=work", "addresses.home.postcode=")
    (left,) = ask("show", contact)["fields"]["addresses"]
    assert left == {"label": "home", "street": "Sonnenallee 1", "city": "Berlin"}
    ask("edit", contact, "addresses.home=")
    assert "addresses" not in ask("show", contact)["fields"]


def test_an_empty_value_clears(ask):
    contact = ask("add", "name=Anna Weber", "title=Baker", "custom.Size=M", "birthday=1980-02-03")["id"]
    fields = ask("edit", contact, "title=", "custom.Size=", "birthday=")["fields"]
    assert fields == {"name": "Anna Weber", "given": "Anna", "family": "Weber"}


@pytest.mark.parametrize(
    "words", [["colour=red"], ["addresses.home.planet=Mars"], ["kind=company"], ["addresses-=moon"]]
)
def test_what_no_contact_has_is_refused_and_nothing_is_written(call, ask, words):
    contact = ask("add", "name=Anna")["id"]
    answer = call("edit", contact, *words)
    assert answer.status == 1
    assert answer.err.count("\n") == 1
    assert len(ask("history")) == 1


def test_lists_are_sorted_and_cut(ask):
    for name, town in (("Anna", "Ulm"), ("Béla", "Aachen"), ("Cleo", "")):
        ask("add", f"name={name}", f"addresses.home.city={town}")
    assert [line["name"] for line in ask("list", "--kind", "person", "--sort", "city")] == ["Béla", "Anna", "Cleo"]
    assert [line["name"] for line in ask("list", "--descending", "--limit", "1", "--offset", "1")] == ["Béla"]


def test_people_read_aligned_lines(call, ask):
    ask("add", "name=Anna Weber", "emails=anna@example.com")
    ask("add", "name=李小龍", "organization=Long", "emails=li@example.com")
    head, anna, li = call("list", "--kind", "person").out.splitlines()
    assert head.split() == ["ID", "NAME", "COMPANY", "EMAIL", "PHONE", "TOWN", "STAGE"]
    assert anna.index("anna@") == head.index("EMAIL")
    assert li.index("li@") == head.index("EMAIL") - 3  # each of the three letters takes two columns
    assert "\x1b" not in head + anna


def test_nothing_in_a_name_steers_the_terminal(call, ask):
    ask("add", "given=An\x1b[31mna", "notes=two\nlines")
    shown = call("show", 1).out
    assert "\x1b" not in shown
    assert "two lines" in shown


def test_what_happened_is_logged_and_stands_on_the_timeline(call, ask):
    contact = ask("add", "name=Anna")["id"]
    logged = ask("log", contact, "order", "Two tubes", "--amount", "12.50", "--currency", "eur", "--at", "2026-05-01")
    assert logged.keys() >= {"id", "kind", "at", "title", "text", "amount", "currency", "source", "operation"}
    assert (logged["kind"], logged["at"], logged["amount"], logged["currency"]) == ("order", "2026-05-01", 1250, "EUR")
    later = ask("log", contact, "note", "Likes blue", "--at", "2026-05-02T10:00+02:00")
    assert later["at"] == "2026-05-02T08:00:00Z"
    assert [entry["id"] for entry in ask("timeline", contact)] == [later["id"], logged["id"]]
    assert ask("log", contact, "payment", "x", "--amount", "990", "--currency", "EUR")["amount"] == 990
    assert call("log", contact, "order", "x", "--amount", "much").status == 1
    assert call("log", contact, "order", "x", "--amount", "5", "--currency", "XYZ").status == 1
    assert call("log", contact, "dance", "x").status == 1
    assert "12.50 EUR" in call("timeline", contact).out


def test_tasks_are_added_listed_and_done(ask):
    contact = ask("add", "name=Anna")["id"]
    task = ask("task", "add", "Call", "her", "--contact", contact, "--due", "2026-12-01")
    assert task.keys() >= {"id", "title", "contact", "due", "remind_at", "repeat", "done_at", "operation"}
    assert (task["title"], task["contact"], task["due"]) == ("Call her", contact, "2026-12-01")
    ask("task", "add", "Sweep")
    assert [one["title"] for one in ask("task", "list")] == ["Call her", "Sweep"]
    assert [one["title"] for one in ask("task", "list", "--contact", contact)] == ["Call her"]
    assert ask("show", contact)["tasks"][0]["id"] == task["id"]
    assert ask("task", "done", task["id"])["done_at"]
    assert [one["title"] for one in ask("task", "list")] == ["Sweep"]
    assert len(ask("task", "list", "--all")) == 2


def test_who_wins_where_sources_differ_is_chosen_by_field_with_its_effect(ask, call, tmp_path):
    for name, title in (("shop", "Head of purchasing"), ("letter", "Buyer")):
        path = tmp_path / f"{name}.csv"
        path.write_text(f"Email,First name,Last name,Job title\nanna@x.example,Anna,Weber,{title}\n", encoding="utf-8")
        ask("import", path, "--source", name)
    tried = ask("survivorship", "title=complete", "--dry-run")
    assert [(one["before"], one["after"]) for one in tried["examples"]] == [("Buyer", "Head of purchasing")]
    assert ask("survivorship")["preferences"] == {}
    assert ask("survivorship", "title=complete")["preferences"] == {"title": "complete"}
    assert "title: most complete" in call("survivorship").out
    assert call("survivorship", "title").status == 2
    assert call("survivorship", "stage=recent").status == 1
