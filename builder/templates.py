"""Templates and stylesheets as text, in layers; and the Jinja environment that reads them.

In: folders (read once, at the edge). Out: a `TemplateSet`, a plain value; from it an environment whose lookup is
class -> theme -> project -> built in, and where `base/...` is always the original. Errors carry the template's file and line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.tests import TESTS
from jinja2.utils import Namespace

from builder.diagnostics import Diagnostic, Location, error, nearest
from builder.resources import templates_dir

BUILT_IN = "built-in templates"
CUSTOM = "styles/custom.css"
_TEXT_FILES = (".html", ".css", ".yaml")


@dataclass(frozen=True)
class Layer:
    """One folder of templates: its name in messages and its files by path."""

    name: str
    files: tuple[tuple[str, str], ...]

    def get(self, path: str) -> str | None:
        """Return a file's text, or None."""
        return _by_name(self).get(path)


@lru_cache(maxsize=64)
def _by_name(layer: Layer) -> Mapping[str, str]:
    return dict(layer.files)


@dataclass(frozen=True)
class TemplateSet:
    """All layers, the first one that has a file wins; the last one is what ships with the program."""

    layers: tuple[Layer, ...]
    classes: tuple[tuple[str, Layer], ...] = ()
    """The folders of `templates/classes/`: none of them counts until `for_class` puts it first."""

    def for_class(self, folder: str | None) -> TemplateSet:
        """Return the templates as a class sees them that names this folder; an unknown one adds nothing."""
        own = dict(self.classes).get(folder or "")
        return TemplateSet((own, *self.layers) if own else self.layers)

    def find(self, path: str) -> tuple[str, str] | None:
        """Return a file's text and its name for messages."""
        for layer in self.layers:
            text = layer.get(path)
            if text is not None:
                return text, f"{layer.name}/{path}"
        return None

    def names(self, prefix: str, suffix: str) -> list[str]:
        """Return the paths under a folder in any layer, sorted."""
        return sorted(
            {p for layer in self.layers for p, _ in layer.files if p.startswith(prefix) and p.endswith(suffix)}
        )

    def stylesheets(self, edition: str, theme: str, own: str = "") -> tuple[tuple[str, str], ...]:
        """Return names and texts in the order of the cascade: tokens, page, components, theme, edition, the project's and class's own.

        `own` is the stylesheet that only one kind of sheet has. A `styles/custom.css` adds to that of the layer under it; every
        other file stands in for it.
        """
        first = ["styles/tokens.css", f"themes/{theme}/tokens.css", "styles/page.css", "styles/text.css"]
        last = [f"themes/{theme}/theme.css", f"styles/editions/{edition}.css", *([own] if own else [])]
        found = [self.find(path) for path in (*first, *self.names("styles/components/", ".css"), *last)]
        custom = [
            (text, f"{layer.name}/{CUSTOM}")
            for layer in reversed(self.layers)
            if (text := layer.get(CUSTOM)) is not None
        ]
        return tuple((name, text) for text, name in filter(None, [*found, *custom]))

    def labels(self, language: str) -> Mapping[str, str]:
        """Return the fixed words of a language, English where it has none."""
        words: dict[str, str] = {}
        for name in ("en", language.partition("-")[0], language):
            found = self.find(f"labels/{name}.yaml")
            if found:
                words |= _labels(found[0])
        return words


@lru_cache(maxsize=32)
def _labels(text: str) -> Mapping[str, str]:
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    return {str(key): str(value) for key, value in yaml.load(text, Loader=loader).items()}


def read_layer(folder: Path, name: str, without: tuple[str, ...] = ()) -> Layer:
    """Read a folder of templates; an absent one is an empty layer. A link that leads out of the folder isn't followed."""
    files = {}
    root = folder.resolve()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        inside = path.relative_to(folder).as_posix()
        wanted = path.suffix in _TEXT_FILES and not inside.startswith(without)
        if wanted and path.is_file() and path.resolve().is_relative_to(root):
            files[inside] = path.read_text("utf-8", errors="replace")
    return Layer(name, tuple(files.items()))


def read_templates(project: Path) -> TemplateSet:
    """Read the project's own templates, its classes', and those that ship with the program."""
    shipped, own = templates_dir(), project / "templates"
    layers = [read_layer(own, "templates", ("classes/",))]
    if own.resolve() != shipped.resolve():
        layers.append(read_layer(shipped, BUILT_IN, ("classes/",)))
    folders = sorted((own / "classes").iterdir()) if (own / "classes").is_dir() else []
    classes = tuple(
        (path.name, read_layer(path, f"templates/classes/{path.name}")) for path in folders if path.is_dir()
    )
    return TemplateSet(tuple(layer for layer in layers if layer.files), classes)


