-- The cases of the scope as they stood at the moment.
SELECT known.*, named.name AS school_name
FROM {cases} AS known
LEFT JOIN (SELECT school, arg_max(name, registered_at) AS name FROM schools GROUP BY school) AS named USING (school)
WHERE ($state::VARCHAR IS NULL OR state = $state)
    AND ($heightened OR stream = 'case')
    AND ($schools::VARCHAR[] IS NULL OR list_contains($schools::VARCHAR[], school))
ORDER BY coalesce(opened_at, first_known_at) DESC, stream_id
