"""The kinds of thing that happen with a customer, with their words, icons and channels, and what an order is made of.

Where Segment's e-commerce v2 spec has a name for an event or a property, a file that uses it is understood.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from deskcrm.languages import tr


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of activity. `channel` is its lane in the journey; `real_contact`: we and they were in touch."""

    key: str
    label: str
    icon: str
    channel: str
    real_contact: bool = False
    sale: bool = False


@dataclass(frozen=True, slots=True)
class LineItem:
    """One line of an order; `price` (of one), `discount` and `tax` in minor units of the order's currency.

    The names are those of a product in Segment's spec.
    """

    name: str = ""
    sku: str = ""
    quantity: float = 1
    price: int | None = None
    discount: int | None = None
    tax: int | None = None

    def said(self) -> dict[str, Any]:
        """The line as it is kept, blank parts left out."""
        return {part: value for part, value in asdict(self).items() if value not in ("", None)}


_KINDS = (
    Kind("note", tr("Note"), "sticky-note", tr("Notes")),
    Kind("call", tr("Call"), "phone", tr("Calls"), real_contact=True),
    Kind("email", tr("Email"), "mail", tr("Emails"), real_contact=True),
    Kind("meeting", tr("Meeting"), "calendar", tr("Meetings"), real_contact=True),
    Kind("message", tr("Message"), "message-square", tr("Messages"), real_contact=True),
    Kind("visit", tr("Visit"), "map-pin", tr("Visits"), real_contact=True),
    Kind("order", tr("Order"), "shopping-bag", tr("Orders"), real_contact=True, sale=True),
    Kind("viewed", tr("Product viewed"), "map-pin", tr("Visits")),
    Kind("payment", tr("Payment"), "credit-card", tr("Payments")),
    Kind("invoice", tr("Invoice"), "receipt", tr("Invoices")),
    Kind("refund", tr("Refund"), "rotate-ccw", tr("Orders")),
    Kind("subscription", tr("Subscription"), "receipt", tr("Orders")),
    Kind("unsubscription", tr("Subscription cancelled"), "rotate-ccw", tr("Orders")),
    Kind("appointment", tr("Appointment"), "calendar", tr("Meetings"), real_contact=True),
    Kind("support", tr("Support question"), "life-buoy", tr("Support"), real_contact=True),
    Kind("campaign", tr("Newsletter"), "newspaper", tr("Newsletter")),
    Kind("bounce", tr("Newsletter bounced"), "newspaper", tr("Newsletter")),
    Kind("unsubscribe", tr("Newsletter left"), "newspaper", tr("Newsletter")),
    Kind("form", tr("Form"), "file-text", tr("Visits")),
    Kind("file", tr("File"), "file-text", tr("Other")),
    Kind("event", tr("Event"), "circle-dot", tr("Other")),
)

KINDS: Final[dict[str, Kind]] = {k.key: k for k in _KINDS}
OWN_LIKE: Final[tuple[str, ...]] = ("visit", "meeting", "call", "email", "message", "support", "note")
"""Kinds that a kind of the owner's own can be like: it has the icon, the lane and the meaning of that one."""
_LIKE: Final = ":"


def own_key(like: str, label: str) -> str:
    """The key of a kind of the owner's own: "visit:Tasting" is like a visit and was first called Tasting."""
    return f"{like}{_LIKE}{label}"


def plain_kind(key: str) -> str:
    """The key of the standard kind that a kind is, or is like."""
    return key.partition(_LIKE)[0]


def kind_of(key: str) -> Kind | None:
    """A kind by its key, one of the owner's own too; None for a word that is no kind."""
    like, _, label = key.partition(_LIKE)
    found = KINDS.get(like)
    if found is None or not label:
        return found
    return replace(found, key=key, label=label, sale=False)


def kind_label(key: str) -> str:
    """A kind in words, as it was first called; a word that is no kind says itself."""
    found = kind_of(key)
    return found.label if found is not None else key.capitalize()


def kind_icon(key: str) -> str:
    """The icon of a kind; a dot for a word that is no kind."""
    found = kind_of(key)
    return found.icon if found is not None else "circle-dot"


LOGGABLE: Final[tuple[str, ...]] = ("note", "call", "email", "meeting", "message", "visit", "support", "order")

NOT_SOLD: Final[frozenset[str]] = frozenset(
    {"cancelled", "canceled", "failed", "voided", "void", "refunded", "draft", "expired", "pending"}
)
"""Statuses of an order that is no sale (Shopify's financial status and WooCommerce's order status, folded)."""


def kind_for(word: str) -> str:
    """The kind that a word in a file means ("Anruf", "phone call", "Order"), or "event" when none is known."""
    folded = word.strip().casefold()
    if folded in KINDS:
        return folded
    return _WORDS.get(folded, "event")


_WORDS: Final[dict[str, str]] = {
    "phone": "call", "phone call": "call", "telephone": "call", "anruf": "call", "telefonat": "call", "appel": "call",
    "e-mail": "email", "mail": "email", "courriel": "email",
    "meet": "meeting", "besprechung": "meeting", "treffen": "meeting", "réunion": "meeting", "reunion": "meeting",
    "sms": "message", "chat": "message", "whatsapp": "message", "nachricht": "message",
    "shop visit": "visit", "besuch": "visit", "visite": "visit", "web visit": "visit", "page viewed": "visit",
    "product viewed": "viewed", "product list viewed": "viewed", "products searched": "viewed",
    "product added": "viewed", "cart viewed": "viewed", "checkout started": "viewed",
    "purchase": "order", "bestellung": "order", "auftrag": "order", "commande": "order", "sale": "order",
    "order completed": "order", "order updated": "order", "order cancelled": "order",
    "zahlung": "payment", "paiement": "payment", "charge": "payment",
    "rechnung": "invoice", "facture": "invoice", "refunded": "refund", "order refunded": "refund",
    "termin": "appointment", "rendez-vous": "appointment", "booking": "appointment",
    "ticket": "support", "question": "support", "complaint": "support", "support question": "support",
    "email delivered": "campaign", "email opened": "campaign", "email link clicked": "campaign",
    "email bounced": "bounce", "bounced": "bounce", "unsubscribed": "unsubscribe", "email unsubscribed": "unsubscribe",
    "subscription started": "subscription", "subscription renewed": "subscription", "abo": "subscription",
    "subscription cancelled": "unsubscription", "subscription canceled": "unsubscription",
    "payment info entered": "payment", "form submitted": "form", "attachment": "file",
    "newsletter": "campaign", "notiz": "note", "comment": "note", "kommentar": "note",
}  # fmt: skip
