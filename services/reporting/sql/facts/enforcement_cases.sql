-- One row per case with Statsforvalteren, by happened-time. A case begins anew when Udir annuls the decision, or when it is
-- reported once more: only what came since concludes it.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'enforcement' AND occurred_at <= happened_by AND documented_at <= recorded_by
),
begun AS (
    SELECT
        *,
        max(
            CASE
                WHEN topic = 'enforcement.UdirDecided' AND (facts->>'outcome') = 'annulled' THEN nth
                WHEN topic = 'enforcement.ReportedToStatsforvalter' AND nth > first_report THEN nth
            END
        ) OVER (PARTITION BY stream_id) AS begins
    FROM (
        SELECT
            *,
            min(CASE WHEN topic = 'enforcement.ReportedToStatsforvalter' THEN nth END) OVER (PARTITION BY stream_id) AS first_report
        FROM known
    )
),
folded AS (
    SELECT
        case_id,
        stream_id,
        arg_max(school, nth) AS school,
        arg_min(facts->>'reported_by', nth) FILTER (topic = 'enforcement.ReportedToStatsforvalter') AS reported_by,
        min(occurred_at) FILTER (topic = 'enforcement.ReportedToStatsforvalter') AS reported_at,
        arg_min(documented_at, nth) FILTER (topic = 'enforcement.ReportedToStatsforvalter') AS reported_documented_at,
        TRY_CAST(
            arg_min(facts->>'raised_with_principal_on', nth) FILTER (topic = 'enforcement.ReportedToStatsforvalter') AS DATE
        ) AS raised_with_principal_on,
        count(*) FILTER (topic = 'enforcement.ReportedToStatsforvalter') AS reports,
        max(occurred_at) FILTER (topic = 'enforcement.StatsforvalterRejected') AS rejected_at,
        arg_max(facts->>'ground', nth) FILTER (topic = 'enforcement.StatsforvalterRejected') AS rejection_ground,
        TRY_CAST(
            arg_max(facts->>'special_reasons_assessed', nth) FILTER (topic = 'enforcement.StatsforvalterRejected') AS BOOLEAN
        ) AS special_reasons_assessed,
        min(occurred_at) FILTER (topic = 'enforcement.StatsforvalterMeetingHeld') AS meeting_at,
        min(occurred_at) FILTER (topic = 'enforcement.PupilHeardByStatsforvalter') AS pupil_heard_at,
        max(occurred_at) FILTER (topic = 'enforcement.StatsforvalterDecisionReceived') AS decided_at,
        arg_max(
            CASE WHEN topic = 'enforcement.StatsforvalterDecisionReceived' THEN {
                'decision': facts->>'decision',
                'measures': TRY_CAST(facts->>'measures_duty_met' AS BOOLEAN),
                'plan': TRY_CAST(facts->>'plan_duty_met' AS BOOLEAN),
                'items': coalesce(json_array_length(facts, '$.items'), 0),
                'due_on': TRY_CAST(facts->>'due_on' AS DATE),
                'counts': nth > coalesce(begins, 0)
            } END,
            nth
        ) AS decided,
        max(occurred_at) FILTER (topic = 'enforcement.StatsforvalterFollowUpSent') AS followed_up_at,
        TRY_CAST(
            arg_max(facts->>'all_items_completed', nth) FILTER (topic = 'enforcement.StatsforvalterFollowUpSent') AS BOOLEAN
        ) AS all_items_completed,
        min(occurred_at) FILTER (topic = 'enforcement.CoerciveFineWarned') AS fine_warned_at,
        TRY_CAST(arg_max(facts->>'answer_by', nth) FILTER (topic = 'enforcement.CoerciveFineWarned') AS DATE) AS fine_answer_by,
        min(occurred_at) FILTER (topic = 'enforcement.CoerciveFineImposed') AS fine_imposed_at,
        max(occurred_at) FILTER (topic = 'enforcement.ComplaintToUdirLodged') AS complained_at,
        arg_max(facts->>'complainant', nth) FILTER (topic = 'enforcement.ComplaintToUdirLodged') AS complainant,
        max(occurred_at) FILTER (topic = 'enforcement.UdirDecided') AS udir_decided_at,
        arg_max(facts->>'outcome', nth) FILTER (topic = 'enforcement.UdirDecided') AS udir_outcome,
        min(occurred_at) FILTER (
            nth > coalesce(begins, 0)
            AND topic IN (
                'enforcement.StatsforvalterRejected',
                'enforcement.StatsforvalterDecisionReceived',
                'enforcement.StatsforvalterCaseClosed'
            )
        ) AS finished_at,
        arg_min(documented_at, nth) FILTER (
            nth > coalesce(begins, 0)
            AND topic IN (
                'enforcement.StatsforvalterRejected',
                'enforcement.StatsforvalterDecisionReceived',
                'enforcement.StatsforvalterCaseClosed'
            )
        ) AS finished_documented_at,
        count(*) FILTER (nth > coalesce(begins, 0) AND topic = 'enforcement.StatsforvalterRejected') > 0 AS is_rejected,
        max(occurred_at) FILTER (nth > coalesce(begins, 0) AND topic = 'enforcement.StatsforvalterCaseClosed') AS closed_at,
        arg_max(facts->>'ground', nth) FILTER (
            nth > coalesce(begins, 0) AND topic = 'enforcement.StatsforvalterCaseClosed'
        ) AS closing_ground
    FROM begun
    GROUP BY case_id, stream_id
)
SELECT
    case_id,
    stream_id,
    school,
    reported_by,
    reported_at,
    reported_documented_at,
    raised_with_principal_on,
    reports,
    rejected_at,
    rejection_ground,
    special_reasons_assessed,
    meeting_at,
    pupil_heard_at,
    decided_at,
    decided.decision AS decision,
    decided.measures AS measures_duty_met,
    decided.plan AS plan_duty_met,
    decided.due_on AS due_on,
    followed_up_at,
    all_items_completed,
    fine_warned_at,
    fine_answer_by,
    fine_imposed_at,
    complained_at,
    complainant,
    udir_decided_at,
    udir_outcome,
    finished_at,
    finished_documented_at,
    CASE
        WHEN finished_at IS NULL THEN NULL
        -- An order is a breach, and so is a duty that was found not to be met, whatever the decision calls itself.
        WHEN decided.counts AND decided.decision = 'fulfilled' AND decided.items = 0
            AND decided.measures IS NOT FALSE AND decided.plan IS NOT FALSE THEN 'fulfilled'
        WHEN decided.counts THEN 'breached'
        WHEN is_rejected OR closing_ground = 'rejected' THEN 'dismissed'
        WHEN closing_ground = 'orders_carried_out' THEN 'breached'
        ELSE closing_ground
    END AS outcome,
    closed_at,
    closing_ground
FROM folded
