"""What a file said far above is remembered row by row as in one go: people, their rivals, what happened, twins."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from test_import_paths import FILES, Ticking, shown, write

from deskcrm.domain.views import ImportCounts, ListRow
from deskcrm.services import importing, reading
from deskcrm.services.checking import check
from deskcrm.services.workspace import Workspace
from deskcrm.store import recall

Rows = list[list[str]]
ANNA = ["1", "Anna", "Weber", "anna@firma.example", "", "", "Ulm", "", ""]
MOVED = [*ANNA[:6], "Köln", "", ""]
TWIN = ["2", *ANNA[1:]]
NOBODY = ["", "", "", "", "", "", "Ulm", "", ""]
ORDERS = """Order,Date,Email,Item,Quantity,Total
7,2026-01-03,anna@firma.example,Pen,1,4.00
8,2026-01-04,bo@lind.example,Ink,1,9.00
7,2026-01-03,anna@firma.example,Cap,2,6.00
7,2026-01-03,bo@lind.example,Nib,1,2.00
"""


def imported(folder: Path, files: list[Path], source: str | None = None) -> tuple[list[ListRow], list[ImportCounts]]:
    ws = Workspace.open(folder / "w.deskcrm", clock=Ticking())
    try:
        counts = []
        for path in files:
            report = importing.examine(ws, path, source=source or path.stem[2:], country="DE")
            counts.append(importing.run(ws, [report]).value.counts)
        assert check(ws) == []
        return shown(ws), counts
    finally:
        ws.close()


def in_both_ways(folder: Path, files: list[Path], source: str | None = None) -> None:
    """In one go, and with every row's memory taken from the file."""
    ways = []
    for name in ("near", "far"):
        (folder / name).mkdir()
        with pytest.MonkeyPatch.context() as patch:
            if name == "far":
                patch.setattr(recall, "NEAR", 0)
                patch.setattr(reading, "ROWS", 1)
            ways.append(imported(folder / name, files, source))
    assert ways[1] == ways[0]


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=FILES)
@example(files=[("Shop", [ANNA]), ("List", [ANNA, NOBODY, TWIN, MOVED, NOBODY])])  # rivals, and twins without a key
@example(files=[("Shop", [ANNA, MOVED]), ("Shop", [MOVED, NOBODY, ANNA]), ("Shop", [ANNA, MOVED])])  # in another order
@example(files=[("Shop", [[*ANNA[:3], "", *ANNA[4:]], NOBODY, ANNA]), ("List", [MOVED])])  # found by its second row
def test_people(files: list[tuple[str, Rows]], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("recall")
    in_both_ways(folder, [write(folder / f"{n}-{source}.csv", rows) for n, (source, rows) in enumerate(files)])


def test_what_happened(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    in_both_ways(tmp_path, [path, path], "Shop")
