"""Cases with Statsforvalteren: what was reported, asked, decided, ordered and fined (opplæringslova §§ 12-6, 12-8)."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import CASE, SCHOOL, Table, day, flag, identity, moment, school_column, whole, word

_IN_ITS_CASE: Final = (CASE, identity("stream_id", "The history of the case with Statsforvalteren."), SCHOOL)


_CONCLUDING: Final = "StatsforvalterDecisionReceived, StatsforvalterRejected, StatsforvalterCaseClosed, UdirDecided"

ENFORCEMENT_CASES: Final = Table(
    name="enforcement_cases",
    meaning="One row per case with Statsforvalteren, with what Udir counts it as.",
    is_fact=True,
    columns=(
        *_IN_ITS_CASE,
        word("reported_by", "Who reported the matter first.", "ReportedToStatsforvalter"),
        moment("reported_at", "When it was first reported.", "ReportedToStatsforvalter"),
        moment("reported_documented_at", "When that was written down.", "ReportedToStatsforvalter"),
        day("raised_with_principal_on", "The day it had been raised with the principal.", "ReportedToStatsforvalter"),
        whole("reports", "How often it was reported.", "ReportedToStatsforvalter"),
        moment("rejected_at", "When it was last rejected without being tried.", "StatsforvalterRejected"),
        word("rejection_ground", "Why it was rejected.", "StatsforvalterRejected"),
        flag("special_reasons_assessed", "Whether special reasons to try it all the same were assessed.", "StatsforvalterRejected"),
        moment("meeting_at", "When Statsforvalteren first met school or municipality.", "StatsforvalterMeetingHeld"),
        moment("pupil_heard_at", "When Statsforvalteren first talked with the pupil.", "PupilHeardByStatsforvalter"),
        moment("decided_at", "When the last decision came.", "StatsforvalterDecisionReceived"),
        word("decision", "The last decision.", "StatsforvalterDecisionReceived"),
        flag("measures_duty_met", "Whether it found the duty to set in measures met.", "StatsforvalterDecisionReceived"),
        flag("plan_duty_met", "Whether it found the duty to plan met.", "StatsforvalterDecisionReceived"),
        day("due_on", "By when it is to be carried out.", "StatsforvalterDecisionReceived"),
        moment("followed_up_at", "When the municipality last reported on carrying it out.", "StatsforvalterFollowUpSent"),
        flag("all_items_completed", "Whether it then said that all is carried out.", "StatsforvalterFollowUpSent"),
        moment("fine_warned_at", "When a coercive fine was first warned of.", "CoerciveFineWarned"),
        day("fine_answer_by", "By when the last warning was to be answered.", "CoerciveFineWarned"),
        moment("fine_imposed_at", "When a coercive fine was first imposed.", "CoerciveFineImposed"),
        moment("complained_at", "When Udir was last complained to.", "ComplaintToUdirLodged"),
        word("complainant", "Who complained.", "ComplaintToUdirLodged"),
        moment("udir_decided_at", "When Udir last decided.", "UdirDecided"),
        word("udir_outcome", "What Udir last decided.", "UdirDecided"),
        moment(
            "finished_at", "When it was finished as Udir counts: decided, rejected or ended; empty while it is not.", _CONCLUDING
        ),
        moment("finished_documented_at", "When that was written down.", _CONCLUDING),
        word(
            "outcome",
            "`breached`, `fulfilled`, `dismissed`, `guided` or `withdrawn`; empty while it is not finished. "
            "A decision counts before a rejection or an ending; one that Udir annulled does not count.",
            _CONCLUDING,
        ),
        moment("closed_at", "When Statsforvalteren ended the follow-up; empty while it goes on.", "StatsforvalterCaseClosed"),
        word("closing_ground", "Why the follow-up ended.", "StatsforvalterCaseClosed"),
    ),
)
ENFORCEMENT_REQUESTS: Final = Table(
    name="enforcement_requests",
    meaning="One row per request for information from Statsforvalteren.",
    is_fact=True,
    columns=(
        *_IN_ITS_CASE,
        identity("request", "The request.", "StatsforvalterRequestedInformation"),
        moment("asked_at", "When it was asked for.", "StatsforvalterRequestedInformation"),
        day("first_answer_by", "The date that was set first.", "StatsforvalterRequestedInformation"),
        day("answer_by", "The date that holds.", "StatsforvalterRequestedInformation, DeadlineExtended"),
        whole("extensions_asked", "How often more time was asked for.", "DeadlineExtensionRequested"),
        moment("approved_at", "When the account was approved in the municipality.", "AccountApproved"),
        moment("answered_at", "When the account was first sent.", "AccountSent"),
        moment("answer_documented_at", "When that was written down.", "AccountSent"),
    ),
)
ENFORCEMENT_ORDERS: Final = Table(
    name="enforcement_orders",
    meaning="One row per ordered item.",
    is_fact=True,
    columns=(
        *_IN_ITS_CASE,
        identity("item", "The item.", "StatsforvalterDecisionReceived, OrderItemIssued"),
        moment("ordered_at", "When it was last ordered.", "StatsforvalterDecisionReceived, OrderItemIssued"),
        day("due_on", "Its own date, or the decision's.", "StatsforvalterDecisionReceived, OrderItemIssued"),
        moment("fulfilled_at", "When it was carried out.", "OrderItemCompleted"),
        moment("fulfilled_documented_at", "When that was written down.", "OrderItemCompleted"),
        whole("evidence_events", "How many events of the case are pointed at as evidence.", "OrderItemCompleted"),
        moment("lapsed_at", "When Udir annulled the decision before the item was carried out.", "UdirDecided"),
    ),
)
COERCIVE_FINES: Final = Table(
    name="coercive_fines",
    meaning="One row per rate of a coercive fine. What it amounts to on a day is reckoned from the rows (queries/fines.sql).",
    is_fact=True,
    columns=(
        *_IN_ITS_CASE,
        whole("fine", "Which of the case's fines, from 1.", "CoerciveFineImposed"),
        whole("rate", "Which of the fine's rates, from 1.", "CoerciveFineImposed, CoerciveFineReduced"),
        moment("imposed_at", "When the fine was imposed.", "CoerciveFineImposed"),
        school_column("amount", "BIGINT", "What each day or week costs.", "CoerciveFineImposed, CoerciveFineReduced", "NOK"),
        school_column("unit", "VARCHAR", "`day` or `week`.", "CoerciveFineImposed, CoerciveFineReduced"),
        day("from_date", "The day that the rate holds from.", "CoerciveFineImposed, CoerciveFineReduced"),
        day(
            "counts_from", "The day that its days or weeks count from: a week that has begun keeps its rate.", "CoerciveFineReduced"
        ),
        whole("most_units", "How many days or weeks cost this much; empty for the last rate.", "CoerciveFineReduced"),
        day("stopped_on", "The day the fine stopped, which itself costs nothing.", "CoerciveFineStopped, CoerciveFineImposed"),
        school_column("stop_ground", "VARCHAR", "Why it stopped; empty where another fine took its place.", "CoerciveFineStopped"),
        school_column("stated_total", "BIGINT", "The total that the authority stated.", "CoerciveFineStopped", "NOK"),
    ),
)

TABLES: Final = (ENFORCEMENT_CASES, ENFORCEMENT_REQUESTS, ENFORCEMENT_ORDERS, COERCIVE_FINES)
