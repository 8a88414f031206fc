"""Cases with Statsforvalteren: those that ended, one that is asked about and one whose fine runs on the demo's last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from events import Event, Stream
from events.access import AccessGranted
from events.concern import ObservationNoted, RaisedWithPrincipal
from events.enforcement import (
    AccountApproved,
    AccountSent,
    CoerciveFineImposed,
    CoerciveFineStopped,
    CoerciveFineWarned,
    OrderItemCompleted,
    OrderItemIssued,
    ReportedToStatsforvalter,
    StatsforvalterCaseClosed,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
    StatsforvalterRequestedInformation,
)
from events.investigation import AnalysisConcluded, ConversationHeld
from events.lists.access import Purpose
from events.lists.concern import Arena, Sign
from events.lists.decisions import AuthorityCaseEnd, FineStop, FineUnit, StatsforvalterDecision
from events.lists.investigation import ConversationKind
from events.lists.measures import MeasureLevel
from events.lists.people import Reporter, Role
from events.local_time import OSLO
from events.plan import PlanAdopted
from services.case_service.streams import access_stream
from varde.demo.beats import at, in_term
from varde.demo.investigated import investigate
from varde.demo.municipality import OWNER, OWNER_ADVISER, SCHOOLS, STATSFORVALTER, DemoSchool
from varde.demo.people import HANDLER, SUSPECTED, TEACHER_2, pupil_id
from varde.demo.planned import carry_out, plan
from varde.demo.reported import concern_to_report
from varde.demo.teller import Teller

ORDERS = (
    "Undersøke hvordan eleven selv har det, og hvilke relasjoner som betyr noe.",
    "Skrive en samlet problembeskrivelse.",
    "Velge klare og egnede tiltak som svarer på problemet.",
)
DONE: tuple[tuple[str, type[Event]], ...] = (
    ("Eleven er hørt på nytt; se samtalen.", ConversationHeld),
    ("Problembeskrivelsen står i analysen.", AnalysisConcluded),
    ("Ny plan med tiltak som svarer på problemet.", PlanAdopted),
)
"""How each order is said to be carried out, and what in the pupil's case shows it."""

FINE_PER_WEEK = 20_000
ASKED_PUPIL, FINED_PUPIL = 57, 44
ASKED_CASE = uuid5(SCHOOLS[0].stream_id, f"case:statsforvalter-{ASKED_PUPIL}")


def enforcement(story: Teller) -> None:
    """Guardians go to Statsforvalteren, who orders three things; one is late and a fine runs."""
    concern_to_report(story)
    investigate(story)
    story.tell(RaisedWithPrincipal(raised_by=Reporter.GUARDIAN, principal=story.school.principal), after=5)
    _authority(story, ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN, raised_with_principal_on=story.today), after=8)
    request = _asks(story, "Hva har skolen gjort siden saken ble tatt opp?", "Hvordan er eleven hørt?", after=3)
    _owner(story, AccountApproved(request=request, approved_by=OWNER), after=6)
    _owner(story, AccountSent(request=request), after=1 if story.goes() else 9)
    items = _orders(story, days=42, after=15)
    for number in (0, 1):
        _completes(story, items, number, after=6)
    _owner(story, StatsforvalterFollowUpSent(all_items_completed=False, content="To av tre punkter er gjennomført."), after=1)
    _authority(story, CoerciveFineWarned(amount=FINE_PER_WEEK, unit=FineUnit.WEEK), after=20)
    _fines(story, after=5)
    _completes(story, items, 2, after=12)
    _owner(story, StatsforvalterFollowUpSent(all_items_completed=True, content="Alle punktene er gjennomført; se dokumentasjonen."))
    _authority(story, CoerciveFineStopped(stopped_on=story.today, ground=FineStop.ORDERS_CARRIED_OUT), after=1)
    _authority(story, StatsforvalterCaseClosed(ground=AuthorityCaseEnd.ORDERS_CARRIED_OUT), after=10)


def with_statsforvalteren(until: datetime) -> Iterator[Teller]:
    """The two cases with Statsforvalteren that go on when the demo ends: one is to be answered, in the other a fine runs."""
    yield _asked(_story(SCHOOLS[0], until, 75, ASKED_PUPIL))
    yield _fined(_story(SCHOOLS[2], until, 230, FINED_PUPIL))


def _asked(story: Teller) -> Teller:
    """Statsforvalteren has asked, and the answer is due in some days."""
    story.handler, story.teacher = HANDLER, SUSPECTED
    concern_to_report(story)
    story.tell(
        ObservationNoted(
            observer=TEACHER_2,
            signs=(Sign.ALONE_IN_BREAKS, Sign.STAYS_NEAR_ADULTS),
            arena=Arena.CORRIDOR,
            facts_observed="Ble stengt ute av garderoben. En vikar så det og fortalte det på teammøtet noen dager etter.",
        ),
        by=TEACHER_2,
        role=Role.FORM_TEACHER,
        known_after_days=3,
        written_after_days=6,
    )
    investigate(story)
    carry_out(story, plan(story))
    story.go_to(24)
    story.tell(RaisedWithPrincipal(raised_by=Reporter.GUARDIAN, principal=story.school.principal))
    raised_on = story.today
    story.go_to(13)
    _authority(story, ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN, raised_with_principal_on=raised_on))
    story.go_to(9)
    _asks(
        story,
        "Hva har skolen gjort siden saken ble tatt opp med rektor?",
        "Hvordan er eleven hørt, og hva har eleven selv sagt?",
        "Hvilke tiltak er satt inn, og hvordan er de evaluert?",
    )
    return _lets_in(story)


