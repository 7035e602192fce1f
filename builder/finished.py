"""The output folder -> what of a course is printed there: pages and ink of its students' handouts.

In: the output folder and a course. Out: `Printed` by section; a file that is missing, or isn't the one that a build made, is left out.
Separate from `report`, which reads nothing.
"""

from __future__ import annotations

from statistics import fmean

from builder.course import Course
from builder.ink import ink
from builder.output import Output
from builder.report import Printed
from builder.titles import document_name

INK_DPI = 72
"""Ink of a whole course at a quarter of the pixels that `ink` takes otherwise: the share differs in the third digit."""


def printed(course: Course, output: Output) -> dict[str, Printed]:
    """Return pages and ink of each section's handout in the student edition, as they stand in the output folder."""
    documents = output.read_manifest().documents
    found = {}
    for entry in course.sections:
        name = document_name(course, entry, "student")
        made = documents.get(name)
        if made is not None and output.digest(name) == made.pdf:
            found[entry.id] = Printed(made.pages, fmean(ink((output.root / name).read_bytes(), INK_DPI)))
    return found
