"""A dossier as a page to read: one self-contained HTML file, every text escaped, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Any, Final

from deskcrm.domain import pointlabels
from deskcrm.domain.cleaning.addresses import join_address
from deskcrm.domain.cleaning.money import from_minor
from deskcrm.domain.fields import ADDRESS_PARTS, FIELDS
from deskcrm.domain.recognition import KEY_VERSION
from deskcrm.domain.taking.taken import item_text
from deskcrm.languages import language, listed, tr

Document = Mapping[str, Any]

_STYLE: Final = (  # colours are the reader's own, light or dark
    ":root{color-scheme:light dark}"
    "body{font:14px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "h1{font-size:1.6em;margin-bottom:0}h2{font-size:1.15em;margin:2em 0 .5em}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25em .75em .25em 0;"
    "border-bottom:1px solid GrayText;overflow-wrap:anywhere;white-space:pre-line}th{font-weight:600}"
    "p{overflow-wrap:anywhere}.gone{text-decoration:line-through}"
    "@media print{h2{break-after:avoid}tr{break-inside:avoid}}"
)
_CONTROL: Final = {code: "�" for code in range(32) if chr(code) not in "\n\t"}


def page(dossier: Document) -> str:
    """The whole page."""
    name = str(dossier["name"]) or tr("No name")
    title = tr("Everything that we know about {name}", name=name)
    body = "".join(
        (
            f"<h1>{_text(name)}</h1><p>{_text(_head(dossier))}</p><p>{_text(dossier['note'])}</p>",
            _section(tr("What shows"), (tr("Field"), tr("Value")), _shown(dossier)),
            _section(tr("Every value, and where it is from"), _VALUE_HEADS, map(_value, dossier["values"])),
            _section(
                tr("What was changed by hand"),
                (tr("When"), tr("Field"), tr("Change")),
                map(_change, dossier["changes"]),
            ),
            *(_record(record) for record in dossier["records"]),
            _section(tr("What happened"), (tr("When"), tr("What"), tr("Said by")), _timeline(dossier["timeline"])),
            _section(tr("Tasks"), (tr("Task"), tr("Due"), tr("Done")), map(_task, dossier["tasks"])),
            _section(tr("Consent"), (tr("For"), tr("Said"), tr("When"), tr("By")), map(_consent, dossier["consents"])),
            _section(tr("Belongs with"), (tr("Name"), tr("As")), ((o["name"], o["role"]) for o in dossier["links"])),
            _section(tr("Merges"), (tr("When"), tr("Joined"), tr("Taken back")), map(_merge, dossier["merges"])),
            _section(
                tr("Attachments"), (tr("Name"), tr("Kind"), tr("Bytes"), tr("Since")), map(_file, dossier["files"])
            ),
            _section(
                tr("Rows that were not taken in"),
                (tr("File and row"), tr("Why"), tr("Cells")),
                map(_row, dossier["problem_rows"]),
            ),
            _section(tr("What was done in DeskCRM"), (tr("When"), tr("What"), ""), map(_history, dossier["history"])),
        )
    )
    return (
        f"<!DOCTYPE html><html lang='{language()}'><head><meta charset='utf-8'>"
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{_text(title)}</title><style>{_STYLE}</style></head><body>{body}</body></html>\n"
    )


# Pieces ---------------------------------------------------------------------------------------------------------------


class Gone(str):
    """A text that doesn't hold any more: superseded, taken back, undone."""

    __slots__ = ()


def _text(value: object) -> str:
    return escape(str(value).translate(_CONTROL))


