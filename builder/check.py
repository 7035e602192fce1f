"""The checks of a course before it is printed: an ordered table of rules.

In: a Course. Out: findings, each with its place and the section that it stops. A rule is a function that yields findings; its name
in the table is its code, by which `# studyguide: allow CODE reason` silences it. Separate from `model`, which knows one value at a
time: a rule may look at the whole course. `docs/guide/checks.md` is made from this table and the docstrings of its functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from builder.course import Course, Finding
from builder.rules import (
    assessments,
    citing,
    content,
    coverage,
    grades,
    lessons,
    pictures,
    positions,
    punctuation,
    references,
    spelling,
    times,
)

Rule = Callable[[Course], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    # what the files name must be there
    "id-twice": references.unique_ids,
    "reference": references.fields,
    "link": references.links,
    "position-id": positions.named_by_position,
    # what can't be printed as it is typed
    "text": content.markdown,
    "glyph": content.glyphs,
    "citation-style": content.citation_style,
    "picture": pictures.whole,
    "picture-words": pictures.described,
    "picture-rights": pictures.credited,
    # dates
    "period": times.outside_period,
    "lifetime": times.outside_life,
    "event-dates": times.told_twice,
    "year-zero": times.astronomical,
    # sources
    "uncited": citing.uncited,
    "unused-source": citing.unused_sources,
    "quotation": citing.unsourced_quotes,
    # teaching
    "kind": content.question_kinds,
    "lesson-minutes": lessons.minutes,
    "lesson-uses": lessons.uses,
    "exercise": lessons.exercises,
    "assessment": assessments.sound,
    "choices": content.right_choices,
    "answer": coverage.missing_answers,
    "objective": coverage.unasked_objectives,
    "question": coverage.aimless_questions,
    "unused-term": coverage.unused_terms,
    # words
    "spelling": spelling.spelling,
    "typing": punctuation.typing,
    "tiers": grades.out_of_order,
    "grade": grades.off_level,
}


def check(course: Course) -> list[Finding]:
    """Return what every rule finds, in the order of the table; each finding carries its rule's code."""
    return [
        replace(finding, diagnostic=replace(finding.diagnostic, code=code))
        for code, rule in RULES.items()
        for finding in rule(course)
    ]


def stopped(course: Course, findings: list[Finding]) -> frozenset[str]:
    """Return the sections that can't be printed: those with an error, and those that use a broken shared item."""
    wrong = {finding.section for finding in findings if finding.is_error and finding.section is not None}
    if any(f.is_error and f.section is None and f.diagnostic.code in ("citation-style", "theme") for f in findings):
        return frozenset(entry.id for entry in course.sections)
    for entry in course.sections:
        used = references.used(entry, course)
        if any(item in course.unusable or (item[0], "*") in course.unusable for item in used):
            wrong.add(entry.id)
    return frozenset(wrong)
