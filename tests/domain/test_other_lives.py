"""The ten streams beside the cases, each lived through whole: every event has a command, and the command produces it."""

from datetime import date, timedelta
from hashlib import sha256

import pytest
from builders import NOON, example, person
from given_when_then import given
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from test_refusal_texts import REFUSALS

from events import Stream, catalogue
from events.access import (
    AccessDenialLifted,
    AccessDenied,
    AccessGranted,
    AccessRemoved,
    BreachNotifiedToAuthority,
    BreakGlassReviewed,
    BreakGlassUsed,
    ContentRead,
    LoginAdministered,
    PersonalDataBreachReported,
    PersonBlocked,
    PersonUnblocked,
    ReadingReviewed,
    UnusualReadingDetected,
)
from events.archive import (
    Archived,
    DisposalApproved,
    DisposalStopped,
    Disposed,
    ErasureAnswered,
    ErasureRequested,
    LegalHoldLifted,
    LegalHoldPlaced,
)
from events.avvik import (
    AvvikCauseFound,
    AvvikClosed,
    AvvikEffectChecked,
    AvvikExported,
    AvvikMeasureDecided,
    AvvikMeasureDone,
    AvvikRaised,
    AvvikRegisteredExternally,
    AvvikReopened,
)
from events.concern import OwnerAcknowledged
from events.correction import DisagreementRegistered, InformationCorrected
from events.disclosure import DisclosureAnswered, DisclosureRequested
from events.documents import DocumentAdded, LetterSent
from events.enforcement import (
    AccountApproved,
    AccountSent,
    CoerciveFineImposed,
    CoerciveFineReduced,
    CoerciveFineStopped,
    CoerciveFineWarned,
    ComplaintToUdirLodged,
    DeadlineExtended,
    DeadlineExtensionRequested,
    OrderItemCompleted,
    OrderItemIssued,
    PupilHeardByStatsforvalter,
    ReportedToStatsforvalter,
    StatsforvalterCaseClosed,
    StatsforvalterDecisionReceived,
    StatsforvalterFollowUpSent,
    StatsforvalterMeetingHeld,
    StatsforvalterRejected,
    StatsforvalterRequestedInformation,
    UdirDecided,
)
from events.intervention import (
    DebriefHeld,
    InterventionReportedToGuardians,
    InterventionReportedToMunicipality,
    InterventionReportedToPrincipal,
    PhysicalInterventionRecorded,
)
from events.investigation import SchoolyardMapCollected
from events.lists.access import DisposalBasis
from events.lists.decisions import FineUnit
from events.lists.people import Role
from events.lists.year import WheelTask
from events.municipality import (
    AvvikSystemChosen,
    BackupRestored,
    LetterTemplateAdopted,
    LocalRulebookAdopted,
    RetentionRuleSet,
    TenantKeyReplaced,
    TextChanged,
    WebhookRegistered,
    WebhookRemoved,
)
from events.organisation import (
    DeputyAppointed,
    KioskCodeIssued,
    KioskCodeRevoked,
    PrincipalAppointed,
    PrivacyTrainingAttested,
    PupilCountReported,
    RulebookChosen,
    SchoolDayClosed,
    SchoolDayReopened,
    SchoolDiscontinued,
    SchoolMapPublished,
    SchoolRegistered,
    SchoolRenamed,
    StaffMemberLeft,
    StaffMemberRegistered,
    StaffRoleAssigned,
    StaffRoleEnded,
)
from events.pupil import (
    GuardianRegistered,
    GuardianRemoved,
    PupilEnrolled,
    PupilIdentityCorrected,
    PupilLeftSchool,
    PupilRegistered,
)
from events.sealing import RetentionClass
from events.survey import NonAnonymousSurveyAssessed, NonAnonymousSurveyRun, SurveyAnswersVerified, SurveyResultsImported
from events.wheel import (
    AnnualWheelOpened,
    ClassTalksHeld,
    CorrectionDeclared,
    InspectionOrderReceived,
    InspectionReportReceived,
    RequiredReadingSet,
    RoutineRead,
    RoutineVersioned,
    SupervisionAbsenceCovered,
    SupervisionPlanAdopted,
    WheelTaskDone,
    WheelTaskHandedOver,
    WheelTaskPlanned,
    WheelTaskPostponed,
)
from services.case_service.domain import STREAMS, command_for
from services.case_service.domain.enforcement.fine import Fine, Rate, accrued, reduced
from texts import catalogue as all_texts

IN_OCTOBER = date(2025, 10, 15)

