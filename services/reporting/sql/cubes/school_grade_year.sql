-- New cases of the period by school and grade band, and in how many of them the pupil was heard and best interest recorded.
WITH assessed AS (SELECT DISTINCT stream_id FROM {best_interest}),
new_cases AS (
    SELECT
        known.*,
        assessed.stream_id IS NOT NULL AS is_assessed,
        CASE
            WHEN grade BETWEEN 1 AND 4 THEN '1-4'
            WHEN grade BETWEEN 5 AND 7 THEN '5-7'
            WHEN grade BETWEEN 8 AND 10 THEN '8-10'
            ELSE ''
        END AS category
    FROM {cases} AS known
    LEFT JOIN assessed ON assessed.stream_id = known.stream_id
    WHERE stream = 'case' AND began_at BETWEEN $first AND $last
        AND school IN (SELECT school FROM released_schools)
)
SELECT
    school,
    category,
    count(*) AS new_cases,
    count(pupil_heard_at) AS heard,
    count(*) FILTER (is_assessed) AS best_interest
FROM new_cases
GROUP BY GROUPING SETS ((school, category), (category))
