"""How a case is handled: from what was told and seen, through investigation, hearing and best interest."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    IN_A_CASE,
    OF_AN_EVENT,
    OF_AN_EVENT_IN_A_CASE,
    WHEN,
    Table,
    day,
    flag,
    identity,
    moment,
    number,
    whole,
    word,
    words,
)

_ROLE: Final = word("role", "The role in which it was done; the person is left out.", "envelope")

CONCERNS: Final = Table(
    name="concerns",
    meaning="One row per time somebody told or saw that a pupil may not be well. A concern that a case carries on keeps its row.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT,
        word(
            "kind",
            "`told`, `seen` (an adult noticed a sign) or `stopped` (an adult stopped an offence).",
            "ConcernReceived, ObservationNoted, IncidentIntervened",
        ),
        word("reporter", "Who told.", "ConcernReceived"),
        _ROLE,
        word("channel", "How it was said or sent.", "envelope"),
        word("concern", "What it is about.", "ConcernReceived, IncidentIntervened"),
        word("certainty", "Suspicion or knowledge.", "ConcernReceived"),
        words("arenas", "Where it happened.", "ConcernReceived, ObservationNoted, IncidentIntervened"),
        words("signs", "What was noticed in the pupil.", "ConcernReceived, ObservationNoted"),
        day("from_date", "The first day of what was told.", "ConcernReceived"),
        day("to_date", "The last day of what was told.", "ConcernReceived"),
        flag("asks_for_measures", "Whether measures were asked for.", "ConcernReceived"),
        flag("solved_on_the_spot", "Whether it was solved there and then.", "IncidentIntervened"),
        flag("conversations_agreed", "Whether conversations afterwards were agreed.", "IncidentIntervened"),
        flag("physical_intervention", "Whether it took a physical intervention.", "IncidentIntervened"),
        moment("known_at", "When someone at the school knew.", "envelope"),
        *WHEN,
        moment(
            "reported_at",
            "The first report to the principal after it was known; empty while there is none.",
            "ReportedToPrincipal, RaisedWithPrincipal",
        ),
        number(
            "hours_to_principal",
            "Clock hours, nights and weekends included, from known_at to reported_at.",
            "ReportedToPrincipal, RaisedWithPrincipal",
            "hours",
        ),
        flag("wants_answer", "Whether one who told without logging in wants an answer.", "ReporterCodeIssued"),
        whole("messages", "Messages from one who told without logging in.", "MessageFromReporter", "messages"),
        moment("answered_at", "When the school first wrote to one who told without logging in.", "MessageToReporter"),
        identity("joined_case", "The case that carries it on.", "ConcernJoined"),
    ),
)
PRINCIPAL_REPORTS: Final = Table(
    name="principal_reports",
    meaning="One row per time the principal was told, and what came of it.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT,
        word(
            "kind",
            "`reported` by an employee, or `raised` by pupil or guardians, from which the one-week rule counts.",
            "ReportedToPrincipal, RaisedWithPrincipal",
        ),
        word("reporter", "Who told the principal.", "ReportedToPrincipal, RaisedWithPrincipal"),
        word("certainty", "Suspicion or knowledge.", "ReportedToPrincipal"),
        flag("pupil_informed", "Whether the pupil was told of the report beforehand.", "ReportedToPrincipal"),
        flag("looks_closer_first", "Whether the employee wants to look closer first.", "ReportedToPrincipal"),
        moment("known_at", "When someone at the school knew.", "envelope"),
        *WHEN,
        moment("acknowledged_at", "When the principal confirmed it, at the earliest after it was told.", "PrincipalAcknowledged"),
        moment("pupil_told_at", "When the pupil was told that the principal has it.", "PupilInformedOfReceipt"),
    ),
)
SEVERITY_ASSESSMENTS: Final = Table(
    name="severity_assessments",
    meaning="One row per time the principal assessed whether the case is serious.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT,
        flag("serious", "What was found.", "SeverityAssessed"),
        words("criteria", "What makes it serious.", "SeverityAssessed"),
        words("vulnerabilities", "What special vulnerability is tied to.", "SeverityAssessed"),
        *WHEN,
        moment("superseded_at", "When it was assessed again.", "SeverityAssessed"),
    ),
)
CASE_PUPILS: Final = Table(
    name="case_pupils",
    meaning="One row per role that a pupil had in a matter, from when until when, by pseudonym; and per case that it is linked to.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT,
        identity("pupil", "The pupil's pseudonym; empty for a link.", "CaseOpened, PartyRoleChanged, CaseSplit"),
        word("pupil_role", "What the pupil is in the matter.", "CaseOpened, PartyRoleChanged, CaseSplit, CaseLinked"),
        word(
            "how",
            "`opened`, `changed`, `split` (the pupil got a case of her own) or `linked` (another case about the same matter).",
            "CaseOpened, PartyRoleChanged, CaseSplit, CaseLinked",
        ),
        whole("grade", "The pupil's grade at opening.", "CaseOpened"),
        identity("other_case", "The case that was split off, or that it is linked to.", "CaseSplit, CaseLinked"),
        *WHEN,
        moment("until_at", "When the pupil's role became another.", "PartyRoleChanged, CaseSplit"),
    ),
)
INVESTIGATIONS: Final = Table(
    name="investigations",
    meaning=(
        "One row per investigation. It ends when the analysis is concluded, and the next begins when another is planned after that."
    ),
    is_fact=True,
    columns=(
        *IN_A_CASE,
        whole("number", "Which of the case's investigations, from 1.", "AnalysisConcluded"),
        moment("planned_at", "When it was first planned; empty where nobody did.", "InvestigationPlanned"),
        moment(
            "first_step_at",
            "The first step, planning included.",
            "InvestigationPlanned, BullyingChecklistCompleted, KickoffMeetingHeld, ConversationHeld, PupilHeard, "
            "ObservationPlanned, ObservationLogged, SchoolyardMapCollected, SurveyResultUsed, EmployeeInformedAndHeard",
        ),
        moment("documented_at", "When the first of it was written down.", "envelope"),
        words("methods", "The methods of the last plan.", "InvestigationPlanned, InvestigationRevised"),
        whole("to_be_heard", "How many shall be heard by the last plan.", "InvestigationPlanned, InvestigationRevised", "persons"),
        flag("pupil_gave_input", "Whether the pupil gave input to any plan.", "InvestigationPlanned, InvestigationRevised"),
        flag("guardians_gave_input", "Whether the guardians gave input to any plan.", "InvestigationPlanned, InvestigationRevised"),
        day("finish_by", "The day that was last set for finishing.", "InvestigationPlanned, InvestigationRevised"),
        whole("revised", "How often the plan was changed.", "InvestigationRevised"),
        whole("postponed", "How often it was put off.", "InvestigationPostponed"),
        day("postponed_to", "The day it was last put off to.", "InvestigationPostponed"),
        word("postponed_because", "Why it was last put off.", "InvestigationPostponed"),
        moment("kickoff_at", "The kick-off meeting with the home.", "KickoffMeetingHeld"),
        whole("conversations", "Conversations held in it.", "ConversationHeld, EmployeeInformedAndHeard"),
        whole("hearings", "Times that a pupil was heard in it, or offered it.", "PupilHeard"),
        whole("checklists", "Checklists for bullying gone through.", "BullyingChecklistCompleted"),
        whole("observations_planned", "Observations planned.", "ObservationPlanned"),
        whole("observations", "Observations carried out.", "ObservationLogged"),
        whole("observed_minutes", "How long was observed.", "ObservationLogged", "minutes"),
        whole("maps", "Times that pupils marked a map.", "SchoolyardMapCollected"),
        whole("surveys_used", "Times that results of an anonymous survey were used.", "SurveyResultUsed"),
        moment("concluded_at", "When the analysis was concluded; empty while it is not.", "AnalysisConcluded"),
        flag("pupil_is_safe", "What the analysis says about the pupil.", "AnalysisConcluded"),
        words("levels", "The levels that the analysis found something on.", "AnalysisConcluded"),
        moment("findings_shared_at", "When the findings were first told.", "FindingsShared"),
    ),
)
CONVERSATIONS: Final = Table(
    name="conversations",
    meaning="One row per conversation or kick-off meeting that was held.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT_IN_A_CASE,
        word(
            "kind",
            "Whom it was with, and for what; `kickoff_meeting` for the meeting with the home.",
            "ConversationHeld, KickoffMeetingHeld",
        ),
        word("with_whom", "`pupil`, `guardians`, `employee` or `class`.", "ConversationHeld, KickoffMeetingHeld"),
        _ROLE,
        identity("person", "Whom it was with, by pseudonym.", "ConversationHeld"),
        flag("purpose_explained", "Whether it was said what it is for.", "ConversationHeld, KickoffMeetingHeld"),
        flag("use_explained", "Whether it was said what it will be used for.", "ConversationHeld"),
        flag("one_at_a_time", "Whether those who offend were talked with one at a time.", "ConversationHeld"),
        whole("place_in_order", "Which in the order of such talks.", "ConversationHeld"),
        flag("pupil_present", "Whether the pupil was at the meeting.", "KickoffMeetingHeld"),
        flag("guardians_present", "Whether the guardians were at the meeting.", "KickoffMeetingHeld"),
        identity("measure", "The measure that it is a part of.", "ConversationHeld"),
        day("next_on", "The day that was set for the next one.", "ConversationHeld, KickoffMeetingHeld"),
        *WHEN,
    ),
)
HEARINGS: Final = Table(
    name="hearings",
    meaning="One row per time a pupil was heard, or was offered it and did not wish to say anything.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT_IN_A_CASE,
        identity("pupil", "The pupil's pseudonym.", "PupilHeard"),
        whole("number", "Which time for this pupil in this case, from 1.", "PupilHeard"),
        word("form", "How.", "PupilHeard"),
        word("outcome", "Whether the pupil said anything.", "PupilHeard"),
        flag("offered_trusted_adult", "Whether the pupil was offered a trusted adult.", "PupilHeard"),
        word("weight", "The weight that the view was given.", "PupilHeard"),
        *WHEN,
    ),
)
BEST_INTEREST: Final = Table(
    name="best_interest",
    meaning="One row per assessment of one affected child's best interest.",
    is_fact=True,
    columns=(
        *OF_AN_EVENT_IN_A_CASE,
        identity("pupil", "The child's pseudonym.", "BestInterestAssessed"),
        identity("decision", "The decision that it concerns.", "BestInterestAssessed"),
        words("moments", "The moments that were assessed.", "BestInterestAssessed"),
        words("heavy_moments", "Those of them that weighed heavily or were decisive.", "BestInterestAssessed"),
        flag("childs_view", "Whether the child's own view is among them.", "BestInterestAssessed"),
        flag("conflict_between_children", "Whether the interests of several children conflict.", "BestInterestAssessed"),
        flag("harmonised", "Whether the considerations could be brought together.", "BestInterestAssessed"),
        word("weight_given", "The weight that the best interest was given.", "BestInterestAssessed"),
        *WHEN,
    ),
)

TABLES: Final = (
    CONCERNS,
    PRINCIPAL_REPORTS,
    SEVERITY_ASSESSMENTS,
    CASE_PUPILS,
    INVESTIGATIONS,
    CONVERSATIONS,
    HEARINGS,
    BEST_INTEREST,
)
