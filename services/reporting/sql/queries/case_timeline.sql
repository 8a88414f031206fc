-- What had happened in one case, as far as it counts at the moment.
SELECT
    position, event_id, topic, stream, stream_id, version, case_id, school, role, channel, precision, corrects,
    occurred_at, known_at, documented_at, recorded_at, facts::VARCHAR AS facts
FROM {events}
WHERE case_id = $case_id
    AND oddity IS NULL
    AND occurred_at <= $moment
    AND documented_at <= coalesce($recorded_by, TIMESTAMP 'infinity')
    AND ($heightened OR stream <> 'heightened_case')
    AND {in_scope(school)}
ORDER BY occurred_at, position
