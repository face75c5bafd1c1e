"""For each planted fault a short history in which it shows, cut down from random ones; `twins` has the words."""

from __future__ import annotations

from typing import Any

from twins import Step


def somebody(given: str, **more: str) -> Step:
    return ("adds", {"given": given, **more})


def shop(**cells: str) -> Step:
    """One row of the shop's file, with the id 1 where none is given."""
    cells = {"id": "1", **cells}
    return ("imports", "Shop", list(cells), [list(cells.values())])


def news(**cells: str) -> Step:
    return ("imports", "Newsletter", list(cells), [list(cells.values())])


def order(**cells: str) -> Step:
    cells = {"order": "701", "at": "2026-01-05", "total": "10.00", **cells}
    return ("imports", "Till", list(cells), [list(cells.values())])


def merge(keep: str, *others: str, choices: dict[str, str] | None = None, drops: Any = ()) -> Step:
    return ("merges", keep, list(others), choices or {}, list(drops))


def edit(who: str, field: str, verb: str, value: str = "") -> Step:
    return ("edits", who, field, verb, value, "")


ANNA, BOB, CARLA = "0:0", "1:0", "2:0"
TWO = [somebody("anna"), somebody("bob")]
THREE = [*TWO, somebody("carla")]
BORN, LATER, EDITED = "1980-02-03", "1990-05-06", "2000-07-08"

