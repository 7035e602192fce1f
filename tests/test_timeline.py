"""The timeline's forms, marks and words on small examples."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from markupsafe import Markup

from builder.components.timeline import Lane, timeline_words
from builder.dates import day_of
from builder.templates import environment, read_templates
from builder.timeline.axis import DAY, HOUR, MONTH, UNITS, Scale, Unit, fit_scale
from builder.timeline.labels import blocks
from builder.timeline.prose import broken, plain, wrap
from builder.timeline.style import Style
from builder.timeline.ticks import ticks
from builder.timeline.values import TimelineEvent, TimelineView
from tests.timeline_events import LABELS, WORDS, YEAR_1953, happening, laid_out, measured, period

LONG_YEARS = [
    happening(f"e{i}", f"{1953 + i // 6}-{1 + 2 * (i % 6):02d}-11", text="Some grey words.") for i in range(40)
]
LONG = "A sentence that goes on and on until it fills some lines beside the axis. " * 6


@pytest.fixture
def year() -> TimelineView:
    """The year 1953 in three lanes, beside other things on a page."""
    return laid_out(YEAR_1953, period("1953-01/1953-12", "1953"), room_mm=150)


def test_a_year_is_drawn_in_months_at_a_round_scale(year: TimelineView) -> None:
    """Twelve months at 10 mm fit 150 mm of page with title, key and the lanes' names."""
    assert (year.form, year.unit, year.mm_per_unit, len(year.parts)) == ("full", "month", 10.0, 1)
    assert year.title == "Timeline of 1953"
    (part,) = year.parts
    assert part.axis_heads == ("1953",)
    assert [label.text for label in part.axis_labels] == list(WORDS.months)
    assert part.ticks[:2] == (0.0, round(31 * 120 / 365.2425, 2))
    assert not part.new_page


def test_the_key_names_the_kinds_in_use_and_no_others(year: TimelineView) -> None:
    """An arrow at the end of the axis says after when; kinds that aren't drawn are left out."""
    assert [(item.kind, item.words) for item in year.key] == [
        ("point", "one date"),
        ("turning", "turning point"),
        ("uncertain", "date uncertain"),
        ("span", "lasted"),
        ("open-end", "went on after 1953"),
    ]
    only = laid_out([happening("a", "1953"), happening("b", "1954")])
    assert [item.kind for item in only.key] == ["point"]


def test_marks_tell_kinds_apart_by_shape(year: TimelineView) -> None:
    """Discs, diamonds, rings with whiskers, bars with caps, bars with an arrow."""
    (part,) = year.parts
    kinds = {mark.event: mark.kind for mark in part.marks}
    assert (kinds["plot"], kinds["death"], kinds["stroke"]) == ("point", "turning", "uncertain")
    assert [whisker.event for whisker in part.whiskers] == ["stroke"]
    bars = {bar.event: bar for bar in part.bars}
    assert (bars["norilsk"].cap_top, bars["norilsk"].cap_bottom, bars["norilsk"].arrow_bottom) == (True, True, False)
    assert (bars["nagy"].cap_top, bars["nagy"].cap_bottom, bars["nagy"].arrow_bottom) == (True, False, True)
    assert bars["nagy"].bottom_mm == pytest.approx(part.axis_bottom_mm + 2.0, abs=0.01)


def test_of_events_that_begin_on_a_day_the_shorter_comes_first() -> None:
    """Also where the longer stands in an earlier lane, so that "1 June" isn't told after "1-2 June"."""
    strike = [
        happening("strike", "1962-06-01/1962-06-02"),
        happening("prices", "1962-06-01", "bloc"),
        happening("a", "1962-03-05"),
    ]
    (part,) = laid_out(strike, period("1962", "1962")).parts
    assert [label.event for label in part.labels] == ["a", "prices", "strike"]


