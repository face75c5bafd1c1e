"""What single columns mean: by their exporter, by their own name, by their header's words, by their values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deskcrm.domain.fields import ADDRESS_PARTS, POINT_FIELDS, english_of, is_called, label_of
from deskcrm.domain.mapping.doubts import LOOK_OF, SURE_SHARE, check_values, percent
from deskcrm.domain.mapping.drafts import BY_EXPORTER, BY_VALUES, NOTHING_LIKE_IT, Draft
from deskcrm.domain.mapping.exporters import Exporter, own_export, rule_for
from deskcrm.domain.mapping.looks import SUBSCRIPTION_WORDS, Look, is_link, words_in
from deskcrm.domain.mapping.model import (
    ACTIVITY_SHAPES,
    COLUMN_OPTIONS,
    DEFAULT_GROUP,
    NOT_IMPORTED,
    is_target,
    split_target,
    target_label,
)
from deskcrm.domain.mapping.senses import EXACT, GROUPED, LOOSE, Sense, about_somebody_else
from deskcrm.domain.mapping.vocabulary import LABEL_PHRASES, LANGUAGES
from deskcrm.domain.mapping.words import fold_header
from deskcrm.languages import english, inside, tr

_SHORT_CHOICE: Final = 12  # distinct values
_WHOLE_AMOUNT: Final = frozenset(
    {"total", "gesamt", "gesamtbetrag", "brutto", "gross", "ttc", "totale", "totaal", "razem"}
)
_SAME_NAME: Final = tr("same name")
_EMPTY: Final = tr("empty")
_LEFT: Final = {
    "part": tr("part of the total"),
    "due": tr("another date counts"),
    "measure": tr("changes by itself; activities give it"),
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
_STATE_WORDS: Final = frozenset({"status", "state", "permission", "consent", "subscriber", "subscription", "marketing"})
_WEAKER: Final = {
    ("notes", "activity.text"),
    ("created_at", "activity.at"),
    ("description", "activity.text"),
    ("id", "activity.key"),
}


def by_exporter(draft: Draft, exporter: Exporter, headers: Sequence[str]) -> bool:
    """Send a column where its exporter's rules say; False where they say nothing about it."""
    rule = rule_for(exporter, draft.header)
    if rule is None:
        return False
    of_exporter = tr("{source} column", source=exporter.source)
    draft.put(rule.target, rule.why or of_exporter, BY_EXPORTER)
    draft.known = True
    draft.options = {key: value for key, value in rule.options.items() if key not in COLUMN_OPTIONS or value in headers}
    if rule.target.startswith("custom."):
        draft.sure = False
        if not draft.look.filled:
            draft.leave(_EMPTY)
    elif draft.why == of_exporter:
        draft.why = _same_name(draft.header, draft.target) or draft.why
    check_values(draft)
    return True


def by_own_name(draft: Draft, sense: Sense | None, exporter: Exporter | None) -> bool:
    """A header that is a target or its words on screen: a file made for DeskCRM, or by it."""
    header = draft.header.strip()
    if ("." in header or own_export(exporter)) and header not in ("", NOT_IMPORTED) and is_target(header):
        draft.put(header, _SAME_NAME, BY_EXPORTER)
        draft.known = True
        return True
    target = _labelled(header) or (f"custom.{header}" if sense is None and header else "")
    if own_export(exporter) and is_target(target) and target:
        draft.put(target, tr("DeskCRM column"), BY_EXPORTER)
        draft.known = True
        return True
    return False


def _labelled(header: str) -> str:
    """ "Phone (assistant)" as its target, whatever the label; "" for what is no labelled field."""
    words, _, label = header.removesuffix(")").partition(" (")
    if not header.endswith(")") or not label or "." in label:
        return ""
    for field_key in (*POINT_FIELDS, "addresses"):
        if is_called(words, field_key):
            return f"{field_key}.{label}"
    parts = (f"addresses.{label}.{part}" for part in ADDRESS_PARTS)
    return next((target for target in parts if header in _labels(target)), "")


def _same_name(header: str, target: str) -> str:
    """ "same name" where the header is the field's own label."""
    field_key = split_target(target)[0]
    labels = {label_of(field_key), english_of(field_key), field_key, *_labels(target)}
    return _SAME_NAME if fold_header(header) in map(fold_header, labels) else ""


def _labels(target: str) -> tuple[str, str]:
    """A target's words on screen, and those of files that come back."""
    return target_label(target), target_label(target, english)


def by_words(draft: Draft, sense: Sense | None, shape: str) -> None:
    """Send a column by its header's words; those that say nothing are left open (target "") for their values."""
    draft.target = ""
    if sense is None or about_somebody_else(draft.header):
        if about_somebody_else(draft.header):
            draft.leave(tr("about somebody else, it seems"))
        return
    target, score = _for_shape(sense, draft.look, shape), sense.score
    if target in ("", NOT_IMPORTED):
        if target:
            draft.leave(_LEFT.get(sense.target, NOTHING_LIKE_IT))
        return
    if (sense.target, target) in _WEAKER:
        score -= 10
    if target == "activity.amount" and not _WHOLE_AMOUNT.isdisjoint(fold_header(draft.header).split()):
        score += 5
    if split_target(target)[2] in fold_header(draft.header).split():
        score += 1  # "City" says so more plainly than "Suburb"
    if sense.score == LOOSE and not _values_confirm(draft.look, target):
        return
    sure = sense.score != GROUPED and (sense.score > LOOSE or bool(draft.look.filled))
    draft.put(target, _why_word(draft.header, target, sense), score, sure)


