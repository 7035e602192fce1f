"""What goes into a timeline and what comes out: frozen values only, so that a view can be tested and reused.

Instants are days since 0000-01-01 (`builder.dates`). Lengths are millimetres from the top left corner of a part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

Form = Literal["full", "brief", "numbered", "list"]
MarkKind = Literal["point", "turning", "uncertain", "uncertain-turning", "group"]
KeyKind = Literal["point", "turning", "uncertain", "span", "open-end", "open-start", "set", "group", "to-scale"]

_NOON = 0.5


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the drawing."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Period:
    """The stretch of time that a section is about: instants, and the words for it ("1953", "1953 to 1964")."""

    start: float
    end: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """One event with ready words. `label` and `text` hold inline HTML only; a plain text is escaped by the caller."""

    id: str
    start: float
    """First instant that the date may cover; of a span, its beginning."""
    end: float
    """Last instant, exclusive."""
    date_words: str
    """As printed: "13 Jan", "about 1 March"."""
    label: Markup
    text: Markup = Markup()
    lane: str | None = None
    importance: int = 2
    """3: a turning point; 1: a detail."""
    is_span: bool = False
    open_start: bool = False
    """Began earlier, nobody says when; `start` then says nothing."""
    open_end: bool = False
    """Went on; `end` then says nothing."""
    loose_start: bool = False
    """Uncertain or approximate: the date of a point, or the beginning of a span."""
    loose_end: bool = False
    """Uncertain or approximate end of a span."""
    others: tuple[float, ...] = ()
    """Further instants of one event that happened several times (a set of dates)."""

    @property
    def instant(self) -> float:
        """Where its mark stands and its leader begins: the middle of a point, noon of the known first day of a span.

        Noon, where the mark of that day alone would stand: else "1-2 June" would come before "1 June".
        """
        if not self.is_span:
            return (self.start + self.end) / 2
        if self.open_start:
            return self.end
        return self.start + (_NOON if self.open_end else min(_NOON, (self.end - self.start) / 2))

    @property
    def turning(self) -> bool:
        """Whether it is a turning point."""
        return self.importance >= 3


@dataclass(frozen=True, slots=True)
class AxisLabel:
    """Words left of the axis, centred on `y_mm`; `strong` where a new year, month or era begins."""

    y_mm: float
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class LaneHead:
    """A column's name over it, its lines centred between `x_mm` and `x_mm + width_mm`, the last one on `bottom_mm`.

    Turned, it reads upwards from (`x_mm`, `bottom_mm`), and `width_mm` is what it takes upwards.
    """

    x_mm: float
    bottom_mm: float
    width_mm: float
    lines: tuple[str, ...]
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in time: its centre. A `group` reaches `length_mm` further down, to the last of its dates."""

    event: str
    kind: MarkKind
    x_mm: float
    y_mm: float
    length_mm: float = 0.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: its middle line. An end has a cap, an arrowhead (it goes on) or neither (loose, or cut)."""

    event: str
    x_mm: float
    top_mm: float
    bottom_mm: float
    cap_top: bool = True
    cap_bottom: bool = True
    arrow_top: bool = False
    arrow_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Whisker:
    """A dotted upright line: the event may lie anywhere on it."""

    event: str
    x_mm: float
    top_mm: float
    bottom_mm: float


@dataclass(frozen=True, slots=True)
class Leader:
    """The line from a mark to its label: corners as (x, y)."""

    event: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Label:
    """The words of an event. The box holds date, label and text; each of its lines is broken already."""

    event: str
    number: int
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    indent_mm: float
    """From the box's left edge to the label; the date stands in it, or over the label when `date_above`."""
    date_above: bool
    date_words: str
    label: Markup
    text: Markup
    importance: int
    note: str = ""
    """Printed in the drawing's place for an event that is off the scale."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, or first-last, beside a mark of the numbered form; `y_mm` is its middle."""

    text: str
    x_mm: float
    y_mm: float


@dataclass(frozen=True, slots=True)
class KeyItem:
    """A kind of mark and its words; `x_mm` is the symbol's left edge, `words_mm` where its words begin.

    `to-scale` has no symbol: it stands here when the title leaves no room for it.
    """

    kind: KeyKind
    words: str
    x_mm: float
    y_mm: float
    words_mm: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list that goes with numbered labels or marks."""

    event: str
    number: int
    date_words: str
    lane: str
    label: Markup
    text: Markup
    importance: int


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one page: a block of fixed size. Its scale and lanes are those of the other part."""

    number: int
    new_page: bool
    """It needs a fresh page."""
    height_mm: float
    heading: str
    """"continued" words; empty on the first part, which has the title."""
    alt: str
    start: float
    end: float
    axis_x_mm: float
    axis_top_mm: float
    axis_bottom_mm: float
    right_mm: float
    """Right edge of the lanes."""
    axis_heads: tuple[str, ...]
    axis_labels: tuple[AxisLabel, ...]
    ticks: tuple[float, ...]
    small_ticks: tuple[float, ...]
    lane_lines: tuple[float, ...]
    lane_heads: tuple[LaneHead, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    whiskers: tuple[Whisker, ...]
    threads: tuple[Whisker, ...]
    """Thin lines that join the marks of one event."""
    leaders: tuple[Leader, ...]
    labels: tuple[Label, ...]
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """The whole timeline, ready to print."""

    form: Form
    title: str
    title_lines: int
    to_scale: str
    """Printed at the right end of the title; empty when it stands in the key."""
    width_mm: float
    unit: str
    """"hour", "day", "month", "year", or a number of years."""
    mm_per_unit: float
    key: tuple[KeyItem, ...]
    key_alt: str
    key_top_mm: float
    key_height_mm: float
    parts: tuple[Part, ...]
    entries: tuple[Entry, ...]
    """The list after the drawing; empty when all words stand beside it."""
    list_title: str
