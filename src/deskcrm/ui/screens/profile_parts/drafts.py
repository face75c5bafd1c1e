"""What was begun in the composer of each contact and not saved: for coming back, and for the next time."""

from __future__ import annotations

from deskcrm.ui.desk import Desk
from deskcrm.ui.screens.profile_parts.composer import Composer, Draft
from deskcrm.ui.screens.profile_parts.reading import Opened


class Drafts:
    """Puts drafts into the composer and takes them out of it."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._known: dict[int, Draft | None] = {}  # of each contact that had one since the window is open

    def come_back(self, opened: Opened) -> None:
        """Go on with what was begun about this contact."""
        contact = opened.profile.id
        if contact not in self._known and opened.draft is not None:
            self._known[contact] = Draft(*opened.draft)
        self._composer.take(self._known.get(contact) or Draft())

    def hold(self, opened: Opened) -> None:
        """Hold what is begun about this contact."""
        draft = self._composer.draft if self._composer.draft.text.strip() else None
        if draft is not None or opened.profile.id in self._known:
            self._known[opened.profile.id] = draft

    def write(self, desk: Desk) -> None:
        """Keep all that is held in the workspace."""
        from deskcrm.services import drafts

        if self._known:
            said = {contact: (draft.kind, draft.text) if draft else None for contact, draft in self._known.items()}
            desk.do(drafts.keep, said)
