"""Words -> what they sort by, in the order of the Unicode Collation Algorithm (UTS #10), by pyuca and its default table.

In: a text. Out: a key that compares. Separate because lists of sources, glossaries and indexes sort alike, and because of the table: it has
34,000 lines, and to read them all takes longer than to render a handout. Here a line is read when a text needs it.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from pyuca import Collator
from pyuca.collator import COLL_ELEMENT_PATTERN
from pyuca.utils import hexstrings2int


class _Collator(Collator):  # type: ignore[misc]  # pyuca has no types
    """pyuca's collator, whose table grows with the characters that it meets."""

    def load(self, filename: str) -> None:
        """Note the lines of the table by the first character of what they are about; pyuca calls this as it begins."""
        self.lines: dict[str, list[str]] = {}
        with open(filename, encoding="utf-8") as table:
            for line in table:
                if line[0] not in "#@\n":
                    self.lines.setdefault(line[: line.index(" ")], []).append(line)
                elif line.startswith("@implicitweights"):
                    span, base = line.split("#")[0].removeprefix("@implicitweights").split(";")
                    first, last = span.split("..")
                    self.implicit_weights.append([int(first, 16), int(last, 16), int(base, 16)])

    def sort_key(self, string: str) -> tuple[int, ...]:
        """Return the key of a text, after its characters' lines are read."""
        for character in set(unicodedata.normalize("NFD", string)):
            for line in self.lines.pop(f"{ord(character):04X}", ()):
                characters, weights = line.split("#", 1)[0].split(";", 1)
                elements = [hexstrings2int(match.groups()) for match in COLL_ELEMENT_PATTERN.finditer(weights)]
                self.table.add(hexstrings2int(characters.split()), elements)
        key: tuple[int, ...] = super().sort_key(string)
        return key


def sort_key(text: str) -> tuple[int, ...]:
    """Return what a text sorts by."""
    return _collator().sort_key(text)


@cache
def _collator() -> _Collator:
    return _Collator()
