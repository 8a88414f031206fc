from datetime import date, timedelta

import pytest
from builders import NOON, bare, example, person
from given_when_then import THIS, given

from events.best_interest import BestInterestAssessed, WeighedMoment
from events.closing import CaseClosed, CaseReopened, PostClosureCheckDone, SafetyConfirmed
from events.concern import (
    CaseLinked,
    CaseOpened,
    CaseSplit,
    ConcernReceived,
    ImmediateMeasureTaken,
    PartyRoleChanged,
    PupilInformedOfReceipt,
    ReceiptLetterSent,
)
from events.investigation import ConversationHeld, ObservationLogged, SurveyResultUsed
from events.lists.people import PupilRole
from events.plan import (
    FollowUpHeld,
    MeasureAdded,
    MeasureEvaluated,
    MeasureExecuted,
    MeasureMissed,
    PlanAdopted,
    PlanDrafted,
    PlanEvaluated,
    PlanRevised,
)
from events.reactions import ComplaintReceived, IndividualDecisionMade, ReferralAnswered, Referred
from services.case_service.domain.case.commands import (
    ChangePartyRole,
    InformPupilOfReceipt,
    LinkCase,
    LogObservation,
    MakeIndividualDecision,
    OpenCase,
    ReceiveComplaint,
    ReceiveConcern,
    SendReceiptLetter,
    SplitCase,
    UseSurveyResult,
)
from services.case_service.domain.case.refusals import (
    AlreadyOpened,
    DecisionExists,
    LinkedToItself,
    SplitForOwnPupil,
    UnknownDecision,
)
from services.case_service.domain.matter.commands import (
    AddMeasure,
    AdoptPlan,
    AnswerReferral,
    AssessBestInterest,
    CheckAfterClosure,
    CloseCase,
    ConfirmSafety,
    DraftPlan,
    EvaluateMeasure,
    EvaluatePlan,
    ExecuteMeasure,
    HoldConversation,
    HoldFollowUp,
    MissMeasure,
    Refer,
    ReopenCase,
    RevisePlan,
    TakeImmediateMeasure,
)
from services.case_service.domain.matter.refusals import (
    AimedAtAnotherPupil,
    AnotherPupilsWord,
    MeasureExists,
    NoPlan,
    NotClosed,
    NotOpen,
    PlanVersionOutOfTurn,
    ReferralExists,
    UnknownMeasure,
    UnknownPupil,
    UnknownReferral,
)
from services.case_service.domain.refusals import (
    BlankText,
    DatesReversed,
    GradeUnknown,
    KnownBeforeItHappened,
    KnownLaterThanNow,
    NothingSaid,
    NotYetHappened,
    NumberTooLarge,
    NumberTooSmall,
)

LATER = NOON + timedelta(minutes=1)
FRIEND = person("friend")
STRANGER = person("stranger")

CONCERN = example(ConcernReceived)
OPENED = example(CaseOpened, pupil_role=PupilRole.EXPOSED)
MEASURED = example(MeasureAdded)
ADOPTED = example(PlanAdopted)
CLOSED = example(CaseClosed)
FRIEND_KNOWN = example(CaseSplit, pupil=FRIEND, pupil_role=PupilRole.OFFENDING)


def test_nothing_happens_in_the_future():
    given().when(ReceiveConcern(fact=CONCERN), occurred_at=LATER).then_refused(NotYetHappened, "occurred_at")


def test_nobody_learns_of_something_in_the_future():
    given().when(ReceiveConcern(fact=CONCERN), known_at=LATER).then_refused(KnownLaterThanNow, "known_at")


def test_nobody_knows_of_something_before_it_happened():
    earlier = NOON - timedelta(minutes=1)
    given().when(ReceiveConcern(fact=CONCERN), known_at=earlier).then_refused(KnownBeforeItHappened, "known_at")


def test_a_future_stays_impossible_in_an_earlier_systems_history():
    given().when(ReceiveConcern(fact=CONCERN), occurred_at=LATER, history=True).then_refused(NotYetHappened, "occurred_at")


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u00a0"])
def test_a_concern_has_words(blank):
    given().when(ReceiveConcern(fact=example(ConcernReceived, own_words=blank))).then_refused(NothingSaid, "own_words")


