"""Runs of pages -> the pages of one book, numbered through.

In: the HTML of a book and a function that lays out one page of HTML. Out: its pages, in order, as WeasyPrint's boxes (nothing here imports
WeasyPrint). Each run is laid out for itself, on the side of the sheet that it begins on; then those that print page numbers are laid out
again with the numbers in them; last the feet are set, when it is known how many pages there are. Separate from `typeset`, which does
the same for a handout in one flow.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from builder.runs import SEARCHED, Names, Run, filled, on_side, page_anchor, wanted_words

Layout = Callable[[str], Any]
"""HTML -> a laid-out document."""
First = Callable[[str], tuple[str, Any]]
"""HTML -> the HTML in the order that it was laid out in, and the document."""
MOST_ROUNDS = 4
"""Numbers of pages may move pages; so often at most all is looked at again."""
_UNSEARCHED = frozenset({"sources", "credits", "runners"})
"""Classes of what an index doesn't look into."""


@dataclass
class Laid:
    """A run, its HTML as it was last laid out, and what came of it."""

    run: Run
    html: str
    document: Any
    start: int

    @property
    def end(self) -> int:
        """The number of the page after its last one."""
        return self.start + len(self.document.pages)


def lay_out_book(runs: Sequence[Run], first: First, again: Layout) -> list[Laid]:
    """Lay out the runs one after another, then those again whose page numbers weren't right.

    `first` may change the order of a run's HTML, as for a handout that is printed alone; `again` keeps it.
    """
    ordered: dict[str, str] = {}
    book: list[Laid] = []
    try:
        for run in runs:
            start = book[-1].end if book else 1
            ordered[run.name], document = first(on_side(run.html, start))
            book.append(Laid(run, ordered[run.name], document, start))
            _put_away()
    finally:
        gc.unfreeze()
    for _ in range(MOST_ROUNDS):
        if not _settle_numbers(book, ordered, again):
            break
    _name_pages(book)
    return book


def _put_away() -> None:
    """Free what a run's first layouts left, and take its pages out of what the collector looks through for the next run.

    Without that a page of a long book takes longer than one of a short book.
    """
    gc.collect()
    gc.freeze()


def _settle_numbers(book: list[Laid], ordered: dict[str, str], again: Layout) -> bool:
    """Lay out again what shows other numbers than the pages have, or begins on the other side; tell whether anything did."""
    places = _places(book)
    words = _pages_of_words(book)
    changed, start = False, 1
    for index, laid in enumerate(book):
        html = ordered[laid.run.name]
        html = filled(html, places, words) if laid.run.asks else html
        html = on_side(html, start)
        if html != laid.html:
            book[index] = Laid(laid.run, html, again(html), start)
            changed = True
        laid.start = start
        start = book[index].end
    return changed


def numbered(book: Sequence[Laid]) -> Iterator[tuple[int, Any]]:
    """Yield the number of each page with the page."""
    for laid in book:
        yield from enumerate(laid.document.pages, laid.start)


def _places(book: Sequence[Laid]) -> dict[str, int]:
    """Return the page on which each element with an id begins."""
    places: dict[str, int] = {}
    for number, page in numbered(book):
        for name in page.anchors:
            places.setdefault(name, number)
    return places


def _pages_of_words(book: Sequence[Laid]) -> dict[str, list[int]]:
    """Return the pages of the sections that hold each name of the index."""
    names = Names.of(wanted_words(laid.run for laid in book))
    pages: dict[str, list[int]] = {}
    if names.pattern is None:
        return pages
    for laid in book:
        if laid.run.name.startswith(SEARCHED):
            for number, page in enumerate(laid.document.pages, laid.start):
                for word in names.within(page_text(page._page_box)):
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


def _name_pages(book: Sequence[Laid]) -> None:
    """Give each page a name that the index can lead to: its top left corner."""
    for number, page in numbered(book):
        page.anchors[page_anchor(number)] = (0, 0, 0, 0)
