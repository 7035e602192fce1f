"""Pages of a book, drawn as soon as a run of them is laid out: their boxes needn't wait until the book is written.

In: WeasyPrint's modules and a laid-out document (nothing here imports WeasyPrint). Out: the same document, whose pages remember what they
look like and have forgotten what they were laid out from. A laid-out page takes two and a half megabytes; what the PDF still needs of it,
its drawing, its foot and the skeleton of boxes that the structure tree is built from, is a tenth. When the book is written, WeasyPrint
asks each page to paint itself as ever, and gets what was drawn before.

A test compares books from skeletons with books from whole boxes, so that a WeasyPrint that asks a box for more is noticed. A page that
would be drawn on another sheet than it was is a ValueError.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from functools import cache, partial
from types import ModuleType
from typing import Any

import pydyf  # type: ignore[import-untyped]

SCALE = 0.75
"""PDF units a CSS pixel."""
PROFILE = "srgb"
_KINDS = ("ExtGState", "XObject", "Pattern", "Shading")
_SKELETON = frozenset({
    "element", "element_tag", "children", "link_annotation", "widget_annotation", "colspan", "rowspan", "is_table_wrapper",
})  # fmt: skip
"""What the structure tree is told by each box."""
_PLACE = frozenset({
    "position_x", "position_y", "width", "height", "margin_left", "margin_top", "padding_left", "padding_top",
    "border_left_width", "border_top_width",
})  # fmt: skip
"""And by a picture's, which has a place."""
_PICTURES = frozenset({"img", "{http://www.w3.org/2000/svg}svg"})


class _Later(pydyf.Object):  # type: ignore[misc]
    """A reference to what gets its number when the book is written."""

    data: bytes = b"null"


class _Profile:
    """A colour profile that gets its number when the book is written."""

    def __init__(self) -> None:
        self.pdf_reference = _Later()


class Easel:
    """Draws the pages of one book; they share its fonts, pictures and other resources."""

    def __init__(self, layout: ModuleType, draw: ModuleType, stream: type) -> None:
        self._layout, self._draw, self._stream = layout, draw, stream
        self.fonts: dict[Any, Any] = {}
        self._images: dict[str, Any] = {}
        self._profile = _Profile()
        self._resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in _KINDS})
        self._resources["ColorSpace"] = _Later()

    def draw(self, document: Any) -> None:
        """Draw all pages of a document and forget their boxes but for the skeleton; their feet may follow."""
        _lighten_contexts([page._page_box for page in document.pages])
        for page in document.pages:
            drawn = self._begin(page, document.output_intent)
            page.paint(drawn, SCALE)
            _join(drawn)
            page.paint = partial(self._paint_again, drawn)
            _to_skeleton(page._page_box)
        self._join_groups()

    def draw_foot(self, page: Any, boxes: Iterable[Any]) -> None:
        """Draw the margin boxes of a page that is drawn already, and make them part of it."""
        boxes, drawn = tuple(boxes), page.paint.args[0]
        box = page._page_box
        layer = self._draw.StackingContext.from_page(box.copy_with_children(boxes))
        with drawn.stacked():
            drawn.transform(a=SCALE, d=SCALE)
            self._draw.draw_stacking_context(drawn, layer)
        box.children = (*box.children, *boxes)

    def _begin(self, page: Any, output_intent: str | None) -> Any:
        """Return an empty page of PDF as WeasyPrint begins it."""
        if page.bleed != dict.fromkeys(page.bleed, 0) or output_intent != PROFILE:
            raise ValueError("a book's pages have no bleed, and their colours are sRGB")
        size = (0, 0, page.width, page.height)
        drawn = self._stream(
            self.fonts, size, self._resources, self._images, {}, {PROFILE: self._profile}, output_intent, compress=True
        )
        drawn.transform(d=-1, f=page.height * SCALE)
        drawn.beginning = list(drawn.stream)
        return drawn

    def _paint_again(self, drawn: Any, stream: Any, scale: float) -> None:
        """Paint a page as it was drawn: in place of WeasyPrint's `Page.paint`."""
        if (scale, stream.page_rectangle, stream.stream) != (SCALE, drawn.page_rectangle, drawn.beginning):
            raise ValueError("the page was drawn for another sheet")
        for kind in _KINDS:
            stream._resources[kind].update(self._resources[kind])
        stream._images.update(self._images)
        stream._tags.update(drawn._tags)
        drawn._tags = {}  # each box goes when its place in the structure tree is made
        self._resources["ColorSpace"].data = stream._resources["ColorSpace"]
        self._profile.pdf_reference.data = stream._color_profiles[PROFILE].pdf_reference
        stream.stream[:] = drawn.stream

    def _join_groups(self) -> None:
        waiting = [self._resources]
        while waiting:
            resources = waiting.pop()
            for kind in ("XObject", "Pattern"):
                for group in filter(None, resources[kind].values()):
                    _join(group)
                    waiting.append(group.extra["Resources"])


def _join(stream: Any) -> None:
    """Make one piece of the many that a stream is drawn in."""
    if len(stream.stream) > 1:
        stream.stream[:] = [b"\n".join(pydyf._to_bytes(item) for item in stream.stream)]


def _to_skeleton(page: Any) -> None:
    """Leave of a page's boxes what the structure tree is built from; of the page itself, what its foot is."""
    for name in ("footnote_area", "fixed_boxes", "background", "canvas_background"):
        page.__dict__.pop(name, None)
    boxes = [getattr(box, "_box", box) for box in page.descendants(placeholders=True)]
    for box in boxes:
        if box is not page:
            names = _SKELETON | _PLACE if box.element_tag in _PICTURES else _SKELETON
            style = _style(box.style["display"], box.style["list_style_type"])
            box.__dict__ = {name: value for name, value in box.__dict__.items() if name in names} | {"style": style}


@cache
def _style(display: tuple[str, ...], list_style_type: Any) -> Mapping[str, Any]:
    return {"display": display, "list_style_type": list_style_type}


def _lighten_contexts(pages: Iterable[Any]) -> None:
    """Give pages that wait for their feet a layout context that knows no more than feet need: pages' styles, strings, counters."""
    pages = tuple(pages)
    if not pages or not hasattr(pages[0], "waiting"):
        return
    full = pages[0].waiting[0]
    types = {page.page_type for page in pages}
    style_for = copy.copy(full.style_for)
    styles = full.style_for._computed_styles
    style_for._computed_styles = {key: style for key, style in styles.items() if key[0] in types}
    # what builder/quick/styles.py keeps of elements
    style_for._waiting, style_for._html, style_for._collector = {}, None, None
    targets = type(full.target_collector)()
    targets.collecting = False
    targets.target_lookup_items = {
        name: _light_target(item) for name, item in full.target_collector.target_lookup_items.items()
    }
    fetch = full.get_image_from_uri
    fetch = partial(fetch.func, *fetch.args, **{**fetch.keywords, "cache": {}})
    light = type(full)(style_for, fetch, full.font_config, full.counter_style, targets)
    light.string_set, light.page_bottom = full.string_set, full.page_bottom
    for page in pages:
        page.waiting = (light, *page.waiting[1:])


def _light_target(item: Any) -> Any:
    """Return the place that a foot may name, without the tree that it stands in."""
    light = type(item)(item.state)
    light.cached_page_counter_values = item.cached_page_counter_values
    if item.target_box is not None:
        light.target_box = object.__new__(type(item.target_box))
        light.target_box.cached_counter_values = item.target_box.cached_counter_values
    return light
