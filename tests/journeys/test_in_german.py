"""A first day in German, in a real window: welcome, a file with German columns, a call, a task in German words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskcrm.domain.views import ListQuery
from deskcrm.services import reads
from deskcrm.services.workspace import Workspace

SHOP = """Kundennummer;Vorname;Nachname;E-Mail;Telefon;Ort;Geburtstag
1001;Anna;Weber;anna@posteo.example;030 5550 1287;Berlin;31.03.1984
1002;Jörg;Weiß;joerg@garten.example;0171 5550 129;Köln;02.11.1971
1003;Zoë;Straßer;zoe@strasser.example;;Wien;
"""


def people(workspace: Workspace) -> list[str]:
    return sorted(row.name for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery())))


def birthday(workspace: Workspace) -> object:
    (anna,) = [row.id for row in reads.rows(workspace, reads.list_ids(workspace, ListQuery(text="Anna")))]
    return reads.profile(workspace, anna).fields.get("birthday")


def test_a_first_day_in_german(
    listener: Callable[..., Any], tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKCRM_LANGUAGE", "de")
    file = tmp_path / "kunden.csv"
    file.write_text(SHOP, encoding="utf-8")
    me = listener()
    me.sees("Willkommen – DeskCRM")
    me.picture("willkommen")
    me.drags(file, "Ihre Kunden hereinholen", "Import – DeskCRM", said="Legen Sie eine Datei")
    for step in ("Weiter: Felder", "Weiter: Wer ist wer", "Weiter: Vorschau"):
        me.hears(step)
        me.picture(step.rpartition(" ")[2].lower())
        me.points_at(step)
    me.hears("3 Zeilen importieren")
    me.picture("vorschau")
    me.points_at("3 Zeilen importieren")
    me.has("the people", people, ["Anna Weber", "Jörg Weiß", "Zoë Straßer"])
    me.has("her birthday", birthday, "1984-03-31")
    me.reads("neue Personen")
    me.picture("importiert")

    me.presses("ctrl+k")
    me.types("anna w")
    me.reads("Anna Weber")
    me.picture("suche")
    me.presses("Return")
    me.sees("Anna Weber – DeskCRM")
    me.reads("31. März 1984")
    me.picture("profil")
    me.points_at("Anruf")
    me.types("Fragt nach dem Angebot")
    me.presses("ctrl+Return")
    me.reads("Fragt nach dem Angebot")
    me.picture("anruf")
    me.points_at("Heute", "check box")
    me.types("Anna Weber morgen um 10 anrufen")
    me.picture("aufgabe")
    me.presses("Return")
    tomorrow = f"{date.today() + timedelta(days=1)}T10:00"
    me.has("what is due", lambda ws: [(t.name, t.due) for t in reads.tasks(ws)], [("Anna Weber", tomorrow)])
    me.picture("heute")
    me.points_at("Verlauf", "check box")
    me.sees("Verlauf – DeskCRM")
    me.picture("verlauf")
    me.presses("ctrl+q")
    assert me.leaves() == (0, "")
