"""Yes and no are understood in the languages of the exports."""

from __future__ import annotations

import pytest

from deskcrm.domain.cleaning.yesno import _NO, _YES, parse_yes_no


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        " YES ",
        "ja",
        "oui",
        "sí",
        "si",
        "wahr",
        "WAHR",
        "true",
        "1",
        "x",
        "✓",
        "Subscribed",
        "opt-in",
        "vero",
        "sim",
        "tak",
    ],
)
def test_yes(text):
    assert parse_yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "NO",
        "nein",
        "non",
        "nee",
        "falsch",
        "false",
        "0",
        "unsubscribed",
        "Opted out",
        "opt-out",
        "abgemeldet",
        "não",
    ],
)
def test_no(text):
    assert parse_yes_no(text) is False


@pytest.mark.parametrize("text", ["", " ", "maybe", "pending", "2", "cleaned", "n/a", "-"])
def test_neither(text):
    assert parse_yes_no(text) is None


def test_no_word_says_both():
    assert _YES.isdisjoint(_NO)
