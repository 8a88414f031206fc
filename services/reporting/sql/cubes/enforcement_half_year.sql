-- Matters before Statsforvalteren in the period.
WITH known AS (SELECT * FROM {enforcement_cases}),
finished AS (
    SELECT * FROM known WHERE finished_at BETWEEN $first AND $last
)
SELECT
    NULL AS school,
    '' AS category,
    (SELECT count(*) FROM known WHERE reported_at BETWEEN $first AND $last) AS reported,
    count(*) AS finished,
    count(*) FILTER (outcome = 'breached') AS breached,
    count(*) FILTER (outcome = 'fulfilled') AS fulfilled,
    count(*) FILTER (outcome = 'dismissed') AS dismissed,
    count(*) FILTER (outcome = 'guided') AS guided,
    count(*) FILTER (outcome = 'withdrawn') AS withdrawn,
    (SELECT count(*) FROM known WHERE fine_warned_at BETWEEN $first AND $last) AS fine_warned
FROM finished
