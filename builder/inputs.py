"""A course on disk -> its trees, checked: what `check`, `list` and `report` start from.

In: the project's folder and a course's name. Out: the trees. Separate from `build`, whose imports, of all that renders and writes, take
several times as long as a check.
"""

from __future__ import annotations

from pathlib import Path

from builder.garbage import uncollected
from builder.layers import read_templates
from builder.load import read_folder
from builder.trees import Outside, Tree, trees_of


def load_trees(project: Path, course: str, classes: tuple[str, ...] = (), outside: Outside = ()) -> list[Tree]:
    """Read a course, lay its classes over it, shape and check each tree; `classes` narrows to those."""
    with uncollected():
        return trees_of(read_folder(project, course), read_templates(project), classes, outside)