def _for_shape(sense: Sense, look: Look, shape: str) -> str:
    """The target of a header's meaning in this shape of file: "" leaves it to its values, "-" is not imported."""
    meaning, happening = sense.target, shape in ACTIVITY_SHAPES
    if meaning == "machine":
        return NOT_IMPORTED
    if meaning in ("measure", "part", "due"):
        return NOT_IMPORTED if happening else ""
    if meaning == "heading":
        if look.share("person_title") >= SURE_SHARE:
            return "prefix"
        return "activity.title" if happening else "title"
    if meaning == "tags" and shape == "attendees":
        return "tags"
    if meaning in _SETTLED_BY_SHAPE:
        return _SETTLED_BY_SHAPE[meaning][happening]
    if meaning == "activity.time" and sense.score == LOOSE:
        return ""  # "Response time" is how long, not when
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
    kind = LOOK_OF.get(split_target(target)[0] if not target.startswith(("activity.", "consent.")) else target)
    return kind is not None and look.share(kind[0]) >= 0.7


def _why_word(header: str, target: str, sense: Sense) -> str:
    if _same_name(header, target):
        return _SAME_NAME
    words = target_label(target)
    words = inside(words) if words[1:2].islower() else words
    if sense.score <= GROUPED:
        return tr("seems to be {field}", field=words)
    if sense.score == EXACT and sense.language != "en":
        return tr("{language} for {field}", language=tr(LANGUAGES[sense.language]), field=words)
    return tr("another word for {field}", field=words) if sense.score == EXACT else tr("reads as {field}", field=words)


def by_values(draft: Draft, shape: str) -> None:
    """What an unknown header's values say: emails, phones and links find their field, plain figures make own ones."""
    look, people = draft.look, shape not in ACTIVITY_SHAPES
    draft.leave(_EMPTY if not look.filled else NOTHING_LIKE_IT)
    if not look.filled:
        return
    if look.share("email") >= 0.8:
        draft.put(
            "emails",
            tr("{share} look like emails", share=percent(look.share("email"))),
            BY_VALUES,
            look.share("email") > 0.95 and look.filled > 2,
        )
    elif look.share("url") >= 0.8 and people and any(map(is_link, look.first)):
        draft.put("urls", tr("{share} look like links", share=percent(look.share("url"))), BY_VALUES, False)
    elif look.share("phone") >= 0.8 and look.share("number") < 0.5 and look.share("machine") < 0.5:
        label = LABEL_PHRASES.get(fold_header(draft.header), "")  # "Work" beside "Mobile"
        draft.put(
            f"phones.{label}".rstrip("."),
            tr("{share} look like phone numbers", share=percent(look.share("phone"))),
            BY_VALUES,
            False,
        )
    elif look.share("date") >= 0.9 > look.share("money") and not people:
        draft.put("activity.at", tr("dates"), BY_VALUES, False)
    elif people and _says_who_is_subscribed(draft):
        medium = "phone" if "sms" in fold_header(draft.header).split() else "email"
        draft.put(f"consent.{medium}", tr("yes / no"), BY_VALUES, len(look.values) > 1)
    elif people:
        _own_field(draft)


def _says_who_is_subscribed(draft: Draft) -> bool:
    """Whether a "Status" holds the words of newsletters: some are subscribed, some are not."""
    words = {value.casefold() for value in draft.look.values}
    told = not _STATE_WORDS.isdisjoint(fold_header(draft.header).split())
    return told and not words.isdisjoint(SUBSCRIPTION_WORDS) and draft.look.share("yes_no") >= SURE_SHARE


def _own_field(draft: Draft) -> None:
    look, name = draft.look, draft.header.strip()
    target = f"custom.{name}"
    if not name or look.share("machine") >= SURE_SHARE:
        return
    if look.share("money") >= 0.9 and look.distinct > 1:
        draft.put(target, tr("amounts; orders give them exactly"), BY_VALUES, False)
    elif look.share("year") > 0 and look.share("date") + look.share("year") >= 0.9 > look.share("number"):
        draft.put(target, tr("years and months; becomes a field of your own"), BY_VALUES, False)
    elif look.share("number") >= 0.9 and look.distinct > 1:
        draft.put(target, tr("numbers; becomes a field of your own"), BY_VALUES, False)
    elif look.share("date") >= 0.9:
        draft.put(target, tr("dates; becomes a field of your own"), BY_VALUES, False)
    elif 1 < look.distinct <= _SHORT_CHOICE and look.distinct * 2 <= look.filled and look.share("short") == 1.0:
        draft.put(
            target,
            tr("a choice ({values}); becomes a field of your own", values=words_in(look.values)),
            BY_VALUES,
            False,
        )
