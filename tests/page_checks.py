"""What is wrong with a printed handout: one function a rule, each returning its findings as sentences.

The tests apply them to the small course in every run and to the shipped course in the slow ones. Each looks at the finished PDF and at
the HTML that it was made from; none of them knows how the pages came to be.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import page as validator
import pikepdf
import pypdfium2

from builder import fonts
from tests.printed import PT_TO_MM, Char, Printed, characters, elements, opened

EDGE_MM = 6.0
HALF_BASELINE = 7.5
FIRST_TOP_MM, TOP_MM, BOTTOM_MM = 12.0, 19.0, 21.0
BINDING_MM, COLUMN_MM, GAP_MM = 23.0, {"letter": 124.0, "a4": 122.0}, 6.0
OUTER_MM = {"letter": 14.9, "a4": 13.0}
LINE_PITCH_PT, LEAST_LINES = 22.5, 4


class _Reader(HTMLParser):
    """Collects what the checks want to know of a page's HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.questions: dict[str, bool] = {}
        self.title = ""
        self.language = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a" and values.get("href"):
            self.links.append(values["href"])
        if tag == "html":
            self.language = values.get("lang", "")
        if re.fullmatch(r"h\d", tag):
            self.headings.append((int(tag[1]), ""))
        if "question" in values.get("class", "").split():
            self.questions[values["id"]] = "unbroken" in values["class"].split()
        if tag in ("h1", "h2", "h3", "h4") or (tag == "title" and not self.title):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._open:
            return
        if self._open[-1] == "title":
            self.title += data
        else:
            level, text = self.headings[-1]
            self.headings[-1] = level, text + data


def read(printed: Printed) -> _Reader:
    """Return what the checks want to know of the HTML."""
    reader = _Reader()
    reader.feed(printed.job.html)
    return reader


def paper(printed: Printed) -> str:
    """Return the paper that a handout is set for."""
    return "a4" if 'class="paper-a4' in printed.job.html else "letter"


def faults_of_standard(printed: Printed, profile: str) -> list[str]:
    """Return what a validator says against a PDF: `ua1` or `2a`."""
    report = validator.validate_pdf_bytes(printed.pdf, profile=profile)
    return [f"{failure.rule_id}: {failure.message}" for failure in report.failures]


def accessible(printed: Printed) -> list[str]:
    """PDF/UA-1 without a failure."""
    return faults_of_standard(printed, "ua1")


def lasting(printed: Printed) -> list[str]:
    """PDF/A-2a without a failure."""
    return faults_of_standard(printed, "2a")


def _annotations(pdf: pikepdf.Pdf) -> Iterator[tuple[str, int, Sequence[float]]]:
    """Yield target, page and rectangle of every link of a PDF."""
    for number, page in enumerate(pdf.pages, 1):
        for link in page.get("/Annots", []):
            action: Any = link.get("/A", pikepdf.Dictionary())
            target = str(action["/URI"]) if "/URI" in action else f"#{link.get('/Dest', action.get('/D'))}"
            yield target, number, [float(value) for value in link.Rect]


def links_arrive(printed: Printed) -> list[str]:
    """Every link of the HTML is a link of the PDF, and leads to a place that exists; a link of two lines counts once."""
    pdf = opened(printed.pdf)
    found: list[tuple[str, int, Sequence[float]]] = []
    for target, number, rectangle in _annotations(pdf):
        before = found[-1] if found else None
        next_line = before is not None and abs(max(rectangle[1::2]) - min(before[2][1::2])) < 3
        goes_on = before is not None and before[:2] == (target, number) and next_line
        if goes_on:
            found.pop()
        found.append((target, number, rectangle))
    wanted, made = Counter(read(printed).links), Counter(target for target, _, _ in found)
    faults = [f"{target}: {wanted[target]} in the HTML, {made[target]} in the PDF" for target in wanted | made
              if wanted[target] != made[target]]  # fmt: skip
    names: list[Any] = list(pdf.Root.Names.Dests.Names) if "/Names" in pdf.Root else []
    known = {f"#{name}" for name in names[::2]}
    return faults + [f"{target} leads nowhere" for target in made if target.startswith("#") and target not in known]


