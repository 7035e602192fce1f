"""Quizzes and tests: questions found at their lines, forms that differ and keep their order, keys that stay with the teacher."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder import titles as listing
from builder.assessment import Test, form, forms, points, read_tests
from builder.course import Course, gather
from builder.diagnostics import Location, format_diagnostic
from builder.edition import for_edition
from builder.load import Folder
from builder.model import ClassInfo, Question
from builder.nodes import read
from builder.render import bibliography, make_page, render
from builder.rules import assessments, content
from builder.sheets.assessment import AssessmentView
from builder.trees import Tree
from tests.component_page import templates

ONE = """
title: The Blockade
timeline: [{id: closed, date: 1948-06-24, label: The roads are closed}]
documents: [{id: note, title: A note, text: Planes land.}]
charts:
  - {id: tons, title: Coal flown in, kind: bar, unit: tons, columns: [Month, Coal], rows: [[June, 1], [July, 2]], reading: It doubled.}
  - {id: note, title: Flights, kind: table, columns: [Day, Flights], rows: [[1, 32]]}
questions:
  - {id: who, prompt: Who?, kind: multiple-choice, points: 1, choices: [Clay, {text: Truman, correct: true}, Attlee, Bevin, Reuter]}
  - {id: steps, prompt: Order., kind: ordering, points: 3, items: [closed, Planes fly, It ends], use: warm-up}
  - {id: says, prompt: What does it say?, kind: source-analysis, points: 4, about: "document:note", use: exit}
  - {id: why, prompt: Why?, kind: essay, points: 8, answer: Many reasons.}
  - {id: is-it, prompt: Is it?, kind: true-false, correct: true, points: 1}
  - {id: loose, prompt: No points.}
"""
TWO = """
title: The Airlift
documents: [{id: command, title: An order, text: Fly.}]
questions:
  - {id: how, prompt: How?, kind: short-answer, points: 2}
  - {id: who, prompt: Who flew?, kind: true-false, correct: false, points: 1}
"""
QUIZ = """
title: A Quiz
instructions: Work alone.
minutes: 20
questions: [one/who, one/steps, one/says, one/why, one/is-it, two/how, two/who]
versions: 2
seed: 7
total: 20
"""


def course_of(quiz: str = QUIZ, **extra: str) -> Course:
    """Return a course of two sections with one assessment."""
    texts = {
        "course.yaml": "title: Berlin\nsections: [one, two]\n", "sections/one.yaml": ONE, "sections/two.yaml": TWO,
        "assessments/quiz.yaml": dedent(quiz), **extra,
    }  # fmt: skip
    nodes = {name: read(text.encode(), f"content/c/{name}")[0] for name, text in texts.items()}
    course, findings = gather(
        Folder("c", "content/c", {n: node for n, node in nodes.items() if node}, {}, frozenset(), ())
    )
    assert course is not None
    assert not findings
    return course


def quiz_of(quiz: str = QUIZ) -> Test:
    """Return the assessment when nothing is wrong with it."""
    tests, found = read_tests(course_of(quiz))
    assert not found
    return tests[0]


def order(test: Test, version: str) -> list[str]:
    """Return the ids of a form's questions as they are printed."""
    return [question.id for question in form(test, version).entry.value.questions]


def faults(quiz: str) -> list[str]:
    """Return what the rule says against an assessment."""
    return [format_diagnostic(finding.diagnostic) for finding in assessments.sound(course_of(quiz))]


def printed(version: str = "A", edition: str = "student", quiz: str = QUIZ) -> tuple[AssessmentView, str]:
    """Return a form as it is printed, and its page."""
    course = course_of(quiz)
    for title in listing.titles(Tree(course, [], frozenset()), edition):
        if f"-{version}" in title.name and "assessments/" in title.name:
            page = make_page(title.course, title.entry, edition, templates(), bibliography(title.course))
            job, found = render(page, templates(), title.name, (), title.piece)
            assert job is not None
            assert not found
            assert title.piece.view is not None
            return title.piece.view(title.entry, page), job.html
    raise AssertionError(version)


