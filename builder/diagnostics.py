"""Findings about content: values with a severity, a place and a hint; and the text that a writer reads.

In: whatever another stage found. Out: a `Diagnostic`, and by `format_diagnostic` the text of DESIGN.md, "Messages".
Separate because every stage makes diagnostics and only the command prints them.

The three severities:

- error: what was asked for can't be made as written. The section keeps its last good PDF; exit code 1.
- warning: it is made, and probably not as the writer meant. Under `--strict` as grave as an error.
- info: worth knowing, nothing to mend.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHOWN_COLUMNS = 120
"""Columns of a source line that are shown; a longer one is cut around its caret."""
_BEFORE_CARET = 40
_TAB_STOP = 4
_ELLIPSIS = "…"
_HIDDEN = frozenset("\u2028\u2029\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Line separators, the byte-order mark, and characters that turn the direction of what follows."""


class Severity(StrEnum):
    """How grave a finding is; the module's docstring says what each one means."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source file; lines and columns count characters from 1, as editors do."""

    file: str
    """Path from the project's folder, with forward slashes."""
    line: int
    """0 stands for the file as a whole."""
    column: int = 1
    length: int = 1
    """Characters to underline."""
    excerpt: str = ""
    """The source line as it stands; empty: none is shown."""

    def __str__(self) -> str:
        """`file:line:column`, the form that editors make into a link."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding."""

    severity: Severity
    message: str
    location: Location | None = None
    hint: str | None = None
    code: str = ""
    """Short name of the rule that found it, for `# studyguide: allow CODE reason`; empty: can't be silenced."""
    related: tuple[tuple[str, Location], ...] = ()
    """Further places, each with a few words: `("first written here", place)`."""


def error(
    message: str,
    location: Location | None = None,
    hint: str | None = None,
    code: str = "",
    related: Sequence[tuple[str, Location]] = (),
) -> Diagnostic:
    """Make a finding that stops the section it stands in."""
    return Diagnostic(Severity.ERROR, message, location, hint, code, tuple(related))


def warning(
    message: str,
    location: Location | None = None,
    hint: str | None = None,
    code: str = "",
    related: Sequence[tuple[str, Location]] = (),
) -> Diagnostic:
    """Make a finding about something that is printed, and probably not as meant."""
    return Diagnostic(Severity.WARNING, message, location, hint, code, tuple(related))


def info(
    message: str,
    location: Location | None = None,
    hint: str | None = None,
    code: str = "",
    related: Sequence[tuple[str, Location]] = (),
) -> Diagnostic:
    """Make a finding that asks for nothing."""
    return Diagnostic(Severity.INFO, message, location, hint, code, tuple(related))


