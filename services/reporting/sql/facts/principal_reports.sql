-- One row per time the principal was told, and what came of it.
WITH known AS (
    SELECT
        *,
        from_json(
            facts,
            '{"raised_by": "VARCHAR", "certainty": "VARCHAR", "pupil_informed": "BOOLEAN", "wants_to_look_closer_first": "BOOLEAN"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'case' AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.ReportedToPrincipal', 'case.RaisedWithPrincipal', 'case.PrincipalAcknowledged', 'case.PupilInformedOfReceipt'
        )
),
answers AS (
    SELECT
        stream_id,
        list(occurred_at ORDER BY occurred_at) FILTER (topic = 'case.PrincipalAcknowledged') AS acknowledged,
        list(occurred_at ORDER BY occurred_at) FILTER (topic = 'case.PupilInformedOfReceipt') AS pupil_told
    FROM known
    GROUP BY stream_id
)
SELECT
    case_id,
    stream_id,
    event_id,
    school,
    CASE topic WHEN 'case.ReportedToPrincipal' THEN 'reported' ELSE 'raised' END AS kind,
    CASE topic WHEN 'case.ReportedToPrincipal' THEN 'employee' ELSE said.raised_by END AS reporter,
    said.certainty AS certainty,
    said.pupil_informed AS pupil_informed,
    said.wants_to_look_closer_first AS looks_closer_first,
    known_at,
    occurred_at AS happened_at,
    documented_at,
    list_min([answer FOR answer IN acknowledged IF answer >= occurred_at]) AS acknowledged_at,
    list_min([answer FOR answer IN pupil_told IF answer >= occurred_at]) AS pupil_told_at
FROM known
JOIN answers USING (stream_id)
WHERE topic IN ('case.ReportedToPrincipal', 'case.RaisedWithPrincipal')
