"""Names are taken apart, put together and compared by rule 9 of the model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.domain.cleaning.names import compatible, has_legal_form, initials, join_name, split_family, split_name
from deskcrm.domain.cleaning.nicknames import _GROUPS, same_by_nickname
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.fields import NAME_PARTS


def name(prefix="", given="", additional="", family="", suffix=""):
    parts = {"prefix": prefix, "given": given, "additional": additional, "family": family, "suffix": suffix}
    return {part: value for part, value in parts.items() if value}


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("Anna Weber", name(given="Anna", family="Weber")),
        ("Zoë Müller", name(given="Zoë", family="Müller")),
        ("Weber, Anna", name(given="Anna", family="Weber")),
        ("Anna Maria Weber", name(given="Anna", additional="Maria", family="Weber")),
        ("J. R. Talbot", name(given="J.", additional="R.", family="Talbot")),
        ("Mary-Jane O'Neil", name(given="Mary-Jane", family="O'Neil")),
        ("Anna", name(given="Anna")),
        ("Dr. Anna Weber", name(prefix="Dr.", given="Anna", family="Weber")),
        ("Prof. Dr. med. Eva Kern", name(prefix="Prof. Dr. med.", given="Eva", family="Kern")),
        ("Dipl.-Ing. Karl Huber", name(prefix="Dipl.-Ing.", given="Karl", family="Huber")),
        ("Mme Marie Dupont", name(prefix="Mme", given="Marie", family="Dupont")),
        ("Frau Weber", name(prefix="Frau", family="Weber")),
        ("Dr. Weber", name(prefix="Dr.", family="Weber")),
        ("Sir John", name(prefix="Sir", given="John")),
        ("M. Dupont", name(given="M.", family="Dupont")),
        ("Phil Weber", name(given="Phil", family="Weber")),
        ("Don Weber", name(given="Don", family="Weber")),
        ("John Smith Jr.", name(given="John", family="Smith", suffix="Jr.")),
        ("John Q. Smith III", name(given="John", additional="Q.", family="Smith", suffix="III")),
        ("Smith, John, Jr.", name(given="John", family="Smith", suffix="Jr.")),
        ("John Smith, PhD, MBA", name(given="John", family="Smith", suffix="PhD, MBA")),
        ("Wei, MBA", name(given="Wei", suffix="MBA")),
        ("Li Ma", name(given="Li", family="Ma")),
        ("Jan de Vries", name(given="Jan", family="de Vries")),
        ("Pieter van den Berg", name(given="Pieter", family="van den Berg")),
        ("Anna von der Heide", name(given="Anna", family="von der Heide")),
        ("Heide, Anna von der", name(given="Anna", family="von der Heide")),
        ("Van Dam, Eva", name(given="Eva", family="Van Dam")),
        ("von der Heide", name(family="von der Heide")),
        ("Maria de la Cruz", name(given="Maria", family="de la Cruz")),
        ("Yusuf bin Karim", name(given="Yusuf", family="bin Karim")),
        ("Al Green", name(given="Al", family="Green")),
        ("Ben Kern", name(given="Ben", family="Kern")),
        ("Juan Ruiz y Gil", name(given="Juan", family="Ruiz y Gil")),
        ("Anna und Peter Weber", name(given="Anna und Peter", family="Weber")),
        ("山田 太郎", name(given="山田 太郎")),
        ("김민준", name(given="김민준")),
        ("anna@example.com", name(given="anna@example.com")),
        ('=HYPERLINK("http://evil.example","x")', name(given='=HYPERLINK("http://evil.example","x")')),
        ("https://a.example/b,c", name(given="https://a.example/b,c")),
        ("", {}),
        (" , ", {}),
    ],
)
def test_a_whole_name_is_taken_apart(whole, parts):
    assert split_name(whole) == parts


def test_both_orders_of_a_full_name_come_out_alike():
    parts = name("Dr.", "Anna", "Maria", "von der Heide", "MBA")
    assert split_name("Dr. Anna Maria von der Heide, MBA") == parts
    assert split_name("von der Heide, Dr. Anna Maria, MBA") == parts


def test_a_name_is_put_together():
    assert join_name(name("Dr.", "Anna", "Maria", "Weber", "MBA")) == "Dr. Anna Maria Weber, MBA"
    assert join_name(name(given="John", family="Smith", suffix="Jr.")) == "John Smith Jr."
    assert join_name({"family": "Weber", "city": "Berlin"}) == "Weber"
    assert join_name({}) == ""


@given(st.text())
def test_no_letter_is_lost_in_taking_apart(whole):
    parts = split_name(whole)
    assert set(parts) <= set(NAME_PARTS)
    assert all(parts.values())
    assert sorted(fold("".join(parts.values())).replace(" ", "")) == sorted(fold(whole).replace(" ", ""))


WORDS = st.sampled_from(["Dr.", "Anna", "van", "der", "Weber", "Jr.", ",", "MBA", "de", "&", "y", "Al", "O'Neil", "A."])


@given(st.lists(WORDS, max_size=7))
def test_no_word_is_lost_in_taking_apart(words):
    parts = split_name(" ".join(words))
    kept = " ".join(parts.values()).replace(",", " ").split()
    assert sorted(kept) == sorted(word for word in words if word != ",")


@pytest.mark.parametrize(
    ("family", "parted"),
    [
        ("Wei", ("Wei", "")),
        ("Wei, MBA", ("Wei", "MBA")),
        ("von Holt, Ph.D., CPA", ("von Holt", "Ph.D., CPA")),
        ("Weber, Anna", ("Weber, Anna", "")),
        (", MBA", (", MBA", "")),
    ],
)
def test_degrees_behind_a_family_name_are_no_part_of_it(family, parted):
    assert split_family(family) == parted


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (name(given="Anna", family="Weber"), name(given="ANNA", family="weber")),
        (name(given="Zoë", family="Müller"), name(given="Zoe", family="Muller")),
        (name(given="Anna", family="Weber"), name(given="A.", family="Weber")),
        (name(given="Anna", family="Weber"), name(family="Weber")),
        (name(given="Robert", family="Smith"), name(given="Bob", family="Smith")),
        (name(given="Anna", additional="Maria", family="Weber"), name(given="Anna Maria", family="Weber")),
        (name(given="Anna", additional="Maria", family="Weber"), name(given="A. M.", family="Weber")),
        (name(given="Anna", family="Weber"), {}),
        (name(given="Anna", family="Weber"), name(prefix="Mrs")),
        (name(given="Anna"), name(given="anna")),
        ({}, {}),
    ],
)
def test_names_that_may_be_one_persons(a, b):
    assert compatible(a, b)
    assert compatible(b, a)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (name(given="Anna", family="Weber"), name(given="Peter", family="Weber")),
        (name(given="Anna", family="Weber"), name(given="Anna", family="Kern")),
        (name(given="Anna", family="Weber"), name(given="Anna")),
        (name(given="Anna-Lena", family="Weber"), name(given="Anna", family="Weber")),
        (name(given="Anna", family="Weber"), name(given="P.", family="Weber")),
        (name(given="Alexander", family="Weber"), name(given="Alexandra", family="Weber")),
        (name(given="Hans", family="Weber"), name(given="Jan", family="Weber")),
        (name(given="Anna"), name(given="Peter")),
    ],
)
def test_names_that_are_two_peoples(a, b):
    assert not compatible(a, b)
    assert not compatible(b, a)


@given(st.dictionaries(st.sampled_from(NAME_PARTS), st.text(max_size=6)), st.text(max_size=6))
def test_who_is_called_alike_may_be_one_whatever_else_the_name_has(parts, other):
    shouted = {part: f" {text.upper()} " for part, text in parts.items()}
    for more in ({"additional": other}, {"suffix": other}):
        assert compatible({**parts, **more}, parts)
        assert compatible(parts, {**parts, **more})
        assert compatible({**shouted, **more}, parts)


def test_short_forms_belong_to_their_full_name():
    assert same_by_nickname("sepp", "josef")
    assert same_by_nickname("charlotte", "lotte")
    assert same_by_nickname("francisco", "paco")
    assert not same_by_nickname("bob", "rob")
    assert not same_by_nickname("anna", "anne")


def test_the_table_of_short_forms_is_in_folded_form_and_says_nothing_twice():
    names = [given for group in _GROUPS for given in group.split()]
    assert [given for given in names if fold(given) != given] == []
    fulls = [group.split()[0] for group in _GROUPS]
    assert [group for group in _GROUPS if len(set(group.split())) != len(group.split())] == []
    assert len(fulls) > 150


@pytest.mark.parametrize(
    ("whole", "letters"),
    [
        ("Anna Weber", "AW"),
        ("anna weber", "AW"),
        ("Weber, Anna", "AW"),
        ("Dr. Anna-Lena von Weber", "AW"),
        ("Anna Maria Weber", "AW"),
        ("Anna", "A"),
        ("🙂 Anna 🎉 Weber", "AW"),
        ("🙂", ""),
        ("", ""),
        ("山田 太郎", "山"),
        ("Иван Петров", "ИП"),
        ("émile öztürk", "ÉÖ"),
        ("ß", "ß"),
        ("24/7 Taxi", "T"),
        ("4711", "4"),
        ("Dr.", "D"),
    ],
)
def test_initials_for_an_avatar(whole, letters):
    assert initials(whole) == letters


@given(st.text())
def test_initials_are_never_more_than_two(whole):
    assert len(initials(whole)) <= 2


@pytest.mark.parametrize(
    "name",
    ["Ruiz S.L.", "Beta AG", "Hay & Co", "Holz GmbH & Co. KG", "Kwiaty Sp. z o.o.", "Tamm OÜ", "IBM INC", "Lua, Lda."],
)
def test_a_legal_form_at_the_end_makes_a_name_a_companys(name):
    assert has_legal_form(name)


@pytest.mark.parametrize("name", ["Maria Sa", "KIM SE", "AB Svensson", "Jo Co", "Ltd", "Gmbh Anna", ""])
def test_what_only_looks_like_a_legal_form_leaves_a_name_a_persons(name):
    assert not has_legal_form(name)
