"""Which program wrote some vCards, by what it says of itself and by lines that only it writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from deskcrm.formats.contentlines import Property

UNKNOWN: Final = ("vCard contacts", "")
# What PRODID says, and the program in words.
_BY_ITS_WORD: Final = (
    (re.compile(r"apple|iphone|mac ?os|\bios\b", re.IGNORECASE), "Apple Contacts"),
    (re.compile(r"outlook|microsoft", re.IGNORECASE), "Outlook contacts"),
    (re.compile(r"thunderbird|mozilla|morefunctions", re.IGNORECASE), "Thunderbird address book"),
    (re.compile(r"google", re.IGNORECASE), "Google Contacts"),
    (re.compile(r"nextcloud|owncloud", re.IGNORECASE), "Nextcloud contacts"),
    (re.compile(r"evolution|gnome", re.IGNORECASE), "Evolution contacts"),
    (re.compile(r"kaddressbook|kde", re.IGNORECASE), "KAddressBook contacts"),
    (re.compile(r"synology", re.IGNORECASE), "Synology contacts"),
    (re.compile(r"yahoo", re.IGNORECASE), "Yahoo contacts"),
    (re.compile(r"zoho", re.IGNORECASE), "Zoho contacts"),
    (re.compile(r"deskcrm", re.IGNORECASE), "DeskCRM contacts"),
)
# How the names of lines begin that no other program writes.
_BY_ITS_LINES: Final = (
    ("X-ABUID", "Apple Contacts"),
    ("X-ABSHOWAS", "Apple Contacts"),
    ("X-MS-", "Outlook contacts"),
    ("X-ANDROID-CUSTOM", "Android contacts"),
    ("X-EVOLUTION-", "Evolution contacts"),
    ("X-MOZILLA-", "Thunderbird address book"),
    ("X-KADDRESSBOOK-", "KAddressBook contacts"),
    ("X-LOTUS-", "Lotus Notes contacts"),
)
_GOOGLE: Final = (b"mycontacts", b"googleusercontent", b"google.com/profiles/")
_ENOUGH: Final = 500  # cards


class Writers:
    """Counts what cards say of the program that wrote them."""

    def __init__(self) -> None:
        self._seen = 0
        self._said: Counter[str] = Counter()

    def see(self, found: Iterable[Property]) -> None:
        """One more card."""
        if self._seen < _ENOUGH:
            self._seen += 1
            self._said.update([_writer(found)])

    def likeliest(self) -> tuple[str, str]:
        """The program in words, and the name of its source."""
        named = [(words, count) for words, count in self._said.most_common() if words]
        if not named:
            return UNKNOWN
        words = named[0][0]
        return words, words.removesuffix(" contacts").removesuffix(" address book")


def _writer(found: Iterable[Property]) -> str:
    by_lines = ""
    for one in found:
        if one.name == "PRODID":
            said = one.text
            words = next((words for pattern, words in _BY_ITS_WORD if pattern.search(said)), "")
            if words:
                return words
        if not by_lines and one.name.startswith("X-"):
            by_lines = next((words for start, words in _BY_ITS_LINES if one.name.startswith(start)), "")
        elif not by_lines and one.name in ("CATEGORIES", "PHOTO", "URL"):
            value = one.raw[:200].lower()
            by_lines = "Google Contacts" if any(sign in value for sign in _GOOGLE) else ""
    return by_lines
