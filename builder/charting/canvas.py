"""A canvas in millimetres: paths and words -> a `Drawing` that one template prints as SVG.

Stylesheets don't reach into an inline SVG (WeasyPrint 70), so that every shape carries its own pen; colours come from the tokens.
Coordinates are rounded to a hundredth of a millimetre: the same bytes everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from builder.tokens import Tokens

HAIRLINE_MM = 0.18
OUTLINE_MM = 0.2
GUIDE_MM = 0.14
HATCH_MM = 1.1
Measure = Callable[[str, str, float], float]
"""Text, face, size in points -> millimetres."""


@dataclass(frozen=True)
class Shape:
    """A path with its pen and filling; empty words where there is none."""

    d: str
    fill: str
    stroke: str
    width_mm: str
    dash: str


@dataclass(frozen=True)
class Words:
    """A line of text; `x` and `y` are its anchor on the baseline."""

    x: str
    y: str
    text: str
    anchor: str
    fill: str
    strong: bool


@dataclass(frozen=True)
class Drawing:
    """A drawing: what the template prints."""

    width_mm: str
    height_mm: str
    size_mm: str
    shapes: tuple[Shape, ...]
    words: tuple[Words, ...]
    alt: str


def mm(value: float) -> str:
    """Return a length rounded to a hundredth of a millimetre, without needless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Canvas:
    """Collects shapes in the order in which they are drawn."""

    def __init__(self, tokens: Tokens, measure: Measure) -> None:
        self.size_pt = tokens.pt("least-size")
        self.size_mm = tokens.mm("least-size")
        self.ink, self.second, self.guide = tokens.text("ink"), tokens.text("second"), tokens.text("guide")
        self.fill = tokens.text("bar")
        self._measure = measure
        self._shapes: list[Shape] = []
        self._words: list[Words] = []

    def measure(self, text: str, strong: bool = False) -> float:
        """Return how wide a label is, in millimetres."""
        return self._measure(text, "sans-semibold" if strong else "sans", self.size_pt)

    def line(self, *points: tuple[float, float], pen: str = "", width: float = HAIRLINE_MM, dash: str = "") -> None:
        """Draw a line through points."""
        d = "".join(f"{'L' if index else 'M'}{mm(x)} {mm(y)}" for index, (x, y) in enumerate(points))
        self.path(d, "none", pen or self.ink, width, dash)

    def path(self, d: str, fill: str, stroke: str = "", width: float = 0.0, dash: str = "") -> None:
        """Draw a path as SVG writes it."""
        self._shapes.append(Shape(d, fill, stroke, mm(width) if stroke else "", dash))

    def box(self, x: float, y: float, width: float, height: float, style: int = 0) -> None:
        """Draw a bar in one of four fillings that a copier keeps apart: grey, white, slanted lines, level lines."""
        d = f"M{mm(x)} {mm(y)}h{mm(width)}v{mm(height)}h{mm(-width)}z"
        kind = style % 4
        if kind == 0:
            self.path(d, self.fill)
            return
        self.path(d, "#fff", self.ink, OUTLINE_MM)
        if kind > 1:
            hatch = _slanted(x, y, width, height) if kind == 2 else _level(x, y, width, height)
            if hatch:
                self.path(hatch, "none", self.ink, OUTLINE_MM)

    def disc(self, x: float, y: float, radius: float, hollow: bool = False) -> None:
        """Draw a point."""
        r = mm(radius)
        d = f"M{mm(x - radius)} {mm(y)}a{r} {r} 0 1 0 {mm(2 * radius)} 0a{r} {r} 0 1 0 {mm(-2 * radius)} 0z"
        self.path(d, "#fff" if hollow else self.ink, self.ink, OUTLINE_MM)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        anchor: str = "start",
        quiet: bool = False,
        strong: bool = False,
        over: bool = False,
    ) -> None:
        """Write a label; `y` is its baseline; `over` what is under it is wiped out."""
        if over:
            width = self.measure(text, strong) + 0.8
            left = x - 0.4 - {"start": 0.0, "middle": width / 2 - 0.4, "end": width - 0.8}[anchor]
            self.path(f"M{mm(left)} {mm(y - 2.5)}h{mm(width)}v3h{mm(-width)}z", "#fff")
        self._words.append(Words(mm(x), mm(y), text, anchor, self.second if quiet else self.ink, strong))

    def drawing(self, width_mm: float, height_mm: float, alt: str) -> Drawing:
        """Return what was drawn."""
        return Drawing(mm(width_mm), mm(height_mm), mm(self.size_mm), tuple(self._shapes), tuple(self._words), alt)


def _slanted(x: float, y: float, width: float, height: float) -> str:
    parts = []
    for index in range(1, ceil((width + height) / HATCH_MM)):
        c = index * HATCH_MM
        start = (x + max(0.0, c - height), y + min(c, height))
        end = (x + min(c, width), y + max(0.0, c - width))
        parts.append(f"M{mm(start[0])} {mm(start[1])}L{mm(end[0])} {mm(end[1])}")
    return "".join(parts)


def _level(x: float, y: float, width: float, height: float) -> str:
    rows = range(1, ceil(height / HATCH_MM))
    return "".join(f"M{mm(x)} {mm(y + row * HATCH_MM)}h{mm(width)}" for row in rows)
