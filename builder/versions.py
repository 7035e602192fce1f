"""Versions that decide the bytes of a PDF, found without importing WeasyPrint: half a second that a build with nothing to set saves.

In: nothing. Out: pairs for `Job.made_with`.
"""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from builder import fonts
from builder.doctor import LIBRARIES


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of this program, WeasyPrint, Pango and the fonts; OSError without Pango, which the doctor reports first."""
    return (
        ("studyguide", program()),
        ("weasyprint", version("weasyprint")),
        ("pango", str(_pango())),
        ("fonts", fonts.digest()),
    )


@cache
def program() -> str:
    """Return the digest of this program's own code: a changed pass over finished pages makes other pages of the same HTML."""
    folder = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _pango() -> int:
    """Return Pango's version as it encodes it: 15000 for 1.50.0."""
    names = next(library.names for library in LIBRARIES if library.title == "Pango")
    for name in names:
        try:
            return int(ctypes.CDLL(name).pango_version())
        except OSError:
            continue
    raise OSError(f"none of {', '.join(names)} can be loaded")
