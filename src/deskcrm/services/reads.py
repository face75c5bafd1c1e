"""What screens and terminal read. Each is one unchanging view of the workspace."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from deskcrm.domain import filters
from deskcrm.domain.columns import FIGURES
from deskcrm.domain.errors import Cancelled
from deskcrm.domain.views import (
    HistoryEntry,
    Hit,
    ListQuery,
    ListRow,
    Problem,
    ProfileView,
    TaskView,
    TimelineEntry,
)
from deskcrm.languages import tr
from deskcrm.services import measures, settings
from deskcrm.services.workspace import Workspace
from deskcrm.store import batches as store_batches
from deskcrm.store import history as store_history
from deskcrm.store import lists, shown
from deskcrm.store import measures as store_measures
from deskcrm.store import reads as store_reads
from deskcrm.store import search as store_search
from deskcrm.store.batches import BatchView

__all__ = ["BatchView"]


def list_ids(
    ws: Workspace,
    query: ListQuery,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> array[int]:
    """The ids of a whole list in its order. The first sort of a long list by a column makes that column's index.

    Columns that only a filter or an order wants are gathered when they are first wanted, of which `progress` hears:
    how many are done, of how many. Raises InvalidValue for a filter that makes no sense, WorkspaceBusy where another
    process writes and columns would have to be gathered, Cancelled in the middle of reading or gathering.
    """
    asked = prepare(ws, query, progress, cancelled)
    make_sortable(ws, [query.sort], cancelled=cancelled)
    with ws.database.read() as connection, lists.given_up(connection, cancelled):
        return lists.list_ids(connection, query, asked)


def nearly(
    ws: Workspace, query: ListQuery, *, cancelled: Callable[[], bool] | None = None
) -> tuple[array[int], tuple[str, ...]]:  # fmt: skip
    """Of a list in which nobody has what is typed, who has it nearly; and the folded words that they have instead.

    A word may be a slip of the finger away, or have what is typed within, as in `search`. Raises as `list_ids` does.
    """
    asked = prepare(ws, query, cancelled=cancelled)
    with ws.database.read() as connection, lists.given_up(connection, cancelled):
        ws.vocabulary.gather(connection)
        meant, words = store_search.nearly(query.text, asked.country, ws.vocabulary)
        return (lists.list_ids(connection, query, asked, near=meant) if meant else array("q")), words


def make_sortable(
    ws: Workspace, sorts: Sequence[str], *, cancelled: Callable[[], bool] | None = None
) -> list[str]:  # fmt: skip
    """Makes the indexes that long lists lack for these orders, where nobody writes right now; answers which it made.

    Raises Cancelled in the middle of an index; those that are whole stay.
    """
    made: list[str] = []
    for sort in sorts:
        with ws.database.read() as connection:
            lacks = lists.lacks_index(connection, sort)
        if lacks:
            with ws.database.write_if_free() as writer:
                if writer is None:
                    return made
                with lists.given_up(writer, cancelled):
                    lists.make_index(writer, sort)
            made.append(sort)
    return made


def first_ids(ws: Workspace, query: ListQuery, limit: int) -> array[int]:
    """The first ids of a list, as `list_ids` orders them, in a few milliseconds however long it is: to paint first."""
    asked = prepare(ws, query)
    with ws.database.read() as connection:
        return lists.first_ids(connection, query, asked, limit)


def numbers(
    ws: Workspace, queries: Sequence[ListQuery], *, cancelled: Callable[[], bool] | None = None
) -> list[int]:  # fmt: skip
    """How many each of these lists has, apart from what is typed. Raises as `list_ids` does."""
    found = []
    for query in queries:
        asked = prepare(ws, query, cancelled=cancelled)
        with ws.database.read() as connection, lists.given_up(connection, cancelled):
            found.append(lists.number(connection, query, asked.today))
    return found


def prepare(
    ws: Workspace,
    query: ListQuery,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> lists.Asked:
    """Sees that everything is there that a query wants; `progress` hears of what is gathered or reckoned for it.

    Raises as `list_ids` does; what was cancelled goes on where it stopped when it is next wanted.
    """
    if query.where is not None:
        with ws.database.read() as connection:
            filters.checked(query.where, lists.own_kinds(connection))
    _gather(ws, lists.wanted(query), progress, cancelled)
    measures.prepare(ws, lists.columns_of(query), progress, cancelled=cancelled)
    return lists.Asked(settings.country(ws) if query.text else "", ws.today())


def _gather(
    ws: Workspace,
    columns: Collection[str],
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> None:
    """Has these columns gathered to the end, some thousand profiles at a time. Raises Cancelled; it goes on later."""
    while _lacks(ws, columns):
        if cancelled is not None and cancelled():
            raise Cancelled(tr("Cancelled; nothing was changed."))
        with ws.database.write() as writer:
            done, whole = shown.gather(writer, columns)
        if progress is not None:
            progress(done, whole)
        ws.database.give_way()


def _lacks(ws: Workspace, columns: Collection[str]) -> bool:
    if not columns:
        return False
    with ws.database.read() as connection:
        return bool(shown.lacking(connection, columns))


def suggestions(
    ws: Workspace, column: str, kind: str = "person", typed: str = "", limit: int = 50
) -> list[tuple[str, int]]:  # fmt: skip
    """The values of a column that begin with what is typed, the most frequent first, with how many have each."""
    _gather(ws, {column} - FIGURES)
    measures.prepare(ws, [column])
    with ws.database.read() as connection:
        if column in FIGURES:
            return store_measures.suggestions(connection, column, kind, typed, limit)
        return shown.suggestions(connection, column, kind, typed, limit)


def holders(ws: Workspace, column: str, value: str | None = None) -> list[int]:
    """The profiles that have this value in a column (None: any), those that are removed too."""
    _gather(ws, [column])
    with ws.database.read() as connection:
        return shown.holders(connection, column, value)


def rows(ws: Workspace, ids: Sequence[int], columns: Sequence[str] = ()) -> list[ListRow]:
    """The lines of these profiles, in the order asked for; those that are no more are left out.

    `columns`: keys of further columns (`domain.columns`), whose values stand in `cells`.
    """
    measures.prepare(ws, columns, wait=False)
    with ws.database.read() as connection:
        return lists.rows(connection, ids, columns)


def search(ws: Workspace, text: str, limit: int = 50, *, near: bool = False) -> list[Hit]:
    """The people and companies meant by what is typed, best first. Any text is allowed.

    `near`: where few are found, also who is but a slip of the finger away, or has what is typed within a word.
    """
    country = settings.country(ws)
    with ws.database.read() as connection:
        if near:
            ws.vocabulary.gather(connection)
        return store_search.hits(connection, text, limit, country, ws.vocabulary if near else None)


def profile(ws: Workspace, contact: int) -> ProfileView:
    """A whole profile; any id that was ever given resolves. Raises NotFound."""
    with ws.database.read() as connection:
        return store_reads.profile(connection, contact)


def timeline(ws: Workspace, contact: int, limit: int | None = None, offset: int = 0) -> list[TimelineEntry]:
    """What happened with a profile (and with a company's people), newest first. Raises NotFound."""
    with ws.database.read() as connection:
        return store_reads.timeline(connection, contact, limit, offset)


def history(
    ws: Workspace, limit: int = 200, contact: int | None = None, *, kinds: Sequence[str] = (), since: str = "",
    until: str = "", before: int | None = None,
) -> list[HistoryEntry]:  # fmt: skip
    """The owner's operations, newest first: all, or those of a profile, of some kinds, of some days.

    `since`, `until`: from the first moment (ISO 8601 UTC) to before the second; `before`: older than this operation.
    """
    with ws.database.read() as connection:
        return store_history.entries(connection, limit, contact, kinds=kinds, since=since, until=until, before=before)


def counts(ws: Workspace) -> dict[str, int]:
    """How many people, companies, activities, tasks and batches there are."""
    with ws.database.read() as connection:
        return store_reads.counts(connection)


def tasks(ws: Workspace, open_only: bool = True) -> list[TaskView]:
    """To-dos by their due time."""
    with ws.database.read() as connection:
        return list(store_reads.tasks(connection, open_only=open_only))


def batches(ws: Workspace) -> list[BatchView]:
    """The imports, newest first."""
    with ws.database.read() as connection:
        return store_batches.batches(connection)


def problems(ws: Workspace, batch: int) -> list[Problem]:
    """The rows of an import that were kept but not taken in, and why."""
    with ws.database.read() as connection:
        return store_batches.problems(connection, batch)


@dataclass(frozen=True, slots=True)
class CurrentRecord:
    """A live record and whose profile it is in."""

    id: int
    contact: int
    profile: int
    source: str
    external_key: str
    batch: int
    row: int


def records(ws: Workspace, source: str | None = None) -> list[CurrentRecord]:
    """Every live record, by its id."""
    with ws.database.read() as connection:
        return [CurrentRecord(*row) for row in store_batches.current_records(connection, source)]
