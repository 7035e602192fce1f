"""Dates in plain words -> their EDTF spelling, for the hint of an error message.

What comes in is a text that `dates` could not read ("June 24, 1948", "c. 450 BC", "XIVe siècle"), what goes out is the
EDTF text that says the same. Separate because nothing here ever gives a date a meaning: the author reads the hint and
writes it. Runs for errors only, so it may be slow and may ask Babel for the names of months.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from builder.date_vocabulary import (
    ABOUT,
    AFTER,
    BCE,
    BETWEEN,
    BY,
    CE,
    CENTURY,
    CLOCK_12,
    CLOCK_24,
    COMPACT,
    DASH,
    DECADE,
    FROM,
    LONG_YEAR,
    MILLENNIUM,
    MONTH_YEAR,
    NOW,
    NUMBER,
    OLD_DRAFT,
    OR,
    ORDINALS,
    PADDED_LONG_YEAR,
    PARTIAL,
    PERHAPS,
    ROMAN,
    SEASONS,
    SHORT_END,
    SHORT_YEAR,
    SKIPPED,
    TO,
    TOKEN,
    UNTIL,
    YEAR_FIRST,
    YEAR_LAST,
    names,
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """One or more EDTF texts, each with what it means when there are several; `partial` when words are lost."""

    choices: tuple[tuple[str, str], ...]
    partial: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    """What the words of one date say; `number` is a count of centuries or millennia when `unit` is one of these."""

    year: int | None = None
    era: str = ""
    month: int | None = None
    day: int | None = None
    season: int | None = None
    unit: str = ""
    marks: str = ""
    clock: str = ""
    partial: bool = False


def spell(text: str) -> Spelling | None:
    """The EDTF spelling of a date in words or in digits of another order; None where no date can be told."""
    lowered = _normal(text)
    numeric = _numeric(lowered)
    if numeric is not None:
        return Spelling(numeric)
    return _phrase(lowered)


def _normal(text: str) -> str:
    """Lower case, one kind of dash, apostrophe and space, eras as `bce` and `ce`, no thousands separators."""
    lowered = unicodedata.normalize("NFKC", text).lower()
    lowered = re.sub(r"[\u2010-\u2015\u2212]", "-", lowered.replace("\u2019", "'"))
    lowered = CE.sub(" ce ", BCE.sub(" bce ", lowered))
    lowered = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", lowered)
    if " bce " in lowered:
        lowered = re.sub(r"(?<=\d)[ .](?=\d{3}(?!\d))", "", lowered)
    lowered = re.sub(r"(?<=\d0)-(?:е|х|ых|ые)(?!\w)", "s", lowered)  # 1950-е
    lowered = re.sub(r"(?<=\d)-(?:й|го|м|ый|ом)(?!\w)", "", lowered)  # 14-й век
    lowered = re.sub(r"(?<=[ivx\d]) вв?\.?$", " век", lowered)
    lowered = re.sub(r"(?<!\w)(mid|early|late|twenty|first half|second half)(?:-|(?<=half) of)", _joined, lowered)
    return re.sub(r"\s+", " ", lowered).strip(" .,;")


def _joined(match: re.Match[str]) -> str:
    word = match[1]
    return word if word == "twenty" else word.replace(" ", "") + " "


def _numeric(text: str) -> tuple[tuple[str, str], ...] | None:
    """Spellings of a date of digits in another order, of a year with too few or too many of them, of older EDTF."""
    if match := SHORT_END.fullmatch(text):
        start, end = match.groups()
        return ((f"{start}/{start[: len(start) - len(end)]}{end}", ""),)
    if match := YEAR_FIRST.fullmatch(text):
        return _year_first(*match.groups())
    if match := YEAR_LAST.fullmatch(text):
        return _year_last(int(match[1]), match[2], int(match[3]), match[4])
    if match := MONTH_YEAR.fullmatch(text):
        return ((f"{match[2]}-{int(match[1]):02}", ""),)
    if match := COMPACT.fullmatch(text):
        return ((f"{match[1]}-{match[2]}-{match[3]}", ""),)
    if match := SHORT_YEAR.fullmatch(text):
        return _short_year(*match.groups())
    if match := LONG_YEAR.fullmatch(text) or PADDED_LONG_YEAR.fullmatch(text):
        return ((_year(int(match[1])) + match[2], ""),)
    if OLD_DRAFT.fullmatch(text) and re.search(r"[xu]|open|\?~|~\?", text):
        old = text.replace("unknown", "").replace("open", "..").replace("u", "X").replace("x", "X")
        return ((re.sub(r"\?~|~\?", "%", old), ""),)
    return None


def _year_first(year: str, month: str, day: str | None) -> tuple[tuple[str, str], ...]:
    """1953-3-5, 1953.03.05, 1953/3; 1948-49 is two years, as no month has that number."""
    if day is not None:
        return ((f"{year}-{int(month):02}-{int(day):02}", ""),)
    if int(month) > 12:
        return ((f"{year}/{year[:2]}{month}", ""),)
    spelled = f"{year}-{int(month):02}"
    if len(month) == 1 and int(month) > int(year[3]):
        return (spelled, "the month"), (f"{year}/{year[:3]}{month}", "the years")
    return ((spelled, ""),)


def _year_last(first: int, mark: str, second: int, year: str) -> tuple[tuple[str, str], ...]:
    """5.3.1953 is 5 March; 1/2/1953 is 2 January in America and 1 February elsewhere."""
    day_first = (f"{year}-{second:02}-{first:02}", "day first")
    month_first = (f"{year}-{first:02}-{second:02}", "month first")
    if second > 12:
        return (month_first,)
    if first > 12 or mark == "." or first == second:
        return (day_first,)
    return month_first, day_first


def _short_year(sign: str, digits: str, mark: str) -> tuple[tuple[str, str], ...]:
    number = int(digits)
    if sign:
        return (_year(1 - number) + mark, f"{number} BCE"), (_year(-number) + mark, f"{number + 1} BCE")
    padded = (f"{number:04}{mark}", f"the year {number}")
    if len(digits) == 1:
        return (padded,)
    return padded, (digits + "X" * (4 - len(digits)), "the century" if len(digits) == 2 else "the decade")


def _phrase(text: str) -> Spelling | None:
    """Two dates joined by a word or a dash, or one with a word before it."""
    if match := BETWEEN.fullmatch(text):
        return _pair(match[1], match[2], "[{}..{}]")
    if len(halves := OR.split(text)) == 2:
        return _pair(halves[0], halves[1], "[{},{}]")
    beginning = FROM.match(text)
    rest = text[beginning.end() :] if beginning else text
    halves = TO.split(rest)
    if len(halves) == 2 or len(halves := DASH.split(rest)) == 2:
        if not halves[1] or halves[1].removeprefix("the ") in NOW:
            return _open(halves[0], "{}/..")
        return _pair(halves[0], halves[1], "{}/{}")
    if beginning:
        return _open(rest, "{}/..")
    for pattern, shape in ((UNTIL, "../{}"), (BY, "[..{}]"), (AFTER, "[{}..]")):
        if match := pattern.match(text):
            return _open(text[match.end() :], shape)
    return _open(text, "{}")


def _open(text: str, shape: str) -> Spelling | None:
    parts = _parts(text)
    edtf = None if parts is None else _edtf(parts)
    if parts is None or edtf is None:
        return None
    return Spelling(((shape.format(edtf), ""),), parts.partial)


def _pair(left: str, right: str, shape: str) -> Spelling | None:
    """Two dates; what one of them leaves out (13-16 June 1953, 1948-49, 44-43 BCE) the other says."""
    first, second = _parts(left), _parts(right)
    if first is None or second is None:
        return None
    first, second = _completed(first, second)
    texts = _edtf(first), _edtf(second)
    if texts[0] is None or texts[1] is None:
        return None
    if first.season == 24 and second == _Parts(year=(first.year or 0) + 1):
        return Spelling(((texts[0], ""),))  # winter 1540-41
    return Spelling(((shape.format(*texts), ""),), first.partial or second.partial)


def _completed(first: _Parts, second: _Parts) -> tuple[_Parts, _Parts]:
    if first.year is not None and first.year <= 31 and not first.month and second.month and second.day:
        first = replace(first, year=None, day=first.year)
    if second.year is not None and first.year is not None and not second.era and second.year < min(first.year, 100):
        digits = 100 if second.year >= 10 else 10
        second = replace(second, year=first.year - first.year % digits + second.year)
    if first.day and not first.month:
        first = replace(first, month=second.month)
    if second.day and not second.month:
        second = replace(second, month=first.month)
    if first.year is None:
        first = replace(first, year=second.year, era=first.era or second.era)
    if second.year is None:
        second = replace(second, year=first.year, era=first.era)
    if second.era == "bce" and not first.era:
        first = replace(first, era="bce")
    if second.unit and not first.unit and not first.month:
        first = replace(first, unit=second.unit)
    return first, second


def _parts(text: str) -> _Parts | None:
    """The parts of one date in words; None when a word is not one that dates are made of."""
    marks = ""
    if match := PERHAPS.match(text):
        text, marks = text[match.end() :], "?"
    if match := ABOUT.match(text):
        text, marks = text[match.end() :], "%" if marks else "~"
    if text.endswith(("?", "~")):
        text, marks = text[:-1].rstrip(), text[-1]
    text, clock = _clock(text)
    if match := YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        return _Parts(int(year), "", int(month), int(day) if day else None, marks=marks, clock=clock)
    found = _read_tokens(TOKEN.findall(text))
    return None if found is None else replace(found, marks=marks, clock=clock)


def _clock(text: str) -> tuple[str, str]:
    """The text without its time of day, and that time as EDTF writes it."""
    if match := CLOCK_12.search(text):
        hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
        return text[: match.start()], f"T{hour:02}:{match[2] or '00'}"
    if match := CLOCK_24.search(text):
        return text[: match.start()], f"T{int(match[1]):02}:{match[2]}"
    return text, ""


def _read_tokens(tokens: list[str]) -> _Parts | None:
    parts, numbers = _Parts(), list[int]()
    century = any(token in CENTURY or token in MILLENNIUM for token in tokens)
    for token in tokens:
        number = _number(token, century)
        if number is not None:
            numbers.append(number)
            if re.fullmatch(r"\d+0(?:'?s|er)", token) and number >= 100:
                parts = replace(parts, unit="decade" if number % 100 else "hundred")
            continue
        changed = _read_word(parts, token)
        if changed is None:
            return None
        parts = changed
    return _with_numbers(parts, numbers)


def _number(token: str, century: bool) -> int | None:
    if match := NUMBER.fullmatch(token):
        return int(match[1])
    if token in ORDINALS:
        return ORDINALS[token]
    roman = re.fullmatch(r"([ivx]+)(?:e|er|ème)?", token) if century else None
    return _from_roman(roman[1]) if roman else None


def _from_roman(numeral: str) -> int:
    values = [ROMAN[letter] for letter in numeral]
    return sum(
        -value if following > value else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _read_word(parts: _Parts, word: str) -> _Parts | None:
    """The parts with one more word understood; None for a word that no date holds."""
    if word in ("bce", "ce"):
        return replace(parts, era=word)
    if word in SEASONS:
        return replace(parts, season=SEASONS[word])
    if word in CENTURY or word in MILLENNIUM:
        return replace(parts, unit="century" if word in CENTURY else "millennium")
    if word in DECADE:
        return replace(parts, unit=parts.unit or "decade")
    if word in PARTIAL:
        return replace(parts, partial=True)
    months, weekdays = names()
    if word in months:
        return replace(parts, month=months[word])
    return parts if word in SKIPPED or word in weekdays or word in ",.()" else None


def _with_numbers(parts: _Parts, numbers: list[int]) -> _Parts | None:
    """Days and years among the numbers: a day stands beside its month and is at most 31."""
    match numbers:
        case []:
            return parts if parts.month or parts.season else None
        case [only] if parts.month and only <= 31 and not parts.era:
            return replace(parts, day=only)
        case [only]:
            return replace(parts, year=only)
        case [day, year] if day <= 31:
            return replace(parts, day=day, year=year)
        case [year, day] if day <= 31:
            return replace(parts, day=day, year=year)
    return None


def _year(astronomical: int) -> str:
    """A year as EDTF writes it: four digits, or `Y` and more."""
    if abs(astronomical) > 9999:
        return f"Y{astronomical}"
    return f"-{-astronomical:04}" if astronomical < 0 else f"{astronomical:04}"


def _edtf(parts: _Parts) -> str | None:
    """The parts as one EDTF date; None when the year is missing."""
    if parts.year is None or (parts.day and not parts.month):
        return None
    before = parts.era == "bce"
    if parts.unit:
        return _unspecified(parts.year, parts.unit, before) + parts.marks
    text = _year(1 - parts.year if before else parts.year)
    if parts.season:
        return f"{text}-{parts.season}{parts.marks}"
    if parts.month:
        text += f"-{parts.month:02}"
        if parts.day:
            text += f"-{parts.day:02}{parts.clock}"
    return text + parts.marks


def _unspecified(number: int, unit: str, before: bool) -> str:
    """A decade, century or millennium; 5th century BCE is 500 to 401 BCE, which is `-04XX`."""
    sign = "-" if before else ""
    if unit == "century":
        return f"{sign}{number - 1:02}XX"
    if unit == "millennium":
        return f"{sign}{number - 1}XXX"
    length = 10 if unit == "decade" else 100
    if before:  # the 450s BCE are 459 to 450 BCE, years -458 to -449: no digits of EDTF cut there
        return f"[{_year(2 - number - length)}..{_year(1 - number)}]"
    return f"{number:04}"[: 3 if unit == "decade" else 2] + ("X" if unit == "decade" else "XX")
