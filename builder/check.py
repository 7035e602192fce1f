"""The checks of a course before it is printed: an ordered table of rules.

In: a Course. Out: findings, each with its place and the section that it stops. A rule is a function that yields findings; its name
in the table is its code. Separate from `model`, which knows one value at a time: a rule may look at the whole course.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from builder.course import Course, Finding
from builder.rules import content, pictures, references

Rule = Callable[[Course], Iterator[Finding]]

RULES: Mapping[str, Rule] = {
    "id-twice": references.unique_ids,
    "reference": references.fields,
    "link": references.links,
    "text": content.markdown,
    "glyph": content.glyphs,
    "picture": pictures.whole,
    "picture-words": pictures.described,
    "period": content.outside_period,
    "lifetime": content.outside_life,
    "citation-style": content.citation_style,
    "kind": content.question_kinds,
}


def check(course: Course) -> list[Finding]:
    """Return what every rule finds, in the order of the table."""
    return [finding for rule in RULES.values() for finding in rule(course)]


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
