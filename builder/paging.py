"""Pages as WeasyPrint makes them, with second thoughts: only what must change is made again.

In: WeasyPrint's tree of boxes before layout, and the function that makes its next page (nothing here imports WeasyPrint). Out: all pages.
As soon as every part of a handout stands on a page it is known in which order the parts leave the least white (`page_floats`). Then the
parts are moved in the tree, and the pages from there on are made anew: the HTML isn't parsed again, nor are its styles computed, and the
pages before and behind are laid out once. Where more than a third of a page is lost other orders are laid out, too, and the best is kept.
Rooms that take what is left of their page (`fills`) grow last, and their pages alone are made again. Laying out the whole handout after
each thought takes two and three times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any, TypeVar

from builder.fills import White, growth, is_filling, white
from builder.page_floats import ENOUGH, Order, Places, Stage, best_order, next_best, places_of, rearranged
from builder.waiting import let_wait

Document = TypeVar("Document")
TOO_WHITE, MOST_TRIALS = 0.35, 3
"""A share of a page whose white is worth laying out other orders, and how many of them."""
Maker = Callable[[int, Any, Any, Any], tuple[Any, Any]]
"""Page index, layout context, tree, document -> the page, and where the next one begins (None: it was the last)."""


class OtherOrderError(Exception):
    """The parts must change places and can't in the tree: the HTML in the better order is to be laid out from its beginning."""


@dataclass
class Thoughts:
    """The HTML of what is laid out, afterwards in the order that it has on its pages; and what in it may move, if anything may."""

    html: str
    places: Places | None


_thoughts: ContextVar[Thoughts | None] = ContextVar("thoughts", default=None)


def in_best_order(html: str, lay_out: Callable[[str], Document]) -> tuple[str, Document]:
    """Lay out a page of HTML with its parts in the order that leaves the least white; return the HTML in that order, too."""
    thoughts = Thoughts(html, places_of(html))
    try:
        document = _thinking(thoughts, lay_out)
    except OtherOrderError:
        document = in_its_order(thoughts.html, lay_out)
    return thoughts.html, document


def in_its_order(html: str, lay_out: Callable[[str], Document]) -> Document:
    """Lay out a page of HTML with its parts where they are."""
    return _thinking(Thoughts(html, None), lay_out)


def _thinking(thoughts: Thoughts, lay_out: Callable[[str], Document]) -> Document:
    token = _thoughts.set(thoughts)
    try:
        return lay_out(thoughts.html)
    finally:
        _thoughts.reset(token)


def let_pages_change(layout: ModuleType) -> None:
    """Mend `weasyprint.layout`: its first round of pages is ours inside the functions above; later rounds stay as they are."""
    make_all, make_one = layout.make_all_pages, layout.page.remake_page
    if hasattr(make_all, "is_mended"):
        return

    def made(context: Any, root: Any, document: Any, pages: list[Any]) -> Any:
        thoughts = _thoughts.get()
        if thoughts is None or pages:
            return make_all(context, root, document, pages)
        return _Round(make_one, context, root, document).pages_of(thoughts)

    made.is_mended = True  # type: ignore[attr-defined]
    layout.make_all_pages = made  # type: ignore[attr-defined]


@dataclass(frozen=True)
class _Before:
    """What a page begins with besides its entry in WeasyPrint's `page_maker`: notes not yet printed, and what is broken off."""

    footnotes: list[Any]
    reported: list[Any]
    broken: dict[Any, Any]

    @classmethod
    def now(cls, context: Any) -> _Before:
        return cls(list(context.footnotes), list(context.reported_footnotes), dict(context.broken_out_of_flow))

    def restore(self, context: Any) -> None:
        context.footnotes = list(self.footnotes)
        context.reported_footnotes = list(self.reported)
        context.broken_out_of_flow = dict(self.broken)


