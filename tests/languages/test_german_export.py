"""A plain export of a German owner: its headers are German, and each is known again when the file comes back."""

from __future__ import annotations

import json
import os
import subprocess
import sys

_SAID = """
import json
from deskcrm.domain.fields import ADDRESS_PARTS, FIELDS, STAGES, FieldKind
from deskcrm.domain.lifecycle import stage_key
from deskcrm.domain.mapping.model import split_target
from deskcrm.domain.mapping.propose import propose
from deskcrm.services.exportcolumns import Column

VALUES = {"emails": "anna@example.com", "phones": "+49 30 1234567",
          "urls": "https://example.com", "birthday": "1980-03-02",
          "anniversary": "2010-05-01", "gender": "female", "keep_in_touch": "6 weeks", "prefix": "Dr.",
          "city": "Berlin", "street": "Hauptstr. 5", "extended": "Hinterhaus",
          "region": "Berlin", "postcode": "10115", "country": "DE"}
columns = []
for field in FIELDS:
    parts = ADDRESS_PARTS if field.kind is FieldKind.ADDRESS else ("",) if field.kind is FieldKind.POINT else ()
    columns += [Column(field.key, 1, part) for part in parts] or [Column(field.key)]
rows = [[VALUES.get(c.part or c.key, f"{c.key} {n}") for c in columns] for n in range(3)]
found = propose([c.words for c in columns], rows)
print(json.dumps({
    "headers": [c.words for c in columns],
    "meant": [[c.key, c.part] for c in columns],
    "read": [split_target(one.target)[::2] for one in found.columns],
    "stages": {key: stage_key(words) for key, words in STAGES.items()},
}))
"""


def test_a_german_export_is_known_field_by_field() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SAID],
        env={**os.environ, "DESKCRM_LANGUAGE": "de", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    said = json.loads(done.stdout)
    assert {"Vorname", "Nachname", "E-Mail 1", "Adresse 1 PLZ"} <= set(said["headers"])
    assert said["read"] == said["meant"]
    assert said["stages"] == {key: key for key in said["stages"]}
