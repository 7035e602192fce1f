"""The runs of a book: flows of pages that are laid out each for itself and numbered as one.

In: the HTML of a book, where `<!--run NAME-->` and `<!--/run-->` enclose each run. Out: the HTML of each run, a whole page of its own, with
the page numbers filled in that contents, references and index ask for. Pure text; `book` lays the runs out.

A section that is a run of its own has the page breaks, notes and margins that it has alone, and a book of 500 pages takes no longer a page
than one of 60. What asks for numbers:

- `<b data-page="ID">00</b>`: the page on which the element ID begins;
- `<span data-pages="ID ID" data-words="Name|Other name"></span>`: all pages that hold one of these elements, or one of these names.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_RUN = re.compile(r"<!--run (?P<name>[\w.-]+)-->(?P<inside>.*?)<!--/run-->", re.DOTALL)
_PAGE = re.compile(r'<b data-page="(?P<id>[^"]*)">[^<]*</b>')
_PAGES = re.compile(r'<span data-pages="(?P<ids>[^"]*)" data-words="(?P<words>[^"]*)">.*?</span>', re.DOTALL)
SEARCHED = "section."
"""Names of runs whose text is searched for the names of the index begin so."""
SHORTEST_RANGE = 3
"""So many pages one after another are written as a range."""


@dataclass(frozen=True)
class Run:
    """A flow of pages: its name and its HTML, a whole page."""

    name: str
    html: str

    @property
    def asks(self) -> bool:
        """Whether it prints page numbers of other places."""
        return bool(_PAGE.search(self.html) or _PAGES.search(self.html))

    def is_answered(self, places: Container[str], later: Iterable[Run]) -> bool:
        """Whether all numbers that it prints are known, when `later` are the runs that aren't laid out yet."""
        return all(match["id"] in places for match in _PAGE.finditer(self.html)) and not (
            _PAGES.search(self.html) and any(run.name.startswith(SEARCHED) for run in later)
        )


def split(html: str) -> tuple[Run, ...]:
    """Return the runs of a book; a page without marks has none."""
    found = list(_RUN.finditer(html))
    if not found:
        return ()
    head, tail = html[: found[0].start()], html[found[-1].end() :]
    return tuple(Run(match["name"], head + match["inside"] + tail) for match in found)


_LEFT = '<html style="break-before: left" '


def on_side(html: str, number: int) -> str:
    """Return a page of HTML that begins on page `number` of a book: on a left page where that is even.

    That is what `break-before` of the root means (CSS Fragmentation 3, 3.1; Paged Media 3, 4.1).
    """
    plain = html.replace(_LEFT, "<html ", 1)
    return plain if number % 2 else plain.replace("<html ", _LEFT, 1)


def filled(html: str, places: Mapping[str, int], pages_of_word: Mapping[str, Sequence[int]]) -> str:
    """Return the HTML with the numbers of pages in it; a place that isn't in the book leaves no number."""

    def one(match: re.Match[str]) -> str:
        number = places.get(match["id"])
        return f'<b data-page="{match["id"]}">{number if number is not None else ""}</b>'

    def several(match: re.Match[str]) -> str:
        numbers = {places[name] for name in match["ids"].split() if name in places}
        numbers |= {number for word in words_of(match["words"]) for number in pages_of_word.get(word, ())}
        listed = ", ".join(linked(first, last) for first, last in ranges(numbers))
        return f'<span data-pages="{match["ids"]}" data-words="{match["words"]}">{listed}</span>'

    return _PAGES.sub(several, _PAGE.sub(one, html))


def page_anchor(number: int) -> str:
    """Return the name of a page as a link's target."""
    return f"page.{number}"


def linked(first: int, last: int) -> str:
    """Return a page or a range of pages as a link to the first."""
    words = str(first) if first == last else f"{first}\u2013{last}"
    return f'<a href="#{page_anchor(first)}">{words}</a>'


def ranges(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield numbers as ranges, first and last; short ones number by number."""
    run: list[int] = []
    for number in [*sorted(set(numbers)), None]:
        if run and number != run[-1] + 1:
            if len(run) >= SHORTEST_RANGE:
                yield run[0], run[-1]
            else:
                yield from ((one, one) for one in run)
            run = []
        if number is not None:
            run.append(number)


def words_of(attribute: str) -> tuple[str, ...]:
    """Return the names that an entry of the index is looked up by."""
    return tuple(filter(None, _unescaped(attribute).split("|")))


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


def wanted_words(runs: Iterable[Run]) -> frozenset[str]:
    """Return all names that the index looks for."""
    return frozenset(word for run in runs for match in _PAGES.finditer(run.html) for word in words_of(match["words"]))


@dataclass(frozen=True)
class Names:
    """Finds names in a text; where one is part of a longer one, the longer one counts."""

    pattern: re.Pattern[str] | None

    @classmethod
    def of(cls, words: Iterable[str]) -> Names:
        """Return a finder of these names."""
        longest_first = sorted(set(words), key=lambda word: (-len(word), word))
        listed = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
        return cls(re.compile(rf"(?<!\w)(?:{listed})(?!\w)") if listed else None)

    def within(self, text: str) -> set[str]:
        """Return the names that a text holds."""
        if self.pattern is None:
            return set()
        return {" ".join(match[0].split()) for match in self.pattern.finditer(text)}
