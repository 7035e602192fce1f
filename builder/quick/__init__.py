"""WeasyPrint 70 made quicker without another byte in its PDFs: what it works out again and again is worked out once.

In: the package `weasyprint` (nothing here imports it). Out: some of its functions replaced, in the one version whose code these were held
against; any other is left as it is. Separate from `weasyprint_patch`, which mends faults: this may be left out at any time, and the pages
stay the same. What each part gives is written down in `docs/performance.md`.
"""

from __future__ import annotations

from types import ModuleType

from builder.quick import lengths, lines, pango, styles

VERSION = "70.0"


def quicken(weasyprint: ModuleType) -> bool:
    """Replace the slow functions; return False, and touch nothing, in a version that isn't known or where it is done."""
    if weasyprint.__version__ != VERSION or hasattr(weasyprint, "is_quick"):
        return False
    for part in (lengths, styles, pango, lines):
        part.quicken(weasyprint)
    weasyprint.is_quick = True  # type: ignore[attr-defined]
    return True
