-- What the rules made of one case, and how it stood at the moment.
SELECT * EXCLUDE (limit_at, is_binding, can_be_done, is_undecided, case_no, school_no, duty_no)
FROM {judged}
WHERE case_id = $case_id
    AND ($heightened OR stream <> 'heightened_case')
    AND {in_scope(school)}
ORDER BY opened_at, obligation_id
