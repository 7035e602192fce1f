"""The teacher's own pages after the last student page: answers that go on, notes that found no room, rubrics."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from builder.components import charts, disagreements, documents, organizers
from builder.components.answers import AnswerView
from builder.components.asides import AsideView
from builder.components.questions import question_view
from builder.components.rubrics import RubricView, rubric_view
from builder.course import SectionEntry
from builder.page import Page


@dataclass(frozen=True)
class RestView:
    """What of a question's answer has no room on its page."""

    number: int
    part: str
    text: Markup | None
    notes: tuple[Markup, ...]


@dataclass(frozen=True)
class QuestionRubric:
    """A rubric, and the heading that names the questions that it judges."""

    title: str
    rubric: RubricView


@dataclass(frozen=True)
class TeacherPagesView:
    """What stands on the pages T1, T2 ..."""

    rest: tuple[RestView, ...]
    asides: tuple[AsideView, ...]
    """Notes on documents, disagreements, charts and organizers."""
    rubrics: tuple[QuestionRubric, ...]


def view(entry: SectionEntry, page: Page) -> TeacherPagesView | None:
    """Return the teacher's own pages, or None in a student's edition or where there is nothing to print on them."""
    if not page.is_teacher:
        return None
    rest: list[RestView] = []
    judged: dict[str, list[int]] = {}
    rubrics: dict[str, RubricView] = {}
    numbers = page.numbering.questions
    for question in sorted(entry.value.questions, key=lambda question: numbers[question.id]):
        shown = question_view(question, page)
        answers = [("", shown.answer), *((part.letter, part.answer) for part in shown.parts)]
        rest += [_rest(shown.number, letter, answer) for letter, answer in answers if answer and _goes_on(answer)]
        rubric = rubric_view(question, page, for_students=False)
        if rubric is not None and question.rubric is not None:
            rubrics.setdefault(question.rubric.id, rubric)
            judged.setdefault(question.rubric.id, []).append(shown.number)
    asides = tuple(_asides(entry, page))
    tables = tuple(QuestionRubric(_rubric_title(judged[name], page), rubric) for name, rubric in rubrics.items())
    return TeacherPagesView(tuple(rest), asides, tables) if rest or asides or tables else None


def _rubric_title(numbers: list[int], page: Page) -> str:
    return page.counted("rubric_for", len(numbers), numbers=page.join([str(number) for number in numbers]))


def _asides(entry: SectionEntry, page: Page) -> Iterator[AsideView]:
    """Yield the notes that the margin has no room for."""
    for component in (documents, disagreements, charts, organizers):
        placed = component.view(entry, page)
        for shown in placed.by_id.values() if placed else ():
            if shown.aside and shown.aside.rest:
                yield shown.aside


def _goes_on(answer: AnswerView) -> bool:
    return bool(answer.rest or answer.rest_notes)


def _rest(number: int, letter: str, answer: AnswerView) -> RestView:
    return RestView(number, letter, answer.rest, answer.rest_notes)
