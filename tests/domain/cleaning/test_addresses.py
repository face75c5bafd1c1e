"""Addresses in one cell are taken apart only where that is safe; countries are known by their names."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.cleaning.addresses import address_key, join_address, split_address
from deskcrm.domain.cleaning.countries import country_code
from deskcrm.domain.fields import ADDRESS_PARTS


def address(street="", extended="", city="", region="", postcode="", country=""):
    parts = {"street": street, "extended": extended, "city": city, "region": region}
    return {part: value for part, value in {**parts, "postcode": postcode, "country": country}.items() if value}


BERLIN = address("Hauptstr. 5", city="Berlin", postcode="12045")
SPRINGFIELD = address("5 Main St", city="Springfield", region="IL", postcode="62704")
LONDON = address("1 High St", city="London", postcode="EC1A 1BB")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Hauptstr. 5, 12045 Berlin", BERLIN),
        ("Hauptstr. 5\n12045 Berlin", BERLIN),
        ("Hauptstr. 5\r\n12045 Berlin\r\nDeutschland\r\n", {**BERLIN, "country": "Deutschland"}),
        ("Hauptstr. 5, 12045 Berlin, DE", {**BERLIN, "country": "DE"}),
        ("Hauptstr. 5, D-12045 Berlin", {**BERLIN, "postcode": "D-12045"}),
        ("Hauptstr. 5\nBerlin, 12045\nGermany", {**BERLIN, "country": "Germany"}),
        ("Hauptstr. 5, Berlin, 12045", BERLIN),
        ("Berlin, BE 12045", address(city="Berlin", region="BE", postcode="12045")),
        ("5 Main St, Springfield, IL 62704", SPRINGFIELD),
        ("5 Main St\nSpringfield, IL 62704\nUSA", {**SPRINGFIELD, "country": "USA"}),
        ("5 Main St\nSpringfield IL 62704-1234", {**SPRINGFIELD, "postcode": "62704-1234"}),
        ("9 King St W, Toronto, ON M5V 2T6", address("9 King St W", "", "Toronto", "ON", "M5V 2T6")),
        ("1 High St\nLondon EC1A 1BB", LONDON),
        ("1 High St\nLondon\nEC1A 1BB\nUnited Kingdom", {**LONDON, "country": "United Kingdom"}),
        ("Gracht 1, 1012 AB Amsterdam, NL", address("Gracht 1", "", "Amsterdam", "", "1012 AB", "NL")),
        ("ul. Prosta 1, 00-950 Warszawa", address("ul. Prosta 1", city="Warszawa", postcode="00-950")),
        ("12 rue Haute  Lyon  69001  FR", address("12 rue Haute", "", "Lyon", "", "69001", "FR")),
        (
            "5 Main St  Apt 4  Springfield  IL  62704  US",
            {**SPRINGFIELD, "extended": "Apt 4", "country": "US"},
        ),
        ("c/o Kern\nHauptstr. 5\n12045 Berlin", {**BERLIN, "street": "c/o Kern, Hauptstr. 5"}),
    ],
)
def test_what_is_safe_is_split_off(text, parts):
    assert split_address(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Hauptstr. 5",
        "1234 Main Street",
        "Apt 4, 1234 Main Street",
        "Berlin",
        "Germany",
        "12045 Berlin",
        "1 Main St, Dover, DE",
        "5 Peach St, Atlanta, Georgia",
        "Hauptstr. 5 12045 Berlin",
        "Room 5, 1234 South",
    ],
)
def test_what_is_not_stays_whole_in_street(text):
    assert split_address(text) == {"street": text}


def test_a_blank_address_has_no_parts():
    assert split_address(" \n ") == {}
    assert join_address({}) == ""
    assert address_key({}) == ""


@given(st.text() | st.text(alphabet="Aab 12,\nDE-"))
def test_no_letter_is_lost_in_splitting(text):
    def letters(whole):
        return sorted(char for char in whole if char.isalnum())

    parts = split_address(text)
    assert set(parts) <= set(ADDRESS_PARTS)
    assert letters("".join(parts.values())) == letters(text)


@pytest.mark.parametrize("parts", [BERLIN, SPRINGFIELD, LONDON, {**BERLIN, "country": "Germany"}])
def test_an_address_on_one_line_can_be_split_again(parts):
    assert split_address(join_address(parts)) == parts


def test_an_address_on_one_line():
    assert join_address({**BERLIN, "country": "Germany"}) == "Hauptstr. 5, 12045 Berlin, Germany"
    assert join_address({**SPRINGFIELD, "extended": "Apt 4"}) == "5 Main St, Apt 4, Springfield, IL 62704"
    assert join_address({"street": "c/o Kern\nHauptstr. 5"}) == "c/o Kern, Hauptstr. 5"


@pytest.mark.parametrize(
    "other",
    [
        address("Hauptstraße 5", city="BERLIN", postcode="12045", country="Germany"),
        address("Hauptstrasse 5", city="Berlin", postcode="D-12045", region="BE"),
        address(" hauptstr.5 ", city="Berlin", postcode="12045"),
    ],
)
def test_one_address_has_one_key_however_written(other):
    assert address_key(other) == address_key(BERLIN)


def test_two_addresses_have_two_keys():
    assert address_key({**BERLIN, "street": "Hauptstr. 15"}) != address_key(BERLIN)
    assert address_key({**BERLIN, "postcode": "10115"}) != address_key(BERLIN)
    paris = address("1 Main St", city="Paris", country="US")
    assert address_key(paris) != address_key({**paris, "country": "FR"})
    assert address_key(paris) == address_key({**paris, "country": "USA"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DE", "DE"),
        ("de", "DE"),
        ("Germany", "DE"),
        ("Deutschland", "DE"),
        ("Österreich", "AT"),
        ("Oesterreich", "AT"),
        ("UK", "GB"),
        ("U.S.A.", "US"),
        ("España", "ES"),
        ("Česko", "CZ"),
        ("Côte d’Ivoire", "CI"),
        ("Nowhere", None),
        ("", None),
    ],
)
def test_a_country_is_known_by_its_names(text, code):
    assert country_code(text) == code


@given(st.text(max_size=3))
def test_a_code_is_always_two_capitals(text):
    code = country_code(text)
    assert code is None or re.fullmatch("[A-Z]{2}", code)
