"""Room for answers: how many lines, how high, and whether a teacher's answer fits.

In: a question's space, tokens. Out: `Room`, in whole lines and millimetres. Pure arithmetic; separate because questions, organizers,
assessments and the large-print edition all rule the same lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from builder.model import Space
from builder.tokens import Tokens

DEFAULT_LINES = {"discussion": 6, "short-answer": 4, "source-analysis": 6, "essay": 18}
KEPT_LINES = 4
SLACK = 1.2
MAX_LINES = 200
PAGE_LINES = 45
"""More ruled lines than a page can hold: a room that fills its page shows as many of them as it gets height for."""


@dataclass(frozen=True)
class Room:
    """Room under a question.

    `kind` is lines, box, grid or none. `chunks` says how many lines stay together: one number for a space that is not broken over
    pages, else the first and last lines in groups. `share` is the part of what is left of the page (0: a fixed height).
    """

    kind: str
    lines: int
    chunks: tuple[int, ...]
    height_mm: float
    share: int = 0
    rest: bool = False
    """Nothing follows on its page."""
    pitch_pt: float = 0.0
    """From line to line."""


def default_space(kind: str) -> Space:
    """Return the room that a kind of question gets when nothing is said."""
    lines = DEFAULT_LINES.get(kind)
    return Space(kind="lines", amount=lines) if lines else Space(kind="none")


def lines_for_words(words: float, tokens: Tokens) -> int:
    """Return how many ruled lines so many handwritten words take: two at least."""
    line_mm = tokens.mm("live-width") - tokens.mm("number-indent")
    return max(2, ceil(words * tokens.mm("word-width") / line_mm * SLACK))


def room(space: Space, tokens: Tokens) -> Room:
    """Return the room that a space means on this page."""
    pitch = tokens.mm("line-pitch")
    if space.kind == "none":
        return Room("none", 0, (), 0.0)
    if space.kind in ("box", "grid"):
        return Room(space.kind, 0, (), round(space.amount, 2))
    if space.kind in ("rest", "share"):
        share = max(1, int(space.amount))
        height = round(KEPT_LINES * pitch, 3)
        return Room("lines", KEPT_LINES, (KEPT_LINES,), height, share, space.kind == "rest", tokens.pt("line-pitch"))
    wanted = lines_for_words(space.amount, tokens) if space.kind == "words" else int(space.amount)
    lines = min(max(1, wanted), MAX_LINES)
    unbroken, kept = (int(tokens.text(f"{name}-lines")) for name in ("unbroken", "kept"))
    return Room("lines", lines, chunks(lines, unbroken, kept), round(lines * pitch, 3))


def chunks(lines: int, unbroken: int, kept: int) -> tuple[int, ...]:
    """Divide lines so that a page break leaves at least `kept` on each side; up to `unbroken` are never divided."""
    if lines <= max(unbroken, 2 * kept - 1):
        return (lines,)
    return (kept, *([1] * (lines - 2 * kept)), kept)
