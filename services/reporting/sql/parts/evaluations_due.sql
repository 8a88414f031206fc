-- The limits for evaluating measures that have come, of what began in the period, with how they went.
SELECT case_no, key, due_at, verdict
FROM {judged}
-- What the first line asks is true of all that the others do, and quicker to ask.
WHERE is_binding AND opened_at >= $period_from AND duty = 'measures'
    AND (ends_with(rule_id, '.evaluate-measure') OR ends_with(rule_id, '.evaluate-measure-again'))
    AND verdict IN ('met', 'late', 'overdue')
    -- A limit that has not come is kept by nobody yet, also where the evaluation has been made ahead of it.
    AND due_at <= $moment
