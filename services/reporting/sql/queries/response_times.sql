-- From first knowledge to each step, over cases begun in the period.
WITH steps AS (
    SELECT
        school,
        state,
        first_known_at,
        unnest([
            {step: 'reported', reached_at: reported_at},
            {step: 'investigated', reached_at: investigated_at},
            {step: 'plan', reached_at: plan_at},
            {step: 'measure', reached_at: measure_at}
        ], recursive := true)
    FROM {begun_cases}
    WHERE is_new
),
-- A case that has not come so far has no hours; greatest() would make none of them nought.
timed AS (
    SELECT *, CASE WHEN reached_at IS NOT NULL THEN greatest(epoch(reached_at) - epoch(first_known_at), 0) / 3600 END AS hours
    FROM steps
),
counted AS (
    SELECT
        school,
        step,
        count(*) AS cases,
        count(reached_at) AS done,
        median(hours) AS median_hours,
        quantile_cont(hours, 0.9) AS p90_hours,
        count(*) FILTER (reached_at IS NULL AND state <> 'closed') AS waiting,
        grouping(school) = 1 AS is_total
    FROM timed
    GROUP BY GROUPING SETS ((school, step), (step))
)
SELECT counted.school, name, step, cases, done, median_hours, p90_hours, waiting
FROM counted
LEFT JOIN {school_names} AS named USING (school)
WHERE is_total OR counted.school IS NOT NULL
ORDER BY is_total, name NULLS LAST, counted.school, step
