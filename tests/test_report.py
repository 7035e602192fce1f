"""A course's figures, as values, as text, as JSON, as a page; and what is read of the output folder."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli import main
from builder.course import Course
from builder.diagnostics import Location, warning
from builder.finished import printed
from builder.layers import read_templates
from builder.output import Document, Manifest, Output
from builder.report import Coverage, Printed, Report, report
from builder.report_page import BAR_MM, page_job, view, write_page
from builder.report_text import as_json, as_text, table
from builder.silence import Silenced
from builder.typeset import typeset
from tests.test_checks import base, course_of

ROOT = Path(__file__).resolve().parents[1]
PLACE = Location("content/stink/sections/pump.yaml", 3, 1)
HUSHED = Silenced(warning("it", PLACE, code="period"), "the story ends there", PLACE)


def course(**changes: tuple[str, str]) -> Course:
    """Return the small course of the checks, with replacements by the name of a section."""
    files = base()
    for name, (old, new) in changes.items():
        assert old in files[f"sections/{name}.yaml"]
        files[f"sections/{name}.yaml"] = files[f"sections/{name}.yaml"].replace(old, new)
    return course_of(files)


@pytest.fixture(scope="module")
def figures() -> Report:
    """The figures of the small course, of which one section is printed and one finding is silenced."""
    lesson = (
        "questions:",
        "lesson: {steps: [{id: a, title: A, minutes: 20}, {id: b, title: B, minutes: 15}]}\nquestions:",
    )
    detailed = (
        "{id: near-pump, prompt: Why did the brewers stay well?, objective: read-map,",
        "{id: near-pump, prompt: 'Why did [the brewers](event:handle) stay well?', objective: read-map, bloom: apply, use: check,"
        " about: 'document:letter', points: 3,",
    )
    return report(course(pump=detailed, sewers=lesson), [HUSHED, HUSHED], {"pump": Printed(5, 0.052)})


def test_sections_have_their_figures(figures: Report) -> None:
    """Words and grade of the narrative, sheets for pages printed on both sides, minutes of the steps."""
    pump, sewers = figures.sections
    assert (pump.words, pump.document_words, pump.pages, pump.sheets, pump.ink) == (127, 13, 5, 3, 0.052)
    assert pump.grade == pytest.approx(6.7, abs=0.1)
    assert (sewers.grade, sewers.pages, sewers.sheets, sewers.ink, sewers.minutes) == (None, None, None, None, 35)
    assert (pump.minutes, pump.questions, pump.points) == (None, 2, 3)
    assert (pump.bloom, pump.uses) == ({"apply": 1, "none": 1}, {"check": 1, "none": 1})
    assert pump.kinds == {"discussion": 1, "multiple-choice": 1}


def test_one_side_a_sheet_without_duplex() -> None:
    """A course that is printed on one side takes a sheet a page."""
    files = base()
    files["course.yaml"] += "print: {duplex: false}\n"
    assert report(course_of(files), printed={"pump": Printed(5)}).sections[0].sheets == 5


def test_objectives_meet_questions_documents_and_events(figures: Report) -> None:
    """A question brings what it is about and what it links to."""
    asking = ("near-pump", "what-killed")
    assert figures.sections[0].coverage == (
        Coverage("read-map", "read a map of deaths", (), asking, ("letter",), ("handle",)),
    )


def test_parts_bring_points_and_orderings_bring_events() -> None:
    """Points of a question without its own are those of its parts; what is put in order is covered."""
    asked = (
        "{id: near-pump, prompt: Why did the brewers stay well?, objective: read-map, answer: They drank beer.}",
        "{id: near-pump, prompt: Why?, objective: read-map, kind: ordering, items: [outbreak, handle, words],"
        " parts: [{id: a, prompt: A, points: 2}, {id: b, prompt: B, points: 1.5}]}",
    )
    section = report(course(pump=asked)).sections[0]
    assert section.points == 3.5
    assert section.coverage[0].events == ("outbreak", "handle")


def test_shared_things_know_their_sections(figures: Report) -> None:
    """By citation, link, list and profile; standards by the objectives that name them."""
    assert figures.sources == {"snow1855": ("pump",), "halliday1999": ("sewers",)}
    assert figures.figures == {"snow": ("pump",), "bazalgette": ("sewers",), "vitruvius": ()}
    assert figures.unused_sources == ()
    named = course(
        pump=("{id: read-map, text: read a map of deaths}", "{id: read-map, text: read a map, standards: [WH.1, A.2]}")
    )
    assert report(named).standards == {"A.2": ("pump/read-map",), "WH.1": ("pump/read-map",)}
    assert "Standards\ncode  objectives\nA.2   pump/read-map\nWH.1  pump/read-map\n" in as_text(report(named))


def test_text_is_plain_columns(figures: Report, golden: Path, check_golden: Callable[[Path, str], None]) -> None:
    """Every table of the report, as a terminal shows it."""
    check_golden(golden / "report" / "text.txt", as_text(figures))


def test_json_has_the_same_figures(figures: Report) -> None:
    """One object a course; a silenced finding with its rule, reason and place."""
    [value] = json.loads(as_json([figures]))
    assert value["sections"][0]["words"] == 127
    assert value["silenced"] == [
        {"rule": "period", "message": "it", "reason": "the story ends there", "place": str(PLACE)}
    ]
    assert value["unused_sources"] == []
    assert list(value)[:5] == ["id", "title", "language", "reading_grade", "sections"]


def test_columns_of_numbers_are_flush_right() -> None:
    """Words are not."""
    assert table(("a", "n"), [("x", "1"), ("yy", "10%")]) == "a     n\nx     1\nyy  10%"


def test_an_empty_report_has_its_tables() -> None:
    """A course may have no question, no objective, nothing shared."""
    bare = course_of({"course.yaml": "title: T\nsections: [a]\n", "sections/a.yaml": "title: A\n"})
    text = as_text(report(bare))
    assert "0 sources\n  in no section: none\n" in text
    assert text.endswith("Silenced checks\nnone\n")
    assert view(report(bare)).rows[0].words_bar[0].width_mm == 0


def test_bars_are_in_proportion(figures: Report) -> None:
    """The longest section has the longest bar; a section's levels make one bar."""
    rows = view(figures).rows
    assert rows[0].words_bar[0].width_mm == BAR_MM
    assert rows[1].words_bar[0].width_mm == pytest.approx(BAR_MM * figures.sections[1].words / 127, abs=0.01)
    assert [(bar.x_mm, bar.width_mm) for bar in rows[0].levels] == [(0.0, 13.0), (13.0, 13.0)]
    assert rows[0].levels_alt == "apply 1, none 1"
    assert not rows[0].is_off


