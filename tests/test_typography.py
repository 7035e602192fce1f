"""What a printer would set: quotation marks, dashes, spaces that don't break."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from builder.typography import OPAQUE, clean, correct, correct_runs, is_symbol, nowrap, small_centuries

_SPACES = str.maketrans({"\u00a0": "~", "\u202f": "^"})
LANGUAGES = ["en", "de", "fr", "es", "ru", "fr-CA", "zxx"]


def shown(text: str, language: str) -> str:
    """Correct a text, with `~` for a no-break space and `^` for a narrow one."""
    return correct(text, language).translate(_SPACES)


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", "He said \"it's 'fine' now\".", "He said “it’s ‘fine’ now”."),
        ("en", "the '90s and the boys' 'secret'", "the ’90s and the boys’ ‘secret’"),
        ("en", "rock 'n roll, 'tis", "rock ’n roll, ’tis"),
        ("en", '("a") "b"-"c"', "(“a”) “b”-“c”"),
        ("en", 'a "b "c" d" e', "a “b ‘c’ d” e"),
        ("en", "\"'Hi,' he said\"", "“‘Hi,’ he said”"),
        ("de", "Er sagte \"so 'was' hier\"", "Er sagte „so ‚was‘ hier“"),
        ("fr", 'Il dit "oui".', "Il dit «~oui~»."),
        ("es", 'Dijo "sí"', "Dijo «sí»"),
        ("ru", 'Он сказал "да"', "Он сказал «да»"),
        ("zxx", '"x"', "“x”"),
    ],
)
def test_quotation_marks_follow_the_language(language: str, typed: str, printed: str) -> None:
    """Straight marks become the language's; an apostrophe stays one; marks within marks change form."""
    assert shown(typed, language) == printed


@pytest.mark.parametrize("typed", ['a 5" pipe', 'word"word', ' " ', '"'])
def test_a_mark_that_opens_and_closes_nothing_stays(typed: str) -> None:
    """An inch sign, or a mark whose partner is missing, isn't guessed at."""
    assert correct(typed, "en") == typed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("1952-1953", "1952–1953"),
        ("pp. 240-41", "pp.~240–41"),
        ("9-12", "9–12"),
        ("576‑77", "576–77"),
        ("ISSN 0036-8075", "ISSN 0036-8075"),
        ("978-0-312-12365-9", "978-0-312-12365-9"),
        ("1953-03-05", "1953-03-05"),
        ("3-2 at half time", "3-2 at half time"),
        ("B-52", "B-52"),
        ("1.5-2.5", "1.5-2.5"),
        ("here - there", "here~– there"),
        ("here -- there", "here~– there"),
        ("here --- there", "here~— there"),
        ("here — there", "here~— there"),
        ("here--there", "here—there"),
        ("1952--1953", "1952–1953"),
        ("use --strict", "use --strict"),
        ("- item", "- item"),
    ],
)
def test_dashes_stand_in_ranges_and_asides(typed: str, printed: str) -> None:
    """A rising range of numbers gets an en dash, a spaced hyphen a dash; codes, dates and scores keep theirs."""
    assert shown(typed, "en") == printed


def test_spanish_sets_its_asides_with_dashes_that_touch_them() -> None:
    """After and before a space, a bracket or a mark; a `--` that stands alone is as elsewhere."""
    assert shown("las vías --incluso ayer-- y (--¿qué?--).", "es") == "las vías —incluso ayer— y (—¿qué?—)."
    assert shown("vías -- y", "es") == "vías~– y"
    assert shown("use --strict", "en") == "use --strict"


def test_a_symbol_of_a_unit_is_told_from_a_word() -> None:
    """A symbol keeps its case at the beginning of a line."""
    assert [unit for unit in ("t", "kg", "km²", "kWh", "t/ha", "min", "men", "million", "percent", "") if is_symbol(unit)] == [
        "t", "kg", "km²", "kWh", "t/ha", "min"
    ]  # fmt: skip


