"""Templates and stylesheets as text, in layers; and the Jinja environment that reads them.

In: folders (read once, at the edge). Out: a `TemplateSet`, a plain value; from it an environment whose lookup is
class -> theme -> project -> built in, and where `base/...` is always the original. Errors carry the template's file and line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from builder.diagnostics import Diagnostic, Location, error, nearest
from builder.resources import templates_dir

BUILT_IN = "built-in templates"
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

    def find(self, path: str) -> tuple[str, str] | None:
        """Return a file's text and its name for messages."""
        for layer in self.layers:
            text = layer.get(path)
            if text is not None:
                return text, f"{layer.name}/{path}"
        return None

    def names(self, prefix: str, suffix: str) -> list[str]:
        """Return the paths under a folder in any layer, sorted."""
        return sorted({p for layer in self.layers for p, _ in layer.files if p.startswith(prefix) and p.endswith(suffix)})

    def stylesheets(self, edition: str, theme: str) -> tuple[tuple[str, str], ...]:
        """Return names and texts in the order of the cascade: tokens, page, components, edition, theme, the project's own."""
        first = ["styles/tokens.css", "styles/page.css", "styles/text.css"]
        last = [f"styles/editions/{edition}.css", f"themes/{theme}/tokens.css", f"themes/{theme}/theme.css", "styles/custom.css"]
        found = [self.find(path) for path in (*first, *self.names("styles/components/", ".css"), *last)]
        return tuple((name, text) for text, name in filter(None, found))

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
    return {str(key): str(value) for key, value in yaml.load(text, Loader=yaml.BaseLoader).items()}


def read_layer(folder: Path, name: str, without: tuple[str, ...] = ()) -> Layer:
    """Read a folder of templates; an absent one is an empty layer."""
    files = {}
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        inside = path.relative_to(folder).as_posix()
        if path.suffix in _TEXT_FILES and path.is_file() and not inside.startswith(without):
            files[inside] = path.read_text("utf-8", errors="replace")
    return Layer(name, tuple(files.items()))


def read_templates(project: Path) -> TemplateSet:
    """Read the project's own templates and those that ship with the program."""
    shipped, own = templates_dir(), project / "templates"
    if own.resolve() == shipped.resolve():
        return TemplateSet((read_layer(own, "templates", ("classes/",)),))
    layers = [read_layer(shipped, BUILT_IN, ("classes/",))]
    if own.is_dir():
        layers.insert(0, read_layer(own, "templates", ("classes/",)))
    return TemplateSet(tuple(layers))


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

    def is_safe_callable(self, obj: Any) -> bool:
        """Refuse every callable but macros, block references, loop helpers and `range`."""
        module = getattr(type(obj), "__module__", "")
        return module.startswith("jinja2.") or obj in self.globals.values() or getattr(obj, "__module__", "").startswith("jinja2.")


@lru_cache(maxsize=16)
def environment(templates: TemplateSet) -> Environment:
    """Return the environment for a set of templates: autoescaped, sandboxed, an unknown name is an error."""
    made = _Environment(loader=_Loader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.globals = {"range": range}
    return made


def explain(problem: Exception, templates: TemplateSet, names: list[str]) -> Diagnostic:
    """Turn an error of Jinja into a finding with the template's file and line; `names` are the values that templates get."""
    if isinstance(problem, TemplateSyntaxError):
        return error(f"the template can't be read: {problem.message}", _line(templates, problem.filename, problem.lineno))
    if isinstance(problem, TemplateNotFound):
        known = templates.names("", ".html")
        near = nearest(str(problem.name), known)
        return error(f"no template is called `{problem.name}`", _frame(problem, templates), near and f"did you mean `{near}`?")
    where = _frame(problem, templates)
    if isinstance(problem, SecurityError):
        return error(f"a template may not do that: {problem}", where, "templates get plain values; they can't call them")
    if isinstance(problem, UndefinedError):
        word = re.search(r"'([^']+)' is undefined|no attribute '([^']+)'", str(problem))
        name = (word[1] or word[2]) if word else ""
        near = nearest(name, names)
        return error(f"the template uses an unknown name: {problem}", where, near and f"did you mean `{near}`?")
    return error(f"the template failed: {type(problem).__name__}: {problem}", where)


def _frame(problem: Exception, templates: TemplateSet) -> Location | None:
    """Return the innermost place in a template that an error passed through."""
    prefixes = tuple(f"{layer.name}/" for layer in templates.layers)
    frames = [f for f in traceback.extract_tb(problem.__traceback__) if f.filename.startswith(prefixes)]
    return _line(templates, frames[-1].filename, frames[-1].lineno or 0) if frames else None


def _line(templates: TemplateSet, file: str | None, line: int) -> Location | None:
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


__all__ = ["BUILT_IN", "Layer", "TemplateError", "TemplateSet", "environment", "explain", "read_layer", "read_templates"]
