"""The Jinja environment that reads a set of templates.

In: a `TemplateSet`. Out: an environment whose lookup is class -> theme -> project -> built in, and where `base/...` is always the
original. Errors carry the template's file and line.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.tests import TESTS
from jinja2.utils import Namespace

from builder.diagnostics import Diagnostic, Location, error, nearest
from builder.layers import BUILT_IN, Layer, TemplateSet, read_layer, read_templates, template_line
from builder.template_cache import compiled_templates


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
            raise SecurityError(
                f"`{operator}` is for numbers: what it makes of a text could pass every limit of time and memory"
            )
        return super().call_binop(context, operator, left, right)


_FUNCTIONS: Mapping[str, Any] = {"range": safe_range, "namespace": Namespace}
_NO_FILTERS = ("center", "indent", "pprint", "random", "format")
"""Filters that can fill the memory, give another page each time, or reach into a value."""


@lru_cache(maxsize=16)
def environment(templates: TemplateSet) -> Environment:
    """Return the environment for a set of templates: autoescaped, sandboxed, an unknown name is an error."""
    made = _Environment(
        loader=_Loader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        bytecode_cache=compiled_templates(Path(__file__)),
    )  # fmt: skip
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
