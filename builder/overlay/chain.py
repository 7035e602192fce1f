"""A class's name -> its file and those that it extends, and the class that they make together.

In: the nodes of `classes/`. Out: the files' nodes, the furthest ancestor first, and one node with the settings of the class. Separate
from `lay`, which applies what the files change.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from builder.diagnostics import Diagnostic, error, nearest
from builder.overlay.merge import laid_fields
from builder.tree import Entry, Node, Scalar
from builder.tree import Mapping as MappingNode

RESERVED_CLASSES = ("teacher", "large-print", "fillable", "assessments")
"""Folders of a course's output: no class can have one of these names."""
OWN = ("title", "note", "extends", "change")
"""What a class doesn't inherit; `change` is laid over class by class."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The files of a class, its furthest ancestor first, and what is wrong with them (`files` is empty then)."""

    files: tuple[MappingNode, ...]
    faults: tuple[Diagnostic, ...] = ()


def class_file(name: str) -> str:
    """Return the path of a class's file inside its course."""
    return f"classes/{name}.yaml"


def class_names(files: Collection[str]) -> tuple[str, ...]:
    """Return the names of all classes of a course, sorted."""
    return tuple(sorted(file[len("classes/") : -len(".yaml")] for file in files if file.startswith("classes/")))


def chain(name: str, nodes: Mapping[str, Node], broken: Collection[str]) -> Chain:
    """Follow `extends:` from a class up; a broken file has findings of its own already."""
    files: list[MappingNode] = []
    path = [name]
    known = [known for known in class_names([*nodes, *broken]) if known != name]
    while True:
        node = nodes.get(class_file(path[-1]))
        if node is None:
            return Chain(())
        if isinstance(node, Scalar) and node.text is None:
            node = MappingNode({}, node.source, node.start, node.end)
        if not isinstance(node, MappingNode):
            return Chain((), (error("a class file wants fields, such as `title: Period 3`", node.location),))
        if path[-1] in RESERVED_CLASSES:
            hint = "rename the file"
            return Chain(
                (),
                (error(f"a class can't be called `{path[-1]}`: an output folder has that name", node.location, hint),),
            )
        files.insert(0, node)
        parent = node.entries.get("extends")
        if parent is None or not isinstance(parent.value, Scalar) or parent.value.text is None:
            return Chain(tuple(files))
        fault = _fault(parent.value, path, known, [*nodes, *broken])
        if fault is not None:
            return Chain((), (fault,))
        path.append(parent.value.text)


def _fault(parent: Scalar, path: list[str], known: Collection[str], files: Collection[str]) -> Diagnostic | None:
    """Return what is wrong with the name of a parent class."""
    name = parent.text or ""
    if name in path:
        circle = " -> ".join(f"`{step}`" for step in [*path[path.index(name) :], name])
        return error(f"classes extend one another in a circle: {circle}", parent.location, "delete one `extends:`")
    if class_file(name) not in files:
        near = nearest(name, known)
        hint = f"did you mean `{near}`?" if near else "classes stand in `classes/`"
        return error(f"no class is called `{name}`", parent.location, hint)
    return None


def settings(files: tuple[MappingNode, ...]) -> MappingNode:
    """Return the settings of a class and its ancestors in one mapping, without `change`; its choice of sections is one value."""
    merged = _own_settings(files[0], is_last=len(files) == 1)
    for position, node in enumerate(files[1:], 2):
        own = _own_settings(node, is_last=position == len(files))
        choice = own.entries.get("sections")
        merged = laid_fields(merged, own, [], without=("sections",) if choice else ())
        merged = replace(merged, source=node.source, start=node.start, end=node.end)
        if choice is not None:
            before = merged.entries.get("sections")
            past = (*before.value.overrode, replace(before.value, overrode=())) if before else ()
            merged = replace(
                merged, entries={**merged.entries, "sections": Entry(choice.key, replace(choice.value, overrode=past))}
            )
    return merged


def _own_settings(node: MappingNode, is_last: bool) -> MappingNode:
    left_out = ("change",) if is_last else OWN
    return replace(node, entries={name: entry for name, entry in node.entries.items() if name not in left_out})
