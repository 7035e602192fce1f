"""How wide a text will be on the page, before any page is made.

In: a text, a face of `fonts.FACES`, a size in points. Out: a width in points, or the lines it breaks into. HarfBuzz
shapes the text as Pango will (kerning, ligatures, the face behind for characters that the first one lacks), but needs
no Pango: `check` works without it, and a timeline is laid out before WeasyPrint starts.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

import uharfbuzz

from builder import fonts

# Where a line may end, from Unicode's line breaking (UAX #14): at a space; after a hyphen or slash, but not before a
# digit (LB25); after an en dash; on both sides of an em dash (B2); at a zero-width space. A no-break space, a no-break
# hyphen and a word joiner are none of these.
_PIECE = re.compile(r"[ \t\r\n]+|(?<=[-/‐])(?![0-9 ])|(?<=–)(?! )|(?<=—)(?! )|(?<=[^ ])(?=—)|\u200b")


def width(text: str, face: str, size_pt: float, features: tuple[str, ...] = ()) -> float:
    """The width in points of a text on one line; KeyError for a face that isn't in `fonts.FACES`.

    `features` are OpenType tags that the stylesheet turns on and that change widths: ("smcp",), ("onum", "pnum").
    Letter spacing is not included.
    """
    return _ems(text, face, features) * size_pt


def outline(text: str, face: str, size_pt: float) -> str:
    """The shapes of a text on one line as an SVG path, in points: it begins at 0, stands on 0, and y goes up, as in PDF.

    For what must be a drawing and no text (a word across the page, a name stamped on a finished one).
    """
    pieces: list[str] = []
    x = 0.0
    for key, run in groupby(_assign(text, _stack(face)), key=lambda pair: pair[1]):
        buffer, font = _shaped("".join(character for character, _ in run), key, ()), _font(key)
        scale = size_pt / font.face.upem
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pieces += _glyph(font, info.codepoint, x + place.x_offset * scale, place.y_offset * scale, scale)
            x += place.x_advance * scale
    return "".join(pieces)


def _glyph(font: uharfbuzz.Font, glyph: int, x: float, y: float, scale: float) -> list[str]:
    """A glyph's curves, moved and scaled; quadratic ones as cubic, which PDF has alone."""
    pieces: list[str] = []
    here = (0.0, 0.0)

    def at(*points: float) -> str:
        return " ".join(f"{(x if index % 2 == 0 else y) + value * scale:.2f}" for index, value in enumerate(points))

    def move(px: float, py: float, _: object) -> None:
        nonlocal here
        here = (px, py)
        pieces.append(f"M{at(px, py)}")

    def line(px: float, py: float, _: object) -> None:
        nonlocal here
        here = (px, py)
        pieces.append(f"L{at(px, py)}")

    def cubic(ax: float, ay: float, bx: float, by: float, px: float, py: float, _: object) -> None:
        nonlocal here
        here = (px, py)
        pieces.append(f"C{at(ax, ay, bx, by, px, py)}")

    def quadratic(cx: float, cy: float, px: float, py: float, _: object) -> None:
        (hx, hy), third = here, 2 / 3
        cubic(
            hx + third * (cx - hx), hy + third * (cy - hy), px + third * (cx - px), py + third * (cy - py), px, py, None
        )

    draw = uharfbuzz.DrawFuncs()
    draw.set_move_to_func(move)
    draw.set_line_to_func(line)
    draw.set_cubic_to_func(cubic)
    draw.set_quadratic_to_func(quadratic)
    draw.set_close_path_func(lambda _: pieces.append("Z"))
    font.draw_glyph(glyph, draw, None)
    return pieces


def wrap(text: str, face: str, size_pt: float, width_pt: float, features: tuple[str, ...] = ()) -> list[str]:
    """The lines of a text set as full as they go, as a browser does it; white space collapses.

    A word that is wider than the line stands alone on its line, too wide: nothing is hyphenated.
    """
    lines = [""]
    for separator, piece in _pieces(text):
        longer = lines[-1] + separator + piece
        if not lines[-1] or width(longer, face, size_pt, features) <= width_pt:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines if lines[0] else []


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """What may not be broken, each with what stands before it on the same line: a space or nothing."""
    text, separator, start = text.strip(" \t\r\n"), "", 0
    for match in _PIECE.finditer(text):
        if match.start() > start:
            yield separator, text[start : match.start()]
            separator = ""
        if match[0].strip("\u200b"):
            separator = " "
        start = match.end()
    if start < len(text):
        yield separator, text[start:]


@functools.lru_cache(maxsize=65536)
def _ems(text: str, face: str, features: tuple[str, ...]) -> float:
    if fonts.coverage(face).issuperset(map(ord, text)):  # most texts: one run, found without looking at each character
        return _advance(text, face, features) if text else 0.0
    runs = groupby(_assign(text, _stack(face)), key=lambda pair: pair[1])
    return sum(_advance("".join(character for character, _ in run), key, features) for key, run in runs)


def _assign(text: str, stack: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each character with the first face that has it; marks, spaces and invisible ones stay with what they follow."""
    current = stack[0]
    for character in text:
        category = unicodedata.category(character)
        joins = category in ("Mn", "Me", "Zs") and ord(character) in fonts.coverage(current)
        if not joins and category not in ("Cf", "Cc"):
            current = next((face for face in stack if ord(character) in fonts.coverage(face)), stack[0])
        yield character, current


@functools.cache
def _stack(face: str) -> tuple[str, ...]:
    """The face itself, then for each family behind it the face that fontconfig takes: slant first, then weight."""
    first = fonts.FACES[face]
    behind = []
    for family in fonts.FALLBACKS[first.family][1:]:
        faces = {key: other for key, other in fonts.FACES.items() if other.family == family}
        distance = {key: (other.style != first.style, abs(other.weight - first.weight)) for key, other in faces.items()}
        behind.append(min(distance, key=distance.__getitem__))
    return (face, *behind)


def _advance(run: str, face: str, features: tuple[str, ...]) -> float:
    units = sum(position.x_advance for position in _shaped(run, face, features).glyph_positions)
    return float(units / _font(face).face.upem)


def _shaped(run: str, face: str, features: tuple[str, ...]) -> uharfbuzz.Buffer:
    buffer = uharfbuzz.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    uharfbuzz.shape(_font(face), buffer, dict.fromkeys(features, True))
    return buffer


@functools.cache
def _font(face: str) -> uharfbuzz.Font:
    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(fonts.path(face)))))
