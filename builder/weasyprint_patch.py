"""A fault of WeasyPrint 70 that no style sheet can avoid, mended in one place.

When the second line of a paragraph doesn't fit, WeasyPrint moves the page's notes to the next page to make room, instead of moving the
paragraph (`layout/block.py`, `_linebox_layout`): marks and notes are parted although `footnote-policy: line` forbids it. Here that
attempt is left out. Nothing else changes; a test holds every note to the page of its mark.
"""

from __future__ import annotations

import inspect
from types import ModuleType

_ATTEMPT = "report = not context.in_column and can_break_now and not could_break_before"


def keep_notes_with_their_marks(block: ModuleType) -> bool:
    """Mend `weasyprint.layout.block`; return False, and leave it alone, when it isn't the code that has the fault."""
    source = inspect.getsource(block._linebox_layout)
    if source.count(_ATTEMPT) != 1:
        return False
    code = compile(source.replace(_ATTEMPT, "report = False"), block.__file__ or "block.py", "exec")
    exec(code, block.__dict__)
    return True
