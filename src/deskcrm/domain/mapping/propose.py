"""The proposal: what each column of a file means, from its exporter, its header's words and the look of its values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from deskcrm.domain.fields import ADDRESS_PARTS, POINT_FIELDS, label_of
from deskcrm.domain.mapping.details import add_details
from deskcrm.domain.mapping.exporters import Exporter, own_export, recognise, rule_for
from deskcrm.domain.mapping.looks import Look, currency_of, look_at, words_in
from deskcrm.domain.mapping.model import (
    ACTIVITY_SHAPES,
    COLUMN_OPTIONS,
    DEFAULT_GROUP,
    NOT_IMPORTED,
    Column,
    FileMapping,
    is_single,
    is_target,
    split_target,
    target_label,
)
from deskcrm.domain.mapping.senses import EXACT, LOOSE, Sense, about_somebody_else, senses_of
from deskcrm.domain.mapping.shapes import detect_shape
from deskcrm.domain.mapping.vocabulary import LANGUAGES
from deskcrm.domain.mapping.words import fold_header

NOTHING_LIKE_IT: Final = "nothing like it here"
_BY_EXPORTER: Final = 100
_BY_VALUES: Final = 40
_HAS_CONTENT: Final = 15
_DOUBTED: Final = 40
_SURE_SHARE: Final = 0.5  # below it, values speak against the header
_SHORT_CHOICE: Final = 12  # distinct values
_TEXT_TARGETS: Final = frozenset({"given", "family", "name", "organization", "city", "street", "department", "title"})
_LOOK_OF: Final = {
    "emails": ("email", "emails"),
    "phones": ("phone", "phone numbers"),
    "birthday": ("date", "dates"),
    "anniversary": ("date", "dates"),
    "created_at": ("date", "dates"),
    "activity.at": ("date", "dates"),
    "activity.amount": ("number", "amounts"),
    "activity.refunded": ("number", "amounts"),
    "item.quantity": ("number", "numbers"),
    "item.price": ("number", "amounts"),
    "consent.email": ("yes_no", "yes / no"),
    "consent.phone": ("yes_no", "yes / no"),
    "optout.email": ("yes_no", "yes / no"),
    "optout.phone": ("yes_no", "yes / no"),
}
_SETTLED_BY_SHAPE: Final = {
    # a word that only the file's shape can settle: (in a list of people, in a list of what happened)
    "description": ("notes", "activity.text"),
    "notes": ("notes", "activity.text"),
    "activity.text": ("notes", "activity.text"),
    "date": ("", "activity.at"),
    "created_at": ("created_at", "activity.at"),
    "stage": ("stage", "activity.status"),
    "tags": ("tags", ""),
    "id": ("source_id", "activity.key"),
}
_WEAKER: Final = {
    ("notes", "activity.text"),
    ("created_at", "activity.at"),
    ("description", "activity.text"),
    ("id", "activity.key"),
}


@dataclass(slots=True)
class Draft:
    """One column while it is being settled."""

    header: str
    look: Look
    target: str = NOT_IMPORTED
    why: str = NOTHING_LIKE_IT
    sure: bool = True
    score: int = 0
    known: bool = False  # by its exporter or its own name: the rest of the file changes nothing
    options: dict[str, str] = field(default_factory=dict)

    def put(self, target: str, why: str, score: int, sure: bool = True) -> None:
        """Send the column to a target, for a reason, with a weight against rivals."""
        self.target, self.why, self.sure = target, why, sure
        self.score = score + (_HAS_CONTENT if self.look.filled else 0)

    def doubt(self, why: str) -> None:
        """Keep the target but say what speaks against it."""
        self.why, self.sure, self.score = why, False, self.score - _DOUBTED

    def leave(self, why: str = NOTHING_LIKE_IT, sure: bool = True) -> None:
        """Not imported, kept with the record."""
        self.target, self.why, self.sure, self.options = NOT_IMPORTED, why, sure, {}


def propose(
    headers: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    country: str = "",
    shape: str | None = None,
    file_name: str = "",
) -> FileMapping:
    """What each column of a file means, with the reason in words.

    `rows` are sample rows, ragged ones welcome; `country` is the workspace's two-letter country for phones without one;
    a `shape` given is kept; `file_name` tells some exporters' files apart. One column for each header, in order.
    """
    drafts = [
        Draft(header, look_at([row[i] if i < len(row) else "" for row in rows])) for i, header in enumerate(headers)
    ]
    exporter = recognise(headers, file_name)
    senses = senses_of(headers)
    meanings = [sense.target for sense in senses if sense is not None and sense.score > LOOSE]
    shape = shape or (exporter.shape if exporter else detect_shape(meanings, headers))
    for draft, sense in zip(drafts, senses, strict=True):
        if not (exporter and _by_exporter(draft, exporter, headers)) and not _by_own_name(draft, sense, exporter):
            _by_words(draft, sense, shape)
            _check_values(draft)
    _settle_addresses(drafts)
    _settle_names(drafts, shape)
    _settle_keys(drafts, shape)
    for draft in drafts:
        if draft.target == "":
            _by_values(draft, shape)
    _settle_rivals(drafts)
    _settle_whole_addresses(drafts)
    questions = add_details(drafts, country)
    columns = tuple(Column(d.header, d.target, d.why, d.sure, d.look.samples, dict(d.options)) for d in drafts)
    return FileMapping(
        shape=shape,
        exporter=exporter.words if exporter else "",
        source=exporter.source if exporter else "",
        columns=columns,
        questions=tuple(_who_and_whence(columns, exporter) + questions),
    )


def _by_exporter(draft: Draft, exporter: Exporter, headers: Sequence[str]) -> bool:
    rule = rule_for(exporter, draft.header)
    if rule is None:
        return False
    draft.put(rule.target, rule.why or f"{exporter.source} column", _BY_EXPORTER)
    draft.known = True
    draft.options = {key: value for key, value in rule.options.items() if key not in COLUMN_OPTIONS or value in headers}
    if rule.target.startswith("custom."):
        draft.sure = False
        if not draft.look.filled:
            draft.leave("empty")
    elif draft.why == f"{exporter.source} column":
        draft.why = _same_name(draft.header, draft.target) or draft.why
    _check_values(draft)
    return True


def _by_own_name(draft: Draft, sense: Sense | None, exporter: Exporter | None) -> bool:
    """A header that is a target or its words on screen: a file made for DeskCRM, or by it."""
    header = draft.header.strip()
    if ("." in header or own_export(exporter)) and header not in ("", NOT_IMPORTED) and is_target(header):
        draft.put(header, "same name", _BY_EXPORTER)
        draft.known = True
        return True
    if own_export(exporter) and sense is None and header:
        draft.put(f"custom.{header}", "DeskCRM column", _BY_EXPORTER)
        draft.known = True
        return True
    return False


def _same_name(header: str, target: str) -> str:
    """ "same name" where the header is the field's own label."""
    field_key = split_target(target)[0]
    labels = {fold_header(label_of(field_key)), fold_header(target_label(target)), fold_header(field_key)}
    return "same name" if fold_header(header) in labels else ""


