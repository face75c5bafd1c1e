"""Who is there already when somebody is added: by the same email or phone, or alike enough to be the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskcrm.languages import tr
from deskcrm.ui.theme import Space, Type
from deskcrm.ui.widgets.basic import Button, Label, clear, column, row

if TYPE_CHECKING:
    from deskcrm.services.workspace import Workspace

_MOST: Final = 3
_LIKELY: Final = 0.5
"""Below this nobody is worth a warning while one types."""


class Known(NamedTuple):
    """Somebody who may be the one, and why."""

    contact: int
    name: str
    why: str


class KnownAlready(QFrame):
    """A box that names them, each to be opened instead; hidden while there is nobody."""

    def __init__(self, open_contact: Callable[[int], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "warning")
        self._open = open_contact
        self._shown: tuple[Known, ...] = ()
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        self._body.setSpacing(Space.XS)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return "\n".join(f"{known.name}: {known.why}" for known in self._shown)

    def tell(self, found: Sequence[Known]) -> None:
        """Name these, or hide."""
        if tuple(found) != self._shown:
            self._shown = tuple(found)
            clear(self._body)
            for known in self._shown:
                name = Label(known.name, weight=Type.MEDIUM, elide=True)
                why = Label(known.why, Type.SMALL, tone="warning", wrap=True)
                act = Button(
                    tr("Open instead"),
                    "link",
                    name=tr("Open {name} instead", name=known.name),
                    click=partial(self._open, known.contact),
                )
                line = row(column(name, why, spacing=0), act)
                line.setStretch(0, 1)
                self._body.addLayout(line)
        self.setAccessibleName(tr("There already? {text}", text=self.text) if found else "")
        self.setVisible(bool(found))


def same_point(workspace: Workspace, fields: dict[str, Any]) -> list[Known]:
    """Find who has one of these emails or phones."""
    from deskcrm.services import reads

    found: dict[int, Known] = {}
    for key in ("emails", "phones"):
        for point in fields.get(key, ())[:_MOST]:
            text = point["value"]
            for hit in reads.search(workspace, text, _MOST) if len(text) > _SHORTEST else ():
                theirs = reads.profile(workspace, hit.id).fields.get(key, ())
                if any(_plain(text) == _plain(one["value"]) for one in theirs):
                    found.setdefault(hit.id, Known(hit.id, hit.name, _same(key, text)))
    return list(found.values())[:_MOST]


def _same(key: str, text: str) -> str:
    return tr("Same email: {text}", text=text) if key == "emails" else tr("Same phone: {text}", text=text)


def alike(workspace: Workspace, fields: dict[str, Any], kind: str) -> list[Known]:
    """Find who has one of these emails or phones, then who is alike in other ways."""
    from deskcrm.services import duplicates

    found = {known.contact: known for known in same_point(workspace, fields)}
    for one in duplicates.check_new(workspace, fields, kind):
        reasons = [evidence.text for evidence in one.evidence[:-1] if evidence.weight > 0]
        if one.score >= _LIKELY and reasons:
            why = ", ".join(reasons[:2])
            found.setdefault(one.contact, Known(one.contact, one.name, why[:1].upper() + why[1:]))
    return list(found.values())[:_MOST]


_SHORTEST: Final = 5


def _plain(point: str) -> str:
    folded = point.casefold()
    return folded if "@" in folded else "".join(c for c in folded if c.isdigit() or c == "+")
