-- Month by month: cases that began, cases open at its end, and how the duties with limits in it went. Of a month that the period has
-- only a part of, that part alone: so the months add up to what the period's other figures say.
WITH begun AS (
    SELECT began_at, is_new, CASE WHEN closed_at <= $period_to THEN greatest(closed_at, began_at) END AS ended_at
    FROM {begun_cases}
    WHERE began_at <= $period_to
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
-- Counted by the hour before any hour is turned into a month: the turning is dear, and days in Norway begin on the hour.
limits AS (
    SELECT
        date_trunc('hour', limit_at) AS hour,
        count(*) FILTER (verdict = 'met') AS kept,
        count(*) FILTER (verdict = 'late') AS late,
        count(*) FILTER (verdict = 'overdue' OR verdict = 'not_documented') AS missed
    FROM {limits_come}
    GROUP BY hour
),
of_limits AS (
    SELECT date_trunc('month', local_day(hour)) AS month, sum(kept) AS kept, sum(late) AS late, sum(missed) AS missed
    FROM limits
    GROUP BY month
),
hourly AS (
    SELECT date_trunc('hour', began_at) AS hour, count(*) FILTER (is_new) AS new_cases, count(*) AS began, 0 AS ended FROM begun GROUP BY hour
    UNION ALL
    SELECT date_trunc('hour', ended_at), 0, 0, count(*) FROM begun WHERE ended_at IS NOT NULL GROUP BY ALL
),
changes AS (
    SELECT date_trunc('month', local_day(hour)) AS month, sum(COLUMNS(* EXCLUDE (hour))) AS '\0' FROM hourly GROUP BY month
),
of_cases AS (
    SELECT
        months.month,
        sum(new_cases) FILTER (changes.month = months.month) AS new_cases,
        sum(began - ended) AS open_cases
    FROM months
    LEFT JOIN changes ON changes.month <= months.month
    GROUP BY months.month
)
SELECT
    month,
    coalesce(new_cases, 0)::BIGINT AS new_cases,
    coalesce(open_cases, 0)::BIGINT AS open_cases,
    coalesce(kept, 0)::BIGINT AS kept,
    coalesce(late, 0)::BIGINT AS late,
    coalesce(missed, 0)::BIGINT AS missed
FROM months
LEFT JOIN of_cases USING (month)
LEFT JOIN of_limits USING (month)
ORDER BY month
