"""Email addresses: cleaned as written, and their keys for comparing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from deskcrm.domain.cleaning.text import tidy

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
# Only what needs no second look: no "--" in a label (punycode), a top level of letters that is not reserved.
_PLAIN: Final = re.compile(
    r"(?=[^@]{1,64}@.{1,180}\Z)"
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?![^@]*--)"
    rf"(?:{_LABEL}\.)+(?!(?:arpa|invalid|local|localhost|onion|test)\Z)[a-z]{{2,63}}"
).fullmatch
_CLEAN: Final = re.compile(r"[A-Za-z0-9_+.-]*[A-Za-z0-9_+-]@[A-Za-z0-9.-]*[A-Za-z0-9]").fullmatch
_IN_BRACKETS: Final = re.compile(r"[<(]\s*([^<>()\s]+@[^<>()\s]+?)\s*[>)]")
_WRAPPING: Final = " \t'\"<>()[],;"
_MAILTO: Final = re.compile(r"(?:mailto|e-?mail|smtp):\s*", re.IGNORECASE)

_JUNK: Final = frozenset(
    {"test@test.com", "test@test.de", "test@example.com", "test@email.com", "test@mail.com", "test@gmail.com"}
    | {"none@none.com", "no@no.com", "na@na.com", "n@a.com", "a@a.com", "a@b.com", "abc@abc.com", "x@x.com"}
    | {"asdf@asdf.com", "asd@asd.com", "qwerty@qwerty.com", "noemail@noemail.com", "no@email.com", "none@email.com"}
    | {"email@email.com", "email@example.com", "mail@mail.com", "user@example.com", "name@example.com"}
    | {"nomail@nomail.com", "null@null.com", "unknown@unknown.com", "foo@bar.com", "fake@fake.com"}
)
_JUNK_LOCALS: Final = frozenset(
    {"noreply", "no-reply", "no.reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply", "nicht-antworten"}
    | {"noemail", "no-email", "nomail", "no-mail", "keine-email", "keinemail", "mailer-daemon", "asdf", "asdfasdf"}
)


def clean_email(text: str) -> str:
    """The address out of its wrapping, else as written: "Anna <A@b.de>", "mailto:A@b.de" and "A@b.de;" are "A@b.de"."""
    if _CLEAN(text):
        return text
    text = tidy(text)
    bracketed = _IN_BRACKETS.findall(text)
    if len(bracketed) == 1:
        text = bracketed[0]
    if found := _MAILTO.match(text):
        text = text[found.end() :].partition("?")[0]
    return text.lstrip(_WRAPPING).rstrip(f"{_WRAPPING}.:")


def email_key(text: str) -> str | None:
    """The address in the form that addresses are compared by, or None where it is none.

    Lower case, the domain in its ASCII (IDNA) form. Only the syntax is looked at, never the network. Addresses
    under `.test` and `example.com` are as good as others; names of no domain (`.local`, `.invalid`) are not.
    """
    key = text.lower()
    if _PLAIN(key):
        return key
    if "@" not in text:
        return None
    return _key_by_library(text)


@lru_cache(maxsize=4096)
def _key_by_library(text: str) -> str | None:
    """The key as email-validator sees it."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return None
    return f"{found.local_part.lower()}@{found.ascii_domain.lower()}"


def is_junk_email(key: str) -> bool:
    """Whether the key is a stand-in that many people type, or a mailbox that nobody reads: it joins nobody."""
    return key in _JUNK or key.partition("@")[0] in _JUNK_LOCALS
