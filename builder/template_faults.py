"""What is wrong with templates that a project or a class wrote, found before a page is made.

In: templates as text. Out: findings with the template's file and line. Jinja passes over a misspelt block, over text outside blocks in a
file that extends another, and over a block overridden in the wrong file; what it passes over would be missing on the page without a word.
Separate from `templates`, which reads them: this only looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from jinja2 import TemplateSyntaxError, nodes

from builder.diagnostics import Diagnostic, error, nearest
from builder.templates import Layer, TemplateSet, environment, explain, template_line

THEME_FILES = ("tokens.css", "theme.css", "print.yaml")
"""All that a theme may hold."""
_QUIET = (nodes.Extends, nodes.Block, nodes.Assign, nodes.AssignBlock, nodes.Macro, nodes.Import, nodes.FromImport)
"""What may stand outside blocks in a file that extends another."""


@lru_cache(maxsize=32)
def template_faults(templates: TemplateSet) -> tuple[Diagnostic, ...]:
    """Return what is wrong in all layers but the last, in the order of the lookup.

    The last one ships with the program: its own tests look at it, and to parse it takes as long as the rest of a check.
    """
    return tuple(fault for layer in templates.layers[:-1] for fault in _layer_faults(layer, templates))


def _layer_faults(layer: Layer, templates: TemplateSet) -> Iterator[Diagnostic]:
    for path, text in layer.files:
        name = f"{layer.name}/{path}"
        if path.startswith("themes/") and path.rpartition("/")[2] not in THEME_FILES:
            hint = f"a theme holds {', '.join(f'`{file}`' for file in THEME_FILES)}; templates stand in `templates/components/`"
            yield error("a theme holds no templates", template_line(templates, name, 1), hint)
        elif path.endswith(".html"):
            yield from _file_faults(_File(path, name, templates), text)


class _File:
    """A template: its path in the lookup, its name for messages, and the layers that it stands in."""

    def __init__(self, path: str, name: str, templates: TemplateSet) -> None:
        self.path = path
        self.name = name
        self.templates = templates

    def fault(self, message: str, line: int, hint: str | None = None) -> Diagnostic:
        return error(message, template_line(self.templates, self.name, line), hint)


def _file_faults(file: _File, text: str) -> Iterator[Diagnostic]:
    try:
        tree = environment(file.templates).parse(text, filename=file.name)
        _known_words(tree, file)
    except TemplateSyntaxError as problem:
        yield explain(problem, file.templates, [])
        return
    parent = tree.find(nodes.Extends)
    if parent is not None:
        yield from _parent_faults(file, tree, parent)
    for include in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport)):
        named = getattr(include, "template", None)
        if (
            isinstance(named, nodes.Const)
            and isinstance(named.value, str)
            and _source(named.value, file.templates) is None
        ):
            yield file.fault(
                f"no template is called `{named.value}`", include.lineno, _near_file(named.value, file.templates)
            )


def _known_words(tree: nodes.Template, file: _File) -> None:
    """Raise Jinja's error for the first filter or test that there isn't: Jinja itself says so only when it runs one."""
    jinja = environment(file.templates)
    for node in tree.find_all((nodes.Filter, nodes.Test)):
        name, kind = getattr(node, "name", ""), "filter" if isinstance(node, nodes.Filter) else "test"
        if name not in (jinja.filters if kind == "filter" else jinja.tests):
            raise TemplateSyntaxError(f"No {kind} named {name!r}.", node.lineno, filename=file.name)


def _parent_faults(file: _File, tree: nodes.Template, parent: nodes.Extends) -> Iterator[Diagnostic]:
    """Report what is wrong in a file that extends another."""
    named = parent.template
    if not isinstance(named, nodes.Const) or not isinstance(named.value, str):
        yield file.fault(
            "`extends` wants the name of a template in quotes",
            parent.lineno,
            f'write `{{% extends "base/{file.path}" %}}`',
        )
        return
    if named.value == file.path:
        hint = f'write `{{% extends "base/{file.path}" %}}`: `base/` means the original'
        yield file.fault("the template extends itself", parent.lineno, hint)
        return
    if _source(named.value, file.templates) is None:
        yield file.fault(
            f"no template is called `{named.value}`", parent.lineno, _near_file(named.value, file.templates)
        )
        return
    for node in tree.body:
        yield from _outside(file, node)
    known = blocks(named.value, file.templates)
    own = list(tree.find_all(nodes.Block))
    inside = {block.name for outer in own for block in outer.find_all(nodes.Block) if block is not outer}
    for block in own:
        if block.name not in known and block.name not in inside:
            yield file.fault(
                f"`{named.value}` has no block `{block.name}`",
                block.lineno,
                _block_hint(block.name, known, file.templates),
            )


def _outside(file: _File, node: nodes.Node) -> Iterator[Diagnostic]:
    """Report what stands outside blocks: Jinja doesn't print it."""
    pieces = node.nodes if isinstance(node, nodes.Output) else [node]
    for piece in pieces:
        if isinstance(piece, nodes.TemplateData):
            if piece.data.strip():
                lead = piece.data[: len(piece.data) - len(piece.data.lstrip())]
                yield file.fault(
                    "text outside blocks isn't printed", piece.lineno + lead.count("\n"), "move it into a block"
                )
                return
        elif not isinstance(piece, _QUIET):
            yield file.fault("what stands outside blocks isn't printed", piece.lineno, "move it into a block")
            return


def _block_hint(name: str, known: dict[str, int], templates: TemplateSet) -> str:
    """Return where a block of this name is, the nearest one here, or all of them."""
    near = nearest(name, known)
    if near:
        return f"did you mean `{near}`?"
    homes = [path for path in templates.names("", ".html") if name in blocks(f"base/{path}", templates)]
    if homes:
        return (
            f"the block `{name}` is in `{homes[0]}`: write a file of that name beside this one, and override it there"
        )
    return f"its blocks: {', '.join(f'`{block}`' for block in known)}" if known else "it has no blocks"


def _near_file(name: str, templates: TemplateSet) -> str | None:
    base = "base/" if name.startswith("base/") else ""
    near = nearest(name.removeprefix("base/"), templates.names("", ".html"))
    return f"did you mean `{base}{near}`?" if near else None


def _source(name: str, templates: TemplateSet) -> str | None:
    if name.startswith("base/"):
        return templates.layers[-1].get(name.removeprefix("base/"))
    found = templates.find(name)
    return found[0] if found else None


@lru_cache(maxsize=512)
def blocks(name: str, templates: TemplateSet) -> dict[str, int]:
    """Return a template's blocks and those that it has from what it extends, each with its line; none for one that can't be read."""
    found: dict[str, int] = {}
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        source = _source(name, templates)
        if source is None:
            break
        try:
            tree = environment(templates).parse(source)
        except TemplateSyntaxError:
            break
        found = {block.name: block.lineno for block in tree.find_all(nodes.Block)} | found
        parent = tree.find(nodes.Extends)
        if parent is None or not isinstance(parent.template, nodes.Const):
            break
        name = str(parent.template.value)
    return found
