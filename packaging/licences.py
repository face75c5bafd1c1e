"""Writes the licences of everything that a packaged DeskCRM brings along: `licences.py FILE`."""

import re
import sys
from pathlib import Path

from deskcrm.services import licences

LOCK = Path(__file__).resolve().parent.parent / "requirements" / "app.txt"

if __name__ == "__main__":
    names = re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    Path(sys.argv[1]).write_text(licences.whole(licences.installed(names)), encoding="utf-8")
