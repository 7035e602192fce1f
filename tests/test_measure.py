"""Widths and line breaks agree with the page that WeasyPrint makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import builder.typeset  # noqa: F401  (pins the fonts before weasyprint comes in)
from builder import fonts, measure

import weasyprint  # isort: skip
from weasyprint.text.fonts import FontConfiguration  # isort: skip

TEXTS = [
    "Sergei Korolev’s rocket—the R-7—flew on 4\u00a0October 1957, and/or 21 August; “AVATAR” To Wa. VA Ty.",
    "Хрущёв, Никита Сергеевич (1894–1971) well-known self-made 10-12 c. 450 km/h",
    "office first fluffy ffi efficient 12,345.67 ½ ⅓ ἀλήθεια Khrushchevʹs",
    "The Twentieth Congress of the Communist Party opened in Moscow on 14 February 1956 with 1,436 delegates"
    " — and nobody, not even the well-informed, knew what its last day would bring.",
]


@pytest.fixture(scope="module")
def configuration() -> FontConfiguration:
    return FontConfiguration()


def laid_out(text: str, face: str, width_pt: float, configuration: FontConfiguration, css: str = "") -> list[Any]:
    """The lines of a paragraph as WeasyPrint sets it: (text, width in points)."""
    entry = fonts.FACES[face]
    stack = ", ".join(f"'{family}'" for family in fonts.FALLBACKS[entry.family])
    style = f"margin: 0; font: {entry.style} {entry.weight} 11pt/14pt {stack}; {css}"
    page = f"<style>@page {{ size: {width_pt}pt 3000pt; margin: 0 }} body {{ margin: 0 }} p {{ {style} }}</style>"
    document = weasyprint.HTML(string=f"{page}<p>{text}").render(font_config=configuration)
    return [line for box in document.pages[0]._page_box.descendants() for line in lines(box)]


def lines(box: Any) -> Iterator[tuple[str, float]]:
    if type(box).__name__ == "LineBox":
        text = "".join(child.text for child in box.descendants() if hasattr(child, "text"))
        yield text.strip(" "), sum(child.width for child in box.children) * 0.75


@pytest.mark.parametrize("face", fonts.FACES)
def test_width_is_weasyprints(face: str, configuration: FontConfiguration) -> None:
    """Kerning, ligatures and the face behind included, widths agree within 0.4 %."""
    for text in TEXTS:
        [(_, wanted)] = laid_out(text, face, 4000, configuration)
        assert measure.width(text, face, 11) == pytest.approx(wanted, rel=0.004), text


@pytest.mark.parametrize(
    ("features", "css"),
    [
        (("smcp",), "font-variant-caps: small-caps"),
        (("onum", "pnum"), "font-variant-numeric: oldstyle-nums proportional-nums"),
    ],
)
def test_features_change_widths_as_on_the_page(
    features: tuple[str, ...], css: str, configuration: FontConfiguration
) -> None:
    """Small capitals and proportional old-style figures have widths of their own (by default figures are tabular)."""
    text = "Congress of 1956"
    [(_, wanted)] = laid_out(text, "serif", 4000, configuration, css)
    assert measure.width(text, "serif", 11, features) == pytest.approx(wanted, rel=0.001)
    assert measure.width(text, "serif", 11) != pytest.approx(wanted, rel=0.001)


@pytest.mark.parametrize("width_pt", [80, 137, 200, 263])
@pytest.mark.parametrize("face", ["serif", "sans", "sans-semibold", "legible"])
def test_lines_break_where_weasyprint_breaks_them(face: str, width_pt: float, configuration: FontConfiguration) -> None:
    """Greedy lines: at spaces, after hyphens and en dashes, around em dashes, never at a no-break space."""
    for text in TEXTS:
        wanted = [line for line, _ in laid_out(text, face, width_pt, configuration)]
        assert measure.wrap(text, face, 11, width_pt) == wanted


def test_width_grows_with_the_size() -> None:
    """Width is proportional to the size: there is no hinting on paper."""
    assert measure.width("Stalin", "serif", 22) == pytest.approx(2 * measure.width("Stalin", "serif", 11))
    assert measure.width("", "serif", 11) == 0


def test_kerning_counts() -> None:
    """Two letters that fit into each other are narrower together than alone."""
    together = measure.width("AV", "serif", 100)
    assert together < measure.width("A", "serif", 100) + measure.width("V", "serif", 100) - 2


def test_unknown_face_is_a_key_error() -> None:
    """A misspelt face is a mistake in our code, said at once."""
    with pytest.raises(KeyError, match="serif-bold"):
        measure.width("a", "serif-bold", 11)


def test_fallback_keeps_slant_before_weight() -> None:
    """Cyrillic in bold italic Atkinson is set in semibold italic Sans, which has no bold italic."""
    expected = measure.width("Ленин", "sans-semibold-italic", 10)
    assert measure.width("Ленин", "legible-bold-italic", 10) == pytest.approx(expected)


def test_a_mark_stays_with_its_letter() -> None:
    """A combining accent that the first face has is set with the letter, and adds no width."""
    assert measure.width("q\u0301", "serif", 10) == pytest.approx(measure.width("q", "serif", 10))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("  \n ", []),
        ("4\u00a0March", ["4\u00a0March"]),
        (" one\n  two ", ["one", "two"]),
        ("self-made", ["self-", "made"]),
        ("10-12", ["10-12"]),
        ("R\u20117", ["R\u20117"]),
        ("1952–1953", ["1952–", "1953"]),
        ("word—word", ["word", "—", "word"]),
        ("zero\u200bspace", ["zero", "space"]),
        ("pre- and post-", ["pre-", "and", "post-"]),
    ],
)
def test_break_opportunities(text: str, wanted: list[str]) -> None:
    """On a line with no room at all, each piece that may not be broken stands alone."""
    assert measure.wrap(text, "serif", 11, 0) == wanted


words = st.lists(st.text("abcdeÄжλ,.'", min_size=1, max_size=9), min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(words, st.floats(10, 300))
def test_lines_are_full_and_fit(pieces: list[str], width_pt: float) -> None:
    """No text is lost, a line of more than one word fits, and the next word would not have fitted any more."""
    found = measure.wrap(" ".join(pieces), "serif", 11, width_pt)
    assert " ".join(found).split(" ") == pieces
    for line, following in zip(found, [*found[1:], None], strict=True):
        assert " " not in line or measure.width(line, "serif", 11) <= width_pt
        if following is not None:
            assert measure.width(f"{line} {following.partition(' ')[0]}", "serif", 11) > width_pt
