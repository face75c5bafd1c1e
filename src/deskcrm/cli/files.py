"""The commands about files: inspect, import, export, demo."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from deskcrm.cli import documents
from deskcrm.cli.contacts import whole
from deskcrm.cli.terminal import Terminal, WrongUse, plain
from deskcrm.domain.errors import NotFound, UnreadableFile
from deskcrm.domain.fields import FIELDS
from deskcrm.domain.mapping.model import ACTIVITY_SHAPES, SHAPE_WORDS, SHAPES
from deskcrm.languages import number, tr, trn

if TYPE_CHECKING:
    from deskcrm.domain.views import ImportCounts, ImportPlan, Problem, RowChange
    from deskcrm.services.importing import FileReport
    from deskcrm.services.mailing import Mailing
    from deskcrm.services.views import View
    from deskcrm.services.workspace import Workspace

_PROBLEMS_SHOWN: Final = 10
_CHANGES_SHOWN: Final = 20
_NAMED: Final = 5
_KEYS: Final = {field.label: field.key for field in FIELDS}


# What a file is -------------------------------------------------------------------------------------------------------


def inspect_arguments(parser: argparse.ArgumentParser) -> None:
    """Which file."""
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--sheet", metavar="NAME", help=tr("which sheet of a workbook (the likeliest)"))
    parser.add_argument(
        "--country", metavar="CC", help=tr("the country of phones without one, as DE (the workspace's)")
    )


def inspect_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """What a file is and where its columns would go."""
    from deskcrm.services import import_files, importing, inspecting

    options = import_files.ReadOptions(sheet=arguments.sheet)
    with terminal.reading_or_blank() as ws:
        report = importing.examine(ws, arguments.file, options, country=_country(arguments.country))
    rows = inspecting.count_rows(report)
    inspection, mapping = report.inspection, report.mapping
    kind = tr("{format} of {shape}", format=inspection.format.upper(), shape=SHAPE_WORDS[mapping.shape])
    what = mapping.exporter or kind
    document = {
        "format": inspection.format,
        "exporter": mapping.exporter,
        "encoding": inspection.encoding,
        "delimiter": inspection.delimiter,
        "header_row": inspection.header_row,
        "sheet": inspection.sheet or None,
        "sheets": list(inspection.sheets),
        "rows": rows,
        "shape": mapping.shape,
        "source": report.source,
        "columns": [
            {"header": c.header, "field": c.target, "why": c.why, "sure": c.sure, "samples": list(c.samples)}
            for c in mapping.columns
        ],
        "questions": list(mapping.questions),
        "warnings": list(inspection.warnings),
        "seen_before": report.seen_before,
    }

    def lines() -> Iterator[str]:
        told = tr("{what}, {number} rows, {read_as}", what=what, number=number(rows), read_as=inspection.read_as)
        yield terminal.styled(plain(told), "strong")
        columns = [
            (c.header, tr("not imported") if c.target in ("", "-") else c.target, "" if c.sure else "?", c.why)
            for c in mapping.columns
        ]
        yield from terminal.table((tr("COLUMN"), tr("FIELD"), "", tr("WHY")), columns)
        yield from _notes(terminal, (*inspection.warnings, *mapping.questions))

    terminal.answer(document, lines)


def _notes(terminal: Terminal, notes: Sequence[str]) -> Iterator[str]:
    return (f"{terminal.styled('!', 'warn')} {plain(note)}" for note in notes)


def _country(text: str | None) -> str | None:
    if text is None:
        return None
    if len(text) != 2 or not text.isalpha():
        raise WrongUse(tr("“{text}” is no country: write its two letters, as DE.", text=text))
    return text.upper()


# Import ---------------------------------------------------------------------------------------------------------------


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and what is known of them."""
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help=tr("a file, or a folder with files"))
    parser.add_argument("--source", metavar="NAME", help=tr("where the files come from, as “Web shop”"))
    parser.add_argument("--as", dest="shape", metavar="SHAPE", choices=SHAPES, help=", ".join(SHAPES))
    parser.add_argument(
        "--mapping", metavar="FILE.toml", help=tr("which column goes where: a file, or the name of one kept")
    )
    parser.add_argument("--sheet", metavar="NAME", help=tr("which sheet of a workbook (the likeliest)"))
    parser.add_argument("--dry-run", action="store_true", help=tr("tell what would change, and write nothing"))
    parser.add_argument(
        "--country", metavar="CC", help=tr("the country of phones without one, as DE (the workspace's)")
    )


