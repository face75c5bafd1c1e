"""Own fields: what is typed into each kind, and how it is kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.own_values import LONGEST, OwnKind, kept_as

SIZES = OwnKind("choice", ("S", "M", "Très grand"))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        (OwnKind("text"), "1.000", "1.000"),
        (OwnKind("number"), "1,234.50", "1234.50"),
        (OwnKind("number"), "42", "42"),
        (OwnKind("number"), "about 42", "about 42"),
        (OwnKind("number"), "42 €", "42 €"),
        (OwnKind("date"), "3.4.2026", "2026-04-03"),
        (OwnKind("date"), "2026-04-03", "2026-04-03"),
        (OwnKind("date"), "in spring", "in spring"),
        (SIZES, "tres GRAND", "Très grand"),
        (SIZES, "XXL", "XXL"),
        (OwnKind("yes_no"), "ja", "Yes"),
        (OwnKind("yes_no"), "FALSE", "No"),
        (OwnKind("yes_no"), "perhaps", "perhaps"),
    ],
)
def test_values_are_kept_as_their_kind_has_them(kind: OwnKind, typed: str, kept: str) -> None:
    assert kept_as(kind, typed, "dmy") == kept


def test_days_are_read_in_the_order_of_the_country() -> None:
    assert kept_as(OwnKind("date"), "3/4/2026", "mdy") == "2026-03-04"


@given(st.sampled_from(["text", "number", "date", "choice", "yes_no"]), st.text(max_size=30))
def test_what_is_kept_stays_as_it_is(kind: str, text: str) -> None:
    own = OwnKind(kind, ("S", "M"))
    once = kept_as(own, text, "dmy")
    assert kept_as(own, once, "dmy") == once


def test_what_is_too_long_is_kept_as_it_is() -> None:
    assert kept_as(OwnKind("number"), "1" * (LONGEST + 1) + ",0", None).endswith(",0")
