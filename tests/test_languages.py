"""Handouts in other languages: the page's fixed words, plurals, what is typed by a language's rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from pathlib import Path
from string import Formatter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.axis import apart, year_ticks
from builder.build import Request, render_all, render_keys
from builder.components import narrative, questions
from builder.components.title import view as title_view
from builder.dates import parse
from builder.inputs import load_trees
from builder.numbering import letter
from builder.output import Manifest
from builder.plurals import FORMS, forms_of, number_words, plural_key
from builder.render import printable, render
from builder.resources import templates_dir
from builder.templates import read_templates
from builder.typography import correct
from tests.component_page import component_html, section_page, templates
from tests.test_every import project as every

OTHERS = ("de", "fr", "es", "ru")
COUNTED = re.compile(r"(.+)_(one|few|many|other)")
SAME_WORDS = {
    "de": {"name", "lesson_materials"},
    "fr": {"date", "questions", "sources", "document_letter", "document_source", "organizer_source", "lesson_time", "lesson_question",
           "lesson_page", "assessment_question", "assessment_points", "assessment_total", "key_page", "chart_source",
           "credits_version", "question_head", "notes"},
    "es": {"assessment_total"},
    "ru": set(),
}  # fmt: skip
"""Words that a language happens to write as English does."""


def labels(language: str) -> Mapping[str, str]:
    """The fixed words of a language as its file has them."""
    text = (templates_dir() / f"labels/{language}.yaml").read_text("utf-8")
    loaded: Mapping[str, str] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


def groups(words: Mapping[str, str]) -> dict[str, set[str]]:
    """Keys without the endings of plural forms, each with its forms (an empty set: a plain word)."""
    counted = {match[1] for key in words if (match := COUNTED.fullmatch(key)) and f"{match[1]}_other" in words}
    found: dict[str, set[str]] = {}
    for key in words:
        match = COUNTED.fullmatch(key)
        if match and match[1] in counted:
            found.setdefault(match[1], set()).add(match[2])
        else:
            found[key] = set()
    return found


def braces(text: str) -> set[str]:
    """What is filled into a word, but for the number that it agrees with."""
    return {name for _, name, _, _ in Formatter().parse(text) if name} - {"count"}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_word(language: str) -> None:
    """The same keys as English, each with as many forms as the grammar needs."""
    english, own = groups(labels("en")), groups(labels(language))
    assert set(own) == set(english)
    assert {key: forms for key, forms in own.items() if forms and forms != forms_of(language)} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_is_filled_in(language: str) -> None:
    """No word loses or invents what stands in braces."""
    english = labels("en")
    for key, word in labels(language).items():
        match = COUNTED.fullmatch(key)
        like = english.get(key) or english[f"{match[1]}_other" if match else key]
        assert braces(word) == braces(like), key


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_was_left_in_english(language: str) -> None:
    """Words that are alike in both languages are named one by one."""
    english = labels("en")
    own = labels(language)
    alike = {
        key
        for key, word in own.items()
        if word == english.get(key) and re.search(r"[^\W\d_]{3}", re.sub(r"{\w+}", "", word))
    }
    alike = {COUNTED.sub(r"\1", key) for key in alike} - {"lesson_minutes", "points", "points_total"}
    assert alike == SAME_WORDS[language] & alike
    assert SAME_WORDS[language] <= set(own)


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_words_are_set_as_their_language_sets_them(language: str) -> None:
    """What typography would change in a label's straight marks is nothing but spaces and quotes."""
    for word in labels(language).values():
        set_ = correct(word, language)
        assert re.sub(r"[\s“”‘’«»„'\"–-]", "", set_) == re.sub(r"[\s“”‘’«»„'\"–-]", "", word)


