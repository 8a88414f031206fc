-- What is recorded of the cases begun in the period, and how many are open.
WITH begun AS (SELECT * FROM {begun_cases}),
assessed AS (SELECT DISTINCT stream_id FROM {best_interest}),
counted AS (
    SELECT
        school,
        count(*) FILTER (is_new) AS cases,
        count(*) FILTER (is_new AND serious) AS serious,
        count(pupil_heard_at) FILTER (is_new) AS heard,
        count(*) FILTER (is_new AND coalesce(measure_at, plan_at) IS NOT NULL) AS decided,
        count(*) FILTER (is_new AND coalesce(measure_at, plan_at) IS NOT NULL AND assessed.stream_id IS NOT NULL) AS best_interest,
        count(*) FILTER (is_new AND reopened > 0) AS reopened,
        count(*) FILTER (state <> 'closed') AS open_cases,
        grouping(school) = 1 AS is_total
    FROM begun
    LEFT JOIN assessed USING (stream_id)
    GROUP BY GROUPING SETS ((school), ())
)
SELECT counted.school, name, cases, serious, heard, decided, best_interest, reopened, open_cases
FROM counted
LEFT JOIN {school_names} AS named USING (school)
WHERE is_total OR counted.school IS NOT NULL
ORDER BY is_total, name NULLS LAST, counted.school
