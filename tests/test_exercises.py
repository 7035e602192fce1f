"""Exercises made from a timeline: gaps and banks, the key in the teacher's edition, cards whose sides meet."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from builder.components import exercises
from builder.components.exercises import bank_order
from builder.sheets import cards
from tests.component_page import component_html, section_page

TIMELINE = """
period: 1948-06/1949-05
timeline:
  - {id: blockade, date: 1948-06-24, label: The roads are closed, text: All of them.}
  - {id: first-flight, date: 1948-06-26, label: The first planes land}
  - {id: record, date: 1949-04-16, label: A record day}
  - {id: end, date: 1949-05-12, label: The blockade ends}
exercises:
  - {id: what-when, kind: fill-in, teacher_note: Ten minutes.}
  - {id: date-them, kind: fill-in, blank: dates, title: Date the airlift}
  - {id: sort, kind: cards}
"""
LABELS = ("The roads are closed", "The first planes land", "A record day", "The blockade ends")


def drawn(view: exercises.ExerciseView) -> list[str]:
    """Return what stands beside each mark, dates and labels, without tags."""
    return [
        f"{Markup(label.date_words).striptags()}|{label.label.striptags()}".replace("\u00a0", " ").strip()
        for part in view.timeline.parts
        for label in part.labels
    ]


def test_labels_are_gaps_for_pupils() -> None:
    """A pupil's drawing has its dates and, in place of every label, a ruled gap."""
    made = exercises.view(*section_page(TIMELINE))
    assert made is not None
    assert drawn(made[0]) == ["24 June 1948|", "26 June 1948|", "16 Apr 1949|", "12 May 1949|"]
    assert all('class="write-gap"' in label.label for part in made[0].timeline.parts for label in part.labels)
    assert made[0].key == ""


def test_bank_has_every_label_with_a_letter() -> None:
    """The bank holds each label once, lettered in its shuffled order."""
    made = exercises.view(*section_page(TIMELINE))
    assert made is not None
    assert [word.letter for word in made[0].bank] == ["A", "B", "C", "D"]
    assert sorted(word.text for word in made[0].bank) == sorted(LABELS)
    assert tuple(word.text for word in made[0].bank) != LABELS


def test_a_bank_of_large_type_leaves_less_room_for_the_drawing() -> None:
    """Bank and drawing share a page: a bank's lines are as high as the theme's."""
    heights = []
    for theme in ("plain", "bold"):
        _, page = section_page(TIMELINE, course=f"print: {{theme: {theme}}}")
        made = exercises.view(*section_page(TIMELINE))
        assert made is not None
        short, long = (exercises._bank_mm(made[0].bank * times, page) for times in (1, 5))
        heights.append((long - short) / exercises.MM_PER_PT)
    assert heights == [pytest.approx(8 * 15), pytest.approx(8 * 19.5)]


def test_teacher_gets_the_same_drawing_filled_in() -> None:
    """The teacher's gaps stand where the pupils' do and hold letter and label; the key lists the letters from first to last."""
    pupils = exercises.view(*section_page(TIMELINE))
    teachers = exercises.view(*section_page(TIMELINE, "teacher"))
    assert pupils is not None
    assert teachers is not None
    letters = {str(word.text): word.letter for word in teachers[0].bank}
    assert [line.partition("|")[2] for line in drawn(teachers[0])] == [f"{letters[label]}{label}" for label in LABELS]
    assert teachers[0].key == ", ".join(letters[label] for label in LABELS)
    places = [
        (label.x_mm, label.y_mm)
        for view in (pupils, teachers)
        for part in view[0].timeline.parts
        for label in part.labels
    ]
    assert places[:4] == places[4:]


def test_dates_are_gaps_of_one_width() -> None:
    """Blank dates are gaps of one width whatever the date; labels stay, grey texts go; the bank has no letters."""
    made = exercises.view(*section_page(TIMELINE))
    assert made is not None
    assert made[1].title == "Date the airlift"
    assert drawn(made[1]) == [f"|{label}" for label in LABELS]
    assert len({label.date_words for part in made[1].timeline.parts for label in part.labels}) == 1
    assert {word.letter for word in made[1].bank} == {""}
    assert not any(label.text for part in made[1].timeline.parts for label in part.labels)


def test_teacher_gets_the_dates() -> None:
    """The teacher's drawing with blank dates has them on the lines."""
    made = exercises.view(*section_page(TIMELINE, "teacher"))
    assert made is not None
    assert [line.partition("|")[0] for line in drawn(made[1])] == [
        "24 June 1948",
        "26 June 1948",
        "16 Apr 1949",
        "12 May 1949",
    ]


