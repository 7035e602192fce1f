"""The answer key on one page: what it says of each kind of question, the pages and their points, how it stays on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.components import teacher_pages
from builder.components.questions import question_view
from builder.edition import for_edition
from builder.model import Answer, Rubric
from builder.sheets import key
from builder.sheets.key import KeyView, short_answer
from tests.component_page import section_page

QUESTIONS = """
questions:
  - id: when
    prompt: When?
    kind: short-answer
    points: 2
    answer: {text: In June 1948. Then more., look_for: [the year, the month]}
  - {id: who, prompt: Who?, kind: multiple-choice, points: 1, choices: [Clay, {text: Truman, correct: true}, Attlee]}
  - {id: true, prompt: Is it?, kind: true-false, correct: false, points: 1}
  - id: pairs
    prompt: Match.
    kind: matching
    points: 3
    pairs: [{left: Gail, right: Candy}, {left: Lucius, right: Orders}]
    distractors: [Coal]
  - {id: steps, prompt: Order., kind: ordering, points: 4, items: [First, Second, Third]}
  - {id: gaps, prompt: "It began in [[1948]] and ended in [[1949]].", kind: cloze, points: 2}
  - id: parts
    prompt: Two things.
    kind: short-answer
    parts: [{id: a, prompt: One., points: 2, answer: Yes.}, {id: b, prompt: Two., points: 3}]
  - {id: essay, prompt: Why?, kind: essay, points: 8, rubric: judged}
"""
PLACES = {"question-when": 1, "question-who": 3, "question-pairs": 3, "question-parts": 4, "question-parts-b": 5}


def keyed(section: str = QUESTIONS, places: dict[str, int] = PLACES) -> KeyView:
    """Return the key of a section."""
    entry, page = section_page(section, "teacher")
    return key.view(entry, page, places)


def test_each_kind_has_its_key() -> None:
    """Closed questions have their letters, numbers and words as pupils see them; open ones a sentence and what to look for."""
    entry, page = section_page(QUESTIONS, "teacher")
    shown = {question.id: question_view(question, page) for question in entry.value.questions}
    rows = {row.number: str(row.answer.striptags()) for row in keyed().rows}
    right = next(option.letter for option in shown["who"].options if option.key)
    pairs = "; ".join(f"{pair.left} {pair.key}" for pair in shown["pairs"].pairs)
    assert rows == {
        "1": "In June 1948. Look for: the year; the month",
        "2": f"{right} Truman",
        "3": "False",
        "4": pairs,
        "5": f"{', '.join(item.key for item in shown['steps'].items)} from the top down",
        "6": "1948; 1949",
        "7a": "Yes.",
        "7b": "",
        "8": "–",
    }


def test_points_are_added_up_by_page() -> None:
    """Each row has its page and points; the foot has the points of every page and of all."""
    made = keyed()
    assert [(row.number, row.page, row.points) for row in made.rows] == [
        ("1", "1", "2"), ("2", "3", "1"), ("3", "", "1"), ("4", "3", "3"), ("5", "", "4"), ("6", "", "2"), ("7a", "4", "2"),
        ("7b", "5", "3"), ("8", "", "8"),
    ]  # fmt: skip
    assert [(page.page, page.points) for page in made.pages] == [(1, "2"), (3, "4"), (4, "5")]
    assert made.total == "26 points in all"


def test_parts_keep_their_points_beside_the_sum() -> None:
    """A question whose parts stand alone in the key has the points of each; their sum is counted once."""
    made = keyed(QUESTIONS.replace("prompt: Two things.", "prompt: Two things.\n    points: 5"))
    assert [row.points for row in made.rows if row.number in ("7a", "7b")] == ["2", "3"]
    assert made.total == "26 points in all"


def test_key_works_before_the_pages_are_known() -> None:
    """Without a finished handout the key has no page numbers; without points no sums."""
    made = keyed("questions: [{id: a, prompt: A?, answer: B.}]", {})
    assert [(row.page, row.points) for row in made.rows] == [("", "")]
    assert (made.pages, made.total) == ((), "")


def test_exercise_has_its_letters() -> None:
    """A timeline to fill in has the letters of its labels in the key, from the first event to the last."""
    events = "timeline: [{id: a, date: 1948, label: A}, {id: b, date: 1949, label: B}]\nexercises: [{id: fill, kind: fill-in}]"
    answer = str(keyed(f"{QUESTIONS}{events}").rows[-1].answer.striptags())
    assert answer.startswith("What happened when? ")
    assert sorted(answer.rpartition("? ")[2].split(", ")) == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("One thing. Another one.", "One thing."),
        ("Dr. W. Clay flew in. He stayed.", "Dr. W. Clay flew in."),
        ("No end", "No end"),
        ("He said “Fly!” Then he flew.", "He said “Fly!”"),
        ("*All* of [it](https://example.org). More.", "*All* of [it](https://example.org)."),
    ],
)
def test_first_sentence_of_an_answer(text: str, short: str) -> None:
    """The key has the first sentence of a model answer, initials and quotations kept whole."""
    _, page = section_page("summary: Nothing.", "teacher")
    assert short_answer(Answer(text=text), page) == short


def test_exemplar_stands_in_for_a_missing_text() -> None:
    """Where there is only an exemplar, its first sentence is the key; no answer at all gives nothing."""
    _, page = section_page("summary: Nothing.", "teacher")
    assert short_answer(Answer(exemplar="Strong words. More."), page) == "Strong words."
    assert short_answer(None, page) == ""


def long_section(count: int) -> str:
    """Return so many questions with long answers."""
    words = "word " * 90
    rows = "".join(
        f"  - {{id: q{n}, prompt: Why?, answer: {{text: {words.strip()}, look_for: [one, two]}}}}\n"
        for n in range(count)
    )
    return f"questions:\n{rows}"


@pytest.mark.parametrize(
    ("count", "size", "cut"), [(6, "normal", False), (7, "least", False), (9, "least", True), (40, "least", True)]
)
def test_key_shrinks_before_it_is_cut(count: int, size: str, cut: bool) -> None:
    """More answers make the type smaller, down to the least size; only then are open answers cut."""
    made = keyed(long_section(count), {})
    assert made.size == size
    assert any(str(row.answer).endswith("…") for row in made.rows) == cut


def test_hundred_questions_keep_a_line_each() -> None:
    """With more questions than a page holds each keeps one line, at the least size."""
    made = keyed(long_section(100), {})
    assert len(made.rows) == 100
    assert made.size == "least"


RUBRIC = """
questions:
  - {id: open, prompt: Why?, kind: essay, rubric: {id: judged, show: students}}
  - {id: kept, prompt: How?, kind: essay, rubric: judged}
