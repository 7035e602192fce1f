"""Slips: a section's exit tickets or warm-ups, the same slip several times on a page, to be cut apart.

In: the questions of one use. Out: the copies of the slip, and how high the room for answers is. Four to a page where the words and three
lines a question fit into a quarter of it, else two, else one; one in large print, which is for one pupil; what room is left is ruled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import floor

from builder.components.questions import QuestionView, question_view
from builder.course import SectionEntry
from builder.measure import wrap
from builder.model import CLOSED_KINDS, Question, Space
from builder.page import Page
from builder.tokens import Tokens

LEAST_LINES, MOST_LINES = 3, 14
HEIGHTS_PT, LARGE_HEIGHTS_PT = (58.0, 15.0, 20.0), (170.0, 75.0, 30.0)
"""How high the head of a slip is, what stands round a question, and an option."""
PT = 72 / 25.4
GRIDS = ((2, 2), (1, 2), (1, 1))
LARGE_GRIDS = ((1, 1),)


@dataclass(frozen=True)
class SlipsView:
    """The copies of one slip, each with its questions, in a grid that fills the page."""

    title: str
    running_head: str
    columns: int
    rows: int
    width_mm: float
    height_mm: float
    copies: tuple[tuple[QuestionView, ...], ...]


def view(entry: SectionEntry, page: Page, use: str) -> SlipsView | None:
    """Return the slips of a section's questions with this use, or None when it has none."""
    questions = [question for question in entry.value.questions if question.use == use]
    if not questions:
        return None
    tokens = page.tokens
    across, down = (tokens.mm(f"paper-{side}") - 2 * tokens.mm("slip-margin") for side in ("width", "height"))
    for columns, rows in LARGE_GRIDS if page.forms.linear else GRIDS:
        width, height = across / columns, down / rows
        small = _page(page, width - 2 * tokens.mm("slip-padding"))
        lines = _lines(questions, height - 2 * tokens.mm("slip-padding"), small)
        if lines >= LEAST_LINES:
            break
    space = Space(kind="lines", amount=max(LEAST_LINES, lines))
    views = [question_view(_with_room(question, space), small) for question in questions]
    return SlipsView(
        page.label("exit_ticket") if use == "exit" else page.label("warm_up"),
        f"{page.plain(page.course.info.title)} \u00b7 {page.plain(entry.value.title)}",
        columns, rows, round(width, 2), round(height, 2),
        tuple(tuple(_copy(question, number) for question in views) for number in range(1, columns * rows + 1)),
    )  # fmt: skip


def _page(page: Page, width_mm: float) -> Page:
    """Return the page with the measures of a slip: no margin column, the text as wide as the slip."""
    widths = {"live-width": f"{width_mm:.2f}mm", "column-width": f"{width_mm:.2f}mm"}
    return replace(page, tokens=Tokens({**page.tokens.values, **widths}))


def _lines(questions: Sequence[Question], height_mm: float, page: Page) -> int:
    """Return how many lines each open question gets: what is left under the words, in equal parts."""
    tokens = page.tokens
    width = (tokens.mm("column-width") - tokens.mm("number-indent")) * PT
    head, around, option = LARGE_HEIGHTS_PT if page.forms.linear else HEIGHTS_PT
    left, takers = height_mm * PT - head, 0
    for question in questions:
        asked = [question.prompt, *(part.prompt for part in question.parts)]
        left -= sum(
            len(wrap(page.plain(words), "serif", tokens.pt("text-size"), width)) for words in asked
        ) * tokens.pt("leading")
        left -= around + (option * (len(question.choices) or len(question.items) or 2) if _is_closed(question) else 0.0)
        takers += 0 if _is_closed(question) else max(1, len(question.parts))
    if not takers:
        return MOST_LINES if left >= 0 else 0
    return max(0, min(MOST_LINES, floor(left / takers / tokens.pt("line-pitch"))))


def _with_room(question: Question, space: Space) -> Question:
    """Return an open question with so much room, or each of its parts."""
    if _is_closed(question):
        return question
    if not question.parts:
        return question.model_copy(update={"space": space})
    parts = tuple(part.model_copy(update={"space": space}) for part in question.parts)
    return question.model_copy(update={"parts": parts})


def _is_closed(question: Question) -> bool:
    return question.kind in CLOSED_KINDS


def _copy(question: QuestionView, number: int) -> QuestionView:
    """Return a question with ids of its own: no two elements of a page may share one."""
    parts = tuple(replace(part, id=f"{part.id}-{number}") for part in question.parts)
    return replace(question, id=f"{question.id}-{number}", parts=parts)
