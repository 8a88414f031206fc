"""What a family reads of an event: no working note, no other pupil's name, no confidence that is not its own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.investigation import AnalysisConcluded, ConversationHeld, Finding, MarkedMap, SchoolyardMapCollected
from events.lists.investigation import ConversationKind
from events.lists.measures import MeasureLevel
from events.plan import PlanAdopted
from services.case_service.rights.family_copy import family_copy, masking
from tests.rights.people import PUPIL, SOMEBODY

STAND_IN = "en annen elev"
MASK = masking(["Dag Åsmund Lien", "Sara Ek-Berg"], "Emma Lien", STAND_IN)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Dag Åsmund Lien slo.", "en annen elev slo."),
        ("dag åsmund lien slo.", "en annen elev slo."),
        ("Dag slo Emma.", "en annen elev slo Emma."),
        ("Det skjedde samme dag.", "Det skjedde samme dag."),
        ("Saras sekk, Sara's sekk", "en annen elevs sekk, en annen elev's sekk"),
        ("Ek-Berg og Sara", "en annen elev og en annen elev"),
        ("Emma Lien er alene", "Emma Lien er alene"),
        ("Sarah er en annen", "Sarah er en annen"),
        ("", ""),
    ],
)
def test_other_pupils_are_named_by_nobody(written: str, read: str):
    assert MASK(written) == read


def test_without_other_pupils_a_text_stays_as_it_is():
    assert masking([], "Emma", STAND_IN)("Emma og Sara") == "Emma og Sara"
    assert masking(["Emma"], "Emma", STAND_IN)("Emma") == "Emma"


@given(
    st.text(max_size=80), st.sampled_from(["Dag Åsmund Lien", "Sara Ek-Berg", "Sara", "Ek-Berg", "Åsmund"]), st.text(max_size=80)
)
def test_no_name_is_left_standing_as_a_word_of_its_own(before: str, name: str, after: str):
    assert name not in MASK(f"{before} {name} {after}").split()


def test_working_notes_are_taken_out_at_any_depth():
    talk = ConversationHeld(
        kind=ConversationKind.EXPOSED_PUPIL,
        person=PUPIL,
        held_by=SOMEBODY,
        purpose_explained=True,
        own_words="Sara slo",
        note="Sjekk",
    )
    maps = SchoolyardMapCollected(
        maps=1,
        unsafe_places=1,
        sent_to_principal=True,
        summary="Sara",
        marked=(MarkedMap(thrives="Ved huska", unsafe="Bak gymsalen"),),
    )

    assert family_copy(talk, mask=MASK, confidences=True) == ConversationHeld(
        kind=ConversationKind.EXPOSED_PUPIL, person=PUPIL, held_by=SOMEBODY, purpose_explained=True, own_words="en annen elev slo"
    )
    copied = family_copy(maps, mask=MASK, confidences=True)
    assert copied.marked == (MarkedMap(),)
    assert copied.summary == STAND_IN


def test_names_are_taken_out_of_repeated_groups():
    analysis = AnalysisConcluded(
        pupil_is_safe=False,
        levels=(MeasureLevel.GROUP,),
        findings=(Finding(level=MeasureLevel.GROUP, finding="Dag bestemmer", interpretation="Sara følger Dag"),),
        maintaining_factors="-",
        problem_description="-",
        conclusion="-",
    )

    copied = family_copy(analysis, mask=MASK, confidences=True)

    assert copied.findings[0].finding == "en annen elev bestemmer"
    assert copied.findings[0].interpretation == "en annen elev følger en annen elev"


def test_what_the_pupil_told_in_confidence_is_shown_to_the_pupil_alone():
    plan = PlanAdopted(
        plan_version=1,
        coordinator=SOMEBODY,
        parts=(),
        pupil_participated=True,
        guardians_participated=True,
        evaluate_on=date(2027, 4, 1),
        pupils_perspective="Jeg tør ikke si det hjemme",
        guardians_perspective="Hun gruer seg",
    )

    assert family_copy(plan, mask=MASK, confidences=True).pupils_perspective == "Jeg tør ikke si det hjemme"
    to_guardian = family_copy(plan, mask=MASK, confidences=False)
    assert to_guardian.pupils_perspective is None
    assert to_guardian.guardians_perspective == "Hun gruer seg"