@dataclass
class _Round:
    """The first round of pages, as WeasyPrint's `make_all_pages` makes them, and those made again."""

    make: Maker
    context: Any
    root: Any
    document: Any
    pages: list[Any] = field(default_factory=list)
    before: list[_Before] = field(default_factory=list)

    def pages_of(self, thoughts: Thoughts) -> list[Any]:
        """Make all pages."""
        self.context.rendered_notes = []
        places, trials = thoughts.places, None
        going = True
        while going:
            going = self.make_next()
            stage = places.stage(self.pages) if places is not None else None
            if places is not None and stage is not None:
                trials, places = _Trials(self, thoughts, places, stage), None
                going = trials.begin() or going
        if trials is not None:
            trials.end()
        self._grow()
        self.context.broken_out_of_flow.clear()
        return self.pages

    def make_next(self) -> bool:
        """Make the next page; tell whether another follows."""
        self.before.append(_Before.now(self.context))
        page, resume_at = self._page(len(self.pages))
        self.pages.append(page)
        if let_wait(self.root, page, resume_at):
            self.go_back(len(self.pages) - 1)
            return True
        return resume_at is not None or bool(self.context.reported_footnotes)

    def make_rest(self) -> None:
        """Make all pages that follow."""
        while self.make_next():
            pass

    def _page(self, index: int) -> tuple[Any, Any]:
        state = self.context.page_maker[index][-1]
        state.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        return self.make(index, self.context, self.root, self.document)

    def go_back(self, index: int) -> None:
        """Forget the pages from an index on."""
        self.before[index].restore(self.context)
        del self.pages[index:], self.before[index:], self.context.page_maker[index + 1 :]

    def _grow(self) -> None:
        """Make the pages again whose rooms take what is left; a page that would end elsewhere then stays as it was."""
        after = _Before.now(self.context)
        for index, page in enumerate(self.pages):
            rooms = growth([page])
            if not rooms:
                continue
            ends = self.context.page_maker[index + 1]
            plain = _with_heights(self.root, rooms)
            self.before[index].restore(self.context)
            self.pages[index], resume_at = self._page(index)
            if resume_at != ends[0]:
                for box, style in plain:
                    box.style = style
                self.before[index].restore(self.context)
                self.context.page_maker[index + 1] = ends
                self.pages[index], _ = self._page(index)
        after.restore(self.context)


class _Trials:
    """Orders of the parts that are laid out: the one that promises the least white; where that leaves a page a third white, others."""

    def __init__(self, pages: _Round, thoughts: Thoughts, places: Places, stage: Stage) -> None:
        self.round, self.thoughts, self.places, self.stage = pages, thoughts, places, stage
        self.html, self.first = thoughts.html, places.first_page(pages.pages)
        self.saved: list[tuple[Any, Any]] = []
        self.order: Order | None = None

    def begin(self) -> bool:
        """Go back to lay out the most promising order; tell whether it isn't the author's."""
        self.order = best_order(self.stage)
        if self.order is not None:
            self._take(self.order)
        return self.order is not None

    def end(self) -> None:
        """Try other orders until no page is a third white; keep the one that leaves the least."""
        best = self._white()
        if best.worst <= TOO_WHITE:
            return
        kept = last = self.order
        going = False
        stage = replace(self.stage, tail=self.places.tail(self.round.pages))
        for order in next_best(stage, self.order, MOST_TRIALS):
            try:
                self._take(order)
            except OtherOrderError:
                continue
            going = self._make_parts()
            last, found = order, self._white()
            if found.worst <= TOO_WHITE or best.total - found.total > ENOUGH:
                kept, best = order, found
            if best.worst <= TOO_WHITE:
                break
        if kept is not last:
            self._take(kept)
            going = True
        if going:
            self.round.make_rest()

    def _make_parts(self) -> bool:
        """Make the pages up to that on which the question behind the parts begins; tell whether others follow."""
        going = True
        while going and not self.places.are_begun(self.round.pages):
            going = self.round.make_next()
        return going

    def _take(self, order: Order | None) -> None:
        """Put the parts in an order, None: the author's, and forget the pages from there on."""
        self._restore()
        if order is not None:
            self.thoughts.html = rearranged(self.html, order)
            move(self.round.root, self.places, order, self.saved)
        else:
            self.thoughts.html = self.html
        self.round.go_back(self.first)

    def _restore(self) -> None:
        while self.saved:
            box, children = self.saved.pop()
            box.children = children

    def _white(self) -> White:
        return white(self.round.pages[self.first : self.places.last_page(self.round.pages)])


