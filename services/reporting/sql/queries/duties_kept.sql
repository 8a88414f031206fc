-- How the duties with limits in the period went, per school and duty, and per duty for all together.
WITH limits AS (
    SELECT
        school,
        duty,
        count(*) AS due,
        count(*) FILTER (verdict = 'met') AS kept,
        count(*) FILTER (verdict = 'late') AS late,
        count(*) FILTER (verdict = 'overdue') AS overdue,
        count(*) FILTER (verdict = 'not_documented') AS not_documented
    FROM {limits_come}
    GROUP BY school, duty
),
counted AS (
    SELECT school, duty, grouping(school) = 1 AS is_total, sum(COLUMNS('^(due|kept|late|overdue|not_documented)$'))::BIGINT AS '\0'
    FROM limits
    GROUP BY GROUPING SETS ((school, duty), (duty))
)
SELECT counted.school, name, duty, due, kept, late, overdue, not_documented, kept / due AS kept_share
FROM counted
LEFT JOIN {school_names} AS named USING (school)
WHERE is_total OR counted.school IS NOT NULL
ORDER BY is_total, name NULLS LAST, counted.school, duty
