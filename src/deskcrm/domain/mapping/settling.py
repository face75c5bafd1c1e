"""Columns settled against each other: what "Address" and "Name" are beside others, and who keeps a single field."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from deskcrm.domain.fields import CUSTOM_PREFIX, POINT_FIELDS
from deskcrm.domain.mapping.doubts import SURE_SHARE
from deskcrm.domain.mapping.drafts import Draft
from deskcrm.domain.mapping.looks import Look
from deskcrm.domain.mapping.model import (
    ACTIVITY_SHAPES,
    DEFAULT_GROUP,
    NOT_IMPORTED,
    is_single,
    split_target,
    target_label,
)
from deskcrm.domain.mapping.senses import LOOSE
from deskcrm.domain.mapping.vocabulary import LABEL_PHRASES, OTHER_THINGS
from deskcrm.domain.mapping.words import fold_header
from deskcrm.languages import inside, tr

_KEY_WORDS: Final = frozenset({"id", "guid", "uuid", "schlussel"})
_OF_LABELS: Final = frozenset({"type", "label", "kategorie", "typ", "art", "kind"})
_KINDS_OF_PHONE: Final = frozenset({"mobile", "cell", "fax", "main", "mobil", "handy", "direct"})
_SOMEBODY: Final = frozenset({"emails", "phones", "name", "given", "family"})
_REACHING: Final = frozenset({"emails", "source_ids"})


def settle_addresses(drafts: Sequence[Draft]) -> None:
    """An "Address" beside a city of its own is the street; alone it is the whole address."""
    parts = {split_target(d.target)[1:] for d in drafts if d.target.startswith("addresses")}
    towns = {group for group, part in parts if part in ("city", "postcode")}
    streets = {group for group, part in parts if part == "street"}
    whole = [d for d in drafts if not d.known and split_target(d.target)[::2] == ("addresses", "")]
    for draft in sorted(whole, key=lambda d: d.target):  # the one without a label first
        own = split_target(draft.target)[1] or DEFAULT_GROUP
        if own not in towns and DEFAULT_GROUP in streets and own != DEFAULT_GROUP:
            continue
        place = own if own in towns else DEFAULT_GROUP
        if place in towns and place in streets and _in_lines(draft.look):
            draft.leave(tr("the same address stands in its parts"))
        elif place in towns:
            draft.target = f"addresses.{place}.{'extended' if place in streets else 'street'}"
            draft.why = tr("{why}, the city is beside it", why=draft.why)
            streets.add(place)


def _in_lines(look: Look) -> bool:
    """Whether cells are blocks of several lines, as letters have them: no second line of a street."""
    return bool(look.values) and sum("\n" in value for value in look.values) * 2 > look.distinct


def settle_numbered_streets(drafts: Sequence[Draft]) -> None:
    """ "Address 2 - Street" beside "Address 2 - City" is that second address's, no second line of the first."""
    places = {d.target: d for d in drafts}
    for draft in drafts:
        if draft.known or draft.target != f"addresses.{DEFAULT_GROUP}.extended":
            continue
        numbers = [word for word in fold_header(draft.header).split() if word.isdigit()]
        group = f"addresses.{numbers[0]}" if numbers else ""
        street = f"{group}.street"
        if group and street not in places and places.keys() & {f"{group}.city", f"{group}.postcode"}:
            draft.target = street
            places[street] = draft


def settle_birthday(drafts: Sequence[Draft]) -> None:
    """A "Birthday" of 1 to 31 beside columns for its month and year is the day of the month."""
    if "birthday.month" in {d.target for d in drafts}:
        for draft in drafts:
            values = draft.look.values
            if draft.target == "birthday" and all(v.isdecimal() and 1 <= int(v) <= 31 for v in values):
                draft.target, draft.why, draft.sure = "birthday.day", tr("beside the month"), True


def settle_clocks(drafts: Sequence[Draft]) -> None:
    """A "Start time" of 14:30 beside a date is that day's time; a "Time" with whole dates in it is a date itself."""
    for draft in drafts:
        look = draft.look
        if draft.target == "activity.at" and not draft.known and look.share("clock") >= SURE_SHARE > look.share("date"):
            draft.put("activity.time", draft.why, LOOSE)
        elif draft.target == "activity.time" and look.share("date") >= SURE_SHARE > look.share("clock"):
            draft.put("activity.at", tr("dates"), LOOSE)
    dated = any(draft.target == "activity.at" for draft in drafts)
    for draft in drafts:
        if draft.target != "activity.time":
            continue
        if draft.look.filled and draft.look.share("clock") < SURE_SHARE:
            draft.leave()
        elif dated:
            draft.why, draft.sure = tr("a time, joined to the date of its row"), True
        else:
            draft.leave(tr("a time without a date"), sure=False)


