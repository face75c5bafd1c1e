"""The licences of everything that a packaged DeskCRM brings along, as one text that can't fall behind."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "src" / "deskcrm" / "ui" / "theme" / "assets"
QT_NOTE = """Qt and PySide6 are used under the GNU Lesser General Public License 3. They lie as separate, unchanged
libraries in the folder of the program, where you may replace them with your own builds. Their source:
https://download.qt.io/official_releases/"""


def names(requirements: Path) -> list[str]:
    """The distributions that a lock file names and that are installed here, in alphabetical order."""
    wanted = re.findall(r"^([A-Za-z0-9._-]+)==", requirements.read_text(encoding="utf-8"), re.MULTILINE)
    installed = {dist.metadata["Name"].lower().replace("_", "-") for dist in metadata.distributions()}
    return sorted({name.lower().replace("_", "-") for name in wanted} & installed)


def of_distribution(name: str) -> str:
    """Name, version, licence as its makers call it, and the texts that they ship."""
    dist = metadata.distribution(name)
    said = dist.metadata["License-Expression"] or dist.metadata["License"] or ""
    classified = [c.rpartition(" :: ")[2] for c in dist.metadata.get_all("Classifier") or () if c.startswith("License")]
    short = said if said and len(said) < 80 else ", ".join(classified)
    files = [f for f in dist.files or () if re.search(r"(licen[cs]e|copying|notice)[^/]*$", str(f), re.IGNORECASE)]
    texts = [
        Path(str(f.locate())).read_text("utf-8", "replace").strip() for f in files if not f.suffix.startswith(".py")
    ]
    note = [QT_NOTE] if name.startswith(("pyside6", "shiboken6")) else []
    head = f"{dist.metadata['Name']} {dist.version}" + (f" ({short})" if short else "")
    return "\n\n".join([_heading(head), *note, *dict.fromkeys(texts)])


def whole() -> str:
    """The whole text: Python, the libraries of the lock file, the font and the icons."""
    python = Path(sys.base_prefix, "lib", f"python3.{sys.version_info.minor}", "LICENSE.txt")
    parts = [_heading(f"Python {sys.version.split()[0]} (PSF-2.0)")]
    if python.exists():
        parts.append(python.read_text("utf-8").strip())
    parts += [of_distribution(name) for name in names(ROOT / "requirements" / "app.txt")]
    for folder, title in (("fonts", "Inter, the font (OFL-1.1)"), ("icons", "Lucide, the icons (ISC)")):
        parts += [_heading(title), (ASSETS / folder / "LICENSE").read_text("utf-8").strip()]
    return "\n\n\n".join(parts) + "\n"


def _heading(text: str) -> str:
    return f"{text}\n{'=' * len(text)}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(whole(), encoding="utf-8")
