"""EDTF text -> `Date`: the grammar of ISO 8601-2:2019 (levels 0 to 2) as one regular expression and three splits.

Separate from `dates` so that the standard stands in one place: a text that has no form of EDTF gives None here, and
`dates` looks for the words it was meant to be. A form that no calendar fills (30 February) raises DateError.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import product

from builder.date_days import MONTH_NAMES, clock_fraction, day_of, days_in_month
from builder.date_value import Date, DateError, Kind, Precision

_COARSENESS: tuple[Precision, ...] = (
    "millennium", "century", "decade", "year", "season", "month", "day", "hour", "minute", "second",
)  # fmt: skip


# ISO 8601-2, 4.8: 21 to 24 leave the hemisphere open (read as northern), 25 to 28 are northern, 29 to 32 southern.
# Meteorological seasons of three months: season -> first month. Winter (and a southern summer) ends in the next year.
_SEASON_FIRST_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12, 25: 3, 26: 6, 27: 9, 28: 12, 29: 9, 30: 12, 31: 3, 32: 6}

_SINGLE = re.compile(
    r"[?~%]?(?P<year>-?[0-9X]{4}|Y-?[1-9][0-9]{4,11})[?~%]?"
    r"(?:-[?~%]?(?P<month>[0-9X]{2})[?~%]?"
    r"(?:-[?~%]?(?P<day>[0-9X]{2})[?~%]?"
    r"(?:T(?P<hour>[0-9]{2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?)?"
    r"(?P<zone>Z|[+-][0-9]{2}(?::[0-9]{2})?)?[?~%]?)?)?)?"
)


def read(text: str, julian: bool = False) -> Date | None:
    """Any date, or None for a text that has no form of EDTF.

    With `julian` its days are those of the Julian calendar, which has a 29 February in every fourth year; bounds are
    still counted as if they were Gregorian. Raises DateError for a form with impossible content.
    """
    if text[:1] in ("[", "{"):
        return _set(text, julian)
    if "/" in text:
        return _interval(text, julian)
    return _single(text, julian)


def _single(text: str, julian: bool) -> Date | None:
    match = _SINGLE.fullmatch(text)
    if match is None:
        return None
    uncertain, approximate = _qualifiers(text)
    parts = match.groupdict()
    year, month = parts["year"], parts["month"]
    if year.startswith("Y"):
        return _long_year(text, year, month, uncertain, approximate)
    if year == "-0000":
        raise DateError(f"`{text}` is no year: zero has no sign", "1 BCE is `0000`, 2 BCE is `-0001`")
    if month is None and "X" not in year:
        number = int(year)
        return Date(
            text, day_of(number), day_of(number + 1), number, "year", uncertain=uncertain, approximate=approximate
        )
    if month is not None and month.isdigit() and int(month) > 20:
        return _season(text, parts, uncertain, approximate)
    if "X" in text:
        return _unspecified(text, parts, approximate)
    return _exact(text, parts, uncertain, approximate, julian)


def _qualifiers(text: str) -> tuple[bool, bool]:
    """Uncertain, approximate: level 2 lets a part have its own mark; any of them marks the date."""
    both = "%" in text
    return both or "?" in text, both or "~" in text


def _long_year(text: str, year: str, month: str | None, uncertain: bool, approximate: bool) -> Date:
    number = int(year[1:])
    if month is not None:
        raise DateError(f"`{text}` has a month after a year of five or more digits", f"the year alone is `{year}`")
    return Date(text, day_of(number), day_of(number + 1), number, "year", uncertain=uncertain, approximate=approximate)


def _season(text: str, parts: dict[str, str | None], uncertain: bool, approximate: bool) -> Date:
    code = int(parts["month"] or "")
    years = _corner_years(parts["year"] or "")
    if code not in _SEASON_FIRST_MONTHS or parts["day"] is not None:
        raise _no_such_month(text, parts)
    first = _SEASON_FIRST_MONTHS[code]
    unspecified = "X" in (parts["year"] or "")
    return Date(
        text,
        earliest=day_of(years[0], first),
        latest=day_of(*_month_after(years[-1], first + 2)),
        year=years[0],
        precision="season",
        season=(code - 21) % 4,
        uncertain=uncertain or unspecified,
        approximate=approximate,
        unspecified=unspecified,
    )


def _month_after(year: int, month: int) -> tuple[int, int]:
    """The month that follows; `month` may run past 12 into the next year."""
    return year + month // 12, month % 12 + 1


def _exact(text: str, parts: dict[str, str | None], uncertain: bool, approximate: bool, julian: bool) -> Date:
    """A month, a day or a clock time without unspecified digits."""
    year, month = int(parts["year"] or ""), int(parts["month"] or "")
    if not 1 <= month <= 12:
        raise _no_such_month(text, parts)
    if parts["day"] is None:
        latest = day_of(*_month_after(year, month))
        return Date(
            text, day_of(year, month), latest, year, "month", month, uncertain=uncertain, approximate=approximate
        )
    day = int(parts["day"])
    if not 1 <= day <= days_in_month(year, month, julian):
        raise _no_such_day(text, year, month, julian)
    first = day_of(year, month, day)
    date = Date(text, first, first + 1, year, "day", month, day, uncertain=uncertain, approximate=approximate)
    return date if parts["hour"] is None else _with_clock(date, parts)


def _no_such_month(text: str, parts: dict[str, str | None]) -> DateError:
    """1914-18 is how many write two years; a day and a month in the American order is the other usual slip."""
    year, month, day = parts["year"] or "", parts["month"] or "", parts["day"]
    hint = "21 is spring, 22 summer, 23 autumn, 24 winter"
    if day is not None and int(month) <= 31 and day.isdigit() and 1 <= int(day) <= 12:
        hint = f"year, month, day: `{year}-{day}-{month}`"
    elif day is None and year.isdigit() and int(month) > int(year[2:]):
        hint = f"the years {year} to {year[:2]}{month} are `{year}/{year[:2]}{month}`"
    return DateError(f"`{text}` has no month {month}: months are 01 to 12", hint)


def _no_such_day(text: str, year: int, month: int, julian: bool) -> DateError:
    length = days_in_month(year, month, julian)
    named = f"{MONTH_NAMES[month - 1]} {year}" if year > 0 else f"{MONTH_NAMES[month - 1]} of that year"
    return DateError(f"`{text}` is not a day of the calendar: {named} has {length} days")


def _with_clock(date: Date, parts: dict[str, str | None]) -> Date:
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    if hour > 23 or minute > 59 or second > 59:
        raise DateError(f"`{date.text}` has no such time of day: hours are 00 to 23, minutes and seconds 00 to 59")
    zone = parts["zone"] or ""
    precision: Precision = "second" if parts["second"] else "minute" if parts["minute"] else "hour"
    length = {"second": clock_fraction(0, 0, 1), "minute": clock_fraction(0, 1), "hour": clock_fraction(1)}[precision]
    first = date.earliest + clock_fraction(hour, minute, second) - _zone_fraction(zone)
    return replace(
        date, earliest=first, latest=first + length, precision=precision, clock=(hour, minute, second), zone=zone
    )


def _zone_fraction(zone: str) -> float:
    """How far a zone's clocks are ahead of UTC, in days."""
    if zone in ("", "Z"):
        return 0.0
    ahead = clock_fraction(int(zone[1:3]), int(zone[4:6] or 0))
    return -ahead if zone[0] == "-" else ahead


