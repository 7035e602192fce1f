"""What holds for every timeline, however many events it has and wherever they lie."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.components.timeline import TimelineView
from builder.timeline.style import Style
from builder.timeline.values import Part, TimelineEvent
from tests.test_layout import least_displacement
from tests.timeline_events import PAGE_MM, WIDTH_MM, happening, laid_out

LANE = st.sampled_from(["ussr", "bloc", "west", None])
TEXT = st.sampled_from(["", "", "One line in grey.", "A longer text of several lines " * 6])
LABEL = st.sampled_from(["Something", "A rather long label that needs a second line of its own " * 2])
STYLE = Style()
SLACK = 0.021  # two roundings to 0.01 mm
NEVER = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def year_text(year: int) -> str:
    return f"Y{year}" if year < -9999 else f"{'-' if year < 0 else ''}{abs(year):04d}"


@st.composite
def points(draw: st.DrawFn, dates: st.SearchStrategy[str], least: int, most: int) -> list[TimelineEvent]:
    count = draw(st.integers(least, most))
    return [
        happening(f"e{i}", draw(dates), draw(LANE), draw(st.integers(1, 3)), draw(TEXT), draw(LABEL))
        for i in range(count)
    ]


@st.composite
def years(draw: st.DrawFn, first: int, last: int) -> str:
    """A year, an uncertain one, a stretch of years, open or not."""
    one, other = sorted((draw(st.integers(first, last)), draw(st.integers(first, last))))
    form = draw(st.sampled_from(["{0}", "{0}", "{0}~", "{0}/{1}", "{0}~/{1}", "{0}/..", "../{0}"]))
    if one == other and "/" in form and ".." not in form:
        form = "{0}"
    return form.format(year_text(one), year_text(other))


CLOCK = st.builds("1962-10-{:02d}T{:02d}:{:02d}".format, st.integers(22, 28), st.integers(0, 23), st.integers(0, 59))
DAY = st.builds("{:04d}-{:02d}-{:02d}".format, st.integers(1953, 1964), st.integers(1, 12), st.integers(1, 28))
WEEK = points(CLOCK, 20, 20)
DECADE = points(DAY, 1, 45)
TWO_THOUSAND_YEARS = points(years(1, 2000), 1, 30)
STONE_AGE = points(years(-12000, 1500), 1, 30)
EVERY_KIND = st.one_of(WEEK, DECADE, TWO_THOUSAND_YEARS, STONE_AGE)


def axis_y(part: Part, view: TimelineView, instant: float) -> float:
    scale = (part.axis_bottom_mm - part.axis_top_mm) / (part.end - part.start)
    return part.axis_top_mm + (instant - part.start) * scale


def check_inside(part: Part) -> None:
    """Every box and every line lies on the part, and the part on the page."""
    assert part.height_mm <= PAGE_MM + SLACK
    for label in part.labels:
        assert label.x_mm >= 0
        assert label.x_mm + label.width_mm <= WIDTH_MM + SLACK
        assert label.y_mm >= 0
        assert label.y_mm + label.height_mm <= part.height_mm + SLACK
    for mark in part.marks:
        assert part.axis_x_mm <= mark.x_mm <= part.right_mm
        assert part.axis_top_mm - SLACK <= mark.y_mm <= part.axis_bottom_mm + SLACK
    for bar in part.bars:
        assert part.axis_x_mm <= bar.x_mm <= part.right_mm
        assert part.axis_top_mm - STYLE.overrun_mm - SLACK <= bar.top_mm < bar.bottom_mm
        assert bar.bottom_mm <= part.axis_bottom_mm + STYLE.overrun_mm + SLACK
    assert all(0 <= y <= part.axis_bottom_mm - part.axis_top_mm + SLACK for y in (*part.ticks, *part.small_ticks))


def check_labels(part: Part) -> None:
    """Labels don't overlap each other, and stand right of everything that is drawn."""
    for one, other in pairwise(part.labels):
        assert one.y_mm + one.height_mm <= other.y_mm + SLACK
    for label in part.labels:
        assert label.x_mm > part.right_mm
    for leader in part.leaders:
        assert leader.points[-1][0] < min(label.x_mm for label in part.labels if label.event == leader.event)


def check_leaders(part: Part) -> None:
    """Every label on the axis has one leader, which ends at its first line, and no two cross."""
    on_axis = [label for label in part.labels if not label.note]
    assert [leader.event for leader in part.leaders] == [label.event for label in on_axis]
    for leader, label in zip(part.leaders, on_axis, strict=True):
        assert leader.points[-1][1] == pytest.approx(label.y_mm + STYLE.anchor_mm, abs=SLACK)
    for one, other in pairwise(part.leaders):
        assert all(a[0] == b[0] for a, b in zip(one.points[1:], other.points[1:], strict=True))
        assert all(a[1] <= b[1] + SLACK for a, b in zip(one.points, other.points, strict=True))


