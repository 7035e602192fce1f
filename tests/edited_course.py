"""A course that is edited and built again without setting a page: a document's bytes are a digest of all that it is made from."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image

from builder.build import Request, Result, build
from builder.changes import PAPER, History
from builder.fresh import environment
from builder.job import Artifact, Job
from builder.model import Print
from builder.output import Document, Output
from builder.precedence import from_command_line, from_environment
from builder.snapshots import Archive
from builder.versions import versions

COURSE = """\
title: The Airlift
editions: [student, teacher]
citation_style: apa
print:
  watermark: Draft
sections:
  - roads
  - planes
"""
ROADS = """\
title: The Roads
summary: In June all roads into the city were closed.
narrative:
  - id: closed
    heading: The roads close
    text: |
      The [blockade](term:blockade) began in June [@harrington2012]. [Lucius Clay](figure:clay) stayed in the city.
    images:
      - file: map.png
        caption: The roads into the city
questions:
  - id: why-closed
    prompt: Why were all of the roads closed?
    rubric: marks
    answer: To win the whole city for one side.
key_figures: [clay]
"""
PLANES = """\
title: The Planes
summary: Aircraft brought coal and flour.
narrative:
  - id: landed
    text: The [airlift](term:airlift) brought what the city ate.
"""
FILES: Mapping[str, str] = {
    "content/c/course.yaml": COURSE,
    "content/c/sections/roads.yaml": ROADS,
    "content/c/sections/planes.yaml": PLANES,
    "content/c/key_figures.yaml": "- id: clay\n  name: Lucius Clay\n  biography: An engineer and a general of the army.\n",
    "content/c/glossary.yaml": """\
- id: blockade
  term: blockade
  definition: Closing all of the ways into a place.
- id: airlift
  term: airlift
  definition: Bringing everything by aircraft.
""",
    "content/c/rubrics.yaml": """\
- id: marks
  title: How it is judged
  scale: [Good]
  criteria:
    - id: clear
      text: Clear and well supported
""",
    "content/c/images.yaml": "map.png:\n  alt: A map with four roads\n  credit: Somebody\n  license: CC0-1.0\n",
    "content/c/sources.yaml": """\
references:
  - id: harrington2012
    type: book
    title: Berlin on the Brink
    author: [{family: Harrington}]
    issued: {date-parts: [[2012]]}
""",
    "content/c/assessments/quiz.yaml": """\
title: A Quiz
questions:
  - id: how-long
    prompt: How many months did it last?
    points: 2
    answer: Eleven.
""",
    "content/c/classes/mine.yaml": """\
title: Mine
editions: [student]
change:
  planes:
    summary: Planes brought coal and flour to the city.
""",
    "templates/components/questions.html": "",
    "templates/components/title.html": "",
    "templates/labels/en.yaml": "",
    "templates/styles/custom.css": "body { color: #111 }\n",
    "templates/themes/mine/tokens.css": ":root { --accent: #123456 }\n",
}  # fmt: skip
"""The project's files: their texts by path; an empty one is the one that ships with the program."""


def picture(grey: int) -> bytes:
    """Return a small picture of one grey."""
    out = BytesIO()
    Image.new("L", (40, 30), grey).save(out, "png")
    return out.getvalue()


def write(project: Path) -> None:
    """Write the course and the project's own templates."""
    for name, text in FILES.items():
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(text or (Path(__file__).parent.parent / name).read_text("utf-8"), "utf-8")
    (project / "content/c/images").mkdir()
    (project / "content/c/images/map.png").write_bytes(picture(200))


def contents(job: Job) -> str:
    """Return the digest of all that the bytes of a PDF may depend on, put together without `Job.digest`."""
    whole = (job.page(), job.stylesheets, job.assets, job.pdf_variant, job.made_with, job.copies)
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def press(jobs: Iterable[Job]) -> Iterator[Artifact]:
    """Make of each job a PDF of one empty page, whose title is the digest of what it is made from."""
    for job in jobs:
        out = BytesIO()
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.docinfo[pikepdf.Name.Title] = pikepdf.String(contents(job))
            pdf.save(out, deterministic_id=True)
        data = out.getvalue()
        yield Artifact(job.name, data, 1, digest=hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class Desk:
    """A project under work."""

    project: Path

    def archive(self, output: str = "output") -> Archive:
        """Return where the states are kept that its documents were made in."""
        return Archive.of(self.project, self.project / output)

    def build(self, paper: str | None = None, output: str = "output", sections: tuple[str, ...] = ()) -> Result:
        """Build all of it, or some sections, as the command does."""
        settings = {**environment(), **({PAPER: paper} if paper else {}), **dict(versions())}
        history = History.of(self.project, self.project / output, settings)
        levels = (("environment", from_environment(os.environ)), ("command line", from_command_line(paper)))
        outside = tuple((level, Print.model_validate(values)) for level, values in levels)
        request = Request(("c",), sections, output=Path(output), outside=outside)
        return build(request, self.project, lambda artifact, reason: None, press, history)

    def explained(self, paper: str | None = None) -> dict[str, list[str]]:
        """Build; return the documents that were made by the reason that `--explain` gives, removed ones among them."""
        result = self.build(paper)
        found: dict[str, list[str]] = {}
        for name, reason in result.names.items():
            if reason != "up to date":
                found.setdefault(reason, []).append(name.removeprefix("c/").removesuffix(".pdf"))
        for name in result.removed:
            found.setdefault("removed", []).append(name.removeprefix("c/").removesuffix(".pdf"))
        made = {artifact.job for artifact in result.built}
        assert made <= {name for name, reason in result.names.items() if reason != "up to date"}
        return {reason: sorted(names) for reason, names in found.items()}

    def documents(self) -> dict[str, Document]:
        """Return what the manifest says of each document."""
        return Output(self.project / "output").read_manifest().documents

    def pdfs(self, output: str = "output") -> dict[str, bytes]:
        """Return the finished files by name."""
        folder = self.project / output
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.pdf")}

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a text in a file."""
        path = self.project / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")


Edit = Callable[[Desk], None]


def copied(project: Path, to: Path) -> Desk:
    """Return a desk with a copy of a project and of what was built of it."""
    shutil.copytree(project, to)
    return Desk(to)