LETTERS_AND_DOCUMENTS = (example(LetterSent), example(DocumentAdded))
IN_ANY_ARCHIVED_MATTER = (example(InformationCorrected), example(DisagreementRegistered), example(Archived))

APPROVERS = (person("first approver"), person("second approver"))

LIVES = {
    Stream.ENFORCEMENT: (
        example(ReportedToStatsforvalter),
        example(StatsforvalterRejected),
        example(StatsforvalterRequestedInformation, answer_by=NOON.date()),
        example(DeadlineExtensionRequested, new_date=IN_OCTOBER),
        example(DeadlineExtended, answer_by=IN_OCTOBER),
        example(AccountApproved),
        example(AccountSent),
        example(StatsforvalterMeetingHeld),
        example(PupilHeardByStatsforvalter),
        example(StatsforvalterDecisionReceived),
        example(OrderItemIssued),
        example(OrderItemCompleted),
        example(StatsforvalterFollowUpSent),
        example(CoerciveFineWarned),
        example(CoerciveFineImposed, amount=3_000),
        example(CoerciveFineReduced, amount=1_000),
        example(CoerciveFineStopped),
        example(ComplaintToUdirLodged),
        example(UdirDecided),
        example(StatsforvalterCaseClosed),
        *LETTERS_AND_DOCUMENTS,
        *IN_ANY_ARCHIVED_MATTER,
    ),
    Stream.AVVIK: (
        example(AvvikRaised),
        example(AvvikRegisteredExternally),
        example(AvvikExported),
        example(AvvikCauseFound),
        example(AvvikMeasureDecided),
        example(AvvikMeasureDone),
        example(AvvikEffectChecked),
        example(AvvikClosed),
        example(AvvikReopened),
    ),
    Stream.PHYSICAL_INTERVENTION: (
        example(PhysicalInterventionRecorded),
        example(InterventionReportedToPrincipal),
        example(InterventionReportedToGuardians),
        example(InterventionReportedToMunicipality),
        example(OwnerAcknowledged),
        example(DebriefHeld),
        *LETTERS_AND_DOCUMENTS,
        *IN_ANY_ARCHIVED_MATTER,
    ),
    Stream.SURVEY: (
        example(NonAnonymousSurveyAssessed, names_pupils_in_negative_relations=False),
        example(NonAnonymousSurveyRun),
        example(SurveyAnswersVerified),
        example(SchoolyardMapCollected),
        example(SurveyResultsImported),
    ),
    Stream.ANNUAL_WHEEL: (
        example(AnnualWheelOpened),
        example(WheelTaskPlanned),
        example(WheelTaskPostponed, due_on=IN_OCTOBER),
        example(WheelTaskHandedOver),
        example(ClassTalksHeld, kind=WheelTask.PUPIL_TALKS),
        example(WheelTaskDone),
        example(SupervisionPlanAdopted),
        example(SupervisionAbsenceCovered),
        example(RoutineVersioned),
        example(RequiredReadingSet),
        example(RoutineRead),
        example(InspectionReportReceived),
        example(InspectionOrderReceived),
        example(CorrectionDeclared),
    ),
    Stream.SCHOOL: (
        example(SchoolRegistered),
        example(SchoolRenamed),
        example(PupilCountReported),
        example(PrincipalAppointed),
        example(DeputyAppointed),
        example(KioskCodeIssued),
        example(KioskCodeRevoked),
        example(SchoolMapPublished),
        example(SchoolDayClosed),
        example(SchoolDayReopened),
        example(RulebookChosen),
        example(SchoolDiscontinued),
    ),
    Stream.STAFF_MEMBER: (
        example(StaffMemberRegistered),
        example(StaffRoleAssigned, role=Role.EMPLOYEE, at_school="999888777"),
        example(PrivacyTrainingAttested),
        example(StaffRoleEnded, role=Role.EMPLOYEE, at_school="999888777"),
        example(StaffMemberLeft),
    ),
    Stream.PUPIL: (
        example(PupilRegistered),
        example(PupilIdentityCorrected),
        example(PupilEnrolled),
        example(GuardianRegistered),
        example(GuardianRemoved),
        example(PupilLeftSchool),
    ),
    Stream.MUNICIPALITY: (
        example(LetterTemplateAdopted),
        example(TextChanged),
        example(LocalRulebookAdopted, sha256=sha256(example(LocalRulebookAdopted).source_toml.encode()).hexdigest()),
        example(RetentionRuleSet, keep_months=None),
        example(AvvikSystemChosen),
        example(WebhookRegistered, url="https://example.test/varde", topics=("case.CaseClosed",)),
        example(WebhookRemoved),
        example(TenantKeyReplaced),
        example(BackupRestored),
    ),
    Stream.ACCESS: (
        example(AccessGranted),
        example(ContentRead),
        example(AccessRemoved),
        example(BreakGlassUsed, until=NOON + timedelta(hours=1)),
        example(BreakGlassReviewed),
        example(UnusualReadingDetected),
        example(ReadingReviewed),
        example(LoginAdministered),
        example(AccessDenied),
        example(AccessDenialLifted),
        example(DisclosureRequested),
        example(DisclosureAnswered),
        example(LegalHoldPlaced),
        example(LegalHoldLifted),
        *(example(DisposalApproved, retention=RetentionClass.WORKING_NOTE, approved_by=one) for one in APPROVERS),
        example(Disposed, retention=RetentionClass.WORKING_NOTE, approvers=APPROVERS),
        example(DisposalApproved, disposal=person("another disposal"), basis=DisposalBasis.REGISTERED_IN_ERROR),
        example(DisposalStopped, disposal=person("another disposal")),
        example(ErasureRequested),
        example(ErasureAnswered),
        example(PersonalDataBreachReported),
        example(BreachNotifiedToAuthority),
        example(PersonBlocked),
        example(PersonUnblocked),
        *IN_ANY_ARCHIVED_MATTER,
    ),
}


