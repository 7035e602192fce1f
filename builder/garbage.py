"""A stretch of work during which Python doesn't look for garbage.

In: nothing. Out: a context. Separate because whoever makes many values that live until the end asks for it: looking through them again and
again, since they are many, finds nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Put off the search for reference cycles until the work is done; where it was off before, it stays so."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
