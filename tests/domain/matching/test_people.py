"""Who is one and who is two, as small stories: family, colleagues, namesakes, and the same person written otherwise."""

from __future__ import annotations

import pytest
from tests.domain.matching.subjects import kinds, person, score, verdict

from deskcrm.domain.matching.reasons import in_words
from deskcrm.domain.matching.weights import DEFAULT_SCORE, SURE_SCORE

HOME = {"street": "Lindenweg 5", "postcode": "12045", "city": "Berlin"}
OFFICE = {"street": "Am Markt 1", "postcode": "50667", "city": "Köln", "company": "Adler Druck GmbH"}


def proposed(a, b, *others):
    return score(a, b, *others) >= DEFAULT_SCORE


def test_two_called_maria_garcia_are_not_one():
    garcias = [person("Maria Garcia", f"maria{n}.garcia@post.example") for n in range(12)]
    assert not proposed(*garcias)
    here, there = person("Maria Garcia", city="Madrid"), person("Maria Garcia", city="Bilbao")
    assert not proposed(here, there, *garcias)


def test_a_common_name_needs_more_than_a_town():
    assert not proposed(person("Maria Garcia", city="Madrid"), person("Maria Garcia", city="Madrid"))
    assert proposed(person("Hildegund Quittenbaum", city="Ulm"), person("Hildegund Quittenbaum", city="Ulm"))
    maria, again = (person("Maria Garcia", "maria.g77@post.example", city="Madrid") for _ in range(2))
    assert proposed(maria, again)


def test_a_name_alone_is_never_sure_however_rare():
    found = verdict(person("Hildegund Quittenbaum"), person("Hildegund Quittenbaum"))
    assert DEFAULT_SCORE <= found.score < SURE_SCORE
    assert "name alone" in kinds(found)


def test_father_and_son_at_one_address_are_two():
    father = person("Peter Weber", "p.weber@post.example", "030 1112233", born="1950-03-04", **HOME)
    son = person("Peter Weber", "peter90@mail.example", "030 1112233", born="1984-07-19", **HOME)
    assert not proposed(father, son)
    assert "different birthday: 1950-03-04 / 1984-07-19" in [in_words(r) for r in verdict(father, son).reasons]


def test_father_and_son_of_whom_no_birthday_is_known_are_never_sure():
    father, son = (person("Peter Weber", phone="030 1112233", **HOME) for _ in range(2))
    assert score(father, son) < SURE_SCORE


def test_senior_and_junior_are_two():
    senior, junior = (person("John Hall", "hall@post.example", **HOME, suffix=s) for s in ("Sr.", "Jr."))
    assert not proposed(senior, junior)


def test_a_couple_with_one_mailbox_and_one_phone_is_two():
    anna = person("Anna Weber", "weber@post.example", "030 1112233", **HOME)
    paul = person("Paul Weber", "weber@post.example", "030 1112233", **HOME)
    assert not proposed(anna, paul)


def test_twins_are_two():
    twins = [person(f"{given} Weber", "", "030 1112233", born="2001-02-03", **HOME) for given in ("Jonas", "Lukas")]
    assert not proposed(*twins)


def test_of_pairs_that_a_guard_holds_back_the_likelier_still_comes_first():
    def twins(**more):
        return [person(f"{given} Weber", **HOME, **more) for given in ("Jonas", "Lukas")]

    assert score(*twins(phone="030 1112233", born="2001-02-03")) > score(*twins(phone="030 1112233"))


@pytest.mark.parametrize(
    ("he", "she"), [("Paul", "Paula"), ("Mario", "Maria"), ("Christian", "Christina"), ("Jan", "Jana")]
)
def test_names_that_only_the_sex_parts_are_two(he, she):
    assert not proposed(person(f"{he} Weber", **HOME), person(f"{she} Weber", **HOME))


def test_names_that_many_have_are_no_slips_of_each_other():
    others = [person(f"{given} Sommer{n}") for n in range(8) for given in ("Anna", "Hanna")]
    anna, hanna = person("Anna Weber", **HOME), person("Hanna Weber", **HOME)
    assert not proposed(anna, hanna, *others)


def colleagues(*names):
    return [person(name, "info@adler.example", "0221 4455660", **OFFICE) for name in names]


STAFF = ("Eva Kolb", "Max Jahn", "Ute Rabe", "Tim Voss", "Ben Senf", "Pia Lenz", "Leo Dorn", "Isa Mohr")


def test_a_shared_office_phone_joins_nobody():
    eva, *others = colleagues(*STAFF)
    found = verdict(eva, others[0], *others[1:])
    assert found.score < 0.05
    words = [in_words(reason) for reason in found.reasons]
    assert "this phone is on 8 people: ignored" in words
    assert "same office mailbox: info@adler.example" in words


