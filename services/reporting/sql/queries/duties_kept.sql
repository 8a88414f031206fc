-- How the duties with limits in the period went, per school and duty, and per duty for all together.
WITH limits AS (SELECT school, duty, verdict, count(*) AS duties FROM {limits_come} GROUP BY ALL),
counted AS (
    SELECT
        school,
        duty,
        sum(duties)::BIGINT AS due,
        coalesce(sum(duties) FILTER (verdict = 'met'), 0)::BIGINT AS kept,
        coalesce(sum(duties) FILTER (verdict = 'late'), 0)::BIGINT AS late,
        coalesce(sum(duties) FILTER (verdict = 'overdue'), 0)::BIGINT AS overdue,
        coalesce(sum(duties) FILTER (verdict = 'not_documented'), 0)::BIGINT AS not_documented,
        grouping(school) = 1 AS is_total
    FROM limits
    GROUP BY GROUPING SETS ((school, duty), (duty))
)
SELECT counted.school, name, duty, due, kept, late, overdue, not_documented, kept / due AS kept_share
FROM counted
LEFT JOIN {school_names} AS named USING (school)
WHERE is_total OR counted.school IS NOT NULL
ORDER BY is_total, name NULLS LAST, counted.school, duty
