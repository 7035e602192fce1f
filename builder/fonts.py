"""The faces we print with: what they are, which characters they have, and how WeasyPrint is kept to them.

In: the folder of static fonts that `tools/make_fonts.py` made. Out: a table of faces, coverage, a fontconfig file
that lists nothing else. Standard library only: the build hook reads the table before anything is installed, and
`check` asks for missing characters where Pango may be absent.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from builder.resources import fonts_dir

SERIF = "Studyguide Serif"
DISPLAY = "Studyguide Serif Display"
SANS = "Studyguide Sans"
LEGIBLE = "Studyguide Legible"
FAMILIES = (SERIF, DISPLAY, SANS, LEGIBLE)


@dataclass(frozen=True, slots=True)
class Face:
    """One static font file: how CSS names it, and which source it is cut from at which place on its axes."""

    family: str
    weight: int
    style: Literal["normal", "italic"]
    source: str  # "package/file", a font in a fontpkg package, needed only when the fonts are made
    axes: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def name(self) -> str:
        """The style's name inside the family: "Semibold Italic"."""
        weight = {400: "", 600: "Semibold", 700: "Bold"}[self.weight]
        slant = "Italic" if self.style == "italic" else ""
        return " ".join(word for word in (weight, slant) if word) or "Regular"

    @property
    def file(self) -> str:
        """The file's name in `fonts_dir()`, which is also the PostScript name: "StudyguideSerif-SemiboldItalic.ttf"."""
        return f"{self.family.replace(' ', '')}-{self.name.replace(' ', '')}.ttf"


def _serif(weight: int, optical_size: float) -> Face:
    source = "fontpkg_source_serif_4/SourceSerif4[opsz,wght].ttf"
    family = SERIF if optical_size < 20 else DISPLAY
    return Face(family, weight, "normal", source, MappingProxyType({"wght": weight, "opsz": optical_size}))


def _serif_italic(weight: int, optical_size: float) -> Face:
    source = "fontpkg_source_serif_4/SourceSerif4-Italic[opsz,wght].ttf"
    family = SERIF if optical_size < 20 else DISPLAY
    return Face(family, weight, "italic", source, MappingProxyType({"wght": weight, "opsz": optical_size}))


def _sans(weight: int) -> Face:
    source = "fontpkg_source_sans_3/SourceSans3[wght].ttf"
    return Face(SANS, weight, "normal", source, MappingProxyType({"wght": weight}))


def _sans_italic(weight: int) -> Face:
    source = "fontpkg_source_sans_3/SourceSans3-Italic[wght].ttf"
    return Face(SANS, weight, "italic", source, MappingProxyType({"wght": weight}))


def _legible(weight: int, style: Literal["normal", "italic"], file: str) -> Face:
    return Face(LEGIBLE, weight, style, f"fontpkg_atkinson_hyperlegible/AtkinsonHyperlegible-{file}.ttf")


# Optical size: 11 for text and headings near it; 40 for titles and parts; 24 for the central question.
FACES: Mapping[str, Face] = MappingProxyType(
    {
        "serif": _serif(400, 11),
        "serif-italic": _serif_italic(400, 11),
        "serif-semibold": _serif(600, 11),
        "serif-semibold-italic": _serif_italic(600, 11),
        "display-semibold": _serif(600, 40),
        "display-italic": _serif_italic(400, 24),
        "sans": _sans(400),
        "sans-italic": _sans_italic(400),
        "sans-semibold": _sans(600),
        "sans-semibold-italic": _sans_italic(600),
        "sans-bold": _sans(700),
        "legible": _legible(400, "normal", "Regular"),
        "legible-italic": _legible(400, "italic", "Italic"),
        "legible-bold": _legible(700, "normal", "Bold"),
        "legible-bold-italic": _legible(700, "italic", "BoldItalic"),
    }
)

# Atkinson has no Cyrillic and Source Serif no accents of ancient Greek: Source Sans stands behind both.
FALLBACKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {SERIF: (SERIF, SANS), DISPLAY: (DISPLAY, SANS), SANS: (SANS,), LEGIBLE: (LEGIBLE, SANS)}
)


