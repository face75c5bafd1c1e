"""The commands about who may be there twice: duplicates, why, check-new."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from deskcrm.cli.contacts import whole
from deskcrm.cli.terminal import Terminal, WrongUse, plain
from deskcrm.domain.errors import InvalidValue, WorkspaceBusy, WorkspaceUnusable
from deskcrm.languages import number, tr

if TYPE_CHECKING:
    from deskcrm.domain.views import CandidatePair, Evidence, ScanResult
    from deskcrm.services.threshold import Decisions
    from deskcrm.services.workspace import Workspace

_SHOWN = 40  # pairs that people are shown; programs get all of them
_EVIDENCE_SHOWN = 3


def duplicates_arguments(parser: argparse.ArgumentParser) -> None:
    """From which score on."""
    parser.add_argument("--scan", action="store_true", help=tr("compare everybody anew, not only who changed"))
    parser.add_argument(
        "--min-score", type=_score, metavar="S", help=tr("how probable a pair must be, 0 to 1 (the threshold)")
    )


def _score(text: str) -> float:
    try:
        score = float(text)
    except ValueError:
        score = -1.0
    if not 0 <= score <= 1:
        raise argparse.ArgumentTypeError(tr("“{text}” is no score: write a number from 0 to 1", text=text))
    return score


def duplicates_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """The pairs of contacts that are probably one, most certain first."""
    from deskcrm.services import duplicates, threshold

    with _keeping(terminal) as ws:
        least = threshold.get(ws) if arguments.min_score is None else arguments.min_score
        try:
            found = duplicates.up_to_date(ws, least, whole=arguments.scan, progress=terminal.progress())
        finally:
            terminal.progress_done()
        records = _records(ws) if terminal.as_json else {}
    document = [
        {
            "a": pair.a, "b": pair.b, "kind": pair.kind, "names": list(pair.names), "score": round(pair.score, 6),
            "evidence": _evidence(pair.evidence), "a_records": records.get(pair.a, []),
            "b_records": records.get(pair.b, []),
        }
        for pair in found.pairs
    ]  # fmt: skip
    terminal.answer(document, lambda: _lines(terminal, found))


@contextmanager
def _keeping(terminal: Terminal) -> Iterator[Workspace]:
    """The workspace, so that what is compared can be kept; to be read only while a window has it open."""
    with ExitStack() as stack:
        try:
            ws = stack.enter_context(terminal.writing() if terminal.path.exists() else terminal.reading())
        except (WorkspaceBusy, WorkspaceUnusable):
            ws = stack.enter_context(terminal.reading())
        yield ws


def _records(ws: Workspace) -> dict[int, list[dict[str, Any]]]:
    """The current records of each profile."""
    from deskcrm.services import reads

    found: dict[int, list[dict[str, Any]]] = {}
    for one in reads.records(ws):
        record = {"source": one.source, "external_key": one.external_key, "row": one.row}
        found.setdefault(one.profile, []).append(record)
    return found


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [{"text": one.text, "weight": round(one.weight, 4), "a": one.a, "b": one.b} for one in evidence]


def _lines(terminal: Terminal, found: ScanResult) -> Iterator[str]:
    if not found.pairs:
        yield tr("Nobody seems to be here twice.")
    else:
        yield from terminal.table(
            (tr("Score"), "A", "", "B", "", tr("Why")), _rows(found.pairs[:_SHOWN]), right=(0, 1, 3)
        )
        if len(found.pairs) > _SHOWN:
            yield tr("... and {number} more.", number=number(len(found.pairs) - _SHOWN))
    if found.left_out:
        total = sum(one.pairs for one in found.left_out)
        most = found.left_out[0]
        yield plain(
            tr(
                "Not compared: {pairs} pairs that share only what too many have; most of them for “{what}” "
                "({profiles} profiles).",
                pairs=number(total),
                what=most.what,
                profiles=number(most.profiles),
            )
        )


def _rows(pairs: Iterable[CandidatePair]) -> list[tuple[str, ...]]:
    from deskcrm.services import duplicates

    return [
        (
            duplicates.percent(pair.score), str(pair.a), pair.names[0], str(pair.b), pair.names[1],
            "; ".join(one.text for one in pair.evidence[:_EVIDENCE_SHOWN]),
        )
        for pair in pairs
    ]  # fmt: skip


def threshold_arguments(parser: argparse.ArgumentParser) -> None:
    """The new one, or none."""
    parser.add_argument("score", metavar="SCORE", nargs="?", type=_score, help=tr("from here on pairs are proposed"))


def threshold_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """From which score on pairs are proposed, what was decided so far, and what that speaks for."""
    from deskcrm.services import threshold

    if arguments.score is not None:
        with terminal.writing() as ws:
            threshold.put(ws, arguments.score)
    with terminal.reading() as ws:
        found = threshold.decisions(ws)
    document = {
        "threshold": found.threshold, "advised": found.advised, "accepted": found.accepted, "refused": found.refused,
        "bands": [
            {"from": one.least, "waiting": one.waiting, "accepted": one.accepted, "refused": one.refused}
            for one in found.bands
        ],
    }  # fmt: skip
    terminal.answer(document, lambda: _threshold_lines(terminal, found))


def _threshold_lines(terminal: Terminal, found: Decisions) -> Iterator[str]:
    from deskcrm.services.duplicates import percent

    waiting = found.waiting_from(found.threshold)
    least, waits = percent(found.threshold), number(waiting)
    yield tr("Pairs are proposed from {percent} on: {number} wait for your word.", percent=least, number=waits)
    accepted, refused = number(found.accepted), number(found.refused)
    yield tr("You merged {accepted} and refused {refused}.", accepted=accepted, refused=refused)
    rows = [(percent(one.least), one.waiting, one.accepted, one.refused) for one in found.bands]
    yield from terminal.table((tr("From"), tr("Pairs"), tr("Merged"), tr("Refused")), rows, right=(0, 1, 2, 3))
    if found.advised is not None:
        then = found.waiting_from(found.advised)
        yield tr(
            "That speaks for {percent}: {number} pairs. `deskcrm threshold {score}` has it so.",
            percent=percent(found.advised),
            number=number(then),
            score=f"{found.advised:.1f}",
        )


def why_arguments(parser: argparse.ArgumentParser) -> None:
    """Which two."""
    parser.add_argument("a", metavar="A", type=whole, help=tr("a contact"))
    parser.add_argument("b", metavar="B", type=whole, help=tr("another one"))


def why_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Why two contacts are proposed as one, or why not."""
    from deskcrm.services import duplicates

    with terminal.reading() as ws:
        found = duplicates.why(ws, arguments.a, arguments.b)
    document = {
        "a": found.a, "b": found.b, "score": None if found.score is None else round(found.score, 6),
        "evidence": _evidence(found.evidence), "proposed": found.proposed, "reason": found.reason,
    }  # fmt: skip
    terminal.answer(document, lambda: _why_lines(found.reason, found.evidence))