def _by_words(draft: Draft, sense: Sense | None, shape: str) -> None:
    """Send a column by its header's words; those that say nothing are left open (target "") for their values."""
    draft.target = ""
    if sense is None or about_somebody_else(draft.header):
        if about_somebody_else(draft.header):
            draft.leave("about somebody else, it seems")
        return
    target, score = _for_shape(sense, draft.look, shape), sense.score
    if target in ("", NOT_IMPORTED):
        if target:
            draft.leave()
        return
    if (sense.target, target) in _WEAKER:
        score -= 10
    if sense.score == LOOSE and not _values_confirm(draft.look, target):
        return
    draft.put(
        target, _why_word(draft.header, target, sense), score, sure=sense.score > LOOSE or bool(draft.look.filled)
    )


def _for_shape(sense: Sense, look: Look, shape: str) -> str:
    """The target of a header's meaning in this shape of file: "" leaves it to its values, "-" is not imported."""
    meaning, happening = sense.target, shape in ACTIVITY_SHAPES
    if meaning == "machine":
        return NOT_IMPORTED
    if meaning == "measure":
        return NOT_IMPORTED if happening else ""
    if meaning == "heading":
        if look.share("person_title") >= _SURE_SHARE:
            return "prefix"
        return "activity.title" if happening else "title"
    if meaning == "tags" and shape == "attendees":
        return "tags"
    if meaning in _SETTLED_BY_SHAPE:
        return _SETTLED_BY_SHAPE[meaning][happening]
    if meaning.startswith(("activity.", "item.")):
        return meaning if happening else ""
    if meaning in ("address", *ADDRESS_PARTS):
        return _address_target(sense)
    if shape == "companies" and meaning in ("name", "given", "family"):
        return "organization" if meaning == "name" else NOT_IMPORTED
    field_key, label, _ = split_target(meaning)
    if field_key in POINT_FIELDS and sense.label:
        return f"{field_key}.{sense.label} {label}".strip()
    return meaning


