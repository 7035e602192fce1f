"""What `preflight` looks for in a finished student PDF, where it finds it, and that the file isn't written then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.build import Request, build
from builder.edition import for_edition
from builder.job import Artifact, Job
from builder.preflight import RUN, forbidden, inspected, leaks, runs, squeezed
from builder.resources import templates_dir
from builder.templates import read_templates
from builder.trees import trees_of
from tests.leaky_pdf import PLANTS, planted
from tests.secret_course import folder
from tests.test_leak_canary import pdf

ANSWER = "It hoped to win the whole city and to stop a new currency"
PAIR = ("questions.open.answer", " ".join(squeezed(word) for word in ANSWER.split()))
WHERE = {
    "printed text": "page 1", "hidden text": "page 1", "metadata": "the metadata", "XMP metadata": "the metadata",
    "bookmark": "a title or bookmark", "alternative text": "an alternative text", "replacement text": "a stream",
    "form value": "a form's value", "attachment": "an attachment", "link address": "a link's address", "stream": "a stream",
}  # fmt: skip


@pytest.mark.parametrize("place", PLANTS)
def test_finds_a_planted_answer_in_every_place(place: str) -> None:
    """An answer is found in text, hidden text, metadata, bookmarks, alternative texts, form values, attachments and streams."""
    (found,) = leaks(planted(pdf("c/01-one.pdf"), PLANTS[place], f"Well: {ANSWER}, no less"), [PAIR])
    words = "it hoped to win the whole city and"
    assert found == f"{WHERE[place]} holds words of `questions.open.answer` (“{words}”)"


def test_a_sound_file_has_no_finding() -> None:
    """Without a leak there is nothing to tell."""
    assert leaks(pdf("c/01-one.pdf"), [PAIR]) == ()


def test_part_of_an_answer_is_enough() -> None:
    """Eight words in a row from the middle of an answer are found, seven aren't."""
    words = ANSWER.split()
    for count, wanted in ((RUN, 1), (RUN - 1, 0)):
        part = " ".join(words[2 : 2 + count])
        assert len(leaks(planted(pdf("c/01-one.pdf"), PLANTS["printed text"], part), [PAIR])) == wanted


def test_an_artifact_with_a_leak_has_no_pdf() -> None:
    """The artifact loses its PDF and says why; a sound one is passed on as it is, and so is one of a job that forbids nothing."""
    job = Job("c/01-one.pdf", "", (), forbidden=(PAIR,))
    leaking = Artifact(job.name, planted(pdf("c/01-one.pdf"), PLANTS["form value"], ANSWER), 3, warnings=("w",))
    stopped = inspected(leaking, job)
    assert stopped.pdf == b""
    assert stopped.errors == (
        "a form's value holds words of `questions.open.answer` (“it hoped to win the whole city and”); the file was not written",
    )
    assert stopped.warnings == ("w",)
    assert inspected(leaking, replace(job, forbidden=())) is leaking
    sound = replace(leaking, pdf=pdf("c/01-one.pdf"))
    assert inspected(sound, job) is sound
    failed = Artifact(job.name, b"", 0, errors=("e",))
    assert inspected(failed, job) is failed


def test_runs_leave_out_what_the_text_holds() -> None:
    """Only stretches of eight words that the pupils' text doesn't hold are forbidden."""
    text = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    assert list(runs(text, "")) == [text]
    assert list(runs(text, squeezed(text))) == []
    assert list(runs("one two three", "")) == []
    inside = squeezed("six seven eight nine ten eleven twelve thirteen")
    first, second = runs(text, inside)
    assert (first.split()[0], first.split()[-1]) == ("one", "twelve")
    assert (second.split()[0], second.split()[-1]) == ("seven", "eighteen")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text("abc éß-", min_size=1, max_size=5), max_size=30),
    st.lists(st.text("abc", min_size=1, max_size=5), max_size=30),
)
def test_every_run_is_a_part_of_its_text(words: list[str], held: list[str]) -> None:
    """Runs are made of the text's words in order, eight at least, and none of their windows stands in what is held."""
    allowed = squeezed("".join(held))
    listed = [word for word in map(squeezed, " ".join(words).split()) if word]
    for run in runs(" ".join(words), allowed):
        parts = run.split()
        assert len(parts) >= RUN
        assert any(listed[i : i + len(parts)] == parts for i in range(len(listed)))
        assert all("".join(parts[i : i + RUN]) not in allowed for i in range(len(parts) - RUN + 1))


def test_what_a_job_forbids() -> None:
    """The long texts of all secret fields are forbidden, each with its place; those that pupils read anyway aren't."""
    long = "one two three four five six seven eight nine"
    base = folder()
    section = base.nodes["sections/one.yaml"]
    text = section.source.text.replace("Zq-background", f"{long} background").replace(
        "text: Zq-answer", f"text: {long} answer"
    )
    text = text.replace("Zq-right", f"A feedback that has more words than only eight: {long}").replace(
        "answer: Zq-true", f"answer: {long}"
    )
    text = text.replace("title: The Blockade", f"title: The Blockade\nrecap: {long}")
    from builder.nodes import read

    node, _ = read(text.encode(), "content/c/sections/one.yaml")
    assert node is not None
    changed = replace(base, nodes={**base.nodes, "sections/one.yaml": node})
    course = trees_of(changed, read_templates(Path(__file__).parent.parent))[0].course
    assert course is not None
    student = for_edition(course, "student")
    found = forbidden(course, student, student.sections[0])
    assert ("teacher", "three four five six seven eight nine background") in found
    assert ("questions.open.answer", "three four five six seven eight nine answer") in found
    assert "questions.truth.answer" not in [place for place, _ in found]
    feedback = next(words for place, words in found if place == "questions.choice.choices.0.feedback")
    assert feedback.startswith("a feedback that has more words than only eight one")


def test_a_build_doesnt_write_a_leaking_file(tmp_path: Path) -> None:
    """A template that prints an answer gives an error, exit code 1 and no student PDF; the teacher's is written."""
    texts = {
        "content/c/course.yaml": "title: C\nsections: [one]\n",
        "content/c/sections/one.yaml": f"title: One\nquestions: [{{id: open, prompt: Why?, answer: {ANSWER}}}]\n",
        "templates/section.html": (templates_dir() / "section.html")
        .read_text("utf-8")
        .replace("</body>", f"<p>{ANSWER}</p></body>"),
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    result = build(Request(("c",)), tmp_path, lambda artifact, reason: None)
    assert result.exit_code == 1
    assert [finding.message for finding in result.findings if finding.severity == "error"] == [
        f"{name}: page {page} holds words of `questions.open.answer` (“it hoped to win the whole city and”);"
        " the file was not written"
        for name, page in (("c/01-one.pdf", 1), ("c/course-pack.pdf", 3))
    ]
    made = {path.relative_to(tmp_path / "output").as_posix() for path in tmp_path.rglob("*.pdf")}
    assert "c/teacher/01-one.pdf" in made
    assert not any(name.startswith("c/01") for name in made)
