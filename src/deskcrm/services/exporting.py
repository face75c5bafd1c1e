"""People and companies as a file: tables, JSON or vCards; of all of them, of some, or of those that a search finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import orjson

from deskcrm.domain.errors import Cancelled, UserError
from deskcrm.domain.explain import shown_fields
from deskcrm.domain.fields import ENGLISH_STAGES, STAGES
from deskcrm.domain.points import strong_key
from deskcrm.domain.unify import Unified, unify
from deskcrm.domain.views import ListQuery, ListRow, Progress
from deskcrm.formats.jsonwrite import write_objects
from deskcrm.formats.tablewrite import ENDINGS, check_ending, write_table
from deskcrm.formats.vcardwrite import write_cards
from deskcrm.languages import tr
from deskcrm.services import reads
from deskcrm.services.exportcolumns import ID, MARK, Column, Needs, mark_of
from deskcrm.services.workspace import Workspace
from deskcrm.store import consents, photos
from deskcrm.store.bulk import no_cycle_search
from deskcrm.store.loading import Loader

_AT_A_TIME: Final = 2000
CARDS: Final = ".vcf"
CARD_VERSIONS: Final = ("3.0", "4.0")
Report = Callable[[Progress], None]


def is_for_reimport(headers: Sequence[str]) -> bool:
    """Whether a file with these headers is an export that was made to be brought back."""
    return {ID, MARK} <= set(headers)


def export(
    ws: Workspace,
    path: Path,
    *,
    search: str = "",
    ids: Sequence[int] | None = None,
    for_reimport: bool = False,
    bom: bool = True,
    cards: str = CARD_VERSIONS[0],
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> int:
    """Writes people and companies in the format that the file's ending names; answers how many.

    Whom: `ids` in their order, else those that a search finds, all of them where it is empty. `for_reimport`: with
    DeskCRM's own ids, so that the file can come back as the owner's edits. `bom`: with the mark by which Excel knows
    UTF-8, in CSV. `cards`: the version of vCards. Raises UserError where the format is unknown or the file can't be
    written, Cancelled; nothing is left then.
    """
    check_ending(path, (*ENDINGS, CARDS))
    check_folder(path)
    if ids is None:
        ids = reads.list_ids(ws, ListQuery(None, search))
    with no_cycle_search():
        return _write(ws, path, ids, Watch(len(ids), progress, cancelled), for_reimport, bom, cards)


def _write(
    ws: Workspace, path: Path, ids: Sequence[int], watch: Watch, for_reimport: bool, bom: bool, cards: str
) -> int:
    ending = path.suffix.lower()
    if ending == CARDS:
        people = watch.told(tr("Writing"), profiles(ws, ids, pictures=True))
        return write_cards(path, people, own=for_reimport, version=cards)
    if ending == ".json" and not for_reimport:
        return write_objects(path, watch.told(tr("Writing"), profiles(ws, ids)))
    with _spool(path) as file:
        needs = Needs()
        for shown in watch.told(tr("Gathering"), profiles(ws, ids)):
            needs.see(shown)
            file.write(orjson.dumps(shown) + b"\n")
        file.seek(0)
        columns = needs.columns(for_reimport)
        spooled = watch.told(tr("Writing"), map(orjson.loads, file))
        stages = ENGLISH_STAGES if for_reimport else STAGES
        rows = ([column.cell(shown, stages) for column in columns] for shown in spooled)
        return _write_table(path, columns, rows, bom=bom, for_reimport=for_reimport)


def _write_table(
    path: Path, columns: Sequence[Column], rows: Iterator[list[str]], *, bom: bool, for_reimport: bool
) -> int:
    if not for_reimport:
        return write_table(path, [column.words for column in columns], rows, bom=bom)
    headers = [ID, MARK, *(column.header for column in columns[1:])]
    marked = ([row[0], mark_of(row[1:]), *row[1:]] for row in rows)
    return write_table(path, headers, marked, bom=bom, for_reimport=True)


class Watch:
    """Tells how far an export is, and notices a cancel."""

    def __init__(self, total: int, progress: Report | None, cancelled: Callable[[], bool] | None) -> None:
        self._total = total
        self._progress = progress
        self._cancelled = cancelled

    def told(self, what: str, shown: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """The profiles as they pass. Raises Cancelled."""
        for done, one in enumerate(shown, 1):
            if done % _AT_A_TIME == 1 and self._cancelled is not None and self._cancelled():
                raise Cancelled(tr("The export was cancelled. No file was written."))
            yield one
            if done % _AT_A_TIME == 0 and self._progress is not None:
                self._progress(Progress(what, done, self._total))


def check_folder(path: Path) -> None:
    """Raise UserError where there is no folder for a file."""
    if not path.parent.is_dir():
        raise UserError(
            tr(
                "There is no folder {folder}, so “{name}” wasn't written. Choose another one.",
                folder=path.parent,
                name=path.name,
            )
        )


@contextmanager
def _spool(path: Path) -> Iterator[IO[bytes]]:
    """A file without a name on the same disk, for what does not fit into memory."""
    try:
        with TemporaryFile(dir=path.parent) as file:
            yield file
    except PermissionError as error:
        raise UserError(tr("Nothing may be written to {folder}. Choose another folder.", folder=path.parent)) from error


def profiles(ws: Workspace, ids: Sequence[int], *, pictures: bool = False) -> Iterator[dict[str, Any]]:
    """What these profiles show, in their order, by field key, with `id`, `kind`, `name` and `stage` of their own.

    `pictures`: with `photo`, JPEG or PNG, of those that have one.
    """
    for start in range(0, len(ids), _AT_A_TIME):
        wanted = list(ids[start : start + _AT_A_TIME])
        with ws.database.read() as connection:
            facts = Loader(connection).facts(wanted)
            lines = {row.id: row for row in reads.rows(ws, wanted)}
            told = {root: unify(facts[root]) for root in wanted if root in lines and facts[root].members}
            consent = consents.standing(connection, _points(told.values()))
            members = {root: [member.contact for member in facts[root].members] for root in told}
            seen = photos.photos_among(connection, members) if pictures else {}
        for root, unified in told.items():
            photo = {"photo": seen[root]} if root in seen else {}
            yield _shown(lines[root], shown_fields(unified, consent)) | photo


def _points(told: Iterable[Unified]) -> Iterator[str]:
    for unified in told:
        for claims in unified.lists.values():
            for claim in claims:
                if key := strong_key(claim.field, claim.value):
                    yield key


def _shown(line: ListRow, fields: dict[str, Any]) -> dict[str, Any]:
    stage = {"stage": line.stage} if line.stage else {}
    if line.kind == "company":
        fields.setdefault("organization", line.name)  # of one that only its people name
    return {"id": line.id, "kind": line.kind, "name": line.name, **fields, **stage}
