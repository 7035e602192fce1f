"""Handouts as they are printed, for the tests that look at pages: the small course of `tests/courses` and every shipped course.

Each is printed once a test run, through the main path, and kept. The helpers read finished PDFs: characters with the place of their
baseline, links, structure elements.
"""

from __future__ import annotations

import ctypes
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from builder.build import Request, Result, build
from builder.job import Artifact, Box, Job
from builder.typeset import typeset

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PT_TO_MM = 25.4 / 72


@dataclass(frozen=True)
class Printed:
    """A handout: the job and the artifact that came of it."""

    job: Job
    artifact: Artifact

    @property
    def pdf(self) -> bytes:
        """The finished file."""
        return self.artifact.pdf

    @property
    def layout(self) -> tuple[Box, ...]:
        """Where each thing with an id stands."""
        return self.artifact.layout


def is_handout(printed: Printed) -> bool:
    """Tell a section's handout from sheets of its own, such as keys and cards."""
    return re.fullmatch(rf"\d+-{printed.job.section}\.pdf", printed.job.name.rpartition("/")[2]) is not None


@dataclass
class Press:
    """An executor that keeps what passes through it."""

    seen: dict[str, Printed] = field(default_factory=dict)

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Artifact]:
        for job in jobs:
            artifact = typeset(job)
            self.seen[job.name] = Printed(job, artifact)
            yield artifact


def small_project(folder: Path, edit: Callable[[Path], None] | None = None) -> Path:
    """Write a project with the small course into a folder; `edit` may change the course before it is read."""
    course = folder / "content" / "small"
    shutil.copytree(TESTS / "courses" / "small", course)
    (course / "images").mkdir()
    Image.new("RGB", (40, 30), (200, 200, 200)).save(course / "images" / "plan.png")
    if edit is not None:
        edit(course)
    return folder


def print_all(project: Path, course: str, **wanted: Any) -> tuple[dict[str, Printed], Result]:
    """Build a course of a project; return the handouts by the names of their files, and what the build found."""
    press = Press()
    request = Request((course,), output=project / "output", **wanted)
    result = build(request, project, lambda artifact, reason: None, press)
    return press.seen, result


@cache
def small(paper: str = "letter") -> dict[str, Printed]:
    """Return the small course's handouts."""

    def edit(course: Path) -> None:
        file = course / "course.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("paper: letter", f"paper: {paper}"), encoding="utf-8")

    with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
        handouts, result = print_all(small_project(Path(folder), edit), "small")
    assert result.errors == 0, result.findings
    return {name: printed for name, printed in handouts.items() if is_handout(printed)}


@cache
def shipped(course: str) -> dict[str, Printed]:
    """Return a shipped course's handouts in every edition, as no class changes them."""
    with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
        project = Path(folder)
        shutil.copytree(ROOT / "content" / course, project / "content" / course)
        shutil.rmtree(project / "content" / course / "classes")
        handouts, result = print_all(project, course)
    assert result.errors == 0, result.findings
    return handouts


def pairs(handouts: dict[str, Printed]) -> list[tuple[Printed, Printed]]:
    """Return each student's handout with the teacher's of the same section."""
    editions: dict[tuple[str, str], Printed] = {
        (p.job.section, p.job.edition): p for p in handouts.values() if is_handout(p)
    }
    return [(p, editions[section, "teacher"]) for (section, edition), p in editions.items() if edition == "student"]


@dataclass(frozen=True)
class Char:
    """A character: its page from 1, its origin in points from the page's top left, its face and size."""

    page: int
    text: str
    x: float
    y: float
    font: str
    size: float


@cache
def characters(pdf: bytes) -> tuple[Char, ...]:
    """Return every character of a PDF that leaves ink, in the order of the file."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        text, height = page.get_textpage(), page.get_height()
        for index in range(text.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code > 32 and code != 160:
                found.append(_char(text, index, number, chr(code), height))
    return tuple(found)


def _char(text: Any, index: int, page: int, letter: str, height: float) -> Char:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    name = ctypes.create_string_buffer(80)
    pdfium.FPDFText_GetFontInfo(text, index, name, 80, None)
    size = round(pdfium.FPDFText_GetFontSize(text, index), 2)
    return Char(page, letter, x.value, height - y.value, name.value.decode(), size)


def page_text(pdf: bytes, page: int) -> str:
    """Return the characters of a page (from 1) without blanks."""
    return "".join(char.text for char in characters(pdf) if char.page == page)


def opened(pdf: bytes) -> pikepdf.Pdf:
    """Return a PDF to look at its objects."""
    return pikepdf.open(io.BytesIO(pdf))


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Yield the structure elements of a PDF in reading order."""

    def below(element: Any) -> Iterator[Any]:
        if not isinstance(element, pikepdf.Dictionary) or element.get("/S") is None:
            return
        yield element
        kids: Any = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            yield from below(kid)

    for child in pdf.Root.StructTreeRoot.K:
        yield from below(child)