def settle_own(drafts: Sequence[Draft]) -> None:
    """An email that is the same in every row, beside one that is not, is the desk's own: a shop's, a colleague's."""
    for field_key in _REACHING:
        ours = [d for d in drafts if split_target(d.target)[0] == field_key and not d.known and d.look.filled > 1]
        differing = any(d.look.distinct > 1 for d in drafts if split_target(d.target)[0] == "emails")
        for draft in ours:
            if draft.look.distinct == 1 and differing:
                draft.leave(tr("the same in every row: your own, it seems"), sure=False)


def settle_names(drafts: Sequence[Draft], shape: str) -> None:
    """A bare "Name" beside a first name alone is the last name, and the other way round."""
    if shape == "companies":
        return
    targets = {d.target for d in drafts}
    if {"given", "family", "name"} <= targets and "organization" not in targets:
        _settle_company_name(drafts)
    for draft in drafts:
        if draft.known or len(fold_header(draft.header).split()) > 1:
            continue
        whole = _holds_whole_names(draft.look)
        if draft.target == "name" and not whole and ("given" in targets) != ("family" in targets):
            draft.target = "family" if "given" in targets else "given"
            draft.why = tr("beside a first name") if draft.target == "family" else tr("beside a last name")
            targets.add(draft.target)
        elif draft.target == "given" and whole and not targets & {"name", "family"}:
            draft.target, draft.why, draft.sure = "name", tr("holds whole names"), False


def _settle_company_name(drafts: Sequence[Draft]) -> None:
    """A "Name" beside first and last names that holds neither of them is the company's."""
    parts = {d.target: {v.casefold() for v in d.look.values} for d in drafts if d.target in ("given", "family")}
    name = next(d for d in drafts if d.target == "name")
    if name.known or not name.look.values or not all(parts.values()):
        return
    told = [[any(part in value.casefold() for part in of) for of in parts.values()] for value in name.look.values]
    if sum(map(all, told)) * 2 < len(told):
        name.target, name.why, name.sure = "organization", tr("holds neither the first nor the last name"), False


def _holds_whole_names(look: Look) -> bool:
    return bool(look.values) and sum(" " in v or "," in v for v in look.values) / len(look.values) > 0.7


def settle_prices(drafts: Sequence[Draft]) -> None:
    """Where nothing else says what was paid, and nothing how many, the price does."""
    if not {d.target for d in drafts} & {"activity.amount", "item.quantity"}:
        for draft in drafts:
            if draft.target == "item.price" and not draft.known:
                draft.target = "activity.amount"


def settle_keys(drafts: Sequence[Draft], shape: str) -> None:
    """A number column that counts the rows is no key; "#1050" under "Name" is an order's number."""
    targets = {d.target for d in drafts}
    for draft in drafts:
        look = draft.look
        if draft.known or not look.filled:
            continue
        if draft.target == "name" and look.share("letters") < 0.2:
            key = "activity.key" if shape in ACTIVITY_SHAPES and "activity.key" not in targets else "source_id"
            if key not in targets:
                draft.put(key, tr("numbers, not names"), LOOSE, sure=False)
        elif draft.target == "source_id" and shape not in ACTIVITY_SHAPES:
            if look.distinct < look.filled:
                draft.doubt(tr("{why}, but some values come twice", why=draft.why))
            elif _counts_rows(look):
                bare = fold_header(draft.header) in ("", "no", "nr", "number", "lp", "numero", "nummer", "n")
                if bare:
                    draft.leave(tr("counts the rows"))
                elif fold_header(draft.header).split()[-1:] != ["id"]:
                    draft.doubt(tr("{why}, but maybe it only counts the rows", why=draft.why))