def links_on_words(printed: Printed) -> list[str]:
    """Every link lies over words, whose baseline is in the lower half of it."""
    pdf, chars = opened(printed.pdf), characters(printed.pdf)
    faults = []
    for target, number, (left, bottom, right, top) in _annotations(pdf):
        height = float(pdf.pages[number - 1].MediaBox[3])
        low, high = height - min(bottom, top), height - (bottom + top) / 2
        on_page = (char for char in chars if char.page == number)
        if not any(left - 1 < char.x < right and high < char.y < low + 0.5 for char in on_page):
            faults.append(f"page {number}: the link to {target} stands beside its words")
    return faults


def font_names(pdf: pikepdf.Pdf) -> set[str]:
    """Return the names of a PDF's fonts, without the letters that mark a subset."""
    found = set()
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            found.add(str(item.FontName).lstrip("/").partition("+")[2])
    return found


def own_fonts(printed: Printed) -> list[str]:
    """Every font of the PDF is one of ours."""
    families = {face.family.replace(" ", "-") for face in fonts.FACES.values()}
    return [
        f"{name} is not ours"
        for name in sorted(font_names(opened(printed.pdf)))
        if not any(map(name.startswith, families))
    ]


def says_what_it_is(printed: Printed) -> list[str]:
    """The PDF has its language and its title, and shows the title."""
    pdf, html = opened(printed.pdf), read(printed)
    facts = {
        "language": (str(pdf.Root.get("/Lang", "")), html.language),
        "title": (str(pdf.docinfo.get("/Title", "")), html.title),
        "title bar": (str(pdf.Root.ViewerPreferences.get("/DisplayDocTitle")), "True"),
    }
    return [
        f"{name}: {found!r}, not {wanted!r}" for name, (found, wanted) in facts.items() if found != wanted or not found
    ]


def headings_in_order(printed: Printed) -> list[str]:
    """One h1 comes first and no level is left out, in the HTML as in the tags."""
    tagged = [str(e.S) for e in elements(opened(printed.pdf)) if re.fullmatch(r"/H\d", str(e.S))]
    written = [level for level, _ in read(printed).headings]
    faults = [] if written[:1] == [1] and written.count(1) == 1 else [f"levels are {written}"]
    faults += [f"h{b} follows h{a}" for a, b in pairwise(written) if b > a + 1]
    if Counter(tagged) != Counter(f"/H{level}" for level in written):
        faults.append(f"tags {tagged} for {written}")
    return faults


def _outline(pdf: pikepdf.Pdf) -> list[str]:
    with pdf.open_outline() as outline:

        def below(items: Any) -> Iterator[str]:
            for item in items:
                yield item.title
                yield from below(item.children)

        return list(below(outline.root))  # fmt: skip


def bookmarks(printed: Printed) -> list[str]:
    """Every heading is a bookmark."""
    made = Counter(" ".join(title.split()) for title in _outline(opened(printed.pdf)))
    wanted = Counter(" ".join(text.split()) for _, text in read(printed).headings)
    return [
        f"{title!r}: {wanted[title]} headings, {made[title]} bookmarks"
        for title in made | wanted
        if made[title] != wanted[title]
    ]


def _page_of(pdf: pikepdf.Pdf, element: Any) -> int:
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
    return numbers[element.Pg.objgen]


def notes_with_marks(printed: Printed) -> list[str]:
    """Every page-bottom note stands on the page of its mark."""
    pdf = opened(printed.pdf)
    every = list(elements(pdf))
    marks = [_page_of(pdf, e) for e in every if e.S == "/Reference"]
    notes = [_page_of(pdf, e) for e in every if e.S == "/Note" and any(k.get("/S") == "/Lbl" for k in _kids(e))]
    if len(marks) != len(notes):
        return [f"{len(marks)} marks, {len(notes)} notes"]
    # In the file's order the notes of a page follow its marks: both are counted page by page.
    return [f"page {page}: {Counter(marks)[page]} marks, {Counter(notes)[page]} notes" for page in sorted({*marks, *notes})
            if Counter(marks)[page] != Counter(notes)[page]]  # fmt: skip


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]


def marks_beside_words(printed: Printed) -> list[str]:
    """No mark of a note stands alone on a line."""
    chars = characters(printed.pdf)
    marks = [char for char in chars if 4.5 < char.size * 0.75 < 6.5 and char.font.endswith("Bold")]
    words = [char for char in chars if char.size * 0.75 > 9.5]
    return [
        f"page {mark.page}: the mark {mark.text} stands alone on its line"
        for mark in marks
        if not any(word.page == mark.page and 0 <= word.y - mark.y < 8 and word.x < mark.x for word in words)
    ]


