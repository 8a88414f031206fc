-- What came and what was closed in each month of the period that has begun, and how many were open at its end.
WITH known AS (
    SELECT raised_at, closed_at
    FROM {avvik}
    WHERE ($heightened OR NOT heightened)
        AND {in_scope(school)}
),
span AS (
    SELECT
        -- A period without a beginning comes as one that begins long ago.
        CASE
            WHEN year($period_from::TIMESTAMP) < 1900 THEN (SELECT local_day(min(raised_at)) FROM known)
            ELSE local_day($period_from::TIMESTAMP)
        END AS first,
        least(local_day($period_to::TIMESTAMP), local_day($moment::TIMESTAMP)) AS last
),
months AS (
    SELECT unnest(generate_series(date_trunc('month', first), last, INTERVAL 1 MONTH))::DATE AS month
    FROM span
    WHERE first <= last
),
edges AS (
    SELECT month, greatest(month, first) AS begins, least(last_day(month), last) AS ends
    FROM months CROSS JOIN span
),
changes AS (
    SELECT local_day(raised_at) AS day, 1 AS raised, 0 AS closed FROM known
    UNION ALL
    SELECT local_day(closed_at), 0, 1 FROM known WHERE closed_at IS NOT NULL
),
daily AS (SELECT day, sum(raised) AS raised, sum(closed) AS closed FROM changes GROUP BY day)
SELECT
    month,
    coalesce(sum(raised) FILTER (day >= begins), 0)::BIGINT AS raised,
    coalesce(sum(closed) FILTER (day >= begins), 0)::BIGINT AS closed,
    coalesce(sum(raised - closed), 0)::BIGINT AS open
FROM edges
LEFT JOIN daily ON day <= ends
GROUP BY month
ORDER BY month
