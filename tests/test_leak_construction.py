"""A student's course holds no answer in any field: by construction, for every field of every type."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from builder import model
from builder.course import Course
from builder.edition import GAP, for_edition
from builder.model import Item, Question
from builder.model.base import Model, Secret
from builder.templates import read_templates
from builder.trees import trees_of
from builder.walk import marked_fields
from tests.secret_course import folder, secrets


@cache
def courses() -> tuple[Course, ...]:
    """The plain course and the class's, both with all their secrets."""
    found = []
    for tree in trees_of(folder(), read_templates(Path(__file__).parent.parent)):
        assert tree.course is not None
        assert not tree.blocked, [str(f.diagnostic) for f in tree.findings if f.is_error]
        found.append(tree.course)
    return tuple(found)


def every_model() -> set[type[Model]]:
    """All content models that there are."""
    waiting: list[type[Model]] = [Model]
    found: set[type[Model]] = set()
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found.add(kind)
            waiting.append(kind)
    return found


def values(thing: Any) -> list[Any]:
    """Return a thing and everything inside it: models, dataclasses, mappings, tuples, texts."""
    found = [thing]
    if isinstance(thing, BaseModel):
        found += [inner for value in thing.__dict__.values() for inner in values(value)]
    elif is_dataclass(thing) and not isinstance(thing, type):
        found += [inner for field in fields(thing) for inner in values(getattr(thing, field.name))]
    elif isinstance(thing, dict):
        found += [inner for key, value in thing.items() for inner in (*values(key), *values(value))]
    elif isinstance(thing, (tuple, list, frozenset, set)):
        found += [inner for value in thing for inner in values(value)]
    return found


def test_the_course_has_every_secret_field() -> None:
    """The course of these tests sets each secret field of each model that can stand in a section or shared file."""
    wanted = {(kind.__name__, name) for kind in every_model() for name in marked_fields(kind, Secret)}
    abstract = {"Item", "Illustrated", "Model"}
    shared = [*courses()[0].figures.values(), *courses()[0].terms.values(), *courses()[0].rubrics.values()]
    set_here = {(kind, name) for value in [courses()[0].sections[0].value, *shared] for kind, name, _ in secrets(value)}
    assert {pair for pair in wanted if pair[0] not in abstract} == set_here


def test_a_students_course_has_no_secret_field_set() -> None:
    """For the plain course and for a class, no secret field of a student's course differs from its default."""
    for course in courses():
        student = for_edition(course, "student")
        assert [found for value in values(student) if isinstance(value, BaseModel) for found in secrets(value)] == []


def test_a_students_course_holds_no_made_up_word() -> None:
    """No text anywhere in a student's course holds one of the secrets: not in values, nodes, keys or bytes."""
    for course in courses():
        texts = [value for value in values(for_edition(course, "student")) if isinstance(value, (str, bytes))]
        assert len(texts) > 100
        assert [text for text in texts if (b"Zq" if isinstance(text, bytes) else "Zq") in text] == []  # type: ignore[operator]


def test_a_teachers_course_holds_them_all() -> None:
    """The teacher's edition keeps every secret."""
    plain, own = courses()
    for course in (plain, own):
        assert list(secrets(for_edition(course, "teacher").sections[0].value)) != []
    assert "Zq-changed" in str(for_edition(own, "teacher").sections[0].value)
    assert "Zq-own" in str(for_edition(own, "teacher").sections[0].value)


@pytest.mark.parametrize("edition", ["student", "large-print", "fillable"])
def test_every_edition_but_the_teachers_is_a_students(edition: str) -> None:
    """All editions that pupils get leave the same things out."""
    for course in courses():
        held, student = for_edition(course, edition), for_edition(course, "student")
        assert [entry.value for entry in held.sections] == [entry.value for entry in student.sections]
        others = [field.name for field in fields(Course) if field.name != "sections"]
        assert {name: getattr(held, name) for name in others} == {name: getattr(student, name) for name in others}


def test_closed_questions_lose_their_keys() -> None:
    """Right-hand sides, gaps and the right order are gone from a student's questions; what they choose from is shuffled."""
    for course in courses():
        before = {question.id: question for question in course.sections[0].value.questions}
        after = {question.id: question for question in for_edition(course, "student").sections[0].value.questions}
        assert [pair.right for pair in after["match"].pairs] == [None, None, None]
        assert sorted(after["match"].distractors) == sorted(pair.right or "" for pair in before["match"].pairs)
        assert GAP.findall(after["gaps"].prompt) == [""]
        assert after["gaps"].distractors == ()
        assert sorted(after["in-order"].items) == sorted(before["in-order"].items)
        assert after["in-order"].items != before["in-order"].items


WORDS = st.lists(st.text("abcde", min_size=1, max_size=4), min_size=2, max_size=6, unique=True)


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS)
def test_no_order_gives_an_answer_away(left: list[str], right: list[str]) -> None:
    """What a student's closed question holds doesn't depend on the order in which pairs and choices were written."""
    size = min(len(left), len(right))
    pairs = [{"left": a, "right": b} for a, b in zip(left[:size], right[:size], strict=True)]
    choices = [{"text": word, "correct": index == 0} for index, word in enumerate(left)]
    for kind, field, value in (
        ("matching", "pairs", pairs),
        ("multiple-choice", "choices", choices),
        ("ordering", "items", left),
    ):
        made = [student_question(kind, field, order) for order in (value, value[::-1])]
        if kind == "matching":
            assert made[0].distractors == made[1].distractors
        elif kind == "multiple-choice":
            assert made[0].choices == made[1].choices
        else:
            assert made[0].items != tuple(left)
            assert made[1].items != tuple(left[::-1])


def student_question(kind: str, field: str, value: Any) -> Question:
    """Return a question as pupils get it."""
    course = courses()[0]
    question = Question.model_validate({"id": "q", "prompt": "Q", "kind": kind, field: value})
    entry = course.sections[0]
    section = entry.value.model_copy(update={"questions": (question,)})
    student = for_edition(replace(course, sections=(replace(entry, value=section),)), "student")
    return student.sections[0].value.questions[0]


def test_items_may_carry_a_note() -> None:
    """Every model that is an item has a secret note, so that a new kind of item can't forget it."""
    kinds = [kind for kind in every_model() if issubclass(kind, Item)]
    assert len(kinds) > 10
    assert all("teacher_note" in marked_fields(kind, Secret) for kind in kinds)
    assert model.Item in kinds
