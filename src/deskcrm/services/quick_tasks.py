"""Tasks said in one line: what it says, whom it names, and the task that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from deskcrm.domain import quickentry
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.views import Hit
from deskcrm.services import tasks
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.services.zones import wall_now
from deskcrm.store import search as store_search

_NAME_WORDS: Final = 4
"""The most words of a name that is looked for in what is typed."""

_SAME_NAME: Final = 3
_SAME_FIRST: Final = 40
_NO_NAMES: Final = frozenset(
    {"a", "about", "and", "at", "for", "from", "in", "my", "on", "or", "the", "to", "up", "with"}
)

_LEADS: Final = frozenset(
    {
        "and", "answer", "ask", "bill", "call", "email", "e-mail", "for", "from", "help", "invite", "invoice", "mail",
        "meet", "message", "pay", "phone", "remind", "ring", "see", "send", "show", "tell", "text", "thank", "to",
        "visit", "with", "write",
        "an", "bei", "für", "mit", "und", "von", "zu", "frag", "frage", "ruf", "rufe", "schreib", "schreibe", "triff",
    }
)  # fmt: skip
"""Behind these words a capital begins a name."""

_CLOSES: Final = frozenset(
    {
        "abholen", "anfragen", "anmailen", "anrufen", "anschreiben", "antworten", "bedanken", "besuchen", "danken",
        "einladen", "erinnern", "fragen", "gratulieren", "helfen", "informieren", "mailen", "schreiben", "sprechen",
        "treffen", "zurückrufen",
    }
)  # fmt: skip
"""A German line that ends with one of these may begin with whom it is about: "Jörg wegen der Rechnung anrufen"."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line says, and whom it names.

    `several`: a name in it that more than one has (`among`), so nobody is meant.
    """

    entry: quickentry.Entry
    contact: int | None = None
    name: str = ""
    several: str = ""
    among: tuple[Hit, ...] = ()


def add_said(ws: Workspace, line: str, *, contact: int | None = None) -> Outcome[int]:
    """A new task from one line of words, with whom it names, or with `contact`. Raises InvalidValue, NotFound."""
    return add_understood(ws, understand(ws, line, contact=contact))


def add_understood(ws: Workspace, said: Understood) -> Outcome[int]:
    """A new task as `understand` answers it. Raises InvalidValue, NotFound."""
    entry = said.entry
    return tasks.add(
        ws, entry.title, contact=said.contact, due=entry.due, remind_at=entry.remind_at, repeat=entry.repeat,
        kind=entry.kind, priority=entry.priority,
    )  # fmt: skip


def understand(ws: Workspace, line: str, *, contact: int | None = None) -> Understood:
    """What a line says, before anything is written; whom it names only where `contact` is None."""
    entry = quickentry.parse(line, wall_now(ws), tasks.date_order(ws))
    if contact is not None:
        return Understood(entry, contact)
    said, same = _named(ws, entry.title)
    if len(same) > 1:
        return Understood(entry, several=said, among=tuple(same))
    return Understood(entry, same[0].id, same[0].name) if same else Understood(entry)


def _named(ws: Workspace, title: str) -> tuple[str, list[Hit]]:
    """A name that stands in a title, and whose it is; the longest whole name counts, one word only with a capital.

    Failing that, the first or last name of a person, behind a word that leads to one: "call Anna", "for Weber"; or at
    the beginning of a line that ends with a verb: "Anna anrufen".
    """
    words = [_bare(word) for word in title.split()]
    runs = [
        words[at : at + many]
        for many in range(min(_NAME_WORDS, len(words)), 0, -1)
        for at in range(len(words) - many + 1)
    ]
    with ws.database.read() as connection:
        for run in runs:
            name = " ".join(run)
            if _NO_NAMES.isdisjoint(run) and (len(run) > 1 or name[:1].isupper()):
                hits = store_search.hits(connection, name, _SAME_NAME, "")
                same = [hit for hit in hits if fold(hit.name) == fold(name)]
                if same:
                    return same[0].name, same
        led = [word for before, word in pairwise(words) if before.casefold() in _LEADS]
        first = words[:1] if len(words) > 1 and words[-1].casefold() in _CLOSES else []
        for word in [*led, *first]:
            if word[:1].isupper():
                hits = store_search.hits(connection, word, _SAME_FIRST, "")
                same = [hit for hit in hits if hit.kind == "person" and fold(word) in _ends(hit.name)]
                if same:
                    return word, same
    return "", []


def _bare(word: str) -> str:
    """A word without what surrounds it, and without the ending of what is somebody's."""
    return word.strip('.,;:!?()“”"').removesuffix("'s").removesuffix("’s")


def _ends(name: str) -> tuple[str, str]:
    """The first and the last word of a name, as names are compared."""
    words = fold(name).split() or [""]
    return words[0], words[-1]
