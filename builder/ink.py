"""A PDF's bytes -> the share of each page that is covered with ink.

Counted on pixels, as a copier's counter would: a page half covered with grey of 50 % counts a quarter. Separate because a benchmark, a
report and a test ask for it, and nothing that makes pages does.
"""

from __future__ import annotations

import pypdfium2

DPI = 150


def ink(pdf: bytes, dpi: int = DPI) -> tuple[float, ...]:
    """Return the covered share of every page, from 0 for white to 1 for black."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_covered(page, dpi) for page in document)
    finally:
        document.close()


def _covered(page: pypdfium2.PdfPage, dpi: int) -> float:
    """Return how much of a page is covered: the mean darkness of its pixels."""
    counts = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L").histogram()
    dark = sum((255 - value) * count for value, count in enumerate(counts))
    return float(dark / 255 / sum(counts))
