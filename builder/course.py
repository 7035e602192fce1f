"""A course's files -> a Course: typed values, each knowing its place, with every finding.

In: the nodes of one course (after a class was laid over them, for a class). Out: `Course`, and `Finding`s that say which section
they stop. Separate from `load` because it touches no disk and from `model` because it knows how the files hang together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel

from builder import nodes, tiers
from builder.diagnostics import Diagnostic, Location, Severity, error, nearest
from builder.load import Folder
from builder.model import ClassInfo, CourseInfo, ImageInfo, KeyFigure, Print, Rubric, Section, Term
from builder.model.base import Model
from builder.model.course import PRINT_DEFAULTS, merge_print
from builder.nodes import Mapping as MappingNode
from builder.nodes import Node, Scalar, Sequence
from builder.overlay import Overlaid
from builder.precedence import EDITIONS
from builder.remember import by_identity
from builder.shape import shape
from builder.text import Reference
from builder.walk import Path, models, texts_of

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic and the section that it stops if it is an error; None: it stops whatever uses the thing."""

    diagnostic: Diagnostic
    section: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether it stops anything."""
        return self.diagnostic.severity is Severity.ERROR


@dataclass(frozen=True, slots=True, eq=False)
class SectionEntry:
    """A section in its course: its number there, its value, and the nodes that know its places."""

    id: str
    number: int
    value: Section
    node: Node
    part: str | None = None

    @property
    def models(self) -> tuple[tuple[Path, Model], ...]:
        """Every model of the section, itself first, with its path."""
        return _models(self.value)

    @property
    def texts(self) -> tuple[tuple[Path, str], ...]:
        """Every text that a reader reads, with its path: what most rules look at."""
        return texts_in(self.value)

    def at(self, path: Path) -> Location:
        """Return where the value with this path stands."""
        return nodes.at(self.node, path)

    def find(self, path: Path, needle: str, occurrence: int = 0) -> Location:
        """Return where `needle` stands in the text with this path."""
        node = nodes.child(self.node, path)
        return nodes.find(node, needle, occurrence) if isinstance(node, Scalar) else self.at(path)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A course as one class (or none) sees it. Sections that can't be used are left out; `unusable` names broken shared items."""

    id: str
    path: str
    info: CourseInfo
    figures: Mapping[str, KeyFigure]
    terms: Mapping[str, Term]
    images: Mapping[str, ImageInfo]
    rubrics: Mapping[str, Rubric]
    sources: Mapping[str, Mapping[str, Any]]
    sections: tuple[SectionEntry, ...]
    files: Mapping[str, bytes]
    section_count: int
    nodes: Mapping[str, Node] = field(default_factory=dict)
    unusable: frozenset[tuple[str, str]] = frozenset()
    class_name: str | None = None
    class_info: ClassInfo = ClassInfo()
    hidden: Mapping[tuple[str, str, str], Location] = field(default_factory=dict)
    """Where a class hides a thing, by file, list and id."""
    broken: frozenset[str] = frozenset()
    """Files that can't be read."""
    outside: tuple[tuple[str, Print], ...] = ()
    """Print settings from the environment and the command line, with their levels."""
    typed: Mapping[str, Node] = field(default_factory=dict)
    """The nodes before a tier was chosen."""

    @property
    def source_ids(self) -> frozenset[str]:
        """The ids that a bare `@id` in a text may name."""
        return _source_ids(self.sources)

    @property
    def shared_texts(self) -> tuple[tuple[str, str, Path, str], ...]:
        """Every text of the course's people and terms: file, id of the item, path, text."""
        return _shared_texts(self)

    def at(self, file: str, path: Path) -> Location:
        """Return where a value of a shared file stands."""
        node = self.nodes.get(file)
        return nodes.at(node, path) if node is not None else Location(f"{self.path}/{file}", 0)

    def find(self, file: str, item: str, path: Path, reference: Reference | None) -> Location:
        """Return where a reference, or else a field, of an item of a shared list stands."""
        found = next((node for name, node in _items(self.nodes[file]) if name == item), None)
        if found is None:
            return Location(f"{self.path}/{file}", 0)
        field = nodes.child(found, path)
        if reference is not None and isinstance(field, Scalar):
            return nodes.find(field, reference.raw, reference.occurrence)
        return nodes.at(found, path)

    def print_settings(
        self, section: Section | None = None, edition: str = "student", theme: Print | None = None
    ) -> Print:
        """Return the print settings in force; a class's are in those of its course and sections already."""
        own = section.print if section is not None else None
        of_edition = Print.model_validate(EDITIONS.get(edition, {}))
        return merge_print(
            ("built-in", PRINT_DEFAULTS), ("theme", theme), ("course", self.info.print), ("section", own), ("edition", of_edition),
            *self.outside,
        )  # fmt: skip


