"""Every word of a timeline that isn't an event's: the course's labels and the language's month names, ready to fill in.

In: `templates/labels/<language>.yaml` as a mapping, a BCP 47 language, the era. Out: frozen strings, so that the
geometry needs neither Babel nor a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from babel import Locale
from babel.dates import format_skeleton, format_time

from builder.date_days import from_day
from builder.date_point import short_months
from builder.plurals import plural_key
from builder.timeline.axis import Unit

PREFIX = "timeline_"
"""How the keys of the timeline's labels begin."""


@dataclass(frozen=True, slots=True)
class TimelineWords:
    """Words of one language; braces in labels are filled in by the layout."""

    labels: Mapping[str, str] = field(hash=False)
    months: tuple[str, ...]
    """Twelve short names as they stand alone."""
    months_in_date: tuple[str, ...]
    """The same after a day: `März`, where the month alone is `Mär`."""
    day_month: str
    """A pattern of `{day}` and `{month}`."""
    hours: tuple[str, ...]
    """Twenty-four clock times."""
    before_era: str
    after_era: str
    thousands: str = ","
    language: str = "en"

    def get(self, name: str, **values: object) -> str:
        """A label with its braces filled in; KeyError for a label that the language's file lacks."""
        return self.labels[PREFIX + name].format(**values)

    def counted(self, name: str, number: int, **values: object) -> str:
        """A label in the form that agrees with a number, which it may print as `{count}`."""
        key = plural_key(PREFIX + name, number, self.language, self.labels)
        return self.get(key.removeprefix(PREFIX), count=number, **values)

    def year(self, year: int) -> str:
        """The number of an astronomical year as people count it, without the era: -43 is 44."""
        counted = year if year > 0 else 1 - year
        return f"{counted:,}".replace(",", self.thousands) if counted >= 10_000 else str(counted)

    def dated_year(self, year: int, both_eras: bool = False) -> str:
        """The same with its era where it needs one: "44 BCE", "1953"; with `both_eras` also "220 CE"."""
        era = self.before_era if year <= 0 else self.after_era if both_eras else ""
        return f"{self.year(year)} {era}".rstrip()

    def day(self, month: int, day: int) -> str:
        """A day without its year: "13 Jan"."""
        return self.day_month.format(day=day, month=self.months_in_date[month - 1])

    def unit(self, unit: Unit, instant: float) -> str:
        """The name of the unit that an instant lies in, as far as a reader of this axis needs it."""
        year, month, day, *_ = from_day(instant + 1e-6)
        if unit.name == "hour":
            return self.day(month, day)
        if unit.name == "day":
            return f"{self.day(month, day)} {self.dated_year(year)}"
        if unit.name == "month":
            return f"{self.months[month - 1]} {self.dated_year(year)}"
        return self.dated_year(year)


def timeline_words(labels: Mapping[str, str], language: str = "en", era: str = "ce") -> TimelineWords:
    """The words for a language and an era ("ce" or "ad").

    Raises KeyError where a label is missing; babel.UnknownLocaleError for an unknown language.
    """
    locale = Locale.parse(language, sep="-")
    alone, in_date = short_months(language)
    return TimelineWords(
        labels=labels,
        months=alone,
        months_in_date=in_date,
        day_month=_day_pattern(locale),
        hours=tuple(_clock(hour, locale) for hour in range(24)),
        before_era=labels[PREFIX + ("bce" if era == "ce" else "bc")],
        after_era=labels[PREFIX + ("ce" if era == "ce" else "ad")],
        thousands=str(locale.number_symbols["latn"]["group"]),
        language=language,
    )


def _clock(hour: int, locale: Locale) -> str:
    """ "6 AM" where clocks run to twelve (CLDR's short time has an `a`), "6:00" elsewhere."""
    twelve = "a" in str(locale.time_formats["short"].pattern)
    moment = time(hour)
    return format_skeleton("h", moment, locale=locale) if twelve else format_time(moment, "short", locale=locale)


def _day_pattern(locale: Locale) -> str:
    """CLDR's order of day and short month; plain English has the day first, as the product's dates do."""
    if str(locale) == "en":
        return "{day} {month}"
    pattern = str(locale.datetime_skeletons["MMMd"].pattern)
    return re.sub(r"L{3}|M{3}", "{month}", re.sub(r"(?<!\w)d+", "{day}", pattern)).replace("'", "")
