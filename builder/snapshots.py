"""What a build saw, kept so that a later one can say what changed: digests of files, settings, and the YAML itself.

In: a project, the settings that decide its pages. Out: a `Snapshot`, whose name stands with each document in the manifest; an `Archive` in
the user's cache gives it back by that name. Standard library only. Separate from `fresh`, which asks whether there is anything to do.
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from builder.fresh import cache_folder, digest, input_files, signature, write

_SHORT = 24


@dataclass(frozen=True)
class Snapshot:
    """The state of all that documents are made from."""

    files: Mapping[str, str]
    """Digests by path: from the project's folder, or whole for the program's own files."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Variables, options and versions, by the names that people know."""

    @cached_property
    def key(self) -> str:
        """A short name for this state."""
        return hashlib.sha256(self.as_json()).hexdigest()[:_SHORT]

    def as_json(self) -> bytes:
        """Return all of it; the same state gives the same bytes."""
        return json.dumps({"files": dict(self.files), "settings": dict(self.settings)}, sort_keys=True).encode()


def take(project: Path, settings: Mapping[str, str]) -> Snapshot:
    """Return the state of a project's files; of one that vanishes meanwhile nothing is kept."""
    files = {}
    for name in input_files(project):
        try:
            files[_inside(project, name)] = _digest(name, *signature(name))
        except OSError:
            continue
    return Snapshot(files, settings)


@lru_cache(maxsize=20_000)
def _digest(name: str, size: int, time: int, inode: int) -> str:
    """Return a file's digest; `watch` asks for those of all files after every save."""
    return digest(name)


def _inside(project: Path, name: str) -> str:
    path = Path(name)
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else name


@dataclass(frozen=True)
class Archive:
    """The snapshots that the documents of one output folder were made from. What can't be read or written counts as not kept."""

    folder: Path

    @classmethod
    def of(cls, project: Path, output: Path) -> Archive:
        """Return the archive of an output folder, in the user's cache."""
        key = hashlib.sha256(f"{project}\0{output}".encode()).hexdigest()[:_SHORT]
        return cls(cache_folder() / "snapshots" / key)

    def find(self, key: str) -> Snapshot | None:
        """Return a snapshot by its name, or None."""
        try:
            value = json.loads(zlib.decompress((self.folder / key).read_bytes()))
            found = Snapshot(value["files"], value["settings"])
        except (OSError, ValueError, KeyError, TypeError, zlib.error):
            return None
        return found if found.key == key else None

    def text(self, hashed: str) -> bytes | None:
        """Return a YAML file as it was when it had this digest, or None."""
        try:
            data = zlib.decompress((self.folder / "yaml" / hashed).read_bytes())
        except (OSError, zlib.error):
            return None
        return data if hashlib.sha256(data).hexdigest() == hashed else None

    def keep_texts(self, snapshot: Snapshot, project: Path) -> None:
        """Keep the YAML of a snapshot that was just taken: soon it may be saved again."""
        for name, hashed in _yaml(snapshot):
            if not (self.folder / "yaml" / hashed).is_file():
                self._keep_text(project / name, hashed)

    def keep(self, snapshot: Snapshot, used: Iterable[str]) -> None:
        """Keep a snapshot, and of the others those whose names are used; forget the YAML that belongs to none."""
        wanted = {*used, snapshot.key}
        if not (self.folder / snapshot.key).is_file():
            write(self.folder / snapshot.key, zlib.compress(snapshot.as_json(), 1))
        if self._forget(self.folder, wanted):
            kept = [found for key in wanted if (found := self.find(key)) is not None]
            self._forget(self.folder / "yaml", {hashed for one in kept for _, hashed in _yaml(one)})

    def _keep_text(self, path: Path, hashed: str) -> None:
        try:
            data = path.read_bytes()
        except OSError:
            return
        if hashlib.sha256(data).hexdigest() == hashed:  # else it was saved again while we worked
            write(self.folder / "yaml" / hashed, zlib.compress(data, 1))

    def _forget(self, folder: Path, wanted: Collection[str]) -> bool:
        """Remove the files of a folder that nobody wants; tell whether there were any."""
        try:
            old = [entry.path for entry in os.scandir(folder) if entry.is_file() and entry.name not in wanted]
            for path in old:
                os.unlink(path)
        except OSError:
            return False
        return bool(old)


def _yaml(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return the project's own YAML files of a snapshot with their digests."""
    return [(name, hashed) for name, hashed in snapshot.files.items() if name.endswith(".yaml") and name[0] != "/"]
