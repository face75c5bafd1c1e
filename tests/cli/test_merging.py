"""The commands about who is one and who is two, as documents and in words."""

from __future__ import annotations

import pytest


@pytest.fixture
def three(ask):
    """Three contacts of whom two have a birthday."""
    said = ("name=Anna Weber", "birthday=1980-02-03"), ("name=Anne Weber",), ("name=A. Weber", "birthday=1981-02-03")
    return [ask("add", *words)["id"] for words in said]


def test_contacts_are_merged_with_a_choice_and_taken_back_one_by_one(ask, three):
    anna, anne, a = three
    merged = ask("merge", anna, anne, a, "--choose", f"birthday={a}")
    assert merged["contact"] == anna
    assert len(merged["merge"]) == 2
    shown = ask("show", a)
    assert (shown["id"], sorted(shown["ids"]), shown["fields"]["birthday"]) == (anna, three, "1981-02-03")
    assert {(m["survivor"], m["loser"], m["undone_at"]) for m in shown["merges"]} == {
        (anna, anne, None),
        (anna, a, None),
    }
    assert ask("history", "--contact", a) == ask("history", "--contact", anna)
    (edge,) = [m["id"] for m in shown["merges"] if m["loser"] == a]
    taken = ask("takeback", edge)
    assert taken["contacts"] == [anna, a]
    assert ask("show", anna)["fields"]["birthday"] == "1980-02-03"
    assert ask("history", "--limit", 1)[0]["id"] == taken["operation"]
    assert next(m for m in ask("show", a)["merges"] if m["id"] == edge)["undone_at"]
    assert ask("check")["ok"]


def test_the_ids_that_part_somebody_again_are_told_in_words(call, ask, customers):
    ask("import", customers)
    cleo, anna = ask("find", "Béla")[0]["id"], ask("find", "Anna")[0]["id"]
    assert "Part them again with: deskcrm takeback 1" in call("merge", anna, cleo).out
    shown = [line.split() for line in call("show", cleo).out.splitlines() if line]
    begins = next(n for n, words in enumerate(shown) if words[0] == "RECORD")
    mine = {words[0] for words in shown[begins:]}
    assert {str(record["id"]) for record in ask("records") if record["profile"] == anna} <= mine
    assert shown[-2][0] == "MERGE"
    ask("takeback", shown[-1][0])
    assert "MERGE" not in call("show", cleo).out


def test_a_record_is_detached_and_moved(ask, customers):
    ask("import", customers)
    cleo = ask("find", "Béla")[0]["id"]
    anna = ask("find", "Anna")[0]["id"]
    (record,) = [r["id"] for r in ask("records") if r["contact"] == cleo]
    assert ask("move", record, anna)["contacts"] == [cleo, anna]
    left, new = ask("detach", record)["contacts"]
    assert left == anna
    assert [r["id"] for r in ask("show", new)["records"]] == [record]
    assert ask("check")["ok"]


def test_not_the_same_is_noted_and_undone(ask, three):
    noted = ask("not-same", three[0], three[1])
    assert noted["contacts"] == three[:2]
    assert ask("undo")["operation"] == noted["operation"]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["merge", "1"], 2, "required"),
        (["merge", "1", "2", "--choose", "birthday"], 2, "chooses nothing"),
        (["merge", "1", "1"], 1, "one already"),
        (["takeback", "9"], 1, "no merge 9"),
        (["detach", "9"], 1, "no record 9"),
        (["not-same", "1", "1"], 1, "one profile"),
        (["redo", "9" * 20], 2, "too large"),
        (["history", "--contact", "9"], 1, "no contact 9"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(call, three, words, status, said):
    answer = call(*words)
    assert answer.status == status
    assert said in answer.err
    assert answer.err.count("\n") == 1


def test_a_refused_redo_names_what_stands_in_the_way_and_can_undo_that_too(ask, call, three):
    anna, anne, a = three
    merged = ask("merge", anna, anne)["operation"]
    ask("undo", merged)
    other = ask("merge", a, anne)["operation"]
    refused = call("redo", merged, "--json")
    assert refused.status == 1
    assert other in refused.json["stands_in_the_way"]
    ask("redo", merged, "--with-later")
    assert ask("show", anne)["id"] == anna
