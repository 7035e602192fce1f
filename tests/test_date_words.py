"""Dates are printed in the course's language: patterns by CLDR, words by our tables, ranges said once."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.date_point import words_for
from builder.date_words import ENGLISH, NEUTRAL, WORDS, DateWords, Phrase
from builder.dates import Form, format_date, parse


def printed(text: str, language: str = "en", era: str = "ce", form: Form = "long", with_year: bool = True) -> str:
    """A date on the page, its no-break spaces made visible as plain ones."""
    return format_date(parse(text), language, era, form, with_year).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("text", "long", "short", "bare"),
    [
        ("1953-01-13", "13 January 1953", "13 Jan 1953", "13 Jan"),
        ("1953-06-26", "26 June 1953", "26 June 1953", "26 June"),
        ("1953-06-13/1953-06-16", "13–16 June 1953", "13–16 June 1953", "13–16 June"),
        ("1953-05-26/1953-08-04", "26 May to 4 August 1953", "26 May–4 Aug 1953", "26 May–4 Aug"),
        ("1953-12-26/1954-01-04", "26 December 1953 to 4 January 1954", "26 Dec 1953–4 Jan 1954",
         "26 Dec 1953–4 Jan 1954"),
        ("1953-01/1953-12", "January to December 1953", "Jan–Dec 1953", "Jan–Dec"),
        ("1953-12/1954-02", "December 1953 to February 1954", "Dec 1953–Feb 1954", "Dec 1953–Feb 1954"),
        ("1953-21/1953-23", "spring to autumn 1953", "spring–autumn 1953", "spring–autumn"),
        ("1953/1964", "1953 to 1964", "1953–1964", "1953–1964"),
        ("1953/1953", "1953", "1953", "1953"),
        ("1950-01-01/1950-01-01", "1 January 1950", "1 Jan 1950", "1 Jan"),
        ("1953-07-04/..", "from 4 July 1953", "from 4 July 1953", "from 4 July"),
        ("../1953", "until 1953", "until 1953", "until 1953"),
        ("/1529", "until 1529", "until 1529", "until 1529"),
        ("[..1953]", "by 1953", "by 1953", "by 1953"),
        ("[1953..]", "1953 or later", "1953 or later", "1953 or later"),
        ("1953-03-01~", "about 1 March 1953", "about 1 Mar 1953", "about 1 Mar"),
        ("1953-03-01~/1953-03-04", "about 1 March to 4 March 1953", "about 1 Mar–4 Mar 1953", "about 1 Mar–4 Mar"),
        ("1520-06-29?", "29 June 1520?", "29 June 1520?", "29 June?"),
        ("1953%", "about 1953?", "about 1953?", "about 1953?"),
        ("195X", "1950s", "1950s", "1950s"),
        ("195X~", "about the 1950s", "about the 1950s", "about the 1950s"),
        ("195X/..", "from the 1950s", "from the 1950s", "from the 1950s"),
        ("195X/196X", "1950s to 1960s", "1950s–1960s", "1950s–1960s"),
        ("13XX", "14th century", "14th century", "14th century"),
        ("10XX/11XX", "11th to 12th centuries", "11th–12th centuries", "11th–12th centuries"),
        ("../13XX", "until the 14th century", "until the 14th century", "until the 14th century"),
        ("1XXX", "2nd millennium", "2nd millennium", "2nd millennium"),
        ("1953-XX", "1953", "1953", "1953"),
        ("1953-03-XX", "March 1953", "Mar 1953", "Mar"),
        ("1953-21", "spring 1953", "spring 1953", "spring"),
        ("1540-24", "winter 1540–1541", "winter 1540–1541", "winter"),
        ("195X-24", "winter 1950", "winter 1950", "winter"),
        ("1953-03-05T21:50", "5 March 1953, 9:50 p.m.", "5 Mar 1953, 9:50 p.m.", "5 Mar, 9:50 p.m."),
        ("1953-03-05T00:05Z", "5 March 1953, 12:05 a.m. UTC", "5 Mar 1953, 12:05 a.m. UTC", "5 Mar, 12:05 a.m. UTC"),
        ("1953-03-05T21:50/1953-03-05T22:10", "5 March 1953, 9:50 p.m.–10:10 p.m.",
         "5 Mar 1953, 9:50 p.m.–10:10 p.m.", "5 Mar, 9:50 p.m.–10:10 p.m."),
        ("1953-03-05T21", "5 March 1953, 9 p.m.", "5 Mar 1953, 9 p.m.", "5 Mar, 9 p.m."),
        ("1953-03/1953-03", "March 1953", "Mar 1953", "Mar"),
        ("1953-03/1963", "March 1953 to 1963", "Mar 1953–1963", "Mar 1953–1963"),
        ("[1290..1310]", "between 1290 and 1310", "between 1290 and 1310", "between 1290 and 1310"),
        ("[1451-08-25..1451-10-31]", "between 25 August and 31 October 1451", "between 25 Aug and 31 Oct 1451",
         "between 25 Aug and 31 Oct"),
        ("[1953-03-05,1953-03-07]", "5 March or 7 March 1953", "5 Mar or 7 Mar 1953", "5 Mar or 7 Mar"),
        ("{1605,1618}", "1605 and 1618", "1605 and 1618", "1605 and 1618"),
        ("{1605..1607,1618-03}", "1605 to 1607 and March 1618", "1605–1607 and Mar 1618", "1605–1607 and Mar"),
    ],
)  # fmt: skip
def test_english(text: str, long: str, short: str, bare: str) -> None:
    """Day before month, ranges by "to" or a dash, what both sides share said once."""
    assert printed(text) == long
    assert printed(text, form="short") == short
    assert printed(text, form="short", with_year=False) == bare


@pytest.mark.parametrize(
    ("text", "ce", "ad"),
    [
        ("-0043", "44 BCE", "44 BC"),
        ("0000", "1 BCE", "1 BC"),
        ("0075", "75 CE", "AD 75"),
        ("1066", "1066", "1066"),
        ("-0449~", "about 450 BCE", "about 450 BC"),
        ("Y-12999~", "about 13,000 BCE", "about 13,000 BC"),
        ("-0043-03-15", "15 March 44 BCE", "15 March 44 BC"),
        ("0632-06-08", "8 June 632 CE", "8 June AD 632"),
        ("-0109/-0100", "110 to 101 BCE", "110 to 101 BC"),
        ("0602/0628", "602 to 628 CE", "AD 602 to 628"),
        ("-0026~/0009~", "about 27 BCE to 9 CE", "about 27 BC to AD 9"),
        ("-0109/1989", "110 BCE to 1989 CE", "110 BC to AD 1989"),
        ("-4999~/1492", "about 5000 BCE to 1492 CE", "about 5000 BC to AD 1492"),
        ("[-0109..0075]", "between 110 BCE and 75 CE", "between 110 BC and AD 75"),
        ("[-0182..-0180]", "between 183 and 181 BCE", "between 183 and 181 BC"),
        ("[-1791,-1779,-1749]", "1792, 1780 or 1750 BCE", "1792, 1780 or 1750 BC"),
        ("[-0001,0003]", "2 BCE or 3 CE", "2 BC or AD 3"),
        ("-04XX", "5th century BCE", "5th century BC"),
        ("-02XX/01XX", "3rd century BCE to 2nd century CE", "3rd century BC to 2nd century AD"),
        ("-2XXX", "3rd millennium BCE", "3rd millennium BC"),
        ("-195X", "1960 to 1951 BCE", "1960 to 1951 BC"),
        ("000X", "1 BCE to 9 CE", "1 BC to AD 9"),
        ("008X", "80s CE", "80s AD"),
        ("0001-21/0033-21", "spring 1 CE to spring 33 CE", "spring AD 1 to spring AD 33"),
        ("-0043-24", "winter 44–43 BCE", "winter 44–43 BC"),
    ],
)
def test_eras(text: str, ce: str, ad: str) -> None:
    """Years before our era, below 1000, or in a range over both say their era; a shared one is said once."""
    assert printed(text) == ce
    assert printed(text, era="ad") == ad


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("1899-03-29", "1899"),
        ("1943-05/1961-10-01", "1943–1961"),
        ("1953-01-13/1953-03-05", "1953"),
        ("1953-03-01~", "about 1953"),
        ("1540-24", "1540"),
        ("195X", "1950s"),
        ("-0043-03-15", "44 BCE"),
        ("1953-07-04/..", "from 1953"),
        ("[1451-08-25..1452-10-31]", "between 1451 and 1452"),
        ("1963-11-22T12:30", "1963"),
    ],
)
def test_years_only(text: str, years: str) -> None:
    """The form `year` leaves out all that is finer, and says a range within one year as that year."""
    assert printed(text, form="year") == years


@pytest.mark.parametrize(
    ("text", "de", "fr", "es", "ru"),
    [
        ("1953-01-13", "13. Januar 1953", "13 janvier 1953", "13 de enero de 1953", "13 января 1953 г."),
        ("1953-03-01~", "um den 1. März 1953", "vers le 1ᵉʳ mars 1953", "hacia el 1 de marzo de 1953",
         "около 1 марта 1953 г."),
        ("1953-03", "März 1953", "mars 1953", "marzo de 1953", "март 1953 г."),
        ("1953-03/..", "ab März 1953", "dès mars 1953", "desde marzo de 1953", "с марта 1953 г."),
        ("../1953", "bis 1953", "jusqu’en 1953", "hasta 1953", "до 1953 г."),
        ("../1953-07-04", "bis 4. Juli 1953", "jusqu’au 4 juillet 1953", "hasta el 4 de julio de 1953",
         "до 4 июля 1953 г."),
        ("../1953-22", "bis Sommer 1953", "jusqu’à l’été 1953", "hasta el verano de 1953", "до лета 1953 г."),
        ("[..1953-03]", "spätestens im März 1953", "au plus tard en mars 1953", "a más tardar en marzo de 1953",
         "не позднее марта 1953 г."),
        ("[1953..]", "1953 oder später", "1953 ou après", "1953 o después", "1953 или позже"),
        ("[1290..1310]", "zwischen 1290 und 1310", "entre 1290 et 1310", "entre 1290 y 1310",
         "в период с 1290 по 1310 гг."),
        ("[1953-03..1953-05]", "zwischen März und Mai 1953", "entre mars et mai 1953", "entre marzo y mayo de 1953",
         "в период с марта по май 1953 г."),
        ("{1605,1618}", "1605 und 1618", "1605 et 1618", "1605 y 1618", "1605 и 1618"),
        ("1953-06-13/1953-06-16", "13.–16. Juni 1953", "13–16 juin 1953", "13–16 de junio de 1953",
         "13–16 июня 1953 г."),
        ("1953-05-26/1953-08-04", "26. Mai bis 4. August 1953", "26 mai – 4 août 1953",
         "26 de mayo – 4 de agosto de 1953", "26 мая – 4 августа 1953 г."),
        ("1953/1964", "1953 bis 1964", "1953–1964", "1953–1964", "1953–1964"),
        ("195X", "1950er Jahre", "années 1950", "años 1950", "1950-е годы"),
        ("195X/..", "ab den 1950er Jahren", "dès les années 1950", "desde los años 1950", "с 1950-х годов"),
        ("00XX", "1. Jahrhundert", "Iᵉʳ siècle", "siglo I", "I век"),
        ("13XX~", "um das 14. Jahrhundert", "vers le XIVᵉ siècle", "hacia el siglo XIV", "около XIV века"),
        ("10XX/11XX", "11. bis 12. Jahrhundert", "XIᵉ–XIIᵉ siècles", "siglos XI–XII", "XI–XII века"),
        ("-2XXX", "3. Jahrtausend v. u. Z.", "IIIᵉ millénaire av. n. è.", "III milenio a. e. c.",
         "III тысячелетие до н. э."),
        ("1540-24~", "um den Winter 1540–1541", "vers l’hiver 1540–1541", "hacia el invierno de 1540–1541",
         "около зимы 1540–1541 гг."),
        ("-0043", "44 v. u. Z.", "44 av. n. è.", "44 a. e. c.", "44 г. до н. э."),
        ("-0109/-0100", "110 bis 101 v. u. Z.", "110–101 av. n. è.", "110–101 a. e. c.", "110–101 гг. до н. э."),
        ("0632-06-08", "8. Juni 632 u. Z.", "8 juin 632 de n. è.", "8 de junio de 632 e. c.", "8 июня 632 г. н. э."),
        ("Y-12999", "13.000 v. u. Z.", "13 000 av. n. è.", "13.000 a. e. c.", "13 000 г. до н. э."),
        ("1520-06-29?", "29. Juni 1520?", "29 juin 1520 (?)", "29 de junio de 1520 (?)", "29 июня 1520 г. (?)"),
        ("1953-03-05T21:50", "5. März 1953, 21:50", "5 mars 1953, 21:50", "5 de marzo de 1953, 21:50",
         "5 марта 1953 г., 21:50"),
    ],
)  # fmt: skip
def test_other_languages(text: str, de: str, fr: str, es: str, ru: str) -> None:
    """Words govern their cases, articles and contractions; months and their order are CLDR's."""
    assert [printed(text, language) for language in ("de", "fr", "es", "ru")] == [de, fr, es, ru]


