"""An ordinary case, second chapter: the investigation, the hearing, and what was found."""

from __future__ import annotations

from datetime import timedelta

from events.investigation import (
    AnalysisConcluded,
    ConversationHeld,
    FindingsShared,
    InvestigationPlanned,
    InvestigationRevised,
    KickoffMeetingHeld,
    PupilHeard,
)
from events.lists.investigation import ConversationKind, FindingsAudience, HearingForm, HearingOutcome, Method
from events.lists.measures import MeasureLevel, Weight
from varde.demo import words
from varde.demo.municipality import SCHOOLS
from varde.demo.teller import Teller


def investigate(story: Teller) -> None:
    """Plan for the investigation, meeting, conversations, hearing, analysis."""
    rng = story.rng
    story.tell(
        InvestigationPlanned(
            methods=(Method.CONVERSATION, Method.OBSERVATION, Method.CLASS_WELLBEING_SURVEY)[: rng.randint(1, 3)],
            to_be_heard=(story.pupil, story.other_pupil),
            responsible=story.handler,
            finish_by=story.today + timedelta(days=14),
            what_is_known=words.one(words.CONCERNS, rng),
        ),
        after=story.pause(0, 8),
    )
    if story.goes():
        story.tell(
            KickoffMeetingHeld(
                participants=(story.guardian, story.handler),
                pupil_present=rng.random() < 0.5,
                guardians_present=True,
                routine_explained=True,
                minutes="Gikk gjennom hva skolen vet, og hvordan vi undersøker videre.",
            ),
            after=story.pause(0, 4),
        )
        if story.goes():
            story.tell(
                InvestigationRevised(
                    methods=(Method.CONVERSATION, Method.OBSERVATION),
                    to_be_heard=(story.pupil, story.other_pupil),
                    pupil_gave_input=True,
                    guardians_gave_input=True,
                    finish_by=story.today + timedelta(days=14),
                    what_changed="Vi ser også på overgangene, slik foreldrene ba om.",
                )
            )
    story.tell(
        ConversationHeld(
            kind=ConversationKind.EXPOSED_PUPIL,
            person=story.pupil,
            held_by=story.handler,
            purpose_explained=True,
            own_words=words.one(words.CONCERNS, rng),
            note=words.NOTE if story.school is SCHOOLS[0] else None,
        ),
        after=story.pause(0, 3),
    )
    if story.goes(0.05):
        story.tell(
            PupilHeard(
                pupil=story.pupil,
                form=HearingForm.CONVERSATION,
                outcome=HearingOutcome.STATED_VIEW,
                weight=Weight.HEAVY,
                view="Ønsker at en voksen er i nærheten, og at klassen ikke får vite hvem som har sagt det.",
            ),
            written_after_days=0 if rng.random() < 0.9 else 12,
        )
    if story.goes(-0.1):
        story.tell(
            ConversationHeld(
                kind=ConversationKind.OFFENDING_PUPIL,
                person=story.other_pupil,
                held_by=story.handler,
                purpose_explained=True,
                own_words="Det var bare på tull.",
            ),
            after=story.pause(0, 2),
        )
        story.tell(
            ConversationHeld(
                kind=ConversationKind.GUARDIANS_OF_EXPOSED,
                person=story.guardian,
                held_by=story.handler,
                purpose_explained=True,
                own_words="Foreldrene kjenner igjen det eleven forteller.",
            ),
        )
    story.tell(
        AnalysisConcluded(
            pupil_is_safe=False,
            levels=(MeasureLevel.INDIVIDUAL, MeasureLevel.GROUP),
            maintaining_factors="Få voksne i området ved ballbingen; klassen har faste grupper.",
            problem_description=words.one(words.PROBLEMS, rng),
            conclusion="Eleven har det ikke trygt og godt.",
        ),
        after=story.pause(2, 12),
    )
    if story.goes(-0.1):
        story.tell(FindingsShared(audience=FindingsAudience.GUARDIANS, content="Hva undersøkelsen viser, og hva vi gjør nå."))