def _fitting(pattern: str, lowest: int, highest: int) -> list[int]:
    """The numbers that a pattern of digits and X may stand for, smallest digits first, within bounds."""
    if pattern == "XX":
        return list(range(lowest, highest + 1))
    sign = -1 if pattern.startswith("-") else 1
    choices = ("0123456789" if digit == "X" else digit for digit in pattern.lstrip("-"))
    candidates = (int("".join(chosen)) for chosen in product(*choices))
    return [sign * number for number in candidates if lowest <= number <= highest]


def _corner_years(pattern: str) -> list[int]:
    """The first and the last year that a pattern may stand for."""
    return sorted((int(pattern.replace("X", "0")), int(pattern.replace("X", "9"))))


def _unspecified(text: str, parts: dict[str, str | None], approximate: bool) -> Date:
    """A date with `X` for digits that nobody knows (ISO 8601-2, 8): its bounds are those of all dates that fit."""
    year, month, day = parts["year"] or "", parts["month"], parts["day"]
    if "X" in year[-4:-3]:
        raise DateError(f"`{text}` leaves the millennium open", "give the first digit at least, as in `1XXX`")
    if parts["hour"] is not None:
        raise DateError(f"`{text}` has a clock time on an unspecified day", "leave the time out")
    years = _corner_years(year) if day in (None, "XX") else sorted(_fitting(year, 0, 9999))
    months = _fitting(month or "XX", 1, 12)
    first = _first_day(years, months, day or "XX", False)
    last = _first_day(years[::-1], months[::-1], day or "XX", True)
    if first is None or last is None:
        raise DateError(f"`{text}` fits no day of the calendar")
    known_month = None if month is None or "X" in month else int(month)
    return Date(
        text,
        earliest=day_of(*first),
        latest=day_of(*last) + 1,
        year=years[0],
        precision=_unspecified_precision(year, month, day),
        month=known_month if "X" not in year else None,
        uncertain=True,
        approximate=approximate,
        unspecified=True,
    )


