"""Marks taken out: a node as a class sees it, without what is hidden or unset.

In: nodes after `merge`. Out: nodes fit for the models, and the place where each hidden item was hidden. Separate because `explain`
needs the marks and the models must not see them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from builder.diagnostics import Location
from builder.overlay.merge import is_hidden, is_unset, key_of
from builder.tree import Entry, Node, Scalar, Sequence
from builder.tree import Mapping as MappingNode

Hidden = dict[tuple[str, str], Location]
"""Where an item was hidden, by the name of its list and its id."""
ANCHORS = ("document", "disagreement", "chart", "organizer")
"""Fields by which an item of the narrative keeps the place of another thing."""
LISTS = {
    "document": "documents", "disagreement": "disagreements", "chart": "charts", "organizer": "organizers",
    "question": "questions", "event": "timeline", "narrative": "narrative", "objective": "objectives",
}  # fmt: skip
"""The list of a section that holds what a kind of reference names."""


def cleaned(node: Node, hidden: Hidden, name: str = "") -> Node:
    """Return a node without marks; note what is hidden. What holds no mark stays the same object."""
    if isinstance(node, Scalar):
        return node
    if isinstance(node, Sequence):
        for item in filter(is_hidden, node.items):
            hidden[name, key_of(item)] = item.location
        items = tuple(cleaned(item, hidden, name) for item in node.items if not is_hidden(item))
        same = len(items) == len(node.items) and all(a is b for a, b in zip(items, node.items, strict=True))
        return node if same else replace(node, items=items)
    return _cleaned_fields(node, hidden)


def cleaned_file(node: Node, base: Node, hidden: Hidden) -> Node:
    """Return a file's node without marks; fields that are those of the course's file, `base`, hold none and aren't looked into."""
    if node is base:
        return node
    if isinstance(node, MappingNode) and isinstance(base, MappingNode):
        return _cleaned_fields(node, hidden, base.entries)
    return cleaned(node, hidden)


def _cleaned_fields(node: MappingNode, hidden: Hidden, base: Mapping[str, Entry] = MappingProxyType({})) -> MappingNode:
    entries: dict[str, Entry] = {}
    unset: Node | None = None
    for name, entry in node.entries.items():
        value = entry.value
        if entry is base.get(name) or (isinstance(value, Scalar) and not value.overrode):
            entries[name] = entry
        elif is_unset(value):
            unset = value
        elif is_hidden(value):
            within = value.overrode[-1]
            for item in within.items if isinstance(within, Sequence) else ():
                hidden[name, key_of(item)] = value.location
        else:
            after = cleaned(value, hidden, name)
            entries[name] = entry if after is value else Entry(entry.key, after)
    if len(entries) == len(node.entries) and all(entries[name] is node.entries[name] for name in entries):
        return node
    if unset is not None:  # a field that must be there is then missing because of this line
        return replace(node, entries=entries, source=unset.source, start=unset.start, end=unset.end)
    return replace(node, entries=entries)


def following(section: Node, hidden: Mapping[tuple[str, str], Location], gone: Mapping[str, frozenset[str]]) -> Node:
    """Return a section in which lists of ids, and places kept for a thing, go with what is hidden.

    `gone` has the ids of hidden people (`key_figures`), terms (`terms`) and sources (`further_reading`) of the course.
    """
    if not isinstance(section, MappingNode) or not (hidden or any(gone.values())):
        return section
    for name, ids in gone.items():
        section = _kept(section, name, lambda item, ids=ids: key_of(item) not in ids)  # type: ignore[misc]
    section = _kept(section, "narrative", lambda item: not _keeps_place(item, hidden))
    section = _each(
        section,
        "question_groups",
        lambda group: _kept(group, "questions", lambda item: ("questions", key_of(item)) not in hidden),
    )
    lesson = section.entries.get("lesson")
    if lesson is not None and isinstance(lesson.value, MappingNode):
        steps = _each(lesson.value, "steps", lambda step: _kept(step, "uses", lambda item: not _is_used(item, hidden)))
        section = replace(section, entries={**section.entries, "lesson": Entry(lesson.key, steps)})
    return section


def _kept(node: MappingNode, name: str, test: Callable[[Node], bool]) -> MappingNode:
    """Return a mapping in whose list `name` only those items stand that pass a test."""
    entry = node.entries.get(name)
    if entry is None or not isinstance(entry.value, Sequence) or all(map(test, entry.value.items)):
        return node
    kept = replace(entry.value, items=tuple(filter(test, entry.value.items)))
    return replace(node, entries={**node.entries, name: Entry(entry.key, kept)})


def _each(node: MappingNode, name: str, change: Callable[[MappingNode], MappingNode]) -> MappingNode:
    """Return a mapping in whose list `name` every mapping is changed."""
    entry = node.entries.get(name)
    if entry is None or not isinstance(entry.value, Sequence):
        return node
    items = tuple(change(item) if isinstance(item, MappingNode) else item for item in entry.value.items)
    return replace(node, entries={**node.entries, name: Entry(entry.key, replace(entry.value, items=items))})


def _keeps_place(item: Node, hidden: Mapping[tuple[str, str], Location]) -> bool:
    """Tell whether an item of the narrative is only the place of a hidden thing."""
    if not isinstance(item, MappingNode):
        return False
    named = [
        (name, entry.value.text)
        for name, entry in item.entries.items()
        if name in LISTS and isinstance(entry.value, Scalar)
    ]
    return any((LISTS[name], text) in hidden for name, text in named if name in ANCHORS)


def _is_used(item: Node, hidden: Mapping[tuple[str, str], Location]) -> bool:
    """Tell whether `question:first-crowd` names something hidden."""
    kind, _, name = (item.text or "").partition(":") if isinstance(item, Scalar) else ("", "", "")
    return (LISTS.get(kind, ""), name) in hidden