def _left_mm(printed: Printed, page: int) -> float:
    """Return where the text begins: the binding margin changes sides."""
    return BINDING_MM if page % 2 else OUTER_MM[paper(printed)]


def body_lines(printed: Printed) -> Iterator[tuple[int, float]]:
    """Yield page and distance of each baseline of the narrative from the top of the text, in points."""
    boxes = [box for box in printed.layout if box.id.startswith("narrative-") or box.id == "recap"]
    seen = set()
    for char in characters(printed.pdf):
        if abs(char.size * 0.75 - 11) > 0.05 or not char.font.endswith("Studyguide-Serif"):
            continue
        x, y = char.x * PT_TO_MM, char.y * PT_TO_MM
        inside = any(
            b.page == char.page and b.x_mm - 1 < x < b.x_mm + b.width_mm and b.y_mm < y < b.y_mm + b.height_mm
            for b in boxes
        )
        line = (char.page, round(char.y, 1))
        if inside and line not in seen:
            seen.add(line)
            yield char.page, char.y - (FIRST_TOP_MM if char.page == 1 else TOP_MM) / PT_TO_MM


def on_the_grid(printed: Printed) -> list[str]:
    """Baselines of the narrative lie within half a point of the grid of 7.5 pt that begins at the top of the text."""
    lines = list(body_lines(printed))
    phase = Counter(round(y % HALF_BASELINE, 1) for _, y in lines).most_common(1)
    first = phase[0][0] if phase else 0.0
    faults = []
    for page, y in lines:
        away = (y - first + HALF_BASELINE / 2) % HALF_BASELINE - HALF_BASELINE / 2
        if abs(away) > 0.5:
            faults.append(f"page {page}: a line {y:.1f} pt down is {away:+.2f} pt off the grid")
    return faults