def _cell(value: object) -> str:
    mark = " class='gone'" if isinstance(value, Gone) else ""
    return f"<td dir='auto'{mark}>{_text('' if value is None else value)}</td>"


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A heading with a table; nothing where there are no rows."""
    lines = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    if not lines:
        return ""
    head = "".join(f"<th scope='col'>{_text(text)}</th>" for text in heads)
    return f"<h2>{_text(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def _head(dossier: Document) -> str:
    when = _when(dossier["made_at"])
    parts = (
        tr("Everything that we know"),
        dossier["business"],
        tr("as of {moment}", moment=when),
        tr("removed from the lists") if dossier["removed"] else "",
    )
    return " · ".join(part for part in parts if part)


def _when(at: str | None) -> str:
    """A moment to the minute, in UTC, as it is kept."""
    if not at:
        return ""
    return at[:10] if len(at) <= len("2026-11-25") else f"{at[:10]} {at[11:16]} UTC"


def words_of(value: object) -> str:
    """A value as it is kept, in words: an address on one line, a point with its label."""
    if isinstance(value, Mapping):
        label = f" ({pointlabels.said(value['label'])})" if value.get("label") else ""
        if "value" in value:
            return f"{value['value']}{label}"
        parts = {part: str(value[part]) for part in ADDRESS_PARTS if part in value}
        return (join_address(parts) if parts else ", ".join(map(str, value.values()))) + label
    if isinstance(value, (list, tuple)):
        return "\n".join(map(words_of, value))
    return "" if value is None else str(value)


def _cells(cells: Mapping[str, str]) -> str:
    return "\n".join(f"{header}: {cell}" for header, cell in cells.items() if cell)


# Rows -----------------------------------------------------------------------------------------------------------------

_VALUE_HEADS: Final = (tr("Field"), tr("Value"), tr("From"), tr("File and row"), tr("Since"), "")


def _shown(dossier: Document) -> Iterator[tuple[str, str]]:
    fields = dossier["fields"]
    yield tr("Name"), str(fields.get("name", ""))
    for field in FIELDS:
        if fields.get(field.key):
            yield field.label, words_of(fields[field.key])
    for label, value in fields.get("custom", {}).items():
        yield label, words_of(value)


def _value(value: Document) -> tuple[object, ...]:
    place = _place(value) if value["file"] and value["row"] else value["file"]
    state = tr("removed") if value["removed"] else tr("formerly") if value["formerly"] else value["why"]
    shown = words_of(value["value"])
    return (
        value["label"], shown if value["shown"] else Gone(shown), value["source"], place, _when(value["at"]), state,
    )  # fmt: skip


_VERBS: Final = {"set": tr("set"), "clear": tr("cleared"), "add": tr("added"), "remove": tr("removed")}


def _change(change: Document) -> tuple[object, ...]:
    if change["field"].startswith("_"):  # a state, whose value says nothing
        return _when(change["at"]), change["label"], {"set": tr("yes"), "clear": tr("no")}.get(change["verb"], "")
    old, new = words_of(change["old"]), words_of(change["value"])
    verb = _VERBS.get(change["verb"], change["verb"])
    said = f"{verb} {old} → {new}" if old and new else f"{verb} {new or old}"
    return _when(change["at"]), change["label"], said if change["stands"] else Gone(said)


def _record(record: Document) -> str:
    rows = (
        (
            _place(row), _when(row["at"]),
            _row_words(row) if row["stands"] else Gone(_row_words(row)),
        )
        for row in record["rows"]
    )  # fmt: skip
    key = str(record["external_key"])
    if key.startswith(KEY_VERSION):  # a derived key says nothing that its rows do not
        title = tr("What {source} says", source=record["source"])
    else:
        title = tr("What {source} says, id {key}", source=record["source"], key=key)
    return _section(title, (tr("File and row"), tr("When"), tr("Cells")), rows)


def _place(row: Document) -> str:
    return tr("{file}, row {row}", file=row["file"], row=row["row"])


def _row_words(row: Document) -> str:
    return _cells(row["cells"]) or "\n".join(
        f"{slot.partition('|')[0]}: {words_of(v)}" for slot, v in row["says"].items()
    )


def _timeline(timeline: Iterable[Document]) -> Iterator[tuple[object, ...]]:
    for activity in timeline:
        for version in reversed(activity["versions"]):
            said = _activity_words(activity["label"], version["says"])
            by = f"{version['source']}, {version['file']}" if version["file"] else version["source"]
            yield _when(activity["at"]), said if version["stands"] else Gone(said), f"{by}, {_when(version['said_at'])}"


def _activity_words(label: str, says: Document) -> str:
    amount = says.get("amount")
    currency = str(says.get("currency", ""))
    parts = (
        label, says.get("title"), f"{from_minor(amount, currency):,} {currency}" if amount is not None else "",
        says.get("status"), item_text(says.get("items", ())), says.get("text"),
    )  # fmt: skip
    return "\n".join(str(part) for part in parts if part)


def _task(task: Document) -> tuple[object, ...]:
    said = "\n".join(part for part in (task["title"], task["notes"], task["outcome"]) if part)
    return Gone(said) if task["deleted"] else said, _when(task["due"]), _when(task["done_at"])


def _consent(consent: Document) -> tuple[object, ...]:
    words = {"in": tr("may be written to"), "out": tr("must not be written to")}.get(consent["state"], consent["state"])
    return (
        str(consent["point"]).partition(":")[2], words if consent["stands"] else Gone(words), _when(consent["at"]),
        consent["said_by"],
    )  # fmt: skip


def _merge(merge: Document) -> tuple[object, ...]:
    return _when(merge["at"]), listed([merge["survivor_name"], merge["loser_name"]]), _when(merge["ended_at"])


def _file(file: Document) -> tuple[object, ...]:
    return file["name"] if file["stands"] else Gone(file["name"]), file["mime"], f"{file['size']:,}", _when(file["at"])


def _row(row: Document) -> tuple[object, ...]:
    return _place(row), row["problem"], _cells(row["cells"])


def _history(entry: Document) -> tuple[object, ...]:
    said = f"{entry['summary']}\n{entry['detail']}" if entry["detail"] else entry["summary"]
    return (
        _when(entry["at"]),
        said if entry["undone_at"] is None else Gone(said),
        tr("undone") if entry["undone_at"] else "",
    )
