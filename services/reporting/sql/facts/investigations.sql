-- One row per investigation. It ends when the analysis is concluded; the next one begins when another is planned after that.
WITH known AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY stream_id ORDER BY occurred_at, version) AS nth,
        from_json(
            facts,
            '{"methods": ["VARCHAR"], "to_be_heard": ["VARCHAR"], "finish_by": "DATE", "new_date": "DATE", "reason": "VARCHAR",
              "pupil_gave_input": "BOOLEAN", "guardians_gave_input": "BOOLEAN", "duration_minutes": "BIGINT", "pupil_is_safe": "BOOLEAN",
              "levels": ["VARCHAR"]}'
        ) AS said
    FROM query_table(src)
    WHERE oddity IS NULL AND stream IN ('case', 'heightened_case') AND occurred_at <= happened_by AND documented_at <= recorded_by
        AND topic IN (
            'case.InvestigationPlanned', 'case.InvestigationRevised', 'case.InvestigationPostponed', 'case.BullyingChecklistCompleted',
            'case.KickoffMeetingHeld', 'case.ConversationHeld', 'case.PupilHeard', 'case.ObservationPlanned', 'case.ObservationLogged',
            'case.SchoolyardMapCollected', 'case.SurveyResultUsed', 'heightened.EmployeeInformedAndHeard', 'case.AnalysisConcluded',
            'case.FindingsShared'
        )
),
numbered AS (
    SELECT
        *,
        coalesce(
            sum((topic = 'case.AnalysisConcluded')::BIGINT) OVER (
                PARTITION BY stream_id ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
        )::BIGINT AS concluded_before
    FROM known
),
placed AS (
    SELECT
        *,
        -- What was found is shared when the analysis is concluded, so it belongs to the investigation that has ended.
        CASE WHEN topic = 'case.FindingsShared' THEN greatest(concluded_before - 1, 0) ELSE concluded_before END + 1 AS number
    FROM numbered
),
begun AS (
    SELECT
        *,
        min(CASE WHEN topic = 'case.InvestigationPlanned' THEN nth END) OVER (PARTITION BY stream_id, number) AS planned_nth
    FROM placed
),
-- After the first investigation there are conversations without a new one: follow-up, and measures.
counted AS (
    SELECT * FROM begun WHERE number = 1 OR topic IN ('case.AnalysisConcluded', 'case.FindingsShared') OR nth >= planned_nth
)
SELECT
    case_id,
    stream_id,
    stream,
    number,
    arg_max(school, nth) AS school,
    min(occurred_at) FILTER (topic = 'case.InvestigationPlanned') AS planned_at,
    min(occurred_at) FILTER (
        topic NOT IN ('case.InvestigationRevised', 'case.InvestigationPostponed', 'case.AnalysisConcluded', 'case.FindingsShared')
    ) AS first_step_at,
    min(documented_at) AS documented_at,
    coalesce(arg_max(said.methods, nth) FILTER (topic IN ('case.InvestigationPlanned', 'case.InvestigationRevised')), []) AS methods,
    arg_max(len(said.to_be_heard), nth) FILTER (topic IN ('case.InvestigationPlanned', 'case.InvestigationRevised')) AS to_be_heard,
    bool_or(said.pupil_gave_input) AS pupil_gave_input,
    bool_or(said.guardians_gave_input) AS guardians_gave_input,
    arg_max(said.finish_by, nth) AS finish_by,
    count(*) FILTER (topic = 'case.InvestigationRevised') AS revised,
    count(*) FILTER (topic = 'case.InvestigationPostponed') AS postponed,
    arg_max(said.new_date, nth) FILTER (topic = 'case.InvestigationPostponed') AS postponed_to,
    arg_max(said.reason, nth) FILTER (topic = 'case.InvestigationPostponed') AS postponed_because,
    min(occurred_at) FILTER (topic = 'case.KickoffMeetingHeld') AS kickoff_at,
    count(*) FILTER (topic IN ('case.ConversationHeld', 'heightened.EmployeeInformedAndHeard')) AS conversations,
    count(*) FILTER (topic = 'case.PupilHeard') AS hearings,
    count(*) FILTER (topic = 'case.BullyingChecklistCompleted') AS checklists,
    count(*) FILTER (topic = 'case.ObservationPlanned') AS observations_planned,
    count(*) FILTER (topic = 'case.ObservationLogged') AS observations,
    sum(said.duration_minutes)::BIGINT AS observed_minutes,
    count(*) FILTER (topic = 'case.SchoolyardMapCollected') AS maps,
    count(*) FILTER (topic = 'case.SurveyResultUsed') AS surveys_used,
    min(occurred_at) FILTER (topic = 'case.AnalysisConcluded') AS concluded_at,
    arg_max(said.pupil_is_safe, nth) FILTER (topic = 'case.AnalysisConcluded') AS pupil_is_safe,
    coalesce(arg_max(said.levels, nth) FILTER (topic = 'case.AnalysisConcluded'), []) AS levels,
    min(occurred_at) FILTER (topic = 'case.FindingsShared') AS findings_shared_at
FROM counted
GROUP BY case_id, stream_id, stream, number
