"""Markdown of our content files: what it says, what is wrong with it, what it becomes."""

from __future__ import annotations

import time
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from builder.text import (
    CiteForm,
    CiteItem,
    Context,
    Problem,
    Reference,
    block,
    blocks,
    inline,
    plain,
    problems,
    read_items,
    references,
)


def _link(reference: Reference, words: Markup) -> Markup:
    return Markup('<a href="#{}-{}">{}</a>').format(reference.kind, reference.id, words)


def _cite(items: tuple[CiteItem, ...], form: CiteForm) -> Markup:
    if form == "author":
        return Markup(", ").join(item.id.title() for item in items)
    words = Markup("; ").join(f"{item.prefix}{item.id}{'!' * item.suppress_author}{item.locator}" for item in items)
    return Markup("({})").format(words) if form == "inline" else words


PLAIN = Context(known_sources=frozenset({"lee", "day-1"}), cite=_cite, link=_link)


def paragraph(text: str, context: Context = PLAIN) -> str:
    """Return the inside of a text's only paragraph."""
    (only,) = blocks(text, context)
    html = str(only.html)
    assert html.startswith("<p>")
    assert html.endswith("</p>")
    return html[3:-4]


# ---------- inside a citation's brackets


@pytest.mark.parametrize(
    ("content", "items"),
    [
        ("@lee", [CiteItem("lee")]),
        ("@lee, p. 240", [CiteItem("lee", "240")]),
        ("see @lee, pp. 3-4; also @day-1", [CiteItem("lee", "3-4", prefix="see"), CiteItem("day-1", prefix="also")]),
        ("-@lee", [CiteItem("lee", suppress_author=True)]),
        ("@lee, 33", [CiteItem("lee", "33")]),
        ("@lee 33, 35-37", [CiteItem("lee", "33, 35-37")]),
        ("@lee, ch. 3, and more", [CiteItem("lee", "3", "chapter", suffix=", and more")]),
        ("@lee, S. 12", [CiteItem("lee", "12")]),
        ("@lee, гл. 2", [CiteItem("lee", "2", "chapter")]),
        ("@lee, § 5", [CiteItem("lee", "5", "section")]),
        ("@lee, p. xii", [CiteItem("lee", "xii")]),
        ("@lee, xii", [CiteItem("lee", suffix=", xii")]),
        ("@lee, passim", [CiteItem("lee", suffix=", passim")]),
        ("@lee, 3rd", [CiteItem("lee", suffix=", 3rd")]),
        ("@{a/b.c}, p. 1", [CiteItem("a/b.c", "1")]),
    ],
)
def test_citations_are_read_as_pandoc_reads_them(content: str, items: list[CiteItem]) -> None:
    """Prefix, minus, id, place with its label in several languages, suffix; parts are divided by semicolons."""
    assert read_items(content) == tuple(items)


@pytest.mark.parametrize("content", ["", "lee", "@lee; and others", "a@lee", "@"])
def test_a_part_without_source_makes_no_citation(content: str) -> None:
    """Each part names a source."""
    assert read_items(content) is None


def test_a_sources_list_takes_an_id_and_a_place() -> None:
    """`taubman2003, pp. 240-41` is an id and its pages; anything else is an id for the checks to judge."""
    assert CiteItem.parse("lee") == CiteItem("lee")
    assert CiteItem.parse(" @lee, pp. 240-41 ") == CiteItem("lee", "240-41")
    assert CiteItem.parse("no such thing") == CiteItem("no such thing")


# ---------- references


def test_references_come_in_reading_order_with_their_place() -> None:
    """Citations, names and course links, each with the characters to underline and which occurrence they are."""
    text = "`@lee` [see @lee; @lee, p. 3]. @lee and [a *b*](term:ab)\n\nagain [x](term:ab), <event:other/one>."
    assert references(text, frozenset({"lee"})) == (
        Reference("cite", "lee", "@lee", 1),
        Reference("cite", "lee", "@lee", 2),
        Reference("cite", "lee", "@lee", 3),
        Reference("term", "ab", "term:ab", 0),
        Reference("term", "ab", "term:ab", 1),
        Reference("event", "other/one", "event:other/one", 0),
    )


def test_references_are_found_in_notes_tables_lists_and_captions() -> None:
    """Wherever a text can cite, it is seen, even in a note that nothing calls; cells of one row are told apart."""
    text = "- [@a]\n\n| x | [@b] |\n|---|---|\n| [@b] | [@b] |\n\nTable: [@c]\n\n[^n]: [@d]\n"
    found = [(item.raw, item.occurrence) for item in references(text)]
    assert found == [("@a", 0), ("@b", 0), ("@b", 1), ("@b", 2), ("@c", 0), ("@d", 0)]


