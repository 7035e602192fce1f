"""The life bar of a full profile: its words stand beside it, and never off the page."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from builder.components.key_figures import WORDS_GAP_MM, life_bar
from builder.dates import parse
from tests.component_page import component_html, section_page


@pytest.mark.parametrize(
    ("born", "died", "before", "after"),
    [
        ("1925", "1935", "born 1925", "died 1935"),
        ("1837", "1926", "", "born 1837, died 1926"),
        ("1968", "1988", "born 1968, died 1988", ""),
        ("1897", "1978", "born 1897", ""),
        ("1900", "1978", "", ""),
    ],
)
def test_words_stand_where_there_is_room(born: str, died: str, before: str, after: str) -> None:
    """After the bar, before it, or not at all: they are in the line under the name, too."""
    _, page = section_page("key_figures: [clay]")
    figure = page.course.figures["clay"].model_copy(update={"born": parse(born), "died": parse(died)})
    page = replace(page, course=replace(page.course, figures={"clay": figure}))
    bar = life_bar(figure, page)
    assert bar is not None
    assert (bar.born_words, bar.died_words) == (before, after)
    end = bar.life_x_mm + bar.life_width_mm
    assert not after or end + WORDS_GAP_MM + bar.died_width_mm <= bar.width_mm
    assert f"born {born}" in bar.alt


def test_the_words_over_the_window_are_whole() -> None:
    """An SVG cuts off what stands over its upper edge; ascenders are three quarters of the size."""
    _, page = section_page("key_figures: [clay]")
    figure = page.course.figures["clay"].model_copy(update={"born": parse("1897"), "died": parse("1978")})
    bar = life_bar(figure, page)
    assert bar is not None
    html = component_html(page, "life_bar", profile=SimpleNamespace(bar=bar))
    words = re.search(rf'y="([\d.]+)"[^>]*>{bar.window_words}<', html)
    assert words is not None
    assert float(words[1]) > 0.75 * bar.size_mm
