"""Handouts as they are printed, for the tests that look at pages: the small course of `tests/courses` and every shipped course.

Each is printed once a test run, through the main path, and kept. The helpers read finished PDFs: characters with the place of their
baseline, links, structure elements.
"""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from builder.build import Request, Result, build
from builder.job import Artifact, Box, Job
from builder.run import Executor, Limits, Workers, in_process

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


Wanted = Callable[[Job], bool]


def is_handout(printed: Printed) -> bool:
    """Tell a section's handout from sheets of its own, such as keys and cards."""
    return handout(printed.job)


def handout(job: Job) -> bool:
    """Tell the job of a section's handout from those of other sheets."""
    return re.fullmatch(rf"\d+-{job.section}\.pdf", job.name.rpartition("/")[2]) is not None


def everything(job: Job) -> bool:
    """Tell that every job is wanted."""
    return True


def nothing(job: Job) -> bool:
    """Tell that no job is wanted: a test that looks at jobs alone needs no page, which is what takes long."""
    return False


away = Workers(1, Limits(seconds=600, memory_mb=4096))
"""Sets pages in a process of its own, where no measuring of coverage makes WeasyPrint take twice as long."""


@dataclass
class Press:
    """An executor that keeps what passes through it, and sets what is wanted."""

    wanted: Wanted = everything
    run: Executor = in_process
    seen: dict[str, Printed] = field(default_factory=dict)

    def __call__(self, jobs: Iterable[Job]) -> Iterator[Artifact]:
        for artifact in self.run(self._kept(jobs)):
            self.seen[artifact.job] = replace(self.seen[artifact.job], artifact=artifact)
            yield artifact

    def _kept(self, jobs: Iterable[Job]) -> Iterator[Job]:
        for job in jobs:
            self.seen[job.name] = Printed(job, Artifact(job.name, b"", 0))
            if self.wanted(job):
                yield job


def small_project(folder: Path, edit: Callable[[Path], None] | None = None) -> Path:
    """Write a project with the small course into a folder; `edit` may change the course before it is read."""
    course = folder / "content" / "small"
    shutil.copytree(TESTS / "courses" / "small", course)
    (course / "images").mkdir()
    Image.new("RGB", (40, 30), (200, 200, 200)).save(course / "images" / "plan.png")
    if edit is not None:
        edit(course)
    return folder


def print_all(
    project: Path, course: str, wanted: Wanted = everything, run: Executor = away, **choice: Any
) -> tuple[dict[str, Printed], Result]:
    """Build a course of a project; return what is printed by the names of the files, and what the build found.

    What isn't `wanted` has its job, but no page.
    """
    press = Press(wanted, run)
    request = Request((course,), output=project / "output", **choice)
    result = build(request, project, lambda artifact, reason: None, press)
    return press.seen, result


SHARED = "TEST_RUN_FOLDER"
"""The variable that names the folder which all processes of a test run share; unset where there is one process."""


def shared(name: str, make: Callable[[], dict[str, Printed]]) -> dict[str, Printed]:
    """Return what another process of this test run has printed under this name; else print it for all."""
    folder = os.environ.get(SHARED)
    if folder is None:
        return make()
    file = Path(folder) / f"{name}.pickle"
    if not file.is_file():
        part = file.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(make()))
        part.replace(file)
    found: dict[str, Printed] = pickle.loads(file.read_bytes())
    return found


def small(paper: str = "letter") -> dict[str, Printed]:
    """Return the small course's handouts."""
    return _small(paper)


@cache
def _small(paper: str) -> dict[str, Printed]:
    return shared(f"small-{paper}", lambda: small_on(paper, handout))


def small_on(paper: str, wanted: Wanted) -> dict[str, Printed]:
    """Return the small course's handouts; those that aren't wanted have no page.

    They are set in this process: it is here that coverage sees our passes over pages at work.
    """

    def edit(course: Path) -> None:
        file = course / "course.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace("paper: letter", f"paper: {paper}"), encoding="utf-8")

    with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
        made, result = print_all(small_project(Path(folder), edit), "small", wanted, in_process)
    assert result.errors == 0, result.findings
    return {name: printed for name, printed in made.items() if is_handout(printed)}


@cache
def shipped(course: str) -> dict[str, Printed]:
    """Return a shipped course's PDFs in every edition, as no class changes them."""

    def make() -> dict[str, Printed]:
        with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
            project = Path(folder)
            shutil.copytree(ROOT / "content" / course, project / "content" / course)
            shutil.rmtree(project / "content" / course / "classes")
            handouts, result = print_all(project, course)
        assert result.errors == 0, result.findings
        return handouts

    return shared(f"shipped-{course}", make)


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