def commands_of(stream):
    kinds = {type(fact): kind.topic for kind in catalogue() for fact in LIVES[stream] if kind.cls is type(fact)}
    return [command_for(stream, kinds[type(fact)])(fact=fact) for fact in LIVES[stream]]


@pytest.mark.parametrize("stream", LIVES, ids=str)
def test_a_life_holds_every_event_of_its_stream(stream):
    assert {type(fact) for fact in LIVES[stream]} == {kind.cls for kind in catalogue() if stream in kind.streams}


@pytest.mark.parametrize("stream", LIVES, ids=str)
@pytest.mark.parametrize("history", [False, True], ids=["made in Varde", "told by an earlier system"])
def test_every_command_of_a_life_produces_its_event(stream, history):
    lived = given(stream=stream)
    for command in commands_of(stream):
        outcome = lived.when(command, history=history).then(command.fact)
        lived = given(*lived.events, *outcome.events, stream=stream)
    assert lived.events == LIVES[stream]


@pytest.mark.parametrize("stream", LIVES, ids=str)
def test_any_fact_may_come_first_and_last_in_an_old_log(stream):
    for fact in LIVES[stream]:
        assert given(fact, stream=stream).state == given(fact, stream=stream).state
        assert given(*LIVES[stream], fact, stream=stream).state is not None


def test_every_stream_decides_by_its_own_rules():
    assert set(STREAMS) == set(Stream)
    assert all(rules.stream is stream for stream, rules in STREAMS.items())


@pytest.mark.parametrize("prefix", ["ENF", "AVV", "INT", "SUR", "WHL", "SCH", "STF", "PUP", "ACC", "MUN"])
def test_codes_are_numbered_without_gaps_and_each_has_its_text(prefix):
    codes = {refusal.code for refusal in REFUSALS if refusal.code.startswith(f"{prefix}-")}
    assert codes == {f"{prefix}-{number:03}" for number in range(1, len(codes) + 1)}
    assert codes == {key.removeprefix("refusal.") for key in all_texts() if key.startswith(f"refusal.{prefix}-")}


DAYS = st.dates(date(2022, 1, 1), date(2022, 12, 31))
RATES = st.builds(
    lambda amount, unit, from_date: Rate(amount=amount, unit=unit, from_date=from_date),
    st.integers(0, 30_000),
    st.sampled_from(FineUnit),
    DAYS,
)


def counted_day_by_day(fine, on):
    """The fine, counted as one does with a calendar and a pencil."""
    total, day = 0, fine.rates[0].from_date
    while True:
        rate = [rate for rate in fine.rates if rate.from_date <= day][-1]
        day += timedelta(days=7 if rate.unit is FineUnit.WEEK else 1)
        if day > min(on, fine.stopped_on or on):
            return total
        total += rate.amount


@settings(max_examples=200, deadline=None)
@for_all(RATES, st.lists(RATES, max_size=3), st.none() | DAYS, DAYS)
def test_a_fine_is_what_a_calendar_and_a_pencil_make_it(first, reductions, stopped_on, on):
    fine = Fine(rates=(first,))
    for rate in reductions:
        fine = reduced(fine, rate)
    fine = Fine(rates=fine.rates, stopped_on=stopped_on)
    assert accrued([fine], on) == counted_day_by_day(fine, on)
    assert accrued([fine], on) <= accrued([fine], on + timedelta(days=1))
