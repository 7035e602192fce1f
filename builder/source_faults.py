"""What is wrong with a course's sources as its citation style sets them: fields that can't be read, numbers that get lost.

In: a course whose style can be had. Out: findings. Separate from the rules of `check`, because it sets every source in its style: with
the library that does, that takes as long as the rest of a check. A build sets them anyway.
"""

from __future__ import annotations

from collections.abc import Iterator

from builder.citations import Bibliography, StyleError, load_style
from builder.course import Course
from builder.diagnostics import Diagnostic
from builder.rules.citing import source_place


def source_faults(course: Course) -> Iterator[Diagnostic]:
    """Yield a finding for each fault of each source; none where the style itself can't be had, which `check` says."""
    files = {name: data for name, data in course.files.items() if name.endswith(".csl")}
    try:
        style = load_style(course.info.citation_style, files)
    except StyleError:
        return
    for problem in Bibliography(list(course.sources.values()), style, course.info.language, course.info.era).problems():
        place = source_place(course, problem.id, problem.field or "id")
        yield Diagnostic(problem.severity, problem.message, place, problem.hint)
