"""Model answers in the teacher edition: they stand in the room that pupils write in, notes in the margin beside it.

The room never grows: the teacher's pages are the pupils' pages. An answer that is too long is set smaller, down to the theme's least
size; what still doesn't fit goes on after the last page.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from markupsafe import Markup

from builder.measure import wrap
from builder.model import Answer, Question, QuestionPart
from builder.model.questions import Choice
from builder.numbering import letter
from builder.page import Page
from builder.spaces import Room

NOTE_INSET_MM = 4.0
CHOICES_GAP_MM = 6.0
CHOICE_INDENT_MM = 12.0
"""Between two columns of choices, and what ring and letter take of each (styles/components/questions.css)."""
OPTION_PT = 20.0


@dataclass(frozen=True)
class AnswerView:
    """An answer where pupils write: `size` is normal or small; `rest` goes on after the last page."""

    text: Markup
    size: str
    notes: tuple[Markup, ...]
    """What to look for and the teacher's notes, for the margin."""
    look_label: str
    rest: Markup | None
    rest_notes: tuple[Markup, ...]


def answer_view(question: Question | QuestionPart, space: Room, page: Page) -> AnswerView | None:
    """Return a question's answer, or None when there is nothing to show (always so in a student's edition).

    Where pupils write nothing on lines (closed kinds), all of it stands in the margin beside the choices.
    """
    note = getattr(question, "teacher_note", None)
    answer = question.answer
    feedback = _feedback(question, page)
    if answer is None and not note and not feedback:
        return None
    text, looked_for = _words(answer, page) if answer else ("", [])
    notes = [*looked_for, *([note] if note else [])]
    look_label = page.label("look_for") if looked_for else ""
    if space.kind == "none":
        lines = [*([text] if text else []), *feedback, *notes]
        return _answer("", None, lines, _fitting(lines, beside_pt(question, page), page), "", page)
    size, fitting = _fit(text, space, page)
    shown, rest = (text, None) if fitting is None else _split(text, fitting, page)
    height = space.height_mm * 72 / 25.4 - page.tokens.pt("note-leading")
    return _answer(shown, rest, notes, _fitting(notes, height, page), look_label, page, size)


def _answer(
    shown: str, rest: str | None, notes: list[str], kept: int, look_label: str, page: Page, size: str = "normal"
) -> AnswerView:
    def inline(words: list[str]) -> tuple[Markup, ...]:
        return tuple(page.inline(line, notes=False) for line in words)

    return AnswerView(
        page.inline(shown, notes=False) if shown else Markup(), size, inline(notes[:kept]), look_label if kept else "",
        page.inline(rest, notes=False) if rest else None, inline(notes[kept:]),
    )  # fmt: skip


def _feedback(question: Question | QuestionPart, page: Page) -> list[str]:
    """Return what is said of each choice, behind its letter."""
    choices = getattr(question, "choices", ())
    return [
        f"**{letter(index, page.language)}** {choice.feedback}"
        for index, choice in enumerate(choices)
        if choice.feedback
    ]


def beside_pt(question: Question | QuestionPart, page: Page) -> float:
    """Return how high the margin beside a closed question is under its labels, in points; never more than it will be.

    What is to be matched takes the whole width: beside it there is no margin.
    """
    tokens = page.tokens
    width = tokens.mm("column-width") - tokens.mm("number-indent")
    height = len(wrap(page.plain(question.prompt), "serif", tokens.pt("text-size"), width * 72 / 25.4)) * tokens.pt(
        "leading"
    )
    if isinstance(question, Question):
        rows = len(question.choices) or len(question.items) or (1 if question.kind == "true-false" else 0)
        if question.choices and are_short(question.choices, page):
            rows = ceil(rows / 2)
        labels = 1 + bool(question.skill) + (question.points is not None)
        height += OPTION_PT * rows - labels * tokens.pt("leading")
    return height


def are_short(choices: tuple[Choice, ...], page: Page) -> bool:
    """Tell whether choices are so short that two columns hold each on one line."""
    tokens = page.tokens
    room = (tokens.mm("column-width") - tokens.mm("number-indent") - CHOICES_GAP_MM) / 2 - CHOICE_INDENT_MM
    size = tokens.pt("option-size")
    return bool(choices) and all(page.width_mm(page.plain(choice.text), "sans", size) <= room for choice in choices)


def _words(answer: Answer, page: Page) -> tuple[str, list[str]]:
    """Return the answer with its exemplar and what else counts, and what to look for."""
    text = " ".join((answer.text or "").split())
    if answer.exemplar:
        text = f"{text} {page.label('exemplar', text=' '.join(answer.exemplar.split()))}".strip()
    if answer.accept:
        text = f"{text} {page.label('accept', text='; '.join(answer.accept))}".strip()
    return text, [" ".join(words.split()) for words in answer.look_for]


def _lines(text: str, size_pt: float, width_mm: float, page: Page) -> list[str]:
    return wrap(page.plain(text), "sans", size_pt, width_mm * 72 / 25.4)


def _fit(text: str, space: Room, page: Page) -> tuple[str, int | None]:
    """Return the size to set an answer in and, when it is too long even so, how many lines of it fit."""
    if not text or space.kind == "none":
        return "normal", None
    tokens = page.tokens
    width = tokens.mm("column-width") - tokens.mm("number-indent")
    height = space.height_mm * 72 / 25.4
    normal, least = tokens.pt("answer-size"), tokens.pt("answer-least")
    if len(_lines(text, normal, width, page)) * tokens.pt("answer-leading") <= height:
        return "normal", None
    leading = tokens.pt("answer-least-leading")
    room_lines = floor(height / leading)
    if len(_lines(text, least, width, page)) <= room_lines:
        return "small", None
    return "small", max(1, room_lines)


def _split(text: str, lines: int, page: Page) -> tuple[str, str]:
    """Divide an answer after so many lines of the least size, between words."""
    tokens = page.tokens
    width = tokens.mm("column-width") - tokens.mm("number-indent")
    fitting = _lines(text, tokens.pt("answer-least"), width, page)[: lines - 1] or [""]
    words = text.split()
    count = max(1, len(" ".join(fitting).split()))
    return " ".join(words[:count]) + " \u2026", "\u2026 " + " ".join(words[count:])


def _fitting(notes: list[str], height_pt: float, page: Page) -> int:
    """Return how many notes fit into so much of the margin."""
    tokens = page.tokens
    width = tokens.mm("margin-width") - NOTE_INSET_MM
    left = height_pt
    for index, words in enumerate(notes):
        left -= len(_lines(words, tokens.pt("note-size"), width, page)) * tokens.pt("note-leading")
        if left < 0:
            return index
    return len(notes)
