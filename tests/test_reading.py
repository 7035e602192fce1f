"""The grade of a text: what is counted, and the formulas."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyphen import Pyphen

from builder.hyphens import syllables
from builder.reading import LEAST_WORDS, has_formula, measure, paragraphs

SENTENCE = "The boat sank and the men of the town came home. "


def test_flesch_kincaid_is_its_formula() -> None:
    """Eleven words and eleven syllables a sentence: 0.39 * 11 + 11.8 * 1 - 15.59 (Kincaid et al. 1975)."""
    found = measure([SENTENCE * 10], "en")
    assert (found.words, found.sentences) == (110, 10)
    assert found.grade == pytest.approx(0.39 * 11 + 11.8 * 1 - 15.59)


def test_german_and_russian_have_formulas_of_their_own() -> None:
    """Wiener Sachtextformel: shares of long words and of words of one syllable; in Russian a vowel is a syllable."""
    german = measure(["Der Hund lief weg. " * 25 + "Universitäten arbeiten."], "de")
    long, one = 100 * 2 / 102, 100 * 100 / 102
    assert german.grade == pytest.approx(0.1935 * long + 0.1672 * 102 / 26 + 0.1297 * long - 0.0327 * one - 0.875)
    russian = measure(["Мама мыла раму утром рано. " * 20], "ru")
    assert russian.grade == pytest.approx(0.5 * 5 + 8.4 * 2 - 15.59)


def test_other_languages_and_short_texts_have_no_grade() -> None:
    """No formula whose result is a school grade, or too little text: no guess."""
    assert not has_formula("fr-CA")
    assert has_formula("en-GB")
    assert measure([SENTENCE * 10], "fr").grade is None
    short = measure([SENTENCE * 9], "en")
    assert (short.words, short.grade) == (LEAST_WORDS - 1, None)


def test_only_running_text_counts() -> None:
    """Headings, tables, captions, citations and notes are left out; links, lists and cited authors count."""
    text = (
        "### A heading\n\nSee [the law](term:law) [@halliday1999, p. 3] of *May*.[^1]\n\n- one item\n- `code`\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\nTable: words\n\n@halliday1999 says so\nto us.\n\n[^1]: A note.\n"
    )
    assert paragraphs(text, frozenset({"halliday1999"})) == (
        "See the law of May.",
        "one item",
        "code",
        "Name says so to us.",
    )


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He died at 9.50 p.m. on Friday. All wept.", 2),
        ("Dr. Timashuk wrote to A. N. Poskrebyshev. He kept it.", 2),
        ('"Who?" he asked. "The heirs." They left…', 3),
        ("No end", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_they_do(text: str, sentences: int) -> None:
    """Initials, titles and abbreviations end none; a quotation mark may follow the stop."""
    assert measure([text], "en").sentences == sentences


@settings(max_examples=100, deadline=None)
@given(
    st.from_regex(re.compile(r"[a-zäöüéß’]{1,16}"), fullmatch=True), st.sampled_from(["en_US", "de_DE", "fr", "ru_RU"])
)
def test_syllables_are_those_of_pyphen(word: str, dictionary: str) -> None:
    """The patterns are read faster and mean the same."""
    assert syllables(word, dictionary) == len(Pyphen(lang=dictionary, left=1, right=1).positions(word)) + 1


@pytest.mark.parametrize("word", ["associate", "Czechoslovakia", "manuscript", "collectivization", "a", "strength"])
def test_long_words_are_parted_as_by_pyphen(word: str) -> None:
    """Patterns with a dot at a word's end, and the longest ones, count as well."""
    assert syllables(word, "en_US") == len(Pyphen(lang="en_US", left=1, right=1).positions(word)) + 1


def test_an_unknown_dictionary_is_an_error() -> None:
    """Which ones there are is known when the program is written."""
    with pytest.raises(FileNotFoundError):
        syllables("word", "xx_XX")
