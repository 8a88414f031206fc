-- What is to be done in open matters, by law and by the municipality's own plan, with the moment that counts.
SELECT
    'obligation' AS source,
    limit_at AS due_at,
    due_at IS NOT NULL AS is_firm,
    CASE verdict WHEN 'overdue' THEN 'overdue' WHEN 'not_documented' THEN 'silent' ELSE 'open' END AS standing,
    kind,
    duty,
    rule_id,
    school,
    stream,
    stream_id,
    case_id,
    case_no,
    school_no,
    duty_no,
    NULL::UUID AS responsible
FROM {judged}
ANTI JOIN (SELECT case_no, stream_id FROM {cases} WHERE state = 'closed') AS closed_cases USING (case_no, stream_id)
WHERE is_undecided  -- so are all that can be done, and this DuckDB knows of whole row groups
    AND can_be_done
    AND ($heightened OR stream <> 'heightened_case')
    AND {in_scope(school)}
UNION ALL
SELECT
    'avvik',
    day_end(due_on),
    TRUE,
    CASE WHEN due_on < local_day($moment::TIMESTAMP) THEN 'overdue' ELSE 'open' END,
    'avvik',
    'avvik',
    rule,
    school,
    'avvik',
    stream_id,
    case_id,
    case_no,
    school_no,
    NULL,
    responsible
FROM {avvik}
LEFT JOIN school_numbers USING (school)
WHERE closed_at IS NULL
    AND due_on IS NOT NULL
    AND ($heightened OR NOT heightened)
    AND {in_scope(school)}
