"""The quiet flag: what a source has come to say since an edit beat it (MODEL rule 12)."""

from __future__ import annotations

from collections.abc import Callable

from deskcrm.domain.later import said_since
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import contacts, history, reads
from deskcrm.services.workspace import Workspace

BringIn = Callable[..., ImportResult]


def shop(bring_in: BringIn, job: str, name: str = "Anna Weber") -> None:
    given, family = name.split()
    bring_in("shop.csv", "Customer ID,First Name,Last Name,Job Title", f"7,{given},{family},{job}", source="Shop")


def only(ws: Workspace) -> int:
    (contact,) = reads.list_ids(ws, ListQuery())
    return contact


def flags(ws: Workspace) -> dict[str, tuple[str, str]]:
    found = said_since(reads.profile(ws, only(ws)).values)
    return {field: (said.source, said.value) for field, said in found.items()}


def edit(ws: Workspace, field: str, value: str) -> None:
    contacts.edit(ws, only(ws), [Patch(field, "set", value)])


def test_a_source_that_says_something_new_after_the_edit_is_flagged(ws: Workspace, bring_in: BringIn) -> None:
    shop(bring_in, "Baker")
    edit(ws, "title", "Owner")
    assert flags(ws) == {}
    shop(bring_in, "Head baker")
    assert flags(ws) == {"title": ("Shop", "Head baker")}
    assert reads.profile(ws, only(ws)).fields["title"] == "Owner"


def test_what_the_edit_beat_already_is_no_news(ws: Workspace, bring_in: BringIn) -> None:
    shop(bring_in, "Baker")
    edit(ws, "title", "Owner")
    shop(bring_in, "Baker")
    assert flags(ws) == {}


def test_a_source_that_comes_round_is_quiet_and_that_goes_back_again_is_news(ws: Workspace, bring_in: BringIn) -> None:
    shop(bring_in, "Baker")
    edit(ws, "title", "Owner")
    shop(bring_in, "Owner")
    assert flags(ws) == {}
    shop(bring_in, "Baker")
    assert flags(ws) == {"title": ("Shop", "Baker")}


def test_saying_it_once_more_answers_the_flag_and_undo_raises_it_again(ws: Workspace, bring_in: BringIn) -> None:
    shop(bring_in, "Baker")
    edit(ws, "title", "Owner")
    shop(bring_in, "Head baker")
    edit(ws, "title", "Owner")
    assert flags(ws) == {}
    history.undo(ws)
    assert flags(ws) == {"title": ("Shop", "Head baker")}


def test_an_undone_import_says_nothing(ws: Workspace, bring_in: BringIn) -> None:
    shop(bring_in, "Baker")
    edit(ws, "title", "Owner")
    shop(bring_in, "Head baker")
    history.undo(ws)
    assert flags(ws) == {}


def test_without_an_edit_there_is_nothing_to_flag(ws: Workspace, bring_in: BringIn) -> None:
    shop(bring_in, "Baker")
    shop(bring_in, "Head baker")
    assert flags(ws) == {}


def test_the_parts_of_a_name_are_flagged_each_by_itself(ws: Workspace, bring_in: BringIn) -> None:
    shop(bring_in, "Baker")
    edit(ws, "family", "Weber-Krüger")
    shop(bring_in, "Baker", "Anna Krueger")
    assert flags(ws) == {"family": ("Shop", "Krueger")}
