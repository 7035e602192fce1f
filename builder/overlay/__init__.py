"""What a class changes, laid over its course by id (DESIGN: `classes/<name>.yaml`)."""

from __future__ import annotations

from builder.overlay.chain import RESERVED_CLASSES, class_file, class_names
from builder.overlay.lay import COURSE_WIDE, Fault, Overlaid, lay_over
from builder.overlay.merge import is_hidden, is_unset, key_of

__all__ = [
    "COURSE_WIDE", "RESERVED_CLASSES", "Fault", "Overlaid", "class_file", "class_names", "is_hidden", "is_unset", "key_of", "lay_over",
]  # fmt: skip
