"""A process that speaks German: the terminal's help and errors, and the labels that stay as they are kept."""

from __future__ import annotations

import os
import subprocess
import sys

_SAID = """
from deskcrm.cli import main
from deskcrm.domain.pointlabels import kept, said
print(said("work"), kept(said("work")), kept("work"), said("Chalet"))
main(["merge", "--help"])
main(["merge", "1"])
"""


def test_help_and_errors_are_german_and_labels_are_kept_in_english():
    done = subprocess.run(
        [sys.executable, "-c", _SAID],
        env={**os.environ, "DESKCRM_LANGUAGE": "de", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines()[0] == "geschäftlich work work Chalet"
    assert done.stdout.splitlines()[1].startswith("Aufruf: ")
    assert "Kontakte zusammenführen" in done.stdout
    assert "diese Angaben fehlen: OTHER" in done.stderr
