"""Exporters: the headers that give each away, and what its columns mean, as its profile states it.

A profile is a table (`formats.exporters` reads them from files) with

- ``words`` and ``source``, what a file of it is called and where it comes from; ``shape``; ``origin``, where this was
  found;
- ``tells``: lists of headers, any one of which, all there, gives it away; ``file_words``: one of these must then stand
  in the file's name; ``rank``: those with a lower one are tried first (50);
- ``columns``: header to target, or to a table with ``to``, ``why`` (what to say of it beyond "Shopify column") and the
  options of the column; ``left_out``: the reason, and the headers that go nowhere for it;
- ``like``: another profile, whose columns hold where this one says nothing.

In a header `#` stands for a number; in its target and options `{n}` is that number, and `{g}` the address group that it
makes ("default" for 1). "Order #" of a file is written "Order No".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from deskcrm.domain.mapping.model import DEFAULT_GROUP, NOT_IMPORTED
from deskcrm.domain.mapping.words import fold_header
from deskcrm.languages import tr

OWN_SOURCE: Final = "DeskCRM"  # of its own exports brought back
_OWN_FIELD: Final = re.compile(r"(.*\S) \((?:metadata|customer\.metafields\..+)\)")
_NUMBER: Final = re.compile(r"\b\d+\b")
_RANK: Final = 50


@dataclass(frozen=True, slots=True)
class To:
    """Where an exporter's column goes, and what to say about it beyond "Shopify column"."""

    target: str
    why: str = ""
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file that one program writes."""

    words: str
    source: str
    shape: str
    rank: int
    tells: tuple[frozenset[str], ...]  # any one of these sets of folded headers gives it away
    rules: Mapping[str, To]  # by folded header, numbers as "#"
    file_words: tuple[str, ...] = ()  # one of these must stand in the file's name, as a word


def exporter_of(stated: Mapping[str, Any], like: Exporter | None = None) -> Exporter:
    """The exporter that a profile states; `like` is the one that it names. Raises KeyError where a part is missing."""
    return Exporter(
        words=stated["words"],
        source=stated["source"],
        shape=stated["shape"],
        rank=stated.get("rank", _RANK),
        tells=tuple(frozenset(map(fold_header, headers)) for headers in stated["tells"]),
        rules={**(like.rules if like else {}), **dict(_rules(stated))},
        file_words=tuple(stated.get("file_words", ())),
    )


def _rules(stated: Mapping[str, Any]) -> Iterator[tuple[str, To]]:
    for header, to in stated.get("columns", {}).items():
        if isinstance(to, str):
            yield _pattern(header), To(to)
        else:
            options = {key: value for key, value in to.items() if key not in ("to", "why")}
            yield _pattern(header), To(to["to"], to.get("why", ""), options)
    for why, headers in stated.get("left_out", {}).items():
        for header in headers:
            yield _pattern(header), To(NOT_IMPORTED, why)


def _pattern(header: str) -> str:
    """A folded header in which `#` is still a number's place."""
    return " ".join("#" if word == "0" else word for word in fold_header(header.replace("#", " 0 ")).split())


def rule_for(exporter: Exporter, header: str) -> To | None:
    """What an exporter means by a header; None where the header is not its own."""
    own = _OWN_FIELD.fullmatch(header.strip())
    if own and exporter.shape == "people":
        return To(f"custom.{own[1]}", tr("a field of the owner's own in {source}", source=exporter.source))
    folded = fold_header(header)
    rule = exporter.rules.get(folded)
    if rule is not None:
        return rule
    numbers = _NUMBER.findall(folded)
    rule = exporter.rules.get(_NUMBER.sub("#", folded))
    if rule is None or not numbers:
        return rule
    number = numbers[0]
    words = {"n": number, "g": DEFAULT_GROUP if number == "1" else number}
    options = {key: value.format(**words) for key, value in rule.options.items()}
    return To(rule.target.format(**words), rule.why, options)


def recognise(exporters: Sequence[Exporter], headers: Sequence[str], file_name: str = "") -> Exporter | None:
    """The first of the exporters whose telling headers are all there."""
    folded = frozenset(fold_header(h) for h in headers)
    name_words = frozenset(fold_header(file_name).split())
    for exporter in exporters:
        if exporter.file_words and name_words.isdisjoint(exporter.file_words):
            continue
        if any(telling <= folded for telling in exporter.tells):
            return exporter
    return None


def own_export(exporter: Exporter | None) -> bool:
    """Whether a file is DeskCRM's own export brought back."""
    return exporter is not None and exporter.source == OWN_SOURCE
