"""A set of ids in bits says what a set of Python's says, whatever is done to the two."""

from __future__ import annotations

import tracemalloc

import orjson
from hypothesis import given
from hypothesis import strategies as st

from deskcrm.store.idset import IdSet

IDS = st.integers(-3_000, 3_000) | st.integers(-(2**62), 2**62)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "discard", "update", "without"]), st.lists(IDS, max_size=6)))


@given(STEPS)
def test_it_is_a_set(steps: list[tuple[str, list[int]]]) -> None:
    bits, plain = IdSet(), set[int]()
    for step, values in steps:
        if step == "update":
            bits.update(IdSet(values))
            plain.update(values)
        elif step == "without":
            bits, plain = bits.without(IdSet(values)), plain.difference(values)
        for value in values if step in ("add", "discard") else ():
            getattr(bits, step)(value)
            getattr(plain, step)(value)
        assert (list(bits), len(bits), bool(bits)) == (sorted(plain), len(plain), bool(plain))
        assert all((value in bits) == (value in plain) for value in values)
    assert IdSet.unpacked(orjson.loads(orjson.dumps(bits.packed()))) == plain


def test_it_takes_little_memory() -> None:
    tracemalloc.start()
    bits = IdSet(range(1, 200_001))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(bits) == 200_000
    assert size < 200_000  # less than a byte each; a set takes sixty
