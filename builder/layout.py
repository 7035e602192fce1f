"""Placing boxes beside their points: wished positions and heights -> positions that don't overlap.

Separate because it is arithmetic alone and every column of notes beside a drawing needs it. Lengths are in whatever
unit the caller uses.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def isotonic(wishes: Sequence[float]) -> list[float]:
    """The rising sequence with the least sum of distances to `wishes`.

    Pool adjacent violators: neighbours in the wrong order share one block, which stands at its median. Where a range
    of medians is equally good, the middle one is taken, so that a pair gives way evenly.
    """
    blocks: list[tuple[float, list[float]]] = []
    for wish in wishes:
        value, members = wish, [wish]
        while blocks and blocks[-1][0] > value:
            members = sorted(blocks.pop()[1] + members)  # two sorted runs: merging them is linear
            value = (members[(len(members) - 1) // 2] + members[len(members) // 2]) / 2
        blocks.append((value, members))
    return [value for value, members in blocks for _ in members]


def stack(wishes: Sequence[float], distances: Sequence[float], lowest: float, highest: float) -> list[float]:
    """Positions in the order given, each at least its distance after the one before, as near to `wishes` as can be.

    `distances[i]` is the least way from position i to position i + 1 (the last one isn't looked at). All positions lie
    between `lowest` and `highest`. Among all such positions these have the least total displacement: clipping an
    optimal rising sequence to bounds leaves it optimal.

    Raises ValueError when the boxes need more room than there is.
    """
    offsets = [0.0]
    for distance in distances[: max(len(wishes) - 1, 0)]:
        offsets.append(offsets[-1] + distance)
    last = highest - offsets[-1]
    if last < lowest - 1e-6:
        raise ValueError(f"{offsets[-1]:.2f} needed, {highest - lowest:.2f} there")
    pooled = isotonic([wish - offset for wish, offset in zip(wishes, offsets, strict=False)])
    return [min(max(value, lowest), max(last, lowest)) + offset for value, offset in zip(pooled, offsets, strict=False)]


def spread(wishes: Sequence[float], distance: float, lows: Sequence[float], highs: Sequence[float]) -> list[float]:
    """Positions in order, `distance` apart as far as each one's own bounds let it.

    Unlike `stack` it gives up the distance before the bounds: for lines that must still touch their mark.
    `lows[i] <= wishes[i] <= highs[i]`, and the wishes rise.
    """
    offsets = [index * distance for index in range(len(wishes))]
    pooled = isotonic([wish - offset for wish, offset in zip(wishes, offsets, strict=True)])
    moved = [value + offset for value, offset in zip(pooled, offsets, strict=True)]
    floors = list(accumulate(lows, max))
    ceilings = list(accumulate(reversed(highs), min))[::-1]
    return [min(max(place, low), high) for place, low, high in zip(moved, floors, ceilings, strict=True)]
