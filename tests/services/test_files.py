"""Files attached to what happened: kept, read, removed with undo, gone along with their entry and their contact."""

from __future__ import annotations

import pytest

from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.services import activities, contacts, dossier, erasing, files, history, merging, photos, reads
from deskcrm.services.workspace import Workspace

QUOTE = b"%PDF-1.7 a quote"


@pytest.fixture
def anna(ws: Workspace) -> int:
    return contacts.add(ws, "person", {"given": "Anna", "family": "Weber"}).value


@pytest.fixture
def call(ws: Workspace, anna: int) -> int:
    return activities.log(ws, anna, "call", "Wants a quote").value


def names(ws: Workspace, contact: int) -> dict[int, list[str]]:
    return {activity: [one.name for one in found] for activity, found in files.of(ws, contact).items()}


def test_a_file_hangs_on_its_entry_and_comes_out_as_it_went_in(ws: Workspace, anna: int, call: int) -> None:
    number = files.attach(ws, call, [("C:\\Users\\anna\\quote.pdf", QUOTE)]).value[0]
    (found,) = files.of(ws, anna)[call]
    assert (found.id, found.name, found.mime, found.size) == (number, "quote.pdf", "application/pdf", len(QUOTE))
    assert files.contents(ws, number) == (found, QUOTE)


def test_attaching_and_removing_are_undone(ws: Workspace, anna: int, call: int) -> None:
    number = files.attach(ws, call, [("quote.pdf", QUOTE)]).value[0]
    removed = files.remove(ws, number).changes
    assert removed.contacts == {anna}
    assert names(ws, anna) == {}
    with pytest.raises(NotFound, match="Undo brings it back"):
        files.contents(ws, number)
    assert anna in history.undo(ws).changes.contacts
    assert names(ws, anna) == {call: ["quote.pdf"]}
    assert anna in history.undo(ws).changes.contacts
    assert names(ws, anna) == {}


def test_history_says_with_whom(ws: Workspace, anna: int, call: int) -> None:
    files.remove(ws, files.attach(ws, call, [("quote.pdf", QUOTE)]).value[0])
    told = [one.summary for one in reads.history(ws, 2, anna)]
    assert told == ["Removed a file of Anna Weber", "Attached a file for Anna Weber"]


def test_a_deleted_entry_takes_its_files_out_of_sight_and_back(ws: Workspace, anna: int, call: int) -> None:
    files.attach(ws, call, [("quote.pdf", QUOTE)])
    activities.delete(ws, call)
    assert names(ws, anna) == {}
    history.undo(ws)
    assert names(ws, anna) == {call: ["quote.pdf"]}


def test_a_joined_profile_has_the_files_of_both(ws: Workspace, anna: int, call: int) -> None:
    other = contacts.add(ws, "person", {"given": "A.", "family": "Weber"}).value
    files.attach(ws, activities.log(ws, other, "note", "Sent by post").value, [("letter.txt", b"Dear")])
    files.attach(ws, call, [("quote.pdf", QUOTE)])
    merging.merge(ws, anna, [other])
    assert sorted(name for found in names(ws, other).values() for name in found) == ["letter.txt", "quote.pdf"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("quote.pdf", "quote.pdf"), ("../../etc/passwd", "passwd"), ("a:b?.txt", "a-b-.txt"), ("...", "file"),
        ("x" * 300 + ".pdf", "x" * 197 + ".pdf"), ("two\nlines", "two-lines"), ("", "file"),
    ],
)  # fmt: skip
def test_a_name_leads_nowhere_else(given: str, kept: str) -> None:
    assert files.plain_name(given) == kept


def test_nothing_and_too_much_are_refused_in_words(ws: Workspace, call: int) -> None:
    with pytest.raises(InvalidValue, match="is empty"):
        files.attach(ws, call, [("quote.pdf", b"")])
    with pytest.raises(InvalidValue, match="larger than 25 MB"):
        files.attach(ws, call, [("film.mp4", bytes(files.MOST_BYTES + 1))])
    with pytest.raises(NotFound):
        files.attach(ws, 4711, [("quote.pdf", QUOTE)])


def test_a_file_called_photo_is_no_photo(ws: Workspace, anna: int, call: int) -> None:
    files.attach(ws, call, [("photo", QUOTE)])
    assert photos.of(ws, anna) is None


def test_erasing_reaches_files_and_the_dossier_has_them(ws: Workspace, anna: int, call: int) -> None:
    number = files.attach(ws, call, [("quote.pdf", QUOTE)]).value[0]
    assert "quote.pdf" in str(dossier.collect(ws, anna))
    erasing.erase(ws, anna)
    with pytest.raises(NotFound):
        files.contents(ws, number)


def test_what_is_logged_with_files_is_one_operation(ws: Workspace, anna: int) -> None:
    before = len(reads.history(ws))
    letters = [("quote.pdf", QUOTE), ("letter.txt", b"Dear")]
    logged = activities.log(ws, anna, "email", "Sent both", attached=letters).value
    assert [file.name for file in files.of(ws, anna)[logged]] == ["quote.pdf", "letter.txt"]
    assert len(reads.history(ws)) == before + 1
    history.undo(ws)
    assert (files.of(ws, anna), reads.timeline(ws, anna)) == ({}, [])
    history.redo(ws)
    assert len(files.of(ws, anna)[logged]) == 2
    files.attach(ws, logged, letters)
    assert reads.history(ws, 1)[0].summary == "Attached 2 files for Anna Weber"
    with pytest.raises(InvalidValue, match="is empty"):
        activities.log(ws, anna, "email", "Sent nothing", attached=[("quote.pdf", b"")])
    assert len(reads.history(ws)) == before + 2