def test_forms_hold_the_same_questions_in_other_orders() -> None:
    """Each form has every question once; A and B differ in order, and in the order of the choices."""
    test = quiz_of()
    first, second = order(test, "A"), order(test, "B")
    assert sorted(first) == sorted(second) == [
        "one-is-it", "one-says", "one-steps", "one-who", "one-why", "two-how", "two-who",
    ]  # fmt: skip
    assert first != second
    choices = []
    for version in forms(test):
        course = for_edition(replace(course_of(), sections=(version.entry,)), "teacher")
        choices.append([c.text for q in course.sections[0].value.questions if q.id == "one-who" for c in q.choices])
    assert sorted(choices[0]) == sorted(choices[1])
    assert choices[0] != choices[1]


def test_closed_questions_come_first_and_essays_last() -> None:
    """A form begins with closed questions, goes on with open ones and those about a document, and ends with essays."""
    for version in "AB":
        kinds = [question.kind for question in form(quiz_of(), version).entry.value.questions]
        assert set(kinds[:4]) == {"multiple-choice", "ordering", "true-false"}
        assert set(kinds[4:6]) == {"source-analysis", "short-answer"}
        assert kinds[6] == "essay"


ALL = ("one/who", "one/steps", "one/says", "one/why", "one/is-it", "two/how", "two/who")


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.sampled_from(ALL), min_size=1),
    st.sampled_from(ALL),
    st.sampled_from("ABCDEFGH"),
    st.text("abc123", min_size=1),
)
def test_a_question_more_moves_no_other(chosen: set[str], added: str, version: str, seed: str) -> None:
    """Adding a question keeps the order of all others, in every form and with every seed."""

    def made(names: set[str]) -> list[str]:
        listed = ", ".join(sorted(names))
        return order(quiz_of(f"title: Q\nquestions: [{listed}]\nseed: '{seed}'\n"), version)

    before, after = made(chosen), made(chosen | {added})
    assert [name for name in after if name in before] == before


def test_another_version_changes_no_form() -> None:
    """With three forms in place of two, A and B stay as they were; another seed changes them."""
    two, three, other = (
        quiz_of(),
        quiz_of(QUIZ.replace("versions: 2", "versions: 3")),
        quiz_of(QUIZ.replace("seed: 7", "seed: 12")),
    )
    assert [one.letter for one in forms(three)] == ["A", "B", "C"]
    assert [order(three, version) for version in "AB"] == [order(two, version) for version in "AB"]
    assert [order(other, version) for version in "AB"] != [order(two, version) for version in "AB"]


def test_unknown_question_is_an_error_at_its_line() -> None:
    """A question that no section has is an error with the nearest one."""
    assert faults("title: Q\nquestions:\n  - one/who\n  - one/stpes\n") == [
        "error: no question is called `one/stpes`\n  --> content/c/assessments/quiz.yaml:4:5\n  |\n4 |   - one/stpes\n  |     ^^^^^^^^^\n"
        "  hint: did you mean `one/steps`?"
    ]


@pytest.mark.parametrize(
    ("quiz", "message", "hint"),
    [
        ("title: Q\nquestions: [how]", "no question is called `how`", "did you mean `two/how`?"),
        ("title: Q\nquestions: [tow/how]", "no question is called `tow/how`", "did you mean `two/how`?"),
        ("title: Q\nquestions: [zzzzzz]", "no question is called `zzzzzz`", "write `section/question`, or a new question"),
        ("title: Q\nquestions: [one/who, one/who]", "the test asks the question `one-who` twice", ""),
        ("title: Q\nquestions: [one/who, two/who]\ntotal: 5", "the questions have 2 points in all, not 5", "write `total: 2`"),
        ("title: Q\nquestions: [{id: a, prmpt: A?}]", "unknown field `prmpt` in question", "did you mean `prompt`?"),
        ("title: Q\nquestions: [{id: a, prompt: A?, about: 'document:note'}]", "say which section's document", "document:section/id"),
        ("title: Q\nquestions: [{id: a, prompt: A?, about: 'document:one/nte'}]", "no document is called `one/nte`", "`one/note`"),
        ("title: Q\nquestions: [{id: a, prompt: A?, about: 'chart:one/tns'}]", "no chart is called `one/tns`", "`one/tons`"),
        ("title: Q\nquestions: [{id: a, prompt: A?, about: 'chart:three/tons'}]", "no chart is called `three/tons`", ""),
        ("title: Q\nquestions: [{id: a, prompt: A?, about: 'event:one/closed'}]", "section's document or chart", "or `chart:section/id`"),
        ("title: Q\nquestions: [{id: a, prompt: A?, kind: matching}]", "a matching question needs two whole pairs or more", "pairs"),
        ("title: Q\nquestions: [{id: a, prompt: 'See [@nobody].'}]", "nobody", ""),
        ("title: Q\nversions: 0\nquestions: [one/who]", "`versions` must be at least 1", ""),
        ("questions: [one/who]", "missing field `title` in assessment", "title"),
    ],
)  # fmt: skip
def test_faults_are_told(quiz: str, message: str, hint: str) -> None:
    """Whatever can't be printed is an error in the assessment's own file, with a hint."""
    found = faults(quiz)
    assert len(found) == 1
    assert message in found[0].splitlines()[0] + found[0]
    assert "content/c/assessments/quiz.yaml" in found[0]
    assert hint in found[0]


