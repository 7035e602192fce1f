"""Pictures in the text that wait for the next page, so that the text goes on where they don't fit.

In: WeasyPrint's tree of boxes, the page just made and where the next one begins (nothing here imports WeasyPrint). Out: the picture moved
behind the next paragraph, in the tree, and whether there was one to move. Without that a page ends where its picture doesn't fit, up to
half of it white. A picture with notes stays: their numbers follow the order of the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.fills import bottom
from builder.margin_notes import floor

LEAST_HOLE = 0.15
"""A smaller hole, as a share of the page's height, isn't worth a picture's place."""


def let_wait(root: Any, page: Any, resume_at: Mapping[int, Any] | None) -> bool:
    """Move the picture that the next page begins with behind the paragraph after it; tell whether there was one to move."""
    if resume_at is None or floor(page) - bottom(page) < LEAST_HOLE * page.height:
        return False
    above, place = _path(root, resume_at)
    if not above or not _is(above[-1].children[place[-1]], "picture"):
        return False
    home, index = above[-1], place[-1]
    picture = home.children[index]
    if any(str(box.element_tag).endswith("::footnote-call") for box in picture.descendants()):
        return False
    target, after = (home, index + 1) if index + 1 < len(home.children) else (_next(above, place), 0)
    following = _paragraph(target, after)
    if following is None:
        return False
    home.children = [child for child in home.children if child is not picture]
    spot = next(i for i, child in enumerate(target.children) if child is following) + 1
    target.children = [*target.children[:spot], picture, *target.children[spot:]]
    return True


def _path(root: Any, resume_at: Mapping[int, Any] | None) -> tuple[list[Any], list[int]]:
    """Return the boxes from the root down to the one in which the next page begins, and the place in each; nothing inside a line."""
    above, place = [], []
    box = root
    while resume_at:
        index = next(iter(resume_at))
        if index >= len(getattr(box, "children", ())):  # the place of a character in its text
            return [], []
        above.append(box)
        place.append(index)
        box, resume_at = box.children[index], resume_at[index]
    return above, place


def _next(above: list[Any], place: list[int]) -> Any:
    """Return the passage after the one that a picture ends."""
    behind = above[-2].children[place[-2] + 1 :] if len(above) > 1 else ()
    following = next((box for box in behind if not _is(box, "margin-anchor")), None)
    return following if following is not None and _is(following, "passage") else None


def _paragraph(passage: Any, place: int) -> Any:
    """Return the paragraph that begins at a place in a passage, or behind a heading there."""
    inside = passage.children[place:] if passage is not None else ()
    first = next((box for box in inside if not _is(box, "margin-anchor") and not _is(box, "heading")), None)
    return first if first is not None and _is(first, "paragraph") else None


def _is(box: Any, name: str) -> bool:
    element = box.element
    own = element is not None and box.element_tag == element.tag
    return bool(own and name in str(element.get("class", "")).split())
