"""Pictures: what is shown, how large, with what caption and credit, and the numbered places on it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.components.closing import license_name
from builder.model import ImageUse
from builder.model.base import Illustrated
from builder.page import Page

PIXELS_PER_INCH = 96
"""CSS pixels: what a picture's own size means on paper."""


@dataclass(frozen=True)
class CalloutView:
    """A numbered place: percent of the picture's width and height; the label is empty where a pupil writes it."""

    number: int
    left: float
    top: float
    label: Markup


@dataclass(frozen=True)
class Picture:
    """A picture as it is printed."""

    id: str
    url: str
    alt: str
    size: str
    caption: Markup | None
    credit: Markup | None
    callouts: tuple[CalloutView, ...]
    is_blank: bool
    """The labels stand on lines: empty ones for pupils, filled in for the teacher."""
    ratio: float
    """Height divided by width."""
    width_mm: float
    """How wide it is printed; 0 where its size isn't known."""


def pictures(item: Illustrated, page: Page) -> tuple[Picture, ...]:
    """Return the pictures of an item."""
    return tuple(picture(use, page) for use in item.pictures)


def picture(use: ImageUse, page: Page) -> Picture:
    """Return one picture with its words from `images.yaml`."""
    info = page.course.images.get(use.file)
    credit = None
    if info and (info.credit or info.license):
        parts = [page.plain(part) for part in (info.credit, license_name(info.license or "")) if part]
        credit = Markup("{}").format(". ".join(part.rstrip(".") for part in parts) + ".")
    callouts = tuple(
        CalloutView(number, place.at[0], place.at[1], page.inline(place.label, notes=False))
        for number, place in enumerate(use.callouts, 1)
    )
    caption = use.caption or (info.title if info else None)
    width, height = page.image_size(use.file)
    return Picture(
        f"image-{use.file.rpartition('.')[0]}",
        f"asset:{use.file}",
        page.plain((info.alt if info else None) or use.caption or use.file),
        use.size,
        page.inline(caption) if caption else None,
        credit,
        callouts,
        use.labels == "blank",
        round(height / width, 4) if width else 0.0,
        printed_width_mm(width, height, use.size, page),
    )


def printed_width_mm(width: int, height: int, size: str, page: Page) -> float:
    """Return how wide a picture of so many pixels is printed: as far as its place and the greatest height allow, never blown up."""
    if not width or not height:
        return 0.0
    place = page.tokens.mm({"half": "picture-half", "full": "live-width"}.get(size, "column-width"))
    return round(min(place, width * 25.4 / PIXELS_PER_INCH, page.tokens.mm("picture-height") * width / height), 2)