def import_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Takes in files, or tells what that would change."""
    from deskcrm.services import importing, preparing

    files, left = _files(arguments.files)
    if arguments.dry_run:
        with terminal.reading_or_blank() as ws:
            reports = _reports(ws, files, arguments)
            plans = preparing.plans(ws, reports, progress=terminal.progress())
        terminal.progress_done()
        _print_plans(terminal, reports, plans, left)
        return
    with terminal.writing() as ws:
        reports = _reports(ws, files, arguments)
        result = importing.run(ws, reports, progress=terminal.progress(), ahead=True).value
    terminal.progress_done()
    document = {
        "operation": result.operation,
        **_figures(result.counts),
        "problems": [asdict(problem) for problem in result.problems],
        "files": [asdict(file) for file in result.files],
        "hidden": list(result.hidden),
        "warnings": [*result.warnings, *left],
    }

    def lines() -> Iterator[str]:
        yield from map(_told, reports)
        yield terminal.styled(_words(result.counts), "strong")
        yield from _notes(terminal, (*result.warnings, *left))
        yield from _problem_lines(terminal, result.problems)
        if result.hidden:
            named = ", ".join(map(str, result.hidden[:_NAMED])) + (" ..." if len(result.hidden) > _NAMED else "")
            yield tr(
                "Removed, so still hidden: {contacts}. Bring back with: deskcrm restore-contact CONTACT",
                contacts=named,
            )
        if result.operation is not None:
            yield terminal.styled(tr("Undo with: deskcrm undo {operation}", operation=result.operation), "quiet")

    terminal.answer(document, lines)


def _files(named: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files that are named or stand in folders that are, and a note where some of these are nothing to import."""
    from deskcrm.services import import_files

    for path in named:
        if not path.is_file() and not path.is_dir():
            raise UnreadableFile(tr("{path} is not there, or is no file. Nothing was imported.", path=path))
    files, others = import_files.files_in(named)
    if not files:
        names = ", ".join(map(str, named))
        raise UnreadableFile(tr("There is no file in {names} that can be imported. Nothing was imported.", names=names))
    left_alone = trn(
        "{count} file is nothing that can be imported, and left alone.",
        "{count} files are nothing that can be imported, and left alone.",
        others,
    )
    return files, [left_alone] if others else []


def _reports(ws: Workspace, files: Sequence[Path], arguments: argparse.Namespace) -> list[FileReport]:
    """The files as they are understood, people before what happened with them."""
    reports = [_report(ws, file, arguments) for file in files]
    return sorted(reports, key=lambda report: report.mapping.shape in ACTIVITY_SHAPES)


def _report(ws: Workspace, file: Path, arguments: argparse.Namespace) -> FileReport:
    """A file with what the command line and the mapping file say about it."""
    from deskcrm.services import import_files, importing, inspecting

    options = import_files.ReadOptions(sheet=arguments.sheet)
    shape, source, country = arguments.shape, arguments.source, _country(arguments.country)
    if arguments.mapping:
        stated = Path(arguments.mapping)
        mapping = stated if stated.is_file() or stated.suffix == ".toml" else arguments.mapping
        return inspecting.examine_with(ws, file, mapping, options, shape=shape, source=source, country=country)
    return importing.examine(ws, file, options, shape=shape, source=source, country=country)


def _figures(counts: ImportCounts) -> dict[str, int]:
    return {key: value for key, value in asdict(counts).items() if key != "problems"}


def _words(counts: ImportCounts) -> str:
    told = [
        (counts.created, tr("new")), (counts.updated, tr("changed")), (counts.attached, tr("recognised")),
        (counts.unchanged, tr("the same")), (counts.activities, tr("activities")), (counts.problems, tr("problems")),
    ]  # fmt: skip
    words = ", ".join(f"{number(figure)} {word}" for figure, word in told if figure)
    return tr("{number} rows: {what}", number=number(counts.rows), what=words or tr("nothing in them"))


def _problem_lines(terminal: Terminal, problems: Sequence[Problem]) -> Iterator[str]:
    for problem in problems[:_PROBLEMS_SHOWN]:
        where = tr("{file}, row {number}", file=problem.file, number=problem.row)
        where = f"{where}, {problem.field}" if problem.field else where
        yield f"{terminal.styled('!', 'warn')} {plain(where)}: {plain(problem.why)}"
    if len(problems) > _PROBLEMS_SHOWN:
        more = number(len(problems) - _PROBLEMS_SHOWN)
        yield tr("… and {number} more rows that were not taken in", number=more)


