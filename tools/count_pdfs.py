"""Compare the PDFs in `output/` with what the courses list: sections times editions for each class, no more and no fewer.

In: the YAML of the courses and the output folder. Out: one line for a person, and exit code 1 with the names that differ. It reads the
YAML by itself, so that a mistake in the builder's own reading can't hide a missing PDF.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
WITH_PACK = ("student", "teacher")
_SHEET = re.compile(r"(?P<handout>.*/\d{2,}-[a-z0-9-]+?)-(?:cards|key)\.pdf")
_BESIDE = re.compile(
    r"[^/]+/(?:[^/]+/)?(?:teacher/)?assessments/[^/]+\.pdf|[^/]+/[^/]+/copies/.+\.pdf|[^/]+/report\.pdf"
)


def expected(courses: Path) -> Iterator[str]:
    """The path of every handout and pack below `output/`: the student edition at the top, each other one in its folder."""
    for file in sorted(courses.glob("*/course.yaml")):
        course = read(file)
        yield from tree(file.parent.name, sections(course), course.get("editions", ["student", "teacher"]))
        for name in sorted((file.parent / "classes").glob("*.yaml")):
            settings = inherited(name)
            chosen = choice(sections(course), settings.get("sections", {}))
            editions = settings.get("editions") or course.get("editions", ["student", "teacher"])
            yield from tree(f"{file.parent.name}/{name.stem}", chosen, editions)


def tree(folder: str, chosen: list[str], editions: list[str]) -> Iterator[str]:
    """The handouts and packs of a course, or of one of its classes."""
    for edition in editions:
        place = folder if edition == "student" else f"{folder}/{edition}"
        yield from (f"{place}/{number:02}-{section}.pdf" for number, section in enumerate(chosen, 1))
        if edition in WITH_PACK:
            yield f"{place}/course-pack.pdf"


def read(file: Path) -> dict[str, Any]:
    """A YAML file as plain values."""
    return dict(yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader))


def inherited(file: Path) -> dict[str, Any]:
    """A class's settings over those of the class that it extends."""
    own = read(file)
    parent = inherited(file.with_name(f"{own['extends']}.yaml")) if own.get("extends") else {}
    return {**parent, **own}


def sections(course: dict[str, Any]) -> list[str]:
    """The ids of a course's sections in order, whether listed one by one or in parts."""
    entries = course["sections"]
    return [section for entry in entries for section in (entry["sections"] if isinstance(entry, dict) else [entry])]


def choice(every: list[str], chosen: dict[str, Any]) -> list[str]:
    """The sections that a class prints: what it includes, in its order, or all but what it leaves out."""
    return (
        list(chosen["include"]) if chosen.get("include") else [s for s in every if s not in chosen.get("exclude", [])]
    )


def compare(courses: Path, output: Path) -> list[str]:
    """What is missing and what nobody asked for, one sentence each; nothing when all is there.

    Sheets beside a listed handout (cards, keys), assessments, stamped copies and the report may be there.
    """
    wanted = set(expected(courses))
    found = {file.relative_to(output).as_posix() for file in output.rglob("*.pdf")}
    missing = [f"missing: {name}" for name in sorted(wanted - found)]
    return missing + [f"not listed in a course: {name}" for name in sorted(found - wanted) if not beside(name, wanted)]


def beside(name: str, wanted: set[str]) -> bool:
    """Tell whether a file belongs to a listed handout, or to the course."""
    sheet = _SHEET.fullmatch(name)
    return bool(_BESIDE.fullmatch(name)) or (sheet is not None and f"{sheet['handout']}.pdf" in wanted)


if __name__ == "__main__":
    differences = compare(ROOT / "content", ROOT / "output")
    print("\n".join(differences) or f"{len(set(expected(ROOT / 'content')))} PDFs, as the courses list them")
    sys.exit(bool(differences))
