"""Benchmarks of searching as one types: from a key to its painted answer, beside a bare window over a plain index."""

from __future__ import annotations

import random
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from data import person
from window import Answer, Clock, Live, Paints, Took, in_window, middle, play, ratio, spread

if TYPE_CHECKING:
    from imports import Bench
    from PySide6.QtWidgets import QLineEdit

_RHYTHM: Final = 0.12  # seconds from one key to the next: somebody who types fast
_PEOPLE: Final = 3  # of each kind of what is typed
_HITS: Final = 8
_SEED: Final = 11
_PLAIN: Final = (
    "SELECT r.* FROM rows r JOIN rows_fts ON r.rowid = rows_fts.rowid "
    "WHERE rows_fts MATCH ? ORDER BY rows_fts.rank LIMIT ?"
)
"""What `sqlite-utils search` asks."""


class Key(NamedTuple):
    """One key of what is typed: what stands in the field then, and what sort of search that is."""

    kind: str
    text: str


def search(bench: Bench) -> Answer:
    """The search field and the list's filter, a key at a time until the answer is painted, beside a bare window.

    That one is a field and a list of lines of the same toolkit over the table and index of `sqlite-utils insert` and
    `enable-fts`; each key asks what `sqlite-utils search` asks, the best hits by rank. Each key's time is its median
    over the rounds. The bars, by the clock: 95 % of the keys within 16 ms for 100,000 people, 50 ms for a million.
    """
    workspace, outside = bench.with_people(bench.rows), bench.with_index(bench.rows)
    return in_window(Path(__file__), workspace, str(outside), str(bench.rows), str(bench.rounds))


def typed(people: int) -> list[list[Key]]:
    """What is typed, always the same: words a key at a time, each from an empty field."""
    chance = random.Random(_SEED)
    some = [person(1, chance.randrange(people)) for _ in range(400)]
    named = some[:_PEOPLE]
    mailed = [one for one in some[100:] if one.email][:_PEOPLE]
    called = [one for one in some[200:] if one.country == "DE" and one.national][:_PEOPLE]
    words = [("letter", letter) for letter in "abcdefghijklmnopqrstuvwxyz"]
    words += [("name", f"{one.given} {one.family}") for one in named]
    words += [("family", one.family) for one in some[50 : 50 + _PEOPLE]]
    words += [("email", one.email.partition("@")[0]) for one in mailed]
    words += [("phone", one.national) for one in called]
    words += [("miss", "xqzjw"), ("miss", f"{named[0].given} xqz"), ("miss", "99999999")]
    return [[Key(kind if at > 1 else "letter", word[:at]) for at in _keys(word)] for kind, word in words]


def _keys(word: str) -> Iterator[int]:
    return (at for at in range(1, len(word) + 1) if not word[at - 1].isspace())


# In the window's process ----------------------------------------------------------------------------------------------


def _scenario(live: Live) -> Answer:
    outside, people, rounds = Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    connection = sqlite3.connect(outside)
    whole = typed(people)
    sides: dict[str, Callable[[Sequence[Sequence[Key]]], dict[Key, Took]]] = {
        "field": lambda words: in_field(live, words),
        "filter": lambda words: in_filter(live, words),
        "plain": lambda words: _in_plain_window(connection, live, words),
    }
    took: dict[str, dict[Key, list[Took]]] = {name: {} for name in sides}
    for turn in range(rounds + 1):
        for name, side in sides.items():
            for key, one in side(whole if turn else whole[::7]).items():
                if turn:  # the first warms up
                    took[name].setdefault(key, []).append(one)
    answer: Answer = {name: told(times) for name, times in took.items()}
    answer["ratio"] = {name: ratio(answer[name], answer["plain"]) for name in ("field", "filter")}
    return answer


def told(took: dict[Key, list[Took]]) -> Answer:
    """The spread over the keys, each key's time being its median round; and what came of the best rounds alone."""
    usual = {key: middle(times) for key, times in took.items()}
    best = spread([Took(min(t.wall for t in times), min(t.cpu for t in times)) for times in took.values()])
    slowest = sorted(usual, key=lambda key: -usual[key].wall)[:5]
    return {
        **spread(list(usual.values())),
        "p95 of the best rounds": {unit: best[unit]["p95"] for unit in best},
        "keys": len(usual),
        "p95 by kind": {kind: _p95_of(usual, kind) for kind in sorted({key.kind for key in usual})},
        "slowest": {key.text: round(usual[key].wall, 1) for key in slowest},
    }


def _p95_of(usual: dict[Key, Took], kind: str) -> float:
    found: float = spread([took for key, took in usual.items() if key.kind == kind])["wall"]["p95"]
    return found


def in_field(live: Live, words: Sequence[Sequence[Key]]) -> dict[Key, Took]:
    """The search field at the top, from each key to its people painted in what drops down."""
    from PySide6.QtWidgets import QListView

    field = live.window.search
    live.quiet()
    field.begin()
    paints = Paints(field.results.findChild(QListView).viewport())
    live.quiet()
    took = _type(live, field, words, lambda text: paints.once(lambda: field._searched == text))
    field.leave()
    return took


def in_filter(live: Live, words: Sequence[Sequence[Key]]) -> dict[Key, Took]:
    """The list's filter, from each key to the list painted with those who fit."""
    live.window.open_screen("people")
    screen = live.people
    live.quiet()
    screen.focus_filter()
    paints = Paints(screen.view.viewport(), screen.empty)
    loads: list[str] = []
    note = screen.table.loaded.connect(lambda: loads.append(screen.table.query.text))

    def wait(_text: str) -> Callable[[], bool]:
        before = len(loads)
        return paints.once(lambda: len(loads) > before)

    took = _type(live, screen.filter, words, wait)
    screen.table.loaded.disconnect(note)
    return took


def _type(
    live: Live, field: QLineEdit, words: Sequence[Sequence[Key]], wait: Callable[[str], Callable[[], bool]]
) -> dict[Key, Took]:
    from PySide6.QtCore import Qt

    took: dict[Key, Took] = {}
    for word in words:
        field.selectAll()
        live.key(field, code=int(Qt.Key.Key_Backspace))
        live.quiet()
        for key in word:
            while len(field.text()) < len(key.text) - 1:
                live.key(field, " ")  # a space finds nothing new
                live.rest(_RHYTHM)
            done = wait(key.text)
            clock = Clock()
            live.key(field, key.text[-1])
            live.until(done)
            took[key] = clock.read()
            live.rest(clock.began + _RHYTHM - time.perf_counter())
    return took


def _in_plain_window(connection: sqlite3.Connection, live: Live, words: Sequence[Sequence[Key]]) -> dict[Key, Took]:
    """A bare window of the same toolkit: a field and a list of lines, filled at each key by the query of the tool."""
    from PySide6.QtCore import QStringListModel
    from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout, QWidget

    window, field, view, model = QWidget(), QLineEdit(), QListView(), QStringListModel()
    view.setModel(model)
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(view)
    window.resize(live.window.size())

    def edited(text: str) -> None:
        wanted = " ".join(f'"{word}"*' for word in text.split())
        found = connection.execute(_PLAIN, (wanted, _HITS)) if wanted else ()
        model.setStringList([", ".join(map(str, row)) for row in found])

    field.textEdited.connect(edited)
    window.show()
    live.quiet()
    paints = Paints(view.viewport())
    took = _type(live, field, words, lambda _text: paints.once(lambda: True))
    window.close()
    return took


if __name__ == "__main__":
    play(_scenario)