def _print_plans(
    terminal: Terminal, reports: Sequence[FileReport], plans: Sequence[ImportPlan], left: Sequence[str]
) -> None:
    figures: dict[str, int] = {}
    for plan in plans:
        for key, value in _figures(plan.counts).items():
            figures[key] = figures.get(key, 0) + value
    told = [(r.path.name, change) for r, plan in zip(reports, plans, strict=True) for change in plan.changes]
    document = {
        "operation": None,
        **figures,
        "problems": [asdict(problem) for plan in plans for problem in plan.problems],
        "files": [
            {"file": r.path.name, "batch": None, "rows": plan.counts.rows}
            for r, plan in zip(reports, plans, strict=True)
        ],
        "warnings": [
            note
            for report, plan in zip(reports, plans, strict=True)
            for note in (*report.inspection.warnings, *plan.cautions)
        ]
        + list(left),
        "changes": [{"file": file, **_change(change)} for file, change in told],
    }

    def lines() -> Iterator[str]:
        for report, plan in zip(reports, plans, strict=True):
            yield _told(report)
            yield terminal.styled(tr("{counts} (nothing was written)", counts=_words(plan.counts)), "strong")
            yield from _notes(terminal, (*report.inspection.warnings, *plan.cautions))
            yield from _change_lines(terminal, plan.changes)
            yield from _problem_lines(terminal, plan.problems)
        yield from _notes(terminal, left)

    terminal.answer(document, lines)


def _told(report: FileReport) -> str:
    """What one of the files is, on a line."""
    return tr(
        "{file}: {what}, from {source}",
        file=plain(report.path.name),
        what=plain(report.description),
        source=plain(report.source),
    )


def _change(change: RowChange) -> dict[str, Any]:
    """One row of a dry run; whoever is recognised by an email or phone is changed by it."""
    return {
        "row": change.row,
        "contact": change.contact,
        "name": change.name,
        "kind": "changed" if change.kind == "attached" else change.kind,
        "recognised": change.kind == "attached",
        "fields": [
            {"field": _KEYS.get(f.field, f.field), "before": f.before, "after": f.after, "why": f.why}
            for f in change.fields
        ],
    }


def _change_lines(terminal: Terminal, changes: Sequence[RowChange]) -> Iterator[str]:
    telling = [change for change in changes if change.kind != "same"]
    words = {"new": tr("new"), "changed": tr("changed"), "attached": tr("recognised")}
    for change in telling[:_CHANGES_SHOWN]:
        row = tr("row {number}", number=change.row)
        yield f"  {row}  {terminal.styled(words[change.kind], 'good')}  {plain(change.name)}"
        if change.kind != "new":
            for field in change.fields:
                yield f"      {field.field}: {plain(field.before) or '–'} → {plain(field.after) or '–'} ({field.why})"
    if len(telling) > _CHANGES_SHOWN:
        more = tr("… and {number} more; --json has them all", number=number(len(telling) - _CHANGES_SHOWN))
        yield f"  {more}"


# Export ---------------------------------------------------------------------------------------------------------------


