-- One row per grade.
SELECT
    grade::INTEGER AS grade,
    CASE
        WHEN grade <= 4 THEN 'lower_primary'
        WHEN grade <= 7 THEN 'upper_primary'
        WHEN grade <= 10 THEN 'lower_secondary'
        ELSE 'upper_secondary'
    END AS stage
FROM generate_series(1, 13) AS one (grade)
