"""Compiled templates, kept in the user's cache: compiling them takes a command longer than filling one handout's.

In: a folder. Out: what Jinja asks for compiled templates. A template whose text has changed is compiled anew (Jinja compares a digest), and
so are all when Jinja's version or the way we set it up changes. A cache that can't be read or written is done without.
"""

from __future__ import annotations

import pickle
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

from builder.fresh import cache_folder


def compiled_templates(setup: Path) -> FileSystemBytecodeCache | None:
    """Return the cache of templates compiled by an environment that the module `setup` makes; None where no folder can be made."""
    made_by = sha256(f"{jinja2.__version__}\0".encode() + setup.read_bytes()).hexdigest()[:16]
    folder = cache_folder() / "templates" / made_by
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return _Cache(str(folder))


class _Cache(FileSystemBytecodeCache):
    """Jinja's own, which never stops a build: what is damaged is compiled, what can't be kept isn't."""

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return
