-- The share that still waits for each step, day by day (Kaplan-Meier; the interval by Greenwood on the log-log scale).
WITH steps AS (
    SELECT
        first_known_at,
        closed_at,
        unnest([
            {step: 'reported', reached_at: reported_at},
            {step: 'investigated', reached_at: investigated_at},
            {step: 'plan', reached_at: plan_at},
            {step: 'measure', reached_at: measure_at},
            {step: 'closed', reached_at: closed_at}
        ], recursive := true)
    FROM {begun_cases}
    WHERE is_new AND first_known_at IS NOT NULL
),
watched AS (
    SELECT
        step,
        reached_at IS NOT NULL AS is_done,
        greatest(ceil((epoch(coalesce(reached_at, closed_at, $moment::TIMESTAMP)) - epoch(first_known_at)) / 86400), 1)::BIGINT AS day
    FROM steps
),
per_day AS (
    SELECT step, day, count(*) FILTER (is_done) AS happened, count(*) AS leaving FROM watched GROUP BY step, day
),
at_risk AS (
    SELECT *, sum(leaving) OVER (PARTITION BY step ORDER BY day DESC) AS at_risk FROM per_day
),
estimated AS (
    SELECT
        step,
        day,
        at_risk,
        happened,
        product(1 - happened / at_risk) OVER so_far AS waiting,
        sum(CASE WHEN happened < at_risk THEN happened / (at_risk * (at_risk - happened)) ELSE 0 END) OVER so_far AS spread
    FROM at_risk
    WINDOW so_far AS (PARTITION BY step ORDER BY day)
)
SELECT
    step,
    day,
    at_risk,
    happened,
    waiting,
    CASE WHEN waiting > 0 AND waiting < 1 THEN waiting ** exp(-1.96 * sqrt(spread) / ln(waiting)) ELSE waiting END AS low,
    CASE WHEN waiting > 0 AND waiting < 1 THEN waiting ** exp(1.96 * sqrt(spread) / ln(waiting)) ELSE waiting END AS high
FROM estimated
ORDER BY step, day