def test_lanes_are_columns_in_the_course_s_order(year: TimelineView) -> None:
    """The first is 16 mm wide at least, the others 10; a lane that no event uses is left out."""
    (part,) = year.parts
    assert [" ".join(head.lines) for head in part.lane_heads] == ["Soviet Union", "The bloc", "The West"]
    assert part.lane_heads[0].x_mm == 14.0
    two = laid_out([event for event in YEAR_1953 if event.lane != "bloc"])
    assert [" ".join(head.lines) for head in two.parts[0].lane_heads] == ["Soviet Union", "The West"]
    assert laid_out([happening("a", "1953", None)]).parts[0].lane_heads == ()


def test_the_alternative_text_says_what_the_drawing_shows(year: TimelineView) -> None:
    """Stretch, number of events, columns; one event has words of its own."""
    assert year.parts[0].alt == "From Jan 1953 to Dec 1953: 15 events. Columns: Soviet Union, The bloc, The West."
    assert laid_out([happening("a", "1953-05-01T10:00")]).parts[0].alt == "From 1 May to 1 May: one event."


def test_what_needs_more_room_than_is_left_begins_a_page() -> None:
    """Labels that don't fit beside an axis here fit on a page of their own."""
    view = laid_out(YEAR_1953, period("1953"), room_mm=100)
    assert [part.new_page for part in view.parts] == [True]
    assert view.mm_per_unit == 15.0


def test_the_axis_goes_on_on_a_second_page() -> None:
    """Both parts have one scale; the second says what it continues and has its own lane names and year."""
    view = laid_out(LONG_YEARS, period("1953/1960", "1953 to 1960"), room_mm=180)
    first, second = view.parts
    assert (first.heading, second.heading) == ("", "Timeline of 1953 to 1960, continued")
    assert (first.new_page, second.new_page) == (False, True)
    assert first.end == second.start
    assert second.lane_heads
    assert len(first.labels) + len(second.labels) == 40
    assert laid_out(LONG_YEARS, period("1953/1960"), room_mm=90).parts[0].new_page


def test_a_span_over_the_cut_has_neither_cap_nor_arrow_there() -> None:
    """It is drawn on both pages and named on the first."""
    view = laid_out([*LONG_YEARS, happening("long", "1953-02/1960-10", "bloc")], period("1953/1960"))
    upper, lower = (next(bar for bar in part.bars if bar.event == "long") for part in view.parts)
    assert (upper.cap_top, upper.cap_bottom, upper.arrow_bottom) == (True, False, False)
    assert (lower.cap_top, lower.cap_bottom) == (False, True)
    assert upper.bottom_mm == view.parts[0].axis_bottom_mm
    assert lower.top_mm == view.parts[1].axis_top_mm


def test_long_texts_move_into_a_list_with_numbers() -> None:
    """Where texts fill more than two pages or push labels far from their dates, dates and labels stay beside the axis."""
    events = [happening(f"e{i}", f"{1900 + i}", text=LONG if i else "") for i in range(19)]
    view = laid_out(events)
    assert view.form == "brief"
    assert [label.number for label in view.parts[0].labels] == list(range(1, 20))
    assert not any(label.text for label in view.parts[0].labels)
    assert [entry.number for entry in view.entries] == list(range(2, 20))
    assert view.entries[0].text == Markup(LONG)
    few = laid_out([happening("a", "1900", text=LONG), happening("b", "1901", text=LONG)])
    assert (few.form, few.entries) == ("full", ())


def test_texts_that_push_labels_from_their_dates_move_into_a_list() -> None:
    """A late cluster of long texts would fill the page above it."""
    events = [happening("first", "1000"), *(happening(f"e{i}", f"{1490 + i}", text=LONG) for i in range(7))]
    view = laid_out(events, period("1000/1500"))
    assert view.form == "brief"
    assert len(view.parts) == 1


