-- How much falls due on each day from the moment's day on.
WITH days AS (
    SELECT unnest(generate_series(local_day($moment::TIMESTAMP), $until::DATE, INTERVAL 1 DAY))::DATE AS day
),
per_day AS (
    SELECT local_day(due_at) AS day, count(*) AS due, count(*) FILTER (is_firm) AS firm
    FROM {undone}
    WHERE standing = 'open' AND due_at <= day_end($until)
    GROUP BY ALL
)
SELECT day, coalesce(due, 0) AS due, coalesce(firm, 0) AS firm, working_day AS is_working_day
FROM days
LEFT JOIN per_day USING (day)
LEFT JOIN calendar USING (day)
ORDER BY day