@pytest.mark.parametrize(
    ("language", "short"),
    [("de", "26. Mai – 4. Aug."), ("fr", "26 mai – 4 août"), ("es", "26 mayo – 4 ago"), ("ru", "26 мая – 4 авг.")],
)
def test_short_ranges_in_other_languages(language: str, short: str) -> None:
    """Between two dates that hold a space the dash has spaces; months of four letters stay whole."""
    assert printed("1953-05-26/1953-08-04", language, form="short", with_year=False) == short


@pytest.mark.parametrize(
    ("text", "both", "bare"),
    [
        ("1917-10-25", "25 October (7 November) 1917", "25 Oct (7 Nov)"),
        ("1917-12-25", "25 December 1917 (7 January 1918)", "25 Dec 1917 (7 Jan 1918)"),
        ("1917-10-25/1917-10-26", "25–26 October (7–8 November) 1917", "25–26 Oct (7–8 Nov)"),
        ("1917-10-25/..", "from 25 October (from 7 November) 1917", "from 25 Oct (from 7 Nov)"),
        ("1917-10-25~", "about 25 October (about 7 November) 1917", "about 25 Oct (about 7 Nov)"),
        ("[1917-10-25,1917-10-30]", "25 October or 30 October (7 November or 12 November) 1917",
         "25 Oct or 30 Oct (7 Nov or 12 Nov)"),
        ("1917-10-25T21:40", "25 October (7 November) 1917, 9:40 p.m.", "25 Oct (7 Nov), 9:40 p.m."),
        ("-0043-03-15", "15 March (13 March) 44 BCE", "15 Mar (13 Mar)"),
        ("1917-10", "October 1917 (Old Style)", "Oct (Old Style)"),
        ("1917-21", "spring 1917 (Old Style)", "spring (Old Style)"),
        ("1917", "1917", "1917"),
        ("1905/1917", "1905 to 1917", "1905–1917"),
    ],
)  # fmt: skip
def test_a_julian_date_prints_both(text: str, both: str, bare: str) -> None:
    """The day as typed, then today's in brackets; a month says which calendar; a year needs nothing."""
    date = parse(text, "julian")
    assert format_date(date).replace("\u00a0", " ") == both
    assert format_date(date, form="short", with_year=False).replace("\u00a0", " ") == bare


