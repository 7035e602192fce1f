"""Citations and bibliographies by CSL (Citation Style Language 1.0.2), through citeproc-py.

`load_style` finds a style, `Bibliography` sets a course's sources in it. Files: `styles` (names to styles), `sources`
(CSL-YAML to values), `engine` (citeproc-py, made to behave), `marks` (its text to HTML), `bibliography` (all of it).
"""

from builder.citations.bibliography import Bibliography
from builder.citations.sources import TYPES, SourceProblem
from builder.citations.styles import Style, StyleError, StyleKind, load_style
from builder.text.citing import CiteItem

__all__ = ["TYPES", "Bibliography", "CiteItem", "SourceProblem", "Style", "StyleError", "StyleKind", "load_style"]
