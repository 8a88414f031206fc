-- Tasks of the annual wheel that were due in the period, by school.
SELECT school, '' AS category, count(*) AS tasks_planned, count(done_at) AS tasks_done
FROM {wheel_tasks}
WHERE planned_at IS NOT NULL AND due_on BETWEEN local_day($first::TIMESTAMP) AND local_day($last::TIMESTAMP)
    AND school IN (SELECT school FROM released_schools)
GROUP BY GROUPING SETS ((school), ())