def test_far_events_stand_in_rows_off_the_scale() -> None:
    """The axis is neither broken nor squeezed: a row before or after it says that it is off the scale."""
    events = [happening(f"e{i}", f"{1100 + 10 * i}") for i in range(12)]
    view = laid_out([*events, happening("old", "0070"), happening("new", "2001-09-11")], period("1095/1291"))
    (part,) = view.parts
    assert (part.labels[0].event, part.labels[0].note) == ("old", "Before the scale")
    assert (part.labels[-1].event, part.labels[-1].note) == ("new", "After the scale")
    assert not {"old", "new"} & {leader.event for leader in part.leaders}
    assert part.labels[0].y_mm + part.labels[0].height_mm < part.lane_heads[0].bottom_mm
    assert part.labels[-1].y_mm > part.axis_bottom_mm


def test_near_events_outside_the_period_stretch_the_axis() -> None:
    """Three quarters more than the period is no squeeze."""
    view = laid_out([*YEAR_1953, happening("later", "1954-05-01")], period("1953"))
    assert view.parts[0].end >= day_of(1954, 5)
    assert not any(label.note for label in view.parts[0].labels)


def test_many_far_events_are_drawn_after_all() -> None:
    """What many events are about is not off the subject."""
    events = [happening(f"e{i}", f"{1800 + i}") for i in range(6)]
    view = laid_out([*events, happening("in", "1953-02")], period("1953"))
    assert not any(label.note for label in view.parts[0].labels)
    alone = laid_out([happening("only", "1700")], period("1953"))
    assert not any(label.note for label in alone.parts[0].labels)


def test_without_a_period_one_far_event_is_found() -> None:
    """100,000 BCE beside nine thousand years; events of one day alone are never far."""
    events = [happening(f"e{i}", f"-{9000 - 500 * i:04d}") for i in range(12)]
    assert laid_out([*events, happening("old", "Y-99999")]).parts[0].labels[0].note == "Before the scale"
    twins = [happening(f"t{i}", "1953-03-05") for i in range(8)]
    assert not any(label.note for label in laid_out([*twins, happening("far", "1990")]).parts[0].labels)


def test_spans_reach_past_the_axis_with_arrows() -> None:
    """What began before the axis or goes on after it points past its end; its leader begins at the end."""
    events = [*YEAR_1953, happening("war", "1945/1989", "west"), happening("old", "1930/1953-02-01", "bloc")]
    view = laid_out(events, period("1953", "1953"))
    (part,) = view.parts
    bars = {bar.event: bar for bar in part.bars}
    assert (bars["war"].arrow_top, bars["war"].arrow_bottom) == (True, True)
    assert (bars["old"].arrow_top, bars["old"].cap_bottom) == (True, True)
    assert next(leader for leader in part.leaders if leader.event == "war").points[0][1] >= part.axis_top_mm
    assert {item.kind for item in view.key} >= {"open-end", "open-start"}


def test_an_unknown_beginning_is_a_short_bar() -> None:
    """`../1960` says when it ended; its leader begins there."""
    view = laid_out([happening("until", "../1960"), happening("a", "1900"), happening("b", "1970")])
    (part,) = view.parts
    (bar,) = part.bars
    assert bar.bottom_mm - bar.top_mm == pytest.approx(9.0, abs=0.02)
    assert (bar.arrow_top, bar.cap_top, bar.cap_bottom) == (True, False, True)
    leader = next(leader for leader in part.leaders if leader.event == "until")
    assert leader.points[0][1] == pytest.approx(bar.bottom_mm, abs=0.71)


def test_uncertain_ends_of_spans_are_dotted() -> None:
    """No cap, a whisker beyond the end."""
    (part,) = laid_out([happening("a", "1900~/1950"), happening("b", "1880/1960~", "bloc")]).parts
    bars = {bar.event: bar for bar in part.bars}
    assert (bars["a"].cap_top, bars["a"].cap_bottom) == (False, True)
    assert (bars["b"].cap_top, bars["b"].cap_bottom) == (True, False)
    assert {(w.event, w.bottom_mm == bars["a"].top_mm) for w in part.whiskers} == {("a", True), ("b", False)}