def notes_apart(printed: Printed) -> list[str]:
    """In the margin column no line stands on another."""
    faults = []
    width = {**COLUMN_MM}[paper(printed)]
    lines: dict[int, set[float]] = {}
    for char in characters(printed.pdf):
        left = _left_mm(printed, char.page) + width + GAP_MM
        below = printed_height(printed) - BOTTOM_MM
        if (
            "Sans" in char.font
            and abs(char.size * 0.75 - 9) < 0.05
            and char.x * PT_TO_MM > left - 0.5
            and char.y * PT_TO_MM < below
        ):
            lines.setdefault(char.page, set()).add(round(char.y, 1))
    for page, heights in sorted(lines.items()):
        for above, below in pairwise(sorted(heights)):
            if 0.8 < below - above < 9:
                faults.append(f"page {page}: lines in the margin {above:.1f} and {below:.1f} pt down")
    boxes = [
        box for box in printed.layout if box.id.startswith("term-") and box.x_mm > _left_mm(printed, box.page) + width
    ]
    for a, b in ((a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.page == b.page):
        if a.y_mm < b.y_mm + b.height_mm - 0.1 and b.y_mm < a.y_mm + a.height_mm - 0.1:
            faults.append(f"page {a.page}: {a.id} and {b.id} overlap")
    return faults


def printed_height(printed: Printed) -> float:
    """Return the height of the paper in millimetres."""
    return 297.0 if paper(printed) == "a4" else 279.4


def _pixels(pdf: bytes, dpi: float) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        yield number, page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


def within_the_edges(printed: Printed) -> list[str]:
    """Nothing is printed within 6 mm of an edge, and nothing stands outside the page."""
    faults = []
    for number, picture in _pixels(printed.pdf, 50):
        edge = int(EDGE_MM / 25.4 * 50)
        inside = (edge, edge, picture.width - edge, picture.height - edge)
        frame = picture.copy()
        frame.paste(255, inside)
        if frame.getextrema()[0] < 250:
            faults.append(f"page {number}: something stands within 6 mm of the edge")
    width, height = (210.0, 297.0) if paper(printed) == "a4" else (215.9, 279.4)
    for box in printed.layout:
        if (
            box.x_mm < 0
            or box.y_mm < 0
            or box.x_mm + box.width_mm > width + 0.1
            or box.y_mm + box.height_mm > height + 0.1
        ):
            faults.append(f"page {box.page}: {box.id} reaches over the edge of the paper")
    return faults


def questions_with_their_lines(printed: Printed) -> list[str]:
    """A question stands on one page with its room; one with a long room has four lines on each side of the break."""
    faults = []
    least = LEAST_LINES * LINE_PITCH_PT * PT_TO_MM - 0.5
    for name, unbroken in read(printed).questions.items():
        boxes = [box for box in printed.layout if box.id == name]
        if not boxes:
            faults.append(f"{name} isn't printed")
        elif unbroken and len(boxes) > 1:
            faults.append(f"{name} is parted over pages {[box.page for box in boxes]}")
        faults += [
            f"page {box.page}: {name} has only {box.height_mm:.0f} mm"
            for box in boxes
            if len(boxes) > 1 and box.height_mm < least
        ]
    return faults


def _leaves(element: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the structure elements that hold text, each with the types above it."""
    path = (*path, str(element.get("/S")))
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    if any(not isinstance(kid, pikepdf.Dictionary) for kid in kids):
        yield path, element
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _leaves(kid, path)


def no_heading_at_the_foot(printed: Printed) -> list[str]:
    """After a heading comes text on the same page."""
    pdf = opened(printed.pdf)
    faults = []
    leaves = [
        (path, element) for root in pdf.Root.StructTreeRoot.K for path, element in _leaves(root) if "/Note" not in path
    ]
    flags = [(any(re.fullmatch(r"/H\d", tag) for tag in path), _page_of(pdf, element)) for path, element in leaves]
    for (heading, page), (_, following) in pairwise(flags):
        if heading and following != page:
            faults.append(f"page {page}: a heading stands last")
    if flags and flags[-1][0]:
        faults.append("the handout ends with a heading")
    return faults


def no_blank_page(printed: Printed) -> list[str]:
    """Every page has text, ruled lines or a drawing besides its foot."""
    faults = []
    for number, picture in _pixels(printed.pdf, 30):
        body = picture.crop(
            (0, int(TOP_MM / 25.4 * 30), picture.width, int((printed_height(printed) - BOTTOM_MM) / 25.4 * 30))
        )
        if body.getextrema()[0] > 200:
            faults.append(f"page {number} is blank")
    return faults


def student_pages(printed: Printed) -> int:
    """Return how many pages the pupils' part has; a teacher's own pages follow it."""
    return next(box.page for box in printed.layout if box.id == "end-of-handout")


def holes(printed: Printed) -> list[float]:
    """Return for each page of the pupils' part but the last the tallest white band, as a share of the text's height."""
    found = []
    for number, picture in _pixels(printed.pdf, 36):
        if number >= student_pages(printed):
            break
        top = FIRST_TOP_MM if number == 1 else TOP_MM
        rows = range(int(top / 25.4 * 36), int((printed_height(printed) - BOTTOM_MM) / 25.4 * 36))
        longest = white = 0
        for row in rows:
            band = picture.crop((0, row, picture.width, row + 1))
            white = white + 1 if band.getextrema()[0] > 245 else 0
            longest = max(longest, white)
        found.append(longest / len(rows))
    return found


def no_large_hole(printed: Printed) -> list[str]:
    """No white band is higher than a third of the text."""
    return [
        f"page {number}: {share:.0%} of the text's height is white"
        for number, share in enumerate(holes(printed), 1)
        if share > 1 / 3
    ]


def no_complaint(printed: Printed) -> list[str]:
    """WeasyPrint complained of nothing."""
    return [*printed.artifact.errors, *printed.artifact.warnings]


def letters(text: str) -> str:
    """Return a text's letters and digits in lower case: what hyphens, quotes and line ends can't change."""
    return "".join(character for character in text.lower() if character.isalnum())


def all_letters(printed: Printed) -> str:
    """Return the letters of a whole PDF."""
    return letters("".join(char.text for char in characters(printed.pdf)))


CHECKS: tuple[Callable[[Printed], list[str]], ...] = (
    accessible, lasting, links_arrive, links_on_words, own_fonts, says_what_it_is, marks_beside_words, headings_in_order, bookmarks,
    notes_with_marks, on_the_grid,
    notes_apart, within_the_edges, questions_with_their_lines, no_heading_at_the_foot, no_blank_page, no_large_hole, no_complaint,
)  # fmt: skip

__all__ = ["CHECKS", "Char", "all_letters", "holes", "letters", "paper", "read", "student_pages"]
