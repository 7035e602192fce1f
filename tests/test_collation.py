"""The order of words: the same as pyuca's, from a table that is read as far as it is needed."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyuca import Collator

from builder.collation import sort_key


@cache
def whole() -> Collator:
    return Collator()


@pytest.mark.parametrize(
    "text",
    ["", "Khrushchev", "Ångström", "A\u030angstro\u0308m", "Ёлка", "Е\u0308лка", "и\u0306", "漢字", "한국어", "가", "l·l",
     "ﬁn", "œuvre", "🙂", "\U00017000", "ไทย", "a\u0327\u0301", "ch", "\u0fb2\u0f71\u0f80"],
)  # fmt: skip
def test_a_key_is_that_of_the_whole_table(text: str) -> None:
    """Contractions, marks that follow in any order, and characters that the table leaves to a rule included."""
    assert sort_key(text) == whole().sort_key(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=12))
def test_any_text_sorts_as_by_the_whole_table(text: str) -> None:
    """In whatever order texts come, since each adds to the table."""
    assert sort_key(text) == whole().sort_key(text)
