-- What the internal control shows in a period, subject by subject.
SELECT subject, total::BIGINT AS total, of_them::BIGINT AS of_them
FROM (
    SELECT 1 AS place, 'routines' AS subject, count(*) AS total,
        count(*) FILTER (next_revision_on < local_day(least($moment::TIMESTAMP, $period_to::TIMESTAMP)) AND is_newest) AS of_them
    FROM (
        SELECT *, version = max(version) OVER (PARTITION BY routine) AS is_newest
        FROM {routines}
        WHERE approved_at <= $period_to AND {in_scope(school)}
    )
    WHERE is_newest
    UNION ALL
    SELECT 2, 'readings', count(*), coalesce(sum(readers), 0)
    FROM {routines}
    WHERE read_by BETWEEN local_day($period_from::TIMESTAMP) AND local_day($period_to::TIMESTAMP)
        AND {in_scope(school)}
    UNION ALL
    SELECT 3, 'inspections', count(*), count(*) FILTER (status = 'breach')
    FROM {inspections}
    WHERE reported_at BETWEEN $period_from AND $period_to
        AND (school IS NULL OR {in_scope(school)})
    UNION ALL
    SELECT 4, 'inspection_orders', count(*), count(declared_at)
    FROM {inspection_orders}
    WHERE ordered_at BETWEEN $period_from AND $period_to
        AND (school IS NULL OR {in_scope(school)})
    UNION ALL
    SELECT 5, 'supervision_plans', count(*), coalesce(sum(absences_covered), 0)
    FROM {supervision_plans}
    WHERE adopted_at BETWEEN $period_from AND $period_to
        AND {in_scope(school)}
)
ORDER BY place
