"""Whom a mailing may go to, as a table: one row an address, whoever opted out left out and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deskcrm.domain.points import strong_key
from deskcrm.domain.views import ListQuery
from deskcrm.formats.table import Cell
from deskcrm.formats.tablewrite import check_ending, write_table
from deskcrm.languages import tr
from deskcrm.services import reads
from deskcrm.services.exportcolumns import Column, Shown
from deskcrm.services.exporting import Report, Watch, check_folder, profiles
from deskcrm.services.workspace import Workspace

_FIELDS: Final = ("prefix", "given", "family", "organization", "language")
_HEADERS: Final = (tr("Email"), tr("Name"), *(Column(key).words for key in _FIELDS), tr("Opted in"))


@dataclass(slots=True)
class Mailing:
    """What a mailing's file has, and whom it leaves out and why.

    `contacts`: rows. `opted_in`: those of them who said yes to it. `opted_out`: contacts left out because they said no
    with any of their addresses. `no_email`: because they have no address that is one. `same_email`: because their
    address is in the file already.
    """

    contacts: int = 0
    opted_in: int = 0
    opted_out: int = 0
    no_email: int = 0
    same_email: int = 0

    @property
    def left_out(self) -> int:
        """How many of those asked for are not in the file."""
        return self.opted_out + self.no_email + self.same_email


def save(
    ws: Workspace,
    path: Path,
    *,
    search: str = "",
    ids: Sequence[int] | None = None,
    bom: bool = True,
    progress: Report | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Mailing:
    """Writes the addresses that may be written to, safe to open in a spreadsheet.

    Whom: `ids`, else those that a search finds, all of them where it is empty. An address of several contacts is there
    once, for the first of them, and for none where any of them opted out. Raises UserError where the format is unknown
    or the file can't be written, Cancelled; nothing is left then.
    """
    check_ending(path)
    check_folder(path)
    if ids is None:
        ids = reads.list_ids(ws, ListQuery(None, search))
    mailing = Mailing()
    people = Watch(len(ids), progress, cancelled).told(tr("Writing"), profiles(ws, ids))
    mailing.contacts = write_table(path, _HEADERS, _rows(people, mailing), bom=bom)
    return mailing


def _rows(people: Iterator[dict[str, Any]], mailing: Mailing) -> Iterator[list[Cell]]:
    seen: set[str] = set()
    for shown in people:
        valid = {key: email for email in shown.get("emails", ()) if (key := strong_key("emails", email["value"]))}
        said = [email.get("consent") for email in valid.values()]
        if not valid:
            mailing.no_email += 1
        elif "out" in said:
            mailing.opted_out += 1
        elif not seen.isdisjoint(valid):
            mailing.same_email += 1
        else:
            seen.add(next(iter(valid)))
            mailing.opted_in += "in" in said
            yield _row(shown, next(iter(valid.values())), "yes" if "in" in said else "")


def _row(shown: Shown, email: dict[str, str], opted_in: str) -> list[Cell]:
    return [email["value"], str(shown["name"]), *(Column(key).cell(shown) for key in _FIELDS), opted_in]
