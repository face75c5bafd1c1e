"""What a source has come to say since the owner's edit beat it: "The shop now says Hamburg" (MODEL rule 12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.fields import LIST_FIELDS
from deskcrm.domain.views import Value


@dataclass(frozen=True, slots=True)
class NowSays:
    """A source's newer word on a field that an edit of the owner's decides."""

    field: str
    source: str
    value: str


def said_since(values: Mapping[str, Sequence[Value]]) -> dict[str, NowSays]:
    """The newest word of a source against an edit, by field, where it is news; `values` as a profile has them.

    News is what a source says now and began to say after the edit, which is neither what the edit says nor anything
    that was said before it: that is what the edit beat. Lists show every value anyway, so they have no such flag.
    """
    found = {}
    for field, told in values.items():
        news = None if field in LIST_FIELDS else _news(field, told)
        if news is not None:
            found[field] = news
    return found


def _news(field: str, told: Sequence[Value]) -> NowSays | None:
    edit = next((v for v in told if v.shown and v.record is None), None)
    if edit is None:
        return None
    beaten = {_key(v) for v in told if v.operation < edit.operation} | {_key(edit)}
    news = [v for v in told if v.record is not None and not v.formerly and _key(v) not in beaten]
    if not news:
        return None
    newest = max(news, key=lambda v: v.operation)
    return NowSays(field, newest.source, str(newest.value))


def _key(value: Value) -> str:
    return fold(str(value.value)) or str(value.value)
