-- The cases with Statsforvalteren that are open or had a turn in the period, newest first, with what is open in each.
WITH items AS (
    SELECT
        stream_id,
        count(*) AS items,
        count(*) FILTER (fulfilled_at IS NULL AND lapsed_at IS NULL) AS items_open,
        count(*) FILTER (fulfilled_at IS NULL AND lapsed_at IS NULL AND due_on < local_day($moment::TIMESTAMP)) AS items_overdue
    FROM {enforcement_orders}
    GROUP BY stream_id
),
requests AS (
    SELECT stream_id, count(*) FILTER (answered_at IS NULL AND answer_by < local_day($moment::TIMESTAMP)) AS answers_overdue
    FROM {enforcement_requests}
    GROUP BY stream_id
)
SELECT
    known.* EXCLUDE (case_no),
    named.name AS school_name,
    coalesce(items, 0) AS items,
    coalesce(items_open, 0) AS items_open,
    coalesce(items_overdue, 0) AS items_overdue,
    coalesce(answers_overdue, 0) AS answers_overdue
FROM {enforcement_cases} AS known
LEFT JOIN items USING (stream_id)
LEFT JOIN requests USING (stream_id)
LEFT JOIN {school_names} AS named USING (school)
WHERE {in_scope(school)}
    AND (
        closed_at IS NULL
        OR closed_at BETWEEN $period_from AND $period_to
        OR finished_at BETWEEN $period_from AND $period_to
        OR reported_at BETWEEN $period_from AND $period_to
    )
ORDER BY reported_at DESC NULLS LAST, stream_id
