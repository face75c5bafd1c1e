"""How far a source is trusted, field by field: whose value shows, why, and that lists, undo and check know it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ListQuery
from deskcrm.services import checking, contacts, history, importing, reads, sources
from deskcrm.services.workspace import Workspace

SHOP = "Email,First name,Last name,City,Phone\nanna@x.example,Anna,Weber,Berlin,+49 30 1234567\n"
LETTER = "Email,First name,Last name,City,Phone\nanna@x.example,Anna,Weber,Bonn,+49 30 7654321\n"
ALONE = "Email,First name,Last name,City,Phone\nbert@x.example,Bert,Mulder,Ghent,+32 2 555 12 12\n"


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "w.deskcrm")


def take_in(ws: Workspace, name: str, text: str) -> None:
    path = ws.path.with_name(f"{name}.csv")
    path.write_text(text)
    importing.run(ws, [replace(importing.examine(ws, path, country="DE"), source=name)])


def rule(ws: Workspace, name: str, **rules: str) -> None:
    sources.change(ws, sources.named(ws, name).id, rules=rules)
    assert checking.check(ws) == []


def city(ws: Workspace, text: str = "anna") -> tuple[str, str]:
    """What the profile shows, and what the list shows."""
    (contact,) = reads.list_ids(ws, ListQuery(text=text))
    (row,) = reads.rows(ws, [contact])
    addresses = reads.profile(ws, contact).fields.get("addresses") or [{}]
    return addresses[0].get("city", ""), row.city


def phones(ws: Workspace, text: str = "anna") -> list[str]:
    (contact,) = reads.list_ids(ws, ListQuery(text=text))
    return [phone["value"][-3:] for phone in reads.profile(ws, contact).fields.get("phones", [])]


@pytest.fixture
def both(ws: Workspace) -> Workspace:
    take_in(ws, "Shop", SHOP)
    take_in(ws, "Letter", LETTER)
    return ws


def titled(ws: Workspace, name: str, title: str) -> None:
    take_in(ws, name, f"Email,First name,Last name,Job title\nanna@x.example,Anna,Weber,{title}\n")


def title(ws: Workspace) -> str:
    (contact,) = reads.list_ids(ws, ListQuery(text="anna"))
    return str(reads.profile(ws, contact).fields.get("title", ""))


def test_without_a_rule_the_newer_of_two_that_are_trusted_alike_shows(ws: Workspace):
    titled(ws, "Shop", "Buyer")
    titled(ws, "Letter", "Head of buying")
    assert title(ws) == "Head of buying"


@pytest.mark.parametrize(("name", "how"), [("Letter", "empty"), ("Letter", "never"), ("Shop", "always")])
def test_a_rule_decides_about_its_field_alone(ws: Workspace, name: str, how: str):
    titled(ws, "Shop", "Buyer")
    titled(ws, "Letter", "Head of buying")
    rule(ws, name, title=how)
    assert title(ws) == "Buyer"
    assert "Weber" in reads.rows(ws, reads.list_ids(ws, ListQuery()))[0].name
    history.undo(ws)
    assert title(ws) == "Head of buying"
    assert checking.check(ws) == []


def test_the_owners_word_comes_before_always(ws: Workspace):
    titled(ws, "Shop", "Buyer")
    rule(ws, "Shop", title="always")
    (contact,) = reads.list_ids(ws, ListQuery())
    contacts.edit(ws, contact, [Patch("title", "set", "Boss")])
    assert title(ws) == "Boss"


def test_a_list_only_if_empty_counts_where_nobody_else_says_any(both: Workspace):
    assert sorted(phones(both)) == ["321", "567"]
    rule(both, "Letter", phones="empty")
    assert phones(both) == ["567"]
    take_in(both, "Letter", ALONE)
    assert phones(both, "bert") == ["212"]
    assert checking.check(both) == []


def test_never_shows_nothing_even_of_whom_nobody_else_speaks_and_still_recognises(ws: Workspace):
    take_in(ws, "Letter", LETTER)
    rule(ws, "Letter", phones="never", addresses="never")
    take_in(ws, "Letter", ALONE)
    assert (phones(ws, "bert"), city(ws, "bert")) == ([], ("", ""))
    assert checking.check(ws) == []
    take_in(ws, "Shop", "Phone,First name,Last name,Nickname\n+32 2 555 12 12,Bert,Mulder,Bertje\n")
    assert len(reads.list_ids(ws, ListQuery())) == 2
    assert phones(ws, "bert") == ["212"], "another source may say it"


def test_why_a_value_does_not_show_is_said(both: Workspace):
    rule(both, "Letter", phones="never", addresses="empty")
    (contact,) = reads.list_ids(both, ListQuery())
    values = reads.profile(both, contact).values
    assert [v.why for v in values["phones"] if not v.shown] == ["you never take this from Letter"]
    assert [v.why for v in values["addresses"] if not v.shown] == ["its source counts only where nobody else says it"]


@pytest.mark.parametrize("rules", [{"title": "sometimes"}, {"given": "never"}, {"nonsense": "never"}])
def test_a_rule_that_is_none_is_refused(both: Workspace, rules: dict[str, str]):
    with pytest.raises(InvalidValue, match="can't have the rule"):
        rule(both, "Letter", **rules)
