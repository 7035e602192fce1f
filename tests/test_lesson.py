"""The lesson plan: steps with a clock, things of the handout by their names, and minutes that must add up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builder.components import lesson
from builder.components.lesson import LessonView
from builder.course import Course
from builder.diagnostics import Location, format_diagnostic
from builder.render import render
from builder.rules import lessons
from tests.component_page import component_html, section_page, templates

SECTION = """
objectives: [{id: tell, text: tell how it began, standards: [RH.9-10.1, RH.9-10.3]}]
narrative: [{id: start, heading: How it *began*, text: Word by word.}]
timeline:
  - {id: blockade, date: 1948-06-24, label: The roads are closed}
  - {id: end, date: 1949-05-12, label: The blockade ends}
key_figures: [clay]
documents: [{id: note, title: A note, text: Planes land.}]
questions: [{id: why, prompt: Why?}, {id: how, prompt: How?}]
exercises: [{id: fill, kind: fill-in}, {id: named, kind: fill-in, title: When?}]
lesson:
  minutes: 45
  steps:
    - {id: read, title: Read, minutes: 20, grouping: pairs, text: Read aloud., uses: ["narrative:start", "document:note", timeline]}
    - {id: talk, title: Talk, minutes: 25, uses: ["question:how", "figure:clay", "exercise:fill", "exercise:named", chalk]}
  materials: [chalk]
teacher:
  background: More on *it* [@cherny2008].
  content_note: Hunger.
  misconceptions: [{id: m, belief: Nobody flew., response: Many did., sources: [cherny2008]}]
"""


def planned(section: str = SECTION, edition: str = "teacher") -> LessonView:
    """Return the plan of a section."""
    made = lesson.view(*section_page(section, edition))
    assert made is not None
    return made


def checked(section: str, rule: str) -> list[str]:
    """Return what a rule finds in a section."""
    entry, page = section_page(section, "teacher")
    course = replace(page.course, sections=(entry,))
    return [format_diagnostic(finding.diagnostic) for finding in getattr(lessons, rule)(course)]


def test_pupils_have_no_plan() -> None:
    """A pupil's course holds no lesson and no notes for teachers, and prints none."""
    entry, page = section_page(SECTION)
    assert lesson.view(entry, page) is None
    assert entry.value.lesson is None
    assert entry.value.teacher is None


def test_section_without_plan_has_none() -> None:
    """A section that says nothing to teachers has no plan in their edition either."""
    assert lesson.view(*section_page("summary: Nothing.", "teacher")) is None


def test_steps_have_a_clock() -> None:
    """Each step says how long it takes, and from which minute of the lesson to which."""
    assert planned().minutes == "45 minutes"
    assert [(step.minutes, step.clock) for step in planned().steps] == [("20", "0–20"), ("25", "20–45")]


def test_clock_stops_at_a_step_of_unknown_length() -> None:
    """After a step that doesn't say how long it takes, nobody knows when the others begin."""
    section = "lesson: {steps: [{id: a, title: A, minutes: 5}, {id: b, title: B}, {id: c, title: C, minutes: 5}]}"
    assert [(step.minutes, step.clock) for step in planned(section).steps] == [("5", "0–5"), ("", ""), ("5", "")]
    assert planned(section).minutes == ""


def test_uses_have_the_names_that_pupils_see() -> None:
    """A thing of the handout is named by its number, letter or heading, and leads to its element."""
    first, second = planned().steps
    assert [(use.name, use.target, use.is_title) for use in first.uses] == [
        ("How it began", "narrative-start", True), ("Document\u00a0A", "document-note", False), ("Timeline", "timeline", False),
    ]  # fmt: skip
    assert [(use.name, use.target) for use in second.uses] == [
        ("Question\u00a02", "question-how"), ("Lucius Clay", "figure-clay"), ("What happened when?", "exercise-fill"),
        ("When?", "exercise-named"), ("chalk", ""),
    ]  # fmt: skip


def test_each_thing_is_copied_once() -> None:
    """What several steps use stands once in the list of what to copy."""
    section = SECTION.replace('"question:how"', '"document:note", "question:how"')
    assert [str(use.name) for use in planned(section).to_copy].count("Document\u00a0A") == 1


