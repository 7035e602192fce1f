"""What closes a handout: the recap before the questions, and credits and licence at the end."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from builder.course import SectionEntry
from builder.page import Page


@dataclass(frozen=True)
class ClosingView:
    """The recap, and the lines of credits."""

    recap: tuple[Markup, ...]
    credits: tuple[Markup, ...]


def view(entry: SectionEntry, page: Page) -> ClosingView:
    """Return a section's recap and the course's credits."""
    recap = tuple(block.html for block in page.blocks(entry.value.recap)) if entry.value.recap else ()
    return ClosingView(recap, tuple(credit_lines(page)))


def credit_lines(page: Page) -> list[Markup]:
    info = page.course.info
    lines = []
    who = page.join([page.plain(author) for author in info.authors])
    if who or info.license:
        title = page.plain(info.title)
        made = page.label("credits_by", title=title, authors=who) if who else page.label("credits_title", title=title)
        version = page.label("credits_version", version=info.version) if info.version else ""
        licensed = page.label("credits_license", license=license_name(info.license)) if info.license else ""
        lines.append(Markup("{}").format(" ".join(part for part in (made, version, licensed) if part)))
    for work in info.adapted_from:
        authors = page.join([page.plain(author) for author in work.authors])
        title = page.plain(work.title)
        words = (
            page.label("credits_adapted", title=title, authors=authors)
            if authors
            else page.label("credits_from", title=title)
        )
        extra = [license_name(work.license) if work.license else "", page.plain(work.changes) if work.changes else ""]
        lines.append(Markup("{}").format(". ".join(part.rstrip(".") for part in (words, *extra) if part) + "."))
    if info.how_to_cite:
        lines.append(page.inline(info.how_to_cite, notes=False))
    return lines


def license_name(spdx: str) -> str:
    """Return a licence as readers know it: `CC BY 4.0` for `CC-BY-4.0`."""
    if spdx.startswith("CC-"):
        words = spdx.split("-")
        return f"CC {'-'.join(words[1:-1])} {words[-1]}" if len(words) > 2 else spdx
    return spdx.replace("CC0-1.0", "CC0 1.0")
