"""Some contacts as a file: what it is for, and in which format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from deskcrm.languages import number, tr, trn
from deskcrm.ui import counted
from deskcrm.ui.desk import Desk
from deskcrm.ui.dialogs.base import FormDialog
from deskcrm.ui.export_process import BACK, EVERYTHING, MAILING, SHOWN, Order, write
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Label, column

if TYPE_CHECKING:
    from deskcrm.domain.views import Progress
    from deskcrm.services.mailing import Mailing


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a file is for, and whether cards can be that."""

    key: str
    words: str
    hint: str
    cards: bool = False


PURPOSES: Final = (
    Purpose(SHOWN, tr("This list, as it is shown"), tr("The columns that show, in their order.")),
    Purpose(
        EVERYTHING, tr("Everything about them"), tr("Every field and every value that their profiles show."), cards=True
    ),
    Purpose(MAILING, tr("For a mailing"), tr("One row an address. Whoever opted out is left out, and counted.")),
    Purpose(
        BACK, tr("To change elsewhere and bring back"),
        tr("With DeskCRM’s own ids. Import the changed file again: only what you changed is taken in."),
        cards=True,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Format:
    """A format in words, its ending, and what else the services are told of it."""

    words: str
    ending: str
    bom: bool = True
    card: str = ""


FORMATS: Final = (
    Format(tr("Excel workbook"), ".xlsx"),
    Format(tr("CSV, for Excel and others"), ".csv"),
    Format(tr("CSV, plain (for programs)"), ".csv", bom=False),
    Format(tr("JSON (for programs)"), ".json"),
    Format(tr("vCard 3.0 (phones and mail programs)"), ".vcf", card="3.0"),
    Format(tr("vCard 4.0"), ".vcf", card="4.0"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to export: their ids in order, how many in words, the columns that show, a name for the file, which kind."""

    ids: Sequence[int]
    said: str
    heads: Sequence[tuple[str, str]]
    name: str
    kind: str


class ExportDialog(FormDialog):
    """Asks what the file is for and where it goes, and saves it; `told` gets the words for how far that is."""

    def __init__(self, desk: Desk, wanted: Wanted, told: Callable[[str], None], over: QWidget) -> None:
        super().__init__(tr("Export {people}", people=wanted.said), tr("Save as…"), over)
        self._desk, self._wanted, self._told, self._over = desk, wanted, told, over
        self.purpose = QComboBox()
        for purpose in PURPOSES:
            self.purpose.addItem(purpose.words, purpose.key)
        self.format = QComboBox()
        self.hint = Label("", Type.SMALL, tone="muted", wrap=True)
        self.hint.setMinimumHeight(2 * self.hint.fontMetrics().lineSpacing())  # so that nothing jumps
        what_for = self.label_for(tr("What for"), self.purpose)
        self.rows.addLayout(column(what_for, self.purpose, self.hint, spacing=Space.XS))
        self.add_row(tr("Format"), self.format)
        self.purpose.currentIndexChanged.connect(self._purpose_chosen)
        self._purpose_chosen()
        self.purpose.setFocus()

    def choose(self, purpose: str, ending: str, *, bom: bool = True, card: str = "") -> None:
        """Choose as the owner does in the two boxes."""
        self.purpose.setCurrentIndex(self.purpose.findData(purpose))
        offered = [self.format.itemData(place) for place in range(self.format.count())]
        self.format.setCurrentIndex(
            next(place for place, one in enumerate(offered) if (one.ending, one.bom, one.card) == (ending, bom, card))
        )

    def _purpose_chosen(self) -> None:
        purpose = PURPOSES[self.purpose.currentIndex()]
        before = self.format.currentText()
        self.format.clear()
        for one in FORMATS:
            if purpose.cards or not one.card:
                self.format.addItem(one.words, one)
        self.format.setCurrentIndex(max(0, self.format.findText(before)))
        self.hint.setText(purpose.hint)
        self.purpose.setAccessibleDescription(purpose.hint)

    def save(self) -> None:
        """Ask for a file, and write it in the background."""
        chosen: Format = self.format.currentData()
        name = f"{_file_name(self._wanted.name)}{chosen.ending}"
        path, _ = QFileDialog.getSaveFileName(self, self.windowTitle(), name, f"{chosen.words} (*{chosen.ending})")
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write this file; its ending is that of the format chosen."""
        chosen: Format = self.format.currentData()
        if path.suffix.lower() != chosen.ending:
            path = path.with_name(path.name + chosen.ending)
            if path.exists():  # which the system's own dialog could not ask about
                self.refuse(tr("There is a file “{name}” already. Choose it, or another name.", name=path.name))
                return
        wanted, told = self._wanted, self._told
        order = Order(path, self.purpose.currentData(), wanted.ids, wanted.heads, chosen.bom, chosen.card)
        self.accept()
        self._desk.ask(
            write, order, done=lambda done: told(_done(done, wanted, path)),
            progress=lambda progress: told(_so_far(progress)), owner=self._over,
        )  # fmt: skip


def _so_far(progress: Progress) -> str:
    return tr("Exporting: {done} of {total}", done=number(progress.done), total=number(progress.total))


def _file_name(name: str) -> str:
    """Return a list's name without what no system takes in a file's name."""
    return "".join(letter if letter.isalnum() or letter in " -_.," else " " for letter in name).strip() or tr("List")


def _done(done: int | Mailing, wanted: Wanted, path: Path) -> str:
    if isinstance(done, int):
        return tr("Exported {people} to {file}", people=counted.contacts(wanted.kind, done), file=path.name)
    left_out = (
        (done.opted_out, tr("{count} opted out", count=number(done.opted_out))),
        (done.no_email, tr("{count} without an email", count=number(done.no_email))),
        (done.same_email, tr("{count} with the same email", count=number(done.same_email))),
    )
    why = ", ".join(said for many, said in left_out if many)
    addresses = trn("{count} address", "{count} addresses", done.contacts)
    if why:
        return tr("Exported {addresses} to {file}. Left out: {why}", addresses=addresses, file=path.name, why=why)
    return tr("Exported {addresses} to {file}", addresses=addresses, file=path.name)