"""


@pytest.mark.parametrize(("edition", "titles"), [("student", None), ("teacher", ["Rubric for question 2"])])
def test_rubrics_are_shown_to_whom_they_are_for(edition: str, titles: list[str] | None) -> None:
    """A rubric with `show: students` stands beside its question in every edition; any other on the teacher's own pages alone."""
    criteria = [{"id": "c", "text": "Claim", "levels": ["x", "y"]}]
    judged = Rubric.model_validate({"id": "judged", "title": "Essays", "scale": ["good", "weak"], "criteria": criteria})
    entry, page = section_page(RUBRIC, "teacher")
    course = for_edition(replace(page.course, rubrics={"judged": judged}, sections=(entry,)), edition)
    page = replace(page, course=course, entry=course.sections[0], edition=edition)
    shown = [question_view(question, page).rubric for question in page.entry.value.questions]
    assert [rubric and str(rubric.title) for rubric in shown] == ["Essays", None]
    own = teacher_pages.view(page.entry, page)
    assert (own and [item.title for item in own.rubrics]) == titles
    if edition == "teacher":
        assert [row.answer for row in key.view(page.entry, page, {}).rows] == ["See the rubric: Essays"] * 2


def test_answer_says_what_else_counts() -> None:
    """In the teacher's room stand the answer, the exemplar and other answers that count; what to look for stands in the margin."""
    answers = "{text: Yes., exemplar: Well put., accept: [No., Perhaps.], look_for: [a reason]}"
    section = f"questions: [{{id: a, prompt: A?, kind: essay, answer: {answers}}}]"
    entry, page = section_page(section, "teacher")
    answer = question_view(entry.value.questions[0], page).answer
    assert answer is not None
    assert answer.text == "Yes. A strong answer: Well put. Also accept: No.; Perhaps."
    assert answer.notes == ("a reason",)
    assert answer.look_label == "Look for"
    entry, page = section_page(section)
    assert question_view(entry.value.questions[0], page).answer is None
