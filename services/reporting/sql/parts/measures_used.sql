-- The measures of the period, of any kind, each with how its limits for evaluation went and whether it still goes on.
WITH of_period AS NOT MATERIALIZED (
    SELECT *
    FROM {measures}
    WHERE decided_at BETWEEN $period_from AND least($period_to, $moment)
        AND ($heightened OR stream = 'case')
        AND {in_scope(school)}
)
SELECT
    of_period.*,
    grade,
    due,
    on_time,
    late,
    overdue,
    verdict,
    ended_at IS NULL AND replaced_at IS NULL AND coalesce(known_cases.state <> 'closed', TRUE) AS is_running
FROM of_period
LEFT JOIN (
    SELECT case_no, stream_id, grade, state FROM {cases} WHERE case_no IN (SELECT case_no FROM of_period)
) AS known_cases USING (case_no, stream_id)
LEFT JOIN (
    SELECT
        case_no,
        key,
        count(*) AS due,
        count(*) FILTER (verdict = 'met') AS on_time,
        count(*) FILTER (verdict = 'late') AS late,
        count(*) FILTER (verdict = 'overdue') AS overdue,
        arg_max(verdict, due_at) AS verdict
    FROM {evaluations_due}
    WHERE case_no IN (SELECT case_no FROM of_period)
    GROUP BY case_no, key
) AS timely ON of_period.case_no = timely.case_no AND of_period.measure::VARCHAR = timely.key
WHERE $grade::INTEGER IS NULL OR grade = $grade
