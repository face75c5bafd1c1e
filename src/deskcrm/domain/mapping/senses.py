"""What a header says by its words alone: a known phrase, perhaps with a label, a number or filler words around it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from deskcrm.domain.fields import ADDRESS_PARTS, POINT_FIELDS
from deskcrm.domain.mapping.vocabulary import (
    BREAKERS,
    FILLERS,
    LABEL_PHRASES,
    LONGEST_PHRASE,
    PHRASES,
    PLACES,
    SOMEBODY_ELSE,
    Meaning,
)
from deskcrm.domain.mapping.words import fold_header, plain_umlauts

EXACT: Final = 90
NUMBERED: Final = 85
LABELLED: Final = 80
GROUPED: Final = (
    60  # an address beside others of the same unknown word: "PO City" beside "PO Region" and "PO Postal Code"
)
LOOSE: Final = 50  # words beside the phrase that we don't know: only values can confirm it

_LEAST_OF_GROUP: Final = 3
_PERSON_TARGETS: Final = frozenset({"name", "given", "family", "organization", "prefix"})


@dataclass(frozen=True, slots=True)
class Sense:
    """What a header seems to mean, and how surely."""

    meaning: Meaning
    score: int
    label: str = ""  # "work", "billing" ...
    number: int = 0  # "Email 2" has 2; 0 where there is none
    language: str = "en"  # of those that say so, the file's own

    @property
    def target(self) -> str:
        """The meaning's target or settle-later word."""
        return self.meaning.target


def senses_of(headers: Sequence[str]) -> list[Sense | None]:
    """One sense for each header, None where no phrase is known; words of two languages go by the rest of the file."""
    found = [_readings(fold_header(header)) for header in headers]
    _read_groups(headers, found)
    votes: Counter[str] = Counter()
    for readings in found:
        spoken = {language for reading in readings for language in reading.meaning.languages}
        for language in spoken:
            votes[language] += 12 // len(spoken)
    return [_chosen(readings, votes) for readings in found]


def about_somebody_else(header: str) -> bool:
    """Whether a header speaks of an assistant, an owner, an emergency contact ..., not of the row's own person."""
    return not SOMEBODY_ELSE.isdisjoint(fold_header(header).split())


def _read_groups(headers: Sequence[str], found: list[tuple[Sense, ...]]) -> None:
    """Read parts of an address that share an unknown word, one of them the town: together they are clear."""
    groups: dict[str, dict[int, Sense]] = defaultdict(dict)
    for place, header in enumerate(headers):
        if not found[place] or found[place][0].score <= LOOSE:
            for sense in _address_parts(fold_header(header)):
                groups[sense.label].setdefault(place, sense)
    for senses in groups.values():
        parts = {sense.target for sense in senses.values()}
        if len(parts) >= _LEAST_OF_GROUP and parts & {"city", "postcode"}:
            for place, sense in senses.items():
                found[place] = (sense,)


@lru_cache(maxsize=4096)
def _address_parts(folded: str) -> tuple[Sense, ...]:
    """The readings of a header as a part of an address, with the unknown words around it as the label."""
    words = [word for word in folded.split() if not word.isdigit()]
    number = next((int(word) for word in folded.split() if word.isdigit() and len(word) < 3), 0)
    readings: list[Sense] = []
    for size in range(min(len(words), LONGEST_PHRASE), 0, -1):
        for start in range(len(words) - size + 1):
            meaning = next((m for m in PHRASES.get(" ".join(words[start : start + size]), ()) if _is_place(m)), None)
            unknown = [word for word in (*words[:start], *words[start + size :]) if word not in FILLERS]
            if meaning and unknown and len(unknown) < 3 and PLACES.isdisjoint(unknown):
                readings.append(Sense(meaning, GROUPED, " ".join(unknown), number))
    return tuple(readings)


def _is_place(meaning: Meaning) -> bool:
    return meaning.target == "address" or meaning.target in ADDRESS_PARTS


def _chosen(readings: Sequence[Sense], votes: Counter[str]) -> Sense | None:
    if not readings:
        return None
    best = max(readings, key=lambda r: (r.score, max(votes[language] for language in r.meaning.languages)))
    spoken = best.meaning.languages
    return replace(best, language="en" if "en" in spoken else max(spoken, key=lambda language: votes[language]))


@lru_cache(maxsize=4096)
def _readings(folded: str) -> tuple[Sense, ...]:
    """The equally good readings of a folded header, one for each meaning of its best phrase."""
    for text in (folded, plain_umlauts(folded), folded.replace(" ", "")):
        if text in PHRASES:
            return tuple(Sense(meaning, EXACT) for meaning in PHRASES[text])
    words = folded.split()
    numbers = [int(word) for word in words if word.isascii() and word.isdigit() and len(word) < 3]
    number = numbers[0] if numbers else 0
    plain = [word for word in words if not word.isdigit()]
    if len(plain) < len(words) and " ".join(plain) in PHRASES:
        return tuple(Sense(meaning, NUMBERED, number=number) for meaning in PHRASES[" ".join(plain)])
    return _by_parts(plain, number) or _by_compound(plain, number)


def _by_parts(words: Sequence[str], number: int) -> tuple[Sense, ...]:
    """The best phrase within the header, judged by what stands around it."""
    best: tuple[tuple[int, int, bool, int], tuple[Sense, ...]] | None = None
    for size in range(min(len(words), LONGEST_PHRASE), 0, -1):
        for start in range(len(words) - size + 1):
            phrase = " ".join(words[start : start + size])
            meanings = PHRASES.get(phrase) or PHRASES.get(plain_umlauts(phrase))
            if not meanings:
                continue
            around = [*words[:start], *words[start + size :]]
            readings = tuple(s for s in (_judged(meaning, around, number) for meaning in meanings) if s)
            if not readings:
                continue
            labelled = any(r.label for r in readings)  # "Shipping address" is an address, not what shipping costs
            rank = (max(r.score for r in readings), size, labelled, len(phrase))
            if best is None or rank > best[0]:
                best = rank, readings
    return best[1] if best else ()


def _judged(meaning: Meaning, around: Iterable[str], number: int) -> Sense | None:
    label, unknown = "", 0
    for word in around:
        known_label = LABEL_PHRASES.get(word, "")
        if known_label and not label and _takes_label(meaning.target, known_label):
            label = known_label
        elif word in BREAKERS:
            return None
        elif word not in FILLERS:
            unknown += 1
    if unknown > 2:
        return None
    return Sense(meaning, LOOSE if unknown else LABELLED, label, number)


def _by_compound(words: Sequence[str], number: int) -> tuple[Sense, ...]:
    """One word grown together, as German likes it: Geschäftstelefon, Rechnungsort."""
    if len(words) != 1:
        return ()
    word = plain_umlauts(words[0])
    for start, label in LABEL_PHRASES.items():
        if len(start) < 4 or not word.startswith(start):
            continue
        rest = word[len(start) :]
        meanings = PHRASES.get(rest) or PHRASES.get(rest.removeprefix("s")) or ()
        readings = tuple(Sense(m, LABELLED, label, number) for m in meanings if _takes_label(m.target, label))
        if readings:
            return readings
    return ()


def _takes_label(target: str, label: str) -> bool:
    field_key = target.partition(".")[0]
    if field_key in POINT_FIELDS or field_key in ("address", *ADDRESS_PARTS):
        return True
    return label == "billing" and target in _PERSON_TARGETS
