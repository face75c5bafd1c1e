"""Saved views that name somebody who is erased: they lose the rules, and the names, that do (MODEL rule 16)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, Final

import orjson

from deskcrm.domain.erasure import Traits, speaks_of

_CALLED: Final = "A view of somebody erased"
_SHORTEST = 4
"""Letters of a part of an email that tell whose it is."""


def forget(connection: sqlite3.Connection, traits: Traits) -> None:
    """Lets views, and what History says of them, name these people no more."""
    for view, name, text in connection.execute("SELECT id, name, body FROM saved_view").fetchall():
        body = orjson.loads(text)
        where = _kept(body["where"], traits)
        if where != body["where"] or _names(name, traits):
            said = orjson.dumps({**body, "where": where}).decode()
            called = _CALLED if _names(name, traits) else name
            connection.execute("UPDATE saved_view SET name = ?, body = ? WHERE id = ?", (called, said, view))
    operations = connection.execute("SELECT id, params FROM operation WHERE kind IN ('view', 'view_deleted')")
    for operation, text in operations.fetchall():
        params = orjson.loads(text)
        if _names(str(params.get("name", "")), traits):
            said = orjson.dumps({**params, "name": _CALLED}).decode()
            connection.execute("UPDATE operation SET params = ? WHERE id = ?", (said, operation))


def speaks(state: Mapping[str, Any], traits: Traits) -> bool:
    """Whether an image of a view names them."""
    where = orjson.loads(state["body"])["where"] if state.get("body") else None
    return _names(str(state.get("name") or ""), traits) or _kept(where, traits) != where


def _kept(node: Any, traits: Traits) -> Any:
    """A filter as JSON without the conditions that name them; None where nothing is left."""
    if node is None:
        return None
    if "column" in node:
        return None if _names(str(node["value"] or ""), traits) else node
    if "not" in node:
        part = _kept(node["not"], traits)
        return None if part is None else {"not": part}
    ((word, parts),) = node.items()
    left = [one for one in (_kept(part, traits) for part in parts) if one is not None]
    return {word: left} if left or not parts else None


def _names(text: str, traits: Traits) -> bool:
    """Whether a text is about them: also by a good part of an email of theirs, as a rule may have it."""
    if speaks_of([text], "", traits):
        return True
    part = text.strip().casefold()
    if "@" not in part or len(part) < _SHORTEST or part.startswith("@"):
        return False
    return any(part in point for point in traits.points if point.startswith("email:"))
