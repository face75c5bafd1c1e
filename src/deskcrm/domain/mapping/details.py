"""How a column's cells are to be read: date order, separator, currency, zone; and what that leaves to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from deskcrm.domain.cleaning.money import decide_decimal
from deskcrm.domain.mapping.drafts import Draft
from deskcrm.domain.mapping.looks import (
    CURRENCY_NAMES,
    DateOrder,
    currency_of,
    date_order,
    separator,
)
from deskcrm.domain.mapping.model import split_target
from deskcrm.domain.mapping.questions import WHICH_COUNTRY, which_order
from deskcrm.domain.mapping.words import fold_header
from deskcrm.languages import english, tr

_DATES: Final = frozenset({"birthday", "anniversary", "created_at", "activity.at"})
_AMOUNTS: Final = frozenset({"activity.amount", "activity.refunded", "item.price", "item.quantity"})
_CONSENTS: Final = frozenset({"consent.email", "consent.phone", "optout.email", "optout.phone"})
_NO_TITLES: Final = frozenset(
    {"firma", "an firma", "company", "société", "empresa", "ditta", "bedrijf"}
)  # of companies
_READ_AS: Final = english("{why}; {how_many} without a country: read as {country}")
_READ_BY_ADDRESS: Final = english(
    "{why}; {how_many} without a country: read by the country of their address, else as {country}"
)
_SIGNS: Final = {
    ",": tr("several in a cell, split at the comma"),
    ";": tr("several in a cell, split at the semicolon"),
    "|": tr("several in a cell, split at the bar"),
    "\n": tr("several in a cell, split at the line break"),
    " ::: ": tr("several in a cell, split at the three colons"),
}
_ORDERS: Final = {
    "dmy": (english("dates, day first ({decider} decides)"), english("dates, day first as in “{decider}”")),
    "mdy": (english("dates, month first ({decider} decides)"), english("dates, month first as in “{decider}”")),
}
"""What is said of dates whose order is known, from a date among them and from another column."""
_GUARDED: Final = re.compile(r"'[\d+=@-]")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
# 1910 and 2100; years written as numbers are below.
_FIRST_DAY: Final = 3_654
_LAST_DAY: Final = 73_051
_COUNTRIES: Final = {
    "AT": tr("Austria"),
    "AU": tr("Australia"),
    "BE": tr("Belgium"),
    "BR": tr("Brazil"),
    "CA": tr("Canada"),
    "CH": tr("Switzerland"),
    "CZ": tr("Czechia"),
    "DE": tr("Germany"),
    "DK": tr("Denmark"),
    "ES": tr("Spain"),
    "FI": tr("Finland"),
    "FR": tr("France"),
    "GB": tr("the United Kingdom"),
    "IE": tr("Ireland"),
    "IN": tr("India"),
    "IT": tr("Italy"),
    "LU": tr("Luxembourg"),
    "MX": tr("Mexico"),
    "NL": tr("the Netherlands"),
    "NO": tr("Norway"),
    "NZ": tr("New Zealand"),
    "PL": tr("Poland"),
    "PT": tr("Portugal"),
    "SE": tr("Sweden"),
    "SK": tr("Slovakia"),
    "US": tr("the United States"),
    "ZA": tr("South Africa"),
}


def add_details(drafts: Sequence[Draft], country: str) -> list[str]:
    """Give each column its options and the words about them; the answer is what the owner should be asked."""
    for draft in drafts:
        field_key = split_target(draft.target)[0]
        if any(_GUARDED.match(value) for value in draft.look.first):
            draft.options.setdefault("guard", "'")
        if draft.target in _AMOUNTS or (field_key == "custom" and draft.look.share("number") > 0.9):
            _amounts(draft)
        elif draft.target == "prefix" and (firms := [v for v in draft.look.values if v.casefold() in _NO_TITLES]):
            draft.options.setdefault("skip", "|".join(firms))
        elif field_key in ("emails", "phones", "urls", "tags", "source_ids"):
            _several(draft, field_key)
        elif draft.target in _CONSENTS and draft.sure and draft.look.share("yes_no") >= 0.5:
            draft.why = tr("yes / no")
    return _dates([draft for draft in drafts if draft.target in _DATES]) + _phones(drafts, country)


def _dates(drafts: Sequence[Draft]) -> list[str]:
    """The order of day and month in each column: by its own dates, else as in the one other column that tells."""
    undecided: list[tuple[Draft, DateOrder]] = []
    deciders: dict[str, Draft] = {}
    for draft in drafts:
        if "utc" in fold_header(draft.header).split():
            draft.options.setdefault("zone", "UTC")
        if "order" in draft.options or not draft.look.filled:
            continue
        if _are_day_numbers(draft.look.first):
            draft.options["serial"] = "1900"
            draft.why, draft.sure = tr("dates, as a spreadsheet's day numbers (44197 is 1 January 2021)"), True
        found = date_order([v for v in draft.look.values if v != draft.options.get("skip")])
        if found.order:
            draft.options["order"] = found.order
        if found.order in ("dmy", "mdy"):
            deciders.setdefault(found.order, draft)
            if draft.sure:
                draft.why = tr(_ORDERS[found.order][0], decider=found.decided_by)
        elif found.open_question:
            undecided.append((draft, found))
    if len(deciders) == 1:
        order, decider = next(iter(deciders.items()))
        for draft, _ in undecided:
            draft.options["order"] = order
            draft.why = tr(_ORDERS[order][1], decider=decider.header.strip())
        return []
    for draft, found in undecided:
        draft.why, draft.sure = tr("dates, day or month first? ({example})", example=found.open_question), False
    return [which_order(draft.header, found.open_question) for draft, found in undecided]


def _are_day_numbers(values: Sequence[str]) -> bool:
    """Whether a column of dates holds the numbers that spreadsheets count days by, from 1910 to 2099."""
    numbers = [float(value) for value in values if _NUMBER.fullmatch(value)]
    return bool(numbers) and all(_FIRST_DAY <= number <= _LAST_DAY for number in numbers)


def _amounts(draft: Draft) -> None:
    mark = decide_decimal(draft.look.first)
    if mark:
        draft.options.setdefault("decimal", mark)
    if draft.target == "item.quantity":
        return
    code = currency_of(draft.header, draft.look.first)
    if code:
        draft.options.setdefault("currency", code)
        _, mark, more = draft.why.partition(";")
        draft.why = tr("money in {currency}", currency=CURRENCY_NAMES.get(code, code)) + mark + more


def _several(draft: Draft, field_key: str) -> None:
    kind = {"emails": "email", "phones": "phone", "urls": "url"}.get(field_key, "")
    sign = draft.options.get("split") or separator(draft.look.first, kind)
    if not sign and field_key == "tags":
        sign = ","
    if not sign:
        return
    draft.options["split"] = sign
    if draft.sure and any(sign.strip(" ") in v for v in draft.look.values):
        draft.why = _SIGNS[sign]


def _phones(drafts: Sequence[Draft], country: str) -> list[str]:
    """Say of local numbers which country they are read as; ask where nobody knows."""
    unknown = False
    by_address = any(split_target(draft.target)[2] == "country" and draft.look.filled for draft in drafts)
    for draft in drafts:
        if split_target(draft.target)[0] != "phones" or not draft.look.filled:
            continue
        values = draft.look.values
        local = sum(1 for v in values if not v.lstrip("' (").startswith(("+", "00")))
        if not local:
            continue
        how_many = tr("all")
        if local < len(values):
            how_many = tr("{some} of {all} sampled", some=local, all=len(values))
        if country:
            named = _COUNTRIES.get(country.upper(), country.upper())
            words = _READ_BY_ADDRESS if by_address else _READ_AS
            draft.why = tr(words, why=draft.why, how_many=how_many, country=named)
        else:
            draft.why = tr("{why}; {how_many} without a country", why=draft.why, how_many=how_many)
            unknown = True
        draft.sure = False
    return [WHICH_COUNTRY] if unknown else []