def test_fault_in_a_new_question_stands_at_its_field() -> None:
    """A new question's unknown field is underlined where it is written."""
    assert "assessments/quiz.yaml:4:5\n" in faults("title: Q\nquestions:\n  - id: a\n    prmpt: A?\n")[0]


def test_new_questions_stand_beside_used_ones() -> None:
    """A question of the test's own may be about a document of any section."""
    test = quiz_of(
        "title: Q\nquestions: [two/how, {id: new, prompt: New?, about: 'document:two/command'}, {new: {id: plain, prompt: P?}}]"
    )
    made = form(test, "A")
    assert {question.id for question in made.entry.value.questions} == {"two-how", "new", "plain"}
    assert made.about == {"new": "document:two-command"}
    assert test.sections == {"two"}


CHARTED = """
title: Q
questions:
  - {id: how-much, prompt: How much?, about: "chart:one/tons"}
  - {id: which-month, prompt: Which month?, about: "chart:one/tons", kind: essay, answer: July.}
  - {id: how-many, prompt: How many?, about: "chart:one/note"}
  - one/says
versions: 2
"""


@pytest.mark.parametrize("version", ["A", "B"])
def test_chart_comes_with_its_questions(version: str) -> None:
    """A chart stands once, before the first question about it, without what to notice; a document of its name is another thing."""
    view, html = printed(version, quiz=CHARTED)
    before = {block.question.id: block.chart and str(block.chart.title) for block in view.blocks}
    numbers = {block.question.id: block.question.number for block in view.blocks}
    first, second = sorted(("question-how-much", "question-which-month"), key=numbers.__getitem__)
    assert numbers[second] == numbers[first] + 1
    assert before == {
        first: "Coal flown in", second: None, "question-how-many": "Flights", "question-one-says": None,
    }  # fmt: skip
    assert [block.question.id for block in view.blocks if block.document] == ["question-one-says"]
    assert html.index("Coal flown in") < html.index(f'id="{first}"') < html.index(f'id="{second}"')
    assert "It doubled." not in html


def test_question_of_a_section_brings_its_chart() -> None:
    """A section's question about a chart has it beside it in the test, as one about a document has that."""
    course = course_of("title: Q\nquestions: [one/says]")
    one = course.sections[0]
    asked = [
        question.model_copy(update={"about": "chart:tons"}) if question.id == "says" else question
        for question in one.value.questions
    ]
    changed = replace(one, value=one.value.model_copy(update={"questions": tuple(asked)}))
    made = form(read_tests(replace(course, sections=(changed, *course.sections[1:])))[0][0], "A")
    assert made.about == {"one-says": "chart:one-tons"}
    assert [(chart.id, chart.reading) for chart in made.entry.value.charts] == [("one-tons", None)]
    assert made.entry.value.documents == ()


