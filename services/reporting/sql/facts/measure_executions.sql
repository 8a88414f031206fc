-- One row per time a measure was carried out, or was not as planned.
WITH known AS (
    SELECT *, from_json(facts, '{"measure": "UUID"}') AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND topic IN ('case.MeasureExecuted', 'case.MeasureMissed')
        AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    said.measure AS measure,
    topic = 'case.MeasureExecuted' AS carried_out,
    role,
    occurred_at AS happened_at,
    documented_at
FROM known
