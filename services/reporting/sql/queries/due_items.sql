-- What is not done and is due by then, one by one: what is overdue first, by its limit.
SELECT undone.*, named.name AS school_name
FROM {undone} AS undone
LEFT JOIN (SELECT school, arg_max(name, registered_at) AS name FROM schools GROUP BY school) AS named USING (school)
WHERE day <= $until
ORDER BY due_at, case_id, rule_id, stream_id
LIMIT $limit