def test_nobody_discusses_in_a_test() -> None:
    """A question to discuss is a short answer in a test, or an essay where a rubric judges it; the section's stays as it is."""
    new = "{new: {id: talk, prompt: Talk?}}, {id: judged, prompt: Judge?, kind: discussion, rubric: essays}"
    course = course_of(f"title: Q\nquestions: [one/loose, {new}]")
    made = form(read_tests(course)[0][0], "A").entry.value.questions
    assert {question.id: question.kind for question in made} == {
        "one-loose": "short-answer", "talk": "short-answer", "judged": "essay",
    }  # fmt: skip
    assert course.sections[0].value.questions[-1].kind == "discussion"


def test_parts_have_headings() -> None:
    """What is closed, open, and long to write are parts with headings; a form of one part has none."""
    view, html = printed("A")
    assert [(block.question.number, block.part) for block in view.blocks if block.part] == [
        (1, "Part 1"), (5, "Part 2"), (7, "Part 3"),
    ]  # fmt: skip
    assert html.count('<h2 class="part">') == 3
    view, html = printed("A", quiz="title: Q\nquestions: [one/who, one/is-it]")
    assert not [block for block in view.blocks if block.part]
    assert '<h2 class="part">' not in html


def test_rubric_of_several_questions_is_printed_once() -> None:
    """The key names the questions that a rubric judges and prints it once."""
    shared = "rubrics.yaml"
    rubric = "- {id: judged, title: Essays, scale: [good, weak], criteria: [{id: c, text: Claim, levels: [x, y]}]}"
    new = ", ".join(f"{{id: q{n}, prompt: Why {n}?, kind: essay, rubric: judged}}" for n in range(2))
    course = course_of(f"title: Q\nquestions: [{new}]", **{shared: rubric})
    key = next(t for t in listing.titles(Tree(course, [], frozenset()), "teacher") if "assessments/" in t.name)
    page = make_page(key.course, key.entry, "teacher", templates(), bibliography(key.course))
    assert key.piece.view is not None
    own = key.piece.view(key.entry, page).teacher_pages
    assert [item.title for item in own.rubrics] == ["Rubric for questions 1 and 2"]


def test_sound_test_is_not_blamed() -> None:
    """A test without fault has no finding, nor has it those of the files that it shares with the sections."""
    assert faults(QUIZ) == []
    shared = {"glossary.yaml": "- {id: sign, term: \ue000, definition: A sign.}"}
    course = course_of("title: Q\nquestions: [{id: a, prompt: A?}]", **shared)
    assert [finding for finding in content.glyphs(course) if finding.section is None]
    assert list(assessments.sound(course)) == []


def test_class_leaves_questions_out() -> None:
    """A question that a class hides, or whose section it doesn't print, is left out with an info, and the total isn't compared."""
    course = course_of()
    hidden = {
        ("sections/one.yaml", "questions", "who"): Location("content/c/classes/a.yaml", 3),
        ("", "sections", "two"): Location("x", 1),
    }
    one = course.sections[0]
    kept = one.value.model_copy(update={"questions": tuple(q for q in one.value.questions if q.id != "who")})
    seen = replace(course, sections=(replace(one, value=kept),), hidden=hidden, class_name="a", class_info=ClassInfo())
    tests, found = read_tests(seen)
    assert [problem.message for problem in found] == [
        "the question `one/who` is left out: class `a` hides it",
        "the question `two/how` is left out: class `a` doesn't print its section",
        "the question `two/who` is left out: class `a` doesn't print its section",
    ]
    assert [question.question.id for question in tests[0].asked] == ["one-steps", "one-says", "one-why", "one-is-it"]


def test_test_waits_for_a_broken_section() -> None:
    """While a section that it asks about can't be read, a test is neither printed nor blamed."""
    course = course_of()
    tests, found = read_tests(replace(course, sections=course.sections[:1]))
    assert (tests, found) == ([], [])


def test_form_is_printed_whole() -> None:
    """A form has its name, time and points, a table for the marks, and each document before the first question about it."""
    view, html = printed("B")
    assert (str(view.title), view.form, view.facts, view.total) == ("A Quiz", "Form B", "20 minutes · 20 points", "20")
    assert [len(row) for row in view.grades] == [7]
    assert [cell.number for cell in view.grades[0]] == [str(number) for number in range(1, 8)]
    assert sum(float(cell.points) for cell in view.grades[0]) == 20
    assert [block.question.number for block in view.blocks] == list(range(1, 8))
    assert [str(block.document.title) for block in view.blocks if block.document] == ["A note"]
    assert next(block for block in view.blocks if block.document).question.id == "question-one-says"
    assert "Work alone." in html
    assert "Exit ticket" not in html
    assert "The roads are closed" in html