def test_hidden_things_are_left_out() -> None:
    """What a class hides is neither named nor linked to."""
    section = SECTION.replace("question:how", "question:gone").replace("document:note", "document:gone")
    section = section.replace("figure:clay", "figure:gone").replace("narrative:start", "narrative:gone")
    assert [str(use.name) for step in planned(section).steps for use in step.uses] == [
        "Timeline", "What happened when?", "When?", "chalk",
    ]  # fmt: skip


def test_page_prints_all_that_a_teacher_reads() -> None:
    """The plan has its note, objectives with standards, background with citations in brackets, and what to answer to errors."""
    _, page = section_page(SECTION, "teacher")
    html = component_html(page, "lesson", lesson=lesson.view(page.entry, page))
    for words in ("Hunger.", "RH.9-10.1, RH.9-10.3", "(Cherny, 2008)", "Nobody flew.", "Many did.", "pairs"):
        assert words in html
    assert '<a href="#document-note">Document\u00a0A</a><span class="lesson-page" data-target="#document-note">' in html


@pytest.mark.parametrize(
    ("minutes", "steps", "total"), [(50, "[20, 25]", 45), (40, "[20, 25]", 45), (30, "[35, null]", 35)]
)
def test_minutes_must_add_up(minutes: int, steps: str, total: int) -> None:
    """Steps that don't make the lesson's minutes are an error at these."""
    listed = ", ".join(f"{{id: s{n}, title: S, minutes: {m}}}" for n, m in enumerate(steps.strip("[]").split(", ")))
    found = checked(f"lesson:\n  minutes: {minutes}\n  steps: [{listed}]", "minutes")
    assert found == [
        f"error: the steps take {total} minutes, the lesson has {minutes}\n"
        "  --> content/c/sections/one.yaml:3:12\n  |\n"
        f"3 |   minutes: {minutes}\n  |            ^^\n"
        f"  hint: change the minutes of a step, or write `minutes: {total}`"
    ]


def test_a_step_may_leave_its_minutes_open() -> None:
    """With a step of unknown length the others may take less than the lesson; with none there is nothing to add up."""
    assert checked("lesson: {minutes: 50, steps: [{id: a, title: A, minutes: 20}, {id: b, title: B}]}", "minutes") == []
    assert checked("lesson: {minutes: 50}", "minutes") == []
    assert checked(SECTION, "minutes") == []


def test_unknown_use_is_an_error() -> None:
    """A step that uses a thing which doesn't exist is an error that names the nearest."""
    found = checked(SECTION.replace("question:how", "question:hwo").replace("exercise:fill", "exercise:fil"), "uses")
    assert [text.splitlines()[0] for text in found] == [
        "error: no question has the id `hwo`", "error: no exercise has the id `fil`",
    ]  # fmt: skip
    assert [text.splitlines()[-1] for text in found] == ["  hint: did you mean `how`?", "  hint: did you mean `fill`?"]


def test_hidden_use_is_no_error() -> None:
    """A thing that a class hides may still be named by a step."""
    entry, page = section_page(SECTION.replace("question:how", "question:gone"), "teacher")
    hidden = {("sections/one.yaml", "questions", "gone"): Location("classes/a.yaml", 1)}
    course: Course = replace(page.course, sections=(entry,), hidden=hidden)
    assert list(lessons.uses(course)) == []


def test_exercise_needs_events() -> None:
    """An exercise on a timeline of one event is an error at the exercise."""
    found = checked("timeline: [{id: a, date: 1948, label: A}]\nexercises: [{id: fill, kind: fill-in}]", "exercises")
    assert (
        found[0].splitlines()[0] == "error: the exercise `fill` wants a timeline of 2 events or more; the section has 1"
    )
    assert checked(SECTION, "exercises") == []


def test_a_lesson_plan_may_be_all_that_the_teacher_gets() -> None:
    """No answer goes on there, no rubric and no note: the plan stands alone on its page."""
    section = "narrative: [{text: A.}]\nlesson: {minutes: 40, steps: [{id: read, title: Read it aloud}]}"
    _, page = section_page(section, "teacher")
    job, problems = render(page, templates(), "c/teacher/01-one.pdf", ())
    assert problems == []
    assert job is not None
    assert "Read it aloud" in job.html
