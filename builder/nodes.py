"""YAML bytes -> nodes that know where they stand, and the ways through them.

In: the bytes of one content file. Out: a tree of `Scalar`, `Sequence` and `Mapping` with every fault found on the way,
and answers to "where is this value". Separate from the values of the model because a place is needed long before a
value has a type, and after it has lost its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Path
from typing import Any

from builder.diagnostics import Location
from builder.source import Source, allowances
from builder.tree import Entry, Mapping, Node, Scalar, Sequence
from builder.yaml_reader import read

__all__ = [
    "Entry",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "Source",
    "allowances",
    "at",
    "child",
    "find",
    "key_at",
    "plain",
    "read",
    "walk",
]


def plain(node: Node) -> Any:
    """Return dicts, lists, texts and None, as the model takes them."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {name: plain(entry.value) for name, entry in node.entries.items()}
    return [plain(item) for item in node.items]


def child(node: Node, path: Path[str | int]) -> Node | None:
    """Return the node that the names and list indices (from 0) of `path` lead to, or None."""
    found: Node | None = node
    for step in path:
        found = _step(found, step) if found is not None else None
    return found


def _step(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping):
        entry = node.entries.get(str(step))
        return entry.value if entry else None
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def at(node: Node, path: Path[str | int]) -> Location:
    """Return the place of the value at `path`, or of the nearest value on the way to it.

    A path from pydantic may go on where the file has a short form: `beria` for `{id: beria}`.
    """
    for step in path:
        following = _step(node, step)
        if following is None:
            break
        node = following
    return node.location


def key_at(node: Node, path: Path[str | int]) -> Location:
    """Return the place of the field name that `path` ends in, or what `at` answers where there is none."""
    holder = child(node, path[:-1]) if path else None
    entry = holder.entries.get(str(path[-1])) if isinstance(holder, Mapping) else None
    return entry.key.location if entry else at(node, path)


def walk(node: Node) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    """Yield every node with its path, a parent before its children, in the order of the file."""
    waiting: list[tuple[tuple[str | int, ...], Node]] = [((), node)]
    while waiting:
        path, here = waiting.pop()
        yield path, here
        if isinstance(here, Mapping):
            waiting += [((*path, name), entry.value) for name, entry in reversed(here.entries.items())]
        elif isinstance(here, Sequence):
            waiting += [((*path, index), here.items[index]) for index in reversed(range(len(here.items)))]


def find(node: Scalar, needle: str, occurrence: int = 0) -> Location:
    """Return where `needle` stands in the scalar's source text for the nth time (from 0), or the scalar's place.

    A space of the needle matches a folded line end, a quotation mark the way it is escaped in quotes.
    """
    words = [_spelling(word, node.raw[:1]) for word in needle.split()]
    matches = re.finditer(r"\s+".join(words), node.raw) if words else iter(())
    for number, match in enumerate(matches):
        if number == occurrence:
            return node.source.location(node.start + match.start(), node.start + match.end())
    return node.location


def _spelling(word: str, quote: str) -> str:
    if quote == "'":
        word = word.replace("'", "''")
    elif quote == '"':
        word = word.replace("\\", "\\\\").replace('"', '\\"')
    return re.escape(word)
