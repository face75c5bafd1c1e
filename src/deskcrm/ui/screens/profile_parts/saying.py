"""How the profile says its values: the text of each, where it comes from, what else was said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Final

from deskcrm.domain import keeping, pointlabels
from deskcrm.domain.cleaning.addresses import join_address
from deskcrm.domain.cleaning.emails import email_key
from deskcrm.domain.cleaning.names import join_name
from deskcrm.domain.cleaning.phones import phone_key, show_phone
from deskcrm.domain.cleaning.yesno import parse_yes_no
from deskcrm.domain.editing import bare
from deskcrm.domain.fields import BY_KEY, CUSTOM_PREFIX, NAME_PARTS, FieldKind
from deskcrm.domain.filters import number_of
from deskcrm.domain.later import NowSays
from deskcrm.domain.points import item_key
from deskcrm.domain.views import ProfileView, Value
from deskcrm.languages import regional, tr
from deskcrm.ui import words
from deskcrm.ui.screens.profile_parts.terms import Terms

_TOLD: Final = 10
_LEAP_YEAR: Final = 2000  # has every day that a birthday can be
_CONSENT: Final = {"in": (tr("Subscribed"), "good"), "out": (tr("Opted out"), "warning")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One value as the pane shows it. `asides`: words beneath it, each with the tone it is said in."""

    value: Any
    text: str
    source: str = ""
    asides: tuple[tuple[str, str], ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """A value that came in and does not show: what it is, where from, and why it doesn't."""

    value: Any
    text: str
    whence: str
    why: str


def is_list(key: str) -> bool:
    """Whether a field holds several values."""
    return key in BY_KEY and BY_KEY[key].plural


def current(profile: ProfileView, key: str) -> list[Any]:
    """Return what a field shows, as a list; empty where it is blank."""
    if key.startswith(CUSTOM_PREFIX):
        found = (profile.fields.get("custom") or {}).get(key.removeprefix(CUSTOM_PREFIX))
    else:
        found = profile.fields.get(key)
    if isinstance(found, list):
        return found
    return [found] if found not in (None, "") else []


def text_of(key: str, value: Any, country: str) -> str:
    """Return a value in words; own fields as they are kept."""
    return said(key, value, Terms(country))


def said(key: str, value: Any, terms: Terms) -> str:
    """Return a value in words, own fields by their kind."""
    plain = bare(value)
    if isinstance(plain, dict):
        return join_address(plain)
    text = str(plain)
    kind = terms.kind(key)
    if key == "phones":
        return show_phone(text, terms.country)
    if kind is FieldKind.DATE:
        return said_day(text)
    if key == "keep_in_touch":
        return keeping.shown(text)
    return words.stage(text) if key == "stage" else text


def said_day(iso: str) -> str:
    """Return a day in words: "14 March 1984", "14 March" for a year unknown; other text as it is."""
    known = not iso.startswith("--")
    try:
        at = words.moment(iso if known else f"{_LEAP_YEAR}{iso[1:]}")
    except ValueError:
        return iso
    return regional.long_day(at, year=known)


def oddity(key: str, value: Any, terms: Terms) -> str:
    """Return a hint where a value doesn't look like what it should be; "" where it does. It is kept either way."""
    text = str(bare(value))
    kind = terms.kind(key)
    if key == "emails" and email_key(text) is None:
        return tr("Doesn’t look like an email")
    if key == "phones" and phone_key(text) is None:
        return tr("No full phone number")
    if kind is FieldKind.DATE and said_day(text) == text:
        return tr("Not a day that can be read")
    if kind is FieldKind.NUMBER and number_of(text) is None:
        return tr("Not a number")
    if kind is FieldKind.YES_NO and parse_yes_no(text) is None:
        return tr("Neither yes nor no")
    if kind is FieldKind.CHOICE and key in terms.own and text not in terms.choices(key):
        return tr("Not one of the choices")
    return ""


def shown(profile: ProfileView, key: str, terms: Terms) -> list[Shown]:
    """Return a field's values as they show."""
    told = profile.values.get(key, ())
    hint = "\n".join(_told(key, told, profile, terms))
    sources = _sources(key, told)
    return [
        Shown(value, said(key, value, terms), sources.get(_same(key, value), ""), _asides(key, value, terms), hint)
        for value in current(profile, key)
    ]


def others(profile: ProfileView, key: str, terms: Terms) -> list[Other]:
    """Return what else was said for a field, each different value once."""
    seen = {_same(key, value) for value in current(profile, key)}
    found: list[Other] = []
    for value in profile.values.get(key, ()):
        mark = _same(key, value.value)
        if mark not in seen:
            seen.add(mark)
            found.append(Other(value.value, said(key, value.value, terms), whence(value), reason(value)))
    return found


def news(since: NowSays, terms: Terms) -> str:
    """Return the quiet flag: "Web shop now says Hamburg"."""
    value = short(said(since.field, since.value, terms), _NEWS)
    return tr("{source} now says {value}", source=words.source(since.source), value=value)


def other_names(profile: ProfileView) -> list[Other]:
    """Return the other names that sources give, whole; the value of each is its parts."""
    names: dict[tuple[Any, ...], dict[str, str]] = defaultdict(dict)
    told: dict[tuple[Any, ...], Value] = {}
    for part in NAME_PARTS:
        for value in profile.values.get(part, ()):
            mark = (value.source, value.record, value.batch, value.row, value.at, value.formerly, value.removed)
            names[mark].setdefault(part, str(value.value))
            told.setdefault(mark, value)
    seen = {join_name({part: str(profile.fields.get(part, "")) for part in NAME_PARTS})}
    typed = {value.at for value in told.values() if value.shown and value.record is None}
    found: list[Other] = []
    for mark, parts in names.items():
        name = join_name(parts)
        halfway = told[mark].formerly and told[mark].at in typed  # of one edit, part by part
        if name and name not in seen and not told[mark].shown and not halfway:
            seen.add(name)
            found.append(Other(parts, name, whence(told[mark]), reason(told[mark])))
    return found


def whence(value: Value) -> str:
    """Return where a value comes from, and since when: "Web shop, customers.csv row 812, 3 Mar 2026"."""
    place = tr("{file} row {row}", file=value.file, row=value.row) if value.file and value.row else value.file
    since = words.day(value.at) if value.at else ""
    return ", ".join(part for part in (words.source(value.source), place, since) if part)


def reason(value: Value) -> str:
    """Return why a value shows or doesn't, as a sentence's beginning; a source's name stays as it is written."""
    if value.why.endswith((" is newer", " is trusted more")):
        return value.why
    return value.why[:1].upper() + value.why[1:]


def _same(key: str, value: Any) -> str:
    return item_key(key, bare(value)) if is_list(key) else str(value)


def _sources(key: str, told: tuple[Value, ...]) -> dict[str, str]:
    """Return who says each value: the one that counts, and how many more say the same."""
    saying: dict[str, dict[str, None]] = defaultdict(dict)
    for value in told:
        if not value.formerly and not value.removed:
            saying[_same(key, value.value)][words.source(value.source)] = None
    return {mark: _first_of(list(names)) for mark, names in saying.items()}


def _first_of(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"


def _asides(key: str, value: Any, terms: Terms) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if isinstance(value, dict):
        if value.get("label"):
            label = ", ".join(map(pointlabels.said, str(value["label"]).split("|")))
            found.append((label[:1].upper() + label[1:], "muted"))
        if value.get("consent") in _CONSENT:
            found.append(_CONSENT[value["consent"]])
    odd = oddity(key, value, terms)
    if odd:
        found.append((odd, "warning"))
    return tuple(found)


def _told(key: str, told: tuple[Value, ...], profile: ProfileView, terms: Terms) -> list[str]:
    """Return a line or two for every value of a field that came in."""
    kept = {_same(key, value) for value in current(profile, key)}
    lines: list[str] = []
    for value in told[:_TOLD]:
        why = tr("Says the same") if not value.shown and _same(key, value.value) in kept else reason(value)
        lines.append(f"{short(said(key, value.value, terms))}\n    {whence(value)}. {why}.")
    if len(told) > _TOLD:
        lines.append(tr("and {count} more", count=len(told) - _TOLD))
    return lines


_LONGEST: Final = 80
_NEWS: Final = 40


def short(text: str, longest: int = _LONGEST) -> str:
    """Return the text on one line, its end cut where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"
