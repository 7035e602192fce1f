"""The rule about names that are spelt two ways.

In: the texts of a course but its documents. Out: findings. Separate from `punctuation` because it compares words of the whole course.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from builder.course import Course, Finding, SectionEntry
from builder.diagnostics import warning
from builder.remember import by_identity
from builder.rules.punctuation import own_texts, words_of
from builder.text import Reference
from builder.walk import Path


class _Place(NamedTuple):
    """Where a text stands."""

    entry: SectionEntry | None
    file: str
    item: str
    path: Path


def spelling(course: Course) -> Iterator[Finding]:
    """A name is spelt one way.

    Compared are the words that have a capital letter inside a sentence, in all texts but documents. Two are taken for one name when
    only diacritics, or the usual choices of transliteration (`y`, `i` and `j`, `kh` and `h`, `ks` and `x`, doubled consonants), set
    them apart; or when one is a key figure's name of seven letters or more and the other, not known otherwise, is one letter off it.
    The rarer spelling is reported. First names don't count: people share them and spell them as they like. Known are a person's
    `also_known_as`, the glossary's terms and the names of authors.
    """
    words = _seen(course)
    allowed = _known_words(course)
    names = [word for word, seen in words.items() if seen.is_name]
    alike: dict[str, list[str]] = {}
    for word in names:
        alike.setdefault(_skeleton(word), []).append(word)
    told: dict[str, str] = {}
    for group in alike.values():
        usual = max(group, key=lambda word: (word in allowed.figures, words[word].count))
        told |= {
            word: usual for word in group if word != usual and word not in allowed.all and not _is_form(word, usual)
        }
    long_names = [name for name in allowed.figures if len(name) >= _LONG_NAME]
    for word in names:
        near = None if word in told or word in allowed.all else _one_off(word, long_names, words)
        if near is not None:
            told[word] = near
    yield from (_spelt(word, usual, words[word].first, course) for word, usual in told.items())


@dataclass(slots=True)
class _Seen:
    """A capitalised word of a course: where it stands first, how often it does, and how."""

    first: _Place
    count: int = 0
    inside: bool = False
    """Whether it stands inside a sentence anywhere."""
    before_name: int = 0

    @property
    def is_name(self) -> bool:
        """Whether it is capitalised inside sentences, and isn't a first name: mostly followed by another name."""
        return self.inside and 2 * self.before_name <= self.count


def _seen(course: Course) -> dict[str, _Seen]:
    """Return the capitalised words of a course, in the order of their first places."""
    words: dict[str, _Seen] = {}
    for place, text in _everywhere(course):
        for word, inside, before_name in _capitalised(text):
            seen = words.get(word)
            if seen is None:
                seen = words[word] = _Seen(_Place(*place))
            seen.count += 1
            seen.inside |= inside
            seen.before_name += before_name
    return words


_NAME = re.compile(r"[^\W\d_a-zа-яё](?<![\w'’\-].)[^\W\d_]{4,}(?:['’]s?)?")
"""What stands before is looked at behind the first letter: a search for letters is quick, one for places isn't."""
_INSIDE = re.compile(r"[\w,;)][\s]+[(\[\"“‘«„]*$")
_NAME_FOLLOWS = re.compile(r"\s+(?:(?:de|von|van|al-|ibn)\s+)?[^\W\d_a-zа-яё]")
_LONG_NAME = 7
"""Letters: of shorter names too many others are one letter off."""


@lru_cache(maxsize=8192)
def _capitalised(text: str) -> tuple[tuple[str, bool, bool], ...]:
    """Return the capitalised words of a text: each with whether it stands inside a sentence, and whether a name follows it."""
    text = words_of(text)
    return tuple(
        (
            _bare(match.group()),
            _INSIDE.search(text, max(0, match.start() - 5), match.start()) is not None,
            _NAME_FOLLOWS.match(text, match.end()) is not None,
        )
        for match in _NAME.finditer(text)
    )


@dataclass(frozen=True)
class _Known:
    """Words that are spelt as they should be."""

    figures: frozenset[str]
    all: frozenset[str]


