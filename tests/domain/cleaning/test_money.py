"""Amounts of money are read with either decimal mark, and counted in minor units."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.cleaning.money import CURRENCIES, _parse_odd, decide_decimal, from_minor, parse_money, to_minor


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("12.50", "12.50", ""),
        ("12,50", "12.50", ""),
        ("-5", "-5", ""),
        ("1.234,50 €", "1234.50", "EUR"),
        ("€1,234.50", "1234.50", "EUR"),
        ("1 234,50 EUR", "1234.50", "EUR"),
        ("1\u202f234,50\u00a0€", "1234.50", "EUR"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("1,00,000.00", "100000.00", ""),
        ("1.234.567", "1234567", ""),
        ("0,123", "0.123", ""),
        (".5", "0.5", ""),
        ("USD -12", "-12", "USD"),
        ("-$5.00", "-5.00", "USD"),
        ("$-5.00", "-5.00", "USD"),
        ("−5,00 €", "-5.00", "EUR"),
        ("5,00-", "-5.00", ""),
        ("(3.50)", "-3.50", ""),
        ("(€3.50)", "-3.50", "EUR"),
        ("US$ 5", "5", "USD"),
        ("$5 USD", "5", "USD"),
        ("5 eur", "5", "EUR"),
        ("5,- €", "5", "EUR"),
        ("12 kr", "12", ""),
        ("12 zł", "12", "PLN"),
        ("¥1200", "1200", "JPY"),
        ("'12.50", "12.50", ""),
        ("+7", "7", ""),
    ],
)
def test_an_amount_is_read(text, amount, currency):
    assert parse_money(text) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "€",
        "1.2.3",
        "1,23,4",
        "12 34",
        "12%",
        "1e5",
        "5 EUR USD",
        "12 apples",
        "1.234,567.89",
        "12:30",
        "-",
        "NaN",
        "1" * 40,
        "5 5",
        "2024-03-05",
    ],
)
def test_what_is_no_amount_is_none(text):
    assert parse_money(text) is None


def test_the_columns_mark_settles_what_could_be_either():
    assert parse_money("1.234", ",") == (Decimal(1234), "")
    assert parse_money("1.234", ".") == (Decimal("1.234"), "")
    assert parse_money("1,234", ",") == (Decimal("1.234"), "")
    assert parse_money("1,234", ".") == (Decimal(1234), "")


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        (["1.234", "12,50"], ","),
        (["1,234.50 €"], "."),
        (["12.50 USD", "13"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["0,123"], ","),
        (["1.234", "5.678"], None),
        (["1.5", "1,5"], None),
        (["1.5"] * 19 + ["1,5"], "."),
        (["", "n/a", "12"], None),
        (["1,5 m²", "²,³"], ","),
    ],
)
def test_a_column_tells_its_decimal_mark(values, mark):
    assert decide_decimal(values) == mark


AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@given(AMOUNTS, st.sampled_from((("EUR", "€"), ("USD", "$"), ("CHF", "CHF"), ("", ""))))
def test_every_amount_is_read_back_in_every_form(amount, money):
    code, sign = money
    english, plain = f"{amount:,.2f}", f"{amount:.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    for written, mark in (
        (english, "."),
        (plain, "."),
        (german, ","),
        (english.replace(",", " "), "."),
        (german, None),
    ):
        assert parse_money(f"{written} {sign}".strip(), mark) == (amount, code)
        assert parse_money(f"{sign}{written}", mark) == (amount, code)
    assert decide_decimal([german]) == ","
    assert decide_decimal([f"{english} {sign}"]) == "."


@given(
    st.from_regex(
        r"-?[0-9]{1,15}([.,][0-9]{1,2})?( ?(€|EUR|CHF|XYZ))?", fullmatch=True, alphabet="-0123456789., €EURCHFXYZ"
    ),
    st.sampled_from((None, ".", ",")),
)
def test_the_quick_way_answers_as_the_whole_one(text, mark):
    assert parse_money(text, mark) == _parse_odd(text, mark)


@given(st.text() | st.text(alphabet="0123456789.,-() €$EURk'"))
def test_whatever_is_read_is_a_finite_amount(text):
    read = parse_money(text)
    if read is not None:
        assert read[0].is_finite()
        assert read[1] == "" or read[1] in CURRENCIES
        assert any(char.isdigit() for char in text)


def test_minor_units_follow_the_currency():
    assert to_minor(Decimal("12.50"), "EUR") == 1250
    assert to_minor(Decimal("1200"), "JPY") == 1200
    assert to_minor(Decimal("1.234"), "KWD") == 1234
    assert to_minor(Decimal("12.345"), "EUR") == 1235
    assert to_minor(Decimal("-12.345"), "EUR") == -1235
    assert to_minor(Decimal("12.50"), "") == 1250
    assert str(from_minor(1250, "EUR")) == "12.50"
    assert str(from_minor(5, "JPY")) == "5"


@given(st.integers(-(10**17), 10**17), st.sampled_from(("EUR", "JPY", "KWD", "CLF", "")))
def test_minor_units_come_back(minor, currency):
    assert to_minor(from_minor(minor, currency), currency) == minor
