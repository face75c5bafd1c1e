"""The usual labels of emails, phones, links and addresses: kept in English, said in the owner's language."""

from __future__ import annotations

from typing import Final

from deskcrm.languages import trc

_SAID: Final = {
    "work": trc("a label of a phone or an address", "work"),
    "home": trc("a label of a phone or an address", "home"),
    "mobile": trc("a label of a phone or an address", "mobile"),
    "fax": trc("a label of a phone or an address", "fax"),
    "shop": trc("a label of a phone or an address", "shop"),
    "billing": trc("a label of a phone or an address", "billing"),
    "shipping": trc("a label of a phone or an address", "shipping"),
    "other": trc("a label of a phone or an address", "other"),
}
_KEPT: Final = {words: label for label, words in _SAID.items()}


def said(label: str) -> str:
    """A label as it shows; one of the owner's own as it stands."""
    return _SAID.get(label, label)


def kept(words: str) -> str:
    """The label that is meant by words that show."""
    return _KEPT.get(words, words)
