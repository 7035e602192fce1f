"""Which of our faces a theme's tokens mean, for what is measured before there is a page.

In: tokens and a weight. Out: the key of a face in `fonts.FACES`. Separate because drawings, numbered lines and exercises all measure text
in the faces that the stylesheet will set it in.
"""

from __future__ import annotations

from builder.fonts import FACES
from builder.tokens import Tokens


def face(tokens: Tokens, family: str = "serif", weight: int = 400) -> str:
    """Return the upright face of the family that a token (`serif`, `display`, `sans`) names first, in the nearest weight we have."""
    name = tokens.text(family).split(",")[0].strip("\"' ")
    own = [
        (abs(cut.weight - weight), -cut.weight, key)
        for key, cut in FACES.items()
        if cut.family == name and cut.style == "normal"
    ]
    return min(own)[2] if own else family
