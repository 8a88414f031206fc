-- One row per case that is serious or was told of, and per physical intervention that must be told of or was.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'physical_intervention')
        AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.SeverityAssessed', 'case.OwnerNotified', 'case.OwnerAcknowledged',
            'intervention.PhysicalInterventionRecorded', 'intervention.InterventionReportedToMunicipality'
        )
),
folded AS (
    SELECT
        case_id,
        stream_id,
        stream,
        arg_max(school, nth) AS school,
        coalesce(
            TRY_CAST(arg_max(facts->>'serious', nth) FILTER (topic = 'case.SeverityAssessed') AS BOOLEAN),
            bool_or(
                TRY_CAST(facts->>'repeated' AS BOOLEAN) OR TRY_CAST(facts->>'particularly_serious' AS BOOLEAN)
            ) FILTER (topic = 'intervention.PhysicalInterventionRecorded'),
            FALSE
        ) AS is_grave,
        coalesce(
            min(occurred_at) FILTER (topic = 'case.SeverityAssessed' AND TRY_CAST(facts->>'serious' AS BOOLEAN)),
            min(occurred_at) FILTER (topic = 'intervention.PhysicalInterventionRecorded')
        ) AS arose_at,
        min(occurred_at) FILTER (topic IN ('case.OwnerNotified', 'intervention.InterventionReportedToMunicipality')) AS owner_told_at,
        arg_min(documented_at, nth) FILTER (
            topic IN ('case.OwnerNotified', 'intervention.InterventionReportedToMunicipality')
        ) AS owner_told_documented_at,
        arg_min(facts->>'channel', nth) FILTER (topic = 'case.OwnerNotified') AS through,
        bool_or((facts->>'avvik_reference') IS NOT NULL) FILTER (topic = 'case.OwnerNotified') AS has_reference,
        min(occurred_at) FILTER (topic = 'case.OwnerAcknowledged') AS acknowledged_at
    FROM known
    GROUP BY case_id, stream_id, stream
)
SELECT
    case_id,
    stream_id,
    school,
    CASE stream WHEN 'case' THEN 'serious_case' ELSE stream END AS about,
    arose_at,
    owner_told_at,
    owner_told_documented_at,
    through,
    has_reference,
    acknowledged_at
FROM folded
WHERE is_grave OR owner_told_at IS NOT NULL
