"""Quizzes and tests ask what there is, and what they ask anew is held to the same rules as a section's questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from builder.assessment import as_course, new_questions, read_tests
from builder.course import Course, Finding
from builder.rules import content, pictures, references


def sound(course: Course) -> Iterator[Finding]:
    """A test names questions that exist, each once, and its points add up to its total."""
    tests, found = read_tests(course)
    yield from map(Finding, found)
    for test in tests:
        entry = new_questions(test)
        if entry is None:
            continue
        own = as_course(course, entry)
        for rule in (
            references.fields,
            references.section_links,
            content.markdown,
            content.section_glyphs,
            content.question_kinds,
            pictures.whole,
        ):
            for finding in rule(own):
                if finding.section == entry.id:
                    yield replace(finding, section=None)
