"""Photos of contacts: one each, undone and redone, taken along by merges, gone with whoever is erased."""

from __future__ import annotations

import pytest

from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.services import contacts, erasing, history, merging, photos, reads
from deskcrm.services.workspace import Workspace

ONE, OTHER = b"\xff\xd8\xff one", b"\x89PNG\r\n\x1a\n other"


@pytest.fixture
def anna(ws: Workspace) -> int:
    return contacts.add(ws, "person", {"given": "Anna"}).value


def test_a_photo_is_put_replaced_removed_and_all_of_it_undone(ws: Workspace, anna: int) -> None:
    assert photos.of(ws, anna) is None
    photos.put(ws, anna, ONE)
    photos.put(ws, anna, OTHER)
    assert photos.of(ws, anna) == OTHER
    photos.remove(ws, anna)
    assert photos.of(ws, anna) is None
    history.undo(ws)
    assert photos.of(ws, anna) == OTHER
    history.undo(ws)
    assert photos.of(ws, anna) == ONE
    history.redo(ws)
    assert photos.of(ws, anna) == OTHER


def test_history_says_whose_photo_it_was(ws: Workspace, anna: int) -> None:
    photos.put(ws, anna, ONE)
    changed = photos.remove(ws, anna).changes
    assert changed.contacts == {anna}
    said = [entry.summary for entry in reads.history(ws, contact=anna)]
    assert said == ["Removed the photo of Anna", "Changed the photo of Anna", "Added Anna"]


def test_undoing_tells_the_views_of_whom(ws: Workspace, anna: int) -> None:
    photos.put(ws, anna, ONE)
    assert history.undo(ws).changes.contacts == {anna}


def test_the_survivors_photo_shows_and_the_others_comes_back(ws: Workspace, anna: int) -> None:
    double = contacts.add(ws, "person", {"given": "Anna"}).value
    photos.put(ws, double, OTHER)
    photos.put(ws, anna, ONE)
    merging.merge(ws, anna, [double])
    assert photos.of(ws, double) == ONE
    photos.remove(ws, anna)
    assert photos.of(ws, anna) is None
    history.undo(ws)
    history.undo(ws)
    assert photos.of(ws, double) == OTHER


def test_whoever_is_parted_again_has_their_own_photo(ws: Workspace, anna: int) -> None:
    double = contacts.add(ws, "person", {"given": "Anna"}).value
    photos.put(ws, double, OTHER)
    merging.merge(ws, anna, [double])
    assert photos.of(ws, anna) == OTHER
    photos.put(ws, anna, ONE)
    assert photos.of(ws, anna) == ONE
    (merge,) = reads.profile(ws, anna).merges
    merging.take_back(ws, merge.id)
    assert (photos.of(ws, anna), photos.of(ws, double)) == (ONE, OTHER)


def test_what_is_no_picture_or_too_large_is_refused(ws: Workspace, anna: int) -> None:
    for bad in (b"", b"<svg onload='x'>", b"GIF89a", ONE + bytes(photos.MOST_BYTES)):
        with pytest.raises(InvalidValue):
            photos.put(ws, anna, bad)
    with pytest.raises(NotFound):
        photos.remove(ws, anna)
    assert photos.of(ws, anna) is None


def test_erasing_takes_the_picture_out_of_the_file(ws: Workspace, anna: int) -> None:
    picture = b"\xff\xd8\xff" + b"canary-of-a-face" * 40
    photos.put(ws, anna, picture)
    erasing.erase(ws, anna)
    with ws.database.read() as connection:
        assert connection.execute("SELECT count(*) FROM file").fetchone() == (0,)
    with pytest.raises(NotFound):
        photos.of(ws, anna)
