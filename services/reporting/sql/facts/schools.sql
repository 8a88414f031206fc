-- One row per registered school, by happened-time.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'school' AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    coalesce(arg_max(CASE WHEN topic = 'school.SchoolRegistered' THEN facts->>'orgnr' END, nth), arg_max(school, nth)) AS school,
    arg_max(CASE WHEN topic IN ('school.SchoolRegistered', 'school.SchoolRenamed') THEN facts->>'name' END, nth) AS name,
    arg_max(CASE WHEN topic = 'school.SchoolRegistered' THEN facts->>'municipality' END, nth) AS municipality,
    arg_max(CASE WHEN topic = 'school.SchoolRegistered' THEN facts->>'ownership' END, nth) AS ownership,
    TRY_CAST(arg_max(CASE WHEN topic = 'school.SchoolRegistered' THEN facts->>'lowest_grade' END, nth) AS INTEGER) AS lowest_grade,
    TRY_CAST(arg_max(CASE WHEN topic = 'school.SchoolRegistered' THEN facts->>'highest_grade' END, nth) AS INTEGER) AS highest_grade,
    TRY_CAST(arg_max(CASE WHEN topic IN ('school.SchoolRegistered', 'school.PupilCountReported') THEN facts->>'pupils' END, nth) AS INTEGER) AS pupils,
    min(occurred_at) AS registered_at,
    TRY_CAST(arg_max(CASE WHEN topic = 'school.SchoolDiscontinued' THEN facts->>'on' END, nth) AS DATE) AS discontinued_on
FROM known
GROUP BY case_id, stream_id
HAVING count(*) FILTER (topic = 'school.SchoolRegistered') > 0
