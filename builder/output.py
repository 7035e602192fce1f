"""Bytes -> disk: PDFs, the manifest, reports of what failed. The only writer of the output folder.

A file appears whole or not at all: temporary file beside it, fsync, rename. The manifest says what was made from which digests; a
file that isn't in it is never touched. Two builds in one folder don't disturb each other: the second one is refused or waits.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows has no flock: there two builds may run at once
    fcntl = None  # type: ignore[assignment]

MANIFEST = "manifest.json"
FORMAT = 2


class OutputError(Exception):
    """The output folder can't be written: a full disk, a missing permission (exit code 3)."""


class LockedError(Exception):
    """Another build is at work in the same folder (exit code 3)."""


@dataclass(slots=True)
class Document:
    """What the manifest keeps of a PDF: the digest of the job it was made from, its own, its pages."""

    job: str
    pdf: str
    pages: int
    whole: bool = False
    """A build of everything makes it, so that one that doesn't may remove it."""
    places: dict[str, int] = field(default_factory=dict)
    """The pages on which its questions stand, by their elements' ids: answer keys name them."""
    searched_for: str = ""
    """Digest of the words that it was searched for and doesn't hold."""
    parts: dict[str, str] = field(default_factory=dict)
    """The first digits of the digests of what it was made from, kind by kind (`Job.parts`)."""
    snapshot: str = ""
    """The name of the state of the project in which its job was as `job` says (`snapshots`)."""


@dataclass(slots=True)
class Manifest:
    """What was made, and what each course's last build found."""

    documents: dict[str, Document] = field(default_factory=dict)
    courses: dict[str, dict[str, Any]] = field(default_factory=dict)

    def as_json(self) -> str:
        """Return the manifest's text; the same content gives the same bytes."""
        documents = {name: asdict(document) for name, document in sorted(self.documents.items())}
        value = {"format": FORMAT, "documents": documents, "courses": dict(sorted(self.courses.items()))}
        return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Output:
    """The output folder."""

    root: Path

    def read_manifest(self) -> Manifest:
        """Return what the manifest says; an absent or damaged one is an empty one, so that all is made again."""
        try:
            value = json.loads((self.root / MANIFEST).read_text("utf-8"))
            if value["format"] != FORMAT:
                return Manifest()
            return Manifest(
                {name: Document(**entry) for name, entry in value["documents"].items()}, dict(value["courses"])
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return Manifest()

    def write_manifest(self, manifest: Manifest) -> None:
        """Write the manifest if it says something new."""
        text = manifest.as_json().encode()
        path = self.root / MANIFEST
        if not path.is_file() or path.read_bytes() != text:
            self.write(MANIFEST, text)

    def digest(self, name: str) -> str | None:
        """Return the SHA-256 of a file as it stands, or None when there is none."""
        try:
            with (self.root / name).open("rb") as stream:
                return hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Put a whole file in place of whatever is there; raise OutputError when that can't be done, leaving no trace."""
        path = self.root / name
        temporary = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException as problem:
            if temporary is not None:
                with suppress(OSError):
                    os.unlink(temporary)
            if isinstance(problem, OSError):
                raise OutputError(
                    f"`{self._shown(name)}` could not be written: {problem.strerror or problem}"
                ) from problem
            raise

    def remove(self, name: str) -> None:
        """Remove a file, and its folder if that leaves it empty."""
        path = self.root / name
        with suppress(FileNotFoundError):
            path.unlink()
        for folder in path.parents[: len(Path(name).parts) - 1]:
            with suppress(OSError):
                folder.rmdir()

    def clear(self) -> int:
        """Remove every file that the manifest says we made and that still is as it was made, and the manifest; return how many."""
        manifest = self.read_manifest()
        names = [name for name, made in manifest.documents.items() if self.digest(name) == made.pdf]
        for name in [*names, MANIFEST]:
            self.remove(name)
        return len(names)

    def _shown(self, name: str) -> str:
        return f"{self.root.name}/{name}"

    @contextmanager
    def lock(self, wait: bool = False) -> Iterator[None]:
        """Hold the folder for one build; raise LockedError at once, or wait, when another one holds it.

        The lock is on the folder itself: it leaves no file behind and goes when its process goes.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.root, os.O_RDONLY)
        except OSError as problem:
            raise OutputError(f"`{self.root}` can't be used as the output folder: {problem.strerror}") from problem
        try:
            if fcntl is not None:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                except BlockingIOError as problem:
                    raise LockedError("another build is at work in this output folder") from problem
            yield
        finally:
            os.close(handle)
