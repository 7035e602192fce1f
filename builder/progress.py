"""How far a build is, on a terminal: a bar with what is being made, how many of how many, and the time left.

In: what a build and its executor say of their work. Out: a line that is drawn again and again, and gone in the end. Separate from `cli`
since rich takes longer to import than a build that has nothing to do: it comes with the first page that is made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as RichBar
    from rich.progress import TaskID

NAME_WIDTH = 36
"""Characters of a document's name that are shown, its end."""


class Progress:
    """Hears how far a build is, and shows nothing of it."""

    def asked(self, count: Callable[[], int]) -> None:
        """A build begins; `count` finds out how many documents were asked for."""

    def begun(self, name: str) -> None:
        """A document is being made."""

    def settled(self, name: str) -> None:
        """A document is made, was up to date, or can't be made."""

    def line(self, text: str) -> None:
        """Print a line to stdout."""
        sys.stdout.write(f"{text}\n")

    def close(self) -> None:
        """The build is over."""


SILENT = Progress()


class Bar(Progress):
    """Shows it on a terminal."""

    def __init__(self, stream: IO[str]) -> None:
        """Draw on `stream`."""
        self._stream = stream
        self._count: Callable[[], int] = int
        self._done = 0
        self._at_work: dict[str, None] = {}
        self._bar: RichBar | None = None
        self._task: TaskID | None = None

    def asked(self, count: Callable[[], int]) -> None:
        """Remember how to count: that too is done when there is something to show."""
        self._count = count

    def begun(self, name: str) -> None:
        """Show that a document is being made."""
        self._at_work[name] = None
        if self._bar is None:
            self._open()
        self._show()

    def settled(self, name: str) -> None:
        """Show that one more is done with."""
        self._done += 1
        self._at_work.pop(name, None)
        self._show()

    def line(self, text: str) -> None:
        """Print a line to stdout as it is, above the bar if that is where the bar is."""
        if self._bar is None or self._stream is not sys.stdout:
            super().line(text)
        else:
            self._bar.console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichBar

        console = Console(file=self._stream)
        name = TextColumn("{task.description}", markup=False)
        self._bar = RichBar(
            name, BarColumn(bar_width=20), MofNCompleteColumn(), TimeRemainingColumn(compact=True), TextColumn("left"),
            console=console, transient=True, redirect_stdout=False, redirect_stderr=False,
        )  # fmt: skip
        self._task = self._bar.add_task(self._name(), total=self._count(), completed=self._done)
        self._bar.start()

    def _show(self) -> None:
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=self._done, description=self._name())

    def _name(self) -> str:
        """Return the document that has been at work the longest, shortened."""
        name = next(iter(self._at_work), "")
        return name if len(name) <= NAME_WIDTH else f"…{name[1 - NAME_WIDTH :]}"