def _known_words(course: Course) -> _Known:
    figures, others = set[str](), set[str]()
    for figure in course.figures.values():
        figures |= {_bare(word) for word in _NAME.findall(figure.name)}
        aliases = (
            *figure.also_known_as,
            figure.sort_name or "",
            *(native.transliteration or "" for native in figure.native_name),
        )
        others |= {_bare(word) for name in aliases for word in _NAME.findall(name)}
    others |= _in_sources(course.sources)
    for term in course.terms.values():
        others |= {
            _bare(word)
            for word in _NAME.findall(f"{term.term} {term.native_term.transliteration if term.native_term else ''}")
        }
    return _Known(frozenset(figures), frozenset(figures | others))


@by_identity(16)
def _in_sources(sources: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(_bare(word) for source in sources.values() for word in _NAME.findall(str(source)))


_OTHER_FORMS = ("native_name", "native_term", "also_known_as", "translations", "pronunciation", "sort_name")
"""Fields that say how else a name is written."""


def _everywhere(course: Course) -> Iterator[tuple[tuple[SectionEntry | None, str, str, Path], str]]:
    """Yield the texts of a course, each with what makes its `_Place`: most are the first for no word."""
    for entry in course.sections:
        for path, text in own_texts(entry):
            yield (entry, "", "", path), text
    for file, item, path, text in course.shared_texts:
        if path[0] not in _OTHER_FORMS:
            yield (None, file, item, path), text


def _bare(word: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        if word.endswith(ending):
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=16384)
def _skeleton(word: str) -> str:
    """Return a word without diacritics and without what transliterations differ in."""
    letters = unicodedata.normalize("NFD", word.lower())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    for often, once in _SAME_SOUND:
        letters = letters.replace(often, once)
    return re.sub(r"([^aeiou])\1+", r"\1", letters)


_SAME_SOUND = (
    ("shch", "sch"), ("tsch", "ch"), ("tch", "ch"), ("kh", "h"), ("zh", "j"), ("ks", "x"), ("ph", "f"), ("tz", "ts"), ("ck", "k"),
    ("yo", "io"), ("ya", "ia"), ("yu", "iu"), ("ye", "e"), ("y", "i"), ("j", "i"), ("ae", "e"), ("œ", "oe"), ("’", ""), ("w", "v"),
)  # fmt: skip


def _is_form(word: str, other: str) -> bool:
    """Tell whether two words are forms of one: a plural, a capital heading, an ending."""
    one, two = sorted((word.lower(), other.lower()), key=len)
    return one == two or (two.startswith(one) and len(two) - len(one) <= 3)


def _one_off(word: str, long_names: Iterable[str], words: Mapping[str, _Seen]) -> str | None:
    """Return the key figure's name that a word is one letter off, if it is rarer."""
    for name in long_names:
        near = name[0] == word[0] and abs(len(name) - len(word)) <= 1
        usual = words[name].count if near and name in words else 0
        if near and words[word].count <= usual and not _is_form(word, name) and _is_edit(word.lower(), name.lower()):
            return name
    return None


def _is_edit(one: str, two: str) -> bool:
    """Tell whether one letter more, less, or other, or two neighbours swapped, makes one word of the other."""
    if len(one) > len(two):
        one, two = two, one
    start = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    if len(one) < len(two):
        return one[start:] == two[start + 1 :]
    swapped = one[start : start + 2] == two[start : start + 2][::-1]
    return one[start + 1 :] == two[start + 1 :] or (swapped and one[start + 2 :] == two[start + 2 :])


def _spelt(word: str, usual: str, seen: _Place, course: Course) -> Finding:
    hint = "write one of them throughout, or list it under `also_known_as:`"
    place = (
        seen.entry.find(seen.path, word)
        if seen.entry
        else course.find(seen.file, seen.item, seen.path, Reference("", "", word))
    )
    return Finding(
        warning(f"`{word}` is spelt `{usual}` elsewhere", place, hint), seen.entry.id if seen.entry else None
    )
