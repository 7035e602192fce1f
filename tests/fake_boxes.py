"""Boxes that behave as WeasyPrint's do after layout, as far as our own steps look at them: for tests without WeasyPrint. Pixels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PAGE_PX = 900.0


class Element:
    """An HTML element: a tag and attributes."""

    def __init__(self, tag: str, **attributes: str) -> None:
        self.tag = tag
        self._attributes = {name.rstrip("_"): value for name, value in attributes.items()}

    def get(self, name: str, default: Any = None) -> Any:
        """Return an attribute."""
        return self._attributes.get(name, default)

    def iter(self) -> Iterator[Element]:
        """Yield the element: nothing is in it."""
        yield self


class FakeBox:
    """A box of an element: where it stands, how high it is, what is in it."""

    def __init__(
        self,
        y: float,
        height: float,
        *children: Any,
        tag: str = "div",
        x: float = 0.0,
        margin: float = 0.0,
        **names: str,
    ) -> None:
        self.position_x, self.position_y = 0.0, y
        self.height = height
        self.width = 500.0
        self.children = tuple(children)
        self.element: Any = Element(tag, **names)
        self.element_tag = tag
        self.style: dict[str, Any] = {"break_inside": "avoid", "height": "auto", "line_height": ""}

    def is_absolutely_positioned(self) -> bool:
        """Tell whether the box is out of the flow: notes are, in the margin."""
        return "margin" in str(self.element.get("class", "")).split()

    def margin_height(self) -> float:
        """Return the height; a fake box has no margins."""
        return self.height

    def translate(self, dx: float = 0.0, dy: float = 0.0) -> None:
        """Move the box and all in it."""
        self.position_x += dx
        self.position_y += dy
        for child in self.children:
            child.translate(dx, dy)

    def descendants(self) -> Iterator[Any]:
        """Yield the box and all in it."""
        yield self
        for child in self.children:
            yield from child.descendants()

    def content_box_x(self) -> float:
        """Return where what is in it begins, from the left."""
        return self.position_x

    def content_box_y(self) -> float:
        """Return where what is in it begins, from the top."""
        return self.position_y


class LineBox(FakeBox):
    """A line of text."""

    def __init__(self, y: float, height: float = 20.0) -> None:
        super().__init__(y, height)
        self.element = None


class FootnoteAreaBox(FakeBox):
    """The notes at a page's foot."""


def fake_page(*flow: Any, notes_px: float = 0.0, top: float = 0.0) -> FakeBox:
    """Return a page 900 px high whose body holds `flow`; notes take so much of its foot."""
    body = FakeBox(top, PAGE_PX, *flow, tag="body")
    html = FakeBox(top, PAGE_PX, body, tag="html")
    notes = [FootnoteAreaBox(top + PAGE_PX - notes_px, notes_px)] if notes_px else []
    page = FakeBox(top, PAGE_PX, html, *notes)
    page.element, page.element_tag = None, "@page"
    return page


def note(y: float, height: float, kind: str = "term-note") -> FakeBox:
    """Return a note in the margin, anchored at `y`."""
    return FakeBox(y, height, tag="aside", class_=f"margin {kind}")


def paragraph(y: float, lines: int, *children: Any) -> FakeBox:
    """Return a paragraph of so many lines of 20 px."""
    own = [LineBox(y + 20 * index) for index in range(lines)]
    return FakeBox(y, 20.0 * lines, *own, *children, class_="paragraph text")
