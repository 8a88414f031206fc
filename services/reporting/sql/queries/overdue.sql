-- What is overdue at the moment, the oldest first.
SELECT judged.* EXCLUDE (limit_at, is_binding, can_be_done, is_undecided, case_no, school_no, duty_no), named.name AS school_name
FROM {judged} AS judged
LEFT JOIN {school_names} AS named USING (school)
WHERE is_undecided AND verdict = 'overdue'
    AND ($heightened OR stream <> 'heightened_case')
    AND {in_scope(school)}
ORDER BY due_at, obligation_id
