"""A history told again without one of its steps, or without one of its merges (rule 14)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from twins import Gone, Step, Twins


class Otherwise(Exception):
    """A later decision would have been another one, so nothing is promised."""


def check_undo_is_as_if_never(twins: Twins, number: int, folder: Path) -> bool:
    """Undoing a step gives the history without it. False where later decisions would have been otherwise."""
    steps, decided = list(twins.steps), list(twins.decided)
    if twins.do(("undoes", number)) == "refused":
        return False
    looks = twins.looks()
    twins.do(("redoes", number))

    def tell(other: Twins, at: int, step: Step) -> None:
        if at != number and step not in (("undoes", number), ("redoes", number)):
            _same(other.do(step, at), decided[at])

    return _told(folder, steps, tell, looks)


def check_take_back_is_as_if_never(twins: Twins, edge: str, folder: Path) -> bool:
    """Taking back a merge gives the history without it, each later edit and note on the member that it was sent to."""
    steps, decided = list(twins.steps), list(twins.decided)
    taking = len(steps)
    if twins.do(("parts", edge)) == "refused":
        return False
    looks = twins.looks()
    twins.do(("undoes", taking))
    merging, nth = map(int, edge.split(":"))

    def tell(other: Twins, at: int, step: Step) -> None:
        if at == merging:
            _merge_without(other, at, step, nth)
        elif at > merging and step[0] in ("edits", "hides", "logs"):
            _where_it_went(other, at, step, decided[at])
        elif (step[0] in ("undoes", "redoes") and step[1] in (merging, *_split(other))) or step == ("parts", edge):
            raise Otherwise
        else:
            _same(other.do(step, at), decided[at])

    return _told(folder, steps, tell, looks)


def _told(folder: Path, steps: list[Step], tell: Callable[[Twins, int, Step], None], looks: Any) -> bool:
    other = Twins(folder)
    try:
        for at, step in enumerate(steps):
            tell(other, at, step)
        assert other.looks() == looks
    except (Gone, Otherwise):
        return False
    finally:
        other.close()
    return True


def _same(one: Any, other: Any) -> None:
    if one != other:
        raise Otherwise


def _merge_without(other: Twins, at: int, step: Step, nth: int) -> None:
    _, keep, others, choices, drops = step
    left = [who for n, who in enumerate(others) if n != nth]
    if left:
        other.do(("merges", keep, left, {f: who for f, who in choices.items() if who != others[nth]}, drops), at)
        made = [other.edges.pop(f"{at}:{n}") for n in range(len(left))]
        numbers = [n for n in range(len(others)) if n != nth]
        other.edges.update({f"{at}:{n}": edge for n, edge in zip(numbers, made, strict=True)})


def _where_it_went(other: Twins, at: int, step: Step, decided: Any) -> None:
    """The owner's word said again to each contact that it was sent to."""
    verb, _, *rest = step
    if verb == "logs":
        _same(other.do((verb, decided, *rest), at), decided)
        return
    contacts = sorted({d[0] for d in decided}) if verb == "edits" else decided
    again = [one for who in contacts for one in other.do((verb, who, *rest), at)]
    _same(sorted(again), decided)


def _split(other: Twins) -> set[int]:
    """The steps that were told as several operations."""
    return {step for step, count in other.told.items() if count > 1}
