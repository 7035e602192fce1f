"""Every secret of a course has a word of its own; none of them is in any student PDF, in any form."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from builder.build import Request, render_all
from builder.job import Job
from builder.templates import read_templates
from builder.trees import trees_of
from builder.typeset import typeset
from tests.leaky_pdf import PLANTS, everything, planted
from tests.secret_course import FILES, folder

pytestmark = pytest.mark.unmeasured

WORDS = sorted(
    {re.sub(r"[^a-z]", "", word.casefold()) for text in FILES.values() for word in re.findall(r"Zq-[a-z]+", text)}
)


@cache
def jobs() -> tuple[Job, ...]:
    templates = read_templates(Path(__file__).parent.parent)
    rendered = list(render_all(trees_of(folder(), templates), Request(("c",)), templates))
    assert all(item.job is not None for item in rendered), [item.findings for item in rendered]
    return tuple(item.job for item in rendered if item.job is not None)


@cache
def pdf(name: str) -> bytes:
    artifact = typeset(next(job for job in jobs() if job.name == name))
    assert artifact.pdf, artifact.errors
    return artifact.pdf


STUDENT = [
    "c/01-one.pdf", "c/01-one-cards.pdf", "c/course-pack.pdf",
    "c/mine/01-one.pdf", "c/mine/01-one-cards.pdf", "c/mine/course-pack.pdf",
]  # fmt: skip


def test_the_course_has_secrets_of_every_kind() -> None:
    """There is a word for each secret field, each kind of question and each place of a class file."""
    assert len(WORDS) > 50
    assert {*STUDENT, "c/teacher/01-one.pdf", "c/mine/teacher/01-one.pdf"} <= {job.name for job in jobs()}
    assert {job.name for job in jobs() if job.edition == "student"} == set(STUDENT)


@pytest.mark.parametrize("name", STUDENT)
def test_no_secret_is_in_a_student_pdf(name: str) -> None:
    """Text, hidden text, metadata, bookmarks, alternative texts, form values, attachments, streams: none holds a secret."""
    held = everything(pdf(name))
    assert "itbegins" in held
    assert [word for word in WORDS if word in held] == []
    job = next(job for job in jobs() if job.name == name)
    assert "zq" not in job.html.casefold()


@pytest.mark.parametrize(
    ("name", "own"), [("c/teacher/01-one.pdf", "zqanswer"), ("c/mine/teacher/01-one.pdf", "zqchanged")]
)
def test_the_teachers_pdf_has_the_answers(name: str, own: str) -> None:
    """The same search finds the answers in the teacher's edition: it would find them in a student's."""
    held = everything(pdf(name))
    assert own in held
    assert len([word for word in WORDS if word in held]) > 15


@pytest.mark.parametrize("place", PLANTS)
def test_the_search_finds_a_word_in_every_place(place: str) -> None:
    """A word that is planted in a student's PDF is found, wherever it is."""
    assert "zqplanted" in everything(planted(pdf(STUDENT[0]), PLANTS[place], "a Zq-planted word"))
