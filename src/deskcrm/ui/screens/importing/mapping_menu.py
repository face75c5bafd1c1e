"""Mappings under a name: one is used for the file that shows, kept, brought from another desk or given to one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit, QMenu, QWidget

from deskcrm.languages import tr
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.screens.importing.fields_page import FieldsPage

if TYPE_CHECKING:
    from deskcrm.services.importing import FileReport
    from deskcrm.services.mappings import KeptMapping

_FILES: Final = tr("Mappings") + " (*.toml)"


class MappingMenu(QObject):
    """What drops down from “Mapping” on the fields page."""

    def __init__(self, desk: Desk, page: FieldsPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        page.mappings_asked.connect(self.open)

    def open(self, at: QPoint) -> None:
        """Show what can be done with the mapping of the file that shows."""
        from deskcrm.services import mappings

        self._desk.ask(mappings.every, done=lambda found: self.made(found).popup(at), key="mappings", owner=self)

    def made(self, kept: Sequence[KeptMapping]) -> QMenu:
        """Return the menu where these are kept."""
        menu = QMenu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(tr("Mapping"))
        for mapping in kept:
            menu.addAction(tr("Use “{name}”", name=_plain(mapping.name)), partial(self.use, mapping.name))
        if kept:
            menu.addSeparator()
        menu.addAction(tr("Keep this mapping…"), self._name_it)
        menu.addAction(tr("Bring one from a file…"), self._ask_which)
        if kept:
            give = menu.addMenu(tr("Save one to a file"))
            for mapping in kept:
                give.addAction(_plain(mapping.name), partial(self._ask_where, mapping.name))
        return menu

    @property
    def _report(self) -> FileReport:
        assert self._page.draft is not None
        assert self._page.draft.report is not None
        return self._page.draft.report

    def _used(self, report: FileReport) -> None:
        draft = self._page.draft
        if draft is not None and draft.path == report.path:
            draft.map_as(report)
            self._page.trouble.hide()
            self._page.show_draft(draft)

    def use(self, name: str) -> None:
        """Send the columns of the file where a kept mapping sends them."""
        from deskcrm.services import mappings

        self._desk.ask(
            mappings.applied, self._report, name,
            done=self._used, failed=self._page.trouble.say, key="mapping", owner=self,
        )  # fmt: skip

    def keep(self, name: str) -> None:
        """Keep the mapping of the file under a name."""
        from deskcrm.services import mappings

        self._desk.do(
            mappings.save, name, self._report,
            done=lambda kept: self._say_kept(kept.name),
            failed=self._page.trouble.say, owner=self,
        )  # fmt: skip

    def bring(self, path: Path) -> None:
        """Keep a mapping from another desk, and use it."""
        from deskcrm.services import mappings

        self._desk.do(
            mappings.bring, path, done=lambda kept: self.use(kept.name), failed=self._page.trouble.say, owner=self
        )  # fmt: skip

    def give(self, name: str, path: Path) -> None:
        """Write a kept mapping as a file."""
        from deskcrm.services import mappings

        self._desk.ask(
            mappings.export, name, path,
            done=lambda written: self._say_written(name, written.name),
            failed=self._page.trouble.say, owner=self,
        )  # fmt: skip

    def _name_it(self) -> None:
        _NameDialog(self._report.mapping.exporter or self._report.source, self.keep, self._page).open()

    def _say_kept(self, name: str) -> None:
        self._page.note.say(tr("Kept as “{name}”: it can be used for any file from now on.", name=name))

    def _say_written(self, name: str, file: str) -> None:
        self._page.note.say(tr("“{name}” is in {file}: another desk can bring it in.", name=name, file=file))

    def _ask_which(self) -> None:
        dialog = QFileDialog(self._page, tr("Bring a mapping"), "", _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.bring(Path(chosen)))
        dialog.open()

    def _ask_where(self, name: str) -> None:
        dialog = QFileDialog(self._page, tr("Save a mapping"), f"{name}.toml", _FILES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.give(name, Path(chosen)))
        dialog.open()


class _NameDialog(FormDialog):
    def __init__(self, name: str, named: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(tr("Keep this mapping"), tr("Keep"), parent)
        self._named = named
        self.name = QLineEdit(name)
        self.add_row(tr("Name"), self.name, tr("A mapping that has this name already gives way to this one."))
        self.name.selectAll()
        self.name.setFocus()

    def save(self) -> None:
        """Keep it."""
        self._named(self.name.text())
        self.accept()


def _plain(text: str) -> str:
    """A name in a menu, where an ampersand would underline the next letter."""
    return text.replace("&", "&&")
