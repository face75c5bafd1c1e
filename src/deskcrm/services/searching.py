"""What the search field finds: people and companies, what was written of them, and what is to be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.searching import MOST_WORDS, Said, ToDo, has_all, marks
from deskcrm.domain.views import Hit
from deskcrm.services import settings
from deskcrm.services.workspace import Workspace
from deskcrm.store import said as store_said
from deskcrm.store import search as store_search
from deskcrm.store import tasks as store_tasks

_SHORTEST: Final = 3
"""Letters of the longest word from which on what was written is searched: fewer would find most of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for `text`, the best of each kind first."""

    text: str
    hits: tuple[Hit, ...] = ()
    said: tuple[Said, ...] = ()
    todo: tuple[ToDo, ...] = ()


def everything(ws: Workspace, text: str, people: int, others: int) -> Found:
    """So many people and companies at most, and so many of each other kind, as a field shows them while one types.

    Nothing is waited for: what `prepare` has not gathered yet is not found. Any text is allowed.
    """
    country = settings.country(ws)
    with ws.database.read() as connection:
        near = ws.vocabulary if ws.vocabulary.is_filled else None
        hits = store_search.hits(connection, text, people, country, near)
        words = fold(text).split()[:MOST_WORDS]
        if max(map(len, words), default=0) < _SHORTEST:
            return Found(text, tuple(hits))
        written = store_said.find(connection, words, others)
        found = (task for task, title in store_tasks.open_titles(connection) if has_all(title, words))
        todo = [
            ToDo(task.id, task.title, task.contact, task.name, task.due, marks(task.title, words))
            for task in store_tasks.in_order(connection, list(islice(found, others)))
        ]
    return Found(text, tuple(hits), tuple(written), tuple(todo))


def prepare(ws: Workspace, *, cancelled: Callable[[], bool] | None = None) -> bool:
    """Gathers the words that names are near to, and what was written since the last search; whether there was any.

    It takes the lock for moments only, and leaves for the next time what somebody else's writing is in the way of.
    """
    with ws.database.read() as connection:
        stale = not ws.vocabulary.is_fresh(connection)
        ws.vocabulary.gather(connection)
        lacking = store_said.waiting(connection)
    more = bool(lacking)
    while more and not (cancelled is not None and cancelled()):
        with ws.database.write_if_free() as writer:
            more = writer is not None and store_said.gather(writer)
    return stale or bool(lacking)
