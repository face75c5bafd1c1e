"""Candidate pairs that are kept: they outlive the window, and after a change only who changed is compared.

At the end of each test `deskcrm check` holds every kept pair against the facts (conftest).
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.patches import Patch
from deskcrm.services import candidate_pairs, checking, contacts, duplicates, erasing, history, merging, reads
from deskcrm.services.workspace import Workspace
from deskcrm.store import matches

HEADER = "id,first name,last name,email,phone,city,birthday"
PEOPLE = (
    "1,Anna,Weber,anna.weber82@post.example,030 23125043,Berlin,1982-05-06",
    "2,Ana,Weber,anna.weber82@post.example,,Berlin,",
    "3,Bruno,Kolbenheyer,bruno@post.example,030 23125077,Ulm,1950-01-02",
    "4,Cleo,Roy,cleo@post.example,030 23125099,Kiel,",
)
FEW = 0.5


@pytest.fixture
def ids(bring_in, ws):
    """The contacts of four people, by their number in the file, the first two of them one."""
    bring_in("shop.csv", HEADER, *PEOPLE)
    return {int(record.external_key): record.profile for record in reads.records(ws)}


@pytest.fixture(params=["as a small book", "as a big book", "many at once"])
def size(request, monkeypatch):
    """The same few people, treated as few, as some of very many, and as a big part of very many."""
    if request.param != "as a small book":
        monkeypatch.setattr(candidate_pairs, "SMALL", -1)
        monkeypatch.setattr(duplicates, "SMALL", -1)
        monkeypatch.setattr(candidate_pairs, "_GROWN", 10.0)
    if request.param == "many at once":
        monkeypatch.setattr(candidate_pairs, "FEW", 0)
    return request.param


def kept(ws, least=FEW):
    found = candidate_pairs.known(ws, least)
    return None if found is None else [(pair.a, pair.b) for pair in found.pairs]


def catch_up(ws, **more):
    return candidate_pairs.catch_up(ws, FEW, **more)


def test_nothing_is_kept_before_it_is_wanted(ws, ids):
    assert kept(ws) is None
    assert candidate_pairs.behind(ws) is None
    assert kept(ws) is None


def test_what_was_found_outlives_the_window(ws, ids):
    found = catch_up(ws)
    assert found.roots is None
    assert found.pairs == tuple(duplicates.scan(ws))
    other = Workspace.open(ws.path, write=False)
    try:
        assert candidate_pairs.known(other, FEW) == duplicates.scan_whole(ws)
        assert candidate_pairs.behind(other) == 0
    finally:
        other.close()


def test_after_each_change_what_is_kept_is_what_a_whole_scan_finds(ws, ids, size, bring_in):
    catch_up(ws)

    def as_a_whole_scan():
        caught = catch_up(ws)
        assert candidate_pairs.behind(ws) == 0
        found = {(pair.a, pair.b) for pair in duplicates.scan(ws)}
        assert set(kept(ws)) == found
        assert {(p.a, p.b) for p in caught.pairs} <= found
        assert checking.check(ws) == []
        return found

    new = contacts.add(ws, "person", {"name": "Cleo Roy", "phones": [{"value": "030 23125099"}]}).value
    assert (ids[4], new) in as_a_whole_scan()
    edited = contacts.edit(ws, ids[2], [Patch("birthday", "set", "1911-11-11")])
    as_a_whole_scan()
    contacts.remove(ws, new)
    assert as_a_whole_scan() == set()
    contacts.bring_back(ws, new)
    history.undo(ws, edited.changes.operation)
    assert as_a_whole_scan() == {(ids[1], ids[2]), (ids[4], new)}
    merged = merging.merge(ws, ids[1], [ids[2]])
    assert as_a_whole_scan() == {(ids[4], new)}
    history.undo(ws, merged.changes.operation)
    assert as_a_whole_scan() == {(ids[1], ids[2]), (ids[4], new)}
    came = bring_in("list.csv", HEADER, "9,Bruno,Kolbenheier,,030 23125077,Ulm,1950-01-02", source="List")
    assert len(as_a_whole_scan()) == 3
    history.undo(ws, came.operation)
    assert len(as_a_whole_scan()) == 2
    history.redo(ws, came.operation)
    assert len(as_a_whole_scan()) == 3


CHAIN = (
    "1,Dora,Lindqvist,dora.lq7@web.de,,Kiel,",
    "2,Dora,Lindqvist,dora.lq7@web.de,030 23125111,,",
    "3,Dora,Lindkvist,dlind@gmx.de,030 23125111,Ulm,",
    "4,Cleo,Roy,cleo@post.example,030 23125099,Kiel,",
)


def test_pairs_that_thirds_bring_together_go_and_come_with_them(ws, size, bring_in):
    bring_in("chain.csv", HEADER, *CHAIN)
    one, middle, other, _ = (ref.profile for ref in sorted(reads.records(ws), key=lambda ref: ref.external_key))
    ends = (one, other)
    catch_up(ws)

    def is_kept():
        caught = catch_up(ws)
        assert set(kept(ws)) == {(pair.a, pair.b) for pair in duplicates.scan(ws)}
        assert checking.check(ws) == []
        assert not caught.roots or set(ends) <= caught.roots
        return ends in kept(ws)

    assert is_kept()
    why = duplicates.why(ws, *ends)
    assert why.proposed
    assert "both are probably Dora Lindqvist" in {evidence.text for evidence in why.evidence}
    contacts.remove(ws, middle)
    assert not is_kept()
    contacts.bring_back(ws, middle)
    assert is_kept()
    parted = merging.not_same(ws, one, middle)
    assert not is_kept()
    history.undo(ws, parted.changes.operation)
    assert is_kept()
    erasing.erase(ws, middle)
    with ws.database.read() as connection:
        assert connection.execute("SELECT count(*) FROM match_pair WHERE a = ?", (one,)).fetchone() == (0,)
    assert not is_kept()


def test_what_the_matcher_does_not_see_is_not_compared_again(ws, ids, size):
    if size == "as a small book":
        pytest.skip("in a small book everybody is compared")
    catch_up(ws)
    before = candidate_pairs.known(ws, 0.3).compared
    contacts.edit(ws, ids[1], [Patch("title", "set", "Baker")])
    assert candidate_pairs.behind(ws) == 1
    assert catch_up(ws).pairs == (() if size == "as a big book" else tuple(duplicates.scan(ws)))
    assert candidate_pairs.known(ws, 0.3).compared == before


def test_not_the_same_leaves_the_pairs_at_once_and_comes_back_with_undo(ws, ids):
    catch_up(ws)
    said = merging.not_same(ws, ids[1], ids[2])
    assert kept(ws) == []
    history.undo(ws, said.changes.operation)
    assert kept(ws) == [(ids[1], ids[2])]


def test_who_is_removed_leaves_at_once_and_names_are_those_of_now(ws, ids):
    catch_up(ws)
    contacts.edit(ws, ids[2], [Patch("given", "set", "Annika")])
    assert candidate_pairs.known(ws, FEW).pairs[0].names == ("Anna Weber", "Annika Weber")
    contacts.remove(ws, ids[2])
    assert kept(ws) == []


def test_a_workspace_open_for_reading_is_answered_and_nothing_is_kept(ws, ids, size):
    catch_up(ws)
    new = contacts.add(ws, "person", {"name": "Cleo Roy", "phones": [{"value": "030 23125099"}]}).value
    other = Workspace.open(ws.path, write=False)
    try:
        found = {(pair.a, pair.b): pair.names for pair in catch_up(other).pairs}
        assert found == {(ids[1], ids[2]): ("Anna Weber", "Ana Weber"), (ids[4], new): ("Cleo Roy", "Cleo Roy")}
        assert kept(other) == [(ids[1], ids[2])]
        merging.merge(ws, ids[1], [ids[2]])
        assert [(pair.a, pair.b) for pair in catch_up(other).pairs] == [(ids[4], new)]
    finally:
        other.close()


def test_a_comparison_that_is_stopped_keeps_nothing(ws, ids):
    with pytest.raises(Cancelled):
        catch_up(ws, cancelled=lambda: True)
    assert kept(ws) is None
    catch_up(ws)
    contacts.edit(ws, ids[2], [Patch("birthday", "set", "1911-11-11")])
    with pytest.raises(Cancelled):
        catch_up(ws, cancelled=lambda: True)
    assert candidate_pairs.behind(ws) == 1


def test_who_is_changed_while_everybody_is_compared_is_compared_the_next_time(ws, ids):
    done = []

    def edit_once(_progress):
        if not done:
            done.append(contacts.edit(ws, ids[2], [Patch("family", "set", "Tschernyschewski")]))

    assert catch_up(ws, progress=edit_once).pairs == ()
    assert candidate_pairs.behind(ws) == 1
    catch_up(ws)
    assert {(pair.a, pair.b) for pair in duplicates.scan(ws)} == set(kept(ws))


def test_who_is_erased_while_everybody_is_compared_leaves_no_trace(ws, ids):
    catch_up(ws)
    done = []

    def erase_once(_progress):
        if not done:
            done.append(erasing.erase(ws, ids[2]))

    catch_up(ws, whole=True, progress=erase_once)
    assert kept(ws) == []
    ws.close()
    text = b"".join(path.read_bytes() for path in ws.path.parent.glob(ws.path.name + "*"))
    assert b"Ana Weber" not in text


def test_erasing_takes_pairs_figures_and_what_was_left_out_along(ws, ids):
    catch_up(ws)
    erasing.erase(ws, ids[1])
    with ws.database.read() as connection:
        assert connection.execute("SELECT count(*) FROM match_pair").fetchone() == (0,)
        assert set(connection.execute("SELECT figures, counted, left_out FROM match_book")) == {("", 0, "[]")}
        assert ids[1] not in matches.digests(connection, "person")
    catch_up(ws)
    assert kept(ws) == []


def test_other_weights_and_a_rebuild_have_everybody_compared(ws, ids, monkeypatch):
    catch_up(ws)
    monkeypatch.setattr(matches, "RULES", "of another version")
    assert kept(ws) is None
    assert catch_up(ws).roots is None
    assert kept(ws) == [(ids[1], ids[2])]
    checking.rebuild(ws)
    assert kept(ws) is None


def test_somebody_new_is_judged_by_the_kept_figures_without_counting_everybody(ws, ids, monkeypatch):
    monkeypatch.setattr(candidate_pairs, "SMALL", -1)
    monkeypatch.setattr(duplicates, "SMALL", -1)
    catch_up(ws)
    asked = []
    monkeypatch.setattr(duplicates.candidates, "subjects", lambda *given, **more: asked.append(given))
    assert duplicates.common_figures(ws, "person").size == 4
    assert asked == []


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ("UPDATE match_pair SET score = 0.6", "1 pairs whose score or evidence is another"),
        ("UPDATE match_subject SET digest = 'x' WHERE root = 2", "1 profiles that were compared as they are no more"),
        ("DELETE FROM match_subject WHERE root = 2", "1 pairs about somebody who was not compared"),
    ],
)
def test_check_finds_pairs_that_are_not_what_they_should_be(ws, ids, broken, said):
    catch_up(ws)
    with closing(sqlite3.connect(ws.path)) as connection, connection:
        connection.execute(broken.replace("= 2", f"= {ids[2]}"))
    (problem,) = checking.check(ws)
    assert said in problem
    catch_up(ws, whole=True)
    assert checking.check(ws) == []
