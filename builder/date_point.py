"""One point of time -> its words: a day, a month, a season, a year, a decade, a century, with clock and era.

Separate from `date_format`, which joins points into ranges and sets. Order and names of day, month and year are CLDR's
(Babel, imported on first use), all other words are the data of `date_words`. Day and month, number and era are joined
by no-break spaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from builder.date_days import from_day
from builder.date_words import NBSP, NEUTRAL, WORDS, Case, DateWords

if TYPE_CHECKING:
    from babel import Locale

    from builder.date_value import Date

Era = Literal["before", "ours", ""]


@dataclass(frozen=True, slots=True)
class _Calendar:
    """What CLDR says about one language: patterns by (short, with the year), names of months by their field."""

    days: dict[tuple[bool, bool], str]
    months: dict[bool, str]
    names: dict[str, dict[int, str]]
    clock: str
    eras: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Style:
    """The request, as it is handed down."""

    words: DateWords
    calendar: _Calendar
    language: str
    era: str
    short: bool
    crossing: bool = False
    """Inside a range over both eras: every year says its era."""

    @property
    def joint(self) -> str:
        """Between the two sides of a range."""
        return self.words.dash if self.short else self.words.to


def style_for(language: str, era: str, short: bool) -> Style:
    """The request for a BCP 47 language and the course's era."""
    return Style(words_for(language), _calendar(_primary(language)), language, era, short)


def words_for(language: str) -> DateWords:
    """The words of a BCP 47 language, by its primary subtag; signs for a language without an entry."""
    return WORDS.get(_primary(language), NEUTRAL)


def _primary(language: str) -> str:
    return re.split("[-_]", language.lower(), maxsplit=1)[0]


def marked(date: Date, style: Style, with_year: bool, case: str = "plain") -> str:
    """A point with its "about" and its question mark."""
    about = style.words.about
    text = point(date, style, with_year, about.case if date.approximate else case)
    if date.approximate:
        text = about.template.format(text)
    return style.words.doubt.format(text) if "?" in date.text or "%" in date.text else text


def point(date: Date, style: Style, with_year: bool, case: str = "plain") -> str:
    """A date without its marks, in the form that a governing word asks for."""
    forms = style.words.cases.get(case, Case())
    if date.precision in ("millennium", "century"):
        return _century(date, style, forms)
    if date.precision == "decade":
        return _decade(date, style, forms)
    if date.precision == "season":
        return _season(date, style, with_year, forms)
    if date.precision == "year":
        return forms.year.format(_year(date.year, style, case != "plain"))
    if date.precision == "month":
        return forms.month.format(_month(date, style, with_year, case))
    return forms.day.format(day_text(date, style, with_year))


def number(year: int, style: Style) -> str:
    """A year without its era; digits are grouped from 10,000 on."""
    count = 1 - year if year <= 0 else year
    if count < 10_000:
        return str(count)
    from babel.numbers import format_decimal

    grouped: str = format_decimal(count, locale=_locale(_primary(style.language)))
    return grouped.replace("\u202f", NBSP)


def era_of(year: int, style: Style) -> Era:
    """Years of our era below 1000 say so, since "75" alone might be anything."""
    return "before" if year <= 0 else "ours" if year < 1000 or style.crossing else ""


def with_era(text: str, era: Era, style: Style, kind: Literal["year", "years", "century"] = "year") -> str:
    """The text of a year, of two years or of a century with its era; an empty era adds nothing."""
    words = style.words
    table = (words.era_ranges if kind == "years" else words.era_centuries if kind == "century" else None) or words.eras
    if not era:
        return text
    named = style.calendar.eras
    before, ours = table.get(style.era) or (f"{{}}{NBSP}{named[0]}", f"{{}}{NBSP}{named[1]}")
    return (before if era == "before" else ours).format(text)


def _year(year: int, style: Style, in_date: bool) -> str:
    """A year with its era, or as the language writes it inside a date."""
    era = era_of(year, style)
    text = number(year, style)
    if era:
        return with_era(text, era, style)
    return style.words.year_in_date.format(text) if in_date else text


