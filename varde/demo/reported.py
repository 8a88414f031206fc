"""An ordinary case, first chapter: the first sign, the report, and what the principal does about it at once."""

from __future__ import annotations

from events.concern import (
    CaseOpened,
    ConcernReceived,
    ImmediateMeasureTaken,
    IncidentIntervened,
    ObservationNoted,
    OwnerAcknowledged,
    OwnerNotified,
    PrincipalAcknowledged,
    PupilInformedOfReceipt,
    RaisedWithPrincipal,
    ReceiptLetterSent,
    ReportedToPrincipal,
    SeverityAssessed,
)
from events.lists.concern import Arena, Certainty, Channel, Concern, OwnerChannel, SeverityCriterion, Sign
from events.lists.investigation import Method
from events.lists.people import PupilRole, Reporter, Role
from varde.demo import words
from varde.demo.municipality import OWNER_ADVISER
from varde.demo.teller import Teller

SERIOUS = 0.15


def concern_to_report(story: Teller) -> bool:
    """From the first sign to an opened case. Returns whether the case is serious."""
    rng, school = story.rng, story.school
    reporter = rng.choice((Reporter.PUPIL, Reporter.GUARDIAN, Reporter.EMPLOYEE, Reporter.EMPLOYEE))
    serious = rng.random() < SERIOUS
    if reporter is Reporter.EMPLOYEE and rng.random() < 0.6:
        story.tell(
            ObservationNoted(
                observer=story.teacher,
                signs=tuple(rng.sample(list(Sign), 2)),
                arena=rng.choice((Arena.SCHOOLYARD, Arena.CLASSROOM, Arena.CORRIDOR)),
                facts_observed=words.one(words.OBSERVED, rng),
            ),
            by=story.teacher,
            role=Role.FORM_TEACHER,
        )
    if rng.random() < 0.3:
        story.tell(
            IncidentIntervened(
                intervened_by=story.teacher,
                concern=Concern.OFFENCE,
                arena=Arena.SCHOOLYARD,
                solved_on_the_spot=False,
                follow_up_conversations_agreed=True,
                what_happened=words.one(words.OBSERVED, rng),
                how_stopped="Gikk imellom og snakket med elevene hver for seg.",
            ),
            by=story.teacher,
            role=Role.FORM_TEACHER,
        )
    story.tell(
        ConcernReceived(
            reporter=reporter,
            receiver=story.teacher,
            concern=rng.choice((Concern.BULLYING, Concern.EXCLUSION, Concern.DIGITAL_OFFENCE, Concern.OFFENCE)),
            certainty=rng.choice((Certainty.SUSPICION, Certainty.KNOWLEDGE)),
            arenas=(rng.choice((Arena.SCHOOLYARD, Arena.DIGITAL, Arena.CLASSROOM, Arena.AFTER_SCHOOL)),),
            asks_for_measures=reporter is not Reporter.EMPLOYEE,
            own_words=words.one(words.CONCERNS, rng),
        ),
        after=1,
        by=story.teacher,
        role=Role.FORM_TEACHER,
        channel=rng.choice((Channel.ORAL, Channel.TELEPHONE, Channel.FORM, Channel.MEETING)),
    )
    slow = not story.goes(0.1)
    story.tell(
        ReportedToPrincipal(
            reported_by=story.teacher,
            principal=school.principal,
            certainty=Certainty.SUSPICION,
            pupil_informed=story.goes(),
            content="Meldt slik eleven har sagt det.",
        ),
        after=story.pause(1, 6) if slow else 0,
        by=story.teacher,
        role=Role.FORM_TEACHER,
    )
    if reporter is Reporter.GUARDIAN:
        story.tell(RaisedWithPrincipal(raised_by=reporter, principal=school.principal), by=story.guardian, role=Role.GUARDIAN)
    story.tell(
        PrincipalAcknowledged(principal=school.principal, case_handler=story.handler),
        after=story.pause(0, 2),
        by=school.principal,
        role=Role.PRINCIPAL,
    )
    story.tell(
        CaseOpened(
            pupil=story.pupil,
            pupil_role=PupilRole.EXPOSED,
            grade=rng.randint(*school.grades),
            case_handler=story.handler,
        ),
        by=school.principal,
        role=Role.PRINCIPAL,
    )
    if story.goes():
        story.tell(
            PupilInformedOfReceipt(pupil=story.pupil, informed_by=story.teacher),
            after=0 if story.goes() else story.pause(1, 3),
            by=story.teacher,
            role=Role.FORM_TEACHER,
            written_after_days=0 if rng.random() < 0.85 else 3,
        )
    _severity(story, serious=serious)
    if story.goes(-0.1):
        story.tell(
            ReceiptLetterSent(
                source=reporter,
                concern_date=story.today,
                methods=(Method.CONVERSATION, Method.OBSERVATION),
                contact_person=story.handler,
                informs_of_enforcement_right=True,
                body="Vi har mottatt en bekymring og undersøker nå skolemiljøet.",
            )
        )
    return serious


def _severity(story: Teller, *, serious: bool) -> None:
    school = story.school
    if not (serious or story.goes(-0.1)):
        return
    story.tell(
        SeverityAssessed(
            serious=serious,
            criteria=(story.rng.choice(list(SeverityCriterion)),) if serious else (),
            reason=words.one(words.REASONS, story.rng),
        ),
        by=school.principal,
        role=Role.PRINCIPAL,
    )
    if not serious:
        return
    story.tell(
        ImmediateMeasureTaken(
            responsible=story.handler, from_date=story.today, measure="Fast voksen følger eleven i alle overganger."
        ),
    )
    if story.goes(0.1):
        story.tell(
            OwnerNotified(channel=OwnerChannel.VARDE),
            after=story.pause(0, 4),
            by=school.principal,
            role=Role.PRINCIPAL,
        )
        story.tell(
            OwnerAcknowledged(acknowledged_by=OWNER_ADVISER),
            after=story.pause(0, 3),
            by=OWNER_ADVISER,
            role=Role.OWNER_ADVISER,
        )
