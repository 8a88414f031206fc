-- One row per state inspection.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE topic = 'wheel.InspectionReportReceived' AND oddity IS NULL
        AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    arg_max(school, nth) AS school,
    TRY_CAST(facts->>'inspection' AS UUID) AS inspection,
    max(occurred_at) AS reported_at,
    arg_max(facts->>'status', nth) AS status,
    TRY_CAST(arg_max(facts->>'findings', nth) AS BIGINT) AS findings
FROM known
GROUP BY case_id, stream_id, TRY_CAST(facts->>'inspection' AS UUID)