def _with_heights(root: Any, heights: Mapping[str, float]) -> list[tuple[Any, Any]]:
    """Give rooms their heights in pixels; return their boxes with the styles that they had."""
    changed = []
    for box in _all(root):
        if is_filling(box) and box.element.get("id") in heights:
            changed.append((box, box.style))
            box.style = box.style.copy()
            length = type(box.style["margin_top"])  # WeasyPrint's `Dimension`
            box.style["height"] = length(heights[box.element.get("id")], "px")
    return changed


def move(root: Any, places: Places, order: Order, saved: list[tuple[Any, Any]]) -> None:
    """Move the boxes of the timeline and the parts; OtherOrderError where they aren't what the HTML lets expect, or notes change order.

    What is changed is put into `saved` with the children that it had.
    """
    regions, above = _regions(root.element)
    home = next((box for box in _all(root) if box.element is above and box.element_tag == above.tag), None)
    if home is None:
        raise OtherOrderError
    before = _calls(home)
    groups: dict[int | None, list[Any]] = {key: [] for key in (DRAWING, *range(len(places.slots)))}
    head: list[Any] = []
    rest: list[Any] = []
    for child in home.children:
        key = regions.get(child.element)
        if key is not None:
            groups[key].append(child)
        else:
            (rest if any(groups[part] for part in range(len(places.slots))) else head).append(child)
    if not all(groups.values()):
        raise OtherOrderError
    parts = [groups[index] for index in order.parts]
    slots = [slot for index in order.parts for slot in places.slots[index]]
    starts = [sum(len(places.slots[index]) for index in order.parts[:position]) for position in range(len(parts))]
    drawing = groups[DRAWING]
    saved.append((home, home.children))
    if order.place in starts:
        parts.insert(starts.index(order.place), drawing)
    elif order.place >= len(slots):
        parts.append(drawing)
    else:
        _insert(root, slots[order.place], drawing, saved)
    home.children = [*head, *(box for part in parts for box in part), *rest]
    if _calls(home) != before:
        raise OtherOrderError


DRAWING = -1
"""The timeline among the parts, which are counted from 0."""


def _regions(root: Any) -> tuple[dict[Any, int], Any]:
    """Return which part each element belongs to by the comments around them, and the element that holds them all."""
    above = next((node for node in root.iter() if any(_comment(child) == "float" for child in node)), None)
    if above is None:
        raise OtherOrderError
    found: dict[Any, int] = {}
    region, count = None, 0
    for node in above:
        words = _comment(node)
        if words is None:
            if region is not None:
                found[node] = region
        elif words == "float":
            region = DRAWING
        elif words.startswith("part "):
            region, count = count, count + 1
        elif words.startswith("/"):
            region = None
    return found, above


def _comment(node: Any) -> str | None:
    """Return the words of a comment; None for an element."""
    return (node.text or "").strip() if callable(node.tag) else None


def _insert(root: Any, slot: str, drawing: Sequence[Any], saved: list[tuple[Any, Any]]) -> None:
    """Put the timeline's boxes before the element that follows a slot's comment."""
    for node in root.element.iter():
        children = list(node)
        place = next((index for index, child in enumerate(children) if _comment(child) == f"slot {slot}"), None)
        if place is None:
            continue
        following = next((child for child in children[place:] if _comment(child) is None), None)
        for box in _all(root):
            if box.element is node and box.element_tag == node.tag:
                index = next((i for i, child in enumerate(box.children) if child.element is following), None)
                if index is not None:
                    saved.append((box, box.children))
                    box.children = [*box.children[:index], *drawing, *box.children[index:]]
                    return
    raise OtherOrderError


def _all(root: Any) -> Iterator[Any]:
    yield root
    yield from root.descendants()


def _calls(home: Any) -> list[Any]:
    """Return the marks of page-bottom notes in the order of the tree: their numbers are in them already."""
    return [box.element for box in home.descendants() if str(box.element_tag).endswith("::footnote-call")]
