"""Each municipal plan's whole routine: afterwards no rule of that plan is overdue.

What all plans have in common goes through the browser once, and what one has of its own in a case of its own.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from chromium import WIDE, reader
from walker import Walker

from events import Actor, Stream
from events.lists.people import Role
from events.local_time import OSLO
from events.organisation import RulebookChosen
from services.case_service.application import Request
from services.case_service.domain import command_for
from services.case_service.domain.school.commands import ChooseRulebook
from services.case_service.streams import school_stream
from varde.clock import system_clock
from varde.composition import desk_over, event_store
from varde.demo.municipality import SCHOOLS
from varde.demo.people import PRINCIPAL

pytestmark = pytest.mark.long

SOON = (datetime.now(OSLO).date() + timedelta(days=14)).isoformat()
TODAY = datetime.now(OSLO).date().isoformat()
SCHOOL = SCHOOLS[0].orgnr

RECEIVED = (
    ("case.PupilInformedOfReceipt", {}),
    ("case.SeverityAssessed", {"serious": "no"}),
    ("case.ReceiptLetterSent", {"informs_of_enforcement_right": "yes"}),
    ("case.InformedOfEnforcementRight", {}),
)
INVESTIGATED = (
    ("case.InvestigationPlanned", {"what_is_known": "Eleven blir stengt ute.", "methods": "conversation"}),
    ("case.KickoffMeetingHeld", {"pupil_present": "yes", "guardians_present": "yes", "routine_explained": "yes"}),
    ("case.ConversationHeld", {"kind": "exposed_pupil", "own_words": "Jeg får ikke være med."}),
    ("case.PupilHeard", {"form": "conversation", "outcome": "stated_view"}),
    ("case.AnalysisConcluded", {"pupil_is_safe": "no", "levels": "group"}),
    ("case.FindingsShared", {}),
)
PLANNED = (
    ("case.BestInterestAssessed", {}),
    (
        "case.MeasureAdded",
        {
            "title": "Fast voksen i friminuttet",
            "problem": "Eleven blir stengt ute.",
            "executor": "first",
            "from_date": TODAY,
            "to_date": SOON,
            "evaluate_on": SOON,
            "pupil_participated": "yes",
            "guardians_participated": "yes",
        },
    ),
    (
        "case.PlanAdopted",
        {
            "problem": "Eleven blir stengt ute.",
            "measures": "all",
            "evaluate_on": SOON,
            "pupil_participated": "yes",
            "guardians_participated": "yes",
        },
    ),
    ("case.ContactRhythmAgreed", {}),
)
FOLLOWED = (
    ("case.MeasureExecuted", {"measure": "first"}),
    ("case.FollowUpHeld", {"experience": "8"}),
    ("case.MeasureEvaluated", {"measure": "first", "effect": "works", "conclusion": "ended"}),
    ("case.PlanEvaluated", {"effect": "works", "pupil_is_safe": "yes"}),
    ("case.SafetyConfirmed", {"pupil_is_safe": "yes", "experience": "9"}),
    ("case.FollowUpAgreed", {}),
    ("case.CaseClosed", {"reason": "safe", "pupil_agrees": "yes"}),
)
OWN_STEPS = {
    "gjovik-kopperud": (("case.ConversationHeld", {"kind": "log_conversation"}),),
    "oyer": (("case.InvestigationRevised", {}),),
    "baerum": (
        ("case.BullyingChecklistCompleted", {}),
        ("case.ObservationPlanned", {}),
        ("case.ObservationLogged", {}),
        ("case.ConversationHeld", {"kind": "offending_pupil"}),
        ("case.InterventionTeamAppointed", {}),
    ),
    "oslo-ellingsrudasen": (
        ("case.SurveyResultUsed", {}),
        ("case.ProposedMeasureDeclined", {}),
    ),
}


@pytest.fixture
def desk(demo):
    _, settings = demo
    with event_store(settings) as store:
        yield desk_over(store, settings)


def choose(desk, rulebook: str) -> None:
    now = system_clock()
    fact = RulebookChosen(rulebook=rulebook, from_date=date(2026, 1, 1))
    desk.application.handle(
        Request(
            stream=Stream.SCHOOL,
            stream_id=school_stream(desk.store.tenant, SCHOOL),
            command=ChooseRulebook(fact=fact),
            actor=Actor(ref=PRINCIPAL, role=Role.PRINCIPAL),
            occurred_at=now,
            known_at=now,
            school=SCHOOL,
        ),
        idempotency_key=str(uuid4()),
    )


@pytest.fixture(scope="module")
def common(demo, browser):
    """What the forms record of a case that is handled from a report to its end, before the plan's own steps and after them."""
    address, settings = demo
    context = reader(browser, base_url=address, viewport=WIDE)
    principal = Walker(context.new_page(), "rektor").goes_to("/meld/bekymring")
    principal.fills_in(wanted="Vebj").page.locator("[name=search]").click()
    principal.page.wait_for_selector("[name=pupil]")
    principal.fills_in(pupil="first", own_words="Eleven blir stengt ute.", pupil_informed="yes")
    principal.presses("Send meldingen")
    principal.goes_to("/innboks")
    with event_store(settings) as store:
        case = desk_over(store, settings).read_model.matters(schools=[SCHOOL], limit=1).rows[0].stream_id
        principal.goes_to(f"/innboks/{case}")
        principal.fills_in(serious="nei", serious_reason="Vi undersøker.", carry_on="ny", pupil_told="yes", case_handler="first")
        principal.sends("Registrer")
        principal.goes_to(f"/saker/{case}")
        for topic, given in (*RECEIVED, *INVESTIGATED):
            principal.records(topic, **given)
        before = store.read(case)
        for topic, given in (*PLANNED, *FOLLOWED):
            principal.records(topic, **given)
        assert principal.goes_to(f"/saker/{case}").reads("Avsluttet")
        recorded = store.read(case)
    context.close()
    return recorded[: len(before)], recorded[len(before) :]


def again(desk, case: UUID, recorded) -> None:
    """Record the same facts of another case, now."""
    now = system_clock()
    for one in recorded:
        desk.application.handle(
            Request(
                stream=Stream.CASE,
                stream_id=case,
                command=command_for(Stream.CASE, one.topic)(fact=one.event),
                actor=one.envelope.actor,
                occurred_at=now,
                known_at=now,
                school=SCHOOL,
            )
        )


@pytest.mark.parametrize("rulebook", OWN_STEPS)
def test_a_case_handled_as_the_plan_says_leaves_none_of_its_rules_overdue(walk, desk, common, rulebook):
    choose(desk, rulebook)
    case, (received, planned) = uuid4(), common
    again(desk, case, received)
    principal = walk("rektor").goes_to(f"/saker/{case}")
    for topic, given in OWN_STEPS[rulebook]:
        principal.records(topic, **given)
    again(desk, case, planned)

    assert principal.goes_to(f"/saker/{case}").reads("Avsluttet")
    assert overdue(desk, case, rulebook) == set()


def overdue(desk, stream: UUID, rulebook: str) -> set[str]:
    rows = desk.read_model.obligations(streams=[stream], undone_only=False, limit=1000)
    assert any(row.rulebook == rulebook for row in rows)
    return {row.rule_id for row in rows if row.rulebook == rulebook and row.verdict in {"overdue", "late"}}
