"""Links by hand: employers with role and days, households, referrals, seen from both sides and undone."""

from __future__ import annotations

import pytest

from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.domain.views import ListQuery
from deskcrm.services import activities, contacts, history, links, merging, reads
from deskcrm.services.workspace import Workspace


@pytest.fixture
def anna(ws: Workspace) -> int:
    return contacts.add(ws, "person", {"given": "Anna", "organization": "Acme"}).value


@pytest.fixture
def zeta(ws: Workspace) -> int:
    return contacts.add(ws, "company", {"organization": "Zeta"}).value


def seen(ws: Workspace, contact: int) -> set[tuple[str, str, str]]:
    return {(link.name, link.words, link.role) for link in reads.profile(ws, contact).links}


def test_a_person_works_at_two_companies_and_both_sides_say_so(ws: Workspace, anna: int, zeta: int) -> None:
    link = links.add(ws, anna, zeta, role="Adviser", since="2025-05-01").value
    assert seen(ws, anna) == {("Acme", "Company", ""), ("Zeta", "Company", "Adviser")}
    assert seen(ws, zeta) == {("Anna", "Works here", "Adviser")}
    assert reads.rows(ws, [zeta])[0].people == 1
    activities.log(ws, anna, "order", "", amount=1200, currency="EUR", title="Lamp")
    assert reads.profile(ws, zeta).measures["value"] == 1200
    assert [entry.title for entry in reads.timeline(ws, zeta)] == ["Lamp"]
    links.change(ws, link, role="Adviser", since="2025-05-01", until="2026-01-31")
    assert seen(ws, anna) == {("Acme", "Company", ""), ("Zeta", "Company", "Adviser")}
    assert reads.rows(ws, [zeta])[0].people == 0
    assert reads.profile(ws, zeta).measures["value"] == 0
    history.undo(ws)
    assert reads.profile(ws, zeta).measures["value"] == 1200


def test_who_bears_the_companys_name_and_is_linked_counts_once(ws: Workspace, anna: int) -> None:
    (acme,) = reads.list_ids(ws, ListQuery(kind="company"))
    links.add(ws, anna, acme, role="Owner")
    assert seen(ws, anna) == {("Acme", "Company", "Owner")}
    assert seen(ws, acme) == {("Anna", "Works here", "Owner")}
    assert reads.rows(ws, [acme])[0].people == 1
    activities.log(ws, anna, "order", "", amount=1200, currency="EUR", title="Lamp")
    assert reads.profile(ws, acme).measures["value"] == 1200


def test_a_referral_reads_differently_from_either_side(ws: Workspace, anna: int) -> None:
    bela = contacts.add(ws, "person", {"given": "Béla"}).value
    links.add(ws, anna, bela, "referred_by")
    links.add(ws, anna, bela, "Chess club")
    assert seen(ws, anna) >= {("Béla", "Referred by", ""), ("Béla", "Chess club", "")}
    assert seen(ws, bela) == {("Anna", "Referred", ""), ("Anna", "Chess club", "")}
    assert reads.history(ws, 2)[1].summary == "Linked Anna with Béla"


def test_links_stay_with_the_contact_that_they_were_given_to(ws: Workspace, anna: int, zeta: int) -> None:
    twin = contacts.add(ws, "person", {"given": "Ana"}).value
    links.add(ws, twin, zeta)
    (edge,) = merging.merge(ws, anna, [twin]).value
    assert ("Zeta", "Company", "") in seen(ws, anna)
    assert [link.contact for link in reads.profile(ws, zeta).links] == [anna]
    merging.take_back(ws, edge)
    assert [link.contact for link in reads.profile(ws, zeta).links] == [twin]
    assert ("Zeta", "Company", "") not in seen(ws, anna)


def test_a_link_is_removed_and_undone(ws: Workspace, anna: int, zeta: int) -> None:
    link = links.add(ws, anna, zeta).value
    links.remove(ws, link)
    assert seen(ws, zeta) == set()
    assert reads.history(ws, 1)[0].summary.startswith("Unlinked")
    with pytest.raises(NotFound):
        links.remove(ws, link)
    history.undo(ws)
    assert seen(ws, zeta) == {("Anna", "Works here", "")}


@pytest.mark.parametrize(
    "said",
    [{"kind": " "}, {"since": "soon"}, {"since": "2026-01-01", "until": "2025-01-01"}, {}],
)
def test_a_link_that_makes_no_sense_is_refused(ws: Workspace, anna: int, zeta: int, said: dict[str, str]) -> None:
    links.add(ws, anna, zeta)
    before = len(reads.history(ws))
    with pytest.raises(InvalidValue):
        links.add(ws, anna, zeta, **said)
    with pytest.raises(InvalidValue):
        links.add(ws, zeta, anna)
    with pytest.raises(InvalidValue):
        links.add(ws, anna, anna, "household")
    assert len(reads.history(ws)) == before