def test_a_bare_name_counts_only_if_it_is_known() -> None:
    """An e-mail address or a handle is no citation."""
    known = frozenset({"lee"})
    assert references("@nobody, me@lee, x_@lee", known) == ()
    assert [item.raw for item in references("(@lee)", known)] == ["@lee"]
    assert references("@lee") == ()


def test_a_link_by_label_is_seen_too() -> None:
    """A link whose target stands elsewhere counts, without a certain place."""
    assert references("[x][1] y\n\n[1]: term:ab\n") == (Reference("term", "ab", "term:ab", 0),)


def test_references_of_a_field_ignore_block_marks() -> None:
    """In a label four spaces make no code."""
    assert references("    [@lee]", blocks=False) == (Reference("cite", "lee", "@lee", 0),)
    assert references("    [@lee]") == ()


# ---------- problems


@pytest.mark.parametrize(
    ("text", "message", "hint", "needle"),
    [
        (
            "# Too *high*",
            "heading `Too *high*` is too high for a text",
            "headings inside a text start at `###`",
            "# Too *high*",
        ),
        ("Set\n===", "heading `Set` is too high for a text", "headings inside a text start at `###`", "Set"),
        ("##### Deep", "heading `Deep` skips a level", "write it with `###`", "##### Deep"),
        (
            "![map](map.png)",
            "picture `map.png` in a text",
            "pictures have a caption and a credit, so they go into the item's `images:`",
            "map.png",
        ),
        ("[x](trem:y)", "unknown kind of link `trem:`", "did you mean `term:`?", "trem:y"),
        (
            "[x](javascript:alert(1))",
            "unknown kind of link `javascript:`",
            "a link is https:, mailto:, or one of term, figure, question, event, image, document, disagreement, chart, "
            "section, narrative, organizer",
            "javascript:alert(1)",
        ),
        ("[x](term:)", "link `term:` names nothing", "write what it leads to, such as `term:id`", "term:"),
        (
            "[x](page.html)",
            "link `page.html` leads nowhere on paper",
            "write a whole address (https://...), or a link into the course such as `term:id`",
            "page.html",
        ),
        (
            "died [@lee, p. 3",
            "citation `@lee` can't be read",
            "a citation is `[@id]` or `[see @id, p. 12; @other]`: each part names a source, and `]` closes it",
            "@lee",
        ),
        (
            "x[^1]",
            "note `[^1]` has no text",
            "write it as `[^1]: ...` in a paragraph of its own",
            "[^1]",
        ),
        ("[^1]: lost", "note `[^1]` is never called", "put `[^1]` where its mark goes", "[^1]:"),
        (
            "[мир]{lang=русский}",
            "`{lang=русский}` marks no words",
            "a span in another language is `[words]{lang=ru}`, with a BCP 47 code",
            "{lang=русский}",
        ),
        ("Table: none", "caption `Table: none` has no table", "it stands before or after a table", "Table:"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, message: str, hint: str, needle: str) -> None:
    """Each fault has a message, a hint, and the characters to underline."""
    assert problems(text) == (Problem(message, hint, needle),)


def test_equal_faults_point_at_one_place_after_another() -> None:
    """The second unknown link is the second occurrence."""
    assert [problem.occurrence for problem in problems("[a](b:c) [d](b:c)")] == [0, 1]


def test_a_note_within_a_note_is_a_fault() -> None:
    """Notes don't nest on paper."""
    (problem,) = problems("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c\n")[1:]
    assert problem.message == "note `[^2]` is called inside another note"


def test_a_sound_text_has_no_problems() -> None:
    """Raw HTML is text and therefore no fault."""
    text = (
        "### One\n\n#### Two\n\n[@lee] [a](term:b) <https://x.org> [m](mailto:a@b.org)[^1] <b>x</b> `[@` "
        "[x]{lang=ru}\n\n| a |\n|---|\n| b |\n\nTable: c\n\n[^1]: d\n"
    )
    assert problems(text) == ()
    assert problems("x[^1]", blocks=False)[0].hint == "notes stand in longer texts"


# ---------- paragraphs


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("*a* **b** `c < d`", "<em>a</em> <strong>b</strong> <code>c &lt; d</code>"),
        ("^14^C and H~2~O", "<sup>14</sup>C and H<sub>2</sub>O"),
        ("[мир]{lang=ru}", '<span lang="ru">мир</span>'),
        ('["да"]{lang="ru"}, "yes"', '<span lang="ru">«да»</span>, “yes”'),
        ("[Gulag](term:gulag)", '<a href="#term-gulag">Gulag</a>'),
        ("[x](https://x.org/?a=1&b=2)", '<a href="https://x.org/?a=1&amp;b=2">x</a>'),
        ("[*x*](page.html)", "<em>x</em>"),
        ("![a map](map.png)", "a map"),
        ("one\\\ntwo\nthree", "one<br/>\ntwo three"),
        ("in 1952-1953", 'in <span class="nowrap">1952–1953</span>'),
    ],
)
def test_inline_markup(typed: str, printed: str) -> None:
    """Emphasis, code, raised and lowered text, languages, links and breaks."""
    assert paragraph(typed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("He died [@lee].", 'He died.<span class="note">lee.</span>'),
        ("He died [@lee, p. 3] in", 'He died<span class="note">lee3.</span> in'),
        ("He died\n[@lee].", 'He died.<span class="note">lee.</span>'),
        ('"He died [@lee]."', '“He died.”<span class="note">lee.</span>'),
        ("*Died* [@lee], he", '<em>Died</em>,<span class="note">lee.</span> he'),
        ("a [@b] [@c]. d", 'a.<span class="note">b; c.</span> d'),
        ("a [@b][^n] d\n\n[^n]: Yes *no*\n", 'a<span class="note">b. Yes <em>no</em></span> d'),
        ("a[^n]\n\n[^n]: See [@b].\n\n    More?\n", 'a<span class="note">See b.<br/>More?</span>'),
        ("@lee says", 'Lee<span class="note">lee.</span> says'),
        ("says @lee [p. 3].", 'says Lee.<span class="note">lee3.</span>'),
        ("@lee [sic]", 'Lee<span class="note">lee.</span> [sic]'),
        ("[@lee] first", '<span class="note">lee.</span> first'),
    ],
)
def test_notes_stand_behind_the_word_and_its_punctuation(typed: str, printed: str) -> None:
    """No space before a call, punctuation before it, neighbours in one call, a full stop at its end."""
    assert paragraph(typed) == printed