def test_a_blank_text_deep_inside_is_named_by_its_path():
    moments = (example(BestInterestAssessed).moments[0], bare_moment(information=" "))
    assessed = example(BestInterestAssessed, moments=moments)
    given(OPENED).when(AssessBestInterest(fact=assessed)).then_refused(NothingSaid, "moments.1.information")


def bare_moment(*, information: str) -> WeighedMoment:
    first = example(BestInterestAssessed).moments[0]
    return WeighedMoment(moment=first.moment, weight=first.weight, information=information)


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_text_that_may_be_left_out_is_left_out_or_says_something(blank):
    concern = example(ConcernReceived, interpretation=blank)
    given().when(ReceiveConcern(fact=concern)).then_refused(BlankText, "interpretation")
    unsaid = example(ConcernReceived, interpretation=None)
    given().when(ReceiveConcern(fact=unsaid)).then(unsaid)


@pytest.mark.parametrize("grade", [0, -1, 14])
def test_a_grade_lies_between_one_and_thirteen(grade):
    given().when(OpenCase(fact=example(CaseOpened, grade=grade))).then_refused(GradeUnknown, "grade")


@pytest.mark.parametrize("grade", [1, 10, 13])
def test_every_grade_of_school_is_known(grade):
    given().when(OpenCase(fact=example(CaseOpened, grade=grade))).then_recorded()


def test_a_survey_is_of_a_known_grade():
    given().when(UseSurveyResult(fact=example(SurveyResultUsed, grade=0))).then_refused(GradeUnknown, "grade")


@pytest.mark.parametrize("minutes", [0, -5])
def test_an_observation_lasts(minutes):
    logged = example(ObservationLogged, duration_minutes=minutes)
    given().when(LogObservation(fact=logged)).then_refused(NumberTooSmall, "duration_minutes")


def test_a_number_beyond_all_counting_is_refused():
    logged = example(ObservationLogged, duration_minutes=10**30)
    given().when(LogObservation(fact=logged)).then_refused(NumberTooLarge, "duration_minutes")


@pytest.mark.parametrize(("length", "refusal"), [(float("inf"), NumberTooLarge), (float("nan"), NumberTooSmall)])
def test_a_length_that_is_no_number_is_refused(length, refusal):
    decided = example(IndividualDecisionMade, length=length)
    given(OPENED).when(MakeIndividualDecision(fact=decided), history=True).then_refused(refusal, "length")


def test_nothing_ends_before_it_begins():
    taken = example(ImmediateMeasureTaken, from_date=date(2025, 9, 2), to_date=date(2025, 9, 1))
    given().when(TakeImmediateMeasure(fact=taken)).then_refused(DatesReversed, "to_date")


def test_no_measure_is_evaluated_before_it_begins():
    added = example(MeasureAdded, from_date=date(2025, 9, 2), evaluate_on=date(2025, 9, 1))
    given(OPENED).when(AddMeasure(fact=added)).then_refused(DatesReversed, "evaluate_on")


def test_a_measure_for_one_day_is_no_reversal():
    added = example(MeasureAdded, from_date=date(2025, 9, 2), to_date=date(2025, 9, 2), evaluate_on=date(2025, 9, 2))
    given(OPENED).when(AddMeasure(fact=added)).then(added)


def test_a_case_is_opened_once():
    given(OPENED).when(OpenCase(fact=OPENED)).then_refused(AlreadyOpened)


def test_a_case_is_opened_for_one_pupil():
    given(OPENED).when(OpenCase(fact=example(CaseOpened, pupil=FRIEND))).then_refused(AimedAtAnotherPupil, "pupil")


def test_a_plan_is_aimed_at_the_cases_own_pupil():
    plan = example(PlanAdopted, pupil=FRIEND)
    given(OPENED, MEASURED).when(AdoptPlan(fact=plan)).then_refused(AimedAtAnotherPupil, "pupil")


def test_a_second_exposed_pupil_needs_a_case_of_her_own():
    exposed = example(PartyRoleChanged, pupil=FRIEND, pupil_role=PupilRole.EXPOSED)
    given(OPENED, FRIEND_KNOWN).when(ChangePartyRole(fact=exposed)).then_refused(AimedAtAnotherPupil, "pupil")


