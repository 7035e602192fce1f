"""Days of the calendar: (year, month, day) -> a number of days, and back.

Separate from `dates` because it is arithmetic alone: no text, no language, no clock of this machine. `datetime`
stops at the year 1; a unit on the first farmers doesn't. Years are astronomical (ISO 8601: year 0 is 1 BCE, -43 is
44 BCE), the calendar is the proleptic Gregorian one, and day 0.0 is the first instant of 0000-01-01.
"""

from __future__ import annotations

from math import floor

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAYS_BEFORE_MONTH = tuple(sum(_MONTH_LENGTHS[:month]) for month in range(12))
_MINUTES_A_DAY = 1440
_SECONDS_A_DAY = 86400
# 1 January of the year 0 in the Julian calendar is 30 December of the year -1 in the Gregorian one.
_JULIAN_OFFSET = -2


def is_leap(year: int) -> bool:
    """Whether a Gregorian year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def is_julian_leap(year: int) -> bool:
    """Whether a Julian year has a 29 February."""
    return year % 4 == 0


def days_in_month(year: int, month: int, julian: bool = False) -> int:
    """The length of a month, 28 to 31 days; `month` is 1 to 12."""
    leap = is_julian_leap(year) if julian else is_leap(year)
    return 29 if month == 2 and leap else _MONTH_LENGTHS[month - 1]


def _day_of_year(year: int, month: int, day: int, leap: bool) -> int:
    return _DAYS_BEFORE_MONTH[month - 1] + (1 if leap and month > 2 else 0) + day - 1


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Whole days from 0000-01-01 to a Gregorian date; negative before it."""
    leap_days = (year + 3) // 4 - (year + 99) // 100 + (year + 399) // 400
    return 365 * year + leap_days + _day_of_year(year, month, day, is_leap(year))


def julian_day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Whole days from the Gregorian 0000-01-01 to a date of the Julian calendar."""
    return 365 * year + (year + 3) // 4 + _day_of_year(year, month, day, is_julian_leap(year)) + _JULIAN_OFFSET


def day_of(year: int, month: int = 1, day: int = 1) -> float:
    """The first instant of a Gregorian date, in days since 0000-01-01T00:00."""
    return float(day_number(year, month, day))


def civil(number: int) -> tuple[int, int, int]:
    """The Gregorian (year, month, day) of a whole number of days: `day_number` backwards."""
    year = number * 400 // 146097  # 400 Gregorian years are 146097 days; at most one year off
    while day_number(year) > number:
        year -= 1
    while day_number(year + 1) <= number:
        year += 1
    rest = number - day_number(year)
    month = 1
    while rest >= days_in_month(year, month):
        rest -= days_in_month(year, month)
        month += 1
    return year, month, rest + 1


def from_day(days: float) -> tuple[int, int, int, int, int]:
    """The Gregorian (year, month, day, hour, minute) of an instant in days; seconds are cut off."""
    number = floor(days)
    seconds = round((days - number) * _SECONDS_A_DAY)
    if seconds == _SECONDS_A_DAY:
        number, seconds = number + 1, 0
    minutes = seconds // 60
    return *civil(number), minutes // 60, minutes % 60


def clock_fraction(hour: int, minute: int = 0, second: int = 0) -> float:
    """A time of day as a fraction of the day, 0 to below 1."""
    return (hour * 60 + minute + second / 60) / _MINUTES_A_DAY
