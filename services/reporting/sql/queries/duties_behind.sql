-- The duties behind a figure, one by one, the latest limit first.
WITH limits AS NOT MATERIALIZED (
    FROM {limits_come}
    WHERE ($duty::VARCHAR IS NULL OR duty = $duty)
        AND CASE $behind
            WHEN 'due' THEN TRUE
            WHEN 'missed' THEN verdict IN ('overdue', 'not_documented')
            ELSE verdict = $behind
        END
),
first_found AS MATERIALIZED (
    FROM limits
    ORDER BY limit_at DESC, case_id, rule_id, stream_id
    LIMIT $limit
)
SELECT
    stream, stream_id, case_id, first_found.school, name AS school_name, duty, rule_id, title_nb, title_nn, title_en,
    local_day(limit_at) AS limit_on,
    verdict,
    (SELECT count(*) FROM limits) AS found
FROM first_found
LEFT JOIN {school_names} AS named USING (school)
LEFT JOIN {rule_names} AS rule_names ON rule_id = rule_names.rule
ORDER BY limit_at DESC, case_id, rule_id, stream_id
