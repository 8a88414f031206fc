"""What the picture tells of a case at a moment: no later knowledge, limits judged then, and what was written down late."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

import pytest
from builders import bare, person
from msgspec.structs import replace

from events.base import Stream
from events.concern import CaseOpened, ConcernReceived, PrincipalAcknowledged, PupilInformedOfReceipt, ReportedToPrincipal
from events.envelope import Actor, Envelope, Recorded
from events.lists.people import Role
from events.plan import PlanAdopted
from events.stored import topic_of
from services.case_service.timeline import Addresses, Lane, drawn, laid_out, story_of
from services.case_service.timeline.story import written_late
from services.compliance.calendar import Calendar
from services.compliance.frame import history
from services.compliance.loading import load_rulebooks
from services.compliance.obligations import obligations
from services.compliance.verdicts import Verdict, verdicts
from texts import Language

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
CASE = UUID("11111111-1111-4111-8111-111111111111")
RULES = load_rulebooks(["law-12", "oyer"])
ADDRESSES = Addresses(event=lambda one: f"#h{one.version}", obligation=lambda id_: f"/p#{id_}")


def happened(*facts):
    """Events of one case: (event, days after Monday, days until it was written down)."""
    return tuple(
        Recorded(
            stream_id=CASE,
            version=version,
            topic=topic_of(fact),
            event=fact,
            envelope=Envelope(
                event_id=uuid5(CASE, str(version)),
                tenant="demo",
                stream=Stream.CASE,
                actor=Actor(ref=person("principal"), role=Role.PRINCIPAL),
                occurred_at=MONDAY + timedelta(days=days, minutes=version),
                known_at=MONDAY + timedelta(days=days, minutes=version),
                recorded_at=MONDAY + timedelta(days=days + later, minutes=version + 1),
                correlation_id=CASE,
                case_id=CASE,
                school="999888777",
            ),
        )
        for version, (fact, days, later) in enumerate(facts, start=1)
    )


def told(recorded, moment, language=Language.BOKMAL):
    judged = verdicts(obligations(history(recorded), RULES, Calendar()), at=moment, as_of=moment).to_dicts()
    return story_of(recorded, judged, moment=moment, rules=RULES, addresses=ADDRESSES, language=language)


@pytest.fixture
def case():
    return happened(
        (bare(ConcernReceived), 0, 0),
        (bare(PrincipalAcknowledged), 0, 0),
        (bare(CaseOpened), 1, 0),
        (bare(PupilInformedOfReceipt), 3, 9),
        (bare(PlanAdopted), 20, 0),
    )


def test_each_event_is_a_mark_with_its_number_in_the_lane_of_its_work(case):
    story = told(case, MONDAY + timedelta(days=30))
    assert [(mark.sign, mark.lane) for mark in story.marks] == [
        ("1", Lane.REPORT),
        ("2", Lane.REPORT),
        ("3", Lane.REPORT),
        ("4", Lane.REPORT),
        ("5", Lane.PLAN),
    ]
    assert story.marks[4].name == "5: Plan vedtatt, 22.3.2026 kl. 10.05"
    assert story.marks[4].url == "#h5"


def test_what_happens_after_the_shown_moment_is_not_in_the_picture(case):
    story = told(case, MONDAY + timedelta(days=2))
    assert [mark.sign for mark in story.marks] == ["1", "2", "3"]


def test_a_limit_is_judged_at_the_shown_moment_and_not_today():
    case = happened((bare(ConcernReceived), 0, 0), (bare(ReportedToPrincipal), 0, 0), (bare(PupilInformedOfReceipt), 3, 0))

    rule = RULES.by_id["oyer.pupil-told-same-day"].rule.text.nb

    def told_the_pupil(moment):
        return {flag.verdict for flag in told(case, moment).flags if rule in flag.name}

    assert told_the_pupil(MONDAY + timedelta(hours=3)) == {Verdict.OPEN}
    assert told_the_pupil(MONDAY + timedelta(days=2)) == {Verdict.OVERDUE}
    assert told_the_pupil(MONDAY + timedelta(days=4)) == {Verdict.LATE}


def test_what_was_written_down_afterwards_looks_and_sounds_different(case):
    assert [written_late(one) for one in case] == [False, False, False, True, False]
    mark = told(case, MONDAY + timedelta(days=30)).marks[3]
    assert mark.late
    assert mark.name.endswith("Skrevet ned 14.3.2026")


def test_what_was_kept_needs_no_words_and_what_was_missed_has_them(case):
    flags = told(case, MONDAY + timedelta(days=30)).flags
    assert all(flag.label == "" for flag in flags if flag.verdict is Verdict.MET)
    assert all(flag.label for flag in flags if flag.verdict is not Verdict.MET)
    assert all(flag.name for flag in flags)


@pytest.mark.parametrize("language", Language)
def test_the_drawing_is_well_formed_has_no_style_and_names_every_link(case, language):
    markup = drawn(laid_out(told(case, MONDAY + timedelta(days=30), language)), language, title='Tidslinje <"&>')
    root = ET.fromstring(str(markup))  # noqa: S314 - as above
    everything = list(root.iter())
    assert not [one for one in everything if "style" in one.attrib or one.tag.endswith("style")]
    links = [one for one in everything if one.tag.endswith("}a")]
    assert len(links) >= 5
    assert all(one.attrib["aria-label"] and one.attrib["href"] for one in links)
    assert not [one for one in everything if one.attrib.get("role") == "img"]
    assert min(float(one.attrib["font-size"]) for one in everything if "font-size" in one.attrib) >= 12


def test_a_name_cannot_break_out_of_the_drawing(case):
    story = told(case, MONDAY + timedelta(days=30))
    wicked = replace(story, marks=(replace(story.marks[0], name='"><script>alert(1)</script>', url='javascript:"'),))
    markup = drawn(laid_out(wicked), title="x")
    assert "<script" not in markup
    assert 'href="javascript:&quot;"' in markup
