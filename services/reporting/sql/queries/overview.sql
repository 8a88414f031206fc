-- Per school and for all together: stocks at the moment, and what became due or began within the period.
WITH limits AS MATERIALIZED (
    SELECT school, counted.* EXCLUDE (school_no)
    FROM (
        SELECT
            school_no,
            count(*) AS duties_due,
            count(*) FILTER (verdict = 'met') AS duties_kept,
            count(*) FILTER (verdict = 'late') AS late,
            count(*) FILTER (verdict = 'overdue') AS overdue,
            count(*) FILTER (verdict = 'not_documented') AS not_documented
        FROM {limits_come}
        GROUP BY school_no
    ) AS counted
    LEFT JOIN school_numbers USING (school_no)
),
open_cases AS (
    SELECT school, count(*) AS open_cases
    FROM {cases}
    WHERE stream = 'case' AND state <> 'closed'
        AND {in_scope(school)}
        AND ($grade::INTEGER IS NULL OR grade = $grade)
    GROUP BY school
),
new_cases AS (
    SELECT school, serious, first_known_at, reported_at, investigated_at, plan_at
    FROM {cases}
    WHERE stream = 'case' AND began_at BETWEEN $period_from AND $period_to
        AND {in_scope(school)}
        AND ($grade::INTEGER IS NULL OR grade = $grade)
),
known_avvik AS (
    SELECT *
    FROM {avvik}
    WHERE {in_scope(school)}
        AND ($heightened OR NOT heightened)
),
named AS (
    SELECT school, arg_max(name, registered_at) AS name, arg_max(pupils, registered_at) AS pupils
    FROM (
        SELECT school, name, pupils, registered_at FROM schools
        UNION ALL SELECT school, NULL, NULL, NULL FROM (SELECT DISTINCT school FROM {cases} WHERE stream = 'case' AND {in_scope(school)})
        UNION ALL SELECT school, NULL, NULL, NULL FROM limits
        UNION ALL SELECT school, NULL, NULL, NULL FROM (SELECT DISTINCT school FROM known_avvik)
    )
    WHERE {in_scope(school)}
    GROUP BY school
),
asked AS (
    SELECT school, name, pupils, FALSE AS is_total FROM named
    UNION ALL
    SELECT NULL, NULL, sum(pupils), TRUE FROM named
),
of_cases AS (
    SELECT
        school,
        grouping(school) = 1 AS is_total,
        count(*) AS new_cases,
        count(*) FILTER (serious) AS serious,
        count(reported_at) AS report_base,
        count(investigated_at) AS investigate_base,
        count(plan_at) AS plan_base,
        -- A case that has not come so far has no hours; greatest() would make none of them nought.
        median(greatest(epoch(reported_at) - epoch(first_known_at), 0)) FILTER (reported_at IS NOT NULL) / 3600 AS median_hours_report,
        median(greatest(epoch(investigated_at) - epoch(first_known_at), 0)) FILTER (investigated_at IS NOT NULL) / 3600
            AS median_hours_investigate,
        median(greatest(epoch(plan_at) - epoch(first_known_at), 0)) FILTER (plan_at IS NOT NULL) / 3600 AS median_hours_plan
    FROM new_cases
    GROUP BY GROUPING SETS ((school), ())
),
of_open_cases AS (
    SELECT school, grouping(school) = 1 AS is_total, sum(open_cases)::BIGINT AS open_cases
    FROM open_cases
    GROUP BY GROUPING SETS ((school), ())
),
of_limits AS (
    SELECT
        school,
        grouping(school) = 1 AS is_total,
        sum(COLUMNS('^(duties_due|duties_kept|late|overdue|not_documented)$'))::BIGINT AS '\0'
    FROM limits
    GROUP BY GROUPING SETS ((school), ())
),
of_avvik AS (
    SELECT school, grouping(school) = 1 AS is_total, count(*) FILTER (closed_at IS NULL) AS avvik_open
    FROM known_avvik
    GROUP BY GROUPING SETS ((school), ())
)
SELECT
    asked.school,
    name,
    pupils::BIGINT AS pupils,
    asked.is_total,
    coalesce(open_cases, 0) AS open_cases,
    coalesce(new_cases, 0) AS new_cases,
    coalesce(serious, 0) AS serious,
    coalesce(duties_due, 0) AS duties_due,
    coalesce(duties_kept, 0) AS duties_kept,
    duties_kept / nullif(duties_due, 0) AS kept_share,
    coalesce(late, 0) AS late,
    coalesce(overdue, 0) AS overdue,
    coalesce(not_documented, 0) AS not_documented,
    coalesce(report_base, 0) AS report_base,
    median_hours_report,
    coalesce(investigate_base, 0) AS investigate_base,
    median_hours_investigate,
    coalesce(plan_base, 0) AS plan_base,
    median_hours_plan,
    coalesce(avvik_open, 0) AS avvik_open
FROM asked
LEFT JOIN of_cases ON asked.is_total = of_cases.is_total AND asked.school IS NOT DISTINCT FROM of_cases.school
LEFT JOIN of_open_cases ON asked.is_total = of_open_cases.is_total AND asked.school IS NOT DISTINCT FROM of_open_cases.school
LEFT JOIN of_limits ON asked.is_total = of_limits.is_total AND asked.school IS NOT DISTINCT FROM of_limits.school
LEFT JOIN of_avvik ON asked.is_total = of_avvik.is_total AND asked.school IS NOT DISTINCT FROM of_avvik.school
ORDER BY asked.is_total, name NULLS LAST, asked.school NULLS LAST