def check_dates(view: TimelineView, events: dict[str, TimelineEvent]) -> None:
    """A mark's place is its date's, a bar's ends are its dates' unless it goes on."""
    for part in view.parts:
        for mark in part.marks:
            event = events[mark.event]
            instants = (event.instant, *event.others)
            assert min(abs(axis_y(part, view, instant) - mark.y_mm) for instant in instants) <= SLACK
        for bar in part.bars:
            event = events[bar.event]
            if bar.cap_top:
                assert bar.top_mm == pytest.approx(axis_y(part, view, event.start), abs=SLACK)
            if bar.cap_bottom and bar.bottom_mm - bar.top_mm > STYLE.shortest_bar_mm + SLACK:
                assert bar.bottom_mm == pytest.approx(axis_y(part, view, event.end), abs=SLACK)
            assert not (bar.arrow_bottom and bar.cap_bottom)
            assert not (bar.arrow_top and bar.cap_top)


def check_order(view: TimelineView, events: dict[str, TimelineEvent]) -> None:
    """Labels are in the order of their dates from part to part, and no event is lost or told twice."""
    told = [label.event for part in view.parts for label in part.labels]
    if view.form == "numbered":
        told = [entry.event for entry in view.entries]
    assert sorted(told) == sorted(events)
    starts = [view.parts[0].start, view.parts[-1].end]
    instants = [min(max(events[name].instant, starts[0]), starts[1]) for name in told]
    assert instants == sorted(instants)


def check_axis(view: TimelineView) -> None:
    """At most two parts, one scale, and the second goes on where the first ends."""
    assert 1 <= len(view.parts) <= 2
    scales = {
        round((part.axis_bottom_mm - part.axis_top_mm) / (part.end - part.start), 9) * 1000 for part in view.parts
    }
    assert max(scales) - min(scales) <= 0.02 * 1000 / min(part.end - part.start for part in view.parts)
    for one, other in pairwise(view.parts):
        assert one.end == other.start
        assert other.new_page


@given(EVERY_KIND, st.sampled_from([PAGE_MM, 150.0, 90.0, 20.0]))
@NEVER
def test_a_timeline_never_lies(events: list[TimelineEvent], room_mm: float) -> None:
    """Random and dense sets: no overlap, nothing outside, order kept, each mark at its date, one unbroken axis."""
    view = laid_out(events, room_mm=room_mm)
    by_name = {event.id: event for event in events}
    check_axis(view)
    check_order(view, by_name)
    check_dates(view, by_name)
    for part in view.parts:
        check_inside(part)
        if view.form != "numbered":
            check_labels(part)
            check_leaders(part)


@given(points(DAY, 300, 300))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_three_hundred_events_get_numbers_that_do_not_overlap(events: list[TimelineEvent]) -> None:
    """Numbers stand beside their marks in the order of the list; the list tells every event."""
    view = laid_out(events)
    (part,) = view.parts
    assert view.form == "numbered"
    assert [entry.number for entry in view.entries] == list(range(1, 301))
    check_order(view, {event.id: event for event in events})
    check_dates(view, {event.id: event for event in events})
    check_inside(part)
    boxes = [(n.x_mm, n.x_mm + len(n.text) * 8.5 * 0.5 * 25.4 / 72, n.y_mm) for n in part.numbers]
    for one, other in combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or abs(one[2] - other[2]) >= 3.3
    assert all(right <= WIDTH_MM for _, right, _ in boxes)


@given(st.one_of(points(DAY, 1, 12), points(years(-12000, 1500), 1, 12)))
@NEVER
def test_labels_are_as_near_to_their_dates_as_can_be(events: list[TimelineEvent]) -> None:
    """The sum of the ways from labels to dates is at most 1.05 times the optimum of the linear program."""
    view = laid_out(events, page_mm=600.0, room_mm=600.0)
    (part,) = view.parts
    by_name = {event.id: event for event in events}
    labels = [label for label in part.labels if not label.note]
    instants = [min(max(by_name[label.event].instant, part.start), part.end) for label in labels]
    wishes = [axis_y(part, view, instant) for instant in instants]
    places = [label.y_mm + STYLE.anchor_mm for label in labels]
    distances = [label.height_mm + STYLE.gap_mm for label in labels]
    earlier = [label.y_mm + label.height_mm for label in part.labels if label.note and label.y_mm < part.axis_top_mm]
    top = max(earlier) + 2.0 if earlier else view.key_top_mm + view.key_height_mm + 1.0
    bottom = max(part.axis_bottom_mm + 2.6, top + sum(distances) - STYLE.gap_mm)
    best = least_displacement(
        wishes, distances, top + STYLE.anchor_mm - SLACK, bottom + STYLE.anchor_mm - labels[-1].height_mm + SLACK
    )
    total = sum(abs(place - wish) for place, wish in zip(places, wishes, strict=True))
    assert total <= 1.05 * best + SLACK * len(labels)


@given(points(DAY, 2, 5))
@NEVER
def test_marks_of_a_lane_do_not_touch(events: list[TimelineEvent]) -> None:
    """Neighbours move sideways, never along time."""
    for part in laid_out(events).parts:
        for one, other in combinations(part.marks, 2):
            assert abs(one.x_mm - other.x_mm) >= 2.3 or abs(one.y_mm - other.y_mm) >= 2.3 - SLACK
