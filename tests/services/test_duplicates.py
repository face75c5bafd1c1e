"""Duplicates in a workspace: found, explained, not found again once decided, and looked up for somebody new."""

from __future__ import annotations

import multiprocessing
from math import isclose, log

import pytest

from deskcrm.domain.errors import Cancelled, InvalidValue, NotFound
from deskcrm.services import contacts, duplicates, history, merging, reads
from deskcrm.services.workspace import Workspace

HEADER = "id,first name,last name,email,phone,street,postcode,city,company,birthday"
PEOPLE = (
    "1,Anna,Weber,anna.weber82@post.example,030 23125043,Lindenweg 5,12045,Berlin,,1982-05-06",
    "2,Ana,Weber,anna.weber82@post.example,,,,Berlin,,",
    "3,Peter,Kolb,kolb@post.example,030 23125077,Am Markt 1,12045,Berlin,,1950-01-02",
    "4,Peter,Kolb,peter.kolb9@post.example,030 23125077,Am Markt 1,12045,Berlin,,1981-07-08",
    "5,Ida,Quast,,030 23125099,,,Ulm,Adler Druck GmbH,",
)


@pytest.fixture
def ids(bring_in, ws):
    """The contacts of five people, by their number in the file."""
    bring_in("shop.csv", HEADER, *PEOPLE)
    return {int(record.external_key): record.profile for record in reads.records(ws)}


def pairs(ws, **more):
    return [(pair.a, pair.b) for pair in duplicates.scan(ws, **more)]


def test_who_is_there_twice_is_found_with_evidence_that_adds_up(ws, ids):
    (pair,) = duplicates.scan(ws)
    assert (pair.a, pair.b) == (ids[1], ids[2])
    assert pair.names == ("Anna Weber", "Ana Weber")
    texts = [one.text for one in pair.evidence]
    assert "same email: anna.weber82@post.example" in texts
    assert any(text.endswith("%: Anna Weber / Ana Weber") and text.startswith("name 9") for text in texts)
    assert isclose(sum(one.weight for one in pair.evidence), log(pair.score / (1 - pair.score)), rel_tol=1e-6)


def test_the_least_score_decides_what_is_proposed(ws, ids):
    assert pairs(ws, min_score=1.0) == []
    assert {(ids[1], ids[2]), (ids[3], ids[4])} <= set(pairs(ws, min_score=0.0))


def test_not_the_same_is_left_out_until_it_is_undone(ws, ids):
    decided = merging.not_same(ws, ids[1], ids[2])
    assert pairs(ws) == []
    assert duplicates.why(ws, ids[1], ids[2]).reason == "You said that they are not the same."
    history.undo(ws, decided.changes.operation)
    assert pairs(ws) == [(ids[1], ids[2])]


def test_undoing_not_the_same_tells_of_whom(ws, ids):
    decided = merging.not_same(ws, ids[1], ids[2])
    assert history.undo(ws, decided.changes.operation).changes.contacts >= {ids[1], ids[2]}
    assert history.redo(ws, decided.changes.operation).changes.contacts >= {ids[1], ids[2]}


def test_several_are_said_to_differ_each_from_each_in_one_operation(ws, ids):
    third = contacts.add(ws, "person", {"name": "Anna Weber", "emails": [{"value": "anna.weber82@post.example"}]}).value
    assert len(pairs(ws)) == 3
    decided = merging.not_same(ws, ids[1], ids[2], third)
    assert pairs(ws) == []
    assert reads.history(ws, 1)[0].summary == "Noted that Anna Weber, Ana Weber and Anna Weber are not the same"
    history.undo(ws, decided.changes.operation)
    assert len(pairs(ws)) == 3
    with pytest.raises(InvalidValue, match="one profile"):
        merging.not_same(ws, ids[1], ids[2], ids[1])


def test_not_the_same_holds_for_whoever_is_joined_with_them(ws, ids):
    third = contacts.add(ws, "person", {"name": "Anna Weber", "emails": [{"value": "anna.weber82@post.example"}]}).value
    assert len(pairs(ws)) == 3
    merging.not_same(ws, ids[1], ids[2])
    merging.merge(ws, ids[2], [third])
    assert pairs(ws) == []


def test_what_was_merged_is_compared_as_one_and_parted_again_not_proposed(ws, ids):
    (edge,) = merging.merge(ws, ids[1], [ids[2]]).value
    assert pairs(ws) == []
    joined = duplicates.why(ws, ids[1], ids[2])
    assert (joined.proposed, joined.reason) == (False, "They are one already: merged, or recognised at an import.")
    assert joined.score > 0.5
    merging.take_back(ws, edge)
    assert pairs(ws) == []


