"""The domains of throw-away mailboxes, as disposable-email-domains 0.0.293 (9 November 2026, MIT) lists them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def domains() -> frozenset[str]:
    """All of them, in lower case."""
    return frozenset((files(__name__) / "domains.txt").read_text(encoding="utf-8").split())
