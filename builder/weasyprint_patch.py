"""Two faults of WeasyPrint 70 that no style sheet can avoid, mended in one place.

When the second line of a paragraph doesn't fit, WeasyPrint moves the page's notes to the next page to make room, instead of moving the
paragraph (`layout/block.py`, `_linebox_layout`): marks and notes are parted although `footnote-policy: line` forbids it. Here that
attempt is left out. Nothing else changes; a test holds every note to the page of its mark.

A text before an inline element (a link, italics, code) that fills its line up to its last space is taken for too long, since that space
counts, and only its first word is kept on the line (`text/line_break.py`, `split_first_line`, step 3). Here the space may hang over.
"""

from __future__ import annotations

import inspect
from types import ModuleType
from typing import Any

_ATTEMPT = "report = not context.in_column and can_break_now and not could_break_before"


def keep_notes_with_their_marks(block: ModuleType) -> bool:
    """Mend `weasyprint.layout.block`; return False, and leave it alone, when it isn't the code that has the fault."""
    source = inspect.getsource(block._linebox_layout)
    if source.count(_ATTEMPT) != 1:
        return False
    code = compile(source.replace(_ATTEMPT, "report = False"), block.__file__ or "block.py", "exec")
    exec(code, block.__dict__)
    return True


def let_spaces_hang(inline: ModuleType) -> None:
    """Mend `weasyprint.layout.inline`: a text whose last space alone is too much for its line stays whole."""
    split = inline.split_first_line
    if getattr(split, "is_mended", False):
        return

    def mended(text: str, style: Any, context: Any, max_width: float | None, *rest: Any, **named: Any) -> Any:
        result = split(text, style, context, max_width, *rest, **named)
        if result[2] is None or not max_width or not text.endswith(" ") or result[3] * 2 > max_width:
            return result
        bare = split(text.rstrip(" "), style, context, max_width, *rest, **named)
        if bare[2] is not None:
            return result
        return split(text, style, context, max_width + style["font_size"], *rest, **named)

    mended.is_mended = True  # type: ignore[attr-defined]
    inline.split_first_line = mended  # type: ignore[attr-defined]
