"""The build hook: make the fonts, and put templates and schemas into the wheel.

In: the checkout. Out: `builder/_data/fonts`, in the checkout too (an editable install reads them there); in a wheel
also copies of `templates/` (without any class's own) and `schemas/` under `builder/_data/`, as `builder/resources.py`
expects them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StudyguideHook(BuildHookInterface):  # type: ignore[type-arg]
    """Hatch calls it before each wheel, editable ones included."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add our files to hatch's `force_include`: source on disk -> place in the wheel."""
        root = Path(self.root)
        sys.path.insert(0, str(root))
        from tools.make_fonts import make

        fonts = make(root / "builder" / "_data" / "fonts")
        if version == "editable":
            return
        data = {file: f"fonts/{file.name}" for file in fonts}
        for folder in ("templates", "schemas"):
            files = (file for file in sorted((root / folder).rglob("*")) if file.is_file())
            data |= {file: file.relative_to(root).as_posix() for file in files}
        own = (root / "templates" / "classes").parts
        data = {file: place for file, place in data.items() if file.parts[: len(own)] != own}
        build_data["force_include"] |= {str(file): f"builder/_data/{place}" for file, place in data.items()}
