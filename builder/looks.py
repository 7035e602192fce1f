"""What is wrong with how a course or class looks: its templates, its themes' colours, its language's fixed words.

In: a course as one class sees it, its class file's node, templates. Out: findings. Separate from `check`, which looks at content and sees
no templates, and from `theme_settings`, which reads what a theme sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder import nodes
from builder.contrast import contrast, grey
from builder.course import Course, Finding
from builder.diagnostics import Diagnostic, error, nearest, warning
from builder.label_faults import label_file_faults
from builder.layers import TemplateSet, template_line
from builder.nodes import Node, Scalar
from builder.tokens import Tokens, read_tokens

TEXT_COLOURS = ("ink", "second", "faint", "accent")
"""Tokens that words are printed in: 4.5 to 1 on the paper (WCAG 2.2, 1.4.3), in colour and as a copier's grey."""
DRAWN_COLOURS = ("bar", "bar-dark")
"""Tokens that drawings are filled with: 3 to 1 (WCAG 2.2, 1.4.11)."""


def class_folder(course: Course) -> str | None:
    """Return the folder of `templates/classes/` that comes first for a course's class: the one it names, else its own name's."""
    return course.class_info.templates or course.class_name


def look_faults(course: Course, class_node: Node | None, templates: TemplateSet) -> Iterator[Finding]:
    """Report templates that are wrong or missing, colours that are too light, a language without fixed words."""
    yield from _folder_faults(class_node, templates)
    own = templates.for_class(class_folder(course))
    if own.layers[:-1]:
        from builder.template_faults import template_faults  # brings Jinja: only for who has templates of their own

        yield from map(Finding, template_faults(own))
        yield from map(Finding, label_file_faults(own))
    themes = {course.print_settings(entry.value).theme or "plain" for entry in course.sections}
    for theme in sorted(themes):
        yield from map(Finding, colour_faults(own, theme))
    yield from _language_faults(course, own)


def _folder_faults(class_node: Node | None, templates: TemplateSet) -> Iterator[Finding]:
    word = nodes.child(class_node, ("templates",)) if class_node is not None else None
    known = [name for name, _ in templates.classes]
    if isinstance(word, Scalar) and word.text and word.text not in known:
        near = nearest(word.text, known)
        hint = f"did you mean `{near}`?" if near else f"`studyguide new template --class {word.text} ...` starts one"
        yield Finding(error(f"`templates/classes/` has no folder `{word.text}`", word.location, hint))


def colour_faults(templates: TemplateSet, theme: str) -> Iterator[Diagnostic]:
    """Report colours of a theme that are too light to be read on white paper."""
    sheets = templates.stylesheets("student", theme)
    tokens = read_tokens(tuple(text for _, text in sheets), frozenset())
    for least, names in ((4.5, TEXT_COLOURS), (3.0, DRAWN_COLOURS)):
        for name in names:
            yield from _colour_fault(name, least, tokens, sheets, templates)


def _colour_fault(
    name: str, least: float, tokens: Tokens, sheets: tuple[tuple[str, str], ...], templates: TemplateSet
) -> Iterator[Diagnostic]:
    value = tokens.text(name)
    found = contrast(value)
    worst = min(found, contrast(grey(value)) or found) if found is not None else 0.0
    if worst >= least:
        return
    sheet, line = next(((sheet, line) for sheet, text in reversed(sheets) if (line := _line_of(name, text))), (None, 0))
    where = template_line(templates, sheet, line)
    if found is None:
        yield warning(f"`--{name}: {value}` is no colour that can be checked", where, "write it as `#7f1d1d`")
    else:
        message = f"`--{name}: {value}` has a contrast of {worst:.1f} to 1 on white paper; it needs {least:g} to 1"
        yield warning(message, where, "choose a darker one")


def _line_of(token: str, text: str) -> int:
    """Return the last line of a stylesheet that sets a token; 0 for none."""
    found = [match.start() for match in re.finditer(rf"--{re.escape(token)}\s*:", text)]
    return text.count("\n", 0, found[-1]) + 1 if found else 0


def _language_faults(course: Course, templates: TemplateSet) -> Iterator[Finding]:
    language = course.info.language
    if templates.find(f"labels/{language.partition('-')[0]}.yaml") or templates.find(f"labels/{language}.yaml"):
        return
    node = course.nodes.get("course.yaml")
    word = nodes.child(node, ("language",)) if node is not None else None
    place = word.location if word is not None else None
    hint = f"copy `labels/en.yaml` to `templates/labels/{language.partition('-')[0]}.yaml` and translate it"
    yield Finding(warning(f"the page has no fixed words in `{language}`: they stay English", place, hint))
