-- What is not done and is due by then, one by one: what is overdue first, by its limit.
WITH first_due AS MATERIALIZED (
    FROM {undone}
    WHERE due_at <= day_end($until)
        AND ($after::DATE IS NULL OR due_at > day_end($after))
        AND ($is_open::BOOLEAN IS NULL OR (standing = 'open') = $is_open)
    ORDER BY due_at, case_id, rule_id, stream_id
    LIMIT $limit
),
asked_cases AS (SELECT case_no FROM first_due)
SELECT
    source,
    local_day(due_at) AS day,
    first_due.* EXCLUDE (source, case_no, school_no, duty_no, responsible),
    CASE source WHEN 'avvik' THEN responsible ELSE handler END AS handler,
    named.name AS school_name,
    title_nb,
    title_nn,
    title_en
FROM first_due
LEFT JOIN {case_handlers} AS handlers USING (case_no)
LEFT JOIN {school_names} AS named USING (school)
LEFT JOIN {rule_names} AS rule_names ON rule_id = rule_names.rule
ORDER BY due_at, case_id, rule_id, stream_id
