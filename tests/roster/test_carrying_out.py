"""An import of a whole municipality goes quickly, person by person whole; stopped midway, the next one does the rest."""

from __future__ import annotations

import time
from uuid import UUID

import pytest
from bundles import Bundle, small
from imported import imports, planned, ref
from town import Town, person

from events.base import Stream
from events.envelope import Actor
from events.lists.people import Role
from events.pupil import PupilIdentityCorrected, PupilRegistered
from services.case_service.domain import STREAMS, fold
from services.case_service.domain.pupil.state import Registered
from services.case_service.roster import carrying_out
from services.case_service.roster.carrying_out import carry_out
from services.case_service.roster.steps import Change
from texts import Language

OWNER = Actor(ref=person("skoleeier"), role=Role.SCHOOL_OWNER)
SECONDS = 30
"""For planning or carrying out; it takes one or two on an idle machine."""


def municipality() -> Bundle:
    """1,200 pupils with two guardians each, and 150 teachers, at two schools."""
    made = Bundle().schools()
    places = ("skole-a", "skole-b")
    for number in range(150):
        made.works(f"t{number}", places[number % 2])
    for number in range(1200):
        made.attends(f"p{number}", places[number % 2], grade=str(number % 10 + 1), agents=f"m{number},f{number}")
        made.guardian(f"m{number}").guardian(f"f{number}", role="parent")
    return made


class StoppedError(Exception):
    """The machine went down."""


def test_a_whole_municipality_is_imported_in_seconds_and_a_second_time_nothing_is_left(town: Town):
    content = municipality()
    begun = time.monotonic()
    plan = planned(town, content)
    planned_after = time.monotonic() - begun
    outcome = carry_out(plan, town.server.desk, OWNER)
    done_after = time.monotonic() - begun - planned_after

    assert plan.counts[Change.PUPIL_ADDED] == 1200
    assert plan.counts[Change.GUARDIAN_ADDED] == 2400
    assert (outcome.people, outcome.events, outcome.left_out) == (1350, 5100, ())
    assert max(planned_after, done_after) < SECONDS
    assert planned(town, content).steps == ()


def test_stopped_midway_nobody_is_half_written_and_the_next_import_does_the_rest(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(carrying_out, "AT_A_TIME", 2)
    desk, plan = town.server.desk, planned(town, small())

    def stop(done: int, _of: int) -> None:
        if done >= 4:
            raise StoppedError

    with pytest.raises(StoppedError):
        carry_out(plan, desk, OWNER, progress=stop)

    done = [step for step in plan.steps if desk.store.version(step.stream_id)]
    assert len(done) == 4
    for step in done:
        assert desk.store.version(step.stream_id) == len(step.orders)
    left = planned(town, small())
    assert {step.stream_id for step in left.steps} == {step.stream_id for step in plan.steps} - {step.stream_id for step in done}
    imports(town, small())
    assert planned(town, small()).steps == ()


def test_whoever_changed_since_the_plan_was_made_is_left_out_and_told_and_the_others_are_done(town: Town):
    imports(town, small())
    plan = planned(town, small().change("users", "p1", grades="5").change("users", "p3", grades="2"))
    town.happens(Stream.PUPIL, ref(town, "p1"), PupilIdentityCorrected(name="Rettet Navn"))

    outcome = carry_out(plan, town.server.desk, OWNER)

    assert [(one.name, one.code) for one in outcome.left_out] == [("Niillas Sæterdal", "moved")]
    assert outcome.left_out[0].sentence(Language.BOKMAL) == "Noen andre endret noe her samtidig."
    row = town.server.desk.read_model.pupil(ref(town, "p3"))
    assert row is not None
    assert row.grade == 2


def test_two_who_import_the_same_at_once_register_everybody_once(town: Town):
    first, second = planned(town, small()), planned(town, small())

    carry_out(first, town.server.desk, OWNER)
    outcome = carry_out(second, town.server.desk, OWNER)

    assert {one.code for one in outcome.left_out} == {"moved"}
    assert outcome.events == 0
    assert len([one for one in town.events(ref(town, "p1")) if isinstance(one.event, PupilRegistered)]) == 1


def test_everything_is_said_through_the_commands_so_a_refusal_leaves_the_person_out(town: Town):
    # The same pupil registered a second time: no plan says so, so this one is put together by hand.
    plan = planned(town, small())
    (step,) = [one for one in plan.steps if one.stream_id == ref(town, "p2")]
    twice = [*plan.steps, type(step)(stream=step.stream, stream_id=step.stream_id, version=2, orders=step.orders, told=step.told)]
    changed = type(plan)(on=plan.on, steps=tuple(twice), notes=(), large_ends=(), unchanged={})

    outcome = carry_out(changed, town.server.desk, OWNER)

    assert [(one.name, one.code) for one in outcome.left_out] == [("Ylva Ødegard", "PUP-001")]
    assert isinstance(state_of(town, ref(town, "p2")), Registered)


def state_of(town: Town, pupil: UUID) -> object:
    return fold(STREAMS[Stream.PUPIL], (one.event for one in town.events(pupil)))