HISTORIES: dict[str, list[Step]] = {
    # Live
    "a bit on each fact: undoing what withdrew it makes it live": [
        *TWO, merge(ANNA, BOB), ("parts", "2:0"), ("undoes", 2), ("undoes", 3),
    ],
    "what was withdrawn once stays so when the withdrawal is undone": [
        *TWO, merge(ANNA, BOB), ("parts", "2:0"), ("undoes", 3),
    ],
    # What a record says
    "newest by version": [
        shop(given="anna", organization="acme", emails="a@x.example"),
        shop(given="anna", organization="beta", emails="a@x.example"),
        news(given="anna", organization="zeta", emails="a@x.example"),
        shop(given="anna", organization="acme", emails="a@x.example"),
    ],
    "newest by last assertion": [
        shop(given="anna", organization="acme", emails="a@x.example"),
        news(given="anna", organization="zeta", emails="a@x.example"),
        shop(given="anna", organization="acme", emails="a@x.example"),
    ],
    "a file folded first: what an earlier row of it said is lost": [
        ("imports", "Shop", ["id", "family"], [["1", "miller"], ["1", "weber"]]),
    ],
    "a blank overwrites": [shop(given="anna", birthday=BORN), shop(given="anna", birthday="")],
    "superseded values are forgotten": [shop(given="anna"), shop(given="annie")],
    "blanks are filled from earlier rows when a version is made": [
        shop(given="anna", family="weber"), shop(given="anna", city="berlin"), ("undoes", 0),
    ],
    # Keys, and who is who
    "a key is kept for ever by who had it first": [
        shop(given="anna", family="weber", emails="a@x.example"), ("undoes", 0),
        shop(given="bob", family="miller", emails="b@x.example"),
    ],
    "a redo may give a key a second live record": [
        shop(given="anna", family="weber", emails="a@x.example"), ("undoes", 0),
        shop(given="bob", family="miller", emails="b@x.example"), ("redoes", 0),
    ],
    "an identifier on many roots still tells": [
        *(somebody(name, emails="a@x.example") for name in ("anna", "bob", "carla")),
        news(given="anna", emails="a@x.example"),
    ],
    "rows are matched with contacts, not with roots": [
        somebody("anna", emails="a@x.example"), somebody("anna", emails="a@x.example"), merge(ANNA, BOB),
        news(given="anna", emails="a@x.example"),
    ],
    "a row is attached to the survivor, not to the member that owns the identifier": [
        somebody("anna"), somebody("anna", emails="a@x.example"), merge(ANNA, BOB),
        news(given="anna", emails="a@x.example"),
    ],
    "an identifier that the owner removed still tells": [
        somebody("anna", emails="a@x.example"), edit(ANNA, "emails", "remove", "a@x.example"),
        news(given="anna", emails="a@x.example"),
    ],
    "two ids of one source in a file are both attached to one root": [
        somebody("anna", emails="a@x.example"),
        ("imports", "Shop", ["id", "given", "emails"], [["1", "anna", "a@x.example"], ["2", "anna", "a@x.example"]]),
    ],
    # The owner's word
    "clearing reaches only what shows": [
        somebody("anna", birthday=BORN), somebody("bob", birthday=LATER), merge(ANNA, BOB),
        edit(ANNA, "birthday", "clear"),
    ],
    "a value is set on the survivor only": [
        somebody("anna"), somebody("bob", birthday=BORN), merge(ANNA, BOB), edit(ANNA, "birthday", "set", LATER),
        ("parts", "2:0"),
    ],
    "a list value is removed on the survivor only": [
        somebody("anna"), somebody("bob", tags="vip"), merge(ANNA, BOB), edit(ANNA, "tags", "remove", "vip"),
    ],
    "what somebody holds already is added to the survivor": [
        somebody("anna"), somebody("bob", tags="vip"), merge(ANNA, BOB), edit(ANNA, "tags", "add", "vip"),
        ("parts", "2:0"),
    ],
    "removing hides the survivor only": [*TWO, merge(ANNA, BOB), ("hides", ANNA, True)],
    "a profile is hidden when any of its members is removed": [*TWO, ("hides", BOB, True), merge(ANNA, BOB)],
    "a note is taken along by who was merged": [*TWO, merge(ANNA, BOB), ("logs", ANNA, "log"), ("parts", "2:0")],
    # Merges
    "a choice of a side that has nothing shows a blank": [
        shop(given="anna", birthday=BORN), somebody("bob", birthday=LATER),
        merge(ANNA, BOB, choices={"birthday": ANNA}), ("undoes", 0),
    ],
    "a choice beats every later edit": [
        somebody("anna", birthday=BORN), somebody("bob", birthday=LATER), merge(ANNA, BOB, choices={"birthday": BOB}),
        ("undoes", 2), edit(ANNA, "birthday", "set", EDITED), ("redoes", 2),
    ],
    "a circle is allowed": [*TWO, merge(ANNA, BOB), ("undoes", 2), merge(BOB, ANNA), ("redoes", 2)],
    "somebody may have two survivors": [*THREE, merge(ANNA, CARLA), ("undoes", 3), merge(BOB, CARLA), ("redoes", 3)],
    "a refusal names what came back": [*THREE, merge(ANNA, CARLA), ("undoes", 3), merge(BOB, CARLA), ("redoes", 3)],
    "the root stays when a merge is taken back": [*TWO, merge(ANNA, BOB), ("parts", "2:0")],
    "the stage stays when what it came from is taken back": [
        somebody("anna", emails="a@x.example"), order(emails="a@x.example"), ("undoes", 1),
    ],
    "a take-back leaves dropped values dropped": [
        somebody("anna"), somebody("bob", tags="vip"), merge(ANNA, BOB, drops=[("tags", "vip")]), ("parts", "2:0"),
    ],
    "a take-back frees what was dropped on those who stay": [
        somebody("anna", tags="vip"), *THREE[1:], merge(ANNA, BOB, CARLA, drops=[("tags", "vip")]), ("parts", "3:0"),
    ],
    "a dropped value goes from the survivor only": [
        somebody("anna"), somebody("bob", tags="vip"), merge(ANNA, BOB, drops=[("tags", "vip")]),
    ],
    "taking back and detaching do not say that they differ": [
        *TWO, merge(ANNA, BOB), ("parts", "2:0"), ("asks", ANNA, BOB),
    ],
    "a later merge does not withdraw that they differ": [
        *THREE, ("differs", ANNA, BOB), merge(CARLA, BOB), merge(ANNA, CARLA), ("undoes", 4), ("asks", ANNA, BOB),
    ],
    "a detached record leaves its activities behind": [
        somebody("anna", emails="a@x.example"), order(emails="a@x.example"), ("detaches", "1:0"),
    ],
    "a record stays where it was moved first": [
        *THREE, shop(given="dora"), ("moves", "3:0", ANNA), ("moves", "3:0", BOB),
    ],
    "an import asks for ids where records lay first": [
        somebody("anna", emails="a@x.example"), somebody("bob"), shop(given="anna", emails="a@x.example"),
        ("moves", "2:0", BOB), shop(id="2", given="anna", emails="a@x.example"),
    ],
    # Undo
    "an undo undoes later edits too": [
        shop(given="anna"), edit(ANNA, "birthday", "set", BORN), ("undoes", 0),
    ],
    "an undone import's activities stay": [
        somebody("anna", emails="a@x.example"), order(emails="a@x.example"), ("undoes", 1),
    ],
    "an edit of a removed value brings nothing to find": [
        shop(given="anna", tags="vip"), edit(ANNA, "tags", "remove", "vip"),
    ],
}  # fmt: skip
