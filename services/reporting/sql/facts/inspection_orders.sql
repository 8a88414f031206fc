-- One row per item that an inspection ordered corrected.
WITH known AS (
    SELECT
        *,
        TRY_CAST(facts->>'inspection' AS UUID) AS inspection,
        TRY_CAST(facts->>'item' AS UUID) AS item,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND topic IN ('wheel.InspectionOrderReceived', 'wheel.CorrectionDeclared')
        AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    arg_max(school, nth) AS school,
    inspection,
    item,
    max(occurred_at) FILTER (topic = 'wheel.InspectionOrderReceived') AS ordered_at,
    TRY_CAST(arg_max(facts->>'due_on', nth) FILTER (topic = 'wheel.InspectionOrderReceived') AS DATE) AS due_on,
    min(occurred_at) FILTER (topic = 'wheel.CorrectionDeclared') AS declared_at
FROM known
WHERE item IS NOT NULL
GROUP BY case_id, stream_id, inspection, item
HAVING count(*) FILTER (topic = 'wheel.InspectionOrderReceived') > 0
