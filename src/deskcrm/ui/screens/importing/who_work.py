"""What the page about who is who has to be asked for: by what rows can be known, how far the source is trusted now."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskcrm.ui.desk import Desk
from deskcrm.ui.import_process import identify_rows
from deskcrm.ui.screens.importing.draft import Draft
from deskcrm.ui.screens.importing.who_page import WhoPage


class WhoWork(QObject):
    """Serves that page, for one file at a time."""

    def __init__(self, desk: Desk, page: WhoPage) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def show(self, draft: Draft) -> None:
        """Show a file at once, and what is found out about it as it comes."""
        from deskcrm.services import sources

        page, report = self._page, draft.report
        assert report is not None
        page.show_draft(draft)
        self._desk.ask(
            sources.named, report.source, done=lambda found: page.show_source(draft, found), key="trust", owner=self
        )  # fmt: skip
        identify_rows(
            self._desk,
            report,
            done=lambda found: page.show_identities(draft, found),
            failed=page.trouble.say,
            owner=self,
        )
