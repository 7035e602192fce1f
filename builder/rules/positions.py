"""The rule about names that are positions: the next question that somebody inserts makes them wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder import nodes
from builder.course import Course, Finding
from builder.diagnostics import Location, warning
from builder.nodes import Mapping, Node, Scalar, Sequence

_POSITION = re.compile(r"[a-z]-?\d+")


def named_by_position(course: Course) -> Iterator[Finding]:
    """A class or an assessment names nothing by an id that is a letter and a number.

    `q3` reads like a position: as soon as a question is inserted and the ids are counted anew, the class hides or prints another one.
    """
    if course.class_name is not None:
        return  # said once, of the files as they were typed
    for file, node in course.typed.items():
        changes = nodes.child(node, ("change",)) if file.startswith("classes/") else None
        asked = nodes.child(node, ("questions",)) if file.startswith("assessments/") else None
        found = [*(_keys(changes) if changes else ()), *(_uses(asked) if asked else ())]
        if found:
            names = dict.fromkeys(name for name, _ in found)
            are = "are positions, not names" if len(names) > 1 else "is a position, not a name"
            message = (
                f"{', '.join(f'`{name}`' for name in names)} {are}: a question inserted before changes what is meant"
            )
            yield Finding(
                warning(message, found[0][1], "give each question an id that is a word, such as `first-crowd`")
            )


def _keys(changes: Node) -> Iterator[tuple[str, Location]]:
    """Yield the keys inside the sections of `change:` that are positions."""
    for path, node in nodes.walk(changes):
        if path and isinstance(node, Mapping):
            yield from ((name, entry.key.location) for name, entry in node.entries.items() if _POSITION.fullmatch(name))


def _uses(questions: Node) -> Iterator[tuple[str, Location]]:
    """Yield the questions of sections that an assessment names by a position."""
    for used in questions.items if isinstance(questions, Sequence) else ():
        _, slash, name = (used.text or "").partition("/") if isinstance(used, Scalar) else ("", "", "")
        if slash and _POSITION.fullmatch(name):
            yield name, used.location
