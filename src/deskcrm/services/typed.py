"""What the owner types, as it is kept: by the workspace's country and the kinds of the owner's own fields."""

from __future__ import annotations

from collections.abc import Sequence

from deskcrm.domain import editing
from deskcrm.domain.cleaning.dates import order_of
from deskcrm.domain.patches import Patch
from deskcrm.services import own_fields, settings
from deskcrm.services.workspace import Workspace


def normalised(ws: Workspace, patches: Sequence[Patch]) -> list[Patch]:
    """The patches with their values as they are kept. Raises InvalidValue for a field that does not exist."""
    country = settings.country(ws)
    own = {field.column: field.as_kind for field in own_fields.every(ws)}
    return [one for patch in patches for one in editing.normalised(patch, country, order_of(country), own)]
