"""Dates in plain words -> their EDTF spelling, for the hint of an error message.

What comes in is a text that `dates` could not read ("June 24, 1948", "c. 450 BC", "XIVe siècle"), what goes out is the
EDTF text that says the same. Separate because nothing here ever gives a date a meaning: the author reads the hint and
writes it. Runs for errors only, so it may be slow and may ask Babel for the names of months.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

LANGUAGES = ("en", "fr", "de", "es", "ru")


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


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_EDGE = r"(?<![\w])(?:{})(?![\w])"
_BCE = re.compile(_EDGE.format(
    r"b\.?\s?c\.?\s?e\.?|b\.?\s?c\.?|before christ|before (?:the )?common era|av(?:ant)?\.?\s?j\.?\s?-?\s?c\.?"
    r"|avant jésus-christ|av(?:ant)?\.? (?:notre ère|n\. ?è\.)|v\.?\s?chr\.?|vor christus|v\.\s?u\.\s?z\."
    r"|a\.\s?(?:de\s)?c\.|a\.\s?e\.\s?c\.|antes de cristo|до н\.?\s?э\.?|до нашей эры|до р\.?\s?х\.?"
))  # fmt: skip
_CE = re.compile(_EDGE.format(
    r"a\.?\s?d\.?|c\.?\s?e\.?|anno domini|ap(?:r(?:ès)?)?\.?\s?j\.?\s?-?\s?c\.?|après jésus-christ|de notre ère"
    r"|n\.?\s?chr\.?|nach christus|u\.\s?z\.|d\.\s?(?:de\s)?c\.|después de cristo|н\.?\s?э\.?|нашей эры"
))  # fmt: skip
_ABOUT = re.compile(
    r"(?:c|ca|circa|about|around|approximately|approx|roughly|vers|environ|env|um|etwa|ungefähr|zirka|hacia"
    r"|aproximadamente|около|ок|примерно)(?:\.\s*|\s+)(?=\S)|(?:c|ca)\.?(?=\d)|~\s*"
)
_PERHAPS = re.compile(r"(?:probably|possibly|perhaps|peut-être|vielleicht|quizá|возможно)\s+")
_FROM = re.compile(r"(?:from|since|starting|depuis|dès|du|seit|ab|von|vom|desde|со?)\s+(?=\S)")
_UNTIL = re.compile(r"(?:until|till|up to|bis|hasta|jusqu'(?:en|à|au)|до)\s+")
_BY = re.compile(r"(?:by|before|no later than|avant|vor|spätestens|antes de|не позднее)\s+")
_AFTER = re.compile(r"(?:after|après|nach|después de|после)\s+")
_BETWEEN = re.compile(r"(?:between|entre|zwischen|между)\s+(.+?)\s+(?:and|et|und|y|и)\s+(.+)")
_OR = re.compile(r"\s+(?:or|ou|oder|o|или)\s+")
_TO = re.compile(r"\s+(?:to|until|till|through|bis|à|au|al|hasta|по)\s+(?!\d\d?[:h])|\s*-\s*")
_NOW = _words("now present today aujourd'hui heute hoy")

_CENTURY = _words("century centuries cent siècle siècles jahrhundert jahrhunderts jh siglo siglos век века веке вв")
_MILLENNIUM = _words("millennium millénaire jahrtausend milenio тысячелетие тысячелетия")
_DECADE = _words("années jahre jahren años годы годов годах")
_PARTIAL = _words(
    "early mid middle late beginning start end firsthalf secondhalf début milieu fin anfang mitte ende "
    "principios mediados finales fines начало начале середина конец конце"
)
_SKIPPED = _words(
    "the of in on at day year years le la les l du de des d del el los der die das den dem am im an en a à year's "
    "в году год года г гг an año año jahr année uhr"
)
_SEASONS = {
    word: number
    for number, words in (
        (21, "spring springtime printemps frühling frühjahr primavera весна весной весны"),
        (22, "summer été sommer verano лето летом лета"),
        (23, "autumn fall automne herbst otoño осень осенью осени"),
        (24, "winter hiver invierno зима зимой зимы"),
    )
    for word in words.split()
}
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twentyfirst"
)
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_NUMBER = re.compile(r"(\d+)('?s|st|nd|rd|th|er|e|ème|o|a)?")
_TOKEN = re.compile(r"\d+(?:'?[^\W\d_]+)?|[^\W\d_]+(?:[-'][^\W\d_]+)*|[^\s]")
_ROMAN = {"i": 1, "v": 5, "x": 10}


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
    lowered = _CE.sub(" ce ", _BCE.sub(" bce ", lowered))
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


# Forms of digits alone, in the order in which they are tried.
_YEAR_FIRST = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./ ])(\d{1,2})\2(\d{4})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-./](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_YEAR = re.compile(r"(-?)(\d{1,3})([?~%]?)")
_LONG_YEAR = re.compile(r"y?(-?\d{5,})([?~%]?)")
_PADDED_LONG_YEAR = re.compile(r"y(-?\d{1,4})([?~%]?)")
_OLD_DRAFT = re.compile(r"[-\dxu?~%/]*[\d/](?:open|unknown|[-xu?~%\d])*")


def _numeric(text: str) -> tuple[tuple[str, str], ...] | None:
    """Spellings of a date of digits in another order, of a year with too few or too many of them, of older EDTF."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _year_first(*match.groups())
    if match := _YEAR_LAST.fullmatch(text):
        return _year_last(int(match[1]), match[2], int(match[3]), match[4])
    if match := _MONTH_YEAR.fullmatch(text):
        return ((f"{match[2]}-{int(match[1]):02}", ""),)
    if match := _COMPACT.fullmatch(text):
        return ((f"{match[1]}-{match[2]}-{match[3]}", ""),)
    if match := _SHORT_YEAR.fullmatch(text):
        return _short_year(*match.groups())
    if match := _LONG_YEAR.fullmatch(text) or _PADDED_LONG_YEAR.fullmatch(text):
        return ((_year(int(match[1])) + match[2], ""),)
    if _OLD_DRAFT.fullmatch(text) and re.search(r"[xu]|open|\?~|~\?", text):
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
    if match := _BETWEEN.fullmatch(text):
        return _pair(match[1], match[2], "[{}..{}]")
    if len(halves := _OR.split(text)) == 2:
        return _pair(halves[0], halves[1], "[{},{}]")
    beginning = _FROM.match(text)
    rest = text[beginning.end() :] if beginning else text
    if len(halves := _TO.split(rest)) == 2:
        if not halves[1] or halves[1].removeprefix("the ") in _NOW:
            return _open(halves[0], "{}/..")
        return _pair(halves[0], halves[1], "{}/{}")
    if beginning:
        return _open(rest, "{}/..")
    for pattern, shape in ((_UNTIL, "../{}"), (_BY, "[..{}]"), (_AFTER, "[{}..]")):
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


