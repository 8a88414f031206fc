-- Measures of written plans that were set in within the period, by level.
SELECT
    NULL AS school,
    level AS category,
    count(*) AS measures,
    count(*) FILTER (executed > 0) AS executed,
    count(*) FILTER (evaluated > 0) AS evaluated
FROM {measures}
WHERE kind = 'set_in' AND stream = 'case' AND decided_at BETWEEN $first AND $last
    AND level IN ('individual', 'group', 'system') AND school IN (SELECT school FROM released_schools)
GROUP BY level
