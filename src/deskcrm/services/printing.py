"""What is printed: addresses for labels. Lists and profiles are printed as screens read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from deskcrm.domain.errors import Cancelled
from deskcrm.domain.labels import is_enough
from deskcrm.domain.unify import unify
from deskcrm.languages import tr
from deskcrm.services.workspace import Workspace
from deskcrm.store import lists
from deskcrm.store.loading import Loader

_AT_A_TIME: Final = 1000


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody with an address by which a letter comes."""

    contact: int
    name: str
    organization: str
    address: dict[str, str]


@dataclass(frozen=True, slots=True)
class Addressees:
    """Those with an address, in the order asked for, and how many have none that is enough."""

    found: tuple[Addressee, ...]
    without: int


def addressees(
    ws: Workspace, contacts: Sequence[int], *, cancelled: Callable[[], bool] | None = None
) -> Addressees:  # fmt: skip
    """The first address of each of these contacts that a letter can come by. Raises Cancelled."""
    found: list[Addressee] = []
    for start in range(0, len(contacts), _AT_A_TIME):
        if cancelled is not None and cancelled():
            raise Cancelled(tr("Cancelled. Nothing was printed."))
        with ws.database.read() as connection:
            part = contacts[start : start + _AT_A_TIME]
            addresses = {root: _address(facts) for root, facts in Loader(connection).facts(part).items()}
            for line in lists.rows(connection, part):
                address = addresses.get(line.id)
                if address is not None:
                    found.append(Addressee(line.id, line.name, line.organization, address))
    return Addressees(tuple(found), len(contacts) - len(found))


def _address(facts: Any) -> dict[str, str] | None:
    claims = unify(facts).lists.get("addresses", ())
    return next((dict(claim.value) for claim in claims if is_enough(claim.value)), None)
