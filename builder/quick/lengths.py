"""Lengths of boxes, and the names of their pages, which WeasyPrint asks for thousands of times a handout.

In: the package `weasyprint`. Out: its functions that do the same with fewer calls. Most lengths are pixels when they are asked for.
"""

from __future__ import annotations

from math import inf
from types import ModuleType
from typing import Any

from builder.quick.replace import replace

ACROSS = ("margin_left", "margin_right", "padding_left", "padding_right", "width", "max_width")
DOWN = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
BORDERS = ("border_top_width", "border_right_width", "border_bottom_width", "border_left_width")


def quicken(weasyprint: ModuleType) -> None:
    """Replace what resolves percentages, finds the names of pages and fits a box to its text."""
    percent, preferred = weasyprint.layout.percent, weasyprint.layout.preferred
    resolver = _Resolver(weasyprint)
    replace(percent.resolve_percentages, resolver.resolve)
    replace(preferred.shrink_to_fit, _shrink_to_fit(preferred))
    boxes = weasyprint.formatting_structure.boxes
    boxes.Box.is_in_normal_flow = _is_in_normal_flow(boxes.Box.is_in_normal_flow)
    boxes.ParentBox.page_values = _page_values


class _Resolver:
    """WeasyPrint's `resolve_percentages`, which makes three calls for each of the fourteen lengths of a box."""

    def __init__(self, weasyprint: ModuleType) -> None:
        self.percent, boxes = weasyprint.layout.percent, weasyprint.formatting_structure.boxes
        self.slow, self.box, self.page = self.percent.resolve_percentages, boxes.Box, boxes.PageBox
        self.percentage, self.dimension = self.percent.percentage, weasyprint.css.properties.Dimension

    def length(self, style: Any, name: str, whole: Any) -> Any:
        value = style[name]
        if value.__class__ is self.dimension and value.unit == "px":
            return value.value
        return self.percentage(value, style, whole)

    def least(self, style: Any, name: str, whole: Any) -> Any:
        value = self.length(style, name, whole)
        return 0 if value == "auto" else value

    def resolve(self, box: Any, containing_block: Any) -> None:
        if not isinstance(box, self.box):  # a placeholder, which passes on what it is given
            self.slow(box, containing_block)
            return
        if isinstance(containing_block, self.box):
            containing_block = (containing_block.width, containing_block.height)
        across, down = containing_block
        style, used, length = box.style, box.__dict__, self.length
        for name in ACROSS:
            used[name] = length(style, name, across)
        beside = down if isinstance(box, self.page) else across
        for name in DOWN:
            used[name] = length(style, name, beside)
        used["min_width"] = self.least(style, "min_width", across)
        self.heights(style, used, down)
        collapse = style["border_collapse"] == "collapse"
        for name in BORDERS:
            if not (collapse and hasattr(box, name)):
                used[name] = style[name]
        if style["box_sizing"] != "content-box":
            self.percent.adjust_box_sizing(box, "width")
            self.percent.adjust_box_sizing(box, "height")

    def heights(self, style: Any, used: dict[str, Any], down: Any) -> None:
        free = down == "auto"
        height = style["height"]
        if free and (height == "auto" or self.percent.check_math(height) or height.unit == "%"):
            used["height"] = "auto"
        else:
            used["height"] = self.length(style, "height", down)
        used["min_height"] = self.least(style, "min_height", 0 if free else down)
        used["max_height"] = self.length(style, "max_height", inf if free else down)


def _is_in_normal_flow(slow: Any) -> Any:
    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        if style["float"] == "none" and style["position"] in ("static", "relative"):
            return True
        return slow(self)  # type: ignore[no-any-return]

    return is_in_normal_flow


def _page_values(box: Any) -> tuple[Any, Any]:
    """Return the names of a box's first and last page; WeasyPrint goes to both ends at each step, which is twice as far each time."""
    return _page_at_end(box, 1), _page_at_end(box, -1)


def _page_at_end(box: Any, step: int) -> Any:
    value = box.style["page"]
    while type(box).page_values is _page_values:
        box = next((child for child in box.children[::step] if child.is_in_normal_flow() or child.is_floated()), None)
        if box is None:
            break
        value = box.style["page"] or value
    return value


def _shrink_to_fit(preferred: ModuleType) -> Any:
    """A box whose text fits on one line is as wide as that line: its longest word needn't be looked for."""

    def shrink_to_fit(context: Any, box: Any, available: float) -> Any:
        most = preferred.max_content_width(context, box, outer=False)
        if most <= available:
            return most
        return min(max(preferred.min_content_width(context, box, outer=False), available), most)

    return shrink_to_fit
