"""Cut the static fonts that pages are set in from the variable ones in the fontpkg packages.

In: the face table of `builder/fonts.py` and the fontpkg packages. Out: a folder of TrueType files under our own
family names ("Source" is a reserved name of the OFL), their licences and `faces.json` with coverage and digests.
Separate, because it runs when the program is installed (`hatch_build.py`), never when pages are made.

HarfBuzz cuts a face in 0.02 s where fontTools takes 8 s, with the same outlines and advances to the unit (a test
compares them); the result is the same bytes every time, so files that are already right are left alone.
"""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import sys
import unicodedata
from itertools import groupby
from pathlib import Path

import uharfbuzz
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import ROUND_XY_TO_GRID, Glyph, GlyphComponent

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from builder.fonts import FACES, Face  # noqa: E402  (the checkout is no installed package yet when the hook runs)

# Figures, capitals, fractions, raised and lowered forms, local forms, accents; no stylistic sets.
FEATURES = (
    *("kern", "liga", "locl", "ccmp", "mark", "mkmk", "case"),
    *("onum", "lnum", "pnum", "tnum", "zero", "smcp", "c2sc"),
    *("sups", "subs", "sinf", "ordn", "frac", "numr", "dnom"),
)

# Characters that a source lacks though it draws their shape under another number: primes of the ALA-LC romanization
# (soft and hard sign), and the hyphen that doesn't break.
TWINS = {0x02B9: 0x2032, 0x02BA: 0x2033, 0x2011: 0x2010}

LICENCE_NAMES = (13, 14)  # records of the name table: the licence's text and address, kept as the OFL asks


def make(folder: Path) -> list[Path]:
    """Every font, licence and `faces.json` in `folder`, written where missing or other; all their paths."""
    fonts = {face.file: cut(face) for face in FACES.values()}
    files = {**fonts, **_licences(), "faces.json": _index(fonts)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        target = folder / name
        if not target.is_file() or target.read_bytes() != data:
            fresh = folder / f".{name}.new"
            fresh.write_bytes(data)
            fresh.replace(target)  # by rename: fontconfig's cache looks at the folder's time, which this changes
    return [folder / name for name in files]


def cut(face: Face) -> bytes:
    """One static TrueType font: its place on the axes, the features we set with, our names."""
    source = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(_source(face))))
    request = uharfbuzz.SubsetInput()
    request.unicode_set.update(point for point in source.unicodes if not 0xE000 <= point <= 0xF8FF)
    request.layout_feature_tag_set.clear()
    request.layout_feature_tag_set.update(int.from_bytes(tag.encode("ascii"), "big") for tag in FEATURES)
    request.name_id_set.update(LICENCE_NAMES)
    request.drop_table_tag_set.update(int.from_bytes(tag, "big") for tag in (b"STAT", b"DSIG", b"gasp", b"meta"))
    request.flags = uharfbuzz.SubsetFlags.NO_HINTING
    for axis, value in face.axes.items():
        request.pin_axis_location(source, axis, value)
    static = request.subset(source).blob.data
    font = TTFont(io.BytesIO(static), recalcTimestamp=False)
    _name(font, face)
    _add_twins(font)
    _add_accented(font, static)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _source(face: Face) -> Path:
    package, _, file = face.source.partition("/")
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"the font package {package} is not installed; see [build-system] in pyproject.toml")
    return Path(found.origin).parent / "files" / file


def _name(font: TTFont, face: Face) -> None:
    """Our names (name table: 1 to 4 and 6), and the bits that say weight and slant."""
    postscript = face.file.removesuffix(".ttf")
    names = font["name"]
    unique = f"{postscript}; {names.getDebugName(5)}"
    names.names = [record for record in names.names if record.platformID == 3]
    for name_id, text in enumerate((face.family, face.name, unique, f"{face.family} {face.name}"), 1):
        names.setName(text, name_id, 3, 1, 0x409)
    names.setName(postscript, 6, 3, 1, 0x409)
    bold, italic = face.weight >= 600, face.style == "italic"
    font["OS/2"].usWeightClass = face.weight
    style_bits = italic | bold << 5 | (not (bold or italic)) << 6
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~0b1100001 | style_bits
    font["head"].macStyle = bold | italic << 1


