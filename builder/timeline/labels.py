"""The words beside the drawing: events and a width -> blocks whose lines are broken and whose height is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from builder.timeline.prose import broken, plain, wrap
from builder.timeline.style import MM_PER_PT, Measure, Style
from builder.timeline.values import Label, TimelineEvent

_NUMBER_MM = 7.0
_SLACK_MM = 0.6
"""Italic words are a little wider or narrower than the upright ones that are measured."""


@dataclass(frozen=True, slots=True)
class Block:
    """An event's words, ready but for their place."""

    event: TimelineEvent
    number: int
    date_words: str
    date_above: bool
    label: Markup
    text: Markup
    height_mm: float
    used_mm: float
    """The width that its longest line takes, from the left edge of the box."""


@dataclass(frozen=True, slots=True)
class Blocks:
    """All blocks in order; every box is `width_mm` wide, labels stand `indent_mm` inside it."""

    blocks: tuple[Block, ...]
    indent_mm: float
    width_mm: float

    def need_mm(self, first: int, last: int, gap_mm: float) -> float:
        """The height of the blocks from `first` up to, not including, `last`, with the gaps between them."""
        heights = [block.height_mm for block in self.blocks[first:last]]
        return sum(heights) + gap_mm * max(len(heights) - 1, 0)

    def slice(self, first: int, last: int) -> Blocks:
        """Some of the blocks, as wide and indented as all."""
        return replace(self, blocks=self.blocks[first:last])

    @property
    def spare_mm(self) -> float:
        """The width that no line uses."""
        return self.width_mm - max((block.used_mm for block in self.blocks), default=0.0)

    @property
    def text_lines(self) -> int:
        """Lines of grey text in all of them."""
        return sum(block.text.count("<br>") + 1 for block in self.blocks if block.text)


def face(event: TimelineEvent, style: Style) -> str:
    """The face of a label: heavier for a turning point."""
    return style.turning_face if event.turning else style.label_face


def blocks(
    events: Sequence[TimelineEvent],
    dates: Sequence[str],
    width_mm: float,
    numbered: bool,
    style: Style,
    measure: Measure,
) -> Blocks:
    """The events' blocks within `width_mm`: label and text, or with `numbered` a number and the label alone."""
    widths = [measure(words, style.face, style.text_pt) * MM_PER_PT for words in dates]
    most = max(style.date_mm, width_mm - style.label_mm)
    short = [width for width in widths if width <= most]
    stacked = len(short) < len(widths) / 2
    left = _NUMBER_MM if numbered else 0.0
    column = 0.0 if stacked else max(short, default=0.0) + style.date_gap_mm
    indent = round(left + max(column, 0.0 if stacked else style.date_min_mm), 2)
    made = tuple(
        _block(event, place + 1, words, stacked or width > most, (indent, width_mm, left), numbered, style, measure)
        for place, (event, words, width) in enumerate(zip(events, dates, widths, strict=True))
    )
    return Blocks(made, indent, round(width_mm, 2))


def _block(
    event: TimelineEvent,
    number: int,
    words: str,
    above: bool,
    edges_mm: tuple[float, float, float],
    numbered: bool,
    style: Style,
    measure: Measure,
) -> Block:
    """One block; `edges_mm` are the left edge of its label, its right edge, and the left edge of its date."""
    indent, right, left = edges_mm
    room = (right - indent - _SLACK_MM) / MM_PER_PT

    def bold(line: str) -> float:
        return measure(line, face(event, style), style.text_pt)

    def light(line: str) -> float:
        return measure(line, style.face, style.text_pt)

    label = wrap(plain(event.label), room, bold)
    text = [] if numbered else wrap(plain(event.text), room, light)
    lines = len(label) + len(text) + (1 if above else 0)
    used = max([0.0, *map(bold, label), *map(light, text)]) * MM_PER_PT + indent + _SLACK_MM
    return Block(
        event=event,
        number=number if numbered else 0,
        date_words=words,
        date_above=above,
        label=broken(event.label, label),
        text=broken(event.text, text) if text else Markup(),
        height_mm=lines * style.line_mm,
        used_mm=max(used, left + light(words) * MM_PER_PT),
    )


def boxed(made: Blocks, index: int, x_mm: float, y_mm: float, right_mm: float, note: str = "") -> Label:
    """A block at its place; its box reaches to `right_mm`."""
    block = made.blocks[index]
    return Label(
        event=block.event.id,
        number=block.number,
        x_mm=round(x_mm, 2),
        y_mm=round(y_mm, 2),
        width_mm=round(right_mm - x_mm, 2),
        height_mm=round(block.height_mm, 2),
        indent_mm=made.indent_mm,
        date_above=block.date_above,
        date_words=block.date_words,
        label=block.label,
        text=block.text,
        importance=block.event.importance,
        note=note,
    )
