"""Spoils real files in thousands of ways and reads each: only a readable refusal may come of it, and soon.

    python tools/mutate.py --count 100000 --samples FOLDER

Each file is inspected, its columns are proposed and its rows taken in, as an import does up to staging. What else is
raised is kept beside `--keep` with the number that makes it again; a file that takes longer than LONGEST ends the run.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from deskcrm.domain.errors import UnreadableFile
from deskcrm.domain.mapping.propose import propose
from deskcrm.domain.taking.taker import Taker
from deskcrm.formats import exporters, registry

LONGEST = 60.0
WORKBOOKS = frozenset({".xlsx", ".xls", ".ods", ".xlsb"})
ONE_IN = 40  # files are workbooks: each takes a process of its own
TOKENS = [
    *(b'"', b'""', b"'", b"\\", b",", b";", b"\t", b"|", b"\r", b"\n", b"\r\n", b"\r\r\n", b"\n\n\n", b"\0", b" "),
    *(b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff", b"\x80", b"\xe2\x80\xa8", b"\xed\xa0\x80", b"\xf4\x90\x80"),
    *(b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"VERSION:4.0\r\n", b"PHOTO;ENCODING=b:", b";CHARSET=KOI9:", b"=\r\n"),
    *(b";ENCODING=QUOTED-PRINTABLE:=FF=0", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"RRULE:FREQ=SECONDLY\r\n"),
    *(b"COUNT=999999999;", b"TZID=/", b"99999999999999999999", b"-1e400", b"0/0/00", b"--02-30", b"31.12.9999", b"NaN"),
    *(b"dn: cn=x\n", b"mail:: /w==\n", b"{", b"}", b"[", b"]", b'{"a":', b"null", b"sep=;\n", b"#", b"@", b" ::: "),
    *(b"<![CDATA[", b'count="4294967295"', b"A1048577", b"&#0;", b"</row>", b"\xc2\xa0", b"\xc2\xb2", b"\xd9\xa3"),
]  # fmt: skip


def mutated(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """The bytes with one to six faults of any kind."""
    spoilt = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        rng.choice(_FAULTS)(spoilt, others, rng)
    return bytes(spoilt)


def mutated_workbook(data: bytes, others: Sequence[bytes], rng: random.Random) -> bytes:
    """A workbook with a fault in one of its parts, packed properly again; or with faults in its bytes."""
    if rng.random() < 0.3 or not zipfile.is_zipfile(BytesIO(data)):
        return mutated(data, others, rng)
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        chosen = rng.choice(names)
        for name in names:
            part = before.read(name)
            after.writestr(name, mutated(part, others, rng) if name == chosen else part)
    return packed.getvalue()


def _place(data: bytearray, rng: random.Random) -> int:
    return rng.randrange(len(data) + 1)


def _piece(data: bytes | bytearray, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return bytes(data[start : start + int(2 ** rng.uniform(0, 10))])


def _flip(data: bytearray, _others: Sequence[bytes], rng: random.Random) -> None:
    for _ in range(rng.choice((1, 4, 40))):
        if data:
            data[rng.randrange(len(data))] = rng.randrange(256)


def _insert(data: bytearray, _others: Sequence[bytes], rng: random.Random) -> None:
    at = _place(data, rng)
    data[at:at] = rng.choice(TOKENS) * rng.choice((1, 1, 1, 2, 50))


def _cut(data: bytearray, _others: Sequence[bytes], rng: random.Random) -> None:
    at = _place(data, rng)
    del data[at : at + int(2 ** rng.uniform(0, 12))]


def _end(data: bytearray, _others: Sequence[bytes], rng: random.Random) -> None:
    del data[_place(data, rng) :]


def _repeat(data: bytearray, _others: Sequence[bytes], rng: random.Random) -> None:
    at = _place(data, rng)
    data[at:at] = _piece(data, rng) * rng.choice((1, 2, 30))


def _splice(data: bytearray, others: Sequence[bytes], rng: random.Random) -> None:
    at = _place(data, rng)
    data[at:at] = _piece(rng.choice(others), rng)


def _replace(data: bytearray, _others: Sequence[bytes], rng: random.Random) -> None:
    """One byte everywhere another, as when a file went through a program that knew better."""
    one, other = rng.choice(b',;\t"\r\n:= .-@'), rng.choice(b',;\t"\r\n:= .-@\0')
    data[:] = data.replace(bytes([one]), bytes([other]))


def _recode(data: bytearray, _others: Sequence[bytes], rng: random.Random) -> None:
    text = bytes(data).decode("utf-8", "replace")
    other = rng.choice(("utf-16", "utf-16-be", "utf-8-sig", "cp1250", "shift_jis", "utf-32-le"))
    data[:] = text.encode(other, "replace")


_FAULTS: list[Callable[[bytearray, Sequence[bytes], random.Random], None]] = [
    _flip, _flip, _insert, _insert, _insert, _cut, _cut, _end, _repeat, _splice, _splice, _replace, _recode,
]  # fmt: skip


class Samples:
    """The files to spoil: those of a folder, workbooks apart."""

    def __init__(self, folder: Path) -> None:
        files = [file for file in sorted(folder.iterdir()) if file.suffix != ".md" and file.name != "MANIFEST.tsv"]
        self.texts = [(file.name, file.read_bytes()) for file in files if file.suffix not in WORKBOOKS]
        self.workbooks = [(file.name, file.read_bytes()) for file in files if file.suffix in WORKBOOKS]
        self._bytes = [data for _, data in self.texts]

    def spoilt(self, number: int, *, workbooks: bool = True) -> tuple[str, bytes]:
        """The spoilt file of this number, always the same, and the sample's name."""
        rng = random.Random(number)
        if workbooks and self.workbooks and number % ONE_IN == 0:
            name, data = rng.choice(self.workbooks)
            return name, mutated_workbook(data, self._bytes, rng)
        name, data = rng.choice(self.texts)
        return name, mutated(data, self._bytes, rng)


