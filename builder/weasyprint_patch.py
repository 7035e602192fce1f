"""Faults of WeasyPrint 70 that no style sheet can avoid, mended in one place.

When the second line of a paragraph doesn't fit, WeasyPrint moves the page's notes to the next page to make room, instead of moving the
paragraph (`layout/block.py`, `_linebox_layout`): marks and notes are parted although `footnote-policy: line` forbids it. Here that
attempt is left out. Nothing else changes; a test holds every note to the page of its mark.

A text before an inline element (a link, italics, code) that fills its line up to its last space is taken for too long, since that space
counts, and only its first word is kept on the line (`text/line_break.py`, `split_first_line`, step 3). Here the space may hang over.

A text in `en` is hyphenated by the first of pyphen's dictionaries in the alphabet, the British ("arres-ted"); by CLDR's likely subtags
`en` is American ("arrest-ed"), as it is in `reading`.

The libraries are looked for by names that no Linux has before those that it has (`text/ffi.py`): two thirds of the import's time. Here
they are found at once.

And running heads and feet, which WeasyPrint makes with each page, can wait until the pages of other documents are known that stand in the
same book (`let_feet_wait`).
"""

from __future__ import annotations

import ctypes.util
import functools
import inspect
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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


@contextmanager
def libraries_by_file_name(platform: str = sys.platform) -> Iterator[None]:
    """Spare WeasyPrint's import the search for libraries by bare names, which starts a compiler and a linker for each on Linux.

    WeasyPrint tries `libpango-1.0-0`, `pango-1.0-0` and others before `libpango-1.0.so.0`, which the loader finds at once.
    """
    search = ctypes.util.find_library
    if platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def hyphenate_as_likely(pyphen: ModuleType) -> None:
    """Let English of no country be hyphenated as in the United States."""
    pyphen.LANGUAGES["en"] = pyphen.LANGUAGES["en_US"]


_later: ContextVar[bool] = ContextVar("later", default=False)


@contextmanager
def feet_later() -> Iterator[None]:
    """Leave out running heads and feet of the pages laid out inside; `feet` makes them when all pages are known."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def let_feet_wait(layout: ModuleType) -> None:
    """Mend `weasyprint.layout` so that a page's margin boxes can be made later: in a book their numbers run through all its runs."""
    make = layout.make_margin_boxes
    if hasattr(make, "__wrapped__"):
        return

    @functools.wraps(make)
    def made(context: Any, page: Any, state: Any) -> Iterable[Any]:
        if not _later.get():
            return make(context, page, state)  # type: ignore[no-any-return]
        page.waiting = (context, context.current_page, state)
        return ()

    layout.make_margin_boxes = made  # type: ignore[attr-defined]


def feet(layout: ModuleType, page: Any, number: int, total: int) -> tuple[Any, ...]:
    """Make the margin boxes of a page that waits for them: it is page `number` of `total`."""
    context, context.current_page, state = page.waiting
    depth, counters, scopes, groups = state
    counters = {**counters, "page": [number], "pages": [total]}
    for target in context.target_collector.target_lookup_items.values():
        if target.cached_page_counter_values:
            target.cached_page_counter_values = {**target.cached_page_counter_values, "page": [total]}
    made = tuple(layout.make_margin_boxes(context, page, (depth, counters, scopes, groups)))
    for box in made:
        layout.background.layout_box_backgrounds(page, box, context.get_image_from_uri)
    del page.waiting
    return made
