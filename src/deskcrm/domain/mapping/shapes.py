"""What kind of file this is, from what its columns seem to mean: people, companies, orders, appointments ..."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from deskcrm.domain.fields import ADDRESS_PARTS
from deskcrm.domain.mapping.vocabulary import LABEL_PHRASES, PHRASES
from deskcrm.domain.mapping.words import fold_header

_PERSON: Final = frozenset({"emails", "phones", "name", "given", "family", "source_id", "organization"})
_NAMES: Final = frozenset({"name", "given", "family"})
_LIVES: Final = frozenset(
    {"address", "birthday", "phones", *ADDRESS_PARTS}
)  # what a list of people has and a log has not
_WHEN: Final = frozenset({"activity.at", "date"})
_WHAT: Final = frozenset({"activity.kind", "activity.title", "activity.text", "description"})
_SAID: Final = frozenset({"activity.title", "activity.text", "description"})
_ITEMS: Final = frozenset({"item.name", "item.sku", "item.quantity"})

_RARELY_PAID: Final = frozenset({"tickets", "appointments"})
_OFTEN: Final = 2  # headers that say so, to be believed of what was paid for
_SHAPE_WORDS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "attendees",
        ("attendee", "teilnehm", "participant", "asistente", "partecipant", "deelnem", "uczestnik", "ucastnik"),
    ),
    ("tickets", ("ticket", "case", "issue", "requester", "assignee", "vorgang", "incident", "zgloszeni")),
    (
        "appointments",
        ("appointment", "booking", "invitee", "termin", "rendez", "cita", "appuntament", "afspra", "wizyt", "consulta"),
    ),
    ("invoices", ("invoice", "rechnung", "factur", "fattur", "faktur", "fatura")),
    (
        "orders",
        (
            "order",
            "bestell",
            "auftrag",
            "commande",
            "pedido",
            "ordin",
            "zamowieni",
            "encomenda",
            "objednav",
            "lineitem",
        ),
    ),
    (
        "payments",
        (
            "payment",
            "charge",
            "transaction",
            "transakt",
            "zahlung",
            "paiement",
            "pago",
            "pagament",
            "betaling",
            "platnos",
            "platb",
        ),
    ),
)


def detect_shape(meanings: Sequence[str], headers: Iterable[str]) -> str:
    """The shape of a file of unknown origin, by the meanings of its columns and the words of its headers."""
    there = {meaning.partition(".")[0] if meaning.startswith("phones") else meaning for meaning in meanings}
    words = [word for header in headers for word in _words_of_what(fold_header(header).split())]
    happened = _something_happened(there)
    if happened:
        return _named_shape(words, money=happened == "money")
    if "consent.email" in there and "emails" in there and not there & {"phones", "organization", *_LIVES}:
        return "subscribers"
    if "organization" in there and not there & _NAMES:
        return "companies"
    return "people"


def _words_of_what(words: Sequence[str]) -> list[str]:
    """A header's words without those that only say whose town or name it is, as in "Rechnungsadresse Ort"."""
    return [word for word in words if word not in LABEL_PHRASES or not _is_of_somebody([w for w in words if w != word])]


def _is_of_somebody(words: Sequence[str]) -> bool:
    return any(meaning.target in _PERSON or meaning.target in _LIVES for meaning in PHRASES.get(" ".join(words), ()))


def _something_happened(there: Collection[str]) -> str:
    """ "money", "words" or "" : whether rows are things that happened to people, and of which sort."""
    there = set(there)
    if not there & _PERSON:
        return ""
    key, when, amount = "activity.key" in there, bool(there & _WHEN), "activity.amount" in there
    if amount and (key or when):
        return "money"
    if there & _ITEMS and (key or when):
        return "money"
    dated = when or "created_at" in there
    if key and dated:
        return "money" if "activity.currency" in there else "words"
    if "created_at" in there and there & _SAID and "activity.status" in there and not there & _LIVES:
        return "words"
    if when and there & _WHAT and (there & {"activity.at", "activity.text"} or not there & _LIVES):
        return "words"
    return ""


def _named_shape(words: Sequence[str], money: bool) -> str:
    for shape, starts in _SHAPE_WORDS:
        told = sum(word.startswith(starts) for word in words)
        if shape in _RARELY_PAID and money and told < _OFTEN:
            continue
        if told:
            return shape
    return "orders" if money else "activities"
