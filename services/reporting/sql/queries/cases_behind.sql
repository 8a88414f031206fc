-- The cases behind a figure, the most pressing first. A duty that belongs to no case stands with its own history.
WITH begun AS (SELECT * FROM {begun_cases}),
limits AS (
    SELECT case_id, min(stream) AS stream, arg_min(stream_id, (stream, stream_id)) AS stream_id, arg_min(school, (stream, stream_id)) AS school
    FROM {limits_come}
    WHERE $behind IN ('due', 'met', 'late', 'overdue', 'not_documented')
        AND ($duty::VARCHAR IS NULL OR duty = $duty)
        AND ($behind = 'due' OR verdict = $behind)
    GROUP BY case_id
),
assessed AS (SELECT DISTINCT stream_id FROM {best_interest}),
found AS (
    SELECT stream, stream_id, case_id, school, grade, state, serious, began_at
    FROM begun
    WHERE CASE $behind
        WHEN 'open' THEN state <> 'closed'
        WHEN 'new' THEN is_new
        WHEN 'serious' THEN is_new AND serious
        WHEN 'reopened' THEN is_new AND reopened > 0
        WHEN 'not_heard' THEN is_new AND pupil_heard_at IS NULL
        WHEN 'no_best_interest' THEN is_new AND coalesce(measure_at, plan_at) IS NOT NULL
            AND stream_id NOT IN (SELECT stream_id FROM assessed)
        WHEN 'waits_reported' THEN is_new AND reported_at IS NULL AND state <> 'closed'
        WHEN 'waits_investigated' THEN is_new AND investigated_at IS NULL AND state <> 'closed'
        WHEN 'waits_plan' THEN is_new AND plan_at IS NULL AND state <> 'closed'
        WHEN 'waits_measure' THEN is_new AND measure_at IS NULL AND state <> 'closed'
        ELSE case_id IN (SELECT case_id FROM limits)
    END
    UNION ALL
    SELECT stream, stream_id, case_id, school, NULL, NULL, NULL, NULL
    FROM limits
    WHERE case_id NOT IN (SELECT case_id FROM begun)
),
waiting AS (
    SELECT
        case_id,
        count(*) FILTER (verdict = 'overdue') AS overdue,
        min(coalesce(due_at, silence_at)) AS next_due_at,
        -- Several may be due at one moment: then the first by name, whichever row is read first.
        arg_min(duty, (coalesce(due_at, silence_at), duty)) FILTER (coalesce(due_at, silence_at) IS NOT NULL) AS next_duty
    FROM {judged}
    WHERE is_undecided AND case_id IN (SELECT case_id FROM found)
        AND is_binding AND stream <> 'heightened_case' AND verdict IN ('open', 'overdue')
    GROUP BY case_id
)
SELECT
    found.*,
    name AS school_name,
    coalesce(overdue, 0) AS overdue,
    next_due_at,
    next_duty,
    count(*) OVER () AS found
FROM found
LEFT JOIN waiting USING (case_id)
LEFT JOIN {school_names} AS named USING (school)
ORDER BY state IS NULL, next_due_at NULLS LAST, began_at DESC, stream_id
LIMIT $limit
