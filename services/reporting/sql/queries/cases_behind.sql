-- The cases behind a figure, the most pressing first.
WITH found AS MATERIALIZED (
    SELECT stream, stream_id, case_id, case_no, school, grade, state, serious, began_at
    FROM {begun_cases}
    WHERE CASE $behind
        WHEN 'open' THEN state <> 'closed'
        WHEN 'new' THEN is_new
        WHEN 'serious' THEN is_new AND serious
        WHEN 'reopened' THEN is_new AND reopened > 0
        WHEN 'not_heard' THEN is_new AND pupil_heard_at IS NULL
        WHEN 'no_best_interest' THEN is_new AND coalesce(measure_at, plan_at) IS NOT NULL
            AND stream_id NOT IN (SELECT stream_id FROM {best_interest})
        WHEN 'waits_reported' THEN is_new AND reported_at IS NULL AND state <> 'closed'
        WHEN 'waits_investigated' THEN is_new AND investigated_at IS NULL AND state <> 'closed'
        WHEN 'waits_plan' THEN is_new AND plan_at IS NULL AND state <> 'closed'
        WHEN 'waits_measure' THEN is_new AND measure_at IS NULL AND state <> 'closed'
        WHEN 'open_at_end' THEN began_at <= $period_to AND NOT coalesce(closed_at <= $period_to, FALSE)
    END
        AND ($handler::VARCHAR IS NULL OR coalesce(handler::VARCHAR, '') = $handler)
),
waiting AS MATERIALIZED (
    SELECT case_no, limit_at, duty, verdict
    FROM {judged}
    WHERE is_undecided AND case_no IN (SELECT case_no FROM found)
        AND is_binding AND stream <> 'heightened_case' AND verdict IN ('open', 'overdue')
),
pressing AS (
    SELECT case_no, count(*) FILTER (verdict = 'overdue') AS overdue, min(limit_at) AS next_due_at FROM waiting GROUP BY case_no
),
first_found AS MATERIALIZED (
    SELECT *, count(*) OVER () AS found
    FROM found
    LEFT JOIN pressing USING (case_no)
    ORDER BY next_due_at NULLS LAST, began_at DESC, stream_id
    LIMIT $limit
),
-- Several may be due at one moment: then the first by name.
next AS (
    SELECT case_no, min(duty) AS next_duty
    FROM waiting
    JOIN (SELECT DISTINCT case_no, next_due_at FROM first_found) AS first_due USING (case_no)
    WHERE limit_at = next_due_at
    GROUP BY case_no
)
SELECT
    stream, stream_id, case_id, first_found.school, grade, state, serious, began_at,
    name AS school_name,
    coalesce(overdue, 0) AS overdue,
    next_due_at,
    next_duty,
    found
FROM first_found
LEFT JOIN next USING (case_no)
LEFT JOIN {school_names} AS named USING (school)
ORDER BY next_due_at NULLS LAST, began_at DESC, stream_id
