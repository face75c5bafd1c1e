"""A mailing goes to whom it may go to, once, and says whom it leaves out and why."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from deskcrm.domain.errors import UserError
from deskcrm.domain.patches import Patch
from deskcrm.services import contacts, history, mailing
from deskcrm.services.mailing import Mailing

HEADER = "Email,First name,Last name,Newsletter consent"


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_whoever_opted_out_is_left_out_and_counted(ws, bring_in, tmp_path):
    bring_in(
        "news.csv", HEADER, "anna@example.com,Anna,Weber,yes", "bela@example.com,Béla,Nagy,no",
        "cleo@example.com,Cleo,Roy,", ",Dora,Lind,",
    )  # fmt: skip
    path = tmp_path / "mailing.csv"
    assert mailing.save(ws, path) == Mailing(contacts=2, opted_in=1, opted_out=1, no_email=1)
    assert [(row["Email"], row["Name"], row["Opted in"]) for row in rows_of(path)] == [
        ("anna@example.com", "Anna Weber", "yes"), ("cleo@example.com", "Cleo Roy", ""),
    ]  # fmt: skip


def test_an_opt_out_of_one_address_holds_for_the_person(ws, bring_in, tmp_path):
    bring_in("news.csv", HEADER, "anna@example.com,Anna,Weber,no")
    contacts.edit(ws, 1, [Patch("emails", "add", {"value": "anna@example.org", "label": ""})])
    told = mailing.save(ws, tmp_path / "mailing.csv")
    assert (told.contacts, told.opted_out, told.left_out) == (0, 1, 1)


def test_a_taken_back_opt_out_is_none(ws, bring_in, tmp_path):
    contacts.add(ws, "person", {"given": "Anna", "family": "Weber", "emails": ["anna@example.com"]})
    bring_in("news.csv", HEADER, "anna@example.com,Anna,Weber,no")
    assert mailing.save(ws, tmp_path / "mailing.csv").contacts == 0
    history.undo(ws)
    assert mailing.save(ws, tmp_path / "mailing.csv").contacts == 1


def test_an_address_of_two_is_written_to_once_and_what_is_none_not_at_all(ws, tmp_path):
    for name, email in (("Anna", "office@example.com"), ("Béla", "office@example.com"), ("Cleo", "cleo at home")):
        contacts.add(ws, "person", {"given": name, "family": "Weber", "emails": [email]})
    told = mailing.save(ws, tmp_path / "mailing.csv")
    assert (told.contacts, told.same_email, told.no_email) == (1, 1, 1)


def test_only_some_and_only_as_a_table(ws, tmp_path):
    for name in ("Anna", "Béla"):
        contacts.add(ws, "person", {"given": name, "emails": [f"{name[0].lower()}@example.com"]})
    assert mailing.save(ws, tmp_path / "some.csv", ids=[2]).contacts == 1
    assert rows_of(tmp_path / "some.csv")[0]["First name"] == "Béla"
    assert mailing.save(ws, tmp_path / "found.xlsx", search="anna").contacts == 1
    with pytest.raises(UserError, match="ends in"):
        mailing.save(ws, tmp_path / "mailing.vcf")
    assert not (tmp_path / "mailing.vcf").exists()
