"""Model answers in the teacher's edition: they keep to the pupils' room, shrink before they go on, and stand beside what has no room."""

from __future__ import annotations

import pytest

from builder.components import teacher_pages
from builder.components.answers import AnswerView, are_short, beside_pt
from builder.components.questions import question_view
from builder.model.questions import Choice
from tests.component_page import component_html, section_page


def answered(question: str) -> AnswerView:
    """Return the answer to a question in the teacher's edition."""
    entry, page = section_page(f"questions: [{{id: a, prompt: Why?, {question}}}]", "teacher")
    answer = question_view(entry.value.questions[0], page).answer
    assert answer is not None
    return answer


def words(count: int) -> str:
    """Return so many words."""
    return " ".join(f"word{number}" for number in range(count))


def test_short_answer_stands_in_the_room() -> None:
    """An answer that fits is set in the normal size, whole."""
    answer = answered("space: 4 lines, answer: Because.")
    assert (str(answer.text), answer.size, answer.rest) == ("Because.", "normal", None)


def test_long_answer_is_set_smaller() -> None:
    """An answer that is too long for the room is set in the least size when that is enough."""
    answer = answered(f"space: 4 lines, answer: {words(72)}")
    assert (answer.size, answer.rest) == ("small", None)


def test_longer_answer_goes_on_after_the_last_page() -> None:
    """What doesn't fit even so is printed on the teacher's own pages; no word is lost."""
    answer = answered(f"space: 2 lines, answer: {words(100)}")
    assert answer.rest is not None
    assert f"{answer.text} {answer.rest}".replace(" … … ", " ") == words(100)
    entry, page = section_page(f"questions: [{{id: a, prompt: Why?, space: 2 lines, answer: {words(100)}}}]", "teacher")
    own = teacher_pages.view(entry, page)
    assert own is not None
    assert [(rest.number, rest.text) for rest in own.rest] == [(1, answer.rest)]


def test_notes_without_room_go_on_too() -> None:
    """What to look for stands in the margin as far as the room is high; the rest goes on after the last page."""
    answer = answered(f"space: 2 lines, answer: {{text: Yes., look_for: [one, two, {words(30)}]}}")
    assert answer.notes == ("one", "two")
    assert answer.rest_notes == (words(30),)


def test_closed_question_has_its_notes_beside_it() -> None:
    """A question without lines has answer, feedback by letter and note in the margin beside its choices."""
    choices = "choices: [{text: A long enough choice to fill a line, correct: true, feedback: Right.}, {text: No}]"
    answer = answered(f"kind: multiple-choice, {choices}, answer: Yes., teacher_note: Ask again.")
    assert answer.text == ""
    notes = [note.striptags() for note in (*answer.notes, *answer.rest_notes)]
    assert (notes[0], notes[1][1:], notes[2]) == ("Yes.", " Right.", "Ask again.")


def test_room_beside_a_question_is_never_more_than_it_is() -> None:
    """Short choices stand in two columns and give half the height; what is matched takes the whole width and gives none."""
    heights: dict[str, float] = {}
    for kind in (
        "kind: multiple-choice, choices: [One, {text: Two, correct: true}, Three, Four]",
        "kind: multiple-choice, choices: [A choice that is longer than a column, {text: Two, correct: true}, Three, Four]",
        "kind: true-false, correct: true",
        "kind: matching, pairs: [{left: a, right: b}, {left: c, right: d}]",
    ):
        entry, page = section_page(f"questions: [{{id: a, prompt: Why?, {kind}}}]", "teacher")
        heights[kind.split(",")[0] + str(len(heights))] = beside_pt(entry.value.questions[0], page)
    assert list(heights.values()) == [40.0, 80.0, 20.0, 0.0]


def test_long_room_breaks_as_the_pupils_lines() -> None:
    """A room of more than twelve lines has struts of the pupils' chunks beside the answer, and no height of its own."""
    for space, struts in (("14 lines", 8), ("6 lines", 0)):
        entry, page = section_page(f"questions: [{{id: a, prompt: Why?, space: {space}, answer: Because.}}]", "teacher")
        html = component_html(page, "question", question=question_view(entry.value.questions[0], page))
        assert html.count('class="chunk" style="height') == struts
        assert ('<div class="answer-struts">' in html) == bool(struts)


@pytest.mark.parametrize(
    ("text", "fits"), [("To GUITK", True), ("little lily till illicit hills", True), ("WWW MMM WWW MMM WWW", False)]
)
def test_choices_stand_in_two_columns_where_each_has_a_line(text: str, fits: bool) -> None:
    """What counts is how wide they are, not how many letters they have."""
    _, page = section_page("key_figures: [clay]")
    assert are_short((Choice(text=text), Choice(text="No")), page) is fits
