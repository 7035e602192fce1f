"""Where a thing is printed: at its anchor in the narrative, or in its own part if it has none.

In: views by id, a section. Out: `Placed`, that templates look things up in. Separate because documents, disagreements, charts and
organizers all do the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from builder.model import Section

View = TypeVar("View")


@dataclass(frozen=True)
class Placed(Generic[View]):
    """All views by id, and those that no anchor of the narrative prints."""

    by_id: Mapping[str, View]
    rest: tuple[View, ...]


def place(views: Mapping[str, View], kind: str, section: Section) -> Placed[View] | None:
    """Return the views in the places where they are printed; None when there are none."""
    if not views:
        return None
    anchored = {passage.anchor[1] for passage in section.narrative if passage.anchor and passage.anchor[0] == kind}
    return Placed(views, tuple(view for name, view in views.items() if name not in anchored))