def _unspecified_precision(year: str, month: str | None, day: str | None) -> Precision:
    digits = year.lstrip("-")
    if "X" in digits:
        return _COARSENESS[digits.index("X") - 1]
    return "month" if month is not None and "X" not in month and day is not None else "year"


def _first_day(years: list[int], months: list[int], day: str, backwards: bool) -> tuple[int, int, int] | None:
    """The first (or last) day of the calendar that the patterns allow, searching in the order given."""
    for year, month in product(years, months):
        days = _fitting(day, 1, days_in_month(year, month))
        if days:
            return year, month, days[-1 if backwards else 0]
    return None


def _interval(text: str, julian: bool) -> Date | None:
    """`a/b`; `..` is an open side, an empty one is unknown (ISO 8601-2, 9)."""
    sides = text.split("/")
    if len(sides) != 2:
        return None
    start, end = (None if side in ("", "..") else _single(side, julian) for side in sides)
    unknown = "" in sides
    for side, date in zip(sides, (start, end), strict=True):
        if date is None and side not in ("", ".."):
            return None
    return _between(text, "interval", start, end, unknown)


def _between(text: str, kind: Kind, start: Date | None, end: Date | None, unknown: bool) -> Date:
    """An interval, or one range of a set, from its sides; at least one must be known."""
    first, last = start or end, end or start
    if first is None or last is None:
        raise DateError(f"`{text}` has no date on either side", "give one side at least, as in `1953/..`")
    if first.earliest >= last.latest:
        mark = "/" if kind == "interval" else ".."
        turned = f"{last.text}{mark}{first.text}"
        raise DateError(f"`{text}` ends before it begins", f"the other way round it is `{turned}`")
    return Date(
        text,
        earliest=first.earliest,
        latest=last.latest,
        year=first.year,
        precision=_coarser((first, last)),
        uncertain=unknown or first.uncertain or last.uncertain,
        approximate=first.approximate or last.approximate,
        unspecified=first.unspecified or last.unspecified,
        kind=kind,
        start=start,
        end=end,
        open_start=start is None,
        open_end=end is None,
    )


def _coarser(dates: Iterable[Date]) -> Precision:
    return min((date.precision for date in dates), key=_COARSENESS.index)


def _set(text: str, julian: bool) -> Date | None:
    """`[a,b..c]`, one of them, or `{a,b..c}`, all of them (ISO 8601-2, 7)."""
    one_of = text[0] == "["
    if not text.endswith("]" if one_of else "}"):
        return None
    members = [_member(part.strip(), julian) for part in text[1:-1].split(",")]
    known = [member for member in members if member is not None]
    if len(known) < len(members):
        return None
    first = min(known, key=lambda member: member.earliest)
    return Date(
        text,
        earliest=first.earliest,
        latest=max(member.latest for member in known),
        year=first.year,
        precision=_coarser(known),
        uncertain=one_of or any(member.uncertain for member in known),
        approximate=any(member.approximate for member in known),
        unspecified=any(member.unspecified for member in known),
        kind="one-of" if one_of else "all-of",
        open_start=any(member.open_start for member in known),
        open_end=any(member.open_end for member in known),
        members=tuple(known),
    )


def _member(text: str, julian: bool) -> Date | None:
    """One date of a set, or a range `a..b`, `..b`, `a..` of it."""
    left, dots, right = text.partition("..")
    if not dots:
        return _single(text, julian)
    start, end = _single(left, julian) if left else None, _single(right, julian) if right else None
    if (left and start is None) or (right and end is None):
        return None
    return _between(text, "one-of", start, end, False)
