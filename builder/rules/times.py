"""Rules about dates: periods, lives, and one event told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from builder.course import Course, Finding, SectionEntry
from builder.dates import Date, overlaps
from builder.diagnostics import Diagnostic, Location, warning
from builder.model import Document, Event, KeyFigure
from builder.walk import texts


def outside_period(course: Course) -> Iterator[Finding]:
    """An event lies in its section's period."""
    for entry in course.sections:
        period = entry.value.period
        for index, event in enumerate(entry.value.timeline):
            if period is not None and not overlaps(period, event.date):
                message = (
                    f"the event `{event.id}` ({event.date.text}) lies outside the section's period ({period.text})"
                )
                yield Finding(warning(message, entry.at(("timeline", index, "date"))), entry.id)


def outside_life(course: Course) -> Iterator[Finding]:
    """A person does nothing before birth or after death: takes part in no event, holds no office, writes no document.

    A document counts when its `creator` is the person's name alone. A birth or death that is uncertain or approximate (`?`, `~`) may be
    five years off.
    """
    for entry in course.sections:
        for index, event in enumerate(entry.value.timeline):
            for position, name in enumerate(event.key_figures):
                figure = course.figures.get(name)
                for message in _acting(figure, f"takes part in `{event.id}`", event.date) if figure else ():
                    place = entry.at(("timeline", index, "key_figures", position))
                    yield Finding(warning(message, place), entry.id)
        yield from _writing(entry, course)
    for figure in course.figures.values():
        yield from _life(figure, course)


_DOUBT = 5 * 366
"""Days by which an uncertain or approximate date may be off."""


def _acting(figure: KeyFigure, does: str, date: Date) -> Iterator[str]:
    """Yield what is wrong when a person does something on a date."""
    if figure.born is not None and date.latest <= figure.born.earliest - _doubt(figure.born):
        yield f"`{figure.id}` {does} ({date.text}) before being born ({figure.born.text})"
    if figure.died is not None and date.earliest >= figure.died.latest + _doubt(figure.died):
        yield f"`{figure.id}` {does} ({date.text}) after dying ({figure.died.text})"


def _doubt(date: Date) -> int:
    return _DOUBT if date.uncertain or date.approximate else 0


def _writing(entry: SectionEntry, course: Course) -> Iterator[Finding]:
    names = {name: figure for figure in course.figures.values() for name in (figure.name, *figure.also_known_as)}
    for index, document in enumerate(entry.value.documents):
        figure = names.get(document.creator or "")
        if figure is not None and document.date is not None:
            for message in _acting(figure, f"writes `{document.id}`", document.date):
                yield Finding(warning(message, entry.at(("documents", index, "date"))), entry.id)


def _life(figure: KeyFigure, course: Course) -> Iterator[Finding]:
    """Look at a person's own dates."""
    if figure.born is not None and figure.died is not None and figure.died.latest <= figure.born.earliest:
        place = course.find("key_figures.yaml", figure.id, ("died",), None)
        yield Finding(warning(f"`{figure.id}` dies ({figure.died.text}) before being born ({figure.born.text})", place))
    for index, office in enumerate(figure.offices):
        for field, date in (("from", office.from_), ("to", office.to)):
            verb = "takes" if field == "from" else "leaves"
            for message in _acting(figure, f"{verb} the office `{office.title}`", date) if date else ():
                place = course.find("key_figures.yaml", figure.id, ("offices", index, field), None)
                yield Finding(warning(message, place))


@dataclass(frozen=True, slots=True)
class _Told:
    """An event in its section."""

    entry: SectionEntry
    index: int
    event: Event

    @property
    def place(self) -> Location:
        """Where its date stands."""
        return self.entry.at(("timeline", self.index, "date"))


