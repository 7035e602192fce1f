"""Fields of a form where HTML's aren't enough: a room over several pages, a choice of one among several.

In: WeasyPrint's page boxes after layout, then its PDF in the making (nothing here imports WeasyPrint). Out: the same, with one field for
each room on a page, and one for the buttons of a choice. Separate from `fields`, which sees the page before anybody knows where it breaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import pydyf  # type: ignore[import-untyped]


def join_rooms(pages: Sequence[Any]) -> None:
    """Make one field of all text areas of a name that stand on a page; on its further pages a room's name gets a number."""
    found = [(number, parent, box) for number, page in enumerate(pages) for parent, box in _areas(page)]
    for _, group in groupby(found, key=lambda item: str(item[2].element.get("name"))):
        room = [list(pieces) for _, pieces in groupby(group, key=lambda item: item[0])]
        for part, pieces in enumerate(room, 1):
            _join([(parent, box) for _, parent, box in pieces])
            if len(room) > 1:
                _number(pieces[0][2].element, part, len(room))


def _areas(box: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the text areas below a box in reading order, each with its parent."""
    for child in box.all_children():
        if child.element_tag == "textarea" and child.is_input():
            yield box, child
        else:
            yield from _areas(child)


def _join(pieces: list[tuple[Any, Any]]) -> None:
    """Let the first text area reach to the end of the last, and take the others away."""
    (_, first), (_, last) = pieces[0], pieces[-1]
    first.height += last.position_y + last.margin_height() - first.position_y - first.margin_height()
    for parent, piece in pieces[1:]:
        parent.children = [child for child in parent.children if child is not piece]


def _number(element: Any, part: int, parts: int) -> None:
    """Tell the fields of one room apart by the pages that they stand on."""
    element.set("title", f"{element.get('title')} ({part}/{parts})")
    if part > 1:
        element.set("name", f"{element.get('name')}-{part}")


def group_buttons(pdf: pydyf.PDF) -> None:
    """Make one field of the buttons of a name, its buttons no fields of their own (ISO 32000-1, 12.7.4.2.4).

    WeasyPrint 70 lists each button as a field, gives it the group's name as its own, and makes a group for each page.
    """
    form = pdf.catalog.get("AcroForm")
    groups: dict[str, Any] = {}
    gone: set[bytes] = set()
    for item in pdf.objects if form else ():
        if isinstance(item, pydyf.Dictionary) and item.get("FT") == "/Btn" and "Kids" in item:
            group = groups.setdefault(item["T"].string, item)
            gone.update(item["Kids"] if group is item else [*item["Kids"], item.reference])
            _take_over(pdf, group, item)
    if gone:
        form["Fields"][:] = [reference for reference in form["Fields"] if reference not in gone]


def _take_over(pdf: pydyf.PDF, group: Any, part: Any) -> None:
    """Give a group the buttons of its part on one page: each says which choice it is and has a state of its own."""
    start = 0 if group is part else len(group["Kids"])
    for place, (kid, words) in enumerate(zip(part["Kids"], part["Opt"], strict=True)):
        button = pdf.objects[int(kid.split()[0])]
        del button["T"]
        button["TU"] = pydyf.String(f"{group['TU'].string}: {words.string}")
        button["Parent"] = group.reference
        button["AP"]["N"] = pydyf.Dictionary({str(start + place): button["AP"]["N"].popitem()[1]})
    if group is not part:
        group["Kids"] += part["Kids"]
        group["Opt"] += part["Opt"]