def in_file_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, line and column, those without a place last; a finding made twice (for two classes) stands once."""
    return sorted(dict.fromkeys(diagnostics), key=_place)


def _place(diagnostic: Diagnostic) -> tuple[bool, str, int, int]:
    location = diagnostic.location
    if location is None:
        return (True, "", 0, 0)
    return (False, location.file, location.line, location.column)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that `word` most likely stands for, or None when none is near.

    Case and the choice between space, `-` and `_` don't count. Near means at most one edit for up to five
    characters and a third of the length beyond that; two neighbours swapped are one edit. Of equally near words one
    with the same letters wins, then one with the same first letter, then the first.
    """
    folded = _fold(word)
    limit = max(1, len(folded) // 3)
    near: list[tuple[int, bool, bool, int, str]] = []
    for place, candidate in enumerate(known):
        other = _fold(candidate)
        if abs(len(other) - len(folded)) > limit:
            continue
        distance = _edits(folded, other)
        if distance <= limit and distance < max(len(folded), len(other), 1):
            letters = sorted(folded) != sorted(other)
            near.append((distance, letters, folded[:1] != other[:1], place, candidate))
    return min(near)[-1] if near else None


def _fold(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")


def _edits(left: str, right: str) -> int:
    """Count insertions, deletions, replacements and swaps of neighbours (optimal string alignment distance)."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(right, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def format_diagnostic(diagnostic: Diagnostic) -> str:
    """Return the finding as the writer reads it, without a line feed at its end.

    Further places follow the main one, each as `  note: words` with its own place and excerpt; then the hint, and the code of the rule
    where a comment can silence it.
    Gutters of one finding are equally wide. Tabs and control characters are shown as something that can't move the
    carets; a wide East Asian character counts two columns and a combining mark none.
    """
    places = [diagnostic.location] if diagnostic.location else []
    gutter = max((len(str(place.line)) for place in (*places, *(at for _, at in diagnostic.related))), default=1)
    lines = [f"{diagnostic.severity}: {_one_line(diagnostic.message)}"]
    for place in places:
        lines += _format_place(place, gutter)
    for words, place in diagnostic.related:
        lines.append(f"  note: {_one_line(words)}")
        lines += _format_place(place, gutter)
    if diagnostic.hint:
        first, *rest = diagnostic.hint.split("\n")
        lines.append(f"  hint: {_one_line(first)}")
        lines += [f"        {_visible(line)}" for line in rest]
    if diagnostic.code and diagnostic.severity is not Severity.ERROR:
        lines.append(f"  rule: {diagnostic.code}")
    return "\n".join(lines)


def _format_place(location: Location, gutter: int) -> list[str]:
    lines = [f"  --> {_one_line(str(location))}"]
    if location.line and location.excerpt.strip():
        shown, carets = _underline(location.excerpt, location.column, location.length)
        margin = " " * gutter
        lines += [f"{margin} |", f"{location.line:>{gutter}} | {shown}".rstrip(), f"{margin} | {carets}"]
    return lines


def _underline(excerpt: str, column: int, length: int) -> tuple[str, str]:
    """Return the shown source line and the line of carets under it."""
    start = min(max(column - 1, 0), len(excerpt))
    end = max(start + 1, min(start + length, len(excerpt)))
    cells = _cells(excerpt)
    first, last = _window([width for _, width in cells], start)
    head = _ELLIPSIS if first else ""
    tail = _ELLIPSIS if last < len(cells) else ""
    shown = "".join(text for text, _ in cells[first:last])
    indent = len(head) + sum(width for _, width in cells[first:start])
    carets = sum(width for _, width in cells[start : min(end, last)])
    return f"{head}{shown}{tail}", " " * indent + "^" * max(carets, 1)


def _window(widths: Sequence[int], start: int) -> tuple[int, int]:
    """Choose the part of a line to show: all of it, or as much around character `start` as fits."""
    if sum(widths) <= SHOWN_COLUMNS:
        return 0, len(widths)
    first = max(0, start - _BEFORE_CARET)
    if sum(widths[first:]) <= SHOWN_COLUMNS - 1:  # the line's end is near: show more of what precedes it
        first, room = len(widths), SHOWN_COLUMNS - 1
        while widths[first - 1] <= room:
            first -= 1
            room -= widths[first]
        return first, len(widths)
    room = SHOWN_COLUMNS - 2
    last = first
    while last < len(widths) and (widths[last] <= room or last <= start):
        room -= widths[last]
        last += 1
    return first, last


def _cells(text: str) -> list[tuple[str, int]]:
    """Return each character as it is shown and the columns it takes."""
    cells: list[tuple[str, int]] = []
    column = 0
    for character in text:
        shown = _visible(character)
        width = _TAB_STOP - column % _TAB_STOP if character == "\t" else _width(shown)
        cells.append((" " * width if character == "\t" else shown, width))
        column += width
    return cells


def _width(character: str) -> int:
    """Columns in a terminal (Unicode Standard Annex 11; marks and format characters take none)."""
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    if character == "\u00ad" or unicodedata.category(character) not in ("Mn", "Me", "Cf"):
        return 1
    return 0


def _visible(text: str) -> str:
    """Replace what would move a terminal's cursor, turn its direction or can't be encoded; keep tabs out of it."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # Control Pictures
    if code == 0x7F:
        return "\u2421"
    if 0x80 <= code < 0xA0 or 0xD800 <= code < 0xE000 or character in _HIDDEN:
        return "\ufffd"
    return character


def _one_line(text: str) -> str:
    return _visible(text if text.isprintable() else " ".join(text.split()))
