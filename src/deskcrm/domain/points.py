"""Normalised keys of list values: what makes two emails, phones, addresses or tags the same one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from deskcrm.domain.cleaning.emails import email_key, is_junk_email
from deskcrm.domain.cleaning.phones import is_junk_phone, phone_key
from deskcrm.domain.cleaning.text import fold
from deskcrm.domain.fields import ADDRESS_PARTS


def item_key(field: str, value: Any) -> str:
    """The key by which a value of a list field is compared: equal keys are one value, a tombstone hides by it."""
    if field == "emails":
        return _email_key(value) or fold(value)
    if field == "phones":
        return _phone_key(value) or fold(value)
    if field == "addresses":
        return "|".join(fold(value.get(part, "")) for part in ADDRESS_PARTS)
    if field == "urls":
        return str(value).casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
    return fold(value)


def strong_key(field: str, value: Any) -> str | None:
    """The key of a strong identifier (MODEL rule 9): a valid email or an E.164 phone, with its kind; junk has none."""
    if field == "emails":
        return _strong_email(value)
    if field == "phones":
        return _strong_phone(value)
    return None


# One contact's few values are asked for again and again while its rows are computed: a small memory halves the work.
_email_key = lru_cache(maxsize=4096)(email_key)
_phone_key = lru_cache(maxsize=4096)(phone_key)


@lru_cache(maxsize=4096)
def _strong_email(value: str) -> str | None:
    key = _email_key(value)
    return f"email:{key}" if key and not is_junk_email(key) else None


@lru_cache(maxsize=4096)
def _strong_phone(value: str) -> str | None:
    key = _phone_key(value)
    return f"phone:{key}" if key and not is_junk_phone(key) else None
