"""The parts of a package, and in which of them each kind of event stands."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from events.base import SubDuty, by_topic


class Part(StrEnum):
    """The parts, in the order of the package. The text is ``package.part.<value>``."""

    STATEMENT = "statement"
    DUTIES = "duties"
    CHRONOLOGY = "chronology"
    REPORT = "report"
    VOICE = "voice"
    INVESTIGATION = "investigation"
    PLAN = "plan"
    MEASURES = "measures"
    BEST_INTEREST = "best_interest"
    DIALOGUE = "dialogue"
    DECISIONS = "decisions"
    OWNER = "owner"
    PREVENTION = "prevention"
    NEXT = "next"
    OTHER = "other"

    @property
    def file_name(self) -> str:
        """The name of its document in the package: what it is, in the order of the package."""
        return f"documents/{list(Part).index(self) + 1:02}-{_FILE_NAMES[self]}.pdf"


_FILE_NAMES: Final = {
    Part.STATEMENT: "redegjorelse",
    Part.DUTIES: "plikter-og-dokumentasjon",
    Part.CHRONOLOGY: "tidslinje",
    Part.REPORT: "bekymring-og-varsling",
    Part.VOICE: "elevens-syn",
    Part.INVESTIGATION: "undersokelser",
    Part.PLAN: "tiltaksplan",
    Part.MEASURES: "tiltak-og-evaluering",
    Part.BEST_INTEREST: "barnets-beste",
    Part.DIALOGUE: "dialog-med-hjemmet",
    Part.DECISIONS: "reaksjoner-og-vedtak",
    Part.OWNER: "skoleeier-og-statsforvalter",
    Part.PREVENTION: "forebyggende-arbeid",
    Part.NEXT: "veien-videre",
    Part.OTHER: "andre-opplysninger",
}

OF_THE_SCHOOLS_ACCOUNT: Final = frozenset({Part.DUTIES, Part.PREVENTION, Part.NEXT})
"""What goes with the whole matter alone: how the school's duties stand, what it does for all, and what it does next."""

MADE: Final = frozenset({Part.STATEMENT, Part.DUTIES, Part.CHRONOLOGY, Part.PREVENTION, Part.NEXT})
"""Parts that are made of more than the events that stand in them."""

_OF_DUTY: Final = {
    SubDuty.FOLLOW_ALONG: Part.REPORT,
    SubDuty.INTERVENE: Part.REPORT,
    SubDuty.REPORT: Part.REPORT,
    SubDuty.INVESTIGATE: Part.INVESTIGATION,
    SubDuty.MEASURES: Part.MEASURES,
    SubDuty.DOCUMENT: Part.OTHER,
    SubDuty.PARTICIPATION: Part.VOICE,
    SubDuty.BEST_INTEREST: Part.BEST_INTEREST,
}

_OF_TOPIC: Final = {
    "access.DisagreementRegistered": Part.VOICE,
    "case.AdvanceNoticeSent": Part.DECISIONS,
    "case.ComplaintReceived": Part.DECISIONS,
    "case.ContactRhythmAgreed": Part.DIALOGUE,
    "case.FindingsShared": Part.DIALOGUE,
    "case.FollowUpHeld": Part.VOICE,
    "case.IndividualDecisionMade": Part.DECISIONS,
    "case.InformationSharedOnSchoolChange": Part.DECISIONS,
    "case.InformedOfEnforcementRight": Part.DIALOGUE,
    "case.InvestigationPostponed": Part.INVESTIGATION,
    "case.KickoffMeetingHeld": Part.DIALOGUE,
    "case.LetterSent": Part.DIALOGUE,
    "case.MessageToReporter": Part.REPORT,
    "case.OwnerAcknowledged": Part.OWNER,
    "case.OwnerNotified": Part.OWNER,
    "case.PlanAdopted": Part.PLAN,
    "case.PlanDrafted": Part.PLAN,
    "case.PlanEvaluated": Part.PLAN,
    "case.PlanRevised": Part.PLAN,
    "case.PoliceReportFiled": Part.DECISIONS,
    "case.PostClosureCheckDone": Part.VOICE,
    "case.ProposedMeasureDeclined": Part.DIALOGUE,
    "case.PupilInformedOfReceipt": Part.DIALOGUE,
    "case.RaisedWithPrincipal": Part.DIALOGUE,
    "case.ReceiptLetterSent": Part.DIALOGUE,
    "case.Referred": Part.DECISIONS,
    "case.ReferralAnswered": Part.DECISIONS,
    "case.SanctionApplied": Part.DECISIONS,
    "case.SeverityAssessed": Part.REPORT,
    "heightened.EmployeeInformedAndHeard": Part.INVESTIGATION,
    "heightened.OwnerNotifiedOfHeightenedReport": Part.OWNER,
    "intervention.InterventionReportedToGuardians": Part.DIALOGUE,
    "intervention.InterventionReportedToMunicipality": Part.OWNER,
}
"""Where another part than the sub-duty's is where a reader looks."""

_OF_GROUP: Final = {"enforcement": Part.OWNER, "avvik": Part.OWNER, "survey": Part.INVESTIGATION, "heightened": Part.REPORT}


def part_of(topic: str) -> Part:
    """The part in which an event of this topic is told in full."""
    if (found := _OF_TOPIC.get(topic)) is not None:
        return found
    group, _, _ = topic.partition(".")
    if group in _OF_GROUP:
        return _OF_GROUP[group]
    duty = by_topic(topic).duty
    return Part.OTHER if duty is None else _OF_DUTY[duty]
