"""A course's nodes and a class's name -> the nodes that the class sees, its settings, and every fault of its file.

In: the nodes of a course. Out: an `Overlaid`. Done on nodes, before values are shaped: so the models know nothing of classes, one
message serves a course and a class, and each value knows its line. No import of the models: `explain` must be quick.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from builder.diagnostics import Diagnostic, Location, error, nearest
from builder.overlay.chain import chain, settings
from builder.overlay.clean import cleaned, cleaned_file, following
from builder.overlay.merge import key_of, laid_fields, laid_list
from builder.tree import Entry, Node, Scalar, Sequence
from builder.tree import Mapping as MappingNode

COURSE_WIDE = {
    "course": "course.yaml", "key_figures": "key_figures.yaml", "glossary": "glossary.yaml", "images": "images.yaml",
    "sources": "sources.yaml",
}  # fmt: skip
"""Names that `change` has besides sections, and their files."""
_GONE = {"key_figures": "key_figures.yaml", "terms": "glossary.yaml", "further_reading": "sources.yaml"}
"""Lists of a section that hold ids of course-wide things, and the files of these."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a class file and the section that it stops in this class's tree; None: the whole tree."""

    diagnostic: Diagnostic
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Overlaid:
    """A course as a class sees it."""

    nodes: Mapping[str, Node]
    """The course's nodes by file, fit for the models."""
    laid: Mapping[str, Node]
    """The same with the marks of what is hidden and unset, for `explain`."""
    info: Node | None
    """The settings of the class and of those it extends; None: its files can't be used."""
    laid_info: Node | None = None
    hidden: Mapping[tuple[str, str, str], Location] = field(default_factory=dict)
    """Where a thing is hidden, by its file, its list and its id; the list is empty in files that are one list."""
    faults: tuple[Fault, ...] = ()


def lay_over(
    nodes: Mapping[str, Node], name: str, broken: Collection[str] = (), files: Collection[str] = ()
) -> Overlaid:
    """Lay a class, and the classes that it extends, over the nodes of a course.

    `broken` are files that can't be read: what a class changes in them is passed over. `files` are those that exist, where
    `nodes` doesn't hold all.
    """
    names = frozenset([*nodes, *broken, *files])
    classes = chain(name, nodes, broken)
    faults = [Fault(diagnostic) for diagnostic in classes.faults]
    if not classes.files:
        return Overlaid(nodes, nodes, None, faults=tuple(faults))
    laid = {
        file: _with_print(node, classes.files) if file == "course.yaml" or file.startswith("sections/") else node
        for file, node in nodes.items()
    }
    for node in classes.files:
        _lay_class(node, laid, names, faults)
    laid_info = settings(classes.files)
    faults += _choice_faults(laid_info, names)
    hidden: dict[tuple[str, str, str], Location] = {}
    clean = _clean(laid, nodes, hidden)
    _leave_out(laid_info, names, hidden)
    return Overlaid(clean, laid, cleaned(laid_info, {}), laid_info, hidden, tuple(faults))


def _lay_class(node: MappingNode, laid: dict[str, Node], names: Collection[str], faults: list[Fault]) -> None:
    """Lay one class file's `change` over the nodes."""
    change = node.entries.get("change")
    if change is None or (isinstance(change.value, Scalar) and change.value.text is None):
        return
    if not isinstance(change.value, MappingNode):
        faults.append(
            Fault(
                error("`change` wants a mapping by section", change.value.location, "`change: {stalins-death: {..}}`")
            )
        )
        return
    for name, entry in change.value.entries.items():
        file = COURSE_WIDE.get(name, f"sections/{name}.yaml")
        section = None if name in COURSE_WIDE else name
        found: list[Diagnostic] = []
        if file not in names:
            found.append(_unknown_part(name, entry, names))
            section = None
        elif isinstance(entry.value, MappingNode) and file in laid:
            laid[file] = _laid_file(name, laid[file], entry.value, found)
        elif not isinstance(entry.value, MappingNode) and not (
            isinstance(entry.value, Scalar) and entry.value.text is None
        ):
            hint = f"to leave the section out: `sections: {{exclude: [{name}]}}`" if section else None
            found.append(error(f"the change of `{name}` wants fields", entry.value.location, hint))
        faults += [Fault(diagnostic, section) for diagnostic in found]


def _laid_file(name: str, base: Node, change: MappingNode, faults: list[Diagnostic]) -> Node:
    """Return a file's node with a class's change."""
    if name in ("key_figures", "glossary"):
        return laid_list(base, change, name, faults) if isinstance(base, Sequence) else base
    if not isinstance(base, MappingNode):
        return laid_list(base, change, name, faults) if name == "sources" and isinstance(base, Sequence) else base
    if name == "sources":
        listed = base.entries.get("references")
        if listed is None or not isinstance(listed.value, Sequence):
            return base
        value = laid_list(listed.value, change, name, faults)
        return replace(base, entries={**base.entries, "references": Entry(listed.key, value)})
    if name == "images":
        faults += _unknown_pictures(base, change)
    return laid_fields(base, change, faults)


