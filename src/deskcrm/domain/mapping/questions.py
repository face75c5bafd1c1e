"""What a file leaves to ask, in the owner's words; who answers tells the questions apart by these."""

from __future__ import annotations

from typing import Final

from deskcrm.languages import tr

WHENCE: Final = tr("Where does this file come from?")
SUBSCRIBED: Final = tr("Are these people subscribed or unsubscribed? Neither the file nor its name says it.")
WHICH_COUNTRY: Final = tr("Some phone numbers have no country. Which country are they from?")


def which_order(header: str, example: str) -> str:
    """Ask whether a column's dates begin with the day or the month, with one that could be either."""
    return f"{_order_of(header)} {example}"


def asks_for_order(question: str, header: str) -> bool:
    """Whether a question is the one about the dates of this column."""
    return question.startswith(f"{_order_of(header)} ")


def _order_of(header: str) -> str:
    return tr("Dates in “{header}” could be day first or month first:", header=header.strip())
