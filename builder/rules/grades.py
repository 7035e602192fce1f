"""Rules about how hard the texts are to read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from builder import nodes, tiers
from builder.course import Course, Finding, SectionEntry
from builder.diagnostics import warning
from builder.nodes import Mapping, Node, Scalar, Sequence
from builder.reading import Measure, has_formula, measure

TOLERANCE = 1.0
"""School grades that a section may measure above or below the course's."""
ORDER = ("adapted", "standard", "challenge")


def off_level(course: Course) -> Iterator[Finding]:
    """A section's narrative measures within one grade of the course's `level.reading_grade`.

    Measured is the standard tier; see `studyguide report` for the figures and `builder/reading.py` for the formulas. Languages
    without one, and sections of fewer than 100 words, are not judged.
    """
    wanted = course.info.level.reading_grade
    if wanted is None or course.class_name is not None:
        return
    for entry in course.sections:
        grade = narrative_measure(entry, course).grade
        if grade is not None and round(abs(grade - wanted), 1) > TOLERANCE:
            harder, hint = ("above", "shorter sentences") if grade > wanted else ("below", "longer sentences")
            message = f"the text reads at grade {grade:.1f}, more than one {harder} the course's {wanted:g}"
            yield Finding(warning(message, entry.at(("title",)), f"{hint} move it most"), entry.id)


def out_of_order(course: Course) -> Iterator[Finding]:
    """The tiers of a section are in order: adapted is the easiest to read, challenge the hardest.

    Compared are all tiered texts of the narrative together, where each tier has a hundred words.
    """
    if course.class_name is not None or not has_formula(course.info.language):
        return
    for entry in course.sections:
        node = course.typed.get(f"sections/{entry.id}.yaml")
        narrative = nodes.child(node, ("narrative",)) if node is not None else None
        grades = dict(_grades(narrative, course)) if narrative is not None else {}
        for easier, harder in pairwise(ORDER):
            if easier in grades and harder in grades and grades[easier] > grades[harder]:
                message = f"the {easier} text (grade {grades[easier]:.1f}) is harder to read than the {harder} one ({grades[harder]:.1f})"
                yield Finding(
                    warning(message, entry.at(("narrative",)), f"shorten the sentences of the {easier} text"), entry.id
                )


def _grades(narrative: Node, course: Course) -> Iterator[tuple[str, float]]:
    """Yield each tier that the narrative has texts in, with its grade."""
    tiered = [node for node in _texts(narrative) if isinstance(node, Mapping)]
    present = {name for node in tiered for name in node.entries}
    for tier in ORDER:
        if tier in present:
            picked = [tiers.picked(node, tier) for node in tiered]
            words = (node.text for node in picked if isinstance(node, Scalar) and node.text)
            grade = measure(words, course.info.language, course.source_ids).grade
            if grade is not None:
                yield tier, grade


def _texts(narrative: Node) -> Iterator[Node]:
    for passage in narrative.items if isinstance(narrative, Sequence) else ():
        text = nodes.child(passage, ("text",))
        if text is not None and (isinstance(text, Scalar) or tiers.is_tiered(text)):
            yield text


def narrative_measure(entry: SectionEntry, course: Course) -> Measure:
    """Return how long and how hard a section's narrative is."""
    words = (passage.text for passage in entry.value.narrative if passage.text)
    return measure(words, entry.value.language or course.info.language, course.source_ids)
