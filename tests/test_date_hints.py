"""A date in plain words is an error whose hint is the EDTF spelling of that very date."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.dates import DateError, format_date, parse

FORMS = "write `1953-03-05`, `1953-03`, `1953`, `1953~` (about), `1953/1964` (from, to) or `-0043` (44 BCE)"


def hint(text: str) -> str | None:
    with pytest.raises(DateError) as caught:
        parse(text)
    assert caught.value.message == f"`{text.strip()}` is not an EDTF date"
    return caught.value.hint


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        # English
        ("June 24, 1948", "1948-06-24"),
        ("24 June 1948", "1948-06-24"),
        ("the 24th of June 1948", "1948-06-24"),
        ("Thursday, 24 June 1948", "1948-06-24"),
        ("Sept. 5, 1953", "1953-09-05"),
        ("1453 May 29", "1453-05-29"),
        ("March 1953", "1953-03"),
        ("5 March 70", "0070-03-05"),
        ("44 BCE", "-0043"),
        ("44 B.C.E.", "-0043"),
        ("1 BC", "0000"),
        ("AD 70", "0070"),
        ("A.D. 70", "0070"),
        ("March 15, 44 BC", "-0043-03-15"),
        ("13000 BCE", "Y-12999"),
        ("10,000 BCE", "-9999"),
        ("12 000 BCE", "Y-11999"),
        ("c. 450 BC", "-0449~"),
        ("c450 BC", "-0449~"),
        ("ca. 1200", "1200~"),
        ("about 1200", "1200~"),
        ("probably 1953", "1953?"),
        ("probably c. 1953", "1953%"),
        ("June 1953?", "1953-06?"),
        ("the 1950s", "195X"),
        ("1950's", "195X"),
        ("1900s", "19XX"),
        ("450s BCE", "[-0458..-0449]"),
        ("400s BC", "[-0498..-0399]"),
        ("fourteenth century", "13XX"),
        ("twenty-first century", "20XX"),
        ("5th century BCE", "-04XX"),
        ("3rd millennium BCE", "-2XXX"),
        ("2nd millennium", "1XXX"),
        ("11th-12th century", "10XX/11XX"),
        ("11th to 12th centuries", "10XX/11XX"),
        ("spring 1953", "1953-21"),
        ("fall of 1953", "1953-23"),
        ("winter 1540-41", "1540-24"),
        # ranges and open sides
        ("1948-1949", "1948/1949"),
        ("1948–49", "1948/1949"),
        ("from 1953 to 1964", "1953/1964"),
        ("c. 2600–1900 BCE", "-2599~/-1899"),
        ("44-43 BCE", "-0043/-0042"),
        ("27 BC - AD 14", "-0026/0014"),
        ("13–16 June 1953", "1953-06-13/1953-06-16"),
        ("June 13-16, 1953", "1953-06-13/1953-06-16"),
        ("June 13, 1953 to June 16", "1953-06-13/1953-06-16"),
        ("26 May - 4 August 1953", "1953-05-26/1953-08-04"),
        ("January to December 1953", "1953-01/1953-12"),
        ("1953 to the present", "1953/.."),
        ("1953-", "1953/.."),
        ("1953-03-05 to 1953-03-08", "1953-03-05/1953-03-08"),
        ("1953-03-05 – 1953-03-08", "1953-03-05/1953-03-08"),
        ("1953-03-05/08", "1953-03-05/1953-03-08"),
        ("1953-05-26/08-04", "1953-05-26/1953-08-04"),
        ("1953-03/12", "1953-03/1953-12"),
        ("since 1953", "1953/.."),
        ("until 1953", "../1953"),
        ("by 1953", "[..1953]"),
        ("before 44 BC", "[..-0043]"),
        ("after 1953", "[1953..]"),
        ("between 1290 and 1310", "[1290..1310]"),
        ("1948 or 1949", "[1948,1949]"),
        # clock times
        ("5 March 1953, 9:50 p.m.", "1953-03-05T21:50"),
        ("5 March 1953 at 9 pm", "1953-03-05T21:00"),
        ("5 March 1953, 12.05 am", "1953-03-05T00:05"),
        ("1953-03-05 21:50", "1953-03-05T21:50"),
        ("5 mars 1953 à 21h50", "1953-03-05T21:50"),
        ("5. März 1953 um 21:50 Uhr", "1953-03-05T21:50"),
        # digits in another order, older drafts
        ("1953-3-5", "1953-03-05"),
        ("1953.03.05", "1953-03-05"),
        ("1953/3", "1953-03"),
        ("1953/54", "1953/1954"),
        ("3/1953", "1953-03"),
        ("19530305", "1953-03-05"),
        ("12999", "Y12999"),
        ("-12999~", "Y-12999~"),
        ("Y1953", "1953"),
        ("195x", "195X"),
        ("195u", "195X"),
        ("1953?~", "1953%"),
        ("1953/open", "1953/.."),
        ("unknown/1953", "/1953"),
        # French, German, Spanish, Russian
        ("24 juin 1948", "1948-06-24"),
        ("1er mars 1953", "1953-03-01"),
        ("aout 1953", "1953-08"),
        ("vers 1200", "1200~"),
        ("XIVe siècle", "13XX"),
        ("les années 1950", "195X"),
        ("44 av. J.-C.", "-0043"),
        ("70 ap. J.-C.", "0070"),
        ("24. Juni 1948", "1948-06-24"),
        ("14. Jahrhundert", "13XX"),
        ("1950er Jahre", "195X"),
        ("44 v. Chr.", "-0043"),
        ("zwischen 1290 und 1310", "[1290..1310]"),
        ("24 de junio de 1948", "1948-06-24"),
        ("siglo XIX", "18XX"),
        ("44 a. C.", "-0043"),
        ("24 июня 1948 г.", "1948-06-24"),
        ("июнь 1948", "1948-06"),
        ("14-й век", "13XX"),
        ("XX в.", "19XX"),
        ("1950-е годы", "195X"),
        ("весна 1953", "1953-21"),
        ("44 г. до н. э.", "-0043"),
    ],
)
def test_words_are_answered_with_their_spelling(text: str, edtf: str) -> None:
    """What the author wrote comes back in EDTF, ready to paste."""
    assert hint(text) == f"write `{edtf}`"
    parse(edtf)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1/2/1953", "write `1953-01-02` (month first) or `1953-02-01` (day first)"),
        ("5.3.1953", "write `1953-03-05` (day first)"),
        ("13/2/1953", "write `1953-02-13` (day first)"),
        ("02/13/1953", "write `1953-02-13` (month first)"),
        ("1943-5", "write `1943-05` (the month) or `1943/1945` (the years)"),
        ("1943-2", "write `1943-02`"),
        ("622", "write `0622` (the year 622) or `622X` (the decade)"),
        ("19", "write `0019` (the year 19) or `19XX` (the century)"),
        ("7", "write `0007` (the year 7)"),
        ("-44", "write `-0043` (44 BCE) or `-0044` (45 BCE)"),
    ],
)
def test_an_ambiguous_date_is_answered_with_both(text: str, said: str) -> None:
    """Where two readings are possible the hint says both and how they differ."""
    assert hint(text) == said


@pytest.mark.parametrize("text", ["early 14th century", "mid-14th century", "first half of the 14th century"])
def test_words_that_edtf_cannot_say_are_kept_by_shown(text: str) -> None:
    """EDTF has no "early": the hint names the field that prints the author's own words."""
    assert hint(text) == f"write `13XX`, and `shown: {text}` to print these words"