def told_twice(course: Course) -> Iterator[Finding]:
    """An event that two sections tell has one date in both.

    Two events are one when they have the same id and share a word of their labels, or when their labels say the same. A vague date
    beside a precise one is fine as long as they can be the same day.
    """
    by_name: dict[str, list[_Told]] = {}
    for entry in course.sections:
        for index, event in enumerate(entry.value.timeline):
            told = _Told(entry, index, event)
            for name in (f"id:{event.id}", " ".join(sorted(_label_words(event)))):
                by_name.setdefault(name, []).append(told)
    seen: set[tuple[str, int]] = set()
    for name, (first, *others) in by_name.items():
        for other in others:
            if first.entry.id == other.entry.id or overlaps(first.event.date, other.event.date) or not name:
                continue
            if name.startswith("id:") and not _label_words(first.event) & _label_words(other.event):
                continue
            if (other.entry.id, other.index) not in seen:
                seen.add((other.entry.id, other.index))
                yield _two_dates(first, other)


def _two_dates(first: _Told, other: _Told) -> Finding:
    message = (
        f"`{other.event.id}` is dated {other.event.date.text} here and {first.event.date.text} in `{first.entry.id}`"
    )
    return Finding(warning(message, other.place, related=[("the other date", first.place)]), other.entry.id)


_SMALL = 4
"""Letters: shorter words of a label don't tell two events apart."""


def _label_words(event: Event) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w+", event.label.lower()) if len(word) >= _SMALL)


_BEFORE_OUR_ERA = re.compile(
    r"(?<![\d.,–—-])(\d{1,5})\s*(?:BCE\b|B\.C\.E\.|BC\b|B\.C\.|v\. ?(?:Chr\.|u\. ?Z\.)|a\. ?(?:C\.|e\. ?c\.)|до н\. ?э\."
    r"|av\. ?(?:J\.-?C\.|n\. ?è\.)|avant (?:J\.-C\.|notre ère))"
)


def astronomical(course: Course) -> Iterator[Finding]:
    """A year before our era is written as EDTF counts it: 44 BCE is `-0043`, since EDTF has a year 0.

    Looked at where an item's own words say the year as well: `date: -0044` beside "44 BCE".
    """
    for entry in course.sections:
        dated: tuple[tuple[str, Sequence[Event | Document]], ...] = (
            ("timeline", entry.value.timeline),
            ("documents", entry.value.documents),
        )
        for name, items in dated:
            for index, item in enumerate(items):
                for field, date, number in _one_off(item):
                    yield Finding(_year_zero(entry.at((name, index, field)), date, number), entry.id)
    for figure in course.figures.values():
        for field, date, number in _one_off(figure):
            yield Finding(_year_zero(course.find("key_figures.yaml", figure.id, (field,), None), date, number))


def _one_off(model: Event | Document | KeyFigure) -> Iterator[tuple[str, Date, int]]:
    """Yield fields whose year is the negative of one that the item's words give as before our era, and isn't itself in them."""
    fields = vars(model)
    dates = [
        (field, value)
        for field in ("date", "period", "born", "died", "active")
        if isinstance(value := fields.get(field), Date)
        and value.earliest < 0
        and any(side.year < 0 for side in _sides(value))
    ]
    if not dates:
        return
    said = {int(number) for words in _own_words(model) for number in _BEFORE_OUR_ERA.findall(words)}
    meant = {side.year for _, date in dates for side in _sides(date)}
    for field, date in dates:
        for side in _sides(date):
            if side.year < 0 and -side.year in said and 1 - side.year not in said and side.year + 1 not in meant:
                yield field, side, -side.year


def _sides(date: Date) -> tuple[Date, ...]:
    """Return the dates that an interval lies between, or the date itself; those that name no year left out."""
    sides = (date.start, date.end) if date.is_interval else (date,)
    return tuple(side for side in sides if side is not None and side.precision not in ("century", "decade"))


def _own_words(model: Event | Document | KeyFigure) -> Iterator[str]:
    """Yield an item's own texts, not those of the items inside it."""
    return (text for path, text in texts(model) if len(path) == 1)


def _year_zero(place: Location, date: Date, number: int) -> Diagnostic:
    message = f"`{date.text}` is {number + 1} BCE, and the text beside it says {number} BCE"
    return warning(message, place, f"write `{-(number - 1):05}`: EDTF has a year 0, which is 1 BCE")