def read_to_the_end(path: Path) -> int:
    """What an import does with a file up to staging; answers its rows. Raises UnreadableFile."""
    inspection = registry.inspect(path)
    rows = [cells for _, cells in inspection.sample]
    mapping = propose(inspection.headers, rows, country="DE", file_name=path.name, exporters=exporters.known())
    taker = Taker(mapping, inspection.headers, country="DE", currency="EUR", zone="UTC")
    return sum(len(taker.take(chunk.rows)) for chunk in registry.read(path, inspection))


def run(samples: Samples, numbers: range, keep: Path, read: Callable[[Path], int] = read_to_the_end) -> Counter[str]:
    """Reads the spoilt files of these numbers; what came of them, and `slowest` in milliseconds."""
    came: Counter[str] = Counter()
    for number in numbers:
        name, data = samples.spoilt(number)
        path = keep / name
        path.write_bytes(data)
        faulthandler.dump_traceback_later(LONGEST, exit=True)
        started = time.perf_counter()
        try:
            came["rows"] += read(path)
            came["read"] += 1
        except UnreadableFile:
            came["refused"] += 1
        except Exception:
            came["faults"] += 1
            (keep / f"fault-{number}-{name}").write_bytes(data)
            print(f"{number} ({name}):\n{traceback.format_exc()}", flush=True)
        finally:
            faulthandler.cancel_dump_traceback_later()
        took = round(1000 * (time.perf_counter() - started))
        if took > came["slowest"]:
            came["slowest"] = took
            print(f"{number} ({name}): {took} ms", flush=True)
        path.unlink()
    return came


def main(arguments: Sequence[str]) -> int:
    """Runs so many; 1 where any was a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=Path, required=True, help="a folder of real files")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0, help="the number of the first")
    parser.add_argument("--keep", type=Path, help="where files with faults are kept (a folder that goes with the run)")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        keep = asked.keep or Path(folder)
        keep.mkdir(parents=True, exist_ok=True)
        came = run(Samples(asked.samples), range(asked.start, asked.start + asked.count), keep)
    print(", ".join(f"{what}: {number:,}" for what, number in came.items()))
    return 1 if came["faults"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