def _why_lines(reason: str, evidence: Sequence[Evidence]) -> Iterator[str]:
    yield plain(reason)
    for one in evidence:
        yield plain(f"{one.weight:+6.1f}  {one.text}")


def check_new_arguments(_parser: argparse.ArgumentParser) -> None:
    """Nothing but standard input."""


def check_new_command(terminal: Terminal, _arguments: argparse.Namespace) -> None:
    """Reads one person as JSON from standard input, and answers who they may be."""
    from deskcrm.services import duplicates

    fields = _person(sys.stdin.read())
    kind = str(fields.pop("kind", "person"))
    with terminal.reading() as ws:
        found = duplicates.check_new(ws, fields, kind)
    document = [
        {"contact": one.contact, "name": one.name, "score": round(one.score, 6), "evidence": _evidence(one.evidence)}
        for one in found
    ]
    rows = [
        (
            duplicates.percent(one.score),
            str(one.contact),
            one.name,
            "; ".join(e.text for e in one.evidence[:_EVIDENCE_SHOWN]),
        )
        for one in found
    ]
    nobody = [tr("Nobody here seems to be that person.")]
    terminal.answer(
        document,
        lambda: terminal.table((tr("Score"), tr("Id"), tr("Name"), tr("Why")), rows, right=(0, 1)) if rows else nobody,
    )


_SINGULAR = {"email": "emails", "phone": "phones", "address": "addresses", "company": "organization"}
_OF_ADDRESS = ("street", "extended", "city", "region", "postcode", "country")


def _person(text: str) -> dict[str, Any]:
    """The fields of one person as `show` names them; one email, phone or part of an address may stand by itself.

    Raises WrongUse where the text is no JSON object, InvalidValue where it says nothing.
    """
    try:
        read = json.loads(text)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise WrongUse(
            tr('Standard input is no person as JSON. Write it like {"name": "Anna Weber", "emails": ["a@b.de"]}.')
        )
    fields: dict[str, Any] = {}
    address: dict[str, str] = {}
    key: str
    for key, value in read.items():
        if value in (None, "", [], {}):
            continue
        if key in _OF_ADDRESS:
            address[key] = str(value)
            continue
        field: str = _SINGULAR.get(key, key)
        if field in ("emails", "phones", "addresses"):
            fields[field] = [*fields.get(field, []), *map(_item, value if isinstance(value, list) else [value])]
        elif isinstance(value, (dict, list)) and field not in ("custom", "tags", "source_ids", "urls", "handles"):
            raise InvalidValue(tr("“{field}” is one text, not several.", field=field))
        else:
            fields[field] = value if isinstance(value, (dict, list)) else str(value)
    if address:
        fields["addresses"] = [*fields.get("addresses", []), address]
    if not fields:
        raise InvalidValue(tr("Nothing is said of this person: a name, an email or a phone is needed."))
    return fields


def _item(value: Any) -> Any:
    return {"value": value, "label": ""} if isinstance(value, str) else value
