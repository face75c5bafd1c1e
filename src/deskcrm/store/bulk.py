"""How bulk work is done: without Python's search for cycles, which rows and facts never have."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_cycle_search() -> Iterator[None]:
    """Rows and facts are hundreds of thousands of small objects and no cycles.

    Looking for some took a fifth of the time of an import, and half of the time of computing profiles.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
