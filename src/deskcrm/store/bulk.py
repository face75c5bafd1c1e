"""How bulk work is done: in chunks, and without Python's search for cycles, which rows and facts never have."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

CHUNK = 1000
"""Roots that are loaded and computed at a time: bounds memory, amortises the queries."""


def chunks(values: Iterable[int], size: int = CHUNK) -> Iterator[list[int]]:
    """Lists of at most `size`."""
    iterator = iter(values)
    while part := list(islice(iterator, size)):
        yield part


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
