"""Which events of a matter somebody is shown who is not shown all of it."""

from __future__ import annotations

import typing
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from events.base import Event, Stream, catalogue
from events.concern import ConcernReceived, PrincipalAcknowledged, ReceiptLetterSent
from events.envelope import Actor, Envelope, Recorded
from events.heightened import PersonnelFileReferenced
from events.investigation import ConversationHeld, FindingsShared, ObservationPlanned, PupilHeard
from events.lists.concern import Concern
from events.lists.decisions import ReferralTarget, SharingBasis
from events.lists.investigation import ConversationKind, FindingsAudience, HearingForm, HearingOutcome, ObservationKind
from events.lists.people import Reporter, Role
from events.plan import MeasureAdded, MeasureExecuted, PlanAdopted, PlanDrafted
from events.reactions import ReferralAnswered, Referred
from events.stored import topic_of
from services.case_service.rights import Share
from services.case_service.rights.shown import ASSIGNING, NOT_ASSIGNING, Reader, shown_to
from tests.rights.people import GUARDIAN, MATTER, PUPIL, SOMEBODY, SOMEBODY_ELSE

AT = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
OWN_MEASURE, OTHER_MEASURE = UUID(int=301), UUID(int=302)

NO_PEOPLE = frozenset(
    {
        "about_event",
        "about_stream",
        "batch",
        "because_of",
        "best_interest_assessment",
        "concerns_decision",
        "corrected_event",
        "decision",
        "evidence_events",
        "from_stream",
        "item",
        "items",
        "measure",
        "measures",
        "new_case",
        "of_stream",
        "other_case",
        "pupil_case",
        "referral",
        "replaces",
        "request",
        "to_case",
    }
)


def recorded(number: int, event: Event, by: UUID = SOMEBODY_ELSE) -> Recorded:
    envelope = Envelope(
        event_id=UUID(int=1000 + number),
        tenant="t",
        stream=Stream.CASE,
        actor=Actor(ref=by, role=Role.EMPLOYEE),
        occurred_at=AT,
        known_at=AT,
        recorded_at=AT,
        correlation_id=UUID(int=5),
    )
    return Recorded(stream_id=MATTER, version=number, topic=topic_of(event), envelope=envelope, event=event)


def names(share: Share, *events: Recorded, who: UUID = SOMEBODY, **more: Any) -> list[str]:
    return [type(one.event).__name__ for one in shown_to(Reader(id=who, share=share, **more), events)]


CONCERN = ConcernReceived(reporter=Reporter.EMPLOYEE, concern=Concern.BULLYING, own_words="ord")
PLAN = PlanAdopted(plan_version=1, coordinator=SOMEBODY_ELSE, parts=(), pupil_participated=True, guardians_participated=True)


def measure(which: UUID, executor: UUID) -> MeasureAdded:
    return MeasureAdded(measure=which, executor=executor, title="Fast voksen")


def talk(person: UUID, by: UUID) -> ConversationHeld:
    return ConversationHeld(kind=ConversationKind.EXPOSED_PUPIL, person=person, held_by=by, purpose_explained=True, own_words="ord")


CASE = (
    recorded(1, CONCERN),
    recorded(2, PrincipalAcknowledged(principal=SOMEBODY_ELSE)),
    recorded(3, talk(PUPIL, SOMEBODY_ELSE)),
    recorded(4, talk(PUPIL, SOMEBODY)),
    recorded(5, PlanDrafted(plan_version=1, coordinator=SOMEBODY_ELSE)),
    recorded(6, PLAN),
    recorded(7, measure(OWN_MEASURE, SOMEBODY)),
    recorded(8, measure(OTHER_MEASURE, SOMEBODY_ELSE)),
    recorded(9, MeasureExecuted(measure=OWN_MEASURE, executed_by=SOMEBODY_ELSE)),
    recorded(10, MeasureExecuted(measure=OTHER_MEASURE, executed_by=SOMEBODY_ELSE)),
    recorded(11, FindingsShared(audience=FindingsAudience.GUARDIANS, content="funn")),
    recorded(12, FindingsShared(audience=FindingsAudience.CLASS, content="funn")),
    recorded(13, PupilHeard(pupil=PUPIL, form=HearingForm.CONVERSATION, outcome=HearingOutcome.STATED_VIEW, view="betrodd")),
    recorded(14, talk(GUARDIAN, SOMEBODY_ELSE)),
)


def test_all_is_shown_to_whoever_sees_the_whole():
    assert shown_to(Reader(id=SOMEBODY, share=Share.WHOLE), CASE) == CASE