def test_page_is_set_without_a_complaint(figures: Report) -> None:
    """Its template, stylesheet and drawings are sound; every table has its heads."""
    job = page_job(figures, read_templates(ROOT))
    assert job.name == "stink/report.pdf"
    artifact = typeset(job)
    assert (artifact.errors, artifact.warnings, artifact.pages) == ((), (), 1)
    assert "the story ends there" in job.html


def test_finished_handouts_have_pages_and_ink(tmp_path: Path, figures: Report) -> None:
    """Only a file that is as a build made it counts."""
    pdf = typeset(page_job(figures, read_templates(ROOT))).pdf
    output = Output(tmp_path)
    for name in ("stink/01-pump.pdf", "stink/02-sewers.pdf"):
        output.write(name, pdf)
    digest = output.digest("stink/01-pump.pdf") or ""
    output.write_manifest(
        Manifest({"stink/01-pump.pdf": Document("j", digest, 1), "stink/02-sewers.pdf": Document("j", "other", 1)})
    )
    found = printed(course(), output)
    assert list(found) == ["pump"]
    assert found["pump"].pages == 1
    assert 0.001 < (found["pump"].ink or 0) < 0.2


def test_written_page_is_in_the_manifest(tmp_path: Path, figures: Report) -> None:
    """So that `clean` removes it with the rest."""
    output = Output(tmp_path)
    assert write_page(figures, read_templates(ROOT), output) == "stink/report.pdf"
    assert output.read_manifest().documents["stink/report.pdf"].pages == 1
    assert output.clear() == 1


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the small course in it."""
    for name, text in base().items():
        path = tmp_path / "content" / "stink" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_command_prints_each_form(project: Path) -> None:
    """Tables, JSON, or the name of the page that was made."""
    run = CliRunner()
    text = run.invoke(main, ["report"])
    assert (text.exit_code, text.stdout.splitlines()[0]) == (0, "The Great Stink")
    value = run.invoke(main, ["report", "stink", "--format", "json"])
    assert [one["id"] for one in json.loads(value.stdout)] == ["stink"]
    made = run.invoke(main, ["report", "--format", "pdf"])
    assert (made.exit_code, made.stdout) == (0, "output/stink/report.pdf\n")
    assert (project / "output/stink/report.pdf").read_bytes().startswith(b"%PDF")


def test_command_says_which_course_it_cannot_use(project: Path) -> None:
    """The others are reported, the exit code is 1."""
    (project / "content/stink/course.yaml").write_text("titel: T\n", "utf-8")
    result = CliRunner().invoke(main, ["report"])
    assert result.exit_code == 1
    assert result.stderr == "error: `content/stink/course.yaml` can't be used\n  hint: see `studyguide check stink`\n"