def test_an_uncertain_date_s_whiskers_reach_its_bounds() -> None:
    """A ring in the middle of the decade, dotted from its beginning to its end."""
    (part,) = laid_out([happening("a", "195X"), happening("b", "1930"), happening("c", "1980", importance=3)]).parts
    (whisker,) = part.whiskers
    scale = (part.axis_bottom_mm - part.axis_top_mm) / (part.end - part.start)
    assert whisker.bottom_mm - whisker.top_mm == pytest.approx((day_of(1960) - day_of(1950)) * scale, abs=0.02)


def test_an_event_of_several_dates_has_a_mark_for_each() -> None:
    """One label, a thin line through the marks."""
    (part,) = laid_out([happening("book", "{1605,1618}"), happening("a", "1600")]).parts
    assert [mark.event for mark in part.marks].count("book") == 2
    assert [thread.event for thread in part.threads] == ["book"]
    assert [label.event for label in part.labels] == ["a", "book"]


def test_a_turning_span_has_a_diamond_where_it_begins() -> None:
    """Only where that beginning is on the axis."""
    view = laid_out([happening("a", "1955/1960", importance=3), happening("b", "1800/1952", importance=3),
                     happening("c", "1950~", importance=3), happening("d", "1970")], period("1950/1970"))  # fmt: skip
    assert {mark.event: mark.kind for mark in view.parts[0].marks} == {
        "a": "turning", "c": "uncertain-turning", "d": "point",
    }  # fmt: skip


def test_names_of_many_lanes_are_turned_before_labels_get_too_narrow() -> None:
    """Six lanes of long names: names read upwards; with very many lanes each label names its own."""
    lanes = tuple(Lane(f"l{i}", f"Peloponnesian {i}") for i in range(6))
    events = [happening(f"e{i}", f"{1900 + i}", f"l{i % 6}") for i in range(12)]
    (part,) = laid_out(events, lanes=lanes).parts
    assert all(head.turned for head in part.lane_heads)
    assert len(part.lane_heads) == 6
    many = tuple(Lane(f"l{i}", f"Lane {i}") for i in range(16))
    (part,) = laid_out([happening(f"e{i}", f"{1900 + i}", f"l{i}") for i in range(16)], lanes=many).parts
    assert part.lane_heads == ()
    assert part.labels[3].date_words == "1903 · Lane 3"


def test_few_events_do_not_fill_a_page() -> None:
    """A timeline is at most 2.4 times as tall as its labels, and 70 mm."""
    view = laid_out([happening("a", "1953"), happening("b", "1960")])
    assert view.parts[0].axis_bottom_mm - view.parts[0].axis_top_mm <= 70


def test_heights_are_whole_lines_of_the_page() -> None:
    """15 pt a line, so that what follows stays on the grid."""
    (part,) = laid_out(YEAR_1953[:6], period("1953")).parts
    assert part.height_mm / (15 * 25.4 / 72) == pytest.approx(round(part.height_mm / (15 * 25.4 / 72)), abs=0.01)


def test_a_long_title_leaves_drawn_to_scale_to_the_key() -> None:
    """It stands beside the title where there is room for both, else after the key; a title may take two lines."""
    view = laid_out(YEAR_1953, period("1953", "the year in which very much happened in very many places"))
    assert (view.to_scale, view.key[-1].kind, view.key[-1].words) == ("", "to-scale", "Drawn to scale")
    longer = laid_out(YEAR_1953, period("1953", "the year in which very much happened in very many places " * 2))
    assert (view.title_lines, longer.title_lines) == (2, 3)
    assert laid_out(YEAR_1953).title == "Timeline"


def test_no_events_make_no_timeline() -> None:
    """The caller leaves the component out."""
    with pytest.raises(ValueError, match=r"^a timeline needs an event$"):
        laid_out([])


# Axis


def axis_words(unit: Unit, start: float, end: float, mm: float) -> list[str]:
    """The words along an axis at a scale in mm per unit, strong ones in stars."""
    scale = Scale(unit, start, end, mm / unit.days)
    labels = ticks(scale, start, end, WORDS, Style()).labels
    return [f"*{label.text}*" if label.strong else label.text for label in labels]


