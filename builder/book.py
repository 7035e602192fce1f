"""Runs of pages -> the pages of one book, numbered through.

In: the runs of a book, a function that lays out one page of HTML, one that finishes its pages. Out: what the latter made, in order, and
the numbers of the pages (nothing here imports WeasyPrint). Each run is laid out for itself, on the side of the sheet that it begins on;
then those that print numbers of later pages are laid out again with the numbers in them. Of a finished run only what other runs ask for
is kept here. Separate from `typeset`, which does the same for a handout in one flow.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from builder.runs import SEARCHED, Names, Run, filled, on_side, wanted_words

Layout = Callable[[str], Any]
"""HTML -> a laid-out document."""
First = Callable[[str], tuple[str, Any]]
"""HTML -> the HTML in the order that it was laid out in, and the document."""
Finish = Callable[[Any], Any]
"""A document whose pages are as they should be -> what is kept of it. Its boxes may go."""
MOST_ROUNDS = 4
"""Numbers of pages may move pages; so often at most all is looked at again."""
_UNSEARCHED = frozenset({"sources", "credits", "runners"})
"""Classes of what an index doesn't look into."""


@dataclass(frozen=True)
class Facts:
    """What the rest of a book wants to know of a page: the elements that begin on it, and which names of the index it holds."""

    places: tuple[str, ...]
    words: frozenset[str]


@dataclass
class Laid:
    """A run, its HTML as it was last laid out, and what came of it."""

    run: Run
    html: str
    start: int
    facts: tuple[Facts, ...]
    kept: Any = None
    """What was made of its pages; None as long as it prints no numbers of pages and should."""

    @property
    def end(self) -> int:
        """The number of the page after its last one."""
        return self.start + len(self.facts)


@dataclass(frozen=True)
class _Maker:
    """Lays out runs, one at a time."""

    names: Names
    again: Layout
    finish: Finish

    def laid(self, run: Run, html: str, start: int, document: Any, *, kept: bool = True) -> Laid:
        """Note what the book wants to know of a run; finish it unless it is to be laid out again."""
        search = run.name.startswith(SEARCHED) and self.names.pattern is not None
        facts = tuple(
            Facts(tuple(page.anchors), frozenset(self.names.within(page_text(page._page_box)) if search else ()))
            for page in document.pages
        )
        return Laid(run, html, start, facts, self.finish(document) if kept else None)


def lay_out_book(runs: Sequence[Run], first: First, again: Layout, finish: Finish) -> list[Laid]:
    """Lay out the runs one after another, then those again whose page numbers weren't right.

    `first` may change the order of a run's HTML, as for a handout that is printed alone; `again` keeps it. A run is finished as soon as
    its pages are known, so that the boxes of one run at a time are in memory.
    """
    maker = _Maker(Names.of(wanted_words(runs)), again, finish)
    ordered: dict[str, str] = {}
    book: list[Laid] = []
    try:
        for index, run in enumerate(runs):
            start, places = book[-1].end if book else 1, _places(book)
            answered = run.is_answered(places, runs[index + 1 :])
            html = filled(run.html, places, _pages_of_words(book)) if run.asks and answered else run.html
            ordered[run.name], document = first(on_side(html, start))
            book.append(maker.laid(run, ordered[run.name], start, document, kept=answered))
            del document
            _put_away()
        for _ in range(MOST_ROUNDS):
            if not _settle_numbers(book, ordered, maker):
                break
    finally:
        gc.unfreeze()
    return book


def _put_away() -> None:
    """Free a run's boxes, and take what is kept of it out of what the collector looks through after the next run.

    Without that a page of a long book takes longer than one of a short book.
    """
    gc.collect()
    gc.freeze()


def _settle_numbers(book: list[Laid], ordered: dict[str, str], maker: _Maker) -> bool:
    """Lay out again what shows other numbers than the pages have, or begins on the other side; tell whether anything did."""
    places = _places(book)
    words = _pages_of_words(book)
    changed, start = False, 1
    for index, laid in enumerate(book):
        html = ordered[laid.run.name]
        html = filled(html, places, words) if laid.run.asks else html
        html = on_side(html, start)
        if html != laid.html or laid.kept is None:
            book[index] = maker.laid(laid.run, html, start, maker.again(html))
            _put_away()
            changed = True
        book[index].start = start
        start = book[index].end
    return changed


def _numbered(book: Sequence[Laid]) -> Iterator[tuple[int, Facts]]:
    """Yield the number of each page and what is known of it."""
    for laid in book:
        yield from enumerate(laid.facts, laid.start)


def _places(book: Sequence[Laid]) -> dict[str, int]:
    """Return the page on which each element with an id begins."""
    places: dict[str, int] = {}
    for number, page in _numbered(book):
        for name in page.places:
            places.setdefault(name, number)
    return places


def _pages_of_words(book: Sequence[Laid]) -> dict[str, list[int]]:
    """Return the pages of the sections that hold each name of the index."""
    pages: dict[str, list[int]] = {}
    for number, page in _numbered(book):
        for word in page.words:
            pages.setdefault(word, []).append(number)
    return pages


def page_text(page: Any) -> str:
    """Return the words of a page as they are read, without what an index doesn't look into; divided words are whole."""
    return " ".join(_texts(page)).replace("\u2010 ", "")


def _texts(box: Any) -> Iterator[str]:
    box = getattr(box, "_box", box)
    element = box.element
    if element is not None and _UNSEARCHED.intersection(str(element.get("class", "")).split()):
        return
    if type(box).__name__ == "LineBox":
        yield "".join(_line(box))
    else:
        for child in getattr(box, "children", ()):
            yield from _texts(child)


def _line(box: Any) -> Iterator[str]:
    """Yield the pieces of a line; blocks that stand in it, such as two profiles side by side, are kept apart."""
    for child in getattr(box, "children", ()):
        if hasattr(child, "text"):
            yield child.text
        elif type(child).__name__ in ("InlineBox", "LineBox"):
            yield from _line(child)
        else:
            yield f" {' '.join(_texts(child))} "
