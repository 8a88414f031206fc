-- What is not done and is due by then, one by one: what is overdue first, by its limit.
SELECT undone.*, named.name AS school_name, title_nb, title_nn, title_en
FROM {undone} AS undone
LEFT JOIN (SELECT school, arg_max(name, registered_at) AS name FROM schools GROUP BY school) AS named USING (school)
LEFT JOIN {rule_names} AS rule_names ON rule_id = rule_names.rule
WHERE day <= $until
    AND ($after::DATE IS NULL OR day > $after)
    AND ($is_open::BOOLEAN IS NULL OR (standing = 'open') = $is_open)
ORDER BY due_at, case_id, rule_id, stream_id
LIMIT $limit