def test_an_identifier_on_very_many_joins_nobody_even_where_names_are_missing():
    nameless = [person("", f"n{n}@post.example", "030 5554443") for n in range(14)]
    found = verdict(*nameless)
    assert not proposed(*nameless)
    assert "this phone is on 14 people: ignored" in [in_words(reason) for reason in found.reasons]


def test_the_same_colleague_written_twice_is_one():
    eva, *others = colleagues(*STAFF)
    again = person("Eva Kolb", "eva.kolb@adler.example", **OFFICE)
    assert proposed(eva, again, *others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Anna Weber", "Ana Weber"),
        ("Anna Weber", "WEBER Anna"),
        ("Anna Weber", "A. Weber"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Jürgen Müller", "Jurgen Muller"),
        ("Дмитрий Иванов", "Dmitri Ivanov"),
        ("Дмитрий Иванов", "Dmitrij Ivanov"),
        ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
        ("Robert Hall", "Bob Hall"),
        ("Franziska Vogel", "Franzi Vogel"),
        ("Jan van der Berg", "Jan Berg"),
        ("José García López", "José García"),
        ("Anna-Lena Weber", "Annalena Weber"),
        ("Hans-Peter Koch", "Hans Koch"),
        ("Łukasz Wójcik", "Lukasz Wojcik"),
        ("山田 太郎", "山田 太郎"),
        ("محمد علي", "محمد علي"),
    ],
)
def test_one_person_written_two_ways_at_one_address_with_one_phone(one, other):
    assert proposed(person(one, phone="030 1112233", **HOME), person(other, phone="+49301112233", **HOME))


def test_a_new_family_name_with_the_same_mailbox_and_birthday_is_one():
    before = person("Anna Weber", "anna82@post.example", born="1982-05-06")
    after = person("Anna Köhler", "anna82@post.example", born="1982-05-06")
    assert proposed(before, after)


def test_an_email_that_spells_the_name_stands_for_it():
    bare, whole = person("Anna", "anna.kolbe@post.example", city="Ulm"), person("Anna Kolbe", city="Ulm")
    assert score(bare, whole) > score(person("Anna", "anna82@post.example", city="Ulm"), whole)


def test_an_email_that_spells_half_of_a_double_name_does_so_in_either_order():
    bare, whole = person("Anna", "a.weber@post.example"), person("| Weber-Koch")
    assert score(bare, whole) == pytest.approx(score(whole, bare))


def test_an_email_without_any_name_is_probably_its_owners_but_never_sure():
    assert DEFAULT_SCORE <= score(person("", "anna82@post.example"), person("Anna Weber", "anna82@post.example")) < 0.99


def test_without_any_name_nobody_is_sure_whatever_else_is_the_same():
    bare, whole = (person(n, "anna82@post.example", "030 23125043", born="1982-05-06") for n in ("", "Anna Weber"))
    assert DEFAULT_SCORE <= score(bare, whole) < SURE_SCORE


def test_a_slip_in_an_email_or_a_phone_still_speaks_for_it():
    anna = person("Anna Weber", "anna.weber82@post.example", "030 23125043")
    assert "email typo" in kinds(verdict(anna, person("Anna Weber", "ana.weber82@post.example")))
    assert "phone typo" in kinds(verdict(anna, person("Anna Weber", phone="030 23725043")))
    assert "phone differs" in kinds(verdict(anna, person("Anna Weber", phone="030 23125049")))  # an extension
    assert "email differs" in kinds(verdict(anna, person("Anna Weber", "anna.weber83@post.example")))


def test_another_initial_in_an_email_is_no_slip():
    hans, peter = person("Hans-Peter Weber", "h.weber82@post.example"), person("Peter Weber", "p.weber82@post.example")
    assert "email differs" in kinds(verdict(hans, peter))
    hans, peter = person("Hans Weber", "weberh@post.example"), person("Peter Weber", "weberp@post.example")
    assert "email differs" in kinds(verdict(hans, peter))


def test_twins_of_whom_one_name_is_part_of_the_other_are_never_sure():
    twins = (person("Anne-Marie Bonnet", born="1947-05-11"), person("Marie Bonnet", born="1947-05-11"))
    found = verdict(*twins)
    assert found.score < SURE_SCORE
    assert "one family" in kinds(found)


@pytest.mark.parametrize(
    ("one", "other"), [("A. Söderberg", "A. Söderberg"), ("Wilson", "Bill Wilson"), ("Quittenbaum", "Quittenbaum")]
)
def test_twins_of_whom_half_a_name_is_known_are_never_sure(one, other):
    half = person(one, "asta88@post.example", born="1941-05-09", city="Ulm")
    assert (
        DEFAULT_SCORE < score(half, person(other, "berta83@post.example", born="1941-05-09", city="Ulm")) < SURE_SCORE
    )
    first, second = (
        person("Asta Söderberg", f"{n}@post.example", born="1941-05-09", city="Ulm") for n in ("as88", "bs")
    )
    assert score(first, second) >= SURE_SCORE


