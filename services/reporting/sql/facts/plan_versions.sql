-- One row per version of a written plan: drafted, adopted, and replaced by the next one.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth,
        from_json(
            facts,
            '{"plan_version": "BIGINT", "parts": ["VARCHAR"], "measures": ["VARCHAR"], "pupil_participated": "BOOLEAN",
              "guardians_participated": "BOOLEAN", "pupils_participation": {"weight": "VARCHAR"}, "from_date": "DATE", "evaluate_on": "DATE",
              "best_interest_assessment": "UUID", "effect": "VARCHAR"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('case.PlanDrafted', 'case.PlanAdopted', 'case.PlanRevised', 'case.PlanEvaluated')
),
placed AS (
    SELECT
        *,
        topic IN ('case.PlanAdopted', 'case.PlanRevised') AS adopts,
        -- An evaluation is of the version that is in force.
        CASE
            WHEN topic <> 'case.PlanEvaluated' THEN said.plan_version
            ELSE last_value(CASE WHEN topic IN ('case.PlanAdopted', 'case.PlanRevised') THEN said.plan_version END IGNORE NULLS) OVER (
                PARTITION BY stream_id ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            )
        END AS plan_version
    FROM known
),
folded AS (
    SELECT
        case_id,
        stream_id,
        stream,
        plan_version,
        arg_max(school, nth) AS school,
        min(occurred_at) FILTER (topic = 'case.PlanDrafted') AS drafted_at,
        min(occurred_at) FILTER (adopts) AS adopted_at,
        min(documented_at) FILTER (adopts) AS adopted_documented_at,
        bool_or(topic = 'case.PlanRevised') AS is_revision,
        coalesce(arg_max(said.parts, nth) FILTER (adopts), []) AS parts,
        arg_max(len(coalesce(said.measures, [])), nth) FILTER (topic <> 'case.PlanEvaluated') AS measures,
        arg_max(said.pupil_participated, nth) FILTER (adopts) AS pupil_participated,
        arg_max(said.guardians_participated, nth) FILTER (adopts) AS guardians_participated,
        arg_max(said.pupils_participation.weight, nth) FILTER (adopts) AS pupils_weight,
        arg_max(said.best_interest_assessment, nth) FILTER (adopts) AS best_interest,
        arg_max(said.from_date, nth) FILTER (adopts) AS from_date,
        arg_max(said.evaluate_on, nth) FILTER (adopts) AS evaluate_on,
        min(occurred_at) FILTER (topic = 'case.PlanEvaluated') AS evaluated_at,
        count(*) FILTER (topic = 'case.PlanEvaluated') AS evaluations,
        arg_max(said.effect, nth) FILTER (topic = 'case.PlanEvaluated') AS effect
    FROM placed
    WHERE plan_version IS NOT NULL
    GROUP BY case_id, stream_id, stream, plan_version
)
SELECT
    case_id,
    stream_id,
    stream,
    school,
    plan_version,
    is_revision,
    drafted_at,
    adopted_at,
    adopted_documented_at,
    CASE
        WHEN adopted_at IS NOT NULL
            THEN lead(adopted_at) OVER (PARTITION BY stream_id, adopted_at IS NULL ORDER BY adopted_at, plan_version)
    END AS replaced_at,
    parts,
    CASE WHEN adopted_at IS NOT NULL THEN [part FOR part IN ['a', 'b', 'c', 'd', 'e'] IF NOT list_contains(parts, part)] END AS missing_parts,
    CASE WHEN adopted_at IS NOT NULL THEN list_has_all(parts, ['a', 'b', 'c', 'd', 'e']) END AS is_complete,
    measures,
    pupil_participated,
    guardians_participated,
    pupils_weight,
    best_interest,
    from_date,
    evaluate_on,
    evaluated_at,
    evaluations,
    effect
FROM folded
