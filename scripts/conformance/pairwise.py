"""Few combinations of many factors, such that every pair of levels that may meet meets once."""

import itertools
import random
from collections.abc import Callable

Row = dict[str, object]
TRIES = 60  # candidates for each row; the one that covers most is taken


def rows(factors: dict[str, list], allowed: Callable[[Row], bool], seed: int = 1) -> list[Row]:
    """Rows of one level for each factor. `allowed` is asked about whole rows.

    The same arguments give the same rows. A pair that no allowed row was found for is left out.
    """
    rng = random.Random(seed)
    pairs = itertools.combinations(factors, 2)
    missing = {
        (first, a, second, b): None
        for first, second in pairs
        for a in range(len(factors[first]))
        for b in range(len(factors[second]))
    }
    found: list[Row] = []
    while missing:
        goal = next(iter(missing))
        candidates = [_candidate(factors, goal, rng) for _ in range(TRIES)]
        levels = [{name: factors[name][at] for name, at in each.items()} for each in candidates]
        good = [each for each, row in zip(candidates, levels, strict=True) if allowed(row)]
        if not good:
            del missing[goal]
            continue
        best = max(good, key=lambda each: sum(pair in missing for pair in _pairs(each)))
        for pair in _pairs(best):
            missing.pop(pair, None)
        found.append({name: factors[name][at] for name, at in best.items()})
    return found


def _candidate(factors: dict[str, list], goal: tuple, rng: random.Random) -> dict[str, int]:
    row = {name: rng.randrange(len(levels)) for name, levels in factors.items()}
    first, a, second, b = goal
    return row | {first: a, second: b}


def _pairs(row: dict[str, int]):
    for (first, a), (second, b) in itertools.combinations(row.items(), 2):
        yield first, a, second, b
