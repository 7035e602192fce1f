"""Projects to measure on: the shipped course without its classes, and generated courses. Written into a scratch folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path

from bench.costs import cost
from builder.fresh import digest, remember
from builder.new import write_class, write_course, write_section
from builder.output import Document, Manifest, Output

ROOT = Path(__file__).resolve().parent.parent
COURSE = "destalinization"
SECTION = "stalins-death"
CLASSES = 5


def shipped(scratch: Path, *, classes: bool = False, name: str = "shipped") -> Path:
    """Copy the shipped course into a project of its own."""
    project = scratch / name
    shutil.copytree(ROOT / "content" / COURSE, project / "content" / COURSE)
    if classes:
        shutil.copytree(ROOT / "templates" / "classes", project / "templates" / "classes")
    else:
        shutil.rmtree(project / "content" / COURSE / "classes", ignore_errors=True)
    return project


def with_components(scratch: Path) -> Path:
    """Copy the shipped course and give one section each component of a lesson once."""
    project = shipped(scratch, name="components")
    file = project / "content" / COURSE / "sections" / f"{SECTION}.yaml"
    more = (ROOT / "bench" / "components.yaml").read_text("utf-8")
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n{more}", "utf-8")
    return project


def generated(scratch: Path, sections: int) -> Path:
    """Write a course of so many sections and five classes, as `studyguide new` writes them; further sections are copies of its second."""
    project = scratch / f"generated-{sections}"
    project.mkdir()
    write_course(project, "large", None)
    if sections > 1:
        write_section(project, "large", "section-1", None)
        _copy_section(project / "content" / "large", sections)
    for number in range(CLASSES):
        write_class(project, "large", f"class-{number}", None)
    return project


def _copy_section(course: Path, sections: int) -> None:
    """Copy `section-1` until the course has so many sections."""
    file, listed = course / "sections" / "section-1.yaml", course / "course.yaml"
    text = file.read_text("utf-8")
    before, indent, after = re.split(r"^( *- )section-1$", listed.read_text("utf-8"), flags=re.MULTILINE)
    names = [f"section-{number}" for number in range(1, sections)]
    for name in names:
        (course / "sections" / f"{name}.yaml").write_text(text.replace("section-1", name), "utf-8")
    listed.write_text(before + "\n".join(indent + name for name in names) + after, "utf-8")


def seeded(scratch: Path, documents: int) -> Path:
    """Write a project whose last build made so many PDFs: files, manifest and what the next build looks at, without setting a page."""
    project = scratch / "seeded"
    project.mkdir()
    write_course(project, "large", None)
    output, manifest = Output(project / "output"), Manifest()
    for number in range(documents):
        name = f"large/{number % 10}/{number:05}.pdf"
        data = f"%PDF-1.7 {number}".encode()
        path = output.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)  # not through `write`: ten thousand fsyncs measure the disk
        manifest.documents[name] = Document(digest(path), digest(path), 1)
    output.write_manifest(manifest)
    told: dict[str, object] = {"findings": "", "summary": f"{documents} PDFs\n", "exit": 0}
    home = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(scratch / "home")
    try:
        remember(project, output.root, ["build"], {name: made.pdf for name, made in manifest.documents.items()}, told)
    finally:
        if home is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = home
    return project


def studyguide(*words: str) -> tuple[str, ...]:
    """Return the command line of the program: its console script where it is installed."""
    script = Path(sys.executable).with_name("studyguide")
    return (str(script), *words) if script.exists() else (sys.executable, "-m", "builder", *words)


def section_words(project: Path) -> tuple[str, ...]:
    """Return the options that ask for every section and for nothing else: no pack, no quizzes."""
    names = sorted(path.stem for path in (project / "content" / COURSE / "sections").glob("*.yaml"))
    return tuple(word for name in names for word in ("--section", name))


def keep_html(project: Path, home: Path, out: Path, *words: str, course: str = COURSE) -> list[str]:
    """Build with `--keep-html` and return the names of the pages that it kept."""
    cost(studyguide("build", course, *words, "--keep-html", "--output", str(out)), project, home)
    made = json.loads((out / "manifest.json").read_text("utf-8"))["documents"]
    return [str(out / f"{name.removesuffix('.pdf')}.html") for name in sorted(made)]
