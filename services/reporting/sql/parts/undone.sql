-- What is to be done in open matters, by law and by the municipality's own plan, with the day that counts and who answers for it.
WITH of_cases AS MATERIALIZED (SELECT case_id, stream_id, stream, state, handler FROM {cases}),
handlers AS (SELECT case_id, any_value(handler) AS handler FROM of_cases WHERE stream = 'case' GROUP BY case_id)
SELECT
    'obligation' AS source,
    local_day(limit_at) AS day,
    limit_at AS due_at,
    due_at IS NOT NULL AS is_firm,
    CASE verdict WHEN 'overdue' THEN 'overdue' WHEN 'not_documented' THEN 'silent' ELSE 'open' END AS standing,
    kind,
    duty,
    rule_id,
    school,
    stream,
    stream_id,
    case_id,
    handler
FROM {judged}
LEFT JOIN handlers USING (case_id)
WHERE verdict IN ('open', 'overdue', 'not_documented')
    AND kind <> 'guidance'
    -- What is due in the moment in which it is opened is judged by what was recorded already: nobody can do it any more.
    AND due_at IS DISTINCT FROM opened_at
    AND closed_at IS NULL
    AND stream_id NOT IN (SELECT stream_id FROM of_cases WHERE state = 'closed')
    AND ($heightened OR stream <> 'heightened_case')
    AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
UNION ALL
SELECT
    'avvik',
    due_on,
    timezone('UTC', timezone('Europe/Oslo', (due_on + 1)::TIMESTAMP)) - INTERVAL 1 MICROSECOND,
    TRUE,
    CASE WHEN due_on < local_day($moment::TIMESTAMP) THEN 'overdue' ELSE 'open' END,
    'avvik',
    'avvik',
    rule,
    school,
    'avvik',
    stream_id,
    case_id,
    responsible
FROM {avvik}
WHERE closed_at IS NULL
    AND due_on IS NOT NULL
    AND ($heightened OR NOT heightened)
    AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
