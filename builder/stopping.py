"""Pages that nobody waits for any more aren't finished: a further save made them stale.

In: a question that is asked before each page is made and before each is drawn. Out: StoppedError as soon as the answer is yes. Separate
from `run`, whose workers are stopped by ending their processes: what is set in the process that watches has to stop by itself. Between
two pages nothing is open and nothing is written, and asking costs less than a microsecond.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

Asked = Callable[[], bool]
_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


class StoppedError(Exception):
    """The pages at work are stale."""


@contextmanager
def stopping_when(asked: Asked) -> Iterator[None]:
    """Stop the pages set inside, by StoppedError, as soon as the answer is yes."""
    token = _asked.set(asked)
    try:
        yield
    finally:
        _asked.reset(token)


def let_pages_stop(page: ModuleType, document: ModuleType) -> None:
    """Mend `weasyprint.layout.page` and `weasyprint.document`: they ask before each page that they make and each that they draw."""
    page.remake_page = _asking(page.remake_page)  # type: ignore[attr-defined]
    document.draw_page = _asking(document.draw_page)  # type: ignore[attr-defined]


def _asking(work: Callable[..., Any]) -> Callable[..., Any]:
    if hasattr(work, "__wrapped__"):
        return work

    @functools.wraps(work)
    def mended(*given: Any) -> Any:
        asked = _asked.get()
        if asked is not None and asked():
            raise StoppedError
        return work(*given)

    return mended
