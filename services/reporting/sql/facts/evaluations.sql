-- One row per evaluation of a measure or of the plan.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth,
        topic IN ('case.PlanAdopted', 'case.PlanRevised', 'case.PlanEvaluated') AS is_of_plan,
        topic IN ('case.MeasureEvaluated', 'case.PlanEvaluated') AS evaluates,
        from_json(
            facts,
            '{"measure": "UUID", "evaluate_on": "DATE", "participants": ["VARCHAR"], "pupil_participated": "BOOLEAN",
              "guardians_participated": "BOOLEAN", "experience": "BIGINT", "effect": "VARCHAR", "pupil_is_safe": "BOOLEAN",
              "repeated_investigation": "BOOLEAN", "conclusion": "VARCHAR", "what_follows": "VARCHAR", "next_evaluation_on": "DATE"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN ('case.MeasureAdded', 'case.MeasureEvaluated', 'case.PlanAdopted', 'case.PlanRevised', 'case.PlanEvaluated')
),
placed AS (
    SELECT
        *,
        sum(evaluates::BIGINT) OVER before AS number,
        -- The date that had been set when it was evaluated: by the measure or the plan, or by an evaluation since.
        last_value(coalesce(said.next_evaluation_on, said.evaluate_on) IGNORE NULLS) OVER (
            before ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS due_on
    FROM known
    WINDOW before AS (PARTITION BY stream_id, is_of_plan, said.measure ORDER BY nth)
)
SELECT
    case_id,
    stream_id,
    stream,
    event_id,
    school,
    CASE WHEN is_of_plan THEN 'plan' ELSE 'measure' END AS kind,
    said.measure AS measure,
    number::BIGINT AS number,
    due_on,
    len(said.participants) AS participants,
    said.pupil_participated AS pupil_participated,
    said.guardians_participated AS guardians_participated,
    said.experience AS experience,
    said.effect AS effect,
    said.pupil_is_safe AS pupil_is_safe,
    said.repeated_investigation AS repeated_investigation,
    coalesce(said.conclusion, said.what_follows) AS conclusion,
    said.next_evaluation_on AS next_evaluation_on,
    occurred_at AS happened_at,
    documented_at
FROM placed
WHERE evaluates
