"""Versions that decide the bytes of a PDF, found without importing WeasyPrint: half a second that a build with nothing to set saves.

In: nothing. Out: pairs for `Job.made_with`.
"""

from __future__ import annotations

import ctypes
import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from builder import __version__, fonts
from builder.doctor import LIBRARIES

PROGRAM = "the program"
FONTS = "the fonts"
PAGE_MODULES = (
    "book", "drawn", "fills", "fonts", "form_fonts", "form_rooms", "garbage", "grid", "job", "layout", "margin_notes", "measure",
    "page_floats", "paging", "quick", "quick.lengths", "quick.lines", "quick.pango", "quick.replace", "quick.styles", "repair", "resources",
    "runs", "stamp", "stopping", "typeset", "waiting", "weasyprint_patch",
)  # fmt: skip
"""Our modules that have a hand in a page after its Job is made: a change in them makes other pages of the same Job."""
_WRITERS = ("weasyprint", "pydyf", "pikepdf", "fonttools", "pyphen", "pillow")


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of us, WeasyPrint and what it works with; OSError when there is no Pango, which the doctor reports first."""
    libraries = tuple((name, version(name)) for name in _WRITERS)
    return (
        ("studyguide", __version__), *libraries, ("pango", str(_pango())), (FONTS, fonts.digest()), (PROGRAM, _program()),
    )  # fmt: skip


def _program() -> str:
    """Return the digest of the modules that set pages: a checkout's version stays the same while they change."""
    folder = Path(__file__).parent
    hasher = hashlib.sha256()
    for name in PAGE_MODULES:
        path = folder.joinpath(*name.split("."))
        hasher.update((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_bytes())
    return hasher.hexdigest()


def _pango() -> int:
    """Return Pango's version as it encodes it: 15000 for 1.50.0."""
    names = next(library.names for library in LIBRARIES if library.title == "Pango")
    for name in names:
        try:
            return int(ctypes.CDLL(name).pango_version())
        except OSError:
            continue
    raise OSError(f"none of {', '.join(names)} can be loaded")