class _Loader(BaseLoader):
    """Finds a template in the layers; `base/...` in the last one only."""

    def __init__(self, templates: TemplateSet) -> None:
        self._templates = templates

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Any]:
        if template.startswith("base/"):
            layer = self._templates.layers[-1]
            path = template.removeprefix("base/")
            text = layer.get(path)
            found = (text, f"{layer.name}/{path}") if text is not None else None
        else:
            found = self._templates.find(template)
        if found is None:
            raise TemplateNotFound(template)
        return found[0], found[1], lambda: True


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox for data: a template may call Jinja's own functions and macros, no method of a value."""

    intercepted_binops = frozenset(["*", "**"])

    def is_safe_callable(self, obj: Any) -> bool:
        """Refuse every callable but macros, block references, loop helpers, `range` and `namespace`."""
        homes = (getattr(type(obj), "__module__", None), getattr(obj, "__module__", None))
        return obj in _FUNCTIONS.values() or any(str(home).startswith("jinja2.runtime") for home in homes)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiply numbers; refuse what could fill the memory: powers, and repeated texts and lists."""
        if operator == "**" or not all(isinstance(side, (int, float)) for side in (left, right)):
            raise SecurityError(f"`{operator}` is for numbers, and `**` isn't there")
        return super().call_binop(context, operator, left, right)


_FUNCTIONS: Mapping[str, Any] = {"range": safe_range, "namespace": Namespace}
_NO_FILTERS = ("center", "indent", "pprint", "random", "format")
"""Filters that can fill the memory, give another page each time, or reach into a value."""


@lru_cache(maxsize=16)
def environment(templates: TemplateSet) -> Environment:
    """Return the environment for a set of templates: autoescaped, sandboxed, an unknown name is an error."""
    made = _Environment(
        loader=_Loader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals = dict(_FUNCTIONS)
    for name in _NO_FILTERS:
        made.filters.pop(name)
    return made


def explain(problem: Exception, templates: TemplateSet, names: list[str]) -> Diagnostic:
    """Turn an error of Jinja into a finding with the template's file and line; `names` are the values that templates get."""
    if isinstance(problem, TemplateSyntaxError):
        return _unreadable(problem, templates)
    if isinstance(problem, RecursionError):
        return error("the template includes itself", _frame(problem, templates))
    if isinstance(problem, TemplateNotFound):
        known = templates.names("", ".html")
        near = nearest(str(problem.name), known)
        return error(
            f"no template is called `{problem.name}`", _frame(problem, templates), near and f"did you mean `{near}`?"
        )
    where = _frame(problem, templates)
    if isinstance(problem, SecurityError):
        return error(
            f"a template may not do that: {problem}", where, "templates get plain values; they can't call them"
        )
    if isinstance(problem, UndefinedError):
        word = re.search(r"'([^']+)' is undefined|no attribute '([^']+)'", str(problem))
        name = (word[1] or word[2]) if word else ""
        near = nearest(name, names)
        return error(f"the template uses an unknown name: {problem}", where, near and f"did you mean `{near}`?")
    return error(f"the template failed: {type(problem).__name__}: {problem}", where)


_WRONG_WORD = re.compile(r"(unknown tag|filter named|test named) '([^']+)'")


def _unreadable(problem: TemplateSyntaxError, templates: TemplateSet) -> Diagnostic:
    """Explain a template that Jinja can't read; a wrong tag, filter or test gets the nearest."""
    known: dict[str, Iterable[str]] = {
        "unknown tag": _TAGS,
        "filter named": FILTERS,
        "test named": TESTS,
    }
    word = _WRONG_WORD.search(problem.message or "")
    near = nearest(word[2], known[word[1]]) if word else None
    place = template_line(templates, problem.filename, problem.lineno)
    return error(f"the template can't be read: {problem.message}", place, f"did you mean `{near}`?" if near else None)


_TAGS = ("block", "endblock", "extends", "if", "elif", "else", "endif", "for", "endfor", "include", "set", "endset", "macro", "endmacro",
         "import", "from", "call", "endcall", "filter", "endfilter", "with", "endwith", "raw", "endraw")  # fmt: skip


def _frame(problem: Exception, templates: TemplateSet) -> Location | None:
    """Return the innermost place in a template that an error passed through."""
    prefixes = tuple(f"{layer.name}/" for layer in templates.layers)
    frames = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename.startswith(prefixes)]
    return template_line(templates, frames[-1].filename, frames[-1].lineno or 0) if frames else None


def template_line(templates: TemplateSet, file: str | None, line: int) -> Location | None:
    """Return the place of a template's line, underlined whole; `file` is its name for messages."""
    if file is None:
        return None
    for layer in templates.layers:
        text = layer.get(file.removeprefix(f"{layer.name}/")) if file.startswith(f"{layer.name}/") else None
        if text is not None:
            lines = text.splitlines()
            excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
            indent = len(excerpt) - len(excerpt.lstrip())
            return Location(file, line, indent + 1, max(1, len(excerpt.strip())), excerpt)
    return Location(file, line)


__all__ = [
    "BUILT_IN",
    "Layer",
    "TemplateError",
    "TemplateSet",
    "environment",
    "explain",
    "read_layer",
    "read_templates",
    "template_line",
]
