"""What waits for somebody on the demo's last day: a matter of each kind, for those whom one can log in as."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from events.base import Stream
from events.concern import ConcernReceived, ObservationNoted, PrincipalAcknowledged, ReportedToPrincipal
from events.heightened import AccusedExcluded, HeightenedReportReceived
from events.intervention import InterventionReportedToPrincipal, PhysicalInterventionRecorded
from events.lists.concern import Arena, Certainty, Channel, Concern, Sign
from events.lists.decisions import InterventionCondition
from events.lists.people import Reporter, Role, Suspected
from events.local_time import OSLO
from varde.demo.beats import at, in_term
from varde.demo.investigated import investigate
from varde.demo.municipality import OWNER, SCHOOLS, DemoSchool
from varde.demo.people import HANDLER, SUSPECTED, TEACHER, pupil_id
from varde.demo.planned import carry_out, plan
from varde.demo.reported import concern_to_report
from varde.demo.teller import Teller

FAMILYS_PUPIL = 3
"""The pupil whose guardian, and who, has a login; the number of a pupil at the first school."""


def waiting(until: datetime) -> Iterator[Teller]:
    """The stories that are not ended when the demo does."""
    school = SCHOOLS[0]
    for days, pupil, chapters in ((40, FAMILYS_PUPIL, 4), (12, 7, 2), (6, 11, 1)):
        story = _story(school, f"today-{pupil}", until, days, pupil)
        concern_to_report(story)
        if chapters > 1:
            investigate(story)
        if chapters > 2:
            carry_out(story, plan(story))
        yield story
    yield _reported(_story(school, "today-15", until, 1, 15), acknowledged=True)
    yield _reported(_story(school, "today-22", until, 0, 22), acknowledged=False)
    yield _suspected(_story(school, "today-28", until, 1, 28), leader=False)
    yield _suspected(_story(SCHOOLS[2], "today-31", until, 1, 31), leader=True)
    yield _held_back(_story(school, "today-36", until, 1, 36))


def _story(school: DemoSchool, name: str, until: datetime, days_ago: int, pupil: int) -> Teller:
    day = in_term(until.astimezone(OSLO).date() - timedelta(days=days_ago))
    story = Teller(school, name, at(day, 9 if days_ago else 8, 10), until, Random(name))
    story.pupil = pupil_id(school, pupil)
    story.other_pupil = pupil_id(school, pupil + 1)
    if school is SCHOOLS[0]:
        story.teacher, story.handler = TEACHER, HANDLER
    return story


def _reported(story: Teller, *, acknowledged: bool) -> Teller:
    story.tell(
        ConcernReceived(
            reporter=Reporter.PUPIL,
            receiver=story.teacher,
            concern=Concern.EXCLUSION,
            certainty=Certainty.KNOWLEDGE,
            arenas=(Arena.SCHOOLYARD,),
            signs=(Sign.ALONE_IN_BREAKS,),
            asks_for_measures=True,
            own_words="De sier at jeg ikke får være med, og så går de når jeg kommer.",
            facts_observed="Eleven sto alene ved gjerdet i begge friminuttene.",
        ),
        channel=Channel.ORAL,
        by=story.teacher,
        role=Role.FORM_TEACHER,
    )
    story.tell(
        ObservationNoted(
            observer=story.teacher,
            signs=(Sign.ALONE_IN_BREAKS, Sign.STAYS_NEAR_ADULTS),
            arena=Arena.SCHOOLYARD,
            facts_observed="Tre elever reiste seg og gikk da eleven satte seg ved bordet.",
        ),
        by=story.teacher,
        role=Role.FORM_TEACHER,
    )
    story.tell(
        ReportedToPrincipal(
            reported_by=story.teacher,
            principal=story.school.principal,
            certainty=Certainty.KNOWLEDGE,
            pupil_informed=True,
            content="Meldt slik eleven har sagt det.",
        ),
        by=story.teacher,
        role=Role.FORM_TEACHER,
    )
    if acknowledged:
        story.tell(
            PrincipalAcknowledged(principal=story.school.principal, case_handler=story.handler),
            by=story.school.principal,
            role=Role.PRINCIPAL,
        )
    return story


def _suspected(story: Teller, *, leader: bool) -> Teller:
    suspected = story.school.principal if leader else SUSPECTED
    by, role = (OWNER, Role.SCHOOL_OWNER) if leader else (story.school.principal, Role.PRINCIPAL)
    for fact in (
        HeightenedReportReceived(
            pupil=story.pupil,
            suspected=Suspected.LEADER if leader else Suspected.EMPLOYEE,
            suspected_person=suspected,
            reporter=Reporter.EMPLOYEE,
            received_by_owner=leader,
            content="En kollega så at eleven ble holdt fast i armen og snakket hardt til.",
        ),
        AccusedExcluded(person=suspected),
    ):
        story.tell(fact, by=by, role=role, stream=Stream.HEIGHTENED_CASE)
    return story


def _held_back(story: Teller) -> Teller:
    for fact in (
        PhysicalInterventionRecorded(
            pupil=story.pupil,
            employee=story.teacher,
            arena=Arena.CORRIDOR,
            conditions=(InterventionCondition.HARM_TO_PERSON,),
            milder_means_tried=True,
            repeated=False,
            particularly_serious=False,
            what_happened="To elever sloss i garderoben og stanset ikke da de ble snakket til.",
            intervention="Gikk imellom og holdt den ene eleven rundt skuldrene til det var over.",
            pupils_view="Jeg ble sint, men det gikk fint etterpå.",
        ),
        InterventionReportedToPrincipal(principal=story.school.principal),
    ):
        story.tell(fact, by=story.teacher, role=Role.FORM_TEACHER, stream=Stream.PHYSICAL_INTERVENTION)
    return story