def settle_missing_key(drafts: Sequence[Draft], shape: str) -> None:
    """An unknown "Square Customer ID" that every row has, and each another one, is the key that nothing else gives."""
    told = {split_target(d.target)[0] for d in drafts}
    if shape in ACTIVITY_SHAPES or "source_id" in told or told.isdisjoint(_SOMEBODY):
        return
    found = [d for d in drafts if not d.known and d.target.startswith(("-", "custom.")) and _could_be_key(d)]
    if len(found) == 1:
        found[0].put("source_id", tr("another one in every row: their number there, it seems"), LOOSE, sure=False)


def _could_be_key(draft: Draft) -> bool:
    words, look = fold_header(draft.header).split(), draft.look
    if len(words) < 2 or words[-1] not in _KEY_WORDS or not OTHER_THINGS.isdisjoint(words):
        return False
    return 1 < look.rows == look.filled == look.distinct


def _counts_rows(look: Look) -> bool:
    return look.filled > 2 and look.values == tuple(str(n) for n in range(1, len(look.values) + 1))


def settle_rivals(drafts: Sequence[Draft]) -> None:
    """A single field takes one column: the better one keeps it, the others say who has it."""
    holders: dict[str, Draft] = {}
    for draft in drafts:
        if not is_single(draft.target):
            continue
        rival = holders.get(draft.target)
        if rival is None:
            holders[draft.target] = draft
        elif draft.score > rival.score:
            holders[draft.target] = draft
            _give_way(rival, draft)
        else:
            _give_way(draft, rival)


def _give_way(loser: Draft, winner: Draft) -> None:
    words = target_label(winner.target)
    words = words if winner.target.startswith(CUSTOM_PREFIX) else inside(words)
    why = tr("“{header}” gives the {field} already", header=winner.header.strip(), field=words)
    loser.leave(why, sure=not loser.look.filled)


def settle_prefixes(drafts: Sequence[Draft]) -> None:
    """ "Anrede" and "Titel" are joined, but words for the top of a letter, "Dear Mrs Weber", beside them are none."""
    prefixes = [draft for draft in drafts if draft.target == "prefix"]
    if len(prefixes) < 2:
        return
    best = max(prefixes, key=lambda draft: (draft.known, draft.look.share("person_title"), draft.score))
    for draft in prefixes:
        if draft is not best and draft.look.share("person_title") < SURE_SHARE:
            _give_way(draft, best)
    joined = [draft for draft in prefixes if draft.target == "prefix"]
    for earlier, draft in pairwise(joined):
        draft.why = tr("joined to “{header}”", header=earlier.header.strip())


def settle_whole_addresses(drafts: Sequence[Draft]) -> None:
    """A whole address beside its own parts says nothing new."""
    filled_parts = {
        split_target(d.target)[1]
        for d in drafts
        if split_target(d.target)[2] and d.target.startswith("addresses") and d.look.filled
    }
    parts = {
        split_target(d.target)[1] for d in drafts if split_target(d.target)[2] and d.target.startswith("addresses")
    }
    for draft in drafts:
        field_key, group, part = split_target(draft.target)
        if field_key != "addresses" or part:
            continue
        group = group or DEFAULT_GROUP
        if group in filled_parts or (group in parts and not draft.look.filled):
            draft.leave(tr("the same address stands in its parts"))


def settle_labels(drafts: Sequence[Draft]) -> None:
    """A "Phone 1 Type" that holds Work or Mobile says row by row which phone stands in the "Phone 1" beside it."""
    for draft in drafts:
        *words, last = fold_header(draft.header).split() or [""]
        if draft.known or draft.target != NOT_IMPORTED or last not in _OF_LABELS or not _holds_labels(draft.look):
            continue
        labelled = [d for d in drafts if not d.known and _begins_with(d, " ".join(words))]
        for other in labelled:
            other.options["label_column"] = draft.header
        if labelled:
            draft.why = tr("the label of the column beside it")


def _begins_with(draft: Draft, words: str) -> bool:
    """Whether it is the column of that name that can be labelled, or a part of the address of that name."""
    folded, field_key = fold_header(draft.header), split_target(draft.target)[0]
    if field_key == "addresses":
        return folded.startswith(f"{words} ") or folded == words
    return field_key in POINT_FIELDS and folded == words


def _holds_labels(look: Look) -> bool:
    known = sum(fold_header(value) in LABEL_PHRASES or fold_header(value) in _KINDS_OF_PHONE for value in look.values)
    return known * 2 > look.distinct
