"""Markdown as our content files use it -> HTML, references, faults, plain words.

`references` and `problems` are for the checks, `blocks`, `block` and `inline` for the pages, `plain` for everything
that measures or names. Files: `markdown` (typed text to tokens), `citing` (inside a citation), `reading` (what a text
says), `rendering` (tokens to HTML).
"""

from typing import TYPE_CHECKING, Any

from builder.text.citing import CiteItem, read_items
from builder.text.reading import SCHEMES, Problem, Reference, problems, references

if TYPE_CHECKING:
    from builder.text.rendering import Block, BlockKind, CiteForm, Context, block, blocks, inline, plain

__all__ = [
    "SCHEMES",
    "Block",
    "BlockKind",
    "CiteForm",
    "CiteItem",
    "Context",
    "Problem",
    "Reference",
    "block",
    "blocks",
    "inline",
    "plain",
    "problems",
    "read_items",
    "references",
]


def __getattr__(name: str) -> Any:
    """Import what makes HTML when it is first asked for (PEP 562): a check makes none, and the languages' rules take their time."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from builder.text import rendering

    return getattr(rendering, name)
