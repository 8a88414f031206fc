-- One row per written plan, as it stands: one per case that has come so far.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth,
        topic IN ('case.PlanAdopted', 'case.PlanRevised') AS adopts,
        from_json(
            facts,
            '{"plan_version": "BIGINT", "parts": ["VARCHAR"], "measures": ["VARCHAR"], "evaluate_on": "DATE", "next_evaluation_on": "DATE",
              "effect": "VARCHAR", "pupil_is_safe": "BOOLEAN", "members": ["VARCHAR"], "includes_leadership": "BOOLEAN",
              "includes_after_school": "BOOLEAN"}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.InterventionTeamAppointed', 'case.PlanDrafted', 'case.PlanAdopted', 'case.PlanRevised', 'case.PlanEvaluated'
        )
)
SELECT
    case_id,
    stream_id,
    stream,
    arg_max(school, nth) AS school,
    min(occurred_at) FILTER (topic = 'case.PlanDrafted') AS drafted_at,
    min(occurred_at) FILTER (adopts) AS adopted_at,
    max(occurred_at) FILTER (topic = 'case.PlanRevised') AS revised_at,
    count(*) FILTER (adopts) AS versions,
    arg_max(said.plan_version, nth) FILTER (adopts) AS plan_version,
    list_has_all(arg_max(said.parts, nth) FILTER (adopts), ['a', 'b', 'c', 'd', 'e']) AS is_complete,
    arg_max(len(coalesce(said.measures, [])), nth) FILTER (adopts) AS measures,
    -- A new version sets the date anew; an evaluation without another date leaves it as it was.
    arg_max(coalesce(said.next_evaluation_on, said.evaluate_on), nth) AS evaluate_on,
    max(occurred_at) FILTER (topic = 'case.PlanEvaluated') AS evaluated_at,
    count(*) FILTER (topic = 'case.PlanEvaluated') AS evaluations,
    arg_max(said.effect, nth) FILTER (topic = 'case.PlanEvaluated') AS effect,
    arg_max(said.pupil_is_safe, nth) FILTER (topic = 'case.PlanEvaluated') AS pupil_is_safe,
    min(occurred_at) FILTER (topic = 'case.InterventionTeamAppointed') AS team_at,
    arg_max(len(coalesce(said.members, [])) + 1, nth) FILTER (topic = 'case.InterventionTeamAppointed') AS team_members,
    arg_max(said.includes_leadership, nth) AS team_has_leadership,
    arg_max(said.includes_after_school, nth) AS team_has_after_school
FROM known
GROUP BY case_id, stream_id, stream
