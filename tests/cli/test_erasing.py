"""The commands about whoever leaves: remove, archive, restore-contact, erase, dossier."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Ask = Callable[..., Any]
Call = Callable[..., Any]


def names(ask: Ask) -> list[str]:
    return [row["name"] for row in ask("list", "--kind", "person")]


def test_a_removed_contact_is_brought_back(ask: Ask, customers: Path) -> None:
    ask("import", customers)
    anna = ask("find", "anna")[0]["id"]
    answer = ask("remove", anna)
    assert (answer["contact"], answer["removed"], answer["operation"]) == (anna, True, 2)
    assert names(ask) == ["Béla Nagy"]
    assert ask("show", anna)["removed"] is True
    assert ask("restore-contact", anna)["removed"] is False
    assert names(ask) == ["Anna Weber", "Béla Nagy"]


def test_an_archived_contact_is_out_of_the_list_and_still_found(call: Call, ask: Ask, customers: Path) -> None:
    ask("import", customers)
    anna = ask("find", "anna")[0]["id"]
    assert ask("archive", anna) == {"contact": anna, "removed": False, "archived": True, "operation": 2}
    assert names(ask) == ["Béla Nagy"]
    assert [row["name"] for row in ask("list", "--archived")] == ["Anna Weber"]
    assert ask("list", "--removed") == []
    assert [row["id"] for row in ask("find", "anna")] == [anna]
    assert ask("show", anna)["archived"] is True
    assert "archived" in call("show", anna).out
    ask("remove", anna)
    assert [row["name"] for row in ask("list", "--removed")] == ["Anna Weber"]
    assert call("list", "--removed", "--archived").status == 2
    ask("restore-contact", anna)
    assert names(ask) == ["Anna Weber", "Béla Nagy"]


def test_erasing_asks_for_yes_and_says_what_would_go(call: Call, ask: Ask, customers: Path) -> None:
    ask("import", customers)
    anna = ask("find", "anna")[0]["id"]
    answer = call("erase", anna)
    assert answer.status == 2
    assert "This would erase Anna Weber (1 record) here and in the backups." in answer.err
    assert "Say --yes" in answer.err
    assert names(ask) == ["Anna Weber", "Béla Nagy"]


def test_an_erased_contact_is_no_more(call: Call, ask: Ask, customers: Path) -> None:
    ask("import", customers)
    ask("backup")
    anna = ask("find", "anna")[0]["id"]
    answer = ask("erase", anna, "--yes")
    assert (answer["contact"], answer["contacts"], answer["pending"]) == (anna, [anna], False)
    assert {key: answer["erased"][key] for key in ("record", "version", "row")} == {"record": 1, "version": 1, "row": 1}
    assert answer["backups"] == {"rewritten": 1, "out_of_reach": []}
    shown = call("show", anna)
    assert shown.status == 1
    assert f"Contact {anna} was erased on " in shown.err
    again = ask("import", customers)
    assert any(problem["why"].startswith("belongs to somebody who was erased on ") for problem in again["problems"])
    assert names(ask) == ["Béla Nagy"]
    assert ask("history", "--limit", 5)[1]["summary"].startswith("Erased a person on ")
    assert ask("check") == {"ok": True, "problems": []}


def test_for_people_an_erasure_is_told_in_words(call: Call, ask: Ask, customers: Path) -> None:
    ask("import", customers)
    said = call("erase", ask("find", "anna")[0]["id"], "--yes")
    assert said.status == 0
    assert said.out.splitlines()[0].endswith("1 imported row, 1 version of a record, 1 record.")


def test_a_dossier_is_written(call: Call, ask: Ask, customers: Path, tmp_path: Path) -> None:
    ask("import", customers)
    anna = ask("find", "anna")[0]["id"]
    answer = ask("dossier", anna, tmp_path / "anna")
    page, data = tmp_path / "anna.html", tmp_path / "anna.json"
    assert answer == {"contact": anna, "files": [str(page), str(data)]}
    assert "Everything that we know about Anna Weber" in page.read_text(encoding="utf-8")
    assert json.loads(data.read_text(encoding="utf-8"))["fields"]["given"] == "Anna"
    assert call("dossier", 999, tmp_path / "nobody").status == 1
    refused = call("dossier", anna, Path(tmp_path.anchor))
    assert (refused.status, "is a folder" in refused.err) == (1, True)


def test_an_import_tells_who_is_removed_and_stays_so(call: Call, ask: Ask, customers: Path) -> None:
    ask("import", customers)
    anna = ask("find", "anna")[0]["id"]
    ask("remove", anna)
    assert ask("import", customers)["hidden"] == [anna]
    assert (
        f"Removed, so still hidden: {anna}. Bring back with: deskcrm restore-contact" in call("import", customers).out
    )
