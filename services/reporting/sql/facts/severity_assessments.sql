-- One row per assessment of whether the case is serious; a later one takes its place.
WITH known AS (
    SELECT
        *,
        from_json(facts, '{"serious": "BOOLEAN", "criteria": ["VARCHAR"], "vulnerabilities": ["VARCHAR"]}') AS said,
        lead(occurred_at) OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS next_at
    FROM query_table(src)
    WHERE oddity IS NULL AND topic = 'case.SeverityAssessed' AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    event_id,
    school,
    said.serious AS serious,
    coalesce(said.criteria, []) AS criteria,
    coalesce(said.vulnerabilities, []) AS vulnerabilities,
    occurred_at AS happened_at,
    documented_at,
    next_at AS superseded_at
FROM known
