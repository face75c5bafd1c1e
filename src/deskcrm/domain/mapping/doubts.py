"""Where a column's values speak against what its header says."""

from __future__ import annotations

from typing import Final

from deskcrm.domain.fields import POINT_FIELDS
from deskcrm.domain.mapping.drafts import BY_VALUES, Draft
from deskcrm.domain.mapping.model import NOT_IMPORTED, split_target
from deskcrm.domain.mapping.senses import LOOSE

SURE_SHARE: Final = 0.5  # below it, values speak against the header
_TEXT_TARGETS: Final = frozenset({"given", "family", "name", "organization", "city", "street", "department", "title"})
LOOK_OF: Final = {
    "emails": ("email", "emails"),
    "phones": ("phone", "phone numbers"),
    "urls": ("url", "web addresses"),
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


def check_values(draft: Draft) -> None:
    """Doubt a header whose values look like something else."""
    look, target = draft.look, draft.target
    if not look.filled or target in ("", NOT_IMPORTED):
        return
    field_key, _, part = split_target(target)
    key = field_key if field_key in POINT_FIELDS else target
    if key in ("emails", "phones") and look.distinct > 1 and look.share("yes_no") > 0.9:
        draft.put(f"consent.{key[:-1]}", "yes / no", LOOSE, sure=False)
    elif (part or key) in _TEXT_TARGETS:
        _check_text(draft)
    elif key in LOOK_OF:
        _check_kind(draft, *LOOK_OF[key])


def _check_kind(draft: Draft, kind: str, words: str) -> None:
    look = draft.look
    share = max(look.share(kind), look.share("money")) if kind == "number" else look.share(kind)
    if kind == "yes_no" and look.share("date") >= SURE_SHARE:
        draft.target = ""  # when, not whether
    elif kind == "number" and look.share("yes_no") >= SURE_SHARE and (draft.header.strip()[-1:] == "?" or not share):
        draft.target = ""  # whether, not how much: "Paid?"
    elif kind == "date" and look.share("year") > share:
        draft.target = ""  # years and months are no days
    elif share >= SURE_SHARE:
        if kind in ("email", "phone") and share < 1.0:
            draft.why += f", {percent(share)} look like {words}"
    elif share:
        draft.doubt(f"{draft.why}, but only {percent(share)} look like {words}")
    elif kind == "email":
        draft.doubt(f"{draft.why}, but there is no email in it")
    else:
        draft.doubt(f"{draft.why}, but none look like {words}")


def _check_text(draft: Draft) -> None:
    look = draft.look
    if look.share("email") > 0.8:
        draft.put("emails", f"{percent(look.share('email'))} look like emails", BY_VALUES, sure=False)
    elif look.share("letters") < 0.2:
        draft.doubt(f"{draft.why}, but it holds numbers")


def percent(share: float) -> str:
    """A share of 0.0 to 1.0 in words; only all is "100 %", only none "0 %".

    >>> percent(0.999), percent(1.0)
    ('99 %', '100 %')
    """
    whole = round(share * 100)
    return f"{min(99, max(1, whole)) if 0 < share < 1 else whole} %"