_CLOCK_12 = re.compile(r"[ ,]*(?:\bat )?\b(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.? ?m\.?$")
_CLOCK_24 = re.compile(r"(?:[ ,]*(?:\b(?:at|um|à|в) )?|t)\b(\d{1,2})[:h] ?(\d{2})(?: ?(?:uhr|h))?$")


def _parts(text: str) -> _Parts | None:
    """The parts of one date in words; None when a word is not one that dates are made of."""
    marks = ""
    if match := _PERHAPS.match(text):
        text, marks = text[match.end() :], "?"
    if match := _ABOUT.match(text):
        text, marks = text[match.end() :], "%" if marks else "~"
    if text.endswith(("?", "~")):
        text, marks = text[:-1].rstrip(), text[-1]
    text, clock = _clock(text)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        return _Parts(int(year), "", int(month), int(day) if day else None, marks=marks, clock=clock)
    found = _read_tokens(_TOKEN.findall(text))
    return None if found is None else replace(found, marks=marks, clock=clock)


def _clock(text: str) -> tuple[str, str]:
    """The text without its time of day, and that time as EDTF writes it."""
    if match := _CLOCK_12.search(text):
        hour = int(match[1]) % 12 + (12 if match[3] == "p" else 0)
        return text[: match.start()], f"T{hour:02}:{match[2] or '00'}"
    if match := _CLOCK_24.search(text):
        return text[: match.start()], f"T{int(match[1]):02}:{match[2]}"
    return text, ""


def _read_tokens(tokens: list[str]) -> _Parts | None:
    parts, numbers = _Parts(), list[int]()
    century = any(token in _CENTURY or token in _MILLENNIUM for token in tokens)
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
    if match := _NUMBER.fullmatch(token):
        return int(match[1])
    if token in _ORDINALS:
        return _ORDINALS[token]
    roman = re.fullmatch(r"([ivx]+)(?:e|er|ème)?", token) if century else None
    return _from_roman(roman[1]) if roman else None


def _from_roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(
        -value if following > value else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _read_word(parts: _Parts, word: str) -> _Parts | None:
    """The parts with one more word understood; None for a word that no date holds."""
    if word in ("bce", "ce"):
        return replace(parts, era=word)
    if word in _SEASONS:
        return replace(parts, season=_SEASONS[word])
    if word in _CENTURY or word in _MILLENNIUM:
        return replace(parts, unit="century" if word in _CENTURY else "millennium")
    if word in _DECADE:
        return replace(parts, unit=parts.unit or "decade")
    if word in _PARTIAL:
        return replace(parts, partial=True)
    months, weekdays = _names()
    if word in months:
        return replace(parts, month=months[word])
    return parts if word in _SKIPPED or word in weekdays or word in ",.()" else None


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


@lru_cache(maxsize=1)
def _names() -> tuple[dict[str, int], frozenset[str]]:
    """Month names with their numbers, and the names of weekdays, in our languages, from CLDR."""
    from babel import Locale  # for errors only: it takes a while

    months: dict[str, int] = {"sept": 9}
    weekdays: set[str] = set()
    for language in LANGUAGES:
        locale = Locale.parse(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    months.setdefault(name.lower().rstrip("."), number)
                weekdays.update(name.lower().rstrip(".") for name in locale.days[context][width].values())
    plain = {_unaccented(name): number for name, number in months.items()}
    return plain | months, frozenset(weekdays)


def _unaccented(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


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