def gather(
    folder: Folder, overlaid: Overlaid | None = None, class_name: str | None = None, class_info: ClassInfo | None = None,
    outside: tuple[tuple[str, Print], ...] = (),
) -> tuple[Course | None, list[Finding]]:  # fmt: skip
    """Shape the files of a course, as a class sees them if one is given; return None in place of the course when
    `course.yaml` can't be used."""
    tier = (class_info.tier if class_info else None) or "standard"
    seen = folder.nodes if overlaid is None else overlaid.nodes
    tree = {name: _picked(node, tier) for name, node in seen.items()}
    findings = [Finding(diagnostic, _section_of(diagnostic, folder.path)) for diagnostic in folder.diagnostics]
    findings += _misspelt_tiers(seen)
    info = _info(folder, tree, findings)
    if info is None:
        return None, findings
    unusable: set[tuple[str, str]] = set()

    def shared(file: str, kind: str, model: type[T]) -> dict[str, T]:
        return _shared(tree.get(file), file, kind, model, findings, unusable, folder.broken)

    figures, terms = shared("key_figures.yaml", "figure", KeyFigure), shared("glossary.yaml", "term", Term)
    rubrics, images = shared("rubrics.yaml", "rubric", Rubric), shared("images.yaml", "image", ImageInfo)
    sources = _sources(tree.get("sources.yaml"), findings, unusable, folder.broken)
    chosen = chosen_sections(info, class_info or ClassInfo())
    sections = tuple(_sections(folder, tree, info, chosen, findings))
    course = Course(
        folder.id, folder.path, info, figures, terms, images, rubrics, sources,
        sections, folder.files, len(chosen), tree, frozenset(unusable), class_name, class_info or ClassInfo(),
        hidden=overlaid.hidden if overlaid else {}, broken=folder.broken, outside=outside, typed=seen,
    )  # fmt: skip
    return course, findings


@by_identity(2048)
def _picked(node: Node, tier: str) -> Node:
    return tiers.pick(node, tier)


@by_identity(4096)
def _shape(node: Node, model: type[T]) -> tuple[T | None, list[Diagnostic]]:
    return shape(node, model)


@by_identity(2048)
def _misspelt(node: Node) -> list[Diagnostic]:
    return tiers.misspelt(node)


@by_identity(4096)
def _models(value: Model) -> tuple[tuple[Path, Model], ...]:
    return tuple(models(value))


@by_identity(4096)
def texts_in(value: Model) -> tuple[tuple[Path, str], ...]:
    """Return every text of a value with its path; each value is walked once."""
    return tuple(texts_of(_models(value)))


@by_identity(64)
def _shared_texts(course: Course) -> tuple[tuple[str, str, Path, str], ...]:
    lists = (("key_figures.yaml", course.figures), ("glossary.yaml", course.terms))
    return tuple(
        (file, item.id, path, text) for file, items in lists for item in items.values() for path, text in texts_in(item)
    )


