"""Citations and bibliographies by CSL (Citation Style Language 1.0.2), through citeproc-py.

`load_style` finds a style, `Bibliography` sets a course's sources in it. Files: `styles` (names to styles), `sources`
(CSL-YAML to values), `engine` (citeproc-py, made to behave), `marks` (its text to HTML), `bibliography` (all of it).
"""

from typing import TYPE_CHECKING, Any

from builder.citations.styles import Style, StyleError, StyleKind, load_style
from builder.text.citing import CiteItem

if TYPE_CHECKING:
    from builder.citations.bibliography import Bibliography
    from builder.citations.sources import TYPES, SourceProblem

__all__ = ["TYPES", "Bibliography", "CiteItem", "SourceProblem", "Style", "StyleError", "StyleKind", "load_style"]


def __getattr__(name: str) -> Any:
    """Import what sets citations when it is first asked for (PEP 562): a check only finds styles, and citeproc-py takes its time."""
    if name in ("TYPES", "SourceProblem"):
        from builder.citations import sources

        return getattr(sources, name)
    if name == "Bibliography":
        from builder.citations.bibliography import Bibliography

        return Bibliography
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
