-- The avvik one by one: open ones by how long they have waited, those beyond their limit first; closed ones by the day, last first.
WITH today AS (SELECT local_day($moment::TIMESTAMP) AS day),
known AS (
    SELECT
        *,
        date_diff('day', local_day(raised_at), today.day) AS age_days,
        coalesce(closed_at IS NULL AND due_on < today.day, FALSE) AS is_overdue
    FROM {avvik} CROSS JOIN today
    WHERE ($heightened OR NOT heightened)
        AND {in_scope(school)}
)
SELECT
    stream_id, case_id, known.school, named.name AS school_name, kind, grade, rule, title_nb, title_nn, title_en, stage,
    local_day(raised_at) AS raised_on, age_days, due_on, is_overdue, responsible, local_day(closed_at) AS closed_on
FROM known
LEFT JOIN {school_names} AS named USING (school)
LEFT JOIN {rule_names} AS rule_names USING (rule)
WHERE CASE $state
    WHEN 'open' THEN closed_at IS NULL
    WHEN 'overdue' THEN is_overdue
    WHEN 'raised' THEN raised_at BETWEEN $period_from AND $period_to
    ELSE closed_at BETWEEN $period_from AND $period_to
END
ORDER BY closed_at DESC NULLS LAST, is_overdue DESC, raised_at, stream_id
LIMIT $limit
