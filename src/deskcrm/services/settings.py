"""Settings of a workspace: the owner's country, currency and the like."""

from __future__ import annotations

import locale
from typing import Any, Final

import orjson

from deskcrm.domain.changes import Changes
from deskcrm.services.outcome import Outcome
from deskcrm.services.workspace import Workspace
from deskcrm.store import operations, writes

CALENDAR_FOLDER: Final = "calendar.folder"
"""The setting that says where the calendar file is kept up to date."""

_CURRENCIES = {
    "US": "USD", "GB": "GBP", "CH": "CHF", "CA": "CAD", "AU": "AUD", "JP": "JPY", "SE": "SEK", "DK": "DKK",
    "NO": "NOK", "PL": "PLN", "CZ": "CZK", "HU": "HUF", "NZ": "NZD", "IN": "INR", "BR": "BRL", "MX": "MXN",
}  # fmt: skip


def get(ws: Workspace, key: str, default: Any = None) -> Any:
    """A setting, or `default` where it was never set."""
    with ws.database.read() as connection:
        row = connection.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return orjson.loads(row[0]) if row else default


def put(ws: Workspace, key: str, value: Any) -> Outcome[None]:
    """Changes a setting; an operation of History like any other."""
    with ws.database.write() as connection:
        operation = operations.begin(connection, "setting", ws.now(), {"key": key})
        writes.change_row(connection, operation, "setting", "key", key, {"value": orjson.dumps(value).decode()})
    return Outcome(None, Changes(operation, frozenset({"settings", "history"})))


def remember(ws: Workspace, key: str, value: Any) -> Outcome[None]:
    """Notes how a part of the window was left; no operation, for there is nothing in it to undo."""
    with ws.database.write() as connection:
        said = orjson.dumps(value).decode()
        connection.execute("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (key, said))
    return Outcome(None, Changes())


def country(ws: Workspace) -> str:
    """The country (ISO 3166 alpha-2) that phone numbers without one belong to: set, or the system's region."""
    return str(get(ws, "country") or system_country())


def currency(ws: Workspace) -> str:
    """The currency (ISO 4217) of amounts without one: set, or that of the country."""
    return str(get(ws, "currency") or _CURRENCIES.get(country(ws), "EUR"))


def system_country() -> str:
    """The region of the system's locale, "DE" where it has none."""
    try:
        name = locale.setlocale(locale.LC_CTYPE, None) or ""
    except locale.Error:
        name = ""
    territory = name.partition(".")[0].partition("_")[2]
    return territory if len(territory) == 2 else "DE"
