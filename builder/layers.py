"""Templates and stylesheets as text, in layers.

In: folders (read once, at the edge). Out: a `TemplateSet`, a plain value. Separate from `templates`, which makes Jinja read them: a check
knows which themes, labels and stylesheets there are without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from builder.diagnostics import Location
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
        """Return the fixed words of a language, English where it has none; a layer's file adds to those of the layers under it."""
        words: dict[str, str] = {}
        for name in ("en", language.partition("-")[0], language):
            for layer in reversed(self.layers):
                words |= _labels(layer.get(f"labels/{name}.yaml") or "")
        return words


@lru_cache(maxsize=32)
def _labels(text: str) -> Mapping[str, str]:
    """Return the words of a file; what is wrong with it `label_faults` says."""
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        found = yaml.load(text, Loader=loader)
    except yaml.YAMLError:
        return {}
    return (
        {str(key): value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
    )


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