def test_a_julian_date_in_other_languages() -> None:
    """The year stays where the language puts it."""
    date = parse("1917-10-25", "julian")
    assert format_date(date, "ru").replace("\u00a0", " ") == "25 октября (7 ноября) 1917 г."
    assert format_date(date, "es").replace("\u00a0", " ") == "25 de octubre (7 de noviembre) de 1917"
    assert format_date(date, form="year") == "1917"
    assert format_date(parse("1917-10", "julian"), "fr") == "octobre 1917 (ancien style)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1953-01-13", "13\u00a0January 1953"),
        ("1953-06-13/1953-06-16", "13–16\u00a0June 1953"),
        ("-0043", "44\u00a0BCE"),
        ("1953-03-05T21:50", "5\u00a0March 1953, 9:50\u00a0p.m."),
    ],
)
def test_no_break_spaces(text: str, expected: str) -> None:
    """Day and month, number and era, time and half of the day stay on one line."""
    assert format_date(parse(text)) == expected


def test_spanish_days_stay_with_their_month() -> None:
    """ "13 de enero" is three words and one thing."""
    assert format_date(parse("1953-01-13"), "es") == "13\u00a0de\u00a0enero de 1953"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1953-01-13", "13 gennaio 1953"),
        ("1953-03-01~", "~1 marzo 1953"),
        ("1953/..", "1953 –"),
        ("../1953", "– 1953"),
        ("[..1953]", "≤ 1953"),
        ("195X", "1950–1959"),
        ("13XX", "1300–1399"),
        ("10XX/11XX", "1000–1199"),
        ("1540-24~", "~dicembre 1540 – febbraio 1541"),
        ("-0043", "44 a.C."),
    ],
)
def test_a_language_without_words_gets_signs(text: str, expected: str) -> None:
    """Italian has no entry: months and eras are CLDR's, and signs stand for the words; no English creeps in."""
    assert printed(text, "it") == expected


