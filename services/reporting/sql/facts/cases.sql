-- One row per case. "Last" means last in happened-time; two at the same instant count in the order of the history.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
),
folded AS (
    SELECT
        case_id,
        stream_id,
        stream,
        arg_max(school, nth) AS school,
        TRY_CAST(arg_max(CASE WHEN topic IN ('case.CaseOpened', 'heightened.HeightenedReportReceived') THEN facts->>'pupil' END, nth) AS UUID) AS pupil,
        arg_max(CASE WHEN topic IN ('case.CaseOpened', 'case.PartyRoleChanged') THEN facts->>'pupil_role' END, nth) AS pupil_role,
        TRY_CAST(arg_max(CASE WHEN topic = 'case.CaseOpened' THEN facts->>'grade' END, nth) AS INTEGER) AS grade,
        TRY_CAST(arg_max(CASE WHEN topic = 'case.SeverityAssessed' THEN facts->>'serious' END, nth) AS BOOLEAN) AS serious,
        TRY_CAST(arg_max(CASE WHEN topic IN ('case.PrincipalAcknowledged', 'case.CaseOpened') THEN facts->>'case_handler' END, nth) AS UUID)
            AS handler,
        min(known_at) AS first_known_at,
        min(occurred_at) FILTER (topic IN ('case.CaseOpened', 'heightened.HeightenedReportReceived')) AS opened_at,
        min(occurred_at) FILTER (
            topic IN ('case.ReportedToPrincipal', 'case.RaisedWithPrincipal', 'heightened.HeightenedReportReceived')
        ) AS reported_at,
        min(occurred_at) FILTER (topic = 'case.PrincipalAcknowledged') AS acknowledged_at,
        min(occurred_at) FILTER (topic IN ('case.OwnerNotified', 'heightened.OwnerNotifiedOfHeightenedReport')) AS owner_notified_at,
        min(occurred_at) FILTER (
            topic IN (
                'case.BullyingChecklistCompleted', 'case.InvestigationPlanned', 'case.KickoffMeetingHeld', 'case.ConversationHeld',
                'case.PupilHeard', 'case.ObservationPlanned', 'case.ObservationLogged', 'case.SchoolyardMapCollected',
                'case.SurveyResultUsed', 'case.AnalysisConcluded', 'heightened.EmployeeInformedAndHeard'
            )
        ) AS investigated_at,
        min(occurred_at) FILTER (topic = 'case.PupilHeard') AS pupil_heard_at,
        min(occurred_at) FILTER (topic IN ('case.ImmediateMeasureTaken', 'case.MeasureAdded')) AS measure_at,
        min(occurred_at) FILTER (topic = 'case.PlanAdopted') AS plan_at,
        arg_max(CASE WHEN topic IN ('case.CaseClosed', 'case.CaseReopened') THEN topic END, nth) AS last_turn,
        max(occurred_at) FILTER (topic = 'case.CaseClosed') AS last_closed_at,
        arg_max(CASE WHEN topic = 'case.CaseClosed' THEN facts->>'reason' END, nth) AS last_closing_reason,
        count(*) FILTER (topic = 'case.CaseReopened') AS reopened,
        max(occurred_at) AS last_event_at,
        count(*) AS events
    FROM known
    WHERE stream IN ('case', 'heightened_case')
    GROUP BY case_id, stream_id, stream
),
statsforvalter AS (
    SELECT case_id, min(occurred_at) AS statsforvalter_at
    FROM known
    WHERE topic = 'enforcement.ReportedToStatsforvalter'
    GROUP BY case_id
)
SELECT
    case_id,
    stream_id,
    stream,
    school,
    pupil,
    pupil_role,
    grade,
    CASE
        WHEN last_turn = 'case.CaseClosed' THEN 'closed'
        WHEN opened_at IS NULL AND last_turn IS NULL THEN 'concern'
        ELSE 'open'
    END AS state,
    serious,
    handler,
    first_known_at,
    opened_at,
    coalesce(opened_at, first_known_at) AS began_at,
    reported_at,
    acknowledged_at,
    owner_notified_at,
    investigated_at,
    pupil_heard_at,
    measure_at,
    plan_at,
    CASE WHEN last_turn = 'case.CaseClosed' THEN last_closed_at END AS closed_at,
    CASE WHEN last_turn = 'case.CaseClosed' THEN last_closing_reason END AS closing_reason,
    reopened,
    CASE WHEN stream = 'case' THEN statsforvalter_at END AS statsforvalter_at,
    last_event_at,
    events
FROM folded
LEFT JOIN statsforvalter USING (case_id)
