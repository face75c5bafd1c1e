"""Days, clocks and amounts as regions write them; each language or region in a process of its own, as it is in life."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from babel.dates import format_date, format_skeleton

from deskcrm.languages import choice, regional

_ASKED = """
import json
from datetime import date, datetime
from decimal import Decimal
from deskcrm.languages import language, listed, locale_name, number, regional as r, tr, trn
day, at = date(2026, 9, 5), datetime(2026, 9, 5, 15, 5)
print(json.dumps({
    "locale": locale_name(), "language": language(),
    "day": r.day(day, year=True), "weekday": r.weekday(day, year=False),
    "full": r.full_day(at), "month": r.month_year(day), "name": r.weekday_name(day), "clock": r.clock(at),
    "decimal": r.decimal(1234.56), "number": number(-1234567), "money": r.money(Decimal("-1284.50"), "EUR"),
    "yen": r.money(Decimal(1284), "JPY"), "plain": r.money(Decimal("0.5"), ""),
    "short": r.short_money(Decimal(123456789), "EUR"), "country": r.country_names()["DE"],
}))
"""


def asked(name: str, *, chosen: str = "", home: Path | None = None) -> dict[str, Any]:
    """What a process says that was started with this locale, or with this choice kept in a home of its own."""
    environment = {key: value for key, value in os.environ.items() if key not in ("LC_ALL", "LC_MESSAGES", "LC_TIME")}
    environment |= {"LANG": name, "DESKCRM_LANGUAGE": chosen}
    if home is not None:
        environment["XDG_CONFIG_HOME"] = str(home)
    done = subprocess.run([sys.executable, "-c", _ASKED], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.replace("\\u00a0", " ").replace("\\u202f", " "))
    return found


def test_german_in_germany() -> None:
    assert asked("", chosen="de_DE") == {
        "locale": "de_DE", "language": "de", "day": "5. Sept. 2026", "weekday": "Sa., 5. Sept.",
        "full": "Samstag, 5. September 2026", "month": "September 2026", "name": "Samstag", "clock": "15:05",
        "decimal": "1.234,6", "number": "-1.234.567", "money": "-1.284,50 €", "yen": "1.284 ¥", "plain": "0,5",
        "short": "123,5 Mio. €", "country": "Deutschland",
    }  # fmt: skip


def test_american_english() -> None:
    said = asked("", chosen="en_US")
    assert [said[key] for key in ("day", "weekday", "full", "clock", "money", "short")] == [
        "Sep 5, 2026", "Sat, Sep 5", "Saturday, September 5, 2026", "3:05 PM", "-€1,284.50", "€123.5M"
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these systems tell their language otherwise")
@pytest.mark.parametrize(
    ("computer", "locale"),
    [("de_AT.UTF-8", "de_AT"), ("C.UTF-8", "en_GB"), ("", "en_GB"), ("en_US", "en_US"), ("fr_FR.UTF-8", "en_FR"),
     ("pt_BR", "en_GB"), ("en_IE@euro", "en_IE"), ("de_US", "de_DE")],
)  # fmt: skip
def test_what_the_computer_says(computer: str, locale: str, tmp_path: Path) -> None:
    assert asked(computer, home=tmp_path)["locale"] == locale


def test_what_the_owner_chose_comes_before_the_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    choice.keep("de", "CH")
    assert choice.kept() == ("de", "CH")
    if sys.platform.startswith("linux"):
        assert asked("en_US", home=tmp_path)["locale"] == "de_CH"
        (tmp_path / "DeskCRM" / "language.json").write_text("[spoilt")
        assert asked("en_US", home=tmp_path)["locale"] == "en_US"


@pytest.mark.parametrize("month", range(1, 13))
def test_british_english_is_what_the_table_of_regions_has(month: int) -> None:
    """Except for "Sep", which is "Sept" there, and the comma behind a weekday."""
    at = date(2026, month, 9)
    table = {
        regional.day(at, year=True): "yMMMd", regional.weekday(at, year=False): "MMMEd",
        regional.month_year(at): "yMMMM", regional.long_day(at): "MMMMd",
    }  # fmt: skip
    for said, skeleton in table.items():
        assert said == re.sub(r"\bSept\b", "Sep", format_skeleton(skeleton, at, locale="en_GB"))
    assert regional.full_day(at).replace(",", "") == format_date(at, "full", locale="en_GB").replace(",", "")


def test_the_regions_of_a_language_are_named_in_it() -> None:
    assert list(regional.regions("de").values()) == [
        "Belgien", "Deutschland", "Italien", "Liechtenstein", "Luxemburg", "Österreich", "Schweiz"
    ]  # fmt: skip
    assert len(regional.regions("en")) > 80
    assert regional.example("de_AT") == "31.03.2026, 15:05, 1.234,50"
