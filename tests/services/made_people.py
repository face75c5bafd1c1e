"""Invented people by hypothesis, with all that a profile can have, and workspaces to put them into."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from deskcrm.domain.errors import InvalidValue
from deskcrm.domain.fields import SINGLE_FIELDS
from deskcrm.services import contacts
from deskcrm.services.workspace import Workspace

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=20)
DAYS = st.one_of(
    st.dates().map(str), st.sampled_from(["--02-29", "--12-31", "1900-01-01", "0001-01-01"]), WORDS
)  # fmt: skip
POINTS = st.lists(st.builds(lambda value, label: {"value": value, "label": label}, WORDS, WORDS), max_size=3)
EMAILS = st.lists(st.builds(lambda value, label: {"value": value, "label": label}, st.emails(), WORDS), max_size=3)
LIKE_FORMULAS = st.sampled_from(
    ["=1+1", "'=1+1", "'+4930", "@a", "-2", "+1", "''=x", "_x0041_", "0049", "'007", "TRUE"]
)
PEOPLE = st.fixed_dictionaries(
    {"given": WORDS},
    optional={
        **{key: st.one_of(WORDS, LIKE_FORMULAS) for key in SINGLE_FIELDS if key != "given"},
        "birthday": DAYS, "anniversary": DAYS,
        "emails": EMAILS, "phones": POINTS, "urls": POINTS, "handles": POINTS,
        "addresses": st.lists(
            st.fixed_dictionaries({"city": WORDS}, optional={"street": WORDS, "country": WORDS, "label": WORDS}),
            max_size=2,
        ),
        "tags": st.lists(WORDS, max_size=4), "source_ids": st.lists(WORDS, max_size=2),
        "custom": st.dictionaries(WORDS.filter(str.strip), st.one_of(WORDS, LIKE_FORMULAS), max_size=3),
    },
)  # fmt: skip


@contextmanager
def a_workspace() -> Iterator[Workspace]:
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.open(Path(folder) / "w.deskcrm")
        try:
            yield workspace
        finally:
            workspace.close()


def add_all(ws: Workspace, people: list[dict[str, Any]]) -> list[int]:
    """Those whose values are none of blanks, by their ids."""
    added = []
    for person in people:
        with suppress(InvalidValue):
            added.append(contacts.add(ws, "person", {**person, "family": "Weber"}).value)
    return added
