"""A function of WeasyPrint -> another in its place, in every module that has imported it by name."""

from __future__ import annotations

import sys
from typing import Any


def replace(old: Any, new: Any) -> None:
    """Put a function or a class in the place of another."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint"):
            for key, value in list(vars(module).items()):
                if value is old:
                    setattr(module, key, new)
