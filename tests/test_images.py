"""Pictures: how wide they are printed, their credit, and the numbered places on them with printed or blank names."""

from __future__ import annotations

import pytest

from builder.components.images import Picture, pictures, printed_width_mm
from builder.diagnostics import format_diagnostic
from builder.model import ImageUse
from builder.nodes import read
from builder.shape import shape
from tests.component_page import component_html, section_page

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200"><path d="M0 0H9"/></svg>'
PLACES = "callouts: [{at: [10, 20.5], label: The *river*}, {at: [90, 80], label: The port}]"


def shown(use: str, edition: str = "student") -> tuple[Picture, str]:
    """Return the picture of a passage and its HTML."""
    section = f"narrative: [{{id: a, heading: A, text: B., images: [{{file: map.svg, caption: A map, {use}}}]}}]"
    entry, page = section_page(section, edition, files={"images/map.svg": SVG})
    made = pictures(entry.value.narrative[0], page)[0]
    return made, component_html(page, "picture", picture=made)


def test_printed_names_stand_under_the_picture() -> None:
    """Numbered places have their names in a list, in every edition."""
    for edition in ("student", "teacher"):
        made, html = shown(PLACES, edition)
        assert [(place.number, place.left, place.top, str(place.label)) for place in made.callouts] == [
            (1, 10.0, 20.5, "The <em>river</em>"), (2, 90.0, 80.0, "The port"),
        ]  # fmt: skip
        assert '<span class="callout" style="left: 10.0%; top: 20.5%">1</span>' in html
        assert "<p>The port</p>" in html


def test_blank_names_are_lines_for_pupils() -> None:
    """With `labels: blank` a pupil gets an empty line a place, and no name in any form."""
    made, html = shown(f"{PLACES}, labels: blank")
    assert made.is_blank
    assert html.count('<span class="blank">\u00a0</span>') == 2
    assert "river" not in html
    assert "port" not in html


def test_blank_names_stand_on_the_teachers_lines() -> None:
    """The teacher's edition has the same lines, with the names on them."""
    _, html = shown(f"{PLACES}, labels: blank", "teacher")
    assert '<span class="blank">The <em>river</em></span>' in html
    assert '<span class="blank">The port</span>' in html


def test_many_places_stand_in_two_columns() -> None:
    """From four names on the list has two columns, but not under a half picture."""
    many = "callouts: [" + ", ".join(f"{{at: [{n}, {n}], label: P{n}}}" for n in range(4)) + "]"
    assert "callout-list is-long" in shown(many)[1]
    assert "is-long" not in shown(f"{many}, size: half")[1]
    assert "is-long" not in shown(PLACES)[1]


@pytest.mark.parametrize(
    ("pixels", "size", "width"),
    [((4000, 2000), "text", 124.0), ((4000, 2000), "half", 60.0), ((4000, 2000), "full", 178.0), ((96, 96), "text", 25.4),
     ((2000, 4000), "text", 55.0), ((0, 0), "text", 0.0)],
)  # fmt: skip
def test_width_fits_its_place(pixels: tuple[int, int], size: str, width: float) -> None:
    """A picture is as wide as its place, never higher than the page allows and never blown up."""
    _, page = section_page("summary: Nothing.")
    assert printed_width_mm(*pixels, size, page) == width


def test_box_is_as_wide_as_the_picture() -> None:
    """The box has the picture's own width, so that percent of it are percent of the picture."""
    made, html = shown(PLACES)
    assert made.width_mm == 105.83
    assert '<div class="picture-box" style="width: 105.83mm">' in html


def test_places_lie_on_the_picture() -> None:
    """A numbered place outside the picture is an error that says what there can be."""
    node, _ = read(b"file: map.svg\ncallouts:\n  - {at: [10, 120], label: Away}\n", "one.yaml")
    assert node is not None
    value, found = shape(node, ImageUse)
    assert value is None
    assert [format_diagnostic(problem).splitlines()[:2] for problem in found] == [
        ["error: item 2 of `at` must be at most 100.0, not `120`", "  --> one.yaml:3:15"]
    ]
