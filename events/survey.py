"""B. Surveys: those that are not anonymous, within the limits of opplæringsforskrifta § 20-5, and published results."""

from datetime import date
from uuid import UUID

import msgspec

from events.base import Event, Stream, SubDuty, fact
from events.lists.investigation import Method, SurveyIndicator, SurveyPurpose, SurveySource, SurveyTool, SuspicionGround
from events.sealing import Sealed, WorkingNote


@fact("survey.NonAnonymousSurveyAssessed", Stream.SURVEY, duty=SubDuty.INVESTIGATE)
class NonAnonymousSurveyAssessed(Event, frozen=True, kw_only=True):
    """The school assessed whether a survey that is not anonymous may be used, and how.

    Opplæringsforskrifta § 20-5.
    """

    purpose: SurveyPurpose
    tool: SurveyTool
    case: UUID | None = None
    grade: int | None = None
    suitable: bool
    least_intrusive: bool
    other_methods_tried: tuple[Method, ...] = ()
    grounds: tuple[SuspicionGround, ...] = ()
    subsection: int | None = None
    names_pupils_in_negative_relations: bool
    questions_approved: bool
    approved_by: UUID | None = None
    reason: Sealed[str]


@fact("survey.NonAnonymousSurveyRun", Stream.SURVEY, duty=SubDuty.INVESTIGATE)
class NonAnonymousSurveyRun(Event, frozen=True, kw_only=True):
    """The survey was carried out.

    Opplæringsforskrifta § 20-5.
    """

    tool: SurveyTool
    from_date: date
    to_date: date
    invited: int
    answered: int
    raw_answers: WorkingNote[str] | None = None


@fact("survey.SurveyAnswersVerified", Stream.SURVEY, duty=SubDuty.INVESTIGATE)
class SurveyAnswersVerified(Event, frozen=True, kw_only=True):
    """The school checked that what the answers say is right, before any measure builds on them.

    Opplæringsforskrifta § 20-5.
    """

    verified_by: UUID
    methods: tuple[Method, ...]
    confirmed: bool
    summary: Sealed[str]


class SurveyResult(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One published number: an indicator of a grade, or of the whole school. Few answers are published as suppressed."""

    indicator: SurveyIndicator
    grade: int | None = None
    value: float | None = None
    answered: int | None = None
    suppressed: bool = False


@fact("survey.SurveyResultsImported", Stream.SURVEY, duty=SubDuty.FOLLOW_ALONG)
class SurveyResultsImported(Event, frozen=True, kw_only=True):
    """The school's results of an anonymous survey were taken in as published.

    Opplæringslova § 12-4 første ledd (følgje med); opplæringsforskrifta § 20-4 (Elevundersøkelsen).
    """

    source: SurveySource
    school_year_from: int
    results: tuple[SurveyResult, ...]
    sha256: str | None = None
