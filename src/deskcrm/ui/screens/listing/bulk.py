"""What a list does with its marked contacts, or with all of it, from tagging to removing."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from deskcrm.languages import tr, trn
from deskcrm.ui import counted
from deskcrm.ui.desk import Desk
from deskcrm.ui.models.columns import Column
from deskcrm.ui.screen import Navigator
from deskcrm.ui.screens.listing.keeper import ListKeeper
from deskcrm.ui.widgets.contact_view import ContactView

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_LONG = 2000
"""Rows from which on copying is announced."""


class BulkActions:
    """The acts of one list; each asks in a small form that says whom it is about."""

    def __init__(
        self, desk: Desk, nav: Navigator, keeper: ListKeeper, view: ContactView, kind: str, over: QWidget
    ) -> None:
        self._desk, self._nav, self._keeper, self._view, self._kind, self._over = desk, nav, keeper, view, kind, over

    @property
    def marked(self) -> array[int]:
        """The marked contacts; where only the cursor marks one, that one."""
        return self._view.marked_ids()

    def said(self, ids: Sequence[int]) -> str:
        """Return how many they are: "3 people", "all 1,204 people"."""
        number = counted.contacts(self._kind, len(ids))
        return tr("all {contacts}", contacts=number) if 1 < len(ids) == self._view.table.rowCount() else number

    def begin(self, key: str) -> None:
        """Do what a button or a command says with those marked."""
        if key == "export":
            self.export()
            return
        from deskcrm.ui.dialogs import bulk

        form = {
            "tag": bulk.TagMany, "stage": bulk.StageMany, "field": bulk.FieldMany, "task": bulk.TaskMany,
            "archive": bulk.ArchiveMany, "remove": bulk.RemoveMany,
        }[key]  # fmt: skip
        ids = self.marked
        if len(ids):
            dialog = form(self._desk, bulk.Marked(ids, self.said(ids), self._keeper.catalogue), self._over)
            dialog.open()

    def copy(self) -> None:
        """Put the marked rows on the clipboard as a table, with the columns that show."""
        ids = self.marked
        if len(ids):
            if len(ids) > _LONG:
                self._nav.toast(trn("Copying {count} row…", "Copying {count} rows…", len(ids)))
            columns = self._heads()
            self._desk.ask(
                _as_text, ids, columns, done=lambda text: self._copied(text, len(ids)), key="copy", owner=self._over
            )

    def _copied(self, text: str, number: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self._nav.toast(
            trn("Copied {count} row, to be pasted as a table", "Copied {count} rows, to be pasted as a table", number)
        )

    def export(self) -> None:
        """Ask what for and where, for the marked contacts, or all of the list where no more than one is marked."""
        from deskcrm.ui.dialogs.export import ExportDialog, Wanted

        several = self._view.marks.count > 1
        ids = self.marked if several else self._view.table.ids_between([(0, self._view.table.rowCount() - 1)])
        if not len(ids):
            self._nav.toast(tr("There is nobody in this list to export."))
            return
        view = self._keeper.saved(self._keeper.view)
        name = view.name if view is not None else tr("Companies") if self._kind == "company" else tr("People")
        wanted = Wanted(ids, self.said(ids), self._heads(), name, self._kind)
        ExportDialog(self._desk, wanted, self._nav.toast, self._over).open()

    def _heads(self) -> list[tuple[str, str]]:
        columns: Sequence[Column] = self._view.table.columns
        return [(column.key, column.label) for column in columns]


def _as_text(ws: Workspace, ids: Sequence[int], heads: Sequence[tuple[str, str]], cancelled: Callable[[], bool]) -> str:
    from deskcrm.services import list_export

    return list_export.text(ws, ids, [list_export.Head(*head) for head in heads], cancelled=cancelled)
