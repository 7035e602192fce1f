"""A paragraph's HTML -> its lines, broken once, so that line numbers hold in every edition of that size.

In: markup with every tag closed, a face, a size and a width in points. Out: one piece of markup a line; what is open at a line's end
is closed there and opened again on the next. A note's text stays with the word that it belongs to. Separate because WeasyPrint can't
number the lines that it breaks itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from markupsafe import Markup, escape

from builder.fonts import FACES
from builder.measure import wrap
from builder.tokens import Tokens

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"(<[^>]+>)")
_NOTE = '<span class="note"'
ITEM_MM, QUOTATION_MM = 5.0, 6.0
"""How far the stylesheet sets in what a list item or a quotation holds."""
_PT = 72 / 25.4


@dataclass(frozen=True)
class Numbered:
    """A text whose lines are broken: its HTML, and how many lines it has."""

    html: Markup
    lines: int


def text_face(tokens: Tokens) -> str:
    """Return the face of running text: the regular one of the family that the token `--serif` names first."""
    family = tokens.text("serif").split(",")[0].strip("\"' ")
    regular = (key for key, face in FACES.items() if (face.family, face.weight, face.style) == (family, 400, "normal"))
    return next(regular, "serif")


def number_lines(
    html: str, face: str, size_pt: float, width_mm: float, first: int = 1, every: int = 5, item_mm: float = ITEM_MM
) -> Numbered:
    """Break every paragraph of a block; lines 1, 5, 10 and so on carry their number in `data-line`."""
    count = first - 1
    insets = {"li": item_mm, "blockquote": QUOTATION_MM}

    def paragraph(match: re.Match[str]) -> str:
        nonlocal count
        before = html[: match.start()]
        inset = sum(mm * (before.count(f"<{tag}>") - before.count(f"</{tag}>")) for tag, mm in insets.items())
        spans = []
        for line in break_lines(match[1], face, size_pt, (width_mm - inset) * _PT):
            count += 1
            shown = Markup(' data-line="{}"').format(count) if every and (count == 1 or count % every == 0) else ""
            spans.append(Markup('<span class="text-line"{}>{}</span>').format(shown, line))
        return f"<p>{Markup('').join(spans)}</p>"

    broken = _PARAGRAPH.sub(paragraph, html)
    return Numbered(Markup(broken), count - first + 1)


@dataclass
class _Piece:
    """What stands between two forced breaks: its characters, and the tags and notes before each of them."""

    characters: list[str] = field(default_factory=list)
    marks: dict[int, list[str]] = field(default_factory=dict)

    def add_text(self, text: str) -> None:
        for character in unescape(text).replace("\u200b", ""):
            blank = character in " \t\r\n"
            if not blank or (self.characters and self.characters[-1] != " "):
                self.characters.append(" " if blank else character)

    def add_mark(self, mark: str) -> None:
        self.marks.setdefault(len(self.characters), []).append(mark)


def break_lines(html: str, face: str, size_pt: float, width_pt: float) -> list[Markup]:
    """Return the lines of one paragraph's inside; each but the last ends with the space it was broken at."""
    lines: list[Markup] = []
    open_tags: list[str] = []
    for piece in _pieces(html):
        lines += _Breaker(piece, open_tags).lines(face, size_pt, width_pt)
    return lines


def _pieces(html: str) -> list[_Piece]:
    """Part a paragraph at its forced breaks; a note, with all that is in it, is one mark."""
    pieces = [_Piece()]
    note, depth = "", 0
    for token in _TAG.split(html):
        tag = token.startswith("<")
        if note:
            note += token
            depth += (token.startswith("<span") - token.startswith("</span")) if tag else 0
            if not depth:
                pieces[-1].add_mark(note)
                note = ""
        elif tag and token.startswith(_NOTE):
            note, depth = token, 1
        elif tag and token.startswith("<br"):
            pieces.append(_Piece())
        elif tag:
            pieces[-1].add_mark(token)
        else:
            pieces[-1].add_text(token)
    return pieces


class _Breaker:
    """Writes a piece line by line; `open_tags` is what the text before it left open."""

    def __init__(self, piece: _Piece, open_tags: list[str]) -> None:
        self.piece = piece
        self.open_tags = open_tags

    def lines(self, face: str, size_pt: float, width_pt: float) -> list[Markup]:
        text = "".join(self.piece.characters)
        wrapped = wrap(text, face, size_pt, width_pt) or [""]
        result, end = [], 0
        for index, line in enumerate(wrapped):
            before, start = end, end + (text[end : end + 1] == " ")
            end = start + len(line)
            stop = len(text) if index == len(wrapped) - 1 else end
            result.append(self.line(range(before, start), range(start, end), stop))
        return result

    def line(self, skipped: range, shown: range, stop: int) -> Markup:
        """Return the characters `shown` with their tags and those of the space before; notes and closing tags behind go with it.

        `stop` is behind the last character that belongs to the line: of a piece's last line, the piece's end.
        """
        out = list(self.open_tags)
        for position in skipped:
            out += self.take(position)
        for position in shown:
            out += self.take(position)
            out.append(str(escape(self.piece.characters[position])))
        is_last = stop == len(self.piece.characters)
        for position in range(shown.stop, stop + 1):
            out += self.take(position, ends_line=not is_last)
        out += [f"</{tag[1:].split()[0].rstrip('>')}>" for tag in reversed(self.open_tags)]
        spaced = not is_last and self.piece.characters[stop] == " "
        return Markup("".join(out) + (" " if spaced else ""))

    def take(self, position: int, ends_line: bool = False) -> list[str]:
        """Return the marks at a position and keep account of what is open; at a line's end opening tags wait for the next."""
        waiting = self.piece.marks.get(position, [])
        taken = []
        while waiting and not (ends_line and not waiting[0].startswith(("</", _NOTE))):
            mark = waiting.pop(0)
            if mark.startswith("</"):
                self.open_tags.pop()
            elif not mark.startswith(_NOTE):
                self.open_tags.append(mark)
            taken.append(mark)
        return taken
