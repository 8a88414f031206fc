-- One row per physical intervention.
WITH known AS (
    SELECT *, row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND stream = 'physical_intervention' AND occurred_at <= happened_by AND documented_at <= recorded_by
),
folded AS (
    SELECT
        case_id,
        stream_id,
        arg_max(school, nth) AS school,
        arg_min({'facts': facts, 'happened': occurred_at, 'documented': documented_at}, nth) FILTER (
            topic = 'intervention.PhysicalInterventionRecorded'
        ) AS it,
        min(occurred_at) FILTER (topic = 'intervention.InterventionReportedToPrincipal') AS principal_told_at,
        min(occurred_at) FILTER (topic = 'intervention.InterventionReportedToGuardians') AS guardians_told_at,
        min(occurred_at) FILTER (topic = 'intervention.InterventionReportedToMunicipality') AS municipality_told_at,
        min(occurred_at) FILTER (topic = 'intervention.DebriefHeld') AS debriefed_at,
        bool_or(TRY_CAST(facts->>'pupil_participated' AS BOOLEAN)) FILTER (topic = 'intervention.DebriefHeld') AS pupil_debriefed
    FROM known
    GROUP BY case_id, stream_id
)
SELECT
    case_id,
    stream_id,
    school,
    TRY_CAST(it.facts->>'pupil' AS UUID) AS pupil,
    it.happened AS happened_at,
    it.documented AS documented_at,
    it.facts->>'arena' AS arena,
    json_extract_string(it.facts, '$.conditions[*]') AS conditions,
    coalesce(json_array_length(it.facts, '$.witnesses'), 0)::BIGINT AS witnesses,
    TRY_CAST(it.facts->>'milder_means_tried' AS BOOLEAN) AS milder_means_tried,
    TRY_CAST(it.facts->>'repeated' AS BOOLEAN) AS repeated,
    TRY_CAST(it.facts->>'particularly_serious' AS BOOLEAN) AS particularly_serious,
    principal_told_at,
    guardians_told_at,
    municipality_told_at,
    debriefed_at,
    pupil_debriefed
FROM folded
WHERE it IS NOT NULL