def test_numeric_months_are_printed_as_cldr_has_them() -> None:
    """Chinese patterns hold numbers, not names."""
    assert printed("1953-01-13", "zh") == "1953年1月13日"
    assert printed("1953-03", "zh", form="short", with_year=False) == "三月"


@pytest.mark.parametrize("language", ["en-US", "en_GB", "EN", "xx", "not a language"])
def test_regions_and_unknown_languages_are_day_before_month(language: str) -> None:
    """English is day-month-year in every region; a language that CLDR doesn't know borrows its months."""
    assert printed("1953-01-13", language) == "13 January 1953"


def test_tables_are_complete() -> None:
    """Every language has its own words, four seasons, both eras, and each case that its phrases ask for."""
    assert set(WORDS) == {"en", "de", "fr", "es", "ru"}
    for language, words in WORDS.items():
        assert len(words.seasons) == 4, language
        assert set(words.eras) == {"ce", "ad"}, language
        for phrase in _phrases(words):
            assert {phrase.case, phrase.second_case or phrase.case} <= set(words.cases), (language, phrase)
        if words is not ENGLISH:
            same = {
                field.name for field in fields(DateWords) if getattr(words, field.name) == getattr(ENGLISH, field.name)
            }
            assert not same & {"about", "from_", "until", "by", "later", "between", "or_", "and_", "seasons", "century"}


