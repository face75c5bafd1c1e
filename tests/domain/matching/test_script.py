"""Names of any script in Latin letters, and keys by sound."""

from __future__ import annotations

import pytest

from deskcrm.domain.matching.script import latin, sound
from deskcrm.domain.matching.subjects import family_core, match_email, match_phone, spelled_family


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller", "Mueller"), ("Sørensen", "Soerensen"), ("Åkesson", "Aakesson"), ("Дмитрий", "Dmitrij"), ("ß", "ss"),
     ("Щербаков", "Shcherbakov"), ("Παππάς", "Pappas"), ("Ñúñez", "Nunez"), ("Meijer", "Meier")],
)  # fmt: skip
def test_spellings_of_one_name_are_one(one, other):
    assert latin(one) == latin(other)


def test_scripts_without_a_table_stay_as_they_are():
    assert latin("山田") == "山田"
    assert latin("محمد") == "محمد"


@pytest.mark.parametrize(
    ("one", "other"), [("meyer", "maier"), ("schmidt", "schmitt"), ("filip", "philipp"), ("kaiser", "kayser")]
)
def test_names_of_like_sound_share_a_key(one, other):
    assert sound(one) == sound(other)


def test_particles_are_no_part_of_the_core():
    assert family_core("van den Berg") == "berg"
    assert family_core("de la Cruz") == "cruz"
    assert family_core("da") == "da"


def test_mailboxes_and_phones_have_one_form():
    assert match_email("Anna.Weber+shop@googlemail.com") == match_email("annaweber@gmail.com")
    assert match_email("Anna.Weber+shop@x.de") == "anna.weber@x.de"
    assert match_phone("+49 30 23125043") == match_phone("030/23125043")
    assert match_phone("12345") == ""


@pytest.mark.parametrize(
    ("email", "given", "family"),
    [
        ("anna.weber@x.de", "anna", "weber"),
        ("a.weber82@x.de", "anna", "weber"),
        ("webera@x.de", "anna", "weber"),
        ("annaweber@x.de", "anna", "weber"),
        ("anna82@x.de", "anna", ""),
        ("sunshine@x.de", "anna", ""),
    ],
)
def test_an_email_spells_a_family_name(email, given, family):
    assert spelled_family(email, given) == family
