"""A class's names -> one copy of a finished handout for each, with the name on its name line.

In: a PDF, where its name line stands, names. Out: PDFs. The page is set once and only the name is added to each copy, so that a class of
thirty costs little more than one handout. The name is drawn as shapes and marked as an artifact with its words beside it: the tags of the
page stay as they are. Separate from `typeset`, which makes pages; this changes finished ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf

from builder.job import Box, Job
from builder.measure import outline, width

NAME_LINE = "name-line"
"""The id of the blank that takes a name."""
FOLDER = "copies"
_TYPE = {"large-print": ("legible-bold", 18.0, 18.0)}
_USUAL = ("sans-semibold", 11.0, 7.5)
"""Face, size and least size of a name in points; a longer name is set smaller, but never in large print."""
_PT = 72 / 25.4
_ABOVE_LINE_PT = 2.6
_OPERATORS = {"M": "m", "L": "l", "C": "c", "Z": "h"}


def copy_names(job: Job) -> dict[str, str]:
    """Return the path of each copy of a job and its name: `course/period-3/copies/ana-petrova/02-stalins-death.pdf`.

    Namesakes are numbered in the order of the list.
    """
    folder, _, file = job.name.rpartition("/")
    paths: dict[str, str] = {}
    for name in dict.fromkeys(job.copies):
        path, number = f"{folder}/{FOLDER}/{_slug(name)}/{file}", 2
        while path in paths:
            path, number = f"{folder}/{FOLDER}/{_slug(name)}-{number}/{file}", number + 1
        paths[path] = name
    return paths


def _slug(name: str) -> str:
    """Return a name as a folder's name: letters and digits of any alphabet, without accents, joined by hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", plain)).strip("-_") or "copy"


def stamped(pdf: bytes, boxes: Sequence[Box], job: Job) -> Iterator[tuple[str, bytes]]:
    """Yield the path of each copy with its bytes; a handout without a name line has copies that are as it is."""
    box = next((box for box in boxes if box.id == NAME_LINE), None)
    for path, name in copy_names(job).items():
        with pikepdf.open(BytesIO(pdf)) as document:
            if box is not None:
                _stamp(document.pages[box.page - 1], box, name, job.edition)
            out = BytesIO()
            document.save(out, deterministic_id=True)
        yield path, out.getvalue()


def _stamp(page: pikepdf.Page, box: Box, name: str, edition: str) -> None:
    face, usual, least = _TYPE.get(edition, _USUAL)
    room = box.width_mm * _PT - 4
    size = max(least, min(usual, usual * room / max(width(name, face, usual), 0.1)))
    x = box.x_mm * _PT + 2
    y = float(page.mediabox[3]) - (box.y_mm + box.height_mm) * _PT + _ABOVE_LINE_PT
    words = pikepdf.String(name).unparse()
    shape = _operators(outline(name, face, size)).encode()
    page.contents_add(b"q", prepend=True)
    page.contents_add(
        b"Q /Artifact <</ActualText %b>> BDC q 1 0 0 1 %.2f %.2f cm 0 g %b f Q EMC" % (words, x, y, shape)
    )


def _operators(path: str) -> str:
    """Return an SVG path (M, L, C, Z) as the operators of a PDF (ISO 32000-1, 8.5.2)."""
    return " ".join(
        f"{numbers} {_OPERATORS[letter]}".strip() for letter, numbers in re.findall(r"([MLCZ])([^MLCZ]*)", path)
    )
