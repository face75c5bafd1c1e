"""In what a profile is said: the country of its phones, and what the owner's own fields are called and hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from deskcrm.domain.cleaning.dates import order_of
from deskcrm.domain.fields import BY_KEY, CUSTOM_PREFIX, FieldKind, label_of
from deskcrm.domain.own_values import NO, YES
from deskcrm.domain.views import ProfileView

if TYPE_CHECKING:
    from deskcrm.services.own_fields import OwnField

_OWN_KINDS: Final = {
    "text": FieldKind.TEXT,
    "number": FieldKind.NUMBER,
    "date": FieldKind.DATE,
    "choice": FieldKind.CHOICE,
    "yes_no": FieldKind.YES_NO,
}
YES_NO: Final = (YES, NO)


@dataclass(frozen=True, slots=True)
class Terms:
    """`country`: ISO 3166 alpha-2, or ""; `own`: the owner's own fields by their key ("custom.Size"), in order."""

    country: str = ""
    own: Mapping[str, OwnField] = field(default_factory=dict)

    def kind(self, key: str) -> FieldKind:
        """How a field's values behave; what a file brought unasked is text."""
        if key in self.own:
            return _OWN_KINDS[self.own[key].kind]
        return BY_KEY[key].kind if key in BY_KEY else FieldKind.TEXT

    def label(self, key: str) -> str:
        """The words for a field."""
        return self.own[key].label if key in self.own else label_of(key)

    def choices(self, key: str) -> tuple[str, ...]:
        """What can be chosen in a field; () where anything can be typed."""
        if self.kind(key) is FieldKind.YES_NO:
            return YES_NO
        return self.own[key].choices if key in self.own and self.kind(key) is FieldKind.CHOICE else ()

    @property
    def date_order(self) -> str:
        """How a day that could be read in two ways is read: "mdy" or "dmy"."""
        return order_of(self.country)

    def own_keys(self, profile: ProfileView) -> list[str]:
        """The keys of the own fields in which something stands: the owner's in their order, then what files brought."""
        filled = [f"{CUSTOM_PREFIX}{name}" for name in profile.fields.get("custom") or {}]
        return [key for key in self.own if key in filled] + [key for key in filled if key not in self.own]
