"""From what the owner typed, chose or moved on a profile to the changes that are sent: one patch a field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from deskcrm.domain.editing import bare
from deskcrm.domain.fields import CUSTOM_PREFIX, NAME_PARTS
from deskcrm.domain.patches import Patch
from deskcrm.domain.views import ProfileView
from deskcrm.ui.screens.profile_parts import saying
from deskcrm.ui.screens.profile_parts.saying import Other
from deskcrm.ui.screens.profile_parts.terms import Terms

NAME: Final = "name"


def typed(key: str, before: Any, value: Any, terms: Terms) -> list[Patch]:
    """Return what an editor's value changes; nothing where it is as it was."""
    if key == CUSTOM_PREFIX:
        name = value["name"].strip()
        return [Patch(f"{CUSTOM_PREFIX}{name}", "set", value["value"])] if name and value["value"] else []
    if key == NAME and isinstance(value, dict):
        return [
            Patch(part, "set", text) if text else Patch(part, "clear")
            for part, text in value.items()
            if text != before.get(part, "")
        ]
    if key == NAME:
        key = "organization"
    if saying.is_list(key):
        return _in_list(key, before, value)
    text = str(before or "")
    if value in (text, saying.said(key, text, terms)):
        return []
    return [Patch(key, "set", value)] if value else [Patch(key, "clear")]


def _in_list(key: str, before: Any, value: Any) -> list[Patch]:
    if before is None:
        return [Patch(key, "add", value)] if value else []
    if not value:
        return [Patch(key, "remove", before)]
    same = bare(value) == bare(before)
    labels = [v.get("label", "") if isinstance(v, dict) else "" for v in (value, before)]
    if same and labels[0] == labels[1]:
        return []
    return [Patch(key, "replace", value, before)]


def moved(key: str, values: Sequence[Any], source: int, target: int) -> list[Patch]:
    """Return what moves a value of a list to another place.

    A list shows the owner's latest word first (MODEL rule 6), so that saying again what is to stand on top, in its
    order, is all it takes. What stands below the place keeps its order by itself.
    """
    order = list(values)
    order.insert(target, order.pop(source))
    return [] if source == target else [Patch(key, "add", _plain(value)) for value in order[: target + 1]]


def _plain(value: Any) -> Any:
    return {k: v for k, v in value.items() if k != "consent"} if isinstance(value, Mapping) else value


def used(profile: ProfileView, key: str, other: Other) -> list[Patch]:
    """Return what makes a value show that doesn't."""
    if key == NAME:
        now = {part: str(profile.fields.get(part, "")) for part in NAME_PARTS}
        return [
            Patch(part, "set", other.value[part]) if part in other.value else Patch(part, "clear")
            for part in NAME_PARTS
            if other.value.get(part, "") != now[part]
        ]
    return [Patch(key, "add" if saying.is_list(key) else "set", other.value)]


def kept(profile: ProfileView, key: str) -> list[Patch]:
    """Return what says once more what shows, so that it beats what was said against it since."""
    if key == NAME:
        return [Patch(part, "set", text) for part in NAME_PARTS if (text := str(profile.fields.get(part, "")))]
    return [Patch(key, "set", value) for value in saying.current(profile, key)[:1]]
