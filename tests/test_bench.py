"""What the bench measures with: the reference handout, the tables and the picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import reference
from bench.__main__ import BEGIN, DOCUMENT, END, number, report, sides_table
from bench.costs import Cost
from bench.figures import Figure
from bench.others import CHROMIUM, OURS, TYPST, Side
from bench.picture import picture
from builder.inputs import load_trees

SIDES = [
    Side(OURS, 10, Cost(9.0, 6.0, 200), 7),
    Side(CHROMIUM, 10, Cost(3.0, 2.0, 500), 7),
    Side(TYPST, 10, Cost(0.5, 0.5, 100), 7),
]


def test_the_reference_handout_has_its_measures() -> None:
    """1,830 words, 6 notes that the text links to, 14 events, 4 profiles and 8 questions; otherwise figures can't be compared."""
    section = reference.read("section")
    linked = re.findall(r"\(term:([^)]*)\)", "".join(passage["text"] for passage in section["narrative"]))
    assert reference.words() == reference.WORDS
    assert linked == section["terms"]
    assert len(linked) == reference.NOTES
    assert len(section["timeline"]) == reference.EVENTS
    assert len(section["key_figures"]) == reference.PROFILES
    assert len(section["questions"]) == reference.QUESTIONS


def test_versions_of_the_handout_are_sound_and_differ(tmp_path: Path) -> None:
    """Each version loads without an error; no two have a paragraph in common, and all have the same words."""
    (tree,) = load_trees(reference.project(tmp_path, 3), reference.COURSE)
    assert [finding.diagnostic.message for finding in tree.findings if finding.diagnostic.severity == "error"] == []
    assert tree.course is not None
    texts = [[passage.text or "" for passage in entry.value.narrative] for entry in tree.course.sections]
    assert len({text for version in texts for text in version}) == 3 * len(texts[0])
    assert len({tuple(sorted(" ".join(version).split())) for version in texts}) == 1


def test_typst_gets_every_part_and_no_markup_of_markdown(tmp_path: Path) -> None:
    """The Typst file has 6 notes, 4 profiles, 14 events and 8 questions; a word in italics is Typst's."""
    text = Path(reference.typst_files(tmp_path, 1)[0]).read_text("utf-8")
    assert text.count("#note[") == reference.NOTES
    assert text.count("profile(") == reference.PROFILES
    assert text.count("(number: ") == reference.EVENTS
    assert text.count("#question(") == reference.QUESTIONS
    assert "#emph[Pravda], the party's newspaper" in text
    assert "term:" not in text


def test_ratios_say_what_we_cost_against_the_others() -> None:
    """Above 1 we lose; what isn't installed is named so."""
    assert sides_table(SIDES[:2]).splitlines()[2:] == [
        "| 10 | headless Chromium | 3.00 | 3.00 | 0.40 |",
        "| 10 | Typst | not installed | not installed | not installed |",
    ]


def test_the_document_has_a_place_for_each_table() -> None:
    """What `make bench` has measured for minutes isn't lost at its end."""
    text = DOCUMENT.read_text("utf-8")
    for name in ("bench", "others"):
        assert text.index(BEGIN.format(name)) < text.index(END.format(name))


def test_the_picture_says_in_words_what_its_bars_show() -> None:
    """The SVG's title holds all ratios, ours being 1, and each engine has a fill that a copier keeps apart."""
    drawn = picture(SIDES)
    assert "10 handouts, headless Chromium: time 0.33, memory 2.5; 10 handouts, Typst: time 0.083, memory 0.5." in drawn
    assert {fill: drawn.count(f'fill="{fill}" stroke') for fill in ("#000", "#999", "#fff")} == {
        "#000": 3, "#999": 3, "#fff": 3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        (Figure("slow", 9.2, 7.0), 1),
        (Figure("noise", 9.0, 7.0), 0),
        (Figure("worse than usual", 4.0, 6.0, usual=3.0), 1),
        (Figure("usual", 60.0, 50.0, usual=64.0), 0),
        (Figure("nothing to compare with", None, 1.0), 0),
    ],
)
def test_a_quick_run_fails_on_what_noise_does_not_explain(
    figure: Figure, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """30 % over the goal, or over what is usual, is a regression, and its line says so."""
    assert report([figure]) == code
    assert capsys.readouterr().err.startswith("regression: ") == bool(code)


def test_a_missing_engine_is_no_number() -> None:
    """The table says that it isn't installed."""
    assert number(None, "x") == "not installed"
