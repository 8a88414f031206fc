"""Which lane of the picture an event stands in: what the school does, sorted as it works."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from events.base import SubDuty, by_topic


class Lane(StrEnum):
    """The lanes, from the first concern to those who watch the school. The text is ``timeline.lane.<value>``."""

    REPORT = "report"
    INVESTIGATION = "investigation"
    VOICE = "voice"
    PLAN = "plan"
    OUTSIDE = "outside"
    AVVIK = "avvik"


_OF_DUTY: Final = {
    SubDuty.FOLLOW_ALONG: Lane.REPORT,
    SubDuty.INTERVENE: Lane.REPORT,
    SubDuty.REPORT: Lane.REPORT,
    SubDuty.INVESTIGATE: Lane.INVESTIGATION,
    SubDuty.PARTICIPATION: Lane.VOICE,
    SubDuty.BEST_INTEREST: Lane.VOICE,
    SubDuty.MEASURES: Lane.PLAN,
    SubDuty.DOCUMENT: Lane.PLAN,
}

_OF_TOPIC: Final = {
    "access.DisagreementRegistered": Lane.VOICE,
    "access.InformationCorrected": Lane.REPORT,
    "case.CaseLinked": Lane.REPORT,
    "case.CaseOpened": Lane.REPORT,
    "case.CaseSplit": Lane.REPORT,
    "case.ConcernAddedToCase": Lane.REPORT,
    "case.ConcernJoined": Lane.REPORT,
    "case.ConversationHeld": Lane.VOICE,
    "case.ImmediateMeasureTaken": Lane.REPORT,
    "case.OwnerAcknowledged": Lane.OUTSIDE,
    "case.OwnerNotified": Lane.OUTSIDE,
    "case.PartyRoleChanged": Lane.REPORT,
    "case.PoliceReportFiled": Lane.OUTSIDE,
    "case.PupilInformedOfReceipt": Lane.REPORT,
    "case.Referred": Lane.OUTSIDE,
    "case.ReferralAnswered": Lane.OUTSIDE,
    "heightened.AccusedExcluded": Lane.REPORT,
    "heightened.EmployeeInformedAndHeard": Lane.VOICE,
    "heightened.OwnerNotifiedOfHeightenedReport": Lane.OUTSIDE,
    "intervention.DebriefHeld": Lane.VOICE,
    "intervention.InterventionReportedToMunicipality": Lane.OUTSIDE,
    "intervention.PhysicalInterventionRecorded": Lane.REPORT,
}
"""Where another lane than the sub-duty's tells more."""


def lane_of(topic: str) -> Lane:
    """The lane of an event of this topic."""
    if (found := _OF_TOPIC.get(topic)) is not None:
        return found
    group, _, _ = topic.partition(".")
    if group == "enforcement":
        return Lane.OUTSIDE
    if group == "avvik":
        return Lane.AVVIK
    duty = by_topic(topic).duty
    return Lane.PLAN if duty is None else _OF_DUTY[duty]