COURSE = """
language: de
title: Die Luftbrücke
level: {grades: 9-12}
license: CC-BY-4.0
version: 1.0
adapted_from: [{title: Ein Heft}]
lanes: [{id: west, label: Westen}, {id: ost, label: Osten}]
"""
SECTION = """
summary: Berlin wird aus der Luft versorgt.
central_question: Warum wurden die Straßen gesperrt?
period: 1948-06/1949-05
objectives: [{id: erklaeren, text: die Blockade erklären}]
key_figures: [{id: clay, form: full, focus: Er entschied.}]
narrative: [{id: anfang, heading: Anfang, text: 'Am 24. Juni 1948 begann es [@cherny2008, p. 12].'}]
timeline:
  - {id: sperre, date: 1948-06-24, label: Sperre, lane: ost, importance: 3}
  - {id: ende, date: 1949-05-12~, label: Ende, lane: west}
  - {id: fluege, date: 1948-06-26/1949-05, label: Flüge, lane: west}
documents:
  - {id: befehl, title: Befehl, kind: Befehl, date: 1948, text: Die Straße ist zu., source: cherny2008, headnote: Kurz.,
     translator: Niemand, original: {text: Дорога закрыта., lang: ru}, adaptation: {kind: [excerpted], by: uns}}
disagreements:
  - {id: wer, claim: Wer begann?, status: contested, evidence_quality: Gut., positions: [{id: a, held_by: Eine, view: Ost, basis: Akten},
     {id: b, held_by: Andere, view: West, basis: Briefe}]}
charts: [{id: tonnen, kind: bar, title: Tonnen, unit: Tonnen, columns: [Monat, Menge], rows: [[Juni, 1500], [Juli, 69000], [Mai, null]],
          source: cherny2008, reading: Es stieg.}]
organizers: [{id: belege, kind: evidence-log, title: Belege}, {id: kreise, kind: venn, title: Vergleich, columns: [Ost, West]}]
questions:
  - {id: vorher, prompt: Was weißt du?, use: warm-up}
  - {id: warum, prompt: Warum?, points: 2, hint: Lies nach., starters: [Weil], skill: sourcing, answer: Wegen des Geldes.}
  - {id: wahr, prompt: Es war 1948., kind: true-false, correct: true, points: 1}
  - {id: wahl, prompt: Wer?, kind: multiple-choice, choices: [{text: Clay, correct: true}, {text: Bevin}]}
  - {id: paare, prompt: Ordne zu., kind: matching, pairs: [{left: A, right: B}, {left: C, right: D}]}
  - {id: folge, prompt: Ordne., kind: ordering, items: [sperre, ende]}
  - {id: luecke, prompt: 'Es begann [[1948]].', kind: cloze, word_bank: true}
  - {id: aufsatz, prompt: Schreibe., kind: essay, space: 3 lines}
  - {id: quelle, prompt: Lies., kind: source-analysis, about: document:befehl}
  - {id: schluss, prompt: Was bleibt?, use: exit}
recap: Die Brücke hielt.
further_reading: [harrington2012]
"""


@pytest.mark.parametrize("edition", ["student", "teacher"])
def test_no_english_word_of_the_template_stays_in_a_german_handout(edition: str) -> None:
    """Whatever the page says of itself is in the course's language, alternative texts included."""
    _, handout = section_page(SECTION, edition, COURSE.replace("title: Die Luftbrücke\n", ""))
    job, problems = render(handout, templates(), "c/01-one.pdf", ())
    assert problems == []
    assert job is not None
    assert '<html lang="de"' in job.html
    text = " ".join(re.sub(r"<(?!title)[^>]+>", " ", re.sub(r"<path[^>]*>", " ", job.html)).split())
    german = labels("de")
    for key, word in labels("en").items():
        pieces = [piece.strip(" :,.;()") for piece in re.split(r"{\w+}", word)]
        for piece in pieces:
            if re.search(r"[^\W\d_]{3}", piece) and piece not in " ".join(german.values()):
                assert not re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text), (key, piece)
    for key in (
        "name",
        "objectives",
        "questions",
        "points_other",
        "disagreement_contested",
        "timeline_key_turning",
        "document_letter",
    ):
        assert german[key].split("{")[0].strip() in text


SAID = re.compile(r'\b(?:alt|title|value)="([^"]*)"')


def words_of(html: str) -> str:
    """All words of a page, those that are only read aloud included; no marks, no style sheets, no paths of drawings."""
    html = re.sub(r"<style.*?</style>|<path[^>]*>|<!--.*?-->", " ", html, flags=re.DOTALL)
    aloud = " ".join(SAID.findall(html))
    return unescape(" ".join(f"{re.sub(r'<[^>]+>', ' ', html)} {aloud}".split()))