def _phrases(words: DateWords) -> list[Phrase]:
    return [words.about, words.from_, words.until, words.by, words.later, words.between]


def test_words_follow_the_primary_subtag() -> None:
    """`fr-CA` has the words of French."""
    assert words_for("fr-CA") is WORDS["fr"]
    assert words_for("it") is NEUTRAL


ANY = st.sampled_from(
    ["1953-03-05", "1953-03~", "-0043", "195X", "13XX", "1953-24", "../1953", "1953/..", "[..1953]", "[1953..]",
     "[1290..1310,1953-03]", "{1605,1618}", "1953-03-05T21:50Z", "-0026~/0009", "1953?", "Y-12999", "000X/195X"]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(ANY, st.sampled_from([*WORDS, "it", "zh"]), st.sampled_from(["ce", "ad"]),
       st.sampled_from(["long", "short", "year"]), st.booleans(), st.booleans())  # fmt: skip
def test_every_form_prints_in_every_language(
    text: str, language: str, era: str, form: Form, with_year: bool, julian: bool
) -> None:
    """No combination fails, leaves a brace of a template, doubles a space or starts or ends with one."""
    date = parse(text, "julian" if julian else "gregorian")
    words = format_date(date, language, era, form, with_year)
    assert words
    assert words.strip() == words
    assert "  " not in words
    assert not set(words) & set("{}'")
