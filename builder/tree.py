"""The three kinds of node: what a YAML file says, and where it says it.

In: nothing. Out: `Scalar`, `Sequence` and `Mapping`, frozen values. Separate from `nodes`, which reads and searches
them, so that the YAML reader and the functions that use its result both can import the types.

Two nodes are equal when they say the same, wherever they stand. Offsets count characters from the source's start; a
`Location` is made on demand, because most nodes never need one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar, dataclass_transform

from builder.diagnostics import Location
from builder.source import Source

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(kind: type[T]) -> type[T]:
    """Make a dataclass that is frozen to the type checker only: a file has thousands of values, and Python fills a frozen one slower."""
    return dataclass(slots=True, unsafe_hash=True)(kind)


@value
class Scalar:
    """A single value: the text as typed, or None where nothing, `~` or `null` stands without quotes."""

    text: str | None
    source: Source = field(compare=False, repr=False)
    start: int = field(compare=False)
    end: int = field(compare=False)
    overrode: tuple[Node, ...] = field(default=(), compare=False, repr=False)
    """Values that this one replaced, oldest first."""

    @property
    def location(self) -> Location:
        """Where it stands, underlined to the end of its first line."""
        return self.source.location(self.start, self.end)

    @property
    def raw(self) -> str:
        """The source text: quotes, block indicator and line ends included."""
        return self.source.text[self.start : self.end]


@value
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    source: Source = field(compare=False, repr=False)
    start: int = field(compare=False)
    end: int = field(compare=False)
    overrode: tuple[Node, ...] = field(default=(), compare=False, repr=False)

    @property
    def location(self) -> Location:
        """Where it begins, underlined to the end of its first line."""
        return self.source.location(self.start, self.end)


@value
class Entry:
    """A field of a mapping."""

    key: Scalar
    value: Node


@value
class Mapping:
    """Fields by name, in the order of the file."""

    entries: dict[str, Entry]
    source: Source = field(compare=False, repr=False)
    start: int = field(compare=False)
    end: int = field(compare=False)
    overrode: tuple[Node, ...] = field(default=(), compare=False, repr=False)

    @property
    def location(self) -> Location:
        """Where it begins, underlined to the end of its first line."""
        return self.source.location(self.start, self.end)


Node: TypeAlias = Scalar | Sequence | Mapping
