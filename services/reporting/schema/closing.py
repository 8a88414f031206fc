"""Afterwards and beside: follow-up, closing and reopening, what people were told, and what was put right."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    CASE,
    EVENT,
    IN_A_CASE,
    OF_AN_EVENT_IN_A_CASE,
    SCHOOL,
    STREAM_ID,
    WHEN,
    Sensitivity,
    Table,
    day,
    flag,
    identity,
    moment,
    school_column,
    whole,
    word,
    words,
)

_ASKED: Final = "FollowUpHeld, SafetyConfirmed, PostClosureCheckDone"
_TOLD: Final = (
    "PupilInformedOfReceipt, ReceiptLetterSent, FindingsShared, InformedOfEnforcementRight, LetterSent, MessageToReporter"
)
_OF_ANY_EVENT: Final = (CASE, STREAM_ID, school_column("stream", "VARCHAR", "Kind of history.", "envelope"), EVENT, SCHOOL)

FOLLOW_UPS: Final = Table(
    name="follow_ups",
    meaning="One row per time follow-up of the pupil was agreed, or the pupil was asked how it is.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT_IN_A_CASE,
        word(
            "kind",
            "`held`, `safety_confirmed`, `check_after_closing`, `rhythm_agreed` (with the home) or `follow_up_agreed`.",
            "FollowUpHeld, SafetyConfirmed, PostClosureCheckDone, ContactRhythmAgreed, FollowUpAgreed",
        ),
        identity("pupil", "The pupil's pseudonym.", _ASKED),
        whole("experience", "How the pupil has it.", _ASKED, "1 to 10"),
        flag("pupil_is_safe", "Whether the pupil says that it is safe.", "SafetyConfirmed, PostClosureCheckDone"),
        flag("guardians_agree", "Whether the guardians agree.", "SafetyConfirmed"),
        word("rhythm", "How often.", "FollowUpHeld, ContactRhythmAgreed"),
        day("next_on", "The day that was set for the next one.", "FollowUpHeld"),
        day("until_date", "Until when it was agreed.", "ContactRhythmAgreed, FollowUpAgreed"),
        *WHEN,
    ),
)
CLOSINGS: Final = Table(
    name="closings",
    meaning="One row per closing of a case, with the check afterwards, and the reopening that ended it.",
    is_fact=True,
    columns=(
        *IN_A_CASE,
        whole("number", "Which closing, from 1.", "CaseReopened"),
        moment("closed_at", "When it was closed.", "CaseClosed"),
        moment("documented_at", "When the closing was written down.", "envelope"),
        word("reason", "Why.", "CaseClosed"),
        flag("pupil_agrees", "Whether the pupil agrees.", "CaseClosed"),
        whole("remaining_items", "What was left to do.", "CaseClosed", "items"),
        moment("asked_at", "When the pupil was last asked before it.", "SafetyConfirmed"),
        flag("pupil_is_safe", "What the pupil said then.", "SafetyConfirmed"),
        flag("guardians_agree", "What the guardians said then.", "SafetyConfirmed"),
        moment("checked_at", "When the school first asked again after it.", "PostClosureCheckDone"),
        flag("safe_when_checked", "What the pupil said at the last check.", "PostClosureCheckDone"),
        whole("experience_when_checked", "How the pupil had it at the last check.", "PostClosureCheckDone", "1 to 10"),
        moment("reopened_at", "When it was opened again.", "CaseReopened"),
        word("reopened_because", "Why.", "CaseReopened"),
        identity("because_of", "The event or matter that it was opened again for.", "CaseReopened"),
    ),
)
INFORMATION_GIVEN: Final = Table(
    name="information_given",
    meaning="One row per time that pupil, guardians, class or others were told something, by letter or otherwise.",
    is_fact=True,
    columns=(
        *_OF_ANY_EVENT,
        word(
            "kind", "`receipt`, `receipt_letter`, `findings`, `enforcement_right`, `letter` or `message` (to who reported).", _TOLD
        ),
        word("letter", "What a letter is for.", "LetterSent"),
        words("recipients", "Who was told.", _TOLD),
        word("delivery", "How a letter reached them.", "ReceiptLetterSent, LetterSent"),
        flag("in_writing", "Whether it was in writing.", _TOLD),
        flag(
            "enforcement_right",
            "Whether they were told that they may report the matter to Statsforvalteren.",
            "InformedOfEnforcementRight, ReceiptLetterSent",
        ),
        *WHEN,
    ),
)
CORRECTIONS: Final = Table(
    name="corrections",
    meaning=(
        "One row per piece of information that was put right, or that somebody disagrees with. What is right is sealed, so a "
        "figure keeps what was written first; these rows say where."
    ),
    is_fact=True,
    columns=(
        *_OF_ANY_EVENT,
        word("kind", "`corrected` or `disagreed`.", "InformationCorrected, DisagreementRegistered"),
        identity("about_event", "The event that it is about.", "InformationCorrected, DisagreementRegistered"),
        word("field", "What in it was wrong.", "InformationCorrected", Sensitivity.OPEN),
        *WHEN,
    ),
)

TABLES: Final = (FOLLOW_UPS, CLOSINGS, INFORMATION_GIVEN, CORRECTIONS)
