-- What is overdue at the moment, the oldest first.
SELECT judged.* EXCLUDE (limit_at), named.name AS school_name
FROM {judged} AS judged
LEFT JOIN (SELECT school, arg_max(name, registered_at) AS name FROM schools GROUP BY school) AS named USING (school)
WHERE verdict = 'overdue'
    AND ($heightened OR stream <> 'heightened_case')
    AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
ORDER BY due_at, obligation_id
