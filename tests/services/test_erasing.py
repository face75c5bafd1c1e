"""Erasing is for good: nothing of the person is left in any byte, everybody else has all of theirs (MODEL rule 16)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from deskcrm.domain.errors import NotFound, Refused
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ImportResult, ListQuery
from deskcrm.services import activities, checking, contacts, erasing, history, importing, merging, reads, tasks
from deskcrm.services.workspace import Workspace
from deskcrm.store import erased
from deskcrm.store import erasing as store_erasing

BringIn = Callable[..., ImportResult]
SHOP = "id,First name,Last name,Company,Email,Phone,City"
ORDERS = "Order,Customer id,Email,Name,Date,Total,Item"


def contact_of(ws: Workspace, text: str) -> int:
    (found,) = reads.search(ws, text)
    return found.id


def company_of(ws: Workspace, name: str) -> int:
    (found,) = [hit.id for hit in reads.search(ws, name) if hit.kind == "company"]
    return found


def everybody(ws: Workspace, but: tuple[int, ...] = ()) -> dict[int, Any]:
    """All that can be read of each profile."""
    query = ListQuery(kind=None)
    return {
        contact: (reads.profile(ws, contact), reads.timeline(ws, contact))
        for contact in reads.list_ids(ws, query)
        if contact not in but
    }


def bytes_beside(ws: Workspace) -> dict[str, bytes]:
    """Every file in the workspace's folder, but the files that were imported."""
    return {
        path.name: path.read_bytes()
        for path in ws.path.parent.rglob("*")
        if path.is_file() and path.suffix not in (".csv", ".lock")
    }


def found_in(ws: Workspace, *needles: str) -> list[tuple[str, str]]:
    """In which files which of these texts stand, however upper or lower case."""
    said = [(needle, needle.encode().lower()) for needle in needles]
    return [
        (name, needle) for name, data in bytes_beside(ws).items() for needle, wanted in said if wanted in data.lower()
    ]


@pytest.fixture
def zelda(ws: Workspace, bring_in: BringIn) -> int:
    """Zelda, of whom much is known, among others."""
    bring_in(
        "shop.csv", SHOP,
        "C1,Zelda,Quenneville,Quenneville Ink,zelda@quenneville.example,030 23125043,Potsdam",
        "C2,Ben,Braun,Braun GmbH,ben@braun.example,030 23125044,Berlin",
        "C3,Carla,Conti,Braun GmbH,carla@braun.example,,Bern",
        source="Web shop",
    )  # fmt: skip
    bring_in("news.csv", "Email,Name", "zelda@quenneville.example,Zelda Quenneville", source="Newsletter")
    bring_in(
        "orders.csv", ORDERS,
        "1001,C1,zelda@quenneville.example,Zelda Quenneville,2026-01-03,50.00,Quill of Zelda",
        "1001,C1,zelda@quenneville.example,Zelda Quenneville,2026-01-03,50.00,Parchment",
        "1002,C2,ben@braun.example,Ben Braun,2026-01-04,20.00,Ink",
        source="Web shop",
    )  # fmt: skip
    zelda = contact_of(ws, "zelda")
    contacts.edit(ws, zelda, [Patch("notes", "set", "allergic to xylitol"), Patch("nickname", "set", "Werderling")])
    activities.log(ws, zelda, "note", "talked about the grimoire")
    task = tasks.add(ws, "Send Zelda the hippogriff", contact=zelda).value
    tasks.finish(ws, task)
    return zelda


TRACES = (
    "quenneville", "zelda", "23125043", "xylitol", "werderling", "potsdam", "grimoire", "hippogriff", "parchment",
)  # fmt: skip


def test_nothing_of_the_person_is_left_in_any_byte(ws: Workspace, zelda: int) -> None:
    assert {needle for _, needle in found_in(ws, *TRACES)} == set(TRACES)  # the search finds
    outcome = erasing.erase(ws, zelda)
    assert not outcome.value.pending
    assert found_in(ws, *TRACES) == []
    assert checking.check(ws) == []


def test_everybody_else_has_all_of_theirs(ws: Workspace, zelda: int) -> None:
    before = everybody(ws, (zelda, company_of(ws, "Quenneville Ink")))
    erasing.erase(ws, zelda)
    assert everybody(ws) == before
    assert len(before) == 3