def _address_target(sense: Sense) -> str:
    part, number = sense.target, sense.number
    if part == "address":
        if number > 1:
            return f"addresses.{sense.label or DEFAULT_GROUP}.extended"
        return f"addresses.{sense.label}" if sense.label else "addresses"
    group = sense.label or (str(number) if number > 1 and part not in ("street", "extended") else DEFAULT_GROUP)
    return f"addresses.{group}.{'extended' if part == 'street' and number > 1 else part}"


def _values_confirm(look: Look, target: str) -> bool:
    kind = _LOOK_OF.get(split_target(target)[0] if not target.startswith(("activity.", "consent.")) else target)
    return kind is not None and look.share(kind[0]) >= 0.7


def _why_word(header: str, target: str, sense: Sense) -> str:
    if _same_name(header, target):
        return "same name"
    words = target_label(target)
    words = words.lower() if words[1:2].islower() else words
    if sense.score == LOOSE:
        return f"seems to be {words}"
    if sense.score == EXACT and sense.language != "en":
        return f"{LANGUAGES[sense.language]} for {words}"
    return f"another word for {words}" if sense.score == EXACT else f"reads as {words}"


def _check_values(draft: Draft) -> None:
    """Doubt a header whose values look like something else."""
    look, target = draft.look, draft.target
    if not look.filled or target in ("", NOT_IMPORTED):
        return
    key = split_target(target)[0] if split_target(target)[0] in POINT_FIELDS else target
    if key in ("emails", "phones") and look.share("yes_no") > 0.9:
        draft.put("consent.email" if key == "emails" else "consent.phone", "yes / no", LOOSE, sure=False)
        return
    if key in _TEXT_TARGETS:
        _check_text(draft)
        return
    if key not in _LOOK_OF:
        return
    kind, words = _LOOK_OF[key]
    share = look.share(kind)
    if kind == "number":
        share = max(share, look.share("money"))
    if share >= _SURE_SHARE or (kind == "date" and _serial_dates(look)):
        if kind in ("email", "phone") and share < 0.995:
            draft.why += f", {_percent(share)} look like {words}"
    elif kind == "email" and not any("@" in value for value in look.values):
        draft.doubt(f"{draft.why}, but there is no email in it")
    else:
        draft.doubt(
            f"{draft.why}, but only {_percent(share)} look like {words}"
            if share
            else f"{draft.why}, but none look like {words}"
        )


def _check_text(draft: Draft) -> None:
    look = draft.look
    if look.share("email") > 0.8:
        draft.put("emails", f"{_percent(look.share('email'))} look like emails", _BY_VALUES, sure=False)
    elif draft.target == "name" and look.share("letters") < 0.2:
        draft.target = ""
    elif look.share("letters") < 0.2:
        draft.doubt(f"{draft.why}, but it holds numbers")


def _serial_dates(look: Look) -> bool:
    """Spreadsheets write dates as days since 1900; years alone are met too."""
    return all(
        v.isdigit() and (1900 <= int(v) <= 2100 or 10000 <= int(v) <= 60000) for v in look.values if len(v) < 6
    ) and all(len(v) < 6 for v in look.values)


def _percent(share: float) -> str:
    return f"{min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share * 100)} %"


# Settling columns against each other ----------------------------------------------------------------------------------


def _settle_addresses(drafts: Sequence[Draft]) -> None:
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
        if place in towns:
            draft.target = f"addresses.{place}.{'extended' if place in streets else 'street'}"
            draft.why = f"{draft.why}, the city is beside it"
            streets.add(place)


def _settle_names(drafts: Sequence[Draft], shape: str) -> None:
    """A bare "Name" beside a first name alone is the last name, and the other way round."""
    targets = {d.target for d in drafts}
    if shape == "companies":
        return
    for draft in drafts:
        if draft.target != "name" or draft.known or len(fold_header(draft.header).split()) > 1:
            continue
        if ("given" in targets) != ("family" in targets) and not _holds_whole_names(draft.look):
            draft.target = "family" if "given" in targets else "given"
            draft.why = f"beside a {'first' if draft.target == 'family' else 'last'} name"
            targets.add(draft.target)


