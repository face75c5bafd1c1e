"""What DeskCRM is made of and under which licences, and what is new in it: the texts that its About box shows."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Final

from deskcrm.languages import language, tr

GENERATED: Final = "licences.txt"
"""The whole text beside a packaged program, which has no metadata of its libraries (`packaging/build`)."""
_QT: Final = tr(
    "Qt and PySide6 are used under the GNU Lesser General Public License 3. They lie as "
    "separate, unchanged\nlibraries in the folder of the program, where you may replace them "
    "with your own builds. Their source:\nhttps://download.qt.io/official_releases/"
)
_ASSETS: Final = (("fonts", "Inter, the font (OFL-1.1)"), ("icons", "Lucide, the icons (ISC)"))


def text() -> str:
    """The licences of everything that this DeskCRM brings along or stands on."""
    made = files("deskcrm") / GENERATED
    return made.read_text(encoding="utf-8") if made.is_file() else whole(_needed("deskcrm"))


def news() -> str:
    """What is new, version by version, the newest first, as Markdown of small headings."""
    told = (files("deskcrm.languages") / language() / "news.md").read_text(encoding="utf-8")
    return told.partition("\n")[2].replace("\n## ", "\n#### ")


def whole(names: Iterable[str]) -> str:
    """The licences of Python, of these distributions, of the font and the icons, as one text."""
    python = Path(sys.base_prefix, "lib", f"python3.{sys.version_info.minor}", "LICENSE.txt")
    parts = [_heading(f"Python {sys.version.split()[0]} (PSF-2.0)")]
    if python.exists():
        parts.append(python.read_text("utf-8").strip())
    parts += [_of_distribution(name) for name in sorted(names)]
    for folder, title in _ASSETS:
        licence = files("deskcrm.ui.theme") / "assets" / folder / "LICENSE"
        parts += [_heading(title), licence.read_text("utf-8").strip()]
    listed = (files("deskcrm.services.disposable") / "LICENSE").read_text("utf-8")
    parts += [_heading(tr("disposable-email-domains, the list of throw-away mailboxes (MIT)")), listed.strip()]
    return "\n\n\n".join(parts) + "\n"


def installed(names: Iterable[str]) -> set[str]:
    """Those of these distributions that are installed here."""
    there = {_usual(dist.metadata["Name"]) for dist in metadata.distributions()}
    return {_usual(name) for name in names} & there


def _needed(root: str) -> set[str]:
    """What a distribution needs here, and what that needs, by its own word; itself left out."""
    found: set[str] = set()
    new = {_usual(root)} if installed([root]) else set()
    while new:
        found |= new
        wanted = [line for name in new for line in metadata.requires(name) or () if "extra ==" not in line]
        new = installed(re.match(r"[\w.-]+", line)[0] for line in wanted) - found  # type: ignore[index]
    return found - {_usual(root)}


def _of_distribution(name: str) -> str:
    """Name, version, licence as its makers call it, and the texts that they ship."""
    dist = metadata.distribution(name)
    said = dist.metadata["License-Expression"] or dist.metadata["License"] or ""
    classified = [c.rpartition(" :: ")[2] for c in dist.metadata.get_all("Classifier") or () if c.startswith("License")]
    short = said if said and len(said) < 80 else ", ".join(classified)
    shipped = [f for f in dist.files or () if re.search(r"(licen[cs]e|copying|notice)[^/]*$", str(f), re.IGNORECASE)]
    shipped = [f for f in shipped if not f.suffix.startswith(".py")]
    texts = [Path(str(f.locate())).read_text("utf-8", "replace").strip() for f in shipped]
    note = [_QT] if name.startswith(("pyside6", "shiboken6")) else []
    head = f"{dist.metadata['Name']} {dist.version}" + (f" ({short})" if short else "")
    return "\n\n".join([_heading(head), *note, *dict.fromkeys(texts)])


def _usual(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _heading(words: str) -> str:
    return f"{words}\n{'=' * len(words)}"
