"""Where a column's values speak against what its header says."""

from __future__ import annotations

from typing import Final

from deskcrm.domain.fields import POINT_FIELDS
from deskcrm.domain.mapping.drafts import BY_VALUES, Draft
from deskcrm.domain.mapping.model import NOT_IMPORTED, split_target
from deskcrm.domain.mapping.senses import LOOSE
from deskcrm.languages import english, tr

SURE_SHARE: Final = 0.5  # below it, values speak against the header
_TEXT_TARGETS: Final = frozenset({"given", "family", "name", "organization", "city", "street", "department", "title"})
_EMAILS: Final = (
    english("{why}, {share} look like emails"),
    english("{why}, but only {share} look like emails"),
    english("{why}, but there is no email in it"),
)
_PHONES: Final = (
    english("{why}, {share} look like phone numbers"),
    english("{why}, but only {share} look like phone numbers"),
    english("{why}, but none look like phone numbers"),
)
_URLS: Final = (
    "",
    english("{why}, but only {share} look like web addresses"),
    english("{why}, but none look like web addresses"),
)
_DATES: Final = (
    "",
    english("{why}, but only {share} look like dates"),
    english("{why}, but none look like dates"),
)
_AMOUNTS: Final = (
    "",
    english("{why}, but only {share} look like amounts"),
    english("{why}, but none look like amounts"),
)
_NUMBERS: Final = (
    "",
    english("{why}, but only {share} look like numbers"),
    english("{why}, but none look like numbers"),
)
_YES_NO: Final = (
    "",
    english("{why}, but only {share} look like yes / no"),
    english("{why}, but none look like yes / no"),
)
LOOK_OF: Final = {
    "emails": ("email", _EMAILS),
    "phones": ("phone", _PHONES),
    "urls": ("url", _URLS),
    "birthday": ("date", _DATES),
    "anniversary": ("date", _DATES),
    "created_at": ("date", _DATES),
    "activity.at": ("date", _DATES),
    "activity.amount": ("number", _AMOUNTS),
    "activity.refunded": ("number", _AMOUNTS),
    "item.quantity": ("number", _NUMBERS),
    "item.price": ("number", _AMOUNTS),
    "consent.email": ("yes_no", _YES_NO),
    "consent.phone": ("yes_no", _YES_NO),
    "optout.email": ("yes_no", _YES_NO),
    "optout.phone": ("yes_no", _YES_NO),
}
"""What a target's values look like, and what is said where most of them, only some, or none do ("" for nothing)."""


def check_values(draft: Draft) -> None:
    """Doubt a header whose values look like something else."""
    look, target = draft.look, draft.target
    if not look.filled or target in ("", NOT_IMPORTED):
        return
    field_key, _, part = split_target(target)
    key = field_key if field_key in POINT_FIELDS else target
    if key in ("emails", "phones") and look.distinct > 1 and look.share("yes_no") > 0.9:
        draft.put(f"consent.{key[:-1]}", tr("yes / no"), LOOSE, sure=False)
    elif (part or key) in _TEXT_TARGETS:
        _check_text(draft)
    elif key in LOOK_OF:
        _check_kind(draft, *LOOK_OF[key])


def _check_kind(draft: Draft, kind: str, said: tuple[str, str, str]) -> None:
    look, (most, some, none) = draft.look, said
    share = max(look.share(kind), look.share("money")) if kind == "number" else look.share(kind)
    if kind == "yes_no" and look.share("date") >= SURE_SHARE:
        draft.target = ""  # when, not whether
    elif kind == "number" and look.share("yes_no") >= SURE_SHARE and (draft.header.strip()[-1:] == "?" or not share):
        draft.target = ""  # whether, not how much: "Paid?"
    elif kind == "date" and look.share("year") > share:
        draft.target = ""  # years and months are no days
    elif share >= SURE_SHARE:
        if most and share < 1.0:
            draft.why = tr(most, why=draft.why, share=percent(share))
    else:
        draft.doubt(tr(some, why=draft.why, share=percent(share)) if share else tr(none, why=draft.why))


def _check_text(draft: Draft) -> None:
    look = draft.look
    if look.share("email") > 0.8:
        draft.put("emails", tr("{share} look like emails", share=percent(look.share("email"))), BY_VALUES, sure=False)
    elif look.share("letters") < 0.2:
        draft.doubt(tr("{why}, but it holds numbers", why=draft.why))


def percent(share: float) -> str:
    """A share of 0.0 to 1.0 in words; only all is "100 %", only none "0 %".

    >>> percent(0.999), percent(1.0)
    ('99 %', '100 %')
    """
    whole = round(share * 100)
    return f"{min(99, max(1, whole)) if 0 < share < 1 else whole} %"
