"""How many people or companies, in words."""

from __future__ import annotations

from deskcrm.languages import trn


def contacts(kind: str, number: int) -> str:
    """Return "4,218 people" or "1 company"; `kind`: "person" or "company"."""
    if kind == "company":
        return trn("{count} company", "{count} companies", number)
    return trn("{count} person", "{count} people", number)
