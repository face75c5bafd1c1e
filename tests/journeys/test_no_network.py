"""The program never asks for a socket to the internet: each journey runs where that would kill it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from no_network import enforceable

GUARD = Path(__file__).with_name("no_network.py")


@pytest.mark.skipif(not enforceable(), reason="this system has no such filter")
@pytest.mark.parametrize(
    ("family", "ends"), [("AF_INET", -signal.SIGSYS), ("AF_INET6", -signal.SIGSYS), ("AF_UNIX", 0)]
)
def test_the_guard_of_the_journeys_ends_whoever_asks_for_the_internet(family: str, ends: int) -> None:
    asks = f"import socket; socket.socket(socket.{family}).close()"
    done = subprocess.run([sys.executable, GUARD, sys.executable, "-c", asks], check=False)
    assert done.returncode == ends
    child = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {asks!r}]).returncode != {ends})"
    assert subprocess.run([sys.executable, GUARD, sys.executable, "-c", child], check=False).returncode == 0
