"""Colours -> how well they are read on white paper.

In: a colour as CSS writes it. Out: its contrast ratio with white, and the grey that a copier makes of it. Separate because the check of
a theme and the tests of ours ask the same.
"""

from __future__ import annotations

import re

_WHITE = 1.0
_HEX = re.compile(r"\s*#([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})\s*")


def contrast(colour: str) -> float | None:
    """Return the contrast ratio of a colour with white, 1 to 21 (WCAG 2.2, "contrast ratio"); None for what is no colour of CSS 3."""
    channels = _channels(colour)
    if channels is None:
        return None
    red, green, blue = (_linear(channel) for channel in channels)
    return (_WHITE + 0.05) / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def grey(colour: str) -> str:
    """Return the grey of a colour as a copier sees it: its luma (ITU-R BT.601), as `#rrggbb`; the colour itself if it is none."""
    channels = _channels(colour)
    if channels is None:
        return colour
    luma = round(255 * sum(weight * channel for weight, channel in zip((0.299, 0.587, 0.114), channels, strict=True)))
    return f"#{luma:02x}{luma:02x}{luma:02x}"


def _channels(colour: str) -> tuple[float, float, float] | None:
    """Return red, green and blue from 0 to 1; a transparent colour as it looks on white."""
    if written := _HEX.fullmatch(colour):
        return int(written[1], 16) / 255, int(written[2], 16) / 255, int(written[3], 16) / 255
    import tinycss2.color3  # for the other ways to write a colour: its import takes longer than all of a theme's checks

    parsed = tinycss2.color3.parse_color(colour)
    if parsed is None or isinstance(parsed, str):
        return None
    alpha = float(parsed.alpha)
    red, green, blue = (min(1.0, max(0.0, float(value))) for value in (parsed.red, parsed.green, parsed.blue))
    return (1 - alpha + alpha * red, 1 - alpha + alpha * green, 1 - alpha + alpha * blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
