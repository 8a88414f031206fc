"""The limits of opplæringsforskrifta § 20-5 for surveys that are not anonymous."""

from __future__ import annotations

from typing import assert_never

from events.lists.investigation import SurveyPurpose
from events.survey import NonAnonymousSurveyAssessed
from services.case_service.domain.command import Refused
from services.case_service.domain.survey.refusals import (
    NoGroundForSuspicion,
    NoOtherMethodTried,
    PupilsNamedInNegativeRelations,
)


def broken_limit(fact: NonAnonymousSurveyAssessed) -> Refused | None:
    """The limit that the survey breaks as it is described, or None when it keeps within them."""
    match fact.purpose:
        case SurveyPurpose.PREVENTION:
            if fact.names_pupils_in_negative_relations:
                return PupilsNamedInNegativeRelations("names_pupils_in_negative_relations")
        case SurveyPurpose.CONCRETE_SUSPICION:
            if not fact.grounds:
                return NoGroundForSuspicion("grounds")
            if not fact.other_methods_tried:
                return NoOtherMethodTried("other_methods_tried")
        case _:
            assert_never(fact.purpose)
    return None
