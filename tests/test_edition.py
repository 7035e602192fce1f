"""What an edition holds, and how closed questions are shuffled."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from builder.course import Course
from builder.edition import disordered, for_edition, option_pool, shuffled, without_key
from builder.model import Question, Section
from tests.test_leak_construction import courses

WORDS = st.lists(st.text("abcdef ", min_size=1, max_size=6), max_size=8, unique=True)


def question(**fields: Any) -> Question:
    return Question.model_validate({"id": "q", "prompt": "Q", **fields})


def edition_of(edition: str, **fields: Any) -> Section:
    """Return a section with these fields, as an edition holds it."""
    course: Course = courses()[0]
    entry = replace(course.sections[0], value=Section.model_validate({"title": "T", **fields}))
    return for_edition(replace(course, sections=(entry,)), edition).sections[0].value


@settings(max_examples=100, deadline=None)
@given(WORDS, st.text("xyz", min_size=1))
def test_shuffling_keeps_the_words(words: list[str], seed: str) -> None:
    """A shuffle holds each word once, and is the same for the same seed whatever order the words came in."""
    assert sorted(shuffled(words, seed)) == sorted(words)
    assert shuffled(words, seed) == shuffled(words[::-1], seed)
    assert shuffled([*words, *words], seed) == shuffled(words, seed)


@settings(max_examples=100, deadline=None)
@given(WORDS, st.text("abc", min_size=1, max_size=4))
def test_an_edit_moves_only_what_it_touches(words: list[str], new: str) -> None:
    """Adding a word leaves the others in the order that they had."""
    if new not in words:
        assert [word for word in shuffled([*words, new], "s") if word != new] == list(shuffled(words, "s"))


@settings(max_examples=100, deadline=None)
@given(WORDS)
def test_the_right_order_is_never_shown(words: list[str]) -> None:
    """Two items or more are never printed in the right order."""
    order = tuple(words)
    assert sorted(disordered(order, "s")) == sorted(order)
    assert len(order) < 2 or disordered(order, "s") != order


def test_choices_have_the_same_letters_in_every_edition() -> None:
    """Choices are shuffled alike for pupils and teachers."""
    choices = [{"id": "q", "prompt": "Q", "kind": "multiple-choice", "choices": [{"text": t} for t in "abcdef"]}]
    orders = [[c.text for c in edition_of(e, questions=choices).questions[0].choices] for e in ("student", "teacher")]
    assert orders[0] == orders[1]
    assert orders[0] != list("abcdef")


def test_the_pool_is_the_same_with_and_without_the_key() -> None:
    """What pupils choose from is one shuffled list, in the full question and in a student's."""
    match = question(
        kind="matching", pairs=[{"left": "a", "right": "x"}, {"left": "b", "right": "y"}], distractors=["z"]
    )
    cloze = question(kind="cloze", prompt="In [[1953]] and [[1956]].", word_bank=True, distractors=["1964"])
    for full, words in ((match, ["x", "y", "z"]), (cloze, ["1953", "1956", "1964"])):
        bare = without_key(full, "s")
        assert sorted(option_pool(full, "s")) == words
        assert option_pool(bare, "s") == option_pool(full, "s")


def test_open_questions_keep_what_they_ask() -> None:
    """An open question is the same for pupils, but for its secret fields."""
    plain = question(kind="essay", prompt="Why [[now]]?")
    assert without_key(plain, "s") is plain


def test_a_rubric_is_shown_only_if_it_says_so() -> None:
    """A rubric goes to pupils where it says `show: students`; `for_edition` takes the others out."""
    shown = [{"id": "q", "prompt": "Q", "rubric": {"id": "marks", "show": show}} for show in ("students", "teacher")]
    found = [edition_of("student", questions=[one]).questions[0].rubric for one in shown]
    assert [rubric.id if rubric else None for rubric in found] == ["marks", None]
    kept = edition_of("teacher", questions=[shown[1]]).questions[0].rubric
    assert kept is not None


def test_blank_labels_of_a_picture_are_blank_for_pupils() -> None:
    """Where pupils are to write the labels, a student's course doesn't hold them; the teacher's does."""
    picture = {"file": "map.png", "labels": "blank", "callouts": [{"at": [1, 2], "label": "East"}]}
    for edition, label in (("student", ""), ("teacher", "East")):
        passage = edition_of(edition, narrative=[{"id": "n", "text": "x", "images": [picture]}]).narrative[0]
        assert [callout.label for callout in passage.images[0].callouts] == [label]
    printed = {**picture, "labels": "printed"}
    passage = edition_of("student", narrative=[{"id": "n", "text": "x", "images": [printed]}]).narrative[0]
    assert passage.images[0].callouts[0].label == "East"
