-- The cases of the scope as they stood at the moment.
SELECT known.* EXCLUDE (case_no), named.name AS school_name
FROM {cases} AS known
LEFT JOIN {school_names} AS named USING (school)
WHERE ($state::VARCHAR IS NULL OR state = $state)
    AND ($heightened OR stream = 'case')
    AND {in_scope(school)}
ORDER BY began_at DESC, stream_id
