"""A Job -> pages as PDF bytes. The only import of WeasyPrint; touches no network and no file but the fonts.

In: a `Job`. Out: an `Artifact` with the PDF, what WeasyPrint complained of and where each component stands. WeasyPrint only logs what
should stop a build, so its log is caught: errors fail the job, warnings become findings.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import os
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from builder import fonts
from builder.book import lay_out_book
from builder.drawn import Easel
from builder.form_fonts import mend_form_fonts
from builder.form_rooms import join_rooms
from builder.garbage import uncollected
from builder.grid import snap
from builder.job import MEDIA_TYPES, Artifact, Box, Job
from builder.margin_notes import settle
from builder.paging import in_best_order, in_its_order, let_pages_change
from builder.quick import quicken
from builder.repair import finish, mend_references, mend_streams, mend_structure
from builder.runs import Run, page_anchor, split
from builder.stopping import StoppedError, let_pages_stop
from builder.weasyprint_patch import (
    feet,
    feet_later,
    hyphenate_as_likely,
    keep_notes_with_their_marks,
    let_feet_wait,
    let_spaces_hang,
    libraries_by_file_name,
)

PX_TO_MM = 25.4 / 96
CREATOR = "studyguide"
MOST_GARBAGE = 300_000
"""So many objects of finished jobs are kept, three to six handouts', before they are looked through."""


def _pin_fonts() -> None:
    """Keep fontconfig to our fonts; its cache lies in the user's cache folder, else in one that lives as long as we do."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "studyguide"
    try:
        fonts.pin_fontconfig(home)
    except OSError:
        folder = tempfile.TemporaryDirectory(prefix="studyguide-fonts-")
        _KEPT.append(folder)
        fonts.pin_fontconfig(Path(folder.name))


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
_pin_fonts()  # before WeasyPrint is imported

with libraries_by_file_name():
    import weasyprint
from weasyprint import document as document_writer  # noqa: E402
from weasyprint import draw, layout  # noqa: E402
from weasyprint import pdf as pdf_writer  # noqa: E402
from weasyprint.anchors import gather_anchors  # noqa: E402
from weasyprint.layout import block, inline  # noqa: E402
from weasyprint.pdf import tags  # noqa: E402
from weasyprint.text import line_break  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

quicken(weasyprint)
keep_notes_with_their_marks(block)
let_feet_wait(layout)
let_pages_stop(layout.page, document_writer)  # before our own rounds, which make pages by the function that asks
let_pages_change(layout)
let_spaces_hang(inline)
hyphenate_as_likely(line_break.pyphen)
mend_structure(tags)
mend_streams()
mend_references()
mend_form_fonts(pdf_writer)


_SAMPLE = """<!DOCTYPE html><html lang="en"><head><title>a</title></head><body><h1>Aa</h1>
<p>Extraordinarily complicated understandings of <i>internationalization</i> and <b>incomprehensibility</b>, <a href="#b">there</a>.</p>
<ul id="b"><li>one</li></ul><table><tr><th scope="col">a</th></tr><tr><td><i>b</i></td></tr></table>
<svg width="9" height="9"><title>c</title><text y="9">c</text><path d="M1 1L2 2"/></svg></body></html>"""
_SAMPLE_STYLE = """html { font-family: "Studyguide Serif"; hyphens: auto; font-variant-numeric: oldstyle-nums } p { width: 30mm }
h1 { font-family: "Studyguide Serif Display" } table { font-family: "Studyguide Sans" } th { letter-spacing: 1px }"""


def warm_up(stylesheets: Iterable[str] = ()) -> None:
    """Load what the first job would load: faces, hyphenation, stylesheets, lazy parts of WeasyPrint."""
    for text in stylesheets:
        _stylesheet(text)
    job = Job("sample.pdf", _SAMPLE, (("sample.css", _SAMPLE_STYLE),))
    if typeset(job).errors:
        raise RuntimeError("the sample page can't be set")


class AssetFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the job's own pictures and nothing else."""

    def __init__(self, assets: dict[str, bytes]) -> None:
        super().__init__(allowed_protocols=("asset", "data"), allow_redirects=False)
        self._assets = assets

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the bytes of `asset:NAME`; ValueError for any other address."""
        name = url.removeprefix("asset:")
        if not url.startswith("asset:") or name not in self._assets:
            raise ValueError(f"`{url}` is not a picture of this handout")
        kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        return URLFetcherResponse(url, self._assets[name], {"Content-Type": kind})


@cache
def _font_configuration() -> FontConfiguration:
    return FontConfiguration()


@cache
def _stylesheet(text: str) -> tuple[weasyprint.CSS, tuple[str, ...], tuple[str, ...]]:
    """Parse a stylesheet once a process; keep what was logged about it, so that every job hears of it."""
    with _log() as records:
        sheet = weasyprint.CSS(string=text, url_fetcher=AssetFetcher({}), font_config=_font_configuration())
    return sheet, _messages(records, logging.ERROR), _messages(records, logging.WARNING)


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _log() -> Iterator[list[logging.LogRecord]]:
    """Collect what WeasyPrint and its font tools log."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    for logger in loggers:
        logger.addHandler(collector)
    try:
        yield collector.records
    finally:
        for logger in loggers:
            logger.removeHandler(collector)


