"""Selections in NumPy's spelling: `[0:3, :, 5]`.

Only what a remote reader takes: integers (negative ones count from the end), slices with a
positive step, bounds beyond the end, and fewer entries than axes.
"""

import random

import numpy as np


def parse(text: str) -> tuple:
    if text == "[]":
        return ()
    key = eval(f"np.s_{text}", {"np": np})  # text comes from this module or a case
    return key if isinstance(key, tuple) else (key,)


def draw(shape: tuple[int, ...], count: int, seed: object) -> list[str]:
    """`count` different selections of an array; the same arguments give the same ones."""
    rng = random.Random(repr(seed))
    found: list[str] = []
    for _ in range(count * 20):
        axes = [_axis(length, rng) for length in shape]
        if axes and rng.random() < 0.15:
            del axes[rng.randrange(1, len(axes) + 1) :]
        text = f"[{', '.join(axes)}]"
        if text not in found:
            found.append(text)
        if len(found) == count:
            break
    return found


def _axis(length: int, rng: random.Random) -> str:
    if length == 0:
        return rng.choice([":", "0:5", "::2"])
    first, last = sorted((rng.randrange(length), rng.randrange(length)))
    step = rng.randrange(2, max(3, length // 2 + 2))
    return rng.choice(
        [
            ":",
            f"{first}",
            f"{first - length}",
            f"{first}:{last + 1}",
            f"{first}:{last + 1}",
            f"{first}:",
            f":{last - length}",
            f"{first - length}:",
            f"{first}:{length + 7}",
            f"::{step}",
            f"{first}:{last + 1}:{step}",
            f"{first}:{first}",
        ]
    )
