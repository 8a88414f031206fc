-- One row per event that was written down more than 24 hours after it happened.
SELECT
    case_id,
    stream_id,
    stream,
    school,
    event_id,
    topic,
    role,
    occurred_at AS happened_at,
    documented_at,
    (epoch(documented_at) - epoch(occurred_at)) / 3600 AS hours
FROM query_table(src)
WHERE oddity IS NULL AND occurred_at <= happened_by AND documented_at <= recorded_by
    AND documented_at > occurred_at + INTERVAL 24 HOUR
    AND stream IN ('case', 'heightened_case', 'enforcement', 'avvik', 'physical_intervention', 'survey', 'annual_wheel')
