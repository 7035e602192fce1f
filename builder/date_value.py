"""The value that a date of the course is read into, and the error of one that can't be read.

Separate from the reader and the formatter, which both need it. Nothing here knows text forms or languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["millennium", "century", "decade", "year", "season", "month", "day", "hour", "minute", "second"]
Kind = Literal["point", "interval", "one-of", "all-of"]
Form = Literal["long", "short", "year"]
"""How a date is put into words."""


class DateError(ValueError):
    """A text that is no date: `message` says what is wrong with it, `hint` what to write instead."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Date:
    """A date as typed, with the days that it may cover.

    Days are counted from 0000-01-01T00:00 of the proleptic Gregorian calendar (`day_of`, `from_day`); years are
    astronomical (0 is 1 BCE). `~` and `?` do not widen the bounds: EDTF gives them no width.
    """

    text: str
    """As typed."""
    earliest: float
    """The first instant that the date may cover. Where the start is open: that of the known side."""
    latest: float
    """The end, exclusive, of the last instant that it may cover. Where the end is open: that of the known side."""
    year: int
    """The astronomical year as typed; for unspecified digits, intervals and sets the first one."""
    precision: Precision
    """The finest part that is known; for intervals and sets the coarser side's."""
    month: int | None = None
    """1 to 12 if it is known."""
    day: int | None = None
    """1 to 31 if it is known."""
    season: int | None = None
    """0 spring, 1 summer, 2 autumn, 3 winter (ISO 8601-2, 4.8)."""
    clock: tuple[int, int, int] | None = None
    """Hour, minute, second as typed, on the clock of the place."""
    zone: str = ""
    """`Z`, `+03:00` or nothing. With a zone the bounds are counted in UTC, so that events of two zones sort right."""
    uncertain: bool = False
    """`?`, `%`, unspecified digits, an unknown side, or a choice out of several dates."""
    approximate: bool = False
    """`~` or `%`."""
    unspecified: bool = False
    """Some digit is an `X`."""
    kind: Kind = "point"
    """A point, an interval `a/b`, one of a set `[a,b]`, or all of a set `{a,b}`."""
    start: Date | None = None
    """The first side of an interval; None where it is open or there is none."""
    end: Date | None = None
    """The second side of an interval; None where it is open or there is none."""
    open_start: bool = False
    """`../1953`, `/1953`, `[..1953]`."""
    open_end: bool = False
    """`1953/..`, `1953/`, `[1953..]`."""
    members: tuple[Date, ...] = ()
    """The dates and ranges of a set, in the order typed."""
    julian: Date | None = None
    """The date as typed in the Julian calendar, when this one was converted from it."""

    @property
    def is_interval(self) -> bool:
        """Whether it lasted from one side to the other, rather than happened at some time."""
        return self.kind == "interval"