def test_french_calls_stand_before_the_punctuation() -> None:
    """The place of a note's call is a custom of the language."""
    assert paragraph("mort [@lee].", replace(PLAIN, language="fr")) == 'mort<span class="note">lee.</span>.'


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("He died [@lee].", "He died (lee)."),
        ("@lee [p. 3] says", "Lee (lee!3) says"),
        ("a[^n]\n\n[^n]: b [@c].\n", "a(b c.)"),
    ],
)
def test_where_no_note_can_stand_citations_are_in_brackets(typed: str, printed: str) -> None:
    """Cells, captions and labels get brackets in the line."""
    assert paragraph(typed, PLAIN.without_notes()) == printed


def test_a_note_that_calls_itself_ends() -> None:
    """A call inside a note is left out."""
    assert paragraph("a[^1]\n\n[^1]: b[^1] c\n") == 'a<span class="note">b c</span>'


def test_a_paragraphs_last_long_word_is_not_hyphenated() -> None:
    """The last word of seven letters or more is marked for CSS; shorter ones need no mark."""
    assert paragraph("one prisoners.") == 'one <span class="last-word">prisoners.</span>'
    assert paragraph("one *prisoners*.") == 'one <em><span class="last-word">prisoners</span></em>.'
    assert paragraph("the men [@lee].") == 'the men.<span class="note">lee.</span>'
    assert inline("one prisoners.", PLAIN) == "one prisoners."


def test_a_documents_text_keeps_its_marks() -> None:
    """Without typography quotation marks and dashes stay as the author left them."""
    assert paragraph('"a" - it\'s 1-2', replace(PLAIN, typography=False)) == "&#34;a&#34; - it&#39;s 1-2"


def test_raw_html_is_text() -> None:
    """A tag in a text is printed, not obeyed, in every place where text can stand."""
    evil = '<link rel=attachment href="file:///etc/passwd"><script>x</script>'
    for text in (
        evil,
        f"`{evil}`",
        f"| {evil} |\n|---|\n| a |",
        f"### {evil}",
        f"    {evil}",
        f"[x](<https://x/{evil}>)",
    ):
        html = block(text, PLAIN)
        assert "<link" not in html
        assert "<script" not in html
    assert inline(evil, PLAIN).startswith("&lt;link rel=attachment href=")


# ---------- blocks


