"""CSL-YAML as people type it -> the values that citeproc-py understands, and what is wrong with them.

In: one source of `sources.yaml`, its scalars still the text that was typed. Out: a `Source` of names, dates and texts,
and a `SourceProblem` for each field that can't be read. Separate because citeproc-py takes dates as `date-parts` only,
fails on names that are strings, and never says which source was wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from citeproc.source import Date as CslDate
from citeproc.source import DateRange, LiteralDate, Name
from citeproc.source.json import CiteProcJSON

from builder import dates, typography
from builder.citations import marks
from builder.diagnostics import Severity, nearest

_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
)
TYPES = tuple(_TYPES.split())
"""The kinds of source (CSL 1.0.2, appendix III)."""
_NAME_VARIABLES = (
    "author chair collection_editor compiler composer container_author contributor curator director editor "
    "editor_translator editorial_director executive_producer guest host illustrator interviewer narrator organizer "
    "original_author performer producer recipient reviewed_author script_writer series_creator translator"
)
_NAMES = frozenset(_NAME_VARIABLES.split())
_DATES = frozenset({"accessed", "available_date", "container", "event_date", "issued", "original_date", "submitted"})
_IGNORED = frozenset({"abstract", "annote", "citation_key", "custom", "id", "keyword", "language", "note", "type"})
"""`note` holds what a course says to itself about a source."""
_AS_TYPED = frozenset(
    {"DOI", "ISBN", "ISSN", "PMCID", "PMID", "URL", "call_number", "number", "page", "page_first", "volume", "issue"}
)
_TITLES = frozenset({
    "title", "title_short", "container_title", "container_title_short", "collection_title", "volume_title", "event",
})  # fmt: skip
"""Words of the work itself: they follow the rules of its language, the rest of the entry those of the course's."""
_RENAMED = {"shortTitle": "title_short", "journalAbbreviation": "container_title_short", "event_title": "event"}
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")
_RANGE = re.compile(r"(?<=[\w.])\s*[-\u2010-\u2015\u2212]+\s*(?=[\w.])")


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """What is wrong with one source; `field` is the key of `sources.yaml` to point at."""

    id: str
    message: str
    hint: str
    field: str = ""
    severity: Severity = Severity.ERROR


@dataclass
class Source:
    """One source as citeproc-py takes it."""

    id: str
    type: str
    data: dict[str, Any]
    """By CSL variable, with `_` for `-`."""
    problems: list[SourceProblem] = field(default_factory=list)


class Year(int):
    """A year that prints with something before or after it: "c. 1956", "1956a"."""

    before: str
    after: str

    def __new__(cls, value: int, before: str = "", after: str = "") -> Year:
        """Make the year `value`."""
        year = super().__new__(cls, value)
        year.before, year.after = before, after
        return year

    def __abs__(self) -> Year:
        """Return the year without its sign, as citeproc-py prints it before "BCE"."""
        return Year(abs(int(self)), self.before, self.after)

    def __str__(self) -> str:
        """Return the year as it is printed."""
        return f"{self.before}{int(self)}{self.after}"


class WordsDate(LiteralDate):  # type: ignore[misc]
    """A date printed in words that still sorts by its day."""

    def __init__(self, words: str, day: float) -> None:
        """Print `words`, sort by `day`."""
        super().__init__(words)
        self.day = day

    def sort_key(self) -> str:
        """Return a text that sorts as the date does."""
        return f"{self.day + 1e9:020.4f}"


class PointDate(CslDate):  # type: ignore[misc]
    """A date whose key sorts before our era too."""

    def sort_key(self) -> str:
        """Return a text that sorts as the date does."""
        return f"{dates.day_of(int(self.year), self.get('month', 1), self.get('day', 1)) + 1e9:020.4f}"


def read_source(raw: Mapping[str, Any], language: str, in_words: Callable[[dates.Date], str]) -> Source:
    """Read one source; `in_words` prints a date that CSL has no parts for ("1950s").

    Every field that can't be read leaves a problem, and the source goes on without it.
    """
    source = Source(str(raw.get("id") or ""), str(raw.get("type") or "document"), {})
    own = source.data["language"] = str(raw.get("language") or language)
    if source.type not in TYPES:
        near = nearest(source.type, TYPES)
        hint = f"did you mean `{near}`?" if near else "the types of CSL are listed in the guide"
        source.problems.append(SourceProblem(source.id, f"unknown type of source `{source.type}`", hint, "type"))
    for key, value in raw.items():
        name = _RENAMED.get(key.replace("-", "_"), _RENAMED.get(key, key.replace("-", "_")))
        if name in _IGNORED or value is None:
            continue
        try:
            source.data[name] = _field(name, value, (own if name in _TITLES else language, language), in_words)
        except _FieldError as error:
            source.problems.append(SourceProblem(source.id, error.message, error.hint, key))
            if error.instead is not None:
                source.data[name] = error.instead
    for key in [name for name in source.data if "_" in name]:
        source.data[key.replace("_", "-")] = source.data[key]  # citeproc-py looks for `number-of-volumes` by this name
    return source