@by_identity(64)
def _source_ids(sources: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    return _one(frozenset(sources))


@lru_cache(maxsize=64)
def _one(ids: frozenset[str]) -> frozenset[str]:
    """Return the same object for the same ids: what is remembered by them is then found without comparing them."""
    return ids


def _misspelt_tiers(tree: Mapping[str, Node]) -> Iterator[Finding]:
    """Report tiers with wrong names; a class's own file isn't looked at: its changes are in the others."""
    for file, node in tree.items():
        if not file.startswith(("classes/", "assessments/")):
            folder, _, name = file.removesuffix(".yaml").rpartition("/")
            yield from (Finding(wrong, name if folder == "sections" else None) for wrong in _misspelt(node))


def _section_of(diagnostic: Diagnostic, path: str) -> str | None:
    """Return the section whose file a diagnostic is about."""
    file = diagnostic.location.file if diagnostic.location else ""
    prefix = f"{path}/sections/"
    return file[len(prefix) : -len(".yaml")] if file.startswith(prefix) else None


def _info(folder: Folder, tree: Mapping[str, Node], findings: list[Finding]) -> CourseInfo | None:
    node = tree.get("course.yaml")
    if node is None:
        return None
    value, problems = _shape(node, CourseInfo)
    findings += [Finding(problem) for problem in problems]
    return value


def chosen_sections(info: CourseInfo, class_info: ClassInfo) -> tuple[str, ...]:
    """Return the ids of the sections in print, in order: the course's, or what the class includes or leaves out."""
    choice = class_info.sections
    if choice.include is not None:
        return choice.include
    return tuple(section for section in info.section_ids if section not in choice.exclude)


def _items(node: Node) -> Iterator[tuple[str, Node]]:
    """Yield the items of a shared file by id, or by key where the file is a mapping."""
    if isinstance(node, MappingNode):
        for key, entry in node.entries.items():
            yield key, entry.value
    elif isinstance(node, Sequence):
        for item in node.items:
            name = nodes.child(item, ("id",))
            yield (name.text or "") if isinstance(name, Scalar) else "", item


def _shared(
    node: Node | None, file: str, kind: str, model: type[T], findings: list[Finding], unusable: set[tuple[str, str]],
    broken: frozenset[str],
) -> dict[str, T]:  # fmt: skip
    """Shape a shared file item by item, so that a broken item stops only the sections that use it."""
    if file in broken:
        unusable.add((kind, "*"))
    if node is None or (isinstance(node, Scalar) and node.text is None):
        return {}
    wanted = MappingNode if kind == "image" else Sequence
    if not isinstance(node, wanted):
        form = "a mapping by file name" if kind == "image" else "a list of items that start with `- id:`"
        findings.append(Finding(error(f"`{file}` wants {form}", node.location)))
        unusable.add((kind, "*"))
        return {}
    values: dict[str, T] = {}
    first: dict[str, Node] = {}
    for name, item in _items(node):
        value, problems = _shape(item, model)
        findings += [Finding(problem) for problem in problems]
        if value is None:
            unusable.add((kind, name))
        elif name in values:
            related = [("first written here", nodes.at(first[name], ("id",)))]
            findings.append(Finding(error(f"the id `{name}` stands twice", nodes.at(item, ("id",)), related=related)))
            unusable.add((kind, name))
        else:
            values[name], first[name] = value, item
    return values


def _sources(
    node: Node | None, findings: list[Finding], unusable: set[tuple[str, str]], broken: frozenset[str]
) -> Mapping[str, Mapping[str, Any]]:
    """Read the bibliography; what is wrong with it goes to `findings` and `unusable`."""
    if "sources.yaml" in broken:
        unusable.add(("cite", "*"))
    if node is None:
        return {}
    sources, faults, lost = _read_sources(node)
    findings += map(Finding, faults)
    unusable.update(("cite", name) for name in lost)
    return sources


@by_identity(64)
def _read_sources(node: Node) -> tuple[Mapping[str, Mapping[str, Any]], list[Diagnostic], list[str]]:
    """Return the sources of a `references:` list, or of the list alone, what is wrong, and the ids that can't be cited.

    Each source needs an id and a type; `*` stands for all ids.
    """
    listed = nodes.child(node, ("references",)) if isinstance(node, MappingNode) else node
    if not isinstance(listed, Sequence):
        return {}, [error("`sources.yaml` wants a list under `references:`", node.location)], ["*"]
    sources: dict[str, Mapping[str, Any]] = {}
    faults: list[Diagnostic] = []
    lost: list[str] = []
    for name, item in _items(listed):
        plain = nodes.plain(item)
        if not isinstance(plain, dict) or not name:
            faults.append(error("missing field `id` in source", item.location))
        elif name in sources:
            faults.append(error(f"the id `{name}` stands twice", nodes.at(item, ("id",))))
            lost.append(name)
        elif not plain.get("type"):
            hint = "such as `type: book`, `article-journal`, `chapter`, `webpage`"
            faults.append(error("missing field `type` in source", nodes.at(item, ("id",)), hint))
            lost.append(name)
        else:
            sources[name] = plain
    return sources, faults, lost


def _sections(
    folder: Folder, tree: Mapping[str, Node], info: CourseInfo, chosen: tuple[str, ...], findings: list[Finding]
) -> Iterator[SectionEntry]:
    """Yield the sections that can be used, numbered by their place in this tree's own list."""
    parts = {section: part.part for part in info.sections for section in part.sections}
    present = [name[len("sections/") : -len(".yaml")] for name in folder.nodes if name.startswith("sections/")]
    for number, name in enumerate(chosen, 1):
        file = f"sections/{name}.yaml"
        if file in folder.broken:
            continue
        node = tree.get(file)
        if node is None:
            findings.append(Finding(_absent(folder, name, present, nodes.at(tree["course.yaml"], ("sections",))), name))
            continue
        value, problems = _shape(node, Section)
        findings += [Finding(problem, name) for problem in problems]
        if value is not None:
            yield SectionEntry(name, number, value, node, parts.get(name))


def _absent(folder: Folder, name: str, present: list[str], place: Location) -> Diagnostic:
    near = nearest(name, present)
    hint = f"did you mean `{near}`?" if near else f"write the file `{folder.file(f'sections/{name}.yaml')}`"
    return error(f"the section `{name}` has no file in `sections/`", place, hint)
