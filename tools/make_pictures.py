"""The pictures of the documentation, made from our own course: pages of finished PDFs as small PNG files.

In: `content/` as it stands. Out: `docs/images/*.png`. Run it when the page changes its looks, and look at what it made before you
commit it: `.venv/bin/python tools/make_pictures.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from builder.build import Request, render_all  # noqa: E402  (the checkout, wherever the script is called from)
from builder.inputs import load_trees  # noqa: E402
from builder.model import Print  # noqa: E402
from builder.run import in_process  # noqa: E402
from builder.templates import read_templates  # noqa: E402
from builder.theme_settings import themes  # noqa: E402

COURSE = "destalinization"
SECTION = "stalins-death"
WIDTH = 800
"""Pixels of a whole page's width: sharp at half the size, on a screen with small pixels."""
COLOURS = 64


def pages() -> dict[str, Image.Image]:
    """Return the pictures by name: the first page and the timeline of the student edition, a teacher's page of questions."""
    request = Request((COURSE,), sections=(SECTION,), editions=("student", "teacher"))
    plain_course, *_ = load_trees(ROOT, COURSE)
    jobs = [rendered.job for rendered in render_all([plain_course], request, read_templates(ROOT)) if rendered.job]
    if len(jobs) != 2:
        raise SystemExit("the section doesn't build: see `studyguide check`")
    student, teacher = (artifact.pdf for artifact in in_process(jobs))
    return {
        "first-page": _page(student, 0),
        "timeline": _page(student, _with(student, "Timeline of")),
        "teacher": _page(teacher, _with(teacher, "Teacher edition", "Look for", start=1)),
    }


def galleries() -> dict[str, Image.Image]:
    """Return for each theme three pages of the same section beside each other: the first, the timeline, the questions."""
    templates = read_templates(ROOT)
    request = Request((COURSE,), sections=(SECTION,), editions=("student",))
    found = {}
    for theme in themes(templates):
        plain_course, *_ = load_trees(ROOT, COURSE, outside=(("command line", Print(theme=theme)),))
        jobs = [rendered.job for rendered in render_all([plain_course], request, templates) if rendered.job]
        if not jobs:
            raise SystemExit(f"the section doesn't build in the theme `{theme}`: see `studyguide check`")
        pdf = next(iter(in_process(jobs[:1]))).pdf
        numbers = (0, _with(pdf, "Timeline of"), _with(pdf, "Questions", "points", start=1))
        found[f"theme-{theme}"] = _beside([_page(pdf, number).convert("RGB") for number in numbers])
    return found


def looks() -> Image.Image:
    """Return the first pages of the same section beside each other: plain, archive, bold, and large print."""
    templates = read_templates(ROOT)
    first = []
    for theme, edition in (("plain", "student"), ("archive", "student"), ("bold", "student"), ("plain", "large-print")):
        request = Request((COURSE,), sections=(SECTION,), editions=(edition,))
        plain_course, *_ = load_trees(ROOT, COURSE, outside=(("command line", Print(theme=theme)),))
        jobs = [rendered.job for rendered in render_all([plain_course], request, templates) if rendered.job]
        if not jobs:
            raise SystemExit(f"the section doesn't build as {edition} in {theme}: see `studyguide check`")
        first.append(_page(next(iter(in_process(jobs[:1]))).pdf, 0).convert("RGB"))
    return _beside(first, 0.5, 4 * COLOURS)  # four pages have more greys, and the accent should not drown in them


def _beside(pictures: list[Image.Image], scale: float = 0.6, colours: int = COLOURS) -> Image.Image:
    """Return pictures in a row, smaller by a factor."""
    small = [
        picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
        for picture in pictures
    ]
    row = Image.new(
        "RGB", (sum(one.width for one in small) + 12 * (len(small) - 1), max(one.height for one in small)), "#fff"
    )
    x = 0
    for one in small:
        row.paste(one, (x, 0))
        x += one.width + 12
    return row.quantize(colours, kmeans=2)


def _with(pdf: bytes, *words: str, start: int = 0) -> int:
    """Return the first page (from 0) from `start` on that holds all of these words, in large or small letters."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage().get_text_range().casefold()
            if number >= start and all(word.casefold() in text for word in words):
                return number
    raise SystemExit(f"no page holds {words}")


def _page(pdf: bytes, number: int) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        shown: Image.Image = page.render(scale=WIDTH / page.get_width()).to_pil()
        framed = ImageOps.expand(shown.convert("RGB"), border=1, fill="#cccccc")
        return framed.quantize(COLOURS, kmeans=2)


def main() -> None:
    """Set the section and write its pictures."""
    target = ROOT / "docs" / "images"
    target.mkdir(parents=True, exist_ok=True)
    for name, picture in {**pages(), **galleries(), "looks": looks()}.items():
        file = target / f"{name}.png"
        picture.save(file, optimize=True)
        print(file.relative_to(ROOT), f"{file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
