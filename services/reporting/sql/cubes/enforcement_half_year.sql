-- Matters before Statsforvalteren in the period.
WITH known AS (SELECT * FROM {enforcement_cases}),
finished AS (
    SELECT
        *,
        CASE WHEN outcome IN ('breached', 'fulfilled', 'dismissed') THEN outcome ELSE 'withdrawn' END AS ended
    FROM known
    WHERE finished_at BETWEEN $first AND $last
)
SELECT
    NULL AS school,
    '' AS category,
    (SELECT count(*) FROM known WHERE reported_at BETWEEN $first AND $last) AS reported,
    count(*) AS finished,
    count(*) FILTER (ended = 'breached') AS breached,
    count(*) FILTER (ended = 'fulfilled') AS fulfilled,
    count(*) FILTER (ended = 'dismissed') AS dismissed,
    count(*) FILTER (ended = 'withdrawn') AS withdrawn,
    (SELECT count(*) FROM known WHERE fine_warned_at BETWEEN $first AND $last) AS fine_warned
FROM finished
