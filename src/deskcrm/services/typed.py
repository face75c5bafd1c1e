"""What the owner types, as it is kept: by the workspace's country and the kinds of the owner's own fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deskcrm.domain import editing
from deskcrm.domain.cleaning.dates import order_of
from deskcrm.domain.patches import Patch
from deskcrm.services import own_fields, settings, stages
from deskcrm.services.workspace import Workspace


def normalised(ws: Workspace, patches: Sequence[Patch]) -> list[Patch]:
    """The patches with their values as they are kept. Raises InvalidValue for a field that does not exist."""
    country = settings.country(ws)
    own = {field.column: field.as_kind for field in own_fields.every(ws)}
    patches = [_with_stage(ws, patch) for patch in patches]
    return [one for patch in patches for one in editing.normalised(patch, country, order_of(country), own)]


def _with_stage(ws: Workspace, patch: Patch) -> Patch:
    """A patch in which a stage that is said in the owner's words is said by its key."""
    if patch.field != "stage" or not isinstance(patch.value, str):
        return patch
    return replace(patch, value=stages.key_of(ws, patch.value))
