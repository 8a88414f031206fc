-- The avvik one by one: open ones by how long they have waited, those beyond their limit first; closed ones by the day, last first.
SELECT
    stream_id, case_id, known.school, named.name AS school_name, kind, grade, rule, title_nb, title_nn, title_en, stage,
    local_day(raised_at) AS raised_on, age_days, due_on, is_overdue, responsible, local_day(closed_at) AS closed_on
FROM {known_avvik} AS known
LEFT JOIN {school_names} AS named USING (school)
LEFT JOIN {rule_names} AS rule_names USING (rule)
WHERE CASE $state
    WHEN 'open' THEN closed_at IS NULL
    WHEN 'overdue' THEN is_overdue
    WHEN 'raised' THEN raised_at BETWEEN $period_from AND $period_to
    WHEN 'open_at_end' THEN raised_at <= $period_to AND NOT coalesce(closed_at <= $period_to, FALSE)
    ELSE closed_at BETWEEN $period_from AND $period_to
END
    AND CASE $per::VARCHAR
        WHEN 'school' THEN coalesce(known.school, '') = $value
        WHEN 'kind' THEN coalesce(kind, '') = $value
        WHEN 'grade' THEN coalesce(grade, '') = $value
        WHEN 'rule' THEN coalesce(rule, '') = $value
        WHEN 'stage' THEN coalesce(stage, '') = $value
        WHEN 'age' THEN coalesce(age, '') = $value
        ELSE TRUE
    END
ORDER BY closed_at DESC NULLS LAST, is_overdue DESC, raised_at, stream_id
LIMIT $limit
