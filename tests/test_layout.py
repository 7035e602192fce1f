"""Placing boxes beside their points."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from builder.layout import isotonic, spread, stack

LENGTHS = st.floats(-500, 500, allow_nan=False)


def least_displacement(wishes: list[float], distances: list[float], lowest: float, highest: float) -> float:
    """The optimum by linear programming: positions x and displacements d, the sum of d made least."""
    count = len(wishes)
    rows, limits = [], []
    for i, wish in enumerate(wishes):  # x - d <= wish and -x - d <= -wish
        for sign in (1.0, -1.0):
            row = np.zeros(2 * count)
            row[i], row[count + i] = sign, -1.0
            rows.append(row)
            limits.append(sign * wish)
    for i in range(count - 1):
        row = np.zeros(2 * count)
        row[i], row[i + 1] = 1.0, -1.0
        rows.append(row)
        limits.append(-distances[i])
    bounds = [(lowest, highest)] * count + [(0, None)] * count
    return float(linprog([0.0] * count + [1.0] * count, np.array(rows), limits, bounds=bounds).fun)


def test_boxes_with_room_stand_where_they_wish() -> None:
    """Nothing moves that doesn't have to."""
    assert stack([1, 20, 40], [5, 5, 5], 0, 50) == [1, 20, 40]


def test_two_boxes_with_one_wish_give_way_evenly() -> None:
    """Of all equally good places the middle one is taken."""
    assert stack([10, 10], [4, 4], 0, 50) == [8, 12]


def test_boxes_stay_within_bounds() -> None:
    """A wish outside is as near as the bound."""
    assert stack([-5, 60], [5, 5], 0, 50) == [0, 50]
    assert stack([], [], 0, 1) == []


def test_too_many_boxes_are_refused() -> None:
    """The message says how much is missing."""
    with pytest.raises(ValueError, match=r"^30\.00 needed, 20\.00 there$"):
        stack([0, 0, 0], [15, 15, 15], 0, 20)


@given(st.lists(st.tuples(LENGTHS, st.floats(0, 30)), min_size=1, max_size=12), st.floats(0, 300))
@settings(max_examples=100, deadline=None)
def test_total_displacement_is_the_optimum(boxes: list[tuple[float, float]], room: float) -> None:
    """No placement in this order and within these bounds moves less, by linear programming."""
    wishes = sorted(wish for wish, _ in boxes)
    distances = [distance for _, distance in boxes]
    lowest, highest = -100.0, -100.0 + sum(distances[:-1]) + room
    places = stack(wishes, distances, lowest, highest)
    total = sum(abs(place - wish) for place, wish in zip(places, wishes, strict=True))
    assert total <= 1.05 * least_displacement(wishes, distances, lowest, highest) + 1e-4
    assert all(b - a >= d - 1e-6 for a, b, d in zip(places, places[1:], distances, strict=False))
    assert lowest - 1e-6 <= places[0]
    assert places[-1] <= highest + 1e-6


@given(st.lists(LENGTHS, min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_pooled_positions_rise(wishes: list[float]) -> None:
    """The sequence rises, and a rising one is left alone."""
    pooled = isotonic(wishes)
    assert all(a <= b for a, b in pairwise(pooled))
    assert isotonic(sorted(wishes)) == sorted(wishes)


@given(st.lists(LENGTHS, min_size=1, max_size=40), st.floats(0.1, 2))
@settings(max_examples=60, deadline=None)
def test_spread_lines_keep_their_order_and_touch_their_marks(wishes: list[float], reach: float) -> None:
    """Order and bounds hold always; the distance only where the bounds allow it."""
    wishes = sorted(wishes)
    places = spread(wishes, 0.5, [wish - reach for wish in wishes], [wish + reach for wish in wishes])
    assert all(a <= b + 1e-9 for a, b in pairwise(places))
    assert all(abs(place - wish) <= reach + 1e-9 for place, wish in zip(places, wishes, strict=True))


def test_spread_lines_keep_their_distance_where_they_can() -> None:
    """Two lines from one place part by the distance."""
    assert spread([5, 5], 0.5, [4, 4], [6, 6]) == [4.75, 5.25]
