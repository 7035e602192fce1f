"""The rule about typing: marks that the program can't set right because it can't know what is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from builder.course import Course, Finding, SectionEntry
from builder.diagnostics import warning
from builder.text import Reference
from builder.walk import Path


def own_texts(entry: SectionEntry) -> Iterator[tuple[Path, str]]:
    """Yield a section's texts but for its documents' words, which aren't ours to correct."""
    for path, text in entry.texts:
        if path[0] != "documents" or path[2] not in ("text", "original", "title"):
            yield path, text


class _Slip(NamedTuple):
    """Something mistyped: what to say, and which characters to underline."""

    message: str
    hint: str
    needle: str
    offset: int


def typing(course: Course) -> Iterator[Finding]:
    """Typing says what is meant.

    Quotation marks, apostrophes, dashes and spaces are set right when a page is printed, so typing them plainly is no fault. Reported
    is what the program can't know: a straight quotation mark without a partner; a hyphen where a range is likely but the numbers don't
    prove it (`44-31 BCE`, `January-March`, `1.5-2.0`, `1950s-1960s`); a no-break space beside another space, which prints as a gap;
    and two spaces at the end of a line, which break the line unseen. Documents keep their own marks.
    """
    for entry in course.sections:
        for path, text in own_texts(entry):
            for slip, occurrence in _slips(text, course.info.language):
                yield Finding(warning(slip.message, entry.find(path, slip.needle, occurrence), slip.hint), entry.id)
    for file, item, path, text in course.shared_texts:
        for slip, occurrence in _slips(text, course.info.language):
            place = course.find(file, item, path, Reference("", "", slip.needle, occurrence))
            yield Finding(warning(slip.message, place, slip.hint))


_CODE = r"(?P<ticks>`+)(?!`)(?:(?!(?P=ticks)).)+(?P=ticks)"
_TARGET = r"\]\([^)\s]*\)|<[a-z]+:[^>\s]*>|https?://\S+|\[[^\]\[]*@[^\]\[]*\]|\{lang=[^}]*\}"
_CODE_OR_TARGET = re.compile(f"{_CODE}|{_TARGET}", re.DOTALL)
"""Code, addresses, citations: what stands in a text and isn't words."""
_SIGNS = ("[", "]", "`", "<", "{", "http")
"""One of these stands in each of them; most texts hold none."""


@lru_cache(maxsize=8192)
def words_of(text: str) -> str:
    """Return a text with code, addresses and citations blanked: what keeps their room is no word, space or end of line."""
    if not any(sign in text for sign in _SIGNS):
        return text
    return _CODE_OR_TARGET.sub(lambda match: "\ufffc" * len(match.group()), text)


@lru_cache(maxsize=8192)
def _slips(text: str, language: str) -> tuple[tuple[_Slip, int], ...]:
    """Return what is mistyped in a text, and how often its characters stand before that."""
    found = [slip for sign, finder in _FINDERS if sign in text for slip in finder(words_of(text), language)]
    return tuple((slip, text.count(slip.needle, 0, slip.offset)) for slip in found)


def _lonely_quotes(text: str, language: str) -> Iterator[_Slip]:
    """A table's row and a list's item count as a paragraph; a mark behind a number may mean inches."""
    start = 0
    for match in re.finditer(r"\n\s*\n|\n(?=\s*(?:[|>]|[-*+] |\d+[.)] ))|\Z", text):
        marks = [mark.start() for mark in re.finditer('"', text[start : match.start()])]
        if len(marks) % 2 and not re.search(r'\d"', text[start : match.start()]):
            yield _Slip("a quotation mark has no partner", "write the other one, or delete it", '"', start + marks[-1])
        start = match.end()


_ERA = r"(?:BCE?\b|B\.C\.|v\. ?Chr|av\. ?(?:J\.|n\.)|avant (?:J|notre)|a\. ?C\.|до н\. ?э)"
_NUMBERS = re.compile(
    rf"(?<![\w.,/:\-])(?:(?P<first>\d{{1,4}})-(?P<last>\d{{1,4}})(?=\s*{_ERA})"
    r"|\d+[.,]\d+-\d+[.,]\d+(?![\w\-])|\d{4}s?-\d{2,4}s(?![\w\-]))"
)
_MAY_BE_NUMBERS = re.compile(r"\ds?-\d")
_PAIR = re.compile(r"(?<![\w\-])([^\W\d_]{3,}\.?)-([^\W\d_]{3,})(?![\w\-])")


_MONTHS = {
    language: frozenset(names.split())
    for language, names in {
        "en": "january february march april may june july august september october november december",
        "de": "januar februar märz april mai juni juli august september oktober november dezember",
        "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    }.items()
}


def _ranges(text: str, language: str) -> Iterator[_Slip]:
    for match in _NUMBERS.finditer(text) if _MAY_BE_NUMBERS.search(text) else ():
        if match["first"] is None or int(match["first"]) > int(match["last"]):  # a rising one gets its dash in print
            yield _range(match)
    months = _MONTHS.get(language.partition("-")[0].lower(), frozenset())
    lower = text.lower()
    if any(month in lower for month in months):
        yield from (_range(m) for m in _PAIR.finditer(text) if m[1].lower() in months and m[2].lower() in months)


def _range(match: re.Match[str]) -> _Slip:
    words = match.group()
    hint = f"write a dash if it is a range: `{words.replace('-', '–')}`"
    return _Slip(f"`{words}` may be a range, and is printed with a hyphen", hint, words, match.start())


def _gaps(text: str, language: str) -> Iterator[_Slip]:
    match = re.search("\u00a0[ \u00a0]| \u00a0", text)
    if match:
        yield _Slip(
            "a no-break space beside another space prints as a gap", "delete one of the two", "\u00a0", match.start()
        )


def _hidden_breaks(text: str, language: str) -> Iterator[_Slip]:
    for match in re.finditer(r"(\S+)  +\n(?=[^\n])", text):
        hint = "delete them, or start a new paragraph with an empty line"
        yield _Slip("two spaces at the end of a line break it there in print", hint, match[1], match.start())


_FINDERS: tuple[tuple[str, Callable[[str, str], Iterator[_Slip]]], ...] = (
    ('"', _lonely_quotes),
    ("-", _ranges),
    ("\u00a0", _gaps),
    ("  \n", _hidden_breaks),
)
"""What a text must hold to be looked at, and the function that looks."""
