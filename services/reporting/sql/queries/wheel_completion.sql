-- How far the schools came with the tasks of the year.
WITH known AS (
    SELECT *, planned_at IS NOT NULL AS is_planned, local_day($moment::TIMESTAMP) AS today, local_day(done_at) AS done_on
    FROM {wheel_tasks}
    WHERE ($school_year::VARCHAR IS NULL OR school_year = $school_year)
        AND {in_scope(school)}
),
counted AS (
    SELECT
        school,
        school_year,
        CASE WHEN $by_kind THEN kind END AS kind,
        count(*) FILTER (is_planned) AS tasks,
        count(done_at) FILTER (is_planned) AS done,
        count(*) FILTER (is_planned AND done_on > due_on) AS done_late,
        count(*) FILTER (is_planned AND done_at IS NULL) AS open,
        count(*) FILTER (is_planned AND done_at IS NULL AND due_on < today) AS overdue,
        count(*) FILTER (is_planned AND postponed > 0) AS postponed,
        count(*) FILTER (NOT is_planned) AS unplanned,
        count(*) FILTER (is_planned AND (done_at IS NOT NULL OR due_on < today)) AS come
    FROM known
    GROUP BY ALL
)
SELECT counted.* EXCLUDE (come), done / nullif(come, 0) AS done_share, named.name AS school_name
FROM counted
LEFT JOIN {school_names} AS named USING (school)
ORDER BY school_year, counted.school IS NULL, school_name NULLS LAST, counted.school, kind