def test_pupils_forms_hold_no_answer() -> None:
    """What a form asks is keyless for pupils; the teacher's has every answer in its place."""
    view, html = printed("A")
    assert "Many reasons." not in html
    assert not any(option.key for block in view.blocks for option in block.question.options)
    key, html = printed("A", "teacher")
    assert key.form == "Answer key, form A"
    assert "Many reasons." in html
    assert any(option.key for block in key.blocks for option in block.question.options)
    assert [block.question.id for block in key.blocks] == [block.question.id for block in view.blocks]


def test_marks_go_on_in_even_rows() -> None:
    """Twenty questions have two rows of ten marks."""
    new = ", ".join(f"{{id: q{n}, prompt: Why {n}?, points: 1}}" for n in range(20))
    view, _ = printed("A", quiz=f"title: Q\nquestions: [{new}]")
    assert [len(row) for row in view.grades] == [10, 10]


def test_test_without_points_has_no_marks() -> None:
    """Where nothing has points there is neither a table nor a sum."""
    view, html = printed("A", quiz="title: Q\nquestions: [one/loose]")
    assert (view.grades, view.facts, view.instructions) == ((), "", None)
    assert '<table class="grades">' not in html


def test_points_are_those_of_the_parts() -> None:
    """A question without points of its own is worth what its parts are."""
    asked = {"id": "a", "prompt": "A?", "parts": [{"id": "x", "prompt": "X", "points": 2}, {"id": "y", "prompt": "Y"}]}
    assert points(Question.model_validate(asked)) == 2
    assert points(Question.model_validate({**asked, "points": 5})) == 5


def test_files_have_their_places() -> None:
    """Forms stand in `assessments/`, keys in the teacher's; narrowed to a section or to parts, a build makes none."""
    tree = Tree(course_of(), [], frozenset())

    def names(edition: str, **narrow: tuple[str, ...]) -> list[str]:
        return [title.name for title in listing.titles(tree, edition, **narrow) if "assessments" in title.name]

    assert names("student") == ["c/assessments/quiz-A.pdf", "c/assessments/quiz-B.pdf"]
    assert names("teacher") == ["c/teacher/assessments/quiz-A-key.pdf", "c/teacher/assessments/quiz-B-key.pdf"]
    assert names("student", sections=("one",)) == names("student", parts=("questions",)) == []
    assert list(listing.titles(Tree(None, [], frozenset()), "student")) == []


def test_blocked_section_stops_its_tests() -> None:
    """A test that asks about a section with an error isn't printed, nor one with an error of its own."""
    course = course_of()
    assert not [t for t in listing.titles(Tree(course, [], frozenset({"two"})), "student") if "assessments" in t.name]
    wrong = course_of("title: Q\nquestions: [{id: a, prompt: A?, kind: cloze}]")
    tree = Tree(wrong, list(assessments.sound(wrong)), frozenset())
    assert not [t for t in listing.titles(tree, "student") if "assessments" in t.name]


def test_keys_follow_the_handouts() -> None:
    """Each section with questions has an answer key in a teacher's edition, with the pages of its finished handout."""
    tree = Tree(course_of(), [], frozenset())
    made = list(listing.keys(tree, "teacher", lambda name: {"question-how": 2} if "02-two" in name else {}))
    assert [title.name for title in made] == ["c/teacher/01-one-key.pdf", "c/teacher/02-two-key.pdf"]
    page = make_page(made[1].course, made[1].entry, "teacher", templates(), bibliography(made[1].course))
    assert made[1].piece.view is not None
    assert [row.page for row in made[1].piece.view(made[1].entry, page).rows] == ["2", ""]
    assert list(listing.keys(tree, "student", lambda name: {})) == []
    assert [t.entry.id for t in listing.keys(tree, "teacher", lambda name: {}, ("two",))] == ["two"]
