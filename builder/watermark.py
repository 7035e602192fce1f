"""A quiet word across every page (`print.watermark`): a stylesheet and a picture.

In: the word, a language's page, tokens. Out: CSS that draws the picture behind the page, and the picture. The word is drawn as shapes: a
background is no part of the text, so that nothing is read out, copied or tagged twice, and no veil of opacity lies over the text.
"""

from __future__ import annotations

from math import atan2, degrees, hypot

from builder.faces import face
from builder.measure import outline, width
from builder.tokens import Tokens

ASSET = "watermark.svg"
GREY = "#e9e9e9"
"""As light as a word can be that is still seen, and black type on it is read as on paper (17 to 1)."""
_SHARE = 0.5
"""How much of the sheet's diagonal the word takes."""
_HIGHEST_PT = 120.0
_CAP_HEIGHT = 0.66


def watermark(word: str, tokens: Tokens) -> tuple[str, bytes]:
    """Return the stylesheet and the picture that print a word across each page, from the lower left to the upper right."""
    width_pt, height_pt = tokens.pt("paper-width"), tokens.pt("paper-height")
    key = face(tokens, "sans", 400)
    length = hypot(width_pt, height_pt) * _SHARE
    size = min(_HIGHEST_PT, length / max(width(word, key, 1.0), 0.1))
    shift = width(word, key, size) / 2
    angle = atan2(height_pt, width_pt)
    shape = outline(word, key, size)
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width_pt:.2f}pt" height="{height_pt:.2f}pt" '
        f'viewBox="0 0 {width_pt:.2f} {height_pt:.2f}">'
        f'<g transform="translate({width_pt / 2:.2f} {height_pt / 2:.2f}) rotate({-degrees(angle):.3f}) '
        f'translate({-shift:.2f} {size * _CAP_HEIGHT / 2:.2f}) scale(1 -1)"><path fill="{GREY}" d="{shape}"/></g></svg>'
    )
    return (
        f"@page {{ background: url(asset:{ASSET}) center center / {width_pt:.2f}pt {height_pt:.2f}pt no-repeat }}",
        picture.encode(),
    )