YEAR, DECADE, CENTURY = UNITS[3:6]


def test_years_stand_in_their_cells_and_decades_at_their_ticks() -> None:
    """Names of whole units stand in the middle, numbers of long ones where they begin."""
    scale = Scale(YEAR, day_of(1953), day_of(1955), 10 / YEAR.days)
    assert [label.y_mm for label in ticks(scale, scale.start, scale.end, WORDS, Style()).labels] == [5.0, 14.99]
    scale = Scale(DECADE, day_of(1900), day_of(1920), 10 / DECADE.days)
    assert [label.y_mm for label in ticks(scale, scale.start, scale.end, WORDS, Style()).labels] == [0, 10.0, 20.0]


def test_every_second_or_fifth_unit_has_words_where_units_are_small() -> None:
    """By the calendar's own count: 1950, 1955; 10 April, 20 April, and the first of May in bold."""
    assert axis_words(YEAR, day_of(1948), day_of(1962), 3) == ["1950", "1955", "1960"]
    assert axis_words(YEAR, day_of(1948), day_of(1953), 4) == ["1948", "1950", "1952"]
    assert axis_words(DAY, day_of(1962, 4, 8), day_of(1962, 5, 3), 2) == [
        "10 Apr",
        "15 Apr",
        "20 Apr",
        "25 Apr",
        "*1 May*",
    ]
    assert axis_words(DAY, day_of(1962, 4, 8), day_of(1962, 4, 12), 4) == ["9 Apr", "11 Apr"]
    assert axis_words(MONTH, day_of(1953), day_of(1954, 6), 3) == ["Jan", "Apr", "July", "Oct", "*1954*", "Apr"]


def test_before_our_era_years_are_counted_back_and_there_is_no_year_0() -> None:
    """The era stands over the axis; after 100 BCE comes 1 CE, in bold; five digits get a comma."""
    assert axis_words(CENTURY, day_of(-199), day_of(200), 10) == ["200", "100", "*1 CE*", "100", "200"]
    assert axis_words(UNITS[6], day_of(-11999), day_of(-9999), 10) == ["12,000", "11,000", "10,000"]
    (part, *_) = laid_out([happening("a", "-0999"), happening("b", "1000")]).parts
    assert part.axis_heads == ("BCE",)


def test_months_of_several_years_name_each_january_by_its_year() -> None:
    """The first is a month, under the year at the head of the axis."""
    words = axis_words(MONTH, day_of(1953), day_of(1954, 3), 10)
    assert words[:2] + words[11:] == ["Jan", "Feb", "Dec", "*1954*", "Feb"]


def test_a_week_is_drawn_in_days_and_a_day_in_hours() -> None:
    """Days by name, hours by the language's clock; the head says year and day."""
    week = [happening(f"e{i}", f"1962-10-{22 + i % 7}T{(i * 5) % 24:02d}:30") for i in range(20)]
    (part,) = laid_out(week).parts
    assert [label.text for label in part.axis_labels][:2] == ["22 Oct", "23 Oct"]
    (part,) = laid_out([happening("a", "1962-10-22T06:00"), happening("b", "1962-10-22T23:30")]).parts
    assert part.axis_heads == ("1962", "22 Oct")
    assert [label.text for label in part.axis_labels] == ["6 AM", "9 AM", "12 PM", "3 PM", "6 PM", "9 PM", "23 Oct"]


