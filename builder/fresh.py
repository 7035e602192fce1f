"""Has anything changed since the last build? Answered with the standard library alone, before anything else is imported.

In: the words of the command, the project's files, what the last build left in the user's cache. Out: what a build would print and its exit
code, or None when something changed or nothing can be proved. A file is compared by its size, time and inode first, and by its digest
only where these differ: a touched file is digested and then up to date; `--verify` digests everything.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

FORMAT = 2
_PACKAGE = Path(__file__).resolve().parent
_IGNORED = frozenset({"__pycache__", ".schemas"})
Signature = list[int]


def cache_folder() -> Path:
    """Return the folder for what can be made again, in the user's cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "studyguide"


def _file(project: Path, output: Path) -> Path:
    key = hashlib.sha256(f"{project}\0{output}".encode()).hexdigest()[:24]
    return cache_folder() / "fresh" / f"{key}.json"


def digest(path: str | Path) -> str:
    """Return a file's SHA-256."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def signature(path: str | Path) -> Signature:
    """Return size, time of change in nanoseconds and inode: what an edit changes, unless it is made to hide."""
    found = os.stat(path)
    return [found.st_size, found.st_mtime_ns, found.st_ino]


def input_files(project: Path) -> list[str]:
    """Return all files that a build of this project can read: content, templates, the program itself."""
    folders = [project / "content", project / "templates", _PACKAGE]
    if not (_PACKAGE / "_data" / "templates").is_dir():
        folders.append(_PACKAGE.parent / "templates")
    return sorted({name for folder in folders for name in _walk(str(folder))})


def _walk(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.name in _IGNORED:
            continue
        if entry.is_dir():
            yield from _walk(entry.path)
        else:
            yield entry.path


def _libraries() -> list[str]:
    """Return where the libraries are that this process works with: folders, which change when one is installed, and Pango's own file."""
    folders = [path for path in sys.path if path and os.path.isdir(path) and "packages" in path]
    try:
        lines = Path("/proc/self/maps").read_text("utf-8").splitlines()
    except OSError:  # not Linux
        lines = []
    return sorted({*folders, *(line.split()[-1] for line in lines if "/libpango-" in line)})


def environment() -> dict[str, str]:
    """Return the variables that decide what is built."""
    return {name: value for name, value in sorted(os.environ.items()) if name.startswith("STUDYGUIDE_")}


def remember(
    project: Path, output: Path, words: Iterable[str], documents: dict[str, str], told: dict[str, object]
) -> None:
    """Keep what a finished build saw: `documents` are digests by name, `told` what it printed and its exit code.

    To be called while the libraries are loaded that the build worked with.
    """
    try:
        inputs = {name: [*signature(name), digest(name)] for name in input_files(project)}
        made = {name: [*signature(output / name), value] for name, value in documents.items()}
        libraries = {name: signature(name) for name in _libraries()}
    except OSError:
        return
    value = {
        "format": FORMAT, "words": list(words), "environment": environment(), "python": sys.version,
        "libraries": libraries, "inputs": inputs, "documents": made, "told": told,
    }  # fmt: skip
    write(_file(project, output), json.dumps(value).encode())


def write(path: Path, data: bytes) -> None:
    """Write a file of the cache, whole; a cache that can't be written is no fault: the next build is only slower."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except OSError:
        return


def recall(project: Path, output: Path) -> dict[str, object] | None:
    """Return what the last build kept, or None."""
    try:
        value = json.loads(_file(project, output).read_bytes())
        return value if value["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unchanged(project: Path, output: Path, words: list[str], verify: bool = False) -> dict[str, object] | None:
    """Return what the last build printed when a build with these words would make nothing; else None."""
    kept = recall(project, output)
    if kept is None or kept["words"] != words or kept["environment"] != environment() or kept["python"] != sys.version:
        return None
    inputs, documents, libraries = kept["inputs"], kept["documents"], kept["libraries"]
    if not (isinstance(inputs, dict) and isinstance(documents, dict) and isinstance(libraries, dict)):
        return None
    try:
        if input_files(project) != sorted(inputs):
            return None
        same = all(signature(name) == known for name, known in libraries.items())
        same = same and all(_same(name, known, verify) for name, known in inputs.items())
        same = same and all(_same(str(output / name), known, verify) for name, known in documents.items())
    except OSError:
        return None
    told = kept["told"]
    return told if same and isinstance(told, dict) else None


def _same(name: str, known: list[object], verify: bool) -> bool:
    return (not verify and signature(name) == known[:3]) or digest(name) == known[3]
