"""Backups: what there is, how it stands with them, a look inside each, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from deskcrm.domain.backups import REASONS, Inside
from deskcrm.domain.changes import Changes
from deskcrm.languages import number, regional, tr, trn
from deskcrm.ui import words
from deskcrm.ui.desk import Desk
from deskcrm.ui.screen import Navigator, Screen
from deskcrm.ui.theme import Size, Space, Type
from deskcrm.ui.widgets.basic import Banner, Button, Card, Icon, Label, Line, clear, column, option, row

if TYPE_CHECKING:
    from deskcrm.domain.views import Progress
    from deskcrm.services.backups import Backup, Status
    from deskcrm.services.restoring import Restored
    from deskcrm.services.workspace import Workspace
    from deskcrm.ui.jobs import Job

_WIDEST = 760
_MEGA = 1_000_000


class BackupsScreen(Screen):
    """The list of backups, newest first, under what holds for all of them."""

    title = tr("Backups")

    def __init__(self, desk: Desk, window: Navigator, parent: QWidget | None = None) -> None:
        super().__init__(desk, window, parent)
        self._job: Job | None = None
        self.lines: list[BackupLine] = []
        self.working = Banner("accent")
        self.trouble = Banner("bad")
        self.warning = Banner("warning")
        self.state = Label("", tone="muted", wrap=True)
        self.automatic = Button(tr("Backups by themselves"), "chip", "check", checkable=True, click=self._switch)
        self.second = Label("", Type.SMALL, tone="muted", elide=True)
        self.choose = Button(tr("Choose"), icon="folder-open", name=tr("Choose a second folder"), click=self.ask_where)
        self.forget = Button(
            tr("Remove"), name=tr("Keep backups in one folder only"), click=lambda: self.choose_second(None)
        )
        self.list = QVBoxLayout()
        self.list.setSpacing(Space.S)
        self._build()

    def _build(self) -> None:
        options = Card((Space.L, Space.M, Space.L, Space.M))
        options.body.setSpacing(Space.M)
        hint = tr("One each day, one when you close DeskCRM, and one before an import of many rows.")
        options.body.addLayout(option(tr("By themselves"), hint, self.automatic, spacing=Space.M))
        options.body.addWidget(Line())
        options.body.addLayout(option(tr("Second folder"), self.second, self.choose, self.forget, spacing=Space.M))
        page = QWidget()
        page.setMaximumWidth(_WIDEST)
        content = QVBoxLayout(page)
        content.setContentsMargins(20, Space.L, 20, Space.XL)
        content.setSpacing(Space.M)
        content.addWidget(Label(self.title, Type.TITLE, Type.BOLD))
        content.addWidget(self.state)
        for banner in (self.working, self.trouble, self.warning):
            content.addWidget(banner)
        content.addWidget(options)
        content.addLayout(self.list)
        content.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    # what the window tells

    def shown(self) -> None:
        """Read what there is."""
        self.reload()

    def on_changed(self, changes: Changes) -> None:
        """Read again where backups came or went."""
        if self.isVisible() and "backups" in changes.kinds:
            self.reload()

    def header_widgets(self) -> list[QWidget]:
        """Offer the next backup."""
        other = Button(tr("Restore a file…"), icon="folder-open", click=self.ask_file)
        return [other, Button(tr("Back up now"), "primary", "archive", click=self.back_up)]

    def focus_first(self) -> None:
        """Put the keyboard on the first option."""
        self.automatic.setFocus(Qt.FocusReason.OtherFocusReason)

    # reading

    def reload(self) -> None:
        """Read the list again."""
        self.desk.ask(_read, done=self._arrived, key="backups", owner=self)

    def _arrived(self, found: tuple[Status, list[Backup]]) -> None:
        status, backups = found
        clear(self.list)
        self.lines = [BackupLine(backup, self.look_inside, self.restore) for backup in backups]
        for line in self.lines:
            self.list.addWidget(line)
        self._show_status(status)

    def _show_status(self, status: Status) -> None:
        newest = status.newest
        if newest is not None:
            last = tr("The newest is of {day}.", day=words.exact(newest.at))
        elif self.lines:
            last = tr("There is none of this one yet; those below are of what was here before.")
        else:
            last = tr("There is none yet.")
        self.state.setText(
            tr(
                "Copies of this workspace, each checked after it was written. {newest} They are in {folder}.",
                newest=last,
                folder=status.folder,
            )
        )
        self.automatic.setChecked(status.automatic)
        self.automatic.set_text(tr("On") if status.automatic else tr("Off"), tr("Backups by themselves"))
        second = status.second
        reached = (
            tr("{folder}, reached {ago}", folder=second, ago=words.ago(status.second_reached))
            if second is not None
            else ""
        )
        self.second.setText(reached or tr("A USB stick or a synced folder, in case this computer is lost."))
        self.forget.setVisible(second is not None)
        if status.warnings:
            self.warning.say(" ".join(status.warnings))
        else:
            self.warning.hide()

    # doing

    def back_up(self) -> None:
        """Make a backup now."""
        from deskcrm.services import backups

        if self._begin(tr("Making a backup…")):
            self._job = self.desk.ask(
                backups.make, progress=self._progress, done=self._made, failed=self._failed, key="backup", owner=self
            )

    def _made(self, backup: Backup) -> None:
        self._end()
        self.nav.toast(tr("Backed up, {size}, checked", size=_size(backup.bytes)))

    def look_inside(self, line: BackupLine) -> None:
        """Show what a backup holds, in its line."""
        from deskcrm.services import restoring

        file = line.backup.file
        self.trouble.hide()
        self.desk.ask(restoring.look_inside, file, done=line.show_inside, failed=self._refused, key=file, owner=self)

    def restore(self, file: Path) -> None:
        """Put a backup in the workspace's place; what is there now becomes the newest line of the list."""
        from deskcrm.services import restoring

        if self._begin(tr("Restoring…")):
            self._job = self.desk.do(
                restoring.restore, file, progress=self._progress, done=self._restored, failed=self._failed, owner=self
            )

    def ask_file(self) -> QFileDialog:
        """Ask for a backup that is in neither folder: of another computer, on a stick; the dialog that asks."""
        dialog = QFileDialog(self, tr("Restore a backup"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(tr("DeskCRM workspaces (*.deskcrm)"))
        dialog.fileSelected.connect(lambda name: self.restore(Path(name)))
        dialog.open()
        return dialog

    def _restored(self, restored: Restored) -> None:
        self._end()
        kept, erased = restored.kept, restored.erased
        text = (
            tr("Restored, but for whoever was erased since ({erased})", erased=number(erased))
            if erased
            else tr("Restored")
        )
        if kept is None:
            self.nav.toast(text)
        else:
            listed = tr("What was here before is in the list.")
            self.nav.toast(f"{text}. {listed}", tr("Take back"), lambda: self.restore(kept))

    def _switch(self) -> None:
        from deskcrm.services import backups

        self.desk.ask(backups.set_automatic, self.automatic.isChecked(), done=self._show_status, owner=self)

    def ask_where(self) -> None:
        """Ask for the second folder."""
        dialog = QFileDialog(self, tr("A second folder for backups"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda name: self.choose_second(Path(name)))
        dialog.open()

    def choose_second(self, folder: Path | None) -> None:
        """Keep each backup in a second folder too (None: no more)."""
        from deskcrm.services import backups

        if self._begin(tr("Copying the newest backup there…")):
            self._job = self.desk.ask(
                backups.choose_second,
                folder,
                progress=self._progress,
                done=lambda _status: self._end(),
                failed=self._failed,
                owner=self,
            )

    # work under way

    def _begin(self, text: str) -> bool:
        """Say that work begins; False while other work is under way."""
        if self._job is not None:
            return False
        self.trouble.hide()
        self.working.say(text, tr("Cancel"), self.cancel)
        return True

    def _progress(self, progress: Progress) -> None:
        done, total = number(progress.done), number(progress.total)
        said = tr("{step}: {done} of {total}", step=progress.step, done=done, total=total)
        if progress.seconds_left:
            left = tr("{seconds} s left", seconds=round(progress.seconds_left))
            said = f"{said}, {left}"
        self.working.say(said, tr("Cancel"), self.cancel)

    def cancel(self) -> None:
        """Stop what is under way; nothing of it is left."""
        if self._job is not None:
            self._job.cancel()

    def _failed(self, text: str) -> None:
        self._end()
        self._refused(text)

    def _refused(self, text: str) -> None:
        self.trouble.say(text)

    def _end(self) -> None:
        self._job = None
        self.working.hide()
        self.desk.announce(Changes(kinds=frozenset({"backups"}), initiator=self))


class BackupLine(Card):
    """One backup: when, why, how large; opened, what it holds and the button that restores it."""

    def __init__(
        self,
        backup: Backup,
        look: Callable[[BackupLine], None],
        restore: Callable[[Path], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__((Space.L, Space.S, Space.M, Space.S), parent)
        self.backup = backup
        when = words.exact(backup.at)
        self.head = Label(when, weight=Type.MEDIUM, elide=True)
        self.head.set_hint(str(backup.file))
        self.detail = Label(self._words(), Type.SMALL, tone="muted" if backup.verified else "warning", elide=True)
        self.look = Button(
            tr("Look inside"),
            icon="eye",
            name=tr("Look inside the backup of {when}", when=when),
            click=lambda: look(self),
        )
        self.inside = Label("", Type.SMALL, wrap=True)
        self.restore = Button(
            tr("Restore this backup"), "primary", "archive-restore", tr("Restore the backup of {when}", when=when),
            click=lambda: restore(backup.file),
        )  # fmt: skip
        mark = Icon("circle-check", "good") if backup.verified else Icon("triangle-alert", "warning")
        top = row(mark, column(self.head, self.detail, spacing=2), self.look, spacing=Space.M)
        top.setStretch(1, 1)
        self.body.addLayout(top)
        self._opened = QWidget()
        below = row(self.inside, self.restore, spacing=Space.L)
        below.setStretch(0, 1)
        below.setContentsMargins(Size.ICON + Space.M, Space.XS, 0, Space.XS)
        self._opened.setLayout(below)
        self.body.addWidget(self._opened)
        self._opened.hide()

    def _words(self) -> str:
        backup = self.backup
        state = tr("checked") if backup.verified else tr("not as it was written, so it may be damaged")
        why = REASONS.get(backup.why, backup.why)
        parts = [why[:1].upper() + why[1:], _size(backup.bytes), state]
        if backup.also is not None:
            parts.append(tr("in both folders"))
        return " · ".join(parts)

    def show_inside(self, inside: Inside) -> None:
        """Open the line."""
        self.inside.setText(inside_words(inside))
        self._opened.show()
        self.look.hide()
        self.restore.setFocus(Qt.FocusReason.OtherFocusReason)


def inside_words(inside: Inside) -> str:
    """Return what a backup holds: "1,204 people, 3 companies, 88 timeline entries. Last: Added Anna Weber, today"."""
    if inside.people is None or inside.companies is None or inside.activities is None:
        return tr("From an older DeskCRM. It is brought up to date when it is restored.")
    counts = ", ".join(
        (
            trn("{count} person", "{count} people", inside.people),
            trn("{count} company", "{count} companies", inside.companies),
            trn("{count} timeline entry", "{count} timeline entries", inside.activities),
        )
    )
    return (
        tr("{counts}. Last: {change}, {day}", counts=counts, change=inside.last, day=words.exact(inside.last_at))
        if inside.last
        else f"{counts}."
    )


def _size(size: int) -> str:
    return f"{regional.decimal(size / _MEGA)} MB"


def _read(workspace: Workspace) -> tuple[Status, list[Backup]]:
    from deskcrm.services import backups

    return backups.status(workspace), backups.listed(workspace)
