"""What is grave: notices to the school owner, reports under § 12-5, physical interventions, sanctions, decisions and referrals."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    CASE,
    DOCUMENTED,
    IN_A_CASE,
    IN_A_HISTORY,
    WHEN,
    Table,
    day,
    flag,
    heightened_column,
    identity,
    moment,
    number,
    school_column,
    whole,
    word,
    words,
)

OWNER_NOTICES: Final = Table(
    name="owner_notices",
    meaning=(
        "One row per case that is serious or that the school owner was told of, and per physical intervention that the "
        "municipality must be told of or was. Notices under § 12-5 are in heightened_reports."
    ),
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        school_column("about", "VARCHAR", "`serious_case` or `physical_intervention`."),
        moment("arose_at", "When it was first assessed as serious, or happened.", "SeverityAssessed, PhysicalInterventionRecorded"),
        moment("owner_told_at", "When the owner was first told.", "OwnerNotified, InterventionReportedToMunicipality"),
        moment("owner_told_documented_at", "When that was written down.", "OwnerNotified, InterventionReportedToMunicipality"),
        school_column("through", "VARCHAR", "By what way the owner was told of a case.", "OwnerNotified"),
        flag("has_reference", "Whether the notice has a reference in the avvik system.", "OwnerNotified"),
        moment("acknowledged_at", "When the owner first confirmed it.", "OwnerAcknowledged"),
    ),
)
HEIGHTENED_REPORTS: Final = Table(
    name="heightened_reports",
    meaning=(
        "One row per report that a person who works at a school offends a pupil (§ 12-5). Kept apart: asked by nobody "
        "whose scope does not say so, and never compared school by school."
    ),
    is_fact=True,
    columns=(
        CASE,
        heightened_column("stream_id", "UUID", "The report's own history."),
        heightened_column("school", "VARCHAR", "The school's organisation number.", "envelope"),
        heightened_column("pupil_case", "UUID", "The pupil's own case, when there is one.", "HeightenedReportReceived"),
        heightened_column("suspected", "VARCHAR", "Employee or leader.", "HeightenedReportReceived"),
        heightened_column("reporter", "VARCHAR", "Who reported it.", "HeightenedReportReceived"),
        heightened_column("certainty", "VARCHAR", "Suspicion or knowledge.", "HeightenedReportReceived"),
        heightened_column(
            "received_by_owner", "BOOLEAN", "Whether it went straight to the municipality.", "HeightenedReportReceived"
        ),
        heightened_column("suspected_on", "DATE", "The day of the suspicion.", "HeightenedReportReceived"),
        heightened_column("received_at", "TIMESTAMP", "When it was received.", "HeightenedReportReceived"),
        heightened_column("received_documented_at", "TIMESTAMP", "When that was written down.", "HeightenedReportReceived"),
        heightened_column(
            "assessed_at", "TIMESTAMP", "When it was last assessed as groundless or not.", "ObviousGroundlessnessAssessed"
        ),
        heightened_column("obviously_groundless", "BOOLEAN", "That assessment.", "ObviousGroundlessnessAssessed"),
        heightened_column("owner_told_at", "TIMESTAMP", "When the municipality was first told.", "OwnerNotifiedOfHeightenedReport"),
        heightened_column("owner_told_through", "VARCHAR", "By what way.", "OwnerNotifiedOfHeightenedReport"),
        heightened_column("owner_acknowledged_at", "TIMESTAMP", "When the owner first confirmed it.", "OwnerAcknowledged"),
        heightened_column(
            "shut_out_at", "TIMESTAMP", "When the one who is suspected was first shut out of the matter.", "AccusedExcluded"
        ),
        heightened_column(
            "employee_heard_at", "TIMESTAMP", "When the employee was first told and heard.", "EmployeeInformedAndHeard"
        ),
        heightened_column(
            "conversations", "BIGINT", "How many conversations with the employee there were.", "EmployeeInformedAndHeard"
        ),
        heightened_column(
            "with_union", "BOOLEAN", "Whether a union representative was at any of them.", "EmployeeInformedAndHeard"
        ),
        heightened_column(
            "contradicted", "BOOLEAN", "Whether the employee was let answer in any of them.", "EmployeeInformedAndHeard"
        ),
        heightened_column("concluded_at", "TIMESTAMP", "When it was last concluded.", "HeightenedCaseConcluded"),
        heightened_column("outcome", "VARCHAR", "The last conclusion.", "HeightenedCaseConcluded"),
        heightened_column("pupil_is_safe", "BOOLEAN", "Whether the pupil was then found to be safe.", "HeightenedCaseConcluded"),
        heightened_column(
            "personnel_file", "BOOLEAN", "Whether there is a matter in the personnel archive.", "PersonnelFileReferenced"
        ),
    ),
)
PHYSICAL_INTERVENTIONS: Final = Table(
    name="physical_interventions",
    meaning="One row per physical intervention against a pupil (§§ 13-4, 13-5).",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        identity("pupil", "The pupil's pseudonym.", "PhysicalInterventionRecorded"),
        *WHEN,
        word("arena", "Where.", "PhysicalInterventionRecorded"),
        words("conditions", "On which of the conditions of § 13-4, a to d.", "PhysicalInterventionRecorded"),
        whole("witnesses", "How many witnesses are named.", "PhysicalInterventionRecorded"),
        flag("milder_means_tried", "Whether milder means were tried.", "PhysicalInterventionRecorded"),
        flag("repeated", "Whether it was not the first against the pupil.", "PhysicalInterventionRecorded"),
        flag("particularly_serious", "Whether it was particularly serious.", "PhysicalInterventionRecorded"),
        moment("principal_told_at", "When the principal was first told.", "InterventionReportedToPrincipal"),
        moment("guardians_told_at", "When the guardians were first told.", "InterventionReportedToGuardians"),
        moment("municipality_told_at", "When the municipality was first told.", "InterventionReportedToMunicipality"),
        moment("debriefed_at", "When it was first gone through afterwards.", "DebriefHeld"),
        flag("pupil_debriefed", "Whether the pupil took part in that.", "DebriefHeld"),
    ),
)
SANCTIONS: Final = Table(
    name="sanctions",
    meaning="One row per sanction by the school rules (§ 10-7).",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        identity("pupil", "The pupil's pseudonym.", "SanctionApplied"),
        word("scope", "Whom it hit; collective sanctions are not allowed.", "SanctionApplied"),
        word("decided_by", "Who decided it.", "SanctionApplied"),
        moment("applied_at", "When it was applied.", "SanctionApplied"),
        DOCUMENTED,
    ),
)
INDIVIDUAL_DECISIONS: Final = Table(
    name="individual_decisions",
    meaning="One row per individual decision: exclusion, change of school or another (§§ 13-1, 13-2), also when only announced.",
    is_fact=True,
    columns=(
        *IN_A_HISTORY,
        identity("decision", "The decision.", "AdvanceNoticeSent, IndividualDecisionMade, ComplaintReceived"),
        word("kind", "Kind of decision.", "IndividualDecisionMade, AdvanceNoticeSent"),
        moment("announced_at", "When it was announced to the party.", "AdvanceNoticeSent"),
        day("answer_by", "By when the party could answer.", "AdvanceNoticeSent"),
        moment("made_at", "When it was made; empty while it is only announced.", "IndividualDecisionMade"),
        moment("made_documented_at", "When that was written down.", "IndividualDecisionMade"),
        word("made_by", "Who made it.", "IndividualDecisionMade"),
        identity("pupil", "The pupil's pseudonym.", "IndividualDecisionMade"),
        whole("grade", "The pupil's grade.", "IndividualDecisionMade"),
        number("length", "How long an exclusion lasts, in its own unit.", "IndividualDecisionMade"),
        word("length_unit", "Clock hours, single lessons, the rest of the day or days.", "IndividualDecisionMade"),
        day("from_date", "From when.", "IndividualDecisionMade"),
        day("to_date", "Until when.", "IndividualDecisionMade"),
        word("receiving_school", "The new school at a change of school.", "IndividualDecisionMade"),
        flag("in_school_rules", "Whether the school rules allow it.", "IndividualDecisionMade"),
        flag("milder_means_considered", "Whether milder means were considered.", "IndividualDecisionMade"),
        flag("pupil_heard", "Whether the pupil was heard before.", "IndividualDecisionMade"),
        flag("guardians_told_before", "Whether the guardians were told before.", "IndividualDecisionMade"),
        flag("tells_of_complaint", "Whether it tells of the right to complain.", "IndividualDecisionMade"),
        moment("complained_at", "When it was first complained of.", "ComplaintReceived"),
        word("complainant", "Who complained first.", "ComplaintReceived"),
    ),
)
REFERRALS: Final = Table(
    name="referrals",
    meaning="One row per referral to another service, report to the police, and sharing with a pupil's new school.",
    is_fact=True,
    columns=(
        *IN_A_CASE,
        word("kind", "`referral`, `police_report` or `school_change`."),
        moment("sent_at", "When.", "Referred, PoliceReportFiled, InformationSharedOnSchoolChange"),
        DOCUMENTED,
        word("target", "To whom it was referred.", "Referred"),
        word("basis", "On what basis.", "Referred"),
        word("receiving_school", "The pupil's new school.", "InformationSharedOnSchoolChange"),
        flag("necessity_assessed", "Whether it was assessed what the new school needs.", "InformationSharedOnSchoolChange"),
        moment("answered_at", "When the other service first answered.", "ReferralAnswered"),
        flag("accepted", "Whether it took the matter up.", "ReferralAnswered"),
    ),
)

TABLES: Final = (OWNER_NOTICES, HEIGHTENED_REPORTS, PHYSICAL_INTERVENTIONS, SANCTIONS, INDIVIDUAL_DECISIONS, REFERRALS)
