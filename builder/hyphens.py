"""Words -> their syllables, by hyphenation patterns (F. M. Liang, Word Hy-phen-a-tion by Com-put-er, 1983).

The patterns are those of pyphen, which comes with WeasyPrint.

In: a word and the name of a dictionary. Out: how many parts hyphens could part it into, one letter at either end allowed. The same as
`len(pyphen.Pyphen(lang=.., left=1, right=1).positions(word)) + 1`, which a test compares. Separate from pyphen because its import and its
reading of one dictionary take longer than everything that a check does with the words: here a pattern is read when a word needs it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_ALTERNATIVES = re.compile(r"[ \t\r]+$|/.*$", re.MULTILINE)
"""Ends of lines that say how letters change at a hyphen (hunspell, hyphen's README): of no matter for counting."""
_DIGITS = b"0123456789"


def syllables(word: str, dictionary: str) -> int:
    """Return the number of a word's syllables, one at least; `dictionary` is pyphen's name of it, such as `en_US`.

    Raises FileNotFoundError for a dictionary that pyphen doesn't have.
    """
    patterns, longest = _patterns(dictionary)
    dotted = f".{word.lower()}."
    levels = [0] * (len(dotted) + 1)
    for start in range(len(dotted) - 1):
        for end in range(start + 1, min(start + longest, len(dotted)) + 1):
            pattern = patterns.get(dotted[start:end])
            if pattern is not None:
                for place, level in _levels(pattern):
                    if level > levels[start + place]:
                        levels[start + place] = level
    return 1 + sum(level & 1 for level in levels[2 : len(word) + 1])


@cache
def _levels(pattern: str) -> tuple[tuple[int, int], ...]:
    """Return the digits of a pattern such as `1ti2v` with their places between its letters."""
    found = []
    letters = 0
    for character in pattern:
        if character.isdigit():
            found.append((letters, int(character)))
        else:
            letters += 1
    return tuple(found)


@cache
def _patterns(dictionary: str) -> tuple[dict[str, str], int]:
    """Return the patterns of a dictionary by their letters, and the length of the longest.

    Its other lines, comments and settings, stay among them: no part of a word looks like one.
    """
    spec = find_spec("pyphen")
    folder = Path(spec.submodule_search_locations[0]) if spec and spec.submodule_search_locations else Path()
    data = (folder / "dictionaries" / f"hyph_{dictionary}.dic").read_bytes()
    encoding, _, rest = data.partition(b"\n")
    text = _ALTERNATIVES.sub("", rest.decode(encoding.decode().strip()))
    letters = text.encode().translate(None, _DIGITS).decode()  # of bytes, a twentieth of the time
    found = dict(zip(letters.split("\n"), text.split("\n"), strict=True))
    found.pop("", None)
    return found, max(len(letters) for letters in found if " " not in letters)