@pytest.mark.parametrize(
    "text",
    [
        "nonsense", "yesterday", "June 24", "16 June", "June to July", "", "[1953", "{a,b}", "[1953,x]", "[x..1953]",
        "[1953..x]", "x/1953", "1953/1964/1970", "12 1953", "99 99 99", "1953 1954", "between x and 1953", "since x",
        "1953 or x", "century", "[]",
    ],
)  # fmt: skip
def test_what_no_date_can_be_told_from_gets_the_forms(text: str) -> None:
    """The hint then shows the forms there are."""
    assert hint(text) == FORMS


@pytest.mark.parametrize("text", ["February 30, 1949", "1949-2-30", "19490230"])
def test_an_impossible_day_in_words_is_named(text: str) -> None:
    """No hint offers a date that would be refused in its turn."""
    assert hint(text) == "`1949-02-30` is not a day of the calendar: February 1949 has 28 days"


def test_a_set_with_nothing_in_it_is_named() -> None:
    """`[..]` is EDTF in form, so the message says what it lacks."""
    with pytest.raises(DateError, match=r"^`\.\.` has no date on either side$"):
        parse("[..]")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru"])
@settings(max_examples=50, deadline=None)
@given(day=st.dates())
def test_what_we_print_is_understood_again(language: str, day: object) -> None:
    """A day as the page prints it, typed into a course, is answered with that day, in all five languages."""
    text = format_date(parse(str(day)), language, "ad")
    assert hint(text) == f"write `{day}`"
