"""The labels of vCards: their types, groups and schemes in the words of DeskCRM ("mobile", "work fax")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote

from deskcrm.formats.contentlines import Property

HANDLES: Final[Mapping[str, str]] = {
    "X-AIM": "aim", "X-ICQ": "icq", "X-JABBER": "jabber", "X-MSN": "msn", "X-YAHOO": "yahoo", "X-SKYPE": "skype",
    "X-SKYPE-USERNAME": "skype", "X-GTALK": "google talk", "X-GOOGLE-TALK": "google talk", "X-QQ": "qq",
    "X-GADUGADU": "gadu-gadu", "X-GROUPWISE": "groupwise", "X-TWITTER": "twitter", "X-MS-IMADDRESS": "", "X-SIP": "sip",
    "X-TELEGRAM": "telegram", "X-MATRIX": "matrix",
}  # fmt: skip
"""Lines that hold a handle, and the service that each is for."""
_PLACES: Final = ("home", "work", "other", "school")
_SAYING_NOTHING: Final = frozenset(
    "internet pref voice msg video text textphone x400 dom intl postal parcel uri url vcard i g ref".split()  # noqa: SIM905
)
_PHONES: Final = {
    "iphone": "iphone", "cell": "mobile", "mobile": "mobile", "car": "car", "pcs": "mobile", "isdn": "isdn",
    "main": "main", "company": "company", "callback": "callback", "assistant": "assistant", "radio": "radio",
    "tty-tdd": "tty", "ttytdd": "tty", "telex": "telex", "bbs": "bbs", "modem": "modem",
}  # fmt: skip
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):(?!//)(.*)", re.IGNORECASE | re.DOTALL)
_SCHEMES: Final = {"xmpp": "jabber", "ymsgr": "yahoo", "msnim": "msn", "gtalk": "google talk", "x-apple": ""}


def phone_label(one: Property) -> str:
    """What a phone is: "work fax", "pager", "mobile", "home" ..., "" where nothing says it."""
    types = _types(one)
    place = next((word for word in _PLACES if word in types), "")
    if any("fax" in word for word in types):
        return f"{place} fax".strip()
    if "pager" in types:
        return "pager"
    special = next((_PHONES[word] for word in types if word in _PHONES), "")
    return special or place or _own(types)


def email_label(one: Property) -> str:
    """What an email or a website is: "home", "work" ..., or the owner's own word."""
    types = _types(one)
    place = next((word for word in _PLACES if word in types), "")
    return place or next((_PHONES[word] for word in types if word in _PHONES), "") or _own(types)


def address_label(one: Property) -> str:
    """What an address is: "home", "work" ..., or the owner's own word."""
    return email_label(one)


def handle_label(text: str, one: Property) -> tuple[str, str]:
    """A handle without its scheme, and the service it is for."""
    service = one.first("X-SERVICE-TYPE").lower()
    found = _SCHEME.fullmatch(text)
    if found is None:
        return text, service or email_label(one)
    scheme = found[1].lower()
    return unquote(found[2]), service or _SCHEMES.get(scheme, scheme) or _own(_types(one))


def _types(one: Property) -> tuple[str, ...]:
    """The types, the name of the group being one where programs use it so (`WORK.TEL`)."""
    return (*one.types, one.group) if one.group in _PLACES else one.types


def _own(types: tuple[str, ...]) -> str:
    """A type that is a word of the owner's."""
    words = (word.removeprefix("x-") for word in types if word not in _SAYING_NOTHING)
    return next((word for word in words if word and not re.fullmatch(r"(item|chat)?\d*", word)), "")
