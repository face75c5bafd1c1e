"""Whether customers will buy again: the BG/NBD model, fitted to what they bought so far.

P. Fader, B. Hardie and K. Lee, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model,
Marketing Science 24 (2005). While alive a customer buys at a steady rate of their own; after each order they may be
gone for good. Time is in weeks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from math import exp, lgamma, log, log1p, pow
from typing import Final, NamedTuple


class History(NamedTuple):
    """`again`: on how many later days they bought; `last`: weeks from the first order to the last; `age`: till now."""

    again: int
    last: float
    age: float


class Model(NamedTuple):
    """The four parameters, as the paper names them."""

    r: float
    alpha: float
    a: float
    b: float


LEAST: Final = 100
"""Customers that a fit needs at least, a fifth of whom bought again: below, it would be but guessing."""
_MOST: Final = 2_000
_STEPS: Final = 400


def fit(histories: Sequence[History]) -> Model | None:
    """The model under which these histories are most likely; None where they are too few. At most 2,000 are looked at,
    evenly spread."""
    if len(histories) < LEAST or sum(one.again > 0 for one in histories) * 5 < LEAST:
        return None
    spread = histories[:: max(1, len(histories) // _MOST)]
    counted = Counter(spread)
    found = _lowest(lambda point: -likelihood(Model(*map(exp, point)), counted.items()), [0.0, 1.5, 0.0, 1.0])
    return Model(*map(exp, found))


def likelihood(model: Model, counted: Iterable[tuple[History, int]]) -> float:
    """The logarithm of how likely histories are, each with how many customers have it (the paper's equation 6)."""
    r, alpha, a, b = model
    by_x: dict[int, tuple[float, float, float]] = {}
    total = 0.0
    for (x, last, age), count in counted:
        if x not in by_x:
            first = lgamma(r + x) - lgamma(r) + r * log(alpha)
            second = lgamma(a + b) + lgamma(b + x) - lgamma(b) - lgamma(a + b + x)
            by_x[x] = (first + second, log(a) - log(b + x - 1) if x else 0.0, r + x)
        constant, gone, power = by_x[x]
        alive = -power * log(alpha + age)
        if x:
            dead = gone - power * log(alpha + last)
            more, less = (alive, dead) if alive > dead else (dead, alive)
            alive = more + log1p(exp(less - more))
        total += count * (constant + alive)
    return total


def alive(model: Model, history: History) -> float:
    """How probable it is that somebody buys again at all, from 0 to 1."""
    return 1 / (1 + _odds_of_gone(model, history))


def expected(model: Model, history: History, weeks: float) -> float:
    """How many orders are to be expected in the next weeks (the paper's equation 10)."""
    r, alpha, b = model.r, model.alpha, model.b
    a = model.a if abs(model.a - 1) > 1e-6 else 1 + 1e-6  # the formula has a hole there
    x, _, age = history
    power = r + x
    share = (alpha + age) / (alpha + age + weeks)
    series = _hypergeometric(power, b + x, a + b + x - 1, weeks / (alpha + age + weeks))
    return (a + b + x - 1) / (a - 1) * (1 - pow(share, power) * series) / (1 + _odds_of_gone(model, history))


def _odds_of_gone(model: Model, history: History) -> float:
    r, alpha, a, b = model
    x, last, age = history
    if not x:
        return 0.0
    return a / (b + x - 1) * exp(min(700.0, (r + x) * log((alpha + age) / (alpha + last))))


def _hypergeometric(a: float, b: float, c: float, z: float) -> float:
    """Gauss's series, for z from 0 to below 1."""
    total = term = 1.0
    for n in range(10_000):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if abs(term) < 1e-12 * abs(total):
            break
    return total


def _lowest(value: Callable[[Sequence[float]], float], start: Sequence[float]) -> list[float]:
    """Where a function is lowest, near `start`: the downhill simplex of Nelder and Mead (1965), usual coefficients."""
    size = len(start)
    points = [list(start)] + [[x + (0.5 if i == j else 0.0) for j, x in enumerate(start)] for i in range(size)]
    simplex = sorted((value(point), point) for point in points)
    for _ in range(_STEPS):
        if simplex[-1][0] - simplex[0][0] < 1e-7:
            break
        worst = simplex[-1]
        middle = [sum(point[j] for _, point in islice(simplex, size)) / size for j in range(size)]

        def at(way: float, middle: list[float] = middle, worst: list[float] = worst[1]) -> tuple[float, list[float]]:
            point = [m + way * (m - w) for m, w in zip(middle, worst, strict=True)]
            return value(point), point

        tried = at(1.0)
        if tried[0] < simplex[0][0]:
            tried = min(tried, at(2.0))
        elif tried[0] >= simplex[-2][0]:
            tried = min(at(0.5), at(-0.5))
        if tried[0] < worst[0]:
            simplex[-1] = tried
        else:
            best = simplex[0][1]
            shrunk = [[(x + y) / 2 for x, y in zip(point, best, strict=True)] for _, point in simplex[1:]]
            simplex[1:] = [(value(point), point) for point in shrunk]
        simplex.sort()
    return simplex[0][1]
