-- How the duties with limits in the period went, per school and duty, and per duty for all together.
WITH limits AS (
    SELECT
        school_no,
        duty_no,
        count(*) AS due,
        count(*) FILTER (verdict = 'met') AS kept,
        count(*) FILTER (verdict = 'late') AS late,
        count(*) FILTER (verdict = 'overdue') AS overdue,
        count(*) FILTER (verdict = 'not_documented') AS not_documented
    FROM {limits_come}
    GROUP BY school_no, duty_no
),
counted AS (
    SELECT school_no, duty_no, grouping(school_no) = 1 AS is_total, sum(COLUMNS('^(due|kept|late|overdue|not_documented)$'))::BIGINT AS '\0'
    FROM limits
    GROUP BY GROUPING SETS ((school_no, duty_no), (duty_no))
),
-- Put in order while they are few.
named AS (
    SELECT school_no, school, name, row_number() OVER (ORDER BY name NULLS LAST, school) AS place
    FROM school_numbers
    LEFT JOIN {school_names} AS known USING (school)
)
SELECT school, name, duty, due, kept, late, overdue, not_documented, kept / due AS kept_share
FROM counted
LEFT JOIN named USING (school_no)
LEFT JOIN duties USING (duty_no)
WHERE is_total OR school_no IS NOT NULL
ORDER BY is_total, place, duty