def test_russian_sets_its_asides_with_a_long_dash() -> None:
    """The dash of an aside is the language's."""
    assert shown("мир - труд", "ru") == "мир~— труд"


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("en", "4 March 1953", "4~March 1953"),
        ("en", "March 4, 1953", "March~4, 1953"),
        ("en", "12 mm and 5 %", "12~mm and 5~%"),
        ("en", "40 000 men", "40~000 men"),
        ("en", "in 1953 200 men", "in 1953 200 men"),
        ("en", "I. V. Stalin", "I.~V.~Stalin"),
        ("en", "Dr Wells, St. Petersburg", "Dr~Wells, St.~Petersburg"),
        ("en", "p. 240, No. 5, § 3", "p.~240, No.~5, §~3"),
        ("en", "5 million", "5~million"),
        ("en", "more than 25 percent", "more than 25~percent"),
        ("en", "9:50 p.m., 7 a.m.", "9:50~p.m., 7~a.m."),
        ("de", "am 4. März", "am 4.~März"),
        ("de", "S. 12", "S.~12"),
        ("fr", "le 1er mars, 45 000 ans", "le 1ᵉʳ~mars, 45^000 ans"),
        ("es", "el 4 de marzo", "el 4~de~marzo"),
        ("ru", "4 марта 1953 г. в Москве", "4~марта 1953~г. в~Москве"),
        ("fr", "au XIXe siècle, au Ier s.", "au XIXᵉ~siècle, au Iᵉʳ~s."),
        ("es", "en el siglo XIX, los siglos X y XI", "en el siglo~XIX, los siglos~X y XI"),
        ("de", "im 19. Jahrhundert", "im 19.~Jahrhundert"),
        ("ru", "наш XIX век", "наш XIX~век"),
        ("de", "z. B. hier, d. h. 44 v. Chr. und u. a. m.", "z.~B. hier, d.~h. 44 v.~Chr. und u.~a.~m."),
        ("es", "p. ej. en 44 a. C.", "p.~ej. en 44 a.~C."),
        ("ru", "т. е. и т. д. до н. э.", "т.~е. и~т.~д. до н.~э."),
        ("en", "part a. Do b. Be", "part a. Do b. Be"),
    ],
)
def test_what_belongs_together_stays_on_a_line(language: str, typed: str, printed: str) -> None:
    """Day and month, number and unit, initials, titles and page numbers aren't parted."""
    assert shown(typed, language) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vraiment ? Oui ! Bon ; alors : voilà", "Vraiment^? Oui^! Bon^; alors~: voilà"),
        ("Vraiment? Oui; alors: voilà", "Vraiment^? Oui^; alors~: voilà"),
        ("«révolution» et « guerre »", "«~révolution~» et «~guerre~»"),
        ("95 % ou 95%", "95^% ou 95^%"),
        ("à 12:30, https://x.org/?a=1;b", "à 12:30, https://x.org/?a=1;b"),
        ("quoi ?!", "quoi^?!"),
        ("[-25;-17], [1;2], [3; 4], a;b", "[−25^;~−17], [1^;~2], [3^; 4], a^;b"),
        ("? (?) ! «", "? (?)^! «"),
        ("%", "%"),
    ],
)
def test_french_marks_stand_apart(typed: str, printed: str) -> None:
    """A narrow space before `; ! ?`, a full one before `:` and inside guillemets; none in times and addresses."""
    assert shown(typed, "fr") == printed


def test_canadian_french_sets_only_the_colon_apart() -> None:
    """In Canada `; ! ?` stand against the word."""
    assert shown("Oui! Non: « x »", "fr-CA") == "Oui! Non~: «~x~»"


def test_addresses_are_left_alone() -> None:
    """Web and e-mail addresses and DOIs keep every character."""
    typed = "see https://example.org/a--b?c='d' or j.doe-1-2@example.org or 10.1000/1-2 or www.x.org/1-2"
    assert correct(typed, "en") == typed


def test_a_quotation_mark_sees_across_tags() -> None:
    """The runs of a line are corrected as one, so that `"*yes*"` closes after the tag."""
    assert correct_runs(['He "', "said", '" it', "'s ", OPAQUE, '"'], "en") == [
        "He “",
        "said",
        "” it",
        "’s ",
        OPAQUE,
        '"',
    ]
    assert correct_runs(["«", "a", "» ", "b--", "c"], "fr") == ["«\u00a0", "a", "\u00a0» ", "b—", "c"]


def test_ranges_of_numbers_are_not_broken() -> None:
    """A number range is wrapped for CSS; the rest is escaped."""
    assert nowrap("<b> 1952–1953 & 3") == '&lt;b&gt; <span class="nowrap">1952–1953</span> &amp; 3'