def test_headings_fit_under_the_heading_above_the_text() -> None:
    """`###` gets the level that the context says; a level that was skipped is closed up."""
    text = "### a\n\n##### b\n\n# c"
    assert [str(part.html) for part in blocks(text, replace(PLAIN, heading_level=4))] == [
        "<h4>a</h4>",
        "<h5>b</h5>",
        "<h4>c</h4>",
    ]


def test_list_items_begin_with_a_paragraph() -> None:
    """Numbers are printed by `li > p:first-child::before`, so tight, loose and empty items all have a paragraph."""
    assert block("1. a\n   1. b\n      1. c\n         1. d\n2. > e\n3.\n\n- f\n", PLAIN) == (
        '<ol class="level-1"><li><p>a</p><ol class="level-2"><li><p>b</p><ol class="level-3"><li><p>c</p>'
        '<ol class="level-1"><li><p>d</p></li></ol></li></ol></li></ol></li>'
        "<li><p></p><blockquote><p>e</p></blockquote></li><li><p></p></li></ol>\n<ul><li><p>f</p></li></ul>"
    )
    assert block("3. a", PLAIN) == '<ol class="level-1" start="3" style="counter-reset: item 2"><li><p>a</p></li></ol>'


TABLE = "| a | b |\n|:--|--:|\n| 1 [@lee] | 2 |\n"
HTML = (
    '<table>{}<thead><tr><th scope="col" class="left">a</th><th scope="col" class="right">b</th></tr></thead>'
    '<tbody><tr><td class="left">1 (lee)</td><td class="right">2</td></tr></tbody></table>'
)


@pytest.mark.parametrize(
    "text",
    [f"{TABLE}\nTable: A *b*\n", f"Table: A *b*\n\n{TABLE}", f"{TABLE}Table: A *b*\n"],
)
def test_a_caption_belongs_to_the_table_beside_it(text: str) -> None:
    """Before it, after it, or straight under it; the words `Table:` aren't printed."""
    assert block(text, PLAIN) == HTML.format("<caption>A <em>b</em></caption>")


def test_captions_between_tables_are_told_apart() -> None:
    """A caption goes to the table before it unless that has one."""
    html = block(f"Table: one\n\n{TABLE}\nTable: two\n\n{TABLE}", PLAIN)
    assert html == HTML.format("<caption>one</caption>") + "\n" + HTML.format("<caption>two</caption>")
    assert block("Table: alone", PLAIN) == "<p>Table: alone</p>"


def test_a_table_with_an_empty_corner_has_row_heads() -> None:
    """Then the first column heads the rows, and the corner is no heading."""
    assert block("| | b |\n|---|---|\n| r | 2 |\n", PLAIN) == (
        '<table><thead><tr><td></td><th scope="col">b</th></tr></thead>'
        '<tbody><tr><th scope="row">r</th><td>2</td></tr></tbody></table>'
    )
    assert block("| a |\n|---|\n", PLAIN) == '<table><thead><tr><th scope="col">a</th></tr></thead></table>'


def test_each_block_tells_its_kind_and_what_it_names() -> None:
    """So that paragraphs can be numbered, and terms set beside their first use."""
    text = f"[x](term:a) [@b]\n\n### h\n\n- i\n\n{TABLE}\nTable: [y](term:z)\n\n> q\n\n```\n<c>\n```\n\n---\n"
    found = [(part.kind, [item.raw for item in part.references]) for part in blocks(text, PLAIN)]
    assert found == [
        ("p", ["term:a", "@b"]),
        ("heading", []),
        ("list", []),
        ("table", ["@lee", "term:z"]),
        ("quote", []),
        ("code", []),
        ("rule", []),
    ]
    assert blocks(text, PLAIN)[5].html == "<pre><code>&lt;c&gt;\n</code></pre>"


def test_notes_may_stand_inside_a_quotation() -> None:
    """A note's text is found wherever it was written."""
    assert block("> a[^1]\n>\n> [^1]: b\n", PLAIN) == '<blockquote><p>a<span class="note">b</span></p></blockquote>'


def test_a_field_of_one_line_has_no_blocks() -> None:
    """A prompt that begins with a number or a hash sign is words."""
    assert inline("1. What *is* it [@lee]?", PLAIN) == '1. What <em>is</em> it?<span class="note">lee.</span>'
    assert inline(" # 1\n\ntwo ", PLAIN) == "# 1  two"


