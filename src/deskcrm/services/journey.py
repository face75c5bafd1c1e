"""The whole story of one contact in little, for the picture of its journey."""

from __future__ import annotations

from deskcrm.domain.journey import Journey
from deskcrm.services.workspace import Workspace
from deskcrm.store import journey as store_journey


def of(ws: Workspace, contact: int) -> Journey:
    """Every touchpoint of a profile (and of a company's people) and its way through the stages. Raises NotFound."""
    with ws.database.read() as connection:
        return store_journey.journey(connection, contact)
