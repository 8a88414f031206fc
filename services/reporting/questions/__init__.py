"""What can be asked of the warehouse: every question by name and with its parameters, and on whose behalf. Never SQL."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from services.reporting.questions.avvik import AvvikCounts, AvvikListed, AvvikPerMonth, AvvikQuestion, AvvikState
from services.reporting.questions.base import Question, Scope
from services.reporting.questions.cases import CaseDuties, CaseObligations, Cases, CaseTimeline, Overdue
from services.reporting.questions.deadlines import DeadlineQuestion, DueCounts, DueItems, DuePerDay
from services.reporting.questions.overview import LogPosition, MunicipalityOverview, MunicipalityTotals
from services.reporting.questions.quality import Oddities, QualityFindings, QualityQuestion, RecordingDelays

AnyQuestion: TypeAlias = (
    MunicipalityOverview
    | MunicipalityTotals
    | Cases
    | CaseObligations
    | CaseDuties
    | CaseTimeline
    | Overdue
    | LogPosition
    | AvvikQuestion
    | DeadlineQuestion
    | QualityQuestion
)


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question and its scope, as they go over the socket."""

    scope: Scope
    question: AnyQuestion


__all__ = [
    "AnyQuestion",
    "Asked",
    "AvvikCounts",
    "AvvikListed",
    "AvvikPerMonth",
    "AvvikState",
    "CaseDuties",
    "CaseObligations",
    "CaseTimeline",
    "Cases",
    "DueCounts",
    "DueItems",
    "DuePerDay",
    "LogPosition",
    "MunicipalityOverview",
    "MunicipalityTotals",
    "Oddities",
    "Overdue",
    "QualityFindings",
    "Question",
    "RecordingDelays",
    "Scope",
]