def _messages(records: list[logging.LogRecord], level: int) -> tuple[str, ...]:
    chosen = [r for r in records if (r.levelno >= logging.ERROR) == (level == logging.ERROR)]
    return tuple(dict.fromkeys(record.getMessage() for record in chosen))


def typeset(job: Job) -> Artifact:
    """Set a job's pages. Never raises for what is in the job: an error there is an Artifact without a PDF.

    Raises StoppedError when the pages needn't be finished (`stopping`).
    """
    start = time.perf_counter()
    try:
        with _no_collection():
            return _typeset(job, start)
    except FatalURLFetchingError as problem:
        return Artifact(job.name, b"", 0, errors=(str(problem),))
    except (MemoryError, StoppedError):
        raise
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        text = f"{type(problem).__name__}: {problem} ({Path(where.filename).name}:{where.lineno})"
        return Artifact(job.name, b"", 0, errors=(f"internal error while typesetting: {text}",), internal=True)


@contextmanager
def _no_collection() -> Iterator[None]:
    """Look for garbage after a job, not during it: its boxes live until its end, and looking through them takes a tenth of the time.

    In a book it is looked for after each of its runs; where the caller has put it off, only there. Pages that are stopped leave theirs
    to the next ones, which wait.
    """
    try:
        with uncollected():
            yield
    except StoppedError:
        raise
    except BaseException:
        _collect()
        raise
    _collect()


def _collect() -> None:
    """Look for garbage, where there is much of it: a command is often over before that, and so is what a worker has to do."""
    if gc.isenabled() and gc.get_count()[0] > MOST_GARBAGE:
        gc.collect()


def _typeset(job: Job, start: float) -> Artifact:
    sheets, errors, warnings = [], [], []
    for name, text in job.stylesheets:
        sheet, wrong, odd = _stylesheet(text)
        sheets.append(sheet)
        errors += [f"{name}: {message}" for message in wrong]
        warnings += [f"{name}: {message}" for message in odd]
    with _log() as records:
        made = _pages(job, sheets)
        document = made.document
        document.metadata.generator = CREATOR
        pdf = document.write_pdf(
            finisher=finish, pdf_variant=job.pdf_variant, pdf_tags=True, custom_metadata=False,
            pdf_identifier=bytes.fromhex(job.digest[:32]),
        )  # fmt: skip
    errors += _messages(records, logging.ERROR)
    warnings += _messages(records, logging.WARNING)
    warnings += [f"page {number}: the notes in the margin are longer than the page" for number in made.crowded]
    pages = len(document.pages)
    if errors:
        return Artifact(job.name, b"", pages, tuple(errors), tuple(warnings))
    return Artifact(
        job.name, pdf, pages, (), tuple(warnings), made.boxes, seconds=time.perf_counter() - start,
        digest=hashlib.sha256(pdf).hexdigest(),
    )  # fmt: skip


