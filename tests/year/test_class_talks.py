"""Talks are recorded class by class, twice a year; with the last class the round is done, and no pupil is named."""

from __future__ import annotations

from uuid import uuid4

import pytest
from schools_year import FRONT, WHEEL, follows, opened, year_of
from town import CANARY, SINCE, A, Town, Visitor, person
from werkzeug.test import TestResponse

from events.base import Stream
from events.lists.year import Term, WheelTask
from events.pupil import PupilEnrolled, PupilRegistered

TALKS = f"{FRONT}/samtaler"
AUTUMN = "pupil_talks.autumn"


@pytest.fixture
def classes(town: Town) -> Town:
    """Two classes in fourth grade, where the town's own pupils go to none."""
    follows(town, "baerum")
    for name in ("4A", "4B"):
        stream = uuid4()
        enrolled = PupilEnrolled(orgnr=A, grade=4, from_date=SINCE, class_name=name)
        town.happens(Stream.PUPIL, stream, PupilRegistered(name=f"Elev {CANARY}", born_on="2017-05-04"), enrolled)
    opened(town.comes("rektor"))
    return town


def holds(visitor: Visitor, *names: str, round_: str = AUTUMN, key: str = "") -> TestResponse:
    form = {"round": round_, "classes": [f"4:{name}" for name in names], "occurred_on": "2026-10-20"}
    form |= {"idempotency_key": key or str(uuid4())}
    return visitor.post(TALKS, form)  # type: ignore[arg-type]


def missed(town: Town, rule: str) -> set[str]:
    rows = town.server.desk.read_model.obligations(streams=[WHEEL], undone_only=False)
    return {one.verdict for one in rows if one.rule_id == rule}


def test_a_form_teacher_records_her_class_and_the_page_says_which_are_missing(classes: Town):
    teacher = classes.comes("laerer")
    assert holds(teacher, "4A").status_code == 303

    page = teacher.get(TALKS).text
    assert "1 av 3" in page
    assert "Mangler: 4. trinn, 4B" in page
    assert CANARY not in page


def test_the_rounds_duty_is_kept_when_all_classes_have_had_it_and_not_before(classes: Town):
    teacher = classes.comes("laerer")
    holds(teacher, "4A")
    assert missed(classes, "baerum.pupil-talks-autumn") == {"overdue"}

    assert holds(teacher, "4B", "").status_code == 303
    assert missed(classes, "baerum.pupil-talks-autumn") == {"met"}
    task = next(one for one in year_of(classes).tasks if (one.kind, one.term) == (WheelTask.PUPIL_TALKS, Term.AUTUMN))
    assert task.done is not None
    assert task.done.by == person("laerer")
    assert missed(classes, "baerum.pupil-talks-spring") == {"open"}


def test_a_double_click_records_a_class_once(classes: Town):
    teacher, key = classes.comes("laerer"), str(uuid4())
    assert [holds(teacher, "4A", "4B", "", key=key).status_code for _ in range(2)] == [303, 303]
    assert len(year_of(classes).talks) == 3


def test_a_class_is_recorded_once_in_a_round(classes: Town):
    teacher = classes.comes("laerer")
    holds(teacher, "4A")
    again = holds(teacher, "4A")
    assert again.status_code == 422
    assert 'href="#classes"' in again.text
    assert holds(teacher, "4A", round_="pupil_talks.spring").status_code == 303


@pytest.mark.parametrize(
    ("round_", "names", "field"), [("", ("4A",), "round"), (AUTUMN, (), "classes"), (AUTUMN, ("9Z",), "classes")]
)
def test_a_form_that_says_too_little_is_refused_by_its_field(classes: Town, round_: str, names: tuple[str, ...], field: str):
    answer = holds(classes.comes("laerer"), *names, round_=round_)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert year_of(classes).talks == ()


def test_only_those_who_work_at_the_school_record_talks(classes: Town):
    assert holds(classes.comes("skoleeier"), "4A").status_code == 403
    assert holds(classes.comes("rektor-b"), "4A").status_code == 404
    assert "Før samtaler" not in classes.comes("skoleeier").get(TALKS).text
