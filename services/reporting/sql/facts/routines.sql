-- One row per version of a plan or routine, in each history that tells of it.
WITH known AS (
    SELECT
        *,
        TRY_CAST(facts->>'routine' AS UUID) AS routine,
        TRY_CAST(facts->>'routine_version' AS BIGINT) AS routine_version,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND topic IN ('wheel.RoutineVersioned', 'wheel.RequiredReadingSet', 'wheel.RoutineRead')
        AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    arg_max(school, nth) AS school,
    routine,
    routine_version AS version,
    arg_max(facts->>'kind', nth) FILTER (topic = 'wheel.RoutineVersioned') AS kind,
    min(occurred_at) FILTER (topic = 'wheel.RoutineVersioned') AS approved_at,
    TRY_CAST(arg_max(facts->>'next_revision_on', nth) FILTER (topic = 'wheel.RoutineVersioned') AS DATE) AS next_revision_on,
    json_extract_string(arg_max(facts, nth) FILTER (topic = 'wheel.RequiredReadingSet'), '$.roles[*]') AS roles,
    TRY_CAST(arg_max(facts->>'due_on', nth) FILTER (topic = 'wheel.RequiredReadingSet') AS DATE) AS read_by,
    count(DISTINCT facts->>'person') FILTER (topic = 'wheel.RoutineRead') AS readers,
    max(occurred_at) FILTER (topic = 'wheel.RoutineRead') AS last_read_at
FROM known
WHERE routine IS NOT NULL
GROUP BY case_id, stream_id, routine, routine_version
