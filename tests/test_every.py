"""Everything in every shape: each component, in each theme, for each class, in each edition, as pages.

The course of `tests/courses/every` has one short section with each component once, a class that changes it, and a test. What is looked
at is where things stand, so that no theme and no edition can print one thing over another, or over the edge.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image

from builder.build import Request, render_all
from builder.edition import for_edition
from builder.inputs import load_trees
from builder.job import Box
from builder.render import bibliography, component_views, make_page
from builder.templates import read_templates
from builder.tokens import Tokens, read_tokens
from builder.typeset import typeset
from tests import page_checks
from tests.printed import Printed

HERE = Path(__file__).parent
THEMES = ("plain", "archive", "bold")
EDITIONS = ("student", "teacher", "large-print", "fillable")
CLEAR_MM = 0.6
"""What boxes may share: the lines round two neighbours."""
LISTS = frozenset({"charts", "disagreements", "documents", "key-figures", "organizers", "questions"})
"""Ids of what only holds other things: what has found room between two of them stands in it."""
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"})


def project(folder: Path, theme: str = "plain", language: str = "en") -> Path:
    """Write a project with the course into a folder."""
    course = folder / "content" / "every"
    shutil.copytree(HERE / "courses" / "every", course)
    (course / "images").mkdir()
    Image.new("L", (600, 400), 200).save(course / "images" / "plan.png")
    file = course / "course.yaml"
    text = file.read_text("utf-8").replace("language: en", f"language: {language}")
    file.write_text(text.replace("paper: letter", f"paper: letter, theme: {theme}"), "utf-8")
    return folder


@cache
def printed(theme: str, edition: str) -> dict[str, Printed]:
    """Return all that is printed of the course and its class in one theme and edition."""
    with tempfile.TemporaryDirectory(prefix="studyguide-test-") as folder:
        root = project(Path(folder), theme)
        trees, templates = load_trees(root, "every"), read_templates(root)
    assert not [finding for tree in trees for finding in tree.findings if finding.is_error]
    rendered = list(render_all(trees, Request(("every",), editions=(edition,)), templates))
    assert all(one.job for one in rendered), rendered
    jobs = [one.job for one in rendered if one.job and not one.job.name.endswith("course-pack.pdf")]
    return {job.name: Printed(job, typeset(job)) for job in jobs}


class _Nesting(HTMLParser):
    """Collects for each id those of the elements round it."""

    def __init__(self) -> None:
        super().__init__()
        self.around: dict[str, frozenset[str]] = {}
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("id") or ""
        if name:
            self.around[name] = frozenset(other for _, other in self._open if other)
        if tag not in VOID:
            self._open.append((tag, name))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A closed tag has nothing in it."""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass


def covers(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than a line."""
    across = min(one.x_mm + one.width_mm, other.x_mm + other.width_mm) - max(one.x_mm, other.x_mm)
    down = min(one.y_mm + one.height_mm, other.y_mm + other.height_mm) - max(one.y_mm, other.y_mm)
    return one.page == other.page and across > CLEAR_MM and down > CLEAR_MM


def overlaps(made: Printed) -> list[str]:
    """Return which things of a page stand over others that they aren't part of."""
    nesting = _Nesting()
    nesting.feed(made.job.html)
    around = nesting.around
    things = [box for box in made.layout if box.width_mm and box.height_mm and box.id not in LISTS]
    return [
        f"{made.job.name}, page {one.page}: {one.id} over {other.id}"
        for one, other in combinations(things, 2)
        if covers(one, other) and one.id not in around[other.id] and other.id not in around[one.id]
    ]


def tokens(made: Printed) -> Tokens:
    """Return the tokens that a page was set with."""
    classes = made.job.html.split('class="', 1)[1].split('"', 1)[0]
    return read_tokens(tuple(text for _, text in made.job.stylesheets), frozenset(classes.split()))


def outside(made: Printed) -> list[str]:
    """Return which things reach over the margins of their page; below, what goes on overleaf is cut off by the page."""
    used = tokens(made)
    side = min(used.mm("binding-margin"), used.mm("outer-margin")) - CLEAR_MM
    right, bottom = used.mm("paper-width") - side, used.mm("paper-height") - used.mm("bottom-margin") + CLEAR_MM
    pieces = {(box.id, box.page) for box in made.layout}
    return [
        f"{made.job.name}, page {box.page}: {box.id} reaches over the margin"
        for box in made.layout
        if box.height_mm
        and (
            box.x_mm < side
            or box.x_mm + box.width_mm > right
            or (box.y_mm + box.height_mm > bottom and (box.id, box.page + 1) not in pieces)
        )
    ]


def test_the_course_has_every_component(tmp_path: Path) -> None:
    """So that a new component can't be left out of what follows: each view has something to show in some edition."""
    root = project(tmp_path)
    tree, *_ = load_trees(root, "every")
    assert tree.course is not None
    shown = set()
    for edition in ("student", "teacher"):
        course = for_edition(tree.course, edition)
        page = make_page(course, course.sections[0], edition, read_templates(root), bibliography(course))
        page = replace(page, settings=page.settings.model_copy(update={"links": "qr"}))
        shown |= {name for name, view in component_views().items() if view(page.entry, page)}
    assert shown == set(component_views())


@pytest.mark.slow
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("theme", THEMES)
def test_every_component_class_theme_and_edition_goes_together(theme: str, edition: str) -> None:
    """Nothing fails, nothing complains, nothing covers anything, and nothing leaves its page: handouts, tests, cards."""
    made = printed(theme, edition)
    assert len(made) >= 4
    assert {one.job.class_name for one in made.values()} == {None, "altera"}
    for one in made.values():
        assert page_checks.no_complaint(one) == []
        assert page_checks.accessible(one) == []
        assert page_checks.own_fonts(one) == []
        assert page_checks.no_blank_page(one) == []
        assert overlaps(one) == []
        if "cards" not in one.job.name:  # their marks for the scissors stand in the margin
            assert outside(one) == []
            assert page_checks.within_the_edges(one) == []
