"""Looking into picture files: their size, and whether they are whole.

In: bytes. Out: pixels, or what is wrong. Separate because checks and pages both need it, and because WeasyPrint prints half of a
truncated picture without a word.
"""

from __future__ import annotations

import io
import re
import warnings
from functools import lru_cache

MAX_PIXELS = 40_000_000
RASTER = ("png", "jpg", "jpeg", "gif", "webp")
FORMATS = (*RASTER, "svg")
_SVG_SIZE = re.compile(rb"viewBox\s*=\s*[\"']\s*[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)")
_SVG_REFERENCE = re.compile(rb"(?:href|src)\s*=\s*[\"'](?!#|data:image/)|@import|url\(\s*[\"']?(?!#)", re.IGNORECASE)


@lru_cache(maxsize=512)
def image_size(data: bytes) -> tuple[int, int]:
    """Return width and height in pixels; (0, 0) for a file that is no picture."""
    match = _SVG_SIZE.search(data[:4096])
    if match:
        return round(float(match[1])), round(float(match[2]))
    from PIL import Image  # a course without pictures has no use for it

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return picture.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return 0, 0


@lru_cache(maxsize=512)
def fault(data: bytes, name: str) -> str | None:
    """Return what is wrong with a picture, or None; the size is looked at before anything is decoded."""
    ending = name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        return f"is of a kind that can't be printed (use {', '.join(FORMATS)})"
    if ending == "svg":
        return _svg_fault(data)
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data)) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    return f"is too large ({picture.width} x {picture.height} pixels): make it smaller"
                picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return "is not a readable picture"
    except (OSError, ValueError, SyntaxError, EOFError, Warning) as problem:
        return f"is damaged or cut short ({problem})"
    return None


def _svg_fault(data: bytes) -> str | None:
    if b"<svg" not in data[:4096] or b"</svg>" not in data[-4096:]:
        return "is damaged or cut short (no whole <svg>)"
    if b"<!ENTITY" in data or b"<!DOCTYPE" in data:
        return "holds a document type, which may read other files: save it as plain SVG"
    if _SVG_REFERENCE.search(data):
        return "points at other files or addresses: embed what it shows"
    return None
