-- One row per version of a plan for supervision in breaks.
WITH known AS (
    SELECT
        *,
        TRY_CAST(facts->>'plan_version' AS BIGINT) AS plan_version,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth
    FROM query_table(src)
    WHERE oddity IS NULL AND topic IN ('wheel.SupervisionPlanAdopted', 'wheel.SupervisionAbsenceCovered')
        AND occurred_at <= happened_by AND documented_at <= recorded_by
)
SELECT
    case_id,
    stream_id,
    arg_max(school, nth) AS school,
    plan_version AS version,
    min(occurred_at) FILTER (topic = 'wheel.SupervisionPlanAdopted') AS adopted_at,
    TRY_CAST(arg_max(facts->>'valid_from', nth) FILTER (topic = 'wheel.SupervisionPlanAdopted') AS DATE) AS valid_from,
    TRY_CAST(arg_max(facts->>'valid_to', nth) FILTER (topic = 'wheel.SupervisionPlanAdopted') AS DATE) AS valid_to,
    coalesce(
        arg_max(json_array_length(facts, '$.posts'), nth) FILTER (topic = 'wheel.SupervisionPlanAdopted'), 0
    )::BIGINT AS posts,
    count(*) FILTER (topic = 'wheel.SupervisionAbsenceCovered') AS absences_covered
FROM known
GROUP BY case_id, stream_id, plan_version
HAVING count(*) FILTER (topic = 'wheel.SupervisionPlanAdopted') > 0