def year_pair(first: int, last: int, style: Style, joint: str, in_date: bool = False) -> str:
    """Two years; an era that both share is said once, one that they don't is said twice."""
    if (first <= 0) != (last <= 0):
        return joined(joint, with_era(number(first, style), "before", style),
                       with_era(number(last, style), "ours", style))  # fmt: skip
    era: Era = era_of(last, style) or era_of(first, style)
    pair = joined(joint, number(first, style), number(last, style))
    return style.words.years_in_date.format(pair) if in_date and not era else with_era(pair, era, style, "years")


def joined(joint: str, first: str, last: str) -> str:
    """Two texts by a template; where it is a spaced dash, two single words need no spaces."""
    if joint == "{} \u2013 {}" and not re.search(r"\s", first + last):
        joint = "{}\u2013{}"
    return joint.format(first, last)


def _century(date: Date, style: Style, forms: Case) -> str:
    words, length = style.words, 100 if date.precision == "century" else 1000
    own = forms.century if length == 100 else forms.millennium
    template = own or (words.century if length == 100 else words.millennium)
    if not template:
        return year_pair(date.year, date.year + length - 1, style, style.joint)
    return with_era(template.format(count(date, style)), century_era(date, style), style, "century")


def century_era(date: Date, style: Style) -> Era:
    return "before" if date.text.startswith("-") else "ours" if style.crossing else ""


def count(date: Date, style: Style) -> str:
    """Which century or millennium, as the language counts them: 1900 to 1999 is the 20th, -499 to -400 the 5th BCE."""
    length = 100 if date.precision == "century" else 1000
    number = -(date.year // length) if date.text.startswith("-") else date.year // length + 1
    match style.words.numeral:
        case "ordinal":
            return _ordinal(number)
        case "dotted":
            return f"{number}."
        case "roman":
            return _roman(number)
        case "roman-e":
            return _roman(number) + ("ᵉʳ" if number == 1 else "ᵉ")


def _ordinal(number: int) -> str:
    ending = "th" if number // 10 % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "".join(("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")[tens]) + (
        "", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX",
    )[ones]  # fmt: skip


def _decade(date: Date, style: Style, forms: Case) -> str:
    """ "1950s"; years where the language has no word, before our era, and in its first ten years."""
    template = forms.decade or style.words.decade
    if not template or date.text.startswith("-") or date.year < 10:
        return year_pair(date.year, date.year + 9, style, style.joint)
    return with_era(template.format(date.year), era_of(date.year, style), style, "century")


def _season(date: Date, style: Style, with_year: bool, forms: Case) -> str:
    words = style.words
    names = forms.seasons or words.seasons
    last = from_day(date.latest - 1)
    if not names or date.season is None:
        first = from_day(date.earliest)
        sides = (point(_month_date(date, *side), style, with_year) for side in (first[:2], last[:2]))
        return joined(style.joint, *sides)
    if not with_year:
        return names[date.season]
    if last[0] == date.year or date.unspecified:
        return words.season_of_year.format(names[date.season], _year(date.year, style, True))
    years = year_pair(date.year, last[0], style, "{}\u2013{}", True)
    return words.season_of_year.format(names[date.season], years)


def _month_date(date: Date, year: int, month: int) -> Date:
    return replace(date, precision="month", year=year, month=month, season=None, approximate=False)


def _month(date: Date, style: Style, with_year: bool, case: str) -> str:
    calendar = style.calendar
    pattern = calendar.months[style.short]
    if not with_year:
        named = re.search("MMM+|LLL+", pattern)
        pattern = named[0] if named else "LLLL"
    if case not in ("plain", "accusative"):
        pattern = pattern.replace("L", "M")
    return _filled(pattern, date, style)


def day_text(date: Date, style: Style, with_year: bool, day: str = "") -> str:
    text = _filled(style.calendar.days[style.short, with_year], date, style, day)
    return f"{text}{style.words.comma}{clock_text(date, style)}" if date.clock is not None else text


