"""Compare the PDFs in `output/` with what the courses list: sections times editions, no more and no fewer.

In: `content/*/course.yaml` and the output folder. Out: one line for a person, and exit code 1 with the names that
differ. It reads the YAML by itself, so that a mistake in the builder's own reading can't hide a missing PDF.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent


def expected(courses: Path) -> Iterator[str]:
    """The path of every handout below `output/`: the student edition at the top, each other one in its folder."""
    for file in sorted(courses.glob("*/course.yaml")):
        course = yaml.safe_load(file.read_text("utf-8"))
        for number, section in enumerate(sections(course), 1):
            for edition in course.get("editions", ["student"]):
                folder = "" if edition == "student" else f"{edition}/"
                yield f"{file.parent.name}/{folder}{number:02}-{section}.pdf"


def sections(course: dict[str, Any]) -> list[str]:
    """The ids of a course's sections in order, whether listed one by one or in parts."""
    entries = course["sections"]
    return [section for entry in entries for section in (entry["sections"] if isinstance(entry, dict) else [entry])]


def compare(courses: Path, output: Path) -> list[str]:
    """What is missing and what nobody asked for, one sentence each; nothing when all is there."""
    wanted = set(expected(courses))
    found = {file.relative_to(output).as_posix() for file in output.rglob("*.pdf")}
    missing = [f"missing: {name}" for name in sorted(wanted - found)]
    return missing + [f"not listed in a course: {name}" for name in sorted(found - wanted)]


if __name__ == "__main__":
    differences = compare(ROOT / "content", ROOT / "output")
    print("\n".join(differences) or f"{len(set(expected(ROOT / 'content')))} PDFs, as the courses list them")
    sys.exit(bool(differences))