class _FieldError(Exception):
    def __init__(self, message: str, hint: str, instead: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.instead = instead


def _field(name: str, value: Any, languages: tuple[str, str], in_words: Callable[[dates.Date], str]) -> Any:
    """Read one field; `languages` are that of its words and the course's."""
    if name in _NAMES:
        return _names(name, value)
    if name in _DATES:
        return _date(name, value, in_words)
    if not isinstance(value, str | int | float):
        raise _FieldError(f"`{name.replace('_', '-')}` is a text", "write it in one line, in quotes if need be")
    text = " ".join(str(value).split())
    if name == "DOI":
        text = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
    elif name == "page":
        text = _RANGE.sub("-", text)
    elif name in ("volume", "issue"):
        text = _RANGE.sub("–", text)
    elif name not in _AS_TYPED:
        text = typography.correct(text, languages[0])
    return _TEXTS.parse_string(marks.kept(marks.from_markup(text), *languages))


_TEXTS = CiteProcJSON([])


def _names(variable: str, value: Any) -> list[Any]:
    hint = "a name is `{family: Taubman, given: William}` or `{literal: United Nations}`; write a list of them"
    if isinstance(value, str | Mapping):
        value = [value]
    if not isinstance(value, Sequence):
        raise _FieldError(f"`{variable.replace('_', '-')}` is a list of names", hint)
    names: list[Any] = []
    for entry in value:
        name = _name(entry)
        if name is None:
            raise _FieldError(f"`{variable.replace('_', '-')}` holds something that is no name", hint, names or None)
        names.append(name)
    return names


def _name(entry: Any) -> Any:
    if isinstance(entry, str) and entry.strip():
        entry = {"literal": entry.strip()}
    if not isinstance(entry, Mapping):
        return None
    present = [key for key in (*_NAME_PARTS, "literal") if entry.get(key)]
    parts = {key: marks.words(str(entry[key])).replace("'", "’") for key in present}
    if "literal" in parts:
        return Name(literal=parts["literal"])
    if "family" not in parts:
        return Name(literal=parts["given"]) if "given" in parts else None
    return Name(**parts)


def _date(variable: str, value: Any, in_words: Callable[[dates.Date], str]) -> Any:
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        value = value[0] if len(value) == 1 else {"date-parts": [_year_month_day(part) for part in value]}
    if isinstance(value, Mapping):
        return _date_of_parts(variable, value, in_words)
    text = str(value).strip()
    try:
        return _edtf(dates.parse(text), in_words)
    except dates.DateError as error:
        hint = error.hint or "dates are EDTF: `1953-03-05`, `1953`, `1953~` (about)"
        raise _FieldError(error.message, hint, WordsDate(text, 0)) from None


def _date_of_parts(variable: str, value: Mapping[str, Any], in_words: Callable[[dates.Date], str]) -> Any:
    """Read CSL-JSON's form: `date-parts`, `literal` or `raw`, with `season` and `circa`; or the parts by name."""
    circa = str(value.get("circa") or "").lower() not in ("", "0", "false", "no")
    parts = value.get("date-parts") or ([_year_month_day(value)] if value.get("year") else None)
    if parts is None:
        words = value.get("raw") or value.get("literal")
        if words is None:
            raise _FieldError(f"`{variable.replace('_', '-')}` holds no date", "write it in EDTF: `1953-03-05`")
        return _date(variable, str(words), in_words) if value.get("raw") else WordsDate(str(words), 0)
    if not isinstance(parts[0], Sequence) or isinstance(parts[0], str):
        parts = [parts]
    try:
        sides = [_point([int(str(number)) for number in side], circa) for side in parts[:2] if side]
    except (ValueError, TypeError):
        raise _FieldError("`date-parts` holds something that is no number", "write `[[1953, 3, 5]]`") from None
    if not sides:
        raise _FieldError("`date-parts` is empty", "write `[[1953, 3, 5]]`")
    if value.get("season") and str(value["season"]).isdigit() and "month" not in sides[0]:
        sides[0]["season"] = int(str(value["season"]))
    return sides[0] if len(sides) == 1 else DateRange(begin=sides[0], end=sides[1], circa=circa)


def _year_month_day(part: Any) -> Any:
    if not isinstance(part, Mapping):
        return part
    return [part[key] for key in ("year", "month", "day") if part.get(key)]


def _point(parts: Sequence[int], circa: bool) -> Any:
    """Make a date of a historian's year (-44 is 44 BCE), month and day."""
    return PointDate(circa=circa, **dict(zip(("year", "month", "day"), parts, strict=False)))


def _edtf(date: dates.Date, in_words: Callable[[dates.Date], str]) -> Any:
    """Turn our date into CSL's: years before our era shift by one, since CSL has no year 0."""
    if date.is_interval:
        start, end = date.start, date.end
        if start and end and not (start.unspecified or end.unspecified):
            return DateRange(begin=_edtf_point(start), end=_edtf_point(end), circa=date.approximate)
        if start and date.open_end and not start.unspecified:
            return DateRange(begin=_edtf_point(start), end=CslDate(year=0), circa=date.approximate)
        return WordsDate(in_words(date), date.earliest)
    if date.kind != "point" or date.unspecified or date.precision not in ("year", "season", "month", "day", "minute"):
        return WordsDate(in_words(date), date.earliest)
    return _edtf_point(date)


def _edtf_point(date: dates.Date) -> Any:
    year = date.year if date.year > 0 else date.year - 1
    parts = [year, *([date.month] if date.month else []), *([date.day] if date.month and date.day else [])]
    point = _point(parts, date.approximate or date.uncertain)
    if date.season is not None:
        point["season"] = date.season + 1
    return point
