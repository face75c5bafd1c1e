"""Companies: legal forms, websites, mail domains; and words of a name that aren't the name."""

from __future__ import annotations

import pytest
from tests.domain.matching.subjects import company, kinds, score, verdict

from deskcrm.domain.matching.companynames import core_and_form
from deskcrm.domain.matching.weights import DEFAULT_SCORE, SURE_SCORE


@pytest.mark.parametrize(
    ("name", "core", "form"),
    [
        ("Weber & Söhne GmbH & Co. KG", "weber sohne", "kg"),
        ("Weber GmbH", "weber", "gmbh"),
        ("The Copper Kettle Ltd.", "copper kettle", "ltd"),
        ("Panadería Sol, S.L.", "panaderia sol", "sl"),
        ("Nowak Sp. z o.o.", "nowak", "spzoo"),
        ("Acme, Inc.", "acme", "inc"),
        ("AG", "ag", ""),
        ("Müller Druck", "muller druck", ""),
    ],
)
def test_a_name_is_parted_from_its_legal_form(name, core, form):
    assert core_and_form(name) == (core, form)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (company("Adler Druck GmbH"), company("Adler Druck")),
        (company("Adler Druck GmbH"), company("ADLER-DRUCK gmbh")),
        (company("Adler Druck GmbH"), company("Druck Adler GmbH")),
        (company("Adler Druck", url="https://www.adler.example/de"), company("Adler Druk", url="adler.example")),
    ],
)
def test_one_company_written_two_ways(a, b):
    assert score(a, b) >= DEFAULT_SCORE


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (company("Weber GmbH"), company("Weber AG")),
        (company("Adler Druck"), company("Adler Bau")),
        (company("Kindergarten 3", city="Ulm"), company("Kindergarten 4", city="Ulm")),
        (company("Adler Druck", phone="030 1112233"), company("Falke Bau", phone="030 1112233")),
        (
            company("Adler Druck", street="Am Markt 1", city="Ulm"),
            company("Falke Bau", street="Am Markt 1", city="Ulm"),
        ),
    ],
)
def test_two_companies(a, b):
    assert score(a, b) < DEFAULT_SCORE


def test_another_legal_form_is_another_company_even_in_one_house_unless_they_have_one_website():
    here = {"phone": "030 1112233", "street": "Am Markt 1", "city": "Ulm"}
    assert score(company("Weber GmbH", **here), company("Weber AG", **here)) < DEFAULT_SCORE
    site = {"url": "weber.example", **here}
    assert score(company("Weber GmbH", **site), company("Weber AG", **site)) >= DEFAULT_SCORE


def test_a_number_in_a_name_is_part_of_it():
    here = {"street": "Am Markt 1", "city": "Ulm"}
    third, none = company("Kita Sonnenschein 3", **here), company("Kita Sonnenschein", **here)
    assert score(third, none) < DEFAULT_SCORE <= score(company("Kita Sonnenschen", **here), none)


def test_a_name_alone_is_never_sure():
    assert score(company("Adler Druck GmbH"), company("Adler Druck GmbH")) < SURE_SCORE


def test_a_mail_domain_of_everybody_is_none():
    a, b = company("Adler Druck", "adler@gmail.com"), company("Adler Druck", "druck@gmail.com")
    assert "domain" not in kinds(verdict(a, b))
    a, b = company("Adler Druck", "x@adler.example"), company("Adler Druck", "y@adler.example")
    assert "domain" in kinds(verdict(a, b))