@pytest.mark.parametrize("junk", ["000000", "0000000000", "123456789", "n/a"])
def test_a_junk_phone_is_no_phone(junk):
    assert person("Anna Weber", phone=junk.replace(" ", "")).phones == ()


@pytest.mark.parametrize("junk", ["test@test.com", "noreply@post.example", "n/a", "unknown", "none@none.com"])
def test_a_junk_email_is_no_email(junk):
    assert person("Anna Weber", junk).emails == ()


def test_a_birthday_that_forms_put_in_says_nothing():
    stand_ins = [person(f"{name} Rabe", born="1970-01-01") for name in ("Eva", "Max")]
    assert not {kind for kind in kinds(verdict(*stand_ins)) if kind.startswith("birthday")}


def test_day_and_month_swapped_are_a_slip():
    assert "birthday slip" in kinds(verdict(person("A B", born="1980-04-07"), person("A B", born="1980-07-04")))


def test_street_postcode_and_company_count_once():
    a, b = (person("Eva Kolb", **OFFICE) for _ in range(2))
    reasons = [
        reason for reason in verdict(a, b).reasons if reason.kind in ("address", "company", "company and address")
    ]
    assert len(reasons) == 1


def test_a_rare_name_weighs_more_than_a_common_one():
    others = [person(f"Anna Weber{n}") for n in range(200)]

    def worth(name):
        found = verdict(person(name), person(name), *others)
        return next(reason.weight for reason in found.reasons if reason.kind == "same name")

    assert worth("Hildegund Weber") > worth("Anna Weber")


@pytest.mark.parametrize(
    ("one", "other", "kind", "is_one"),
    [
        (person("F. Bruno", "francescobruno10@web.de", **HOME), person("Francesca Bruno", **HOME), "differs", False),
        (person("F. Bruno", "francescobruno10@web.de", **HOME), person("Francesco Bruno", **HOME), "same", True),
        (
            person("Anna Schmidt", "anna.weber@web.de", "030 23125111"),
            person("Anna Weber", phone="030 23125111"),
            "same",
            True,
        ),
        (
            person("José González", "jose.gonzalezalvarez@gmx.de", city="Sevilla"),
            person("José González Gutiérrez", city="Sevilla"),
            "differs",
            False,
        ),
    ],
)
def test_a_mailbox_spells_what_a_row_leaves_out(one, other, kind, is_one):
    expected = "spelled differs" if kind == "differs" else "spelled"
    assert expected in kinds(verdict(one, other))
    assert proposed(one, other) == proposed(other, one) == is_one


def test_a_private_mailbox_and_one_at_work_do_not_speak_against_each_other():
    private, work = person("Eva Quandt", "eva@web.de"), person("Eva Quandt", "eva.quandt@adler-druck.example")
    assert score(private, work) > score(private, person("Eva Quandt", "eva.q@gmx.de"))


def test_a_mailbox_at_a_company_tells_where_somebody_works():
    at_work = person("Eva Quandt", "e.quandt@adler-druck.example")
    assert "company" in kinds(verdict(at_work, person("Eva Quandt", company="Adler Druck GmbH")))
    assert "company" not in kinds(verdict(at_work, person("Eva Quandt", company="Falke Optik AG")))


def test_where_one_works_is_not_where_one_lives():
    colleagues = [person(f"{name} Unruh", **OFFICE) for name in ("Otto", "Karl", "Nora", "Emil", "Vera", "Hugo")]
    at_work, at_home = person("Eva Quandt", **OFFICE), person("Eva Quandt", **HOME)
    assert score(at_work, at_home, *colleagues) > score(at_work, at_home) + 0.1


def test_michael_is_mike_and_samuel_sam_however_letters_are_taken_for_others():
    for long, short in (("Michael", "Mike"), ("Samuel", "Sam"), ("Manuel", "Manolo")):
        assert "nickname" in kinds(verdict(person(f"{long} Quandt"), person(f"{short} Quandt")))


def test_a_family_name_written_first_does_not_make_a_couple_one():
    he, she = (person(name, phone="030 23125111", **HOME) for name in ("Christian Müller", "Müller Anna"))
    assert not proposed(he, she)


def test_one_part_of_a_town_says_more_than_the_town():
    eva, same, other = (person("Eva Quandt", postcode=code, city="Ulm") for code in ("89073", "89073", "89081"))
    assert "same postcode: 89073 Ulm" in [in_words(reason) for reason in verdict(eva, same).reasons]
    assert score(eva, same) > score(eva, person("Eva Quandt", city="Ulm")) > score(eva, other)


def test_one_mailbox_and_a_slip_at_the_end_of_a_name_is_one_but_never_sure():
    slip, right = person("Magdalen Mazur", "m.mazur1@web.de"), person("Magdalena Mazur", "m.mazur1@web.de")
    assert DEFAULT_SCORE <= score(slip, right) < SURE_SCORE