def test_tall_units_have_words_inside() -> None:
    """Quarter days, the 10th and 20th, quarters of a year and half decades, where a unit is 24 mm and more."""
    assert axis_words(DAY, day_of(1962, 10, 22), day_of(1962, 10, 23), 40) == [
        "22 Oct",
        "6 AM",
        "12 PM",
        "6 PM",
        "23 Oct",
    ]
    assert axis_words(MONTH, day_of(1962, 3), day_of(1962, 4), 60) == ["Mar", "10", "20", "Apr"]
    assert axis_words(YEAR, day_of(1962), day_of(1963), 24) == ["1962", "Apr", "July", "Oct", "1963"]
    assert axis_words(DECADE, day_of(1960), day_of(1970), 24) == ["1960", "1965", "1970"]
    assert axis_words(CENTURY, day_of(-299), day_of(-199), 24) == ["300", "250", "200"]


def test_words_that_would_touch_are_left_out() -> None:
    """The year 2 right after 1 CE."""
    assert axis_words(YEAR, day_of(-1), day_of(2), 3.3) == ["2", "*1 CE*"]


def test_a_scale_fills_the_height_where_no_round_one_fits() -> None:
    """Labels that need more than the largest step stretch the axis."""
    scale = fit_scale(day_of(1953), day_of(1956), 150, 200)
    assert (scale.unit, round(scale.height_mm)) == (MONTH, 180)
    scale = fit_scale(day_of(1953), day_of(1953, 1, 2), 199, 200)
    assert (scale.unit, round(scale.height_mm, 6)) == (HOUR, 199)


def test_words_of_other_languages_and_eras() -> None:
    """Months and clocks from CLDR; the era from the labels."""
    french = timeline_words(LABELS, "fr")
    assert french.months[1] == "févr."
    assert french.day(3, 1) == "1 mars"
    assert french.hours[6] == "06:00"
    assert french.hours[18] == "18:00"
    assert timeline_words(LABELS, "de").day(3, 1) == "1. März"
    assert timeline_words(LABELS, "en-US").day(3, 1) == "Mar 1"
    assert timeline_words(LABELS, "en", "ad").dated_year(-43) == "44 BC"
    assert WORDS.dated_year(220, both_eras=True) == "220 CE"
    with pytest.raises(KeyError):
        timeline_words({}, "en")


# Words beside the axis


def test_lines_are_broken_by_measure_and_tags_survive() -> None:
    """The printed lines are those that were measured; a longer word stands alone."""
    assert wrap("one two three", 7, len) == ["one two", "three"]
    assert wrap("incomprehensible a", 5, len) == ["incomprehensible", "a"]
    markup = Markup('He read <em>The Gulag\u00a0A &amp; B</em> at <a href="#x">home</a>')
    assert plain(markup) == "He read The Gulag\u00a0A & B at home"
    lines = wrap(plain(markup), 14, len)
    assert lines == ["He read The", "Gulag\u00a0A & B at", "home"]
    assert broken(markup, lines) == ('He read <em>The <br>Gulag\u00a0A &amp; B</em> at <a href="#x"><br>home</a>')


def test_long_dates_stand_over_their_label() -> None:
    """The column takes dates of 24 mm, or what labels leave of it; if most are longer, all stand over."""
    events = [happening("a", "1953"), happening("b", "1953-05-26/1953-08-04")]
    made = blocks(events, ["1953", "from the 26th of May to the 4th of August"], 100, False, Style(), measured)
    assert [block.date_above for block in made.blocks] == [False, True]
    assert made.indent_mm == 12.0
    made = blocks(events, ["a very long date in very many words indeed"] * 2, 100, False, Style(), measured)
    assert made.indent_mm == 0.0
    assert made.blocks[0].height_mm == pytest.approx(2 * 12 * 25.4 / 72)


def test_a_turning_point_is_measured_in_its_own_weight() -> None:
    """Its label is set bolder than others, which makes it wider."""
    faces: dict[int, set[str]] = {1: set(), 2: set(), 3: set()}
    for importance, used in faces.items():

        def spy(text: str, face: str, size_pt: float, used: set[str] = used) -> float:
            used.add(face)
            return measured(text, face, size_pt)

        blocks([happening("a", "1953", importance=importance)], ["1953"], 100, False, Style(), spy)
    assert faces == {1: {"sans", "sans-semibold"}, 2: {"sans", "sans-semibold"}, 3: {"sans", "sans-bold"}}