def test_without_a_resolver_links_are_words_and_citations_are_ids() -> None:
    """The defaults of a context make a page without a course."""
    assert inline("[Gulag](term:gulag) [@a; @b]", Context()) == 'Gulag<span class="note">a; b.</span>'
    assert inline("[@a]", Context(notes=False)) == "(a)"
    assert inline("[w](mailto:a@b.org)", Context()) == '<a href="mailto:a@b.org">w</a>'


# ---------- plain words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("*He* died [@lee], `x` [Gulag](term:g)[^1] ![map](m.png)", "He died, x Gulag[^1] map"),
        ("a\nb", "a b"),
        ("1. a", "1. a"),
        ("[да]{lang=ru} ^14^C", "да 14C"),
    ],
)
def test_plain_gives_the_words_alone(text: str, words: str) -> None:
    """For measuring and for bookmarks: no notes, no marks."""
    assert plain(text) == words


def test_plain_sets_the_words_as_the_page_does() -> None:
    """With a language the measured words are the printed ones."""
    assert plain('"a" 1-2', "de") == "„a“ 1–2"
    assert plain('"a"') == '"a"'
    assert plain("@lee [p. 3] says", context=PLAIN) == "Lee says"


def test_plain_joins_blocks_by_a_space() -> None:
    """Code and captions count, notes don't."""
    text = f"a[^1]\n\n- b\n\n```\nc\n```\n\n{TABLE}\nTable: d\n\n[^1]: no\n"
    assert plain(text, blocks=True) == "a b a b 1 2 d c"


# ---------- properties

SIGNS = "abc <>&\"'`*_[](){}^~@!#|-=+.:;\\/\n"
SNIPPETS = (
    "[@lee",
    "[^1]",
    "\n[^1]: ",
    "{lang=ru}",
    "](term:a)",
    "@lee ",
    "\n\n",
    "| a |\n|--|\n",
    "Table: ",
    "1. ",
    "> ",
)
ODDITIES = ("    ", "<link rel=attachment href=x>", "é", "\x00", "\u202e", "&lt;")
ALLOWED = {
    *("root", "p", "h3", "h4", "h5", "h6", "ol", "ul", "li", "blockquote", "pre", "code", "hr", "br"),
    *("em", "strong", "sup", "sub", "span", "a", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}
pieces = st.sampled_from([*SIGNS, *SNIPPETS, *ODDITIES])
markdown = st.one_of(st.lists(pieces, max_size=30).map("".join), st.text(max_size=80))


@settings(max_examples=200, deadline=None)
@given(text=markdown, notes=st.booleans(), language=st.sampled_from(["en", "fr", "ru"]))
@example(text="[^1]\n\n[^1]: [^1]", notes=True, language="en")
def test_any_text_becomes_well_formed_markup(text: str, notes: bool, language: str) -> None:
    """Nothing that can be typed raises, or leaves a tag open, or brings in a tag of its own."""
    context = replace(PLAIN, notes=notes, language=language)
    for html in (block(text, context), inline(text, context)):
        root = ElementTree.fromstring(f"<root>{html}</root>")
        assert {element.tag for element in root.iter()} <= ALLOWED
        for element in root.iter():
            assert set(element.attrib) <= {"class", "href", "lang", "scope", "start", "style"}


@settings(max_examples=150, deadline=None)
@given(text=markdown)
def test_any_text_can_be_read(text: str) -> None:
    """References, problems and plain words exist for whatever was typed, and each reference stands in the text."""
    problems(text, frozenset({"lee"}))
    for as_blocks in (True, False):
        plain(text, "en", blocks=as_blocks)
        for reference in references(text, frozenset({"lee"}), as_blocks):
            assert reference.occurrence <= text.count(reference.raw)


words = st.lists(st.text("abcdefgh", min_size=1, max_size=9), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(words=words, marks=st.lists(st.sampled_from(["{}", "*{}*", "**{}**", "[{}](term:x)", "{}"]), min_size=12))
def test_plain_words_are_the_words_of_the_page(words: list[str], marks: list[str]) -> None:
    """What is measured is what is printed."""
    text = " ".join(mark.format(word) for mark, word in zip(marks, words, strict=False))
    assert plain(text) == " ".join(words)
    assert inline(text, PLAIN).striptags() == " ".join(words)


@pytest.mark.unmeasured
def test_a_hostile_text_takes_no_time() -> None:
    """Thousands of open brackets or stars are read in about linear time."""
    start = time.process_time()
    for text in ("[" * 3000 + "@lee", "[@" * 2000, "*a" * 3000, "[a]{lang=" * 1500, "> " * 500 + "a", "[^1]" * 2000):
        block(text, PLAIN)
        problems(text)
    assert time.process_time() - start < 10
