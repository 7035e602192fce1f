"""A `Date` -> the words that stand for it on the page, in the course's language.

Separate from reading because the page needs a language and an era and the file needs neither. This module joins what
`date_point` says of single points: ranges and sets say once what their parts share, "from", "until" and "by" take the
side that is known, and a Julian date stands beside today's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.date_days import from_day
from builder.date_point import (
    Style,
    century_era,
    clock_text,
    count,
    day_text,
    era_of,
    joined,
    marked,
    number,
    point,
    style_for,
    with_era,
    year_pair,
)
from builder.date_words import Case, DateWords, Phrase

if TYPE_CHECKING:
    from builder.date_value import Date, Form


def format_date(date: Date, language: str = "en", era: str = "ce", form: Form = "long", with_year: bool = True) -> str:
    """The words of a date: "13 January 1953", "26 May–4 Aug", "about 450 BCE".

    `language` is a BCP 47 tag, `era` the course's (`ce` or `ad`). `short` abbreviates months and joins ranges by a
    dash, `year` says years only. Without the year, days and months of one year are printed bare; a range over two
    years and a date that is only a year keep it. A date converted from the Julian calendar prints both.
    """
    style = style_for(language, era, form != "long")
    if form == "year":
        date = _years_only(date)
    if date.julian is not None:
        return _both_calendars(date, date.julian, style, with_year)
    return _any(date, style, with_year)


def _any(date: Date, style: Style, with_year: bool, case: str = "plain") -> str:
    if date.kind == "interval":
        return _interval(date, style, with_year)
    if date.kind in ("one-of", "all-of"):
        return _choice(date, style, with_year)
    return marked(date, style, with_year, case)


# Intervals and sets


def _interval(date: Date, style: Style, with_year: bool) -> str:
    words = style.words
    if date.start is None or date.end is None:
        known, phrase = (date.start, words.from_) if date.start else (date.end, words.until)
        return _governed(phrase, known, style, with_year) if known else date.text
    start, end = date.start, date.end
    if start.approximate and end.approximate and "?" not in date.text and "%" not in date.text:
        about = words.about
        bare = _range(_unmarked(start), _unmarked(end), style, with_year, about.case)
        return about.template.format(bare)
    return _range(start, end, style, with_year)


def _unmarked(date: Date) -> Date:
    return replace(date, approximate=False)


def _governed(phrase: Phrase, date: Date, style: Style, with_year: bool) -> str:
    """ "from 4 July"; a date with its own "about" keeps it inside."""
    return phrase.template.format(_any(date, style, with_year, phrase.case))


def _crossing(style: Style, start: Date, end: Date) -> Style:
    return replace(style, crossing=True) if start.year <= 0 < end.year else style


def _range(start: Date, end: Date, style: Style, with_year: bool, case: str = "plain") -> str:
    """Two sides; what they share is said once."""
    style = _crossing(style, start, end)
    with_year = with_year or start.year != end.year
    if start.approximate or end.approximate or "?" in start.text + end.text or start.precision != end.precision:
        shared = start.year == end.year and start.month is not None and end.month is not None
        first = marked(start, style, with_year and not shared, case)
        return joined(style.joint, first, marked(end, style, with_year))
    if start.precision == "year" and start.year == end.year:
        return point(start, style, with_year, case)
    if start.precision == "year" or (start.precision in ("century", "decade") and not style.words.century):
        return year_pair(start.year, from_day(end.latest - 1)[0], style, style.joint)
    if start.precision == "century" and century_era(start, style) == century_era(end, style):
        return _centuries(start, end, style)
    if start.precision == "day" and (start.year, start.month) == (end.year, end.month):
        return _days_of_a_month(start, end, style, with_year, case)
    if start.clock and end.clock and (start.year, start.month, start.day) == (end.year, end.month, end.day):
        return f"{day_text(start, style, with_year)}\u2013{clock_text(end, style)}"
    last = point(end, style, with_year)
    if point(start, style, with_year) == last:
        return point(start, style, with_year, case)
    first = point(start, style, with_year and start.year != end.year, case)
    return joined(style.joint, first, last)


def _centuries(start: Date, end: Date, style: Style) -> str:
    pair = joined(style.joint, count(start, style), count(end, style))
    return with_era(style.words.centuries.format(pair), century_era(start, style), style, "century")


def _days_of_a_month(start: Date, end: Date, style: Style, with_year: bool, case: str) -> str:
    if start.day == end.day:
        return point(start, style, with_year, case)
    first = style.words.first_day if start.day == 1 else str(start.day)
    forms = style.words.cases.get(case, Case())
    return forms.day.format(day_text(start, style, with_year, style.words.day_range.format(first, end.day)))


def _choice(date: Date, style: Style, with_year: bool) -> str:
    """A set: "between 1290 and 1310", "by 1953", "1792, 1780 or 1750 BCE"."""
    words, members = style.words, date.members
    last_joint = words.or_ if date.kind == "one-of" else words.and_
    plain = all(member.precision == "year" and member.text.lstrip("-").isdigit() for member in members)
    if plain and len({member.year <= 0 for member in members}) == 1:
        numbers = [number(member.year, style) for member in members]
        era = era_of(members[-1].year, style)
        return with_era(_listed(numbers, last_joint, words), era, style, "years" if len(members) > 1 else "year")
    one_year = len({one.year for one in _points(date)}) == 1 and all(member.month for member in members)
    texts = [_member(member, date, style, with_year and not one_year) for member in members[:-1]]
    return _listed([*texts, _member(members[-1], date, style, with_year)], last_joint, words)


def _listed(texts: list[str], last_joint: str, words: DateWords) -> str:
    *first, last = texts
    return last_joint.format(words.comma.join(first), last) if first else last


def _member(member: Date, whole: Date, style: Style, with_year: bool) -> str:
    words = style.words
    if member.end is None and member.start is not None:
        return _governed(words.later, member.start, style, with_year)
    if member.start is None and member.end is not None:
        return _governed(words.by, member.end, style, with_year)
    if member.start is None or member.end is None:
        return marked(member, style, with_year)
    if whole.kind == "all-of":
        return _range(member.start, member.end, style, with_year)
    return _between(member.start, member.end, style, with_year)


def _between(start: Date, end: Date, style: Style, with_year: bool) -> str:
    phrase = style.words.between
    second_case = phrase.second_case or phrase.case
    style = _crossing(style, start, end)
    with_year = with_year or start.year != end.year
    shared = (start.year <= 0) == (end.year <= 0)
    if start.precision == end.precision == "year" and shared and not (start.approximate or end.approximate):
        forms, last_forms = style.words.cases.get(phrase.case, Case()), style.words.cases.get(second_case, Case())
        pair = phrase.template.format(
            forms.year.format(number(start.year, style)), last_forms.year.format(number(end.year, style))
        )
        era = era_of(end.year, style)
        return with_era(pair, era, style, "years") if era else style.words.years_in_date.format(pair)
    first = _any(start, style, with_year and start.year != end.year, phrase.case)
    return phrase.template.format(first, _any(end, style, with_year, second_case))


# Years only, and the Julian calendar


def _mapped(date: Date, change: Callable[[Date], Date]) -> Date:
    """The date with both sides, or all members, changed."""
    return replace(
        date,
        start=change(date.start) if date.start else None,
        end=change(date.end) if date.end else None,
        members=tuple(change(member) for member in date.members),
    )


def _years_only(date: Date) -> Date:
    """The same date with nothing finer than its year."""
    if date.kind != "point":
        years = _mapped(replace(date, julian=None), _years_only)
        same = years.start and years.end and years.start.precision == years.end.precision == "year"
        if same and years.start and years.end and years.start.year == years.end.year:
            return years.start
        return years
    if date.precision in ("millennium", "century", "decade", "year"):
        return replace(date, julian=None)
    return replace(date, precision="year", month=None, day=None, season=None, clock=None, julian=None)


def _both_calendars(date: Date, typed: Date, style: Style, with_year: bool) -> str:
    """ "25 October (7 November) 1917": the date as typed in the Julian calendar, then the one of today's."""
    points = _points(typed)
    if any(one.day is None for one in points):
        text = _any(typed, style, with_year)
        in_years = all(one.month is None and one.season is None for one in points)
        return text if in_years else style.words.old_style.format(text)
    if date.clock is not None:
        day = replace(date, clock=None, precision="day")
        both = _both_calendars(day, replace(typed, clock=None, precision="day"), style, with_year)
        return both + style.words.comma + clock_text(date, style)
    new = _mapped(replace(date, julian=None), lambda side: replace(side, julian=None))
    one_year = len({one.year for one in (*points, *_points(new))}) == 1
    full, bare = _any(new, style, True), _any(new, style, False)
    if one_year and with_year and bare in full:
        return full.replace(bare, f"{_any(typed, style, False)} ({bare})", 1)
    shown = with_year or not one_year
    return f"{_any(typed, style, shown)} ({_any(new, style, shown)})"


def _points(date: Date) -> list[Date]:
    """All single dates that a date is made of."""
    parts = [part for part in (date.start, date.end, *date.members) if part is not None]
    return [one for part in parts for one in _points(part)] if parts else [date]
