"""Mapping files: written, edited, read back, laid on a file."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.mapping.mappingfile import FileOptions, column_names, fit, read_mapping, write_mapping
from deskcrm.domain.mapping.model import FileMapping, is_target, signature, split_target, target_label
from deskcrm.domain.mapping.propose import propose

BY_HAND = """
source = "Web shop"
shape = "people"
delimiter = ";"
dates = "dmy"
country = "DE"

[columns]
"Kunde" = "name"
"Büro-Mail" = "emails.work"
"Ort" = "addresses.home.city"
"Total Spent" = "custom.Total Spent"
"Intern" = "-"

[options."Büro-Mail"]
split = ";"
"""


def test_a_file_written_by_hand_is_read() -> None:
    mapping, options = read_mapping(BY_HAND)
    assert (mapping.source, mapping.shape) == ("Web shop", "people")
    assert [c.target for c in mapping.columns] == [
        "name",
        "emails.work",
        "addresses.home.city",
        "custom.Total Spent",
        "-",
    ]
    assert mapping.columns[1].options == {"split": ";"}
    assert options == FileOptions(delimiter=";", dates="dmy", country="DE")


def test_what_is_written_is_read_back() -> None:
    proposed = propose(["Email", "Phone", "Phone", 'say "hi"\n', "Tags"], [["a@example.org", "1", "2", "x", "a,b"]])
    read, options = read_mapping(write_mapping(proposed, FileOptions(encoding="cp1252")))
    assert options == FileOptions(encoding="cp1252")
    fitted = fit(read, [c.header for c in proposed.columns])
    assert [(c.header, c.target, dict(c.options)) for c in fitted.columns] == [
        (c.header, c.target, dict(c.options)) for c in proposed.columns
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=8), min_size=1, max_size=8))
def test_any_headers_survive_the_file(headers: list[str]) -> None:
    proposed = propose(headers, [])
    read, _ = read_mapping(write_mapping(proposed))
    assert [c.header for c in read.columns] == column_names(headers)
    assert [c.target for c in fit(read, headers).columns] == [c.target for c in proposed.columns]


def test_headers_that_come_twice_are_told_apart() -> None:
    assert column_names(["Phone", "Phone", "Phone [2]", "Phone"]) == ["Phone", "Phone [3]", "Phone [2]", "Phone [4]"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[columns\n", "not valid TOML"),
        ('[columns]\n"A" = "surename"', "“surename”, which is no field"),
        ('[columns]\n"A" = "given"\n"B" = "given"', "sends both “A” and “B” to “given”"),
        ('[columns]\n"A" = 5', "write it in quotes"),
        ('shape = "persons"', "must be one of people"),
        ('dates = "dd.mm"', "must be one of dmy"),
        ('colums = "x"', "means nothing here"),
        ("columns = 3", "must be a table"),
        ("source = 3", "must be a text"),
        ('[columns]\n"A" = "given"\n[options]\n"B" = {split = ";"}', "“B”, which is not among its columns"),
        ('[columns]\n"A" = "given"\n[options]\n"A" = {split = 1}', "must be texts"),
    ],
)
def test_a_wrong_mapping_file_is_refused_in_words(text: str, says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        read_mapping(text)


def test_a_mapping_is_laid_on_headers_in_another_order_and_spelling() -> None:
    mapping, _ = read_mapping(BY_HAND)
    fitted = fit(mapping, ["ORT", "Neu", "kunde"])
    assert [(c.header, c.target) for c in fitted.columns] == [
        ("ORT", "addresses.home.city"),
        ("Neu", "-"),
        ("kunde", "name"),
    ]
    assert any("Büro-Mail" in question for question in fitted.questions)


def test_a_mapping_for_quite_another_file_is_refused() -> None:
    mapping, _ = read_mapping(BY_HAND)
    with pytest.raises(InvalidValue, match="None of the mapping's columns"):
        fit(mapping, ["Open", "High"])


def test_a_layout_is_known_again_in_any_order_and_case() -> None:
    assert signature(["First Name", "E-mail"]) == signature(["email", "first_name"])
    assert signature(["Name"]) != signature(["Name", "Name"])
    assert signature(["Name"]) == "66f7aed04379a79a4bf1657e64bc5eae"


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("given", ("given", "", "")),
        ("emails.work", ("emails", "work", "")),
        ("addresses.home.city", ("addresses", "home", "city")),
        ("addresses", ("addresses", "", "")),
        ("custom.No. of cats", ("custom", "No. of cats", "")),
    ],
)
def test_targets_come_apart(target: str, parts: tuple[str, str, str]) -> None:
    assert is_target(target)
    assert split_target(target) == parts


@pytest.mark.parametrize(
    "target", ["surname", "emails.", "addresses.home.planet", "custom.", "activity.colour", "given.x"]
)
def test_what_is_no_target_is_known(target: str) -> None:
    assert not is_target(target)


def test_targets_have_words() -> None:
    assert [target_label(t) for t in ("given", "phones.work", "addresses.home.city", "custom.Shoe size", "")] == [
        "First name",
        "Phone (work)",
        "City (home)",
        "Own field “Shoe size”",
        "Not imported",
    ]


def test_an_empty_mapping_is_a_mapping() -> None:
    assert read_mapping("")[0] == FileMapping("people", "", "", ())
