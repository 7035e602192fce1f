"""Lines of documents: broken once, numbered, with all tags closed."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from builder.lines import break_lines, number_lines, text_face
from builder.measure import width
from builder.tokens import Tokens

WORDS = st.sampled_from([
    "a", "decree", "of", "1953–1954", "semi-detached", "“Pravda”", "über", "<em>", "<strong>", "<br/>", "AT&amp;T", "nowrap\u00a0here",
])  # fmt: skip


class _Balanced(HTMLParser):
    """Fails on a tag that is closed out of turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def balanced(html: str) -> bool:
    """Tell whether every tag is closed in its turn."""
    reader = _Balanced()
    reader.feed(html)
    return not reader.open


def words_of(html: str) -> list[str]:
    """Return the words without their tags."""
    return unescape(re.sub(r"<[^>]+>", "", html.replace("<br/>", " "))).split()


@settings(max_examples=80, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40), st.floats(60, 300))
def test_every_word_stands_on_one_line_in_order(words: list[str], width_pt: float) -> None:
    """Breaking keeps all words in order, closes every tag on its line, and keeps within the width unless a word is wider."""
    html, open_tags = "", []
    for word in words:
        if word in ("<em>", "<strong>"):
            html += word
            open_tags.append(word[1:-1])
        else:
            html += word + (f"</{open_tags.pop()}>" if open_tags else "") + " "
    html += "".join(f"</{tag}>" for tag in reversed(open_tags))
    lines = break_lines(html, "serif", 11, width_pt)
    assert all(balanced(line) for line in lines)
    assert "".join(word for line in lines for word in words_of(line)) == "".join(words_of(html))
    for line in lines:
        text = unescape(re.sub(r"<[^>]+>", "", line)).strip(" ")
        assert width(text, "serif", 11) <= width_pt or " " not in text


def test_emphasis_goes_on_over_a_line_end() -> None:
    """A tag that is open at a line's end is closed there and opened again."""
    assert break_lines("plain <em>long emphasis here</em> end", "serif", 11, 70) == [
        Markup("plain <em>long</em> "), Markup("<em>emphasis</em> "), Markup("<em>here</em> end"),
    ]  # fmt: skip


def test_an_opening_tag_goes_with_the_word_behind_it() -> None:
    """What opens at a line's end opens on the next line."""
    assert break_lines("close the <em>road</em>", "serif", 11, 55) == [Markup("close the "), Markup("<em>road</em>")]


def test_an_opening_tag_before_a_space_isn_t_lost() -> None:
    """A tag that opens before the space at which a line ends opens on the next line."""
    assert break_lines("close the<em> road</em>", "serif", 11, 55) == [Markup("close the "), Markup("<em>road</em>")]


def test_a_note_stays_with_its_word() -> None:
    """A note, whatever it holds, stands on the line of the word before it."""
    note = '<span class="note">See <span lang="ru">там</span>, <em>there</em>.</span>'
    assert break_lines(f"close the{note} road", "serif", 11, 55) == [Markup(f"close the{note} "), Markup("road")]


def test_forced_breaks_part_lines() -> None:
    """A line break of a poem is one, even inside a tag and where nothing follows."""
    assert break_lines("<em>one<br/>\ntwo</em><br/>", "serif", 11, 300) == [
        Markup("<em>one</em>"), Markup("<em>two</em>"), Markup(""),
    ]  # fmt: skip


def test_a_hyphen_ends_a_line_without_a_space() -> None:
    """A line that ends at a hyphen of a word has no space behind it; zero-width spaces vanish."""
    assert break_lines("semi-\u200bdetached", "serif", 11, 45) == [Markup("semi-"), Markup("detached")]


def test_numbers_stand_at_one_and_every_fifth_line() -> None:
    """Lines 1, 5, 10 and so on carry a number; counting goes on from the blocks before."""
    block = number_lines("<p>" + "<br/>".join("abcdefg") + "</p>", "serif", 11, 100, first=3)
    assert block.lines == 7
    assert re.findall(r'data-line="(\d+)"', block.html) == ["5"]
    assert 'data-line="1"' in number_lines("<p>a</p>", "serif", 11, 100).html
    assert "data-line" not in number_lines("<p>a</p>", "serif", 11, 100, every=0).html


def test_lists_and_quotations_are_narrower() -> None:
    """A paragraph in a list has 5 mm less room, one in a quotation 6 mm less; other blocks stay as they are."""
    words = "it " * 400
    lines = [
        number_lines(f"<{tag}><p>{words}</p></{tag}><p>x</p>", "serif", 11, 50).lines
        for tag in ("div", "li", "blockquote")
    ]
    assert lines[0] < lines[1] <= lines[2]
    table = "<table><tr><td>cell</td></tr></table>"
    assert number_lines(table, "serif", 11, 50).html == table


@pytest.mark.parametrize(
    ("stack", "face"),
    [('"Studyguide Sans"', "sans"), ('"Studyguide Legible", "Studyguide Sans"', "legible"), ("Unheard Of", "serif")],
)
def test_lines_are_measured_in_the_text_s_own_face(stack: str, face: str) -> None:
    """The face of running text is the first family of the token `--serif`; an unknown one is measured as our serif."""
    assert text_face(Tokens({"serif": stack})) == face