def path(face: str) -> Path:
    """The font file of a face; KeyError for a face that isn't in `FACES`."""
    return fonts_dir() / FACES[face].file


@functools.cache
def coverage(face: str) -> frozenset[int]:
    """The code points that a face has a glyph for."""
    return frozenset(point for first, last in _index()["coverage"][face] for point in range(first, last + 1))


_TEXT_FAMILIES = (SERIF, SANS)


def missing(text: str, families: Iterable[str] = _TEXT_FAMILIES) -> list[str]:
    """The characters of `text` that no upright face of these families can show, in their order, each once.

    Controls and invisible marks need no glyph. An accented letter counts as there when its parts are, since
    HarfBuzz puts it together.
    """
    if text.isascii() and tuple(families) == _TEXT_FAMILIES:
        return []  # a text in English is, and every face of ours has all of it
    known = _upright(tuple(families))
    suspects = {c for c in set(unicodedata.normalize("NFC", text)) if ord(c) not in known}
    lost = {c for c in suspects if not _invisible(c) and not _composable(c, known)}
    return [c for c in dict.fromkeys(unicodedata.normalize("NFC", text)) if c in lost]


@functools.cache
def _upright(families: tuple[str, ...]) -> frozenset[int]:
    faces = [key for key, face in FACES.items() if face.family in families and face.style == "normal"]
    return frozenset().union(*map(coverage, faces))


def _invisible(character: str) -> bool:
    """Controls, formats (joiners, directions, soft hyphen), line ends and variation selectors."""
    return unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp") or 0xFE00 <= ord(character) <= 0xFE0F


def _composable(character: str, known: frozenset[int]) -> bool:
    parts = unicodedata.normalize("NFD", character)
    return len(parts) > 1 and all(ord(part) in known for part in parts)


def digest() -> str:
    """A hash of every font file's bytes, for a job's digest: other fonts make other pages."""
    return str(_index()["digest"])


@functools.cache
def _index() -> dict[str, dict[str, list[tuple[int, int]]]]:
    """`faces.json`; FileNotFoundError with what to do when the fonts were never made."""
    index = fonts_dir() / "faces.json"
    if not index.is_file():
        raise FileNotFoundError(f"the fonts are not made yet: {index} is missing; run `make setup`")
    parsed: dict[str, dict[str, list[tuple[int, int]]]] = json.loads(index.read_text("utf-8"))
    return parsed


def pin_fontconfig(folder: Path) -> Path:
    """Make fontconfig, and so Pango and WeasyPrint, see our fonts and no others; the path of its file.

    `folder` gets a file and fontconfig's cache, so that nothing lands in the user's home and a second process starts
    fast. The file is named after what it says: another installation may share the folder, and has fonts of its own.
    Call it before weasyprint is imported: fontconfig reads the variable once.
    RuntimeError when weasyprint is there already; OSError when the folder can't be written.
    """
    text = fontconfig_file(fonts_dir(), folder.resolve() / "fontconfig")
    wanted = folder.resolve() / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:12]}.conf"
    pinned = os.environ.get("FONTCONFIG_FILE")
    if "weasyprint" in sys.modules and pinned != str(wanted):
        raise RuntimeError("pin_fontconfig() must run before weasyprint is imported")
    _write_if_other(wanted, text)
    os.environ["FONTCONFIG_FILE"] = str(wanted)
    os.environ.pop("FONTCONFIG_PATH", None)
    return wanted


def fontconfig_file(fonts: Path, cache: Path) -> str:
    """The text of a fontconfig file that knows one folder of fonts; generic CSS families are ours as well."""
    aliases = "".join(
        f'  <alias binding="same"><family>{generic}</family><prefer><family>{ours}</family></prefer></alias>\n'
        for generic, ours in (("serif", SERIF), ("sans-serif", SANS), ("monospace", SANS), ("system-ui", SANS))
    )
    return (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        f"  <dir>{escape(str(fonts))}</dir>\n  <cachedir>{escape(str(cache))}</cachedir>\n{aliases}</fontconfig>\n"
    )


def _write_if_other(file: Path, text: str) -> None:
    """By rename, since several workers may do it at once; untouched when it already says so."""
    if file.is_file() and file.read_text("utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".fonts-", suffix=".conf")
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(temporary, file)
