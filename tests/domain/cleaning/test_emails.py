"""Email addresses are unwrapped as written and compared by a key."""

from __future__ import annotations

import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from deskcrm.domain.cleaning.emails import _key_by_library, clean_email, email_key, is_junk_email


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Anna@Example.com", "Anna@Example.com"),
        (" anna@example.com ", "anna@example.com"),
        ("mailto:anna@example.com?subject=Hi", "anna@example.com"),
        ("Anna Weber <anna@example.com>", "anna@example.com"),
        ('"Weber, Anna" <anna@example.com>', "anna@example.com"),
        ("<anna@example.com>", "anna@example.com"),
        ("Anna Weber (anna@example.com)", "anna@example.com"),
        ("anna@example.com;", "anna@example.com"),
        ("anna@example.com.", "anna@example.com"),
        ("'anna@example.com", "anna@example.com"),
        ("a@example.com, b@example.com", "a@example.com, b@example.com"),
        ("ask her", "ask her"),
        ("", ""),
    ],
)
def test_an_address_comes_out_of_its_wrapping(written, kept):
    assert clean_email(written) == kept


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Anna.Weber@Example.COM", "anna.weber@example.com"),
        ("anna+shop@example.com", "anna+shop@example.com"),
        ("anna@brightleaf.example", "anna@brightleaf.example"),
        ("anna@shop.test", "anna@shop.test"),
        ("anna@Bücher.example", "anna@xn--bcher-kva.example"),
        ("o'neil@example.com", "o'neil@example.com"),
        ("ünal@example.com", "ünal@example.com"),
    ],
)
def test_a_valid_address_has_a_key(written, key):
    assert email_key(written) == key


@pytest.mark.parametrize(
    "written",
    [
        "",
        "anna",
        "anna@",
        "@example.com",
        "anna@example",
        "an na@example.com",
        "anna@@example.com",
        "a..b@example.com",
        "anna@example.com, b@example.com",
        "/o=ExchangeLabs/ou=x",
        "anna@printer.local",
        "anna@-example.com",
    ],
)
def test_what_is_no_address_has_none(written):
    assert email_key(written) is None


LABELS = st.text(alphabet="abxyzABZ019-_", min_size=1, max_size=8) | st.just("a" * 63) | st.just("b" * 64)
LOCALS = st.text(alphabet="abxyzABZ019._+-'", min_size=1, max_size=10) | st.just("a" * 64) | st.just("a" * 65)
TOPS = st.sampled_from(["com", "de", "test", "invalid", "local", "c0m", "x", "a" * 63, "a" * 64, "onion", "xn--p1ai"])
ADDRESSES = st.builds(lambda name, labels, top: f"{name}@{'.'.join([*labels, top])}", LOCALS, st.lists(LABELS), TOPS)


@given(ADDRESSES)
@example("a@xn--a.com")
@example("a@ab--c.com")
def test_the_quick_way_answers_as_the_library(address):
    assert email_key(address) == _key_by_library(address)


@given(ADDRESSES)
def test_a_key_is_valid_and_its_own_key(address):
    key = email_key(address)
    try:
        validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        assert key is None
    else:
        assert key is not None
        assert email_key(key) == key


@given(st.text())
@example("0).")
def test_cleaning_twice_is_cleaning_once(text):
    assert clean_email(clean_email(text)) == clean_email(text)


@pytest.mark.parametrize("key", ["test@test.com", "noreply@shop.example", "none@none.com", "asdf@example.com"])
def test_stand_ins_are_junk(key):
    assert is_junk_email(key)


@pytest.mark.parametrize("key", ["anna@example.com", "info@example.com", "nora.eply@example.com"])
def test_real_addresses_are_not(key):
    assert not is_junk_email(key)
