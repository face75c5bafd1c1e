"""The owner's own colours of tags, sources and stages: what they are given for, and what counts as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from deskcrm.domain.errors import InvalidValue
from deskcrm.languages import tr

TAG: Final = "tag"
SOURCE: Final = "source"
STAGE: Final = "stage"
_FORM: Final = re.compile(r"#[0-9A-F]{6}")


@dataclass(frozen=True, slots=True)
class Colours:
    """Colours as #RRGGBB; what is in none of these has the theme's own, or none."""

    tags: Mapping[str, str] = field(default_factory=dict)
    """By folded name."""

    sources: Mapping[str, str] = field(default_factory=dict)
    """By folded name."""

    stages: Mapping[str, str] = field(default_factory=dict)
    """By key."""

    def of(self, what: str, name: str) -> str:
        """The colour of a tag or a source by its name, of a stage by its key; "" where it has none of its own."""
        if what == STAGE:
            return self.stages.get(name, "")
        known = self.tags if what == TAG else self.sources
        if not known:
            return ""
        from deskcrm.domain.cleaning.text import fold  # not needed for the first paint

        return known.get(fold(name), "")


def checked(colour: str) -> str:
    """The colour as it is kept, "" for none. Raises InvalidValue for what isn't one."""
    if colour and not _FORM.fullmatch(colour.upper()):
        raise InvalidValue(
            tr("“{colour}” is no colour. Write # and six digits, or letters from A to F.", colour=colour)
        )
    return colour.upper()
