"""The words of the search index, held in memory: which of them are nearly, or contain, what somebody typed.

They are gathered when they are first wanted and again when something was done since. One SQL row brings all the words
of one length, so that gathering a million people's never keeps the window from the interpreter for long.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator

from deskcrm.domain.searching import SHORTEST_INSIDE, SHORTEST_NEAR, slips

_LONGEST = 24  # letters of a word that is compared
_MOST = 8  # words that stand for one typed word
_KEPT = 3  # lengths of typed words whose candidates are held
_NOTHING = (-1, -1)


class Vocabulary:
    """The words of one workspace's search index. May be asked from any thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._state = _NOTHING
        self._by_length: dict[int, str] = {}
        self._others = ""
        self._candidates: dict[int, list[str]] = {}

    @property
    def is_filled(self) -> bool:
        """Whether words were gathered, be it a while ago."""
        return self._state != _NOTHING

    def is_fresh(self, connection: sqlite3.Connection) -> bool:
        """Whether nothing was done since the words were gathered."""
        return self._state == _state(connection)

    def gather(self, connection: sqlite3.Connection) -> None:
        """Brings the words up to date; nothing to do where they are."""
        with self._turn:
            state = _state(connection)
            if state == self._state:
                return
            by_length, others = _read(connection)
            self._by_length, self._others, self._candidates, self._state = by_length, others, {}, state

    def near(self, word: str) -> list[str]:
        """The beginnings of words that are but a slip of the finger away from `word`, the nearest first.

        A slip is a letter too many, too few or another one, or two that changed places; long words may have two.
        """
        if len(word) < SHORTEST_NEAR or not word.isalpha():
            return []
        from rapidfuzz import process  # 30 ms that most starts do without
        from rapidfuzz.distance import OSA

        with self._turn:
            choices = self._candidates_for(len(word))
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=slips(word), limit=_MOST)
        return [near for near, distance, _ in found if distance]

    def containing(self, part: str) -> list[str]:
        """Some words that have `part` within them, not at their beginning."""
        if len(part) < SHORTEST_INSIDE:
            return []
        found: dict[str, None] = {}
        for text in (self._others, *self._by_length.values()):
            at = text.find(part)
            while at >= 0 and len(found) < _MOST:
                begin, end = text.rfind(" ", 0, at) + 1, text.find(" ", at)
                if begin < at:
                    found[text[begin:end]] = None
                at = text.find(part, end)
        return list(found)

    def _candidates_for(self, length: int) -> list[str]:
        """The words about as long as that, and of longer ones as much as would be typed by then."""
        if length not in self._candidates:
            while len(self._candidates) >= _KEPT:
                self._candidates.pop(next(iter(self._candidates)))
            words = dict.fromkeys(
                word[: length + 1] for each in self._lengths(length - 2) for word in self._by_length[each].split()
            )
            words |= dict.fromkeys(
                word[:length] for each in self._lengths(length + 1) for word in self._by_length[each].split()
            )
            self._candidates[length] = list(words)
        return self._candidates[length]

    def _lengths(self, least: int) -> Iterator[int]:
        return (length for length in self._by_length if length >= least)


def _state(connection: sqlite3.Connection) -> tuple[int, int]:
    """Two numbers that change with everything that is done: operations are added, undone or done again."""
    last, undone = connection.execute(
        "SELECT coalesce(max(id), 0), coalesce(sum(undone_turn), 0) FROM operation"
    ).fetchone()
    return int(last), int(undone)


def _read(connection: sqlite3.Connection) -> tuple[dict[int, str], str]:
    """The words of letters alone by their length, and all others, each as one text with blanks around the words."""
    connection.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.finder_words USING fts5vocab(main, finder, row)")
    lettered = "term NOT GLOB '*[0-9]*' AND length(term) <= ?"
    by_length = {
        length: f" {words} "
        for length, words in connection.execute(
            f"SELECT length(term), group_concat(term, ' ') FROM finder_words WHERE {lettered} GROUP BY length(term)",
            (_LONGEST,),
        )
    }
    (others,) = connection.execute(
        f"SELECT group_concat(term, ' ') FROM finder_words WHERE NOT ({lettered})", (_LONGEST,)
    ).fetchone()
    return by_length, f" {others or ''} "
