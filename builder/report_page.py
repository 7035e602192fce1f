"""A Report -> the job that prints it: tables with a bar beside each figure, for a folder or a meeting.

In: a `Report` and the templates. Out: a `Job`, set like any other. Its template is `templates/report.html`. The words are the program's
own, as those of its messages are, whatever language the course is in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.job import Job
from builder.layers import TemplateSet
from builder.output import Document, Output, OutputError
from builder.report import BLOOM, NONE, Report, SectionFigures
from builder.report_text import NOT_BUILT, SECTION_HEAD, coverage_rows, total_row
from builder.templates import environment
from builder.tokens import read_tokens

BAR_MM = 26.0
"""Length of the longest bar."""
SHADES = {
    "remember": "#d9d9d9", "understand": "#bdbdbd", "apply": "#969696", "analyze": "#6b6b6b", "evaluate": "#404040", "create": "#000000",
    NONE: "#ffffff",
}  # fmt: skip
"""Greys of Bloom's levels, from the lowest to the highest; they part on any copier."""


@dataclass(frozen=True)
class Bar:
    """A stretch of a bar, in millimetres from its left end."""

    x_mm: float
    width_mm: float
    shade: str


@dataclass(frozen=True)
class Row:
    """A section's line: its number and title, words, grade, pages; and the bars of its words and of its questions by level."""

    number: int
    title: str
    words: int
    words_bar: tuple[Bar, ...]
    grade: str
    is_off: bool
    """The grade is more than one off what the course aims at."""
    pages: str
    ink: str
    questions: int
    minutes: str
    levels: tuple[Bar, ...]
    levels_alt: str


@dataclass(frozen=True)
class View:
    """What the template gets as `report`."""

    title: str
    aim: str
    bar_mm: float
    rows: tuple[Row, ...]
    total: Mapping[str, str]
    """Sums, by the head of their column."""
    key: tuple[tuple[str, str], ...]
    """Levels of Bloom that occur, each with its grey."""
    coverage: tuple[tuple[str, ...], ...]
    standards: tuple[tuple[str, str], ...]
    unused: tuple[tuple[str, str], ...]
    """What no section uses: the kind of thing, and names."""
    silenced: tuple[tuple[str, str, str], ...]


def page_job(report: Report, templates: TemplateSet, versions: tuple[tuple[str, str], ...] = ()) -> Job:
    """Return the job that prints a course's figures as `<course>/report.pdf`."""
    sheets = templates.stylesheets("teacher", "plain", "styles/report.css")
    tokens = read_tokens(tuple(text for _, text in sheets), frozenset({"paper-letter"}))
    html = (
        environment(templates).get_template("report.html").render({"report": view(report), "tokens": tokens.resolved})
    )
    return Job(f"{report.id}/report.pdf", html, sheets, made_with=versions, course=report.id, edition="teacher")


def write_page(report: Report, templates: TemplateSet, output: Output) -> str:
    """Set a report's page, put it into the output folder and return its name there; OutputError when it can't be written."""
    from builder.typeset import typeset
    from builder.versions import versions

    job = page_job(report, templates, versions())
    artifact = typeset(job)
    if not artifact.pdf:
        raise OutputError(f"`{job.name}` could not be made: {'; '.join(artifact.errors)}")
    manifest = output.read_manifest()
    output.write(job.name, artifact.pdf)
    manifest.documents[job.name] = Document(job.digest, artifact.digest, artifact.pages)
    output.write_manifest(manifest)
    return job.name


def view(report: Report) -> View:
    """Return what the page shows."""
    longest = max((one.words for one in report.sections), default=0)
    most = max((one.questions for one in report.sections), default=0)
    unused = (("sources", report.sources), ("terms", report.terms), ("key figures", report.figures))
    levels = [name for name in (*BLOOM, NONE) if any(one.bloom.get(name) for one in report.sections)]
    return View(
        report.title, f"{report.reading_grade:g}" if report.reading_grade is not None else "", BAR_MM,
        tuple(_row(one, longest, most, report.reading_grade) for one in report.sections),
        dict(zip(SECTION_HEAD, total_row(report.sections), strict=True)),
        tuple((name, SHADES[name]) for name in levels), tuple(coverage_rows(report.sections)),
        tuple((code, ", ".join(places)) for code, places in report.standards.items()),
        tuple((noun, ", ".join(name for name, places in items.items() if not places) or "none") for noun, items in unused),
        tuple((one.diagnostic.code, str(one.place), one.reason) for one in report.silenced),
    )  # fmt: skip


def _row(one: SectionFigures, longest: int, most: int, aim: float | None) -> Row:
    return Row(
        one.number, one.title, one.words, (Bar(0.0, _length(one.words, longest), "#6b6b6b"),),
        "–" if one.grade is None else f"{one.grade:.1f}",
        one.grade is not None and aim is not None and round(abs(one.grade - aim), 1) > 1,
        NOT_BUILT if one.pages is None else str(one.pages), "–" if one.ink is None else f"{100 * one.ink:.1f} %",
        one.questions, "–" if one.minutes is None else str(one.minutes), tuple(_levels(one, most)),
        ", ".join(f"{name} {count}" for name, count in one.bloom.items()),
    )  # fmt: skip


def _levels(one: SectionFigures, most: int) -> list[Bar]:
    """Return a section's questions as stretches of one bar, the lowest level first."""
    bars, x = [], 0.0
    for name, count in one.bloom.items():
        width = _length(count, most)
        bars.append(Bar(round(x, 2), width, SHADES[name]))
        x += width
    return bars


def _length(value: float, longest: float) -> float:
    return round(BAR_MM * value / longest, 2) if longest else 0.0
