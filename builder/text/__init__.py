"""Markdown as our content files use it -> HTML, references, faults, plain words.

`references` and `problems` are for the checks, `blocks`, `block` and `inline` for the pages, `plain` for everything
that measures or names. Files: `markdown` (typed text to tokens), `citing` (inside a citation), `reading` (what a text
says), `rendering` (tokens to HTML).
"""

from builder.text.citing import CiteItem, read_items
from builder.text.reading import SCHEMES, Problem, Reference, problems, references
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
