"""A course folder -> its files: YAML as nodes, pictures as bytes. The one reader of content.

In: the project's folder and a course's name. Out: a `Folder` that holds everything a build of the course can need, with a finding
for each file that can't be used. Separate so that everything after it is a pure function of values; nothing else opens a content file.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.diagnostics import Diagnostic, Location, error, info, nearest
from builder.nodes import Node, read

SHARED_FILES = ("course.yaml", "key_figures.yaml", "sources.yaml", "glossary.yaml", "images.yaml", "rubrics.yaml")
ITEM_FOLDERS = ("sections", "classes", "assessments")
MAX_FILE_BYTES = 40 * 1024 * 1024
_READABLE = (".yaml", ".csl")


@dataclass(frozen=True, slots=True)
class Folder:
    """The files of one course.

    `nodes` has a YAML file's content by its path inside the course (`sections/stalins-death.yaml`); a file that can't be read
    is in `broken` and has findings. `files` holds pictures (`images/map.png`) and citation styles (`house.csl`) as bytes.
    """

    id: str
    path: str
    nodes: Mapping[str, Node]
    files: Mapping[str, bytes]
    broken: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]

    def file(self, name: str) -> str:
        """Return a file's path from the project's folder, as messages print it."""
        return f"{self.path}/{name}"


def course_ids(project: Path) -> tuple[str, ...]:
    """Return the names of all courses: the folders of `content/` that hold a `course.yaml`."""
    content = project / "content"
    if not content.is_dir():
        return ()
    return tuple(sorted(folder.name for folder in content.iterdir() if (folder / "course.yaml").is_file()))


def read_folder(project: Path, course: str) -> Folder:
    """Read every file of a course; never raise for what a writer did."""
    root = project / "content" / course
    place = f"content/{course}"
    nodes: dict[str, Node] = {}
    files: dict[str, bytes] = {}
    broken: set[str] = set()
    found: list[Diagnostic] = []
    names = sorted(_names(root))
    found += _twins(place, names)
    for name in names:
        data = _bytes(root, name, place, found)
        if data is None:
            broken.add(name)
        elif name.endswith(".yaml"):
            node, problems = read(data, f"{place}/{name}")
            found += problems
            if node is None:
                broken.add(name)
            else:
                nodes[name] = node
        else:
            files[name] = data
    return Folder(course, place, nodes, files, frozenset(broken), (*found, *_strangers(root, place)))


def read_some(project: Path, course: str, wanted: Callable[[str], bool]) -> Folder:
    """Read the YAML files of a course whose path `wanted` chooses; the others are as if they weren't there."""
    root, place = project / "content" / course, f"content/{course}"
    nodes: dict[str, Node] = {}
    broken: set[str] = set()
    found: list[Diagnostic] = []
    for name in filter(wanted, yaml_names(project, course)):
        data = _bytes(root, name, place, found)
        node, problems = read(data, f"{place}/{name}") if data is not None else (None, [])
        found += problems
        if node is None:
            broken.add(name)
        else:
            nodes[name] = node
    return Folder(course, place, nodes, {}, frozenset(broken), tuple(found))


def yaml_names(project: Path, course: str) -> tuple[str, ...]:
    """Return the paths of a course's YAML files, relative to it."""
    return tuple(sorted(name for name in _names(project / "content" / course) if name.endswith(".yaml")))


def _names(root: Path) -> Iterator[str]:
    """Yield the paths of the files that belong to a course, relative to it."""
    for name in SHARED_FILES:
        if os.path.lexists(root / name):
            yield name
    for entry in _entries(root):
        if entry.endswith(".csl"):
            yield entry
    for folder in ITEM_FOLDERS:
        yield from (f"{folder}/{entry}" for entry in _entries(root / folder) if entry.endswith(".yaml"))
    yield from (f"images/{entry}" for entry in _entries(root / "images") if not entry.startswith("."))


def _entries(folder: Path) -> list[str]:
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def _bytes(root: Path, name: str, place: str, found: list[Diagnostic]) -> bytes | None:
    """Return a file's bytes, or None with a finding: a link that leads out, a device, a huge file, no permission."""
    path, where = root / name, Location(f"{place}/{name}", 0)
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(root.resolve()):
            found.append(error(f"`{name}` is a link that leads outside the course", where, "put the file itself there"))
            return None
        mode = real.stat()
        if not stat.S_ISREG(mode.st_mode):
            found.append(error(f"`{name}` is not a file", where, "a course holds files and folders only"))
            return None
        if mode.st_size > MAX_FILE_BYTES:
            megabytes = MAX_FILE_BYTES // 2**20
            found.append(error(f"`{name}` is larger than {megabytes} MB", where, "make the picture smaller"))
            return None
        return real.read_bytes()
    except OSError as problem:
        found.append(error(f"`{name}` can't be read: {problem.strerror}", where))
        return None


def _twins(place: str, names: list[str]) -> list[Diagnostic]:
    """Report names that differ only in case or Unicode form: on another machine they are one file."""
    seen: dict[str, str] = {}
    found = []
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            where = Location(f"{place}/{name}", 0)
            found.append(
                error(f"`{name}` and `{seen[key]}` are one file on many machines", where, "rename one of them")
            )
        seen.setdefault(key, name)
    return found


def _strangers(root: Path, place: str) -> Iterator[Diagnostic]:
    """Report YAML files that nothing reads: a misspelt name would be missed without a word."""
    for entry in _entries(root):
        if entry.endswith((".yaml", ".yml")) and entry not in SHARED_FILES:
            near = nearest(entry.removesuffix(".yml").removesuffix(".yaml") + ".yaml", SHARED_FILES)
            hint = f"did you mean `{near}`?" if near else None
            yield info(
                f"`{entry}` is not a file that a course has; it was not read", Location(f"{place}/{entry}", 0), hint
            )
    for folder in ITEM_FOLDERS:
        for entry in _entries(root / folder):
            if entry.endswith(".yml"):
                where = Location(f"{place}/{folder}/{entry}", 0)
                yield info(f"`{entry}` was not read: only files that end in `.yaml` are", where, "rename it")
