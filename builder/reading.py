"""How hard a text is to read: the school grade that a published formula gives it.

In: prose as typed (Markdown) and its language. Out: a `Measure`, whose grade is None where there is no formula for the language or too
little text. Separate from the checks because the report prints the same figures.

Formulas, by language; for others there is none whose result is a school grade:

- en: Flesch-Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom 1975, Research Branch Report 8-75)
- de: first Wiener Sachtextformel (Bamberger and Vanecek 1984)
- ru: Flesch-Kincaid with the weights of Oborneva (2006)

Syllables of English are the parts that pyphen would hyphenate, one letter at either end allowed: with its usual two and three it finds
too few, and texts measure more than a grade too low. In Russian a word has as many syllables as vowels, in German as vowels and diphthongs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from builder.hyphens import syllables
from builder.text.markdown import parse

LEAST_WORDS = 100
"""Formulas were made for samples of a hundred words and more."""
_WORD = re.compile(r"\w+(?:['’\-‐‑]\w+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«„(\[]*[A-ZÀ-ÖØ-ÞА-ЯЁ0-9]|\s*$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-ZА-ЯЁ]|Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Capt|Lt|Sgt|Rev|no|vol|pp?|cf|vs|ca?|fig|Nr|Bd|bzw|ca|гг?|стр?|им)|\be\.g|\bi\.e|\bz\.B)\.$"
)
_RUSSIAN_VOWELS = frozenset("аеёиоуыэюя")
_GERMAN_VOWELS = re.compile(r"aa|ee|oo|ie|ei|ai|au|eu|äu|[aeiouyäöü]")


@dataclass(frozen=True, slots=True)
class Measure:
    """The size of a text and how hard it is."""

    words: int
    sentences: int
    grade: float | None
    """School grade; None: no formula for the language, or fewer words than `LEAST_WORDS`."""


def measure(texts: Iterable[str], language: str, sources: frozenset[str] = frozenset()) -> Measure:
    """Return the measure of several Markdown texts taken as one; headings, tables and notes don't count.

    `sources` are the ids that a bare `@id` may name.
    """
    sentences = [words for text in texts for paragraph in paragraphs(text, sources) for words in _sentences(paragraph)]
    words = [word for sentence in sentences for word in sentence]
    formula = _FORMULAS.get(language.partition("-")[0].lower())
    grade = formula(words, len(sentences)) if formula and len(words) >= LEAST_WORDS else None
    return Measure(len(words), len(sentences), grade)


def has_formula(language: str) -> bool:
    """Tell whether the grade of a text in this language (BCP 47) can be measured."""
    return language.partition("-")[0].lower() in _FORMULAS


@lru_cache(maxsize=8192)
def paragraphs(text: str, sources: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return the words of a text's paragraphs and list items, without citations, notes and marks."""
    parsed = parse(text, sources)
    return tuple(words for token in _running(parsed.tokens) if (words := _plain(token)))


def _running(tokens: Iterable[Token]) -> Iterator[Token]:
    """Yield the inline tokens that are running text: not a heading's, a table's or a caption's."""
    heading = False
    for token in tokens:
        if token.type in ("heading_open", "th_open", "td_open"):
            heading = True
        elif token.type in ("heading_close", "th_close", "td_close"):
            heading = False
        elif token.type == "inline" and not heading and not token.content.startswith("Table: "):
            yield token


def _plain(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "author":
            parts.append("Name")
        elif child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
    return " ".join("".join(parts).split())


@lru_cache(maxsize=8192)
def _sentences(paragraph: str) -> tuple[tuple[str, ...], ...]:
    """Part a paragraph into sentences, each a list of its words."""
    found = []
    start = 0
    for match in _SENTENCE_END.finditer(paragraph):
        if _ABBREVIATION.search(paragraph, start, match.start() + 1) and match.end() < len(paragraph):
            continue
        found.append(tuple(_WORD.findall(paragraph, start, match.end())))
        start = match.end()
    found.append(tuple(_WORD.findall(paragraph, start)))
    return tuple(words for words in found if words)


def _flesch_kincaid(words: list[str], sentences: int) -> float:
    count = sum(number * _syllables(word, "en") for word, number in Counter(words).items())
    return 0.39 * len(words) / sentences + 11.8 * count / len(words) - 15.59


def _oborneva(words: list[str], sentences: int) -> float:
    count = sum(number * _syllables(word, "ru") for word, number in Counter(words).items())
    return 0.5 * len(words) / sentences + 8.4 * count / len(words) - 15.59


def _wiener_sachtextformel(words: list[str], sentences: int) -> float:
    counts = [_syllables(word, "de") for word in words]
    percent = 100 / len(words)
    long = percent * sum(count >= 3 for count in counts)
    letters = percent * sum(len(word) > 6 for word in words)
    short = percent * sum(count == 1 for count in counts)
    return 0.1935 * long + 0.1672 * len(words) / sentences + 0.1297 * letters - 0.0327 * short - 0.875


_FORMULAS: dict[str, Callable[[list[str], int], float]] = {
    "en": _flesch_kincaid,
    "de": _wiener_sachtextformel,
    "ru": _oborneva,
}


@lru_cache(maxsize=65536)
def _syllables(word: str, language: str) -> int:
    """Count a word's syllables; a number, or a word without vowels, has one."""
    if word.isdigit():
        return 1
    if language == "ru":
        return max(1, sum(letter in _RUSSIAN_VOWELS for letter in word.lower()))
    if language == "de":
        return max(1, len(_GERMAN_VOWELS.findall(word.lower())))
    return sum(syllables(part, "en_US") for part in re.split(r"[\-‐‑]", word))
