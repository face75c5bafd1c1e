"""What the profile's popovers say: other values of a field, all records, the whole of one entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskcrm.domain.views import ActivityVersion, HistoryEntry, RecordView, TaskView, TimelineEntry
from deskcrm.languages import tr
from deskcrm.ui import words
from deskcrm.ui.models.timeline_words import amount_of, extent_of, headline, whence
from deskcrm.ui.screens.profile_parts.related import where_of
from deskcrm.ui.screens.profile_parts.saying import Other
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, Line, column, row


def fill_others(body: QVBoxLayout, others: Sequence[Other], use: Callable[[Other], None]) -> None:
    """List values that don't show, each with a link that makes it show."""
    for n, other in enumerate(others):
        if n:
            body.addWidget(Line())
        text = Label(other.text, wrap=True, selectable=True)
        why = f"{other.whence}. {other.why}." if other.whence else f"{other.why}."
        take = Button(tr("Use this"), "link", name=tr("Use {text}", text=other.text), click=_user(use, other))
        line = row(text, take)
        line.setStretch(0, 1)
        body.addLayout(column(line, Label(why, Type.SMALL, tone="muted", wrap=True), spacing=1))


def add_keep(body: QVBoxLayout, source: str, keep: Callable[[], object]) -> None:
    """End with what answers a quiet flag: the owner's value stays, and the flag goes."""
    body.addWidget(Line())
    body.addWidget(
        Button(tr("Keep yours"), "link", name=tr("Keep yours, whatever {source} says now", source=source), click=keep)
    )


def _user(use: Callable[[Other], None], other: Other) -> Callable[[], None]:
    return lambda: use(other)


def fill_records(body: QVBoxLayout, records: Sequence[RecordView], act: Callable[[RecordView, QWidget], None]) -> None:
    """List every record with its source, file and row; those of undone imports last and faint.

    `act(record, button)` is called by a live record's button for what can be done with it.
    """
    for n, record in enumerate(sorted(records, key=lambda r: not r.live)):
        if n:
            body.addWidget(Line())
        head = Label(record.source, weight=Type.MEDIUM, tone="" if record.live else "muted", wrap=True)
        when = Label(words.day(record.at), Type.SMALL, tone="muted")
        when.set_hint(words.exact(record.at))
        line = row(head, when)
        line.setStretch(0, 1)
        if record.live:
            more = Button(
                kind="quiet", icon="ellipsis", name=tr("Detach or move the record of {source}", source=record.source)
            )
            more.clicked.connect(partial(act, record, more))
            line.addWidget(more)
        place = where_of(record) if record.live else tr("{place}, its import was undone", place=where_of(record))
        lines = [Label(place, Type.SMALL, tone="muted", wrap=True, selectable=True)]
        if record.external_key and not record.external_key.startswith("k1 "):
            lines.append(
                Label(
                    tr("Id {id}", id=record.external_key),
                    Type.SMALL,
                    tone="muted",
                    wrap=True,
                    selectable=True,
                )
            )
        body.addLayout(column(line, *lines, spacing=1))


def fill_entry(body: QVBoxLayout, entry: TimelineEntry) -> None:
    """Show all that is known of something that happened."""
    said = " · ".join(part for part in (words.kind(entry.kind), amount_of(entry), extent_of(entry)) if part)
    body.addWidget(Label(said, Type.SMALL, tone="muted", wrap=True))
    body.addWidget(Label(words.exact(entry.at), Type.SMALL, tone="muted", wrap=True))
    if entry.text and entry.text != headline(entry):
        body.addWidget(Label(entry.text, wrap=True, selectable=True))
    if entry.status:
        body.addWidget(Label(tr("Status: {status}", status=entry.status), Type.SMALL, tone="muted", wrap=True))
    place = tr("Written by you") if entry.own else whence(entry)
    body.addWidget(Label(place, Type.SMALL, tone="muted", wrap=True, selectable=True))


def add_versions(body: QVBoxLayout, versions: Sequence[ActivityVersion]) -> None:
    """Say what an entry was told to be before, the newest first: an order pending before it was refunded."""
    body.addWidget(Line())
    body.addWidget(Label(tr("Before"), Type.SMALL, Type.MEDIUM, tone="muted"))
    for one in versions:
        said = one.data
        amount = words.money(said["amount"], said.get("currency", "")) if said.get("amount") is not None else ""
        parts = (said.get("title", ""), amount, said.get("status", ""), said.get("outcome", ""), said.get("text", ""))
        body.addWidget(Label(" · ".join(part for part in parts if part), wrap=True, selectable=True))
        told = f"{words.source(one.source)}, {words.exact(one.at)}" if one.source else words.exact(one.at)
        body.addWidget(Label(told, Type.SMALL, tone="muted", wrap=True))


def add_ends(body: QVBoxLayout, edit: Callable[[], None], move: Callable[[], None], delete: Callable[[], None]) -> None:
    """Let the owner's own entry be corrected, given to another contact, or deleted."""
    body.addSpacing(Space.XS)
    change = Button(tr("Edit…"), icon="pencil", name=tr("Edit this entry"), click=edit)
    away = Button(tr("Move to…"), icon="users", name=tr("Move this entry to another contact"), click=move)
    gone = Button(tr("Delete"), "danger", "trash-2", name=tr("Delete this entry"), click=delete)
    body.addLayout(row(change, away, gone, None))


def fill_change(body: QVBoxLayout, change: HistoryEntry, undo: Callable[[], None]) -> None:
    """Show what a change was, field by field, and let it be undone."""
    body.addWidget(Label(words.exact(change.at), Type.SMALL, tone="muted", wrap=True))
    blank = tr("blank")
    for field, before, after in change.changes:
        body.addWidget(Label(field, Type.SMALL, tone="muted"))
        body.addWidget(Label(f"{before or blank} → {after or blank}", wrap=True, selectable=True))
    if change.detail:
        body.addWidget(Label(change.detail, wrap=True, selectable=True))
    if change.undoable:
        body.addSpacing(Space.XS)
        body.addLayout(
            row(Button(tr("Undo"), icon="undo-2", name=tr("Undo: {what}", what=change.summary), click=undo), None)
        )
    else:
        body.addWidget(Label(change.why_not, Type.SMALL, tone="muted", wrap=True))


def fill_task(
    body: QVBoxLayout, task: TaskView, done: Callable[[], None], change: Callable[[], None]
) -> None:  # fmt: skip
    """Show a task and let it be done or changed."""
    due = words.exact(task.due) if task.due else tr("No date")
    late = bool(task.due) and words.overdue(task.due or "")
    body.addWidget(
        Label(
            tr("Overdue since {due}", due=due) if late else due, Type.SMALL, tone="bad" if late else "muted", wrap=True
        )
    )
    if task.notes:
        body.addWidget(Label(task.notes, wrap=True))
    finish = Button(tr("Done"), "primary", "check", name=tr("Done: {title}", title=task.title), click=done)
    body.addLayout(
        row(
            finish,
            Button(tr("Change…"), icon="pencil", name=tr("Change {title}", title=task.title), click=change),
            None,
        )
    )