def test_page_has_no_id_twice() -> None:
    """Events of an exercise have no ids: links lead to the timeline itself, and no id stands twice."""
    _, page = section_page(TIMELINE)
    html = component_html(page, "exercises", exercises=exercises.view(page.entry, page))
    assert 'id="event-' not in html
    assert html.count('id="timeline"') == 0
    assert html.count('id="exercise-what-when"') == 1
    assert "Ten minutes" not in html


def test_teacher_note_is_printed_for_the_teacher() -> None:
    """A note on an exercise stands in the teacher's edition."""
    _, page = section_page(TIMELINE, "teacher")
    assert "Ten minutes." in component_html(page, "exercises", exercises=exercises.view(page.entry, page))


def test_section_without_exercises_prints_none() -> None:
    """Without exercises, or with cards alone, the handout has no such part."""
    assert exercises.view(*section_page("summary: Nothing.")) is None
    assert (
        exercises.view(*section_page(TIMELINE.partition("exercises:")[0] + "exercises: [{id: sort, kind: cards}]"))
        is None
    )


def test_crowded_timeline_is_filled_in_by_list() -> None:
    """Where labels find no room beside the axis, the gaps stand in the list of events."""
    events = "".join(f"  - {{id: e{n}, date: 1948-07-{n:02}, label: Day {n} of July}}\n" for n in range(1, 32))
    events += "".join(f"  - {{id: a{n}, date: 1948-08-{n:02}, label: Day {n} of August}}\n" for n in range(1, 32))
    for blank in ("labels", "dates"):
        section = f"timeline:\n{events}exercises: [{{id: all, kind: fill-in, blank: {blank}}}]"
        made = exercises.view(*section_page(section, "teacher"))
        assert made is not None
        assert made[0].timeline.form == "numbered"
        gaps = [entry.label if blank == "labels" else entry.date_words for entry in made[0].timeline.entries]
        assert len(gaps) == 62
        assert all("write-gap is-filled" in gap for gap in gaps)


def test_bank_keeps_what_is_needed_twice() -> None:
    """Two events of one date put the date into the bank twice; the order follows from ids and words alone."""
    words = [Markup("1953"), Markup("1956"), Markup("1953")]
    order = bank_order(words, "s", "e")
    assert sorted(order) == ["1953", "1953", "1956"]
    assert order == bank_order(list(reversed(words)), "s", "e")


def test_cards_have_dates_behind_their_labels() -> None:
    """Seen through the sheet, each date lies behind its own event: the rows of the backs run from right to left."""
    made = cards.view(*section_page(TIMELINE))
    assert made is not None
    front, back = made.pages
    assert not front.is_back
    assert back.is_back
    for faces, backs in zip(front.rows, back.rows, strict=True):
        assert [face.number for face in faces] == [face.number for face in reversed(backs)]
    numbers = {face.words: face.number for row in front.rows for face in row if face.number}
    dates = {face.number: face.words for row in back.rows for face in row if face.number}
    assert dates[numbers[Markup("A record day")]] == "16\u00a0Apr 1949"


def test_cards_are_shuffled() -> None:
    """The uncut sheet isn't the key: the fronts never come in the order of the events."""
    made = cards.view(*section_page(TIMELINE))
    assert made is not None
    assert tuple(str(face.words) for row in made.pages[0].rows for face in row if face.number) != LABELS


def test_nine_cards_take_two_sheets() -> None:
    """Eight cards fill a sheet; the ninth begins another one, whose other places are empty."""
    events = "".join(
        f"  - {{id: e{n}, date: 1948-07-{n:02}, label: Day {n}, lane: {'a' if n % 2 else 'b'}}}\n" for n in range(1, 10)
    )
    lanes = "lanes: [{id: a, label: Air}, {id: b, label: Berlin}]\n"
    entry, page = section_page(f"{lanes}timeline:\n{events}exercises: [{{id: sort, kind: cards}}]")
    made = cards.view(entry, page)
    assert made is not None
    assert [side.foot.partition(":")[0] for side in made.pages] == [
        "Sheet 1, front",
        "Sheet 1, back",
        "Sheet 2, front",
        "Sheet 2, back",
    ]
    assert [bool(face.number) for row in made.pages[3].rows for face in row] == [False, True, *[False] * 6]
    assert {face.small for row in made.pages[0].rows for face in row} == {"Air", "Berlin"}


def test_no_cards_without_the_exercise() -> None:
    """A section without such an exercise, or without events, has no cards."""
    assert cards.view(*section_page("exercises: [{id: sort, kind: cards}]")) is None
    assert cards.view(*section_page(TIMELINE.partition("exercises:")[0])) is None