@dataclass
class _Set:
    """Pages that are laid out: where the elements with an id stand on them, and the numbers of those whose margin is too full."""

    document: weasyprint.Document
    boxes: tuple[Box, ...]
    crowded: list[int]


def _pages(job: Job, sheets: list[weasyprint.CSS]) -> _Set:
    """Lay out a job's pages."""
    runs = split(job.html)
    if runs:
        return _book(job, runs, sheets)
    return _finished(in_best_order(job.html, lambda html: _lay_out(job, html, sheets))[1])


def _book(job: Job, runs: Sequence[Run], sheets: list[weasyprint.CSS]) -> _Set:
    """Lay out the runs of a book and draw each as soon as it is done; set the feet, with the number of pages in them, last."""
    easel = Easel(layout, draw, pdf_writer.Stream)

    def finish(document: weasyprint.Document) -> _Set:
        done = _finished(document)
        easel.draw(document)
        del document._html
        return done

    with feet_later():
        book = lay_out_book(
            runs,
            lambda html: in_best_order(html, lambda text: _lay_out(job, text, sheets)),
            lambda html: in_its_order(html, lambda text: _lay_out(job, text, sheets)),
            finish,
        )
    pages = []
    for laid in book:
        for number, page in enumerate(laid.kept.document.pages, laid.start):
            easel.draw_foot(page, feet(layout, page._page_box, number, book[-1].end - 1))
            page.anchors[page_anchor(number)] = (0, 0, 0, 0)  # the index leads to its top left corner
            pages.append(page)
    # WeasyPrint writes the pages of several documents as one, with whole tags and links
    whole = book[0].kept.document.copy(pages)
    whole.fonts = easel.fonts
    boxes = tuple(replace(box, page=box.page + laid.start - 1) for laid in book for box in laid.kept.boxes)
    return _Set(whole, boxes, [laid.start + number - 1 for laid in book for number in laid.kept.crowded])


def _finished(document: weasyprint.Document) -> _Set:
    """Bring the text onto the grid, the margin's notes to their places and a room's fields together."""
    boxes = [page._page_box for page in document.pages]
    snap(boxes)
    crowded = settle(boxes)
    join_rooms(boxes)
    for page in document.pages:  # where links and fields stand was noted before they moved
        anchors: dict[str, Any] = {}
        page.bookmarks, page.links, page.forms = [], [], {None: []}
        gather_anchors(page._page_box, anchors, page.links, page.bookmarks, page.forms)
        page.anchors.update(anchors)
    return _Set(document, _layout(document), crowded)


def _lay_out(job: Job, html: str, sheets: list[weasyprint.CSS]) -> weasyprint.Document:
    page = weasyprint.HTML(string=html, base_url="asset:", url_fetcher=AssetFetcher(dict(job.assets)))
    return page.render(
        font_config=_font_configuration(), stylesheets=sheets, pdf_variant=job.pdf_variant, pdf_tags=True
    )


def _layout(document: weasyprint.Document) -> tuple[Box, ...]:
    """Return the box of every element with an id, page by page."""
    boxes = []
    for number, page in enumerate(document.pages, 1):
        seen = set()
        for box in page._page_box.descendants(placeholders=True):
            element = box.element
            name = element.get("id") if element is not None and box.element_tag == element.tag else None
            if name and name not in seen and hasattr(box, "border_width"):
                seen.add(name)
                place = (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
                boxes.append(Box(number, name, *(round(value * PX_TO_MM, 2) for value in place)))
    return tuple(boxes)