def test_a_second_exposed_pupil_in_an_earlier_systems_case_is_recorded():
    exposed = example(PartyRoleChanged, pupil=FRIEND, pupil_role=PupilRole.EXPOSED)
    given(OPENED, FRIEND_KNOWN).when(ChangePartyRole(fact=exposed), history=True).then(exposed)


def test_the_exposed_pupil_is_named_in_the_case_of_the_one_who_offended():
    offender = example(CaseOpened, pupil_role=PupilRole.OFFENDING)
    exposed = example(PartyRoleChanged, pupil=FRIEND, pupil_role=PupilRole.EXPOSED)
    given(offender, FRIEND_KNOWN).when(ChangePartyRole(fact=exposed)).then(exposed)


def test_a_pupil_who_is_not_known_in_the_case_has_no_role_to_change():
    changed = example(PartyRoleChanged, pupil=STRANGER)
    given(OPENED).when(ChangePartyRole(fact=changed)).then_refused(UnknownPupil, "pupil")


def test_a_pupil_who_is_not_known_in_the_case_is_not_told_that_a_report_was_received():
    told = example(PupilInformedOfReceipt, pupil=STRANGER)
    given(OPENED).when(InformPupilOfReceipt(fact=told)).then_refused(UnknownPupil, "pupil")


def test_no_letter_of_receipt_goes_out_about_a_pupil_who_is_not_known_in_the_case():
    letter = example(ReceiptLetterSent, pupil=STRANGER)
    given(OPENED).when(SendReceiptLetter(fact=letter)).then_refused(UnknownPupil, "pupil")
    unnamed = example(ReceiptLetterSent, pupil=None)
    given(OPENED).when(SendReceiptLetter(fact=unnamed)).then(unnamed)


def test_a_pupil_who_is_not_known_in_the_case_has_no_follow_up_conversation():
    given(OPENED).when(HoldFollowUp(fact=example(FollowUpHeld, pupil=STRANGER))).then_refused(UnknownPupil, "pupil")


def test_another_pupil_cannot_say_that_the_pupil_is_safe():
    said = example(SafetyConfirmed, pupil=FRIEND)
    given(OPENED, FRIEND_KNOWN).when(ConfirmSafety(fact=said)).then_refused(AnotherPupilsWord, "pupil")


def test_another_pupil_cannot_answer_the_check_after_closing():
    check = example(PostClosureCheckDone, pupil=FRIEND)
    given(OPENED, CLOSED).when(CheckAfterClosure(fact=check)).then_refused(AnotherPupilsWord, "pupil")


def test_a_case_is_not_linked_to_itself():
    given(OPENED).when(LinkCase(fact=example(CaseLinked, other_case=THIS))).then_refused(LinkedToItself, "other_case")


def test_a_case_is_not_split_into_itself():
    split = example(CaseSplit, new_case=THIS, pupil=FRIEND)
    given(OPENED).when(SplitCase(fact=split)).then_refused(LinkedToItself, "new_case")


def test_what_is_split_off_concerns_another_pupil():
    given(OPENED).when(SplitCase(fact=example(CaseSplit))).then_refused(SplitForOwnPupil, "pupil")


def test_what_never_was_open_is_not_closed():
    given().when(CloseCase(fact=CLOSED)).then_refused(NotOpen)


def test_a_closed_case_is_not_closed_again():
    given(OPENED, CLOSED).when(CloseCase(fact=CLOSED)).then_refused(NotOpen)


@pytest.mark.parametrize("before", [(), (OPENED,), (OPENED, CLOSED, example(CaseReopened))])
def test_only_a_closed_case_is_reopened(before):
    given(*before).when(ReopenCase(fact=example(CaseReopened))).then_refused(NotClosed)


def test_nobody_asks_after_closing_in_a_case_that_was_never_closed():
    given(OPENED).when(CheckAfterClosure(fact=example(PostClosureCheckDone))).then_refused(NotClosed)


def test_an_earlier_systems_check_after_closing_is_recorded_though_the_closing_is_not():
    check = example(PostClosureCheckDone)
    given(OPENED).when(CheckAfterClosure(fact=check), history=True).then(check)


def test_a_check_after_closing_is_recorded_though_the_case_was_reopened():
    check = example(PostClosureCheckDone)
    given(OPENED, CLOSED, example(CaseReopened)).when(CheckAfterClosure(fact=check)).then(check)


