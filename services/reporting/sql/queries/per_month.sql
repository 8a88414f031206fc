-- Month by month: cases that began, cases open at its end, and how the duties with limits in it went.
WITH begun AS (SELECT * FROM {begun_cases}),
limits AS (
    SELECT date_trunc('month', local_day(limit_at)) AS month, verdict FROM {limits_come}
),
bounds AS (
    SELECT
        date_trunc(
            'month',
            local_day(greatest($period_from::TIMESTAMP, least((SELECT min(began_at) FROM begun), $moment::TIMESTAMP)))
        ) AS first,
        date_trunc('month', local_day(least($period_to::TIMESTAMP, $moment::TIMESTAMP))) AS last
),
months AS (SELECT unnest(generate_series(first, last, INTERVAL 1 MONTH))::DATE AS month FROM bounds WHERE first <= last),
of_limits AS (
    SELECT
        month,
        count(*) FILTER (verdict = 'met') AS kept,
        count(*) FILTER (verdict = 'late') AS late,
        count(*) FILTER (verdict IN ('overdue', 'not_documented')) AS missed
    FROM limits
    GROUP BY month
),
of_cases AS (
    SELECT
        month,
        count(*) FILTER (date_trunc('month', local_day(began_at)) = month) AS new_cases,
        count(*) FILTER (
            local_day(began_at) < month + INTERVAL 1 MONTH
            AND (closed_at IS NULL OR local_day(closed_at) >= month + INTERVAL 1 MONTH)
        ) AS open_cases
    FROM months CROSS JOIN begun
    GROUP BY month
)
SELECT
    month,
    coalesce(new_cases, 0) AS new_cases,
    coalesce(open_cases, 0) AS open_cases,
    coalesce(kept, 0) AS kept,
    coalesce(late, 0) AS late,
    coalesce(missed, 0) AS missed
FROM months
LEFT JOIN of_cases USING (month)
LEFT JOIN of_limits USING (month)
ORDER BY month
