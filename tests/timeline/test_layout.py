"""However many events and limits there are, everything in the picture can be read, and stands where its time is."""

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from services.case_service.timeline import Flag, Lane, Mark, Story, laid_out
from services.case_service.timeline.layout import Picture, beads
from services.case_service.timeline.measures import AXIS_TEXT, FLAG_ROW, MOST_IN_CHAIN, RADIUS, STEP, TEXT, text_width
from services.case_service.timeline.scale import months, weeks
from services.compliance.verdicts import Verdict

START = datetime(2026, 1, 7, 8, tzinfo=UTC)
MOMENTS = st.integers(min_value=0, max_value=3 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
SOON = st.integers(min_value=0, max_value=3 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


def marks(at):
    def mark(drawn):
        number, (moment, lane, late) = drawn
        return Mark(sign=str(number), lane=lane, at=moment, name=f"{number}", url=f"#{number}", late=late)

    return st.lists(st.tuples(at, st.sampled_from(Lane), st.booleans()), min_size=1, max_size=300).map(
        lambda found: tuple(mark(one) for one in enumerate(found, start=1))
    )


def flags(at):
    return st.lists(
        st.builds(
            Flag,
            lane=st.sampled_from(Lane),
            due=at,
            verdict=st.sampled_from([Verdict.MET, Verdict.LATE, Verdict.OVERDUE, Verdict.OPEN]),
            label=st.sampled_from(["", "Plan vedtatt", "Melding om mottatt bekymring sendt til foreldrene", "MMMM WWWW"]),
            name=st.just("Frist"),
            url=st.just("#f"),
        ),
        max_size=40,
    ).map(tuple)


def stories(at):
    return st.builds(Story, moment=at, marks=marks(at), flags=flags(at))


@settings(max_examples=60, deadline=None)
@given(stories(MOMENTS) | stories(SOON))
def test_nothing_in_the_picture_covers_anything_else(story):
    picture = laid_out(story)
    for lane in picture.lanes:
        boxes = [mark.box for mark in lane.marks] + [flag.box for flag in lane.flags]
        assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]
    for above, below in combinations(picture.lanes, 2):
        assert above.top + above.height <= below.top


@settings(max_examples=60, deadline=None)
@given(stories(MOMENTS) | stories(SOON))
def test_everything_lies_inside_its_lane_and_inside_the_plot(story):
    picture = laid_out(story)
    for lane in picture.lanes:
        for box in [mark.box for mark in lane.marks] + [flag.box for flag in lane.flags]:
            assert lane.top <= box.top
            assert box.bottom <= lane.top + lane.height
            assert box.left >= 0
            assert box.right <= picture.scale.width + 6
    assert picture.height >= max(lane.top + lane.height for lane in picture.lanes)


@settings(max_examples=60, deadline=None)
@given(stories(MOMENTS) | stories(SOON))
def test_every_event_and_every_limit_in_the_stretch_is_in_the_picture_once(story):
    picture = laid_out(story)
    assert sorted(mark.mark.sign for lane in picture.lanes for mark in lane.marks) == sorted(one.sign for one in story.marks)
    shown = [flag.flag for lane in picture.lanes for flag in lane.flags]
    labelled = [one for one in story.flags if one.label]
    assert sorted(str(one) for one in shown if one.label) == sorted(str(one) for one in labelled)
    quiet = [one for one in story.flags if not one.label]
    assert sum(one.name.count("Frist") for one in shown if not one.label) == len(quiet)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(min_value=16, max_value=2000), min_size=1, max_size=300).map(sorted))
def test_a_mark_stands_at_its_time_or_a_few_places_to_the_right_of_it(times):
    places = beads(times)
    assert all(0 <= x - time_x <= MOST_IN_CHAIN * STEP for time_x, (x, _) in zip(times, places, strict=True))


def test_a_lonely_mark_stands_exactly_at_its_time():
    assert beads([100.0, 300.0, 500.0]) == [(100.0, 0), (300.0, 0), (500.0, 0)]


def test_many_events_in_one_minute_grow_as_a_block_and_not_as_a_tower():
    places = beads([100.0] * 12)
    assert max(row for _, row in places) == 3


@settings(max_examples=60, deadline=None)
@given(stories(MOMENTS) | stories(SOON))
def test_no_words_on_the_axis_meet_and_none_are_smaller_than_twelve_points(story):
    picture = laid_out(story)
    wide = text_width("sep. 2026", TEXT) + 10
    named = [tick.x for tick in months(picture.scale, wide) if tick.labelled]
    assert all(second - first >= wide for first, second in pairwise(named))
    days = [tick.x for tick in weeks(picture.scale) if tick.labelled]
    assert all(second - first >= text_width("30.12.", AXIS_TEXT) for first, second in pairwise(days))
    assert min(TEXT, AXIS_TEXT) >= 12


@settings(max_examples=60, deadline=None)
@given(MOMENTS, MOMENTS, stories(MOMENTS))
def test_equal_times_are_equally_wide(first, second, story):
    scale = laid_out(story).scale
    if scale.holds(first) and scale.holds(second) and first < second:
        middle = first + (second - first) / 2
        assert abs((scale.x(first) + scale.x(second)) / 2 - scale.x(middle)) <= 0.2


def test_the_picture_of_nothing_has_no_lanes_and_does_not_fail():
    picture = laid_out(Story(moment=START, marks=(), flags=()))
    assert isinstance(picture, Picture)
    assert picture.lanes == ()


def test_an_old_case_ends_after_its_last_event_and_not_today():
    mark = Mark(sign="1", lane=Lane.REPORT, at=START, name="1", url="#1")
    picture = laid_out(Story(moment=START + timedelta(days=900), marks=(mark,), flags=()))
    assert not picture.scale.holds(START + timedelta(days=900))
    assert picture.scale.end - picture.scale.start <= timedelta(days=22)
    assert picture.lanes[0].marks[0].box.bottom - picture.lanes[0].marks[0].box.top == 2 * RADIUS < FLAG_ROW + 1
