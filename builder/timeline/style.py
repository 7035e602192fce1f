"""The timeline's measures, in millimetres and points: what a theme may change, and nothing that is computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from builder.faces import face
from builder.tokens import Tokens

Measure = Callable[[str, str, float], float]
"""(text, face, size in points) -> width in points."""

MM_PER_PT = 25.4 / 72


@dataclass(frozen=True, slots=True)
class Style:
    """The theme `plain`. Names end in their unit; type sizes are those of the style sheet."""

    text_pt: float = 9.5
    line_pt: float = 12.0
    small_pt: float = 8.5
    small_line_pt: float = 10.5
    title_pt: float = 19.0
    title_line_pt: float = 22.5
    title_face: str = "display-semibold"
    note_pt: float = 9.0
    face: str = "sans"
    label_face: str = "sans-semibold"
    turning_face: str = "sans-bold"
    gap_mm: float = 1.06
    """Between two labels: 3 pt."""
    anchor_mm: float = 2.2
    """From a label's top to the middle of its first line, where the leader points."""
    axis_mm: float = 14.0
    axis_words_mm: float = 11.6
    first_lane_mm: float = 16.0
    lane_mm: float = 10.0
    turned_lane_mm: float = 5.5
    zone_mm: float = 12.0
    widest_zone_mm: float = 30.0
    """Where labels are short and far from their dates, the zone takes the room that they leave: gentler slopes."""
    slope: float = 0.4
    """Width of the zone for a millimetre of the longest way up or down."""
    zone_end_mm: float = 2.5
    """The leader is level again for the last 1.7 mm and stops 0.8 mm before the date."""
    date_min_mm: float = 12.0
    date_mm: float = 24.0
    date_gap_mm: float = 2.6
    label_mm: float = 85.0
    """A label that has this much to itself lets the dates before it take more than `date_mm`."""
    label_min_mm: float = 56.0
    point_mm: float = 2.1
    turning_mm: float = 3.5
    bar_mm: float = 1.6
    cap_mm: float = 2.4
    shortest_bar_mm: float = 1.2
    arrow_mm: float = 3.0
    overrun_mm: float = 2.0
    """How far an arrow points past the end of the axis."""
    open_bar_mm: float = 9.0
    """Length of a span whose beginning nobody knows."""
    whisker_mm: float = 2.6
    beside_mm: float = 2.3
    """Marks of one lane that are closer move sideways."""
    track_mm: float = 3.2
    most_tracks: int = 5
    roomy: float = 2.4
    """Few events don't get more than this many times the height of their labels."""
    lowest_mm: float = 70.0
    label_step_mm: float = 6.5
    """Least distance of two words on the axis."""
    baseline_mm: float = 15 * MM_PER_PT
    """Heights of parts are multiples of this, so that the text after it stays on the grid."""

    @property
    def line_mm(self) -> float:
        """Height of a line of a label."""
        return self.line_pt * MM_PER_PT

    @property
    def small_line_mm(self) -> float:
        """Height of a line of a lane's name."""
        return self.small_line_pt * MM_PER_PT


def themed(tokens: Tokens) -> Style:
    """The measures with a theme's type: sizes, leading and faces as the style sheet sets them."""
    plain = Style()
    size, line, least = tokens.pt("label-size"), tokens.pt("label-leading"), tokens.pt("least-size")
    title_weight = int(tokens.text("title-weight"))
    return Style(
        text_pt=size, line_pt=line, small_pt=least, small_line_pt=least + 2, note_pt=tokens.pt("note-size"),
        title_pt=tokens.pt("part-size"), title_line_pt=tokens.pt("part-leading"), title_face=face(tokens, "display", title_weight),
        face=face(tokens, "sans"), label_face=face(tokens, "sans", 600), turning_face=face(tokens, "sans", 700),
        anchor_mm=round(plain.anchor_mm * line / plain.line_pt, 3), baseline_mm=tokens.pt("leading") * MM_PER_PT,
    )  # fmt: skip
