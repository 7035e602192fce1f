"""Bytes of a content file -> its text, and places in it.

In: the bytes as they are on disk. Out: a `Source`, which turns character offsets into a `Location`, and what is wrong
with the bytes. Separate from `nodes` because Markdown and template files have places too, and nothing here knows YAML.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from builder.diagnostics import Diagnostic, Location, error

MAX_BYTES = 5_000_000
_EXCERPT_TAIL = 1_000
_MAX_CHARACTER_FINDINGS = 20

_LINE_END = re.compile(r"\r\n|\r|\n")
_NEWLINE = re.compile("\n")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_ALLOW = re.compile(r"(?:^|\s)#\s*studyguide:\s*allow\s+([\w-]+)[ \t]*(.*)")
_NAMES = {
    "\u0085": "a next-line character",
    "\u2028": "a line separator",
    "\u2029": "a paragraph separator",
    "\ufeff": "a byte-order mark",
}


@dataclass(slots=True)
class Source:
    """A text file: places in it are offsets in characters from its start."""

    file: str
    text: str
    _starts: list[int] = field(default_factory=list, repr=False)

    def line_start(self, line: int) -> int:
        """Offset of the first character of a line (1-based)."""
        return self._lines()[line - 1]

    def line_at(self, offset: int) -> int:
        """Number (1-based) of the line that holds an offset."""
        return bisect_right(self._lines(), offset)

    def line_text(self, line: int) -> str:
        """A line (1-based) without its line end."""
        starts = self._lines()
        end = starts[line] if line < len(starts) else len(self.text)
        return self.text[starts[line - 1] : end].rstrip("\r\n")

    def location(self, start: int, end: int | None = None) -> Location:
        """Place of the characters from `start` up to `end`, underlined no further than their first line."""
        line = self.line_at(start)
        excerpt = self.line_text(line)
        column = start - self.line_start(line)
        length = max(1, min(start + 1 if end is None else end, self.line_start(line) + len(excerpt.rstrip())) - start)
        return Location(self.file, line, column + 1, length, excerpt[: column + _EXCERPT_TAIL])

    def _lines(self) -> list[int]:
        if not self._starts:
            self._starts.append(0)
            ends = _LINE_END if "\r" in self.text else _NEWLINE
            self._starts.extend(match.end() for match in ends.finditer(self.text))
        return self._starts


def decode(data: bytes, file: str) -> tuple[Source | None, list[Diagnostic]]:
    """Return the text of a UTF-8 file, with or without a byte-order mark, and every character that can't be text.

    The text is None when the bytes are no UTF-8 at all or too many.
    """
    whole = Location(file, 0)
    if len(data) > MAX_BYTES:
        size = f"the file has {len(data) / 1e6:.1f} MB; at most {MAX_BYTES / 1e6:.0f} MB are read"
        return None, [error(size, whole, "split it: one file for each section")]
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        return None, [error("the file is UTF-16 or UTF-32, not UTF-8", whole, "save the file as UTF-8")]
    data = data.removeprefix(codecs.BOM_UTF8)
    if b"\x00" in data:
        return None, [_zero_byte(data, file)]
    try:
        source = Source(file, data.decode("utf-8"))
    except UnicodeDecodeError as fault:
        return None, [_bad_byte(data, fault.start, file)]
    return source, _bad_characters(source)


def without_bad_characters(text: str) -> str:
    """Put U+FFFD in the place of each character that can't be text, so that all offsets stay the same."""
    return _NOT_TEXT.sub("\ufffd", text)


def allowances(text: str) -> list[tuple[int, str, str]]:
    """Return (line, code, reason) of each `# studyguide: allow CODE reason` in a file's text."""
    if "studyguide:" not in text:
        return []
    lines = _LINE_END.split(text)
    found = [(number, _ALLOW.search(line)) for number, line in enumerate(lines, 1) if "studyguide:" in line]
    return [(number, match[1], match[2].strip()) for number, match in found if match]


def control_character(text: str) -> str | None:
    """Name the first character of `text` that can't be printed, or None."""
    match = None if text.isprintable() else _NOT_TEXT.search(text)
    return _name(match[0]) if match else None


def _name(character: str) -> str:
    return f"{_NAMES.get(character, 'a control character')} (U+{ord(character):04X})"


def _bad_characters(source: Source) -> list[Diagnostic]:
    matches = list(_NOT_TEXT.finditer(source.text))
    findings: list[Diagnostic] = []
    for match in matches[:_MAX_CHARACTER_FINDINGS]:
        more = len(matches) - _MAX_CHARACTER_FINDINGS
        last = len(findings) + 1 == _MAX_CHARACTER_FINDINGS and more > 0
        message = f"{_name(match[0])} stands in the text" + (f", and {more} more follow" if last else "")
        place = source.location(match.start())
        findings.append(error(message, place, "delete it; most editors show it as a blank or a box"))
    return findings


def _zero_byte(data: bytes, file: str) -> Diagnostic:
    line = 1 + data[: data.index(b"\x00")].count(b"\n")
    return error("a zero byte: the file is UTF-16 or no text at all", Location(file, line), "save the file as UTF-8")


def _bad_byte(data: bytes, offset: int, file: str) -> Diagnostic:
    """Place the first byte that isn't UTF-8; the excerpt shows what can't be read as U+FFFD, never a guess."""
    before = data[:offset].decode("utf-8")
    after = data[offset : offset + _EXCERPT_TAIL].decode("utf-8", "replace")
    location = Source(file, before + after).location(len(before))
    message = f"byte 0x{data[offset]:02X} is not UTF-8 text; the file was saved in another encoding"
    return error(message, location, "save the file as UTF-8 (in the editor: Save with Encoding, UTF-8)")
