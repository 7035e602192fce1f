"""Ticks and words along the axis: a scale -> where they stand and what they say.

Separate from `axis` because it is the part with words in it. Positions are millimetres from the part's beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from builder.date_days import from_day
from builder.timeline.axis import DAY, HOUR, MONTH, UNITS, Scale, Unit
from builder.timeline.style import Style
from builder.timeline.values import AxisLabel
from builder.timeline.words import TimelineWords

_MULTIPLES = {"hour": (1, 2, 3, 6, 12), "day": (1, 2, 5, 10), "month": (1, 2, 3, 6), "year": (1, 2, 5)}
_WORDED_DAYS = {1: range(1, 32), 2: range(1, 30, 2), 5: (1, 5, 10, 15, 20, 25), 10: (1, 10, 20)}
_TALL_MM = 24.0
"""A unit this tall has words inside it as well."""
_DENSE_MM = 1.9
_SPARSE_MM = 8.0
_LEAST_WORDS_MM = 3.4
_EPSILON = 1e-6

Word = tuple[float, str, bool]
"""(instant, words, strong)"""


@dataclass(frozen=True, slots=True)
class Ticks:
    """What stands along one part of the axis; `heads` are the lines over it (the year, the era)."""

    heads: tuple[str, ...]
    labels: tuple[AxisLabel, ...]
    long: tuple[float, ...]
    short: tuple[float, ...]


def ticks(scale: Scale, start: float, end: float, words: TimelineWords, style: Style) -> Ticks:
    """The ticks from `start` to `end`, two instants of the scale; positions count from `start`."""
    unit, height = scale.unit, scale.mm_per_unit
    edges = [edge for edge in unit.edges(start, end) if start - _EPSILON <= edge <= end + _EPSILON]
    multiples = _MULTIPLES[unit.name]
    every = next((n for n in multiples if n * height >= style.label_step_mm), multiples[-1])
    worded = [edge for edge in edges if _worded(unit, edge, every)]
    minor = list(_minor(unit, height, start, end))
    centred = every == 1 and height < _TALL_MM and (unit in (DAY, MONTH) or unit.years == 1)
    labels = list(_unit_words(unit, worded, end, centred, words))
    if height >= _TALL_MM:
        labels += _inner_words(unit, minor, words)
    plain = [edge for edge in edges if edge not in worded]
    return Ticks(
        heads=_heads(unit, start, words),
        labels=_thinned(scale, start, sorted(labels)),
        long=_places(scale, start, {start, *worded, end}),
        short=_places(scale, start, {*plain, *minor} - {start, end}),
    )


def _places(scale: Scale, start: float, instants: Iterable[float]) -> tuple[float, ...]:
    return tuple(sorted({round((instant - start) * scale.mm_per_day, 2) for instant in instants}))


def _worded(unit: Unit, edge: float, every: int) -> bool:
    """Whether the tick at the beginning of a unit has words: every second, fifth ... by the calendar's own count."""
    year, month, day, hour, _ = from_day(edge + _EPSILON)
    if unit == HOUR:
        return hour % every == 0
    if unit == DAY:
        return day in _WORDED_DAYS[every]
    if unit == MONTH:
        return (month - 1) % every == 0
    counted = year if year > 0 else 1 - year
    return counted % (every * unit.years) == 0 or year == 1


def _minor(unit: Unit, height: float, start: float, end: float) -> Iterator[float]:
    """The instants of small ticks inside units of that many millimetres."""
    finer, keep = _subdivision(unit, height)
    if finer is None:
        return
    edges = set(unit.edges(start, end))
    for instant in finer.edges(start, end):
        if start < instant < end and instant not in edges and keep(*from_day(instant + _EPSILON)):
            yield instant


def _subdivision(unit: Unit, height: float) -> tuple[Unit | None, Callable[..., bool]]:
    """The next finer unit, and which of its beginnings get a tick: all of them where there is room."""
    if unit == HOUR or height < _SPARSE_MM:
        return None, _all
    if unit == DAY:
        return Unit("hour", 1 / 4), _all
    if unit == MONTH:
        return DAY, _all if height / 31 >= _DENSE_MM else _tenth_days
    if unit.years == 1:
        return MONTH, _all if height / 12 >= _DENSE_MM else _quarters
    finer = next(other for other in UNITS if other.years * 10 == unit.years)
    return finer, _all if height / 10 >= _DENSE_MM else _halves(unit)


def _all(*_: int) -> bool:
    return True


def _tenth_days(_year: int, _month: int, day: int, *_: int) -> bool:
    return day in (10, 20)


def _quarters(_year: int, month: int, *_: int) -> bool:
    return month in (4, 7, 10)


def _halves(unit: Unit) -> Callable[..., bool]:
    def keep(year: int, *_: int) -> bool:
        return (year if year > 0 else 1 - year) % unit.years == unit.years // 2

    return keep


def _unit_words(unit: Unit, worded: list[float], end: float, centred: bool, words: TimelineWords) -> Iterator[Word]:
    """Words for each unit that has some: in the middle of it, or at its beginning."""
    for place, edge in enumerate(worded):
        text, strong = _words_at(unit, edge, place == 0, words)
        following = unit.begin(unit.index(edge) + 1)
        if not centred:
            yield edge, text, strong
        elif following <= end + _EPSILON:
            yield (edge + following) / 2, text, strong


def _words_at(unit: Unit, edge: float, first: bool, words: TimelineWords) -> tuple[str, bool]:
    """What the tick at the beginning of a unit says, and whether something larger begins there."""
    year, month, day, hour, _ = from_day(edge + _EPSILON)
    if unit == HOUR:
        return (words.day(month, day), True) if hour == 0 else (words.hours[hour], False)
    if unit == DAY:
        return words.day(month, day), day == 1 and not first
    if unit == MONTH:
        return (words.dated_year(year), True) if month == 1 and not first else (words.months[month - 1], False)
    return (f"1 {words.after_era}", True) if year == 1 else (words.year(year), False)


def _inner_words(unit: Unit, minor: list[float], words: TimelineWords) -> Iterator[Word]:
    """Words inside tall units: every sixth hour, the 10th and 20th, every third month, half a decade."""
    for edge in minor:
        year, month, day, hour, _ = from_day(edge + _EPSILON)
        if unit == DAY:
            yield edge, words.hours[hour], False
        elif unit == MONTH and _tenth_days(year, month, day):
            yield edge, str(day), False
        elif unit.years == 1 and _quarters(year, month):
            yield edge, words.months[month - 1], False
        elif unit.years > 1 and _halves(unit)(year):
            yield edge, words.year(year), False


def _heads(unit: Unit, start: float, words: TimelineWords) -> tuple[str, ...]:
    """The lines over the axis: what the words along it leave out."""
    year, month, day, hour, _ = from_day(start + _EPSILON)
    if unit == HOUR and hour:
        return words.dated_year(year), words.day(month, day)
    if unit in (HOUR, DAY, MONTH):
        return (words.dated_year(year),)
    return (words.before_era,) if year <= 0 else ()


def _thinned(scale: Scale, start: float, labels: list[Word]) -> tuple[AxisLabel, ...]:
    """The words that don't touch the ones before: "2" right after "1 CE" is left out."""
    kept: list[AxisLabel] = []
    for instant, text, strong in labels:
        y = round((instant - start) * scale.mm_per_day, 2)
        if not kept or y - kept[-1].y_mm >= _LEAST_WORDS_MM:
            kept.append(AxisLabel(y, text, strong))
    return tuple(kept)
