"""What a theme says of printing: `themes/<name>/print.yaml` -> print settings, and which themes there are.

In: templates as text. Out: the settings, or what is wrong with them; faults of names that no theme or label has. Separate from `templates`,
which knows no content model, and from `check`, which sees no templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from builder import nodes
from builder.course import Course, Finding
from builder.diagnostics import Diagnostic, error, nearest
from builder.label_faults import label_faults
from builder.layers import TemplateSet
from builder.model import Print
from builder.nodes import Node, Scalar
from builder.precedence import BUILT_IN
from builder.shape import shape

NO_THEME = "theme"
"""Code of the finding that no section is printed with."""


def theme_file(theme: str) -> str:
    """Return the path of a theme's settings inside the templates."""
    return f"themes/{theme}/print.yaml"


def theme_print(templates: TemplateSet, theme: str) -> tuple[Print | None, list[Diagnostic]]:
    """Return a theme's print settings (None: it has none) and what is wrong with its file."""
    found = templates.find(theme_file(theme))
    if found is None:
        return None, []
    text, name = found
    node, problems = nodes.read(text.encode(), name)
    if node is None:
        return None, problems
    value, more = shape(node, Print)
    return value, [*problems, *more]


def themes(templates: TemplateSet) -> tuple[str, ...]:
    """Return the names of all themes; the built-in one needs no folder."""
    files = (path.split("/") for suffix in (".css", ".yaml") for path in templates.names("themes/", suffix))
    return tuple(sorted({BUILT_IN["theme"], *(parts[1] for parts in files if len(parts) > 2)}))


def name_faults(course: Course, class_node: Node | None, templates: TemplateSet) -> Iterator[Finding]:
    """Report themes and labels that don't exist, and themes whose settings are wrong."""
    known = themes(templates)
    places = [(course.nodes.get("course.yaml"), None), *((entry.node, entry.id) for entry in course.sections)]
    for node, section in places:
        word = nodes.child(node, ("print", "theme")) if node is not None else None
        if isinstance(word, Scalar) and word.text and word.text not in known:
            yield Finding(
                error(f"no theme is called `{word.text}`", word.location, _hint(word.text, known), code=NO_THEME),
                section,
            )
    used = {course.print_settings(entry.value).theme or "" for entry in course.sections}
    for theme in sorted({settings.theme for _, settings in course.outside if settings.theme} - set(known)):
        yield Finding(error(f"no theme is called `{theme}`", None, _hint(theme, known), code=NO_THEME))
    for theme in sorted(used):
        yield from (Finding(replace(wrong, code=NO_THEME)) for wrong in theme_print(templates, theme)[1])
    for wrong in _label_faults(class_node, templates.labels(course.info.language)):
        yield from (Finding(wrong, entry.id) for entry in course.sections)


def _label_faults(class_node: Node | None, labels: Mapping[str, str]) -> Iterator[Diagnostic]:
    own = nodes.child(class_node, ("labels",)) if class_node is not None else None
    if isinstance(own, nodes.Mapping):
        yield from label_faults(own, labels)


def _hint(word: str, known: Mapping[str, str] | tuple[str, ...]) -> str | None:
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else f"known: {', '.join(f'`{name}`' for name in known)}"
