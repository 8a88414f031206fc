"""The cases."""

from __future__ import annotations

from typing import Final

from services.reporting.schema.columns import (
    CASE,
    SCHOOL,
    Column,
    Sensitivity,
    Table,
    flag,
    identity,
    moment,
    school_column,
    whole,
    word,
)

CASES: Final = Table(
    name="cases",
    meaning="One row per case. A heightened case (§ 12-5) has a row of its own and is never counted among the ordinary ones.",
    is_fact=True,
    columns=(
        CASE,
        identity("stream_id", "The case's own history."),
        school_column("stream", "VARCHAR", "`case` or `heightened_case`."),
        SCHOOL,
        identity("pupil", "The pupil's pseudonym.", "CaseOpened, HeightenedReportReceived"),
        word("pupil_role", "What the pupil is in the matter.", "CaseOpened, PartyRoleChanged"),
        Column(
            name="grade",
            type="INTEGER",
            meaning="The pupil's grade at opening.",
            source="CaseOpened",
            sensitivity=Sensitivity.PERSON,
        ),
        word("state", "`concern` until it is opened, then `open` or `closed`.", "CaseOpened, CaseClosed, CaseReopened"),
        flag("serious", "The principal's last assessment; empty when there is none.", "SeverityAssessed"),
        identity(
            "handler",
            "The pseudonym of the employee who handles it; the name is known to the case service alone.",
            "PrincipalAcknowledged, CaseOpened",
        ),
        moment("first_known_at", "When someone at the school first knew.", "every event of the case"),
        moment("opened_at", "When the case was opened.", "CaseOpened, HeightenedReportReceived"),
        moment("began_at", "When it was opened, or, while it is not, first known of: the period that it is counted in."),
        moment(
            "reported_at", "When the principal first got it.", "ReportedToPrincipal, RaisedWithPrincipal, HeightenedReportReceived"
        ),
        moment("acknowledged_at", "When the principal confirmed it.", "PrincipalAcknowledged"),
        moment("owner_notified_at", "When the school owner was told.", "OwnerNotified, OwnerNotifiedOfHeightenedReport"),
        moment(
            "investigated_at",
            "The first step of an investigation.",
            "InvestigationPlanned, ConversationHeld, PupilHeard and the like",
        ),
        moment("pupil_heard_at", "When the pupil was first heard, or offered it.", "PupilHeard"),
        moment("measure_at", "The first measure.", "ImmediateMeasureTaken, MeasureAdded"),
        moment("plan_at", "When the written plan was first adopted.", "PlanAdopted"),
        moment("closed_at", "When it was closed; empty while it is not.", "CaseClosed, CaseReopened"),
        word("closing_reason", "Why it was closed; empty while it is not.", "CaseClosed"),
        whole("reopened", "How often it was opened again.", "CaseReopened"),
        moment("statsforvalter_at", "When the matter was first reported to Statsforvalteren.", "ReportedToStatsforvalter"),
        moment("last_event_at", "The last thing that happened."),
        whole("events", "Events in the case's own history."),
    ),
)

TABLES: Final = (CASES,)
