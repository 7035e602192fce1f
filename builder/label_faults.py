"""What is wrong with the fixed words of the page that a project or a class wrote.

In: the files of `templates/labels/` as text, or the nodes of a class's `labels:`, and the words that ship with the program. Out: findings
with file and line. A name that no template prints would be passed over without a word, and one in braces that nobody fills in would stop
the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from string import Formatter

from builder import nodes
from builder.diagnostics import Diagnostic, error, nearest
from builder.layers import TemplateSet
from builder.nodes import Scalar

_FORMS = ("_zero", "_one", "_two", "_few", "_many", "_other")
"""Endings of a word's forms by number (CLDR's plural categories): a language has its own."""


def label_file_faults(templates: TemplateSet) -> Iterator[Diagnostic]:
    """Report what is wrong in the files of labels of all layers but the last, which ships with the program."""
    known = TemplateSet(templates.layers[-1:]).labels("en")
    for layer in templates.layers[:-1]:
        for path, text in layer.files:
            if path.startswith("labels/") and path.endswith(".yaml"):
                root, faults = nodes.read(text.encode(), f"{layer.name}/{path}")
                yield from faults
                if isinstance(root, nodes.Mapping):
                    yield from label_faults(root, known)
                elif root is not None:
                    yield error("a file of labels is a mapping: a name and its words on each line", root.location)


def label_faults(labels: nodes.Mapping, known: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Report names that no template prints, words that are none, and names in braces that nobody fills in."""
    for name, entry in labels.entries.items():
        stem = next((name.removesuffix(form) for form in _FORMS if name.endswith(form)), name)
        english = [known[form] for form in (name, stem, *(stem + form for form in _FORMS)) if form in known]
        if not english:
            yield error(f"the page has no label `{name}`", entry.key.location, _hint(name, known))
        elif not isinstance(entry.value, Scalar) or entry.value.text is None:
            yield error(f"the label `{name}` needs words", entry.value.location)
        else:
            yield from _brace_faults(name, entry.value, english)


def _brace_faults(name: str, value: Scalar, english: Iterable[str]) -> Iterator[Diagnostic]:
    filled = {field for words in english for field in _fields(words) or ()}
    used = _fields(value.text or "")
    hint = (
        f"filled in are {', '.join(f'`{{{field}}}`' for field in sorted(filled))}"
        if filled
        else "nothing is filled in here"
    )
    if used is None:
        yield error(f"a brace in the label `{name}` has no partner", value.location, hint)
    elif used - filled:
        yield error(f"nothing fills in `{{{min(used - filled)}}}` in the label `{name}`", value.location, hint)


def _fields(words: str) -> set[str] | None:
    """Return the names in braces; None where a brace stands alone."""
    try:
        return {field for _, field, _, _ in Formatter().parse(words) if field is not None}
    except ValueError:
        return None


def _hint(name: str, known: Mapping[str, str]) -> str | None:
    near = nearest(name, known)
    return f"did you mean `{near}`?" if near else None
