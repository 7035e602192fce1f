"""A course's folder -> its trees: the plain course, and the course as each of its classes sees it.

In: a `Folder`. Out: a `Tree` each, shaped and checked. Separate from `build` because `check`, `list` and `explain` look at trees
without making anything, and because this touches no disk.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from builder import tiers
from builder.check import RULES, check, stopped
from builder.course import Course, Finding, gather
from builder.diagnostics import Diagnostic, Severity, error
from builder.layers import TemplateSet
from builder.load import Folder
from builder.looks import look_faults
from builder.model import ClassInfo, Print
from builder.nodes import Entry, Mapping, Node
from builder.overlay import COURSE_WIDE, Overlaid, class_file, class_names, lay_over
from builder.shape import shape
from builder.silence import Hush, Silenced, read_allowances
from builder.theme_settings import name_faults

Outside = tuple[tuple[str, Print], ...]


@dataclass(frozen=True)
class Tree:
    """A course as one class (or none) sees it, with what was found; `blocked` sections aren't printed."""

    course: Course | None
    findings: list[Finding]
    blocked: frozenset[str]
    class_name: str | None = None
    silenced: tuple[Silenced, ...] = ()
    """Findings that a comment in the content allows."""

    @property
    def editions(self) -> tuple[str, ...]:
        """The editions that a plain build makes: the class's own list, or the course's."""
        if self.course is None:
            return ()
        return self.course.class_info.editions or self.course.info.editions


def classes_of(folder: Folder) -> tuple[str, ...]:
    """Return the names of a course's classes, those whose file can't be read included."""
    return class_names((*folder.nodes, *folder.broken))


def trees_of(
    folder: Folder, templates: TemplateSet, classes: Collection[str] = (), outside: Outside = ()
) -> list[Tree]:
    """Return the plain tree and one for each class; or those of the named classes alone, as far as this course has them.

    `outside` are print settings from the environment and the command line.
    """
    known = classes_of(folder)
    folder = replace(folder, diagnostics=(*folder.diagnostics, *_reserved_sections(folder)))
    hush = read_allowances(folder.nodes, RULES)
    if not classes:
        trees = [_quiet(_tree(folder, name, templates, outside), hush) for name in (None, *known)]
        trees[0].findings.extend(Finding(diagnostic) for diagnostic in (*hush.faults, *hush.unused()))
        return trees
    others = {folder.file(class_file(name)) for name in known} - {folder.file(class_file(name)) for name in classes}
    kept = tuple(d for d in folder.diagnostics if d.location is None or d.location.file not in others)
    narrowed = replace(folder, diagnostics=kept)
    return [_quiet(_tree(narrowed, name, templates, outside), hush) for name in known if name in classes]


def _quiet(tree: Tree, hush: Hush) -> Tree:
    """Return a tree without the findings that comments allow."""
    told, silenced = hush.part(tree.findings)
    return replace(tree, findings=told, silenced=tuple(silenced))


def _tree(folder: Folder, name: str | None, templates: TemplateSet, outside: Outside) -> Tree:
    if name is None:
        return _checked(*gather(folder, outside=outside), None, None, templates)
    overlaid = lay_over(folder.nodes, name, folder.broken)
    findings = [Finding(fault.diagnostic, fault.section) for fault in overlaid.faults]
    info = _class_info(overlaid, findings)
    wrong = any(finding.is_error and finding.section is None for finding in findings)
    if info is None or wrong or _is_misread(folder, name):
        return Tree(None, [*findings, *map(Finding, folder.diagnostics)], frozenset(), name)
    course, more = gather(folder, overlaid, name, info, outside)
    return _checked(course, [*findings, *more], name, overlaid.info, templates)


def _checked(
    course: Course | None, findings: list[Finding], name: str | None, class_node: Node | None, templates: TemplateSet
) -> Tree:
    if course is None:
        return Tree(None, findings, frozenset(), name)
    findings = [
        *findings,
        *check(course),
        *name_faults(course, class_node, templates),
        *look_faults(course, class_node, templates),
    ]
    return Tree(course, findings, stopped(course, findings), name)


def _class_info(overlaid: Overlaid, findings: list[Finding]) -> ClassInfo | None:
    if not isinstance(overlaid.info, Mapping):
        return None
    tier = tiers.tier_of(overlaid.info, "standard")
    fields = {
        name: entry if name in ("tier", "labels") else Entry(entry.key, tiers.pick(entry.value, tier))
        for name, entry in overlaid.info.entries.items()
    }
    value, problems = shape(replace(overlaid.info, entries=fields), ClassInfo)
    findings += map(Finding, problems)
    return value


def _is_misread(folder: Folder, name: str) -> bool:
    """Tell whether reading the class's own file found an error."""
    file = folder.file(class_file(name))
    return any(
        d.severity is Severity.ERROR and d.location is not None and d.location.file == file for d in folder.diagnostics
    )


def _reserved_sections(folder: Folder) -> list[Diagnostic]:
    """Report sections that class files couldn't name."""
    found = []
    for name, file in COURSE_WIDE.items():
        node = folder.nodes.get(f"sections/{name}.yaml")
        if node is not None:
            hint = "rename the file, and the section in `course.yaml`"
            found.append(
                error(
                    f"a section can't be called `{name}`: class files mean the course's `{file}` by it",
                    node.location,
                    hint,
                )
            )
    return found
