"""What can be asked of the warehouse: every question by name and with its parameters, and on whose behalf. Never SQL."""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec

from services.reporting.questions.avvik import AvvikCounts, AvvikListed, AvvikPerMonth, AvvikQuestion, AvvikState, AvvikWay
from services.reporting.questions.base import Question, Scope
from services.reporting.questions.cases import CaseDuties, CaseObligations, Cases, CaseTimeline, Overdue
from services.reporting.questions.deadlines import DeadlineQuestion, DueCounts, DueItems, DuePerDay, DueWay, Standing
from services.reporting.questions.enforcement import (
    CountedBy,
    EnforcementFigures,
    EnforcementListed,
    EnforcementQuestion,
    Fines,
    HeightenedCounts,
    OwnerNoticeCounts,
)
from services.reporting.questions.measures import MeasureCounts, MeasureFigure, MeasureQuestion, MeasuresListed, MeasureWay
from services.reporting.questions.nation import Counties, NationFigures, NationMembers, NationQuestion, NationWithheld
from services.reporting.questions.overview import LogPosition, MunicipalityOverview, MunicipalityTotals, Schools
from services.reporting.questions.published import Published, PublishedQuestion, Releases
from services.reporting.questions.quality import Corrections, Freshness, Oddities, QualityFindings, QualityQuestion, RecordingDelays
from services.reporting.questions.responses import ResponseQuestion
from services.reporting.questions.year import InternalControl, LateRecorded, WheelCompletion, YearQuestion

AnyQuestion: TypeAlias = (
    MunicipalityOverview
    | MunicipalityTotals
    | Cases
    | CaseObligations
    | CaseDuties
    | CaseTimeline
    | Overdue
    | LogPosition
    | Schools
    | AvvikQuestion
    | DeadlineQuestion
    | QualityQuestion
    | MeasureQuestion
    | PublishedQuestion
    | NationQuestion
    | EnforcementQuestion
    | ResponseQuestion
    | YearQuestion
)


class Asked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question and its scope."""

    scope: Scope
    question: AnyQuestion


Sitting: TypeAlias = Annotated[tuple[Asked, ...], msgspec.Meta(min_length=1, max_length=64)]
"""What goes over the socket: questions that are answered together."""


__all__ = [
    "AnyQuestion",
    "Asked",
    "AvvikCounts",
    "AvvikListed",
    "AvvikPerMonth",
    "AvvikState",
    "AvvikWay",
    "CaseDuties",
    "CaseObligations",
    "CaseTimeline",
    "Cases",
    "Corrections",
    "CountedBy",
    "Counties",
    "DueCounts",
    "DueItems",
    "DuePerDay",
    "DueWay",
    "EnforcementFigures",
    "EnforcementListed",
    "Fines",
    "Freshness",
    "HeightenedCounts",
    "InternalControl",
    "LateRecorded",
    "LogPosition",
    "MeasureCounts",
    "MeasureFigure",
    "MeasureWay",
    "MeasuresListed",
    "MunicipalityOverview",
    "MunicipalityTotals",
    "NationFigures",
    "NationMembers",
    "NationWithheld",
    "Oddities",
    "Overdue",
    "OwnerNoticeCounts",
    "Published",
    "QualityFindings",
    "Question",
    "RecordingDelays",
    "Releases",
    "Schools",
    "Scope",
    "Sitting",
    "Standing",
    "WheelCompletion",
]
