"""The answer key of a section on one page: to post, to mark by, to hand to a substitute.

In: a section in the teacher's edition, and the page of the handout that each question stands on. Out: a line or more for each question:
number, page, answer, points; and the points of each page. Closed questions have their key, open ones what to look for and the first
sentence of the model answer. To stay on one page the type shrinks to the least size of all pages, then the open answers are cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from builder.assessment import points
from builder.components import exercises
from builder.components.questions import QuestionView, question_view
from builder.course import SectionEntry
from builder.edition import GAP
from builder.measure import wrap
from builder.model import CLOSED_KINDS, Answer, Question
from builder.page import Page

SIZES = (
    ("normal", "answer-size", "answer-leading"),
    ("small", "note-size", "note-leading"),
    ("least", "answer-least", "answer-least-leading"),
)
MOST_LINES = (8, 5, 4, 3, 2, 1)
"""How many lines of an open answer are kept: fewer and fewer until the page holds all."""
OTHER_MM, ROW_PT, HEAD_PT = 40.0, 6.0, 132.0
_SENTENCE = re.compile(r".+?[\w)\]*”\"’]{2}[.!?][”\"’)]*(?=\s|$)", re.DOTALL)


@dataclass(frozen=True)
class KeyRow:
    """A question, or a part of one."""

    number: str
    page: str
    answer: Markup
    points: str
    is_closed: bool


@dataclass(frozen=True)
class PagePoints:
    """The points on a page of the handout."""

    page: int
    points: str


@dataclass(frozen=True)
class KeyView:
    """The key as it is printed."""

    running_head: str
    title: Markup
    size: str
    rows: tuple[KeyRow, ...]
    pages: tuple[PagePoints, ...]
    total: str


@dataclass(frozen=True)
class _Line:
    """A row before it is known how much of it has room."""

    number: str
    page: int | None
    text: str
    points: float | None
    is_closed: bool


def view(entry: SectionEntry, page: Page, places: Mapping[str, int]) -> KeyView:
    """Return the key of a section; `places` are the pages of its questions in the handout, by their elements' ids."""
    section = entry.value
    numbers = page.numbering.questions
    questions = sorted(section.questions, key=lambda question: numbers[question.id])
    lines = [line for question in questions for line in _lines(question, page, places)]
    made = exercises.view(entry, page) or ()
    lines += [_Line("", None, f"*{item.title}* {item.key}", None, True) for item in made if item.blank == "labels"]
    size, kept = _fit(lines, page)
    by_page: dict[int, float] = {}
    for question in questions:
        found = places.get(f"question-{question.id}")
        if found is not None:
            by_page[found] = by_page.get(found, 0) + points(question)
    total = sum(points(question) for question in questions)
    counted = page.label("section_of", number=entry.number, total=page.course.section_count)
    return KeyView(
        f"{page.plain(page.course.info.title)} \u00b7 {counted}",
        page.inline(section.title, notes=False),
        size,
        tuple(_row(line, kept, size, page) for line in lines),
        tuple(PagePoints(number, f"{worth:g}") for number, worth in sorted(by_page.items()) if worth),
        page.counted("points_total", total) if total else "",
    )  # fmt: skip


def _lines(question: Question, page: Page, places: Mapping[str, int]) -> Iterator[_Line]:
    number = str(page.numbering.questions[question.id])
    place = places.get(f"question-{question.id}")
    closed = question.kind in CLOSED_KINDS
    shown = question_view(question, page)
    text = closed_key(question, shown, page) if closed else short_answer(question.answer, page)
    has_row = bool(text or not question.parts)
    if has_row:
        yield _Line(number, place, text or _rubric(question, page), points(question) or None, closed)
    for part, seen in zip(question.parts, shown.parts, strict=True):
        at = places.get(f"question-{question.id}-{part.id}", place)
        worth = None if has_row and question.points is not None else part.points
        yield _Line(f"{number}{seen.letter}", at, short_answer(part.answer, page), worth, False)


def closed_key(question: Question, shown: QuestionView, page: Page) -> str:
    """Return the key of a closed question in Markdown, in the order in which pupils see it."""
    if question.kind == "true-false":
        return f"**{page.label(shown.truth)}**" if shown.truth else ""
    if question.kind == "multiple-choice":
        right = [
            (option.letter, choice.text)
            for option, choice in zip(shown.options, question.choices, strict=True)
            if choice.correct
        ]
        return "; ".join(f"**{letter}** {text}" for letter, text in right)
    if question.kind == "matching":
        return "; ".join(f"{pair.left} **{seen.key}**" for pair, seen in zip(question.pairs, shown.pairs, strict=True))
    if question.kind == "ordering":
        return f"**{', '.join(item.key for item in shown.items)}** {page.label('key_downwards')}"
    return "; ".join(f"**{gap}**" for gap in GAP.findall(question.prompt))


def short_answer(answer: Answer | None, page: Page) -> str:
    """Return an open question's answer in short: the first sentence, and what to look for."""
    if answer is None:
        return ""
    text = " ".join((answer.text or answer.exemplar or "").split())
    match = _SENTENCE.match(text)
    parts = [match[0] if match else text]
    if answer.look_for:
        parts.append(f"*{page.label('look_for')}:* {'; '.join(' '.join(words.split()) for words in answer.look_for)}")
    return " ".join(part for part in parts if part)


def _rubric(question: Question, page: Page) -> str:
    rubric = page.course.rubrics.get(question.rubric.id) if question.rubric else None
    return page.label("key_rubric", title=rubric.title) if rubric else "\u2013"


def _fit(lines: Sequence[_Line], page: Page) -> tuple[str, int]:
    """Return the largest size, and the most lines of an open answer, with which all stands on one page; else the least of both."""
    tokens = page.tokens
    room = tokens.mm("block-height") * 72 / 25.4 - HEAD_PT
    for most in MOST_LINES:
        for size, _, leading in SIZES if most == MOST_LINES[0] else SIZES[-1:]:
            heights = (_height(line, most, size, page) * tokens.pt(leading) + ROW_PT for line in lines)
            if sum(heights) <= room:
                return size, most
    return SIZES[-1][0], MOST_LINES[-1]


def _wrapped(line: _Line, size: str, page: Page) -> list[str]:
    tokens = page.tokens
    points_of = {name: token for name, token, _ in SIZES}
    return wrap(
        page.plain(line.text), "sans", tokens.pt(points_of[size]), (tokens.mm("live-width") - OTHER_MM) * 72 / 25.4
    )


def _height(line: _Line, most: int, size: str, page: Page) -> int:
    count = len(_wrapped(line, size, page))
    return max(1, count if line.is_closed else min(count, most))


def _row(line: _Line, most: int, size: str, page: Page) -> KeyRow:
    lines = _wrapped(line, size, page)
    text = page.inline(line.text, notes=False)
    if not line.is_closed and len(lines) > most:
        text = escape(" ".join(lines[:most]).rsplit(" ", 1)[0] + " \u2026")
    worth = "" if line.points is None else f"{line.points:g}"
    return KeyRow(line.number, "" if line.page is None else str(line.page), text, worth, line.is_closed)
