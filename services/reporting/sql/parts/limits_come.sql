-- Duties by law and by plan whose limit lies in the period and has come, with their verdict.
SELECT case_no, case_id, stream, stream_id, school, school_no, duty, duty_no, rule_id, verdict, limit_at
FROM {judged}
WHERE is_binding
    AND stream <> 'heightened_case'
    AND verdict NOT IN ('open', 'not_applicable')
    AND limit_at BETWEEN $period_from AND least($period_to::TIMESTAMP, $moment::TIMESTAMP)
    AND {in_scope(school)}
    AND ($grade::INTEGER IS NULL OR case_no IN (SELECT case_no FROM {cases} WHERE grade = $grade))
