-- The measures that were set in within the period, each with how its limits for evaluation went and whether it still goes on.
SELECT
    measures.*,
    grade,
    due,
    on_time,
    late,
    overdue,
    verdict,
    measures.ended_at IS NULL AND measures.replaced_at IS NULL AND coalesce(known_cases.state <> 'closed', TRUE) AS is_running
FROM {measures} AS measures
LEFT JOIN (SELECT stream_id, grade, state FROM {cases}) AS known_cases USING (stream_id)
LEFT JOIN (
    SELECT
        case_id,
        key,
        count(*) AS due,
        count(*) FILTER (verdict = 'met') AS on_time,
        count(*) FILTER (verdict = 'late') AS late,
        count(*) FILTER (verdict = 'overdue') AS overdue,
        arg_max(verdict, due_at) AS verdict
    FROM {judged}
    -- What the first line asks is true of all that the second does, and quicker to ask.
    WHERE is_binding AND opened_at >= $period_from AND duty = 'measures'
        AND (ends_with(rule_id, '.evaluate-measure') OR ends_with(rule_id, '.evaluate-measure-again'))
        AND verdict IN ('met', 'late', 'overdue')
        -- A limit that has not come is kept by nobody yet, also where the evaluation has been made ahead of it.
        AND due_at <= $moment
    GROUP BY case_id, key
) AS timely ON measures.case_id = timely.case_id AND measures.measure::VARCHAR = timely.key
WHERE kind = 'set_in'
    AND decided_at BETWEEN $period_from AND least($period_to, $moment)
    AND ($grade::INTEGER IS NULL OR grade = $grade)
    AND ($heightened OR measures.stream = 'case')
    AND {in_scope(school)}