# Numbered marks


def crowd(count: int) -> list[TimelineEvent]:
    """Events in two lanes, most of them in one summer, with spans."""
    made = [happening(f"e{i}", f"1956-{6 + i % 3:02d}-{1 + i % 28:02d}", ("ussr", "west")[i % 2]) for i in range(count)]
    spans = [happening(f"s{i}", f"195{i % 6 + 2}/1960", "ussr") for i in range(30)]
    return [*made, *spans, happening("x", "1964-05-05", importance=3), happening("y", "1960/1962", importance=3)]


def test_neighbours_too_close_to_draw_share_a_mark() -> None:
    """It reaches from the first date to the last, and says first to last."""
    view = laid_out(crowd(150), period("1953/1964"))
    (part,) = view.parts
    shared = [mark for mark in part.marks if mark.kind == "group"]
    assert view.form == "numbered"
    assert shared
    assert all(mark.length_mm >= 0 for mark in shared)
    assert any("–" in number.text for number in part.numbers)
    assert view.key[-1].kind == "group"
    assert len(view.entries) == 182
    assert view.entries[0].lane == "Soviet Union"


def test_numbered_events_off_the_scale_are_counted_in_a_row() -> None:
    """The list tells them; the row says which they are."""
    far = [happening("o1", "1800"), happening("o2", "1801"), happening("n", "2020")]
    view = laid_out([*crowd(150), *far], period("1953/1964", "a title " * 12))
    (part,) = view.parts
    assert [label.date_words for label in part.labels] == ["Before the scale: 1–2", "After the scale: 185"]
    assert part.labels[0].y_mm < part.axis_top_mm
    assert part.labels[1].y_mm > part.axis_bottom_mm


def test_numbered_lanes_that_are_too_many_become_one() -> None:
    """Under 18 mm a lane has no room for numbers."""
    lanes = tuple(Lane(f"l{i}", f"Lane {i}") for i in range(12))
    events = [happening(f"e{i}", f"{1950 + i % 12}-05", f"l{i % 12}") for i in range(120)]
    (part,) = laid_out(events, lanes=lanes).parts
    assert part.lane_heads == ()
    assert len(part.lane_lines) == 1


# The template


@pytest.fixture
def printed(tmp_path: Path) -> Callable[[TimelineView], str]:
    """The component's HTML, by the templates that ship with the program."""
    template = environment(read_templates(tmp_path)).get_template("components/timeline.html")
    return lambda view: template.render(timeline=view, labels=LABELS)


def test_the_list_of_events_is_text_in_order_and_the_drawing_has_words(
    year: TimelineView, printed: Callable[[TimelineView], str]
) -> None:
    """An ordered list of all labels; every drawing has a title; no word stands in the template."""
    html = printed(year)
    assert html.count("<li") == 15
    assert html.index('id="event-plot"') < html.index('id="event-shot"')
    assert html.count("<svg") == html.count("<title>") == 2
    assert "From Jan 1953 to Dec 1953" in html


def test_every_form_prints(printed: Callable[[TimelineView], str]) -> None:
    """Numbers, lists, continued parts, turned names, several dates: each has its place in the template."""
    numbered = printed(laid_out([*crowd(150), happening("b", "{1957,1959}", "west")], period("1953/1964")))
    assert 'id="event-x"' in numbered
    assert numbered.count("<li") == 183
    brief = printed(laid_out([happening(f"e{i}", f"{1900 + i}", text=LONG) for i in range(19)]))
    assert brief.count("<li") == 38
    assert "Timeline, continued" in printed(laid_out(LONG_YEARS))
    lanes = tuple(Lane(f"l{i}", f"Peloponnesian {i}") for i in range(6))
    turned = laid_out([happening(f"e{i}", f"{1900 + i}~/1950", f"l{i}", 3) for i in range(6)], lanes=lanes)
    assert printed(turned).count("is-turned") == 6