def _lets_in(story: Teller) -> Teller:
    """The principal opens the case with Statsforvalteren to the one who handles the pupil's case."""
    case = story.stream(Stream.ENFORCEMENT)
    grant = AccessGranted(
        grant=uuid5(case, "grant"), person=HANDLER, role=Role.CASE_HANDLER, to_stream=case, purpose=Purpose.CASE_HANDLING
    )
    story.tell(grant, by=story.school.principal, role=Role.PRINCIPAL, stream=Stream.ACCESS, stream_id=access_stream(case))
    return story


def _fined(story: Teller) -> Teller:
    """Three things were ordered, two are done, and a fine runs until the third is."""
    concern_to_report(story)
    investigate(story)
    story.go_to(190)
    story.tell(RaisedWithPrincipal(raised_by=Reporter.GUARDIAN, principal=story.school.principal))
    raised_on = story.today
    story.go_to(175)
    _authority(story, ReportedToStatsforvalter(reported_by=Reporter.GUARDIAN, raised_with_principal_on=raised_on))
    story.go_to(170)
    request = _asks(story, "Hva har skolen gjort for at eleven skal få det trygt?", "Hvorfor er det ikke laget en plan?")
    story.go_to(161)
    _owner(story, AccountApproved(request=request, approved_by=OWNER))
    _owner(story, AccountSent(request=request))
    story.go_to(140)
    items = _orders(story, days=56)
    for days_ago, number in ((100, 0), (92, 1)):
        story.go_to(days_ago)
        _completes(story, items, number)
    story.go_to(84)
    _owner(story, StatsforvalterFollowUpSent(all_items_completed=False, content="To av tre punkter er gjennomført."))
    story.go_to(62)
    answer_by = story.today + timedelta(days=14)
    _authority(story, CoerciveFineWarned(amount=FINE_PER_WEEK, unit=FineUnit.WEEK, answer_by=answer_by))
    story.go_to(40)
    _fines(story)
    return story


def _story(school: DemoSchool, until: datetime, days_ago: int, pupil: int) -> Teller:
    name = f"statsforvalter-{pupil}"
    day = in_term(until.astimezone(OSLO).date() - timedelta(days=days_ago))
    story = Teller(school, name, at(day, 9, 10), until, Random(name))
    story.pupil, story.other_pupil = pupil_id(school, pupil), pupil_id(school, pupil + 1)
    story.guardian = uuid5(story.pupil, "guardian:1")
    return story


def _asks(story: Teller, *questions: str, after: float = 0) -> UUID:
    request = uuid5(story.case_id, "request:1")
    fact = StatsforvalterRequestedInformation(request=request, answer_by=story.today + timedelta(days=14), questions=questions)
    _authority(story, fact, after=after)
    return request


def _orders(story: Teller, *, days: int, after: float = 0) -> tuple[UUID, ...]:
    items = tuple(uuid5(story.case_id, f"item:{number}") for number in range(len(ORDERS)))
    due_on = story.today + timedelta(days=days)
    decision = StatsforvalterDecisionReceived(
        decision=StatsforvalterDecision.ORDER_TO_CORRECT,
        measures_duty_met=False,
        plan_duty_met=False,
        items=items,
        due_on=due_on,
    )
    _authority(story, decision, after=after)
    for item, order in zip(items, ORDERS, strict=True):
        _authority(story, OrderItemIssued(item=item, due_on=due_on, text=order))
    return items


def _completes(story: Teller, items: tuple[UUID, ...], number: int, *, after: float = 0) -> None:
    """The school does what is ordered, and the municipality points to the event that shows it."""
    words, shows_it = DONE[number]
    _does(story, number, after)
    _owner(story, OrderItemCompleted(item=items[number], evidence_events=story.shown_by(shows_it), evidence=words))


def _does(story: Teller, number: int, after: float) -> None:
    match number:
        case 0:
            talk = ConversationHeld(
                kind=ConversationKind.EXPOSED_PUPIL,
                person=story.pupil,
                held_by=story.handler,
                purpose_explained=True,
                own_words="Det er verst i garderoben. Jeg er bare trygg når læreren min er der.",
            )
            story.tell(talk, after=after)
        case 1:
            analysis = AnalysisConcluded(
                pupil_is_safe=False,
                levels=(MeasureLevel.INDIVIDUAL, MeasureLevel.GROUP),
                maintaining_factors="Ingen voksen i garderoben; gruppene i klassen er de samme hele året.",
                problem_description="Eleven er utestengt fra gruppa i klassen og redd i garderoben.",
                conclusion="Eleven har det ikke trygt og godt.",
            )
            story.tell(analysis, after=after)
        case _:
            story.rest(after)
            plan(story)


def _fines(story: Teller, *, after: float = 0) -> None:
    story.rest(after)
    runs_from = story.today + timedelta(days=10)
    _authority(story, CoerciveFineImposed(amount=FINE_PER_WEEK, unit=FineUnit.WEEK, runs_from=runs_from))


def _authority(story: Teller, fact: Event, *, after: float = 0) -> None:
    story.tell(fact, after=after, by=STATSFORVALTER, role=Role.STATSFORVALTER, stream=Stream.ENFORCEMENT)


def _owner(story: Teller, fact: Event, *, after: float = 0) -> None:
    story.tell(fact, after=after, by=OWNER_ADVISER, role=Role.OWNER_ADVISER, stream=Stream.ENFORCEMENT)
