"""Files spoilt in every way (`tools/mutate.py`): each is read or refused with a sentence, nothing else."""

from __future__ import annotations

import os
import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from mutate import Samples, mutated, mutated_workbook, run

SAMPLES = Path(os.environ.get("DESKCRM_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
MANY = 100_000 if os.environ.get("DESKCRM_SLOW") else 500
THEIRS = [b"Name,Email\r\nAnna,anna@example.com\r\n", b"BEGIN:VCARD\r\nFN:Anna\r\nEND:VCARD\r\n"]


@pytest.mark.slow
@pytest.mark.timeout(4 * 3600 if MANY > 500 else 120)
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not here")
def test_a_spoilt_file_is_read_or_refused(tmp_path):
    came = run(Samples(SAMPLES), range(MANY), tmp_path)
    assert came["faults"] == 0
    assert came["read"] + came["refused"] == MANY


def test_a_number_always_makes_the_same_file_and_it_is_spoilt():
    made = [mutated(THEIRS[0], THEIRS, random.Random(number)) for number in range(50)]
    assert made == [mutated(THEIRS[0], THEIRS, random.Random(number)) for number in range(50)]
    assert len(set(made) - {THEIRS[0]}) > 40


def test_a_workbook_is_packed_again_so_that_its_parts_are_what_is_spoilt():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("xl/workbook.xml", b"<workbook/>" * 20)
        file.writestr("xl/styles.xml", b"<styles/>" * 20)
    made = [mutated_workbook(packed.getvalue(), THEIRS, random.Random(number)) for number in range(20)]
    whole = [data for data in made if zipfile.is_zipfile(BytesIO(data))]
    assert len(whole) > 10
    assert len(set(made)) > 15


def test_what_a_reader_raises_by_mistake_is_kept_with_its_number(tmp_path):
    (tmp_path / "samples").mkdir()
    (tmp_path / "samples" / "a.csv").write_bytes(THEIRS[0])
    came = run(Samples(tmp_path / "samples"), range(3), tmp_path, lambda path: 1 // 0)
    assert came["faults"] == 3
    assert (tmp_path / "fault-2-a.csv").exists()
