"""Dates of a course: the text that an author typed -> `Date`, and what can be asked of two of them.

What comes in is EDTF (`1953-03-05`, `1953~`, `../1953`, `-0043`), what goes out is a frozen `Date` with its bounds in
days, or a `DateError` whose hint is the EDTF spelling of the date that was meant. This is the door to the other
`date_` modules: grammar in `date_edtf`, words in `date_hints`, the page in `date_format`. Neither words of the page nor Babel nor pydantic
is imported until a date is printed or goes wrong, since every stage reads dates.
"""

from __future__ import annotations

from dataclasses import replace
from math import ceil, floor, inf
from typing import Literal

from builder.date_days import civil, day_number, day_of, from_day, julian_day_number
from builder.date_edtf import read
from builder.date_value import Date, DateError, Form, Precision

__all__ = [
    "Calendar",
    "Date",
    "DateError",
    "Form",
    "Precision",
    "age_at",
    "contains",
    "day_of",
    "format_date",
    "from_day",
    "julian_to_gregorian",
    "midpoint",
    "overlaps",
    "parse",
    "sort_key",
    "span",
]

Calendar = Literal["gregorian", "julian"]


def format_date(date: Date, language: str = "en", era: str = "ce", form: Form = "long", with_year: bool = True) -> str:
    """Return the words of a date: "13 January 1953", "26 May–4 Aug", "about 450 BCE"; all about it in `date_format`."""
    from builder import date_format  # the words of all languages: a check prints no date

    return date_format.format_date(date, language, era, form, with_year)


def parse(text: str, calendar: Calendar = "gregorian") -> Date:
    """Read one EDTF date; one of the Julian calendar is converted and keeps what was typed in `Date.julian`.

    Raises DateError for a date that no calendar has, for an interval that ends before it begins, and for plain words;
    the hint then holds the EDTF spelling of that date wherever it can be told.
    """
    stripped = text.strip()
    date = read(stripped, calendar == "julian")
    if date is None:
        raise DateError(f"`{stripped}` is not an EDTF date", _hint(stripped))
    return date if calendar == "gregorian" else julian_to_gregorian(date)


_FORMS = "write `1953-03-05`, `1953-03`, `1953`, `1953~` (about), `1953/1964` (from, to) or `-0043` (44 BCE)"


def _hint(text: str) -> str:
    """The EDTF spelling of a date in words, read once more so that no hint is itself an error."""
    from builder.date_hints import spell  # for errors only

    spelling = spell(text)
    if spelling is None:
        return _FORMS
    try:
        if any(read(edtf) is None for edtf, _ in spelling.choices):
            return _FORMS
    except DateError as impossible:
        return impossible.message
    told = " or ".join(f"`{edtf}` ({meaning})" if meaning else f"`{edtf}`" for edtf, meaning in spelling.choices)
    return f"write {told}" + (f", and `shown: {text}` to print these words" if spelling.partial else "")


def julian_to_gregorian(date: Date) -> Date:
    """The date whose numbers are those of the Julian calendar, in today's; `julian` keeps the one given.

    A day gets its new year, month and day. A month or a year has no name in the other calendar: it keeps its numbers,
    only its bounds move.
    """
    if date.kind != "point":
        start = julian_to_gregorian(date.start) if date.start else None
        end = julian_to_gregorian(date.end) if date.end else None
        members = tuple(julian_to_gregorian(member) for member in date.members)
        parts = [part for part in (start, end, *members) if part is not None]
        first = min(parts, key=lambda part: part.earliest)
        return replace(
            date, earliest=first.earliest, latest=max(part.latest for part in parts), year=first.year,
            start=start, end=end, members=members, julian=date,
        )  # fmt: skip
    if date.month is None or date.day is None:
        return replace(date, earliest=_julian_instant(date.earliest), latest=_julian_instant(date.latest), julian=date)
    number = julian_day_number(date.year, date.month, date.day)
    shift = number - day_number(date.year, date.month, date.day)
    year, month, day = civil(number)
    return replace(
        date, earliest=date.earliest + shift, latest=date.latest + shift, year=year, month=month, day=day, julian=date
    )


def _julian_instant(instant: float) -> float:
    """An instant whose year, month and day are Julian, counted in Gregorian days."""
    number = floor(instant)
    return instant - number + julian_day_number(*civil(number))


def span(date: Date) -> tuple[float, float]:
    """The bounds in days, where an open side has no end: `-inf` or `inf`."""
    return -inf if date.open_start else date.earliest, inf if date.open_end else date.latest


def overlaps(one: Date, other: Date) -> bool:
    """Whether the two may have an instant in common; an open side goes on for ever."""
    (start, end), (other_start, other_end) = span(one), span(other)
    return start < other_end and other_start < end


def contains(period: Date, date: Date) -> bool:
    """Whether all that a date may cover lies inside a period."""
    (start, end), (inner_start, inner_end) = span(period), span(date)
    return start <= inner_start and inner_end <= end


def midpoint(date: Date) -> float:
    """The middle of the bounds, in days."""
    return (date.earliest + date.latest) / 2


def sort_key(date: Date) -> tuple[float, float, str]:
    """Orders dates by their beginning, then by their end, then by their text: no two different dates tie."""
    return date.earliest, date.latest, date.text


def age_at(born: Date, when: Date) -> int | None:
    """Completed years of life; None when the dates leave it open or `when` may lie before the birth."""
    if born.approximate or when.approximate or not (span(born)[0] > -inf and span(when)[1] < inf):
        return None
    first_birthday, last_birthday = _days(born)
    first_day, last_day = _days(when)
    youngest, oldest = _years_between(last_birthday, first_day), _years_between(first_birthday, last_day)
    return youngest if youngest == oldest and youngest >= 0 else None


def _days(date: Date) -> tuple[int, int]:
    """The first and the last day that a date may cover."""
    return floor(date.earliest), ceil(date.latest) - 1


def _years_between(birthday: int, day: int) -> int:
    """Birthdays passed; who was born on 29 February has it on 1 March in other years."""
    (year, *born), (then, *today) = civil(birthday), civil(day)
    return then - year - (today < born)
