"""The commands about who may be there twice."""

from __future__ import annotations

import io
import json

import pytest


@pytest.fixture
def doubles(ask, tmp_path):
    """Two who are one, and somebody else."""
    path = tmp_path / "shop.csv"
    path.write_text(
        "Customer ID,First name,Last name,Email,City\n"
        "C1,Anna,Weber,anna.weber82@post.example,Berlin\n"
        "C2,Ana,Weber,anna.weber82@post.example,Berlin\n"
        "C3,Cleo,Roy,cleo@post.example,Ulm\n",
        encoding="utf-8",
    )
    ask("import", path, "--source", "Shop")
    return [ask("find", name)[0]["id"] for name in ("Anna", "Ana", "Cleo")]


def test_duplicates_are_listed_with_evidence_and_records(ask, doubles):
    (pair,) = ask("duplicates", "--scan")
    assert {pair["a"], pair["b"]} == set(doubles[:2])
    assert 0.9 < pair["score"] <= 1
    assert all({"text", "weight"} <= one.keys() for one in pair["evidence"])
    assert sorted([*pair["a_records"], *pair["b_records"]], key=lambda r: r["row"]) == [
        {"source": "Shop", "external_key": "C1", "row": 2},
        {"source": "Shop", "external_key": "C2", "row": 3},
    ]
    assert ask("duplicates", "--min-score", "1") == []
    ask("not-same", *doubles[:2])
    assert ask("duplicates") == []


def test_duplicates_in_words(call, doubles):
    said = call("duplicates").out
    assert "Anna Weber" in said
    assert "same email" in said
    assert call("duplicates", "--min-score", "1").out == "Nobody seems to be here twice.\n"


@pytest.mark.parametrize("score", ["2", "-1", "high", "nan"])
def test_a_score_that_is_none_is_wrong_usage(call, doubles, score):
    answer = call("duplicates", f"--min-score={score}")
    assert answer.status == 2
    assert answer.err.count("\n") == 1


def test_why_is_answered_for_any_two(ask, call, doubles):
    anna, ana, cleo = doubles
    found = ask("why", anna, ana)
    assert (found["a"], found["b"], found["proposed"]) == (anna, ana, True)
    found = ask("why", cleo, anna)
    assert (found["proposed"], found["reason"][:13]) == (False, "Not proposed:")
    assert "same email" in call("why", anna, ana).out
    assert call("why", anna, 99).status == 1


@pytest.mark.parametrize(
    "person",
    [
        {"name": "Anna Weber", "emails": ["anna.weber82@post.example"]},
        {"name": "Anna Weber", "email": "anna.weber82@post.example", "phone": None},
        {"given": "Anna", "family": "Weber", "city": "Berlin", "emails": [{"value": "anna.weber82@post.example"}]},
    ],
)
def test_somebody_new_is_read_from_standard_input(ask, call, doubles, monkeypatch, person):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(person)))
    found = ask("check-new")
    assert {one["contact"] for one in found} == set(doubles[:2])
    assert {"contact", "score", "evidence"} <= found[0].keys()
    assert found[0]["score"] >= found[1]["score"]
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(person)))
    assert "Anna Weber" in call("check-new").out


@pytest.mark.parametrize(
    ("text", "status"), [("", 2), ("[1]", 2), ("{}", 1), ('{"shoe": "42"}', 1), ('{"name": {"a": 1}}', 1)]
)
def test_what_is_no_person_is_said_in_one_line(call, doubles, monkeypatch, text, status):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    answer = call("check-new")
    assert answer.status == status
    assert answer.err.count("\n") == 1


def test_what_was_found_is_kept_and_only_who_changed_is_compared(ask, doubles):
    assert len(ask("duplicates")) == 1
    new = ask("add", "name=Cleo Roy", "emails=cleo@post.example")["id"]
    assert {pair["b"] for pair in ask("duplicates")} == {doubles[1], new}
    assert ask("duplicates") == ask("duplicates", "--scan")


def test_duplicates_of_no_workspace_make_none(call, tmp_path):
    missing = tmp_path / "none.deskcrm"
    assert call("--workspace", missing, "duplicates").status == 1
    assert not missing.exists()


def test_the_threshold_is_told_with_what_was_decided_and_moved(ask, call, doubles):
    ask("duplicates")
    found = ask("threshold")
    assert (found["threshold"], found["advised"], found["accepted"], found["refused"]) == (0.5, None, 0, 0)
    assert sum(band["waiting"] for band in found["bands"]) == 1
    ask("not-same", *doubles[:2])
    assert ask("threshold", "0.8")["threshold"] == 0.8
    assert "You merged 0 and refused 1." in call("threshold").out
    assert call("threshold", "0.55").status == 1