@pytest.mark.unmeasured
@pytest.mark.parametrize("language", OTHERS)
def test_no_english_word_of_the_template_stays_in_anything(language: str, tmp_path: Path) -> None:
    """Every component in every edition, cards, slips, tests, keys and packs: a course in Latin shows each word that isn't its own."""
    root = every(tmp_path, language=language)
    trees, known = load_trees(root, "every"), read_templates(root)
    asked = [Request(("every",), editions=("student", "teacher", "large-print", "fillable")),
             Request(("every",), editions=("student",), parts=("warm-up", "exit"))]  # fmt: skip
    pages = [one.job for request in asked for one in render_all(trees, request, known)]
    pages += [one.job for one in render_keys(trees, asked[0], known, Manifest({}, {}))]
    assert len(pages) == 30
    own = " ".join(labels(language).values())
    pieces = {piece.strip(" :,.;()") for word in labels("en").values() for piece in re.split(r"{\w+}", word)}
    english = [piece for piece in pieces if re.search(r"[^\W\d_]{3}", piece) and piece not in own]
    assert len(english) > 150
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, english))})(?!\w)")
    for job in pages:
        assert job is not None
        assert f'<html lang="{language}"' in job.html
        assert set(pattern.findall(words_of(job.html))) == set(), job.name


def test_a_language_gets_its_own_quotes_dates_and_lists() -> None:
    """In the narrative, in labels, in the list of authors."""
    _, handout = section_page(
        "narrative: [{text: '\"So\" - sagte er.'}]",
        course="language: de\nauthors: [A, B, C]".replace("authors: [A, B, C]", ""),
    )
    assert "„So“" in str(handout.blocks('"So" sagte er.')[0].html)
    assert handout.join(["A", "B", "C"]) == "A, B und C"
    assert handout.counted("points", 1) == "1 Punkt"
    assert handout.counted("points", 2.5) == "2,5 Punkte"
    assert handout.year(-43) == "44\u00a0v.\u00a0u.\u00a0Z."
    assert handout.year(1948) == "1948"


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [("en", 1, "p_one"), ("en", 0, "p_other"), ("fr", 0, "p_one"), ("fr", 1.5, "p_one"), ("fr", 2, "p_other"), ("ru", 1, "p_one"),
     ("ru", 3, "p_few"), ("ru", 5, "p_many"), ("ru", 21, "p_one"), ("ru", 1.5, "p_other"), ("fr", 1_000_000, "p_other"),
     ("xx", 1, "p_one")],
)  # fmt: skip
def test_a_word_agrees_with_its_number(language: str, number: float, expected: str) -> None:
    """By CLDR's plural categories; a form that the labels lack is the general one."""
    known = {
        f"p_{form}": "" for form in FORMS if form in ("one", "few", "other") or (form == "many" and language == "ru")
    }
    assert plural_key("p", number, language, known) == expected


@given(st.integers(0, 10_000), st.sampled_from(("en", *OTHERS)))
@settings(max_examples=60, deadline=None)
def test_every_number_has_its_form(number: int, language: str) -> None:
    """No whole number asks for a form that the labels lack."""
    words = labels(language)
    assert plural_key("points", number, language, words) in words


def test_numbers_have_their_languages_decimal_mark() -> None:
    """And no superfluous nought."""
    assert [number_words(2.5, language) for language in ("en", "de", "fr", "ru")] == ["2.5", "2,5", "2,5", "2,5"]
    assert number_words(3.0, "de") == "3"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Le principe de la datation par le radiocarbone", "Le~principe de~la~datation par~le~radiocarbone"),
        ("The *rise* and fall of the Soviet Union", "The *rise* and~fall of~the~Soviet Union"),
        ("Die Erklärung der Rindfleischetikettierungsaufgaben", "Die~Erklärung der Rindfleischetikettierungsaufgaben"),
        ("A short title", "A short title"),
    ],
)
def test_no_line_of_a_long_title_ends_in_a_short_word(typed: str, printed: str) -> None:
    """An article or preposition stands with its word, as long as both have room on a line."""
    entry, page = section_page("")
    entry = replace(entry, value=entry.value.model_copy(update={"title": typed}))
    shown = title_view(entry, page).title
    assert re.sub("</?em>|</?i>", "*", str(shown).replace("\u00a0", "~")) == printed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("entre -110 et 75", "entre −110 et 75"), ("[-25;-17]", "[−25\u202f;\u00a0−17]"), ("1939 -1945", "1939 -1945"), ("R-5", "R-5"),
     ("(-4 °C)", "(−4\u00a0°C)")],
)  # fmt: skip
def test_a_hyphen_before_a_number_is_a_minus(typed: str, expected: str) -> None:
    """Unless it joins the number to something."""
    assert correct(typed, "fr") == expected
    assert correct(expected, "fr") == expected


