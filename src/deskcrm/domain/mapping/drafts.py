"""`Draft`: one column of a file while its meaning is being settled, and how weighty each kind of reason is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from deskcrm.domain.mapping.looks import Look
from deskcrm.domain.mapping.model import NOT_IMPORTED
from deskcrm.languages import tr

NOTHING_LIKE_IT: Final = tr("nothing like it here")
BY_EXPORTER: Final = 100
BY_VALUES: Final = 40
_HAS_CONTENT: Final = 15
_DOUBTED: Final = 40


@dataclass(slots=True)
class Draft:
    """One column while it is being settled."""

    header: str
    look: Look
    target: str = NOT_IMPORTED
    why: str = NOTHING_LIKE_IT
    sure: bool = True
    score: int = 0
    known: bool = False  # by its exporter or its own name: the rest of the file changes nothing
    options: dict[str, str] = field(default_factory=dict)

    def put(self, target: str, why: str, score: int, sure: bool = True) -> None:
        """Send the column to a target, for a reason, with a weight against rivals."""
        self.target, self.why, self.sure = target, why, sure
        self.score = score + (_HAS_CONTENT if self.look.filled else 0)

    def doubt(self, why: str) -> None:
        """Keep the target but say what speaks against it."""
        self.why, self.sure, self.score = why, False, self.score - _DOUBTED

    def leave(self, why: str = NOTHING_LIKE_IT, sure: bool = True) -> None:
        """Not imported, kept with the record."""
        self.target, self.why, self.sure, self.options = NOT_IMPORTED, why, sure, {}