def _add_twins(font: TTFont) -> None:
    glyphs = font.getBestCmap()
    _map(font, {to: glyphs[of] for to, of in TWINS.items() if of in glyphs and to not in glyphs})


def _add_accented(font: TTFont, static: bytes) -> None:
    """Letters whose accents the font can place but that it has under no number of their own, such as the ALA-LC ĭ.

    Pango chooses a face by the letter's number: without this a single letter of a word would be in the face behind.
    """
    known = font.getBestCmap()
    shaper, order, added = uharfbuzz.Font(uharfbuzz.Face(static)), list(font.getGlyphOrder()), {}
    for point in (*range(0xC0, 0x250), *range(0x400, 0x530), *range(0x1E00, 0x1F00)):
        parts = unicodedata.normalize("NFD", chr(point))
        if point in known or len(parts) < 2 or not all(ord(part) in known for part in parts):
            continue
        glyph, advance = _composite(shaper, order, parts)
        if all(0 < _middle(font, accent) < advance for accent in glyph.components[1:]):
            added[point] = name = f"uni{point:04X}"
            font["glyf"][name] = glyph
            glyph.recalcBounds(font["glyf"])
            font["hmtx"][name] = (advance, glyph.xMin)
    font.setGlyphOrder(font["glyf"].glyphOrder)
    _map(font, added)


def _composite(shaper: uharfbuzz.Font, order: list[str], parts: str) -> tuple[Glyph, int]:
    """A glyph made of the glyphs that HarfBuzz shows for these characters, where it puts them; and its advance."""
    buffer = uharfbuzz.Buffer()
    buffer.add_str(parts)
    buffer.guess_segment_properties()
    uharfbuzz.shape(shaper, buffer)
    glyph, cursor = Glyph(), 0
    glyph.numberOfContours, glyph.components = -1, []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        component = GlyphComponent()
        component.glyphName, component.flags = order[info.codepoint], ROUND_XY_TO_GRID
        component.x, component.y = cursor + position.x_offset, position.y_offset
        glyph.components.append(component)
        cursor += position.x_advance
    return glyph, cursor


def _middle(font: TTFont, component: GlyphComponent) -> float:
    """Where the middle of an accent stands; outside of its letter when the font has no anchor for the two."""
    drawn = font["glyf"][component.glyphName]
    return float(component.x + (drawn.xMin + drawn.xMax) / 2)


def _map(font: TTFont, glyphs: dict[int, str]) -> None:
    """Give each code point its glyph in every Unicode table that can hold it."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(glyphs)


def _licences() -> dict[str, bytes]:
    """The licence of each source, under its name: "OFL-source-serif-4.txt"."""
    folders = sorted({_source(face).parent.parent for face in FACES.values()})
    names = [folder.name.removeprefix("fontpkg_").replace("_", "-") for folder in folders]
    return {f"OFL-{name}.txt": (folder / "LICENSE").read_bytes() for name, folder in zip(names, folders, strict=True)}


def _index(fonts: dict[str, bytes]) -> bytes:
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(fonts.items())}
    whole = hashlib.sha256("".join(hashes.values()).encode("ascii")).hexdigest()
    ranges = {key: _ranges(fonts[face.file]) for key, face in FACES.items()}
    return (json.dumps({"digest": whole, "files": hashes, "coverage": ranges}, indent=1) + "\n").encode("utf-8")


def _ranges(data: bytes) -> list[tuple[int, int]]:
    """The code points of a font as runs of first and last."""
    points = sorted(uharfbuzz.Face(data).unicodes)
    runs = [[point for _, point in run] for _, run in groupby(enumerate(points), lambda pair: pair[1] - pair[0])]
    return [(run[0], run[-1]) for run in runs]


if __name__ == "__main__":
    for made in make(ROOT / "builder" / "_data" / "fonts"):
        print(made.relative_to(ROOT))
