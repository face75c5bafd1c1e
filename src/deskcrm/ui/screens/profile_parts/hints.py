"""How what is typed into a field will be read and kept, said while it is typed: a hint, never a wall."""

from __future__ import annotations

from deskcrm.domain.cleaning.dates import parse_date
from deskcrm.domain.cleaning.emails import clean_email, email_key
from deskcrm.domain.cleaning.money import parse_money
from deskcrm.domain.cleaning.phones import clean_phone, phone_key, show_phone
from deskcrm.domain.fields import FieldKind
from deskcrm.domain.own_values import LONGEST, kept_as
from deskcrm.languages import tr
from deskcrm.ui.screens.profile_parts.saying import said_day
from deskcrm.ui.screens.profile_parts.terms import Terms


def as_kept(key: str, text: str, terms: Terms) -> str:
    """A typed day as ISO 8601, a typed number plain; anything else, and what can't be read, as it was typed."""
    if key in terms.own:
        return kept_as(terms.own[key].as_kind, text, terms.date_order)
    if terms.kind(key) is FieldKind.DATE and len(text) <= LONGEST:
        return parse_date(text, terms.date_order) or text
    return text


def hint_of(key: str, text: str, terms: Terms) -> tuple[str, bool]:
    """What to say under a field in which `text` stands, and whether the text is odd; "" where it is plain."""
    kind = terms.kind(key)
    if not text:
        return "", False
    if kind is FieldKind.DATE:
        kept = as_kept(key, text, terms)
        day = said_day(kept)
        if day == kept:
            return tr("Not a day that can be read. It is kept as you type it."), True
        return ("" if day == text else tr("Read as {text}", text=day)), False
    if kind is FieldKind.NUMBER:
        kept = as_kept(key, text, terms)
        if parse_money(text[:LONGEST], None) is None or len(text) > LONGEST:
            return tr("Not a number. It is kept as you type it."), True
        return ("" if kept == text else tr("Read as {text}", text=kept)), False
    if key == "phones":
        return _phone(text, terms.country)
    if key == "emails" and email_key(clean_email(text)) is None:
        return tr("Doesn’t look like an email yet. It is kept as you type it."), True
    return "", False


def _phone(text: str, country: str) -> tuple[str, bool]:
    kept = clean_phone(text[:LONGEST], country)
    if phone_key(kept) is None:
        return tr("No full phone number yet. It is kept as you type it."), True
    whole = show_phone(kept, "")
    return ("" if whole == text else tr("Read as {text}", text=whole)), False