def _unknown_part(name: str, entry: Entry, names: Collection[str]) -> Diagnostic:
    sections = sorted(file[len("sections/") : -len(".yaml")] for file in names if file.startswith("sections/"))
    if name in COURSE_WIDE:
        return error(f"this course has no `{COURSE_WIDE[name]}` to change", entry.key.location)
    near = nearest(name, (*sections, *COURSE_WIDE))
    hint = f"did you mean `{near}`?" if near else f"sections: {', '.join(f'`{section}`' for section in sections)}"
    return error(f"no section is called `{name}`", entry.key.location, hint)


def _unknown_pictures(base: MappingNode, change: MappingNode) -> list[Diagnostic]:
    found = []
    for name, entry in change.entries.items():
        if name not in base.entries:
            near = nearest(name, base.entries)
            hint = f"did you mean `{near}`?" if near else None
            found.append(error(f"`images.yaml` has no picture `{name}`", entry.key.location, hint))
        elif not isinstance(entry.value, MappingNode):
            hint = "a picture is hidden where it is shown: `narrative: {heirs: {images: {map.png: hide}}}`"
            found.append(error(f"`{name}` wants its fields", entry.value.location, hint))
    return found


def _choice_faults(info: MappingNode, names: Collection[str]) -> list[Fault]:
    """Report ids in `sections:` that no file has, and a choice made twice."""
    entry = info.entries.get("sections")
    choice = entry.value.entries if entry is not None and isinstance(entry.value, MappingNode) else {}
    known = sorted(file[len("sections/") : -len(".yaml")] for file in names if file.startswith("sections/"))
    found = []
    for field_name in ("include", "exclude"):
        listed = choice[field_name].value if field_name in choice else None
        for item in listed.items if isinstance(listed, Sequence) else ():
            name = item.text or "" if isinstance(item, Scalar) else ""
            if name not in known:
                near = nearest(name, known)
                hint = f"did you mean `{near}`?" if near else None
                found.append(Fault(error(f"no section is called `{name}`", item.location, hint)))
    if "include" in choice and "exclude" in choice:
        place = choice["exclude"].key.location
        found.append(
            Fault(
                error("`sections` takes `include` or `exclude`, not both", place, "an `include` is all that is printed")
            )
        )
    return found


def _with_print(node: Node, classes: tuple[MappingNode, ...]) -> Node:
    """Return a course or a section with the print settings of the classes over its own."""
    if not isinstance(node, MappingNode):
        return node
    for file in classes:
        own = file.entries.get("print")
        if own is not None and isinstance(own.value, MappingNode):
            change = replace(file, entries={"print": own})
            node = laid_fields(node, change, [])
    return node


def _clean(
    laid: Mapping[str, Node], nodes: Mapping[str, Node], hidden: dict[tuple[str, str, str], Location]
) -> dict[str, Node]:
    """Return the nodes without marks, and fill `hidden`."""
    clean: dict[str, Node] = {}
    inside: dict[str, dict[tuple[str, str], Location]] = {}
    for file, node in laid.items():
        inside[file] = {}
        clean[file] = cleaned_file(node, nodes[file], inside[file])
        listed = {("", name) if list_name in ("", "references") else (list_name, name): place
                  for (list_name, name), place in inside[file].items()}  # fmt: skip
        hidden.update({(file, list_name, name): place for (list_name, name), place in listed.items()})
    gone = {name: frozenset(i for f, _, i in hidden if f == file) for name, file in _GONE.items()}
    for file in clean:
        if file.startswith("sections/"):
            clean[file] = following(clean[file], inside[file], gone)
    return clean


def _leave_out(info: MappingNode, names: Collection[str], hidden: dict[tuple[str, str, str], Location]) -> None:
    """Note the sections that a class doesn't print as hidden, so that links to them become plain text."""
    entry = info.entries.get("sections")
    choice = entry.value.entries if entry is not None and isinstance(entry.value, MappingNode) else {}
    listed = choice["include"].value if "include" in choice else None
    if isinstance(listed, Sequence):
        included = {key_of(item) for item in listed.items}
        sections = (file[len("sections/") : -len(".yaml")] for file in names if file.startswith("sections/"))
        hidden.update(
            {("", "sections", name): choice["include"].key.location for name in sections if name not in included}
        )
    left_out = choice["exclude"].value if "exclude" in choice else None
    for item in left_out.items if isinstance(left_out, Sequence) else ():
        hidden["", "sections", key_of(item)] = item.location
