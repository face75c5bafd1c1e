"""Kinds of activity of the owner's own: a tasting that is like a visit, a fitting that is like a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from deskcrm.domain.activities import KINDS, OWN_LIKE, own_key, plain_kind
from deskcrm.domain.cleaning.text import fold, tidy
from deskcrm.domain.errors import InvalidValue, NotFound
from deskcrm.languages import tr
from deskcrm.services import settings
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import activities as store

SETTING: Final = "activity_kinds"
_MOST: Final = 50
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class OwnKind:
    """One kind: its key in facts, which never changes, and what the owner calls it now."""

    key: str
    label: str

    @property
    def like(self) -> str:
        """The words for the kind that it is like."""
        return KINDS[plain_kind(self.key)].label


def own(ws: Workspace) -> tuple[OwnKind, ...]:
    """The owner's kinds in their order."""
    return tuple(OwnKind(**kind) for kind in settings.get(ws, SETTING, ()))


def labels(ws: Workspace) -> dict[str, str]:
    """What the owner's kinds are called, by key, in their order."""
    return {kind.key: kind.label for kind in own(ws)}


def used(ws: Workspace) -> dict[str, int]:
    """How many entries of timelines are of each of the owner's kinds."""
    with ws.database.read() as connection:
        return store.of_own_kinds(connection)


def key_of(ws: Workspace, word: str) -> str:
    """The key of the kind that a word means: one of the owner's by its name, else the word as it is."""
    if word in KINDS:
        return word
    return next((kind.key for kind in own(ws) if fold(kind.label) == fold(word)), word)


def by_word(ws: Workspace) -> dict[str, str]:
    """The owner's kinds by the words that mean them in a file, casefolded: their names, and their keys."""
    return {word.casefold(): kind.key for kind in own(ws) for word in (kind.key, kind.label)}


def add(ws: Workspace, label: str, like: str) -> Outcome[None]:
    """A new kind that is like one of `activities.OWN_LIKE`. Raises InvalidValue."""
    if like not in OWN_LIKE:
        raise InvalidValue(
            tr(
                "A kind of your own can’t be like “{like}”. Choose one of: {kinds}.",
                like=like,
                kinds=", ".join(OWN_LIKE),
            )
        )
    name = tidy(label)
    before = own(ws)
    known = {kind.key for kind in before}
    key, number = own_key(like, name), 2
    while key in known:
        key, number = own_key(like, f"{name} {number}"), number + 1
    return _save(ws, [*before, OwnKind(key, name)])


def rename(ws: Workspace, key: str, label: str) -> Outcome[None]:
    """Calls a kind otherwise, in all that was logged of it too. Raises InvalidValue, NotFound."""
    kinds, place = _with_place(ws, key)
    kinds[place] = OwnKind(key, tidy(label))
    return _save(ws, kinds)


def move(ws: Workspace, key: str, step: int) -> Outcome[None]:
    """Puts a kind so many places further on, or back. Raises NotFound."""
    kinds, place = _with_place(ws, key)
    kinds.insert(max(place + step, 0), kinds.pop(place))
    return _save(ws, kinds)


def remove(ws: Workspace, key: str) -> Outcome[None]:
    """Offers a kind no more; what was logged of it stays as it is. Raises NotFound."""
    kinds, place = _with_place(ws, key)
    del kinds[place]
    return _save(ws, kinds)


def _with_place(ws: Workspace, key: str) -> tuple[list[OwnKind], int]:
    """The owner's kinds, and which of them it is. Raises NotFound."""
    kinds = list(own(ws))
    place = next((place for place, kind in enumerate(kinds) if kind.key == key), None)
    if place is None:
        raise NotFound(tr("There is no kind of activity “{key}”.", key=key))
    return kinds, place


def _save(ws: Workspace, kinds: Sequence[OwnKind]) -> Outcome[None]:
    names = [fold(kind.label) for kind in kinds]
    if not all(names):
        raise InvalidValue(tr("Each kind needs a name."))
    if len(kinds) > _MOST or max((len(name) for name in names), default=0) > _LONGEST:
        raise InvalidValue(
            tr(
                "There can be {most} kinds of your own, with names of up to {longest} letters.",
                most=_MOST,
                longest=_LONGEST,
            )
        )
    taken = {fold(kind.label) for kind in KINDS.values()} | set(KINDS)
    if len(set(names)) < len(names) or not taken.isdisjoint(names):
        raise InvalidValue(tr("Two kinds have the same name. Give each its own."))
    return settings.put(ws, SETTING, [asdict(kind) for kind in kinds])