def test_edits_and_removals_are_heeded(ws, ids):
    contacts.remove(ws, ids[2])
    assert pairs(ws) == []
    contacts.bring_back(ws, ids[2])
    added = contacts.add(ws, "person", {"name": "Ida Quast", "phones": [{"value": "030 23125099"}]}).value
    assert (ids[5], added) in pairs(ws)


def test_a_record_that_was_moved_counts_where_it_lies_now(ws, ids, bring_in):
    (record,) = [r.id for r in reads.records(ws) if r.profile == ids[2]]
    merging.move(ws, record, ids[5])
    assert (ids[1], ids[2]) not in pairs(ws)
    assert {e.text for e in duplicates.why(ws, ids[1], ids[5]).evidence} >= {"same email: anna.weber82@post.example"}


def test_why_says_what_holds_a_pair_back(ws, ids):
    found = duplicates.why(ws, ids[3], ids[4])
    assert found.proposed is False
    assert found.score < 0.5
    assert found.reason.startswith("Not proposed: different birthday")
    assert "same phone" in {e.text for e in found.evidence}
    assert "different name: Anna Weber / Ida Quast" in duplicates.why(ws, ids[1], ids[5]).reason
    assert duplicates.why(ws, ids[1], ids[2]).proposed is True


def test_why_scores_as_the_scan_does(ws, ids):
    for pair in duplicates.scan(ws, min_score=0.0):
        assert duplicates.why(ws, pair.b, pair.a).score == pytest.approx(pair.score)


def test_why_of_what_cannot_be_compared(ws, ids):
    company = reads.search(ws, "Adler")[0].id
    with pytest.raises(InvalidValue, match="two contacts"):
        duplicates.why(ws, ids[1], ids[1])
    with pytest.raises(NotFound):
        duplicates.why(ws, ids[1], 999)
    everybody = {hit.id: hit.kind for hit in reads.search(ws, "Adler")}
    company = next(id for id, kind in everybody.items() if kind == "company")
    assert duplicates.why(ws, ids[1], company).reason == "A person and a company can't be one."


def test_companies_are_found_too(ws, ids):
    other = contacts.add(ws, "company", {"organization": "Adler-Druck"}).value
    (pair,) = [pair for pair in duplicates.scan(ws) if pair.kind == "company"]
    assert other in (pair.a, pair.b)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "Anna Weber", "emails": [{"value": "Anna.Weber82@post.example"}]},
        {"name": "A. Weber", "phones": [{"value": "030 23125043"}]},
        {"given": "Anna", "family": "Webber", "addresses": [{"street": "Lindenweg 5", "city": "Berlin"}]},
        {"name": "Weber Anna", "birthday": "6.5.1982"},
    ],
)
def test_somebody_new_is_told_who_they_may_be(ws, ids, fields):
    found = duplicates.check_new(ws, fields)
    assert found[0].contact == ids[1]
    assert found[0].score >= 0.5
    assert found[0].evidence


def test_somebody_new_who_is_nobody_here_is_told_nothing(ws, ids):
    assert duplicates.check_new(ws, {"name": "Hugo Uhlig", "emails": [{"value": "hugo@mail.example"}]}) == []
    assert duplicates.check_new(ws, {"organization": "Adler Druck"}, "company")[0].name == "Adler Druck GmbH"


@pytest.mark.parametrize("text", ['"', "* OR given", 'a" OR "b', "NEAR(", "\x00", "é" * 500, "-"])
def test_no_text_has_a_meaning_to_the_search_index(ws, ids, text):
    duplicates.check_new(ws, {"given": text, "family": text, "organization": text})


def test_a_scan_can_be_stopped_and_tells_how_far_it_is(ws, ids):
    seen = []
    duplicates.scan(ws, progress=seen.append)
    assert {p.step for p in seen} == {"Comparing people"}  # there is one company, to compare with nobody
    assert seen[-1].done == seen[-1].total
    with pytest.raises(Cancelled, match="Nothing was changed"):
        duplicates.scan(ws, cancelled=lambda: True)


def scan_here(path):
    ws = Workspace.open(path, write=False)
    try:
        return duplicates.scan(ws)
    finally:
        ws.close()


def test_a_scan_runs_in_a_process_of_its_own_beside_the_window(ws, ids):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(scan_here, (ws.path,))
        pool.close()
        pool.join()
    assert found == duplicates.scan(ws)