def _holds_whole_names(look: Look) -> bool:
    return bool(look.values) and sum(" " in v or "," in v for v in look.values) / len(look.values) > 0.7


def _settle_keys(drafts: Sequence[Draft], shape: str) -> None:
    """A number column that counts the rows is no key; "#1050" under "Name" is an order's number."""
    targets = {d.target for d in drafts}
    for draft in drafts:
        look = draft.look
        if draft.known or not look.filled:
            continue
        if draft.target == "name" and shape in ACTIVITY_SHAPES and "activity.key" not in targets:
            if look.share("letters") < 0.2:
                draft.put("activity.key", "numbers of orders", LOOSE, sure=False)
        elif draft.target == "source_id" and shape not in ACTIVITY_SHAPES:
            if look.distinct < look.filled:
                draft.doubt(f"{draft.why}, but some values come twice")
            elif _counts_rows(look):
                bare = fold_header(draft.header) in ("", "no", "nr", "number", "lp", "numero", "nummer", "n")
                if bare:
                    draft.leave("counts the rows")
                elif fold_header(draft.header).split()[-1:] != ["id"]:
                    draft.doubt(f"{draft.why}, but maybe it only counts the rows")


def _counts_rows(look: Look) -> bool:
    return look.filled > 2 and look.values == tuple(str(n) for n in range(1, len(look.values) + 1))


def _by_values(draft: Draft, shape: str) -> None:
    """What an unknown header's values say: emails, phones and links find their field, plain figures make own ones."""
    look, people = draft.look, shape not in ACTIVITY_SHAPES
    draft.leave("empty" if not look.filled else NOTHING_LIKE_IT)
    if not look.filled:
        return
    if look.share("email") >= 0.8:
        draft.put(
            "emails",
            f"{_percent(look.share('email'))} look like emails",
            _BY_VALUES,
            look.share("email") > 0.95 and look.filled > 2,
        )
    elif look.share("url") >= 0.8 and people:
        draft.put("urls", f"{_percent(look.share('url'))} look like links", _BY_VALUES, False)
    elif look.share("phone") >= 0.8 and look.share("number") < 0.5 and look.share("machine") < 0.5:
        draft.put("phones", f"{_percent(look.share('phone'))} look like phone numbers", _BY_VALUES, False)
    elif look.share("date") >= 0.9 and not people:
        draft.put("activity.at", "dates", _BY_VALUES, False)
    elif people:
        _own_field(draft)


def _own_field(draft: Draft) -> None:
    look, name = draft.look, draft.header.strip()
    target = f"custom.{name}"
    if not name or look.share("machine") >= _SURE_SHARE:
        return
    if look.share("money") >= 0.9 and look.distinct > 1:
        draft.put(target, "amounts; orders give them exactly", _BY_VALUES, False)
        if currency_of(name, look.values):
            draft.options["currency"] = currency_of(name, look.values)
    elif look.share("number") >= 0.9 and look.distinct > 1:
        draft.put(target, "numbers; becomes a field of your own", _BY_VALUES, False)
    elif look.share("date") >= 0.9:
        draft.put(target, "dates; becomes a field of your own", _BY_VALUES, False)
    elif 1 < look.distinct <= _SHORT_CHOICE and look.distinct * 2 <= look.filled and look.share("short") == 1.0:
        draft.put(target, f"a choice ({words_in(look.values)}); becomes a field of your own", _BY_VALUES, False)


def _settle_rivals(drafts: Sequence[Draft]) -> None:
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
    words = words if words.startswith("Own") else words.lower()
    loser.leave(f"“{winner.header.strip()}” gives the {words} already", sure=not loser.look.filled)


def _settle_whole_addresses(drafts: Sequence[Draft]) -> None:
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
            draft.leave("the same address stands in its parts")


def _who_and_whence(columns: Sequence[Column], exporter: Exporter | None) -> list[str]:
    questions = []
    if exporter is None:
        questions.append("Where does this file come from?")
    elif exporter.words == "Mailchimp audience":
        questions.append("Are these people subscribed or unsubscribed? Neither the file nor its name says it.")
    told = {split_target(c.target)[0] for c in columns}
    if columns and not told & {"emails", "phones", "name", "given", "family", "organization", "source_id", "handles"}:
        questions.append("Which column says who a row is about? None holds a name, an email, a phone or an id.")
    return questions