def export_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, whom, and what for."""
    parser.add_argument(
        "file", metavar="FILE", type=Path, help=tr("its ending says what: .xlsx, .csv, .tsv, .json, .vcf, .ics (tasks)")
    )
    whom = parser.add_mutually_exclusive_group()
    whom.add_argument("--search", metavar="TEXT", default="", help=tr("only those that a search finds"))
    whom.add_argument("--contact", metavar="ID", type=whole, action="append", help=tr("only this one; may come again"))
    whom.add_argument("--view", metavar="NAME", help=tr("a saved list with its columns, as it is shown"))
    what_for = parser.add_mutually_exclusive_group()
    what_for.add_argument(
        "--for-reimport", action="store_true", help=tr("with DeskCRM's ids, to be changed elsewhere and brought back")
    )
    what_for.add_argument(
        "--for-mailing", action="store_true", help=tr("addresses that may be written to; whoever opted out is left out")
    )
    parser.add_argument("--plain", action="store_true", help=tr("CSV without the mark by which Excel knows UTF-8"))
    parser.add_argument(
        "--vcard", metavar="VERSION", choices=("3.0", "4.0"), default="3.0", help=tr("of .vcf: 3.0 or 4.0")
    )


def export_command(terminal: Terminal, arguments: argparse.Namespace) -> None:
    """Writes people and companies to a file."""
    from deskcrm.services import exporting, list_export, mailing, reads

    path, bom = arguments.file, not arguments.plain
    if path.suffix.lower() == ".ics":
        from deskcrm.cli.reminders import write_calendar

        write_calendar(terminal, arguments)
        return
    document: dict[str, Any] = {"file": str(path)}
    notes: list[str] = []
    with terminal.reading() as ws:
        view = _view(ws, arguments.view) if arguments.view else None
        ids = reads.list_ids(ws, view.query) if view else _contacts(ws, arguments.contact)
        progress = terminal.progress()
        if arguments.for_mailing:
            told = mailing.save(ws, path, search=arguments.search, ids=ids, bom=bom, progress=progress)
            document |= {"contacts": told.contacts, "opted_in": told.opted_in, "left_out": _left_out(told)}
            notes = [tr("left out: {whom}", whom=_left_out_words(told))] if told.left_out else []
        elif view and not arguments.for_reimport and path.suffix.lower() != exporting.CARDS:
            document["contacts"] = list_export.save(
                ws, path, ids or [], list_export.heads(view), bom=bom, progress=progress
            )
        else:
            document["contacts"] = exporting.export(
                ws, path, search=arguments.search, ids=ids, for_reimport=arguments.for_reimport,
                bom=bom,
                cards=arguments.vcard, progress=progress,
            )  # fmt: skip
    terminal.progress_done()
    contacts = document["contacts"]
    told_so = trn(
        "{count} contact written to {file}", "{count} contacts written to {file}", contacts, file=plain(str(path))
    )
    terminal.answer(document, lambda: [told_so, *notes])


def _view(ws: Workspace, name: str) -> View:
    """The saved list of this name. Raises NotFound, naming those that there are."""
    from deskcrm.services import views

    known = [view for kind in ("person", "company") for view in views.saved(ws, kind)]
    found = next((view for view in known if view.name.casefold() == name.strip().casefold()), None)
    if found is None:
        names = ", ".join(f"“{view.name}”" for view in known) or tr("none yet")
        raise NotFound(tr("There is no saved list “{name}”. There are: {names}.", name=name, names=names))
    if found.trouble:
        raise NotFound(
            tr("The rules of “{name}” can't be read any more: {trouble}", name=found.name, trouble=found.trouble)
        )
    return found


def _contacts(ws: Workspace, asked: Sequence[int] | None) -> list[int] | None:
    """The profiles that these contacts stand for, each once. Raises NotFound."""
    from deskcrm.services import reads

    return None if asked is None else list(dict.fromkeys(reads.profile(ws, contact).id for contact in asked))


def _left_out(told: Mailing) -> dict[str, int]:
    return {"opted_out": told.opted_out, "no_email": told.no_email, "same_email": told.same_email}


def _left_out_words(told: Mailing) -> str:
    words = {
        "opted_out": tr("opted out"),
        "no_email": tr("without an email"),
        "same_email": tr("with an address that is there"),
    }
    return ", ".join(f"{number(figure)} {words[why]}" for why, figure in _left_out(told).items() if figure)


# The sample business --------------------------------------------------------------------------------------------------


def demo_arguments(parser: argparse.ArgumentParser) -> None:
    """Whether to make it anew, and whether to look at it."""
    parser.add_argument("--no-window", action="store_true", help=tr("make it, and open no window"))
    parser.add_argument("--fresh", action="store_true", help=tr("make it anew where it is there already"))


def demo_command(terminal: Terminal, arguments: argparse.Namespace) -> int:
    """Makes the sample business, and opens it."""
    from deskcrm.cli.program import open_window
    from deskcrm.services import demo

    terminal.file = terminal.file or demo.default_path()
    made = demo.make(terminal.file, fresh=arguments.fresh)
    document = {
        "workspace": str(made.workspace),
        "people": made.people,
        "companies": made.companies,
        "activities": made.activities,
        "files": [str(file) for file in made.files],
    }

    def lines() -> Iterator[str]:
        yield documents.counts_words(made.people, made.companies, made.activities)
        yield tr("in {file}, from {number} files beside it", file=plain(str(made.workspace)), number=len(made.files))

    terminal.answer(document, lines)
    return 0 if arguments.no_window else open_window(terminal, [])