def test_control_characters_are_dropped() -> None:
    """What no XML document may hold never reaches a page."""
    assert clean("a\x00\x0b\ufffeb\n\tc") == "ab\n\tc"


def test_a_thousand_unclosed_marks_take_no_time() -> None:
    """The search for a closing mark looks only so far ahead."""
    assert correct("'a " * 5000, "en") == "’a " * 5000


letters = st.text(st.sampled_from("ab1 2'\"-–«»“”:;?!%.,(é\u00a0\u202fЯ/\n"), max_size=40)


@settings(max_examples=300, deadline=None)
@given(text=letters, language=st.sampled_from(LANGUAGES))
@example(text='"a 5" b"', language="en")
@example(text="a «\n» b", language="fr")
def test_correcting_twice_changes_nothing(text: str, language: str) -> None:
    """What is already right stays as it is."""
    once = correct(text, language)
    assert correct(once, language) == once


@settings(max_examples=200, deadline=None)
@given(text=st.one_of(letters, st.text(max_size=60)), language=st.sampled_from(LANGUAGES))
def test_only_spaces_marks_and_dashes_change(text: str, language: str) -> None:
    """Letters, digits and all other signs survive in their order."""
    ignored = re.compile("[\\s\"'“”‘’„‚«»–—\u2010\u2011-]")
    assert ignored.sub("", correct(text, language)) == ignored.sub("", text)


@settings(max_examples=100, deadline=None)
@given(runs=st.lists(letters, max_size=5), language=st.sampled_from(LANGUAGES))
def test_runs_are_corrected_as_one_text(runs: list[str], language: str) -> None:
    """Where a line is cut makes no difference."""
    assert "".join(correct_runs(runs, language)) == correct("".join(runs), language)


@pytest.mark.parametrize(
    ("language", "typed", "printed"),
    [
        ("fr", "Le XIXe et le XXe siècle", "Le XIXᵉ et le XXᵉ\u00a0siècle"),
        ("fr", "les XIe-XIIe siècles", "les XIᵉ–XIIᵉ\u00a0siècles"),
        ("fr", "la Ve République, le Xe siècle", "la Vᵉ République, le Xᵉ\u00a0siècle"),
        ("fr", "1re et 2e éd., les 1ers", "1ʳᵉ et 2ᵉ éd., les 1ᵉʳˢ"),
        ("fr", "le xénon (Xe), Vie, De, 12es", "le xénon (Xe), Vie, De, 12ᵉˢ"),
        ("fr", "https://a.fr/2e page", "https://a.fr/2e page"),
        ("en", "the XIXe siecle", "the XIXe siecle"),
    ],
)
def test_french_ordinals_are_raised(language: str, typed: str, printed: str) -> None:
    """The letters after a figure or a Roman number stand high; nothing else does, and never twice."""
    assert correct(typed, language) == printed
    assert correct(printed, language) == printed


@pytest.mark.parametrize(
    ("language", "html", "small"),
    [
        ("fr", "le XIXᵉ\u00a0siècle", ["XIX"]),
        ("fr", "les XIᵉ–XIIᵉ siècles, du XVIᵉ au Iᵉʳ s.", ["XI", "XII", "XVI", "I"]),
        ("fr", 'le XIXᵉ <span class="last-word">siècle</span>', ["XIX"]),
        ("fr", "Louis XIV, la Vᵉ République, au XXᵉ congrès, un siècle", []),
        ("fr", '<img alt="le XIXᵉ siècle"/><title>le XIXᵉ siècle</title><svg><text>le XIXᵉ siècle</text></svg>', []),
        ("es", "el siglo XIX, los siglos XVIII y XIX; Alfonso XII", ["XIX", "XVIII", "XIX"]),
        ("es", "siglos XI–XII, siglo Información", ["XI", "XII"]),
        ("ru", "XIX век", []),
        ("en", "the XIXᵉ siècle", []),
    ],
)
def test_centuries_are_small_capitals(language: str, html: str, small: list[str]) -> None:
    """The numerals of centuries alone, in text alone; done twice is done once."""
    done = small_centuries(html, language)
    assert re.findall('<span class="century">([IVXLC]+)</span>', done) == small
    assert re.sub('<span class="century">(.*?)</span>', r"\1", done) == html
    assert small_centuries(done, language) == done
