"""The rule about names that are positions: the next question that somebody inserts makes them wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder import nodes
from builder.course import Course, Finding
from builder.diagnostics import Diagnostic, Location, warning
from builder.nodes import Mapping, Scalar

_POSITION = re.compile(r"[a-z]-?\d+")


def named_by_position(course: Course) -> Iterator[Finding]:
    """A class or an assessment names nothing by an id that is a letter and a number.

    `q3` reads like a position: as soon as a question is inserted and the ids are counted anew, the class hides or prints another one.
    """
    if course.class_name is not None:
        return  # said once, of the files as they were typed
    for file, node in course.typed.items():
        if file.startswith("classes/"):
            changes = nodes.child(node, ("change",))
            yield from (Finding(finding) for finding in _keys(changes)) if isinstance(changes, Mapping) else ()
        elif file.startswith("assessments/"):
            for _, used in nodes.walk(nodes.child(node, ("questions",)) or node):
                if isinstance(used, Scalar) and used.text and re.fullmatch(r"[\w-]+/" + _POSITION.pattern, used.text):
                    yield Finding(_warned(used.text.partition("/")[2], used.location))


def _keys(changes: Mapping) -> Iterator[Diagnostic]:
    """Yield the keys of `change:` below its sections that are positions."""
    for path, node in nodes.walk(changes):
        if path and isinstance(node, Mapping):
            yield from (_warned(name, entry.key.location) for name, entry in node.entries.items() if _POSITION.fullmatch(name))


def _warned(name: str, place: Location) -> Diagnostic:
    return warning(f"`{name}` is a position, not a name: it may be another question tomorrow", place, "give the question an id that is a word")
