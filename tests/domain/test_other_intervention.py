"""Physical interventions (opplæringslova §§ 13-3 to 13-5): whatever happened is written down."""

import pytest
from builders import example, person
from given_when_then import given as given_in

from events import Stream
from events.intervention import (
    DebriefHeld,
    InterventionReportedToGuardians,
    InterventionReportedToMunicipality,
    InterventionReportedToPrincipal,
    PhysicalInterventionRecorded,
)
from services.case_service.domain.intervention.commands import (
    HoldDebrief,
    RecordPhysicalIntervention,
    ReportInterventionToGuardians,
    ReportInterventionToMunicipality,
    ReportInterventionToPrincipal,
)
from services.case_service.domain.intervention.refusals import NobodyNamed, SamePerson, WrittenDownAlready
from services.case_service.domain.intervention.state import NotWrittenDown, Told, WrittenDown

RECORDED = example(PhysicalInterventionRecorded)


def given(*events):
    return given_in(*events, stream=Stream.PHYSICAL_INTERVENTION)


def test_an_intervention_is_written_down_once():
    given().when(RecordPhysicalIntervention(fact=RECORDED)).then(RECORDED)
    given(RECORDED).when(RecordPhysicalIntervention(fact=RECORDED)).then_refused(WrittenDownAlready)


def test_an_intervention_without_any_lawful_condition_is_written_down_all_the_same():
    unlawful = example(PhysicalInterventionRecorded, conditions=(), milder_means_tried=False)
    given().when(RecordPhysicalIntervention(fact=unlawful)).then(unlawful)


def test_the_principal_may_be_told_before_anything_is_written():
    told = example(InterventionReportedToPrincipal)
    given().when(ReportInterventionToPrincipal(fact=told)).then(told)
    assert given(told).state == NotWrittenDown(told=Told(principal=True))
    assert given(told, RECORDED).state.told.principal


def test_an_intervention_that_is_neither_repeated_nor_serious_may_also_be_told_to_the_municipality():
    once = example(PhysicalInterventionRecorded, repeated=False, particularly_serious=False)
    told = example(InterventionReportedToMunicipality)
    given(once).when(ReportInterventionToMunicipality(fact=told)).then(told)


def test_the_state_knows_what_the_rulebook_judges_by():
    serious = example(PhysicalInterventionRecorded, repeated=False, particularly_serious=True)
    state = given(serious, example(InterventionReportedToGuardians), example(DebriefHeld)).state
    assert isinstance(state, WrittenDown)
    assert (state.repeated, state.particularly_serious) == (False, True)
    assert state.told == Told(guardians=True, debriefed=True)


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (ReportInterventionToGuardians(fact=example(InterventionReportedToGuardians, guardians=())), "guardians"),
        (HoldDebrief(fact=example(DebriefHeld, participants=())), "participants"),
    ],
)
def test_who_was_told_and_who_took_part_must_be_said_unless_an_earlier_system_did_not(command, field):
    given(RECORDED).when(command).then_refused(NobodyNamed, field)
    given(RECORDED).when(command, history=True).then_recorded()


@pytest.mark.parametrize(
    ("persons", "field"),
    [
        ({"employee": RECORDED.pupil}, "employee"),
        ({"witnesses": (RECORDED.employee,)}, "witnesses"),
        ({"witnesses": (person("somebody else"), RECORDED.pupil)}, "witnesses"),
    ],
)
def test_nobody_has_two_parts_in_an_intervention(persons, field):
    impossible = example(PhysicalInterventionRecorded, **persons)
    given().when(RecordPhysicalIntervention(fact=impossible)).then_refused(SamePerson, field)