@pytest.mark.parametrize("share", [Share.NOTHING, Share.METADATA])
def test_nothing_is_shown_to_whoever_sees_no_content(share: Share):
    assert shown_to(Reader(id=SOMEBODY, share=share), CASE) == ()


def test_a_task_shows_its_own_measures_and_talks_and_nothing_beside():
    found = shown_to(Reader(id=SOMEBODY, share=Share.ASSIGNED), CASE)

    assert [one.version for one in found] == [4, 7, 9]


def test_the_plan_comes_with_a_task_where_it_was_granted():
    assert "PlanAdopted" in names(Share.ASSIGNED, *CASE, plan=True)
    assert "PlanDrafted" not in names(Share.ASSIGNED, *CASE, plan=True)


def test_an_observer_sees_the_plan_of_the_observation():
    planned = ObservationPlanned(
        observers=(SOMEBODY,),
        kind=next(iter(ObservationKind)),
        from_date=date(2027, 3, 1),
        to_date=date(2027, 3, 5),
        minutes_each_time=20,
        recorded_at_once=True,
        question="Hva skjer?",
        focus="Friminutt",
    )

    assert names(Share.ASSIGNED, recorded(1, planned)) == ["ObservationPlanned"]


def test_a_receipt_shows_the_own_report_and_that_it_was_received():
    own = (recorded(1, CONCERN, by=SOMEBODY), *CASE[1:])

    assert names(Share.RECEIPT, *own) == ["ConcernReceived", "PrincipalAcknowledged"]
    assert names(Share.RECEIPT, *CASE) == ["PrincipalAcknowledged"]


def test_a_reference_shows_the_reference_alone():
    assert names(Share.REFERENCE, *CASE, recorded(15, PersonnelFileReferenced(reference="27/12"))) == ["PersonnelFileReferenced"]


def test_a_service_is_shown_what_was_shared_with_it_and_the_answer():
    def referred(number: int, target: ReferralTarget) -> tuple[Recorded, Recorded]:
        shared = Referred(referral=UUID(int=number), target=target, basis=SharingBasis.CONSENT, what_was_shared="Søvn")
        return recorded(number, shared), recorded(
            number + 1, ReferralAnswered(referral=UUID(int=number), accepted=True, answer="Ja")
        )

    nurse, service = referred(20, ReferralTarget.SCHOOL_NURSE), referred(30, ReferralTarget.EDUCATIONAL_PSYCHOLOGY_SERVICE)
    events = (*CASE, *nurse, *service)

    assert shown_to(Reader(id=SOMEBODY, share=Share.SHARED, role=Role.SCHOOL_NURSE), events[4:]) == nurse
    assert shown_to(Reader(id=SOMEBODY, share=Share.SHARED, role=Role.EDUCATIONAL_PSYCHOLOGY_SERVICE), events[4:]) == service
    assert shown_to(Reader(id=SOMEBODY, share=Share.SHARED, role=Role.EMPLOYEE), (*nurse, *service)) == ()


def test_a_guardian_sees_plan_letters_and_own_talks_and_no_report_draft_or_talk_with_others():
    found = shown_to(Reader(id=GUARDIAN, share=Share.FAMILY), CASE)

    assert [one.version for one in found] == [6, 7, 8, 11, 14]


def test_a_pupil_sees_her_own_word_which_a_guardian_does_not():
    assert "PupilHeard" in names(Share.FAMILY, *CASE, who=PUPIL)
    assert "PupilHeard" not in names(Share.FAMILY, *CASE, who=GUARDIAN)


def test_a_letter_reaches_the_family():
    letter = ReceiptLetterSent(
        source=Reporter.PUPIL,
        concern_date=date(2027, 3, 1),
        methods=(),
        contact_person=SOMEBODY_ELSE,
        informs_of_enforcement_right=True,
        body="Hei",
    )

    assert names(Share.FAMILY, recorded(1, letter), who=GUARDIAN) == ["ReceiptLetterSent"]


def test_every_field_that_holds_people_either_gives_a_task_or_does_not():
    streams = {Stream.CASE, Stream.HEIGHTENED_CASE, Stream.PHYSICAL_INTERVENTION, Stream.AVVIK, Stream.ENFORCEMENT}
    found = {
        name
        for kind in catalogue()
        if streams.intersection(kind.streams)
        for name, hint in typing.get_type_hints(kind.cls).items()
        if "UUID" in str(hint)
    }

    assert found == ASSIGNING | NOT_ASSIGNING | NO_PEOPLE