_FIELD = re.compile(r"'([^']*)'|(d+|[ML]+|y+)|([^'dMLy]+)")


def _filled(pattern: str, date: Date, style: Style, day: str = "") -> str:
    """A CLDR pattern with the day, month and year of a date (UTS 35, date field symbols d, M, L, y)."""
    return "".join(quoted or literal or _field(symbol, date, style, day) for quoted, symbol, literal in
                   _FIELD.findall(pattern))  # fmt: skip


def _field(symbol: str, date: Date, style: Style, day: str) -> str:
    if symbol.startswith("y"):
        return _year(date.year, style, True)
    if symbol.startswith("d"):
        return day or (style.words.first_day if date.day == 1 else str(date.day))
    month = date.month or 1
    return style.calendar.names[symbol[:4]][month] if len(symbol) > 2 else str(month)


def clock_text(date: Date, style: Style) -> str:
    hour, minute, _ = date.clock or (0, 0, 0)
    words = style.words
    if words.am and words.pm:
        digits = f"{hour % 12 or 12}" if date.precision == "hour" else f"{hour % 12 or 12}:{minute:02}"
        text = (words.am if hour < 12 else words.pm).format(digits)
    else:
        text = style.calendar.clock.replace("HH", f"{hour:02}").replace("H", str(hour)).replace("mm", f"{minute:02}")
    return words.utc.format(text) if date.zone == "Z" else text


# What CLDR says


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    """Babel's locale; English is day before month, as in Britain, and so is a language that CLDR doesn't know."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse("en_GB" if language == "en" else language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@lru_cache(maxsize=32)
def _calendar(language: str) -> _Calendar:
    locale = _locale(language)
    skeletons = {name: pattern.pattern for name, pattern in locale.datetime_skeletons.items()}
    long_day = skeletons.get("yMMMMd") or locale.date_formats["long"].pattern
    short_day = skeletons.get("yMMMd") or long_day.replace("MMMM", "MMM")
    short_bare = skeletons.get("MMMd", "d MMM")
    days = {
        (False, True): long_day,
        (False, False): skeletons.get("MMMMd") or short_bare.replace("MMM", "MMMM"),
        (True, True): short_day,
        (True, False): short_bare,
    }
    long_month = skeletons.get("yMMMM", "LLLL y")
    months = {False: long_month, True: skeletons.get("yMMM", long_month.replace("LLLL", "LLL"))}
    eras = locale.eras["abbreviated"]
    return _Calendar(
        {key: _tidy(pattern) for key, pattern in days.items()},
        {key: _tidy(pattern) for key, pattern in months.items()},
        _month_names(locale),
        locale.datetime_skeletons["Hm"].pattern if "Hm" in skeletons else "HH:mm",
        (eras[0], eras[1]),
    )


def short_months(language: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the short names of the twelve months, standing alone and inside a date: June is as short as it gets."""
    names = _calendar(language).names
    alone, in_date = (tuple(str(names[field][month]) for month in range(1, 13)) for field in ("LLL", "MMM"))
    return alone, in_date


def _tidy(pattern: str) -> str:
    """A CLDR pattern without the word for "year" (`date_words` has it), with no break between day and month."""
    pattern = re.sub(r"\s?'г'\.", "", pattern).replace("d 'de' M", f"d{NBSP}'de'{NBSP}M")
    return re.sub(r"(d\.?)[ \u202f](?=[ML])", rf"\1{NBSP}", pattern)


def _month_names(locale: Locale) -> dict[str, dict[int, str]]:
    names: dict[str, dict[int, str]] = {}
    for letter, context in (("M", "format"), ("L", "stand-alone")):
        wide = dict(locale.months[context]["wide"])
        short = dict(locale.months[context]["abbreviated"])
        names[letter * 4] = wide
        names[letter * 3] = {month: wide[month] if len(wide[month]) <= 4 else short[month] for month in wide}
    return names
