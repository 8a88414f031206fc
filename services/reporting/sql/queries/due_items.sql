-- What is not done and is due by then, one by one: what is overdue first, by its limit.
WITH handled AS (
    SELECT case_no, any_value(handler)::VARCHAR AS handler
    FROM {cases}
    WHERE stream = 'case' AND handler IS NOT NULL AND $per::VARCHAR = 'handler'
    GROUP BY case_no
),
first_due AS MATERIALIZED (
    SELECT undone.*
    FROM {undone} AS undone
    LEFT JOIN handled USING (case_no)
    WHERE due_at <= day_end($until)
        AND ($after::DATE IS NULL OR due_at > day_end($after))
        AND ($standing::VARCHAR IS NULL OR standing = $standing)
        AND CASE $per::VARCHAR
            WHEN 'school' THEN coalesce(school, '') = $value
            WHEN 'handler' THEN coalesce(CASE source WHEN 'avvik' THEN responsible::VARCHAR ELSE handled.handler END, '') = $value
            WHEN 'duty' THEN coalesce(duty, '') = $value
            WHEN 'day' THEN local_day(due_at) = TRY_CAST($value AS DATE)
            WHEN 'firm_day' THEN is_firm AND local_day(due_at) = TRY_CAST($value AS DATE)
            WHEN 'asap_day' THEN NOT is_firm AND local_day(due_at) = TRY_CAST($value AS DATE)
            ELSE TRUE
        END
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