def test_a_quotation_is_set_between_the_languages_marks() -> None:
    """However it was typed; marks inside it are the inner ones, and French spaces stand inside the outer ones."""
    shown = {}
    for language in ("en", "fr", "de"):
        _, handout = section_page("narrative: [{text: A}]", course=f"language: {language}")
        shown[language] = str(handout.quoted("Il dit: “Non.”")), str(handout.quoted("« Oui. »"))
    assert shown["en"] == ("“Il dit: ‘Non.’”", "“‘Oui.’”")
    assert shown["fr"] == ("«\u00a0Il dit\u00a0: “Non.”\u00a0»", "«\u00a0“Oui.”\u00a0»")
    assert shown["de"] == ("„Il dit: ‚Non.‘“", "„‚Oui.‘“")


def test_an_original_title_in_a_script_that_no_font_has_is_left_out() -> None:
    """The source's own title stands beside it."""
    work = {"id": "a", "title": "The Qurʾān", "original-title": "القرآن", "original-publisher": "Наука"}
    assert printable(work) == {"id": "a", "title": "The Qurʾān", "original-publisher": "Наука"}


def test_a_note_begins_with_a_capital() -> None:
    """Words before its source are a sentence's beginning; a name keeps the letter that it has."""
    _, handout = section_page("narrative: [{text: A}]")
    assert '<span class="note">See Cherny' in str(handout.blocks("So it was [see @cherny2008].")[0].html)
    assert '<span class="note">Cherny' in str(handout.blocks("So it was [@cherny2008].")[0].html)


def test_a_passage_in_another_language_is_set_by_its_own_rules() -> None:
    """Its quotation marks and spaces, and `lang` for who hears it read."""
    entry, handout = section_page("narrative: [{id: a, text: 'Il dit: \"Non!\"', language: fr}]")
    found = narrative.view(entry, handout)
    assert found is not None
    assert "«\u00a0Non\u202f!\u00a0»" in str(found.passages[0].paragraphs[0].html)
    assert 'lang="fr"' in component_html(handout, "narrative", narrative=found)


def test_years_on_an_axis_keep_apart() -> None:
    """Round steps before our era, words that would touch are left out, ticks stay."""
    first, last = parse("-0249").earliest, parse("2000").latest
    ticks = year_ticks(first, last, 174.0, 18.0)
    assert [tick.label for tick in ticks][:3] == ["\u2212250", "1", "250"]
    kept = apart(ticks, lambda words: 20.0 if words else 0.0)
    assert [tick.label for tick in kept][:4] == ["\u2212250", "", "250", ""]
    assert [tick.x_mm for tick in kept] == [tick.x_mm for tick in ticks]


def test_russian_letters_number_what_others_letter_a_to_z() -> None:
    """Documents, choices, pairs and parts; without the letters that GOST R 2.105 leaves out."""
    section = """
        documents: [{id: a, title: A, text: a}, {id: b, title: B, text: b}]
        questions:
          - {id: one, prompt: A?, kind: multiple-choice, choices: [{text: x, correct: true}, y, z]}
          - {id: two, prompt: A?, kind: matching, pairs: [{left: l, right: r}, {left: m, right: s}]}
          - {id: three, prompt: A?, parts: [{id: p, prompt: B?}, {id: q, prompt: C?}]}
    """
    entry, page = section_page(section, course="language: ru")
    found = questions.view(entry, page)
    assert found is not None
    choice, match, parts = found.main
    assert list(page.numbering.letters.values()) == ["А", "Б"]
    assert [option.letter for option in (*choice.options, *match.options)] == ["А", "Б", "В", "А", "Б"]
    assert [part.letter for part in parts.parts] == ["а", "б"]
    assert [letter(index, "ru") for index in (6, 7, 24, 25)] == ["Ж", "И", "Я", "АА"]
    assert [letter(index, "fr") for index in (0, 25, 26)] == ["A", "Z", "AA"]