def test_a_measure_is_set_in_once():
    given(OPENED, MEASURED).when(AddMeasure(fact=MEASURED)).then_refused(MeasureExists, "measure")


def test_only_a_known_measure_is_replaced():
    added = example(MeasureAdded, replaces=person("never set in"))
    given(OPENED).when(AddMeasure(fact=added)).then_refused(UnknownMeasure, "replaces")


@pytest.mark.parametrize(
    "command",
    [
        ExecuteMeasure(fact=example(MeasureExecuted)),
        MissMeasure(fact=example(MeasureMissed)),
        EvaluateMeasure(fact=example(MeasureEvaluated)),
        HoldConversation(fact=example(ConversationHeld)),
    ],
    ids=lambda command: type(command).__name__,
)
def test_only_a_known_measure_is_spoken_of(command):
    given(OPENED).when(command).then_refused(UnknownMeasure, "measure")
    given(OPENED).when(command, history=True).then_refused(UnknownMeasure, "measure")


@pytest.mark.parametrize(
    "command",
    [AdoptPlan(fact=ADOPTED), DraftPlan(fact=example(PlanDrafted))],
    ids=lambda command: type(command).__name__,
)
def test_a_plan_lists_known_measures(command):
    given(OPENED).when(command).then_refused(UnknownMeasure, "measures")


def test_an_earlier_systems_plan_may_list_what_was_set_in_later():
    given(OPENED).when(AdoptPlan(fact=ADOPTED), history=True).then(ADOPTED)


@pytest.mark.parametrize("version", [2, 3])
def test_the_first_plan_is_version_one(version):
    plan = example(PlanAdopted, plan_version=version)
    given(OPENED, MEASURED).when(AdoptPlan(fact=plan)).then_refused(PlanVersionOutOfTurn, "plan_version")


@pytest.mark.parametrize("version", [1, 3])
def test_a_revised_plan_has_the_next_version(version):
    revised = example(PlanRevised, plan_version=version)
    given(OPENED, MEASURED, ADOPTED).when(RevisePlan(fact=revised)).then_refused(PlanVersionOutOfTurn, "plan_version")


def test_a_draft_has_the_version_that_it_would_be_adopted_as():
    draft = example(PlanDrafted, plan_version=1)
    given(OPENED, MEASURED, ADOPTED).when(DraftPlan(fact=draft)).then_refused(PlanVersionOutOfTurn, "plan_version")


def test_an_earlier_system_may_have_lost_versions_but_never_goes_backwards():
    case = given(OPENED, MEASURED, ADOPTED)
    case.when(RevisePlan(fact=example(PlanRevised, plan_version=4)), history=True).then_recorded()
    backwards = RevisePlan(fact=example(PlanRevised, plan_version=1))
    case.when(backwards, history=True).then_refused(PlanVersionOutOfTurn, "plan_version")


def test_only_an_adopted_plan_is_revised():
    given(OPENED, MEASURED).when(RevisePlan(fact=example(PlanRevised))).then_refused(NoPlan)


def test_an_earlier_systems_revision_is_recorded_though_the_adoption_is_not():
    revised = example(PlanRevised)
    given(OPENED, MEASURED).when(RevisePlan(fact=revised), history=True).then(revised)


def test_only_an_adopted_plan_is_evaluated():
    given(OPENED, MEASURED).when(EvaluatePlan(fact=example(PlanEvaluated))).then_refused(NoPlan)


def test_a_complaint_is_against_a_known_decision():
    given(OPENED).when(ReceiveComplaint(fact=example(ComplaintReceived))).then_refused(UnknownDecision, "decision")


def test_a_decision_is_made_once():
    decided = bare(IndividualDecisionMade)
    given(OPENED, decided).when(MakeIndividualDecision(fact=decided)).then_refused(DecisionExists, "decision")


def test_only_a_known_referral_is_answered():
    given(OPENED).when(AnswerReferral(fact=example(ReferralAnswered))).then_refused(UnknownReferral, "referral")


def test_a_referral_is_made_once():
    referred = example(Referred)
    given(OPENED, referred).when(Refer(fact=referred)).then_refused(ReferralExists, "referral")
