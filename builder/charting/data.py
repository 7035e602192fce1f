"""A chart's cells as series of numbers, with their words.

In: columns and rows as typed. Out: `Data`. Separate because bars, curves and alternative texts read the same values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from builder.charting.numbers import digits_of, number_words, read_number

_TIME = re.compile(r"[-\u2212]?\d{1,4}(?:\s*[-–/]\s*\d{1,4})?")
LABEL_GAP_MM = 0.8
"""Least distance between two labels on one line."""


@dataclass(frozen=True)
class Series:
    """A column of numbers: None where a number isn't known."""

    name: str
    values: tuple[float | None, ...]
    digits: int

    @property
    def known(self) -> tuple[float, ...]:
        """The numbers that are known."""
        return tuple(value for value in self.values if value is not None)


@dataclass(frozen=True)
class Data:
    """What a chart draws: labels of the rows, and one or more series."""

    labels: tuple[str, ...]
    series: tuple[Series, ...]
    language: str
    point: Callable[[str, str], str] = "{}: {}".format
    """How a row's label and its value are put together."""

    @cached_property
    def known(self) -> tuple[float, ...]:
        """All numbers that are known."""
        return tuple(value for one in self.series for value in one.known)

    @property
    def has_gaps(self) -> bool:
        """Whether a number isn't known."""
        return any(value is None for one in self.series for value in one.values)

    @property
    def is_time(self) -> bool:
        """Whether the rows are years or stretches of years: they run from left to right."""
        return bool(self.labels) and all(_TIME.fullmatch(label) for label in self.labels)

    @property
    def positions(self) -> tuple[float, ...] | None:
        """The labels as rising numbers, for a true scale; None where they are anything else."""
        numbers = [read_number(label) for label in self.labels]
        rising = [number for number in numbers if number is not None]
        if len(rising) < len(numbers) or any(a >= b for a, b in pairwise(rising)):
            return None
        return tuple(rising)

    def words(self, unknown: str) -> str:
        """Return all values in words: `1950: 2,561,351; 1951: no sure figure`."""
        parts = []
        for index, label in enumerate(self.labels):
            values = [
                unknown if value is None else number_words(value, one.digits, self.language)
                for one in self.series
                for value in (one.values[index],)
            ]
            if len(self.series) > 1:
                values = [f"{one.name} {value}" for one, value in zip(self.series, values, strict=True)]
            parts.append(self.point(label, ", ".join(values)))
        return "; ".join(parts)


def read_data(
    columns: Sequence[str],
    rows: Sequence[Sequence[str | None]],
    language: str,
    point: Callable[[str, str], str] = "{}: {}".format,
) -> Data:
    """Return the data of a chart whose first column labels the rows; a missing cell is a number that isn't known."""
    series = []
    for index, name in enumerate(columns[1:], 1):
        cells = [row[index] if index < len(row) else None for row in rows]
        series.append(Series(name, tuple(read_number(cell) for cell in cells), digits_of(cells)))
    return Data(tuple((row[0] or "") if row else "" for row in rows), tuple(series), language, point)
