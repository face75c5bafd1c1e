"""What is done to a workspace while a fault strikes: each operation, and what stands before it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from deskcrm.domain.patches import Patch
from deskcrm.services import activities, backups, contacts, history, importing, merging, restoring, samplebusiness
from deskcrm.services.workspace import Workspace
from deskcrm.store import schema
from deskcrm.store.backups import clear_words
from deskcrm.store.migrations import run

NAME = "w.deskcrm"
PAST = sorted((Path(__file__).parent.parent / "store" / "files").glob("version-*.deskcrm"))
NEXT = Path(__file__).with_name("migrations")
CUSTOMERS = 150


@dataclass(frozen=True)
class Operation:
    """`prepare` makes what stands before, in an empty folder; `act` does the operation there, start to end.

    `in_steps`: it may be refused after a step of its own that is kept.
    """

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path], None]
    in_steps: bool = False


@contextmanager
def opened(folder: Path) -> Iterator[Workspace]:
    """The workspace of a folder, at a clock that stands, so that the same act gives the same rows."""
    ws = Workspace.open(folder / NAME, clock=lambda: datetime(2026, 11, 1, 12, tzinfo=UTC))
    try:
        yield ws
    finally:
        ws.close()


# --- What stands before --------------------------------------------------------------------------------------------


def nothing(_folder: Path) -> None:
    """Not even a workspace."""


def files(folder: Path) -> None:
    """An empty workspace, and the files of a small business beside it."""
    samplebusiness.write_files(folder, customers=CUSTOMERS, today=date(2026, 11, 1))
    with opened(folder):
        pass


def shop(folder: Path) -> None:
    """The customers of a shop and their orders, with some words of the owner's."""
    files(folder)
    take_in("webshop_customers.csv")(folder)
    take_in("webshop_orders.csv")(folder)
    with opened(folder) as ws:
        contacts.edit(ws, 1, [Patch("title", "set", "Owner"), Patch("tags", "add", "vip")])
        activities.log(ws, 2, "call", "Asked for a quote", at="2026-10-20T10:00:00Z")


def newsletter(folder: Path) -> None:
    """As above, and a newsletter that added to many of them."""
    shop(folder)
    take_in("newsletter_subscribed.csv")(folder)


def undone(folder: Path) -> None:
    """As above, with the newsletter undone."""
    newsletter(folder)
    undo(folder)


def merged(folder: Path) -> None:
    """The shop's customers, of whom four were found to be one."""
    shop(folder)
    merge(folder)


def backed_up(folder: Path) -> None:
    """The shop with a backup, and the newsletter that came in after it."""
    shop(folder)
    back_up(folder)
    take_in("newsletter_subscribed.csv")(folder)


def copy_of(past: Path) -> Callable[[Path], None]:
    """What an earlier DeskCRM wrote."""
    return lambda folder: shutil.copy(past, folder / NAME) and None


def before_all(folder: Path) -> None:
    """A file from before the first migration."""
    connection = sqlite3.connect(folder / NAME)
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.close()


# --- What is done --------------------------------------------------------------------------------------------------


def take_in(*names: str) -> Callable[[Path], None]:
    """Imports files, as one operation."""

    def act(folder: Path) -> None:
        with opened(folder) as ws:
            importing.run(ws, [importing.examine(ws, folder / name, country="DE") for name in names])

    return act


def undo(folder: Path) -> None:
    """Takes back the latest operation."""
    with opened(folder) as ws:
        history.undo(ws)


def redo(folder: Path) -> None:
    """Lets the operation that was undone last stand again."""
    with opened(folder) as ws:
        history.redo(ws)


def merge(folder: Path) -> None:
    """Says that four people are one."""
    with opened(folder) as ws:
        merging.merge(ws, 1, [2, 3, 4])


def take_back(folder: Path) -> None:
    """Takes one of them out again."""
    with opened(folder) as ws:
        merging.take_back(ws, 2)


def open_it(folder: Path) -> None:
    """Opens the workspace, which brings an older one up to date."""
    with opened(folder):
        pass


def back_up(folder: Path) -> None:
    """Makes a backup."""
    with opened(folder) as ws:
        backups.make(ws)


def restore(folder: Path) -> None:
    """Puts the oldest backup in the place of the open workspace."""
    with opened(folder) as ws:
        restoring.restore(ws, backups.listed(ws)[-1].file)


def restore_closed(folder: Path) -> None:
    """The same while nobody has it open."""
    restoring.restore_closed(folder / NAME, backups.backups_of(folder / NAME)[-1].file)


def migrate_on(folder: Path) -> None:
    """Goes on from today's schema to one that only these tests have, which makes the largest table anew."""
    with clear_words(folder / NAME):
        run.upgrade(folder / NAME, versions=(run.VERSIONS, NEXT))


OPERATIONS = (
    Operation("first start", nothing, open_it, in_steps=True),
    Operation("import people", files, take_in("webshop_customers.csv")),
    Operation("import orders", files, take_in("webshop_orders.csv")),
    Operation("import into an existing workspace", shop, take_in("newsletter_subscribed.csv")),
    Operation("import several files", files, take_in("webshop_customers.csv", "customer_list.csv", "visits.csv")),
    Operation("undo an import", newsletter, undo),
    Operation("redo an import", undone, redo),
    Operation("merge", shop, merge),
    Operation("undo a merge", merged, undo),
    Operation("take back", merged, take_back),
    Operation("backup", backed_up, back_up),
    Operation("restore", backed_up, restore),
    Operation("restore while closed", backed_up, restore_closed),
    Operation("first migration", before_all, open_it, in_steps=True),
    Operation("next migration", newsletter, migrate_on),
    *(
        Operation(f"migration of {past.stem}", copy_of(past), open_it, in_steps=True)
        for past in PAST
        if int(past.stem.partition("-")[2]) < schema.SCHEMA_VERSION
    ),
)
BY_NAME = {operation.name: operation for operation in OPERATIONS}
