"""The lists at the end of a pack: people, words, sources, and the index of names and terms.

In: a course, its sections as parts of the pack. Out: entries in alphabetical order (Unicode collation), grouped by their first letter.
The pages of an entry aren't known here: an entry names the elements and the words that they are found by (`builder.runs`).
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Generic, TypeVar

from markupsafe import Markup

from builder.components.key_figures import life_words
from builder.components.narrative import MarginTerm, margin_term
from builder.components.sources import Entry, cited_ids
from builder.components.terms import linked_terms
from builder.course import SectionEntry
from builder.model import KeyFigure, Term
from builder.packing.bodies import Body, own, shared
from builder.page import Page
from builder.text import CiteItem

T = TypeVar("T")


@dataclass(frozen=True)
class Group(Generic[T]):
    """Entries that begin with one letter."""

    letter: str
    entries: tuple[T, ...]


@dataclass(frozen=True)
class Person:
    """A key figure in the directory; `places` are the profiles in the sections."""

    id: str
    name: Markup
    native: str
    native_lang: str
    life: str
    role: Markup | None
    places: str
    pages: str
    """The word before the numbers of their pages."""


@dataclass(frozen=True)
class Word:
    """A term in the glossary."""

    id: str
    term: MarginTerm
    pronunciation: str
    example: Markup | None
    see_also: tuple[tuple[str, Markup], ...]
    """Names of the entries with their words."""


@dataclass(frozen=True)
class IndexEntry:
    """A name or term in the index, with what its pages are found by."""

    words: Markup
    target: str
    places: str
    names: str


def used_figures(sections: Iterable[SectionEntry], page: Page) -> tuple[KeyFigure, ...]:
    """Return the people whom the sections print a profile of, in alphabetical order."""
    names = dict.fromkeys(use.id for entry in sections for use in entry.value.key_figures)
    figures = [page.course.figures[name] for name in names if name in page.course.figures]
    return tuple(sorted(figures, key=lambda figure: page.sort_key(sort_name(figure))))


def used_terms(sections: Iterable[SectionEntry], page: Page) -> tuple[Term, ...]:
    """Return the terms that the sections name or use, in alphabetical order."""
    names: dict[str, None] = {}
    for entry in sections:
        names |= dict.fromkeys(entry.value.terms or ()) | linked_terms(entry, page)
    terms = [page.course.terms[name] for name in names if name in page.course.terms]
    return tuple(sorted(terms, key=lambda term: page.sort_key(term.term)))


def sort_name(figure: KeyFigure) -> str:
    """Return the name that an index sorts a person by."""
    return figure.sort_name or figure.name


def people(figures: Sequence[KeyFigure], bodies: Sequence[Body], page: Page) -> tuple[Person, ...]:
    """Return the directory of the key figures."""
    return tuple(_person(figure, bodies, page) for figure in figures)


def _person(figure: KeyFigure, bodies: Sequence[Body], page: Page) -> Person:
    native = next((name for name in figure.native_name if page.can_print(name.text)), None)
    places = _places(bodies, f"figure-{figure.id}")
    return Person(
        shared("figure", figure.id), page.inline(sort_name(figure), notes=False), native.text if native else "",
        native.lang if native else "", life_words(figure, page), page.inline(figure.role, notes=False) if figure.role else None,
        places, page.counted("pack_profile", len(places.split())),
    )  # fmt: skip


def _places(bodies: Sequence[Body], name: str) -> str:
    return " ".join(place for body in bodies if (place := own(body.section, name)) in body.ids)


def words(terms: Sequence[Term], page: Page) -> tuple[Group[Word], ...]:
    """Return the glossary."""
    known = {term.id: term for term in terms}
    return grouped([_word(term, known, page) for term in terms], lambda word: word.term.term)


def _word(term: Term, known: Mapping[str, Term], page: Page) -> Word:
    also = tuple(
        (shared("term", name), page.inline(known[name].term, notes=False)) for name in term.see_also if name in known
    )
    return Word(
        shared("term", term.id), margin_term(term, page), term.pronunciation or "",
        page.inline(term.example, notes=False) if term.example else None, also,
    )  # fmt: skip


def _uses(term: Term, bodies: Sequence[Body]) -> str:
    explained = _places(bodies, f"term-{term.id}")
    used = " ".join(place for body in bodies for place in body.term_uses.get(term.id, ()))
    return f"{explained} {used}".strip()


def works(sections: Iterable[SectionEntry], figures: Iterable[KeyFigure], page: Page) -> tuple[Entry, ...]:
    """Return the bibliography: all that a section cites or recommends, and what the lives of the people are known from."""
    names: dict[str, None] = {}
    for entry in sections:
        names |= dict.fromkeys([*cited_ids(entry, page), *entry.value.further_reading])
    for figure in figures:
        names |= {CiteItem.parse(source).id: None for source in figure.sources}
    found = page.bibliography.entries(name for name in names if name in page.course.sources)
    return tuple(Entry(shared("source", name), html) for name, html in found)


def index(
    figures: Sequence[KeyFigure], terms: Sequence[Term], bodies: Sequence[Body], page: Page
) -> tuple[Group[IndexEntry], ...]:
    """Return the index: people and terms that are names by all their names, other terms by the places that link to them."""
    surnames = Counter(_surname(figure) for figure in figures)
    keyed = []
    for figure in figures:
        shown, names = sort_name(figure), _names(figure, surnames, page)
        keyed.append((shown, IndexEntry(
            page.inline(shown, notes=False), shared("figure", figure.id), _places(bodies, f"figure-{figure.id}"), "|".join(names)
        )))  # fmt: skip
    for term in terms:
        shown = term.term
        keyed.append(
            (shown, IndexEntry(
                page.inline(shown, notes=False), shared("term", term.id), _uses(term, bodies), _own_name(term, page)
            ))
        )  # fmt: skip
    keyed.sort(key=lambda pair: page.sort_key(pair[0]))
    return grouped([entry for _, entry in keyed], lambda entry: entry.words)


def _own_name(term: Term, page: Page) -> str:
    """Return what a term is found by besides its links: a name that is written with a capital; a common word isn't searched for."""
    words = page.plain(term.term)
    return words if words[:1].isupper() else ""


def _surname(figure: KeyFigure) -> str:
    return sort_name(figure).partition(",")[0].strip()


def _names(figure: KeyFigure, surnames: Counter[str], page: Page) -> tuple[str, ...]:
    """Return what a person is called in the texts: all names, and the family name where it is one person's."""
    family = _surname(figure) if surnames[_surname(figure)] == 1 else ""
    return tuple(dict.fromkeys(page.plain(name) for name in (figure.name, *figure.also_known_as, family) if name))


def grouped(entries: Sequence[T], words_of: Callable[[T], Markup]) -> tuple[Group[T], ...]:
    """Return entries in groups by their first letter, without accents."""
    return tuple(
        Group(letter, tuple(group))
        for letter, group in groupby(entries, lambda entry: first_letter(words_of(entry).striptags()))
    )


def first_letter(text: str) -> str:
    """Return the letter that a word stands under: É under E; a number or a sign under #."""
    for character in unicodedata.normalize("NFD", text):
        if character.isalpha():
            return character.upper()
        if character.isdigit():
            return "#"
    return "#"
