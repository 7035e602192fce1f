"""Versions that decide the bytes of a PDF, found without importing WeasyPrint: half a second that a build with nothing to set saves.

In: nothing. Out: pairs for `Job.made_with`.
"""

from __future__ import annotations

import ctypes
from functools import cache
from importlib.metadata import version

from builder import fonts
from builder.doctor import LIBRARIES


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions of WeasyPrint, Pango and the fonts; OSError when there is no Pango, which the doctor reports first."""
    return (("weasyprint", version("weasyprint")), ("pango", str(_pango())), ("fonts", fonts.digest()))


def _pango() -> int:
    """Return Pango's version as it encodes it: 15000 for 1.50.0."""
    names = next(library.names for library in LIBRARIES if library.title == "Pango")
    for name in names:
        try:
            return int(ctypes.CDLL(name).pango_version())
        except OSError:
            continue
    raise OSError(f"none of {', '.join(names)} can be loaded")
