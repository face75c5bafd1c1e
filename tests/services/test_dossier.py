"""The dossier has everything that is kept about one person, nothing of others, and is safe to open."""

from __future__ import annotations

import base64
import json
import stat
import sys
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from deskcrm.domain.errors import NotFound, UserError
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult
from deskcrm.services import activities, contacts, dossier, erasing, history, merging, reads, tasks
from deskcrm.services.workspace import Workspace

BringIn = Callable[..., ImportResult]
SHOP = "id,First name,Last name,Email,Phone,City,Accepts Email Marketing"
ANNA = "C1,Anna,Weber,anna@weber.example,030 23125043,Berlin,yes"


class Reader(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action")]

    def handle_data(self, data: str) -> None:
        self.text += data


def page_of(ws: Workspace, contact: int, path: Path) -> Reader:
    (written,) = dossier.save(ws, contact, path.with_suffix(".html"))
    reader = Reader()
    reader.feed(written.read_text(encoding="utf-8"))
    return reader


@pytest.fixture
def anna(ws: Workspace, bring_in: BringIn) -> int:
    bring_in("shop.csv", SHOP, ANNA, "C2,Ben,Braun,ben@braun.example,,Bern,no", source="Web shop")
    bring_in("shop2.csv", SHOP, ANNA.replace("Berlin", "Potsdam"), source="Web shop")
    bring_in("news.csv", "Email,Name", "anna@weber.example,Anna Weber", source="Newsletter")
    bring_in("bad.csv", SHOP, "C1,Ida,Ilk,ida@ilk.example,,,", "C2,Cleo,Conti,c@c.example,,,", source="Web shop")
    bring_in(
        "orders.csv", "Order,Customer id,Email,Date,Total,Item",
        "1001,C1,anna@weber.example,2026-01-03,50.00,Quill", "1002,C2,ben@braun.example,2026-01-04,20.00,Inkpot",
        source="Web shop",
    )  # fmt: skip
    anna = next(hit.id for hit in reads.search(ws, "anna"))
    contacts.edit(ws, anna, [Patch("notes", "set", "likes <b>green</b> ink")])
    contacts.edit(ws, anna, [Patch("nickname", "set", "Annie")])
    history.undo(ws)
    activities.log(ws, anna, "call", "asked about paper")
    activities.delete(ws, activities.log(ws, anna, "note", "a note taken back").value)
    tasks.finish(ws, tasks.add(ws, "Send samples", contact=anna).value)
    tasks.add(ws, "Call again", contact=anna, due="2026-04-01")
    return anna


def test_it_has_everything_that_is_kept(ws: Workspace, anna: int) -> None:
    found = dossier.collect(ws, anna)
    assert (found["contact"], found["ids"], found["kind"], found["name"]) == (anna, [anna], "person", "Anna Weber")
    assert found["fields"]["notes"] == "likes <b>green</b> ink"
    cities = [value for value in found["values"] if value["field"] == "addresses"]
    assert {(v["value"]["city"], v["shown"], v["file"]) for v in cities} == {
        ("Potsdam", True, "shop2.csv"), ("Berlin", False, "shop.csv"),
    }  # fmt: skip
    assert [(r["source"], [row["file"] for row in r["rows"]]) for r in found["records"]] == [
        ("Web shop", ["shop.csv", "shop2.csv", "orders.csv"]), ("Newsletter", ["news.csv"]),
    ]  # fmt: skip
    first = found["records"][0]["rows"][0]
    assert (first["row"], first["stands"]) == (2, True)
    assert first["cells"]["Phone"] == "030 23125043"
    assert [(change["label"], change["value"], change["stands"]) for change in found["changes"]] == [
        ("Notes", "likes <b>green</b> ink", True), ("Nickname", "Annie", False),
    ]  # fmt: skip
    told = [(one["label"], one["stands"], one["versions"][0]["says"].get("text")) for one in found["timeline"]]
    assert told == [("Note", False, "a note taken back"), ("Call", True, "asked about paper"), ("Order", True, None)]
    assert found["timeline"][2]["versions"][0]["cells"][0]["Item"] == "Quill"
    assert [(task["title"], bool(task["done_at"])) for task in found["tasks"]] == [
        ("Send samples", True), ("Call again", False),
    ]  # fmt: skip
    assert [(c["point"], c["state"], c["said_by"]) for c in found["consents"]] == [
        ("email:anna@weber.example", "in", "Web shop")
    ]
    assert [(row["file"], row["row"]) for row in found["problem_rows"]] == [("bad.csv", 2)]
    assert "Logged a call with Anna Weber" in [line["summary"] for line in found["history"]]
    assert found["note"] == dossier.NOTE


def test_it_has_nothing_of_others(ws: Workspace, anna: int) -> None:
    ben = next(hit.id for hit in reads.search(ws, "ben"))
    (edge,) = merging.merge(ws, anna, [ben]).value
    merging.take_back(ws, edge)
    text = json.dumps(dossier.collect(ws, anna)).lower()
    assert "anna" in text
    assert [word for word in ("braun", "ben", "inkpot", "cleo") if f"{word}" in text.replace("mben", "")] == []


def test_a_joined_persons_has_both(ws: Workspace, anna: int, bring_in: BringIn) -> None:
    bring_in("club.csv", "id,name,email,city", "77,A. Weber,aw@club.example,Ulm", source="Club")
    other = next(hit.id for hit in reads.search(ws, "aw@club"))
    merging.merge(ws, anna, [other])
    found = dossier.collect(ws, other)
    assert found["ids"] == [anna, other]
    assert {record["source"] for record in found["records"]} == {"Web shop", "Newsletter", "Club"}
    assert [(m["survivor_name"], m["loser_name"]) for m in found["merges"]] == [("Anna Weber", "A. Weber")]


def test_attachments_are_in_it_when_they_are_small(ws: Workspace, anna: int) -> None:
    with ws.database.write() as connection:
        for name, content in (("photo.png", b"\x89PNG"), ("film.bin", bytes(dossier.store_dossier.EMBEDDED + 1))):
            connection.execute(
                "INSERT INTO file (operation, contact, name, mime, sha256, bytes) VALUES (1, ?, ?, 'x/y', 'ab', ?)",
                (anna, name, content),
            )
    small, large = dossier.collect(ws, anna)["files"]
    assert base64.b64decode(small["base64"]) == b"\x89PNG"
    assert (large["name"], large["size"], large["base64"]) == ("film.bin", (1 << 20) + 1, None)


def test_the_page_says_it_in_words(ws: Workspace, anna: int, tmp_path: Path) -> None:
    page = page_of(ws, anna, tmp_path / "anna.html")
    for words in (
        "Everything that we know", "Anna Weber", "Berlin", "Potsdam", "shop2.csv, row 2", "Quill", "50.00 EUR",
        "a note taken back", "Send samples", "may be written to", "Logged a call with Anna Weber", "formerly",
        "What Web shop says, id C1", "likes <b>green</b> ink",
    ):  # fmt: skip
        assert words in page.text, words


def test_the_page_runs_nothing_and_fetches_nothing(ws: Workspace, bring_in: BringIn, tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script><img src=http://x.example/y>\"'&\x07"
    bring_in(
        "evil.csv", "id,First name,Last name,Notes", f'1,Eve,"{nasty.replace(chr(34), chr(34) * 2)}",{"javascript:x"}'
    )
    eve = next(iter(reads.search(ws, "eve"))).id
    activities.log(ws, eve, "note", nasty)
    contacts.edit(ws, eve, [Patch("custom.<i>own</i>", "set", nasty)])
    page = page_of(ws, eve, tmp_path / "eve.html")
    assert page.tags == {
        "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert page.links == []
    assert "<script>alert(1)</script>" in page.text


def test_the_ending_chooses_else_both_are_written(ws: Workspace, anna: int, tmp_path: Path) -> None:
    assert dossier.save(ws, anna, tmp_path / "a.json") == [tmp_path / "a.json"]
    assert dossier.save(ws, anna, tmp_path / "a.HTML") == [tmp_path / "a.HTML"]
    both = dossier.save(ws, anna, tmp_path / "Anna Weber")
    assert both == [tmp_path / "Anna Weber.html", tmp_path / "Anna Weber.json"]
    assert json.loads(both[1].read_text(encoding="utf-8"))["name"] == "Anna Weber"
    if sys.platform != "win32":
        assert {stat.S_IMODE(path.stat().st_mode) for path in both} == {0o600}
    assert list(tmp_path.glob("*.part")) == []


def test_a_folder_that_is_not_there_is_named(ws: Workspace, anna: int, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"“a\.json” couldn't be written"):
        dossier.save(ws, anna, tmp_path / "nowhere" / "a.json")


def test_of_somebody_erased_nothing_is_there(ws: Workspace, anna: int) -> None:
    erasing.erase(ws, anna)
    with pytest.raises(NotFound, match="was erased"):
        dossier.collect(ws, anna)
