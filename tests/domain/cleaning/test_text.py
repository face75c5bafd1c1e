"""Text is tidied for keeping and folded for comparing."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskcrm.domain.cleaning.text import _fold_any, fold, is_filler, tidy, tidy_lines


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Anna Weber", "Anna Weber"),
        ("  Anna \t Weber\n", "Anna Weber"),
        ("An\0na", "Anna"),
        ("Anna\u00a0Weber", "Anna Weber"),
        ("\ufeffAnna\u200b", "Anna"),
        ("👩‍🔧", "👩‍🔧"),
        ("", ""),
    ],
)
def test_tidy_keeps_what_is_meant(written, kept):
    assert tidy(written) == kept


def test_tidy_lines_keeps_the_lines():
    assert tidy_lines("\r\n Dear  Anna,\r\n\r\nsee you \n\n") == "Dear Anna,\n\nsee you"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Anna Weber", "anna weber"),
        ("  Zoë   O'Brien-Łuk ", "zoe obrien luk"),
        ("O’Brien", "obrien"),
        ("O´Brien", "obrien"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Ærøskøbing", "aeroskobing"),
        ("Đorđe Łukasz", "dorde lukasz"),
        ("İstanbul", "istanbul"),
        ("J.R.R. Tal", "jrr tal"),
        ("Müller & Söhne GmbH", "muller sohne gmbh"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
        ("Андрей", "андреи"),
        ("Ζωή", "ζωη"),
        ("がか", "がか"),
        ("김민준", "김민준"),
        ("สุดา", "สุดา"),
        ("\u202aAnna\u202c", "anna"),
        ("An\0na", "anna"),
        ("🙂", ""),
        ("...", ""),
    ],
)
def test_fold_levels_what_people_write_differently(written, folded):
    assert fold(written) == folded


def test_fold_keeps_letters_apart_that_only_look_like_accents():
    assert fold("か") != fold("が")


@given(st.text())
@example("ŉ")
@example("ǰ")
@example("ΐ")
def test_folding_twice_is_folding_once(text):
    once = fold(text)
    assert fold(once) == once


@given(st.text(alphabet=st.characters(max_codepoint=127)))
@example("a\x1cb")
def test_the_quick_way_of_fold_answers_as_the_whole_one(text):
    assert fold(text) == _fold_any(text)


@given(st.text())
def test_fold_does_not_mind_blanks_or_capitals(text):
    assert fold(f"  {text} ") == fold(text)
    assert fold(text.upper()) == fold(text)


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_lines(tidy_lines(text)) == tidy_lines(text)


@pytest.mark.parametrize(
    "text", ["n/a", "N/A", " - ", "--", "none", "NULL", "0/0/00", "0.0.00", "k.A.", "?", "...", "#N/A", "#NUM!"]
)
def test_stand_ins_for_nothing_are_filler(text):
    assert is_filler(text)


@given(
    st.sampled_from(["n/a", "Unknown", "--", "0/0/00"]), st.text(alphabet=st.characters(categories=["Zs", "Zl", "Zp"]))
)
def test_filler_does_not_mind_blanks_around_it(filler, blanks):
    assert is_filler(blanks + filler + blanks)
    assert not is_filler(blanks)


@pytest.mark.parametrize("text", ["", "0", "x", "Nona", "Anna", "No", "12", "Na", "a/b"])
def test_what_could_be_a_value_is_no_filler(text):
    assert not is_filler(text)


@given(st.lists(st.text(), max_size=4))
def test_what_is_folded_by_parts_is_what_is_folded_as_a_whole(parts):
    """Keys are made from the parts of a name, the words of search one by one."""
    assert " ".join(folded for part in parts if (folded := fold(part))) == fold(" ".join(parts))
